//! What a document says of an entity, as far as it tells the entity from others of its name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use crate::graph::vocabulary::{DOCUMENT, OPEN, ng, nif, own_name, rdf, rdfs, schema, wd};
use crate::knowledge::{ItemId, KnowledgeBase};
use crate::ontology::Class;

/// Characters to both sides of a mention whose words describe it.
const NEAR: usize = 60;
/// Letters from which a word in lower case says something.
const LETTERS: usize = 4;

/// Words of that length that say nothing, and those of all news.
const FUNCTION_WORDS: &[&str] = &[
    "about", "after", "against", "also", "among", "because", "been", "before", "being", "between", "could", "during",
    "each", "from", "have", "having", "into", "least", "more", "most", "only", "other", "over", "said", "says",
    "should", "since", "some", "such", "than", "that", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "told", "under", "until", "were", "what", "when", "where", "which", "while", "will", "with",
    "would",
];

/// An entity in one document, or an item as the knowledge base has it.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub iri: String,
    /// SHA-256 of the document's text; none for an item of the knowledge base.
    pub document: Option<String>,
    /// Its longest name there.
    pub name: String,
    /// The name's words, folded: what entities are grouped by.
    pub key: String,
    pub class: Class,
    /// When the document appeared.
    pub date: Option<Date>,
    /// Who and what else the document names: items by IRI, others by folded name.
    pub beside: BTreeMap<String, String>,
    /// What it claims of the entity: property, direction and the other side, with words for people.
    pub claims: BTreeMap<String, String>,
    /// Words near its mentions.
    pub words: BTreeSet<String>,
}

impl Profile {
    pub fn is_item(&self) -> bool {
        self.iri.starts_with(wd::NAMESPACE)
    }

    /// An item as the knowledge base describes it.
    pub fn of_item(id: ItemId, key: &str, knowledge: &KnowledgeBase) -> Option<Self> {
        let item = knowledge.item(id)?;
        let country = item.country.filter(|country| *country != id);
        let beside = country.into_iter().map(|country| (knowledge.iri(country), knowledge.name(country))).collect();
        Some(Self {
            iri: knowledge.iri(id),
            document: None,
            name: item.label.to_owned(),
            key: key.to_owned(),
            class: item.class,
            date: None,
            beside,
            claims: BTreeMap::new(),
            words: words(item.description).collect(),
        })
    }
}

/// The named entities of a document. Names of one word are left out: too many things share them.
pub(super) fn profiles(hash: &str, quads: &[Quad]) -> Vec<Profile> {
    let graph = Graph::new(quads);
    let document = format!("{DOCUMENT}{hash}");
    let text: Vec<char> = graph.literal(&format!("{document}#context"), nif::IS_STRING.as_str()).chars().collect();
    let date = graph.literal(&document, schema::DATE_PUBLISHED.as_str()).parse().ok();
    let mut mentions: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (subject, properties) in &graph.resources {
        let index = |property: &str| graph.literal(subject, property).parse::<usize>().ok();
        let Some(entity) = properties.get(ng::MENTION_OF.as_str()).and_then(|of| of.first()) else { continue };
        if let (Some(start), Some(end)) = (index(nif::BEGIN_INDEX.as_str()), index(nif::END_INDEX.as_str()))
            && start < end
            && end <= text.len()
        {
            mentions.entry(entity.value()).or_default().push((start, end));
        }
    }
    let names: BTreeMap<&str, String> = mentions
        .iter()
        .filter_map(|(iri, spans)| {
            let names = spans.iter().map(|&(start, end)| text[start..end].iter().collect::<String>());
            let longest = names.filter(|name| is_name(name)).max_by_key(|name| (name.len(), name.clone()))?;
            Some((*iri, longest))
        })
        .collect();
    let beside: BTreeMap<String, String> = mentions
        .keys()
        .filter_map(|&iri| {
            let label = graph.literal(iri, rdfs::LABEL.as_str()).to_owned();
            match iri.starts_with(wd::NAMESPACE) {
                true => Some((iri.to_owned(), label)),
                false => names.get(iri).map(|name| (key(name), label)),
            }
        })
        .collect();
    let claims = claims(&graph);
    let profile = |(&iri, name): (&&str, &String)| {
        let own_words: BTreeSet<String> = words(name).collect();
        let near = |&(start, end): &(usize, usize)| {
            // Whole words only.
            let is_space = |c: &char| c.is_whitespace();
            let from = match start.saturating_sub(NEAR) {
                0 => 0,
                from => from + text[from..start].iter().position(is_space).unwrap_or_default(),
            };
            let to = match (end + NEAR).min(text.len()) {
                to if to == text.len() => to,
                to => end + text[end..to].iter().rposition(is_space).unwrap_or_default(),
            };
            words(&text[from..to].iter().collect::<String>()).collect::<Vec<_>>()
        };
        let spans = mentions.get(iri).map(Vec::as_slice).unwrap_or_default();
        let own_key = key(name);
        Profile {
            iri: iri.to_owned(),
            document: Some(hash.to_owned()),
            name: name.clone(),
            class: graph.class(iri),
            date,
            beside: beside
                .iter()
                .filter(|(other, _)| *other != iri && **other != own_key)
                .map(|(other, label)| (other.clone(), label.clone()))
                .collect(),
            claims: claims.get(iri).cloned().unwrap_or_default(),
            words: spans.iter().flat_map(near).filter(|word| !own_words.contains(word)).collect(),
            key: own_key,
        }
    };
    names.iter().map(profile).filter(|profile| profile.key.contains(' ')).collect()
}

/// What is claimed of each entity, affirmed, in properties of the ontology.
fn claims<'a>(graph: &Graph<'a>) -> BTreeMap<&'a str, BTreeMap<String, String>> {
    let mut claims: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for properties in graph.resources.values() {
        let one = |property: &str| properties.get(property).and_then(|values| values.first().copied());
        let (Some(subject), Some(predicate), Some(object), Some(polarity)) = (
            one(rdf::SUBJECT.as_str()),
            one(rdf::PREDICATE.as_str()),
            one(rdf::OBJECT.as_str()),
            one(ng::POLARITY.as_str()),
        ) else {
            continue;
        };
        if polarity.value() != ng::AFFIRMED.as_str() || predicate.value().starts_with(OPEN) {
            continue;
        }
        let label = |value: Value<'a>| match value {
            Value::Iri(iri) => graph.literal(iri, rdfs::LABEL.as_str()).to_owned(),
            Value::Literal(text) => text.to_owned(),
        };
        // The other side by its name, so that documents agree on it.
        let other = |value: Value<'a>| match value {
            Value::Iri(iri) if !iri.starts_with(wd::NAMESPACE) => key(&label(value)),
            value => value.value().to_owned(),
        };
        let property = predicate.value();
        let short = property.rsplit('/').next().unwrap_or(property);
        claims
            .entry(subject.value())
            .or_default()
            .insert(format!("{property} > {}", other(object)), format!("{short} {}", label(object)));
        if let Value::Iri(iri) = object {
            claims
                .entry(iri)
                .or_default()
                .insert(format!("{property} < {}", other(subject)), format!("{} {short} it", label(subject)));
        }
    }
    claims
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value<'a> {
    Iri(&'a str),
    Literal(&'a str),
}

impl<'a> Value<'a> {
    fn value(self) -> &'a str {
        match self {
            Value::Iri(text) | Value::Literal(text) => text,
        }
    }
}

/// The quads of a document by subject and property.
struct Graph<'a> {
    resources: BTreeMap<&'a str, BTreeMap<&'a str, Vec<Value<'a>>>>,
}

impl<'a> Graph<'a> {
    fn new(quads: &'a [Quad]) -> Self {
        let mut resources: BTreeMap<&str, BTreeMap<&str, Vec<Value<'_>>>> = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let value = match &quad.object {
                Term::NamedNode(node) => Value::Iri(node.as_str()),
                Term::Literal(literal) => Value::Literal(literal.value()),
                _ => continue,
            };
            let properties = resources.entry(subject.as_str()).or_default();
            properties.entry(quad.predicate.as_str()).or_default().push(value);
        }
        Self { resources }
    }

    fn values(&self, subject: &str, property: &str) -> &[Value<'a>] {
        self.resources
            .get(subject)
            .and_then(|properties| properties.get(property))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The first value, or nothing.
    fn literal(&self, subject: &str, property: &str) -> &'a str {
        self.values(subject, property).first().map_or("", |value| value.value())
    }

    fn class(&self, iri: &str) -> Class {
        let names = self
            .values(iri, rdf::TYPE.as_str())
            .iter()
            .filter_map(|value| own_name(oxigraph::model::NamedNodeRef::new_unchecked(value.value()))?.parse().ok());
        names.into_iter().next().unwrap_or(Class::Thing)
    }
}

/// Whether words are a name: capitals but for the little words inside, no determiner before them.
fn is_name(text: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_little = |word: &str| {
        ["of", "the", "and", "for", "de", "da", "du", "van", "von", "der", "al", "bin", "el", "la", "le", "y"]
            .contains(&word)
    };
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    let has_determiner = ["A", "An", "The", "His", "Her", "Its", "Their", "This", "That"].contains(&first);
    first.starts_with(char::is_uppercase) && !has_determiner && words.all(|word| is_capital(word) || is_little(word))
}

/// A name's words as [`crate::knowledge`] folds them, in lower case.
fn key(name: &str) -> String {
    crate::knowledge::fold(name)
}

/// Words in lower case that say something.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let says_something = |word: &&str| {
        word.chars().count() >= LETTERS && word.chars().all(char::is_lowercase) && !FUNCTION_WORDS.contains(word)
    };
    words.filter(says_something).map(str::to_owned)
}
