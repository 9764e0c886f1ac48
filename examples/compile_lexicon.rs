//! Compiles the embedded lexicon and writes `models/lexicon.json`; phrasings that do not compile go to standard error.
//!
//! `cargo run --release --example compile_lexicon [-- OUTPUT] [--trees]`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool of the developers")]

use newsgraph::claim::Lexicon;
use newsgraph::language::Network;
use newsgraph::ontology::Ontology;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let output =
        arguments.iter().find(|argument| !argument.starts_with("--")).map_or("models/lexicon.json", |path| path);
    let with_trees = arguments.iter().any(|argument| argument == "--trees");
    let ontology = Ontology::embedded()?;
    let network = Network::embedded()?;
    let start = std::time::Instant::now();
    let lexicon = Lexicon::compile(&ontology, &network)?;
    std::fs::write(output, lexicon.to_json())?;
    for diagnostic in lexicon.diagnostics() {
        eprintln!("{}: {}", diagnostic.property, diagnostic.phrase);
        if with_trees {
            eprintln!("{}", diagnostic.reason);
        }
    }
    eprintln!(
        "{output}: {} patterns of {} phrasings, {} not compiled, {:.1} s",
        lexicon.len(),
        ontology.phrasings.len(),
        lexicon.diagnostics().len(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
