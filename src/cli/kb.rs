//! `newsgraph kb`.

use anyhow::bail;

use super::Outcome;

/// Build and search knowledge bases.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_arguments: &Arguments) -> anyhow::Result<Outcome> {
    bail!("not here yet")
}
