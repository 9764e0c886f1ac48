//! The proof that nothing is invented: every quote stands where its offsets say, every fact has its claim.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use sha2::{Digest, Sha256};

use super::vocabulary::{document_of, is_entity, ng, nif, own_name, rdf};
use crate::article::hex;
use crate::ontology::Ontology;

/// Something in a document's graph that its text does not bear out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The document's IRI.
    pub document: String,
    /// The resource or triple that is wrong.
    pub subject: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.reason)
    }
}

/// Checks the quads of one document and lists what is wrong; an empty list is the proof.
pub fn verify(document: &str, quads: &[Quad], ontology: &Ontology) -> Vec<Problem> {
    let mut resources: BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
            let properties = resources.entry(subject.as_str()).or_default();
            properties.entry(quad.predicate.as_str()).or_default().insert(text_of(&quad.object));
        }
    }
    let mut check = Check { document, resources, problems: Vec::new() };
    check.text();
    check.claims();
    check.facts(quads, ontology);
    check.problems.sort();
    check.problems
}

/// The IRI or the value; kind and datatype do not matter to any check here.
fn text_of(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

struct Check<'a> {
    document: &'a str,
    resources: BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<String>>>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, subject: &str, reason: impl Into<String>) {
        let (document, subject) = (self.document.to_owned(), subject.to_owned());
        self.problems.push(Problem { document, subject, reason: reason.into() });
    }

    fn value(&self, subject: &str, property: &str) -> Option<&str> {
        self.resources.get(subject)?.get(property)?.first().map(String::as_str)
    }

    fn has(&self, subject: &str, property: &str, value: &str) -> bool {
        self.resources.get(subject).and_then(|p| p.get(property)).is_some_and(|values| values.contains(value))
    }

    /// The text is the document's, and every stretch of it stands where its offsets say.
    fn text(&mut self) {
        let context = format!("{}#context", self.document);
        let Some(text) = self.value(&context, nif::IS_STRING.as_str()).map(str::to_owned) else {
            self.report(&context, "the text is missing");
            return;
        };
        let hash = hex(&Sha256::digest(text.as_bytes()));
        if !self.document.ends_with(&hash) {
            self.report(&context, format!("the text has the SHA-256 {hash}, which is not the document's"));
        }
        let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let subjects: Vec<String> = self
            .resources
            .iter()
            .filter(|(_, properties)| properties.contains_key(nif::ANCHOR_OF.as_str()))
            .map(|(subject, _)| (*subject).to_owned())
            .collect();
        for subject in subjects {
            let offset = |property: &str| {
                let number: usize = self.value(&subject, property)?.parse().ok()?;
                starts.get(number).copied()
            };
            let span = offset(nif::BEGIN_INDEX.as_str()).zip(offset(nif::END_INDEX.as_str()));
            let found = span.and_then(|(start, end)| text.get(start..end));
            let anchor = self.value(&subject, nif::ANCHOR_OF.as_str()).unwrap_or_default();
            let content = self.value(&subject, ng::CONTENT.as_str()).unwrap_or(anchor);
            if found.is_none() {
                self.report(&subject, "its offsets are missing or lie outside of the text");
            } else if found != Some(anchor) || found != Some(content) {
                let reason = format!("the text has {:?} at its offsets, not {anchor:?}", found.unwrap_or_default());
                self.report(&subject, reason);
            }
        }
    }

    /// Every claim has its sentence, and its words stand in it.
    fn claims(&mut self) {
        for claim in self.claim_iris() {
            let Some(evidence) = self.value(&claim, ng::EVIDENCE.as_str()) else {
                self.report(&claim, "the claim has no evidence");
                continue;
            };
            let Some(sentence) = self.value(evidence, nif::ANCHOR_OF.as_str()) else {
                let reason = format!("its evidence {evidence} is not there");
                self.report(&claim, reason);
                continue;
            };
            if let Some(trigger) = self.value(&claim, ng::TRIGGER.as_str())
                && !sentence.contains(trigger)
            {
                let reason = format!("its words {trigger:?} are not in its sentence {sentence:?}");
                self.report(&claim, reason);
            }
        }
    }

    fn claim_iris(&self) -> Vec<String> {
        let is_claim = |subject: &&str| self.has(subject, rdf::TYPE.as_str(), ng::CLAIM.as_str());
        self.resources.keys().copied().filter(is_claim).map(str::to_owned).collect()
    }

    /// Every plain triple between entities has a claim that is affirmed, actual, and in the article's own voice.
    fn facts(&mut self, quads: &[Quad], ontology: &Ontology) {
        let mut supported: BTreeSet<(String, String, String)> = BTreeSet::new();
        for claim in self.claim_iris() {
            let is_fact = self.has(&claim, ng::POLARITY.as_str(), ng::AFFIRMED.as_str())
                && self.has(&claim, ng::MODALITY.as_str(), ng::ACTUAL.as_str())
                && self.value(&claim, ng::ATTRIBUTED_TO.as_str()).is_none();
            let part = |property: &str| self.value(&claim, property).map(str::to_owned);
            let parts = (part(rdf::SUBJECT.as_str()), part(rdf::PREDICATE.as_str()), part(rdf::OBJECT.as_str()));
            if let ((Some(subject), Some(predicate), Some(object)), true) = (parts, is_fact) {
                let name = predicate.strip_prefix(ng::NAMESPACE).unwrap_or_default();
                if ontology.properties.get(name).is_some_and(|property| property.is_symmetric) {
                    supported.insert((object.clone(), predicate.clone(), subject.clone()));
                }
                supported.insert((subject, predicate, object));
            }
        }
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let is_fact = is_entity(subject.as_str())
                && own_name(quad.predicate.as_ref()).is_some()
                && quad.predicate.as_ref() != ng::EVENT_STATUS;
            let triple = (subject.as_str().to_owned(), quad.predicate.as_str().to_owned(), text_of(&quad.object));
            if is_fact && !supported.contains(&triple) {
                self.report(
                    &format!("{} {} {}", triple.0, triple.1, triple.2),
                    "no claim of the document bears out this fact",
                );
            }
            if let Some(other) = document_of(subject.as_str()).filter(|other| *other != self.document) {
                let reason = format!("belongs to another document, {other}");
                self.report(subject.as_str(), reason);
            }
        }
    }
}
