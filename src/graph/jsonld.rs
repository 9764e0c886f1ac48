//! JSON-LD 1.1: one object a subject, in the words of `ontology/context.jsonld`, read by any JSON-LD processor offline.
//!
//! The context is inlined and holds only the terms that the output uses, with their IRIs written out, so that nothing
//! has to be fetched and no IRI can be mistaken for a prefixed name. One document's parts are relative to its IRI.
//! Subjects, keys and values are sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};

use super::vocabulary::{PREFIXES, compact, document_of, ng, rdf, xsd};

/// A term of the context: its key, and what its values are where nothing else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ContextTerm {
    key: String,
    coercion: Option<String>,
}

/// The terms of `ontology/context.jsonld` by IRI.
static CONTEXT: LazyLock<BTreeMap<String, ContextTerm>> = LazyLock::new(|| {
    let parsed: Value = serde_json::from_str(include_str!("../../ontology/context.jsonld")).unwrap_or_default();
    let expand = |name: &str| super::vocabulary::expand(name).unwrap_or_else(|| name.to_owned());
    let definitions = parsed["@context"].as_object().into_iter().flatten();
    definitions
        .filter(|(key, _)| !key.starts_with('@') && !PREFIXES.iter().any(|(prefix, _)| prefix == key))
        .filter_map(|(key, definition)| {
            let iri = definition.as_str().or_else(|| definition["@id"].as_str())?;
            let coercion = definition["@type"].as_str().map(expand);
            (!iri.starts_with('@')).then(|| (expand(iri), ContextTerm { key: key.clone(), coercion }))
        })
        .collect()
});

/// Writes the default graph of the quads, pretty-printed.
pub fn document(quads: &[Quad]) -> String {
    let documents: BTreeSet<&str> = quads.iter().filter_map(|quad| document_of(subject_text(&quad.subject))).collect();
    let base = if documents.len() == 1 { documents.first().copied() } else { None };
    let mut writer = Writer { base, schemes: schemes(quads), context: Map::new() };

    let mut subjects: BTreeMap<String, BTreeMap<&str, Vec<&Term>>> = BTreeMap::new();
    for quad in quads {
        let key = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        subjects.entry(key).or_default().entry(quad.predicate.as_str()).or_default().push(&quad.object);
    }
    let nodes: Vec<Value> = subjects.into_iter().map(|(subject, pairs)| writer.node(&subject, pairs)).collect();
    let mut context = Map::new();
    context.insert("@version".to_owned(), json!(1.1));
    if let Some(base) = base {
        context.insert("@base".to_owned(), json!(base));
    }
    context.insert("@vocab".to_owned(), json!(ng::NAMESPACE));
    context.extend(writer.context);
    let output = json!({ "@context": context, "@graph": nodes });
    let mut text = serde_json::to_string_pretty(&output).unwrap_or_default();
    text.push('\n');
    text
}

fn subject_text(subject: &NamedOrBlankNode) -> &str {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// The schemes of all IRIs: a prefix of the same name must not be declared, or `schema:x` would be read as a prefixed name.
fn schemes(quads: &[Quad]) -> BTreeSet<String> {
    fn of_term(term: &Term, schemes: &mut BTreeSet<String>) {
        let iri = match term {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.datatype().as_str(),
            _ => return,
        };
        add(iri, schemes);
    }
    fn add(iri: &str, schemes: &mut BTreeSet<String>) {
        if let Some((scheme, _)) = iri.split_once(':')
            && !schemes.contains(scheme)
        {
            schemes.insert(scheme.to_owned());
        }
    }
    let mut schemes = BTreeSet::new();
    for quad in quads {
        add(subject_text(&quad.subject), &mut schemes);
        add(quad.predicate.as_str(), &mut schemes);
        of_term(&quad.object, &mut schemes);
    }
    schemes
}

struct Writer<'a> {
    base: Option<&'a str>,
    schemes: BTreeSet<String>,
    /// What of the context has been used.
    context: Map<String, Value>,
}

impl Writer<'_> {
    fn node(&mut self, subject: &str, pairs: BTreeMap<&str, Vec<&Term>>) -> Value {
        let mut node = Map::new();
        node.insert("@id".to_owned(), self.reference(subject).into());
        for (predicate, mut objects) in pairs {
            objects.sort_by_cached_key(|object| object.to_string());
            objects.dedup();
            let is_class = |object: &&Term| matches!(object, Term::NamedNode(_) | Term::BlankNode(_));
            let (key, values): (String, Vec<Value>) = if predicate == rdf::TYPE.as_str() && objects.iter().all(is_class)
            {
                ("@type".to_owned(), objects.iter().map(|class| self.class(class)).collect())
            } else {
                let (key, coercion) = self.key(predicate);
                let coercion = coercion.as_deref();
                (key, objects.iter().map(|object| self.value(object, coercion)).collect())
            };
            let value = if values.len() == 1 { values.into_iter().next().unwrap_or_default() } else { values.into() };
            node.insert(key, value);
        }
        Value::Object(node)
    }

    /// The key of a property, and what its values are by the context.
    fn key(&mut self, predicate: &str) -> (String, Option<String>) {
        let Some(term) = CONTEXT.get(predicate) else { return (self.word(predicate), None) };
        let definition = match &term.coercion {
            Some(coercion) => json!({ "@id": predicate, "@type": coercion }),
            None => json!(predicate),
        };
        self.context.insert(term.key.clone(), definition);
        (term.key.clone(), term.coercion.clone())
    }

    fn class(&mut self, class: &Term) -> Value {
        match class {
            Term::NamedNode(node) => match CONTEXT.get(node.as_str()) {
                Some(term) if term.coercion.is_none() => self.key(node.as_str()).0.into(),
                _ => self.word(node.as_str()).into(),
            },
            other => other.to_string().into(),
        }
    }

    /// A name relative to the vocabulary: a bare local name of ours, a prefixed name, or the IRI.
    fn word(&mut self, iri: &str) -> String {
        let is_free = |local: &str| {
            !CONTEXT.values().any(|term| term.key == local) && !PREFIXES.iter().any(|(prefix, _)| *prefix == local)
        };
        match compact(iri) {
            Some(("ng", local)) if is_free(local) => local.to_owned(),
            _ => self.prefixed(iri),
        }
    }

    fn prefixed(&mut self, iri: &str) -> String {
        match compact(iri) {
            Some((prefix, local)) if !self.schemes.contains(prefix) => {
                let namespace = PREFIXES.iter().find(|row| row.0 == prefix).map_or("", |row| row.1);
                self.context.insert(prefix.to_owned(), json!(namespace));
                format!("{prefix}:{local}")
            }
            _ => iri.to_owned(),
        }
    }

    /// A name relative to the document.
    fn reference(&mut self, iri: &str) -> String {
        match self.base.and_then(|base| iri.strip_prefix(base)) {
            Some(fragment) if fragment.is_empty() || fragment.starts_with('#') => fragment.to_owned(),
            _ if iri.starts_with("_:") => iri.to_owned(),
            _ => self.prefixed(iri),
        }
    }

    fn value(&mut self, object: &Term, coercion: Option<&str>) -> Value {
        match object {
            Term::NamedNode(node) => match coercion {
                Some("@id") => self.reference(node.as_str()).into(),
                Some("@vocab") => self.word(node.as_str()).into(),
                _ => json!({ "@id": self.reference(node.as_str()) }),
            },
            Term::BlankNode(node) => json!({ "@id": node.to_string() }),
            Term::Literal(literal) => self.literal(literal, coercion),
            // JSON-LD 1.1 has no triple terms; none of our own graphs holds one.
            Term::Triple(_) => Value::Null,
        }
    }

    fn literal(&mut self, literal: &Literal, coercion: Option<&str>) -> Value {
        let value = literal.value();
        let datatype = literal.datatype();
        if let Some(language) = literal.language() {
            return json!({ "@value": value, "@language": language });
        }
        if coercion == Some(datatype.as_str()) || (coercion.is_none() && datatype == xsd::STRING) {
            return value.into();
        }
        if datatype == xsd::STRING {
            return json!({ "@value": value });
        }
        let datatype = self.prefixed(datatype.as_str());
        json!({ "@value": value, "@type": datatype })
    }
}
