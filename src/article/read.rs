//! Inputs to articles: paths, folders and standard input; plain text, JSON Lines, HTML.
//!
//! What a file is, its content says; its name only picks the files of a folder. One bad file, or one bad line, is one
//! error, and the others go on.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::decode::{self, Content};
use super::{Article, Span};
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

/// Endings of files that are read from a folder.
const ENDINGS: [&str; 8] = ["txt", "text", "md", "jsonl", "ndjson", "json", "html", "htm"];

/// Titles are shorter, in characters.
const LONGEST_TITLE: usize = 200;

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
        let mut files = Vec::new();
        collect(folder, &mut files)?;
        if files.is_empty() {
            return Err(Error::Input {
                input: folder.display().to_string(),
                reason: format!("no articles in this folder: it holds no file that ends in .{}", ENDINGS.join(", .")),
            });
        }
        for file in files.into_iter().rev() {
            self.queue.push_front(Input::Found(file));
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
                let article = from_value(value, &source, &stem, number, &self.options);
                self.ready.push_back(article);
            }
            return Ok(());
        }
        self.open(Box::new(BufReader::with_capacity(1 << 16, file)), &source, &stem)
    }

    fn open(&mut self, mut reader: Box<dyn BufRead + Send>, source: &str, stem: &str) -> Result<()> {
        let failed = |error| Error::File { path: PathBuf::from(source), source: error };
        let start = reader.fill_buf().map_err(failed)?;
        if decode::is_json(start) {
            self.lines = Some(Lines { reader, source: source.to_owned(), stem: stem.to_owned(), number: 0 });
            return Ok(());
        }
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(failed)?;
        let input_error = |reason: String| Error::Input { input: source.to_owned(), reason };
        match decode::decode(bytes).map_err(input_error)? {
            Content::Html(_) => Err(input_error(
                "is an HTML page, which is not read yet; give the article's text (.txt) or JSON Lines".to_owned(),
            )),
            Content::Text(text, _) if decode::is_json(text.as_bytes()) => {
                let reader = Box::new(Cursor::new(text.into_bytes()));
                self.lines = Some(Lines { reader, source: source.to_owned(), stem: stem.to_owned(), number: 0 });
                Ok(())
            }
            Content::Text(text, notes) => {
                self.ready.push_back(Ok(from_text(text, notes, source, stem, &self.options)));
                Ok(())
            }
        }
    }
}

impl Lines {
    fn next(&mut self, options: &ReadOptions) -> Option<Result<Article>> {
        loop {
            let mut line = Vec::new();
            match self.reader.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(Error::File { path: PathBuf::from(&self.source), source: error })),
            }
            self.number += 1;
            let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
            if line.trim_ascii().is_empty() {
                continue;
            }
            let article = match serde_json::from_slice(line) {
                Ok(value) => from_value(value, &self.source, &self.stem, self.number, options),
                Err(error) => Err(Error::Input {
                    input: format!("{}:{}", self.source, self.number),
                    reason: format!("no JSON object: {error}; JSON Lines holds one article a line"),
                }),
            };
            return Some(article);
        }
    }
}

/// Files below a folder, in the order of their names; hidden ones and links to folders are left out.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries =
        fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(Error::file(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ENDINGS.contains(&ending.to_string_lossy().to_lowercase().as_str()))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// A file that is one JSON object over several lines, or an array of them; none where it is JSON Lines.
fn whole_json(path: &Path) -> Option<Vec<Value>> {
    let bytes = fs::read(path).ok()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match serde_json::from_slice(bytes).ok()? {
        Value::Array(values) => Some(values),
        value => Some(vec![value]),
    }
}

/// The fields of an article in JSON; others are ignored.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Option<Value>,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<Value>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    publisher: Option<Value>,
    #[serde(default)]
    author: Option<Value>,
    #[serde(default)]
    language: Option<String>,
}

fn from_value(value: Value, source: &str, stem: &str, line: usize, options: &ReadOptions) -> Result<Article> {
    let source = format!("{source}:{line}");
    let fields: Fields = serde_json::from_value(value)
        .map_err(|error| Error::Input { input: source.clone(), reason: format!("no article: {error}") })?;
    if fields.text.trim().is_empty() {
        return Err(Error::Input { input: source, reason: "the field text is empty".to_owned() });
    }
    let plain = |value: Option<Value>| match value {
        Some(Value::String(text)) => Some(text),
        Some(Value::Array(values)) => {
            let names: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Some(names.join(", ")).filter(|names| !names.is_empty())
        }
        Some(Value::Object(mut object)) => object.remove("name").and_then(|name| name.as_str().map(str::to_owned)),
        Some(value @ Value::Number(_)) => Some(value.to_string()),
        _ => None,
    };
    let id = plain(fields.id).filter(|id| !id.is_empty()).unwrap_or_else(|| format!("{stem}-{line}"));
    let mut article = Article::from_text(id, fields.text);
    article.source = source;
    article.title = fields.title.filter(|title| !title.trim().is_empty());
    article.headline = article.title.as_deref().and_then(|title| headline(&article.text, title));
    article.date = options.date;
    if let Some(date) = plain(fields.date) {
        match parse_date(&date) {
            Some(date) => article.date = Some(date),
            None => article.notes.push(format!("the date {date:?} is not understood; write 2024-05-31")),
        }
    }
    article.url = fields.url;
    article.publisher = plain(fields.publisher);
    article.author = plain(fields.author);
    article.language = fields.language;
    note_language(&mut article);
    Ok(article)
}

/// Where the title stands when the text begins with it.
fn headline(text: &str, title: &str) -> Option<Span> {
    let title = title.trim();
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| c == '\n' || c == '\r');
    (rest.starts_with(title) && ends(rest[title.len()..].trim_start_matches([' ', '\t'])))
        .then(|| Span::new(start, start + title.len()))
}

/// A date, or the date of a timestamp.
fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.get(..10).unwrap_or(text);
    day.parse().ok().or_else(|| {
        let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()
    })
}

fn from_text(text: String, notes: Vec<String>, source: &str, stem: &str, options: &ReadOptions) -> Article {
    let mut article = Article::from_text(stem, text);
    article.source = source.to_owned();
    article.date = options.date;
    article.notes = notes;
    article.headline = first_line(&article.text);
    article.title = article.headline.map(|span| span.of(&article.text).to_owned());
    note_language(&mut article);
    article
}

/// The first line, where it is a title: short, no sentence, and a blank line or longer text behind it.
fn first_line(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let span = Span::new(start, start + line.trim_end().len());
    let length = line.trim_end().chars().count();
    let rest = &text[start + line.len()..];
    let mut following = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest).lines();
    let sentence = span.of(text).ends_with(['.', ':', ';', ',']) && !span.of(text).ends_with("U.S.");
    let is_title = match following.next() {
        None => length <= 100 && !span.of(text).ends_with(['.', '!', '?', '"', '”', ':', ';', ',']),
        Some(next) if next.trim().is_empty() => length <= LONGEST_TITLE && !sentence,
        Some(next) => length <= 100 && !sentence && next.trim().chars().count() > length + length / 2,
    };
    is_title.then_some(span)
}

/// What is not English is read, but the user is told.
fn note_language(article: &mut Article) {
    let sample: String = article.text.chars().filter(|c| !c.is_control() || c.is_whitespace()).take(3000).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < 60 {
        return;
    }
    let found = whichlang::detect_language(&sample);
    if found == whichlang::Lang::Eng {
        article.language.get_or_insert_with(|| "en".to_owned());
    } else {
        article.language.get_or_insert_with(|| found.three_letter_code().to_owned());
        article.notes.push(format!(
            "the text reads as {found:?} ({}), and newsgraph understands English only: expect little",
            found.three_letter_code()
        ));
    }
}

#[cfg(test)]
mod tests {
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
        for name in ["c.txt", "a.txt", "b/x.txt", "skipped.bin"] {
            fs::write(folder.path().join(name), "Some text stands here.").expect("written");
        }
        let read = read_inputs(&[folder.path().to_owned()], &ReadOptions::default());
        let ids: Vec<String> = read.map(|article| article.expect("sound").id).collect();
        assert_eq!(ids, ["a", "x", "c"]);
    }

    #[test]
    fn another_language_is_noted() {
        let text = "Der Bundeskanzler sagte am Montag in Berlin, dass die Regierung ihre Pläne für das kommende Jahr ändern werde.";
        assert!(one("de.txt", text.as_bytes()).notes[0].contains("deu"));
    }
}
