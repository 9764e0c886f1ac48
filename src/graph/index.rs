//! What is asked: documents' quads plus a default graph of facts and descriptions, each once.
//!
//! A document's named graph holds everything about that document. The default graph holds what is said of entities
//! themselves, merged over all documents: facts, classes, names. Each entity has exactly one `rdfs:label` there (the
//! knowledge base's name, else the longest that a document gives), so that a query that shows names does not multiply
//! its rows; its other names are `skos:altLabel`. Entities that were found to be one have one name everywhere.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::store::Store;

use super::identity::Identities;
use super::vocabulary::{IDENTITIES, OPEN, document_of, is_entity, rdfs, skos};
use crate::error::{Error, Result};

/// An index in memory over quads. Parts of documents that stand in the default graph (as Turtle has them) are put into
/// their documents' graphs first.
pub fn index_of(quads: Vec<Quad>) -> Result<Store> {
    let store = Store::new().map_err(damaged)?;
    let is_identity = |quad: &Quad| match &quad.graph_name {
        GraphName::NamedNode(graph) => graph.as_str() == IDENTITIES,
        _ => false,
    };
    let (identities, quads): (Vec<Quad>, Vec<Quad>) = quads.into_iter().partition(is_identity);
    fill(&store, &Identities::from_quads(&identities), std::iter::once(Ok(quads)))?;
    Ok(store)
}

/// Loads quads, and the default graph made from them, into an empty store. They come in parts, so that not all have to
/// be in memory at once beside the index.
pub(super) fn fill(
    store: &Store,
    identities: &Identities,
    parts: impl Iterator<Item = Result<Vec<Quad>>>,
) -> Result<()> {
    let mut default = DefaultGraph::default();
    let mut loader = store.bulk_loader();
    let names = identities.names();
    for part in parts {
        let quads: Vec<Quad> = part?.into_iter().map(|quad| into_own_graph(under_one_name(quad, &names))).collect();
        for quad in &quads {
            default.add(quad);
        }
        loader.load_quads(quads.into_iter().filter(|quad| !is_described_in_default_graph(quad))).map_err(damaged)?;
    }
    loader.load_quads(default.quads()).map_err(damaged)?;
    loader.load_quads(identities.quads()).map_err(damaged)?;
    loader.commit().map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Store { path: "index".into(), reason: error.to_string() }
}

/// Entities that are one stand under one IRI, as subjects and as objects.
fn under_one_name(mut quad: Quad, names: &BTreeMap<String, String>) -> Quad {
    if names.is_empty() {
        return quad;
    }
    let named = |node: &NamedNode| names.get(node.as_str()).map(NamedNode::new_unchecked);
    if let NamedOrBlankNode::NamedNode(subject) = &quad.subject
        && let Some(name) = named(subject)
    {
        // It was put into its document's graph by its IRI, which is going.
        if let (GraphName::DefaultGraph, Some(document)) = (&quad.graph_name, document_of(subject.as_str())) {
            quad.graph_name = GraphName::NamedNode(NamedNode::new_unchecked(document));
        }
        quad.subject = name.into();
    }
    if let Term::NamedNode(object) = &quad.object
        && let Some(name) = named(object)
    {
        quad.object = name.into();
    }
    quad
}

/// A part of a document in the default graph goes to the document's graph; everything else stays.
fn into_own_graph(quad: Quad) -> Quad {
    let document = match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => document_of(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    };
    match document {
        Some(document) if quad.graph_name.is_default_graph() => {
            let graph = NamedNode::new_unchecked(document);
            Quad { graph_name: GraphName::NamedNode(graph), ..quad }
        }
        _ => quad,
    }
}

/// Whether a quad of the default graph is about an entity, so that [`DefaultGraph`] says it again in its own way.
fn is_described_in_default_graph(quad: &Quad) -> bool {
    quad.graph_name.is_default_graph() && is_about_entity(quad)
}

fn is_about_entity(quad: &Quad) -> bool {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => is_entity(node.as_str()) || node.as_str().starts_with(OPEN),
        NamedOrBlankNode::BlankNode(_) => false,
    }
}

/// The names of one thing, over all documents.
#[derive(Debug, Default)]
struct Names {
    preferred: BTreeSet<String>,
    others: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct DefaultGraph {
    statements: HashSet<Quad>,
    names: BTreeMap<String, Names>,
}

impl DefaultGraph {
    fn add(&mut self, quad: &Quad) {
        if !is_about_entity(quad) {
            return;
        }
        let is_name = |property: oxigraph::model::NamedNodeRef<'_>| quad.predicate.as_ref() == property;
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str(),
            NamedOrBlankNode::BlankNode(_) => return,
        };
        match &quad.object {
            Term::Literal(name) if is_name(skos::PREF_LABEL) => {
                self.names.entry(subject.to_owned()).or_default().preferred.insert(name.value().to_owned());
            }
            Term::Literal(name) if is_name(rdfs::LABEL) || is_name(skos::ALT_LABEL) => {
                self.names.entry(subject.to_owned()).or_default().others.insert(name.value().to_owned());
            }
            object => {
                let graph = GraphName::DefaultGraph;
                let quad = Quad::new(quad.subject.clone(), quad.predicate.clone(), object.clone(), graph);
                self.statements.insert(quad);
            }
        }
    }

    fn quads(self) -> impl Iterator<Item = Quad> {
        let names = self.names.into_iter().flat_map(|(subject, names)| {
            let Names { preferred, mut others } = names;
            let longest = |names: &BTreeSet<String>| {
                names.iter().max_by_key(|name| (name.chars().count(), std::cmp::Reverse((*name).clone()))).cloned()
            };
            let label = preferred.first().cloned().or_else(|| longest(&others)).unwrap_or_default();
            others.extend(preferred);
            others.remove(&label);
            let subject = NamedNode::new_unchecked(subject);
            let quad = move |property: oxigraph::model::NamedNodeRef<'_>, name: &str| {
                let name = Literal::new_simple_literal(name);
                Quad::new(subject.clone(), property.into_owned(), name, GraphName::DefaultGraph)
            };
            let mut quads = vec![quad(rdfs::LABEL, &label)];
            quads.extend(others.iter().map(|name| quad(skos::ALT_LABEL, name)));
            quads
        });
        self.statements.into_iter().chain(names)
    }
}
