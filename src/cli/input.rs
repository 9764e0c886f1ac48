//! What several commands share: which articles, which models, and reading many articles side by side in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use newsgraph::article::{Article, ReadOptions, read_inputs};
use newsgraph::knowledge::KnowledgeBase;
use newsgraph::language::Network;
use newsgraph::{Error, Reader, ReaderOptions, Result};

use super::workers::side_by_side;
use super::{Outcome, report};

/// Which articles.
#[derive(Debug, clap::Args)]
pub struct InputArguments {
    /// Files and folders (recursively): plain text, pages (HTML) or JSON Lines; `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The date of articles that say none, as 2021-06-11: "next week" counts from it.
    #[arg(long)]
    date: Option<Date>,
}

/// Which models.
#[derive(Debug, clap::Args)]
pub struct ModelArguments {
    /// A folder with another network: network.onnx, network.json, vocab.txt.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
    /// A Turtle file with more properties and phrasings; may be given several times.
    #[arg(long, value_name = "FILE")]
    ontology: Vec<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
    /// Leave out claims that are less likely right than this: 0.8 keeps those that are right four times of five.
    #[arg(long, value_name = "0..1", default_value_t = 0.0, value_parser = probability)]
    min_confidence: f32,
}

/// Parses a number from 0 to 1.
pub fn probability(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|value| (0.0..=1.0).contains(value)).ok_or_else(|| "not a number from 0 to 1".to_owned())
}

/// Which knowledge bases, beside the embedded one.
#[derive(Debug, clap::Args)]
pub struct KnowledgeArguments {
    /// A compiled knowledge base on top of the embedded one; may be given several times, later ones go first. Without
    /// it the files that the environment variable NEWSGRAPH_KB names, separated as in PATH.
    #[arg(long, value_name = "FILE")]
    kb: Vec<PathBuf>,
    /// Your own entities on top, one a line: Wikidata item or IRI, label, aliases separated by |, class, description,
    /// separated by tabs; may be given several times.
    #[arg(long, value_name = "FILE")]
    entities: Vec<PathBuf>,
}

impl KnowledgeArguments {
    /// The compiled files: those of the command line, else those of the environment.
    pub fn compiled(&self) -> Vec<PathBuf> {
        if !self.kb.is_empty() {
            return self.kb.clone();
        }
        let named = std::env::var_os("NEWSGRAPH_KB").unwrap_or_default();
        std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty()).collect()
    }

    /// Opens all.
    pub fn open(&self) -> Result<KnowledgeBase> {
        KnowledgeBase::load(&self.compiled(), &self.entities)
    }
}

impl ModelArguments {
    /// Loads the models.
    pub fn reader(&self) -> Result<Reader> {
        Reader::new(&ReaderOptions {
            network: self.model.clone(),
            ontology: self.ontology.clone(),
            min_confidence: self.min_confidence,
            knowledge: self.knowledge.compiled(),
            entities: self.knowledge.entities.clone(),
        })
    }
}

impl InputArguments {
    /// Gives every article to `read`, many side by side, and what comes of it to `take`, in the order of the input.
    ///
    /// Articles that fail are reported, the others go on.
    pub fn each<T: Send>(
        &self,
        read: impl Fn(Article) -> Result<T> + Sync,
        take: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        self.count_each(read, take)?.outcome()
    }

    /// The same, for those who tell the user how many.
    pub fn count_each<T: Send>(
        &self,
        read: impl Fn(Article) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let progress = progress();
        let mut counts = Counts { done: 0, failed: 0 };
        let articles = read_inputs(&self.inputs, &ReadOptions { date: self.date }).inspect(|article| {
            for note in article.iter().flat_map(|article| &article.notes) {
                let source = article.as_ref().map_or("", |article| &article.source);
                progress.suspend(|| report(&format!("note: {source}: {note}")));
            }
        });
        let weight = |article: &Result<Article>| article.as_ref().map_or(0, |article| article.text.len());
        let work = |article: Result<Article>| {
            let article = article?;
            let input = article.source.clone();
            // A fault of the program costs the article, not the run.
            catch_unwind(AssertUnwindSafe(|| read(article))).unwrap_or_else(|_| {
                Err(Error::Input { input, reason: "a fault of newsgraph; please report it with this text".to_owned() })
            })
        };
        side_by_side(articles, weight, work, |result| {
            match result {
                Ok(value) => {
                    take(value)?;
                    counts.done += 1;
                }
                Err(error) => {
                    progress.suspend(|| report(&format!("error: {error}")));
                    counts.failed += 1;
                }
            }
            progress.inc(1);
            Ok(())
        })?;
        progress.finish_and_clear();
        Ok(counts)
    }
}

/// How many articles were read, and how many could not be.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub done: usize,
    pub failed: usize,
}

impl Counts {
    /// How a command ends that read these.
    pub fn outcome(self) -> anyhow::Result<Outcome> {
        match (self.done, self.failed) {
            (_, 0) => Ok(Outcome::Complete),
            (0, _) => bail!("nothing could be read"),
            _ => Ok(Outcome::Partial),
        }
    }
}

/// A counter on standard error, where that is a terminal.
pub fn progress() -> ProgressBar {
    let progress = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}") {
        progress.set_style(style);
    }
    progress
}

/// The network of a folder, or the embedded one.
pub fn network(folder: Option<&Path>) -> Result<Network> {
    folder.map_or_else(Network::embedded, Network::open)
}
