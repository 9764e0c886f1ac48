//! The grammar of expressions of time: longest match first, from left to right.
//!
//! Hand-written over the words of a sentence ([`super::pieces`]). This file decides what is tried where and how two
//! expressions make a range; the rules stand beside it, one kind a file: [`super::dates`], [`super::years`],
//! [`super::relative`]; [`super::context`] tells dates from other numbers and words.

use std::ops::Range;

use super::meaning::{Found, Meaning};
use super::pieces::{Piece, pieces};
use super::words::{is_dash, number, ordinal};
use crate::language::Analysis;

/// The expressions of one sentence, in order.
///
/// `is_antique`: the text has years of less than four digits, so that "about 373" may be one.
pub(super) fn read(analysis: &Analysis, sentence: Range<usize>, is_antique: bool) -> Vec<Found> {
    let pieces = pieces(analysis, sentence);
    let reader = Reader { analysis, pieces: &pieces, is_antique };
    let mut found: Vec<Found> = Vec::new();
    let mut before: Option<Range<usize>> = None;
    let mut at = 0;
    while at < pieces.len() {
        let Some((end, meaning)) = reader.expression(at).filter(|(end, _)| *end > at) else {
            at += 1;
            continue;
        };
        let closes = before.as_ref().is_some_and(|before| reader.closes(before, at));
        let tokens = pieces[at].token..pieces[end - 1].token + 1;
        // Two in one token are told apart only as a range: "1776–77".
        let is_apart = found.last().is_none_or(|last| last.tokens.end <= tokens.start);
        if is_apart || closes {
            found.push(Found { tokens, meaning, closes, recurs: reader.recurs(at) });
            before = Some(at..end);
        } else {
            before = None;
        }
        at = end;
    }
    found
}

/// Reads the words of one sentence; all positions are of pieces.
pub(super) struct Reader<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) pieces: &'a [Piece],
    pub(super) is_antique: bool,
}

/// The end of an expression and what it means.
pub(super) type Match = Option<(usize, Meaning)>;

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &piece.text)
    }

    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Whether the words from `at` on are these, parted by spaces.
    pub(super) fn reads(&self, at: usize, words: &str) -> bool {
        words.split(' ').zip(at..).all(|(word, at)| self.word(at) == word)
    }

    /// `at`, or what follows where one of some words stands there.
    pub(super) fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(words.contains(&self.word(at)))
    }

    /// The expression that begins at a word.
    pub(super) fn expression(&self, at: usize) -> Match {
        let first = self.word(at);
        let initial = first.chars().next()?;
        if initial.is_ascii_digit() || initial == '\'' {
            return self
                .written_out(at)
                .or_else(|| self.day_first(at))
                .or_else(|| self.counted(at))
                .or_else(|| self.nth(at))
                .or_else(|| self.century(at))
                .or_else(|| self.decade(at))
                .or_else(|| self.year(at))
                .or_else(|| self.day_alone(at));
        }
        if !initial.is_alphabetic() {
            return None;
        }
        self.today(at)
            .or_else(|| self.nth(at))
            .or_else(|| self.chosen(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.told_before(at))
            .or_else(|| self.end_of_unit(at))
            .or_else(|| self.within(at, self.holiday(at)))
            .or_else(|| self.within(at, self.month_first(at)))
            .or_else(|| self.weekday_first(at))
            .or_else(|| self.within(at, self.season(at)))
            .or_else(|| self.period_told(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.century(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.spelt_decade(at))
            .or_else(|| self.age(at))
            .or_else(|| self.year(at))
    }

    /// A cardinal number in words or digits: "12", "twenty-five", "two hundred".
    pub(super) fn number(&self, at: usize) -> Option<(usize, i32)> {
        let (mut end, mut value) = match self.word(at) {
            "hundred" => (at, 1),
            "thousand" => return None,
            word => (at + 1, number(word)?),
        };
        if !self.word(at).starts_with(|first: char| first.is_ascii_digit()) && (20..=90).contains(&value) {
            let next = end + usize::from(is_dash(self.word(end)));
            if let Some(ones) = number(self.word(next)).filter(|ones| (1..10).contains(ones)) {
                (end, value) = (next + 1, value + ones);
            }
        }
        if self.word(end) == "hundred" {
            (end, value) = (end + 1, value * 100);
        }
        (value <= 9_000).then_some((end, value))
    }

    /// An ordinal in words or digits: "3rd", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, i16)> {
        let word = self.word(at);
        if let Some(value) = ordinal(word) {
            return Some((at + 1, value));
        }
        let tens =
            number(word).filter(|tens| matches!(tens, 20 | 30 | 40)).and_then(|tens| i16::try_from(tens).ok())?;
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let next = at + 1 + usize::from(is_dash(self.word(at + 1)));
        let ones = ordinal(self.word(next)).filter(|ones| (1..10).contains(ones))?;
        Some((next + 1, tens + ones))
    }

    /// Whether an expression at `at` closes a range that the one at `before` opens.
    fn closes(&self, before: &Range<usize>, at: usize) -> bool {
        let mut gap = before.end..at;
        while gap.len() > 1 && is_vague(self.word(gap.end - 1)) {
            gap.end -= 1;
        }
        if gap.len() != 1 {
            return false;
        }
        match self.word(gap.start) {
            "to" | "until" | "till" | "through" | "thru" => true,
            "and" => self.opener(before.start) == "between",
            word => is_dash(word),
        }
    }

    /// The word before an expression, past "about", "early", "the".
    pub(super) fn opener(&self, mut at: usize) -> &str {
        while at > 0 && is_vague(self.before(at)) {
            at -= 1;
        }
        self.before(at)
    }

    /// "Every Friday", "each July".
    fn recurs(&self, at: usize) -> bool {
        matches!(self.before(at), "every" | "each" | "most")
    }
}

/// Words that may stand between a preposition and a date.
fn is_vague(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "about"
            | "around"
            | "circa"
            | "c."
            | "ca."
            | "roughly"
            | "approximately"
            | "early"
            | "late"
            | "mid"
            | "end"
            | "start"
            | "beginning"
            | "middle"
            | "of"
            | "-"
    )
}
