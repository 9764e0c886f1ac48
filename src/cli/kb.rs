//! `newsgraph kb`: build, inspect and search knowledge bases.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use newsgraph::knowledge::builder::{self, Event, Keep, Options};
use newsgraph::knowledge::{Item, ItemId, KnowledgeBase};
use serde_json::json;

use super::Outcome;
use super::input::KnowledgeArguments;

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

/// Build a knowledge base from a Wikidata dump, tables, or labels in N-Triples.
///
/// A source is a Wikidata JSON dump (an array or one entity a line) or N-Triples, plain or packed with gzip, bzip2 or
/// Zstandard, - for standard input, or a folder with the tables entities.tsv, offices.tsv (or .tsv.zst) and
/// demonyms.tsv. Later sources go before earlier ones. Temporary files, a fiftieth of the unpacked dump, lie beside
/// the output; the output appears when it is whole.
///
/// Examples: newsgraph kb build latest-all.json.bz2 -o wikidata.kb
///           lbzcat latest-all.json.bz2 | newsgraph kb build - -o wikidata.kb --min-sitelinks 2
///           newsgraph kb build tables -o mine.kb
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
struct BuildArguments {
    /// A dump, N-Triples, a folder with tables, or - for standard input; may be several.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Keep also items that news hardly ever means: small football clubs, scholarly articles, genes, brands.
    #[arg(long)]
    all: bool,
    /// Leave out items of a dump that fewer Wikipedias and sister projects have a page about.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    min_sitelinks: usize,
    /// Further languages whose labels and aliases become names, as de,fr (English and "mul" always are).
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    languages: Vec<String>,
    /// Megabytes of memory for sorting.
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(16..))]
    memory: u32,
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
    #[command(flatten)]
    knowledge: KnowledgeArguments,
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
    let options = Options {
        keep: if arguments.all { Keep::All } else { Keep::WellKnown },
        languages: arguments.languages.clone(),
        least_sitelinks: arguments.min_sitelinks,
        memory: arguments.memory as usize * 1_000_000,
    };
    let progress = ProgressBar::new_spinner();
    let mut current = "";
    let built = builder::build(&arguments.sources, &arguments.output, &options, &mut |event| match event {
        Event::Note(note) => progress.suspend(|| super::report(&format!("note: {note}"))),
        Event::Progress { step, done, total } => {
            if step != current {
                current = step;
                show(&progress, step, total);
            }
            progress.set_position(done);
        }
    });
    progress.finish_and_clear();
    let built = built?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} items, {} aliases, {} offices, {} bytes",
        arguments.output.display(),
        built.items,
        built.aliases,
        built.offices,
        built.bytes
    )?;
    if !built.left_out.is_empty() {
        let classes: Vec<_> = built.left_out.iter().map(|(class, count)| format!("{class} {count}")).collect();
        let count: usize = built.left_out.values().sum();
        writeln!(out, "left out {count} items: {}", classes.join(", "))?;
    }
    writeln!(out, "left out {} aliases that say nothing new or are not English", built.aliases_left_out)?;
    if built.damaged > 0 {
        super::report(&format!("{} damaged lines were passed over", built.damaged));
        return Ok(Outcome::Partial);
    }
    Ok(Outcome::Complete)
}

/// Shows a step: its rate, and the time that remains where the whole is known.
fn show(progress: &ProgressBar, step: &str, total: Option<u64>) {
    let template = match (step, total) {
        ("reading", Some(_)) => "{msg} {wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
        ("reading", None) => "{spinner} {msg} {bytes}, {bytes_per_sec}, {elapsed}",
        (_, Some(_)) => "{msg} {wide_bar} {human_pos}/{human_len}, {per_sec}, {eta} left",
        (_, None) => "{spinner} {msg} {human_pos}, {per_sec}, {elapsed}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    match total {
        Some(total) => progress.set_length(total),
        None => progress.unset_length(),
    }
    progress.set_message(step.to_owned());
    progress.reset();
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
    let kb = arguments.knowledge.open()?;
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
                    "item": kb.name(item.id), "label": item.label, "description": item.description,
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
                let id = kb.name(item.id);
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
