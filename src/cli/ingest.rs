//! `newsgraph ingest`: articles into a store.

use std::path::PathBuf;

use newsgraph::graph::{Addition, Store};

use super::input::{InputArguments, ModelArguments};
use super::{Outcome, report};

/// Read articles into a store.
///
/// The store is a folder with one file of quads for each document. Reading an article again changes nothing.
///
/// Example: newsgraph ingest articles/ --store news
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    models: ModelArguments,
    /// The store; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reader = arguments.models.reader()?;
    let store = Store::create(&arguments.store)?;
    let (mut new, mut changed, mut unchanged) = (0_usize, 0_usize, 0_usize);
    let counts = arguments.input.count_each(
        |article| reader.read(article).and_then(|document| store.add(&reader.graph(&document))),
        |addition| {
            match addition {
                Addition::New => new += 1,
                Addition::Changed => changed += 1,
                Addition::Unchanged => unchanged += 1,
            }
            Ok(())
        },
    )?;
    let failures = if counts.failed == 0 { String::new() } else { format!(", {} failed", counts.failed) };
    report(&format!("{new} new, {changed} changed, {unchanged} unchanged{failures}"));
    counts.outcome()
}
