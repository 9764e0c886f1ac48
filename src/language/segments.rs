//! Text to segments: what the network reads at once, one sentence or a few that rules do not part.
//!
//! Rules part where no reader doubts (a blank line, a period before a space and a capital); where one could (an
//! abbreviation, a closing quote after a question, an ellipsis), the sentences stay together and the network, which
//! sees all words, parts them.

use crate::article::Span;

use super::tokenise::{Tokens, tokenise};

/// More words than this are cut, in a row without a sentence's end.
const MOST_WORDS: usize = 120;

/// So many closing quotes and brackets stand behind a mark at most.
const MOST_CLOSING: usize = 4;

/// A stretch of text on its own: a paragraph, a heading, an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub span: Span,
    pub paragraph: usize,
    pub is_headline: bool,
}

/// The blocks of a text; `headline` is one of its own.
pub(super) fn blocks(text: &str, headline: Option<Span>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    if let Some(span) = headline.filter(|span| span.end <= text.len() && !span.of(text).trim().is_empty()) {
        part(text, Span::new(0, span.start), &mut blocks);
        let paragraph = next_paragraph(&blocks);
        blocks.push(Block { span, paragraph, is_headline: true });
        start = span.end;
    }
    part(text, Span::new(start, text.len()), &mut blocks);
    blocks
}

fn next_paragraph(blocks: &[Block]) -> usize {
    blocks.last().map_or(0, |block| block.paragraph + 1)
}

/// Paragraphs between blank lines.
fn part(text: &str, within: Span, blocks: &mut Vec<Block>) {
    let mut lines: Vec<Span> = Vec::new();
    let mut at = within.start;
    for line in within.of(text).split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']) {
        let span = Span::new(at, at + line.len());
        at = span.end;
        if !line.trim().is_empty() {
            lines.push(span);
        } else if line != "\n" || !text[..span.start].ends_with('\r') {
            paragraph(text, &lines, blocks);
            lines.clear();
        }
    }
    paragraph(text, &lines, blocks);
}

/// One paragraph of wrapped lines, or a paragraph a line.
fn paragraph(text: &str, lines: &[Span], blocks: &mut Vec<Block>) {
    let length = |line: &Span| line.of(text).trim_end().chars().count();
    let longest = lines.iter().map(length).max().unwrap_or(0);
    // Filled up to a margin and not at an end: the text goes on in the next line.
    let goes_on = |line: &Span| {
        let filled = longest <= 120 && length(line) >= 40 && length(line) * 10 >= longest * 7;
        filled && !looks_complete(line.of(text))
    };
    let mut number = next_paragraph(blocks);
    let wrapped = lines.iter().rev().skip(1).any(goes_on);
    let mut open: Option<Span> = None;
    for line in lines {
        let span = open.map_or(*line, |open| open.to(*line));
        if wrapped && (goes_on(line) || length(line) * 10 >= longest * 7) {
            open = Some(span);
            continue;
        }
        open = None;
        blocks.push(Block { span, paragraph: number, is_headline: false });
        number += 1;
    }
    if let Some(span) = open {
        blocks.push(Block { span, paragraph: number, is_headline: false });
    }
}

fn looks_complete(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    line.ends_with(['.', '!', '?', ':', ';', '…'])
}

/// The words of a block in segments; `pieces` counts a word's pieces, `most_pieces` is what the network can read.
pub(super) fn segments(text: &str, block: Block, pieces: impl Fn(&str) -> usize, most_pieces: usize) -> Vec<Tokens> {
    let tokens = tokenise(text, block.span);
    let mut segments = Vec::new();
    let mut start = 0;
    let mut count = 0;
    let mut depth = 0_usize;
    let dateline = if block.is_headline { None } else { dateline(text, &tokens) };
    for (index, span) in tokens.spans.iter().enumerate() {
        let word = span.of(text);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let own = pieces(word);
        if index > start && count + own > most_pieces {
            segments.push(slice(&tokens, start, index));
            (start, count) = (index, 0);
        }
        count += own;
        if !block.is_headline && (ends_sentence(text, &tokens, index, depth > 0) || Some(index) == dateline) {
            segments.push(slice(&tokens, start, index + 1));
            (start, count, depth) = (index + 1, 0, 0);
        } else if index + 1 - start >= MOST_WORDS {
            let cut = (start + MOST_WORDS / 2..=index)
                .rev()
                .find(|&at| matches!(tokens.spans[at].of(text), ";" | "." | "!" | "?" | "—" | ":"))
                .or_else(|| (start + MOST_WORDS / 2..=index).rev().find(|&at| tokens.spans[at].of(text) == ","))
                .unwrap_or(index);
            segments.push(slice(&tokens, start, cut + 1));
            start = cut + 1;
            count = tokens.spans[start..=index].iter().map(|span| pieces(span.of(text))).sum();
        }
    }
    if start < tokens.spans.len() {
        segments.push(slice(&tokens, start, tokens.spans.len()));
    }
    segments
}

/// The dash that ends a dateline: "VALLETTA, March 3 (Reuters) —". What follows is a sentence of its own.
fn dateline(text: &str, tokens: &Tokens) -> Option<usize> {
    let words = || tokens.spans.iter().map(|span| span.of(text));
    let first = words().next()?;
    if first.chars().count() < 3 || !first.chars().all(char::is_uppercase) {
        return None;
    }
    let dash = words().take(14).position(|word| matches!(word, "—" | "–" | "--" | "-"))?;
    let spaced = tokens.spans.get(dash + 1).is_some_and(|next| next.start > tokens.spans[dash].end);
    let of_names = words()
        .take(dash)
        .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric()));
    (spaced && of_names).then_some(dash)
}

fn slice(tokens: &Tokens, start: usize, end: usize) -> Tokens {
    let from = tokens.multiwords.partition_point(|range| range.start < start);
    Tokens {
        spans: tokens.spans[start..end].to_vec(),
        multiwords: tokens.multiwords[from..]
            .iter()
            .take_while(|range| range.end <= end)
            .map(|range| range.start - start..range.end - start)
            .collect(),
    }
}

/// Whether a sentence ends after this word without doubt.
fn ends_sentence(text: &str, tokens: &Tokens, index: usize, in_brackets: bool) -> bool {
    let Some(next) = tokens.spans.get(index + 1) else { return false };
    if in_brackets || next.start == tokens.spans[index].end {
        return false;
    }
    // The mark itself, behind closing quotes and brackets.
    let mut mark = index;
    while mark > 0
        && index - mark < MOST_CLOSING
        && matches!(tokens.spans[mark].of(text), "\"" | "”" | "'" | "’" | "''" | ")" | "]")
        && tokens.spans[mark - 1].end == tokens.spans[mark].start
    {
        mark -= 1;
    }
    let word = tokens.spans[mark].of(text);
    let sure = match word {
        "." => mark == 0 || !tokens.spans[mark - 1].of(text).chars().all(|c| c.is_ascii_digit()) || mark > 1,
        "!" | "?" => mark == index,
        _ => !word.is_empty() && word.chars().all(|c| matches!(c, '!' | '?')) && mark == index,
    };
    let opens = next.of(text);
    let follows = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    sure && (follows(opens)
        || (matches!(opens, "\"" | "“" | "(" | "‘" | "[" | "``")
            && tokens.spans.get(index + 2).is_some_and(|after| follows(after.of(text)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let blocks: Vec<String> =
            blocks(text, None).iter().map(|block| block.span.of(text).trim().replace('\n', " ")).collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn a_blank_line_parts_paragraphs_and_wrapped_lines_stay_together() {
        check("One paragraph.\n\nAnother one.\r\n\r\nA third.", &["One paragraph.", "Another one.", "A third."]);
        check(
            "The harbour of the old town was closed for three\nweeks after the storm. Fishermen lost their boats\nand nets.",
            &[
                "The harbour of the old town was closed for three weeks after the storm. Fishermen lost their boats and nets.",
            ],
        );
        check("Buy:\n- bread\n- milk", &["Buy:", "- bread", "- milk"]);
    }

    #[test]
    fn the_headline_is_a_block_of_its_own() {
        let text = "Port closed\nThe port was closed.";
        let found = blocks(text, Some(Span::new(0, 11)));
        assert_eq!(found.len(), 2);
        assert!(found[0].is_headline && found[1].paragraph == 1);
    }

    #[test]
    fn a_text_without_an_end_is_cut() {
        let text = "word ".repeat(1000);
        let block = blocks(&text, None)[0];
        let segments = segments(&text, block, |_| 1, 500);
        assert!(segments.iter().all(|segment| segment.spans.len() <= MOST_WORDS));
        assert_eq!(segments.iter().map(|segment| segment.spans.len()).sum::<usize>(), 1000);
    }

    #[test]
    fn what_can_be_doubted_stays_together() {
        let text = "He met Sen. Ada Lee of the U.S. The talks \"failed.\" They left. \"Why?\" Lee asked.";
        let found: Vec<&str> = segments(text, blocks(text, None)[0], |_| 1, 500)
            .iter()
            .map(|segment| segment.spans[0].to(segment.spans[segment.spans.len() - 1]).of(text))
            .collect();
        assert_eq!(
            found,
            ["He met Sen. Ada Lee of the U.S. The talks \"failed.\"", "They left.", "\"Why?\" Lee asked."]
        );
    }
}
