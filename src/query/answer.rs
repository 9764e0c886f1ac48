//! An answer, and the formats in which people and programs take it.

use std::io::{self, Write};
use std::str::FromStr;

use oxigraph::model::{Quad, Term, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use crate::graph::vocabulary::{DOCUMENT, compact, document_of};
use crate::graph::{self, Format};

/// What a query gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Of SELECT: rows, a cell for each variable.
    Table {
        /// The names of the columns.
        variables: Vec<String>,
        /// The rows, in the order of the query.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of CONSTRUCT and DESCRIBE.
    Graph(Vec<Quad>),
    /// Of ASK.
    Truth(bool),
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResultFormat {
    /// Columns to read, long cells cut; a graph as Turtle.
    Table,
    /// Values alone, comma-separated.
    Csv,
    /// Terms as Turtle has them, tab-separated.
    Tsv,
    /// SPARQL 1.1 results in JSON; a graph as JSON-LD.
    Json,
    /// SPARQL results in XML; a graph as RDF/XML.
    Xml,
    /// A graph as Turtle.
    Turtle,
}

impl ResultFormat {
    /// All formats, with their names.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Table, "table"),
        (Self::Csv, "csv"),
        (Self::Tsv, "tsv"),
        (Self::Json, "json"),
        (Self::Xml, "xml"),
        (Self::Turtle, "turtle"),
    ];
}

impl FromStr for ResultFormat {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(format, _)| *format).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(_, name)| *name).collect();
            format!("{text} is no format of results: take one of {}", names.join(", "))
        })
    }
}

impl Answer {
    /// Writes the answer. An error of the kind `InvalidInput` says that the format does not fit it.
    pub fn write(&self, format: ResultFormat, out: &mut impl Write) -> io::Result<()> {
        match (self, format) {
            (Self::Graph(quads), ResultFormat::Table | ResultFormat::Turtle) => {
                graph::write(quads, Format::Turtle, out)
            }
            (Self::Graph(quads), ResultFormat::Json) => graph::write(quads, Format::JsonLd, out),
            (Self::Graph(quads), ResultFormat::Xml) => graph::write(quads, Format::RdfXml, out),
            (Self::Graph(_), ResultFormat::Csv | ResultFormat::Tsv) => {
                Err(misfit("the query gives a graph: take turtle, json or xml"))
            }
            (_, ResultFormat::Turtle) => Err(misfit("the query gives no graph: take table, csv, tsv, json or xml")),
            (Self::Truth(answer), ResultFormat::Table) => writeln!(out, "{}", if *answer { "yes" } else { "no" }),
            (Self::Table { variables, rows }, ResultFormat::Table) => table(variables, rows, out),
            (Self::Truth(answer), format) => {
                QueryResultsSerializer::from_format(results_format(format))
                    .serialize_boolean_to_writer(&mut *out, *answer)?;
                writeln!(out)
            }
            (Self::Table { variables, rows }, format) => {
                let variables: Vec<Variable> = variables.iter().map(Variable::new_unchecked).collect();
                let serializer = QueryResultsSerializer::from_format(results_format(format));
                let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables.clone())?;
                for row in rows {
                    let cells =
                        variables.iter().zip(row).filter_map(|(variable, term)| Some((variable, term.as_ref()?)));
                    writer.serialize(cells)?;
                }
                writer.finish()?;
                if matches!(format, ResultFormat::Json | ResultFormat::Xml) { writeln!(out) } else { Ok(()) }
            }
        }?;
        out.flush()
    }
}

fn misfit(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

const fn results_format(format: ResultFormat) -> QueryResultsFormat {
    match format {
        ResultFormat::Csv => QueryResultsFormat::Csv,
        ResultFormat::Xml => QueryResultsFormat::Xml,
        ResultFormat::Json => QueryResultsFormat::Json,
        ResultFormat::Tsv | ResultFormat::Table | ResultFormat::Turtle => QueryResultsFormat::Tsv,
    }
}

/// Longest cell of a table that is shown whole, in characters: a short sentence.
const WIDEST: usize = 72;

fn table(variables: &[String], rows: &[Vec<Option<Term>>], out: &mut impl Write) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "(no rows)");
    }
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|term| term.as_ref().map_or_else(String::new, cell)).collect()).collect();
    let length = |text: &str| text.chars().count();
    let widths: Vec<usize> = variables
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let cells = cells.iter().filter_map(|row| row.get(column)).map(|cell| length(cell));
            cells.max().unwrap_or_default().max(length(name))
        })
        .collect();
    let mut line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - length(cell))))
            .collect();
        writeln!(out, "{}", padded.join("  ").trim_end())
    };
    line(variables)?;
    line(&widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>())?;
    cells.iter().try_for_each(|row| line(row))
}

/// A term as a person reads it: values alone, IRIs short.
fn cell(term: &Term) -> String {
    let text = match term {
        Term::NamedNode(node) => short(node.as_str()),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match text.char_indices().nth(WIDEST) {
        Some(_) => text.chars().take(WIDEST - 1).chain(['…']).collect(),
        None => text,
    }
}

/// `wd:Q7747`; of a document the beginning of its hash, which `remove` takes too, and the part.
fn short(iri: &str) -> String {
    if let Some((prefix, local)) = compact(iri) {
        return format!("{prefix}:{local}");
    }
    match document_of(iri) {
        Some(document) => {
            let hash = &document[DOCUMENT.len()..];
            format!("{}{}", &hash[..12.min(hash.len())], &iri[document.len()..])
        }
        None => iri.to_owned(),
    }
}
