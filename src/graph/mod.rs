//! Claims to quads: vocabularies, IRIs, provenance, serialisation, verification, and the store.
//!
//! [`DocumentGraph`] is the graph of one article; [`write`] gives it to people and programs in any RDF format, always
//! in the same order; [`Store`] keeps many as a folder of files with an index derived from them.

mod document;
mod events;
#[cfg(test)]
pub(crate) mod example;
mod format;
mod identity;
mod index;
/// One article as one JSON object, with the fields of the gold files.
pub mod json;
mod jsonld;
mod ntriples;
mod store;
#[cfg(test)]
mod tests;
mod turtle;
mod verify;
/// Every IRI that the graph uses.
pub mod vocabulary;

pub use document::{DocumentGraph, Provenance, Reading};
pub use format::{Format, write};
pub use identity::{Identities, Identity};
pub use index::index_of;
pub use store::{Addition, Store};
pub use verify::{Problem, verify};

use std::collections::BTreeSet;

use crate::claim::{Claims, Object};
use crate::entity::{Entities, EntityId, MentionKind};

/// The entities worth telling: those that take part in claims or quotations, or that the text names.
fn told_entities(entities: &Entities, claims: &Claims) -> BTreeSet<EntityId> {
    let named = entities
        .mentions
        .iter()
        .filter(|mention| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
        .map(|mention| mention.entity);
    let claimed = claims.claims.iter().flat_map(|claim| {
        let object = match &claim.object {
            Object::Entity(entity) => Some(*entity),
            Object::Literal(_) => None,
        };
        [claim.subject, object, claim.by, claim.place]
    });
    let quoted = claims.quotations.iter().flat_map(|quotation| [quotation.speaker, quotation.addressee]);
    named.chain(claimed.chain(quoted).flatten()).filter(|entity| entity.0 < entities.entities.len()).collect()
}
