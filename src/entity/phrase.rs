//! Noun phrases: their extent, and the parts that say which thing is meant.

use std::ops::Range;

use super::words::{is_noun, is_plural};
use crate::language::{Analysis, Upos};
use crate::time::cardinal;

/// How a noun phrase is determined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Determiner {
    /// "the", a possessive.
    Definite,
    /// "this", "those".
    Demonstrative,
    /// "both", "the two".
    Both,
    /// "a", "some", "another".
    Indefinite,
    /// None.
    Bare,
}

/// The parts of a noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// Lemma of the head, lower case.
    pub head: String,
    /// Whether the head stands in the plural.
    pub is_plural: bool,
    /// How it is determined.
    pub determiner: Determiner,
    /// The number that counts it.
    pub number: Option<i32>,
    /// Lemmas of common adjectives and nouns before the head, lower case.
    pub words: Vec<(usize, String)>,
    /// The head of the possessor.
    pub owner: Option<usize>,
    /// Heads of everything before the noun that may be a name: compounds, possessors, adjectives.
    pub before: Vec<usize>,
    /// Prepositional phrases after the noun: preposition and head.
    pub after: Vec<(String, usize)>,
}

/// Clauses with more words tell a story of their thing rather than say which one is meant.
const LONGEST_CLAUSE: usize = 5;

/// Relations of dependents that do not belong to the phrase of their noun.
fn is_outside(relation: &str, deprel: &str) -> bool {
    matches!(relation, "appos" | "parataxis" | "dep" | "discourse" | "vocative" | "dislocated" | "list" | "orphan")
        || deprel == "acl:relcl"
        || deprel == "advcl:relcl"
}

/// Relations of dependents of a noun that is a predicate, and what joins a phrase to others.
fn is_clausal(relation: &str) -> bool {
    matches!(
        relation,
        "nsubj"
            | "csubj"
            | "cop"
            | "aux"
            | "mark"
            | "advcl"
            | "conj"
            | "cc"
            | "case"
            | "expl"
            | "obl"
            | "obj"
            | "ccomp"
    )
}

/// The tokens of the noun phrase of `head`: without relative clauses, appositions and parentheticals.
pub(super) fn extent(analysis: &Analysis, head: usize) -> Range<usize> {
    let sentence = &analysis.sentences[analysis.sentence_of(head)].tokens;
    let mut included = vec![false; sentence.len()];
    let mut stack = vec![head];
    while let Some(token) = stack.pop() {
        included[token - sentence.start] = true;
        for child in analysis.children(token) {
            let word = &analysis.tokens[child];
            let relation = word.relation();
            let after_predicate = token == head && is_clausal(relation);
            let late_adverb = token == head && matches!(relation, "advmod") && child > head;
            let is_fronted = token == head
                && child < head
                && relation == "nmod"
                && analysis
                    .child(child, "case")
                    .is_some_and(|case| case < child && analysis.tokens[case].upos == Upos::Adp);
            let is_long = relation != "nmod" && analysis.subtree(child).len() > LONGEST_CLAUSE;
            let is_loose = child > token
                && matches!(relation, "acl" | "nmod" | "advcl")
                && (is_long || is_set_off(analysis, child) || relation == "nmod" && is_penalty(analysis, child));
            if !is_outside(relation, &word.deprel) && !after_predicate && !late_adverb && !is_fronted && !is_loose {
                stack.push(child);
            }
        }
    }
    let is_in = |token: usize| included[token - sentence.start];
    let mut start = head;
    while start > sentence.start && is_in(start - 1) {
        start -= 1;
    }
    let mut end = head + 1;
    while end < sentence.end && is_in(end) {
        end += 1;
    }
    let is_edge = |token: usize| analysis.tokens[token].upos == Upos::Punct;
    while start < head && is_edge(start) {
        start += 1;
    }
    while end > head + 1 && is_edge(end - 1) {
        end -= 1;
    }
    start..end
}

/// "Sentences the owner of the hotel to life in prison": what stands behind "to" is the penalty, whatever it hangs on.
fn is_penalty(analysis: &Analysis, token: usize) -> bool {
    let is_to = analysis.child(token, "case").is_some_and(|case| analysis.tokens[case].form.eq_ignore_ascii_case("to"));
    let above = analysis.above(token);
    is_to
        && above
            .take(5)
            .find(|&at| analysis.tokens[at].upos == Upos::Verb)
            .is_some_and(|verb| matches!(&*analysis.tokens[verb].lemma, "sentence" | "condemn" | "jail"))
}

/// Whether a comma or dash stands before what depends on a token.
fn is_set_off(analysis: &Analysis, token: usize) -> bool {
    let start = analysis.subtree(token).start;
    // The punctuation itself may hang inside.
    let is_mark = |at: usize| matches!(analysis.tokens[at].form.as_str(), "," | "–" | "—" | ":" | ";" | "--" | "(");
    is_mark(start) || start > 0 && is_mark(start - 1)
}

/// The parts of the noun phrase of `head`.
pub(super) fn parts(analysis: &Analysis, head: usize) -> Parts {
    let token = &analysis.tokens[head];
    let mut parts = Parts {
        head: token.lemma.to_lowercase(),
        is_plural: is_plural(token),
        determiner: Determiner::Bare,
        number: None,
        words: Vec::new(),
        owner: None,
        before: Vec::new(),
        after: Vec::new(),
    };
    for child in analysis.children(head) {
        let word = &analysis.tokens[child];
        let lemma = word.lemma.to_lowercase();
        match word.relation() {
            "det" => {
                parts.determiner = match lemma.as_str() {
                    "the" => Determiner::Definite,
                    "this" | "that" | "these" | "those" | "such" => Determiner::Demonstrative,
                    "both" => Determiner::Both,
                    _ if parts.determiner == Determiner::Both => Determiner::Both,
                    _ => Determiner::Indefinite,
                }
            }
            "nummod" => parts.number = cardinal(&word.form.to_lowercase()),
            "nmod" if &*word.deprel == "nmod:poss" => {
                parts.owner = Some(child);
                if parts.determiner == Determiner::Bare {
                    parts.determiner = Determiner::Definite;
                }
                parts.before.push(child);
            }
            "compound" | "amod" | "flat" | "nmod" if child < head => {
                parts.words.push((child, lemma));
                parts.before.push(child);
                // "US-Russia relations", "foreign policy adviser", "Group of Seven summit": what hangs on the modifier modifies too.
                let mut stack = vec![child];
                while let Some(inner) = stack.pop() {
                    for deeper in analysis.children(inner) {
                        let inner_word = &analysis.tokens[deeper];
                        if deeper < head
                            && matches!(inner_word.relation(), "compound" | "conj" | "flat" | "amod" | "nmod")
                        {
                            if is_noun(inner_word) || inner_word.upos == Upos::Adj {
                                parts.words.push((deeper, inner_word.lemma.to_lowercase()));
                            }
                            parts.before.push(deeper);
                            stack.push(deeper);
                        }
                    }
                }
            }
            "nmod" | "obl" => {
                if let Some(case) = analysis.child(child, "case") {
                    let preposition = analysis.tokens[case].lemma.to_lowercase();
                    parts.after.push((preposition.clone(), child));
                    for conjunct in
                        analysis.children(child).filter(|&other| analysis.tokens[other].relation() == "conj")
                    {
                        parts.after.push((preposition.clone(), conjunct));
                    }
                }
            }
            _ => {}
        }
    }
    if parts.determiner == Determiner::Definite && parts.number == Some(2) {
        parts.determiner = Determiner::Both;
    }
    parts
}
