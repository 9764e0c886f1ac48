//! Inputs to articles: paths, folders and standard input; plain text, JSON Lines, HTML.
//!
//! What a file is, its content says; its name only picks the files of a folder. One bad file, or one bad line, is one
//! error, and the others go on. What is far too long for an article is refused before it fills the memory.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::Value;

use super::decode::{self, Content};
use super::{Article, html, json, plain};
use crate::error::{Error, Result};

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The date of articles that say none.
    pub date: Option<Date>,
}

/// The articles of files, folders (recursively, in the order of their names) and `-`, standard input.
///
/// Lazy: one file, or one line of JSON Lines, is in memory at a time.
pub fn read_inputs(paths: &[PathBuf], options: &ReadOptions) -> impl Iterator<Item = Result<Article>> + use<> {
    Inputs {
        queue: paths.iter().cloned().map(Input::Given).collect(),
        lines: None,
        ready: VecDeque::new(),
        options: options.clone(),
    }
}

/// Endings of files that are read from a folder. Notes on it (README.md) are no articles.
const ENDINGS: [&str; 8] = ["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "json"];

/// The longest text that is taken for an article, in bytes.
///
/// A long read in a magazine has 100 kB. What is longer than five times that is many articles in one file, or a book:
/// coreference over it would mean nothing, and its graph takes 0.7 kB of memory a byte of text.
pub(super) const LONGEST_TEXT: usize = 500_000;

/// The longest file of one article and the longest line of JSON Lines, in bytes: pages are mostly not text.
const LONGEST_FILE: usize = 16 << 20;

/// The longest file of JSON over several lines, which is read whole.
const LONGEST_JSON: u64 = 64 << 20;

enum Input {
    /// Named by the user: a file, a folder or `-`.
    Given(PathBuf),
    /// Found in a folder.
    Found(PathBuf),
}

struct Inputs {
    queue: VecDeque<Input>,
    lines: Option<Lines>,
    ready: VecDeque<Result<Article>>,
    options: ReadOptions,
}

/// An open file of JSON Lines.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    source: String,
    stem: String,
    number: usize,
}

impl Iterator for Inputs {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if let Some(lines) = &mut self.lines {
                match lines.next(&self.options) {
                    Some(article) => return Some(article),
                    None => self.lines = None,
                }
                continue;
            }
            let outcome = match self.queue.pop_front()? {
                Input::Given(path) if path.as_os_str() == "-" => {
                    self.open(Box::new(BufReader::new(io::stdin())), "-", "stdin")
                }
                Input::Given(path) if path.is_dir() => self.folder(&path),
                Input::Given(path) | Input::Found(path) => self.file(&path),
            };
            if let Err(error) = outcome {
                return Some(Err(error));
            }
        }
    }
}

impl Inputs {
    fn folder(&mut self, folder: &Path) -> Result<()> {
        let mut found = Vec::new();
        collect(folder, &mut found);
        if found.is_empty() {
            return Err(Error::Input {
                input: folder.display().to_string(),
                reason: format!("no articles in this folder: it holds no file that ends in .{}", ENDINGS.join(", .")),
            });
        }
        for file in found.into_iter().rev() {
            match file {
                Ok(file) => self.queue.push_front(Input::Found(file)),
                Err(error) => self.ready.push_front(Err(error)),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        let file = File::open(path).map_err(Error::file(path))?;
        let stem = path.file_stem().map_or_else(|| "article".to_owned(), |stem| stem.to_string_lossy().into_owned());
        let source = path.display().to_string();
        if path.extension().is_some_and(|ending| ending == "json")
            && let Some(values) = whole_json(path)
        {
            for (value, number) in values.into_iter().zip(1..) {
                let article = json::article(value, format!("{source}:{number}"), &stem, number, &self.options);
                self.ready.push_back(article.and_then(not_too_long));
            }
            return Ok(());
        }
        self.open(Box::new(BufReader::with_capacity(1 << 16, file)), &source, &stem)
    }

    fn open(&mut self, mut reader: Box<dyn BufRead + Send>, source: &str, stem: &str) -> Result<()> {
        let failed = |reason| Error::File { path: PathBuf::from(source), reason };
        let start = reader.fill_buf().map_err(failed)?;
        if decode::is_json(start) {
            self.lines = Some(Lines { reader, source: source.to_owned(), stem: stem.to_owned(), number: 0 });
            return Ok(());
        }
        let mut bytes = Vec::new();
        reader.take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        let input_error = |reason: String| Error::Input { input: source.to_owned(), reason };
        if bytes.len() > LONGEST_FILE {
            return Err(input_error(too_long(&format!("more than {} MB", LONGEST_FILE >> 20))));
        }
        let article = match decode::decode(bytes).map_err(input_error)? {
            Content::Html(page, notes) => {
                let page = html::read(&page).map_err(input_error)?;
                plain::from_page(page, notes, source, stem, &self.options)
            }
            Content::Text(text, _) if decode::is_json(text.as_bytes()) => {
                let reader = Box::new(Cursor::new(text.into_bytes()));
                self.lines = Some(Lines { reader, source: source.to_owned(), stem: stem.to_owned(), number: 0 });
                return Ok(());
            }
            Content::Text(text, notes) => plain::from_text(text, notes, source, stem, &self.options),
        };
        self.ready.push_back(not_too_long(article));
        Ok(())
    }
}

impl Lines {
    fn next(&mut self, options: &ReadOptions) -> Option<Result<Article>> {
        loop {
            let failed = |reason| Error::File { path: PathBuf::from(&self.source), reason };
            let mut line = Vec::new();
            match self.reader.by_ref().take(LONGEST_FILE as u64).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(failed(error))),
            }
            self.number += 1;
            let place = format!("{}:{}", self.source, self.number);
            if line.len() == LONGEST_FILE && !line.ends_with(b"\n") {
                if let Err(error) = self.reader.skip_until(b'\n') {
                    return Some(Err(failed(error)));
                }
                let reason = too_long(&format!("a line of more than {} MB", LONGEST_FILE >> 20));
                return Some(Err(Error::Input { input: place, reason }));
            }
            if line.trim_ascii().is_empty() || line == b"\xEF\xBB\xBF\n" {
                continue;
            }
            return Some(json::line(line, place, &self.stem, self.number, options).and_then(not_too_long));
        }
    }
}

fn too_long(how_long: &str) -> String {
    format!(
        "is too long for one article ({how_long}; at most {} kB of text); give each article a file of its own, or a line \
         of JSON Lines: {{\"id\": \"1\", \"text\": \"…\"}}",
        LONGEST_TEXT / 1000
    )
}

fn not_too_long(article: Article) -> Result<Article> {
    if article.text.len() <= LONGEST_TEXT {
        return Ok(article);
    }
    let reason = too_long(&format!("{} kB", article.text.len() / 1000));
    Err(Error::Input { input: article.source, reason })
}

/// Files below a folder, in the order of their names; hidden ones and links to folders are left out.
///
/// A folder inside that cannot be read is one error among them.
fn collect(folder: &Path, found: &mut Vec<Result<PathBuf>>) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return found.push(Err(Error::file(folder)(error))),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let is_article = |path: &Path| {
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, found);
        } else if is_article(&path) && !path.is_dir() {
            found.push(Ok(path));
        }
    }
}

/// A file that is one JSON object over several lines, or an array of them; none where it is JSON Lines.
fn whole_json(path: &Path) -> Option<Vec<Value>> {
    if fs::metadata(path).ok()?.len() > LONGEST_JSON {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match serde_json::from_slice(bytes).ok()? {
        Value::Array(values) => Some(values),
        value => Some(vec![value]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::*;

    fn read_file(name: &str, content: &[u8]) -> Vec<Result<Article>> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(name);
        fs::write(&path, content).expect("written");
        read_inputs(&[path], &ReadOptions::default()).collect()
    }

    fn one(name: &str, content: &[u8]) -> Article {
        let mut articles = read_file(name, content);
        assert_eq!(articles.len(), 1);
        articles.remove(0).expect("read")
    }

    fn error(name: &str, content: &[u8]) -> String {
        read_file(name, content).remove(0).expect_err("wrong").to_string()
    }

    #[test]
    fn the_first_line_is_the_title_where_a_blank_line_follows() {
        let article = one("harbour.txt", b"Harbour reopens after storm\n\nShips returned to Valletta on Monday.\n");
        assert_eq!(article.id, "harbour");
        assert_eq!(article.title.as_deref(), Some("Harbour reopens after storm"));
        assert_eq!(article.headline, Some(Span::new(0, 27)));
        assert_eq!(one("a.txt", b"Ships returned to Valletta on Monday.\n").title, None);
    }

    #[test]
    fn a_bad_line_is_one_error() {
        let lines = b"{\"id\": \"a\", \"text\": \"Title here\\n\\nBody.\", \"title\": \"Title here\", \"date\": \"2024-05-31T10:00:00Z\"}\n{bad\n\n{\"id\": 7, \"text\": \"Body.\"}\n";
        let articles = read_file("wire.jsonl", lines);
        assert_eq!(articles.len(), 3);
        let first = articles[0].as_ref().expect("sound");
        assert_eq!(first.headline, Some(Span::new(0, 10)));
        assert_eq!(first.date, Some(jiff::civil::date(2024, 5, 31)));
        assert!(articles[1].as_ref().expect_err("bad").to_string().contains("wire.jsonl:2: "));
        assert_eq!(articles[2].as_ref().expect("sound").id, "7");
    }

    #[test]
    fn character_sets_are_found() {
        assert_eq!(one("bom.txt", b"\xEF\xBB\xBFA line.").text, "A line.");
        let utf16: Vec<u8> = "\u{feff}Zürich votes.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(one("wide.txt", &utf16).text, "Zürich votes.");
        let latin = one("latin.txt", b"The caf\xe9 in Z\xfcrich, the mayor said, will close at na\xefve hours.");
        assert!(latin.text.contains("café in Zürich"), "{}", latin.text);
        assert_eq!(latin.notes.len(), 1);
    }

    #[test]
    fn what_is_no_text_is_said() {
        assert!(error("x.txt", b"").contains("empty"));
        assert!(error("x.txt", b" \n\t\n").contains("empty"));
        assert!(error("x.txt", b"\x7fELF\x00\x01\x02\x00\x00\x00\x00\x03").contains("binary"));
        assert!(error("x.txt", b"%PDF-1.7 ...").contains("PDF"));
        let missing: Vec<_> = read_inputs(&[PathBuf::from("/nowhere/at/all.txt")], &ReadOptions::default()).collect();
        assert!(missing[0].as_ref().expect_err("missing").to_string().contains("/nowhere/at/all.txt"));
    }

    #[test]
    fn a_folder_is_read_in_order() {
        let folder = tempfile::tempdir().expect("folder");
        fs::create_dir(folder.path().join("b")).expect("made");
        for name in ["c.txt", "a.txt", "b/x.txt", "skipped.bin", "README.md", ".hidden.txt"] {
            fs::write(folder.path().join(name), "Some text stands here.").expect("written");
        }
        let read = read_inputs(&[folder.path().to_owned()], &ReadOptions::default());
        let ids: Vec<String> = read.map(|article| article.expect("sound").id).collect();
        assert_eq!(ids, ["a", "x", "c"]);
    }

    #[test]
    fn a_page_is_read_whatever_its_name() {
        let sentence = "The last ferry of the Compañía left the harbour on Monday with all its passengers on board. ";
        let body = sentence.repeat(5);
        let page = format!(
            "<!doctype html><html><head><meta charset=\"windows-1252\"><title>Ferry line closes</title>\
             <meta name=date content=2024-05-31></head><body><article><h1>Ferry line closes</h1><p>{body}</p>\
             <p>{body}</p></article></body></html>"
        );
        let latin: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
        let article = one("page", &latin);
        assert_eq!(article.text, format!("Ferry line closes\n\n{}\n\n{}", body.trim(), body.trim()));
        assert_eq!(article.headline, Some(Span::new(0, 17)));
        assert_eq!(article.date, Some(jiff::civil::date(2024, 5, 31)));
        assert_eq!(article.notes, ["not UTF-8; read as windows-1252, as the page says"]);
        assert!(error("menu.txt", b"<html><body><a href=x>Home</a></body></html>").contains("without an article"));
        assert!(error("feed.txt", b"<?xml version='1.0'?><rss><channel/></rss>").contains("a news feed"));
    }

    #[test]
    fn what_is_too_long_is_refused_with_advice_and_the_others_go_on() {
        let long = "A ship left the harbour.\n".repeat(LONGEST_TEXT / 20);
        assert!(error("book.txt", long.as_bytes()).contains("too long for one article (625 kB; at most 500 kB"));
        assert!(error("huge.txt", &b"word ".repeat(LONGEST_FILE / 4)).contains("more than 16 MB"));
        let mut lines = b"{\"text\": \"".to_vec();
        lines.extend(b"word ".repeat(LONGEST_FILE / 4));
        lines.extend(b"\"}\n{\"text\": \"A ship left.\"}\n");
        let articles = read_file("wire.jsonl", &lines);
        assert!(articles[0].as_ref().expect_err("long").to_string().contains("wire.jsonl:1: is too long"));
        assert_eq!(articles[1].as_ref().expect("sound").id, "wire-2");
        assert_eq!(articles.len(), 2);
    }

    #[test]
    fn windows_and_python_write_lines_differently() {
        let articles =
            read_file("wire.jsonl", b"\xEF\xBB\xBF{\"text\": \"A ship left.\"}\r\n\r\n{\"text\": \"B \xe9t\xe9.\"}");
        assert_eq!(articles.len(), 2);
        assert_eq!(articles[0].as_ref().expect("sound").text, "A ship left.");
        let second = articles[1].as_ref().expect("decoded");
        assert_eq!((second.text.as_str(), second.notes.len()), ("B été.", 1));
        let whole = read_file("wire.json", b"[{\"text\": \"A ship left.\"},\n {\"text\": 7}]");
        assert!(whole[0].is_ok() && whole[1].as_ref().expect_err("a number").to_string().contains("wire.json:2: "));
    }

    #[test]
    fn another_language_is_noted() {
        let text = "Der Bundeskanzler sagte am Montag in Berlin, dass die Regierung ihre Pläne für das kommende Jahr ändern werde.";
        assert!(one("de.txt", text.as_bytes()).notes[0].contains("deu"));
    }
}
