//! What several commands share: which articles, which models, and reading many articles side by side in order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use newsgraph::article::{Article, ReadOptions, read_inputs};
use newsgraph::language::Network;
use newsgraph::{Error, Reader, ReaderOptions, Result};

use super::{Outcome, report};

/// Which articles.
#[derive(Debug, clap::Args)]
pub struct InputArguments {
    /// Files and folders (recursively): plain text or JSON Lines; `-` for standard input.
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
    pub model: Option<PathBuf>,
    /// A Turtle file with more properties and phrasings; may be given several times.
    #[arg(long, value_name = "FILE")]
    ontology: Vec<PathBuf>,
    /// Another compiled knowledge base.
    #[arg(long, value_name = "FILE", env = "NEWSGRAPH_KB")]
    kb: Option<PathBuf>,
}

impl ModelArguments {
    /// Loads the models.
    pub fn reader(&self) -> Result<Reader> {
        Reader::new(&ReaderOptions {
            network: self.model.clone(),
            ontology: self.ontology.clone(),
            knowledge: self.kb.clone(),
        })
    }
}

impl InputArguments {
    /// The articles, and what could not be read as one.
    pub fn articles(&self) -> impl Iterator<Item = Result<Article>> + use<> {
        read_inputs(&self.inputs, &ReadOptions { date: self.date })
    }

    /// Gives every article to `read`, many side by side, and what comes of it to `take`, in the order of the input.
    ///
    /// Articles that fail are reported, the others go on. Plain threads, because the network keeps one of its own for
    /// each, and only so many articles at once that memory does not depend on how many there are.
    pub fn each<T: Send>(
        &self,
        read: impl Fn(Article) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let progress = progress();
        let mut articles = self.articles().fuse();
        let (jobs, waiting) = channel::<(usize, Article)>();
        let (results, ready) = channel::<(usize, usize, Result<T>)>();
        let waiting = Mutex::new(waiting);
        let (mut done, mut failed) = (0_usize, 0_usize);
        thread::scope(|scope| {
            for _ in 0..workers {
                let (waiting, results, read) = (&waiting, results.clone(), &read);
                scope.spawn(move || work(waiting, &results, read));
            }
            drop(results);
            // Owned here, so that the workers end however this ends.
            let jobs = jobs;
            let mut finished: BTreeMap<usize, (usize, Result<T>)> = BTreeMap::new();
            let (mut sent, mut taken, mut bytes, mut more) = (0, 0, 0, true);
            loop {
                while more
                    && !finished.contains_key(&taken)
                    && sent - taken < WINDOW_PER_WORKER * workers
                    && (bytes < WINDOW_BYTES || sent == taken)
                {
                    match articles.next() {
                        None => more = false,
                        Some(Ok(article)) => {
                            for note in &article.notes {
                                progress.suspend(|| report(&format!("note: {}: {note}", article.source)));
                            }
                            bytes += article.text.len();
                            jobs.send((sent, article)).map_err(|_| anyhow!("the workers stopped"))?;
                            sent += 1;
                        }
                        Some(Err(error)) => {
                            finished.insert(sent, (0, Err(error)));
                            sent += 1;
                        }
                    }
                }
                if sent == taken {
                    break;
                }
                while let Some((size, result)) = finished.remove(&taken) {
                    taken += 1;
                    bytes -= size;
                    match result {
                        Ok(value) => {
                            take(value)?;
                            done += 1;
                        }
                        Err(error) => {
                            progress.suspend(|| report(&format!("error: {error}")));
                            failed += 1;
                        }
                    }
                    progress.inc(1);
                }
                if taken < sent && !(more && sent - taken < WINDOW_PER_WORKER * workers && bytes < WINDOW_BYTES) {
                    let (number, size, result) = ready.recv().map_err(|_| anyhow!("the workers stopped"))?;
                    finished.insert(number, (size, result));
                }
                while let Ok((number, size, result)) = ready.try_recv() {
                    finished.insert(number, (size, result));
                }
            }
            anyhow::Ok(())
        })?;
        progress.finish_and_clear();
        outcome(done, failed)
    }
}

/// So many articles a worker, and so many bytes of text in all, wait or are worked on at a time.
const WINDOW_PER_WORKER: usize = 8;
const WINDOW_BYTES: usize = 32 << 20;

/// Takes articles until there are no more; a fault of the program costs the article, not the run.
fn work<T>(
    waiting: &Mutex<Receiver<(usize, Article)>>,
    results: &Sender<(usize, usize, Result<T>)>,
    read: impl Fn(Article) -> Result<T>,
) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, article)) = job else { return };
        let (input, size) = (article.source.clone(), article.text.len());
        let result = catch_unwind(AssertUnwindSafe(|| read(article))).unwrap_or_else(|_| {
            Err(Error::Input { input, reason: "a fault of newsgraph; please report it with this text".to_owned() })
        });
        if results.send((number, size, result)).is_err() {
            return;
        }
    }
}

/// How a command ends that read `done` articles and failed at `failed`.
pub fn outcome(done: usize, failed: usize) -> anyhow::Result<Outcome> {
    match (done, failed) {
        (_, 0) => Ok(Outcome::Complete),
        (0, _) => bail!("nothing could be read"),
        _ => Ok(Outcome::Partial),
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
