//! Writes `models/lexicon.json`: the embedded ontology's phrasings, compiled for the embedded network.
//!
//! Run after a change of `ontology/` or of the network: `cargo run --release --example compile_lexicon`. Phrasings that
//! give no pattern go to standard error, with their trees.

#![allow(clippy::print_stderr, reason = "a tool of the developers")]

use std::path::Path;

use newsgraph::claim::Lexicon;
use newsgraph::language::Network;
use newsgraph::ontology::Ontology;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (ontology, network) = (Ontology::embedded()?, Network::embedded()?);
    let lexicon = Lexicon::compile(&ontology, &network)?;
    for problem in lexicon.problems() {
        eprintln!("{problem}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/lexicon.json");
    std::fs::write(&path, lexicon.to_json(&ontology, &network)?)?;
    let (patterns, failed, all) = (lexicon.patterns().len(), lexicon.problems().len(), ontology.phrasings.len());
    eprintln!("{all} phrasings, {patterns} patterns, {failed} phrasings without one; written to {}", path.display());
    Ok(())
}
