//! A store: a folder with one file of quads for each document, and an index derived from them.
//!
//! ```text
//! newsgraph-store.json      what the folder is, and the version of its format
//! documents/<sha256>.nq     the graph of one document, sorted N-Quads, named by the SHA-256 of its text
//! identities.nq             which entities of the documents are one and the same, if that was asked for
//! index/                    Oxigraph's index on disk (feature `disk`); may be deleted at any time
//! ```
//!
//! The files are the truth: a folder can be copied, merged with another by copying files, kept under version control. A
//! file is written beside its place and renamed into it, so none is ever half-written. Reading a document again changes
//! nothing; removing one removes exactly what only it said, because nothing else is stored.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rayon::prelude::*;

use super::document::DocumentGraph;
use super::identity::Identities;
use super::vocabulary::DOCUMENT;
use super::{index, ntriples};
use crate::error::{Error, Result};

const MARKER: &str = "newsgraph-store.json";
const DOCUMENTS: &str = "documents";
const IDENTITIES: &str = "identities.nq";
const VERSION: u64 = 1;

/// A folder of documents' graphs.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// What adding a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Addition {
    /// The document is new.
    New,
    /// The document was there with another graph, as another version of the program reads it.
    Changed,
    /// The very same graph was there.
    Unchanged,
}

impl Store {
    /// Makes a store in an empty or missing folder, or opens the one that is there.
    pub fn create(folder: &Path) -> Result<Self> {
        if folder.join(MARKER).exists() {
            return Self::open(folder);
        }
        if folder.is_file() {
            return Err(broken(folder, "this is a file, and a store is a folder: give another name"));
        }
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
        if fs::read_dir(folder).map_err(Error::file(folder))?.next().is_some() {
            return Err(broken(folder, "the folder is neither empty nor a store: give another, or a new name"));
        }
        let documents = folder.join(DOCUMENTS);
        fs::create_dir_all(&documents).map_err(Error::file(&documents))?;
        let marker = format!("{{\"what\": \"newsgraph store\", \"format\": {VERSION}}}\n");
        write_whole(&folder.join(MARKER), marker.as_bytes())?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Opens a store.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(MARKER);
        if !folder.is_dir() {
            return Err(broken(folder, "there is no such folder: make a store with `newsgraph ingest … --store DIR`"));
        }
        if !path.exists() {
            return Err(broken(
                folder,
                &format!("this folder is no store, it has no {MARKER}: make one with `newsgraph ingest … --store DIR`"),
            ));
        }
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        let marker: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| broken(&path, &format!("is damaged: {error}")))?;
        match marker["format"].as_u64() {
            Some(VERSION) => Ok(Self { folder: folder.to_owned() }),
            Some(other) => Err(broken(
                folder,
                &format!("has format {other}, this program reads format {VERSION}: take the version that made it"),
            )),
            None => Err(broken(&path, "is damaged: it names no format")),
        }
    }

    /// The store's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a document, or replaces what was there of it.
    pub fn add(&self, document: &DocumentGraph) -> Result<Addition> {
        let path = self.file_of(&document.hash);
        let text = ntriples::lines(&document.quads);
        let addition = match fs::read(&path) {
            Ok(before) if before == text.as_bytes() => return Ok(Addition::Unchanged),
            Ok(_) => Addition::Changed,
            Err(_) => Addition::New,
        };
        write_whole(&path, text.as_bytes())?;
        Ok(addition)
    }

    /// Whether a document of this SHA-256 is there.
    pub fn contains(&self, hash: &str) -> bool {
        self.file_of(hash).exists()
    }

    /// The hashes of all documents, sorted.
    pub fn documents(&self) -> Result<Vec<String>> {
        let folder = self.folder.join(DOCUMENTS);
        let mut hashes = Vec::new();
        for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
            let name = entry.map_err(Error::file(&folder))?.file_name();
            if let Some(hash) = name.to_str().and_then(|name| name.strip_suffix(".nq"))
                && !hash.starts_with('.')
            {
                hashes.push(hash.to_owned());
            }
        }
        hashes.sort_unstable();
        Ok(hashes)
    }

    /// The quads of one document.
    pub fn quads(&self, hash: &str) -> Result<Vec<Quad>> {
        read_quads(&self.file_of(hash), "read the article again to mend it")
    }

    /// Which entities are one and the same, as far as that was recorded.
    pub fn identities(&self) -> Result<Identities> {
        let path = self.folder.join(IDENTITIES);
        if !path.exists() {
            return Ok(Identities::default());
        }
        let mut identities = Identities::from_quads(&read_quads(&path, "remove the file and resolve again")?);
        // Documents may have been taken out of the folder by other means than ours.
        identities.keep_documents(|iri| iri.strip_prefix(DOCUMENT).is_some_and(|hash| self.contains(hash)));
        Ok(identities)
    }

    /// Replaces the record of identities; an empty one is no file.
    pub fn set_identities(&self, identities: &Identities) -> Result<()> {
        let path = self.folder.join(IDENTITIES);
        if !identities.is_empty() {
            return write_whole(&path, ntriples::lines(&identities.quads()).as_bytes());
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path)(error)),
            _ => Ok(()),
        }
    }

    /// The quads of all documents, in the order of their hashes, then those of identities.
    pub fn all_quads(&self) -> Result<Vec<Quad>> {
        let parts: Vec<Vec<Quad>> = self.documents()?.par_iter().map(|hash| self.quads(hash)).collect::<Result<_>>()?;
        Ok(parts.into_iter().flatten().chain(self.identities()?.quads()).collect())
    }

    /// The quads of all documents in parts, each read side by side.
    fn parts(&self) -> Result<impl Iterator<Item = Result<Vec<Quad>>>> {
        // Some megabytes at a time.
        const PART: usize = 64;
        let documents = self.documents()?;
        let count = documents.len().div_ceil(PART);
        Ok((0..count).map(move |part| {
            let part = &documents[part * PART..documents.len().min((part + 1) * PART)];
            let quads: Vec<Vec<Quad>> = part.par_iter().map(|hash| self.quads(hash)).collect::<Result<_>>()?;
            Ok(quads.into_iter().flatten().collect())
        }))
    }

    /// Removes a document by its SHA-256 or IRI, a beginning of its SHA-256 that no other shares, or the identifier that
    /// it had when it was read. Gives back the hash.
    pub fn remove(&self, document: &str) -> Result<String> {
        let hash = self.find(document)?;
        let path = self.file_of(&hash);
        fs::remove_file(&path).map_err(Error::file(&path))?;
        let before = self.identities()?;
        if !before.is_empty() || self.folder.join(IDENTITIES).exists() {
            self.set_identities(&before)?;
        }
        Ok(hash)
    }

    /// The hash of the document that a user means.
    pub fn find(&self, document: &str) -> Result<String> {
        let start = document.trim_start_matches('<').trim_end_matches('>');
        let start = start.strip_prefix(DOCUMENT).unwrap_or(start);
        let start = start.split('#').next().unwrap_or(start);
        let hashes = self.documents()?;
        let mut matches: Vec<&String> = if start.len() >= 4 {
            hashes.iter().filter(|hash| hash.starts_with(&start.to_ascii_lowercase())).collect()
        } else {
            Vec::new()
        };
        if matches.is_empty() {
            let line_end = format!(
                " <{}> {} ",
                super::vocabulary::schema::IDENTIFIER.as_str(),
                oxigraph::model::Literal::new_simple_literal(document)
            );
            let has_identifier =
                |hash: &&String| fs::read_to_string(self.file_of(hash)).is_ok_and(|text| text.contains(&line_end));
            matches = hashes.iter().filter(has_identifier).collect();
        }
        match matches[..] {
            [hash] => Ok(hash.clone()),
            [] => Err(broken(
                &self.folder,
                &format!("holds no document {document}: give its SHA-256, the beginning of it, or its identifier"),
            )),
            _ => Err(broken(
                &self.folder,
                &format!("{} documents fit {document}: give more of the SHA-256", matches.len()),
            )),
        }
    }

    /// The index over all documents: in memory, or on disk with the feature `disk`, made anew where it is missing or stale.
    #[cfg(not(feature = "disk"))]
    pub fn index(&self) -> Result<oxigraph::store::Store> {
        let store = oxigraph::store::Store::new().map_err(|error| broken(&self.folder, &error.to_string()))?;
        index::fill(&store, &self.identities()?, self.parts()?)?;
        Ok(store)
    }

    /// The index over all documents: in memory, or on disk with the feature `disk`, made anew where it is missing or stale.
    #[cfg(feature = "disk")]
    pub fn index(&self) -> Result<oxigraph::store::Store> {
        let folder = self.folder.join("index");
        let manifest = self.folder.join("index.manifest");
        let current = self.manifest()?;
        let open = || oxigraph::store::Store::open(&folder).map_err(|error| broken(&folder, &error.to_string()));
        if fs::read_to_string(&manifest).is_ok_and(|text| text == current) {
            return open();
        }
        // The manifest goes first and comes last, so that an index half made is never taken for whole.
        for path in [&manifest, &folder] {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            match removed {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::file(path)(error)),
                _ => {}
            }
        }
        let store = open()?;
        index::fill(&store, &self.identities()?, self.parts()?)?;
        store.flush().map_err(|error| broken(&folder, &error.to_string()))?;
        write_whole(&manifest, current.as_bytes())?;
        Ok(store)
    }

    /// A checksum over names, sizes and times of all documents' files: changes whenever the index would.
    #[cfg(feature = "disk")]
    fn manifest(&self) -> Result<String> {
        use sha2::{Digest, Sha256};
        let mut digest = Sha256::new();
        let identities = self.folder.join(IDENTITIES);
        digest.update(fs::read(identities).unwrap_or_default());
        for hash in self.documents()? {
            let path = self.file_of(&hash);
            let data = fs::metadata(&path).map_err(Error::file(&path))?;
            let modified = data.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            digest.update(format!("{hash} {} {}\n", data.len(), modified.map_or(0, |time| time.as_nanos())));
        }
        Ok(crate::article::hex(&digest.finalize()))
    }

    fn file_of(&self, hash: &str) -> PathBuf {
        self.folder.join(DOCUMENTS).join(format!("{hash}.nq"))
    }
}

fn read_quads(path: &Path, advice: &str) -> Result<Vec<Quad>> {
    let bytes = fs::read(path).map_err(Error::file(path))?;
    RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|error| broken(path, &format!("{error}: {advice}")))
}

fn broken(path: &Path, reason: &str) -> Error {
    Error::Store { path: path.to_owned(), reason: reason.to_owned() }
}

/// Writes a file beside its place, makes sure that it is on the disk, and renames it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_file_name(format!(".{name}.{}.{number}.part", std::process::id()));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // What is left of a failed write is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
        Error::file(path)(error)
    })
}
