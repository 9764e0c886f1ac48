//! `newsgraph explain`: why each thing in an article has the item that it has, or none.

use std::io::Write;
use std::path::PathBuf;

use newsgraph::entity::{Candidate, Entity, Mention, MentionKind};
use newsgraph::{Document, Reader};

use super::Outcome;
use super::input::{InputArguments, ModelArguments};
use super::output::output;

/// Show why each thing in an article was linked to its Wikidata item or to none: its mentions, the runners-up, and what
/// spoke for each.
///
/// The number before an item is its probability; what follows it are the features that spoke most for it, with what each
/// adds to the log odds.
///
/// Examples:
///   newsgraph explain article.txt
///   newsgraph explain article.txt --name sullivan
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    models: ModelArguments,
    /// Only things with this in a name or mention, whatever the capitals.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The file to write to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reader = arguments.models.reader()?;
    let wanted = arguments.name.as_deref().map(str::to_lowercase);
    let mut outcome = Outcome::Complete;
    output(arguments.output.as_deref(), |out| {
        outcome = arguments
            .input
            .each(|article| reader.read(article), |document| explain(&reader, &document, wanted.as_deref(), out))?;
        Ok(())
    })?;
    Ok(outcome)
}

fn explain(reader: &Reader, document: &Document, wanted: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "# {}", document.article.title.as_deref().unwrap_or(&document.article.id))?;
    for entity in &document.entities.entities {
        let mentions: Vec<&Mention> =
            entity.mentions.iter().filter_map(|&at| document.entities.mentions.get(at)).collect();
        let is_wanted = |text: &str| wanted.is_none_or(|wanted| text.to_lowercase().contains(wanted));
        let words = |mention: &Mention| mention.span.of(&document.article.text);
        let is_shown = is_wanted(&entity.name) || mentions.iter().any(|mention| is_wanted(words(mention)));
        // What is only described has no candidates to tell of, unless it was asked for.
        let is_told = entity.link.is_some() || mentions.iter().any(|mention| mention.kind == MentionKind::Name);
        if is_shown && (is_told || wanted.is_some()) {
            one(reader, entity, &mentions, document, out)?;
        }
    }
    Ok(())
}

fn one(
    reader: &Reader,
    entity: &Entity,
    mentions: &[&Mention],
    document: &Document,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    writeln!(out, "\n{} ({})", entity.name, entity.class)?;
    let told: Vec<String> = mentions
        .iter()
        .map(|mention| {
            let text = mention.span.of(&document.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{text} ({})", kind(mention.kind))
        })
        .collect();
    writeln!(out, "  mentions  {}", told.join("; "))?;
    match &entity.link {
        Some(link) => candidate(reader, "linked", link, out)?,
        None => writeln!(out, "  not linked to an item")?,
    }
    for other in &entity.candidates {
        candidate(reader, "rather than", other, out)?;
    }
    Ok(())
}

fn candidate(reader: &Reader, role: &str, candidate: &Candidate, out: &mut dyn Write) -> anyhow::Result<()> {
    let knowledge = reader.knowledge();
    let (name, description) = knowledge.item(candidate.item).map_or(("", ""), |item| (item.label, item.description));
    let iri = knowledge.iri(candidate.item);
    let short = iri.rsplit('/').next().unwrap_or(&iri);
    let colon = if description.is_empty() { "" } else { ": " };
    writeln!(out, "  {role:<11} {:.2} {short} {name}{colon}{description}", candidate.score)?;
    let reasons: Vec<String> =
        candidate.reasons.iter().map(|reason| format!("{} {:+.1}", reason.feature, reason.weight)).collect();
    if !reasons.is_empty() {
        writeln!(out, "              {}", reasons.join(", "))?;
    }
    Ok(())
}

fn kind(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Demonym => "nationality",
        MentionKind::Nominal => "description",
        MentionKind::Pronoun => "pronoun",
    }
}
