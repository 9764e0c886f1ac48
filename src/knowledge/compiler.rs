//! Joined items, in order, to the sections of a knowledge base file.
//!
//! Two passes. The first, while items come in, settles what depends on other items only through small tables and sorts
//! names and texts; the second writes entries, when it is known where each repeated text lies.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::SpooledTempFile;

use super::ItemId;
use super::builder::Event;
use super::format::{HEADER, Header, Section, place_width, put_date, put_number, put_text};
use super::name::{self, Case};
use super::record::{Record, Term};
use super::sorter::{Sorter, read_string, write_string};
use crate::ontology::Class;

/// Repeated texts that are kept once; the others are written where they are used.
const TEXTS: usize = 1 << 20;
/// A map of names is closed at this size: one is checked when first used, which takes a few milliseconds.
const SHARD: u64 = 6 << 20;
/// Sections up to this size stay in memory.
const SPOOL: usize = 1 << 20;

/// What was built.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The file's bytes.
    pub bytes: u64,
    /// Items in the file.
    pub items: usize,
    /// Items left out, by class or reason.
    pub left_out: BTreeMap<String, usize>,
    /// Aliases in the file.
    pub aliases: usize,
    /// Aliases left out: they fold to another name of their item, follow from its description, or are not English.
    pub aliases_left_out: usize,
    /// Offices in the file.
    pub offices: usize,
    /// Lines of the sources that could not be read.
    pub damaged: usize,
}

/// Demonyms, and what the names of places stand for.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// With the popularity of countries.
    demonyms: BTreeMap<String, (ItemId, Option<u16>)>,
    pub(super) metonyms: BTreeMap<String, Vec<ItemId>>,
}

impl Words {
    /// Adds a word for what is of a place. Of two countries that share it ("Congolese") the better known has it, else the
    /// first place. `popularity` is known for countries only.
    pub(super) fn add_demonym(&mut self, word: &str, item: ItemId, popularity: Option<u16>) {
        let (known, rank) = self.demonyms.entry(name::fold(word, Case::Kept)).or_insert((item, popularity));
        if rank.is_some() && popularity > *rank {
            (*known, *rank) = (item, popularity);
        }
    }
}

/// A file that begins in memory.
struct Spool {
    out: BufWriter<SpooledTempFile>,
    length: u64,
}

impl Spool {
    fn new(folder: &Path) -> Self {
        Self { out: BufWriter::with_capacity(1 << 17, SpooledTempFile::new_in(SPOOL, folder)), length: 0 }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn into_reader(self) -> io::Result<BufReader<SpooledTempFile>> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(BufReader::with_capacity(1 << 17, file))
    }
}

/// Takes items in ascending order.
pub(super) struct Compiler {
    folder: PathBuf,
    memory: usize,
    /// Whether aliases that English text hardly uses are left out.
    is_trimmed: bool,
    words: Words,
    items: Spool,
    /// The name of an office and what it is of.
    offices: HashMap<u32, (String, Option<ItemId>)>,
    countries: HashMap<u32, ItemId>,
    /// ", United States" by country.
    endings: HashMap<ItemId, String>,
    built: Built,
}

impl Compiler {
    pub(super) fn new(folder: &Path, memory: usize, is_trimmed: bool, words: Words) -> Self {
        Self {
            folder: folder.to_owned(),
            memory,
            is_trimmed,
            words,
            items: Spool::new(folder),
            offices: HashMap::new(),
            countries: HashMap::new(),
            endings: HashMap::new(),
            built: Built::default(),
        }
    }

    /// Remembers the name of an office.
    pub(super) fn learn_office(&mut self, record: &Record) {
        if !record.label.is_empty() {
            let of = record.jurisdiction.or(record.country);
            self.offices.insert(record.id, (record.label.clone(), of));
        }
    }

    /// Remembers where something that others belong to lies.
    pub(super) fn learn_country(&mut self, record: &Record) {
        if let Some(country) = record.country {
            self.countries.insert(record.id, country);
        }
    }

    /// Adds an item.
    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        if record.country == Some(ItemId(record.id)) {
            self.endings.insert(ItemId(record.id), format!(", {}", record.label));
            for word in &record.demonyms {
                self.words.add_demonym(word, ItemId(record.id), Some(record.popularity.unwrap_or(0)));
            }
        }
        let mut bytes = Vec::new();
        record.write(0, &mut bytes);
        write_string(&mut self.items.out, &bytes)
    }

    /// Writes the sections.
    pub(super) fn finish(
        mut self,
        left_out: BTreeMap<String, usize>,
        tell: &mut dyn FnMut(Event),
    ) -> io::Result<Compiled> {
        self.built.left_out = left_out;
        let folder = self.folder.clone();
        let mut input = std::mem::replace(&mut self.items, Spool::new(&folder)).into_reader()?;
        let mut rows = Spool::new(&folder);
        let mut names = Sorter::new(&folder, self.memory);
        let mut texts = Sorter::new(&folder, self.memory);
        let mut positions: BTreeMap<String, usize> = BTreeMap::new();
        let mut related: BTreeMap<ItemId, usize> = BTreeMap::new();
        let mut bytes = Vec::new();
        let mut index: u32 = 0;
        while read_string(&mut input, &mut bytes)? {
            let Some(mut record) = Record::read(&bytes) else { continue };
            self.settle(&mut record);
            self.built.aliases += record.aliases.len();
            self.built.offices += record.offices.len();
            for term in &record.offices {
                *positions.entry(term.position.clone()).or_default() += 1;
            }
            for of in record.country.into_iter().chain(record.offices.iter().filter_map(|term| term.of)) {
                *related.entry(of).or_default() += 1;
            }
            if !record.description.is_empty() {
                texts.push(record.description.as_bytes())?;
            }
            push_names(&record, index, &mut names)?;
            record.write(0, &mut bytes);
            write_string(&mut rows.out, &bytes)?;
            if index.is_multiple_of(65_536) {
                tell(Event::Progress { step: "sorting names", done: index.into(), total: None });
            }
            index = index.checked_add(1).ok_or_else(|| too_many("items"))?;
        }
        self.built.items = index as usize;
        drop(input);
        let count = u64::from(index);
        let texts = Texts::new(positions, texts)?;
        let related = Related::new(related);
        let mut sections = self.write_rows(rows, &texts, &related, tell, count)?;
        let name_count = write_names(names, &mut sections, &folder, tell)?;
        sections.push((Section::Words, self.write_words()?));
        let mut texts_section = Spool::new(&folder);
        texts_section.write(&texts.bytes)?;
        sections.push((Section::Texts, texts_section));
        let mut related_section = Spool::new(&folder);
        for item in &related.order {
            related_section.write(&item.0.to_le_bytes())?;
        }
        sections.push((Section::Related, related_section));
        Ok(Compiled { sections, name_count, built: self.built })
    }

    /// Names its offices, and takes away what says nothing new.
    fn settle(&mut self, record: &mut Record) {
        let popularity = record.popularity.unwrap_or(0);
        let class = record.class.unwrap_or(Class::Thing);
        (record.class, record.popularity) = (Some(class), Some(popularity));
        record.instances.clear();
        record.demonyms.clear();
        let mut known: HashSet<String> = HashSet::from([name::fold(&record.label, Case::Lowered)]);
        let (before, label, description) = (record.aliases.len(), &record.label, &record.description);
        let is_trimmed = self.is_trimmed && popularity < 200;
        record.aliases.retain(|alias| {
            !(is_trimmed && class != Class::Person && !alias.is_ascii())
                && (popularity >= 200 || !is_said_by_description(alias, label, description))
                && known.insert(name::fold(alias, Case::Lowered))
        });
        self.built.aliases_left_out += before - record.aliases.len();
        // "place in Texas, United States": the country is known.
        let ending = record.country.and_then(|country| self.endings.get(&country));
        if let Some(rest) = ending.and_then(|ending| record.description.strip_suffix(ending.as_str())) {
            record.description.truncate(rest.len());
        }
        for term in &mut record.offices {
            if let Some((label, of)) = term.office.take().and_then(|office| self.offices.get(&office.0)) {
                term.position.clone_from(label);
                term.of = term.of.or(*of);
            }
        }
        record.offices.retain(|term| !term.position.is_empty());
        merge_terms(&mut record.offices);
        if !record.offices.is_empty() && popularity < 400 {
            // "German politician, member of the Bundestag (2009–2013)": the offices say the rest.
            if let Some((first, _)) = record.description.split_once(", ") {
                record.description.truncate(first.len());
            }
        }
    }

    /// Writes items, places, entries and who held what.
    fn write_rows(
        &self,
        rows: Spool,
        texts: &Texts,
        related: &Related,
        tell: &mut dyn FnMut(Event),
        count: u64,
    ) -> io::Result<Vec<(Section, Spool)>> {
        let folder = &self.folder;
        let [mut items, mut places, mut entries] = [(); 3].map(|()| Spool::new(folder));
        let mut holders = Sorter::new(folder, self.memory);
        let mut rows = rows.into_reader()?;
        let (mut bytes, mut entry, mut holder) = (Vec::new(), Vec::new(), Vec::new());
        let mut index: u32 = 0;
        while read_string(&mut rows, &mut bytes)? {
            let Some(row) = Record::read(&bytes) else { continue };
            items.write(&row.id.to_le_bytes())?;
            places.write(&entries.length.to_le_bytes())?;
            entry.clear();
            let class = row.class.unwrap_or(Class::Thing) as usize;
            put_number(&mut entry, usize::from(row.popularity.unwrap_or(0)) * 32 + class);
            put_number(&mut entry, related.number(row.country));
            match texts.places.get(&row.description) {
                _ if row.description.is_empty() => put_number(&mut entry, 0),
                Some(place) => put_number(&mut entry, place + 2),
                None => {
                    put_number(&mut entry, 1);
                    put_text(&mut entry, &row.description);
                }
            }
            put_text(&mut entry, &row.label);
            put_number(&mut entry, row.aliases.len());
            for alias in &row.aliases {
                put_text(&mut entry, alias);
            }
            put_number(&mut entry, row.offices.len());
            for term in &row.offices {
                let position = texts.places.get(&term.position).copied().unwrap_or_default();
                put_number(&mut entry, position);
                put_number(&mut entry, related.number(term.of));
                put_date(&mut entry, term.start);
                put_date(&mut entry, term.end);
                // An office of a government is filed under its country too.
                let country = term.of.and_then(|of| self.countries.get(&of.0)).copied();
                for of in [term.of, country.filter(|country| Some(*country) != term.of)].into_iter().flatten() {
                    if let Some(&of) = related.places.get(&of) {
                        holder.clear();
                        holder.extend_from_slice(&(of as u32).to_be_bytes());
                        holder.extend_from_slice(&(position as u64).to_be_bytes());
                        holder.extend_from_slice(&index.to_be_bytes());
                        holders.push(&holder)?;
                    }
                }
            }
            entries.write(&entry)?;
            if index.is_multiple_of(65_536) {
                tell(Event::Progress { step: "writing items", done: index.into(), total: Some(count) });
            }
            index += 1;
        }
        let width = place_width(entries.length);
        let mut narrow = Spool::new(folder);
        let mut places = places.into_reader()?;
        let mut place = [0; 8];
        for _ in 0..index {
            places.read_exact(&mut place)?;
            narrow.write(place.get(..width).unwrap_or_default())?;
        }
        let holders = write_holders(holders, related.order.len(), folder)?;
        Ok(vec![
            (Section::Items, items),
            (Section::Places, narrow),
            (Section::Entries, entries),
            (Section::Holders, holders),
        ])
    }

    fn write_words(&self) -> io::Result<Spool> {
        let Words { demonyms, metonyms } = &self.words;
        let mut words = Vec::new();
        put_number(&mut words, demonyms.len());
        for (word, (item, _)) in demonyms {
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
        let mut section = Spool::new(&self.folder);
        section.write(&words)?;
        Ok(section)
    }
}

/// Sections, ready to be written.
pub(super) struct Compiled {
    sections: Vec<(Section, Spool)>,
    name_count: u32,
    built: Built,
}

impl Compiled {
    /// Writes the whole file.
    pub(super) fn write(self, out: &mut (impl Write + Seek)) -> io::Result<Built> {
        let mut sections: HashMap<usize, Spool> =
            self.sections.into_iter().map(|(section, spool)| (section as usize, spool)).collect();
        let mut lengths = [0; Section::COUNT];
        let mut hash = Sha256::new();
        out.write_all(&[0; HEADER])?;
        let mut buffer = vec![0; 1 << 17];
        for (section, _) in Section::ALL {
            let Some(spool) = sections.remove(&(section as usize)) else { continue };
            lengths[section as usize] = spool.length;
            let mut input = spool.into_reader()?;
            loop {
                let count = input.read(&mut buffer)?;
                if count == 0 {
                    break;
                }
                hash.update(&buffer[..count]);
                out.write_all(&buffer[..count])?;
            }
        }
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&Header::write(self.name_count, &lengths, &hash.finalize()))?;
        out.flush()?;
        Ok(Built { bytes: HEADER as u64 + lengths.iter().sum::<u64>(), ..self.built })
    }
}

fn too_many(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("more {what} than the format can number"))
}

/// Whether an alias is the label with a place behind it that the description names: "Napoleon, Indiana" of Napoleon,
/// "place in Indiana". Look-ups find such names without.
fn is_said_by_description(alias: &str, label: &str, description: &str) -> bool {
    alias
        .strip_prefix(label)
        .and_then(|rest| rest.strip_prefix(", "))
        .is_some_and(|place| super::is_told(place, description))
}

/// Terms in the same office that follow each other within two months become one; the same term from two sources too,
/// and one whose end only one source knows.
fn merge_terms(terms: &mut Vec<Term>) {
    terms.sort();
    terms.dedup();
    let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms.drain(..) {
        let before = merged.iter_mut().rev().find(|before| before.position == term.position && before.of == term.of);
        if let Some(before) = before {
            if let (Some(end), Some(start)) = (before.end, term.start)
                && start.duration_since(end).as_hours() <= 24 * 62
            {
                before.end = term.end.map(|later| later.max(end));
                continue;
            }
            if before.start == term.start && before.end.is_none() {
                before.end = term.end;
                continue;
            }
        }
        merged.push(term);
    }
    *terms = merged;
}

/// Files an item under each of its names, the best known item of a name first.
fn push_names(record: &Record, index: u32, names: &mut Sorter) -> io::Result<()> {
    let mut known = HashSet::new();
    for name in std::iter::once(&record.label).chain(&record.aliases) {
        let key = name::fold(name, Case::Lowered);
        if key.is_empty() || known.contains(&key) {
            continue;
        }
        let mut bytes = key.clone().into_bytes();
        bytes.push(0);
        bytes.extend_from_slice(&(u16::MAX - record.popularity.unwrap_or(0)).to_be_bytes());
        bytes.extend_from_slice(&index.to_be_bytes());
        names.push(&bytes)?;
        known.insert(key);
    }
    Ok(())
}

/// Writes the maps of names and the lists of items that share one; gives the number of names.
fn write_names(
    names: Sorter,
    sections: &mut Vec<(Section, Spool)>,
    folder: &Path,
    tell: &mut dyn FnMut(Event),
) -> io::Result<u32> {
    let broken = |error: fst::Error| io::Error::other(error.to_string());
    let [mut map_section, mut postings] = [(); 2].map(|()| Spool::new(folder));
    let mut shards = Vec::new();
    let mut shard_count = 0;
    let mut name_count: u32 = 0;
    let mut sorted = names.finish()?;
    let mut map = fst::MapBuilder::memory();
    let (mut key, mut among): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut first: Option<Vec<u8>> = None;
    loop {
        let next = sorted.next()?;
        let parts = next.and_then(|bytes| bytes.split_last_chunk::<4>());
        let parts =
            parts.and_then(|(rest, index)| Some((rest.get(..rest.len().checked_sub(3)?)?, u32::from_be_bytes(*index))));
        if let Some((same, index)) = parts
            && same == key
        {
            among.push(index);
            continue;
        }
        if !among.is_empty() {
            let value = if let [only] = among[..] {
                u64::from(only) << 1
            } else {
                let place = postings.length;
                let mut list = Vec::new();
                put_number(&mut list, among.len());
                for &index in &among {
                    put_number(&mut list, index as usize);
                }
                postings.write(&list)?;
                place << 1 | 1
            };
            map.insert(&key, value).map_err(broken)?;
            first.get_or_insert_with(|| key.clone());
            name_count = name_count.checked_add(1).ok_or_else(|| too_many("names"))?;
            if name_count.is_multiple_of(65_536) {
                tell(Event::Progress { step: "writing names", done: name_count.into(), total: None });
            }
        }
        if (map.bytes_written() >= SHARD || parts.is_none())
            && let Some(first) = first.take()
        {
            let bytes = std::mem::replace(&mut map, fst::MapBuilder::memory()).into_inner().map_err(broken)?;
            map_section.write(&bytes)?;
            put_number(&mut shards, bytes.len());
            put_text(&mut shards, &String::from_utf8_lossy(&first));
            shard_count += 1;
        }
        let Some((same, index)) = parts else { break };
        key = same.to_vec();
        among.clear();
        among.push(index);
    }
    let mut shard_section = Spool::new(folder);
    let mut head = Vec::new();
    put_number(&mut head, shard_count);
    shard_section.write(&head)?;
    shard_section.write(&shards)?;
    sections.extend([(Section::Names, map_section), (Section::Postings, postings), (Section::Shards, shard_section)]);
    Ok(name_count)
}

/// For each country or organization a place, there its positions and for each who held it.
fn write_holders(holders: Sorter, related: usize, folder: &Path) -> io::Result<Spool> {
    let mut sorted = holders.finish()?;
    let mut next = move || -> io::Result<Option<(u32, u64, u32)>> {
        Ok(sorted.next()?.and_then(|bytes| {
            let (of, rest) = bytes.split_first_chunk::<4>()?;
            let (position, rest) = rest.split_first_chunk::<8>()?;
            Some((
                u32::from_be_bytes(*of),
                u64::from_be_bytes(*position),
                u32::from_be_bytes(*rest.first_chunk::<4>()?),
            ))
        }))
    };
    let mut table = Vec::with_capacity(related * 4);
    let mut lists = Spool::new(folder);
    let mut current = next()?;
    for of in 0..related {
        let place = u32::try_from(related as u64 * 4 + lists.length).map_err(|_| too_many("offices"))?;
        table.extend_from_slice(&place.to_le_bytes());
        let mut positions: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        while let Some((_, position, person)) = current.filter(|found| found.0 as usize == of) {
            let persons = positions.entry(position).or_default();
            if persons.last() != Some(&person) {
                persons.push(person);
            }
            current = next()?;
        }
        let mut list = Vec::new();
        put_number(&mut list, positions.len());
        for (position, persons) in positions {
            put_number(&mut list, position as usize);
            put_number(&mut list, persons.len());
            let mut before = 0;
            for person in persons {
                put_number(&mut list, (person - before) as usize);
                before = person;
            }
        }
        lists.write(&list)?;
    }
    let mut section = Spool::new(folder);
    section.write(&table)?;
    let mut lists = lists.into_reader()?;
    section.length += io::copy(&mut lists, &mut section.out)?;
    Ok(section)
}

/// Texts that are used again and again, the most used in front where their place is a short number.
struct Texts {
    bytes: Vec<u8>,
    places: HashMap<String, usize>,
}

impl Texts {
    /// All names of positions, and the descriptions that several items have.
    fn new(positions: BTreeMap<String, usize>, descriptions: Sorter) -> io::Result<Self> {
        let mut uses = positions.clone();
        // Of more repeated descriptions than are kept, the most frequent.
        let mut repeated: BinaryHeap<Reverse<(usize, Reverse<Vec<u8>>)>> = BinaryHeap::new();
        let mut sorted = descriptions.finish()?;
        let (mut current, mut count): (Vec<u8>, usize) = (Vec::new(), 0);
        loop {
            let next = sorted.next()?;
            if next == Some(current.as_slice()) {
                count += 1;
                continue;
            }
            let text = std::str::from_utf8(&current).unwrap_or_default();
            if let Some(known) = uses.get_mut(text).filter(|_| count > 0) {
                *known += count;
            } else if count > 1 {
                repeated.push(Reverse((count, Reverse(current.clone()))));
                if repeated.len() > TEXTS {
                    repeated.pop();
                }
            }
            let Some(next) = next else { break };
            current.clear();
            current.extend_from_slice(next);
            count = 1;
        }
        for Reverse((count, Reverse(text))) in repeated {
            uses.insert(String::from_utf8_lossy(&text).into_owned(), count);
        }
        let mut order: Vec<(String, usize)> = uses.into_iter().collect();
        order.sort_by_key(|(_, count)| Reverse(*count));
        let (mut bytes, mut places) = (Vec::new(), HashMap::with_capacity(order.len()));
        for (text, _) in order {
            let place = bytes.len();
            put_text(&mut bytes, &text);
            places.insert(text, place);
        }
        Ok(Self { bytes, places })
    }
}

/// Countries and organizations, the most used in front.
struct Related {
    order: Vec<ItemId>,
    places: HashMap<ItemId, usize>,
}

impl Related {
    fn new(uses: BTreeMap<ItemId, usize>) -> Self {
        let mut order: Vec<(ItemId, usize)> = uses.into_iter().collect();
        order.sort_by_key(|(_, count)| Reverse(*count));
        let order: Vec<ItemId> = order.into_iter().map(|(item, _)| item).collect();
        let places = order.iter().enumerate().map(|(place, &item)| (item, place)).collect();
        Self { order, places }
    }

    /// How an entry writes an item: 0 for none.
    fn number(&self, item: Option<ItemId>) -> usize {
        item.and_then(|item| self.places.get(&item)).map_or(0, |place| place + 1)
    }
}
