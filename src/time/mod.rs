//! Dates and intervals that a text names, normalised against the article's date, with their granularity kept.

use std::fmt;
use std::ops::Range;

/// A point or interval of time as the text gives it: `2021-04`, `2021-06-09`, `2014/2021`.
///
/// Ordered ISO 8601 text: year, year and month, or full date, and two of these with a slash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeValue(pub String);

impl fmt::Display for TimeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An expression of time in the text.
#[derive(Debug, Clone)]
pub struct TimeExpression {
    /// Its tokens, an interval of [`crate::language::Analysis::tokens`].
    pub tokens: Range<usize>,
    /// When that is.
    pub value: TimeValue,
}

/// The expressions of time in a text, in order; relative ones only where the date of publication is known.
pub fn recognise(_analysis: &crate::language::Analysis, _published: Option<jiff::civil::Date>) -> Vec<TimeExpression> {
    Vec::new()
}
