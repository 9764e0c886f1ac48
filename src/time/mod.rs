//! Dates and intervals that a text names, normalised against the article's date, with their granularity kept.
//!
//! A grammar over words ([`grammar`]) reads what an expression means ([`meaning`]: "April", "last Friday", "the past five
//! years"); [`resolve`] turns that into a date, with the tense of the clause ([`direction`]), the date of publication and
//! what was spoken of before, where they are needed ([`nearest`], [`parts`]); [`calendar`] does the arithmetic. The date of publication is never
//! an answer by itself: a text that names no time has none. Times of day are dropped, and durations count only where the
//! text anchors them to another time.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use crate::language::Analysis;

mod calendar;
mod context;
mod dates;
mod direction;
mod grammar;
mod holidays;
mod meaning;
mod nearest;
mod parts;
mod pieces;
mod relative;
mod resolve;
mod words;
mod yearly;
mod years;

pub(crate) use words::number as cardinal;

/// A point or interval of time as the text gives it: `2021-04`, `2021-06-09`, `2014/2021`.
///
/// Ordered ISO 8601 text: year, year and month, or full date, and two of these with a slash; `..` for an open end
/// or one that is not known (`2014/..`, `../2025-07-09`; "the past few days" of 9 July 2025 is the latter). What comes
/// back every year has no year: `--07`, `--07-04`, `--06/--08`.
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
    /// Where two expressions make a range: both of them.
    pub ends: Option<Box<[TimeExpression; 2]>>,
}

/// The expressions of time in a text, in order; relative ones only where the date of publication is known.
///
/// They don't overlap and don't cross sentences. Prepositions stay outside ("in April" is the token "April").
pub fn recognise(analysis: &Analysis, published: Option<Date>) -> Vec<TimeExpression> {
    let read = |is_antique| -> Vec<Vec<meaning::Found>> {
        analysis.sentences.iter().map(|sentence| grammar::read(analysis, sentence.tokens.clone(), is_antique)).collect()
    };
    let mut found = read(false);
    // Years of three digits are believed only where the text has such years for certain.
    if found.iter().flatten().any(|found| found.meaning.is_antique()) {
        found = read(true);
    }
    let mut resolver = resolve::Resolver::new(analysis, &found, published);
    found.iter().enumerate().flat_map(|(number, found)| resolver.sentence(number, found)).collect()
}

#[cfg(test)]
mod tests;
