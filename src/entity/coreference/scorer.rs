//! The ranker's network: sums of embeddings of what is seen of two phrases, one hidden layer, one score.
//!
//! `w·relu(later(phrase) + earlier(candidate) + Σ pair(template, value))`, and another such sum for "new". What is seen of
//! a phrase is summed once, so that a pair costs some table rows only. `training/coreference.py` learns the weights.

use std::collections::HashMap;

use serde::Deserialize;

use super::features::{Pair, TEMPLATES};
use crate::error::{Error, Result};

static EMBEDDED: &str = include_str!("../../../models/coreference.json");

/// The file: all numbers are whole ones, to be divided by `scale`.
#[derive(Deserialize)]
struct File {
    scale: f32,
    templates: Vec<(String, usize)>,
    score: Vec<i32>,
    score_bias: i32,
    new: Vec<i32>,
    new_bias: i32,
    pair: Vec<Vec<i32>>,
    phrase: HashMap<String, [Vec<i32>; 3]>,
}

/// The weights.
pub(in crate::entity) struct Ranker {
    score: Vec<f32>,
    score_bias: f32,
    new: Vec<f32>,
    new_bias: f32,
    /// Rows of all templates' values, one after another, as many numbers each as `score`.
    pair: Vec<f32>,
    /// Where each template's rows begin.
    offsets: [usize; TEMPLATES.len()],
    /// What is seen of a phrase: its rows as the later one, as the earlier one and as something new.
    phrase: HashMap<String, [Vec<f32>; 3]>,
}

/// What is known of a phrase before it meets others.
pub(in crate::entity) struct Seen {
    later: Vec<f32>,
    earlier: Vec<f32>,
    /// The score of being something new.
    pub new: f32,
}

impl Ranker {
    /// The embedded weights.
    ///
    /// # Errors
    /// [`Error::Network`] when the file is none of these templates.
    pub fn embedded() -> Result<Self> {
        Self::read(EMBEDDED)
    }

    fn read(json: &str) -> Result<Self> {
        let wrong = |reason: String| Error::Network { name: "coreference.json".to_owned(), reason };
        let file: File = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
        let is_of_templates = file.templates.len() == TEMPLATES.len()
            && file
                .templates
                .iter()
                .zip(TEMPLATES)
                .all(|((name, size), (other, wanted))| name == other && *size == wanted);
        let width = file.score.len();
        let rows: usize = TEMPLATES.iter().map(|(_, size)| size).sum();
        let is_of_width = file.new.len() == width
            && file.pair.len() == rows
            && file.pair.iter().chain(file.phrase.values().flatten()).all(|row| row.len() == width);
        if !is_of_templates || !is_of_width {
            return Err(wrong("made for other templates".to_owned()));
        }
        let scale = file.scale;
        let row = |row: &Vec<i32>| row.iter().map(|&value| value as f32 / scale).collect::<Vec<f32>>();
        let mut offsets = [0; TEMPLATES.len()];
        for at in 1..TEMPLATES.len() {
            offsets[at] = offsets[at - 1] + TEMPLATES[at - 1].1;
        }
        Ok(Self {
            score: row(&file.score),
            score_bias: file.score_bias as f32 / scale,
            new: row(&file.new),
            new_bias: file.new_bias as f32 / scale,
            pair: file.pair.iter().flat_map(row).collect(),
            offsets,
            phrase: file.phrase.iter().map(|(name, rows)| (name.clone(), rows.each_ref().map(row))).collect(),
        })
    }

    /// What is seen of a phrase, summed.
    pub fn seen(&self, features: &[String]) -> Seen {
        let width = self.score.len();
        let mut sums = [vec![0.0; width], vec![0.0; width], vec![0.0; width]];
        for rows in features.iter().filter_map(|feature| self.phrase.get(feature)) {
            for (sum, row) in sums.iter_mut().zip(rows) {
                add(sum, row);
            }
        }
        let [later, earlier, new] = sums;
        Seen { later, earlier, new: rectified(&new, &self.new) + self.new_bias }
    }

    /// The score of a phrase with an earlier one.
    pub fn score(&self, phrase: &Seen, earlier: &Seen, pair: &Pair) -> f32 {
        let width = self.score.len();
        let mut hidden = phrase.later.clone();
        add(&mut hidden, &earlier.earlier);
        for (&value, offset) in pair.iter().zip(self.offsets) {
            let start = (offset + value as usize) * width;
            if let Some(row) = self.pair.get(start..start + width) {
                add(&mut hidden, row);
            }
        }
        rectified(&hidden, &self.score) + self.score_bias
    }
}

fn add(sum: &mut [f32], row: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value;
    }
}

/// `weights · relu(hidden)`.
fn rectified(hidden: &[f32], weights: &[f32]) -> f32 {
    hidden.iter().zip(weights).map(|(value, weight)| value.max(0.0) * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_fit_the_templates() {
        let ranker = Ranker::embedded().expect("sound");
        let seen = ranker.seen(&["form=It".to_owned(), "unheard of".to_owned()]);
        assert!(ranker.score(&seen, &seen, &[0; TEMPLATES.len()]).is_finite() && seen.new.is_finite());
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Ranker::read("{}").is_err());
        let empty =
            r#"{"scale":1,"templates":[],"score":[],"score_bias":0,"new":[],"new_bias":0,"pair":[],"phrase":{}}"#;
        assert!(Ranker::read(empty).is_err());
    }
}
