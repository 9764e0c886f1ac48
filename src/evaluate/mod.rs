//! Output against gold: every measure that the project quotes.

/// Claims, facts and their truth.
pub mod claims;
/// Which words mean the same thing.
pub mod coreference;
/// Expressions of time and their values.
pub mod dates;
/// Whether what predicates say is the case.
pub mod factuality;
/// Links to Wikidata.
pub mod links;
/// Names of persons, places and organizations.
pub mod names;
/// Who is said to have said or thought what.
pub mod quotes;
/// Properties of persons and organizations, told in passages.
pub mod relations;
/// Pronouns of texts that are torn out of their context.
mod strays;
/// Words, sentences, parts of speech, lemmas and dependency trees.
pub mod trees;

pub use strays::with_strays;

/// The harmonic mean of precision and recall, in per cent.
pub(crate) fn f1(right: usize, gold: usize, system: usize) -> f64 {
    let share = |whole: usize| right as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(system), share(gold));
    if precision + recall > 0.0 { 200.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Code points of a text to bytes.
pub(crate) fn bytes(text: &str, start: usize, end: usize) -> Option<crate::article::Span> {
    let at = |point: usize| text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(point);
    let (start, end) = (at(start)?, at(end)?);
    (start < end).then(|| crate::article::Span::new(start, end))
}
