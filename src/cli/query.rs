//! `newsgraph query`.

use anyhow::bail;

use super::Outcome;

/// Ask a store or a graph file.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_arguments: &Arguments) -> anyhow::Result<Outcome> {
    bail!("not here yet")
}
