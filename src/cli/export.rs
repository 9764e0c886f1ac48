//! `newsgraph export`: a whole store as one file.

use std::path::PathBuf;

use newsgraph::graph::{self, Format, Store};

use super::Outcome;
use super::output::output;

/// Write a store's graph.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The store.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// turtle, trig, ntriples, nquads, jsonld or rdfxml; turtle unless the output file's name says otherwise. Only trig
    /// and nquads keep apart what each document says.
    #[arg(long)]
    format: Option<Format>,
    /// The file to write to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let by_name = || arguments.output.as_deref().and_then(Format::from_path);
    let format = arguments.format.or_else(by_name).unwrap_or_default();
    let quads = Store::open(&arguments.store)?.all_quads()?;
    output(arguments.output.as_deref(), |mut out| Ok(graph::write(&quads, format, &mut out)?))?;
    Ok(Outcome::Complete)
}
