//! Which entities of a store's documents are one and the same, in a graph of its own.
//!
//! Documents stay as they were read; the record says `owl:sameAs` beside them, with score and reason, and can be taken
//! back. What a person took back stays `owl:differentFrom`, so that it is not found again. The index reads the record and
//! asks for merged entities under one name: the Wikidata item where there is one.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use super::document::{probability, short_hash};
use super::vocabulary::{IDENTITIES, IDENTITY, document_of, ng, owl, rdf, wd};

/// Two entities that are the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// An entity that was linked to no item.
    pub one: String,
    /// An entity of another document, or an item.
    pub other: String,
    /// How probable it is, 0 to 1.
    pub score: f32,
    /// What speaks for it, for people.
    pub reason: String,
}

/// All identities of a store, and what was found to be none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identities {
    same: BTreeMap<(String, String), (f32, String)>,
    different: BTreeSet<(String, String)>,
}

impl Identities {
    /// Reads the record's quads; others are left alone.
    pub fn from_quads(quads: &[Quad]) -> Self {
        let mut read = Self::default();
        let mut told: BTreeMap<&str, Told<'_>> = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            match (&quad.object, quad.predicate.as_ref()) {
                (Term::NamedNode(object), owl::SAME_AS) => {
                    read.same.entry(pair(subject.as_str(), object.as_str())).or_insert((1.0, String::new()));
                }
                (Term::NamedNode(object), owl::DIFFERENT_FROM) => {
                    read.different.insert(pair(subject.as_str(), object.as_str()));
                }
                (object, predicate) if subject.as_str().starts_with(IDENTITY) => {
                    let entry = told.entry(subject.as_str()).or_default();
                    match (object, predicate) {
                        (Term::NamedNode(object), rdf::SUBJECT) => entry.one = object.as_str(),
                        (Term::NamedNode(object), rdf::OBJECT) => entry.other = object.as_str(),
                        (Term::Literal(score), ng::CONFIDENCE) => entry.score = score.value().parse().unwrap_or(0.0),
                        (Term::Literal(reason), ng::REASON) => entry.reason = reason.value(),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        for Told { one, other, score, reason } in told.into_values() {
            if let Some(found) = read.same.get_mut(&pair(one, other)) {
                *found = (score, reason.to_owned());
            }
        }
        read
    }

    /// The record as quads of its graph.
    pub fn quads(&self) -> Vec<Quad> {
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        let graph = GraphName::NamedNode(node(IDENTITIES));
        let mut quads = Vec::new();
        let mut add = |subject: NamedNode, predicate: oxigraph::model::NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(subject, predicate.into_owned(), object, graph.clone()));
        };
        for ((one, other), (score, reason)) in &self.same {
            add(node(one), owl::SAME_AS, node(other).into());
            let identity = node(&format!("{IDENTITY}{}", short_hash(&[one, other])));
            add(identity.clone(), rdf::TYPE, ng::IDENTITY.into_owned().into());
            add(identity.clone(), rdf::SUBJECT, node(one).into());
            add(identity.clone(), rdf::OBJECT, node(other).into());
            add(identity.clone(), ng::CONFIDENCE, probability(*score).into());
            add(identity, ng::REASON, Literal::new_simple_literal(reason).into());
        }
        for (one, other) in &self.different {
            add(node(one), owl::DIFFERENT_FROM, node(other).into());
        }
        quads
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.same.is_empty() && self.different.is_empty()
    }

    /// All pairs that are the same.
    pub fn same(&self) -> impl Iterator<Item = Identity> + '_ {
        self.same.iter().map(|((one, other), (score, reason))| Identity {
            one: one.clone(),
            other: other.clone(),
            score: *score,
            reason: reason.clone(),
        })
    }

    /// Records those that are the same, in the order given, unless that would make two items one, two entities of one
    /// document one, or a pair that was taken back. Gives what is new.
    pub fn record(&mut self, found: impl IntoIterator<Item = Identity>) -> Vec<Identity> {
        let mut groups = self.groups();
        let mut recorded = Vec::new();
        for identity in found {
            let key = pair(&identity.one, &identity.other);
            // Two that are one already need no second statement of it.
            if groups.of(&key.0).is_some_and(|at| groups.of(&key.1) == Some(at)) {
                continue;
            }
            let joined: BTreeSet<&str> = groups.members(&key.0).chain(groups.members(&key.1)).collect();
            let items = joined.iter().filter(|iri| iri.starts_with(wd::NAMESPACE)).count();
            let mut documents = BTreeSet::new();
            let is_one_a_document = joined.iter().filter_map(|iri| document_of(iri)).all(|iri| documents.insert(iri));
            let is_taken_back = self
                .different
                .iter()
                .any(|(one, other)| joined.contains(one.as_str()) && joined.contains(other.as_str()));
            if items > 1 || !is_one_a_document || is_taken_back {
                continue;
            }
            groups.join(&key.0, &key.1);
            self.same.insert(key, (identity.score, identity.reason.clone()));
            recorded.push(identity);
        }
        recorded
    }

    /// Takes back every identity of an entity, for good. Gives their number.
    pub fn take_back(&mut self, iri: &str) -> usize {
        let taken: Vec<_> = self.same.keys().filter(|(one, other)| one == iri || other == iri).cloned().collect();
        for pair in &taken {
            self.same.remove(pair);
            self.different.insert(pair.clone());
        }
        taken.len()
    }

    /// Forgets what concerns documents that are not there (any more).
    pub fn keep_documents(&mut self, is_there: impl Fn(&str) -> bool) {
        let is_kept = |iri: &String| document_of(iri).is_none_or(&is_there);
        self.same.retain(|(one, other), _| is_kept(one) && is_kept(other));
        self.different.retain(|(one, other)| is_kept(one) && is_kept(other));
    }

    /// For each merged entity but those that give the name: under which IRI it is asked.
    pub fn names(&self) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for group in self.groups().sets.into_iter().filter(|set| !set.is_empty()) {
            // The item, else the first.
            let name = group.iter().find(|iri| iri.starts_with(wd::NAMESPACE)).or_else(|| group.first()).cloned();
            let Some(name) = name else { continue };
            names.extend(group.into_iter().filter(|iri| *iri != name).map(|iri| (iri, name.clone())));
        }
        names
    }

    fn groups(&self) -> Groups {
        let mut groups = Groups::default();
        for (one, other) in self.same.keys() {
            groups.join(one, other);
        }
        groups
    }
}

/// What the record tells of one identity.
#[derive(Debug, Default)]
struct Told<'a> {
    one: &'a str,
    other: &'a str,
    score: f32,
    reason: &'a str,
}

/// Sets of entities that are one.
#[derive(Debug, Default)]
struct Groups {
    sets: Vec<BTreeSet<String>>,
    of: BTreeMap<String, usize>,
}

impl Groups {
    fn of(&self, iri: &str) -> Option<usize> {
        self.of.get(iri).copied()
    }

    /// All that are one with an entity, itself among them.
    fn members<'a>(&'a self, iri: &'a str) -> impl Iterator<Item = &'a str> {
        let set = self.of(iri).map(|at| &self.sets[at]);
        set.into_iter().flatten().map(String::as_str).chain(std::iter::once(iri))
    }

    fn join(&mut self, one: &str, other: &str) {
        let at = match (self.of(one), self.of(other)) {
            (Some(kept), Some(moved)) if kept != moved => {
                let set = std::mem::take(&mut self.sets[moved]);
                self.of.extend(set.iter().map(|iri| (iri.clone(), kept)));
                self.sets[kept].extend(set);
                kept
            }
            (Some(at), _) | (None, Some(at)) => at,
            (None, None) => {
                self.sets.push(BTreeSet::new());
                self.sets.len() - 1
            }
        };
        for iri in [one, other] {
            self.of.insert(iri.to_owned(), at);
            self.sets[at].insert(iri.to_owned());
        }
    }
}

/// A pair in one order: the entity of a document before an item, else by IRI.
fn pair(one: &str, other: &str) -> (String, String) {
    let rank = |iri: &str| iri.starts_with(wd::NAMESPACE);
    let (one, other) = if (rank(one), one) <= (rank(other), other) { (one, other) } else { (other, one) };
    (one.to_owned(), other.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::vocabulary::DOCUMENT;

    fn entity(document: &str, name: &str) -> String {
        format!("{DOCUMENT}{}#entity-{name}", document.repeat(32))
    }

    fn same(one: &str, other: &str) -> Identity {
        Identity { one: one.to_owned(), other: other.to_owned(), score: 0.93, reason: "both in Tallinn".to_owned() }
    }

    const ITEM: &str = "http://www.wikidata.org/entity/Q42";

    #[test]
    fn a_record_is_written_and_read_and_taken_back() {
        let (one, other) = (entity("0a", "1"), entity("0b", "1"));
        let mut identities = Identities::default();
        assert_eq!(identities.record([same(&one, &other), same(&other, ITEM), same(&one, ITEM)]).len(), 2);
        assert_eq!(Identities::from_quads(&identities.quads()), identities);
        let names = identities.names();
        assert_eq!((names[&one].as_str(), names[&other].as_str()), (ITEM, ITEM));

        assert_eq!(identities.take_back(&one), 1);
        assert_eq!(identities.names().len(), 1);
        assert!(identities.record([same(&one, &other)]).is_empty(), "a person's no stays");
        identities.keep_documents(|document| document.contains("0a0a"));
        assert!(identities.is_empty());
    }

    #[test]
    fn nothing_makes_two_things_of_a_document_or_two_items_one() {
        let (one, other, twin) = (entity("0a", "1"), entity("0b", "1"), entity("0a", "2"));
        let mut identities = Identities::default();
        assert_eq!(identities.record([same(&one, &other)]).len(), 1);
        assert!(identities.record([same(&other, &twin)]).is_empty(), "the document keeps them apart");
        assert_eq!(identities.record([same(&other, ITEM)]).len(), 1);
        assert!(identities.record([same(&one, "http://www.wikidata.org/entity/Q2")]).is_empty(), "two items");
    }
}
