//! `newsgraph extract`.

use anyhow::bail;

use super::Outcome;

/// Read articles and write their graph.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_arguments: &Arguments) -> anyhow::Result<Outcome> {
    bail!("not here yet")
}
