//! Bytes to text: character sets, and what is no text at all.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What some bytes hold.
pub(super) enum Content {
    /// Text, with notes on what was mended.
    Text(String, Vec<String>),
    /// A page, with notes on what was mended.
    Html(String, Vec<String>),
}

/// Bytes to text; the error says what the bytes are instead.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Content, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("is empty: nothing to read".to_owned());
    }
    if let Some(what) = magic(&bytes) {
        return Err(format!("is {what}, not text; convert it to text first"));
    }
    let (text, notes) = text(bytes)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err("is empty: nothing to read".to_owned());
    }
    if is_html(&text) {
        return Ok(Content::Html(text, notes));
    }
    match other_markup(&text) {
        Some(what) => Err(format!("is {what}, which is not read; give the article's text (.txt) or its page (.html)")),
        None => Ok(Content::Text(text, notes)),
    }
}

/// Whether an object of JSON begins here.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.first() == Some(&b'{') && bytes[1..].trim_ascii_start().starts_with(b"\"")
}

fn magic(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 6] = [
        (b"%PDF", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x1f\x8b", "compressed with gzip"),
        (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
    ];
    known.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| *what)
}

/// Bytes to text, with notes on what was mended.
pub(super) fn text(bytes: Vec<u8>) -> Result<(String, Vec<String>), String> {
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        None => match wide(&bytes) {
            Some(encoding) => encoding,
            None if bytes.contains(&0) => return Err("is a binary file (it has zero bytes), not text".to_owned()),
            None => match String::from_utf8(bytes) {
                Ok(text) => return Ok((text, Vec::new())),
                Err(error) => return Ok(guessed(error.as_bytes())),
            },
        },
    };
    let (text, _, broken) = encoding.decode(&bytes);
    if text.contains('\0') {
        return Err("is a binary file (it has zero bytes), not text".to_owned());
    }
    Ok((
        text.into_owned(),
        broken.then(|| format!("broken {} was replaced by U+FFFD", encoding.name())).into_iter().collect(),
    ))
}

/// UTF-16 without a mark: every other byte of Latin text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1000) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 7 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Text that is not UTF-8, or is with a few broken bytes.
fn guessed(bytes: &[u8]) -> (String, Vec<String>) {
    if let Some(encoding) = declared(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        if !broken {
            return (text.into_owned(), vec![format!("not UTF-8; read as {}, as the page says", encoding.name())]);
        }
    }
    let valid = String::from_utf8_lossy(bytes);
    let broken = valid.matches('\u{fffd}').count();
    let other = valid.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if other > 4 * broken {
        return (valid.into_owned(), vec![format!("{broken} broken bytes of UTF-8 were replaced by U+FFFD")]);
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let encoding = detector.guess(None, false);
    let encoding = if encoding == UTF_8 { encoding_rs::WINDOWS_1252 } else { encoding };
    (encoding.decode(bytes).0.into_owned(), vec![format!("not UTF-8; read as {}", encoding.name())])
}

/// The character set that a page declares: `<meta charset="…">` or `content="text/html; charset=…"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    if !is_html(&String::from_utf8_lossy(head)) {
        return None;
    }
    let at = head.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))? + 8;
    let value = head[at..].strip_prefix(b"\"").or_else(|| head[at..].strip_prefix(b"'")).unwrap_or(&head[at..]);
    let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:".contains(byte)))?;
    Encoding::for_label(&value[..end]).filter(|encoding| *encoding != UTF_8)
}

/// Whether a page or a piece of one begins here.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 13] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
        "<section",
        "<div",
        "<p>",
        "<h1",
        "<meta ",
        "<title",
        "<script",
    ];
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(4000).collect::<String>().to_ascii_lowercase();
    // Behind a declaration or a comment only the root counts: feeds have pieces of pages in them.
    let begins = head.starts_with("<!--") || head.starts_with("<?xml") || head.starts_with("<!doctype html");
    TAGS.iter().any(|tag| head.starts_with(tag)) || (begins && head.contains("<html"))
}

/// Text for machines that would be read as words.
fn other_markup(text: &str) -> Option<&'static str> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(4000).collect();
    let is = |begins: &[&str]| begins.iter().any(|begin| head.starts_with(begin));
    if is(&["<rss", "<feed", "<rdf:RDF"]) || (is(&["<?xml"]) && (head.contains("<rss") || head.contains("<feed"))) {
        return Some("a news feed");
    }
    if is(&["<?xml", "<nitf", "<newsItem", "<NewsML"]) {
        return Some("XML");
    }
    if is(&["{\\rtf"]) {
        return Some("an RTF document");
    }
    None
}
