//! The tables of a folder: `entities.tsv`, `offices.tsv` (each also as `.tsv.zst`) and `demonyms.tsv`.
//!
//! * entities: `qid`, `label`, `aliases` (separated by `|`), `class`, `description`, `country`, `popularity`
//! * offices: `person`, `position_label`, `of`, `start`, `end`
//! * demonyms: `qid`, `demonyms` (separated by `|`), `metonyms` (`Moscow>Q159,Q1140115`, separated by `|`)
//!
//! Columns are found by their names in the first line; others are ignored.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::str::FromStr as _;

use jiff::civil::Date;

use super::ItemId;
use super::builder::{Keep, is_well_known};
use super::record::{Record, Term};
use super::source;
use crate::ontology::Class;
use crate::{Error, Result};

/// Calls `each` with every item of the table, and `left_out` with the class of each that is not wanted.
///
/// # Errors
/// A missing file or column, or a row that does not fit: the message names file and line.
pub(super) fn entities(
    folder: &Path,
    keep: Keep,
    mut each: impl FnMut(Record) -> Result<()>,
    mut left_out: impl FnMut(&str),
) -> Result<()> {
    let columns = ["qid", "label", "aliases", "class", "description", "country", "popularity"];
    read_table(
        folder,
        "entities",
        &columns,
        |[id, label, aliases, class, description, country, popularity]| {
            let popularity: u16 = popularity.parse().map_err(|_| format!("popularity {popularity} is no number"))?;
            if keep == Keep::WellKnown && !is_well_known(class, popularity, description) {
                left_out(class);
                return Ok(None);
            }
            Ok(Some(Record {
                id: ItemId::from_str(id)?.0,
                label: label.to_owned(),
                aliases: aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
                class: Some(match told_class(class, description) {
                    Some(told) => told,
                    None => class_of(class, description)?,
                }),
                description: description.to_owned(),
                country: optional_item(country)?,
                popularity: Some(popularity),
                ..Record::default()
            }))
        },
        &mut each,
    )
}

/// Calls `each` with the terms of the table, each as a record of its person.
///
/// # Errors
/// As for [`entities`].
pub(super) fn offices(folder: &Path, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
    let columns = ["person", "position_label", "of", "start", "end"];
    read_table(
        folder,
        "offices",
        &columns,
        |[person, position, of, start, end]| {
            let term = Term {
                start: boundary(start, Date::first_of_year, Date::first_of_month)?,
                position: position.to_owned(),
                of: optional_item(of)?,
                end: boundary(end, Date::last_of_year, Date::last_of_month)?,
                office: None,
            };
            Ok(Some(Record { id: ItemId::from_str(person)?.0, offices: vec![term], ..Record::default() }))
        },
        &mut each,
    )
}

/// A row of the table of demonyms.
pub(super) struct Words {
    pub(super) item: ItemId,
    pub(super) demonyms: Vec<String>,
    /// A place's name, and what it stands for.
    pub(super) metonyms: Vec<(String, Vec<ItemId>)>,
}

/// Calls `each` with the rows of the table.
///
/// # Errors
/// As for [`entities`].
pub(super) fn demonyms(folder: &Path, mut each: impl FnMut(Words) -> Result<()>) -> Result<()> {
    read_table(
        folder,
        "demonyms",
        &["qid", "demonyms", "metonyms"],
        |[id, words, places]| {
            let demonyms = words.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            let metonyms = places
                .split('|')
                .filter(|place| !place.is_empty())
                .map(|place| {
                    let (name, items) =
                        place.split_once('>').ok_or_else(|| format!("{place} has no >; write Moscow>Q159"))?;
                    Ok((name.to_owned(), items.split(',').map(str::parse).collect::<Result<_, String>>()?))
                })
                .collect::<Result<_, String>>()?;
            Ok(Some(Words { item: id.parse()?, demonyms, metonyms }))
        },
        &mut each,
    )
}

/// The class that a description tells where the table's was guessed from something else: a "National Football League
/// franchise" is no work, nor is an "American film and stage actor"; a "social networking service" acts as a company does.
fn told_class(class: &str, description: &str) -> Option<Class> {
    const GUESSED: &[&str] = &["Work", "Other", "Organization", "Award", "Facility", "Product"];
    const SERVICES: &[&str] = &["service", "platform", "app", "website", "subsidiary"];
    const TEAMS: &[&str] = &["franchise", "team", "club"];
    const GAMES: &[&str] = &["League", "football", "baseball", "basketball", "hockey", "rugby", "cricket", "sports"];
    const PERSONS: &[&str] = &[
        "actor",
        "actress",
        "singer",
        "musician",
        "composer",
        "writer",
        "author",
        "songwriter",
        "guitarist",
        "rapper",
        "economist",
        "philosopher",
        "poet",
        "novelist",
        "artist",
        "painter",
        "footballer",
        "politician",
        "comedian",
        "screenwriter",
        "scientist",
        "physicist",
        "journalist",
        "lecturer",
    ];
    if !GUESSED.contains(&class) {
        return None;
    }
    // "born 1945; American musician and guitarist": up to what restricts it, the last word.
    let clause = description.split(';').find(|clause| !clause.starts_with("born "))?;
    let is_end = |word: &&str| matches!(*word, "of" | "in" | "for" | "from" | "by" | "with" | "best" | "who" | "based");
    let words: Vec<&str> = clause.split_whitespace().take_while(|word| !is_end(word)).collect();
    let head = words.last()?.trim_end_matches(',').to_lowercase();
    if TEAMS.contains(&&*head) && words.iter().any(|word| GAMES.contains(word)) {
        return Some(Class::SportsTeam);
    }
    let is_service = |word: &str| SERVICES.contains(&word);
    let ends_clause = words.iter().any(|word| word.strip_suffix(',').is_some_and(is_service));
    if matches!(class, "Product" | "Work") && (is_service(&head) || ends_clause) {
        return Some(Class::Organization);
    }
    PERSONS.contains(&&*head).then_some(Class::Person)
}

/// The class of the ontology for one of the table. A region with a government of its own is a geopolitical entity.
pub(super) fn class_of(class: &str, description: &str) -> Result<Class, String> {
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

/// Calls `each` with what `read` makes of the named columns of every row of `NAME.tsv` or `NAME.tsv.zst`.
fn read_table<const N: usize, T>(
    folder: &Path,
    name: &str,
    columns: &[&str; N],
    mut read: impl FnMut([&str; N]) -> Result<Option<T>, String>,
    each: &mut impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let plain = folder.join(format!("{name}.tsv"));
    let packed = folder.join(format!("{name}.tsv.zst"));
    let path = if plain.exists() || !packed.exists() { plain } else { packed };
    let wrong = |reason: String| Error::Knowledge { name: path.display().to_string(), reason };
    let mut lines = BufReader::with_capacity(1 << 16, source::open(&path)?).lines();
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
        if let Some(found) = read(row).map_err(|reason| wrong(format!("line {}: {reason}", number + 2)))? {
            each(found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_tells_the_class_better_than_a_guess() {
        let told = |class, description| told_class(class, description);
        assert_eq!(
            told("Work", "National Football League franchise in Kansas City, Missouri"),
            Some(Class::SportsTeam)
        );
        assert_eq!(told("Work", "born 1947; American film, television and stage actor"), Some(Class::Person));
        assert_eq!(told("Other", "(1857–1934) English composer"), Some(Class::Person));
        assert_eq!(told("Work", "Media franchise about a British spy"), None);
        assert_eq!(told("Work", "American television series created by a writer"), None);
        assert_eq!(told("Product", "video-sharing app of ByteDance"), Some(Class::Organization));
        assert_eq!(told("Product", "operating system for computers"), None);
        assert_eq!(told("Company", "American writer of software"), None);
        assert_eq!(told("Person", "head or senior member of a college"), None);
    }
}
