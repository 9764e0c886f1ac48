#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr))]

// The rooms, in the order of the data. A room imports rooms above it, never below.

/// Bytes to an article: file formats, character sets, metadata, offsets.
pub mod article;
/// Entities to claims: predicate–argument structure, lexicon, truth, attribution, quotations.
pub mod claim;
/// An analysis to its entities: mentions, coreference, linking.
pub mod entity;
/// Output against gold: every measure that the project quotes.
pub mod evaluate;
/// Claims to quads: vocabularies, IRIs, provenance, serialisation, the store.
pub mod graph;
/// Names to candidate Wikidata items: the compiled knowledge base and how it is made.
pub mod knowledge;
/// An article to its analysis: tokens, sentences, parts of speech, lemmas, trees, names.
pub mod language;
/// What can be said: classes, properties, phrasings, word lists, read from `ontology/`.
pub mod ontology;
/// A store to tables: saved queries and their parameters.
pub mod query;
/// Entities of different documents of a store that are the same thing.
pub mod resolve;
/// Dates and intervals that the text names, normalised against the article's date.
pub mod time;

mod error;
mod reader;

pub use error::{Error, Result};
pub use reader::{Document, Reader, ReaderOptions};
