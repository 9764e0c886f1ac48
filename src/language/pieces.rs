//! Words to word pieces and case shapes: the network's view of a word.
//!
//! The same steps as in training (`training/pieces.py`), character by character; a test compares both. The vocabulary is
//! BERT's uncased one without the pieces that English news cannot need, so case comes back as a shape beside the pieces.

use std::collections::HashMap;

use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// The case shapes in the order of the network's embedding.
pub(super) const CASE_SHAPES: [&str; 8] = ["none", "lower", "title", "upper", "single", "mixed", "digits", "other"];

/// Words longer than this are unknown, in characters.
const LONGEST_WORD: usize = 100;

/// The vocabulary, and the way from a word to its pieces.
#[derive(Debug)]
pub(super) struct WordPieces {
    initial: HashMap<Box<str>, i32>,
    continued: HashMap<Box<str>, i32>,
    longest: usize,
    per_word: usize,
    unknown: i32,
    pub begin: i32,
    pub end: i32,
}

impl WordPieces {
    /// Reads a vocabulary of one piece a line; the error names what it lacks.
    pub fn new(vocabulary: &str, per_word: usize) -> Result<Self, String> {
        let (mut initial, mut continued) = (HashMap::new(), HashMap::new());
        let mut longest = 1;
        for (piece, id) in vocabulary.lines().zip(0..) {
            longest = longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continued.insert(rest.into(), id),
                _ => initial.insert(piece.into(), id),
            };
        }
        let special = |piece: &str| initial.get(piece).copied().ok_or_else(|| format!("vocab.txt lacks {piece}"));
        let (unknown, begin, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Self { initial, continued, longest, per_word, unknown, begin, end })
    }

    /// Appends the pieces of a word, at least one, and returns how many.
    pub fn append(&self, word: &str, ids: &mut Vec<i32>) -> usize {
        let before = ids.len();
        let text = plain(word);
        for part in parts(&text) {
            self.append_part(part, ids);
            if ids.len() - before >= self.per_word {
                ids.truncate(before + self.per_word);
                break;
            }
        }
        if ids.len() == before {
            ids.push(self.unknown);
        }
        ids.len() - before
    }

    /// Whether a word, in lower case, is one piece.
    pub fn is_word(&self, word: &str) -> bool {
        self.initial.contains_key(word)
    }

    /// Longest match from the left; one unknown piece for the whole part if some rest has no match.
    fn append_part(&self, part: &str, ids: &mut Vec<i32>) {
        let before = ids.len();
        if part.chars().count() > LONGEST_WORD {
            ids.push(self.unknown);
            return;
        }
        let mut start = 0;
        while start < part.len() {
            let pieces = if start == 0 { &self.initial } else { &self.continued };
            let mut end = floor_boundary(part, part.len().min(start + self.longest));
            let found = loop {
                if end <= start {
                    break None;
                }
                if let Some(&id) = pieces.get(&part[start..end]) {
                    break Some(id);
                }
                end = floor_boundary(part, end - 1);
            };
            match found {
                Some(id) => ids.push(id),
                None => {
                    ids.truncate(before);
                    ids.push(self.unknown);
                    return;
                }
            }
            start = end;
        }
    }
}

/// The last character boundary at or before `index`, which is within the text.
pub(super) fn floor_boundary(text: &str, mut index: usize) -> usize {
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// Without accents, control characters and white space, in lower case.
pub(super) fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word
            .chars()
            .filter(|c| !c.is_ascii_control() && !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
    }
    let bare: String = word.nfd().filter(|c| get_general_category(*c) != Category::NonspacingMark).collect();
    bare.to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(get_general_category(*c), Category::Control | Category::Format))
        .collect()
}

/// Punctuation and Chinese characters stand alone, what is between them stays together.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if stands_alone(first) { first.len_utf8() } else { rest.find(stands_alone).unwrap_or(rest.len()) };
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

fn stands_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let chinese = matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F);
    chinese || is_punctuation(c)
}

/// Whether a character is of one of Unicode's punctuation categories.
pub(super) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~');
    }
    matches!(
        get_general_category(c),
        Category::ConnectorPunctuation
            | Category::DashPunctuation
            | Category::OpenPunctuation
            | Category::ClosePunctuation
            | Category::InitialPunctuation
            | Category::FinalPunctuation
            | Category::OtherPunctuation
    )
}

/// The index into [`CASE_SHAPES`] for a word.
pub(super) fn case_shape(word: &str) -> i32 {
    let (mut letters, mut upper, mut first_upper, mut digit) = (0, 0, false, false);
    for c in word.chars() {
        if c.is_alphabetic() {
            if c.is_uppercase() {
                upper += 1;
                first_upper |= letters == 0;
            }
            letters += 1;
        } else if is_digit(c) {
            digit = true;
        }
    }
    match (letters, upper) {
        (0, _) if digit => 6,
        (0, _) => 7,
        (_, 0) => 1,
        (1, _) => 4,
        _ if upper == letters => 3,
        (_, 1) if first_upper => 2,
        _ => 5,
    }
}

fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2089}')
        || get_general_category(c) == Category::DecimalNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_shapes_follow_the_letters() {
        for (word, shape) in [
            ("president", "lower"),
            ("President", "title"),
            ("NATO", "upper"),
            ("U.N.", "upper"),
            ("I", "single"),
            ("A3", "single"),
            ("iPhone", "mixed"),
            ("2024", "digits"),
            ("½", "other"),
            ("—", "other"),
            ("Évian", "title"),
        ] {
            assert_eq!(CASE_SHAPES[usize::try_from(case_shape(word)).expect("small")], shape, "{word}");
        }
    }

    #[test]
    fn a_word_has_the_longest_pieces_that_spell_it() {
        let pieces = WordPieces::new("[PAD]\n[UNK]\n[CLS]\n[SEP]\nnews\npaper\n##paper\n##s\n-", 6).expect("complete");
        let ids = |word: &str| {
            let mut ids = Vec::new();
            pieces.append(word, &mut ids);
            ids
        };
        assert_eq!(ids("Newspapers"), [4, 6, 7]);
        assert_eq!(ids("néws-paper"), [4, 8, 5]);
        assert_eq!(ids("newsx"), [1]);
        assert_eq!(ids("\u{200b}"), [1]);
    }
}
