//! The relation head's weights (`models/relations.bin`) and how they score a pair.
//!
//! One hidden layer over a sum: a row for each category that is seen, and linear maps of the encoder's states at the
//! subject, at the object, on the words between them in the tree and in the text (means); then a score for each property.

use std::collections::HashMap;

use serde::Deserialize;

use super::pairs::Pair;
use crate::error::{Error, Result};
use crate::language::{Analysis, Network};

static EMBEDDED: &[u8] = include_bytes!("../../../models/relations.bin");

/// The first line of the file; numbers of 8 bits follow it, then the categories, a line each.
#[derive(Debug, Deserialize)]
struct Header {
    version: u32,
    /// SHA-256 of the network whose states it was learned from.
    network: String,
    states: usize,
    width: usize,
    properties: Vec<String>,
    categories: usize,
    /// What a unit of the 8-bit numbers is worth: of the categories, of each map of states, of the scores.
    units: Vec<f32>,
    hidden_bias: Vec<f32>,
    score_bias: Vec<f32>,
    constants: Vec<f32>,
    slope: f32,
    vote_constants: Vec<f32>,
    vote: [f32; 2],
    rules: HashMap<String, HashMap<String, f32>>,
}

/// The version of `relations.bin` that is understood here.
const VERSION: u32 = 2;

/// Where states are looked at: subject, object, path, between.
const ROLES: usize = 4;

/// The learned weights.
pub struct Relations {
    /// The properties that are scored, in the order of the scores; `unknown` and a name where nobody is said to do it.
    pub(super) properties: Vec<String>,
    states: usize,
    width: usize,
    rows: HashMap<Box<str>, Box<[f32]>>,
    /// For each role a row of `width` numbers for each value of a state.
    roles: Vec<Vec<f32>>,
    hidden_bias: Vec<f32>,
    /// For each hidden unit a row of a number for each property.
    score: Vec<f32>,
    score_bias: Vec<f32>,
    /// From score to probability: a constant for each property, and one slope.
    constants: Vec<f32>,
    slope: f32,
    /// From a rule's log odds and the head's score to probability: a constant for each property, and weights of both.
    vote_constants: Vec<f32>,
    vote: [f32; 2],
    /// How often what a rule claims is right on annotated news, as log odds: by property, then by rule; an empty rule stands
    /// for those that are not met there.
    rules: HashMap<String, HashMap<String, f32>>,
}

impl Relations {
    /// The head that the program carries; none for another network than the program's own, whose states it does not know.
    ///
    /// # Errors
    /// [`Error::Network`] when the file is damaged, which the embedded one never is.
    pub fn embedded(network: &Network) -> Result<Option<Self>> {
        Self::read(EMBEDDED, network)
    }

    pub(super) fn read(bytes: &[u8], network: &Network) -> Result<Option<Self>> {
        let wrong = |reason: &str| Error::Network { name: "relations.bin".to_owned(), reason: reason.to_owned() };
        let end = bytes.iter().position(|&byte| byte == b'\n').ok_or_else(|| wrong("no header"))?;
        let header: Header =
            serde_json::from_slice(&bytes[..end]).map_err(|error| wrong(&format!("header: {error}")))?;
        if header.version != VERSION {
            return Err(wrong("made by another version; make it again: models/relations.md"));
        }
        if header.network != network.checksum() {
            return Ok(None);
        }
        let Header { states, width, categories, .. } = header;
        let properties = header.properties.len();
        let sizes = [categories * width, ROLES * states * width, properties * width];
        let numbers = bytes.get(end + 1..end + 1 + sizes.iter().sum::<usize>()).ok_or_else(|| wrong("cut off"))?;
        let names = std::str::from_utf8(&bytes[end + 1 + numbers.len()..]).map_err(|_| wrong("no UTF-8"))?;
        let names: Vec<&str> = names.lines().collect();
        let fits = header.units.len() == ROLES + 2
            && header.hidden_bias.len() == width
            && header.score_bias.len() == properties
            && header.constants.len() == properties
            && header.vote_constants.len() == properties
            && names.len() == categories
            && width > 0;
        if !fits {
            return Err(wrong("its parts do not fit each other"));
        }
        let scaled =
            |bytes: &[u8], unit: f32| bytes.iter().map(|&byte| f32::from(byte as i8) * unit).collect::<Vec<f32>>();
        let (seen, rest) = numbers.split_at(sizes[0]);
        let (maps, score) = rest.split_at(sizes[1]);
        let rows = names.iter().zip(seen.chunks(width));
        Ok(Some(Self {
            rows: rows.map(|(&name, row)| (name.into(), scaled(row, header.units[0]).into())).collect(),
            roles: maps.chunks(states * width).zip(&header.units[1..]).map(|(map, &unit)| scaled(map, unit)).collect(),
            score: turned(&scaled(score, header.units[ROLES + 1]), width),
            properties: header.properties,
            states,
            width,
            hidden_bias: header.hidden_bias,
            score_bias: header.score_bias,
            constants: header.constants,
            slope: header.slope,
            vote_constants: header.vote_constants,
            vote: header.vote,
            rules: header.rules,
        }))
    }

    /// How likely a relation is that nothing but the head finds, by its score.
    pub(super) fn probability(&self, property: usize, score: f32) -> f32 {
        logistic(self.constants[property] + self.slope * score)
    }

    /// How likely a relation is that a rule finds, by the head's score.
    pub(super) fn vote(&self, property: usize, rule: &str, score: f32) -> f32 {
        let rules = self.rules.get(&self.properties[property]);
        let odds = rules.and_then(|rules| rules.get(rule).or_else(|| rules.get(""))).copied().unwrap_or_default();
        logistic(self.vote_constants[property] + self.vote[0] * odds + self.vote[1] * score)
    }
}

/// A matrix with its rows of `width` numbers as columns.
fn turned(rows: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| rows.iter().skip(column).step_by(width).copied()).collect()
}

fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The scores of one sentence's pairs. The maps of a word's state are computed once.
pub(super) struct Scorer<'a> {
    head: &'a Relations,
    analysis: &'a Analysis,
    first: usize,
    maps: [Vec<Option<Vec<f32>>>; ROLES],
}

impl<'a> Scorer<'a> {
    /// `None` where the analysis has no states of the right width.
    pub fn new(head: &'a Relations, analysis: &'a Analysis, sentence: usize) -> Option<Self> {
        let tokens = &analysis.sentences[sentence].tokens;
        let has_states =
            analysis.state_width == head.states && analysis.states.len() == analysis.tokens.len() * head.states;
        let none = || vec![None; tokens.len()];
        has_states.then(|| Self { head, analysis, first: tokens.start, maps: [none(), none(), none(), none()] })
    }

    /// A score (log odds) for each property.
    pub fn scores(&mut self, pair: &Pair, features: &[String]) -> Vec<f32> {
        let mut hidden = self.head.hidden_bias.clone();
        for row in features.iter().filter_map(|feature| self.head.rows.get(feature.as_str())) {
            add(&mut hidden, row, 1.0);
        }
        self.add_states(&mut hidden, 0, std::iter::once(pair.subject));
        self.add_states(&mut hidden, 1, std::iter::once(pair.object));
        self.add_states(&mut hidden, 2, pair.path.iter().copied());
        self.add_states(&mut hidden, 3, pair.gap());
        let mut scores = self.head.score_bias.clone();
        let rows = self.head.score.chunks(scores.len());
        for (row, &value) in rows.zip(&hidden).filter(|(_, value)| **value > 0.0) {
            add(&mut scores, row, value);
        }
        scores
    }

    /// Adds the mean of some words' states, each mapped for a role.
    fn add_states(&mut self, hidden: &mut [f32], role: usize, words: impl ExactSizeIterator<Item = usize>) {
        let share = 1.0 / words.len().max(1) as f32;
        for word in words {
            let (head, states) = (self.head, &self.analysis.states);
            let mapped = self.maps[role][word - self.first].get_or_insert_with(|| {
                let mut sum = vec![0.0; head.width];
                let state = &states[word * head.states..][..head.states];
                for (&value, row) in state.iter().zip(head.roles[role].chunks_exact(head.width)) {
                    add(&mut sum, row, value);
                }
                sum
            });
            add(hidden, mapped, share);
        }
    }
}

fn add(sum: &mut [f32], row: &[f32], factor: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value * factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::for_tests;

    #[test]
    fn the_embedded_head_is_of_the_embedded_network_and_of_known_properties() {
        let head = Relations::embedded(for_tests()).expect("sound").expect("of this network");
        let ontology = crate::ontology::Ontology::embedded().expect("sound");
        for property in &head.properties {
            let property = property.strip_prefix(super::super::AGENTLESS).unwrap_or(property);
            assert!(ontology.property(property).is_some(), "{property}");
        }
    }

    #[test]
    fn a_rule_that_the_head_agrees_with_is_more_likely_right() {
        let head = Relations::embedded(for_tests()).expect("sound").expect("of this network");
        assert!(head.vote(0, "", 4.0) > head.vote(0, "", -4.0));
        assert!(head.probability(0, 6.0) > head.probability(0, 0.0));
    }

    #[test]
    fn damaged_files_are_refused_and_those_of_other_networks_left_out() {
        let refused = |bytes: &[u8]| assert!(Relations::read(bytes, for_tests()).is_err());
        refused(b"");
        refused(b"{}\n");
        refused(&EMBEDDED[..EMBEDDED.len() / 2]);
        refused(&EMBEDDED[..EMBEDDED.len() - 40]);
        let text = |from: &str, to: &str| {
            let end = EMBEDDED.iter().position(|&byte| byte == b'\n').expect("a header");
            let header = std::str::from_utf8(&EMBEDDED[..end]).expect("JSON").replacen(from, to, 1);
            [header.as_bytes(), &EMBEDDED[end..]].concat()
        };
        refused(&text("\"version\": 2", "\"version\": 99"));
        refused(&text("\"width\": ", "\"width\": 9"));
        let other = text(for_tests().checksum(), &"0".repeat(64));
        assert!(Relations::read(&other, for_tests()).expect("sound").is_none());
    }
}
