//! Inputs of commands: which articles, read how, worked on side by side, given back in order.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use newsgraph::article::{Article, ReadOptions, read_inputs};
use newsgraph::language::Network;

use super::{Outcome, report};

/// What every command that reads articles takes.
#[derive(Debug, Clone, clap::Args)]
pub struct InputArguments {
    /// Files, folders (read recursively) or - for standard input: plain text or JSON Lines.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The date of articles that say none, as 2024-05-31.
    #[arg(long)]
    pub date: Option<Date>,
    /// A folder with another network (network.onnx, network.json, vocab.txt) instead of the embedded one.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    pub model: Option<PathBuf>,
}

impl InputArguments {
    /// The network that the arguments name.
    pub fn network(&self) -> anyhow::Result<Network> {
        network(self.model.as_deref())
    }
}

/// The network of a folder, or the embedded one.
pub fn network(folder: Option<&std::path::Path>) -> anyhow::Result<Network> {
    Ok(match folder {
        Some(folder) => Network::open(folder)?,
        None => Network::embedded()?,
    })
}

/// So much text may wait or be worked on at once, in bytes.
const WINDOW_BYTES: usize = 32 << 20;

/// Works on every article side by side and hands the results to `emit` in the order of the input.
///
/// A failure ends that article, never the run; each is one line on standard error.
pub fn for_each_article<T: Send>(
    arguments: &InputArguments,
    work: impl Fn(&Article) -> anyhow::Result<T> + Sync,
    mut emit: impl FnMut(&Article, T) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let window = 4 * workers;
    let options = ReadOptions { date: arguments.date };
    let mut articles = read_inputs(&arguments.inputs, &options).fuse();
    let progress = Progress::new();
    let (mut failures, mut successes) = (0_usize, 0_usize);
    let (jobs, waiting) = channel::<(usize, Article)>();
    let (results, done) = channel::<(usize, Article, anyhow::Result<T>)>();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (waiting, results, work) = (&waiting, results.clone(), &work);
            scope.spawn(move || work_off(waiting, &results, work));
        }
        drop(results);
        // Moved in, so that it closes and the workers end however this ends.
        let jobs = jobs;
        let mut finished: BTreeMap<usize, Option<(Article, anyhow::Result<T>)>> = BTreeMap::new();
        let (mut sent, mut emitted, mut bytes, mut more) = (0, 0, 0, true);
        loop {
            while more && sent - emitted < window && (bytes < WINDOW_BYTES || sent == emitted) {
                match articles.next() {
                    None => more = false,
                    Some(Ok(article)) => {
                        bytes += article.text.len();
                        jobs.send((sent, article)).map_err(|_| anyhow!("the workers stopped"))?;
                        sent += 1;
                    }
                    Some(Err(error)) => {
                        progress.line(&format!("error: {error}"));
                        failures += 1;
                        finished.insert(sent, None);
                        sent += 1;
                    }
                }
                // A result that is ready goes out before more is read.
                if finished.contains_key(&emitted) {
                    break;
                }
            }
            while let Some(entry) = finished.remove(&emitted) {
                emitted += 1;
                let Some((article, result)) = entry else { continue };
                bytes -= article.text.len();
                for note in &article.notes {
                    progress.line(&format!("{}: {note}", article.source));
                }
                match result {
                    Ok(result) => {
                        emit(&article, result)?;
                        successes += 1;
                        progress.bar.inc(1);
                    }
                    Err(error) => {
                        progress.line(&format!("error: {}: {error:#}", article.source));
                        failures += 1;
                    }
                }
            }
            if sent == emitted {
                if more {
                    continue;
                }
                break;
            }
            let (number, article, result) = done.recv().context("the workers stopped")?;
            finished.insert(number, Some((article, result)));
        }
        anyhow::Ok(())
    })?;
    progress.bar.finish_and_clear();
    match (successes, failures) {
        (0, _) => bail!("no input could be read"),
        (_, 0) => Ok(Outcome::Complete),
        _ => Ok(Outcome::Partial),
    }
}

fn work_off<T>(
    waiting: &Mutex<Receiver<(usize, Article)>>,
    results: &Sender<(usize, Article, anyhow::Result<T>)>,
    work: impl Fn(&Article) -> anyhow::Result<T>,
) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, article)) = job else { return };
        let result = catch_unwind(AssertUnwindSafe(|| work(&article)))
            .unwrap_or_else(|_| Err(anyhow!("an error inside newsgraph; please report it with this text")));
        if results.send((number, article, result)).is_err() {
            return;
        }
    }
}

/// A counter on a terminal, nothing elsewhere.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    fn new() -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    fn line(&self, line: &str) {
        self.bar.suspend(|| report(line));
    }
}
