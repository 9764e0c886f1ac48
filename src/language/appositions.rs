//! Appositions, titles and descriptions that the tree hung on the wrong word of those they speak of.

use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::attachments::has_case;
use super::decode::{Word, top};

/// Puts an apposition to one thing under the name before it, of several side by side: in "Orion and Alba, a bank," Alba
/// is the bank.
pub(super) fn lower(words: &mut [Word], names: &[Name]) {
    let of = |token: usize| names.iter().position(|name| name.tokens.contains(&token));
    for noun in 0..words.len() {
        let is_one = words[noun].upos == Upos::Noun
            && &*words[noun].deprel == "appos"
            && words[noun].feature("Number") != Some("Plur")
            && of(noun).is_none();
        let Some(first) = words[noun].head.filter(|&head| is_one && head < noun && of(head).is_some()) else {
            continue;
        };
        let is_other = |&other: &usize| {
            words[other].head == Some(first)
                && &*words[other].deprel == "conj"
                && of(other).is_some_and(|name| Some(name) != of(first))
        };
        if let Some(last) = (first + 1..noun).rev().find(is_other) {
            words[noun].head = Some(last);
        }
    }
}

/// Makes a title of its own of what follows "chairman of the board and …", "a lawyer with the ministry and the head of …".
pub(super) fn raise(words: &mut [Word], names: &[Name]) {
    let is_person = |token: usize| name_at(names, token).is_some_and(|name| name.kind == NameKind::Person);
    for title in 0..words.len() {
        let Some(board) = words[title].head.filter(|_| &*words[title].deprel == "conj") else { continue };
        let is_owned = || words.iter().any(|word| word.head == Some(title) && &*word.deprel == "nmod:poss");
        let is_holder = |at: usize| HOLDERS.contains(&&*words[at].lemma);
        let is_title = words[board].lemma == "board"
            || is_holder(title)
                && !is_holder(board)
                && !is_person(board)
                && words[board].feature("Number") != Some("Plur")
                && !is_owned();
        let chairman = words[board].head.filter(|&chairman| {
            is_title
                && &*words[board].deprel == "nmod"
                && chairman < board
                && board < title
                && words[chairman].upos == Upos::Noun
        });
        if chairman.is_some() {
            words[title].head = chairman;
        }
    }
}

/// Participles that tell of a body when or where it came to be.
const DESCRIBING: &[&str] = &["founded", "established", "headquartered", "based", "located", "situated"];

/// Puts what describes a name under it: in "merged with Orion, founded in 1980," nobody merged while founded.
pub(super) fn describe(words: &mut [Word], names: &[Name], forms: &[&str]) {
    for at in 2..words.len() {
        let is_clause = matches!(&*words[at].deprel, "advcl" | "acl") && words[at].upos == Upos::Verb;
        if !is_clause || forms[at - 1] != "," || !DESCRIBING.contains(&forms[at]) {
            continue;
        }
        let Some(name) = names.iter().find(|name| name.tokens.end == at - 1) else { continue };
        let is_body = matches!(name.kind, NameKind::Organization | NameKind::Product | NameKind::Work);
        // The tree stays one where it has the name under the participle.
        if let Some(head) = top(words, name).filter(|&head| is_body && !is_below(words, head, at)) {
            (words[at].head, words[at].deprel) = (Some(head), Arc::from("acl"));
        }
    }
}

/// Makes an apposition of a name right behind a noun: of a person's that the tree has under it ("by the Basel hotelier Jane
/// Roe"), of any that it has beside it ("the Norwegian lender Orion declined").
pub(super) fn name_holders(words: &mut [Word], names: &[Name]) {
    for name in names.iter().filter(|name| name.tokens.start > 0) {
        let noun = name.tokens.start - 1;
        let Some(holder) = top(words, name) else { continue };
        let (title, called) = (&words[noun], &words[holder]);
        let is_under = name.kind == NameKind::Person && &*called.deprel == "nmod" && called.head == Some(noun);
        let is_beside = called.head.is_some()
            && called.head == title.head
            && called.deprel == title.deprel
            && matches!(called.relation(), "nsubj" | "obj");
        if !(is_under || is_beside) || title.upos != Upos::Noun {
            continue;
        }
        (words[holder].head, words[holder].deprel) = (Some(noun), Arc::from("appos"));
        // The preposition before both is the noun's.
        for word in &mut words[..noun] {
            if word.head == Some(holder) && word.relation() == "case" {
                word.head = Some(noun);
            }
        }
    }
}

/// Nouns of those who stand for a body or lead it.
#[rustfmt::skip]
const HOLDERS: &[&str] = &[
    "head", "leader", "chief", "chairman", "chairwoman", "chair", "director", "president", "vice-president", "secretary",
    "secretary-general", "spokesman", "spokeswoman", "spokesperson", "minister", "mayor", "governor", "commander", "captain",
    "coach", "manager", "owner", "founder", "co-founder", "editor", "ambassador", "author", "boss", "executive", "representative",
    "coordinator", "commissioner", "rector", "dean", "envoy", "speaker",
];

/// Gives a holder the person's name that the tree has beside the body: "the head of the delegation, Jane Roe".
pub(super) fn raise_holders(words: &mut [Word], names: &[Name], forms: &[&str]) {
    for name in names.iter().filter(|name| name.kind == NameKind::Person) {
        let Some(person) = top(words, name).filter(|&person| &*words[person].deprel == "appos") else { continue };
        let body = words[person].head.filter(|&body| {
            body < person
                && forms[body + 1] == ","
                && &*words[body].deprel == "nmod"
                && words[body].upos == Upos::Noun
                && name_at(names, body).is_none()
                && !HOLDERS.contains(&&*words[body].lemma)
                && (has_case(words, body, "of") || has_case(words, body, "for"))
        });
        let holder = body.and_then(|body| words[body].head);
        if let Some(holder) = holder.filter(|&holder| HOLDERS.contains(&&*words[holder].lemma)) {
            words[person].head = Some(holder);
        }
    }
}

/// Puts a second noun that is said of a person under the first: "Jane Roe, an economist at Orion and a former adviser to
/// the bank, spoke" is of one.
pub(super) fn second(words: &mut [Word], names: &[Name], forms: &[&str]) {
    for noun in 0..words.len() {
        let is_one = |words: &[Word], at: usize| {
            words[at].upos == Upos::Noun && words[at].feature("Number") != Some("Plur") && name_at(names, at).is_none()
        };
        let person = words[noun].head.filter(|&person| {
            person < noun
                && &*words[noun].deprel == "conj"
                && is_one(words, noun)
                && name_at(names, person).is_some_and(|name| name.kind == NameKind::Person)
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
    (token..words.len()).rev().find(|&at| is_below(words, at, token)).unwrap_or(token) + 1
}

/// Whether a token is another or hangs on it, directly or not.
fn is_below(words: &[Word], token: usize, other: usize) -> bool {
    // Repairs before may have made a circle, which is undone after all of them.
    std::iter::successors(Some(token), |&at| words[at].head).take(words.len()).any(|at| at == other)
}

/// The name that a token is in.
fn name_at(names: &[Name], token: usize) -> Option<&Name> {
    names.iter().find(|name| name.tokens.contains(&token))
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

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
    fn one_thing_is_said_of_the_last_name() {
        // "Orion and Alba , a bank"
        let mut words = [
            word(Upos::Propn, None, "root"),
            word(Upos::Cconj, Some(2), "cc"),
            word(Upos::Propn, Some(0), "conj"),
            word(Upos::Punct, Some(5), "punct"),
            word(Upos::Det, Some(5), "det"),
            word(Upos::Noun, Some(0), "appos"),
        ];
        let name = |tokens: Range<usize>| Name { tokens, kind: NameKind::Organization, score: 1.0 };
        lower(&mut words, &[name(0..1), name(2..3)]);
        assert_eq!(words[5].head, Some(2));
    }

    #[test]
    fn a_tree_stays_a_tree() {
        // "Orion , founded": the name is its subject.
        let mut words = [
            word(Upos::Propn, Some(2), "nsubj"),
            word(Upos::Punct, Some(2), "punct"),
            word(Upos::Verb, Some(3), "advcl"),
            word(Upos::Verb, None, "root"),
        ];
        let name = Name { tokens: 0..1, kind: NameKind::Organization, score: 1.0 };
        describe(&mut words, &[name], &["Orion", ",", "founded", "grew"]);
        assert_eq!(words[2].head, Some(3));
    }

    #[test]
    fn two_nouns_are_said_of_one_person() {
        assert_eq!(head_of_second("there"), Some(3));
        assert_eq!(head_of_second(","), Some(0), "\"Roe, an economist, and an adviser\" are two");
    }
}
