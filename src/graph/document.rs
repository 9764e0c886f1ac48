//! The graph of one article: its text with offsets, its entities, its facts, its claims and quotations, and how it was made.
//!
//! All quads stand in the named graph of the document, whose IRI is made from the SHA-256 of the text. Claims, mentions
//! and unlinked entities have IRIs made from document, offsets and content, so that two machines that read the same text
//! write the same quads, and merging is set union. There are no blank nodes. A plain triple between entities is a fact:
//! affirmed, actual, and in the article's own voice; everything else exists as a claim only, and so do claims whose
//! predicate is no property of the ontology. Offsets are code points, end exclusive.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use sha2::{Digest, Sha256};

use super::told_entities;
use super::vocabulary::{
    self as v, ACTIVITY, DOCUMENT, OPEN, RELEASE, RESOURCE, itsrdf, ng, nif, own, prov, rdf, rdfs, schema, skos, xsd,
};
use crate::article::{Article, Offsets, Span, hex};
use crate::claim::{Claim, Claims, Object, Predicate, Quotation};
use crate::entity::{Entities, Entity, EntityId, MentionKind};
use crate::knowledge::{ItemId, KnowledgeBase};
use crate::language::Analysis;
use crate::ontology::{Class, Ontology, ValueKind};

/// What made a graph: all that its content depends on beside the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// Checksum of the network.
    pub network: String,
    /// Checksum of the knowledge base.
    pub knowledge: String,
    /// Checksum of ontology and lexicon.
    pub ontology: String,
}

/// An article and all that was read from it.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Reading<'a> {
    pub article: &'a Article,
    pub analysis: &'a Analysis,
    pub entities: &'a Entities,
    pub claims: &'a Claims,
    /// Which IRIs the user's own entities have; without it all items are Wikidata's.
    pub knowledge: Option<&'a KnowledgeBase>,
}

/// The quads of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentGraph {
    /// The document, and the name of its graph.
    pub iri: NamedNode,
    /// SHA-256 of the text in hexadecimal.
    pub hash: String,
    /// All quads, sorted by their N-Quads line, without duplicates.
    pub quads: Vec<Quad>,
}

impl DocumentGraph {
    /// Makes the graph. `label` gives the knowledge base's name of an item.
    pub fn new(
        reading: Reading<'_>,
        ontology: &Ontology,
        label: &dyn Fn(ItemId) -> Option<String>,
        provenance: &Provenance,
    ) -> Self {
        let hash = reading.article.hash();
        let iri = NamedNode::new_unchecked(format!("{DOCUMENT}{hash}"));
        let offsets = Offsets::new(&reading.article.text);
        let names = entity_names(&reading, &iri, &offsets);
        let mut builder = Builder { reading, iri, offsets, names, ontology, quads: Vec::new() };
        builder.article();
        builder.reading(provenance);
        builder.entities(label);
        builder.mentions();
        builder.claims();
        builder.quotations();
        Self { iri: builder.iri, hash, quads: sorted(builder.quads) }
    }
}

/// Quads in the order of their N-Quads lines, without duplicates.
fn sorted(mut quads: Vec<Quad>) -> Vec<Quad> {
    quads.sort_by_cached_key(ToString::to_string);
    quads.dedup();
    quads
}

/// The IRI of each entity: the Wikidata item, or one of our own within the document.
fn entity_names(reading: &Reading<'_>, document: &NamedNode, offsets: &Offsets) -> Vec<NamedNode> {
    let iri_of = |entity: &Entity| match &entity.link {
        Some(link) => item_iri(reading, link.item),
        None => {
            let first = entity.mentions.first().and_then(|&mention| reading.entities.mentions.get(mention));
            let start = first.map_or(0, |mention| offsets.code_point(mention.span.start));
            let content = [entity.name.as_str(), entity.class.name(), &start.to_string()];
            format!("{}#entity-{}", document.as_str(), short_hash(&content))
        }
    };
    reading.entities.entities.iter().map(|entity| NamedNode::new_unchecked(iri_of(entity))).collect()
}

/// The IRI of an item, as the knowledge base has it.
fn item_iri(reading: &Reading<'_>, item: ItemId) -> String {
    match reading.knowledge {
        Some(knowledge) => knowledge.iri(item),
        None => format!("{}{item}", v::wd::NAMESPACE),
    }
}

/// The first 16 hexadecimal digits of the SHA-256 over some fields.
pub(super) fn short_hash(fields: &[&str]) -> String {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update(field.as_bytes());
        digest.update([0x1f]);
    }
    hex(&digest.finalize()[..8])
}

/// A time as a literal: a date, month or year, also of any year, of its own datatype, an interval as plain text.
pub(super) fn time_literal(time: &str) -> Literal {
    // The sign of a year before Christ.
    let plain = time.strip_prefix('-').filter(|rest| !rest.starts_with('-')).unwrap_or(time);
    let parts: Vec<_> = plain.split('-').map(|part| (part.len(), part.bytes().all(|b| b.is_ascii_digit()))).collect();
    let datatype = match parts[..] {
        [(0, _), (0, _), (2, true)] => xsd::G_MONTH,
        [(0, _), (0, _), (2, true), (2, true)] => xsd::G_MONTH_DAY,
        [(4, true)] => xsd::G_YEAR,
        [(4, true), (2, true)] => xsd::G_YEAR_MONTH,
        [(4, true), (2, true), (2, true)] => xsd::DATE,
        _ => return Literal::new_simple_literal(time),
    };
    Literal::new_typed_literal(time, datatype)
}

/// A probability, to two digits.
pub(super) fn probability(value: f32) -> Literal {
    let value = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
    Literal::new_typed_literal(format!("{value:.2}"), xsd::DECIMAL)
}

fn literal_object(literal: &crate::claim::Literal) -> Literal {
    match literal.kind {
        ValueKind::Text => Literal::new_simple_literal(&literal.value),
        ValueKind::Date => time_literal(&literal.value),
        ValueKind::Number if literal.value.parse::<i64>().is_ok() => {
            Literal::new_typed_literal(&literal.value, xsd::INTEGER)
        }
        ValueKind::Number if is_decimal(&literal.value) => Literal::new_typed_literal(&literal.value, xsd::DECIMAL),
        ValueKind::Number => Literal::new_simple_literal(&literal.value),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.split_once('.').is_some_and(|(whole, part)| {
        !part.is_empty() && whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit())
    })
}

pub(super) struct Builder<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) iri: NamedNode,
    pub(super) offsets: Offsets,
    names: Vec<NamedNode>,
    pub(super) ontology: &'a Ontology,
    quads: Vec<Quad>,
}

impl Builder<'_> {
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = GraphName::NamedNode(self.iri.clone());
        self.quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, graph));
    }

    pub(super) fn add_text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        if !text.is_empty() {
            self.add(subject, predicate, Literal::new_simple_literal(text));
        }
    }

    pub(super) fn part(&self, fragment: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}#{fragment}", self.iri.as_str()))
    }

    fn stretch_iri(&self, span: Span) -> NamedNode {
        let (start, end) = self.offsets.code_points(span);
        self.part(&format!("char={start},{end}"))
    }

    pub(super) fn name(&self, entity: EntityId) -> Option<NamedNode> {
        self.names.get(entity.0).cloned()
    }

    /// Offsets and words of a stretch of the text.
    fn stretch(&mut self, subject: &NamedNode, span: Span) {
        let (start, end) = self.offsets.code_points(span);
        let index = |offset: usize| Literal::new_typed_literal(offset.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.add(subject, nif::BEGIN_INDEX, index(start));
        self.add(subject, nif::END_INDEX, index(end));
        self.add(subject, nif::ANCHOR_OF, Literal::new_simple_literal(span.of(&self.reading.article.text)));
        let context = self.part("context");
        self.add(subject, nif::REFERENCE_CONTEXT, context);
        self.add(subject, rdf::TYPE, nif::OFFSET_BASED_STRING);
    }

    /// What is known of the article, its text and its sentences.
    fn article(&mut self) {
        let article = self.reading.article;
        let document = self.iri.clone();
        self.add(&document, rdf::TYPE, schema::NEWS_ARTICLE);
        self.add(&document, rdf::TYPE, prov::ENTITY);
        self.add_text(&document, schema::IDENTIFIER, &article.id);
        let texts = [
            (schema::HEADLINE, &article.title),
            (schema::PUBLISHER, &article.publisher),
            (schema::AUTHOR, &article.author),
            (schema::IN_LANGUAGE, &article.language),
        ];
        for (property, text) in texts {
            if let Some(text) = text {
                self.add_text(&document, property, text);
            }
        }
        if let Some(date) = article.date {
            self.add(&document, schema::DATE_PUBLISHED, time_literal(&date.to_string()));
        }
        // An address that is no IRI says nothing that a graph could use.
        if let Some(url) = article.url.as_deref().and_then(|url| NamedNode::new(url).ok()) {
            self.add(&document, schema::URL, url);
        }

        let context = self.part("context");
        self.add(&context, rdf::TYPE, nif::CONTEXT);
        self.add(&context, rdf::TYPE, nif::OFFSET_BASED_STRING);
        self.add(&context, nif::IS_STRING, Literal::new_simple_literal(&article.text));
        let length = self.offsets.code_point(article.text.len());
        let index = |offset: usize| Literal::new_typed_literal(offset.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.add(&context, nif::BEGIN_INDEX, index(0));
        self.add(&context, nif::END_INDEX, index(length));
        self.add(&context, nif::SOURCE_URL, document);

        for sentence in &self.reading.analysis.sentences {
            if sentence.span.start < sentence.span.end {
                let subject = self.stretch_iri(sentence.span);
                self.add(&subject, rdf::TYPE, nif::SENTENCE);
                self.stretch(&subject, sentence.span);
            }
        }
    }

    /// What read the article. The same versions of everything are the same activity, whenever and wherever it ran.
    fn reading(&mut self, provenance: &Provenance) {
        let Provenance { version, network, knowledge, ontology } = provenance;
        let hash = short_hash(&[version, network, knowledge, ontology]);
        let activity = NamedNode::new_unchecked(format!("{ACTIVITY}{hash}"));
        let release = NamedNode::new_unchecked(format!("{RELEASE}{}", v::percent_encode(version)));
        let context = self.part("context");
        let document = self.iri.clone();
        self.add(&context, prov::WAS_DERIVED_FROM, document);
        self.add(&context, prov::WAS_GENERATED_BY, activity.clone());
        self.add(&activity, rdf::TYPE, prov::ACTIVITY);
        self.add(&activity, prov::WAS_ASSOCIATED_WITH, release.clone());
        self.add(&release, rdf::TYPE, prov::SOFTWARE_AGENT);
        self.add_text(&release, rdfs::LABEL, &format!("newsgraph {version}"));
        for (kind, checksum) in [("network", network), ("knowledge-base", knowledge), ("ontology", ontology)] {
            let resource = NamedNode::new_unchecked(format!("{RESOURCE}{kind}/{}", v::percent_encode(checksum)));
            self.add(&activity, prov::USED, resource.clone());
            self.add(&resource, rdf::TYPE, prov::ENTITY);
            self.add_text(&resource, rdfs::LABEL, &kind.replace('-', " "));
        }
    }

    /// Classes and names. Entities that were linked to the same item are one.
    fn entities(&mut self, label: &dyn Fn(ItemId) -> Option<String>) {
        let mut labels: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for id in told_entities(self.reading.entities, self.reading.claims) {
            let entity = self.reading.entities.get(id);
            let Some(name) = self.name(id) else { continue };
            labels.entry(name.as_str().to_owned()).or_default().insert(&entity.name);
            match entity.class {
                Class::Thing => {
                    self.add(&name, rdf::TYPE, NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Thing"))
                }
                class => self.add(&name, rdf::TYPE, own(class.name())),
            }
            if let Some(label) = entity.link.as_ref().and_then(|link| label(link.item)) {
                self.add(&name, skos::PREF_LABEL, Literal::new_language_tagged_literal_unchecked(label, "en"));
            }
        }
        for (name, labels) in labels {
            let name = NamedNode::new_unchecked(name);
            let fullest = labels.iter().max_by_key(|label| (label.chars().count(), std::cmp::Reverse(**label)));
            let Some(fullest) = fullest.copied() else { continue };
            self.add_text(&name, rdfs::LABEL, fullest);
            for other in labels.iter().filter(|label| **label != fullest) {
                self.add_text(&name, skos::ALT_LABEL, other);
            }
        }
    }

    /// Where the text refers to entities. A stretch refers to one entity; were there two, the first counts.
    fn mentions(&mut self) {
        let told = told_entities(self.reading.entities, self.reading.claims);
        let mut seen = BTreeSet::new();
        for (at, mention) in self.reading.entities.mentions.iter().enumerate() {
            let is_empty = mention.span.start >= mention.span.end;
            if is_empty || !told.contains(&mention.entity) || !seen.insert(mention.span) {
                continue;
            }
            let Some(entity) = self.name(mention.entity) else { continue };
            let subject = self.stretch_iri(mention.span);
            self.add(&subject, rdf::TYPE, ng::MENTION);
            self.stretch(&subject, mention.span);
            self.add(&subject, ng::MENTION_OF, entity.clone());
            // Names are linked; descriptions and pronouns have their item from the names, by coreference.
            if let Some(link) = &self.reading.entities.get(mention.entity).link
                && matches!(mention.kind, MentionKind::Name | MentionKind::Demonym)
            {
                self.add(&subject, itsrdf::TA_IDENT_REF, entity);
                self.add(&subject, itsrdf::TA_CONFIDENCE, probability(link.score));
            } else if let Some(Some(office)) = self.reading.entities.offices.get(&at) {
                // A title is a mention of its holder; its words name the office.
                let office_iri = NamedNode::new_unchecked(item_iri(&self.reading, office.item));
                self.add(&subject, itsrdf::TA_IDENT_REF, office_iri);
                self.add(&subject, itsrdf::TA_CONFIDENCE, probability(office.score));
            }
        }
    }

    fn claims(&mut self) {
        // The same statement twice from the same words is one claim, the surer.
        let mut best: BTreeMap<String, &Claim> = BTreeMap::new();
        for claim in &self.reading.claims.claims {
            let Some(key) = self.claim_key(claim) else { continue };
            let entry = best.entry(key).or_insert(claim);
            if (claim.confidence, &entry.rule) > (entry.confidence, &claim.rule) {
                *entry = claim;
            }
        }
        for (key, claim) in best {
            self.claim(&key, claim);
        }
    }

    /// The hash of a claim's document, offsets and content; none where it refers to what is not there.
    fn claim_key(&self, claim: &Claim) -> Option<String> {
        let sentence = self.reading.analysis.sentences.get(claim.sentence)?;
        let name = |entity: Option<EntityId>| match entity {
            Some(entity) => self.name(entity).map(NamedNode::into_string),
            None => Some(String::new()),
        };
        let object = self.object(claim)?.to_string();
        let predicate = predicate_iri(&claim.predicate).into_string();
        let span = |span: Span| {
            let (start, end) = self.offsets.code_points(span);
            format!("{start},{end}")
        };
        Some(short_hash(&[
            self.iri.as_str(),
            &span(sentence.span),
            &span(claim.trigger),
            &name(claim.subject)?,
            &predicate,
            &object,
            &claim.polarity.to_string(),
            &claim.modality.to_string(),
            &name(claim.by)?,
            claim.time.as_ref().map_or("", |time| &time.0),
            &name(claim.place)?,
        ]))
    }

    fn object(&self, claim: &Claim) -> Option<Term> {
        match &claim.object {
            Object::Entity(entity) => self.name(*entity).map(Term::from),
            Object::Literal(literal) => Some(literal_object(literal).into()),
        }
    }

    fn claim(&mut self, key: &str, claim: &Claim) {
        let subject = self.part(&format!("claim-{key}"));
        let Some(object) = self.object(claim) else { return };
        let Some(sentence) = self.reading.analysis.sentences.get(claim.sentence) else { return };
        let predicate = predicate_iri(&claim.predicate);
        self.add(&subject, rdf::TYPE, ng::CLAIM);
        if let Predicate::Open(lemmas) = &claim.predicate {
            self.add(&subject, rdf::TYPE, ng::OPEN_CLAIM);
            self.add(&predicate, rdf::TYPE, rdf::PROPERTY);
            self.add_text(&predicate, rdfs::LABEL, &lemmas.replace('-', " "));
        }
        if let Some(entity) = claim.subject.and_then(|entity| self.name(entity)) {
            self.add(&subject, rdf::SUBJECT, entity);
        }
        self.add(&subject, rdf::PREDICATE, predicate.clone());
        self.add(&subject, rdf::OBJECT, object.clone());
        self.add(&subject, ng::POLARITY, own(&claim.polarity.to_string()));
        self.add(&subject, ng::MODALITY, own(&claim.modality.to_string()));
        if let Some(source) = claim.by.and_then(|entity| self.name(entity)) {
            self.add(&subject, ng::ATTRIBUTED_TO, source);
        }
        if let Some(time) = &claim.time {
            self.add(&subject, ng::TIME, time_literal(&time.0));
        }
        if let Some(place) = claim.place.and_then(|entity| self.name(entity)) {
            self.add(&subject, ng::PLACE, place);
        }
        let evidence = self.stretch_iri(sentence.span);
        self.add(&subject, ng::EVIDENCE, evidence);
        self.add_text(&subject, ng::TRIGGER, claim.trigger.of(&self.reading.article.text));
        self.add(&subject, ng::CONFIDENCE, probability(claim.confidence));
        self.add(&subject, ng::RULE, Literal::new_simple_literal(&claim.rule));
        let document = self.iri.clone();
        self.add(&subject, prov::WAS_DERIVED_FROM, document);
        self.event(claim, &subject, &object);
        self.fact(claim, &predicate, object);
    }

    /// The plain triple of a claim that is a fact. Symmetric properties are written once, from the smaller IRI.
    fn fact(&mut self, claim: &Claim, predicate: &NamedNode, object: Term) {
        let Predicate::Known(name) = &claim.predicate else { return };
        let Some(subject) = claim.subject.and_then(|entity| self.name(entity)) else { return };
        if !claim.is_fact() {
            return;
        }
        let is_symmetric = self.ontology.properties.get(name).is_some_and(|property| property.is_symmetric);
        match object {
            Term::NamedNode(object) if is_symmetric && object.as_str() < subject.as_str() => {
                self.add(&object, predicate.as_ref(), subject);
            }
            object => self.add(&subject, predicate.as_ref(), object),
        }
    }

    fn quotations(&mut self) {
        for quotation in &self.reading.claims.quotations {
            self.quotation(quotation);
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let text = &self.reading.article.text;
        let (start, end) = self.offsets.code_points(quotation.content);
        if start >= end {
            return;
        }
        let name = |entity: Option<EntityId>| entity.and_then(|entity| self.name(entity));
        let (speaker, addressee) = (name(quotation.speaker), name(quotation.addressee));
        let of = |name: &Option<NamedNode>| name.as_ref().map_or(String::new(), |name| name.as_str().to_owned());
        let key = short_hash(&[
            self.iri.as_str(),
            &format!("{start},{end}"),
            &quotation.kind.to_string(),
            &of(&speaker),
            &of(&addressee),
            &quotation.cue.map_or(String::new(), |cue| format!("{:?}", self.offsets.code_points(cue))),
        ]);
        let subject = self.part(&format!("quotation-{key}"));
        self.add(&subject, rdf::TYPE, ng::QUOTATION);
        self.stretch(&subject, quotation.content);
        self.add(&subject, ng::QUOTATION_KIND, own(&quotation.kind.to_string()));
        self.add_text(&subject, ng::CONTENT, quotation.content.of(text));
        if let Some(speaker) = speaker {
            self.add(&subject, ng::SPEAKER, speaker);
        }
        if let Some(addressee) = addressee {
            self.add(&subject, ng::ADDRESSEE, addressee);
        }
        if let Some(cue) = quotation.cue {
            self.add_text(&subject, ng::CUE, cue.of(text));
        }
        let document = self.iri.clone();
        self.add(&subject, prov::WAS_DERIVED_FROM, document);
    }
}

fn predicate_iri(predicate: &Predicate) -> NamedNode {
    match predicate {
        Predicate::Known(name) => own(name),
        Predicate::Open(lemmas) => NamedNode::new_unchecked(format!("{OPEN}{}", v::percent_encode(lemmas))),
    }
}
