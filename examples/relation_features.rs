//! What the relation head sees of texts: the second step of `training/relations.py`.
//!
//! `cargo run --release --example relation_features -- TEXTS.jsonl FOLDER`
//!
//! Reads objects with `id`, `text`, perhaps `date`, and perhaps `torn`: the passages of a text whose pronouns may have
//! their antecedents elsewhere. Writes `documents.jsonl` (a document a line: `arguments` with token, sentence, place,
//! entities, place of the token and its depth in the tree; `entities` as places of mentions; `claims` that phrasings and
//! rules make; numbers of `tokens` and `pairs`), `pairs.bin` (for each pair, as 32-bit numbers: both arguments, start and
//! end of the words between, the count of path words, the count of features, path words, features), `features.txt` and
//! `states.bin` (upper halves of 32-bit floats, a row a token). Places are code points.

use std::collections::HashMap;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use newsgraph::Reader;
use newsgraph::article::{Article, Offsets, Span};
use newsgraph::claim::relations::{self, Example};
use newsgraph::claim::{Object, Predicate};
use newsgraph::entity::{self, EntityId};
use newsgraph::evaluate::with_strays;
use newsgraph::language::{self, States};
use newsgraph::time;
use serde_json::{Value, json};

/// Words deeper in a tree than this are all the same.
const DEEPEST: usize = 60;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [texts, folder] = &arguments[..] else {
        anyhow::bail!("name the texts and a folder to write to");
    };
    let reader = Reader::embedded()?;
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder)?;
    let create = |name: &str| -> anyhow::Result<_> {
        Ok(BufWriter::new(std::fs::File::create(folder.join(name)).context(name.to_owned())?))
    };
    let (mut documents, mut pairs) = (create("documents.jsonl")?, create("pairs.bin")?);
    let (mut states, mut names) = (create("states.bin")?, create("features.txt")?);
    let mut vocabulary: HashMap<String, u32> = HashMap::new();
    for line in std::fs::read_to_string(texts).context(texts.clone())?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let mut article =
            Article::from_text(line["id"].as_str().unwrap_or_default(), line["text"].as_str().unwrap_or_default());
        article.date = line["date"].as_str().and_then(|date| date.parse().ok());
        let analysis = language::analyse_with(&article, reader.network(), States::Kept)?;
        let times = time::recognise(&analysis, article.date);
        let mut entities = entity::resolve(&article, &analysis, reader.ontology(), reader.knowledge());
        let offsets = Offsets::new(&article.text);
        if let Some(torn) = line["torn"].as_array() {
            let bytes: Vec<usize> = article.text.char_indices().map(|(at, _)| at).chain([article.text.len()]).collect();
            let place = |passage: &Value, end: usize| bytes[passage[end].as_u64().unwrap_or_default() as usize];
            let passages: Vec<Span> =
                torn.iter().map(|passage| Span::new(place(passage, 0), place(passage, 1))).collect();
            entities = with_strays(&entities, &analysis, reader.ontology(), &passages);
        }
        let seen = relations::examples(&article, &analysis, &times, &entities, reader.ontology(), reader.lexicon());
        let place = |span: Span| {
            let (start, end) = offsets.code_points(span);
            json!([start, end])
        };
        let claims: Vec<Value> = seen
            .claims
            .iter()
            .filter_map(|claim| match (&claim.predicate, &claim.object, claim.subject) {
                (Predicate::Known(name), Object::Entity(object), subject) => {
                    Some(json!([claim.sentence, subject.map(|subject| subject.0), &**name, object.0, claim.rule]))
                }
                _ => None,
            })
            .collect();
        let argument = |(head, span, referents): &(usize, Span, Vec<EntityId>)| {
            let referents: Vec<usize> = referents.iter().map(|entity| entity.0).collect();
            let depth = std::iter::successors(Some(*head), |&at| analysis.tokens[at].head).take(DEEPEST).count();
            json!([
                head,
                analysis.sentence_of(*head),
                place(*span),
                referents,
                place(analysis.tokens[*head].span),
                depth
            ])
        };
        let document = json!({
            "id": article.id,
            "tokens": analysis.tokens.len(),
            "pairs": seen.pairs.len(),
            "sentences": analysis.sentences.iter().map(|sentence| place(sentence.span)).collect::<Vec<_>>(),
            "arguments": seen.arguments.iter().map(argument).collect::<Vec<_>>(),
            "entities": entities.entities.iter().map(|entity| json!([
                entity.name,
                entity.class.name(),
                entity.mentions.iter().map(|&at| place(entities.mentions[at].span)).collect::<Vec<_>>(),
            ])).collect::<Vec<_>>(),
            "claims": claims,
        });
        writeln!(documents, "{document}")?;
        for value in &analysis.states {
            states.write_all(&((value.to_bits() >> 16) as u16).to_le_bytes())?;
        }
        for Example { ends, features, path, between } in &seen.pairs {
            let mut row = vec![ends[0], ends[1], between.start, between.end, path.len(), features.len()];
            row.extend(path);
            for feature in features {
                let next = vocabulary.len() as u32;
                let number = *vocabulary.entry(feature.clone()).or_insert(next);
                if number == next {
                    writeln!(names, "{feature}")?;
                }
                row.push(number as usize);
            }
            for number in row {
                pairs.write_all(&u32::try_from(number)?.to_le_bytes())?;
            }
        }
    }
    Ok(())
}
