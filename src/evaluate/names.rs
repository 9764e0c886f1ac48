//! Names against a gold file of tagged words (UNER's form: number, word, IOB2 tag; `PER`, `LOC`, `ORG`).
//!
//! A name is right when it has exactly the gold's characters and kind, white space apart. The text is restored from the
//! sentences' `# text`: the file says nothing of paragraphs, so a blank line follows what ends without a mark (a heading,
//! a signature, an item of a list) and a space follows other sentences.

use std::collections::HashSet;
use std::fmt;

use super::f1;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::language::{Analysis, NameKind};

/// A document with its names.
#[derive(Debug, Clone)]
pub struct NamedDocument {
    /// The text, nothing annotated.
    pub article: Article,
    /// Start and end in characters without white space, and the kind.
    pub names: Vec<(usize, usize, NameKind)>,
}

/// Exact spans of names, micro-averaged over persons, places and organizations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameScores {
    right: [usize; 3],
    gold: [usize; 3],
    system: [usize; 3],
}

const KINDS: [(NameKind, &str); 3] =
    [(NameKind::Person, "PER"), (NameKind::Place, "LOC"), (NameKind::Organization, "ORG")];

/// Reads a file of tagged words.
///
/// # Errors
/// [`Error::Input`] with the line's number where the format is broken.
pub fn read(text: &str) -> Result<Vec<NamedDocument>> {
    let mut documents: Vec<NamedDocument> = Vec::new();
    let (mut position, mut open) = (0, false);
    for (line, number) in text.lines().zip(1..) {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            documents.push(NamedDocument { article: Article::from_text(id, ""), names: Vec::new() });
            position = 0;
        } else if documents.is_empty() {
            documents.push(NamedDocument { article: Article::from_text("1", ""), names: Vec::new() });
        }
        let Some(document) = documents.last_mut() else { continue };
        if let Some(sentence) = line.strip_prefix("# text = ") {
            let before = &mut document.article.text;
            if !before.is_empty() {
                let marked =
                    before.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?', '…', ':']);
                before.push_str(if marked { " " } else { "\n\n" });
            }
            document.article.text.push_str(sentence);
        }
        if line.is_empty() || line.starts_with('#') {
            open = false;
            continue;
        }
        let mut columns = line.split('\t');
        let (Some(_), Some(word), Some(tag)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(Error::Input {
                input: format!("tagged words, line {number}"),
                reason: "fewer than three columns: number, word, tag".to_owned(),
            });
        };
        let end = position + length(word);
        let kind = KINDS.iter().find(|(_, name)| tag.get(2..) == Some(*name)).map(|(kind, _)| *kind);
        match (kind, tag.starts_with("I-") && open, document.names.last_mut()) {
            (Some(_), true, Some(last)) => last.1 = end,
            (Some(kind), ..) => document.names.push((position, end, kind)),
            (None, ..) => {}
        }
        open = kind.is_some();
        position = end;
    }
    documents.retain(|document| !document.article.text.is_empty());
    Ok(documents)
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

impl NameScores {
    /// Adds one document's names.
    pub fn add(&mut self, gold: &NamedDocument, system: &Analysis) {
        let text = &gold.article.text;
        let mut found = HashSet::new();
        let (mut byte, mut position) = (0, 0);
        for name in &system.names {
            let span = system.span(&name.tokens);
            position += length(&text[byte..span.start]);
            byte = span.start;
            found.insert((position, position + length(span.of(text)), name.kind));
        }
        for (index, (kind, _)) in KINDS.iter().enumerate() {
            self.gold[index] += gold.names.iter().filter(|name| name.2 == *kind).count();
            self.system[index] += found.iter().filter(|name| name.2 == *kind).count();
            self.right[index] += gold.names.iter().filter(|name| name.2 == *kind && found.contains(*name)).count();
        }
    }

    /// Micro-averaged F1 in per cent.
    pub fn f1(&self) -> f64 {
        f1(self.right.iter().sum(), self.gold.iter().sum(), self.system.iter().sum())
    }
}

impl fmt::Display for NameScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_cent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let mut row = |name: &str, right: usize, gold: usize, system: usize| {
            writeln!(
                f,
                "{name:<9} precision {:.2} recall {:.2} F1 {:.2}",
                per_cent(right, system),
                per_cent(right, gold),
                f1(right, gold, system)
            )
        };
        for (index, (_, name)) in KINDS.iter().enumerate() {
            row(name, self.right[index], self.gold[index], self.system[index])?;
        }
        row("Names", self.right.iter().sum(), self.gold.iter().sum(), self.system.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_characters() {
        let file = "# newdoc id = d\n# text = Ada Lee's in Malta.\n1\tAda\tB-PER\n2\tLee\tI-PER\n3\t's\tO\n4\tin\tO\n5\tMalta\tB-LOC\n6\t.\tO\n";
        let documents = read(file).expect("sound");
        assert_eq!(documents[0].article.text, "Ada Lee's in Malta.");
        assert_eq!(documents[0].names, [(0, 6, NameKind::Person), (10, 15, NameKind::Place)]);
        let mut scores = NameScores::default();
        scores.add(&documents[0], &Analysis::default());
        assert!(scores.f1().abs() < 1e-9);
    }
}
