//! Makes a knowledge base file from tables.
//!
//! A folder holds `entities.tsv`, `offices.tsv` (each also as `.tsv.zst`) and `demonyms.tsv`, with the columns that
//! [`build`] names. The same tables give the same bytes. What makes the file smaller without costing a reader of news
//! anything is always done: aliases that fold to another name of the item go, office-holders' descriptions that repeat
//! their offices are cut to their first part, terms in the same office that follow each other become one. What costs
//! something, the tail of little-known items, goes only with [`Keep::WellKnown`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::str::FromStr as _;

use jiff::civil::Date;

use super::ItemId;
use super::format::{Header, place_width, put_date, put_number, put_text};
use super::name::{self, Case};
use crate::ontology::Class;
use crate::{Error, Result};

/// Which items go into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All.
    All,
    /// All but those that news hardly ever means, see [`is_well_known`].
    WellKnown,
}

/// What was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Items in the file.
    pub items: usize,
    /// Items left out by [`Keep::WellKnown`], by the class in the table.
    pub left_out: BTreeMap<String, usize>,
    /// Aliases in the file.
    pub aliases: usize,
    /// Aliases left out: they fold to another name of their item, follow from its description, or are not English.
    pub aliases_left_out: usize,
    /// Offices in the file.
    pub offices: usize,
}

/// Whether news may mean an item of this class in the table and popularity.
///
/// Left out are football clubs that only a list of clubs knows, persons who are only somebody's relative or a name in
/// training data, works, products and positions of the same kind, and brands and school districts without a second
/// source. Of the 3,789 items that the current-events development file links and the table has, this leaves out 25.
pub fn is_well_known(class: &str, popularity: u16, description: &str) -> bool {
    let least = match class {
        "SportsTeam" => 80,
        "Work" | "Product" | "Award" => 18,
        "Person" => 40,
        "Position" => 150,
        "Organization" if description == "organization, operator of school facilities" => 14,
        _ => 0,
    };
    popularity >= least
}

struct Row {
    id: ItemId,
    label: String,
    aliases: Vec<String>,
    class: Class,
    description: String,
    country: Option<ItemId>,
    popularity: u16,
    offices: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    start: Option<Date>,
    position: String,
    of: Option<ItemId>,
    end: Option<Date>,
}

/// Reads the tables of a folder.
///
/// * entities: `qid`, `label`, `aliases` (separated by `|`), `class`, `description`, `country`, `popularity`
/// * offices: `person`, `position`, `position_label`, `of`, `start`, `end`
/// * demonyms: `qid`, `demonyms` (separated by `|`), `metonyms` (`Moscow>Q159,Q1140115`, separated by `|`)
///
/// Columns are found by their names in the first line; others are ignored.
///
/// # Errors
///
/// A missing file or column, or a row that does not fit: the message names file and line.
pub fn build(folder: &Path, keep: Keep) -> Result<Built> {
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    let (mut alias_count, mut aliases_left_out) = (0, 0);
    let columns = ["qid", "label", "aliases", "class", "description", "country", "popularity"];
    read_table(folder, "entities", &columns, |[id, label, aliases, class, description, country, popularity]| {
        let popularity: u16 = popularity.parse().map_err(|_| format!("popularity {popularity} is no number"))?;
        if keep == Keep::WellKnown && !is_well_known(class, popularity, description) {
            *left_out.entry(class.to_owned()).or_default() += 1;
            return Ok(());
        }
        let mut known: HashSet<String> = HashSet::from([name::fold(label, Case::Lowered)]);
        let all: Vec<&str> = aliases.split('|').filter(|alias| !alias.is_empty()).collect();
        let aliases: Vec<String> = all
            .iter()
            .filter(|alias| keep == Keep::All || popularity >= 200 || is_english_alias(class, alias))
            .filter(|alias| popularity >= 200 || !is_said_by_description(alias, label, description))
            .filter(|alias| known.insert(name::fold(alias, Case::Lowered)))
            .map(|&alias| alias.to_owned())
            .collect();
        alias_count += aliases.len();
        aliases_left_out += all.len() - aliases.len();
        rows.push(Row {
            id: id.parse()?,
            label: label.to_owned(),
            aliases,
            class: class_of(class, description)?,
            description: description.to_owned(),
            country: optional_item(country)?,
            popularity,
            offices: Vec::new(),
        });
        Ok(())
    })?;
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    let index_of: HashMap<ItemId, usize> = rows.iter().enumerate().map(|(index, row)| (row.id, index)).collect();

    let columns = ["person", "position_label", "of", "start", "end"];
    read_table(folder, "offices", &columns, |[person, position, of, start, end]| {
        if let Some(&index) = index_of.get(&person.parse()?) {
            rows[index].offices.push(Term {
                start: boundary(start, Date::first_of_year, Date::first_of_month)?,
                position: position.to_owned(),
                of: optional_item(of)?,
                end: boundary(end, Date::last_of_year, Date::last_of_month)?,
            });
        }
        Ok(())
    })?;
    let country_names: HashMap<ItemId, String> =
        rows.iter().filter(|row| row.country == Some(row.id)).map(|row| (row.id, format!(", {}", row.label))).collect();
    for row in &mut rows {
        // "place in Texas, United States": the country is known.
        let country = row.country.and_then(|country| country_names.get(&country));
        if let Some(rest) = country.and_then(|country| row.description.strip_suffix(country.as_str())) {
            row.description.truncate(rest.len());
        }
        merge_terms(&mut row.offices);
        if !row.offices.is_empty() && row.popularity < 400 {
            // "German politician, member of the Bundestag (2009–2013)": the offices say the rest.
            if let Some((first, _)) = row.description.split_once(", ") {
                row.description.truncate(first.len());
            }
        }
    }

    let mut demonyms: BTreeMap<String, ItemId> = BTreeMap::new();
    let mut metonyms: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
    read_table(folder, "demonyms", &["qid", "demonyms", "metonyms"], |[id, words, places]| {
        let id: ItemId = id.parse()?;
        for word in words.split('|').filter(|word| !word.is_empty()) {
            demonyms.entry(name::fold(word, Case::Kept)).or_insert(id);
        }
        for place in places.split('|').filter(|place| !place.is_empty()) {
            let (name, items) = place.split_once('>').ok_or_else(|| format!("{place} has no >; write Moscow>Q159"))?;
            let known = metonyms.entry(name::fold(name, Case::Kept)).or_default();
            for item in items.split(',') {
                let item = item.parse()?;
                if !known.contains(&item) {
                    known.push(item);
                }
            }
        }
        Ok(())
    })?;

    let offices = rows.iter().map(|row| row.offices.len()).sum();
    let bytes = write(&rows, &index_of, &demonyms, &metonyms)?;
    Ok(Built { bytes, items: rows.len(), left_out, aliases: alias_count, aliases_left_out, offices })
}

/// Whether English text may use an alias of a little-known item: an institution's name in its own language
/// ("Janáčkova akademie múzických umění") is told by its accents.
fn is_english_alias(class: &str, alias: &str) -> bool {
    class == "Person" || alias.is_ascii()
}

/// Whether an alias is the label with a place behind it that the description names: "Napoleon, Indiana" of Napoleon,
/// "place in Indiana". Look-ups find such names without.
fn is_said_by_description(alias: &str, label: &str, description: &str) -> bool {
    alias
        .strip_prefix(label)
        .and_then(|rest| rest.strip_prefix(", "))
        .is_some_and(|place| super::is_told(place, description))
}

/// Terms in the same office that follow each other within two months become one; the same term from two sources too.
fn merge_terms(terms: &mut Vec<Term>) {
    terms.sort();
    terms.dedup();
    let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms.drain(..) {
        let before = merged.iter_mut().rev().find(|before| before.position == term.position && before.of == term.of);
        if let Some(before) = before
            && let (Some(end), Some(start)) = (before.end, term.start)
            && start.duration_since(end).as_hours() <= 24 * 62
        {
            before.end = term.end.map(|later| later.max(end));
            continue;
        }
        merged.push(term);
    }
    *terms = merged;
}

/// Texts by how often they are used, the frequent ones at the front where their place is a short number.
struct Frequent<T> {
    places: HashMap<T, usize>,
    order: Vec<T>,
}

impl<T: Clone + Eq + std::hash::Hash + Ord> Frequent<T> {
    fn new(uses: impl Iterator<Item = T>) -> Self {
        let mut counts: BTreeMap<T, usize> = BTreeMap::new();
        for one in uses {
            *counts.entry(one).or_default() += 1;
        }
        let mut order: Vec<(T, usize)> = counts.into_iter().collect();
        order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let order: Vec<T> = order.into_iter().map(|(one, _)| one).collect();
        let places = order.iter().cloned().enumerate().map(|(place, one)| (one, place)).collect();
        Self { places, order }
    }
}

fn write(
    rows: &[Row],
    index_of: &HashMap<ItemId, usize>,
    demonyms: &BTreeMap<String, ItemId>,
    metonyms: &BTreeMap<String, Vec<ItemId>>,
) -> Result<Vec<u8>> {
    let too_large = |what: &str| Error::Knowledge { name: "being built".into(), reason: format!("too many {what}") };

    // Texts and related items.
    let texts = rows.iter().flat_map(|row| {
        let description = Some(row.description.as_str()).filter(|text| !text.is_empty());
        description.into_iter().chain(row.offices.iter().map(|office| office.position.as_str()))
    });
    let texts = Frequent::new(texts);
    let mut text_section = Vec::new();
    let mut text_places: HashMap<&str, usize> = HashMap::new();
    for text in &texts.order {
        text_places.insert(text, text_section.len());
        put_text(&mut text_section, text);
    }
    let related =
        rows.iter().flat_map(|row| row.country.into_iter().chain(row.offices.iter().filter_map(|term| term.of)));
    let related = Frequent::new(related);
    let number = |item: Option<ItemId>| item.and_then(|item| related.places.get(&item)).map_or(0, |place| place + 1);

    // Entries, and who held what.
    let mut items = Vec::new();
    let mut places: Vec<u32> = Vec::with_capacity(rows.len());
    let mut entries = Vec::new();
    let mut holders: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        items.extend_from_slice(&row.id.0.to_le_bytes());
        places.push(u32::try_from(entries.len()).map_err(|_| too_large("entries"))?);
        let class = Class::ALL.iter().position(|class| *class == row.class).unwrap_or_default();
        put_number(&mut entries, usize::from(row.popularity) * 32 + class);
        put_number(&mut entries, number(row.country));
        put_number(&mut entries, text_places.get(row.description.as_str()).map_or(0, |place| place + 1));
        put_text(&mut entries, &row.label);
        put_number(&mut entries, row.aliases.len());
        for alias in &row.aliases {
            put_text(&mut entries, alias);
        }
        put_number(&mut entries, row.offices.len());
        for office in &row.offices {
            let position = text_places.get(office.position.as_str()).copied().unwrap_or_default();
            put_number(&mut entries, position);
            put_number(&mut entries, number(office.of));
            put_date(&mut entries, office.start);
            put_date(&mut entries, office.end);
            // An office of a government is filed under its country too.
            let country = office.of.and_then(|of| index_of.get(&of)).and_then(|&of| rows[of].country);
            for of in [office.of, country.filter(|country| Some(*country) != office.of)].into_iter().flatten() {
                if let Some(&of) = related.places.get(&of) {
                    holders.entry(of).or_default().entry(position).or_default().push(index);
                }
            }
        }
    }
    let width = place_width(entries.len());
    let places = places.iter().flat_map(|place| place.to_le_bytes().into_iter().take(width)).collect();
    let mut related_section = Vec::new();
    for item in &related.order {
        related_section.extend_from_slice(&item.0.to_le_bytes());
    }
    let mut lists = Vec::new();
    let mut holder_section = Vec::new();
    let none = BTreeMap::new();
    for of in 0..related.order.len() {
        let place = u32::try_from(related.order.len() * 4 + lists.len()).map_err(|_| too_large("offices"))?;
        holder_section.extend_from_slice(&place.to_le_bytes());
        let positions = holders.get(&of).unwrap_or(&none);
        put_number(&mut lists, positions.len());
        for (position, persons) in positions {
            let mut persons = persons.clone();
            persons.dedup();
            put_number(&mut lists, *position);
            put_number(&mut lists, persons.len());
            let mut before = 0;
            for person in persons {
                put_number(&mut lists, person - before);
                before = person;
            }
        }
    }
    holder_section.append(&mut lists);

    // Names.
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        for name in std::iter::once(&row.label).chain(&row.aliases) {
            let key = name::fold(name, Case::Lowered);
            if !key.is_empty() {
                let among = names.entry(key).or_default();
                if among.last() != Some(&index) {
                    among.push(index);
                }
            }
        }
    }
    let mut postings = Vec::new();
    let mut map = fst::MapBuilder::memory();
    let broken = |error: fst::Error| Error::Knowledge { name: "being built".into(), reason: error.to_string() };
    let name_count = u32::try_from(names.len()).map_err(|_| too_large("names"))?;
    for (name, mut among) in names {
        let value = if let [only] = among[..] {
            only << 1
        } else {
            among.sort_by_key(|&index| (std::cmp::Reverse(rows[index].popularity), rows[index].id));
            let place = postings.len();
            put_number(&mut postings, among.len());
            for index in among {
                put_number(&mut postings, index);
            }
            place << 1 | 1
        };
        map.insert(name, value as u64).map_err(broken)?;
    }
    let names = map.into_inner().map_err(broken)?;

    let mut words = Vec::new();
    put_number(&mut words, demonyms.len());
    for (word, item) in demonyms {
        put_text(&mut words, word);
        put_number(&mut words, item.0 as usize);
    }
    put_number(&mut words, metonyms.len());
    for (name, items) in metonyms {
        put_text(&mut words, name);
        put_number(&mut words, items.len());
        for item in items {
            put_number(&mut words, item.0 as usize);
        }
    }
    Ok(Header::write(
        name_count,
        &[names, postings, items, places, entries, text_section, related_section, holder_section, words],
    ))
}

/// The class of the ontology for one of the table. A region with a government of its own is a geopolitical entity.
fn class_of(class: &str, description: &str) -> Result<Class, String> {
    match class {
        "Country" | "City" => Ok(Class::GeopoliticalEntity),
        "Other" => Ok(Class::Thing),
        "Region" => {
            const GOVERNED: &[&str] = &[
                "state",
                "province",
                "county",
                "department",
                "oblast",
                "prefecture",
                "canton",
                "territory",
                "country",
                "voivodeship",
                "krai",
                "okrug",
                "republic",
                "municipality",
                "emirate",
                "governorate",
                "borough",
                "district",
                "federal subject",
                "dependency",
                "autonomous",
                "special administrative region",
                "region of italy",
                "region of france",
                "italian region",
                "french department",
                "capital",
                "community",
                "constituent country",
                "administrative",
                "city",
            ];
            let description = description.to_lowercase();
            let is_past = ["historic", "former", "cultural", "electoral"].iter().any(|word| description.contains(word));
            let is_governed = GOVERNED.iter().any(|word| description.contains(word));
            Ok(if is_governed && !is_past { Class::GeopoliticalEntity } else { Class::Region })
        }
        _ => Class::from_str(class).map_err(|error| format!("{error}; {class} is unknown")),
    }
}

fn optional_item(text: &str) -> Result<Option<ItemId>, String> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

/// A day; of a year or month its first or last.
fn boundary(text: &str, of_year: fn(Date) -> Date, of_month: fn(Date) -> Date) -> Result<Option<Date>, String> {
    let parse =
        |text: &str| text.parse::<Date>().map_err(|_| format!("{text} is no date; write 2021, 2021-04 or 2021-04-30"));
    match text.len() {
        0 => Ok(None),
        // Years before 1000 lost their zeros in some table.
        1..=3 => Ok(None),
        4 if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            parse(&format!("{text}-01-01")).map(|date| Some(of_year(date)))
        }
        7 => parse(&format!("{text}-01")).map(|date| Some(of_month(date))),
        10 => parse(text).map(Some),
        _ => Ok(None),
    }
}

/// Calls `each` with the named columns of every row of `NAME.tsv` or `NAME.tsv.zst`.
fn read_table<const N: usize>(
    folder: &Path,
    name: &str,
    columns: &[&str; N],
    mut each: impl FnMut([&str; N]) -> Result<(), String>,
) -> Result<()> {
    let plain = folder.join(format!("{name}.tsv"));
    let packed = folder.join(format!("{name}.tsv.zst"));
    let path = if plain.exists() || !packed.exists() { plain } else { packed };
    let file = File::open(&path).map_err(Error::file(&path))?;
    let wrong = |reason: String| Error::Knowledge { name: path.display().to_string(), reason };
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "zst") {
        let decoder = ruzstd::decoding::StreamingDecoder::new(BufReader::new(file));
        Box::new(decoder.map_err(|error| wrong(format!("not Zstandard data: {error}")))?)
    } else {
        Box::new(file)
    };
    let mut lines = BufReader::with_capacity(1 << 16, reader).lines();
    let head = lines.next().transpose().map_err(Error::file(&path))?.unwrap_or_default();
    let head: Vec<&str> = head.split('\t').collect();
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        *position = head.iter().position(|name| name == column).ok_or_else(|| {
            wrong(format!("its first line has no column {column}; it needs {}, separated by tabs", columns.join(", ")))
        })?;
    }
    for (number, line) in lines.enumerate() {
        let line = line.map_err(Error::file(&path))?;
        if line.is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let row = positions.map(|position| fields.get(position).copied().unwrap_or_default());
        each(row).map_err(|reason| wrong(format!("line {}: {reason}", number + 2)))?;
    }
    Ok(())
}
