//! Text to words, as Universal Dependencies splits English.
//!
//! Rules, not a model: what stands between white space is peeled from both ends (brackets, quotes, final punctuation,
//! clitics), and what remains is split at dashes, slashes and hyphens, unless it is a thing of its own (an address, a
//! number, an abbreviation, a face). The conventions are those of the treebanks EWT and GUM: "do|n't", "Putin|'s",
//! "gon|na", "15|-|year", but "co-operation" and "U.S.".

use std::ops::Range;

use super::pieces::floor_boundary;
use crate::article::Span;

/// Words in order, and the orthographic tokens that hold more than one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    pub spans: Vec<Span>,
    pub multiwords: Vec<Range<usize>>,
}

/// The words of a stretch of text, one paragraph or less.
pub(super) fn tokenise(text: &str, within: Span) -> Tokens {
    let mut tokeniser = Tokeniser { text, tokens: Tokens::default(), quoted: false };
    let mut chunks = chunks(text, within).peekable();
    while let Some(chunk) = chunks.next() {
        let next = chunks.peek().map(|next| next.of(text));
        tokeniser.chunk(chunk, next);
    }
    tokeniser.tokens
}

/// What stands between white space is looked at as a whole up to this many bytes; longer is no writing, and reading it
/// again after each sign would take the square of its length.
const LONGEST_CHUNK: usize = 1000;

/// What stands between white space.
fn chunks(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    within
        .of(text)
        .split(parts_words)
        .filter(|chunk| !chunk.is_empty())
        .flat_map(|chunk| {
            let mut rest = chunk;
            std::iter::from_fn(move || {
                let (first, after) = rest.split_at(floor_boundary(rest, rest.len().min(LONGEST_CHUNK)));
                rest = after;
                Some(first).filter(|first| !first.is_empty())
            })
        })
        .map(move |chunk| {
            let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + chunk.len())
        })
}

/// White space, the mark at a file's start, and the separators of records, which are no white space to Unicode.
fn parts_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{1c}'..='\u{1f}')
}

struct Tokeniser<'a> {
    text: &'a str,
    tokens: Tokens,
    /// Whether a single quote is open, so that "workers'" is no possessive.
    quoted: bool,
}

impl Tokeniser<'_> {
    fn chunk(&mut self, chunk: Span, next: Option<&str>) {
        let Span { start: mut left, end: mut right } = chunk;
        let mut after: Vec<Span> = Vec::new();
        while left < right {
            let rest = &self.text[left..right];
            if is_whole(rest, after.is_empty(), next) {
                break;
            }
            if let Some(length) = prefix(rest) {
                if matches!(&rest[..length], "'" | "‘") {
                    self.quoted = true;
                }
                self.push(Span::new(left, left + length));
                left += length;
                continue;
            }
            let Some(length) = suffix(rest) else { break };
            let last = &rest[rest.len() - length..];
            if matches!(last, "'" | "’") {
                let possessive = rest[..rest.len() - length].ends_with(['s', 'S', 'z', 'x']) && !self.quoted;
                if possessive {
                    break;
                }
                self.quoted = false;
            }
            right -= length;
            after.push(Span::new(right, right + length));
        }
        if left < right {
            self.core(Span::new(left, right), after.is_empty(), next);
        }
        while let Some(span) = after.pop() {
            self.push(span);
        }
    }

    /// What has no more punctuation at its ends: clitics, then infixes.
    fn core(&mut self, span: Span, at_end: bool, next: Option<&str>) {
        let rest = span.of(self.text);
        if is_whole(rest, at_end, next) {
            return self.push(span);
        }
        let mut clitics = Vec::new();
        let mut right = span.end;
        while let Some(length) = clitic(&self.text[span.start..right]) {
            clitics.push(Span::new(right - length, right));
            right -= length;
        }
        let host = Span::new(span.start, right);
        if !clitics.is_empty() && is_closing(host.of(self.text)) {
            // A quoted title with a possessive.
            self.chunk(host, None);
        } else {
            self.infixes(host);
        }
        if !clitics.is_empty() {
            let first = self.tokens.spans.len().saturating_sub(1);
            let first = self
                .tokens
                .multiwords
                .last()
                .map_or(first, |last| if last.contains(&first) { last.start } else { first });
            if self.tokens.multiwords.last().is_some_and(|last| last.start == first) {
                self.tokens.multiwords.pop();
            }
            while let Some(clitic) = clitics.pop() {
                self.push(clitic);
            }
            self.tokens.multiwords.push(first..self.tokens.spans.len());
        }
    }

    /// Splits at dashes, slashes, hyphens and the like.
    fn infixes(&mut self, span: Span) {
        let text = span.of(self.text);
        if is_whole(text, false, None) {
            return self.push(span);
        }
        let mut start = 0;
        let mut at = 0;
        while at < text.len() {
            let Some(c) = text[at..].chars().next() else { break };
            if (at > start || at > 0)
                && let Some(length) = infix(text, start, at)
            {
                if at > start {
                    self.word(Span::new(span.start + start, span.start + at));
                }
                self.push(Span::new(span.start + at, span.start + at + length));
                at += length;
                start = at;
                continue;
            }
            at += c.len_utf8();
        }
        if start < text.len() {
            self.word(Span::new(span.start + start, span.end));
        }
    }

    /// A word that may be two without an apostrophe, or a number with its unit.
    fn word(&mut self, span: Span) {
        let text = span.of(self.text);
        if let Some(cut) = joined_words(text) {
            let first = self.tokens.spans.len();
            self.push(Span::new(span.start, span.start + cut));
            self.push(Span::new(span.start + cut, span.end));
            self.tokens.multiwords.push(first..first + 2);
        } else if let Some(cut) = unit(text) {
            self.push(Span::new(span.start, span.start + cut));
            self.push(Span::new(span.start + cut, span.end));
        } else {
            self.push(span);
        }
    }

    fn push(&mut self, span: Span) {
        if span.start < span.end {
            self.tokens.spans.push(span);
        }
    }
}

/// Whether what is left of a chunk is one word although it has punctuation at its ends or inside.
fn is_whole(rest: &str, at_end: bool, next: Option<&str>) -> bool {
    rest.chars().all(char::is_alphabetic) && !rest.is_empty() && joined_words(rest).is_none()
        || is_face(rest)
        || is_run(rest)
        || is_address(rest)
        || is_number(rest)
        || (rest.ends_with('.') && is_abbreviation(rest, at_end, next))
        || is_hashtag(rest)
        || is_spelled_out(rest)
        || is_leading_apostrophe(rest)
        || WHOLE.contains(&rest.to_lowercase().as_str())
}

/// Words with punctuation that no rule covers, in lower case.
const WHOLE: [&str; 22] = [
    "w/o",
    "w/",
    "b/c",
    "c/o",
    "n/a",
    "24/7",
    "o'clock",
    "o’clock",
    "at&t",
    "r&d",
    "q&a",
    "yahoo!",
    "...",
    "[...]",
    "p/e",
    "s&p",
    "a/c",
    "l/c",
    "i/o",
    "'s",
    "’s",
    "n't",
];

/// "***", "=====", "?!", "...": signs that repeat.
fn is_run(text: &str) -> bool {
    let mut signs = text.chars();
    let (Some(first), Some(_)) = (signs.next(), signs.clone().next()) else { return false };
    let marks = |c: char| matches!(c, '.' | '!' | '?');
    // More brackets than anybody opens are a line of ornament.
    let ornament = text.len() >= 8 && !first.is_alphanumeric();
    let repeats = ornament || !matches!(first, ')' | '(' | ']' | '[' | '"' | '\'' | ',') && !first.is_alphanumeric();
    (repeats && signs.clone().all(|c| c == first)) || text.chars().all(marks)
}

fn is_face(text: &str) -> bool {
    const FACES: [&str; 26] = [
        ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":p", ":/", ":-/", ":o", ":O", "=)", "=(",
        "(:", ":'(", ":|", "<3", "^_^", ":]", "xD", "XD", ";D",
    ];
    FACES.contains(&text)
}

/// Addresses on the web and of mail, names of files.
fn is_address(text: &str) -> bool {
    if text.ends_with(['.', ',', ';', ':', '!', '?', '"', '\'', '”', '’', ']', '}', '>']) || !text.is_char_boundary(1)
    {
        return false;
    }
    if text.ends_with(')') && !text.contains('(') {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    if ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|start| lower.starts_with(start)) {
        return lower.len() > 8;
    }
    if !text.starts_with(char::is_alphanumeric) {
        return text.starts_with('@')
            && text.len() > 1
            && text[1..].chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    }
    if let Some((name, host)) = text.split_once('@') {
        return !name.is_empty() && host.starts_with(char::is_alphanumeric) && !text.contains(['(', '"', '<']);
    }
    let host = lower.split('/').next().unwrap_or_default();
    let Some((before, ending)) = host.rsplit_once('.') else { return false };
    const ENDINGS: [&str; 36] = [
        "com", "org", "net", "gov", "edu", "uk", "de", "fr", "ru", "eu", "io", "info", "int", "mil", "tv", "ca", "au",
        "in", "cn", "jp", "ua", "doc", "pdf", "xls", "txt", "html", "htm", "jpg", "zip", "ppt", "exe", "biz", "ai",
        "xml", "csv", "nz",
    ];
    let short = ["in", "de", "io", "ai", "tv", "ca", "au", "fr"];
    before.len() >= if short.contains(&ending) { 3 } else { 1 }
        && ENDINGS.contains(&ending)
        && before.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '#'))
        && !before.ends_with('.')
}

/// Numbers with their signs, times, dates, telephone numbers: "3,000", "1.5", "10:30", "9/11", "2024-05-01".
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '.', '−']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b':' | b'/' | b'-')) {
        return false;
    }
    // "2001-2005" and "3-2" are three words, "345-9945" and "713-853-3989" one.
    let groups: Vec<&str> = digits.split('-').collect();
    match groups.len() {
        1 => true,
        2 => matches!(groups[0].len(), 1 | 3) && groups[1].len() == 4,
        _ => true,
    }
}

fn is_hashtag(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|tag| tag.starts_with(char::is_alphabetic) && tag.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// "U.S.", "U.S", "a.m.", "Ph.D.": single letters, or two of them, with periods between.
fn is_spelled_out(text: &str) -> bool {
    let mut parts = text.strip_suffix('.').unwrap_or(text).split('.');
    let count = parts.clone().count();
    count >= 2
        && parts.all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic)
                && letters.next().is_none_or(|c| c.is_lowercase())
                && letters.next().is_none()
        })
        && (count > 2 || text.ends_with('.') || text.chars().all(|c| c == '.' || c.is_uppercase()) || text.len() == 3)
}

/// "'em", "'90s", "’til": an apostrophe for what was left out.
fn is_leading_apostrophe(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['\'', '’', '‘']) else { return false };
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = rest.strip_suffix('s').unwrap_or(rest);
        return digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    }
    matches!(
        rest.to_lowercase().as_str(),
        "em" | "til" | "till" | "cause" | "cuz" | "bout" | "tis" | "twas" | "round" | "n" | "nother"
    )
}

/// Whether the period belongs to the word.
fn is_abbreviation(text: &str, at_end: bool, next: Option<&str>) -> bool {
    let Some(word) = text.strip_suffix('.') else { return false };
    if word.is_empty() || word.ends_with('.') {
        return false;
    }
    if is_spelled_out(text) && word.contains('.') {
        return true;
    }
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // An initial stands before a name: "John F. Kennedy"; at the end of all it ends the sentence.
        return letter.is_alphabetic()
            && letter != 'I'
            && (!at_end
                || next.is_some_and(|next| next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())));
    }
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return true;
    }
    if ABBREVIATIONS_CAPITALISED.contains(&lower.as_str()) {
        return word.starts_with(char::is_uppercase);
    }
    if BEFORE_NUMBERS.contains(&lower.as_str()) {
        return next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    }
    false
}

const ABBREVIATIONS: [&str; 52] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "ft", "vs", "etc", "al", "eg", "ie", "inc", "corp", "ltd", "bros", "jr",
    "sr", "gen", "col", "lt", "sgt", "capt", "cmdr", "rev", "hon", "gov", "rep", "reps", "sen", "sens", "messrs", "mt",
    "dept", "univ", "assn", "approx", "ave", "blvd", "rd", "cf", "ca", "est", "ph", "viz", "esp", "adm", "maj", "supt",
    "pres", "attn", "mme",
];

/// Abbreviations that are other words in lower case.
const ABBREVIATIONS_CAPITALISED: [&str; 40] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed",
    "thu", "thur", "thurs", "fri", "sat", "co", "cos", "calif", "fla", "mass", "ala", "ariz", "conn", "ill", "tenn",
    "pa", "va", "ga", "wis", "minn", "mich", "pvt", "fr", "br",
];

/// Abbreviations before a number.
const BEFORE_NUMBERS: [&str; 9] = ["no", "nos", "vol", "pp", "fig", "figs", "sec", "art", "ch"];

/// The length of what opens the text: brackets, quotes, signs.
fn prefix(text: &str) -> Option<usize> {
    let c = text.chars().next()?;
    let length = c.len_utf8();
    if length == text.len() {
        return None;
    }
    let rest = &text[length..];
    let run = || run_of(text, |other| other == c);
    match c {
        '(' | '[' | '{' | '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '‹' | '¿' | '¡' | '…' | '—' | '–' | '―' | '•'
        | '·' | '£' | '€' | '¥' | '₹' | '₽' | '₴' | '₺' | '₪' | '¢' | ',' | ';' | ')' | ']' | '}' | '|' | '°' | '§'
        | '¶' | '†' => Some(length),
        ':' | '$' | '/' | '%' => Some(length),
        '\'' | '`' => Some(if rest.starts_with(c) { 2 } else { 1 }),
        '’' => Some(length),
        '*' | '=' | '_' | '~' | '>' | '<' => Some(run()).filter(|run| *run < text.len()),
        '-' if rest.starts_with('-') => Some(run()).filter(|run| *run < text.len()),
        '-' => Some(1),
        '#' if rest.starts_with(|c: char| c.is_ascii_digit()) => Some(1),
        '&' | '+' if !rest.starts_with(|c: char| c.is_ascii_digit()) => Some(1),
        '.' | '!' | '?' if !(c == '.' && rest.starts_with(char::is_alphanumeric)) => {
            Some(run_of(text, |other| matches!(other, '.' | '!' | '?'))).filter(|run| *run < text.len())
        }
        _ => {
            // "US$5": a dollar of some country.
            let dollar = text.find('$')?;
            let country = matches!(&text[..dollar], "US" | "A" | "C" | "CA" | "AU" | "HK" | "NZ" | "S" | "R" | "U");
            (country && text[dollar + 1..].starts_with(|c: char| c.is_ascii_digit())).then_some(dollar + 1)
        }
    }
}

/// The length of what closes the text: brackets, quotes, final punctuation, signs.
fn suffix(text: &str) -> Option<usize> {
    let c = text.chars().next_back()?;
    let length = c.len_utf8();
    if length == text.len() {
        return None;
    }
    let before = &text[..text.len() - length];
    let run = |test: fn(char) -> bool| {
        let length: usize = text.chars().rev().take_while(|c| test(*c)).map(char::len_utf8).sum();
        Some(length).filter(|length| *length < text.len())
    };
    match c {
        ')' | ']' | '}' | '"' | '“' | '”' | '„' | '»' | '«' | '’' | '‘' | '›' | ',' | ';' | ':' | '%' | '‰' | '€'
        | '£' | '—' | '–' | '―' | '™' | '®' | '©' | '|' | '…' | '¢' | '°' | '/' => Some(length),
        '$' if before.ends_with(|c: char| c.is_ascii_digit()) => Some(1),
        '\'' | '`' => Some(if before.ends_with(c) && before.len() > 1 { 2 } else { 1 }),
        // "Inc..": an abbreviation, and the sentence's own period.
        '.' if before.ends_with('.') && is_abbreviation(before, false, None) => Some(1),
        '.' | '!' | '?' => run(|c| matches!(c, '.' | '!' | '?')),
        '*' => run(|c| c == '*'),
        '=' => run(|c| c == '='),
        '_' => run(|c| c == '_'),
        '~' => run(|c| c == '~'),
        '>' => run(|c| c == '>'),
        '<' => run(|c| c == '<'),
        '-' if before.ends_with('-') => run(|c| c == '-'),
        '-' if before.ends_with(|c: char| c.is_ascii_digit()) => Some(1),
        '+' if before.ends_with(char::is_alphabetic) && before.len() > 1 => Some(1),
        _ => None,
    }
}

fn run_of(text: &str, test: impl Fn(char) -> bool) -> usize {
    text.chars().take_while(|c| test(*c)).map(char::len_utf8).sum()
}

fn is_closing(text: &str) -> bool {
    text.ends_with([')', ']', '"', '”', '\'', '’'])
}

/// The length of a clitic at the end of a word: "'s", "n't", "'ll".
fn clitic(text: &str) -> Option<usize> {
    let apostrophe = |c: char| matches!(c, '\'' | '’' | '`' | '´' | 'ʼ' | '‘');
    if let Some(at) = text.rfind(apostrophe) {
        let sign = text[at..].chars().next()?;
        let after = &text[at + sign.len_utf8()..];
        let before = &text[..at];
        let host = before.chars().next_back()?;
        match after.to_lowercase().as_str() {
            // "the 1990's" is one word.
            "s" if !host.is_ascii_digit() => return Some(text.len() - at),
            "re" | "ve" | "ll" | "d" | "m" if host.is_alphanumeric() || host == '.' => return Some(text.len() - at),
            "t" if matches!(host, 'n' | 'N') && before.len() > 1 => return Some(text.len() - at + 1),
            "" if matches!(host, 's' | 'S' | 'z' | 'x') && sign != '`' => return Some(text.len() - at),
            _ => {}
        }
    }
    None
}

/// Where to cut words that are written as one: "cannot", "gonna", "dont".
fn joined_words(text: &str) -> Option<usize> {
    let cut = match text.to_ascii_lowercase().as_str() {
        "cannot" | "gonna" | "wanna" | "gotta" | "outta" => 3,
        "dont" | "wont" | "cant" | "aint" | "isnt" | "arent" | "didnt" | "doesnt" | "wasnt" | "werent" | "couldnt"
        | "wouldnt" | "shouldnt" | "hasnt" | "havent" | "hadnt" => text.len() - 2,
        "gimme" | "lemme" => 3,
        "alot" => 1,
        "thats" | "whats" | "theres" | "lets" => text.len() - 1,
        "im" => 1,
        "ive" | "youre" | "theyre" | "youve" => text.len() - 2,
        _ => return None,
    };
    // "WONT", "Lets" are kept; "IM" is something else.
    let sure = text.chars().skip(1).all(char::is_lowercase) || cut == 3;
    sure.then_some(cut)
}

/// Where a number ends and its unit begins: "5|pm", "10|km".
fn unit(text: &str) -> Option<usize> {
    let cut = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':')))?;
    if cut == 0 || !text[..cut].ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    const UNITS: [&str; 40] = [
        "am", "pm", "a.m.", "p.m.", "a.m", "p.m", "km", "kg", "mm", "cm", "m", "bn", "mph", "mg", "ml", "lb", "lbs",
        "ft", "in", "min", "mins", "hr", "hrs", "h", "gb", "mb", "kb", "tb", "mw", "kw", "gw", "hz", "ghz", "mhz", "g",
        "oz", "tn", "yrs", "k", "miles",
    ];
    let unit = &text[cut..];
    // "3G" is a network, "5K" a race.
    let lower = if unit.len() == 1 { unit.to_owned() } else { unit.to_lowercase() };
    UNITS.contains(&lower.as_str()).then_some(cut)
}

/// The length of an infix at `at`, where the word before it began at `start`.
fn infix(text: &str, start: usize, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let c = rest.chars().next()?;
    let length = c.len_utf8();
    let before = text[..at].chars().next_back();
    let after = rest[length..].chars().next();
    let alphabetic = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '—' | '–' | '―' | '…' | '"' | '“' | '”' | '|' | ';' => Some(length),
        '.' if rest.starts_with("..") => Some(run_of(rest, |c| c == '.')),
        '-' if rest.starts_with("--") => Some(run_of(rest, |c| c == '-')),
        '-' => (alphanumeric(before) || matches!(before, Some('.' | ')' | '%' | '\'' | '’' | '"')))
            .then_some(())
            .filter(|()| alphanumeric(after) || matches!(after, Some('$' | '"' | '“' | '(')))
            .filter(|()| !keeps_hyphen(&text[start..at], &rest[length..]))
            .map(|()| length),
        '/' => (alphanumeric(before) || matches!(before, Some('.' | ')')))
            .then_some(length)
            .filter(|_| !(before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit()))),
        ',' => (alphabetic(before) || alphabetic(after)).then_some(length),
        ':' => (alphabetic(before) || alphabetic(after)).then_some(length),
        '!' | '?' => Some(run_of(rest, |c| matches!(c, '!' | '?' | '.'))),
        // A forgotten space after a sentence.
        '.' => (text[start..at].chars().count() > 2
            && text[start..at].chars().all(char::is_alphabetic)
            && before.is_some_and(char::is_lowercase)
            && after.is_some_and(char::is_uppercase)
            && rest[length..].chars().nth(1).is_none_or(|c| c.is_lowercase()))
        .then_some(length),
        '=' | '*' | '<' | '>' | '~' => Some(run_of(rest, |other| other == c)),
        '+' | '×' => {
            (before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit())).then_some(length)
        }
        '(' | '[' => {
            (alphanumeric(before) && text[at..].contains([')', ']']) && text[at..].len() > 4).then_some(length)
        }
        ')' | ']' => alphanumeric(after).then_some(length),
        '%' | '$' | '£' | '€' => Some(length),
        _ => None,
    }
}

/// Whether a hyphen stays inside its word: after a prefix that is no word, before a suffix that is none.
fn keeps_hyphen(before: &str, after: &str) -> bool {
    const PREFIXES: [&str; 56] = [
        "a", "agro", "ante", "anti", "arch", "be", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco",
        "ex", "extra", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "multi", "neo", "non", "over",
        "para", "peri", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "sub", "super", "tri", "u", "ultra",
        "un", "uni", "socio", "psycho", "trans", "hyper", "proto", "mis", "infra", "poly", "x", "dis", "out", "under",
    ];
    const SUFFIXES: [&str; 11] = ["esque", "ette", "fest", "fold", "gate", "itis", "less", "most", "rama", "wise", "e"];
    let lower = before.to_lowercase();
    if PREFIXES.contains(&lower.as_str()) && after.starts_with(char::is_alphanumeric) {
        return before.chars().count() > 1 || after.starts_with(char::is_lowercase);
    }
    SUFFIXES.contains(&after.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words with a space between; words of one orthographic token are joined by a bar.
    fn check(text: &str, expected: &str) {
        let tokens = tokenise(text, Span::new(0, text.len()));
        let mut found = String::new();
        for (index, span) in tokens.spans.iter().enumerate() {
            if index > 0 {
                let within = tokens.multiwords.iter().any(|range| range.start < index && index < range.end);
                found.push(if within { '|' } else { ' ' });
            }
            found.push_str(span.of(text));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn clitics_are_words() {
        check("Don't say Putin's aides won't.", "Do|n't say Putin|'s aides wo|n't .");
        check("They’ll go; I’m sure we'd've known.", "They|’ll go ; I|’m sure we|'d|'ve known .");
        check("The workers' union cannot", "The workers|' union can|not");
        check("'The workers' said", "' The workers ' said");
        check("I'm gonna go in the 1990's", "I|'m gon|na go in the 1990's");
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        check("a 15-year co-operation", "a 15 - year co-operation");
        check("high-stakes anti-war e-mail", "high - stakes anti-war e-mail");
        check("the 2020-2021 season, 713-853-3989", "the 2020 - 2021 season , 713-853-3989");
        check("U.S.-led and/or 9/11", "U.S. - led and / or 9/11");
    }

    #[test]
    fn periods_belong_to_abbreviations() {
        check("Mr. John F. Kennedy of the U.S. Senate.", "Mr. John F. Kennedy of the U.S. Senate .");
        check("at 5 p.m. on Jan. 3.", "at 5 p.m. on Jan. 3 .");
        check("No. 10 said no.", "No. 10 said no .");
    }

    #[test]
    fn numbers_signs_and_addresses_are_words() {
        check("€1.5bn, US$3,000 and 10%", "€ 1.5 bn , US$ 3,000 and 10 %");
        check("See https://example.org/a(b)?c=1.", "See https://example.org/a(b)?c=1 .");
        check("Mail desk@example.org, or #harbour", "Mail desk@example.org , or #harbour");
        check("at 10:30am :-) ...", "at 10:30 am :-) ...");
    }

    #[test]
    fn a_text_without_white_space_takes_no_longer_than_another() {
        for text in [")", "word", "'s", "a-", "[", "“", "(]", "e\u{301}", "😀"] {
            let text = text.repeat(100_000);
            let tokens = tokenise(&text, Span::new(0, text.len()));
            assert!(tokens.spans.len() >= 100);
            assert_eq!(tokens.spans.iter().map(|span| span.end - span.start).sum::<usize>(), text.len());
        }
    }

    #[test]
    fn quotes_and_dashes_stand_alone() {
        check("“Never,” she said—twice.", "“ Never , ” she said — twice .");
        check("\"Why?\" (he asked)", "\" Why ? \" ( he asked )");
        check("Wait... what?!", "Wait ... what ?!");
    }

    fn is_blank(text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
    }

    proptest! {
        #[test]
        fn words_tile_the_text(text in "\\PC{0,60}|[A-Za-z0-9 .,'’\"!?()$%/-]{0,120}") {
            let tokens = tokenise(&text, Span::new(0, text.len()));
            let mut end = 0;
            for span in &tokens.spans {
                prop_assert!(span.start >= end && span.start < span.end);
                prop_assert!(is_blank(&text[end..span.start]));
                prop_assert!(!span.of(&text).contains(char::is_whitespace));
                end = span.end;
            }
            prop_assert!(is_blank(&text[end..]));
            let mut last = 0;
            for range in &tokens.multiwords {
                prop_assert!(range.len() > 1 && range.start >= last && range.end <= tokens.spans.len());
                last = range.end;
            }
        }
    }
}
