//! The dictionary: lower-case words of English running text, against which lemmas are checked.
//!
//! The network's vocabulary holds whole words too, but few base forms of verbs ("characterize"). Searched in place, so
//! that it costs nothing at start-up.

/// Sorted, one word a line; `training/words.py` makes it.
static WORDS: &str = include_str!("../../models/words.txt");

/// Whether a word, in lower case, is in the dictionary.
pub(super) fn contains(word: &str) -> bool {
    let bytes = WORDS.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = bytes[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| middle + at);
        match bytes[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for word in WORDS.lines() {
            assert!(contains(word), "{word}");
            assert!(!contains(&format!("{word}\u{1}")), "{word}");
        }
        for word in ["", "characteriz", "indicte", "zzzz", "a b"] {
            assert!(!contains(word), "{word}");
        }
    }
}
