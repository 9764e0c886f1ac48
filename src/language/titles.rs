//! Titles before names that the tree left beside them: "and interior minister Jane Roe", "beat hosts Norway".
//!
//! Arcs are scored one by one, so a title and the name behind it sometimes both hang on the word that the two together
//! belong to. The names, decoded apart from the tree, show that they are one phrase: the title goes under the name.
//! So do they where the tree says that a person is an organization or a place.

use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::decode::Word;

/// Puts titles under the names that stand right behind them.
pub(super) fn join(words: &mut [Word], names: &[Name]) {
    for name in
        names.iter().filter(|name| matches!(name.kind, NameKind::Person | NameKind::Place | NameKind::Organization))
    {
        let Some(title) = name.tokens.start.checked_sub(1) else { continue };
        let Some(holder) =
            name.tokens.clone().find(|&token| words[token].head.is_none_or(|head| !name.tokens.contains(&head)))
        else {
            continue;
        };
        let is_beside = words[title].upos == Upos::Noun
            && words[title].head.is_some()
            && words[title].head == words[holder].head
            && words[title].deprel == words[holder].deprel
            && !names.iter().any(|other| other.tokens.contains(&title));
        if !is_beside {
            continue;
        }
        words[title].head = Some(holder);
        words[title].deprel = Arc::from("nmod:desc");
        for (token, word) in words.iter_mut().enumerate() {
            let is_before = token < title && matches!(&*word.deprel, "case" | "cc" | "mark");
            if word.head == Some(title) && (is_before || token > holder) {
                word.head = Some(holder);
            }
        }
    }
}

/// Puts persons in apposition to a name of another kind under the noun before it: in "the leader of the Democrats, Jane
/// Roe," it is the leader who is Jane Roe.
pub(super) fn lift(words: &mut [Word], names: &[Name]) {
    let of = |token: usize| names.iter().find(|name| name.tokens.contains(&token));
    for person in names.iter().filter(|name| name.kind == NameKind::Person) {
        for token in person.tokens.clone() {
            let Some(body) = words[token].head.filter(|_| &*words[token].deprel == "appos") else { continue };
            let is_body = of(body).is_some_and(|name| name.kind != NameKind::Person && name.tokens != person.tokens);
            let noun = words[body].head.filter(|_| &*words[body].deprel == "nmod");
            if let Some(noun) = noun.filter(|&noun| {
                is_body && noun < body && body < token && words[noun].upos == Upos::Noun && of(noun).is_none()
            }) {
                words[token].head = Some(noun);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(upos: Upos, head: Option<usize>, deprel: &str) -> Word {
        Word { upos, feats: Arc::from("_"), lemma: String::new(), head, deprel: Arc::from(deprel) }
    }

    #[test]
    fn a_title_beside_a_name_goes_under_it() {
        // "met with minister Roe , who smiled"
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Noun, Some(0), "obl"),
            word(Upos::Propn, Some(0), "obl"),
            word(Upos::Punct, Some(6), "punct"),
            word(Upos::Pron, Some(6), "nsubj"),
            word(Upos::Verb, Some(2), "acl:relcl"),
        ];
        join(&mut words, &[Name { tokens: 3..4, kind: NameKind::Person, score: 1.0 }]);
        let heads: Vec<Option<usize>> = words.iter().map(|word| word.head).collect();
        assert_eq!(heads, [None, Some(3), Some(3), Some(0), Some(6), Some(6), Some(3)]);
        assert_eq!(&*words[2].deprel, "nmod:desc");
    }

    #[test]
    fn a_person_is_no_party() {
        // "leader of Democrats , Roe"
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Punct, Some(4), "punct"),
            word(Upos::Propn, Some(2), "appos"),
        ];
        let name = |token: usize, kind| Name { tokens: token..token + 1, kind, score: 1.0 };
        lift(&mut words, &[name(2, NameKind::Person), name(4, NameKind::Person)]);
        assert_eq!(words[4].head, Some(2));
        lift(&mut words, &[name(2, NameKind::Organization), name(4, NameKind::Person)]);
        assert_eq!(words[4].head, Some(0));
    }

    #[test]
    fn other_neighbours_stay_where_they_are() {
        // "told reporters Roe left": an object and a subject.
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Noun, Some(0), "obj"),
            word(Upos::Propn, Some(3), "nsubj"),
            word(Upos::Verb, Some(0), "ccomp"),
        ];
        join(&mut words, &[Name { tokens: 2..3, kind: NameKind::Person, score: 1.0 }]);
        assert_eq!(words[1].head, Some(0));
        assert_eq!(&*words[1].deprel, "obj");
    }
}
