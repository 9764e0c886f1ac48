//! `newsgraph verify`: whether every quote and every fact in a store is borne out by its text.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use newsgraph::graph::{Store, verify};
use newsgraph::ontology::Ontology;
use rayon::prelude::*;

use super::{Outcome, report};

/// Check that every quote stands in its text where its offsets say, and that every fact has its claim.
///
/// Each problem is one line on standard output; the exit status is 1 if there is any.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The store.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// More ontology files that the documents were read with.
    #[arg(long, value_name = "FILE")]
    ontology: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    let ontology = Ontology::load(&arguments.ontology)?;
    let documents = store.documents()?;
    let problems: Vec<Vec<String>> = documents
        .par_iter()
        .map(|hash| match store.quads(hash) {
            Ok(quads) => {
                let document = format!("{}{hash}", newsgraph::graph::vocabulary::DOCUMENT);
                verify(&document, &quads, &ontology).iter().map(ToString::to_string).collect()
            }
            Err(error) => vec![error.to_string()],
        })
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    for problem in problems.iter().flatten() {
        writeln!(out, "{problem}")?;
    }
    out.flush()?;
    let count = problems.iter().flatten().count();
    let damaged = problems.iter().filter(|problems| !problems.is_empty()).count();
    if count == 0 {
        report(&format!("{} documents: every quote and every fact is borne out", documents.len()));
        return Ok(Outcome::Complete);
    }
    report(&format!("{count} problems in {damaged} of {} documents", documents.len()));
    Ok(Outcome::Partial)
}
