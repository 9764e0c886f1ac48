//! Labels, aliases, descriptions and a few statements from N-Triples, as Wikidata's "truthy" dumps have them.

use std::io::Read;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use super::ItemId;
use super::record::Record;
use super::wikidata::Languages;

const ENTITY: &str = "http://www.wikidata.org/entity/";
const DIRECT: &str = "http://www.wikidata.org/prop/direct/";

/// What a stretch of triples says of one item.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub(super) record: Record,
    pub(super) edges: Vec<(u32, u32)>,
    /// The label's language, as its rank.
    rank: Option<usize>,
}

/// Reads triples; gives each stretch of triples with the same subject to `take`, and what cannot be read to `note`.
///
/// Blank nodes, subjects that are no items and other predicates are passed over.
///
/// # Errors
/// What `take` gives.
pub(super) fn read<E>(
    input: impl Read,
    languages: &Languages,
    mut take: impl FnMut(Described) -> Result<(), E>,
    mut note: impl FnMut(String),
) -> Result<(), E> {
    let mut current = Described::default();
    for triple in RdfParser::from_format(RdfFormat::NTriples).lenient().for_reader(input) {
        let triple = match triple {
            Ok(triple) => triple,
            Err(RdfParseError::Syntax(error)) => {
                note(error.to_string());
                continue;
            }
            Err(RdfParseError::Io(error)) => {
                note(format!("the input ends too early: {error}"));
                break;
            }
        };
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let Some(item) = item(subject.as_str()) else { continue };
        if item.0 != current.record.id {
            let before = std::mem::take(&mut current);
            if before.record.id != 0 {
                take(before)?;
            }
            current.record.id = item.0;
        }
        add(&mut current, triple.predicate.as_str(), &triple.object, languages);
    }
    if current.record.id == 0 { Ok(()) } else { take(current) }
}

fn item(iri: &str) -> Option<ItemId> {
    iri.strip_prefix(ENTITY)?.parse().ok()
}

fn add(described: &mut Described, predicate: &str, object: &Term, languages: &Languages) {
    let record = &mut described.record;
    match object {
        Term::Literal(literal) => {
            let Some(rank) = languages.rank(literal.language().unwrap_or("en")) else { return };
            let text = literal.value();
            match predicate {
                "http://www.w3.org/2000/01/rdf-schema#label" | "http://www.w3.org/2004/02/skos/core#prefLabel" => {
                    if described.rank.is_none_or(|before| rank < before) {
                        let before = std::mem::replace(&mut record.label, text.to_owned());
                        record.aliases.extend(Some(before).filter(|before| !before.is_empty() && before != text));
                        described.rank = Some(rank);
                    } else if record.label != text {
                        record.aliases.push(text.to_owned());
                    }
                }
                "http://www.w3.org/2004/02/skos/core#altLabel" => record.aliases.push(text.to_owned()),
                "http://schema.org/description" if rank == 0 || record.description.is_empty() => {
                    text.clone_into(&mut record.description);
                }
                _ => {}
            }
        }
        Term::NamedNode(node) => {
            let (Some(property), Some(object)) = (predicate.strip_prefix(DIRECT), item(node.as_str())) else { return };
            match property {
                "P31" => record.instances.push(object.0),
                "P279" => described.edges.push((record.id, object.0)),
                "P17" | "P27" | "P495" => record.country = record.country.or(Some(object)),
                "P1001" => record.jurisdiction = record.jurisdiction.or(Some(object)),
                _ => {}
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn labels_and_statements() {
        let text = r#"<http://www.wikidata.org/entity/Q64> <http://www.w3.org/2000/01/rdf-schema#label> "Berlín"@es .
<http://www.wikidata.org/entity/Q64> <http://www.w3.org/2000/01/rdf-schema#label> "Berlin"@en .
<http://www.wikidata.org/entity/Q64> <http://www.w3.org/2004/02/skos/core#altLabel> "Berlin, Germany"@en .
broken
<http://www.wikidata.org/entity/Q64> <http://schema.org/description> "capital of Germany"@en .
<http://www.wikidata.org/entity/Q64> <http://www.wikidata.org/prop/direct/P17> <http://www.wikidata.org/entity/Q183> .
<http://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "no item"@en .
<http://www.wikidata.org/entity/Q515> <http://www.wikidata.org/prop/direct/P279> <http://www.wikidata.org/entity/Q486972> .
"#;
        let (mut found, mut notes) = (Vec::new(), 0);
        let take = |one: Described| {
            found.push(one);
            Ok::<(), Infallible>(())
        };
        let Ok(()) = read(text.as_bytes(), &Languages::new(&["es".to_owned()]), take, |_| notes += 1);
        assert_eq!((found.len(), notes), (2, 1));
        let berlin = &found[0].record;
        assert_eq!((berlin.label.as_str(), berlin.description.as_str()), ("Berlin", "capital of Germany"));
        assert_eq!(berlin.aliases, ["Berlín", "Berlin, Germany"]);
        assert_eq!(berlin.country, Some(ItemId(183)));
        assert_eq!(found[1].edges, [(515, 486_972)]);
    }
}
