//! `newsgraph evaluate`: output against gold annotations.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use newsgraph::Error;
use newsgraph::article::Article;
use newsgraph::evaluate::{claims, names, trees};
use newsgraph::language::{self, conllu};
use rayon::prelude::*;

use super::Outcome;
use super::input::network;

/// Compare output with gold annotations.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Claims(ClaimArguments),
    Trees(TreeArguments),
    Names(NameArguments),
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

/// Compare words, sentences, parts of speech, lemmas and trees with a treebank, as the CoNLL 2018 shared task does.
///
/// Example: newsgraph evaluate trees dev.conllu
#[derive(Debug, clap::Args)]
struct TreeArguments {
    /// Gold: CoNLL-U.
    gold: PathBuf,
    /// An analysis of the same text; without it the gold's raw text is analysed.
    system: Option<PathBuf>,
    /// A folder with another network: network.onnx, network.json, vocab.txt.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
}

/// Compare names of persons, places and organizations with tagged words: exact spans, on raw text.
///
/// Example: newsgraph evaluate names uner-dev.iob2
#[derive(Debug, clap::Args)]
struct NameArguments {
    /// Gold: IOB2 with the tags PER, LOC and ORG.
    gold: PathBuf,
    /// A folder with another network: network.onnx, network.json, vocab.txt.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Claims(arguments) => claims(arguments),
        Command::Trees(arguments) => trees(arguments),
        Command::Names(arguments) => names(arguments),
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

fn trees(arguments: &TreeArguments) -> anyhow::Result<Outcome> {
    let gold = conllu::read(&text(&arguments.gold)?)?;
    let system = match &arguments.system {
        Some(system) => conllu::read(&text(system)?)?,
        None => {
            let network = network(arguments.model.as_deref())?;
            gold.par_iter()
                .map(|(article, _)| {
                    let article = Article::from_text(&article.id, &article.text);
                    let analysis = language::analyse(&article, &network)?;
                    Ok((article, analysis))
                })
                .collect::<newsgraph::Result<_>>()?
        }
    };
    write!(io::stdout(), "{}", trees::score(&gold, &system)?)?;
    Ok(Outcome::Complete)
}

fn names(arguments: &NameArguments) -> anyhow::Result<Outcome> {
    let gold = names::read(&text(&arguments.gold)?)?;
    let network = network(arguments.model.as_deref())?;
    let analyses: Vec<_> = gold
        .par_iter()
        .map(|document| language::analyse(&document.article, &network))
        .collect::<newsgraph::Result<_>>()?;
    let mut scores = names::NameScores::default();
    for (document, analysis) in gold.iter().zip(&analyses) {
        scores.add(document, analysis);
    }
    write!(io::stdout(), "{scores}")?;
    Ok(Outcome::Complete)
}

fn text(path: &Path) -> anyhow::Result<String> {
    Ok(fs::read_to_string(path).map_err(Error::file(path))?)
}
