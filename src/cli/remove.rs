//! `newsgraph remove`: documents out of a store, with all that only they said.

use std::path::PathBuf;

use newsgraph::graph::Store;

use super::{Outcome, report};

/// Remove documents from a store, with everything that only they said.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The documents: the SHA-256 of the text or its beginning, the document's IRI, or the article's identifier.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// The store.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    let mut removed = 0;
    for document in &arguments.documents {
        match store.remove(document) {
            Ok(hash) => {
                removed += 1;
                report(&format!("removed {hash}"));
            }
            Err(error) => report(&format!("error: {error}")),
        }
    }
    match removed {
        0 => anyhow::bail!("nothing was removed"),
        _ if removed < arguments.documents.len() => Ok(Outcome::Partial),
        _ => Ok(Outcome::Complete),
    }
}
