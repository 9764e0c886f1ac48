//! Links to Wikidata against gold links: given the boundaries, and end to end.
//!
//! Three forms of gold are read, one document a line: current events (`text`, `links` with code points and a Wikipedia
//! `title`); claims (`text`, `claims`, `entities` with a `title`), where the first mention of each entity that takes part
//! in a claim counts; and named entities (`sents` of `tokens` with `spans` that have a `form`, the tokens of their head in
//! `min`, and perhaps a title in `wiki`), where proper names count. A table says which item a title has. What counts as
//! what depends on the knowledge base that was used:
//!
//! * a gold mention whose item is in it should be linked to that item;
//! * one whose item is not in it, or that has no title in a file that marks all names, should not be linked;
//! * one whose title has no row in the table cannot be judged and is left out.
//!
//! *Given the boundaries*, a gold mention is answered by the mention of the system that overlaps it best (characters
//! shared over characters of either); none is wrong. A title beside a name answers with the office that it names.
//! *End to end*, span and item must both fit, a leading article and a possessive ending apart; what the system links
//! where the gold marks nothing counts against it only in files that mark all names (current events mark a thing where
//! it is first named).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::f1;
use crate::article::{Article, Span};
use crate::entity::{Candidate, Entities, Entity, MentionKind};
use crate::error::{Error, Result};
use crate::knowledge::{ItemId, KnowledgeBase};

/// Wikipedia titles to items.
#[derive(Debug, Clone, Default)]
pub struct Titles(HashMap<String, ItemId>);

impl Titles {
    /// Reads a table with the columns `title` and `qid`; others are ignored.
    ///
    /// # Errors
    /// [`Error::Input`] where a column is missing or an item is none.
    pub fn read(name: &str, text: &str) -> Result<Self> {
        let wrong = |line: usize, reason: String| Error::Input { input: format!("{name}, line {line}"), reason };
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let column = |wanted: &str| {
            let found = head.iter().position(|column| *column == wanted);
            found.ok_or_else(|| wrong(1, format!("no column {wanted}; a table of titles has title and qid")))
        };
        let (title, item) = (column("title")?, column("qid")?);
        let mut titles = HashMap::new();
        for (line, number) in lines.zip(2..) {
            let columns: Vec<&str> = line.split('\t').collect();
            if let (Some(title), Some(item)) = (columns.get(title), columns.get(item)) {
                titles.insert((*title).to_owned(), item.parse().map_err(|reason| wrong(number, reason))?);
            }
        }
        Ok(Self(titles))
    }

    /// The item of a title; a title that is an item's identifier needs no row.
    pub fn item(&self, title: &str) -> Option<ItemId> {
        self.0.get(title).copied().or_else(|| title.parse().ok())
    }
}

/// A gold mention.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gold {
    /// The whole of it.
    span: Span,
    /// Its head with what belongs to the name; the same where the gold marks no heads.
    core: Span,
    title: Option<String>,
}

/// A document with its gold links.
#[derive(Debug, Clone)]
pub struct LinkedDocument {
    /// The text, nothing annotated.
    pub article: Article,
    gold: Vec<Gold>,
    /// Whether every name of the text is marked.
    is_exhaustive: bool,
}

impl LinkedDocument {
    /// The gold mentions, without what follows their names, each with its title.
    pub fn gold(&self) -> impl Iterator<Item = (Span, Option<&str>)> {
        self.gold.iter().map(|gold| (gold.core, gold.title.as_deref()))
    }
}

#[derive(Deserialize)]
struct EventLine {
    date: Option<String>,
    text: String,
    links: Vec<EventLink>,
}

#[derive(Deserialize)]
struct EventLink {
    start: usize,
    end: usize,
    title: String,
}

#[derive(Deserialize)]
struct ClaimsLine {
    date: Option<String>,
    text: String,
    entities: Vec<ClaimsEntity>,
    claims: Vec<Participants>,
}

#[derive(Deserialize)]
struct ClaimsEntity {
    id: String,
    title: Option<String>,
    mentions: Vec<[usize; 2]>,
}

/// The entities of a claim; an object may be a literal.
#[derive(Deserialize)]
struct Participants {
    s: Value,
    o: Value,
    by: Option<String>,
    place: Option<String>,
}

#[derive(Deserialize)]
struct NamedLine {
    doc: String,
    date: Option<String>,
    sents: Vec<NamedSentence>,
}

#[derive(Deserialize)]
struct NamedSentence {
    tokens: Vec<String>,
    spans: Vec<NamedSpan>,
}

#[derive(Deserialize)]
struct NamedSpan {
    start: usize,
    end: usize,
    form: String,
    #[serde(default)]
    min: Vec<usize>,
    wiki: Option<String>,
}

/// Reads gold links, one document a line.
///
/// # Errors
/// [`Error::Input`] with the line's number where the format is broken.
pub fn read(name: &str, text: &str) -> Result<Vec<LinkedDocument>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            let wrong = |reason: String| Error::Input { input: format!("{name}, line {number}"), reason };
            let json = |error: serde_json::Error| {
                wrong(format!(
                    "{error}; a line has text and links, text, entities and claims, or doc and sents with tokens and spans"
                ))
            };
            let value: Value = serde_json::from_str(line).map_err(json)?;
            if value.get("links").is_some() {
                from_events(&serde_json::from_value(value).map_err(json)?, number).map_err(wrong)
            } else if value.get("claims").is_some() {
                from_events(&first_mentions(serde_json::from_value(value).map_err(json)?), number).map_err(wrong)
            } else {
                from_named(&serde_json::from_value(value).map_err(json)?).map_err(wrong)
            }
        })
        .collect()
}

fn from_events(line: &EventLine, number: usize) -> Result<LinkedDocument, String> {
    let mut article = Article::from_text(number.to_string(), &*line.text);
    article.date = line.date.as_deref().and_then(|date| date.parse().ok());
    let bytes: Vec<usize> = line.text.char_indices().map(|(byte, _)| byte).chain([line.text.len()]).collect();
    let place = |at: usize| bytes.get(at).copied().ok_or_else(|| format!("no character {at} in its text"));
    let mut gold = Vec::new();
    for link in &line.links {
        let span = Span::new(place(link.start)?, place(link.end)?);
        if span.start >= span.end {
            return Err(format!("a link from {} to {} is empty", link.start, link.end));
        }
        gold.push(Gold { span, core: span, title: Some(link.title.clone()) });
    }
    Ok(LinkedDocument { article, gold, is_exhaustive: false })
}

/// The entities of claims that have a title, where each is mentioned first.
fn first_mentions(line: ClaimsLine) -> EventLine {
    let takes_part = |entity: &ClaimsEntity| {
        line.claims.iter().any(|claim| {
            [claim.s.as_str(), claim.o.as_str(), claim.by.as_deref(), claim.place.as_deref()]
                .contains(&Some(entity.id.as_str()))
        })
    };
    let link = |entity: &ClaimsEntity| {
        let &[start, end] = entity.mentions.iter().min()?;
        Some(EventLink { start, end, title: entity.title.clone()? })
    };
    let links = line.entities.iter().filter(|entity| takes_part(entity)).filter_map(link).collect();
    EventLine { date: line.date, text: line.text, links }
}

fn from_named(line: &NamedLine) -> Result<LinkedDocument, String> {
    let mut writer = Detokeniser::default();
    let mut gold = Vec::new();
    for sentence in &line.sents {
        let places: Vec<Span> = sentence.tokens.iter().map(|token| writer.push(token)).collect();
        writer.end_sentence();
        let span =
            |start: usize, end: usize| match (places.get(start), end.checked_sub(1).and_then(|at| places.get(at))) {
                (Some(first), Some(last)) if start < end => Ok(first.to(*last)),
                _ => Err(format!("no tokens {start} to {end} in a sentence of {}", places.len())),
            };
        for name in sentence.spans.iter().filter(|span| span.form == "name") {
            let whole = span(name.start, name.end)?;
            // "Sydney, Australia", "Rip Foo (1790–1850), who …": the name ends where the next thing begins.
            let is_break = |at: &usize| matches!(sentence.tokens[*at].as_str(), "," | "(" | "[" | "—" | "--");
            let first = name.min.first().copied().unwrap_or(name.start);
            let end = (first.max(name.start)..name.end).find(is_break).unwrap_or(name.end);
            let last = name.min.iter().copied().filter(|&at| at < end).max();
            let core = last.filter(|last| first <= *last).map_or(Ok(whole), |last| span(first, last + 1))?;
            gold.push(Gold { span: whole, core, title: name.wiki.clone() });
        }
    }
    let mut article = Article::from_text(&*line.doc, writer.text);
    article.date = line.date.as_deref().and_then(|date| date.parse().ok());
    Ok(LinkedDocument { article, gold, is_exhaustive: true })
}

/// Tokens to running text: spaces as English is printed, a blank line behind what ends without a mark.
#[derive(Default)]
struct Detokeniser {
    text: String,
    /// Whether the next token follows without a space.
    is_tight: bool,
    is_quoting: bool,
}

impl Detokeniser {
    fn push(&mut self, token: &str) -> Span {
        let is_straight_quote = token == "\"";
        let closes =
            matches!(token, "," | "." | ";" | ":" | "?" | "!" | ")" | "]" | "%" | "-" | "/" | "…" | "”" | "...")
                || is_straight_quote && self.is_quoting
                || token.starts_with("n't")
                || token.starts_with("n’t")
                || token.len() > 1 && token.starts_with(['\'', '’']);
        if !self.text.is_empty() && !self.is_tight && !closes && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.is_tight = matches!(token, "(" | "[" | "$" | "£" | "€" | "-" | "/" | "“" | "‘")
            || is_straight_quote && !self.is_quoting;
        self.is_quoting ^= is_straight_quote;
        Span::new(start, self.text.len())
    }

    fn end_sentence(&mut self) {
        let marks = ['.', '?', '!', ':', '…'];
        if !self.text.trim_end_matches(['"', '”', ')', ']']).ends_with(marks) {
            self.text.push_str("\n\n");
        }
        (self.is_tight, self.is_quoting) = (false, false);
    }
}

/// What the gold wants of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// This item, which the knowledge base has.
    Item(ItemId),
    /// No link: the knowledge base lacks the item.
    Absent,
    /// No link: the gold knows no item.
    Nothing,
    /// It cannot be said.
    Unknown,
}

/// Links over documents.
#[derive(Debug, Clone, Default)]
pub struct LinkScores {
    /// Mentions whose item is in the knowledge base; of these linked right, linked wrong, not linked, not found.
    known: usize,
    right: usize,
    wrong: usize,
    unlinked: usize,
    missed: usize,
    /// Right ones among those whose item is a candidate of the very words of the mention, and how many these are.
    reachable: usize,
    /// Mentions that should not be linked, and those that were: their item is absent, or they have none.
    absent: [usize; 2],
    nothing: [usize; 2],
    /// Mentions that cannot be judged, and those that were linked.
    unknown: [usize; 2],
    /// End to end: span and item right, the system's judged links.
    exact: usize,
    system: usize,
    errors: BTreeMap<LinkError, (usize, f32, String)>,
}

/// A kind of error; equal ones are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct LinkError {
    words: String,
    what: String,
}

impl LinkScores {
    /// Adds one document.
    pub fn add(&mut self, document: &LinkedDocument, entities: &Entities, titles: &Titles, kb: &KnowledgeBase) {
        let text = document.article.text.as_str();
        let wanted: Vec<Wanted> = document.gold.iter().map(|gold| wanted(gold, titles, kb)).collect();
        for (gold, &wanted) in document.gold.iter().zip(&wanted) {
            let mention = best(entities.mentions.iter().enumerate(), |(_, mention)| share(mention.span, gold.core));
            let link = mention.and_then(|(at, mention)| {
                // "President Trump" as one gold mention is the man, "president" alone is the office.
                let is_name_in = entities.get(mention.entity).mentions.iter().any(|&other| {
                    let other = &entities.mentions[other];
                    other.kind == MentionKind::Name
                        && gold.core.start <= other.span.start
                        && other.span.end <= gold.core.end
                });
                if is_name_in { entities.get(mention.entity).link.as_ref() } else { entities.named_by(at) }
            });
            match wanted {
                Wanted::Item(item) => {
                    self.known += 1;
                    self.reachable += usize::from(kb.candidates(gold.core.of(text)).contains(&item));
                    match (mention, link) {
                        (_, Some(link)) if link.item == item => self.right += 1,
                        (_, Some(_)) => self.wrong += 1,
                        (Some(_), None) => self.unlinked += 1,
                        (None, _) => self.missed += 1,
                    }
                }
                Wanted::Absent => count(&mut self.absent, link.is_some()),
                Wanted::Nothing => count(&mut self.nothing, link.is_some()),
                Wanted::Unknown => count(&mut self.unknown, link.is_some()),
            }
            let entity = mention.map(|(_, mention)| entities.get(mention.entity));
            let words = gold.core.of(text);
            if let Some(what) = fault(words, gold.title.as_deref(), wanted, entity, link, kb) {
                let entry = self.errors.entry(LinkError { words: words.to_owned(), what });
                let example = || (0, 0.0, format!("{}: {}", document.article.id, around(text, gold.core)));
                let (count, score, _) = entry.or_insert_with(example);
                *count += 1;
                *score = score.max(link.map_or(0.0, |link| link.score));
            }
        }
        for mention in &entities.mentions {
            let Some(link) = &entities.get(mention.entity).link else { continue };
            if !matches!(mention.kind, MentionKind::Name | MentionKind::Demonym) {
                continue;
            }
            let gold = best(document.gold.iter().zip(&wanted), |(gold, _)| share(mention.span, gold.core));
            match gold {
                None => self.system += usize::from(document.is_exhaustive),
                Some((_, Wanted::Unknown)) => {}
                Some((gold, wanted)) => {
                    self.system += 1;
                    let own = bare(text, mention.span);
                    let is_same = own == bare(text, gold.span) || own == bare(text, gold.core);
                    self.exact += usize::from(is_same && *wanted == Wanted::Item(link.item));
                }
            }
        }
    }

    /// The share of mentions in the knowledge base that were linked right, given the boundaries; 0 to 1.
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.known.max(1) as f64
    }

    /// The most frequent errors, the surest first among equally frequent ones; each with an example.
    pub fn errors(&self, limit: usize) -> Vec<String> {
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by(|one, other| {
            let key = |error: &(usize, f32, String)| (Reverse(error.0), Reverse((error.1 * 1000.0) as i32));
            key(one.1).cmp(&key(other.1)).then_with(|| one.0.cmp(other.0))
        });
        errors
            .into_iter()
            .take(limit)
            .map(|(error, (count, score, example))| {
                format!("{count} × “{}”: {} [{score:.2}]\n      {example}", error.words, error.what)
            })
            .collect()
    }
}

/// What is wrong about the link of a mention of these words, in words.
fn fault(
    words: &str,
    title: Option<&str>,
    wanted: Wanted,
    entity: Option<&Entity>,
    link: Option<&Candidate>,
    kb: &KnowledgeBase,
) -> Option<String> {
    let named = |item: ItemId| match kb.item(item) {
        None => item.to_string(),
        Some(found) => {
            format!("{item} {} ({}, {}, {})", found.label, found.class, found.description, found.popularity)
        }
    };
    let title = title.unwrap_or("no title");
    match (wanted, link) {
        (Wanted::Item(item), Some(link)) if link.item == item => None,
        (Wanted::Item(item), _) => {
            let among = kb.candidates(words);
            let place = among.iter().position(|other| *other == item);
            let place = place.map_or("not a candidate of these words".to_owned(), |at| {
                format!("candidate {} of {}", at + 1, among.len())
            });
            let got = match (link, entity) {
                (Some(link), _) => format!("linked to {}", named(link.item)),
                (None, Some(entity)) => {
                    let score = entity.candidates.iter().find(|candidate| candidate.item == item);
                    let score = score.map_or(String::new(), |found| format!(", gold's probability {:.2}", found.score));
                    format!("not linked ({}{score})", entity.class)
                }
                (None, None) => "no mention found".to_owned(),
            };
            Some(format!("gold {}; {got}; {place}", named(item)))
        }
        (Wanted::Absent, Some(link)) => {
            Some(format!("gold {title}, not in the knowledge base; linked to {}", named(link.item)))
        }
        (Wanted::Nothing, Some(link)) => Some(format!("gold has no item; linked to {}", named(link.item))),
        _ => None,
    }
}

impl fmt::Display for LinkScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_cent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        writeln!(f, "Mentions whose item is in the knowledge base, boundaries given: {}", self.known)?;
        writeln!(f, "  linked right        {:>6.2} % ({})", per_cent(self.right, self.known), self.right)?;
        writeln!(f, "  linked wrong        {:>6.2} % ({})", per_cent(self.wrong, self.known), self.wrong)?;
        writeln!(f, "  not linked          {:>6.2} % ({})", per_cent(self.unlinked, self.known), self.unlinked)?;
        writeln!(f, "  no mention found    {:>6.2} % ({})", per_cent(self.missed, self.known), self.missed)?;
        writeln!(f, "  a candidate by name {:>6.2} % ({})", per_cent(self.reachable, self.known), self.reachable)?;
        writeln!(
            f,
            "End to end (span and item): precision {:.2} recall {:.2} F1 {:.2} ({} right, {} linked and judged)",
            per_cent(self.exact, self.system),
            per_cent(self.exact, self.known),
            f1(self.exact, self.known, self.system),
            self.exact,
            self.system
        )?;
        let mut rate = |what: &str, [all, linked]: [usize; 2]| {
            if all == 0 {
                Ok(())
            } else {
                writeln!(f, "{what}: {:.2} % linked ({linked} of {all})", per_cent(linked, all))
            }
        };
        let without = [self.absent[0] + self.nothing[0], self.absent[1] + self.nothing[1]];
        rate("Mentions without an item in the knowledge base", without)?;
        rate("  their item is known but absent", self.absent)?;
        rate("  they have no item", self.nothing)?;
        rate("Not judged, the title has no row", self.unknown)
    }
}

fn count(pair: &mut [usize; 2], is_linked: bool) {
    pair[0] += 1;
    pair[1] += usize::from(is_linked);
}

fn wanted(gold: &Gold, titles: &Titles, kb: &KnowledgeBase) -> Wanted {
    let Some(title) = &gold.title else { return Wanted::Nothing };
    match titles.item(title) {
        Some(item) if kb.item(item).is_some() => Wanted::Item(item),
        Some(_) => Wanted::Absent,
        None => Wanted::Unknown,
    }
}

/// Bytes that two spans share, of those that either has.
fn share(one: Span, other: Span) -> f64 {
    let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    shared as f64 / (one.to(other).end - one.to(other).start).max(1) as f64
}

/// What overlaps best; among equals the first.
fn best<T>(among: impl IntoIterator<Item = T>, share: impl Fn(&T) -> f64) -> Option<T> {
    let mut found: Option<(f64, T)> = None;
    for one in among {
        let share = share(&one);
        if share > found.as_ref().map_or(0.0, |found| found.0) {
            found = Some((share, one));
        }
    }
    found.map(|(_, one)| one)
}

/// A span without its article and possessive ending.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let article = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find(|article| words.starts_with(**article));
    let ending = ["'s", "’s", "'", "’"].iter().find(|ending| words.ends_with(**ending));
    Span::new(
        span.start + article.map_or(0, |article| article.len()),
        span.end - ending.filter(|_| words.len() > 3).map_or(0, |ending| ending.len()),
    )
}

/// The words about a span, the span in brackets.
fn around(text: &str, span: Span) -> String {
    let before: Vec<char> = text[..span.start].chars().rev().take(60).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[span.end..].chars().take(60).collect();
    format!("…{before}[{}]{after}…", span.of(text)).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Mention;
    use crate::entity::{Entity, EntityId};
    use crate::ontology::Class;

    /// Entities of one name each, with their links.
    fn entities(mentions: &[(usize, usize, Option<u32>)]) -> Entities {
        let mut found = Entities::default();
        for (index, &(start, end, link)) in mentions.iter().enumerate() {
            let (span, entity) = (Span::new(start, end), EntityId(index));
            found.mentions.push(Mention { span, tokens: 0..1, head: 0, kind: MentionKind::Name, entity });
            found.entities.push(Entity {
                name: String::new(),
                class: Class::Thing,
                mentions: vec![index],
                link: link.map(|item| Candidate::new(ItemId(item), 0.9)),
                candidates: Vec::new(),
                members: Vec::new(),
            });
        }
        found
    }

    #[test]
    fn current_events_mark_only_some() {
        let gold = r#"{"date":"2026-01-02","text":"Zürich hosts the Russians, Xyz and Qed; Paris.","links":[{"start":0,"end":6,"title":"Zürich"},{"start":17,"end":25,"title":"Russia"},{"start":27,"end":30,"title":"Xyz"},{"start":35,"end":38,"title":"Unheard of"}]}"#;
        let titles =
            Titles::read("titles", "title\tqid\tin_kb\nZürich\tQ72\t1\nRussia\tQ159\t1\nXyz\tQ4294967000\t0\n")
                .expect("sound");
        let documents = read("gold", gold).expect("sound");
        let kb = KnowledgeBase::embedded().expect("sound");
        // Zürich right; "the Russians" wrong; Xyz linked though absent; Qed cannot be judged; Paris is not marked.
        let system =
            entities(&[(0, 7, Some(72)), (14, 26, Some(30)), (28, 31, Some(5)), (36, 39, Some(6)), (41, 46, Some(90))]);
        let mut scores = LinkScores::default();
        scores.add(&documents[0], &system, &titles, &kb);
        assert_eq!((scores.known, scores.right, scores.wrong, scores.missed), (2, 1, 1, 0));
        assert_eq!((scores.absent, scores.unknown), ([1, 1], [1, 1]));
        assert_eq!((scores.exact, scores.system), (1, 3));
        assert!(scores.errors(9)[0].contains("Russia"), "{:?}", scores.errors(9));
        assert!(read("gold", "{\"links\":3}").is_err_and(|error| error.to_string().contains("line 1")));
        assert!(Titles::read("titles", "name\n").is_err());
    }

    #[test]
    fn of_claims_the_entities_that_take_part_count_once() {
        let gold = r#"{"text":"Oslo's mayor left Oslo for Rome.","entities":[{"id":"a","title":"Oslo","mentions":[[18,22],[0,4]]},{"id":"b","mentions":[[0,12]]},{"id":"c","title":"Rome","mentions":[[27,31]]}],"claims":[{"s":"b","o":{"literal":"x"},"by":null,"place":"a"}]}"#;
        let documents = read("gold", gold).expect("sound");
        assert_eq!(documents[0].gold().collect::<Vec<_>>(), [(Span::new(0, 4), Some("Oslo"))]);
    }

    #[test]
    fn named_entities_are_read_as_text_with_cores() {
        let gold = r#"{"doc":"d","date":"2020-01-01","sents":[{"tokens":["Ada","Lee","'s","non","-","stop","trip","(","to","Sydney",",","Australia",")","."],"spans":[{"start":0,"end":3,"form":"name","min":[0,1]},{"start":9,"end":12,"form":"name","min":[9,11],"wiki":"Sydney"},{"start":6,"end":7,"form":"nominal","min":[6]}]}]}"#;
        let document = &read("gold", gold).expect("sound")[0];
        assert_eq!(document.article.text, "Ada Lee's non-stop trip (to Sydney, Australia).");
        let words: Vec<_> = document
            .gold
            .iter()
            .map(|gold| (gold.span.of(&document.article.text), gold.core.of(&document.article.text)))
            .collect();
        assert_eq!(words, [("Ada Lee's", "Ada Lee"), ("Sydney, Australia", "Sydney")]);
        // A name without an item that was linked, and a link where the gold marks nothing.
        let mut scores = LinkScores::default();
        scores.add(
            document,
            &entities(&[(0, 7, Some(1)), (19, 23, Some(2))]),
            &Titles::default(),
            &KnowledgeBase::embedded().expect("sound"),
        );
        assert_eq!((scores.nothing, scores.unknown, scores.system), ([1, 1], [1, 0], 2));
    }
}
