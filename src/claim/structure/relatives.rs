//! What relative pronouns stand for. The tree says what their clause modifies; where that cannot be meant, as "who" means
//! persons, "which" things and a singular verb one thing, it is another noun of the same phrase.

use super::{Builder, lemma};
use crate::language::Upos;
use crate::ontology::Class;

impl Builder<'_> {
    /// Relative pronouns stand for the noun that their clause modifies.
    pub(super) fn find_antecedents(&mut self) {
        for verb in self.first..self.end {
            if &*self.analysis.tokens[verb].deprel != "acl:relcl" {
                continue;
            }
            let Some(noun) = self.head(verb) else { continue };
            // A later conjunct shares the pronoun of the first through its subject.
            let mut stack = self.children(verb).to_vec();
            while let Some(token) = stack.pop() {
                let word = &self.analysis.tokens[token];
                let is_relative = word.feature("PronType") == Some("Rel")
                    || matches!(word.lemma.as_str(), "who" | "which" | "whom" | "whose" | "that")
                        && matches!(word.upos, Upos::Pron | Upos::Det)
                        && word.relation() != "det";
                if is_relative {
                    self.antecedent[token - self.first] = Some(self.meant(token, verb, noun));
                } else if !matches!(word.relation(), "ccomp" | "acl" | "advcl" | "conj" | "parataxis") {
                    stack.extend(self.children(token));
                }
            }
        }
    }

    /// What a pronoun in a clause that modifies a noun can mean.
    fn meant(&self, pronoun: usize, verb: usize, noun: usize) -> usize {
        let noun = match &*self.analysis.tokens[pronoun].lemma {
            "which" if self.are_persons(noun) => self.thing_before(pronoun, noun),
            "who" if self.relation(pronoun) == "nsubj" => self.person_above(noun),
            "which" | "that" if self.relation(pronoun) == "nsubj" && self.is_singular(verb) => self.one_above(noun),
            _ => noun,
        };
        self.named_as(noun).unwrap_or(noun)
    }

    /// "Roe is a member of the wing who fled": Roe.
    fn named_as(&self, noun: usize) -> Option<usize> {
        let is_plain = self.has(noun, "cop") && self.child(noun, "aux").is_none();
        let subject = self.child(noun, "nsubj").filter(|_| is_plain && !self.is_denied(noun));
        subject.filter(|&subject| self.name(subject).is_some())
    }

    fn are_persons(&self, noun: usize) -> bool {
        let lemma = lemma(self.analysis, noun);
        [Class::Person, Class::Group].iter().any(|&class| self.ontology.noun_is(&lemma, class))
            || self.name(noun).is_none() && self.is_role(noun)
    }

    /// "Passengers of the ship, which sank": the ship.
    fn thing_before(&self, which: usize, persons: usize) -> usize {
        let before = (self.first..which).rev().find(|&at| self.analysis.tokens[at].upos != Upos::Punct);
        let mut thing = before.filter(|&at| self.is_noun(at) && at > persons);
        // Up to the head of its phrase.
        while let Some(at) = thing {
            match self.head(at) {
                Some(head) if head > persons && head < which => thing = Some(head),
                Some(head) if head == persons && self.preposition(at).as_deref() == Some("of") => return at,
                _ => break,
            }
        }
        persons
    }

    /// "A member of the wing who led it": the member.
    fn person_above(&self, noun: usize) -> usize {
        let is_body = self.name(noun).is_none()
            && !self.are_persons(noun)
            && self.ontology.noun_class(&lemma(self.analysis, noun)).is_some();
        let above = self.head(noun).filter(|_| is_body && self.relation(noun) == "nmod");
        above.filter(|&above| self.are_persons(above)).unwrap_or(noun)
    }

    /// "Fighting between Norway and Chile, which blocks aid": the fighting.
    fn one_above(&self, noun: usize) -> usize {
        let mut first = noun;
        while let Some(head) = self.head(first).filter(|_| self.relation(first) == "conj") {
            first = head;
        }
        let are_many = first != noun || self.child(noun, "conj").is_some_and(|other| !self.is_clause(other));
        let above = self.head(first).filter(|_| are_many && self.relation(first) == "nmod");
        let is_one = |&above: &usize| self.is_noun(above) && !self.is_plural(above);
        above.filter(is_one).unwrap_or(noun)
    }

    /// Whether a verb, or the auxiliary before it, is in the singular.
    fn is_singular(&self, verb: usize) -> bool {
        let is_finite = |&at: &usize| self.analysis.tokens[at].feature("VerbForm") == Some("Fin");
        let is_helper = |&at: &usize| matches!(self.relation(at), "aux" | "cop");
        let finite = self.children(verb).iter().copied().filter(is_helper).find(is_finite).unwrap_or(verb);
        let word = &self.analysis.tokens[finite];
        word.feature("Number") == Some("Sing") && word.feature("Person") == Some("3")
    }
}
