//! The one error type of the library.
//!
//! A message says what was being read, where, what is wrong and what to do about it. Damaged *articles* are no errors:
//! what was understood comes back, with notes (see [`crate::article::Article::notes`]).

use std::path::PathBuf;

/// What can go wrong in newsgraph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said. Part of the message, so no `source`, which would be printed a second time.
        reason: std::io::Error,
    },
    /// An input holds nothing that can be read as an article.
    #[error("{input}: {reason}")]
    Input {
        /// What was being read: a path, `-`, or a path with the line's number.
        input: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The network's files are missing, damaged or of another version.
    #[error("network {name}: {reason}")]
    Network {
        /// The folder or "embedded".
        name: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// An ontology or lexicon file has an error.
    #[error("ontology {file}: {reason}")]
    Ontology {
        /// The file, with line and column where they are known.
        file: String,
        /// What is wrong; for a phrasing, its tree.
        reason: String,
    },
    /// The knowledge base is damaged or foreign.
    #[error("knowledge base {name}: {reason}")]
    Knowledge {
        /// The file or "embedded".
        name: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A store is none, or one of its documents is damaged.
    #[error("store {path}: {reason}")]
    Store {
        /// The store's folder or a file in it.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A query is unknown, malformed, or its parameters do not fit.
    #[error("query {name}: {reason}")]
    Query {
        /// The query's name, its file, or "given on the command line".
        name: String,
        /// What is wrong, and what to do.
        reason: String,
    },
}

impl Error {
    /// A closure for `map_err` that names the file.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |reason| Self::File { path, reason }
    }
}

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;
