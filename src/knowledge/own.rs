//! A user's own entities: one line each, compiled when they are loaded.
//!
//! A Wikidata item that is known already gets more names, or another class and description; anything else has an IRI of
//! the user's as its identity. Such IRIs are numbered above all Wikidata items within one knowledge base; the numbers
//! never leave the program.

use std::io::{Cursor, Read as _};
use std::path::Path;
use std::str::FromStr as _;

use super::builder::{Builder, Event, Keep, Options};
use super::layer::Layer;
use super::record::Record;
use super::{ItemId, KnowledgeBase, source, tables};
use crate::ontology::Class;
use crate::{Error, Result};

/// The number of the first own IRI; Wikidata has some 140 million items.
const FIRST: u32 = 4_000_000_000;
/// Popularity of an entity that only the user knows: whoever lists it means it, whatever else has its name.
const POPULARITY: u16 = 600;

/// Which of the own IRIs an item stands for.
pub(super) fn place(item: ItemId) -> Option<usize> {
    item.0.checked_sub(FIRST).map(|place| place as usize)
}

/// Puts a table on top of a knowledge base.
pub(super) fn add(mut kb: KnowledgeBase, path: &Path) -> Result<KnowledgeBase> {
    let mut text = String::new();
    source::open(path)?.read_to_string(&mut text).map_err(Error::file(path))?;
    let name = path.display().to_string();
    let records = read(&kb, &text).map_err(|reason| Error::Knowledge { name: name.clone(), reason })?;
    let folder = std::env::temp_dir();
    let options = Options { keep: Keep::All, memory: 32 << 20, ..Options::default() };
    let mut builder = Builder::new(&folder, &options);
    for (mut record, iri) in records {
        if let Some(iri) = iri {
            let known = kb.own.iter().position(|known| *known == iri);
            let place = known.unwrap_or(kb.own.len());
            if known.is_none() {
                kb.own.push(iri);
            }
            record.id = u32::try_from(place)
                .ok()
                .and_then(|place| FIRST.checked_add(place))
                .ok_or_else(|| Error::Knowledge { name: name.clone(), reason: "too many entities".into() })?;
        }
        builder.add(&record, 0)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    builder.compile(&mut |_: Event| {})?.write(&mut bytes).map_err(Error::file(path))?;
    let layer = Layer::from_bytes(bytes.into_inner(), &name, false)?;
    Ok(kb.with(KnowledgeBase::of(layer)))
}

/// The rows of a table, each with its IRI where it is no Wikidata item.
fn read(kb: &KnowledgeBase, text: &str) -> Result<Vec<(Record, Option<String>)>, String> {
    const COLUMNS: [&str; 5] = ["id", "label", "aliases", "class", "description"];
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut order = [0, 1, 2, 3, 4].map(Some);
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        // A head line is not needed, but may put the columns in another order.
        if rows.is_empty() && fields.contains(&"label") {
            order = COLUMNS
                .map(|column| fields.iter().position(|field| *field == column || column == "id" && *field == "qid"));
            for (column, place) in COLUMNS.iter().zip(order).take(2) {
                place.ok_or_else(|| {
                    format!("line {number}: no column {column}; the columns are {}", COLUMNS.join(", "))
                })?;
            }
            continue;
        }
        let field = |column: usize| order[column].and_then(|place| fields.get(place)).copied().unwrap_or_default();
        let wrong = |column: usize, reason: &str| {
            let place = order[column].map_or(0, |place| place + 1);
            format!("line {number}, column {place} ({}): {reason}", COLUMNS[column])
        };
        if fields.len() > 5 && order == [0, 1, 2, 3, 4].map(Some) {
            return Err(format!("line {number}, column 6: a line has at most 5 columns: {}", COLUMNS.join(", ")));
        }
        let (item, iri) = match (ItemId::from_str(field(0)), field(0)) {
            (Ok(item), _) if item.0 > 0 && item.0 < FIRST => (Some(item), None),
            (_, iri) if oxigraph::model::NamedNode::new(iri).is_ok() => (None, Some(iri.to_owned())),
            (_, other) => {
                return Err(wrong(0, &format!("{other:?} is neither a Wikidata item (Q7747) nor an IRI (https://…)")));
            }
        };
        // Wikidata's own IRI is the item.
        let wikidata = iri.as_deref().and_then(|iri| iri.strip_prefix("http://www.wikidata.org/entity/"));
        let item = item.or_else(|| wikidata.and_then(|id| id.parse().ok()));
        let iri = iri.filter(|_| item.is_none());
        if field(1).is_empty() {
            return Err(wrong(1, "a label is needed"));
        }
        let known = item.and_then(|item| kb.item(item));
        let class = match field(3) {
            "" => known.map_or(Class::Thing, |known| known.class),
            class => tables::class_of(class, field(4)).map_err(|_| {
                let classes: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
                wrong(3, &format!("{class:?} is no class; the classes are {}", classes.join(", ")))
            })?,
        };
        rows.push((
            Record {
                id: item.map_or(0, |item| item.0),
                label: field(1).to_owned(),
                aliases: field(2)
                    .split('|')
                    .map(str::trim)
                    .filter(|alias| !alias.is_empty())
                    .map(str::to_owned)
                    .collect(),
                class: Some(class),
                description: field(4).to_owned(),
                popularity: Some(known.map_or(POPULARITY, |known| known.popularity)),
                ..Record::default()
            },
            iri,
        ));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(table: &str) -> Result<KnowledgeBase> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.tsv");
        std::fs::write(&path, table).expect("written");
        KnowledgeBase::embedded().expect("sound").with_entities(&path)
    }

    #[test]
    fn a_person_is_added_by_one_line() {
        let kb = with("https://example.org/staff/7\tJane Q. Roe\tJ. Roe|Jane Roe\tPerson\treporter in Ohio\n")
            .expect("sound");
        let found = kb.candidates("Jane Roe");
        assert_eq!(found.len(), 1);
        let jane = found[0];
        let item = kb.item(jane).expect("known");
        assert_eq!((item.label, item.class, item.description), ("Jane Q. Roe", Class::Person, "reporter in Ohio"));
        assert_eq!(kb.iri(jane), "https://example.org/staff/7");
        assert_eq!(kb.iri(ItemId(159)), "http://www.wikidata.org/entity/Q159");
        assert_eq!(kb.candidates("Russia").first(), Some(&ItemId(159)), "what is below is still there");
        assert_eq!(kb.search("jane q", 3).first(), Some(&jane));
        assert_ne!(kb.checksum(), KnowledgeBase::embedded().expect("sound").checksum());
    }

    #[test]
    fn a_known_item_gets_names_and_keeps_the_rest() {
        let below = KnowledgeBase::embedded().expect("sound");
        let kb = with("label\tqid\taliases\nVladimir Putin\tQ7747\tVVP\n").expect("sound");
        let (before, after) = (below.item(ItemId(7747)).expect("known"), kb.item(ItemId(7747)).expect("known"));
        assert_eq!((after.class, after.popularity, after.country), (before.class, before.popularity, before.country));
        assert_eq!(after.description, before.description);
        assert_eq!(kb.candidates("VVP").first(), Some(&ItemId(7747)));
        assert!(kb.aliases(ItemId(7747)).contains(&"VVP") && kb.aliases(ItemId(7747)).contains(&"Putin"));
        assert_eq!(kb.offices(ItemId(7747)), below.offices(ItemId(7747)));
        assert_eq!(kb.holders(ItemId(30), "president", None), below.holders(ItemId(30), "president", None));
    }

    #[test]
    fn errors_name_line_and_column() {
        let check = |table: &str, expected: &str| {
            let message = with(table).expect_err("refused").to_string();
            assert!(message.contains(expected), "{message}");
        };
        check("# comment\nQ1\tUniverse\nJane\tJane Roe\n", "line 3, column 1 (id)");
        check("Q1\t\n", "line 1, column 2 (label)");
        check("Q1\tX\t\tHuman\n", "line 1, column 4 (class)");
        check("Q1\tX\t\tPerson\ta\tb\n", "line 1, column 6");
        check("label\tclass\n", "no column id");
    }
}
