//! Names to candidate Wikidata items, from the compiled knowledge base.
//!
//! One file, made by [`builder::build`] from tables, read where it lies: nothing is decoded at opening but the few
//! hundred demonyms, so opening takes a millisecond and look-ups touch only what they need. The layout is in
//! `format.rs`, the folding of names in `name.rs`, offices in `office.rs`.

pub mod builder;
mod format;
mod name;
mod office;

pub use office::Office;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use fst::automaton::Automaton as _;
use fst::{IntoStreamer as _, Streamer as _};
use sha2::{Digest as _, Sha256};

use crate::ontology::Class;
use crate::{Error, Result};
use format::{Cursor, HEADER, Header, Section};
use name::Case;

/// A Wikidata item: `ItemId(7747)` is Q7747.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{}", self.0)
    }
}

impl FromStr for ItemId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text
            .strip_prefix('Q')
            .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| format!("{text} is no Wikidata item: write it as Q7747"))
    }
}

/// What the knowledge base knows of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// Which one.
    pub id: ItemId,
    /// Its English name.
    pub label: &'a str,
    /// What it is, in a few words; may be empty.
    pub description: &'a str,
    /// Its class.
    pub class: Class,
    /// The country it belongs to; a country belongs to itself.
    pub country: Option<ItemId>,
    /// How often one meets it, 0 to 1000.
    pub popularity: u16,
}

/// Numbers about a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Items.
    pub items: usize,
    /// Names, folded.
    pub names: usize,
    /// Demonyms and metonyms.
    pub words: usize,
    /// Bytes of the whole file.
    pub bytes: usize,
    /// The sections of the file and their bytes.
    pub sections: Vec<(&'static str, usize)>,
}

/// The bytes of a file, wherever they lie.
#[derive(Clone)]
enum Bytes {
    Static(&'static [u8]),
    Owned(Arc<[u8]>),
    Mapped(Arc<memmap2::Mmap>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

/// The section of names, as the finite-state map wants it.
struct Names(Bytes, std::ops::Range<usize>);

impl AsRef<[u8]> for Names {
    fn as_ref(&self) -> &[u8] {
        self.0.get().get(self.1.clone()).unwrap_or_default()
    }
}

/// Names, items, offices, demonyms and metonyms.
pub struct KnowledgeBase {
    bytes: Bytes,
    header: Header,
    names: fst::Map<Names>,
    demonyms: HashMap<String, ItemId>,
    metonyms: HashMap<String, Vec<ItemId>>,
    checksum: String,
}

impl fmt::Debug for KnowledgeBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnowledgeBase").field("checksum", &self.checksum).finish_non_exhaustive()
    }
}

static EMBEDDED: &[u8] = include_bytes!("../../models/knowledge.bin");

impl KnowledgeBase {
    /// The knowledge base inside the program.
    ///
    /// # Errors
    ///
    /// Only in a program that was built with a damaged `models/knowledge.bin`.
    pub fn embedded() -> Result<Self> {
        Self::new(Bytes::Static(EMBEDDED), "embedded")
    }

    /// A knowledge base in a file, mapped into memory.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is none, was made for another version, or is damaged in its header or names.
    pub fn open(path: &Path) -> Result<Self> {
        let file = std::fs::File::open(path).map_err(Error::file(path))?;
        // SAFETY: the map is read only. Another process that cuts the file short while we read is beyond what any
        // reader of maps can guard against; `kb build` writes a new file and renames it into place.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(Error::file(path))?;
        Self::new(Bytes::Mapped(Arc::new(map)), &path.display().to_string())
    }

    /// A knowledge base in memory.
    ///
    /// # Errors
    ///
    /// As for [`open`](Self::open).
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::new(Bytes::Owned(bytes.into()), "in memory")
    }

    fn new(bytes: Bytes, name: &str) -> Result<Self> {
        let wrong = |reason: String| Error::Knowledge { name: name.to_owned(), reason };
        let damaged = |what: &str| wrong(format!("its {what} are damaged; copy or build it again"));
        let header = Header::read(bytes.get()).map_err(wrong)?;
        let names = Names(bytes.clone(), header.range(Section::Names));
        let names = fst::Map::new(names).map_err(|_| damaged("names"))?;
        // The finite-state map trusts its bytes, so bytes from outside are checked first: 2 ms.
        if !matches!(bytes, Bytes::Static(_)) && names.as_fst().verify().is_err() {
            return Err(damaged("names"));
        }
        let (demonyms, metonyms) =
            read_words(&bytes.get()[header.range(Section::Words)]).ok_or_else(|| damaged("demonyms"))?;
        let checksum = format::hexadecimal(&header.checksum);
        Ok(Self { bytes, header, names, demonyms, metonyms, checksum })
    }

    /// SHA-256 of all that the knowledge base says, in hexadecimal, as its header gives it.
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// Whether the contents are what the checksum says. Reads every byte.
    pub fn is_intact(&self) -> bool {
        Sha256::digest(&self.bytes.get()[HEADER..])[..] == self.header.checksum
    }

    /// Numbers about the whole.
    pub fn summary(&self) -> Summary {
        Summary {
            items: self.section(Section::Items).len() / 4,
            names: self.header.name_count as usize,
            words: self.demonyms.len() + self.metonyms.len(),
            bytes: self.bytes.get().len(),
            sections: Section::ALL.iter().map(|&(section, name)| (name, self.section(section).len())).collect(),
        }
    }

    /// The items of a name: those that have it in this very spelling first, then those that have it in other
    /// capitals; in each group the most popular first. Accents, dots, apostrophes, a leading "the" and a possessive at
    /// the end make no difference.
    pub fn candidates(&self, name: &str) -> Vec<ItemId> {
        let found = self.candidates_of(name);
        if !found.is_empty() {
            return found;
        }
        if let Some(owner) = name::without_possessive(name) {
            let found = self.candidates(owner);
            if !found.is_empty() {
                return found;
            }
        }
        // "Napoleon, Indiana": the item called Napoleon whose description names Indiana.
        let Some((town, place)) = name.split_once(", ") else { return found };
        let mut found = self.candidates_of(town);
        found.retain(|&item| self.item(item).is_some_and(|item| is_told(place, item.description)));
        found
    }

    fn candidates_of(&self, name: &str) -> Vec<ItemId> {
        let Some(value) = self.names.get(name::key(name).as_bytes()) else { return Vec::new() };
        let mut indices = self.indices(value);
        if indices.len() > 1 {
            let wanted = name::fold(name, Case::Kept);
            let is_exact = |&index: &usize| {
                let mut names = self.names_of(index);
                names.any(|other| other == name || name::fold(other, Case::Kept) == wanted)
            };
            indices.sort_by_key(|index| !is_exact(index));
        }
        indices.into_iter().filter_map(|index| self.id(index)).collect()
    }

    /// The items that a value of the finite-state map stands for, most popular first.
    fn indices(&self, value: u64) -> Vec<usize> {
        let Ok(place) = usize::try_from(value >> 1) else { return Vec::new() };
        if value & 1 == 0 {
            return vec![place];
        }
        let mut cursor = Cursor::new(self.section(Section::Postings), place);
        let count = cursor.number().unwrap_or(0);
        (0..count).map_while(|_| cursor.number()).collect()
    }

    /// The items with a name that begins with `prefix`, folded; the most popular first, at most `limit`.
    pub fn search(&self, prefix: &str, limit: usize) -> Vec<ItemId> {
        let key = name::key(prefix);
        let automaton = fst::automaton::Str::new(&key).starts_with();
        let mut names = self.names.search(automaton).into_stream();
        let mut indices = Vec::new();
        while let Some((_, value)) = names.next() {
            indices.extend(self.indices(value));
        }
        indices.sort_unstable();
        indices.dedup();
        let mut items: Vec<_> = indices.into_iter().filter_map(|index| self.item_at(index)).collect();
        items.sort_by_key(|item| (std::cmp::Reverse(item.popularity), item.id));
        items.truncate(limit);
        items.into_iter().map(|item| item.id).collect()
    }

    /// What is known of an item.
    pub fn item(&self, id: ItemId) -> Option<Item<'_>> {
        self.item_at(self.index(id)?)
    }

    /// Other names of an item.
    pub fn aliases(&self, id: ItemId) -> Vec<&str> {
        self.index(id).map_or_else(Vec::new, |index| self.names_of(index).skip(1).collect())
    }

    /// The country of an adjective or noun of nationality: "Russian", "Russians" → Q159.
    pub fn demonym(&self, word: &str) -> Option<ItemId> {
        let word = name::fold(word, Case::Kept);
        let plain = || name::without_possessive(&word).and_then(|word| self.demonyms.get(word));
        self.demonyms.get(&word).or_else(plain).copied()
    }

    /// What the name of a place or building may stand for: "Moscow" → Russia, "the Kremlin" → Russia, its president's
    /// office.
    pub fn metonyms(&self, name: &str) -> Vec<ItemId> {
        let found = |name: &str| self.metonyms.get(&name::fold(name, Case::Kept));
        found(name).or_else(|| name::without_possessive(name).and_then(found)).cloned().unwrap_or_default()
    }

    fn section(&self, section: Section) -> &[u8] {
        self.bytes.get().get(self.header.range(section)).unwrap_or_default()
    }

    fn index(&self, id: ItemId) -> Option<usize> {
        format::search(self.section(Section::Items), id.0)
    }

    fn id(&self, index: usize) -> Option<ItemId> {
        format::at_index(self.section(Section::Items), index).map(ItemId)
    }

    fn related(&self, number: usize) -> Option<ItemId> {
        format::at_index(self.section(Section::Related), number.checked_sub(1)?).map(ItemId)
    }

    fn text(&self, place: usize) -> Option<&str> {
        Cursor::new(self.section(Section::Texts), place).text()
    }

    fn entry(&self, index: usize) -> Option<Entry<'_>> {
        let entries = self.section(Section::Entries);
        let width = format::place_width(entries.len());
        let at = index.checked_mul(width)?;
        let place = self.section(Section::Places).get(at..at.checked_add(width)?)?;
        let place = place.iter().rev().fold(0, |place, &byte| place << 8 | usize::from(byte));
        let mut cursor = Cursor::new(entries, place);
        let packed = cursor.number()?;
        let class = *Class::ALL.get(packed % 32)?;
        let popularity = u16::try_from(packed / 32).ok()?;
        let country = cursor.number()?;
        let description = cursor.number()?;
        let label = cursor.text()?;
        Some(Entry { class, popularity, country, description, label, rest: cursor })
    }

    fn item_at(&self, index: usize) -> Option<Item<'_>> {
        let entry = self.entry(index)?;
        Some(Item {
            id: self.id(index)?,
            label: entry.label,
            description: entry.description.checked_sub(1).and_then(|place| self.text(place)).unwrap_or_default(),
            class: entry.class,
            country: self.related(entry.country),
            popularity: entry.popularity,
        })
    }

    /// Label and aliases.
    fn names_of(&self, index: usize) -> impl Iterator<Item = &str> {
        let entry = self.entry(index);
        let label = entry.as_ref().map(|entry| entry.label);
        let mut cursor = entry.map_or_else(|| Cursor::new(&[], 0), |entry| entry.rest);
        let count = cursor.number().unwrap_or(0);
        label.into_iter().chain((0..count).map_while(move |_| cursor.text()))
    }
}

/// Whether a description names a place: "place in Indiana" does so for "Indiana".
fn is_told(place: &str, description: &str) -> bool {
    description.match_indices(place).any(|(at, _)| {
        let is_letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        !place.is_empty()
            && !is_letter(description[..at].chars().next_back())
            && !is_letter(description[at + place.len()..].chars().next())
    })
}

/// The beginning of an entry; `rest` stands before its aliases.
struct Entry<'a> {
    class: Class,
    popularity: u16,
    country: usize,
    description: usize,
    label: &'a str,
    rest: Cursor<'a>,
}

/// Demonyms, then metonyms.
type Words = (HashMap<String, ItemId>, HashMap<String, Vec<ItemId>>);

fn read_words(bytes: &[u8]) -> Option<Words> {
    let mut cursor = Cursor::new(bytes, 0);
    let item = |cursor: &mut Cursor| cursor.number().and_then(|number| u32::try_from(number).ok()).map(ItemId);
    let count = cursor.number()?;
    let demonyms = (0..count).map(|_| Some((cursor.text()?.to_owned(), item(&mut cursor)?))).collect::<Option<_>>()?;
    let count = cursor.number()?;
    let metonyms = (0..count)
        .map(|_| {
            let name = cursor.text()?.to_owned();
            let count = cursor.number()?;
            Some((name, (0..count).map(|_| item(&mut cursor)).collect::<Option<Vec<_>>>()?))
        })
        .collect::<Option<_>>()?;
    Some((demonyms, metonyms))
}
