//! `newsgraph completions`: scripts that complete commands and options in a shell.

use std::io::{self, Write};

use clap::CommandFactory;

use super::Outcome;

/// Write the completion script of a shell.
///
/// Example: newsgraph completions bash > ~/.local/share/bash-completion/completions/newsgraph
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Writes the script to standard output.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "newsgraph", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Complete)
}
