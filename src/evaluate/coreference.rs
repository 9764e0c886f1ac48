//! Coreference against gold chains: the CoNLL score on OntoGUM's documents, F1 on GAP's pronouns.
//!
//! The CoNLL score is the mean of the F1 of MUC (links), B³ (mentions) and CEAF-e (entities, best assignment with φ4), as
//! in Pradhan et al., "Scoring Coreference Partitions of Predicted Mentions" (ACL 2014). Everything is the system's:
//! words, mentions, chains. A mention is right when it has exactly the gold's characters, white space apart; chains of
//! one mention count on neither side, as OntoNotes has none.
//!
//! GAP (Webster et al., TACL 2018) asks of a pronoun and two names which of these it means; an answer is right when the
//! pronoun's entity has a mention that overlaps the name.

use std::collections::{HashMap, HashSet};
use std::fmt;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

use super::f1;
use crate::article::{Article, Span};
use crate::entity::{Entities, Mention};
use crate::error::{Error, Result};
use crate::language::conllu;

/// Start and end in characters without white space.
type Position = (usize, usize);

/// A document with its chains.
#[derive(Debug, Clone)]
pub struct ChainedDocument {
    /// The text, nothing annotated.
    pub article: Article,
    chains: Vec<HashSet<Position>>,
}

/// Reads CoNLL-U with `Entity=(id`, `id)` and `(id)` in MISC.
///
/// # Errors
/// Those of [`conllu::read`]; [`Error::Input`] for an entity that ends before it begins.
pub fn read_chains(text: &str) -> Result<Vec<ChainedDocument>> {
    let mut marks: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        if line.starts_with("# newdoc") || marks.is_empty() {
            marks.push(Vec::new());
        }
        let mut columns = line.split('\t');
        let is_word = columns.next().is_some_and(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()));
        if is_word && let Some(document) = marks.last_mut() {
            let misc = columns.nth(8).unwrap_or_default();
            let entity = misc.split('|').find_map(|feature| feature.strip_prefix("Entity=")).unwrap_or_default();
            document.push(entity.to_owned());
        }
    }
    marks.retain(|document| !document.is_empty());
    conllu::read(text)?
        .into_iter()
        .zip(marks)
        .map(|((article, analysis), marks)| {
            let wrong = |id: &str| Error::Input {
                input: format!("coreference of {}", article.id),
                reason: format!("entity {id} ends where none is open"),
            };
            let positions = Positions::new(&article.text);
            let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
            let mut chains: HashMap<&str, HashSet<Position>> = HashMap::new();
            for (token, mark) in analysis.tokens.iter().zip(&marks) {
                for part in brackets(mark) {
                    let id = part.trim_matches(['(', ')']).split('-').next().unwrap_or_default();
                    if part.starts_with('(') {
                        open.entry(id).or_default().push(token.span.start);
                    }
                    if part.ends_with(')') {
                        let start = open.get_mut(id).and_then(Vec::pop).ok_or_else(|| wrong(id))?;
                        let position = positions.of(Span::new(start, token.span.end));
                        chains.entry(id).or_default().insert(position);
                    }
                }
            }
            let chains = chains.into_values().filter(|chain| chain.len() > 1).collect();
            Ok(ChainedDocument { article, chains })
        })
        .collect()
}

/// The brackets of an Entity value, `(12(3)` → `(12`, `(3)`.
fn brackets(value: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, character) in value.char_indices() {
        if character == '(' && at > start {
            parts.push(&value[start..at]);
            start = at;
        } else if character == ')' {
            parts.push(&value[start..=at]);
            start = at + 1;
        }
    }
    if start < value.len() {
        parts.push(&value[start..]);
    }
    parts
}

/// Bytes to characters without white space.
struct Positions(Vec<usize>);

impl Positions {
    fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for character in text.chars() {
            before.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += usize::from(!character.is_whitespace());
        }
        before.push(count);
        Self(before)
    }

    fn of(&self, span: Span) -> Position {
        let at = |byte: usize| self.0.get(byte).or(self.0.last()).copied().unwrap_or_default();
        (at(span.start), at(span.end))
    }
}

/// A right part of a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    right: f64,
    whole: f64,
}

impl Share {
    fn add(&mut self, right: f64, whole: f64) {
        self.right += right;
        self.whole += whole;
    }

    fn value(self) -> f64 {
        if self.whole > 0.0 { self.right / self.whole } else { 0.0 }
    }
}

/// Recall and precision of one measure.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    recall: Share,
    precision: Share,
}

impl Measure {
    fn f1(self) -> f64 {
        let (recall, precision) = (self.recall.value(), self.precision.value());
        if recall + precision > 0.0 { 200.0 * recall * precision / (recall + precision) } else { 0.0 }
    }
}

/// The scores of chains, summed over documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChainScores {
    mentions: Measure,
    muc: Measure,
    b_cubed: Measure,
    ceaf: Measure,
}

impl ChainScores {
    /// Adds one document's chains.
    pub fn add(&mut self, gold: &ChainedDocument, system: &Entities) {
        let positions = Positions::new(&gold.article.text);
        let found: Vec<HashSet<Position>> =
            system.chains.iter().map(|chain| chain.iter().map(|&span| positions.of(span)).collect()).collect();
        self.add_chains(&gold.chains, &found);
    }

    fn add_chains(&mut self, gold: &[HashSet<Position>], found: &[HashSet<Position>]) {
        let all = |chains: &[HashSet<Position>]| chains.iter().flatten().copied().collect::<HashSet<Position>>();
        let (of_gold, of_system) = (all(gold), all(found));
        let shared = of_gold.intersection(&of_system).count() as f64;
        self.mentions.recall.add(shared, of_gold.len() as f64);
        self.mentions.precision.add(shared, of_system.len() as f64);
        links(&mut self.muc.recall, gold, found);
        links(&mut self.muc.precision, found, gold);
        members(&mut self.b_cubed.recall, gold, found);
        members(&mut self.b_cubed.precision, found, gold);
        let similarity = assignment(gold, found);
        self.ceaf.recall.add(similarity, gold.len() as f64);
        self.ceaf.precision.add(similarity, found.len() as f64);
    }

    /// The mean F1 of MUC, B³ and CEAF-e, in per cent.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

/// Which chain each mention is in.
fn index(chains: &[HashSet<Position>]) -> HashMap<Position, usize> {
    let members = |(number, chain): (usize, &HashSet<Position>)| {
        chain.iter().map(|&mention| (mention, number)).collect::<Vec<_>>()
    };
    chains.iter().enumerate().flat_map(members).collect()
}

/// MUC: of the links that hold each chain together, those that the other side has too.
fn links(share: &mut Share, chains: &[HashSet<Position>], others: &[HashSet<Position>]) {
    let other = index(others);
    for chain in chains {
        let parts: HashSet<usize> = chain.iter().filter_map(|mention| other.get(mention).copied()).collect();
        let alone = chain.iter().filter(|mention| !other.contains_key(mention)).count();
        share.add((chain.len() - parts.len() - alone) as f64, (chain.len() - 1) as f64);
    }
}

/// B³: of each mention's chain, how much the other side has in one.
fn members(share: &mut Share, chains: &[HashSet<Position>], others: &[HashSet<Position>]) {
    let other = index(others);
    for chain in chains {
        for mention in chain {
            let common = other.get(mention).map_or(0, |&number| chain.intersection(&others[number]).count());
            share.add(common as f64 / chain.len() as f64, 1.0);
        }
    }
}

/// CEAF-e: the similarity φ4 of the best assignment of chains to chains.
fn assignment(gold: &[HashSet<Position>], found: &[HashSet<Position>]) -> f64 {
    const SCALE: f64 = 1e9;
    let (rows, columns) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    if rows.is_empty() {
        return 0.0;
    }
    let weights = Matrix::from_fn(rows.len(), columns.len(), |(row, column)| {
        let common = rows[row].intersection(&columns[column]).count() as f64;
        (SCALE * 2.0 * common / (rows[row].len() + columns[column].len()) as f64) as i64
    });
    kuhn_munkres(&weights).0 as f64 / SCALE
}

impl fmt::Display for ChainScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, measure) in
            [("mentions", self.mentions), ("MUC", self.muc), ("B3", self.b_cubed), ("CEAF-e", self.ceaf)]
        {
            let (precision, recall) = (100.0 * measure.precision.value(), 100.0 * measure.recall.value());
            writeln!(f, "{name:<9} precision {precision:.2} recall {recall:.2} F1 {:.2}", measure.f1())?;
        }
        writeln!(f, "CoNLL     F1 {:.2}", self.conll())
    }
}

/// A pronoun and two names, each with whether it is meant.
#[derive(Debug, Clone)]
pub struct PronounQuestion {
    /// The passage.
    pub article: Article,
    pronoun: Span,
    names: [(Span, bool); 2],
}

/// Whether a file is GAP's table.
pub fn is_pronouns(text: &str) -> bool {
    text.starts_with("ID\tText\tPronoun\t")
}

/// Reads GAP's table.
///
/// # Errors
/// [`Error::Input`] with the line's number where a column is missing or an offset is outside the text.
pub fn read_pronouns(text: &str) -> Result<Vec<PronounQuestion>> {
    text.lines()
        .zip(1..)
        .skip(1)
        .map(|(line, number)| {
            let columns: Vec<&str> = line.split('\t').collect();
            question(&columns).ok_or_else(|| Error::Input {
                input: format!("pronouns, line {number}"),
                reason: "not ID, Text, Pronoun, offset and two names with offset and TRUE or FALSE".to_owned(),
            })
        })
        .collect()
}

fn question(columns: &[&str]) -> Option<PronounQuestion> {
    let text = columns.get(1)?;
    let span = |word: usize| -> Option<Span> {
        let offset: usize = columns.get(word + 1)?.parse().ok()?;
        let start = text.char_indices().map(|(byte, _)| byte).nth(offset)?;
        let end = start + columns[word].len();
        text.get(start..end)?;
        Some(Span::new(start, end))
    };
    let name = |word: usize| Some((span(word)?, columns.get(word + 2)?.eq_ignore_ascii_case("true")));
    Some(PronounQuestion {
        article: Article::from_text(*columns.first()?, *text),
        pronoun: span(2)?,
        names: [name(4)?, name(7)?],
    })
}

/// Right answers to questions of pronouns.
#[derive(Debug, Clone, Copy, Default)]
pub struct PronounScores {
    right: usize,
    gold: usize,
    system: usize,
}

impl PronounScores {
    /// Adds one question.
    pub fn add(&mut self, question: &PronounQuestion, system: &Entities) {
        let overlaps = |mention: &Mention, span: Span| mention.span.start < span.end && span.start < mention.span.end;
        let pronoun = system.mentions.iter().find(|mention| mention.span == question.pronoun);
        for (span, is_meant) in question.names {
            let is_answer = pronoun.is_some_and(|pronoun| {
                let mentions = &system.get(pronoun.entity).mentions;
                mentions.iter().any(|&mention| overlaps(&system.mentions[mention], span))
            });
            self.gold += usize::from(is_meant);
            self.system += usize::from(is_answer);
            self.right += usize::from(is_meant && is_answer);
        }
    }
}

impl fmt::Display for PronounScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |whole: usize| 100.0 * self.right as f64 / whole.max(1) as f64;
        let f1 = f1(self.right, self.gold, self.system);
        writeln!(f, "pronouns  precision {:.2} recall {:.2} F1 {f1:.2}", share(self.system), share(self.gold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(of: &[&[usize]]) -> Vec<HashSet<Position>> {
        of.iter().map(|chain| chain.iter().map(|&mention| (mention, mention + 1)).collect()).collect()
    }

    fn scores(gold: &[&[usize]], found: &[&[usize]]) -> [f64; 3] {
        let mut scores = ChainScores::default();
        scores.add_chains(&chains(gold), &chains(found));
        [scores.muc, scores.b_cubed, scores.ceaf].map(|measure| (measure.f1() * 100.0).round() / 100.0)
    }

    #[test]
    fn scores_are_those_of_the_reference() {
        assert_eq!(scores(&[&[1, 2, 3]], &[&[1, 2, 3]]), [100.0, 100.0, 100.0]);
        // The example of the reference scorer's paper (figure 1): {a, b, c}, {d, e, f, g} against
        // {a, b}, {c, d}, {f, g, h, i}.
        let found: &[&[usize]] = &[&[1, 2], &[3, 4], &[6, 7, 8, 9]];
        assert_eq!(scores(&[&[1, 2, 3], &[4, 5, 6, 7]], found), [40.0, 45.45, 52.0]);
        assert_eq!(scores(&[&[1, 2]], &[]), [0.0, 0.0, 0.0]);
    }

    #[test]
    fn brackets_are_taken_apart() {
        assert_eq!(brackets("(12(3)"), ["(12", "(3)"]);
        assert_eq!(brackets("4)5)(6"), ["4)", "5)", "(6"]);
        assert!(brackets("").is_empty());
    }

    #[test]
    fn chains_are_read_as_characters() {
        let file = "# newdoc id = d\n# sent_id = 1\n# text = Ada left her.\n\
            1\tAda\tAda\tPROPN\t_\t_\t2\tnsubj\t_\tEntity=(1)\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\t_\n\
            3\ther\tshe\tPRON\t_\t_\t2\tobj\t_\tEntity=(1)|SpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
        let documents = read_chains(file).expect("sound");
        assert_eq!(documents[0].chains, [HashSet::from([(0, 3), (7, 10)])]);
        let broken = file.replace("Entity=(1)|", "Entity=2)|");
        assert!(read_chains(&broken).is_err());
    }

    #[test]
    fn a_question_of_a_pronoun_is_read() {
        let line = "q\tÉva met Ann. She left.\tShe\t13\tÉva\t0\tTRUE\tAnn\t8\tFALSE\turl";
        let questions = read_pronouns(&format!("ID\tText\tPronoun\t…\n{line}\n")).expect("sound");
        let question = &questions[0];
        assert_eq!(question.pronoun.of(&question.article.text), "She");
        assert!(question.names[0].1 && !question.names[1].1);
        assert!(read_pronouns("ID\nq\ttext\tx\t9\n").is_err());
    }
}
