//! Reads JSON Lines of articles, writes their claims as JSON Lines, and shows what stands behind them.
//!
//! `cargo run --release --example claims_dev -- articles.jsonl > claims.jsonl`; `--trees "Sentence."` draws a sentence.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool of the developers")]

use std::time::{Duration, Instant};

use newsgraph::article::{Article, Span};
use newsgraph::claim::structure::{Structure, draw_tree};
use newsgraph::claim::{self, Lexicon, Object, Relations};
use newsgraph::knowledge::KnowledgeBase;
use newsgraph::language::{self, Network, States};
use newsgraph::ontology::Ontology;
use newsgraph::{entity, graph, time};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let network = Network::embedded()?;
    let knowledge = KnowledgeBase::embedded()?;
    let ontology = Ontology::embedded()?;
    let lexicon = Lexicon::load_or_compile(&ontology, &network)?;
    let relations = Relations::embedded(&network)?;
    let is_tree = arguments.first().is_some_and(|argument| argument == "--trees");
    let articles: Vec<Article> = if is_tree {
        arguments[1..].iter().map(|text| Article::from_text("text", text.as_str())).collect()
    } else {
        let mut articles = Vec::new();
        for path in &arguments {
            for line in std::fs::read_to_string(path)?.lines() {
                articles.push(article(&serde_json::from_str(line)?));
            }
        }
        articles
    };
    let (mut words, mut spent) = (0, Duration::ZERO);
    for article in articles {
        let analysis = language::analyse_with(&article, &network, States::Kept)?;
        let times = time::recognise(&analysis, article.date);
        let entities = entity::resolve(&article, &analysis, &ontology, &knowledge);
        let start = Instant::now();
        let claims = claim::extract(&article, &analysis, &times, &entities, &ontology, &lexicon, relations.as_ref());
        spent += start.elapsed();
        words += analysis.tokens.len();
        if !is_tree {
            println!("{}", graph::json::line(&article, &analysis, &entities, &claims));
            continue;
        }
        println!("{}", draw_tree(&analysis));
        for sentence in 0..analysis.sentences.len() {
            println!("{}", Structure::of(&analysis, sentence, &ontology).draw(&analysis));
        }
        for entity in &entities.entities {
            println!("entity {} {}", entity.name, entity.class);
        }
        for claim in &claims.claims {
            let name = |id: entity::EntityId| entities.get(id).name.clone();
            let object = match &claim.object {
                Object::Entity(id) => name(*id),
                Object::Literal(literal) => format!("{:?}", literal.value),
            };
            println!(
                "claim {} | {} | {object} | {} {} by {} at {} | {} {:.2}",
                claim.subject.map_or("unknown".to_owned(), name),
                claim.predicate,
                claim.polarity,
                claim.modality,
                claim.by.map_or("-".to_owned(), name),
                claim.time.as_ref().map_or("-", |time| time.0.as_str()),
                claim.rule,
                claim.confidence,
            );
        }
    }
    eprintln!("claim room: {words} words, {:.0} words/s", words as f64 / spent.as_secs_f64());
    Ok(())
}

fn article(line: &serde_json::Value) -> Article {
    let text = line["text"].as_str().unwrap_or_default();
    let mut article = Article::from_text(line["id"].as_str().unwrap_or_default(), text);
    article.date = line["date"].as_str().and_then(|date| date.parse().ok());
    if let Some(title) = line["title"].as_str()
        && text.trim_start().starts_with(title)
    {
        let at = text.find(title).unwrap_or(0);
        article.title = Some(title.to_owned());
        article.headline = Some(Span::new(at, at + title.len()));
    }
    article
}
