//! `newsgraph ingest`: articles into a store.

use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use newsgraph::Result;
use newsgraph::article::Article;
use newsgraph::graph::{Addition, DocumentGraph, Store};
use rayon::prelude::*;

use super::{Outcome, report};

/// Read articles into a store.
///
/// The store is a folder with one file of quads for each document. Reading an article again changes nothing.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders: text, HTML, JSON Lines; `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The store; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::create(&arguments.store)?;
    // TODO(lead): the reader of the whole way and the reader of inputs:
    //     let reader = Reader::embedded()?;
    //     let articles = article::read_inputs(&arguments.inputs, &ReadOptions { date: arguments.date });
    //     ingest(articles, &store, |article| reader.read(article).map(|document| reader.graph(&document)))
    let articles = std::iter::empty::<Result<Article>>();
    let _ = (&arguments.inputs, ingest(articles, &store, |_| bail_reader())?);
    bail!("not here yet")
}

fn bail_reader() -> Result<DocumentGraph> {
    Err(newsgraph::Error::Input { input: "-".to_owned(), reason: "the reader is not here yet".to_owned() })
}

/// What became of the articles.
#[derive(Debug, Default)]
struct Tally {
    new: usize,
    changed: usize,
    unchanged: usize,
    failed: usize,
}

/// Reads articles side by side and stores their graphs. One that fails is reported, the others go on.
fn ingest(
    articles: impl Iterator<Item = Result<Article>> + Send,
    store: &Store,
    read: impl Fn(Article) -> Result<DocumentGraph> + Sync,
) -> anyhow::Result<Outcome> {
    let progress = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}") {
        progress.set_style(style);
    }
    let tally = Mutex::new(Tally::default());
    let count = |change: &dyn Fn(&mut Tally)| {
        if let Ok(mut tally) = tally.lock() {
            change(&mut tally);
        }
    };
    articles.par_bridge().for_each(|article| {
        let added = article.and_then(|article| {
            for note in &article.notes {
                progress.suspend(|| report(&format!("{}: {note}", article.source)));
            }
            read(article).and_then(|graph| store.add(&graph))
        });
        match added {
            Ok(Addition::New) => count(&|tally| tally.new += 1),
            Ok(Addition::Changed) => count(&|tally| tally.changed += 1),
            Ok(Addition::Unchanged) => count(&|tally| tally.unchanged += 1),
            Err(error) => {
                progress.suspend(|| report(&format!("error: {error}")));
                count(&|tally| tally.failed += 1);
            }
        }
        progress.inc(1);
    });
    progress.finish_and_clear();
    let Tally { new, changed, unchanged, failed } = tally.into_inner().unwrap_or_default();
    let failures = if failed == 0 { String::new() } else { format!(", {failed} failed") };
    report(&format!("{new} new, {changed} changed, {unchanged} unchanged{failures}"));
    match failed {
        0 => Ok(Outcome::Complete),
        _ if new + changed + unchanged == 0 => bail!("nothing could be read"),
        _ => Ok(Outcome::Partial),
    }
}
