//! Output against gold: every measure that the project quotes.

/// Claims, facts and their truth.
pub mod claims;
/// Which words mean the same thing.
pub mod coreference;
/// Expressions of time and their values.
pub mod dates;
/// Links to Wikidata.
pub mod links;
/// Names of persons, places and organizations.
pub mod names;
/// Words, sentences, parts of speech, lemmas and dependency trees.
pub mod trees;

/// The harmonic mean of precision and recall, in per cent.
pub(crate) fn f1(right: usize, gold: usize, system: usize) -> f64 {
    let share = |whole: usize| right as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(system), share(gold));
    if precision + recall > 0.0 { 200.0 * precision * recall / (precision + recall) } else { 0.0 }
}
