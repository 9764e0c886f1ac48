//! CoNLL-U, the treebanks' format: an analysis written, a treebank read.
//!
//! One document an article. Multiword ranges, `SpaceAfter=No` and `# newpar` keep what is needed to restore the text,
//! white space apart; names stand in MISC as `Entity=(person` … `Entity=person)`, as GUM has its entities. Reading
//! leaves out empty nodes and the enhanced graph.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::analysis::{Analysis, Name, NameKind, Sentence, Token, Upos};
use crate::article::{Article, Span};
use crate::error::{Error, Result};

/// Writes one article as one document.
///
/// # Errors
/// Those of the writer.
pub fn write(article: &Article, analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# newdoc id = {}", one_line(&article.id))?;
    if let Some(title) = &article.title {
        writeln!(out, "# meta::title = {}", one_line(title))?;
    }
    if let Some(date) = article.date {
        writeln!(out, "# meta::dateCreated = {date}")?;
    }
    let mut names = analysis.names.iter().peekable();
    let mut multiwords = analysis.multiwords.iter().peekable();
    let mut paragraph = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", one_line(&article.id), number + 1)?;
        if sentence.is_headline {
            writeln!(out, "# headline")?;
        }
        writeln!(out, "# text = {}", one_line(sentence.span.of(&article.text)))?;
        let first = sentence.tokens.start;
        let mut within = 0..0;
        for index in sentence.tokens.clone() {
            let token = &analysis.tokens[index];
            let touches = analysis.tokens.get(index + 1).is_some_and(|next| next.span.start == token.span.end);
            while multiwords.peek().is_some_and(|range| range.start < index) {
                multiwords.next();
            }
            if let Some(range) = multiwords.next_if(|range| range.start == index && range.end <= sentence.tokens.end) {
                within = range.clone();
                let surface = analysis.span(range);
                let follows = analysis.tokens.get(range.end).is_some_and(|next| next.span.start == surface.end);
                let misc = if follows { "SpaceAfter=No" } else { "_" };
                let (from, to) = (range.start - first + 1, range.end - first);
                writeln!(out, "{from}-{to}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", surface.of(&article.text))?;
            }
            let mut misc = String::new();
            if let Some(name) = names.peek().filter(|name| name.tokens.contains(&index)) {
                let opens = if name.tokens.start == index { "(" } else { "" };
                let closes = if name.tokens.end == index + 1 { ")" } else { "" };
                if !opens.is_empty() || !closes.is_empty() {
                    misc = format!("Entity={opens}{}{closes}", name.kind);
                }
                if !closes.is_empty() {
                    names.next();
                }
            }
            if touches && !within.contains(&index) {
                misc += if misc.is_empty() { "SpaceAfter=No" } else { "|SpaceAfter=No" };
            }
            if misc.is_empty() {
                misc.push('_');
            }
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}",
                index - first + 1,
                token.form,
                token.lemma,
                token.upos,
                token.feats,
                token.head.map_or(0, |head| head - first + 1),
                token.deprel,
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// White space runs become one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads documents: their text, restored with a space between words and a blank line between paragraphs, and all that
/// is annotated.
///
/// # Errors
/// [`Error::Input`] with the line's number where the format is broken.
pub fn read(text: &str) -> Result<Vec<(Article, Analysis)>> {
    let mut reader = Reader::default();
    for (number, line) in text.lines().enumerate() {
        reader.line(line).map_err(|reason| Error::Input { input: format!("CoNLL-U, line {}", number + 1), reason })?;
    }
    reader.finish().map_err(|reason| Error::Input { input: "CoNLL-U, at the end".to_owned(), reason })
}

#[derive(Default)]
struct Reader {
    documents: Vec<(Article, Analysis)>,
    feats: HashMap<String, Arc<str>>,
    /// The sentence that is being read.
    rows: Vec<Row>,
    ranges: Vec<(usize, usize, String, bool)>,
    new_paragraph: bool,
    headline: bool,
    /// Whether no space follows the last word read.
    glued: bool,
}

struct Row {
    form: String,
    lemma: String,
    upos: Upos,
    feats: Arc<str>,
    head: usize,
    deprel: Arc<str>,
    entity: Option<String>,
    glued: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return self.sentence();
        }
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _, feats, head, deprel, _, misc] = columns[..] else {
            return Err(format!("{} columns instead of ten", columns.len()));
        };
        let value = |key: &str| {
            misc.split('|')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value)
        };
        let glued = value("SpaceAfter") == Some("No");
        if id.contains('.') {
            return Ok(());
        }
        if let Some((from, to)) = id.split_once('-') {
            let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{id} is no range of words"));
            self.ranges.push((number(from)?, number(to)?, form.to_owned(), glued));
            return Ok(());
        }
        if id.parse() != Ok(self.rows.len() + 1) {
            return Err(format!("word {} is numbered {id}", self.rows.len() + 1));
        }
        let head = if head == "_" { 0 } else { head.parse().map_err(|_| format!("{head} is no head"))? };
        let mut shared = |text: &str| Arc::clone(self.feats.entry(text.to_owned()).or_insert_with(|| text.into()));
        let (feats, deprel) = (shared(feats), shared(deprel));
        self.rows.push(Row {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.parse()?,
            feats,
            head,
            deprel,
            entity: value("Entity").map(str::to_owned),
            glued,
        });
        Ok(())
    }

    fn comment(&mut self, comment: &str) {
        let (key, value) = comment.split_once('=').map_or((comment, ""), |(key, value)| (key.trim(), value.trim()));
        match key {
            "newdoc id" | "newdoc" => {
                self.documents.push((Article::from_text(value, ""), Analysis::default()));
                (self.new_paragraph, self.glued) = (false, false);
            }
            "newpar" | "newpar id" => self.new_paragraph = true,
            "headline" => self.headline = true,
            "meta::title" => self.article().title = Some(value.to_owned()),
            "meta::dateCreated" => self.article().date = value.parse().ok(),
            _ => {}
        }
    }

    fn article(&mut self) -> &mut Article {
        &mut self.document().0
    }

    fn document(&mut self) -> &mut (Article, Analysis) {
        if self.documents.is_empty() {
            self.documents.push((Article::from_text("1", ""), Analysis::default()));
        }
        let last = self.documents.len() - 1;
        &mut self.documents[last]
    }

    /// Adds the sentence whose words have been read.
    fn sentence(&mut self) -> Result<(), String> {
        let rows = std::mem::take(&mut self.rows);
        let ranges = std::mem::take(&mut self.ranges);
        let new_paragraph = std::mem::take(&mut self.new_paragraph);
        let is_headline = std::mem::take(&mut self.headline);
        if rows.is_empty() {
            return Ok(());
        }
        let mut glued = self.glued;
        let (article, analysis) = self.document();
        let paragraph = match analysis.sentences.last() {
            None => 0,
            Some(last) if new_paragraph => last.paragraph + 1,
            Some(last) => last.paragraph,
        };
        if !article.text.is_empty() {
            article.text.push_str(if new_paragraph {
                "\n\n"
            } else if glued {
                ""
            } else {
                " "
            });
        }
        let spans = spell(&rows, &ranges, &mut article.text, &mut glued)?;
        let first = analysis.tokens.len();
        let count = rows.len();
        let mut open: Option<(usize, NameKind)> = None;
        for (index, (row, span)) in rows.into_iter().zip(&spans).enumerate() {
            if row.head > count {
                return Err(format!("head {} of {} is outside the sentence", row.head, row.form));
            }
            if let Some(entity) = &row.entity
                && let Ok(kind) = entity.trim_matches(['(', ')']).parse::<NameKind>()
            {
                if entity.starts_with('(') {
                    open = Some((first + index, kind));
                }
                if let (true, Some((start, kind))) = (entity.ends_with(')'), open) {
                    analysis.names.push(Name { tokens: start..first + index + 1, kind, score: 1.0 });
                    open = None;
                }
            }
            analysis.tokens.push(Token {
                span: *span,
                form: row.form,
                lemma: row.lemma,
                upos: row.upos,
                feats: row.feats,
                head: row.head.checked_sub(1).map(|head| first + head),
                deprel: row.deprel,
            });
        }
        let span = spans[0].to(spans[count - 1]);
        if is_headline {
            article.headline = Some(span);
        }
        analysis.sentences.push(Sentence { tokens: first..first + count, span, paragraph, is_headline });
        analysis.multiwords.extend(ranges.iter().map(|(from, to, ..)| first + from - 1..first + to));
        self.glued = glued;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<(Article, Analysis)>, String> {
        self.sentence()?;
        Ok(self.documents)
    }
}

/// Appends a sentence's words to the text; the words of a range share its span where they do not spell it.
fn spell(
    rows: &[Row],
    ranges: &[(usize, usize, String, bool)],
    text: &mut String,
    glued: &mut bool,
) -> Result<Vec<Span>, String> {
    let mut spans = Vec::with_capacity(rows.len());
    let mut append = |text: &mut String, form: &str, no_space: bool| {
        let start = text.len();
        text.push_str(form);
        *glued = no_space;
        Span::new(start, text.len())
    };
    let mut index = 0;
    while index < rows.len() {
        if !text.is_empty() && index > 0 && !rows_glued(rows, ranges, index) {
            text.push(' ');
        }
        let range = ranges.iter().find(|(from, ..)| *from == index + 1);
        let Some((from, to, surface, no_space)) = range else {
            spans.push(append(text, &rows[index].form, rows[index].glued));
            index += 1;
            continue;
        };
        let members: Range<usize> = index..*to;
        if *to < *from || *to > rows.len() {
            return Err(format!("the range {from}-{to} is outside the sentence"));
        }
        let whole = append(text, surface, *no_space);
        let spelled: String = rows[members.clone()].iter().map(|row| row.form.as_str()).collect();
        if spelled.len() == surface.len() && spelled.to_lowercase() == surface.to_lowercase() {
            let mut at = whole.start;
            for row in &rows[members.clone()] {
                spans.push(Span::new(at, at + row.form.len()));
                at += row.form.len();
            }
        } else {
            spans.extend(members.clone().map(|_| whole));
        }
        index = members.end;
    }
    Ok(spans)
}

/// Whether no space stands before word `index`.
fn rows_glued(rows: &[Row], ranges: &[(usize, usize, String, bool)], index: usize) -> bool {
    match ranges.iter().find(|(_, to, ..)| *to == index) {
        Some((.., glued)) => *glued,
        None => rows[index - 1].glued,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "\
# newdoc id = ferry
# newpar
# sent_id = ferry-1
# text = Malta's ferry doesn't sail.
1-2\tMalta's\t_\t_\t_\t_\t_\t_\t_\t_
1\tMalta\tMalta\tPROPN\t_\tNumber=Sing\t3\tnmod:poss\t_\tEntity=(place)
2\t's\t's\tPART\t_\t_\t1\tcase\t_\t_
3\tferry\tferry\tNOUN\t_\tNumber=Sing\t6\tnsubj\t_\t_
4-5\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdoes\tdo\tAUX\t_\tVerbForm=Fin\t6\taux\t_\t_
5\tn't\tnot\tPART\t_\tPolarity=Neg\t6\tadvmod\t_\t_
6\tsail\tsail\tVERB\t_\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t_\t_\t6\tpunct\t_\t_

";

    #[test]
    fn what_is_read_is_written_again() {
        let documents = read(DOCUMENT).expect("sound");
        let (article, analysis) = &documents[0];
        assert_eq!(article.text, "Malta's ferry doesn't sail.");
        assert_eq!(analysis.names[0].kind, NameKind::Place);
        let mut written = Vec::new();
        write(article, analysis, &mut written).expect("memory");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), DOCUMENT);
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = read("1\tword\n").expect_err("two columns").to_string();
        assert_eq!(error, "CoNLL-U, line 1: 2 columns instead of ten");
        assert!(read("1\tA\ta\tDET\t_\t_\t7\tdet\t_\t_\n").is_err());
    }
}
