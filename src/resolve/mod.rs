//! Entities of different documents that are the same thing.
//!
//! Every document names its unlinked entities for itself; here those of one name are compared over a whole store, and with
//! the items of a knowledge base. Name and kind alone never make two things one: something else must be common to both,
//! such as who stands beside them, what is claimed of them, or the words that describe them. What is found is a proposal
//! with a probability and a reason; the store keeps what its user accepts beside the documents, which stay as they are.

mod profile;
mod score;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::error::Result;
use crate::graph::{Identities, Identity, Store};
use crate::knowledge::KnowledgeBase;
use crate::language::is_dictionary_word;
use crate::ontology::Ontology;
use profile::{Profile, profiles};
use score::{Frequencies, Pair};

/// Entities of one name that are compared with each other; with more, each is compared with the nearest in time.
const COMPARED: usize = 40;
/// Items of a knowledge base that one name is compared with.
const CANDIDATES: usize = 12;

/// Finds entities of a store that are probably the same, and items that unlinked ones probably are, surest first.
/// `known` are passed over.
///
/// Probabilities were learned from current-events items that link to Wikipedia (`training/identity.py`).
///
/// # Errors
///
/// A document of the store that cannot be read.
pub fn resolve(
    store: &Store,
    ontology: &Ontology,
    knowledge: Option<&KnowledgeBase>,
    known: &Identities,
) -> Result<Vec<Identity>> {
    let documents = store.documents()?;
    let parts: Vec<Vec<Profile>> =
        documents.par_iter().map(|hash| Ok(profiles(hash, &store.quads(hash)?))).collect::<Result<_>>()?;
    let frequencies = Frequencies::new(&parts);
    let mut named: BTreeMap<&str, Vec<&Profile>> = BTreeMap::new();
    for profile in parts.iter().flatten() {
        named.entry(&profile.key).or_default().push(profile);
    }
    let names: BTreeMap<String, String> = known.names();
    let name_of = |iri: &'_ str| names.get(iri).cloned().unwrap_or_else(|| iri.to_owned());
    let groups: Vec<Vec<&Profile>> = named.into_values().collect();
    let mut found: Vec<Identity> = groups
        .par_iter()
        .flat_map_iter(|group| {
            let is_generic = group.first().is_some_and(|profile| profile.key.split(' ').all(is_dictionary_word));
            let among = pairs(group).into_iter().filter_map(|(one, other)| {
                let pair = Pair { one, other, is_generic };
                pair.identity(ontology, &frequencies)
            });
            let items = knowledge.into_iter().flat_map(|knowledge| {
                let unlinked = group.iter().filter(|profile| !profile.is_item());
                unlinked.filter_map(|profile| item_of(profile, is_generic, ontology, knowledge, &frequencies))
            });
            among.chain(items).collect::<Vec<_>>()
        })
        .filter(|identity| name_of(&identity.one) != name_of(&identity.other))
        .collect();
    found.sort_by(|one, other| {
        other.score.total_cmp(&one.score).then_with(|| (&one.one, &one.other).cmp(&(&other.one, &other.other)))
    });
    let mut seen = BTreeSet::new();
    found.retain(|identity| seen.insert((identity.one.clone(), identity.other.clone())));
    Ok(found)
}

/// Pairs of different documents, of which one at least is unlinked.
fn pairs<'a>(group: &[&'a Profile]) -> Vec<(&'a Profile, &'a Profile)> {
    let mut sorted = group.to_vec();
    sorted.sort_by(|one, other| (one.date, &one.iri).cmp(&(other.date, &other.iri)));
    let mut pairs = Vec::new();
    for (at, one) in sorted.iter().enumerate() {
        for other in sorted.iter().skip(at + 1).take(COMPARED) {
            match (one.is_item(), other.is_item()) {
                (true, true) => {}
                _ if one.document == other.document => {}
                (true, false) => pairs.push((*other, *one)),
                _ => pairs.push((*one, *other)),
            }
        }
    }
    pairs
}

/// The item that an entity probably is, against all others of its name.
fn item_of(
    profile: &Profile,
    is_generic: bool,
    ontology: &Ontology,
    knowledge: &KnowledgeBase,
    frequencies: &Frequencies,
) -> Option<Identity> {
    let items: Vec<Profile> = knowledge
        .candidates(&profile.name)
        .into_iter()
        .take(CANDIDATES)
        .filter_map(|item| Profile::of_item(item, &profile.key, knowledge))
        .collect();
    let mut scored: Vec<Identity> = items
        .iter()
        .filter_map(|item| Pair { one: profile, other: item, is_generic }.identity(ontology, frequencies))
        .collect();
    scored.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.other.cmp(&other.other)));
    // It is one of them at most.
    let total: f32 = scored.iter().map(|identity| identity.score).sum();
    let mut best = scored.into_iter().next()?;
    best.score *= best.score / total.max(best.score);
    Some(best)
}
