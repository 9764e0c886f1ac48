//! `newsgraph evaluate`: figures on gold files, one command a measure.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use newsgraph::article::{Article, ReadOptions, read_inputs};
use newsgraph::evaluate::{claims, coreference, dates, factuality, links, names, quotes, relations, trees};
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
    /// Links to Wikidata against gold links (JSON Lines): right ones given the boundaries, and end to end.
    Links(LinksArguments),
    /// Extracted claims against gold claims: precision, recall, truth status, evidence.
    Claims(ClaimsArguments),
    /// Which words mean the same thing: chains (CoNLL-U with Entity, as OntoGUM has it) or pronouns (GAP's table).
    Coreference(CoreferenceArguments),
    /// Expressions of time and their values against GUM's lines or Recognizers' cases (JSON).
    Dates(DatesArguments),
    /// Properties of persons and organizations against KnowledgeNet's passages (JSON Lines), as its own scorer counts.
    Relations(RelationsArguments),
    /// Whose words, thoughts and perceptions a text gives, against attributions (JSON Lines).
    Quotes(QuotesArguments),
    /// Whether what predicates say is the case: the sign of judgements (table) on the words of a treebank (CoNLL-U).
    Factuality(FactualityArguments),
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
struct LinksArguments {
    /// Gold: current events (text, links), claims (text, entities, claims) or named entities (sents with tokens and
    /// spans); also packed with Zstandard.
    gold: PathBuf,
    /// Which item a Wikipedia title has: a table with the columns title and qid. Not needed where titles are items.
    #[arg(long, value_name = "FILE")]
    titles: Option<PathBuf>,
    /// Show so many errors, the most frequent first, each with an example.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
    #[command(flatten)]
    models: ModelArguments,
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
struct CoreferenceArguments {
    /// The gold chains or pronouns; also packed with Zstandard.
    gold: PathBuf,
    #[command(flatten)]
    models: ModelArguments,
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

#[derive(Debug, clap::Args)]
struct RelationsArguments {
    /// The annotated passages.
    gold: PathBuf,
    /// Only the passages of this fold.
    #[arg(long, value_name = "NUMBER")]
    fold: Option<u32>,
    /// Show the first so many facts that are missed or too much.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
    #[command(flatten)]
    models: ModelArguments,
}

#[derive(Debug, clap::Args)]
struct QuotesArguments {
    /// The attributions.
    gold: PathBuf,
    /// Show the first so many attributions that are not found or have another speaker.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
    #[command(flatten)]
    models: ModelArguments,
}

#[derive(Debug, clap::Args)]
struct FactualityArguments {
    /// The judgements: a table with the columns sent_id, token and value.
    gold: PathBuf,
    /// The treebank with these sentences; also packed with Zstandard.
    treebank: PathBuf,
    /// Read the treebank's own trees instead of the program's.
    #[arg(long)]
    gold_trees: bool,
    /// Show the first so many predicates with another sign.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    errors: usize,
    #[command(flatten)]
    models: ModelArguments,
}

/// Prints the figures.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let figures = match &arguments.measure {
        Measure::Trees(arguments) => evaluate_trees(arguments)?,
        Measure::Names(arguments) => evaluate_names(arguments)?,
        Measure::Links(arguments) => evaluate_links(arguments)?,
        Measure::Claims(arguments) => evaluate_claims(arguments)?,
        Measure::Coreference(arguments) => evaluate_coreference(arguments)?,
        Measure::Dates(arguments) => evaluate_dates(arguments)?,
        Measure::Relations(arguments) => evaluate_relations(arguments)?,
        Measure::Quotes(arguments) => evaluate_quotes(arguments)?,
        Measure::Factuality(arguments) => evaluate_factuality(arguments)?,
    };
    write!(io::stdout(), "{figures}")?;
    Ok(Outcome::Complete)
}

fn text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    newsgraph::knowledge::source::open(path)?.read_to_string(&mut text).map_err(Error::file(path))?;
    Ok(text)
}

fn evaluate_links(arguments: &LinksArguments) -> anyhow::Result<String> {
    let name = |path: &Path| path.display().to_string();
    let titles = arguments.titles.as_deref().map(|path| anyhow::Ok(links::Titles::read(&name(path), &text(path)?)?));
    let titles = titles.transpose()?.unwrap_or_default();
    let gold = links::read(&name(&arguments.gold), &text(&arguments.gold)?)?;
    let reader = arguments.models.reader()?;
    let entities = read_all(
        gold.iter().map(|document| &document.article),
        |article| &article.text,
        |article| Ok(reader.read(article.clone())?.entities),
    )?;
    let mut scores = links::LinkScores::default();
    for (document, entities) in gold.iter().zip(&entities) {
        scores.add(document, entities, &titles, reader.knowledge());
    }
    let errors: String = scores.errors(arguments.errors).iter().map(|line| format!("{line}\n")).collect();
    Ok(format!("{errors}{scores}"))
}

fn evaluate_coreference(arguments: &CoreferenceArguments) -> anyhow::Result<String> {
    let path = &arguments.gold;
    let text = text(path)?;
    let reader = arguments.models.reader()?;
    let resolve = |articles: Vec<&Article>| {
        read_all(articles, |article| &article.text, |article| Ok(reader.read(article.clone())?.entities))
    };
    if coreference::is_pronouns(&text) {
        let questions = coreference::read_pronouns(&text).with_context(|| path.display().to_string())?;
        let entities = resolve(questions.iter().map(|question| &question.article).collect())?;
        let mut scores = coreference::PronounScores::default();
        for (question, entities) in questions.iter().zip(&entities) {
            scores.add(question, entities);
        }
        return Ok(scores.to_string());
    }
    let documents = coreference::read_chains(&text).with_context(|| path.display().to_string())?;
    let entities = resolve(documents.iter().map(|document| &document.article).collect())?;
    let mut scores = coreference::ChainScores::default();
    for (document, entities) in documents.iter().zip(&entities) {
        scores.add(document, entities);
    }
    Ok(scores.to_string())
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

/// The first so many errors, a line each, before the figures.
fn with_errors(errors: &[String], most: usize, figures: impl std::fmt::Display) -> String {
    let errors: String = errors.iter().take(most).map(|line| format!("{line}\n")).collect();
    format!("{errors}{figures}")
}

fn evaluate_relations(arguments: &RelationsArguments) -> anyhow::Result<String> {
    let path = &arguments.gold;
    let gold = relations::read(&text(path)?, arguments.fold).with_context(|| path.display().to_string())?;
    let reader = arguments.models.reader()?;
    let read = read_all(&gold, |document| &document.article.text, |document| relations::claims(document, &reader))?;
    let mut scores = relations::RelationScores::default();
    for (document, (read, claims)) in gold.iter().zip(&read) {
        scores.add(document, read, claims, reader.knowledge());
    }
    Ok(with_errors(&scores.errors, arguments.errors, &scores))
}

fn evaluate_quotes(arguments: &QuotesArguments) -> anyhow::Result<String> {
    let path = &arguments.gold;
    let gold = quotes::read(&text(path)?).with_context(|| path.display().to_string())?;
    let reader = arguments.models.reader()?;
    let read = read_all(&gold, |one| &one.article.text, |one| quotes::quotations(one, &reader))?;
    let mut scores = quotes::QuoteScores::default();
    for (one, read) in gold.iter().zip(&read) {
        scores.add(one, read);
    }
    Ok(with_errors(&scores.errors, arguments.errors, &scores))
}

fn evaluate_factuality(arguments: &FactualityArguments) -> anyhow::Result<String> {
    let (table, treebank) = (text(&arguments.gold)?, text(&arguments.treebank)?);
    let judged = factuality::read(&table, &treebank).with_context(|| arguments.gold.display().to_string())?;
    let reader = arguments.models.reader()?;
    let analyse = |one: &factuality::Judged| {
        if arguments.gold_trees { Ok(one.gold.clone()) } else { language::analyse(&one.article, reader.network()) }
    };
    let analyses = read_all(&judged, |one| &one.article.text, analyse)?;
    let mut scores = factuality::FactualityScores::default();
    for (one, analysis) in judged.iter().zip(&analyses) {
        scores.add(one, analysis, reader.ontology());
    }
    Ok(with_errors(&scores.errors, arguments.errors, &scores))
}
