//! An article: the text that was read, and what is known of it.
//!
//! All offsets inside the program are bytes into [`Article::text`]; outside (JSON, RDF) they are Unicode code points.
//! [`Offsets`] is the one place that converts.

mod dates;
mod decode;
mod html;
mod json;
mod metadata;
mod offsets;
mod plain;
mod read;

pub use offsets::{Offsets, Span};
pub use read::{ReadOptions, read_inputs};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// One article, ready to be analysed.
#[derive(Debug, Clone)]
pub struct Article {
    /// The identifier that output uses: the input's own (`id` in JSON Lines) or the file's name without its ending.
    pub id: String,
    /// Where it was read: a path, with `:line` for JSON Lines, or `-`.
    pub source: String,
    /// The text, unchanged; all spans point here.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// Where the headline stands in the text, when it does.
    pub headline: Option<Span>,
    /// When it was published.
    pub date: Option<Date>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The language, as a BCP 47 tag; `en` where the text is English.
    pub language: Option<String>,
    /// What the reader had to mend or noticed, for the user (a decoded character set, a text that is not English).
    pub notes: Vec<String>,
}

impl Article {
    /// An article of nothing but text, for tests and short inputs.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            source: "-".to_owned(),
            text: text.into(),
            title: None,
            headline: None,
            date: None,
            url: None,
            publisher: None,
            author: None,
            language: None,
            notes: Vec::new(),
        }
    }

    /// SHA-256 of the text in lower-case hexadecimal: the document's identity.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes()))
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
