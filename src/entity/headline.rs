//! The headline and the lead: a headline says in few words whom the first sentences introduce. "Afghan general held" is
//! of "General Abdul Noorzad", "Oslo court halts sale" of "an Oslo court".

use std::collections::BTreeSet;

use super::MentionKind;
use super::phrase::Parts;
use super::referents::{Facets, Resolver, Side, are_apart};
use crate::knowledge::ItemId;
use crate::ontology::Class;

/// Sentences behind the headline that introduce whom it speaks of, a line with the date among them.
const LEAD: usize = 4;
/// What tells that somebody else than before is meant.
const OTHERS: &[&str] = &["new", "next", "other", "more", "rival", "fellow"];

impl Resolver<'_, '_> {
    /// Whoever is without a name in the headline and nowhere else is the one of that kind in the lead.
    pub fn join_headline(&mut self) {
        for id in 0..self.referents.len() {
            let referent = &self.referents[id];
            let is_new = !referent.is_named() && referent.link.is_none() && referent.members.is_empty();
            if !is_new || !referent.mentions.iter().all(|&mention| self.is_in_headline(mention)) {
                continue;
            }
            let is_nominal = |&mention: &usize| self.found[mention].kind == MentionKind::Nominal;
            let mut nominals = referent.mentions.iter().copied().filter(is_nominal);
            let (Some(at), None) = (nominals.next(), nominals.next()) else { continue };
            let parts = self.parts(at);
            // "Names new head": the old one is no news.
            let is_another = parts.words.iter().any(|(_, word)| OTHERS.contains(&word.as_str()));
            if !is_another
                && !self.is_capacity(at)
                && let Some(lead) = self.in_lead(id, at, &parts)
            {
                for mention in std::mem::take(&mut self.referents[id].mentions) {
                    self.assign(mention, lead);
                }
            }
        }
    }

    /// The only one in the lead whom a phrase of the headline may mean.
    fn in_lead(&self, id: usize, at: usize, parts: &Parts) -> Option<usize> {
        let facets = self.facets(parts);
        let first = self.sentence(at);
        let is_near = |&other: &usize| {
            let sentence = self.sentence(other);
            sentence > first && sentence <= first + LEAD && self.found[other].kind != MentionKind::Pronoun
        };
        let candidates: Vec<usize> = (0..self.referents.len())
            .filter(|&other| {
                let mentions = &self.referents[other].mentions;
                mentions.iter().any(is_near) && !mentions.iter().any(|&mention| self.is_in_headline(mention))
            })
            .filter(|&other| self.referents[other].is_plural == self.referents[id].is_plural)
            .filter(|&other| self.are_of_one_side(&facets, other))
            .collect();
        let only = |fits: &dyn Fn(usize) -> bool| {
            let mut fitting = candidates.iter().copied().filter(|&other| fits(other));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let shares = |other: usize| {
            let own = &self.referents[other];
            !own.sides.is_disjoint(&facets.sides) || !own.places.is_disjoint(&facets.places)
        };
        let class = self.referents[id].class;
        let is_called = |other: usize| self.is_called(other, parts, &facets.words);
        only(&|other| is_called(other) && shares(other))
            .or_else(|| only(&is_called))
            .or_else(|| only(&|other| self.is_kind(other, class, &facets)))
    }

    /// Whether a referent is called by the noun of a phrase, and no other word of its kind: no "phone company" is an "oil company".
    fn is_called(&self, other: usize, parts: &Parts, joined: &BTreeSet<String>) -> bool {
        let own = &self.referents[other];
        if self.is_person(other) {
            let words: BTreeSet<String> = parts.words.iter().map(|(_, word)| word.clone()).collect();
            let mut roles = self.roles.iter().filter(|role| role.person == other);
            return roles.any(|role| self.is_same_office(&parts.head, &words, &role.head, &role.words))
                || own.heads.contains(&parts.head);
        }
        own.heads.contains(&parts.head) && !are_apart(joined, &own.words)
    }

    /// Whether a name is of the kind that the noun means, and of the country that the phrase names.
    fn is_kind(&self, other: usize, class: Class, facets: &Facets) -> bool {
        let own = &self.referents[other];
        let classes = &self.context.ontology.classes;
        let is_of = |country: ItemId| facets.sides.contains(&Side::Country(country));
        own.is_named()
            && class != Class::Organization
            && classes.is_a(class, Class::Organization)
            && classes.is_a(own.class, class)
            && (self.country(other).is_some_and(is_of) || !own.sides.is_disjoint(&facets.sides))
    }

    /// Whether nothing tells that a referent is of another country or place than a phrase names.
    fn are_of_one_side(&self, facets: &Facets, other: usize) -> bool {
        let own = &self.referents[other];
        let roles = self.roles.iter().filter(|role| role.person == other).flat_map(|role| &role.sides);
        let mut theirs = self.countries(own.sides.iter().chain(roles), &own.places);
        theirs.extend(self.country(other));
        let ours = self.countries(&facets.sides, &facets.places);
        !are_apart(&ours, &theirs) && !are_apart(&facets.places, &own.places)
    }

    /// The countries among some sides, and those that some places are in.
    fn countries<'s>(&self, sides: impl IntoIterator<Item = &'s Side>, places: &BTreeSet<usize>) -> BTreeSet<ItemId> {
        let of_side = |side: &Side| match side {
            Side::Country(country) => Some(*country),
            Side::Other(_) => None,
        };
        let of_place = |&place: &usize| self.country(place);
        sides.into_iter().filter_map(of_side).chain(places.iter().filter_map(of_place)).collect()
    }

    /// The country of a referent, as far as the knowledge base knows.
    fn country(&self, id: usize) -> Option<ItemId> {
        self.context.knowledge.item(self.referents[id].item()?)?.country
    }
}
