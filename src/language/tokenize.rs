//! Text to words as Universal Dependencies has them for English.
//!
//! White space separates; punctuation, clitics ("do|n't", "Putin|'s"), hyphenated compounds and units ("50|%") are split
//! further, abbreviations, numbers, dates and addresses are not. Words spell the text: nothing is added or lost.
//! The conventions are those of the EWT and GUM treebanks.

use std::ops::Range;

use crate::article::Span;

/// Words of a stretch of text, and which of them are written as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Where each word stands, in the order of the text.
    pub spans: Vec<Span>,
    /// Intervals of `spans` that are one orthographic token: "don't", "Putin's", "cannot".
    pub multiwords: Vec<Range<usize>>,
}

/// The words of `text[span]`; spans are of `text`.
pub(super) fn tokenize(text: &str, span: Span) -> Words {
    let mut words = Words::default();
    let part = span.of(text);
    let mut start = None;
    for (at, character) in part.char_indices() {
        match (is_space(character), start) {
            (true, Some(begin)) => {
                chunk(text, Span::new(span.start + begin, span.start + at), &mut words);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(begin) = start {
        chunk(text, Span::new(span.start + begin, span.end), &mut words);
    }
    words
}

/// White space, and the controls that the network's input drops as well.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '\u{feff}' | '\u{200b}')
}

/// Words that end in a period which is their own, in lower case without it.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('.') else { return false };
    let letters: Vec<&str> = stem.split('.').collect();
    let is_initials = letters.iter().all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    if is_initials {
        // A lower-case single letter ends a sentence more often than it abbreviates.
        return letters.len() > 1 || stem.chars().all(char::is_uppercase);
    }
    ABBREVIATIONS.binary_search(&stem.to_lowercase().as_str()).is_ok()
}

/// Sorted.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "apr", "assoc", "aug", "ave", "blvd", "brig", "bros", "capt", "cf", "cmdr", "co", "col", "corp", "cpl",
    "dec", "dept", "dr", "e.g", "ed", "est", "etc", "feb", "fig", "fr", "fri", "ft", "gen", "gov", "hon", "i.e", "inc",
    "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mon", "mr", "mrs", "ms", "mt", "no", "nos", "nov",
    "oct", "ph.d", "pp", "prof", "rep", "reps", "rev", "sat", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "sun",
    "supt", "thu", "thurs", "tue", "tues", "univ", "vol", "vs", "wed",
];

/// Prefixes that stay with what follows their hyphen.
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "cross", "e", "ex", "inter", "mid", "mini", "multi", "neo", "non", "pan", "post", "pre", "pro", "re",
    "semi", "sub", "trans", "ultra", "un", "vice",
];

fn chunk(text: &str, span: Span, words: &mut Words) {
    let mut span = span;
    // Leading punctuation, each run of one character a word.
    while let Some(end) = leading(span.of(text)) {
        words.spans.push(Span::new(span.start, span.start + end));
        span.start += end;
    }
    let mut trailing_words = Vec::new();
    while let Some(start) = trailing(span.of(text)) {
        trailing_words.push(Span::new(span.start + start, span.end));
        span.end = span.start + start;
    }
    if span.start < span.end {
        let first = words.spans.len();
        core(text, span, words);
        // A possessive's bare apostrophe: "the teams'".
        if let Some(mark) = trailing_words.last().copied() {
            if matches!(mark.of(text), "'" | "’") && span.of(text).ends_with('s') && words.spans.len() > first {
                let last = words.spans.len() - 1;
                if !has_open_single_quote(text, words, last) {
                    words.multiwords.push(last..last + 2);
                }
            }
        }
    }
    words.spans.extend(trailing_words.into_iter().rev());
}

/// Whether a single quotation mark was opened before word `last` and not closed: then an apostrophe closes it.
fn has_open_single_quote(text: &str, words: &Words, last: usize) -> bool {
    let mut is_open = false;
    for span in words.spans[..last].iter().rev().take(60) {
        match span.of(text) {
            "‘" | "'" | "`" => is_open = !is_open,
            "." | "!" | "?" => break,
            _ => {}
        }
    }
    is_open
}

/// Length of the punctuation word that a chunk begins with, if it does and is more.
fn leading(chunk: &str) -> Option<usize> {
    let first = chunk.chars().next()?;
    let run = chunk.len() - chunk.trim_start_matches(first).len();
    if is_emoticon(chunk) {
        return None;
    }
    match first {
        '"' | '“' | '”' | '„' | '«' | '»' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '¿' | '¡' | ',' | ';' | ':' | '!'
        | '?' | '…' | '—' | '–' | '-' | '=' | '*' | '_' | '~' | '|' | '•' | '/' | '\\' | '&' | '+' | '^' => Some(run),
        '$' | '€' | '£' | '¥' | '₹' | '#' | '§' if run < chunk.len() => Some(run),
        '‘' | '’' | '\'' | '`' => {
            let rest = &chunk[first.len_utf8()..];
            let is_clitic = CLITICS.iter().any(|clitic| rest.eq_ignore_ascii_case(clitic));
            let is_decade = rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_digit) && rest.len() <= 3;
            (!is_clitic && !is_decade).then_some(run.min(2 * first.len_utf8()))
        }
        '.' if run > 1 => Some(run),
        '.' if !chunk[1..].starts_with(|next: char| next.is_ascii_alphanumeric()) => Some(run),
        _ => None,
    }
}

/// Start of the punctuation word that a chunk ends with, if it does.
fn trailing(chunk: &str) -> Option<usize> {
    let last = chunk.chars().next_back()?;
    if is_emoticon(chunk) {
        return None;
    }
    let run = chunk.trim_end_matches(last).len();
    let one = chunk.len() - last.len_utf8();
    match last {
        '"' | '“' | '”' | '„' | '«' | '»' | '(' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | ':' | '…' | '—' | '–'
        | '=' | '*' | '~' | '|' | '/' | '\\' | '^' => Some(run),
        ')' => Some(run),
        '!' | '?' => Some(chunk.trim_end_matches(['!', '?']).len()),
        '-' if !is_address(chunk) => Some(run),
        '%' | '°' | '€' | '$' | '£' => Some(one),
        '‘' | '’' | '\'' | '`' => {
            let double = chunk.len() - run >= 2 * last.len_utf8();
            Some(if double { chunk.len() - 2 * last.len_utf8() } else { one })
        }
        '.' if chunk.len() - run > 1 => Some(run),
        '.' if !is_abbreviation(chunk) => Some(one),
        _ => None,
    }
}

fn is_emoticon(chunk: &str) -> bool {
    matches!(chunk, ":)" | ":-)" | ":(" | ":-(" | ";)" | ";-)" | ":D" | ":-D" | ":P" | ":p" | "=)" | ":/" | "<3" | "^_^")
}

fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.starts_with("www.") || (chunk.contains('@') && chunk.contains('.') && chunk.len() > 4)
}

/// Clitics after an apostrophe.
const CLITICS: &[&str] = &["s", "m", "re", "ve", "ll", "d"];

/// A chunk without outer punctuation.
fn core(text: &str, span: Span, words: &mut Words) {
    let word = span.of(text);
    if is_address(word) || is_number(word) {
        words.spans.push(span);
        return;
    }
    // Inner punctuation that is a word of its own: "high-stakes", "and/or", "end...but", "word—word".
    let characters: Vec<(usize, char)> = word.char_indices().collect();
    for (index, &(at, character)) in characters.iter().enumerate() {
        if index == 0 {
            continue;
        }
        let run = word[at..].len() - word[at..].trim_start_matches(character).len();
        let (before, after) = (&word[..at], &word[at + run..]);
        let is_word = match character {
            '—' | '–' | '…' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '=' | '*' | '|' | '<' | '>' => true,
            '.' => run > 1 || is_run_together(before, after),
            '-' => run > 1 || splits_hyphen(before, after),
            '/' | '+' | '&' => splits_slash(before, after, character),
            ',' | ';' | ':' | '!' | '?' => after.chars().next().is_some_and(char::is_alphabetic) && before.chars().next_back().is_some_and(char::is_alphabetic),
            _ => false,
        };
        if is_word && !after.is_empty() {
            core(text, Span::new(span.start, span.start + at), words);
            words.spans.push(Span::new(span.start + at, span.start + at + run));
            chunk(text, Span::new(span.start + at + run, span.end), words);
            return;
        }
    }
    clitic(text, span, words);
}

/// "Washington.The": a space is missing.
fn is_run_together(before: &str, after: &str) -> bool {
    before.chars().rev().take_while(|character| character.is_lowercase()).count() >= 3
        && after.chars().next().is_some_and(char::is_uppercase)
        && after.chars().filter(|character| character.is_alphabetic()).count() > 1
        && !before.contains('.')
}

fn splits_hyphen(before: &str, after: &str) -> bool {
    let is_digit = |text: &str| text.chars().all(|character| character.is_ascii_digit() || character == '-');
    if is_digit(before) && is_digit(after) {
        // A range of years or numbers is three words, a telephone number one.
        return !after.contains('-') && (before.len() == after.len() || before.len() > 3) && before.len() != 3;
    }
    let stem = before.rsplit('-').next().unwrap_or(before).to_lowercase();
    !PREFIXES.contains(&stem.as_str()) && before.chars().next_back().is_some_and(char::is_alphanumeric)
}

fn splits_slash(before: &str, after: &str, mark: char) -> bool {
    let is_digit = |text: &str| text.chars().all(|character| character.is_ascii_digit() || character == '/');
    match mark {
        '/' => !(is_digit(before) && is_digit(after)) && before.chars().count() > 1 && after.chars().count() > 1,
        _ => before.chars().count() > 2 && after.chars().count() > 2,
    }
}

/// Numbers with separators, times, dates, ordinals: "1,200.50", "9/11", "5:30", "20th", "1980s".
fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.ends_with(|last: char| last.is_ascii_digit())
        && word.chars().all(|character| character.is_ascii_digit() || matches!(character, ',' | '.' | ':' | '/'))
}

/// The last step: clitics, contractions, units behind a number.
fn clitic(text: &str, span: Span, words: &mut Words) {
    let word = span.of(text);
    let lower = word.to_lowercase();
    if lower.len() == word.len() {
        if let Some(at) = clitic_start(&lower) {
            let first = words.spans.len();
            clitic(text, Span::new(span.start, span.start + at), words);
            words.spans.push(Span::new(span.start + at, span.end));
            words.multiwords.retain(|range| range.end <= first);
            words.multiwords.push(first..words.spans.len());
            return;
        }
        let digits = word.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b':')).count();
        if digits > 0 && UNITS.contains(&&lower[digits..]) {
            words.spans.push(Span::new(span.start, span.start + digits));
            words.spans.push(Span::new(span.start + digits, span.end));
            return;
        }
    }
    words.spans.push(span);
}

const UNITS: &[&str] = &["am", "pm", "a.m.", "p.m.", "km", "kg", "mm", "cm", "m", "bn", "mn", "mph", "ft", "lbs", "mg", "k"];

/// Where the second word of a contraction begins.
fn clitic_start(lower: &str) -> Option<usize> {
    const WHOLE: [(&str, usize); 12] = [
        ("cannot", 3), ("gonna", 3), ("wanna", 3), ("gotta", 3), ("gimme", 3), ("lemme", 3), ("dont", 2), ("didnt", 3),
        ("doesnt", 4), ("wouldnt", 5), ("couldnt", 5), ("isnt", 2),
    ];
    if let Some((_, at)) = WHOLE.iter().find(|(word, _)| *word == lower) {
        return Some(*at);
    }
    for mark in ['\'', '’', '`', '‘'] {
        let Some((before, after)) = lower.rsplit_once(mark) else { continue };
        if before.is_empty() {
            continue;
        }
        if after == "t" && before.ends_with('n') && before.len() > 1 {
            return Some(before.len() - 1);
        }
        if CLITICS.contains(&after) {
            return Some(before.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        let words = tokenize(text, Span::new(0, text.len()));
        let found: Vec<&str> = words.spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(found.join(" "), expected, "words of {text:?}");
    }

    #[test]
    fn clitics_and_contractions_are_words() {
        check("Putin's aides don't say they'll go.", "Putin 's aides do n't say they 'll go .");
        check("We cannot, won’t and shan't.", "We can not , wo n’t and sha n't .");
    }

    #[test]
    fn quotes_and_brackets_stand_alone() {
        check("“No,” he said (twice).", "“ No , ” he said ( twice ) .");
        check("the 'so-called' ally", "the ' so - called ' ally");
    }

    #[test]
    fn abbreviations_keep_their_period() {
        check("Mr. Smith of the U.S. Navy left St. Louis.", "Mr. Smith of the U.S. Navy left St. Louis .");
        check("J. R. Brown of Acme Inc. lost.", "J. R. Brown of Acme Inc. lost .");
    }

    #[test]
    fn compounds_are_split_and_prefixes_are_not() {
        check("the US-led, pro-government side", "the US - led , pro-government side");
        check("a 34-year-old ex-minister", "a 34 - year - old ex-minister");
    }

    #[test]
    fn numbers_dates_and_units() {
        check("$1,200.50 is 5% of 24k on 9/11 at 5:30pm", "$ 1,200.50 is 5 % of 24 k on 9/11 at 5:30 pm");
        check("in 2004-2008 call 555-1234", "in 2004 - 2008 call 555-1234");
    }

    #[test]
    fn addresses_are_one_word() {
        check("See https://example.org/a-b, or mail a.b@example.org.", "See https://example.org/a-b , or mail a.b@example.org .");
    }

    proptest! {
        #[test]
        fn words_tile_the_text(text in "\\PC{0,200}") {
            let words = tokenize(&text, Span::new(0, text.len()));
            let mut at = 0;
            for span in &words.spans {
                prop_assert!(span.start >= at && span.start < span.end);
                prop_assert!(text[at..span.start].chars().all(is_space));
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(is_space));
            for range in &words.multiwords {
                prop_assert!(range.len() > 1 && range.end <= words.spans.len());
            }
        }
    }
}
