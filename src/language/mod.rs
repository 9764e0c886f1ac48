//! An article to its analysis: tokens, sentences, parts of speech, lemmas, dependency trees, names.
//!
//! Words, relations and features are those of Universal Dependencies 2 (English). One neural network reads each
//! sentence once ([`Network`]); everything else here prepares its input or decodes its output.

mod analysis;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token, Upos};
