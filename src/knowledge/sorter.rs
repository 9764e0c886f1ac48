//! Sorts more byte strings than fit into memory.
//!
//! Strings are collected up to a limit, sorted, and written as a run to an unnamed file, which the system takes away
//! however the program ends; at the end the runs are merged. Order is that of the bytes, so whoever sorts puts the key
//! in front, numbers big-endian. Crates for this sort values that are encoded one by one; strings in one arena are
//! several times faster and need no allocation each.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Runs that are merged at a time: each has a buffer and an open file.
const FAN_IN: usize = 128;
const BUFFER: usize = 1 << 17;

/// Collects strings; [`finish`](Self::finish) gives them in order.
pub(super) struct Sorter {
    folder: PathBuf,
    limit: usize,
    arena: Vec<u8>,
    places: Vec<(u64, u32, u32)>,
    runs: Vec<File>,
}

impl Sorter {
    /// Runs are written to `folder`; about `limit` bytes of memory are used.
    pub(super) fn new(folder: &Path, limit: usize) -> Self {
        Self { folder: folder.to_owned(), limit, arena: Vec::new(), places: Vec::new(), runs: Vec::new() }
    }

    /// Adds a string.
    pub(super) fn push(&mut self, text: &[u8]) -> io::Result<()> {
        let too_long = |_| io::Error::new(io::ErrorKind::InvalidData, "an entry of more than 4 GB");
        let length = u32::try_from(text.len()).map_err(too_long)?;
        let entry = size_of::<(u64, u32, u32)>();
        if self.arena.len() + text.len() + (self.places.len() + 1) * entry > self.limit
            || u32::try_from(self.arena.len() + text.len()).is_err()
        {
            self.spill()?;
        }
        let start = u32::try_from(self.arena.len()).map_err(too_long)?;
        self.arena.extend_from_slice(text);
        self.places.push((prefix(text), start, length));
        Ok(())
    }

    fn sort(&mut self) {
        let arena = &self.arena;
        let text = |&(_, start, length): &(u64, u32, u32)| &arena[start as usize..start as usize + length as usize];
        self.places.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| text(one).cmp(text(other))));
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.places.is_empty() {
            return Ok(());
        }
        self.sort();
        let mut out = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.folder)?);
        for &(_, start, length) in &self.places {
            write_string(&mut out, &self.arena[start as usize..start as usize + length as usize])?;
        }
        self.runs.push(rewound(out)?);
        self.arena.clear();
        self.places.clear();
        Ok(())
    }

    /// All strings in order, duplicates too.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.sort();
            return Ok(Sorted::Memory { arena: self.arena, places: self.places, next: 0 });
        }
        self.spill()?;
        (self.arena, self.places) = (Vec::new(), Vec::new());
        while self.runs.len() > FAN_IN {
            let rest = self.runs.split_off(FAN_IN);
            let mut merge = Merge::new(std::mem::replace(&mut self.runs, rest))?;
            let mut out = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.folder)?);
            while let Some(text) = merge.next()? {
                write_string(&mut out, text)?;
            }
            self.runs.push(rewound(out)?);
        }
        Ok(Sorted::Merge(Merge::new(self.runs)?))
    }
}

/// The first eight bytes as a number that sorts alike: most comparisons need no look into the arena.
fn prefix(text: &[u8]) -> u64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(text) {
        *to = *from;
    }
    u64::from_be_bytes(first)
}

/// Sorted strings, one after another.
pub(super) enum Sorted {
    Memory { arena: Vec<u8>, places: Vec<(u64, u32, u32)>, next: usize },
    Merge(Merge),
}

impl Sorted {
    /// The next string; None at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        match self {
            Self::Memory { arena, places, next } => {
                let found =
                    places.get(*next).map(|&(_, start, length)| start as usize..start as usize + length as usize);
                *next += 1;
                Ok(found.and_then(|range| arena.get(range)))
            }
            Self::Merge(merge) => merge.next(),
        }
    }
}

/// Several sorted runs as one.
pub(super) struct Merge {
    runs: Vec<BufReader<File>>,
    heap: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    /// What was given last, and from which run; its buffer is used again.
    last: Option<(Vec<u8>, usize)>,
}

impl Merge {
    fn new(files: Vec<File>) -> io::Result<Self> {
        let mut runs: Vec<_> = files.into_iter().map(|file| BufReader::with_capacity(BUFFER, file)).collect();
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (at, run) in runs.iter_mut().enumerate() {
            let mut text = Vec::new();
            if read_string(run, &mut text)? {
                heap.push(Reverse((text, at)));
            }
        }
        Ok(Self { runs, heap, last: None })
    }

    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        if let Some((mut text, at)) = self.last.take()
            && let Some(run) = self.runs.get_mut(at)
            && read_string(run, &mut text)?
        {
            self.heap.push(Reverse((text, at)));
        }
        self.last = self.heap.pop().map(|Reverse(found)| found);
        Ok(self.last.as_ref().map(|(text, _)| text.as_slice()))
    }
}

/// Writes a string so that [`read_string`] reads it.
pub(super) fn write_string(out: &mut impl Write, text: &[u8]) -> io::Result<()> {
    out.write_all(&(text.len() as u32).to_le_bytes())?;
    out.write_all(text)
}

/// Reads the next string into `text`; false at the end.
pub(super) fn read_string(input: &mut impl Read, text: &mut Vec<u8>) -> io::Result<bool> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        outcome => outcome?,
    }
    text.resize(u32::from_le_bytes(length) as usize, 0);
    input.read_exact(text)?;
    Ok(true)
}

/// The file that was written, to be read from its beginning.
pub(super) fn rewound(out: BufWriter<File>) -> io::Result<File> {
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_memory_does(mut texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..400), limit in 40_usize..20_000) {
            let folder = tempfile::tempdir().expect("a folder");
            let mut sorter = Sorter::new(folder.path(), limit);
            for text in &texts {
                sorter.push(text).expect("pushed");
            }
            let mut sorted = sorter.finish().expect("sorted");
            let mut found = Vec::new();
            while let Some(text) = sorted.next().expect("read") {
                found.push(text.to_vec());
            }
            texts.sort();
            prop_assert_eq!(found, texts);
        }
    }
}
