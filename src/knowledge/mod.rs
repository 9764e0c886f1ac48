//! Names to candidate Wikidata items, from the compiled knowledge base.
//!
//! One file, made by [`builder::build`] from tables, read where it lies: nothing is decoded at opening but the few
//! hundred demonyms, so opening takes a millisecond and look-ups touch only what they need. The layout is in
//! `format.rs`, the folding of names in `name.rs`, offices in `office.rs`.

pub mod builder;
mod format;
mod name;
mod office;
pub mod source;

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
        let mut found = self.candidates_of(name);
        if let Some(owner) = name::without_possessive(name) {
            // "McDonald's" is a name, "U.S.'s" is none: only names that are written with the ending count.
            let mut is_so_written = |item: &ItemId| {
                let index = self.index(*item);
                index.is_some_and(|index| self.names_of(index).any(|name| name::without_possessive(name).is_some()))
            };
            if !found.iter().any(&mut is_so_written) {
                let owners = self.candidates(owner);
                found = if owners.is_empty() { found } else { owners };
            }
        }
        if !found.is_empty() {
            return found;
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::builder::{Keep, build};
    use super::*;

    static KB: LazyLock<KnowledgeBase> = LazyLock::new(|| KnowledgeBase::embedded().expect("sound"));

    /// A small knowledge base of every kind of row.
    static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        write(
            "entities.tsv",
            "qid\tlabel\taliases\tclass\tdescription\tcountry\tpopularity\n\
             Q159\tRussia\tRussian Federation\tCountry\tcountry in Eurasia\tQ159\t900\n\
             Q30\tUnited States\tUS|U.S.|the United States\tCountry\tcountry\tQ30\t950\n\
             Q7747\tVladimir Putin\tPutin\tPerson\tRussian politician, President of Russia\tQ159\t800\n\
             Q1\tSullivan\t\tCity\tplace in Indiana, United States\tQ30\t20\n\
             Q2\tSullivan\tSULLIVAN\tCity\tplace in Ohio, United States\tQ30\t30\n\
             Q3\tErdoğan\t\tPerson\tpolitician\tQ43\t500\n\
             Q4\tTiny FC\t\tSportsTeam\tclub\tQ30\t1\n",
        );
        write(
            "offices.tsv",
            "person\tposition\tposition_label\tof\tstart\tend\tsource\n\
             Q7747\tQ218295\tPresident of Russia\tQ159\t2000-05-07\t2008-05-07\tx\n\
             Q7747\tQ218295\tPresident of Russia\tQ159\t2012-05-07\t\tx\n",
        );
        write(
            "demonyms.tsv",
            "qid\tdemonyms\tmetonyms\nQ159\tRussian|Russians\tMoscow>Q159|the Kremlin>Q159,Q2060629\nQ30\tU.S.\t\n",
        );
        build(folder.path(), Keep::WellKnown).expect("built").bytes
    });

    fn labels(name: &str) -> Vec<String> {
        KB.candidates(name).into_iter().map(|item| KB.item(item).expect("known").label.to_owned()).collect()
    }

    #[test]
    fn the_embedded_one_is_intact_and_small() {
        assert!(KB.is_intact());
        assert!(KB.summary().bytes <= 15_000_000, "{}", KB.summary().bytes);
        assert!(KB.summary().items > 200_000);
    }

    #[test]
    fn names_in_any_spelling() {
        let first = |name: &str| KB.candidates(name).first().map(ToString::to_string);
        for name in ["United States", "US", "U.S.", "the United States", "USA", "America", "UNITED STATES", "U.S.'s"] {
            assert_eq!(first(name).as_deref(), Some("Q30"), "{name}");
        }
        for name in ["Vladimir Putin", "Putin", "Putin's", "Putin’s", "VLADIMIR PUTIN"] {
            assert_eq!(first(name).as_deref(), Some("Q7747"), "{name}");
        }
        assert_eq!(labels("McDonald's").first().map(String::as_str), Some("McDonald's"));
        assert_eq!(first("Bogota"), first("Bogotá"));
        assert_eq!(labels("Napoleon, Indiana"), ["Napoleon"]);
        assert!(labels("Sullivan, no such place").is_empty());
        assert!(KB.candidates("").is_empty());
        assert!(KB.candidates("Xyzzy Plugh").is_empty());
    }

    #[test]
    fn items() {
        let russia = KB.item(ItemId(159)).expect("known");
        assert_eq!(
            (russia.label, russia.class, russia.country),
            ("Russia", Class::GeopoliticalEntity, Some(ItemId(159)))
        );
        assert!(KB.aliases(ItemId(159)).contains(&"Russian Federation"));
        assert_eq!(KB.item(ItemId(1384)).expect("New York").class, Class::GeopoliticalEntity, "a state");
        assert_eq!(KB.item(ItemId(46)).expect("Europe").class, Class::Region, "a continent");
        assert_eq!(KB.item(ItemId(4)), None);
        assert!(KB.search("Vladimir Pu", 5).contains(&ItemId(7747)));
    }

    #[test]
    fn demonyms_and_metonyms() {
        assert_eq!(KB.demonym("Russian"), Some(ItemId(159)));
        assert_eq!(KB.demonym("Russians"), Some(ItemId(159)));
        assert_eq!(KB.demonym("Russians'"), Some(ItemId(159)));
        assert_eq!(KB.demonym("U.S."), Some(ItemId(30)));
        assert_eq!(KB.demonym("US"), Some(ItemId(30)));
        assert_eq!(KB.demonym("us"), None);
        assert_eq!(KB.metonyms("Moscow"), [ItemId(159)]);
        assert_eq!(KB.metonyms("the Kremlin"), [ItemId(159), ItemId(2_060_629)]);
        assert_eq!(KB.metonyms("Kremlin's"), [ItemId(159), ItemId(2_060_629)]);
        assert!(KB.metonyms("Paris Hilton").is_empty());
    }

    #[test]
    fn offices_and_their_holders() {
        let offices = KB.offices(ItemId(7747));
        assert!(offices.iter().any(|office| office.position == "President of Russia" && office.end.is_none()));
        let check = |of: u32, noun: &str, on, expected: &[&str]| {
            let holders = KB.holders(ItemId(of), noun, on);
            let names: Vec<_> = holders.iter().filter_map(|&person| KB.item(person)).map(|item| item.label).collect();
            assert_eq!(names, expected, "{noun} of Q{of}");
        };
        check(30, "president", Some(date(2021, 6, 12)), &["Joe Biden"]);
        check(30, "president", Some(date(2018, 6, 12)), &["Donald Trump"]);
        check(30, "vice president", Some(date(2021, 6, 12)), &["Kamala Harris"]);
        check(159, "president", Some(date(2021, 6, 12)), &["Vladimir Putin"]);
        check(159, "prime minister", Some(date(2021, 6, 12)), &["Mikhail Mishustin"]);
        check(183, "chancellor", Some(date(2019, 1, 1)), &["Angela Merkel"]);
        check(145, "prime minister", Some(date(2021, 1, 1)), &["Boris Johnson"]);
        check(159, "emperor", Some(date(2021, 1, 1)), &[]);
    }

    #[test]
    fn a_small_one() {
        let kb = KnowledgeBase::from_bytes(SMALL.clone()).expect("sound");
        assert!(kb.is_intact());
        assert_eq!(kb.candidates("Sullivan"), [ItemId(2), ItemId(1)], "the more popular first");
        assert_eq!(kb.candidates("Sullivan, Indiana"), [ItemId(1)]);
        assert_eq!(kb.candidates("erdogan"), [ItemId(3)]);
        assert_eq!(kb.item(ItemId(1)).expect("known").description, "place in Indiana");
        assert_eq!(kb.aliases(ItemId(30)), ["US"], "spellings of the same are kept once");
        assert!(kb.candidates("Tiny FC").is_empty(), "too little known");
        assert_eq!(kb.offices(ItemId(7747)).len(), 2);
        assert_eq!(kb.holders(ItemId(159), "president", Some(date(2010, 1, 1))), []);
        assert_eq!(kb.holders(ItemId(159), "president", None), [ItemId(7747)]);
    }

    #[test]
    fn foreign_and_damaged_files_say_what_to_do() {
        let check = |bytes: &[u8], expected: &str| {
            let message = KnowledgeBase::from_bytes(bytes.to_vec()).expect_err("refused").to_string();
            assert!(message.contains(expected), "{message}");
        };
        check(b"", "no knowledge base of newsgraph");
        check(b"PK\x03\x04something", "newsgraph kb build");
        check(&SMALL[..SMALL.len() - 1], "cut short");
        check(&SMALL[..40], "header is damaged");
        let mut newer = SMALL.clone();
        newer[8] = 9;
        check(&newer, "version 9");
    }

    /// Touches everything that a knowledge base can be asked.
    fn ask_everything(kb: &KnowledgeBase) {
        for name in ["Sullivan", "US", "the Kremlin", "Russia's", "erdogan", "Sullivan, Ohio"] {
            for item in kb.candidates(name) {
                let _ = (kb.item(item), kb.aliases(item), kb.offices(item));
            }
            let _ = (kb.demonym(name), kb.metonyms(name), kb.search(name, 3));
        }
        for item in [1, 2, 3, 30, 159, 7747, 99] {
            let _ = (kb.item(ItemId(item)), kb.aliases(ItemId(item)), kb.offices(ItemId(item)));
            let _ = kb.holders(ItemId(item), "president", None);
        }
    }

    proptest! {
        #[test]
        fn damaged_bytes_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9)) {
            let mut bytes = SMALL.clone();
            for (place, byte) in flips {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if let Ok(kb) = KnowledgeBase::from_bytes(bytes) {
                ask_everything(&kb);
            }
        }

        #[test]
        fn a_file_cut_short_is_refused(length in any::<prop::sample::Index>()) {
            prop_assert!(KnowledgeBase::from_bytes(SMALL[..length.index(SMALL.len())].to_vec()).is_err());
        }

        #[test]
        fn an_item_is_found_by_its_label_in_any_case(index in 0_usize..200_000) {
            let item = KB.item_at(index).expect("an item");
            prop_assume!(!name::key(item.label).is_empty());
            prop_assert!(KB.candidates(item.label).contains(&item.id), "{}", item.label);
            prop_assert!(KB.candidates(&item.label.to_uppercase()).contains(&item.id) || !item.label.is_ascii());
        }
    }
}
