//! `newsgraph resolve`: entities of different documents of a store that are the same thing.

use std::path::PathBuf;

use anyhow::bail;
use newsgraph::graph::{Identities, Identity, Store};
use newsgraph::ontology::Ontology;
use newsgraph::query::{Answer, ResultFormat};
use newsgraph::resolve::resolve;
use oxigraph::model::{Literal, NamedNode, Term};

use super::input::{KnowledgeArguments, probability};
use super::output::output;
use super::{Outcome, report};

/// Find entities without a Wikidata item that are the same in different documents, or an item after all.
///
/// Those that are sure enough are recorded in the store (`owl:sameAs`, in a graph of its own, with score and reason), and
/// queries see them as one; the documents stay as they were read. Name and kind alone never make two things one.
///
/// Examples:
///   newsgraph resolve --store news --dry-run
///   newsgraph resolve --store news --kb wikidata.kb
///   newsgraph resolve --store news --take-back 'https://w3id.org/newsgraph/document/…#entity-…'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The store.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
    /// Record what is at least this probable.
    #[arg(long, value_name = "0..1", default_value_t = 0.9, value_parser = probability)]
    threshold: f32,
    /// Show, without recording it, what is at least this probable.
    #[arg(long, value_name = "0..1", default_value_t = 0.5, value_parser = probability)]
    show: f32,
    /// Record nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take back all identities of this entity, for good; may be given several times. Nothing else is done.
    #[arg(long, value_name = "IRI", conflicts_with_all = ["dry_run", "forget"])]
    take_back: Vec<String>,
    /// Forget all that was recorded or taken back. Nothing else is done.
    #[arg(long, conflicts_with = "dry_run")]
    forget: bool,
    /// More ontology files that the documents were read with.
    #[arg(long, value_name = "FILE")]
    ontology: Vec<PathBuf>,
    /// How the findings are written: table, csv, tsv, json, xml.
    #[arg(long, default_value = "table")]
    format: ResultFormat,
    /// The file to write them to, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let store = Store::open(&arguments.store)?;
    if arguments.forget {
        store.set_identities(&Identities::default())?;
        report("forgot all identities");
        return Ok(Outcome::Complete);
    }
    let mut identities = store.identities()?;
    if !arguments.take_back.is_empty() {
        for iri in &arguments.take_back {
            let iri = iri.trim_start_matches('<').trim_end_matches('>');
            match identities.take_back(iri) {
                0 => bail!("{iri} has no recorded identity: `newsgraph export` shows those there are"),
                count => report(&format!("took back {count} of {iri}")),
            }
        }
        store.set_identities(&identities)?;
        return Ok(Outcome::Complete);
    }
    let ontology = Ontology::load(&arguments.ontology)?;
    let knowledge = arguments.knowledge.open()?;
    let mut found = resolve(&store, &ontology, Some(&knowledge), &identities)?;
    found.retain(|identity| identity.score >= arguments.show.min(arguments.threshold));
    let sure = found.iter().filter(|identity| identity.score >= arguments.threshold).cloned();
    let recorded = identities.record(sure);
    if !arguments.dry_run && !recorded.is_empty() {
        store.set_identities(&identities)?;
    }
    // What others make one already needs no second look.
    let names = identities.names();
    let name = |iri: &String| names.get(iri).unwrap_or(iri).clone();
    found.retain(|identity| recorded.contains(identity) || name(&identity.one) != name(&identity.other));
    output(arguments.output.as_deref(), |mut out| Ok(table(&found, &recorded).write(arguments.format, &mut out)?))?;
    let verb = if arguments.dry_run { "would be recorded" } else { "recorded" };
    report(&format!("{} {verb}, {} only shown", recorded.len(), found.len() - recorded.len()));
    Ok(Outcome::Complete)
}

fn table(found: &[Identity], recorded: &[Identity]) -> Answer {
    let text = |text: &str| Some(Term::from(Literal::new_simple_literal(text)));
    let row = |identity: &Identity| {
        let status = if recorded.contains(identity) { "recorded" } else { "shown" };
        vec![
            text(&format!("{:.2}", identity.score)),
            text(status),
            text(&identity.reason),
            Some(NamedNode::new_unchecked(&identity.one).into()),
            Some(NamedNode::new_unchecked(&identity.other).into()),
        ]
    };
    let variables = ["score", "status", "reason", "one", "other"].map(str::to_owned).to_vec();
    Answer::Table { variables, rows: found.iter().map(row).collect() }
}
