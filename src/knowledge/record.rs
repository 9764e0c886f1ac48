//! What a source says of one item, on its way through the sorter.

use jiff::civil::Date;

use super::ItemId;
use super::format::{Cursor, put_date, put_number, put_text};
use crate::ontology::Class;

/// What one source says of an item; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) id: u32,
    pub(super) label: String,
    pub(super) aliases: Vec<String>,
    pub(super) description: String,
    pub(super) class: Option<Class>,
    /// Items that it is an instance of, where the source gives no class.
    pub(super) instances: Vec<u32>,
    pub(super) country: Option<ItemId>,
    /// What an office is of.
    pub(super) jurisdiction: Option<ItemId>,
    pub(super) popularity: Option<u16>,
    pub(super) offices: Vec<Term>,
    pub(super) demonyms: Vec<String>,
}

/// A term in an office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    pub(super) start: Option<Date>,
    /// The office's name; empty where `office` names it.
    pub(super) position: String,
    pub(super) of: Option<ItemId>,
    pub(super) end: Option<Date>,
    /// The office as an item.
    pub(super) office: Option<ItemId>,
}

impl Record {
    /// The record as bytes that sort by item, then by the order of sources.
    pub(super) fn write(&self, source: u8, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(&self.id.to_be_bytes());
        out.push(source);
        let item = |item: Option<ItemId>| item.map_or(0, |item| item.0 as usize);
        put_text(out, &self.label);
        put_texts(out, &self.aliases);
        put_text(out, &self.description);
        put_number(out, self.class.map_or(0, |class| class as usize + 1));
        put_number(out, self.instances.len());
        for &instance in &self.instances {
            put_number(out, instance as usize);
        }
        put_number(out, item(self.country));
        put_number(out, item(self.jurisdiction));
        put_number(out, self.popularity.map_or(0, |popularity| usize::from(popularity) + 1));
        put_number(out, self.offices.len());
        for term in &self.offices {
            put_date(out, term.start);
            put_text(out, &term.position);
            put_number(out, item(term.of));
            put_date(out, term.end);
            put_number(out, item(term.office));
        }
        put_texts(out, &self.demonyms);
    }

    /// Reads what [`write`](Self::write) wrote; None where it is something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_first_chunk::<4>()?;
        let mut cursor = Cursor::new(rest, 1);
        Some(Self {
            id: u32::from_be_bytes(*id),
            label: cursor.text()?.to_owned(),
            aliases: texts(&mut cursor)?,
            description: cursor.text()?.to_owned(),
            class: cursor.number()?.checked_sub(1).and_then(|at| Class::ALL.get(at).copied()),
            instances: (0..cursor.number()?).map(|_| number(&mut cursor)).collect::<Option<_>>()?,
            country: item(&mut cursor)?,
            jurisdiction: item(&mut cursor)?,
            popularity: cursor.number()?.checked_sub(1).and_then(|popularity| u16::try_from(popularity).ok()),
            offices: (0..cursor.number()?)
                .map(|_| {
                    Some(Term {
                        start: cursor.date()?,
                        position: cursor.text()?.to_owned(),
                        of: item(&mut cursor)?,
                        end: cursor.date()?,
                        office: item(&mut cursor)?,
                    })
                })
                .collect::<Option<_>>()?,
            demonyms: texts(&mut cursor)?,
        })
    }

    /// Takes over what a later source says: single things replace, lists grow; a replaced label stays as an alias.
    pub(super) fn extend(&mut self, later: Self) {
        if !later.label.is_empty() {
            let before = std::mem::replace(&mut self.label, later.label);
            if !before.is_empty() && before != self.label {
                self.aliases.push(before);
            }
        }
        self.aliases.extend(later.aliases);
        if !later.description.is_empty() {
            self.description = later.description;
        }
        if later.class.is_some() {
            self.class = later.class;
        }
        for instance in later.instances {
            if !self.instances.contains(&instance) {
                self.instances.push(instance);
            }
        }
        self.country = later.country.or(self.country);
        self.jurisdiction = later.jurisdiction.or(self.jurisdiction);
        self.popularity = later.popularity.or(self.popularity);
        self.offices.extend(later.offices);
        self.demonyms.extend(later.demonyms);
    }
}

fn put_texts(out: &mut Vec<u8>, texts: &[String]) {
    put_number(out, texts.len());
    for text in texts {
        put_text(out, text);
    }
}

fn texts(cursor: &mut Cursor<'_>) -> Option<Vec<String>> {
    (0..cursor.number()?).map(|_| cursor.text().map(str::to_owned)).collect()
}

fn number(cursor: &mut Cursor<'_>) -> Option<u32> {
    u32::try_from(cursor.number()?).ok()
}

fn item(cursor: &mut Cursor<'_>) -> Option<Option<ItemId>> {
    number(cursor).map(|number| (number > 0).then_some(ItemId(number)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn records_come_back_and_grow() {
        let term = Term {
            start: Some(date(2012, 5, 7)),
            position: String::new(),
            of: Some(ItemId(159)),
            end: None,
            office: Some(ItemId(218_295)),
        };
        let mut one = Record {
            id: 7747,
            label: "Vladimir Putin".into(),
            aliases: vec!["Putin".into()],
            instances: vec![5],
            popularity: Some(0),
            offices: vec![term],
            ..Record::default()
        };
        let mut bytes = Vec::new();
        one.write(3, &mut bytes);
        assert_eq!(Record::read(&bytes).as_ref(), Some(&one));
        assert_eq!(Record::read(&bytes[..9]), None);
        let later = Record { label: "V. Putin".into(), class: Some(Class::Person), ..Record::default() };
        one.extend(later);
        assert_eq!((one.label.as_str(), one.aliases.len(), one.class), ("V. Putin", 2, Some(Class::Person)));
        assert_eq!(one.popularity, Some(0));
    }
}
