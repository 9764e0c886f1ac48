//! What can be said: the classes and properties of `ontology/`, the phrasings and word lists of the lexicon.
//!
//! The Turtle files are embedded; [`Ontology::load`] reads a user's own on top.

mod class;

pub use class::{Class, Classes};

use std::collections::HashMap;
use std::sync::Arc;

/// The kind of a literal value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum ValueKind {
    Text,
    Date,
    Number,
}

/// A property of the ontology.
#[derive(Debug, Clone)]
pub struct Property {
    /// Local name, `spokesmanFor`.
    pub name: Arc<str>,
    /// "spokesman for".
    pub label: String,
    /// What a subject may be; empty for anything.
    pub domain: Vec<Class>,
    /// What an object may be; empty for anything, unless only literals are allowed.
    pub range: Vec<Class>,
    /// The kind of literal that an object may be.
    pub value: Option<ValueKind>,
    /// Whether S p O means O p S.
    pub is_symmetric: bool,
    /// The PLOVER root of the action, none for states.
    pub event_type: Option<String>,
}

/// An example phrasing of a property: "X imposes sanctions on Y".
#[derive(Debug, Clone)]
pub struct Phrasing {
    /// The property that it says (local name).
    pub property: Arc<str>,
    /// The words, with X and Y for subject and object.
    pub phrase: String,
    /// Narrower than the domain, where the phrasing asks for it.
    pub subject_class: Option<Class>,
    /// Narrower than the range, where the phrasing asks for it.
    pub object_class: Option<Class>,
    /// How surely it says the property, 0 to 1.
    pub confidence: f32,
    /// The modality that the phrasing itself carries, local name (`future`).
    pub modality: Option<String>,
    /// Whether the phrasing itself denies.
    pub is_negated: bool,
    /// Whether it is an example of what does *not* say the property.
    pub is_negative_example: bool,
}

/// Everything that `ontology/` says.
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    /// Properties by local name.
    pub properties: indexmap::IndexMap<Arc<str>, Property>,
    /// All phrasings, in the order of the properties.
    pub phrasings: Vec<Phrasing>,
    /// Word lists (lemmas, lower case) by local name: `speechVerb`.
    pub words: HashMap<String, Vec<String>>,
    /// Nouns that name a class: `summit` → Meeting.
    pub nouns: HashMap<String, Class>,
    /// Which class is under which.
    pub classes: Classes,
}
