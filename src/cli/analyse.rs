//! `newsgraph analyse`: words, trees and names, as CoNLL-U or JSON Lines.

use std::io::Write;
use std::path::PathBuf;

use newsgraph::article::{Article, Offsets};
use newsgraph::language::{self, Analysis, conllu};
use serde_json::{Value, json};

use super::Outcome;
use super::input::{InputArguments, for_each_article};
use super::output::Output;

/// Read articles and write their words, trees and names.
///
/// Example: newsgraph analyse article.txt
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The treebanks' format, one document an article.
    Conllu,
    /// One JSON object a line and article, offsets in code points.
    Json,
}

/// Analyses every input.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let network = arguments.input.network()?;
    let mut output = Output::open(arguments.output.as_deref())?;
    let outcome = for_each_article(
        &arguments.input,
        |article| {
            let analysis = language::analyse(article, &network)?;
            let mut written = Vec::new();
            match arguments.format {
                Format::Conllu => conllu::write(article, &analysis, &mut written)?,
                Format::Json => writeln!(written, "{}", to_json(article, &analysis))?,
            }
            Ok(written)
        },
        |_, written| Ok(output.write_all(&written)?),
    )?;
    output.finish()?;
    Ok(outcome)
}

fn to_json(article: &Article, analysis: &Analysis) -> Value {
    let offsets = Offsets::new(&article.text);
    let sentences: Vec<Value> = analysis
        .sentences
        .iter()
        .map(|sentence| {
            let first = sentence.tokens.start;
            let tokens: Vec<Value> = analysis.tokens[sentence.tokens.clone()]
                .iter()
                .map(|token| {
                    let (start, end) = offsets.code_points(token.span);
                    json!({
                        "start": start, "end": end, "form": token.form, "lemma": token.lemma,
                        "upos": token.upos.to_string(), "feats": &*token.feats,
                        // As in CoNLL-U: 0 for the root, else the number of the word in its sentence, from 1.
                        "head": token.head.map_or(0, |head| head - first + 1), "deprel": &*token.deprel,
                    })
                })
                .collect();
            let (start, end) = offsets.code_points(sentence.span);
            json!({
                "start": start, "end": end, "paragraph": sentence.paragraph, "headline": sentence.is_headline,
                "tokens": tokens,
            })
        })
        .collect();
    let names: Vec<Value> = analysis
        .names
        .iter()
        .map(|name| {
            let span = analysis.span(&name.tokens);
            let (start, end) = offsets.code_points(span);
            json!({
                "start": start, "end": end, "text": span.of(&article.text), "kind": name.kind.to_string(),
                "score": (f64::from(name.score) * 1000.0).round() / 1000.0,
            })
        })
        .collect();
    json!({
        "id": article.id, "title": article.title, "date": article.date.map(|date| date.to_string()),
        "text": article.text, "sentences": sentences, "names": names,
    })
}
