//! Spans of a text, and the way from bytes to code points.

use std::ops::Range;

/// A stretch of a text: bytes, end exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text that it spans.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// As a range of bytes.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Byte offsets of one text to code point offsets, in constant time.
///
/// Every `STRIDE`-th byte's code point count is kept; the rest is counted on the way.
#[derive(Debug, Clone)]
pub struct Offsets {
    marks: Vec<usize>,
    bytes: Box<[u8]>,
}

const STRIDE: usize = 64;

impl Offsets {
    /// Prepares the conversion for `text`.
    pub fn new(text: &str) -> Self {
        let bytes: Box<[u8]> = text.as_bytes().into();
        let mut marks = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STRIDE) {
            marks.push(count);
            count += chunk.iter().filter(|byte| starts_character(**byte)).count();
        }
        Self { marks, bytes }
    }

    /// The number of code points before byte `offset` (clamped to the text's end).
    pub fn code_point(&self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let block = (offset / STRIDE).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(block).copied().unwrap_or(0);
        before + self.bytes[block * STRIDE..offset].iter().filter(|byte| starts_character(**byte)).count()
    }

    /// Start and end of a span in code points.
    pub fn code_points(&self, span: Span) -> (usize, usize) {
        (self.code_point(span.start), self.code_point(span.end))
    }
}

const fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emoji_and_combining_marks_are_counted_as_code_points() {
        let text = "Zoe\u{308} 👩‍🚀 in Zürich";
        let offsets = Offsets::new(text);
        let start = text.find("in").expect("there");
        assert_eq!(offsets.code_points(Span::new(start, start + 2)), (9, 11));
    }

    proptest! {
        #[test]
        fn every_boundary_agrees_with_counting(text in "\\PC{0,300}") {
            let offsets = Offsets::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.code_point(byte), count);
            }
            prop_assert_eq!(offsets.code_point(text.len()), text.chars().count());
        }
    }
}
