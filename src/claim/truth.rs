//! How a text stands to what a predicate says: whether it affirms or denies it, and how far it is the case.

use super::{Modality, Polarity};
use crate::language::Analysis;
use crate::ontology::Ontology;

/// How a text stands to what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// Whether it is or is not.
    pub polarity: Polarity,
    /// How far it is.
    pub modality: Modality,
}

/// How the text stands to what `predicate` (a token: verb, noun or adjective) says.
pub fn status(_analysis: &Analysis, _ontology: &Ontology, _predicate: usize) -> Truth {
    Truth { polarity: Polarity::Affirmed, modality: Modality::Actual }
}
