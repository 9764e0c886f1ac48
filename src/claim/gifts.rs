//! Who gives somebody money or relief: "pledged Chad two million euros", "rice from Japan", "was given a grant".
//!
//! What is given tells a gift from other giving: the lexicon's phrasings name few things, and any object at all would
//! make gifts of "gave Roe a warning" and "sent Alba a letter".

use super::nominal::Rules;
use super::structure::Relation;
use super::types::{Modality, Object};
use crate::entity::EntityId;
use crate::language::{CURRENCIES, Upos};
use crate::ontology::Class;

/// Verbs of giving.
#[rustfmt::skip]
const GIVING: &[&str] = &[
    "give", "donate", "lend", "loan", "grant", "award", "allocate", "send", "hand", "hand_out", "deliver", "supply", "provide",
    "distribute", "contribute", "transfer", "ship", "extend", "approve", "release", "bring",
];

/// Verbs of giving that is to come.
const PROMISING: &[&str] = &["promise", "pledge", "offer", "earmark", "commit", "announce", "propose"];

/// Verbs of getting.
const GETTING: &[&str] = &["receive", "get", "obtain", "secure"];

/// What is given to help.
#[rustfmt::skip]
const RELIEF: &[&str] = &[
    "aid", "assistance", "help", "relief", "grant", "loan", "credit", "compensation", "subsidy", "donation", "funding", "money",
    "cash", "food", "rice", "grain", "wheat", "flour", "water", "medicine", "vaccine", "dose", "blanket", "tent", "shelter", "clothes",
    "clothing", "supplies", "supply", "equipment", "ambulance", "generator", "fuel", "weapon", "weaponry", "arms", "ammunition",
    "missile", "tank", "rescuer", "scholarship", "refund", "ration", "kit", "mask", "ventilator", "package",
];

/// Nouns of so much of something.
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "ton", "tonne", "kilogram", "litre", "liter", "gallon", "box", "crate", "truckload", "shipload", "shipment", "consignment",
    "delivery", "batch", "package", "million", "billion", "thousand", "hundred", "dozen", "amount", "sum", "number", "set",
];

impl Rules<'_, '_> {
    pub(super) fn gifts(&mut self) {
        let room = self.room;
        for verb in self.tokens() {
            let lemma = &*room.lemmas[verb];
            let is_promise = PROMISING.contains(&lemma);
            let is_getting = GETTING.contains(&lemma);
            if room.analysis.tokens[verb].upos != Upos::Verb || !(is_promise || is_getting || GIVING.contains(&lemma)) {
                continue;
            }
            let Some(gift) = self.structure.from(verb).find(|edge| edge.relation == Relation::Object) else { continue };
            if !self.is_gift(gift.to) {
                continue;
            }
            let gift = gift.to;
            let subjects = self.beside(verb, &Relation::Subject, Class::Agent);
            let (givers, takers) = if is_getting {
                (self.parties(verb, gift, &["from"]), subjects)
            } else {
                let mut takers = self.beside(verb, &Relation::Indirect, Class::Agent);
                if takers.is_empty() {
                    takers = self.parties(verb, gift, &["to", "for"]);
                }
                (subjects, takers)
            };
            let before = self.drafts.len();
            for &giver in &givers {
                for &taker in takers.iter().filter(|&&taker| taker != giver) {
                    self.add_stated(giver, "aids", Object::Entity(taker), &[verb, gift], 0.7, "gift");
                }
            }
            if is_promise {
                self.drafts[before..].iter_mut().for_each(|draft| draft.modality = Some(Modality::Future));
            }
        }
    }

    /// Who stands beside a preposition under a verb of giving or the gift.
    fn parties(&self, verb: usize, gift: usize, prepositions: &[&str]) -> Vec<EntityId> {
        let is_party = |relation: &Relation| relation.is_oblique_of(prepositions);
        let edges = [verb, gift].into_iter().flat_map(|token| self.structure.from(token));
        let mut parties: Vec<EntityId> = edges
            .filter(|edge| is_party(&edge.relation))
            .flat_map(|edge| self.room.referents(edge.to, self.structure))
            .filter(|&entity| self.room.is_a(entity, Class::Agent))
            .collect();
        parties.sort();
        parties.dedup();
        parties
    }

    /// Whether a noun is a sum of money, relief, or so much of it: "two million euros", "200 tonnes of rice".
    fn is_gift(&self, noun: usize) -> bool {
        let room = self.room;
        let is_one = |at: usize| {
            let lemma = room.lemmas[at].to_lowercase();
            CURRENCIES.contains(&&*lemma) || RELIEF.contains(&&*lemma)
        };
        // A suspension of supplies is none.
        let is_measure = MEASURES.contains(&&*room.lemmas[noun]) || room.analysis.tokens[noun].upos == Upos::Num;
        let mut parts = self.structure.from(noun).filter(|edge| edge.relation.is_oblique("of"));
        is_one(noun)
            || matches!(room.analysis.tokens[noun].upos, Upos::Num | Upos::Sym)
                && room.analysis.children(noun).any(|at| CURRENCIES.contains(&&*room.analysis.tokens[at].form))
            || is_measure && parts.any(|edge| is_one(edge.to))
    }
}
