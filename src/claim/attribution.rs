//! Whom the text has its statements from.

use super::Quotation;
use crate::article::Article;
use crate::entity::{Entities, EntityId};
use crate::language::Analysis;
use crate::ontology::Ontology;

/// Whose statement something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The article's own.
    None,
    /// Somebody's whom the text tells.
    Somebody(EntityId),
    /// Somebody's, but the text does not tell whose or names no entity: hearsay, never a fact.
    Unnamed,
}

/// Who says what in one article.
#[derive(Debug, Clone, Default)]
pub struct Attributions {
    /// The quotations, in the order of the text.
    pub quotations: Vec<Quotation>,
}

impl Attributions {
    /// Finds the quotations and reported statements of an article.
    pub fn find(_article: &Article, _analysis: &Analysis, _entities: &Entities, _ontology: &Ontology) -> Self {
        Self::default()
    }

    /// Whose statement `token` belongs to: the innermost that holds it.
    pub fn source_of(&self, _token: usize) -> Source {
        Source::None
    }

    /// Whether `token` stands in quotation marks as somebody's own words.
    pub fn is_inside_direct(&self, _token: usize) -> bool {
        false
    }
}
