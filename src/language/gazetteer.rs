//! A list of names: for every word, flags that say in what listed name it stands.
//!
//! A network this small cannot hold the names of the world; a table can. The flags are a hint that the network reads
//! beside the words and weighs against them. The same steps as in training (`training/gazetteer.py`), where the list is
//! made of the knowledge base. It is a part of the network, which was trained with it: another knowledge base changes what
//! is linked, not what is read.

use std::borrow::Cow;

use fst::Map;
use fst::raw::{Node, Output};

use super::pieces::plain;

/// The flags in the order of the network's input: where spans of a class begin and go on, then classes of single words.
pub(super) const FLAGS: [&str; 13] = [
    "B-person",
    "I-person",
    "B-place",
    "I-place",
    "B-organization",
    "I-organization",
    "B-team",
    "I-team",
    "B-other",
    "I-other",
    "given",
    "surname",
    "group",
];
const SPAN_CLASSES: usize = 5;
const WORD_CLASSES: usize = 3;

/// The bits of a name's classes that make spans; above them those of single words.
const SPANS: u64 = (1 << SPAN_CLASSES) - 1;
/// Only where its first and last word begin with capitals: "Hope", "The Age".
const CAPITAL: u64 = 1 << 8;
/// Only where all its letters are capitals: "US", not "us".
const UPPER: u64 = 1 << 9;

/// The names with their classes, in a finite-state transducer from lower-case words, parted by spaces, to bits.
pub(super) struct Gazetteer(Map<Cow<'static, [u8]>>);

impl Gazetteer {
    /// Reads a transducer; the error says why it is none.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, String> {
        Map::new(bytes).map(Self).map_err(|error| error.to_string())
    }

    /// A row of [`FLAGS`] for each word, each 0 or 1. Of names that overlap the first counts, and there the longest.
    pub fn flags(&self, words: &[&str]) -> Vec<f32> {
        let plain: Vec<String> = words.iter().map(|word| plain(word)).collect();
        let mut flags = vec![0.0; words.len() * FLAGS.len()];
        let mut until = 0;
        for start in 0..words.len() {
            let (single, longest) = self.names_from(words, &plain, start);
            for class in 0..WORD_CLASSES {
                if single >> (SPAN_CLASSES + class) & 1 == 1 {
                    flags[start * FLAGS.len() + 2 * SPAN_CLASSES + class] = 1.0;
                }
            }
            let Some((end, classes)) = longest.filter(|_| start >= until) else { continue };
            until = end;
            for class in (0..SPAN_CLASSES).filter(|class| classes >> class & 1 == 1) {
                flags[start * FLAGS.len() + 2 * class] = 1.0;
                for inside in start + 1..end {
                    flags[inside * FLAGS.len() + 2 * class + 1] = 1.0;
                }
            }
        }
        flags
    }

    /// The bits of the word at `start` alone, and end and bits of the longest name that begins there.
    fn names_from(&self, words: &[&str], plain: &[String], start: usize) -> (u64, Option<(usize, u64)>) {
        let transducer = self.0.as_fst();
        let (mut node, mut output) = (transducer.root(), Output::zero());
        let (mut single, mut longest) = (0, None);
        for end in start..words.len() {
            let gap: &[u8] = if end > start { b" " } else { b"" };
            for &byte in gap.iter().chain(plain[end].as_bytes()) {
                let Some(index) = node.find_input(byte) else { return (single, longest) };
                let transition = node.transition(index);
                output = output.cat(transition.out);
                node = transducer.node(transition.addr);
            }
            let bits = bits(&node, output, words[start], words[end]);
            if end == start {
                single = bits;
            }
            if bits & SPANS != 0 {
                longest = Some((end + 1, bits & SPANS));
            }
        }
        (single, longest)
    }
}

/// The bits of the name that ends at a node, none where the text writes it as what is no name.
fn bits(node: &Node<'_>, output: Output, first: &str, last: &str) -> u64 {
    if !node.is_final() {
        return 0;
    }
    let bits = output.cat(node.final_output()).value();
    let has_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_upper = || first.chars().any(char::is_uppercase) && !first.chars().any(char::is_lowercase);
    let is_other_word =
        (bits & CAPITAL != 0 && !(has_capital(first) && has_capital(last))) || (bits & UPPER != 0 && !is_upper());
    if is_other_word { 0 } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(words: &[&str]) -> Vec<Vec<&'static str>> {
        let names =
            [("hope", 2 | CAPITAL), ("new york", 2), ("new york times", 4), ("us", 2 | UPPER), ("york", 2 | 64)];
        let map = Map::from_iter(names).expect("sorted").into_fst().into_inner();
        let gazetteer = Gazetteer::new(Cow::Owned(map)).expect("sound");
        let set = |row: &[f32]| row.iter().zip(FLAGS).filter(|(flag, _)| **flag > 0.0).map(|(_, name)| name).collect();
        gazetteer.flags(words).chunks(FLAGS.len()).map(set).collect()
    }

    #[test]
    fn the_longest_name_flags_its_words() {
        assert_eq!(
            flags(&["the", "New", "York", "Times", "new", "york"]),
            [
                vec![],
                vec!["B-organization"],
                vec!["I-organization", "surname"],
                vec!["I-organization"],
                vec!["B-place"],
                vec!["I-place", "surname"]
            ]
        );
    }

    #[test]
    fn some_words_are_names_in_capitals_only() {
        assert_eq!(
            flags(&["Hope", "hope", "US", "us", "Us"]),
            [vec!["B-place"], vec![], vec!["B-place"], vec![], vec![]]
        );
    }

    #[test]
    fn no_list_is_no_list() {
        assert!(Gazetteer::new(Cow::Borrowed(b"names")).is_err());
    }
}
