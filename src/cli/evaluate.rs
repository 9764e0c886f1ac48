//! `newsgraph evaluate`: figures on gold files, one command a measure.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use newsgraph::article::{Article, ReadOptions, read_inputs};
use newsgraph::evaluate::{claims, dates, names, trees};
use newsgraph::graph::json;
use newsgraph::language::{self, conllu};
use newsgraph::{Error, Reader, Result, time};

use super::Outcome;
use super::input::{ModelArguments, network, progress};
use super::workers::side_by_side;

/// Compare output with gold annotations.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Debug, clap::Subcommand)]
enum Measure {
    /// Words, sentences, parts of speech, lemmas and trees against a treebank (CoNLL-U).
    Trees(TreesArguments),
    /// Names of persons, places and organizations against tagged words (IOB2).
    Names(NamesArguments),
    /// Extracted claims against gold claims: precision, recall, truth status, evidence.
    Claims(ClaimsArguments),
    /// Expressions of time and their values against GUM's lines or Recognizers' cases (JSON).
    Dates(DatesArguments),
}

#[derive(Debug, clap::Args)]
struct TreesArguments {
    /// The treebank.
    gold: PathBuf,
    /// An analysis of the same text; without it the gold's raw text is analysed.
    system: Option<PathBuf>,
    /// A folder with another network instead of the embedded one.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct NamesArguments {
    /// The tagged words.
    gold: PathBuf,
    /// A folder with another network instead of the embedded one.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct ClaimsArguments {
    /// Gold: JSON Lines of documents with id, text, entities and claims.
    gold: PathBuf,
    /// What `extract --format json` gave for the same documents, paired by id; without it the gold's texts are read.
    extracted: Option<PathBuf>,
    #[command(flatten)]
    models: ModelArguments,
    /// Show the counts of each property.
    #[arg(long)]
    by_property: bool,
    /// Show the first so many claims that are missing or too many.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
}

#[derive(Debug, clap::Args)]
struct DatesArguments {
    /// The annotated expressions; several files are counted together.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Show the first so many expressions that are missed, too much or valued otherwise.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
    /// A folder with another network instead of the embedded one.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
}

/// Prints the figures.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let figures = match &arguments.measure {
        Measure::Trees(arguments) => evaluate_trees(arguments)?,
        Measure::Names(arguments) => evaluate_names(arguments)?,
        Measure::Claims(arguments) => evaluate_claims(arguments)?,
        Measure::Dates(arguments) => evaluate_dates(arguments)?,
    };
    write!(io::stdout(), "{figures}")?;
    Ok(Outcome::Complete)
}

fn text(path: &Path) -> anyhow::Result<String> {
    Ok(fs::read_to_string(path).map_err(Error::file(path))?)
}

/// Reads the documents of a gold file, many side by side; one that cannot be read ends the measure.
fn read_all<J: Send, T: Send>(
    jobs: impl IntoIterator<Item = J>,
    text: impl Fn(&J) -> &str,
    read: impl Fn(J) -> Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let progress = progress();
    let mut read_so_far = Vec::new();
    side_by_side(
        jobs,
        |job| text(job).len(),
        read,
        |result| {
            read_so_far.push(result?);
            progress.inc(1);
            Ok(())
        },
    )?;
    progress.finish_and_clear();
    Ok(read_so_far)
}

fn evaluate_claims(arguments: &ClaimsArguments) -> anyhow::Result<String> {
    let parse = |path: &Path| -> anyhow::Result<Vec<claims::Document>> {
        Ok(claims::parse(&path.display().to_string(), &text(path)?)?)
    };
    let gold = parse(&arguments.gold)?;
    let extracted = match &arguments.extracted {
        Some(extracted) => parse(extracted)?,
        None => extract(&arguments.gold, &arguments.models.reader()?)?,
    };
    let score = claims::score(gold, extracted, arguments.errors);
    let errors: String = score.errors.iter().map(|line| format!("{line}\n")).collect();
    let properties = if arguments.by_property { score.properties() } else { String::new() };
    Ok(format!("{errors}{properties}{score}"))
}

/// What `extract --format json` gives for the texts of a gold file.
fn extract(gold: &Path, reader: &Reader) -> anyhow::Result<Vec<claims::Document>> {
    let articles = read_inputs(&[gold.to_owned()], &ReadOptions::default()).collect::<Result<Vec<_>>>()?;
    let lines = read_all(
        articles,
        |article| &article.text,
        |article| {
            let document = reader.read(article)?;
            Ok(json::line(&document.article, &document.analysis, &document.entities, &document.claims))
        },
    )?;
    lines.into_iter().map(|line| Ok(serde_json::from_value(line)?)).collect()
}

fn evaluate_trees(arguments: &TreesArguments) -> anyhow::Result<String> {
    let parse = |path: &Path| conllu::read(&text(path)?).with_context(|| path.display().to_string());
    let gold = parse(&arguments.gold)?;
    let system = match &arguments.system {
        Some(system) => parse(system)?,
        None => {
            let network = network(arguments.model.as_deref())?;
            read_all(
                gold.iter().map(|(article, _)| Article::from_text(&article.id, &article.text)),
                |article| &article.text,
                |article| {
                    let analysis = language::analyse(&article, &network)?;
                    Ok((article, analysis))
                },
            )?
        }
    };
    Ok(trees::score(&gold, &system)?.to_string())
}

fn evaluate_names(arguments: &NamesArguments) -> anyhow::Result<String> {
    let path = &arguments.gold;
    let gold = names::read(&text(path)?).with_context(|| path.display().to_string())?;
    let network = network(arguments.model.as_deref())?;
    let analyses = read_all(
        gold.iter().map(|document| &document.article),
        |article| &article.text,
        |article| language::analyse(article, &network),
    )?;
    let mut scores = names::NameScores::default();
    for (document, analysis) in gold.iter().zip(&analyses) {
        scores.add(document, analysis);
    }
    Ok(scores.to_string())
}

fn evaluate_dates(arguments: &DatesArguments) -> anyhow::Result<String> {
    let network = network(arguments.model.as_deref())?;
    let mut scores = dates::DateScores::default();
    for path in &arguments.gold {
        let documents = dates::read(&text(path)?).with_context(|| path.display().to_string())?;
        let analyses = read_all(
            documents.iter().map(|document| &document.article),
            |article| &article.text,
            |article| language::analyse(article, &network),
        )?;
        for (document, analysis) in documents.iter().zip(&analyses) {
            scores.add(document, analysis, &time::recognise(analysis, document.article.date));
        }
    }
    let errors: String = scores.errors.iter().take(arguments.errors).map(|line| format!("{line}\n")).collect();
    Ok(format!("{errors}{scores}"))
}
