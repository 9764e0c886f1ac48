//! What the kinds of names are learned from: the names of annotated texts, what the program takes them for, and what
//! stands around them.
//!
//! `cargo run --release --example kind_features -- GOLD.jsonl > features.jsonl`; gold as `newsgraph evaluate claims`
//! reads it. One name a line, with the class that the gold gives the thing of that name; names that it does not have are
//! left out. `training/kinds.py` calls it.

#![allow(clippy::print_stdout, reason = "a tool of the developers")]

use std::io::Write as _;

use anyhow::Context as _;
use newsgraph::article::{Article, Offsets};
use newsgraph::entity;
use newsgraph::knowledge::KnowledgeBase;
use newsgraph::language::{self, Network};
use newsgraph::ontology::Ontology;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).context("which gold file?")?;
    let (network, knowledge, ontology) = (Network::embedded()?, KnowledgeBase::embedded()?, Ontology::embedded()?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(&path).context(path)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let text = |name: &str| line[name].as_str().unwrap_or_default();
        let article = Article::from_text(text("id"), text("text"));
        let offsets = Offsets::new(&article.text);
        let analysis = language::analyse(&article, &network)?;
        for example in entity::kind_examples(&article, &analysis, &ontology, &knowledge) {
            let gold = example.mentions.iter().find_map(|&span| {
                let (start, end) = offsets.code_points(span);
                let is_it = |mention: &Value| mention[0] == json!(start) && mention[1] == json!(end);
                line["entities"]
                    .as_array()?
                    .iter()
                    .find(|entity| entity["mentions"].as_array().is_some_and(|mentions| mentions.iter().any(is_it)))
            });
            let Some(gold) = gold else { continue };
            let name = example.mentions.first().map_or("", |span| span.of(&article.text));
            let line = json!({
                "document": article.id, "name": name, "kind": example.kind.to_string(), "gold": gold["type"],
                "features": example.features,
            });
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(())
}
