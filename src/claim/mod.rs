//! Entities to claims: what the text says of them, how it stands to it, and who says so.

mod types;

pub use types::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate, Quotation, QuotationKind};
