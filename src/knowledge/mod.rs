//! Names to candidate Wikidata items, from compiled knowledge bases.
//!
//! One file, made by [`builder::build`] from a Wikidata dump, tables and labels, is read where it lies (`layer.rs`).
//! Several are asked as one: the embedded one, larger ones, and a user's own list of entities on top; what a later one
//! says of an item goes before what the earlier ones say, names add up. The layout is in `format.rs`, the folding of
//! names in `name.rs`, offices in `office.rs`; `builder.rs` and what it uses write files.

pub mod builder;
mod classes;
mod compiler;
mod dump;
mod format;
mod layer;
mod name;
mod ntriples;
mod office;
mod own;
mod record;
mod sorter;
pub mod source;
mod tables;
mod wikidata;

pub use office::Office;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::Result;
use crate::ontology::Class;
use layer::Layer;
use name::Case;

/// What spellings of the same name have in common: lower case, no accents, dots, apostrophes, no "the" before it, words
/// apart by single spaces.
pub fn fold(name: &str) -> String {
    name::fold(name, Case::Lowered)
}

/// A Wikidata item: `ItemId(7747)` is Q7747.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

impl ItemId {
    /// Whether it is Wikidata's, and not the number of one of the user's own entities.
    pub fn is_wikidata(self) -> bool {
        own::place(self).is_none()
    }
}

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

/// Names, items, offices, demonyms and metonyms.
pub struct KnowledgeBase {
    /// At least one; later ones go before earlier ones.
    layers: Vec<Layer>,
    /// IRIs of the user's own entities, which are no Wikidata items.
    own: Vec<String>,
    checksum: String,
}

impl fmt::Debug for KnowledgeBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnowledgeBase").field("checksum", &self.checksum).finish_non_exhaustive()
    }
}

impl KnowledgeBase {
    /// The knowledge base inside the program.
    ///
    /// # Errors
    ///
    /// Only in a program that was built with a damaged `models/knowledge.bin`.
    pub fn embedded() -> Result<Self> {
        Layer::embedded().map(Self::of)
    }

    /// A knowledge base in a file, mapped into memory.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is none, was made for another version, or is damaged. Files above 64 MB are not read
    /// whole for this: see [`is_intact`](Self::is_intact).
    pub fn open(path: &Path) -> Result<Self> {
        Layer::open(path).map(Self::of)
    }

    /// The embedded knowledge base, compiled ones on top of it, and the user's own entities on top of these.
    ///
    /// # Errors
    ///
    /// As for [`open`](Self::open) and [`with_entities`](Self::with_entities).
    pub fn load<P: AsRef<Path>>(compiled: &[P], entities: &[P]) -> Result<Self> {
        let kb = compiled.iter().try_fold(Self::embedded()?, |kb, path| Ok(kb.with(Self::open(path.as_ref())?)))?;
        entities.iter().try_fold(kb, |kb, path| kb.with_entities(path.as_ref()))
    }

    /// A knowledge base in memory.
    ///
    /// # Errors
    ///
    /// As for [`open`](Self::open).
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Layer::from_bytes(bytes, "in memory", true).map(Self::of)
    }

    fn of(layer: Layer) -> Self {
        let checksum = layer.checksum().to_owned();
        Self { layers: vec![layer], own: Vec::new(), checksum }
    }

    /// Puts another knowledge base on top of this one.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.layers.extend(other.layers);
        self.own.extend(other.own);
        self.checksum = format::hexadecimal(&Sha256::digest(format!("{} {}", self.checksum, other.checksum)));
        self
    }

    /// Puts a user's own entities on top: a table with the columns `id` (a Wikidata item or an IRI), `label`, `aliases`
    /// (separated by `|`), `class` and `description`, one entity a line; all but the first two may be empty.
    ///
    /// # Errors
    ///
    /// A file that cannot be read; a line that does not fit, with its number and column.
    pub fn with_entities(self, path: &Path) -> Result<Self> {
        own::add(self, path)
    }

    /// The IRI of an item: Wikidata's, or that which the user gave.
    pub fn iri(&self, item: ItemId) -> String {
        match own::place(item) {
            Some(place) => self.own.get(place).cloned().unwrap_or_default(),
            None => format!("http://www.wikidata.org/entity/{item}"),
        }
    }

    /// The item as people write it: Q7747, or the IRI that the user gave.
    pub fn name(&self, item: ItemId) -> String {
        if item.is_wikidata() { item.to_string() } else { self.iri(item) }
    }

    /// SHA-256 of all that the knowledge base says, in hexadecimal, as its header gives it; of several, one of theirs.
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// Whether the contents are what the checksums say. Reads every byte.
    pub fn is_intact(&self) -> bool {
        self.layers.iter().all(Layer::is_intact)
    }

    /// Numbers about the whole; of several knowledge bases, their sums.
    pub fn summary(&self) -> Summary {
        let mut whole = Summary { items: 0, names: 0, words: 0, bytes: 0, sections: Vec::new() };
        for layer in &self.layers {
            let summary = layer.summary();
            whole.items += summary.items;
            whole.names += summary.names;
            whole.words += summary.words;
            whole.bytes += summary.bytes;
            for (section, bytes) in summary.sections {
                match whole.sections.iter_mut().find(|known| known.0 == section) {
                    Some(known) => known.1 += bytes,
                    None => whole.sections.push((section, bytes)),
                }
            }
        }
        whole
    }

    /// The items of a name: those that have it in this very spelling first, then those that have it in other
    /// capitals; in each group the most popular first. Accents, dots, apostrophes, a leading "the" and a possessive at
    /// the end make no difference.
    pub fn candidates(&self, name: &str) -> Vec<ItemId> {
        let mut found = self.candidates_of(name);
        if let Some(owner) = name::without_possessive(name) {
            // "McDonald's" is a name, "U.S.'s" is none: only names that are written with the ending count.
            let is_so_written = |item: &ItemId| {
                let has = |layer: &Layer| layer.has_name(*item, |name| name::without_possessive(name).is_some());
                self.layers.iter().any(has)
            };
            if !found.iter().any(is_so_written) {
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
        if let [layer] = &self.layers[..] {
            let mut found = layer.candidates(name);
            found.sort_by_key(|(_, is_exact)| !is_exact);
            return found.into_iter().map(|(item, _)| item).collect();
        }
        let mut found: Vec<(ItemId, bool)> = Vec::new();
        let wanted = name::fold(name, Case::Kept);
        for layer in &self.layers {
            for (item, _) in layer.candidates(name) {
                if !found.iter().any(|known| known.0 == item) {
                    let has = |layer: &Layer| layer.has_name(item, |other| name::fold(other, Case::Kept) == wanted);
                    found.push((item, self.layers.iter().any(has)));
                }
            }
        }
        let popularity = |item| self.item(item).map_or(0, |item| item.popularity);
        found.sort_by_cached_key(|&(item, is_exact)| (!is_exact, std::cmp::Reverse(popularity(item)), item));
        found.into_iter().map(|(item, _)| item).collect()
    }

    /// The items with a name that begins with `prefix`, folded; the most popular first, at most `limit`.
    pub fn search(&self, prefix: &str, limit: usize) -> Vec<ItemId> {
        let mut found: Vec<ItemId> = self.layers.iter().flat_map(|layer| layer.search(prefix, limit)).collect();
        found.sort_unstable();
        found.dedup();
        found.sort_by_cached_key(|&item| (std::cmp::Reverse(self.item(item).map_or(0, |item| item.popularity)), item));
        found.truncate(limit);
        found
    }

    /// What is known of an item.
    pub fn item(&self, id: ItemId) -> Option<Item<'_>> {
        let mut found: Option<Item<'_>> = None;
        for item in self.layers.iter().rev().filter_map(|layer| layer.item(id)) {
            let Some(found) = &mut found else {
                found = Some(item);
                continue;
            };
            // What the later one does not say.
            if found.description.is_empty() {
                found.description = item.description;
            }
            if found.class == Class::Thing {
                found.class = item.class;
            }
            found.country = found.country.or(item.country);
        }
        found
    }

    /// Other names of an item.
    pub fn aliases(&self, id: ItemId) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.layers.iter().rev().flat_map(|layer| layer.names(id)) {
            if self.layers.len() == 1 || !names.contains(&name) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            names.remove(0);
        }
        names
    }

    /// The country of an adjective or noun of nationality: "Russian", "Russians" → Q159.
    pub fn demonym(&self, word: &str) -> Option<ItemId> {
        let word = name::fold(word, Case::Kept);
        let found = |word: &str| self.layers.iter().rev().find_map(|layer| layer.demonym(word));
        found(&word).or_else(|| name::without_possessive(&word).and_then(found))
    }

    /// The adjectives and nouns of nationality of a country, in alphabetical order: Q159 → "Russian", "Russians".
    pub fn demonyms(&self, country: ItemId) -> Vec<&str> {
        let words = self.layers.iter().flat_map(|layer| layer.demonyms.iter()).filter(|(_, item)| **item == country);
        let mut words: Vec<&str> = words.map(|(word, _)| word.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// What the name of a place or building may stand for: "Moscow" → Russia, "the Kremlin" → Russia, its president's
    /// office.
    pub fn metonyms(&self, name: &str) -> Vec<ItemId> {
        let found = |name: &str| {
            let name = name::fold(name, Case::Kept);
            self.layers.iter().rev().find_map(|layer| layer.metonyms(&name))
        };
        found(name).or_else(|| name::without_possessive(name).and_then(found)).cloned().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::builder::{Options, build};
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
        let output = folder.path().join("small.bin");
        build(&[folder.path().to_owned()], &output, &Options::default(), &mut |_| {}).expect("built");
        std::fs::read(output).expect("written")
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
        let mut other = SMALL.clone();
        *other.last_mut().expect("not empty") ^= 1;
        check(&other, "contents are damaged");
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
            let is_same = bytes == *SMALL;
            prop_assert_eq!(KnowledgeBase::from_bytes(bytes.clone()).is_ok(), is_same);
            // As a file is read that is too large to be checked at opening.
            if let Ok(layer) = Layer::from_bytes(bytes, "large", false) {
                ask_everything(&KnowledgeBase::of(layer));
            }
        }

        #[test]
        fn a_file_cut_short_is_refused(length in any::<prop::sample::Index>()) {
            prop_assert!(KnowledgeBase::from_bytes(SMALL[..length.index(SMALL.len())].to_vec()).is_err());
        }

        #[test]
        fn an_item_is_found_by_its_label_in_any_case(index in 0_usize..200_000) {
            let item = KB.layers[0].item_at(index).expect("an item");
            prop_assume!(!name::key(item.label).is_empty());
            prop_assert!(KB.candidates(item.label).contains(&item.id), "{}", item.label);
            prop_assert!(KB.candidates(&item.label.to_uppercase()).contains(&item.id) || !item.label.is_ascii());
        }
    }
}
