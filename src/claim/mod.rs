//! Entities to claims: what the text says of them, how it stands to it, and who says so.

pub mod attribution;
mod extract;
mod lexicon;
mod matching;
mod nominal;
mod open;
pub mod quotation;
pub mod structure;
pub mod truth;
mod types;
pub mod when;
mod words;

pub use extract::extract;
pub use lexicon::{Lexicon, Node, Pattern, PatternEdge, draw};
pub use types::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate, Quotation, QuotationKind};
