//! `newsgraph extract`: articles to their graph.

use std::path::PathBuf;
use std::str::FromStr;

use newsgraph::graph::{self, Format, json};

use super::Outcome;
use super::input::{InputArguments, ModelArguments};
use super::output::output;

/// Read articles and write their graph.
///
/// Examples:
///   newsgraph extract article.txt --date 2021-06-11
///   newsgraph extract articles/ -o graph.trig
///   newsgraph extract articles.jsonl --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    models: ModelArguments,
    /// turtle, trig, ntriples, nquads, jsonld, rdfxml or json; turtle unless the output file's name says otherwise.
    /// `json` is one object a line and article.
    #[arg(long)]
    format: Option<Output>,
    /// The file to write to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// An RDF format, or JSON.
#[derive(Debug, Clone, Copy)]
enum Output {
    Graph(Format),
    Json,
}

impl FromStr for Output {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "json" {
            Ok(Self::Json)
        } else {
            text.parse().map(Self::Graph).map_err(|error| format!("{error}, or json"))
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reader = arguments.models.reader()?;
    let by_name = || {
        let path = arguments.output.as_deref()?;
        let is_json = path.extension().is_some_and(|ending| ending == "json" || ending == "jsonl");
        if is_json { Some(Output::Json) } else { Format::from_path(path).map(Output::Graph) }
    };
    let mut outcome = Outcome::Complete;
    match arguments.format.or_else(by_name).unwrap_or(Output::Graph(Format::Turtle)) {
        Output::Json => output(arguments.output.as_deref(), |out| {
            outcome = arguments.input.each(
                |article| {
                    let document = reader.read(article)?;
                    Ok(json::line(&document.article, &document.analysis, &document.entities, &document.claims))
                },
                |line| Ok(writeln!(out, "{line}")?),
            )?;
            Ok(())
        })?,
        Output::Graph(format) => output(arguments.output.as_deref(), |mut out| {
            let mut quads = Vec::new();
            outcome = arguments.input.each(
                |article| reader.read(article).map(|document| reader.graph(&document).quads),
                |document| {
                    quads.extend(document);
                    Ok(())
                },
            )?;
            Ok(graph::write(&quads, format, &mut out)?)
        })?,
    }
    Ok(outcome)
}
