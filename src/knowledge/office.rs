//! Who held what office: from the person, and from the country or organization.
//!
//! "The Russian president" of an article of 2021 is a person because the table of offices says who was "President of
//! Russia" then. Labels of positions are free text, so a noun is matched with care: "president" is neither the vice
//! president nor the president of the national assembly. The table ends about 2023 for most countries.

use jiff::civil::Date;

use super::format::{self, Cursor, Section};
use super::layer::Layer;
use super::name::{self, Case};
use super::{ItemId, KnowledgeBase};

/// An office that a person held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Office {
    /// Its name: "President of Russia".
    pub position: String,
    /// The country or organization.
    pub of: Option<ItemId>,
    /// Its first day; of a year or month the first.
    pub start: Option<Date>,
    /// Its last day; of a year or month the last. None where it goes on, or where the table does not say.
    pub end: Option<Date>,
}

impl Office {
    /// Whether the person was in office on a day, as far as the table tells. An office without any dates counts.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

/// Words that make another office of the one that follows.
const LESSER: &[&str] = &[
    "vice",
    "deputy",
    "former",
    "assistant",
    "shadow",
    "under",
    "parliamentary",
    "acting",
    "honorary",
    "pro",
    "state",
    "lady",
    "spouse",
    "adviser",
    "advisor",
    "secretary",
    "substitute",
    "candidate",
];

/// Nouns that name the top of a thing, so that the position must be of the thing itself and not of a part of it.
const TOP: &[&str] = &[
    "president",
    "governor",
    "mayor",
    "king",
    "queen",
    "leader",
    "head",
    "chairman",
    "chair",
    "minister",
    "member",
    "chancellor",
    "premier",
    "chief",
    "director",
    "ruler",
    "emperor",
    "monarch",
    "captain",
];

/// Words that carry no meaning in the name of a position.
const SMALL: &[&str] = &["of", "the", "for", "and", "to", "in", "federal"];

/// What the table may call an office that news calls otherwise.
const OTHERWISE: &[(&str, &str)] = &[("premier", "prime minister"), ("king", "monarch"), ("queen", "monarch")];

impl KnowledgeBase {
    /// The offices of a person, in the order of their beginning; as the latest knowledge base has them that has any.
    pub fn offices(&self, person: ItemId) -> Vec<Office> {
        let offices = |layer: &Layer| {
            layer
                .index(person)
                .map_or_else(Vec::new, |index| layer.offices_at(index).map(|(_, office)| office).collect())
        };
        self.layers.iter().rev().map(offices).find(|offices| !offices.is_empty()).unwrap_or_default()
    }

    /// Who holds the office of a country or organization that a noun names: "president" of Q159.
    ///
    /// With a day, those in office on it; without, all, the latest first. Positions that are called exactly so
    /// ("President of Russia") go before those that hold the words ("Minister of Foreign Affairs" for "foreign
    /// minister"), and only the better kind is given. Of several knowledge bases the latest that knows any answers.
    pub fn holders(&self, of: ItemId, noun: &str, on: Option<Date>) -> Vec<ItemId> {
        let holders = |layer: &Layer| layer.holders(of, noun, on);
        self.layers.iter().rev().map(holders).find(|holders| !holders.is_empty()).unwrap_or_default()
    }
}

impl Layer {
    fn holders(&self, of: ItemId, noun: &str, on: Option<Date>) -> Vec<ItemId> {
        let found = self.holders_called(of, noun, on);
        match OTHERWISE.iter().find(|(one, _)| found.is_empty() && one.eq_ignore_ascii_case(noun)) {
            Some((_, other)) => self.holders_called(of, other, on),
            None => found,
        }
    }

    fn holders_called(&self, of: ItemId, noun: &str, on: Option<Date>) -> Vec<ItemId> {
        let mut found = self.holders_within(of, of, noun, on);
        if found.is_empty()
            && let Some(country) = self.item(of).and_then(|item| item.country).filter(|country| *country != of)
        {
            // "Governor of Texas" is filed under the United States.
            found = self.holders_within(country, of, noun, on);
            found.retain(|holder| holder.fit == Fit::Exact);
        }
        let best = found.iter().map(|holder| holder.fit).min();
        found.retain(|holder| Some(holder.fit) == best);
        found.sort_by_key(|holder| (std::cmp::Reverse(holder.start), holder.person));
        let mut persons = Vec::new();
        for holder in found {
            if !persons.contains(&holder.person) {
                persons.push(holder.person);
            }
        }
        persons
    }

    /// Holders of positions that are filed under one item and named after another.
    fn holders_within(&self, filed: ItemId, of: ItemId, noun: &str, on: Option<Date>) -> Vec<Holder> {
        let Some(number) = self.place_of_related(filed) else { return Vec::new() };
        let section = self.section(Section::Holders);
        let Some(place) = format::at_index(section, number) else { return Vec::new() };
        let noun = Noun::new(self, noun, of);
        let mut cursor = Cursor::new(section, place as usize);
        let mut found = Vec::new();
        for _ in 0..cursor.number().unwrap_or(0) {
            let (Some(position), Some(count)) = (cursor.number(), cursor.number()) else { break };
            let fit = self.text(position).and_then(|label| noun.fit(label));
            let mut person = 0;
            for _ in 0..count {
                let Some(step) = cursor.number() else { break };
                person += step;
                let Some(fit) = fit else { continue };
                let Some(id) = self.id(person) else { continue };
                let terms = self.offices_at(person).filter(|(at, _)| *at == position);
                let terms =
                    terms.map(|(_, office)| office).filter(|office| on.is_none_or(|day| office.is_held_on(day)));
                if let Some(term) = terms.max_by_key(|office| office.start) {
                    found.push(Holder { fit, start: term.start, person: id });
                }
            }
        }
        found
    }

    /// The offices of an item, each with the place of its position's name.
    fn offices_at(&self, index: usize) -> impl Iterator<Item = (usize, Office)> {
        let mut cursor = self.entry(index).map_or_else(|| Cursor::new(&[], 0), |entry| entry.rest);
        for _ in 0..cursor.number().unwrap_or(0) {
            if cursor.text().is_none() {
                break;
            }
        }
        let count = cursor.number().unwrap_or(0);
        (0..count).map_while(move |_| {
            let place = cursor.number()?;
            let of = cursor.number()?;
            let (start, end) = (cursor.date()?, cursor.date()?);
            let position = self.text(place)?.to_owned();
            Some((place, Office { position, of: self.related(of), start, end }))
        })
    }
}

struct Holder {
    fit: Fit,
    start: Option<Date>,
    person: ItemId,
}

/// How well a position's name fits a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// "President of Russia", "Russian president", "President".
    Exact,
    /// Holds the words: "Minister of Foreign Affairs".
    Words,
}

/// A noun that names an office, ready to be compared.
struct Noun {
    words: Vec<String>,
    /// Names of the thing whose office it is, as words.
    owners: Vec<Vec<String>>,
}

impl Noun {
    fn new(kb: &Layer, noun: &str, of: ItemId) -> Self {
        let mut owners: Vec<Vec<String>> = Vec::new();
        if let Some(index) = kb.index(of) {
            owners.extend(kb.names_of(index).map(words));
        }
        owners.extend(kb.demonyms.iter().filter(|(_, item)| **item == of).map(|(word, _)| words(word)));
        Self { words: words(noun), owners }
    }

    fn fit(&self, label: &str) -> Option<Fit> {
        if self.words.is_empty() {
            return None;
        }
        if !self.may_fit(label) {
            return None;
        }
        let label = words(label);
        let lesser = |word: &&String| LESSER.contains(&word.as_str()) && !self.words.contains(word);
        // "Secretary of State", "President of the State Duma": only words before the noun's make it lesser.
        let end = label.iter().position(|word| Some(word) == self.words.last()).unwrap_or(label.len());
        if label[..end].iter().any(|word| lesser(&word)) {
            return None;
        }
        let is_exact = label == self.words
            || label.strip_prefix(&self.words[..]).is_some_and(|rest| self.owners.iter().any(|owner| owner == rest))
            || label.strip_suffix(&self.words[..]).is_some_and(|rest| self.owners.iter().any(|owner| owner == rest));
        if is_exact {
            return Some(Fit::Exact);
        }
        let is_top = self.words.len() == 1 && TOP.contains(&self.words[0].as_str());
        let holds = !is_top && self.words.iter().all(|word| label.contains(word));
        // "Prime Minister" of a country is no minister's title that happens to hold both words.
        (holds && !(self.words.len() == 2 && self.words[0] == "prime")).then_some(Fit::Words)
    }
}

impl Noun {
    /// Whether a label holds the beginnings of the words, which most labels do not: five times quicker than folding
    /// every label of a country.
    fn may_fit(&self, label: &str) -> bool {
        let label = label.as_bytes();
        self.words.iter().all(|word| {
            let start = &word.as_bytes()[..word.len().min(5)];
            !start.is_ascii() || label.windows(start.len()).any(|part| part.eq_ignore_ascii_case(start))
        })
    }
}

/// The words that carry the meaning of a name.
fn words(name: &str) -> Vec<String> {
    let folded = name::fold(name, Case::Lowered);
    let words = folded.split(' ').filter(|word| !word.is_empty() && !SMALL.contains(word));
    words.map(|word| if word == "defence" { "defense" } else { word }.to_owned()).collect()
}
