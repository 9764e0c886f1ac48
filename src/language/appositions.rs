//! Appositions that the tree has beside their name: what a second noun says of somebody.

use super::analysis::{Name, NameKind, Upos};
use super::decode::Word;

/// Puts a second noun that is said of a person under the first: "Jane Roe, an economist at Orion and a former adviser to
/// the bank, spoke" is of one.
pub(super) fn second(words: &mut [Word], names: &[Name], forms: &[&str]) {
    let in_name = |token: usize| names.iter().find(|name| name.tokens.contains(&token));
    for noun in 0..words.len() {
        let is_one = |words: &[Word], at: usize| {
            words[at].upos == Upos::Noun && words[at].feature("Number") != Some("Plur") && in_name(at).is_none()
        };
        let person = words[noun].head.filter(|&person| {
            person < noun
                && &*words[noun].deprel == "conj"
                && is_one(words, noun)
                && in_name(person).is_some_and(|name| name.kind == NameKind::Person)
        });
        let Some(person) = person else { continue };
        let hangs = |at: usize, relation: &str| words[at].head == Some(person) && words[at].relation() == relation;
        let Some(first) = (person..noun).find(|&at| hangs(at, "appos") && is_one(words, at)) else { continue };
        // "Jane Roe, an economist, and a lawyer" are two.
        let Some(joiner) = (first + 1..noun).rev().find(|&at| words[at].lemma == "and") else { continue };
        let is_list = (person..noun).any(|at| hangs(at, "conj")) || forms[joiner - 1] == ",";
        // "And a lawyer, Ann Lie, spoke" names the second.
        let is_named = words.iter().any(|word| word.head == Some(noun) && matches!(word.relation(), "appos" | "flat"));
        let end = end_of(words, noun);
        let is_closed = forms.get(end).is_none_or(|form| matches!(*form, "," | "." | ";" | ")" | "—" | "–"));
        if !is_list && !is_named && is_closed {
            words[noun].head = Some(first);
        }
    }
}

/// The end of what hangs on a token.
fn end_of(words: &[Word], token: usize) -> usize {
    let is_below =
        |&at: &usize| std::iter::successors(Some(at), |&above| words[above].head).any(|above| above == token);
    (token..words.len()).rev().find(is_below).unwrap_or(token) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::decode::word;

    /// The head of the second noun in "Roe , an economist … and adviser , spoke" with the word before "and".
    fn head_of_second(before: &str) -> Option<usize> {
        let mut words = [
            word(Upos::Propn, Some(8), "nsubj"),
            word(Upos::Punct, Some(3), "punct"),
            word(Upos::Det, Some(3), "det"),
            word(Upos::Noun, Some(0), "appos"),
            word(Upos::Adv, Some(3), "advmod"),
            word(Upos::Cconj, Some(6), "cc"),
            word(Upos::Noun, Some(0), "conj"),
            word(Upos::Punct, Some(0), "punct"),
            word(Upos::Verb, None, "root"),
        ];
        words[5].lemma = "and".to_owned();
        let names = [Name { tokens: 0..1, kind: NameKind::Person, score: 1.0 }];
        second(&mut words, &names, &["Roe", ",", "an", "economist", before, "and", "adviser", ",", "spoke"]);
        words[6].head
    }

    #[test]
    fn two_nouns_are_said_of_one_person() {
        assert_eq!(head_of_second("there"), Some(3));
        assert_eq!(head_of_second(","), Some(0), "\"Roe, an economist, and an adviser\" are two");
    }
}
