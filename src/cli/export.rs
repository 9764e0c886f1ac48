//! `newsgraph export`.

use anyhow::bail;

use super::Outcome;

/// Write a store's graph.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_arguments: &Arguments) -> anyhow::Result<Outcome> {
    bail!("not here yet")
}
