//! `newsgraph query`: saved queries, query files and SPARQL text over a store or a graph file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use newsgraph::graph::Store;
use newsgraph::query::{Answer, Query, ResultFormat, SAVED, load, run as ask, saved};

use super::Outcome;
use super::output::output;

/// Ask a store or a graph file; without a query, list the saved ones.
///
/// Examples:
///   newsgraph query spokespeople --store news
///   newsgraph query about --bind who="Vladimir Putin" --store news
///   newsgraph query 'SELECT ?s ?o WHERE { ?s ng:meets ?o }' --data graph.ttl --format csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// A saved query's name, a file with SPARQL, or SPARQL itself (the usual prefixes are declared).
    query: Option<String>,
    /// The store to ask.
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    store: Option<PathBuf>,
    /// A graph file to ask instead: Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// A value for a variable: a name, a Wikidata item as Q7747, a prefixed name, an IRI, a date; a "text" in quotes.
    #[arg(long, value_name = "NAME=VALUE", value_parser = binding)]
    bind: Vec<(String, String)>,
    /// How the answer is written: table, csv, tsv, json, xml, turtle. A graph is written as turtle unless told otherwise.
    #[arg(long, default_value = "table")]
    format: ResultFormat,
    /// The file to write to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn binding(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value, for example who=Q7747".to_owned()),
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Some(given) = &arguments.query else {
        output(arguments.output.as_deref(), list)?;
        return Ok(Outcome::Complete);
    };
    // The query first: a mistake there should not wait for the index.
    let query = query(given)?;
    let index = match (&arguments.store, &arguments.data) {
        (Some(folder), _) => Store::open(folder)?.index()?,
        (None, Some(file)) => load(file)?,
        (None, None) => bail!("nothing to ask: give --store DIR or --data FILE"),
    };
    let answer = ask(&index, &query, &arguments.bind)?;
    output(arguments.output.as_deref(), |out| write(&answer, arguments.format, out))?;
    Ok(Outcome::Complete)
}

fn write(answer: &Answer, format: ResultFormat, mut out: &mut dyn Write) -> anyhow::Result<()> {
    answer.write(format, &mut out).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => anyhow::anyhow!("{error}"),
        _ => error.into(),
    })
}

/// A saved query, else a file, else SPARQL itself, which has a space or a brace.
fn query(given: &str) -> anyhow::Result<Query> {
    if SAVED.iter().any(|(name, _)| *name == given) {
        return Ok(saved(given)?);
    }
    if Path::new(given).is_file() {
        let text = fs::read_to_string(given).with_context(|| given.to_owned())?;
        return Ok(Query::new(given, text)?);
    }
    if given.contains(|c: char| c.is_whitespace() || c == '{') {
        return Ok(Query::new("given on the command line", given)?);
    }
    Ok(saved(given)?)
}

/// The saved queries, with what they ask and what they may be told.
fn list(out: &mut dyn Write) -> anyhow::Result<()> {
    for (name, text) in SAVED {
        let query = Query::new(*name, *text)?;
        writeln!(out, "{name}\n    {}. {}", query.title, query.description)?;
        for parameter in &query.parameters {
            let is_needed = if parameter.is_optional { "" } else { " (needed)" };
            let default = parameter.default.as_ref().map_or_else(String::new, |default| format!(" [{default}]"));
            writeln!(out, "    --bind {}=…  {}{default}{is_needed}", parameter.name, parameter.description)?;
        }
    }
    Ok(())
}
