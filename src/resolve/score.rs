//! How probable it is that two entities of one name are one: a logistic model over what they share.
//!
//! Weights by `training/identity.py`: pairs of entities of one name in a year of current-events items (Wikipedia, CC
//! BY-SA 4.0), the truth being whether both link to the same article.

use std::collections::HashMap;

use super::profile::Profile;
use crate::graph::Identity;
use crate::ontology::{Class, Ontology};

/// Documents without the feature that are counted with those of the store: in a small one nothing is known to be common.
const BACKGROUND: usize = 100;
/// Rarity of all that two share, together, below which it says nothing.
const LEAST: f32 = 0.3;
const BIAS: f32 = 1.19;
/// What is claimed of both, by rarity.
const CLAIMS: f32 = 0.14;
/// That something is claimed of both.
const HAS_CLAIMS: f32 = 0.42;
/// Who and what is named beside both, by rarity.
const BESIDE: f32 = 1.58;
/// Words near both, by rarity.
const WORDS: f32 = 0.12;
/// A name of common words only ("Supreme Court").
const GENERIC: f32 = -2.66;
/// Such a name beside somebody rare who is common to both.
const GENERIC_BESIDE: f32 = 2.50;
/// The days between the articles: a sixth of the natural logarithm of one more than their number.
const DAYS: f32 = -0.81;
const SAME_CLASS: f32 = 0.54;
const PERSON: f32 = 1.15;
/// For each word of the name beyond two, up to three.
const LENGTH: f32 = 0.55;

/// In how many documents something occurs.
pub(super) struct Frequencies {
    documents: f32,
    of: HashMap<String, u32>,
}

impl Frequencies {
    /// Counts over the profiles of each document.
    pub fn new(documents: &[Vec<Profile>]) -> Self {
        let mut of: HashMap<String, u32> = HashMap::new();
        for profiles in documents {
            let mut features: Vec<&String> = profiles
                .iter()
                .flat_map(|profile| profile.beside.keys().chain(profile.claims.keys()).chain(&profile.words))
                .collect();
            features.sort_unstable();
            features.dedup();
            for feature in features {
                *of.entry(feature.clone()).or_default() += 1;
            }
        }
        Self { documents: (documents.len() + BACKGROUND) as f32, of }
    }

    /// From 0 for what is everywhere to 1 for what is nowhere else: the inverse document frequency.
    fn rarity(&self, feature: &str) -> f32 {
        let count = self.of.get(feature).copied().unwrap_or_default() as f32;
        ((self.documents / (1.0 + count)).ln() / self.documents.ln()).clamp(0.0, 1.0)
    }
}

/// Two entities of one name.
pub(super) struct Pair<'a> {
    pub one: &'a Profile,
    pub other: &'a Profile,
    /// Whether all words of the name are common ones.
    pub is_generic: bool,
}

impl Pair<'_> {
    /// Whether they are the same, and why; none where nothing but the name speaks for it or their kinds exclude it.
    pub fn identity(&self, ontology: &Ontology, frequencies: &Frequencies) -> Option<Identity> {
        let (one, other) = (self.one, self.other);
        let classes = &ontology.classes;
        if !classes.are_compatible(one.class, other.class) || self.is_happening(ontology) {
            return None;
        }
        let rarity = |feature: &String| frequencies.rarity(feature);
        let claims: Vec<(f32, &str)> = one
            .claims
            .iter()
            .filter(|(claim, _)| other.claims.contains_key(*claim))
            .map(|(claim, told)| (rarity(claim), told.as_str()))
            .collect();
        let beside: Vec<(f32, &str)> = one
            .beside
            .iter()
            .filter(|(name, _)| other.beside.contains_key(*name))
            .map(|(name, label)| (rarity(name), label.as_str()))
            .collect();
        let words: Vec<(f32, &str)> =
            one.words.intersection(&other.words).map(|word| (rarity(word), word.as_str())).collect();
        let sum = |shared: &[(f32, &str)], most: f32| shared.iter().map(|(rarity, _)| rarity).sum::<f32>().min(most);
        let shared = [sum(&claims, 2.0), sum(&beside, 3.0), sum(&words, 3.0)];
        if shared.iter().sum::<f32>() < LEAST {
            return None;
        }
        let days = match (one.date, other.date) {
            (Some(one), Some(other)) => (one - other).get_days().unsigned_abs() as f32,
            // An item of the knowledge base is of all times.
            _ => 0.0,
        };
        let length = one.key.split(' ').count().min(5) as f32 - 2.0;
        let yes = |condition: bool, weight: f32| if condition { weight } else { 0.0 };
        let weight = BIAS
            + CLAIMS * shared[0]
            + BESIDE * shared[1]
            + WORDS * shared[2]
            + yes(!claims.is_empty(), HAS_CLAIMS)
            + yes(self.is_generic, GENERIC)
            + yes(self.is_generic && shared[1] > 0.25, GENERIC_BESIDE)
            + DAYS * days.ln_1p() / 6.0
            + yes(one.class == other.class, SAME_CLASS)
            + yes(one.class == Class::Person || other.class == Class::Person, PERSON)
            + LENGTH * length;
        Some(Identity {
            one: one.iri.clone(),
            other: other.iri.clone(),
            score: 1.0 / (1.0 + (-weight).exp()),
            reason: reason(&one.name, claims, beside, words),
        })
    }

    /// Things that happen again and again under one name ("the Winter Olympics") are told apart by time, not by this.
    fn is_happening(&self, ontology: &Ontology) -> bool {
        [self.one, self.other].iter().any(|profile| ontology.classes.is_a(profile.class, Class::Event))
    }
}

/// The rarest of what two entities share, in words.
fn reason(name: &str, claims: Vec<(f32, &str)>, beside: Vec<(f32, &str)>, words: Vec<(f32, &str)>) -> String {
    let rarest = |mut shared: Vec<(f32, &str)>, most: usize| {
        shared.retain(|(rarity, _)| *rarity > LEAST);
        shared.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        shared.into_iter().take(most).map(|(_, told)| told).collect::<Vec<_>>().join(", ")
    };
    let parts = [("of both: ", rarest(claims, 2)), ("beside both: ", rarest(beside, 3)), ("words: ", rarest(words, 3))];
    let told = parts.iter().filter(|(_, told)| !told.is_empty()).map(|(what, told)| format!("; {what}{told}"));
    format!("both named {name}{}", told.collect::<String>())
}
