//! Verbs and their objects, where the tree and the rest of the analysis disagree.
//!
//! Verbs that were read as nouns: "The court sentences three activists", "Spanish police arrest 13 members". In headlines'
//! present the forms of noun and verb are one. The tree knows better than the part of speech: nouns have no objects. What
//! stands before such a noun as its compound is the subject then. So it is of "Parliament votes to ban the party", where
//! nothing else would be said of the votes.
//!
//! Two objects that were read as one: "named Jane Roe bank director", "fines Google 500 million euros". And objects that
//! were read as a second subject: "Parliament impeaches acting president Roe". And clauses that were read as the agent's: "it was
//! claimed by the opposition that …".

use std::ops::Range;
use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::decode::Word;
use super::dictionary;

const SINGULAR: &str = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin";
const PLURAL: &str = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin";

/// Nouns that are verbs where an infinitive follows what has no article: "Parliament votes to".
const DECIDING: &[&str] = &["votes", "plans", "moves", "pledges", "vows", "offers", "promises"];

/// Verbs that give somebody a role, and need no word for it: "names Jane Roe chief executive".
const NAMING: &[&str] =
    &["name", "appoint", "elect", "reelect", "re-elect", "nominate", "declare", "proclaim", "crown"];

/// Words that a role behind a name has at most.
const ROLE_WORDS: usize = 6;

/// Makes verbs of the nouns of a sentence that have an object.
pub(super) fn recognise(words: &mut [Word], forms: &[&str], sentence: Range<usize>) {
    for at in sentence.clone() {
        let is_clause = matches!(&*words[at].deprel, "root" | "conj" | "parataxis" | "ccomp");
        if words[at].upos != Upos::Noun || !is_clause {
            continue;
        }
        let dependents: Vec<usize> = sentence.clone().filter(|&child| words[child].head == Some(at)).collect();
        let has = |relation: &str| dependents.iter().any(|&child| &*words[child].deprel == relation);
        let has_object = dependents.iter().any(|&child| child > at && &*words[child].deprel == "obj");
        // "A court sentences two men": behind a noun there are no compounds, nor nouns without a preposition.
        let is_bare_noun = |child: usize| {
            child > at
                && matches!(words[child].upos, Upos::Noun | Upos::Propn)
                && match &*words[child].deprel {
                    "compound" => true,
                    "nmod" => {
                        !sentence.clone().any(|case| words[case].head == Some(child) && &*words[case].deprel == "case")
                    }
                    _ => false,
                }
        };
        let bare = dependents.iter().copied().find(|&child| is_bare_noun(child));
        let bare = bare.filter(|_| &*words[at].deprel == "root" && has("compound") && forms[at].ends_with('s'));
        let decides = &*words[at].deprel == "root"
            && DECIDING.contains(&&*forms[at].to_lowercase())
            && !has("det")
            && dependents.iter().any(|&child| {
                &*words[child].deprel == "acl"
                    && words[at + 1..child].iter().any(|word| word.head == Some(child) && &*word.deprel == "mark")
            });
        if !(has_object || decides || bare.is_some()) || has("case") || has("cop") || has("amod") && !has("compound") {
            continue;
        }
        // "Spanish police arrest": what the noun has before it is its subject's.
        let is_noun = |&child: &usize| matches!(words[child].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let before = dependents.iter().copied().filter(|&child| child < at);
        let subject = before
            .clone()
            .find(|&child| words[child].relation() == "nsubj")
            .or_else(|| before.clone().rfind(|child| is_noun(child) && &*words[*child].deprel == "compound"));
        let is_joined = &*words[at].deprel == "conj"
            && words[at].head.is_some_and(|head| matches!(words[head].upos, Upos::Verb | Upos::Noun));
        match subject {
            Some(subject) => {
                let moved: Vec<usize> = before
                    .filter(|&child| {
                        child < subject
                            && matches!(&*words[child].deprel, "det" | "amod" | "compound" | "nummod" | "nmod:poss")
                    })
                    .collect();
                for child in moved {
                    words[child].head = Some(subject);
                }
                words[subject].deprel = Arc::from("nsubj");
            }
            None if is_joined => {}
            None => continue,
        }
        if let Some(object) = bare.filter(|_| !has_object) {
            words[object].deprel = Arc::from("obj");
        }
        if decides {
            for child in dependents.into_iter().filter(|&child| child > at) {
                if &*words[child].deprel == "acl" {
                    words[child].deprel = Arc::from("xcomp");
                }
            }
        }
        let form = forms[at].to_lowercase();
        words[at].upos = Upos::Verb;
        words[at].lemma = dictionary::regular_stems(&form).into_iter().next().unwrap_or_else(|| form.clone());
        words[at].feats = Arc::from(if form.ends_with('s') && !form.ends_with("ss") { SINGULAR } else { PLURAL });
    }
}

/// Subjects of a verb with an auxiliary of the passive are passive ones.
pub(super) fn passive_subjects(words: &mut [Word], sentence: Range<usize>) {
    for subject in sentence.clone() {
        let Some(verb) = words[subject].head.filter(|_| &*words[subject].deprel == "nsubj") else { continue };
        if sentence.clone().any(|at| words[at].head == Some(verb) && &*words[at].deprel == "aux:pass") {
            words[subject].deprel = Arc::from("nsubj:pass");
        }
    }
}

/// Makes objects of the subjects behind a verb that has one before it and no object.
pub(super) fn object_of_two_subjects(words: &mut [Word], sentence: Range<usize>) {
    for second in sentence.clone() {
        let Some(verb) = words[second].head.filter(|&verb| verb < second && words[verb].upos == Upos::Verb) else {
            continue;
        };
        let has = |relation: &str, range: Range<usize>| {
            words[range].iter().any(|word| word.head == Some(verb) && &*word.deprel == relation)
        };
        let is_second = &*words[second].deprel == "nsubj"
            && has("nsubj", sentence.start..verb)
            && !["obj", "ccomp", "xcomp", "expl"].iter().any(|relation| has(relation, sentence.clone()));
        if is_second {
            words[second].deprel = Arc::from("obj");
        }
    }
}

/// Gives the clause of "it was claimed by the opposition that …" to the verb.
pub(super) fn lift_content(words: &mut [Word], forms: &[&str], sentence: Range<usize>) {
    for clause in sentence.clone() {
        if words[clause].relation() != "acl" || &*words[clause].deprel == "acl:relcl" {
            continue;
        }
        let Some(agent) = words[clause].head.filter(|&agent| agent < clause) else { continue };
        let Some(verb) = words[agent].head.filter(|_| words[agent].relation() == "obl") else { continue };
        let has = |head: usize, relation: &str, form: &str| {
            sentence.clone().any(|at| {
                words[at].head == Some(head) && &*words[at].deprel == relation && forms[at].eq_ignore_ascii_case(form)
            })
        };
        if has(verb, "expl", "it") && has(agent, "case", "by") && has(clause, "mark", "that") {
            words[clause].head = Some(verb);
            words[clause].deprel = Arc::from("csubj:pass");
        }
    }
}

/// Takes a name right behind a verb out of the noun phrase that it was read into: where another name or an amount stands
/// between it and a bare noun, or the verb gives roles, it is an object of its own.
pub(super) fn part(words: &mut [Word], names: &[Name]) {
    let named = |token: usize| names.iter().find(|name| name.tokens.contains(&token));
    for name in names {
        let Some(verb) = name.tokens.start.checked_sub(1).filter(|&at| words[at].upos == Upos::Verb) else { continue };
        let Some((holder, noun)) = name.tokens.clone().find_map(|token| {
            let head = words[token].head.filter(|head| !name.tokens.contains(head))?;
            Some((token, head))
        }) else {
            continue;
        };
        // "Acme named Jane Roe chief executive", with two predicates.
        let is_predicate = |at: usize| words[at].head == Some(verb) && &*words[at].deprel == "xcomp";
        let gives_role = name.kind == NameKind::Person && NAMING.contains(&&*words[verb].lemma);
        let behind = name.tokens.end..words.len().min(name.tokens.end + ROLE_WORDS);
        if gives_role && is_predicate(holder) && { behind }.any(is_predicate) {
            words[holder].deprel = Arc::from("obj");
            continue;
        }
        let is_object = noun >= name.tokens.end
            && words[noun].head == Some(verb)
            && matches!(&*words[noun].deprel, "obj" | "xcomp")
            && matches!(&*words[holder].deprel, "compound" | "nmod" | "nmod:desc")
            && words[noun].upos == Upos::Noun;
        if !is_object {
            continue;
        }
        let mut between = name.tokens.end..noun;
        let is_amount = between.clone().any(|at| words[at].head == Some(noun) && &*words[at].deprel == "nummod");
        let is_role = name.kind == NameKind::Person
            && (gives_role || !between.is_empty() && between.all(|at| named(at).is_some()))
            && words[noun].feature("Number") == Some("Sing");
        if is_amount || is_role {
            words[holder].head = Some(verb);
            words[holder].deprel = Arc::from(if is_amount { "iobj" } else { "obj" });
            if is_role {
                words[noun].deprel = Arc::from("xcomp");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::decode::word;

    #[test]
    fn a_noun_with_an_object_is_a_verb() {
        let forms = ["Spanish", "police", "arrests", "members"];
        let mut words = [
            word(Upos::Adj, Some(2), "amod"),
            word(Upos::Noun, Some(2), "compound"),
            word(Upos::Noun, None, "root"),
            word(Upos::Noun, Some(2), "obj"),
        ];
        recognise(&mut words, &forms, 0..4);
        assert_eq!((words[2].upos, &*words[2].lemma), (Upos::Verb, "arrest"));
        assert_eq!((words[1].head, &*words[1].deprel), (Some(2), "nsubj"));
        assert_eq!(words[0].head, Some(1));
    }

    #[test]
    fn a_noun_with_a_bare_noun_behind_it_is_a_verb() {
        let forms = ["A", "court", "sentences", "two", "men"];
        let mut words = [
            word(Upos::Det, Some(2), "det"),
            word(Upos::Noun, Some(2), "compound"),
            word(Upos::Noun, None, "root"),
            word(Upos::Num, Some(4), "nummod"),
            word(Upos::Noun, Some(2), "nmod"),
        ];
        recognise(&mut words, &forms, 0..5);
        assert_eq!((words[2].upos, &*words[4].deprel, words[0].head), (Upos::Verb, "obj", Some(1)));
    }

    #[test]
    fn a_noun_that_decides_to_is_a_verb() {
        let forms = ["Parliament", "votes", "to", "ban", "it"];
        let mut words = [
            word(Upos::Propn, Some(1), "compound"),
            word(Upos::Noun, None, "root"),
            word(Upos::Part, Some(3), "mark"),
            word(Upos::Verb, Some(1), "acl"),
            word(Upos::Pron, Some(3), "obj"),
        ];
        recognise(&mut words, &forms, 0..5);
        assert_eq!((words[1].upos, &*words[1].lemma, &*words[3].deprel), (Upos::Verb, "vote", "xcomp"));
        assert_eq!(&*words[0].deprel, "nsubj");
    }

    #[test]
    fn a_name_between_verb_and_role_or_amount_is_an_object() {
        let name = |tokens, kind| Name { tokens, kind, score: 1.0 };
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Propn, Some(3), "compound"),
            word(Upos::Propn, Some(3), "compound"),
            word(Upos::Noun, Some(0), "obj"),
        ];
        words[3].feats = Arc::from("Number=Sing");
        part(&mut words, &[name(1..2, NameKind::Person), name(2..3, NameKind::Organization)]);
        assert_eq!((words[1].head, &*words[1].deprel, &*words[3].deprel), (Some(0), "obj", "xcomp"));

        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Propn, Some(3), "compound"),
            word(Upos::Num, Some(3), "nummod"),
            word(Upos::Noun, Some(0), "obj"),
        ];
        part(&mut words, &[name(1..2, NameKind::Organization)]);
        assert_eq!((words[1].head, &*words[1].deprel, &*words[3].deprel), (Some(0), "iobj", "obj"));
    }

    #[test]
    fn a_clause_behind_an_agent_is_the_verbs() {
        let forms = ["It", "was", "claimed", "by", "them", "that", "it", "rained"];
        let mut words = [
            word(Upos::Pron, Some(2), "expl"),
            word(Upos::Aux, Some(2), "aux:pass"),
            word(Upos::Verb, None, "root"),
            word(Upos::Adp, Some(4), "case"),
            word(Upos::Pron, Some(2), "obl:agent"),
            word(Upos::Sconj, Some(7), "mark"),
            word(Upos::Pron, Some(7), "nsubj"),
            word(Upos::Verb, Some(4), "acl"),
        ];
        lift_content(&mut words, &forms, 0..8);
        assert_eq!((words[7].head, &*words[7].deprel), (Some(2), "csubj:pass"));
    }

    #[test]
    fn a_subject_behind_a_verb_that_has_one_is_its_object() {
        let sentence = |relation| {
            [word(Upos::Noun, Some(1), relation), word(Upos::Verb, None, "root"), word(Upos::Noun, Some(1), "nsubj")]
        };
        let mut words = sentence("nsubj");
        object_of_two_subjects(&mut words, 0..3);
        assert_eq!(&*words[2].deprel, "obj");
        let mut words = sentence("obl");
        object_of_two_subjects(&mut words, 0..3);
        assert_eq!(&*words[2].deprel, "nsubj");
    }

    #[test]
    fn a_passive_has_a_passive_subject() {
        let mut words =
            [word(Upos::Noun, Some(2), "nsubj"), word(Upos::Aux, Some(2), "aux:pass"), word(Upos::Verb, None, "root")];
        passive_subjects(&mut words, 0..3);
        assert_eq!(&*words[0].deprel, "nsubj:pass");
    }

    #[test]
    fn other_nouns_stay() {
        let mut words =
            [word(Upos::Adj, Some(1), "amod"), word(Upos::Noun, None, "root"), word(Upos::Noun, Some(1), "nmod")];
        recognise(&mut words, &["Spanish", "arrests", "members"], 0..3);
        assert_eq!(words[1].upos, Upos::Noun);
    }
}
