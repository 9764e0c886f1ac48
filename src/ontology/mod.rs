//! What can be said: the classes and properties of `ontology/`, the phrasings and word lists of the lexicon.
//!
//! The Turtle files are embedded; [`Ontology::load`] reads a user's own on top.

mod class;
mod reader;

pub use class::{Class, Classes};

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::Result;
use crate::language::american;

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
    /// Whether it names what somebody does, rather than a state (`ng:ActionProperty`).
    pub is_action: bool,
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
    /// Word lists (lemmas, lower case) by local name: `speechVerb`. Each list is sorted.
    pub words: HashMap<String, Vec<String>>,
    /// Nouns that name a class: `summit` → Meeting. Where a noun is given to several, the widest of them, else the
    /// first.
    pub nouns: HashMap<String, Class>,
    /// Which class is under which.
    pub classes: Classes,
    pub(crate) checksum: String,
}

impl Ontology {
    /// The ontology and lexicon inside the program.
    pub fn embedded() -> Result<Self> {
        Self::load(&[])
    }

    /// The ontology and lexicon inside the program, and a user's Turtle files on top, in their order.
    ///
    /// A later file adds phrasings and words; where it states a property's domain, range, label, value kind or event
    /// type again, the later statement holds.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is no Turtle, or says something that the program cannot follow: an unknown class, a
    /// phrasing without X or Y. The message has the file, the line where known, and what to write instead.
    pub fn load(extra: &[PathBuf]) -> Result<Self> {
        reader::load(extra)
    }

    /// SHA-256 of all Turtle that was read, in hexadecimal.
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// The property of a local name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// Whether a word list holds a lemma, without regard to case and to British or American spelling.
    pub fn is_word(&self, list: &str, lemma: &str) -> bool {
        let holds = |words: &[String], lemma: &str| words.binary_search_by(|word| word.as_str().cmp(lemma)).is_ok();
        self.words.get(list).is_some_and(|words| {
            holds(words, lemma)
                || (lemma.chars().any(char::is_uppercase) && holds(words, lemma.to_lowercase().as_str()))
                || american(lemma).is_some_and(|lemma| holds(words, &lemma))
        })
    }

    /// The class that a common noun names: "summit" → Meeting.
    pub fn noun_class(&self, lemma: &str) -> Option<Class> {
        let american = || self.nouns.get(american(lemma)?.as_str());
        self.nouns.get(lemma).or_else(|| self.nouns.get(lemma.to_lowercase().as_str())).or_else(american).copied()
    }

    /// Whether a common noun names things of a class.
    pub fn noun_is(&self, lemma: &str, class: Class) -> bool {
        self.noun_class(lemma).is_some_and(|named| self.classes.is_a(named, class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ontology() -> Ontology {
        Ontology::embedded().expect("the embedded ontology is sound")
    }

    #[test]
    fn the_embedded_files_hold_what_the_design_names() {
        let ontology = ontology();
        assert!(ontology.properties.len() >= 90, "{}", ontology.properties.len());
        assert!(ontology.phrasings.len() >= 1500, "{}", ontology.phrasings.len());
        assert_eq!(ontology.checksum().len(), 64);
        let spokesman = ontology.property("spokesmanFor").expect("known");
        assert_eq!(spokesman.label, "spokesman for");
        assert_eq!((&spokesman.domain[..], &spokesman.range[..]), (&[Class::Person][..], &[Class::Agent][..]));
        let meets = ontology.property("meets").expect("known");
        assert!(meets.is_symmetric);
        assert_eq!(meets.event_type.as_deref(), Some("CONSULT"));
        assert_eq!(ontology.property("hasAge").expect("known").value, Some(ValueKind::Number));
        assert_eq!(
            ontology.property("headOf").expect("known").range,
            [Class::Organization, Class::GeopoliticalEntity, Class::Region, Class::Facility]
        );
        assert!(ontology.property("polarity").is_none(), "the vocabulary of claims is no property of things");
        assert!(ontology.property("confidence").is_none());
    }

    #[test]
    fn every_property_but_says_has_phrasings() {
        let ontology = ontology();
        for name in ontology.properties.keys() {
            let count = ontology.phrasings.iter().filter(|phrasing| phrasing.property == *name).count();
            assert!(count > 0 || &**name == "says", "{name} has no phrasing");
        }
    }

    #[test]
    fn a_second_reading_gives_the_same() {
        assert_eq!(format!("{:?}", ontology().phrasings), format!("{:?}", ontology().phrasings));
        assert_eq!(ontology().checksum(), ontology().checksum());
    }

    #[test]
    fn words_and_nouns() {
        let ontology = ontology();
        assert!(ontology.is_word("speechVerb", "say"));
        assert!(ontology.is_word("speechVerb", "Say"));
        assert!(ontology.is_word("requestVerb", "call on"));
        assert!(!ontology.is_word("speechVerb", "eat"));
        assert!(!ontology.is_word("noSuchList", "say"));
        assert_eq!(ontology.noun_class("summit"), Some(Class::Meeting));
        assert_eq!(ontology.noun_class("Government"), Some(Class::Government));
        assert_eq!(ontology.noun_class("agency"), Some(Class::Organization), "the wider of two");
        assert_eq!(ontology.noun_class("purple"), None);
    }
}
