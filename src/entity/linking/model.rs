//! Weights of features, as `training/linking.py` learned them: a conditional logit with one more choice, none of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::features::{Feature, Values};
use crate::language::NameKind;
use crate::ontology::Class;

/// The weights inside the program; a test proves that they are sound.
static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../models/linking.json")).unwrap_or_default());

/// `models/linking.json`.
#[derive(Debug, Deserialize)]
struct File {
    /// Probability from which a thing is linked.
    threshold: f32,
    /// Probability from which it is linked where it is surely something: none is below `surely`.
    threshold_of_kin: f32,
    surely: f32,
    /// By the names of the features.
    features: HashMap<String, f32>,
    /// By kind of name and class of item, "place/Company": what the first guess of agreement leaves.
    classes: HashMap<String, f32>,
}

/// The weights, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Weights {
    features: Vec<f32>,
    classes: HashMap<(NameKind, Class), f32>,
    threshold: f32,
    threshold_of_kin: f32,
    surely: f32,
}

impl Weights {
    /// The embedded ones.
    pub fn embedded() -> &'static Self {
        &WEIGHTS
    }

    fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let weight = |feature: &Feature| {
            file.features.get(feature.name()).copied().ok_or_else(|| format!("no weight of {}", feature.name()))
        };
        let mut classes = HashMap::new();
        for (pair, weight) in &file.classes {
            let (kind, class) = pair.split_once('/').ok_or_else(|| format!("{pair} is no pair"))?;
            let kind = KINDS.into_iter().find(|known| known.to_string() == kind);
            classes.insert((kind.ok_or_else(|| format!("{pair} has no kind"))?, class.parse()?), *weight);
        }
        Ok(Self {
            features: Feature::ALL.iter().map(weight).collect::<Result<_, _>>()?,
            classes,
            threshold: file.threshold,
            threshold_of_kin: file.threshold_of_kin,
            surely: file.surely,
        })
    }

    /// The weight of some features.
    pub fn score(&self, values: &Values) -> f32 {
        values.iter().map(|(feature, value)| self.of(*feature) * value).sum()
    }

    /// The weight of one feature.
    pub fn of(&self, feature: Feature) -> f32 {
        self.features.get(feature as usize).copied().unwrap_or(0.0)
    }

    /// The weight of a class for a kind of name.
    pub fn of_class(&self, kind: Option<NameKind>, class: Class) -> f32 {
        kind.and_then(|kind| self.classes.get(&(kind, class))).copied().unwrap_or(0.0)
    }

    /// Whether the best candidate is linked, by its probability and that of none.
    pub fn is_linked(&self, best: f32, none: f32) -> bool {
        // Where two candidates are nearly one thing (a city and its region), the better is better than nothing.
        best >= self.threshold || none < self.surely && best >= self.threshold_of_kin
    }
}

const KINDS: [NameKind; 7] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Place,
    NameKind::Event,
    NameKind::Work,
    NameKind::Group,
    NameKind::Product,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_sound() {
        let weights = Weights::read(include_str!("../../../models/linking.json")).expect("sound");
        assert_eq!(weights.features.len(), Feature::ALL.len());
        assert!(weights.threshold > 0.0 && weights.threshold < 1.0);
        assert!(Weights::read("{}").is_err());
    }
}
