//! A store to tables: saved queries and their parameters.
//!
//! A query is a SPARQL file whose header says what it asks ([`Query`]); [`SAVED`] holds those of `queries/`. Values are
//! bound to its variables ([`run`]), never pasted into its text, and may be given as people know them: by a name, a Q
//! identifier, a prefixed name ([`resolve`]). Answers are written as tables, graphs or yes and no ([`Answer`]).

mod answer;
mod bind;
mod load;
mod near;
mod run;
mod saved;

pub use answer::{Answer, ResultFormat};
pub use bind::resolve;
pub use load::load;
pub use run::run;
pub use saved::{Parameter, ParameterKind, Query, SAVED, saved};

#[cfg(test)]
mod tests;
