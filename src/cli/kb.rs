//! `newsgraph kb`: build, inspect and search knowledge bases.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use newsgraph::knowledge::builder::{self, Keep};
use newsgraph::knowledge::{Item, ItemId, KnowledgeBase};
use serde_json::json;

use super::Outcome;

/// Build, inspect and search knowledge bases.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Build(BuildArguments),
    Info(InfoArguments),
    Search(SearchArguments),
}

/// Build a knowledge base from tables: entities.tsv, offices.tsv (or .tsv.zst) and demonyms.tsv.
///
/// Example: newsgraph kb build --from tables -o mine.bin
#[derive(Debug, clap::Args)]
struct BuildArguments {
    /// The folder with the tables.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Keep also items that news hardly ever means: small football clubs, relatives of the known, brands.
    #[arg(long)]
    all: bool,
}

/// Say what a knowledge base holds, and check that it is undamaged.
///
/// Example: newsgraph kb info
#[derive(Debug, clap::Args)]
struct InfoArguments {
    /// The file; the one inside the program if none is given.
    file: Option<PathBuf>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Find items by name.
///
/// Items of that very name come first, then others whose names begin so.
///
/// Examples: newsgraph kb search Sullivan
///           newsgraph kb search Q7747 --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
struct SearchArguments {
    /// A name, the beginning of one, or an item such as Q7747.
    name: String,
    /// The knowledge base to search; the one inside the program if none is given.
    #[arg(long, value_name = "FILE")]
    kb: Option<PathBuf>,
    /// At most so many items.
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// How to write them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// One JSON object a line.
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Build(arguments) => build(arguments),
        Command::Info(arguments) => info(arguments),
        Command::Search(arguments) => search(arguments),
    }
}

fn build(arguments: &BuildArguments) -> anyhow::Result<Outcome> {
    let keep = if arguments.all { Keep::All } else { Keep::WellKnown };
    let built = builder::build(&arguments.from, keep)?;
    write_whole(&arguments.output, &built.bytes)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} items, {} aliases, {} offices, {} bytes",
        arguments.output.display(),
        built.items,
        built.aliases,
        built.offices,
        built.bytes.len()
    )?;
    if !built.left_out.is_empty() {
        let classes: Vec<_> = built.left_out.iter().map(|(class, count)| format!("{class} {count}")).collect();
        let count: usize = built.left_out.values().sum();
        writeln!(out, "left out {count} little-known items (--all keeps them): {}", classes.join(", "))?;
    }
    writeln!(out, "left out {} aliases that say nothing new or are not English", built.aliases_left_out)?;
    Ok(Outcome::Complete)
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // What could not be written whole is taken away; that it cannot be either is no news.
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| path.display().to_string())
}

fn open(file: Option<&PathBuf>) -> anyhow::Result<KnowledgeBase> {
    Ok(match file {
        Some(path) => KnowledgeBase::open(path)?,
        None => KnowledgeBase::embedded()?,
    })
}

fn info(arguments: &InfoArguments) -> anyhow::Result<Outcome> {
    let kb = open(arguments.file.as_ref())?;
    let name = arguments.file.as_ref().map_or_else(|| "embedded".to_owned(), |file| file.display().to_string());
    let summary = kb.summary();
    let is_intact = kb.is_intact();
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => {
            let sections: serde_json::Map<_, _> =
                summary.sections.iter().map(|&(name, bytes)| (name.to_owned(), bytes.into())).collect();
            let line = json!({
                "name": name, "items": summary.items, "names": summary.names, "words": summary.words,
                "bytes": summary.bytes, "sections": sections, "checksum": kb.checksum(), "intact": is_intact,
            });
            writeln!(out, "{line}")?;
        }
        Format::Table => {
            writeln!(out, "{name}: {} bytes", summary.bytes)?;
            writeln!(out, "  items               {:>9}", summary.items)?;
            writeln!(out, "  names (folded)      {:>9}", summary.names)?;
            writeln!(out, "  demonyms, metonyms  {:>9}", summary.words)?;
            for (section, bytes) in &summary.sections {
                writeln!(out, "  section {section:<11} {bytes:>9} bytes")?;
            }
            writeln!(out, "  sha-256 {} ({})", kb.checksum(), if is_intact { "right" } else { "WRONG" })?;
        }
    }
    if !is_intact {
        bail!("knowledge base {name}: its contents are not what its checksum says; copy or build it again");
    }
    Ok(Outcome::Complete)
}

fn search(arguments: &SearchArguments) -> anyhow::Result<Outcome> {
    let kb = open(arguments.kb.as_ref())?;
    let mut found = match arguments.name.parse::<ItemId>() {
        Ok(item) => vec![item],
        Err(_) => kb.candidates(&arguments.name),
    };
    for item in kb.search(&arguments.name, arguments.limit) {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    let items: Vec<Item> = found.iter().filter_map(|&item| kb.item(item)).take(arguments.limit).collect();
    if items.is_empty() {
        super::report(&format!("no item is called {} or begins so", arguments.name));
        return Ok(Outcome::Partial);
    }
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => {
            for item in items {
                let offices: Vec<_> = kb
                    .offices(item.id)
                    .into_iter()
                    .map(|office| {
                        json!({
                            "position": office.position,
                            "of": office.of.map(|of| of.to_string()),
                            "start": office.start.map(|date| date.to_string()),
                            "end": office.end.map(|date| date.to_string()),
                        })
                    })
                    .collect();
                let line = json!({
                    "item": item.id.to_string(), "label": item.label, "description": item.description,
                    "class": item.class.name(), "country": item.country.map(|country| country.to_string()),
                    "popularity": item.popularity, "aliases": kb.aliases(item.id), "offices": offices,
                });
                writeln!(out, "{line}")?;
            }
        }
        Format::Table => {
            let width = items.iter().map(|item| item.label.chars().count()).max().unwrap_or(0).min(40);
            for item in items {
                let class = item.class.name();
                let id = item.id.to_string();
                writeln!(
                    out,
                    "{id:<11} {:>4}  {:<width$}  {class:<22} {}",
                    item.popularity, item.label, item.description
                )?;
            }
        }
    }
    Ok(Outcome::Complete)
}
