//! Entities to claims: what the text says of them, how it stands to it, and who says so.

pub mod attribution;
pub mod quotation;
pub mod truth;
mod types;
pub mod when;
mod words;

pub use types::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate, Quotation, QuotationKind};
