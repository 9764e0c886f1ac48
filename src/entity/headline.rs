//! The headline and the lead: a headline says in few words whom the first sentences introduce. "Afghan general held" is
//! of "General Abdul Noorzad", "Oslo court halts sale" of "an Oslo court".

use std::collections::BTreeSet;

use super::MentionKind;
use super::phrase::Parts;
use super::referents::{Facets, Resolver, Side};
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
            let nominals: Vec<usize> = self.nominals(id).collect();
            let &[at] = &nominals[..] else { continue };
            let is_only_here = referent.mentions.iter().all(|&mention| self.is_in_headline(mention));
            // "Names new head": the old one is no news.
            let is_another = self.parts(at).words.iter().any(|(_, word)| OTHERS.contains(&word.as_str()));
            if is_new
                && is_only_here
                && !is_another
                && !self.is_capacity(at)
                && let Some(lead) = self.in_lead(id, at)
            {
                for mention in std::mem::take(&mut self.referents[id].mentions) {
                    self.assign(mention, lead);
                }
            }
        }
    }

    /// The only one in the lead whom a phrase of the headline may mean.
    fn in_lead(&self, id: usize, at: usize) -> Option<usize> {
        let parts = self.parts(at);
        let facets = self.facets(&parts);
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
        let is_called = |other: usize| self.is_called(other, &parts);
        only(&|other| is_called(other) && shares(other))
            .or_else(|| only(&is_called))
            .or_else(|| only(&|other| self.is_kind(other, class, &facets)))
    }

    fn nominals(&self, id: usize) -> impl Iterator<Item = usize> {
        let mentions = self.referents[id].mentions.iter().copied();
        mentions.filter(|&mention| self.found[mention].kind == MentionKind::Nominal)
    }

    /// Whether a referent is called by the noun of a phrase, and no other word of its kind: no "phone company" is an "oil company".
    fn is_called(&self, other: usize, parts: &Parts) -> bool {
        let own = &self.referents[other];
        if self.is_person(other) {
            let words: BTreeSet<String> = parts.words.iter().map(|(_, word)| word.clone()).collect();
            let mut roles = self.roles.iter().filter(|role| role.person == other);
            return roles.any(|role| self.is_same_office(&parts.head, &words, &role.head, &role.words))
                || own.heads.contains(&parts.head);
        }
        let joined = self.facets(parts).words;
        own.heads.contains(&parts.head)
            && (joined.is_empty() || own.words.is_empty() || !joined.is_disjoint(&own.words))
    }

    /// Whether a name is of the kind that the noun means, and of the country that the phrase names.
    fn is_kind(&self, other: usize, class: Class, facets: &Facets) -> bool {
        let own = &self.referents[other];
        let classes = &self.context.ontology.classes;
        let item = own.item().and_then(|item| self.context.knowledge.item(item));
        let is_its = |side: &Side| match side {
            Side::Country(country) => item.as_ref().is_some_and(|item| item.country == Some(*country)),
            Side::Other(_) => false,
        };
        own.is_named()
            && class != Class::Organization
            && classes.is_a(class, Class::Organization)
            && classes.is_a(own.class, class)
            && (facets.sides.iter().any(is_its) || own.sides.intersection(&facets.sides).next().is_some())
    }

    /// Whether nothing tells that a referent is of another country or place than a phrase names.
    fn are_of_one_side(&self, facets: &Facets, other: usize) -> bool {
        let own = &self.referents[other];
        let roles = self.roles.iter().filter(|role| role.person == other).flat_map(|role| &role.sides);
        let mut theirs = self.countries(own.sides.iter().chain(roles), &own.places);
        theirs.extend(own.item().and_then(|item| self.context.knowledge.item(item)?.country));
        let ours = self.countries(&facets.sides, &facets.places);
        let may_be = |one: usize, two: usize, is_apart: bool| one == 0 || two == 0 || !is_apart;
        may_be(ours.len(), theirs.len(), ours.is_disjoint(&theirs))
            && may_be(facets.places.len(), own.places.len(), facets.places.is_disjoint(&own.places))
    }

    /// The countries among some sides, and those that some places are in.
    fn countries<'s>(&self, sides: impl IntoIterator<Item = &'s Side>, places: &BTreeSet<usize>) -> BTreeSet<ItemId> {
        let of_side = |side: &Side| match side {
            Side::Country(country) => Some(*country),
            Side::Other(_) => None,
        };
        let of_place = |&place: &usize| self.context.knowledge.item(self.referents[place].item()?)?.country;
        sides.into_iter().filter_map(of_side).chain(places.iter().filter_map(of_place)).collect()
    }
}
