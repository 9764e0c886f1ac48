//! What the weights of linking are learned from: the targets of gold documents with their candidates and features.
//!
//! `cargo run --release --example link_features -- TITLES GOLD … > features.jsonl`; gold as `newsgraph evaluate links`
//! reads it. One target a line, with the item that the gold wants: an item, `none` where the gold has none or the
//! knowledge base lacks it. Targets that the gold does not judge are left out. `training/linking.py` calls it.

#![allow(clippy::print_stdout, reason = "a tool of the developers")]

use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use newsgraph::article::Span;
use newsgraph::entity;
use newsgraph::evaluate::links;
use newsgraph::knowledge::{KnowledgeBase, source};
use newsgraph::language::{self, Network};
use newsgraph::ontology::Ontology;
use serde_json::{Map, Value, json};

fn text(path: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    source::open(Path::new(path))?.read_to_string(&mut text).with_context(|| path.to_owned())?;
    Ok(text)
}

/// Whether a gold mention and one of ours are the same but for a word or two.
fn is_same(one: Span, other: Span) -> bool {
    let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    2 * shared > one.end.max(other.end) - one.start.min(other.start)
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let titles = arguments.next().context("which table of titles? give its path, then those of the gold files")?;
    let titles = links::Titles::read(&titles, &text(&titles)?)?;
    let (network, knowledge, ontology) = (Network::embedded()?, KnowledgeBase::embedded()?, Ontology::embedded()?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in arguments {
        for document in links::read(&file, &text(&file)?)? {
            let analysis = language::analyse(&document.article, &network)?;
            for example in entity::link_examples(&document.article, &analysis, &ontology, &knowledge) {
                let mut wanted: Vec<String> = document
                    .gold()
                    .filter(|(span, _)| example.mentions.iter().any(|mention| is_same(*mention, *span)))
                    .filter_map(|(_, title)| {
                        let Some(title) = title else { return Some("none".to_owned()) };
                        let item = titles.item(title)?;
                        Some(knowledge.item(item).map_or_else(|| "none".to_owned(), |item| item.id.to_string()))
                    })
                    .collect();
                wanted.sort_unstable_by_key(|item| (item == "none", item.clone()));
                let Some(gold) = wanted.first() else { continue };
                let values = |values: &[(&'static str, f32)]| -> Map<String, Value> {
                    values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
                };
                let candidates: Vec<Value> = example
                    .candidates
                    .iter()
                    .map(|(item, class, features)| json!([item.to_string(), class, values(features)]))
                    .collect();
                let name = example.mentions.first().map_or("", |span| span.of(&document.article.text));
                let line = json!({
                    "file": file, "document": document.article.id, "name": name, "kind": example.kind, "gold": gold,
                    "candidates": candidates, "none": values(&example.none),
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}
