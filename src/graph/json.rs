//! One article as one JSON object: `id`, `title`, `date`, `text`, `entities`, `claims`, `quotes`, as the gold files have it.
//!
//! Offsets are code points into `text`, end exclusive. Only entities that take part in a claim or a quotation or that the
//! text names are told; they are called `e1`, `e2`, … in the order of their first mention.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::told_entities;
use crate::article::{Article, Offsets, Span};
use crate::claim::{Claim, Claims, Object, Quotation};
use crate::entity::{Entities, EntityId};
use crate::language::Analysis;
use crate::ontology::ValueKind;

/// The object of one article.
pub fn line(article: &Article, analysis: &Analysis, entities: &Entities, claims: &Claims) -> Value {
    let told = told_entities(entities, claims);
    let writer = Writer {
        article,
        analysis,
        offsets: Offsets::new(&article.text),
        names: told.iter().enumerate().map(|(number, entity)| (*entity, format!("e{}", number + 1))).collect(),
    };
    json!({
        "id": article.id,
        "title": article.title,
        "date": article.date.map(|date| date.to_string()),
        "text": article.text,
        "entities": told.iter().map(|entity| writer.entity(entities, *entity)).collect::<Vec<_>>(),
        "claims": claims.claims.iter().map(|claim| writer.claim(claim)).collect::<Vec<_>>(),
        "quotes": claims.quotations.iter().map(|quotation| writer.quotation(quotation)).collect::<Vec<_>>(),
    })
}

struct Writer<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    offsets: Offsets,
    names: BTreeMap<EntityId, String>,
}

impl Writer<'_> {
    fn span(&self, span: Span) -> Value {
        let (start, end) = self.offsets.code_points(span);
        json!([start, end])
    }

    fn name(&self, entity: Option<EntityId>) -> Option<&String> {
        entity.and_then(|entity| self.names.get(&entity))
    }

    fn entity(&self, entities: &Entities, id: EntityId) -> Value {
        let entity = entities.get(id);
        let mentions = entity.mentions.iter().filter_map(|&mention| entities.mentions.get(mention));
        json!({
            "id": self.name(Some(id)),
            "name": entity.name,
            "type": entity.class.name(),
            "wikidata": entity.link.as_ref().map(|link| link.item).filter(|item| item.is_wikidata()).map(|item| item.to_string()),
            "mentions": mentions.map(|mention| self.span(mention.span)).collect::<Vec<_>>(),
        })
    }

    fn claim(&self, claim: &Claim) -> Value {
        let object = match &claim.object {
            Object::Entity(entity) => json!(self.name(Some(*entity))),
            Object::Literal(literal) => json!({ "literal": literal.value, "type": kind(literal.kind) }),
        };
        let sentence = self.analysis.sentences.get(claim.sentence);
        json!({
            "s": self.name(claim.subject).map_or("unknown", String::as_str),
            "p": claim.predicate.to_string(),
            "o": object,
            "polarity": claim.polarity.to_string(),
            "modality": claim.modality.to_string(),
            "by": self.name(claim.by),
            "time": claim.time.as_ref().map(|time| &time.0),
            "place": self.name(claim.place),
            "evidence": sentence.map(|sentence| self.span(sentence.span)),
            "trigger": claim.trigger.of(&self.article.text),
            "confidence": hundredths(claim.confidence),
            "rule": claim.rule,
        })
    }

    fn quotation(&self, quotation: &Quotation) -> Value {
        json!({
            "speaker": self.name(quotation.speaker),
            "addressee": self.name(quotation.addressee),
            "kind": quotation.kind.to_string(),
            "content": self.span(quotation.content),
            "cue": quotation.cue.map(|cue| cue.of(&self.article.text)),
        })
    }
}

const fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "text",
        ValueKind::Date => "date",
        ValueKind::Number => "number",
    }
}

/// To two digits, as a 64-bit number, so that 0.87 is not written as 0.8700000047683716.
fn hundredths(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
