//! What verbs side by side share: objects, agents and circumstances that the tree hangs on one of them.

use super::super::words::HURTING;
use super::{Builder, Origin, Relation};

impl Builder<'_> {
    /// "Is stormed and burned by protesters", "two are killed and three are injured in a raid": who did it and in what it
    /// happened is told behind the last of several passives.
    pub(super) fn share_circumstances(&mut self, first: usize) {
        let is_told =
            |verb: usize| self.children(verb).iter().any(|&child| self.relation(child) == "obl" && child > verb);
        if self.beside(first, "by").is_some() {
            return;
        }
        let has_own = is_told(first);
        let is_passive = |&next: &usize| self.relation(next) == "conj" && self.is_passive(next) && is_told(next);
        let Some(next) = self.children(first).iter().copied().find(is_passive) else { return };
        // "Six are hurt, and a curfew is declared by the mayor": he hurt nobody.
        let hurts = |verb: usize| HURTING.contains(&&*self.analysis.tokens[verb].lemma);
        let both_hurt = hurts(first) && hurts(next);
        // "Is held in Oslo and won by Roe": he holds nothing.
        let is_of_same = self.child(next, "nsubj").is_none() && !has_own || both_hurt;
        for child in self.children(next).to_vec() {
            if child < next || self.relation(child) != "obl" {
                continue;
            }
            match self.preposition(child).as_deref() {
                Some("by") if is_of_same => self.add_all(first, &Relation::Subject, child, Origin::Plain),
                Some("in" | "during") if !has_own => {
                    let relation = Relation::Oblique(self.preposition(child).unwrap_or_default());
                    self.add_all(first, &relation, child, Origin::Plain);
                }
                _ => {}
            }
        }
    }

    /// Objects and what follows them, of verbs side by side.
    pub(super) fn share_objects(&mut self, token: usize) {
        self.share_with_next(token);
        // "seized and occupied Y": an object of the last of two verbs side by side.
        if self.child(token, "obj").is_none()
            && !self.is_passive(token)
            && let Some(next) = self.child(token, "conj")
            && self.is_verb(next)
            && next <= token + 2
            && let Some(object) = self.child(next, "obj")
        {
            self.add_all(token, &Relation::Object, object, Origin::Plain);
        }
        // "lives and works in Y": what follows the last of two verbs side by side.
        if self.child(token, "obj").is_none()
            && self.child(token, "obl").is_none()
            && let Some(next) = self.child(token, "conj")
            && self.is_verb(next)
            && next <= token + 3
            && self.is_passive(next) == self.is_passive(token)
            && let Some(oblique) = self.child(next, "obl")
            && let Some(preposition) = self.preposition(oblique).filter(|preposition| preposition != "by")
        {
            self.add_all(token, &Relation::Oblique(preposition), oblique, Origin::Plain);
        }
    }

    /// "Stabs and injures a man", "is shot and killed by a gunman": what stands behind the second verb is the second's too,
    /// though the tree hangs it on the first.
    fn share_with_next(&mut self, first: usize) {
        let is_passive = self.is_passive(first);
        let shared = match is_passive {
            false => self.child(first, "obj").map(|object| (object, Relation::Object)),
            true => self.beside(first, "by").map(|agent| (agent, Relation::Subject)),
        };
        let Some((shared, relation)) = shared else { return };
        for next in self.children(first).to_vec() {
            let is_before = self.relation(next) == "conj" && self.is_verb(next) && first < next && next < shared;
            let has_own = self.child(next, "obj").is_some() || self.child(next, "nsubj").is_some();
            if is_before && !has_own && self.is_passive(next) == is_passive {
                self.add_all(next, &relation, shared, Origin::Plain);
            }
        }
    }
}
