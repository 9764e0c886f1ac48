//! Reads a Wikidata JSON dump with all cores: one thread unpacks and cuts lines, the others parse.
//!
//! An array with one entity a line or just one entity a line. A line that cannot be read is reported and skipped; where
//! the input breaks off, what came before is kept.

use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::sorter::write_string;
use super::wikidata::{self, Languages};

/// Bytes that are parsed at a time.
const CHUNK: usize = 1 << 22;
/// A line that is longer is no entity: the largest have some 5 MB.
const LONGEST: usize = 1 << 28;

/// What some lines gave.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Records, each with its length in front.
    pub(super) records: Vec<u8>,
    pub(super) edges: Vec<(u32, u32)>,
    /// Items that others refer to as offices; as countries and organizations.
    pub(super) offices: Vec<u32>,
    pub(super) related: Vec<u32>,
    pub(super) entities: usize,
    /// Lines that could not be read, by number, and why.
    pub(super) damaged: Vec<(usize, String)>,
}

/// Reads a dump and gives batches to `take`, in no particular order.
///
/// Gives what ended the input too early, if anything did.
///
/// # Errors
/// What `take` gives.
pub(super) fn read<E>(
    input: impl Read + Send,
    languages: &Languages,
    source: u8,
    mut take: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Option<io::Error>, E> {
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let (chunks, waiting) = sync_channel::<(usize, Vec<u8>)>(workers);
    let (done, batches) = sync_channel::<Batch>(workers);
    let waiting = Mutex::new(waiting);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let stop = &stop;
        let reader = scope.spawn(move || cut(input, &chunks, stop));
        for _ in 0..workers {
            let (done, waiting) = (done.clone(), &waiting);
            scope.spawn(move || parse_all(waiting, &done, languages, source));
        }
        drop(done);
        let mut outcome = Ok(());
        for batch in &batches {
            outcome = take(batch);
            if outcome.is_err() {
                break;
            }
        }
        stop.store(outcome.is_err(), Ordering::Relaxed);
        drop(batches);
        let ended = reader.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread failed")));
        outcome.map(|()| ended.err())
    })
}

/// Cuts the input into chunks of whole lines, each with the number of its first line.
fn cut(mut input: impl Read, chunks: &SyncSender<(usize, Vec<u8>)>, stop: &AtomicBool) -> io::Result<()> {
    let mut first = 1;
    let mut rest: Vec<u8> = Vec::new();
    loop {
        let mut chunk = std::mem::take(&mut rest);
        chunk.reserve(CHUNK);
        let before = chunk.len();
        let outcome = (&mut input).take(CHUNK as u64).read_to_end(&mut chunk);
        let is_end = outcome.is_err() || chunk.len() == before;
        if !is_end {
            match memchr::memrchr(b'\n', &chunk[before..]) {
                Some(at) => rest = chunk.split_off(before + at + 1),
                None if chunk.len() > LONGEST => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, format!("line {first} has no end")));
                }
                None => {
                    rest = chunk;
                    continue;
                }
            }
        }
        let lines = memchr::memchr_iter(b'\n', &chunk).count();
        if chunks.send((first, chunk)).is_err() || is_end || stop.load(Ordering::Relaxed) {
            return outcome.map(|_| ());
        }
        first += lines;
    }
}

fn parse_all(waiting: &Mutex<Receiver<(usize, Vec<u8>)>>, done: &SyncSender<Batch>, languages: &Languages, source: u8) {
    loop {
        let next = match waiting.lock() {
            Ok(waiting) => waiting.recv(),
            Err(_) => return,
        };
        let Ok((first, chunk)) = next else { return };
        if done.send(parse(first, &chunk, languages, source)).is_err() {
            // Nobody takes batches any more; the reader may wait to give its last chunks.
            while waiting.lock().is_ok_and(|waiting| waiting.recv().is_ok()) {}
            return;
        }
    }
}

fn parse(first: usize, chunk: &[u8], languages: &Languages, source: u8) -> Batch {
    let mut batch = Batch::default();
    let mut record_bytes = Vec::new();
    for (line, number) in chunk.split(|&byte| byte == b'\n').zip(first..) {
        let line = line.trim_ascii();
        let line = line.strip_suffix(b",").unwrap_or(line);
        if matches!(line, b"" | b"[" | b"]") {
            continue;
        }
        let parsed = match wikidata::parse(line, languages) {
            Ok(parsed) => parsed,
            Err(reason) => {
                batch.damaged.push((number, reason));
                continue;
            }
        };
        batch.entities += 1;
        batch.edges.extend(parsed.edges);
        for record in parsed.records {
            batch.related.extend(record.country.iter().chain(&record.jurisdiction).map(|item| item.0));
            for term in &record.offices {
                batch.offices.extend(term.office.map(|item| item.0));
                batch.related.extend(term.of.map(|item| item.0));
            }
            record.write(source, &mut record_bytes);
            // Writing to memory cannot fail.
            let _ = write_string(&mut batch.records, &record_bytes);
        }
    }
    batch
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// Gives some bytes, then an error.
    struct Breaks<'a>(&'a [u8]);

    impl Read for Breaks<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "cut off")),
                count => Ok(count),
            }
        }
    }

    #[test]
    fn damaged_lines_are_told_and_the_rest_is_read() {
        let dump = "[\n{\"type\":\"item\",\"id\":\"Q1\",\"labels\":{}},\r\nrubbish,\n{\"type\":\"item\",\"id\":\"Q2\"}\n{\"type\":\"it";
        let (mut entities, mut damaged) = (0, Vec::new());
        let take = |batch: Batch| {
            entities += batch.entities;
            damaged.extend(batch.damaged.into_iter().map(|(number, _)| number));
            Ok::<(), Infallible>(())
        };
        let Ok(ended) = read(Breaks(dump.as_bytes()), &Languages::new(&[]), 0, take);
        assert_eq!((entities, damaged), (2, vec![3, 5]));
        assert!(ended.is_some_and(|error| error.to_string() == "cut off"));
    }

    #[test]
    fn who_takes_no_more_ends_it() {
        let dump = "{\"type\":\"item\",\"id\":\"Q1\"}\n".repeat(1_000_000);
        assert_eq!(read(dump.as_bytes(), &Languages::new(&[]), 0, |_| Err("full")).err(), Some("full"));
    }
}
