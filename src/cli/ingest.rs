//! `newsgraph ingest`: articles into a store.

use std::path::PathBuf;
use std::sync::Mutex;

use newsgraph::Result;
use newsgraph::article::Article;
use newsgraph::graph::{Addition, DocumentGraph, Store};
use rayon::prelude::*;

use super::input::{InputArguments, ModelArguments, outcome, progress};
use super::{Outcome, report};

/// Read articles into a store.
///
/// The store is a folder with one file of quads for each document. Reading an article again changes nothing.
///
/// Example: newsgraph ingest articles/ --store news
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    models: ModelArguments,
    /// The store; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reader = arguments.models.reader()?;
    let store = Store::create(&arguments.store)?;
    ingest(arguments.input.articles(), &store, |article| reader.read(article).map(|document| reader.graph(&document)))
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
    let progress = progress();
    let tally = Mutex::new(Tally::default());
    let count = |change: &dyn Fn(&mut Tally)| {
        if let Ok(mut tally) = tally.lock() {
            change(&mut tally);
        }
    };
    articles.par_bridge().for_each(|article| {
        let added = article.and_then(|article| {
            for note in &article.notes {
                progress.suspend(|| report(&format!("note: {}: {note}", article.source)));
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
    outcome(new + changed + unchanged, failed)
}
