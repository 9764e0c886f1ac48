//! The classes of things and which is under which.

use std::fmt;
use std::str::FromStr;

macro_rules! classes {
    ($($name:ident),* $(,)?) => {
        /// What a thing is: the classes of `ontology/newsgraph.ttl`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        pub enum Class { $($name),* }

        impl Class {
            /// All classes.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The local name of its IRI.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

classes! {
    Thing, Agent, Person, Organization, Government, PoliticalParty, Company, MediaOrganization, ArmedForce, Court,
    InternationalOrganization, SportsTeam, EducationalInstitution, GeopoliticalEntity, Group, Place, Facility, Region,
    Event, Meeting, Election, Attack, War, Trial, Disaster, SportsEvent, Agreement, Work, Product, Position, Award,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Class {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|class| class.name() == text)
            .ok_or_else(|| format!("{text} is no class of the ontology"))
    }
}

/// The hierarchy of classes, transitive.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    pairs: std::collections::HashSet<(Class, Class)>,
}

impl Classes {
    /// From direct subclass pairs (sub, super).
    pub fn new(direct: impl IntoIterator<Item = (Class, Class)>) -> Self {
        let mut pairs: std::collections::HashSet<_> = direct.into_iter().collect();
        loop {
            let more: Vec<_> = pairs
                .iter()
                .flat_map(|&(low, middle)| {
                    pairs.iter().filter(move |pair| pair.0 == middle).map(move |&(_, high)| (low, high))
                })
                .filter(|pair| !pairs.contains(pair))
                .collect();
            if more.is_empty() {
                return Self { pairs };
            }
            pairs.extend(more);
        }
    }

    /// Whether `class` is `other` or under it. Everything is a `Thing`.
    pub fn is_a(&self, class: Class, other: Class) -> bool {
        class == other || other == Class::Thing || self.pairs.contains(&(class, other))
    }

    /// Whether one of the two is the other or under it: they may be the same thing.
    pub fn are_compatible(&self, one: Class, other: Class) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }
}
