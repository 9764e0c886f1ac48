//! Events of actions: who did what to whom, where and when, as SEM has it.
//!
//! A claim of an action that the article asserts in its own voice makes an event; claims from the same words and of the
//! same property share it ("A and B met C"). What is denied, planned or somebody's word makes none, so no query over
//! events returns hearsay. A passive without an agent makes an event without an actor.
//!
//! SEM: van Hage et al., "Design and use of the Simple Event Model (SEM)", Journal of Web Semantics 9(2), 2011. The
//! event type is the PLOVER root of the property.

use oxigraph::model::{Literal, NamedNode, Term};

use super::document::{Builder, short_hash, time_literal};
use super::vocabulary::{ng, own, prov, rdf, rdfs, sem};
use crate::claim::{Claim, Modality, Polarity, Predicate};

impl Builder<'_> {
    /// The event of a claim, if it makes one, and from the claim to it.
    pub(super) fn event(&mut self, claim: &Claim, of: &NamedNode, object: &Term) {
        let Predicate::Known(name) = &claim.predicate else { return };
        let is_told = claim.polarity == Polarity::Affirmed && claim.modality == Modality::Actual && claim.by.is_none();
        let Some(property) = self.ontology.property(name).filter(|property| property.is_action && is_told) else {
            return;
        };
        let (start, end) = self.offsets.code_points(claim.trigger);
        let hash = short_hash(&[self.iri.as_str(), &format!("{start},{end}"), name]);
        let event = self.part(&format!("event-{hash}"));
        self.add(of, ng::DESCRIBES, event.clone());
        self.add(&event, rdf::TYPE, sem::EVENT);
        self.add(&event, sem::EVENT_TYPE, own(name));
        if let Some(root) = &property.event_type {
            self.add(&event, ng::EVENT_TYPE, Literal::new_simple_literal(root));
        }
        self.add_text(&event, rdfs::LABEL, claim.trigger.of(&self.reading.article.text));
        if let Some(actor) = claim.subject.and_then(|subject| self.name(subject)) {
            self.add(&event, sem::HAS_ACTOR, actor);
        }
        // In a symmetric action both sides act.
        let role = if property.is_symmetric { sem::HAS_ACTOR } else { ng::TARGET };
        self.add(&event, role, object.clone());
        if let Some(place) = claim.place.and_then(|place| self.name(place)) {
            self.add(&event, sem::HAS_PLACE, place);
        }
        if let Some(time) = &claim.time {
            self.add(&event, sem::HAS_TIME_STAMP, time_literal(&time.0));
        }
        let document = self.iri.clone();
        self.add(&event, prov::WAS_DERIVED_FROM, document);
    }
}
