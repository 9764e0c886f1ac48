//! `newsgraph evaluate`.

use anyhow::bail;

use super::Outcome;

/// Compare output with gold annotations.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Runs the command.
pub fn run(_arguments: &Arguments) -> anyhow::Result<Outcome> {
    bail!("not here yet")
}
