//! The Turtle of the ontology, read into [`Ontology`].
//!
//! Two passes over the triples of all files, both in the order of the text, so that the result does not depend on
//! hash order: first the classes and properties, then what is said about them (phrasings, words, nouns), which may
//! stand before or in another file. Mistakes are errors, not warnings: a phrasing that silently does nothing is the
//! worst kind of mistake in a lexicon. Triples carry no line, so the line of a mistake is looked up by its words.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;

use indexmap::IndexMap;
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Quad, Term};
use sha2::{Digest as _, Sha256};

use super::{Class, Classes, Ontology, Phrasing, Property, ValueKind};
use crate::language::american;
use crate::{Error, Result};

const NAMESPACE: &str = "https://w3id.org/newsgraph/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

const EMBEDDED: [(&str, &str); 3] = [
    ("ontology/newsgraph.ttl", include_str!("../../ontology/newsgraph.ttl")),
    ("ontology/lexicon.ttl", include_str!("../../ontology/lexicon.ttl")),
    ("ontology/nouns.ttl", include_str!("../../ontology/nouns.ttl")),
];

/// A file with its triples.
struct Source<'a> {
    name: String,
    text: &'a str,
    triples: Vec<Quad>,
    /// What is said about each blank node, as indices into `triples`.
    nodes: HashMap<BlankNode, Vec<usize>>,
}

/// Reads the embedded files and `extra`.
pub(super) fn load(extra: &[PathBuf]) -> Result<Ontology> {
    let mut files: Vec<(String, String)> = Vec::with_capacity(extra.len());
    for path in extra {
        let bytes = std::fs::read(path).map_err(Error::file(path))?;
        let name = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|error| Error::Ontology {
            file: name.clone(),
            reason: format!("not UTF-8 from byte {} on; save the file as UTF-8", error.utf8_error().valid_up_to()),
        })?;
        files.push((name, text));
    }
    let all = EMBEDDED
        .iter()
        .map(|&(name, text)| (name.to_owned(), text))
        .chain(files.iter().map(|(name, text)| (name.clone(), text.as_str())));
    let sources: Vec<Source> = all.map(|(name, text)| Source::parse(name, text)).collect::<Result<_>>()?;

    let mut hash = Sha256::new();
    for source in &sources {
        hash.update(source.text.as_bytes());
    }
    let mut checksum = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(checksum, "{byte:02x}");
    }

    let mut reading = Reading::declare(&sources)?;
    for source in &sources {
        reading.read_lexicon(source)?;
    }
    Ok(reading.finish(checksum))
}

impl<'a> Source<'a> {
    fn parse(name: String, text: &'a str) -> Result<Self> {
        let mut triples = Vec::new();
        let mut nodes: HashMap<BlankNode, Vec<usize>> = HashMap::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
            let quad = quad.map_err(|error| {
                let error = RdfParseError::from(error);
                let place = match &error {
                    RdfParseError::Syntax(syntax) => syntax.location().map(|range| range.start),
                    RdfParseError::Io(_) => None,
                };
                // The parser's message repeats the place in front of a colon.
                let message = error.to_string();
                let message = message.split_once(": ").map_or(message.as_str(), |(_, rest)| rest);
                Error::Ontology {
                    file: place.map_or_else(|| name.clone(), |at| format!("{name}:{}:{}", at.line + 1, at.column + 1)),
                    reason: format!("no Turtle here: {message}"),
                }
            })?;
            if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
                nodes.entry(node.clone()).or_default().push(triples.len());
            }
            triples.push(quad);
        }
        Ok(Self { name, text, triples, nodes })
    }

    /// The error of a mistake in this file, on the first line that holds `words`.
    fn mistake(&self, words: &str, reason: impl Into<String>) -> Error {
        let line = self.text.find(words).map(|at| self.text[..at].matches('\n').count() + 1);
        Error::Ontology {
            file: line.map_or_else(|| self.name.clone(), |line| format!("{}:{line}", self.name)),
            reason: reason.into(),
        }
    }

    /// What is said about a blank node: predicate and object.
    fn about<'s>(&'s self, node: &BlankNode) -> impl Iterator<Item = (&'s NamedNode, &'s Term)> + use<'s, 'a> {
        let about = self.nodes.get(node).map_or(&[][..], Vec::as_slice);
        about.iter().filter_map(|&index| self.triples.get(index)).map(|quad| (&quad.predicate, &quad.object))
    }

    /// The members of an RDF list. A list that runs in circles ends where it would begin again.
    fn list(&self, head: &Term) -> Vec<Term> {
        let mut members = Vec::new();
        let mut seen = HashSet::new();
        let mut next = head.clone();
        while let Term::BlankNode(node) = next {
            if !seen.insert(node.clone()) {
                break;
            }
            next = Term::NamedNode(NamedNode::new_unchecked(format!("{RDF}nil")));
            for (predicate, object) in self.about(&node) {
                match predicate.as_str().strip_prefix(RDF) {
                    Some("first") => members.push(object.clone()),
                    Some("rest") => next = object.clone(),
                    _ => {}
                }
            }
        }
        members
    }

    /// The named nodes that a domain or range allows: one, or those of a union.
    fn alternatives(&self, term: &Term) -> Vec<NamedNode> {
        match term {
            Term::NamedNode(node) => vec![node.clone()],
            Term::BlankNode(node) => {
                let unions = self.about(node).filter(|(predicate, _)| is(predicate, OWL, "unionOf"));
                unions.flat_map(|(_, list)| self.list(list)).flat_map(|member| self.alternatives(&member)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What has been understood so far.
struct Reading {
    properties: IndexMap<Arc<str>, Property>,
    phrasings: Vec<Phrasing>,
    words: IndexMap<String, Vec<String>>,
    nouns: IndexMap<String, Vec<Class>>,
    classes: Classes,
    /// Local names that are declared in the namespace, for finding misspelt ones.
    declared: HashSet<String>,
}

/// A property as far as it has been read.
#[derive(Default)]
struct Draft {
    label: Option<String>,
    domain: Vec<Class>,
    range: Vec<Class>,
    /// A domain or range of claims, mentions or the like: no property of things.
    is_vocabulary: bool,
    is_datatype: bool,
    is_symmetric: bool,
    is_action: bool,
    value: Option<ValueKind>,
    event_type: Option<String>,
}

impl Reading {
    /// Reads classes and properties.
    fn declare(sources: &[Source]) -> Result<Self> {
        let mut declared = HashSet::new();
        let mut subclasses = Vec::new();
        let mut drafts: IndexMap<String, Draft> = IndexMap::new();
        for source in sources {
            for quad in &source.triples {
                let Some(name) = local_subject(quad) else { continue };
                if is(&quad.predicate, RDF, "type") {
                    declared.insert(name.to_owned());
                    let Term::NamedNode(kind) = &quad.object else { continue };
                    let kinds = ["ObjectProperty", "DatatypeProperty", "SymmetricProperty"];
                    if is(kind, RDF, "Property") || kinds.iter().any(|name| is(kind, OWL, name)) {
                        let draft = drafts.entry(name.to_owned()).or_default();
                        draft.is_symmetric |= is(kind, OWL, "SymmetricProperty");
                        draft.is_datatype |= is(kind, OWL, "DatatypeProperty");
                    } else if is(kind, NAMESPACE, "ActionProperty") {
                        drafts.entry(name.to_owned()).or_default().is_action = true;
                    }
                } else if is(&quad.predicate, RDFS, "subClassOf")
                    && let Ok(class) = Class::from_str(name)
                    && let Term::NamedNode(above) = &quad.object
                    && let Some(Ok(above)) = local(above).map(Class::from_str)
                {
                    subclasses.push((class, above));
                }
            }
        }
        for source in sources {
            // The first domain of a file replaces those of the files before it; further ones add to it.
            let mut stated: HashSet<(String, bool)> = HashSet::new();
            for quad in &source.triples {
                let Some(name) = local_subject(quad) else { continue };
                let Some(draft) = drafts.get_mut(name) else { continue };
                let is_domain = is(&quad.predicate, RDFS, "domain");
                if is_domain || is(&quad.predicate, RDFS, "range") {
                    let classes = if is_domain { &mut draft.domain } else { &mut draft.range };
                    if stated.insert((name.to_owned(), is_domain)) {
                        classes.clear();
                    }
                    for node in source.alternatives(&quad.object) {
                        match local(&node) {
                            Some(class) => match Class::from_str(class) {
                                Ok(class) => classes.push(class),
                                Err(_) if declared.contains(class) => draft.is_vocabulary = true,
                                Err(_) => return Err(source.mistake(&format!("ng:{class}"), unknown_class(class))),
                            },
                            // Literals are the business of ng:valueKind; classes of others are no constraint that
                            // the program could check.
                            None if node.as_str().starts_with(XSD) || node.as_str().starts_with(RDFS) => {}
                            None if is_domain || draft.is_datatype => {}
                            None => draft.is_vocabulary = true,
                        }
                    }
                } else if is(&quad.predicate, RDFS, "label") {
                    draft.label = text(&quad.object).map(str::to_owned);
                } else if is(&quad.predicate, NAMESPACE, "eventType") {
                    draft.event_type = text(&quad.object).map(str::to_owned);
                } else if is(&quad.predicate, NAMESPACE, "valueKind") {
                    draft.value = Some(match text(&quad.object) {
                        Some("text") => ValueKind::Text,
                        Some("date") => ValueKind::Date,
                        Some("number") => ValueKind::Number,
                        _ => {
                            let reason = format!(
                                "the ng:valueKind of ng:{name} is {}; write \"text\", \"date\" or \"number\"",
                                quad.object
                            );
                            return Err(source.mistake(&quad.object.to_string(), reason));
                        }
                    });
                }
            }
        }
        let properties = drafts
            .into_iter()
            // A datatype property without a value kind says something about claims (`ng:confidence`).
            .filter(|(_, draft)| !(draft.is_vocabulary || draft.is_datatype && draft.value.is_none()))
            .map(|(name, draft)| {
                let name: Arc<str> = name.into();
                let property = Property {
                    name: name.clone(),
                    label: draft.label.unwrap_or_else(|| name.to_string()),
                    domain: draft.domain,
                    range: draft.range,
                    value: draft.value,
                    is_symmetric: draft.is_symmetric,
                    is_action: draft.is_action,
                    event_type: draft.event_type,
                };
                (name, property)
            })
            .collect();
        Ok(Self {
            properties,
            phrasings: Vec::new(),
            words: IndexMap::new(),
            nouns: IndexMap::new(),
            classes: Classes::new(subclasses),
            declared,
        })
    }

    /// Reads the phrasings, words and nouns of a file.
    fn read_lexicon(&mut self, source: &Source) -> Result<()> {
        for quad in &source.triples {
            if let Some(predicate) = local(&quad.predicate)
                && !self.declared.contains(predicate)
            {
                let reason = format!(
                    "ng:{predicate} is not known; if it is meant to be yours, declare it or use a namespace of your own"
                );
                return Err(source.mistake(&format!("ng:{predicate}"), reason));
            }
        }
        for quad in &source.triples {
            let Some(predicate) = local(&quad.predicate) else { continue };
            match predicate {
                "example" | "negativeExample" => {
                    let phrasing = self.phrasing(source, quad, predicate == "negativeExample")?;
                    self.phrasings.push(phrasing);
                }
                "word" => {
                    if let (Some(list), Some(word)) = (local_subject(quad), text(&quad.object)) {
                        let words = self.words.entry(list.to_owned()).or_default();
                        words.extend([word.to_owned(), word.to_lowercase()]);
                        words.extend(american(&word.to_lowercase()));
                    }
                }
                "noun" => {
                    let Some(name) = local_subject(quad) else { continue };
                    let Ok(class) = Class::from_str(name) else {
                        return Err(source.mistake(&format!("ng:{name}"), unknown_class(name)));
                    };
                    if let Some(noun) = text(&quad.object) {
                        for noun in std::iter::once(noun.to_owned()).chain(american(noun)) {
                            self.nouns.entry(noun).or_default().push(class);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn phrasing(&self, source: &Source, quad: &Quad, is_negative_example: bool) -> Result<Phrasing> {
        let property = match local_subject(quad) {
            Some(name) => self.properties.get_key_value(name).map(|(name, _)| name.clone()).ok_or_else(|| {
                let reason = format!("ng:{name} has a phrasing but is no property; declare it (a owl:ObjectProperty, label, domain, range) or correct the name");
                source.mistake(&format!("ng:{name}"), reason)
            })?,
            None => {
                let reason = format!("{} has a phrasing; properties stand in the namespace ng: <{NAMESPACE}>", quad.subject);
                return Err(source.mistake("ng:example", reason));
            }
        };
        let mut phrasing = Phrasing {
            property,
            phrase: String::new(),
            subject_class: None,
            object_class: None,
            confidence: 1.0,
            modality: None,
            is_negated: false,
            is_negative_example,
        };
        match &quad.object {
            Term::BlankNode(node) => {
                if let Some((_, phrase)) = source.about(node).find(|(predicate, _)| is(predicate, NAMESPACE, "phrase"))
                {
                    phrasing.phrase = text(phrase).unwrap_or_default().to_owned();
                }
                for (predicate, object) in source.about(node) {
                    detail(&mut phrasing, source, predicate, object)?;
                }
            }
            object => phrasing.phrase = text(object).unwrap_or_default().to_owned(),
        }
        for variable in ["X", "Y"] {
            let count = phrasing.phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| *word == variable).count();
            if count != 1 {
                let how = if count == 0 { "no" } else { "more than one" };
                let reason = format!(
                    "the phrasing \"{}\" of ng:{} has {how} {variable}; write it with one X for the subject and one Y for the object, each a word of its own, as in \"X visits Y\"",
                    phrasing.phrase, phrasing.property
                );
                return Err(source.mistake(&format!("\"{}\"", phrasing.phrase), reason));
            }
        }
        Ok(phrasing)
    }

    fn finish(self, checksum: String) -> Ontology {
        let Self { properties, mut phrasings, words, nouns, classes, .. } = self;
        phrasings.sort_by_key(|phrasing| properties.get_index_of(&phrasing.property));
        let widest = |among: Vec<Class>| {
            among.into_iter().reduce(|one, other| if classes.is_a(one, other) { other } else { one })
        };
        let nouns = nouns.into_iter().filter_map(|(noun, among)| Some((noun, widest(among)?))).collect();
        let sorted = |mut words: Vec<String>| {
            words.sort_unstable();
            words.dedup();
            words
        };
        let words = words.into_iter().map(|(list, words)| (list, sorted(words))).collect();
        Ontology { properties, phrasings, words, nouns, classes, checksum }
    }
}

/// One statement about a phrasing that is written as a node.
fn detail(phrasing: &mut Phrasing, source: &Source, predicate: &NamedNode, object: &Term) -> Result<()> {
    let Some(predicate) = local(predicate) else { return Ok(()) };
    let quoted = format!("\"{}\"", phrasing.phrase);
    let name = match object {
        Term::NamedNode(node) => local(node).unwrap_or(node.as_str()),
        Term::Literal(literal) => literal.value(),
        _ => "",
    };
    let wrong = |what: String| Err(source.mistake(&quoted, format!("the phrasing {quoted}: {what}")));
    match predicate {
        "xClass" | "yClass" => {
            let Ok(class) = Class::from_str(name) else { return wrong(unknown_class(name)) };
            let slot = if predicate == "xClass" { &mut phrasing.subject_class } else { &mut phrasing.object_class };
            if slot.replace(class).is_some_and(|before| before != class) {
                return wrong(format!("two values for ng:{predicate}; write a second node for the second class"));
            }
        }
        "confidence" => match name.parse::<f32>() {
            Ok(confidence) if (0.0..=1.0).contains(&confidence) => phrasing.confidence = confidence,
            _ => return wrong(format!("ng:confidence is {object}; write a number from 0 to 1")),
        },
        "modality" => match name {
            "actual" => phrasing.modality = None,
            "future" | "possible" | "hypothetical" | "requested" => phrasing.modality = Some(name.to_owned()),
            _ => {
                return wrong(format!(
                    "ng:modality is {object}; write ng:future, ng:possible, ng:hypothetical, ng:requested or ng:actual"
                ));
            }
        },
        "polarity" => match name {
            "affirmed" | "negated" => phrasing.is_negated = name == "negated",
            _ => return wrong(format!("ng:polarity is {object}; write ng:affirmed or ng:negated")),
        },
        _ => {}
    }
    Ok(())
}

fn unknown_class(name: &str) -> String {
    let known: Vec<_> = Class::ALL.iter().map(|class| class.name()).collect();
    format!("{name} is no class of things; the classes are {}", known.join(", "))
}

/// The local name of a node in the namespace of the ontology.
fn local(node: &NamedNode) -> Option<&str> {
    node.as_str().strip_prefix(NAMESPACE).filter(|name| !name.is_empty())
}

fn local_subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => local(node),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

fn is(node: &NamedNode, namespace: &str, name: &str) -> bool {
    node.as_str().strip_prefix(namespace) == Some(name)
}

fn text(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loads a file on top of the embedded ones.
    fn with(turtle: &str) -> Result<Ontology> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.ttl");
        let prefixes = "@prefix ng: <https://w3id.org/newsgraph/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n";
        std::fs::write(&path, format!("{prefixes}{turtle}")).expect("written");
        load(&[path])
    }

    /// The message of a file that is refused, from its name on.
    fn refusal(turtle: &str) -> String {
        let message = with(turtle).expect_err("refused").to_string();
        message[message.find("mine.ttl").expect("names the file")..].to_owned()
    }

    #[test]
    fn a_user_teaches_a_property() {
        let ontology = with(
            r#"ng:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en ; rdfs:domain ng:Person ; rdfs:range ng:Person .
               ng:mentors ng:example "X mentors Y" , [ ng:phrase "X, Y's mentor" ; ng:confidence 0.9 ; ng:xClass ng:Person ] .
               ng:meets ng:negativeExample "X meets Y's target" .
               ng:speechVerb ng:word "murmur" ."#,
        )
        .expect("sound");
        let mentors: Vec<_> = ontology.phrasings.iter().filter(|one| &*one.property == "mentors").collect();
        assert_eq!(mentors.len(), 2);
        assert_eq!((mentors[1].confidence, mentors[1].subject_class), (0.9, Some(Class::Person)));
        assert!(ontology.phrasings.iter().any(|one| one.is_negative_example && one.phrase == "X meets Y's target"));
        assert!(ontology.is_word("speechVerb", "murmur"));
        let taught = ontology.property("mentors").expect("taught");
        assert_eq!((&taught.domain[..], &taught.range[..]), (&[Class::Person][..], &[Class::Person][..]));
        assert_ne!(ontology.checksum(), Ontology::embedded().expect("sound").checksum());
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let check = |turtle: &str, expected: &str| {
            let message = refusal(turtle);
            assert!(message.starts_with(expected), "{turtle}\n{message}");
        };
        check("ng:meets ng:example \"X meets\" .", "mine.ttl:2: the phrasing \"X meets\" of ng:meets has no Y");
        check("ng:meets ng:example \"XX meets Y\" .", "mine.ttl:2: the phrasing \"XX meets Y\" of ng:meets has no X");
        check("\nng:metes ng:example \"X meets Y\" .", "mine.ttl:3: ng:metes has a phrasing but is no property");
        check("ng:meets ng:exmaple \"X meets Y\" .", "mine.ttl:2: ng:exmaple is not known");
        check("ng:meets ng:example [ ng:phrse \"X meets Y\" ] .", "mine.ttl:2: ng:phrse is not known");
        check("ng:Persn ng:noun \"person\" .", "mine.ttl:2: Persn is no class");
        check(
            "ng:a a owl:ObjectProperty ; rdfs:domain ng:Persn .",
            "mine.ttl:2: Persn is no class of things; the classes are Thing, Agent, Person",
        );
        check(
            "ng:meets ng:example [ ng:phrase \"X meets Y\" ; ng:xClass ng:Persn ] .",
            "mine.ttl:2: the phrasing \"X meets Y\": Persn is no class",
        );
        check(
            "ng:meets ng:example [ ng:phrase \"X meets Y\" ; ng:confidence 7 ] .",
            "mine.ttl:2: the phrasing \"X meets Y\": ng:confidence is",
        );
        check("ng:meets ng:example \"X meets Y\" ;; , .", "mine.ttl:2:36: no Turtle here: , is not a valid predicate");
    }

    #[test]
    fn a_file_that_is_not_there() {
        let message = load(&["no/such.ttl".into()]).expect_err("refused").to_string();
        assert!(message.starts_with("no/such.ttl: "), "{message}");
    }
}
