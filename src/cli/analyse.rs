//! `newsgraph analyse`: articles to words, trees and names.

use std::path::PathBuf;

use newsgraph::article::{Article, Offsets};
use newsgraph::language::{self, Analysis, conllu};
use serde_json::{Value, json};

use super::Outcome;
use super::input::{InputArguments, network};
use super::output::output;

/// Read articles and write their words, lemmas, parts of speech, trees and names.
///
/// Example: newsgraph analyse article.txt
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    /// A folder with another network: network.onnx, network.json, vocab.txt.
    #[arg(long, value_name = "DIR", env = "NEWSGRAPH_MODEL")]
    model: Option<PathBuf>,
    /// The form of the output: CoNLL-U, or one JSON object a line and article.
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    /// The file to write to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Conllu,
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let network = network(arguments.model.as_deref())?;
    let mut outcome = Outcome::Complete;
    output(arguments.output.as_deref(), |out| {
        outcome = arguments.input.each(
            |article| {
                let analysis = language::analyse(&article, &network)?;
                let mut text = Vec::new();
                match arguments.format {
                    Format::Conllu => {
                        conllu::write(&article, &analysis, &mut text)
                            .map_err(newsgraph::Error::file(&article.source))?;
                    }
                    Format::Json => text.extend(format!("{}\n", object(&article, &analysis)).into_bytes()),
                }
                Ok(text)
            },
            |text| Ok(out.write_all(&text)?),
        )?;
        Ok(())
    })?;
    Ok(outcome)
}

/// Sentences of tokens, and names; offsets in code points.
fn object(article: &Article, analysis: &Analysis) -> Value {
    let offsets = Offsets::new(&article.text);
    let sentences = analysis.sentences.iter().map(|sentence| {
        let tokens = sentence.tokens.clone().map(|index| {
            let token = &analysis.tokens[index];
            json!({
                "id": index, "span": offsets.code_points(token.span), "form": token.form, "lemma": token.lemma,
                "upos": token.upos.to_string(), "feats": &*token.feats, "head": token.head, "deprel": &*token.deprel,
            })
        });
        json!({
            "span": offsets.code_points(sentence.span), "headline": sentence.is_headline,
            "paragraph": sentence.paragraph, "tokens": tokens.collect::<Vec<_>>(),
        })
    });
    let names = analysis.names.iter().map(|name| {
        let span = analysis.span(&name.tokens);
        json!({
            "span": offsets.code_points(span), "text": span.of(&article.text), "type": name.kind.to_string(),
            "score": (f64::from(name.score) * 1000.0).round() / 1000.0,
        })
    });
    json!({ "id": article.id, "sentences": sentences.collect::<Vec<_>>(), "names": names.collect::<Vec<_>>() })
}
