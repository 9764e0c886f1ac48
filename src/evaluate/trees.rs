//! Trees against a gold treebank, in the manner of the CoNLL 2018 shared task.
//!
//! Words are aligned by their characters, white space apart, so tokens and sentences may differ. The figures are those
//! of `score_conllu.py`.

use std::collections::{HashMap, HashSet};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::f1;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::language::{Analysis, Upos};

/// F1 of what was compared, in per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeScores {
    /// Words with the same characters.
    pub tokens: f64,
    /// Sentences with the same characters.
    pub sentences: f64,
    /// Words with the same part of speech.
    pub upos: f64,
    /// Words with the same lemma.
    pub lemmas: f64,
    /// Words with the same head.
    pub uas: f64,
    /// Words with the same head and relation, subtypes dropped.
    pub las: f64,
    /// Words with the same head, relation and subtype.
    pub las_with_subtypes: f64,
}

impl fmt::Display for TreeScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("Tokens", self.tokens),
            ("Sentences", self.sentences),
            ("UPOS", self.upos),
            ("Lemmas", self.lemmas),
            ("UAS", self.uas),
            ("LAS", self.las),
            ("LAS+sub", self.las_with_subtypes),
        ];
        rows.iter().try_for_each(|(name, value)| writeln!(f, "{name:<9} {value:.2}"))
    }
}

/// Characters of a word: start, end, and which word of a range that its words do not spell.
type Place = (usize, usize, usize);

struct Word<'a> {
    place: Place,
    head: Option<Place>,
    lemma: &'a str,
    upos: Upos,
    deprel: &'a str,
    relation: &'a str,
}

#[derive(Default)]
struct Flat<'a> {
    characters: String,
    words: Vec<Word<'a>>,
    sentences: Vec<(usize, usize)>,
}

/// Compares documents of the same text.
///
/// # Errors
/// [`Error::Input`] where the texts differ.
pub fn score(gold: &[(Article, Analysis)], system: &[(Article, Analysis)]) -> Result<TreeScores> {
    let (gold, system) = (flatten(gold), flatten(system));
    if gold.characters != system.characters {
        let at = gold.characters.chars().zip(system.characters.chars()).take_while(|(a, b)| a == b).count();
        let around = |text: &str| text.chars().skip(at.saturating_sub(20)).take(40).collect::<String>();
        return Err(Error::Input {
            input: "gold and system".to_owned(),
            reason: format!(
                "the texts differ at character {at}: gold …{}…, system …{}…",
                around(&gold.characters),
                around(&system.characters)
            ),
        });
    }
    let by_place: HashMap<Place, &Word<'_>> = system.words.iter().map(|word| (word.place, word)).collect();
    let mut right = [0_usize; 6];
    for word in &gold.words {
        let Some(found) = by_place.get(&word.place) else { continue };
        let head = word.head == found.head;
        let outcomes = [
            true,
            word.upos == found.upos,
            word.lemma == found.lemma || word.lemma == "_",
            head,
            head && word.relation == found.relation,
            head && word.deprel == found.deprel,
        ];
        for (count, outcome) in right.iter_mut().zip(outcomes) {
            *count += usize::from(outcome);
        }
    }
    let of_words = |index: usize| f1(right[index], gold.words.len(), system.words.len());
    let places: HashSet<_> = gold.sentences.iter().collect();
    let same = system.sentences.iter().filter(|sentence| places.contains(sentence)).count();
    Ok(TreeScores {
        tokens: of_words(0),
        sentences: f1(same, gold.sentences.len(), system.sentences.len()),
        upos: of_words(1),
        lemmas: of_words(2),
        uas: of_words(3),
        las: of_words(4),
        las_with_subtypes: of_words(5),
    })
}

/// Composed characters without white space.
fn bare(text: &str) -> String {
    text.nfc().filter(|c| !c.is_whitespace()).collect()
}

fn flatten(documents: &[(Article, Analysis)]) -> Flat<'_> {
    let mut flat = Flat::default();
    let mut position = 0;
    for (article, analysis) in documents {
        let mut places: Vec<Place> = Vec::with_capacity(analysis.tokens.len());
        let mut multiwords = analysis.multiwords.iter().peekable();
        let mut index = 0;
        while index < analysis.tokens.len() {
            let forms = match multiwords.next_if(|range| range.start == index) {
                Some(range) => range.clone(),
                None => index..index + 1,
            };
            let words: Vec<String> = analysis.tokens[forms.clone()].iter().map(|token| bare(&token.form)).collect();
            let surface = if forms.len() > 1 { bare(analysis.span(&forms).of(&article.text)) } else { words.concat() };
            let length = surface.chars().count();
            if words.concat().to_lowercase() == surface.to_lowercase() {
                let mut start = position;
                for word in &words {
                    let end = start + word.chars().count();
                    places.push((start, end, usize::MAX));
                    start = end;
                }
            } else {
                places.extend((0..words.len()).map(|number| (position, position + length, number)));
            }
            flat.characters.push_str(&surface);
            position += length;
            index = forms.end;
        }
        for (token, place) in analysis.tokens.iter().zip(&places) {
            flat.words.push(Word {
                place: *place,
                head: token.head.map(|head| places[head]),
                lemma: &token.lemma,
                upos: token.upos,
                deprel: &token.deprel,
                relation: token.relation(),
            });
        }
        flat.sentences.extend(analysis.sentences.iter().map(|sentence| {
            let last = places[sentence.tokens.end - 1];
            (places[sentence.tokens.start].0, last.1)
        }));
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::conllu;

    #[test]
    fn a_treebank_agrees_with_itself_and_a_wrong_head_costs() {
        let gold = "1\tShips\tship\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tsail\tsail\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        let other = "1\tShips\tship\tNOUN\t_\t_\t0\troot\t_\t_\n2\tsail\tsail\tVERB\t_\t_\t1\tacl\t_\t_\n\n";
        let read = |text| conllu::read(text).expect("sound");
        let same = score(&read(gold), &read(gold)).expect("same text");
        assert!((same.las - 100.0).abs() < 1e-9);
        let wrong = score(&read(gold), &read(other)).expect("same text");
        assert!(wrong.las.abs() < 1e-9 && (wrong.upos - 100.0).abs() < 1e-9);
        assert!(score(&read(gold), &read("1\tShip\tship\tNOUN\t_\t_\t0\troot\t_\t_\n")).is_err());
    }
}
