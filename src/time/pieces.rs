//! The words of a sentence as the grammar reads them: lower case, straight apostrophes, compounds with dates in them
//! taken apart ("mid-1980s", "2003's", "17th-century", "AD842").

use std::ops::Range;

use super::words::{is_dash, month, ordinal};
use crate::article::Span;
use crate::language::Analysis;

/// A word or part of one.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The token that it is (part of).
    pub(super) token: usize,
    pub(super) span: Span,
}

/// The pieces of some tokens, in order.
pub(super) fn pieces(analysis: &Analysis, tokens: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(tokens.len());
    for token in tokens {
        let word = &analysis.tokens[token];
        let text = word.form.to_lowercase().replace('’', "'");
        // Offsets within a word hold only where lower case has the same bytes; dates are ASCII but for the dashes.
        let mut start = 0;
        for end in cuts(&text).into_iter().chain([text.len()]) {
            if end > start {
                // Only ASCII words are cut, so that bytes count the same before and after; the last piece ends the word.
                let last = if end == text.len() { word.span.end } else { word.span.start + end };
                let span = Span::new(word.span.start + start, last);
                pieces.push(Piece { text: text[start..end].to_owned(), token, span });
            }
            start = end;
        }
    }
    pieces
}

/// Where a word is parted, in bytes.
fn cuts(word: &str) -> Vec<usize> {
    if !word.bytes().all(|byte| byte.is_ascii()) && !word.contains('–') {
        return Vec::new();
    }
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit && !word.contains(['-', '–']) {
        return Vec::new();
    }
    if let Some(year) = word.strip_suffix("'s")
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
    {
        return vec![4];
    }
    for era in ["ad", "bc", "ce", "bce"] {
        if word.strip_prefix(era).is_some_and(is_digits) {
            return vec![era.len()];
        }
        if word.strip_suffix(era).is_some_and(is_digits) {
            return vec![word.len() - era.len()];
        }
    }
    let parts: Vec<&str> = word.split(['-', '–']).collect();
    let is_ours = |part: &&str| {
        month(part).is_some()
            || *part == "mid"
            || has_digit && (ordinal(part).is_some() || part.strip_suffix('s').unwrap_or(part).len() == 4)
            || is_digits(part)
    };
    if parts.len() < 2 || !parts.iter().any(is_ours) {
        return Vec::new();
    }
    word.char_indices()
        .filter(|(_, character)| is_dash(character.encode_utf8(&mut [0; 4])))
        .flat_map(|(at, character)| [at, at + character.len_utf8()])
        .collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_with_dates_are_taken_apart() {
        assert_eq!(cuts("mid-1980s"), [3, 4]);
        assert_eq!(cuts("2003's"), [4]);
        assert_eq!(cuts("17th-century"), [4, 5]);
        assert_eq!(cuts("ad842"), [2]);
        assert_eq!(cuts("january-june"), [7, 8]);
        assert_eq!(cuts("1776–77"), [4, 7]);
        assert!(cuts("well-known").is_empty() && cuts("6/9/2021").is_empty() && cuts("1990's").len() == 1);
    }
}
