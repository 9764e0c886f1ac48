//! Output against gold: every measure that the project quotes.

pub mod claims;
