//! The command line: one file per command, and nothing but talking to the user.
//!
//! Results go to standard output, everything else to standard error. Exit status: 0 all well; 1 some input failed,
//! the others went through; 2 the command itself was wrong or nothing could be done.

mod analyse;
mod completions;
mod evaluate;
mod explain;
mod export;
mod extract;
mod ingest;
mod input;
mod kb;
mod output;
mod query;
mod remove;
mod resolve;
mod verify;
mod workers;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads news articles and writes a knowledge graph: RDF with Wikidata entities, typed claims, and their evidence.
#[derive(Debug, Parser)]
#[command(name = "newsgraph", version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Arguments),
    Analyse(analyse::Arguments),
    Ingest(ingest::Arguments),
    Query(query::Arguments),
    Export(export::Arguments),
    Verify(verify::Arguments),
    Remove(remove::Arguments),
    Resolve(resolve::Arguments),
    Explain(explain::Arguments),
    Evaluate(evaluate::Arguments),
    Kb(kb::Arguments),
    Completions(completions::Arguments),
}

/// How a command ended, when it did not fail altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All well: exit status 0.
    Complete,
    /// Some input failed and was reported, the others went through: exit status 1.
    Partial,
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Analyse(arguments) => analyse::run(&arguments),
        Command::Ingest(arguments) => ingest::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Remove(arguments) => remove::run(&arguments),
        Command::Resolve(arguments) => resolve::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Kb(arguments) => kb::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// One line to the user, on standard error.
#[allow(clippy::print_stderr, reason = "the one place that talks to the user outside of results")]
fn report(line: &str) {
    eprintln!("{line}");
}

/// Whether the reader of our output went away (`newsgraph … | head`): no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
