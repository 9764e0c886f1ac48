//! Bytes to text: character sets, and what is no text at all.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What some bytes hold.
pub(super) enum Content {
    /// Text, with notes on what was mended.
    Text(String, Vec<String>),
    /// A page.
    Html(#[allow(dead_code, reason = "pages are not read yet")] String),
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
    Ok(if is_html(&text) { Content::Html(text) } else { Content::Text(text, notes) })
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

fn text(bytes: Vec<u8>) -> Result<(String, Vec<String>), String> {
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

fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(1000).collect::<String>().to_ascii_lowercase();
    head.starts_with('<')
        && ["<!doctype html", "<html", "<head", "<body", "<article"].iter().any(|tag| head.contains(tag))
}
