//! The layout of a knowledge base file, and reading it without trust.
//!
//! A header of fixed size, then sections one after another. Everything is little-endian; numbers inside sections are
//! LEB128 variable-length unless said otherwise. The header carries its own checksum, checked at opening, and that of
//! all sections, checked at opening in files of moderate size and by `newsgraph kb info` in all. The maps of names, which
//! are read by a library that trusts its bytes, have checksums of their own, checked when one is first used. Every read is bounds-checked, so damaged bytes give nothing or
//! something else, never a panic.
//!
//! | section | holds |
//! |---|---|
//! | `names` | finite-state maps of folded names, one behind another; value: `item << 1`, or `place in postings << 1 \| 1` |
//! | `shards` | how many maps there are; for each its length and its first name |
//! | `postings` | for names of several items: count, items, most popular first |
//! | `items` | Wikidata numbers, ascending, 4 bytes each; an *item* elsewhere is an index into this |
//! | `places` | for each item, where its entry starts: as few bytes as the length of `entries` needs, 3 to 8 |
//! | `entries` | class, popularity, country, description (0 none, 1 it follows, else its place in `texts` + 2), label, aliases, offices |
//! | `texts` | names of positions, and descriptions of several items, the frequent ones first |
//! | `related` | Wikidata numbers of countries and organizations, the frequent ones first, 4 bytes each |
//! | `holders` | for each country or organization its positions and who held them |
//! | `words` | demonyms and metonyms |

use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

/// What a knowledge base begins with.
pub(super) const MAGIC: &[u8; 8] = b"NGRAPHKB";
/// Raised when the layout changes.
pub(super) const VERSION: u32 = 2;

/// The sections in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Names,
    Shards,
    Postings,
    Items,
    Places,
    Entries,
    Texts,
    Related,
    Holders,
    Words,
}

impl Section {
    pub(super) const ALL: [(Self, &'static str); 10] = [
        (Self::Names, "names"),
        (Self::Shards, "shards"),
        (Self::Postings, "postings"),
        (Self::Items, "items"),
        (Self::Places, "places"),
        (Self::Entries, "entries"),
        (Self::Texts, "texts"),
        (Self::Related, "related"),
        (Self::Holders, "holders"),
        (Self::Words, "words"),
    ];
    pub(super) const COUNT: usize = Self::ALL.len();
}

/// Magic, version, number of names, length of each section, checksum of the sections, checksum of all this.
pub(super) const HEADER: usize = 8 + 4 + 4 + 8 * Section::COUNT + 32 + 32;

/// A header that was found sound.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) name_count: u32,
    pub(super) sections: [Range<usize>; Section::COUNT],
    /// SHA-256 of everything behind the header.
    pub(super) checksum: [u8; 32],
}

impl Header {
    /// The header of sections of these lengths, whose contents have this checksum.
    pub(super) fn write(name_count: u32, lengths: &[u64; Section::COUNT], checksum: &[u8]) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(MAGIC);
        header.extend_from_slice(&VERSION.to_le_bytes());
        header.extend_from_slice(&name_count.to_le_bytes());
        for length in lengths {
            header.extend_from_slice(&length.to_le_bytes());
        }
        header.extend_from_slice(checksum);
        let own = Sha256::digest(&header);
        header.extend_from_slice(&own);
        header
    }

    /// Reads a header, or says what is wrong with it.
    pub(super) fn read(file: &[u8]) -> Result<Self, String> {
        if !file.starts_with(MAGIC) {
            return Err("this is no knowledge base of newsgraph; make one with `newsgraph kb build`".into());
        }
        let version = number::<4>(file, MAGIC.len()).map(u32::from_le_bytes);
        if version != Some(VERSION) {
            return Err(format!(
                "it has version {} of the format, this program reads version {VERSION}; build it again with `newsgraph kb build`",
                version.map_or_else(|| "?".to_owned(), |version| version.to_string())
            ));
        }
        let damaged = || "its header is damaged; copy or build it again".to_owned();
        let own: [u8; 32] = number(file, HEADER - 32).ok_or_else(damaged)?;
        if Sha256::digest(&file[..HEADER - 32])[..] != own {
            return Err(damaged());
        }
        let name_count = number(file, 12).map(u32::from_le_bytes).ok_or_else(damaged)?;
        let checksum = number(file, HEADER - 64).ok_or_else(damaged)?;
        let mut sections: [Range<usize>; Section::COUNT] = Default::default();
        let mut at = HEADER;
        for (index, section) in sections.iter_mut().enumerate() {
            let length = number(file, 16 + 8 * index).map(u64::from_le_bytes).ok_or_else(damaged)?;
            let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length)).ok_or_else(damaged)?;
            *section = at..end;
            at = end;
        }
        if at != file.len() {
            return Err(format!(
                "it has {} bytes where its header promises {at}; it was cut short or lengthened, copy or build it again",
                file.len()
            ));
        }
        Ok(Self { name_count, sections, checksum })
    }

    pub(super) fn range(&self, section: Section) -> Range<usize> {
        self.sections[section as usize].clone()
    }
}

/// A checksum in hexadecimal.
pub(super) fn hexadecimal(checksum: &[u8]) -> String {
    checksum.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes of a fixed size at a place.
pub(super) fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// The four-byte number at an index.
pub(super) fn at_index(bytes: &[u8], index: usize) -> Option<u32> {
    number(bytes, index.checked_mul(4)?).map(u32::from_le_bytes)
}

/// How many bytes a place in the entries has.
pub(super) fn place_width(entries: u64) -> usize {
    (8 - entries.leading_zeros() as usize / 8).max(3)
}

/// Where in a section of ascending four-byte numbers one stands.
pub(super) fn search(bytes: &[u8], wanted: u32) -> Option<usize> {
    let (mut low, mut high) = (0, bytes.len() / 4);
    while low < high {
        let middle = usize::midpoint(low, high);
        match at_index(bytes, middle)?.cmp(&wanted) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// Reads on from a place; past the end there is nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self(bytes.get(at..).unwrap_or_default())
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(value).ok();
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    /// A date or none.
    pub(super) fn date(&mut self) -> Option<Option<Date>> {
        let packed = self.number()?;
        if packed == 0 {
            return Some(None);
        }
        let part = |value: usize| i8::try_from(value).ok();
        let date = i16::try_from(packed / 384)
            .ok()
            .and_then(|year| Date::new(year, part(packed / 32 % 12)? + 1, part(packed % 32)?).ok());
        Some(date)
    }
}

/// Appends a number.
pub(super) fn put_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a text with its length.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Appends a date; one before the year 1 becomes none.
pub(super) fn put_date(out: &mut Vec<u8>, date: Option<Date>) {
    let pack = |date: Date| {
        let year = usize::try_from(date.year()).ok()?;
        Some(year * 384 + (date.month().unsigned_abs() as usize - 1) * 32 + date.day().unsigned_abs() as usize)
    };
    put_number(out, date.and_then(pack).unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_texts_and_dates_come_back() {
        let mut out = Vec::new();
        let numbers = [0, 1, 127, 128, 300, 1 << 20, 1 << 40];
        for number in numbers {
            put_number(&mut out, number);
        }
        put_text(&mut out, "Zürich");
        for date in [None, Some(date(2021, 12, 31)), Some(date(1066, 1, 1))] {
            put_date(&mut out, date);
        }
        let mut cursor = Cursor::new(&out, 0);
        for number in numbers {
            assert_eq!(cursor.number(), Some(number));
        }
        assert_eq!(cursor.text(), Some("Zürich"));
        assert_eq!(cursor.date(), Some(None));
        assert_eq!(cursor.date(), Some(Some(date(2021, 12, 31))));
        assert_eq!(cursor.date(), Some(Some(date(1066, 1, 1))));
        assert_eq!(cursor.number(), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>, at in 0_usize..80) {
            let mut cursor = Cursor::new(&bytes, at);
            let _ = (cursor.number(), cursor.text(), cursor.date(), cursor.number());
            let _ = (Header::read(&bytes).is_ok(), search(&bytes, 7), at_index(&bytes, at));
        }
    }
}
