//! How a text stands to what a predicate says: whether it affirms or denies it, and how far it is the case.
//!
//! The answer is gathered on the way from the predicate up its tree. Each word on the way adds what stands on itself
//! (negation, auxiliaries, adverbs, a condition), each edge what the governing word does to its content: "refuses to"
//! negates it, "plans to" puts it ahead, "urges X to" asks for it, by the lexicon's word lists. The way ends where the
//! text commits itself anew: at the content of a verb of speech, a relative clause, a clause of time or reason. Who says
//! it is not asked here (see [`super::attribution`]): a reported statement has the truth that its own words give it.
//!
//! Of several modalities the least committed counts, in the order of [`Modality`]; negations cancel out from one
//! word to the next ("did not fail to") but not on one word.

mod above;
mod own;

use super::{Modality, Polarity};
use crate::language::{Analysis, Upos};
use crate::ontology::Ontology;

/// How a text stands to what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// Whether it is or is not.
    pub polarity: Polarity,
    /// How far it is.
    pub modality: Modality,
}

/// How the text stands to what `predicate` (a token: verb, noun or adjective) says.
///
/// For a noun that names an event ("sanctions", "talks") the governing verb counts where it says that the event is: its
/// light verb ("will impose sanctions"), or any verb where the noun is new to the text ("did not reach a deal").
pub fn status(analysis: &Analysis, ontology: &Ontology, predicate: usize) -> Truth {
    let reading = Reading { analysis, ontology };
    let mut stance = reading.own(predicate);
    let mut node = predicate;
    let mut modality_only = false;
    // Trees are no deeper than this; a damaged one must not hold us.
    for _ in 0..24 {
        let Some(governor) = analysis.tokens[node].head else { break };
        let step = reading.step(node, governor);
        stance.add(step.stance, modality_only);
        match step.way {
            Way::Ends => break,
            Way::Beside => {}
            Way::Into => stance.add(reading.own_beside(governor, Some(node)), modality_only),
            Way::IntoModality => {
                modality_only = true;
                stance.add(reading.own(governor), true);
            }
        }
        node = governor;
    }
    if stance.modality == Modality::Actual && reading.is_asked(predicate) {
        stance.modality = Modality::Possible;
    }
    Truth { polarity: if stance.negated { Polarity::Negated } else { Polarity::Affirmed }, modality: stance.modality }
}

/// What one word or edge adds.
#[derive(Debug, Clone, Copy)]
struct Stance {
    negated: bool,
    modality: Modality,
}

impl Stance {
    const NOTHING: Self = Self { negated: false, modality: Modality::Actual };
    const NEGATED: Self = Self { negated: true, modality: Modality::Actual };

    const fn modal(modality: Modality) -> Self {
        Self { negated: false, modality }
    }

    fn add(&mut self, other: Self, modality_only: bool) {
        self.negated ^= other.negated && !modality_only;
        self.modality = weaker(self.modality, other.modality);
    }
}

fn weaker(one: Modality, other: Modality) -> Modality {
    let rank = |modality| match modality {
        Modality::Actual => 0,
        Modality::Future => 1,
        Modality::Possible => 2,
        Modality::Requested => 3,
        Modality::Hypothetical => 4,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// Where the way goes after an edge.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// The text commits itself anew here.
    Ends,
    /// To the governor, leaving out what stands on it: between conjuncts.
    Beside,
    /// To the governor, with what stands on it.
    Into,
    /// The same, but negation stays outside from here on.
    IntoModality,
}

struct Step {
    stance: Stance,
    way: Way,
}

const fn ends(stance: Stance) -> Step {
    Step { stance, way: Way::Ends }
}

const fn into(stance: Stance) -> Step {
    Step { stance, way: Way::Into }
}

/// Whether a word list holds a token's lemma. Lemmas of verbs sometimes come without their "e" ("urg", "accus").
pub(super) fn is_listed(ontology: &Ontology, analysis: &Analysis, list: &str, token: usize) -> bool {
    let word = &analysis.tokens[token];
    ontology.is_word(list, &word.lemma)
        || (word.upos == Upos::Verb
            && word.lemma.len() + 2 <= word.form.len()
            && ontology.is_word(list, &format!("{}e", word.lemma)))
        // "Suspected", "attempted" before a noun are words of their own.
        || word.relation() == "amod" && ontology.is_word(list, &word.form.to_lowercase())
}

/// Whether a verb asks for what stands below it: "urges", "calls for".
pub(super) fn is_request(ontology: &Ontology, analysis: &Analysis, verb: usize) -> bool {
    Reading { analysis, ontology }.is_listed_with_particle("requestVerb", verb)
}

struct Reading<'a> {
    analysis: &'a Analysis,
    ontology: &'a Ontology,
}

impl Reading<'_> {
    fn lemma(&self, token: usize) -> &str {
        &self.analysis.tokens[token].lemma
    }

    fn lists(&self, list: &str, token: usize) -> bool {
        is_listed(self.ontology, self.analysis, list, token)
    }

    fn holds(&self, list: &[&str], token: usize) -> bool {
        let lemma = self.lemma(token);
        list.iter().any(|word| word.eq_ignore_ascii_case(lemma))
    }

    /// Whether a verb reports what was said or thought.
    fn is_report(&self, node: usize) -> bool {
        self.analysis.tokens[node].upos == Upos::Verb
            && (self.lists("speechVerb", node) || self.lists("planVerb", node) || self.lists("factiveVerb", node))
    }

    fn has_mark(&self, node: usize, word: &str) -> bool {
        self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            // "admitted to being" has a preposition, no infinitive.
            matches!(other.relation(), "mark" | "case")
                && other.form.eq_ignore_ascii_case(word)
                && (word != "to" || other.upos == Upos::Part)
        })
    }

    fn child_is(&self, node: usize, relation: &str, word: &str) -> bool {
        self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            other.relation() == relation && other.form.eq_ignore_ascii_case(word)
        })
    }

    /// A word and the rest of its fixed expression, in lower case: "rather than".
    fn with_fixed(&self, token: usize) -> String {
        let mut text = self.analysis.tokens[token].form.to_lowercase();
        for child in self.analysis.children(token).filter(|&child| self.analysis.tokens[child].relation() == "fixed") {
            text.push(' ');
            text.push_str(&self.analysis.tokens[child].form.to_lowercase());
        }
        text
    }

    fn lemma_with_case(&self, node: usize, governor: usize) -> String {
        let lemma = self.lemma(governor);
        match self.analysis.child(node, "case").filter(|_| self.analysis.tokens[node].relation() == "obl") {
            Some(case) => format!("{lemma} {}", self.analysis.tokens[case].form.to_lowercase()),
            None => lemma.to_owned(),
        }
    }

    fn holds_word(&self, list: &[&str], word: &str) -> bool {
        list.contains(&word)
    }

    /// Whether a list holds a verb, alone or with its particle or preposition: "call on", "call for them to go".
    fn is_listed_with_particle(&self, list: &str, verb: usize) -> bool {
        if self.lists(list, verb) {
            return true;
        }
        self.analysis.children(verb).any(|child| {
            let other = &self.analysis.tokens[child];
            let particle = match &*other.deprel {
                "compound:prt" => Some(child),
                "obl" | "advmod" => self.analysis.child(child, "case"),
                "xcomp" | "ccomp" | "advcl" => self.analysis.child(child, "mark"),
                _ => None,
            };
            particle.is_some_and(|particle| {
                let words = format!("{} {}", self.lemma(verb), self.analysis.tokens[particle].form.to_lowercase());
                self.ontology.is_word(list, &words)
            })
        })
    }
}

#[cfg(test)]
mod tests;
