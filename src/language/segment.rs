//! Text to segments: what the network reads at once.
//!
//! Paragraphs come from blank lines, headlines and lines that look complete. Within a paragraph the rules split only where
//! a sentence surely ends; what they leave joined (a period after an abbreviation, a missing space or mark) the network
//! splits by its `sentence_end` scores, since it can split but not join.

use std::ops::Range;

use super::tokenize::is_abbreviation;
use crate::article::{Article, Span};

/// A segment longer than this is cut, at the best place; words.
const LONGEST: usize = 120;

/// The paragraphs of an article, the headline as one of its own.
pub(super) fn paragraphs(article: &Article) -> Vec<Span> {
    let text = &article.text;
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::new(start, start + content.len());
        at += line.len();
        if content.is_empty() {
            found.extend(open.take());
            continue;
        }
        open = Some(match open {
            Some(before) if !is_complete(before.of(text), content, article.headline.map(|title| title.end) == Some(before.end)) => {
                before.to(span)
            }
            before => {
                found.extend(before);
                span
            }
        });
    }
    found.extend(open);
    found
}

/// Whether a line ends its paragraph: it is the headline, it ends a sentence, or it is too short to be wrapped text.
fn is_complete(before: &str, after: &str, is_headline: bool) -> bool {
    let last_line = before.rsplit('\n').next().unwrap_or(before).trim();
    let ends = last_line.ends_with(['.', '!', '?', ':', '”', '"', '’']);
    let begins_lower = after.chars().next().is_some_and(char::is_lowercase);
    is_headline || (!begins_lower && (ends || last_line.chars().count() < 50))
}

/// Splits the words of a paragraph where a sentence surely ends.
pub(super) fn segments(text: &str, words: &[Span]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for index in 0..words.len() {
        if ends_sentence(text, words, index) {
            cut(text, words, start..index + 1, &mut found);
            start = index + 1;
        }
    }
    if start < words.len() {
        cut(text, words, start..words.len(), &mut found);
    }
    found
}

/// Whether a sentence surely ends with word `index`.
fn ends_sentence(text: &str, words: &[Span], index: usize) -> bool {
    let Some(next) = words.get(index + 1) else { return false };
    let word = words[index].of(text);
    // The stop itself may stand before closing quotes and brackets.
    let mut stop = index;
    while stop > 0 && is_closing(words[stop].of(text)) && words[stop - 1].end == words[stop].start {
        stop -= 1;
    }
    let mark = words[stop].of(text);
    let is_stop = mark.chars().all(|character| matches!(character, '.' | '!' | '?' | '…')) && !is_abbreviation(mark);
    if !is_stop || next.start == words[index].end {
        return false;
    }
    let after = next.of(text);
    if is_closing(after) && !matches!(after, "'" | "\"" | "’") {
        return false;
    }
    let opening = after.chars().all(|character| !character.is_alphanumeric());
    let begins = if opening { words.get(index + 2).map_or(after, |word| word.of(text)) } else { after };
    let is_upper = begins.chars().next().is_some_and(|first| !first.is_lowercase());
    // "'Go!' he said" goes on; an ellipsis may.
    let is_vague = mark.chars().count() > 1 && mark.contains('.') && !begins.chars().next().is_some_and(char::is_uppercase);
    is_upper && !is_vague && word != "("
}

fn is_closing(word: &str) -> bool {
    matches!(word, "”" | "\"" | "’" | "'" | "''" | "’’" | ")" | "]" | "»")
}

/// Cuts what is too long for the network, after a semicolon or comma near the limit.
fn cut(text: &str, words: &[Span], range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    while range.end - start > LONGEST {
        let window = start + LONGEST / 2..start + LONGEST;
        let place = |mark: &str| window.clone().rev().find(|&index| words[index].of(text) == mark);
        let end = place(";").or_else(|| place(",")).unwrap_or(window.end - 1) + 1;
        found.push(start..end);
        start = end;
    }
    found.push(start..range.end);
}

#[cfg(test)]
mod tests {
    use super::super::tokenize::tokenize;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let article = Article::from_text("test", text);
        let mut found = Vec::new();
        for paragraph in paragraphs(&article) {
            let words = tokenize(text, paragraph).spans;
            for range in segments(text, &words) {
                found.push(words[range.start].to(words[range.end - 1]).of(text));
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        check("Dr. Brown left. She had met Mr. Lee.", &["Dr. Brown left.", "She had met Mr. Lee."]);
    }

    #[test]
    fn closing_quotes_belong_to_the_sentence_before() {
        check("“We left.” He nodded.", &["“We left.”", "He nodded."]);
        check("“Go!” he said. “Now.”", &["“Go!” he said.", "“Now.”"]);
    }

    #[test]
    fn headlines_and_wrapped_lines() {
        check("Talks fail\n\nThe talks between the two sides that began in the spring\nfailed on Monday.", &[
            "Talks fail",
            "The talks between the two sides that began in the spring\nfailed on Monday.",
        ]);
    }
}
