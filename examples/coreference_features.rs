//! What the ranker of coreference sees of annotated documents: the first step of `training/coreference.py`.
//!
//! `cargo run --release --example coreference_features -- GOLD.conllu[.zst] FOLDER [--analysis FILE]`
//!
//! Reads the documents' text only. Writes `phrases.jsonl` (a document a line: its phrases as intervals of characters
//! without white space, and their features), `pairs.bin` (for each pair the numbers of both phrases, 16 bits, and a byte
//! for each template) and `templates.json`. With `--analysis`, the output of `newsgraph analyse` for the same texts is
//! taken instead of reading them again.

use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use newsgraph::entity::coreference;
use newsgraph::knowledge::KnowledgeBase;
use newsgraph::language::{self, Network, conllu};
use newsgraph::ontology::Ontology;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, folder, rest @ ..] = &arguments[..] else {
        anyhow::bail!("name the annotated documents and a folder to write to");
    };
    let read = |path: &str| -> anyhow::Result<String> {
        let mut text = String::new();
        newsgraph::knowledge::source::open(Path::new(path))?.read_to_string(&mut text)?;
        Ok(text)
    };
    let documents = match rest {
        [_, analysis] => conllu::read(&read(analysis)?)?,
        _ => {
            let network = Network::embedded()?;
            conllu::read(&read(gold)?)?
                .into_iter()
                .map(|(article, _)| {
                    let analysis = language::analyse(&article, &network)?;
                    Ok((article, analysis))
                })
                .collect::<anyhow::Result<Vec<_>>>()?
        }
    };
    let knowledge = KnowledgeBase::embedded()?;
    let ontology = Ontology::embedded()?;
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder)?;
    let create = |name: &str| -> anyhow::Result<_> {
        Ok(BufWriter::new(std::fs::File::create(folder.join(name)).context(name.to_owned())?))
    };
    serde_json::to_writer(create("templates.json")?, coreference::templates())?;
    let mut lines = create("phrases.jsonl")?;
    let mut pairs = create("pairs.bin")?;
    for (article, analysis) in &documents {
        let examples = coreference::examples(article, analysis, &ontology, &knowledge);
        let position = |byte: usize| article.text[..byte].chars().filter(|c| !c.is_whitespace()).count();
        let phrases: Vec<_> =
            examples.phrases.iter().map(|(span, seen)| (position(span.start), position(span.end), seen)).collect();
        let line = serde_json::json!({"id": article.id, "phrases": phrases, "pairs": examples.pairs.len()});
        writeln!(lines, "{line}")?;
        for (at, other, values) in examples.pairs {
            pairs.write_all(&u16::try_from(at)?.to_le_bytes())?;
            pairs.write_all(&u16::try_from(other)?.to_le_bytes())?;
            pairs.write_all(&values)?;
        }
    }
    Ok(())
}
