//! Makes a knowledge base file from a Wikidata dump, tables and labels, however large, in bounded memory.
//!
//! Every source becomes records of items ([`Record`]), sorted by item on disk. They are then read in order: what several
//! sources say of an item is joined, classes are followed upwards, offices get the names of their items. Names and
//! repeated texts are sorted the same way. Memory holds only what grows slowly: subclass statements, offices, countries.
//! Nothing is written under the output's name before the file is whole. The same sources give the same bytes.
//!
//! What makes the file smaller without costing a reader of news anything is always done: aliases that fold to another
//! name of the item go, office-holders' descriptions that repeat their offices are cut to their first part, terms in
//! the same office that follow each other become one. What costs something, the tail of little-known items, goes only
//! with [`Keep::WellKnown`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::classes::{Hierarchy, Kind};
use super::compiler::{Compiled, Compiler, Words};
use super::name::{self, Case};
use super::record::Record;
use super::sorter::{Sorter, read_string};
use super::source::{self, Source};
use super::wikidata::{Languages, popularity};
use super::{ItemId, dump, ntriples, tables};
use crate::{Error, Result};

pub use super::compiler::Built;

/// Which items go into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All that a text can speak of.
    All,
    /// All but those that news hardly ever means, see [`is_well_known`]; of a dump, neither scholarly articles, genes,
    /// asteroids and the like that hardly a Wikipedia writes about.
    WellKnown,
}

/// How to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which items.
    pub keep: Keep,
    /// Languages beside English whose labels and aliases become aliases, as Wikidata's codes.
    pub languages: Vec<String>,
    /// Items of a dump with fewer pages in Wikipedias and their sisters are left out.
    pub least_sitelinks: usize,
    /// Bytes of memory for sorting, about.
    pub memory: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { keep: Keep::WellKnown, languages: Vec::new(), least_sitelinks: 0, memory: 512 << 20 }
    }
}

/// What a build tells while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// How far a step is.
    Progress {
        /// What is being done.
        step: &'static str,
        /// Packed bytes or items that are done.
        done: u64,
        /// How many there are, where that is known.
        total: Option<u64>,
    },
    /// Something was passed over: where, and why.
    Note(String),
}

/// Pages of an item from which even a gene or an asteroid is kept.
const SELDOM_SITELINKS: usize = 20;
/// Damaged lines that are told one by one.
const TOLD: usize = 20;

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

/// Builds a knowledge base of several sources, each a folder of tables, a dump, N-Triples, or `-`; what a later one says
/// of an item goes before what an earlier one says.
///
/// # Errors
///
/// A source that cannot be read or is none of these, or an output that cannot be written; the output is then untouched.
pub fn build(sources: &[PathBuf], output: &Path, options: &Options, tell: &mut dyn FnMut(Event)) -> Result<Built> {
    let folder = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut builder = Builder::new(folder, options);
    for (source, number) in sources.iter().zip(0..) {
        builder.read(source, number, tell)?;
    }
    if builder.records == 0 {
        return Err(Error::Knowledge {
            name: output.display().to_string(),
            reason: "the sources hold no items".into(),
        });
    }
    let damaged = builder.damaged;
    let compiled = builder.compile(tell)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::file(output))?;
    let mut built = compiled.write(file.as_file_mut()).map_err(Error::file(output))?;
    file.as_file().sync_all().map_err(Error::file(output))?;
    readable(file.as_file()).map_err(Error::file(output))?;
    file.persist(output).map_err(|error| Error::file(output)(error.error))?;
    built.damaged = damaged;
    Ok(built)
}

/// Temporary files are the owner's alone; a knowledge base may be read by all.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Collects records, then compiles them.
pub(super) struct Builder {
    folder: PathBuf,
    options: Options,
    languages: Languages,
    sorter: Sorter,
    records: u64,
    damaged: usize,
    edges: Vec<(u32, u32)>,
    /// Items whose names are needed, because they are offices.
    offices: HashSet<u32>,
    /// Items whose countries are needed, because something belongs to them.
    related: HashSet<u32>,
    words: Words,
    left_out: BTreeMap<String, usize>,
    buffer: Vec<u8>,
}

impl Builder {
    /// Temporary files lie in `folder`.
    pub(super) fn new(folder: &Path, options: &Options) -> Self {
        Self {
            folder: folder.to_owned(),
            languages: Languages::new(&options.languages),
            sorter: Sorter::new(folder, options.memory / 2),
            options: options.clone(),
            records: 0,
            damaged: 0,
            edges: Vec::new(),
            offices: HashSet::new(),
            related: HashSet::new(),
            words: Words::default(),
            left_out: BTreeMap::new(),
            buffer: Vec::new(),
        }
    }

    fn wrong(&self) -> impl FnOnce(io::Error) -> Error + use<> {
        Error::file(self.folder.clone())
    }

    /// Adds what a source says of an item.
    pub(super) fn add(&mut self, record: &Record, source: u8) -> Result<()> {
        self.related.extend(record.country.iter().chain(&record.jurisdiction).map(|item| item.0));
        for term in &record.offices {
            self.offices.extend(term.office.map(|item| item.0));
            self.related.extend(term.of.map(|item| item.0));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        record.write(source, &mut buffer);
        self.records += 1;
        let outcome = self.sorter.push(&buffer);
        self.buffer = buffer;
        outcome.map_err(self.wrong())
    }

    fn read(&mut self, path: &Path, number: u8, tell: &mut dyn FnMut(Event)) -> Result<()> {
        if path.is_dir() {
            return self.read_tables(path, number);
        }
        let source = source::open(path)?;
        let (taken, length) = (source.taken(), source.length());
        let mut input = BufReader::with_capacity(1 << 18, source);
        let first = loop {
            let start = input.fill_buf().map_err(Error::file(path))?;
            match start.iter().position(|byte| !byte.is_ascii_whitespace()) {
                None if start.is_empty() => break None,
                None => {
                    let blank = start.len();
                    input.consume(blank);
                }
                Some(at) => break start.get(at).copied(),
            }
        };
        let progress = || Event::Progress { step: "reading", done: taken.load(Ordering::Relaxed), total: length };
        match first {
            Some(b'[' | b'{') => self.read_dump(path, input, number, tell, &progress),
            Some(b'<' | b'#' | b'_') => self.read_triples(path, input, number, tell, &progress),
            _ => Err(Error::Knowledge {
                name: path.display().to_string(),
                reason: "neither a Wikidata JSON dump nor N-Triples; tables are given by their folder".into(),
            }),
        }
    }

    fn read_dump(
        &mut self,
        path: &Path,
        input: BufReader<Source>,
        number: u8,
        tell: &mut dyn FnMut(Event),
        progress: &dyn Fn() -> Event,
    ) -> Result<()> {
        let languages = self.languages.clone();
        let name = path.display();
        let mut told = 0;
        let mut entities = 0;
        let ended = dump::read(input, &languages, number, |batch| {
            for (line, reason) in &batch.damaged {
                told += 1;
                if told <= TOLD {
                    tell(Event::Note(format!("{name}, line {line}: {reason}; passed over")));
                }
            }
            self.damaged += batch.damaged.len();
            entities += batch.entities;
            self.edges.extend(batch.edges);
            self.offices.extend(batch.offices);
            self.related.extend(batch.related);
            let mut records = batch.records.as_slice();
            let mut buffer = std::mem::take(&mut self.buffer);
            while read_string(&mut records, &mut buffer).map_err(self.wrong())? {
                self.records += 1;
                self.sorter.push(&buffer).map_err(self.wrong())?;
            }
            self.buffer = buffer;
            tell(progress());
            Ok::<(), Error>(())
        })?;
        if told > TOLD {
            tell(Event::Note(format!("{name}: {} more damaged lines", told - TOLD)));
        }
        if let Some(error) = ended {
            self.damaged += 1;
            tell(Event::Note(format!(
                "{name}: the input ends too early ({error}); the {entities} entities before are used"
            )));
        }
        Ok(())
    }

    fn read_triples(
        &mut self,
        path: &Path,
        input: impl Read,
        number: u8,
        tell: &mut dyn FnMut(Event),
        progress: &dyn Fn() -> Event,
    ) -> Result<()> {
        let languages = self.languages.clone();
        let (mut damaged, mut subjects) = (0, 0_u64);
        // Both closures tell.
        let tell = std::cell::RefCell::new(tell);
        let take = |described: ntriples::Described| {
            subjects += 1;
            if subjects.is_multiple_of(4096) {
                (tell.borrow_mut())(progress());
            }
            self.edges.extend(described.edges);
            self.add(&described.record, number)
        };
        ntriples::read(input, &languages, take, |reason| {
            damaged += 1;
            if damaged <= TOLD {
                (tell.borrow_mut())(Event::Note(format!("{}: {reason}; passed over", path.display())));
            }
        })?;
        self.damaged += damaged;
        Ok(())
    }

    fn read_tables(&mut self, folder: &Path, number: u8) -> Result<()> {
        let keep = self.options.keep;
        let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
        let count = |class: &str| *left_out.entry(class.to_owned()).or_default() += 1;
        let mut countries: HashMap<ItemId, u16> = HashMap::new();
        let each = |record: Record| {
            if record.country == Some(ItemId(record.id)) {
                countries.insert(ItemId(record.id), record.popularity.unwrap_or(0));
            }
            self.add(&record, number)
        };
        tables::entities(folder, keep, each, count)?;
        for (class, count) in left_out {
            *self.left_out.entry(class).or_default() += count;
        }
        tables::offices(folder, |record| self.add(&record, number))?;
        tables::demonyms(folder, |row| {
            for word in row.demonyms {
                self.words.add_demonym(&word, row.item, countries.get(&row.item).copied());
            }
            for (name, items) in row.metonyms {
                let known = self.words.metonyms.entry(name::fold(&name, Case::Kept)).or_default();
                known.extend(items.into_iter().filter(|item| !known.contains(item)).collect::<Vec<_>>());
            }
            Ok(())
        })
    }

    /// Joins the records of each item, and writes the sections.
    pub(super) fn compile(mut self, tell: &mut dyn FnMut(Event)) -> Result<Compiled> {
        let wrong = self.wrong();
        let sorter = std::mem::replace(&mut self.sorter, Sorter::new(&self.folder, 0));
        let mut hierarchy = Hierarchy::new(std::mem::take(&mut self.edges));
        let is_trimmed = self.options.keep == Keep::WellKnown && !self.languages.is_foreign();
        let mut compiler =
            Compiler::new(&self.folder, self.options.memory / 4, is_trimmed, std::mem::take(&mut self.words));
        let join = || -> io::Result<()> {
            let mut sorted = sorter.finish()?;
            let (mut current, mut done): (Option<Record>, u64) = (None, 0);
            loop {
                let next = match sorted.next()? {
                    Some(bytes) => {
                        Some(Record::read(bytes).ok_or_else(|| io::Error::other("a temporary file was changed"))?)
                    }
                    None => None,
                };
                done += 1;
                if done.is_multiple_of(65_536) {
                    tell(Event::Progress { step: "joining", done, total: Some(self.records) });
                }
                match (&mut current, next) {
                    (Some(before), Some(next)) if before.id == next.id => before.extend(next),
                    (before, next) => {
                        let is_end = next.is_none();
                        if let Some(record) = std::mem::replace(before, next) {
                            self.take(record, &mut hierarchy, &mut compiler)?;
                        }
                        if is_end {
                            return Ok(());
                        }
                    }
                }
            }
        };
        join().map_err(wrong)?;
        compiler.finish(self.left_out, tell).map_err(Error::file(self.folder))
    }

    /// Gives an item to the compiler, if it is wanted.
    fn take(&mut self, mut record: Record, hierarchy: &mut Hierarchy, compiler: &mut Compiler) -> io::Result<()> {
        /// "country" and "sovereign state".
        const COUNTRY: [u32; 2] = [6_256, 3_624_078];
        if record.country.is_none() && record.instances.iter().any(|instance| COUNTRY.contains(instance)) {
            record.country = Some(ItemId(record.id));
        }
        if self.offices.contains(&record.id) {
            compiler.learn_office(&record);
        }
        if self.related.contains(&record.id) {
            compiler.learn_country(&record);
        }
        if record.label.is_empty() {
            return Ok(());
        }
        if record.class.is_none() {
            let least = |sitelinks| record.popularity.is_some_and(|found| found < popularity(sitelinks));
            let kind = hierarchy.kind(&record.instances);
            let is_wanted = match kind {
                Some(Kind::Never) => false,
                Some(Kind::Seldom) => self.options.keep == Keep::All || !least(SELDOM_SITELINKS),
                _ => true,
            };
            if !is_wanted || least(self.options.least_sitelinks) {
                let class = match kind {
                    Some(Kind::Never) => "Wikimedia page or name",
                    Some(Kind::Seldom) => "article, gene, star or the like",
                    _ => "item without enough pages",
                };
                *self.left_out.entry(class.to_owned()).or_default() += 1;
                return Ok(());
            }
            if let Some(Kind::Is(class)) = kind {
                record.class = Some(class);
            }
        }
        compiler.add(&record)
    }
}
