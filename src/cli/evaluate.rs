//! `newsgraph evaluate`: output against gold annotations.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use newsgraph::evaluate::claims;

use super::Outcome;

/// Compare output with gold annotations.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Claims(ClaimArguments),
}

/// Compare extracted claims with gold claims: precision, recall, truth status, evidence.
///
/// Example: newsgraph evaluate claims gold.jsonl extracted.jsonl --by-property
#[derive(Debug, clap::Args)]
struct ClaimArguments {
    /// Gold: JSON Lines of documents with id, text, entities and claims.
    gold: PathBuf,
    /// What was extracted, in the same form; documents are paired by id.
    extracted: Option<PathBuf>,
    /// Show the counts of each property.
    #[arg(long)]
    by_property: bool,
    /// Show the first so many claims that are missing or too many.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Claims(arguments) => claims(arguments),
    }
}

fn claims(arguments: &ClaimArguments) -> anyhow::Result<Outcome> {
    let read = |path: &Path| -> anyhow::Result<Vec<claims::Document>> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
        Ok(claims::parse(&name, &text)?)
    };
    let gold = read(&arguments.gold)?;
    let Some(extracted) = &arguments.extracted else {
        bail!("give the extracted claims as the second file: `newsgraph extract --format json … > extracted.jsonl`");
    };
    let score = claims::score(gold, read(extracted)?, arguments.errors);
    let mut out = io::stdout().lock();
    for line in &score.errors {
        writeln!(out, "{line}")?;
    }
    if arguments.by_property {
        write!(out, "{}", score.properties())?;
    }
    write!(out, "{score}")?;
    Ok(Outcome::Complete)
}
