//! One compiled file, read where it lies.
//!
//! Nothing is decoded at opening but a few hundred demonyms and the list of the maps of names, so opening takes a
//! millisecond and look-ups touch only what they need. Files up to [`CHECKED`] bytes are checked whole at opening;
//! larger ones in their header, and each map of names when it is first used.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use fst::automaton::Automaton as _;
use fst::{IntoStreamer as _, Streamer as _};
use sha2::{Digest as _, Sha256};

use super::format::{self, Cursor, HEADER, Header, Section};
use super::name::{self, Case};
use super::{Item, ItemId, Summary};
use crate::ontology::Class;
use crate::{Error, Result};

/// Bytes up to which a file's checksum is checked at opening: some 50 ms.
const CHECKED: usize = 64 << 20;
/// Items of one name that are looked at; the best known come first.
const NAMESAKES: usize = 1000;
/// Names that a search by prefix goes through.
const SEARCHED: usize = 200_000;

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

/// A part of the section of names, as the finite-state map wants it.
struct Part(Bytes, Range<usize>);

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        self.0.get().get(self.1.clone()).unwrap_or_default()
    }
}

/// A map of the names from one on.
struct Shard {
    first: String,
    range: Range<usize>,
    /// None inside where it is damaged.
    map: OnceLock<Option<fst::Map<Part>>>,
}

/// Names, items, offices, demonyms and metonyms of one file.
pub(super) struct Layer {
    bytes: Bytes,
    header: Header,
    shards: Vec<Shard>,
    pub(super) demonyms: HashMap<String, ItemId>,
    metonyms: HashMap<String, Vec<ItemId>>,
    /// Where each country or organization stands in its section.
    related: OnceLock<HashMap<u32, usize>>,
    checksum: String,
}

static EMBEDDED: &[u8] = include_bytes!("../../models/knowledge.bin");

impl Layer {
    /// The one inside the program, which is trusted.
    pub(super) fn embedded() -> Result<Self> {
        Self::new(Bytes::Static(EMBEDDED), "embedded", false)
    }

    /// A file, mapped into memory.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = std::fs::File::open(path).map_err(Error::file(path))?;
        // SAFETY: the map is read only. Another process that cuts the file short while we read is beyond what any
        // reader of maps can guard against; `kb build` writes a new file and renames it into place.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(Error::file(path))?;
        let is_small = map.len() <= CHECKED;
        Self::new(Bytes::Mapped(Arc::new(map)), &path.display().to_string(), is_small)
    }

    /// Bytes in memory, checked whole or as a large file is.
    pub(super) fn from_bytes(bytes: Vec<u8>, name: &str, is_checked: bool) -> Result<Self> {
        Self::new(Bytes::Owned(bytes.into()), name, is_checked)
    }

    fn new(bytes: Bytes, name: &str, is_checked: bool) -> Result<Self> {
        let wrong = |reason: String| Error::Knowledge { name: name.to_owned(), reason };
        let damaged = |what: &str| wrong(format!("its {what} are damaged; copy or build it again"));
        let header = Header::read(bytes.get()).map_err(wrong)?;
        let checksum = format::hexadecimal(&header.checksum);
        let section = |section| bytes.get().get(header.range(section)).unwrap_or_default();
        let shards =
            read_shards(section(Section::Shards), header.range(Section::Names)).ok_or_else(|| damaged("names"))?;
        let (demonyms, metonyms) = read_words(section(Section::Words)).ok_or_else(|| damaged("demonyms"))?;
        let layer = Self { bytes, header, shards, demonyms, metonyms, related: OnceLock::new(), checksum };
        if is_checked && !layer.is_intact() {
            return Err(damaged("contents"));
        }
        Ok(layer)
    }

    pub(super) fn checksum(&self) -> &str {
        &self.checksum
    }

    /// Whether the contents are what the checksum says. Reads every byte.
    pub(super) fn is_intact(&self) -> bool {
        Sha256::digest(self.bytes.get().get(HEADER..).unwrap_or_default())[..] == self.header.checksum
    }

    pub(super) fn summary(&self) -> Summary {
        Summary {
            items: self.section(Section::Items).len() / 4,
            names: self.header.name_count as usize,
            words: self.demonyms.len() + self.metonyms.len(),
            bytes: self.bytes.get().len(),
            sections: Section::ALL.iter().map(|&(section, name)| (name, self.section(section).len())).collect(),
        }
    }

    /// The items of a name by its folded form, most popular first, each with whether it has the name in this spelling.
    pub(super) fn candidates(&self, name: &str) -> Vec<(ItemId, bool)> {
        let key = name::key(name);
        let Some(value) = self.map_of(&key).and_then(|map| map.get(key.as_bytes())) else { return Vec::new() };
        let indices = self.indices(value);
        let wanted = OnceLock::new();
        let is_exact = |index: usize| {
            self.names_of(index).any(|other| {
                other == name || name::fold(other, Case::Kept) == *wanted.get_or_init(|| name::fold(name, Case::Kept))
            })
        };
        // Of one item it does not matter how exactly it is named.
        let is_one = indices.len() == 1;
        indices.into_iter().filter_map(|index| Some((self.id(index)?, is_one || is_exact(index)))).collect()
    }

    /// Whether one of an item's names in this layer fits.
    pub(super) fn has_name(&self, item: ItemId, fits: impl FnMut(&str) -> bool) -> bool {
        self.index(item).is_some_and(|index| self.names_of(index).any(fits))
    }

    fn map_of(&self, key: &str) -> Option<&fst::Map<Part>> {
        let at = self.shards.partition_point(|shard| shard.first.as_str() <= key).checked_sub(1)?;
        self.map(self.shards.get(at)?)
    }

    fn map<'a>(&'a self, shard: &'a Shard) -> Option<&'a fst::Map<Part>> {
        let open = || {
            let map = fst::Map::new(Part(self.bytes.clone(), shard.range.clone())).ok()?;
            // The library trusts its bytes, so bytes from outside are checked first.
            let is_sound = matches!(self.bytes, Bytes::Static(_)) || map.as_fst().verify().is_ok();
            is_sound.then_some(map)
        };
        shard.map.get_or_init(open).as_ref()
    }

    /// The items that a value of the finite-state map stands for, most popular first.
    fn indices(&self, value: u64) -> Vec<usize> {
        let Ok(place) = usize::try_from(value >> 1) else { return Vec::new() };
        if value & 1 == 0 {
            return vec![place];
        }
        let mut cursor = Cursor::new(self.section(Section::Postings), place);
        let count = cursor.number().unwrap_or(0).min(NAMESAKES);
        (0..count).map_while(|_| cursor.number()).collect()
    }

    /// The items with a name that begins with `prefix`, folded; the most popular first, at most `limit`.
    pub(super) fn search(&self, prefix: &str, limit: usize) -> Vec<ItemId> {
        let key = name::key(prefix);
        let start = self.shards.partition_point(|shard| shard.first.as_str() <= &*key).saturating_sub(1);
        let mut indices = Vec::new();
        'shards: for shard in self.shards.iter().skip(start) {
            if shard.first.as_str() > &*key && !shard.first.starts_with(&*key) {
                break;
            }
            let Some(map) = self.map(shard) else { continue };
            let mut names = map.search(fst::automaton::Str::new(&key).starts_with()).into_stream();
            while let Some((_, value)) = names.next() {
                indices.extend(self.indices(value));
                if indices.len() > SEARCHED {
                    break 'shards;
                }
            }
        }
        indices.sort_unstable();
        indices.dedup();
        let mut items: Vec<_> = indices.into_iter().filter_map(|index| self.item_at(index)).collect();
        items.sort_by_key(|item| (std::cmp::Reverse(item.popularity), item.id));
        items.truncate(limit);
        items.into_iter().map(|item| item.id).collect()
    }

    pub(super) fn item(&self, id: ItemId) -> Option<Item<'_>> {
        self.item_at(self.index(id)?)
    }

    /// Label and aliases of an item.
    pub(super) fn names(&self, id: ItemId) -> impl Iterator<Item = &str> {
        self.index(id).into_iter().flat_map(|index| self.names_of(index))
    }

    pub(super) fn demonym(&self, word: &str) -> Option<ItemId> {
        self.demonyms.get(word).copied()
    }

    pub(super) fn metonyms(&self, name: &str) -> Option<&Vec<ItemId>> {
        self.metonyms.get(name)
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        self.bytes.get().get(self.header.range(section)).unwrap_or_default()
    }

    pub(super) fn index(&self, id: ItemId) -> Option<usize> {
        format::search(self.section(Section::Items), id.0)
    }

    pub(super) fn id(&self, index: usize) -> Option<ItemId> {
        format::at_index(self.section(Section::Items), index).map(ItemId)
    }

    pub(super) fn related(&self, number: usize) -> Option<ItemId> {
        format::at_index(self.section(Section::Related), number.checked_sub(1)?).map(ItemId)
    }

    /// Where a country or organization stands among the related ones.
    pub(super) fn place_of_related(&self, item: ItemId) -> Option<usize> {
        let places = self.related.get_or_init(|| {
            let related = self.section(Section::Related);
            (0..related.len() / 4).filter_map(|at| Some((format::at_index(related, at)?, at))).collect()
        });
        places.get(&item.0).copied()
    }

    pub(super) fn text(&self, place: usize) -> Option<&str> {
        Cursor::new(self.section(Section::Texts), place).text()
    }

    pub(super) fn entry(&self, index: usize) -> Option<Entry<'_>> {
        let entries = self.section(Section::Entries);
        let width = format::place_width(entries.len() as u64);
        let at = index.checked_mul(width)?;
        let place = self.section(Section::Places).get(at..at.checked_add(width)?)?;
        let place = place.iter().rev().fold(0, |place, &byte| place << 8 | usize::from(byte));
        let mut cursor = Cursor::new(entries, place);
        let packed = cursor.number()?;
        let class = *Class::ALL.get(packed % 32)?;
        let popularity = u16::try_from(packed / 32).ok()?;
        let country = cursor.number()?;
        let description = match cursor.number()? {
            0 => "",
            1 => cursor.text()?,
            place => self.text(place - 2).unwrap_or_default(),
        };
        let label = cursor.text()?;
        Some(Entry { class, popularity, country, description, label, rest: cursor })
    }

    pub(super) fn item_at(&self, index: usize) -> Option<Item<'_>> {
        let entry = self.entry(index)?;
        Some(Item {
            id: self.id(index)?,
            label: entry.label,
            description: entry.description,
            class: entry.class,
            country: self.related(entry.country),
            popularity: entry.popularity,
        })
    }

    /// Label and aliases.
    pub(super) fn names_of(&self, index: usize) -> impl Iterator<Item = &str> {
        let entry = self.entry(index);
        let label = entry.as_ref().map(|entry| entry.label);
        let mut cursor = entry.map_or_else(|| Cursor::new(&[], 0), |entry| entry.rest);
        let count = cursor.number().unwrap_or(0);
        label.into_iter().chain((0..count).map_while(move |_| cursor.text()))
    }
}

fn read_shards(bytes: &[u8], names: Range<usize>) -> Option<Vec<Shard>> {
    let mut cursor = Cursor::new(bytes, 0);
    let mut start = names.start;
    let count = cursor.number()?;
    let shards = (0..count).map(|_| {
        let end = start.checked_add(cursor.number()?).filter(|end| *end <= names.end)?;
        let range = std::mem::replace(&mut start, end)..end;
        Some(Shard { first: cursor.text()?.to_owned(), range, map: OnceLock::new() })
    });
    shards.collect()
}

/// The beginning of an entry; `rest` stands before its aliases.
pub(super) struct Entry<'a> {
    class: Class,
    popularity: u16,
    country: usize,
    description: &'a str,
    label: &'a str,
    pub(super) rest: Cursor<'a>,
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
