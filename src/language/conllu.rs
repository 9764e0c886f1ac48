//! CoNLL-U: the exchange format of Universal Dependencies, <https://universaldependencies.org/format.html>.
//!
//! Written: `newdoc`, `newpar`, `sent_id`, `text`, multiword ranges, `SpaceAfter=No` and names as `Entity=` in MISC.
//! Read: the same, and the treebanks; the text is put together from the words.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::{Analysis, Sentence, Token};
use crate::article::{Article, Span};
use crate::{Error, Result};

/// Writes one article.
///
/// # Errors
/// Those of `out`.
pub fn write(article: &Article, analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "# newdoc id = {}", one_line(&article.id))?;
    let mut paragraph = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            writeln!(out, "# newpar")?;
            paragraph = Some(sentence.paragraph);
        }
        writeln!(out, "# sent_id = {}-{}", one_line(&article.id), number + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(&article.text)))?;
        let first = sentence.tokens.start;
        for token in sentence.tokens.clone() {
            if let Some(range) = analysis.multiwords.iter().find(|range| range.start == token) {
                let misc = if is_glued(analysis, range.end - 1, &sentence.tokens) { "SpaceAfter=No" } else { "_" };
                let form = analysis.span(range).of(&article.text);
                writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", token - first + 1, range.end - first)?;
            }
            writeln!(out, "{}", row(analysis, token, sentence))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn row(analysis: &Analysis, token: usize, sentence: &Sentence) -> String {
    let word = &analysis.tokens[token];
    let first = sentence.tokens.start;
    let mut misc = Vec::new();
    if let Some(name) = analysis.names.iter().find(|name| name.tokens.contains(&token)) {
        let open = if name.tokens.start == token { format!("({}", name.kind) } else { String::new() };
        let close = match (name.tokens.end == token + 1, open.is_empty()) {
            (true, true) => format!("{})", name.kind),
            (true, false) => ")".to_owned(),
            (false, _) => String::new(),
        };
        if !(open.is_empty() && close.is_empty()) {
            misc.push(format!("Entity={open}{close}"));
        }
    }
    let is_inside = analysis.multiwords.iter().any(|range| range.contains(&token));
    if !is_inside && is_glued(analysis, token, &sentence.tokens) {
        misc.push("SpaceAfter=No".to_owned());
    }
    let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
    let head = word.head.map_or(0, |head| head - first + 1);
    let (form, lemma, feats, relation) = (&word.form, &word.lemma, &word.feats, &word.deprel);
    format!("{}\t{form}\t{lemma}\t{}\t_\t{feats}\t{head}\t{relation}\t_\t{misc}", token - first + 1, word.upos)
}

/// Whether the next word of the text follows without a space.
fn is_glued(analysis: &Analysis, token: usize, sentence: &Range<usize>) -> bool {
    let next = analysis.tokens.get(token + 1);
    next.is_some_and(|next| next.span.start == analysis.tokens[token].span.end) && token + 1 <= sentence.end
}

/// Reads documents; each gets its text from its words.
///
/// # Errors
/// A line that is no CoNLL-U, with its number.
pub fn read(name: &str, text: &str) -> Result<Vec<(Article, Analysis)>> {
    let mut documents = Vec::new();
    let mut reading = Reading::default();
    for (number, line) in text.lines().enumerate() {
        let wrong = |reason: &str| Error::Input {
            input: format!("{name}:{}", number + 1),
            reason: format!("{reason}; the file must be CoNLL-U"),
        };
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if comment.starts_with("newdoc") {
                documents.extend(reading.take());
                reading.id = comment.split_once('=').map_or_else(String::new, |(_, id)| id.trim().to_owned());
            } else if comment.starts_with("newpar") {
                reading.starts_paragraph = true;
            }
        } else if line.is_empty() {
            reading.end_sentence();
        } else {
            reading.line(line).map_err(|reason| wrong(&reason))?;
        }
    }
    documents.extend(reading.take());
    Ok(documents)
}

#[derive(Default)]
struct Reading {
    id: String,
    text: String,
    analysis: Analysis,
    /// Heads of the open sentence, as the file numbers them.
    heads: Vec<usize>,
    paragraph: usize,
    starts_paragraph: bool,
    needs_space: bool,
    /// The open multiword range: its last word's number, whether a space follows it, its first token.
    multiword: Option<(usize, bool, usize)>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _, feats, head, relation, _, misc] = columns[..] else {
            return Err(format!("{} columns instead of 10", columns.len()));
        };
        if id.contains('.') {
            return Ok(());
        }
        let space = !misc.split('|').any(|pair| pair == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            let last = last.parse().map_err(|_| format!("{id} is no range"))?;
            self.multiword = Some((last, space, self.analysis.tokens.len()));
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| format!("{id} is no number of a word"))?;
        if self.starts_paragraph && self.heads.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
                self.paragraph += 1;
            }
            self.starts_paragraph = false;
        } else if self.needs_space {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        self.needs_space = match self.multiword {
            Some((last, space, first)) if last == number => {
                self.analysis.multiwords.push(first..self.analysis.tokens.len() + 1);
                self.multiword = None;
                space
            }
            Some(_) => false,
            None => space,
        };
        self.heads.push(head.parse().map_err(|_| format!("{head} is no head"))?);
        self.analysis.tokens.push(Token {
            span: Span::new(start, self.text.len()),
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.parse()?,
            feats: Arc::from(feats),
            head: None,
            deprel: Arc::from(relation),
        });
        Ok(())
    }

    fn end_sentence(&mut self) {
        if self.heads.is_empty() {
            return;
        }
        let first = self.analysis.tokens.len() - self.heads.len();
        let count = self.heads.len();
        for (index, head) in self.heads.drain(..).enumerate() {
            self.analysis.tokens[first + index].head = (1..=count).contains(&head).then(|| first + head - 1);
        }
        let tokens = first..self.analysis.tokens.len();
        let span = self.analysis.span(&tokens);
        self.analysis.sentences.push(Sentence { tokens, span, paragraph: self.paragraph, is_headline: false });
    }

    fn take(&mut self) -> Option<(Article, Analysis)> {
        self.end_sentence();
        let done = std::mem::take(self);
        (!done.analysis.tokens.is_empty()).then(|| (Article::from_text(done.id, done.text), done.analysis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{analyse, for_tests};

    #[test]
    fn what_is_written_is_read_again() {
        let article = Article::from_text("a", "Rome isn't far.\n\n“Go,” said Anna Bell.");
        let analysis = analyse(&article, for_tests()).expect("reads");
        let mut first = Vec::new();
        write(&article, &analysis, &mut first).expect("writes");
        let text = String::from_utf8(first).expect("is UTF-8");
        let (again, read) = super::read("test", &text).expect("reads").remove(0);
        assert_eq!(again.text, article.text);
        assert_eq!(read.multiwords, analysis.multiwords);
        let heads = |analysis: &Analysis| analysis.tokens.iter().map(|token| token.head).collect::<Vec<_>>();
        assert_eq!(heads(&read), heads(&analysis));
    }

    #[test]
    fn a_damaged_line_is_named() {
        let error = super::read("bad.conllu", "# newdoc id = x\n1\tword\n").expect_err("damaged");
        assert!(error.to_string().contains("bad.conllu:2"), "{error}");
    }
}
