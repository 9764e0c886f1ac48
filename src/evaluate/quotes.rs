//! Quotations and reports against gold attributions: whose words, thoughts and perceptions a text gives.
//!
//! A gold attribution is found when a quotation shares at least half of its content, by characters of the smaller of the
//! two; among several the one with most in common counts. Its speaker is right when one of the mentions of the speaker
//! overlaps the gold source, its cue when the two overlap. Each attribution is read in its own sentences.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::bytes;
use super::strays::with_strays;
use crate::article::{Article, Span};
use crate::claim::Quotation;
use crate::claim::attribution::Attributions;
use crate::error::{Error, Result};
use crate::{Document, Reader};

/// A gold attribution.
#[derive(Debug, Clone)]
pub struct GoldAttribution {
    /// The sentences that hold it.
    pub article: Article,
    genre: String,
    content: Vec<Span>,
    cue: Option<Span>,
    source: Option<Span>,
}

#[derive(Deserialize)]
struct Line {
    doc: String,
    #[serde(default)]
    date: Option<String>,
    text: String,
    content: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Option<[usize; 2]>,
    #[serde(default)]
    source: Option<[usize; 2]>,
}

/// Reads attributions (JSON Lines). The genre is the second part of the document's name: `GUM_news_example`.
///
/// # Errors
/// [`Error::Input`] with the line's number where the format is broken or an offset lies outside its text.
pub fn read(text: &str) -> Result<Vec<GoldAttribution>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let read = |(line, number): (&str, usize)| {
        let broken = |reason: String| Error::Input { input: format!("quotes, line {number}"), reason };
        let line: Line = serde_json::from_str(line).map_err(|error| broken(error.to_string()))?;
        let span = |place: [usize; 2]| {
            bytes(&line.text, place[0], place[1]).ok_or_else(|| broken("an offset lies outside its text".to_owned()))
        };
        let content = line.content.iter().map(|&place| span(place)).collect::<Result<_>>()?;
        let (cue, source) = (line.cue.map(span).transpose()?, line.source.map(span).transpose()?);
        let genre = line.doc.split('_').nth(1).unwrap_or(&line.doc).to_owned();
        let mut article = Article::from_text(&line.doc, &line.text);
        article.date = line.date.and_then(|date| date.parse().ok());
        Ok(GoldAttribution { article, genre, content, cue, source })
    };
    lines.map(read).collect()
}

/// What a reader finds in the sentences of an attribution, with pronouns whose antecedents these lack.
///
/// # Errors
/// Those of [`Reader::read`].
pub fn quotations(gold: &GoldAttribution, reader: &Reader) -> Result<Document> {
    let mut read = reader.read(gold.article.clone())?;
    let whole = Span::new(0, gold.article.text.len());
    read.entities = with_strays(&read.entities, &read.analysis, reader.ontology(), &[whole]);
    let found = Attributions::find(&read.article, &read.analysis, &read.entities, reader.ontology());
    read.claims.quotations = found.quotations;
    read.claims.quotations.extend(found.thoughts);
    Ok(read)
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    gold: usize,
    found: usize,
    cues: [usize; 2],
    /// In gold, of those the found ones, the right ones.
    speakers: [usize; 3],
}

/// Counts of attributions by genre.
#[derive(Debug, Clone, Default)]
pub struct QuoteScores {
    genres: BTreeMap<String, Counts>,
    /// Attributions that are not found, or with another speaker.
    pub errors: Vec<String>,
}

impl QuoteScores {
    /// Counts one attribution.
    pub fn add(&mut self, gold: &GoldAttribution, read: &Document) {
        let counts = self.genres.entry(gold.genre.clone()).or_default();
        let found = best(gold, &read.claims.quotations);
        counts.gold += 1;
        counts.found += usize::from(found.is_some());
        if let Some(cue) = gold.cue {
            counts.cues[0] += 1;
            counts.cues[1] += usize::from(found.and_then(|found| found.cue).is_some_and(|found| found.overlaps(cue)));
        }
        let mut is_right = true;
        let mentions = |found: &Quotation| -> Vec<Span> {
            let Some(speaker) = found.speaker else { return Vec::new() };
            let numbers = &read.entities.get(speaker).mentions;
            numbers.iter().map(|&number| read.entities.mentions[number].span).collect()
        };
        if let Some(source) = gold.source {
            is_right = found.is_some_and(|found| mentions(found).iter().any(|mention| mention.overlaps(source)));
            counts.speakers[0] += 1;
            counts.speakers[1] += usize::from(found.is_some());
            counts.speakers[2] += usize::from(is_right);
        }
        if !is_right || found.is_none() {
            let text = &read.article.text;
            let source = gold.source.map_or("nobody", |source| source.of(text));
            let cue = gold.cue.map_or("-", |cue| cue.of(text));
            let here = match found {
                None => "not found".to_owned(),
                Some(found) => {
                    let name = found.speaker.map_or("nobody", |speaker| &read.entities.get(speaker).name);
                    format!("said by {name}")
                }
            };
            self.errors.push(format!("{}: {source} {cue}; here {here}\n    in: {text}", gold.genre));
        }
    }

    /// Of the attributions with a source, the share with the right speaker, in per cent.
    pub fn speakers(&self) -> f64 {
        let [gold, _, right] = self.total().speakers;
        share(right, gold)
    }

    fn total(&self) -> Counts {
        self.genres.values().fold(Counts::default(), |sum, counts| Counts {
            gold: sum.gold + counts.gold,
            found: sum.found + counts.found,
            cues: [sum.cues[0] + counts.cues[0], sum.cues[1] + counts.cues[1]],
            speakers: [0, 1, 2].map(|at| sum.speakers[at] + counts.speakers[at]),
        })
    }
}

/// The quotation that shares most with an attribution's content, and at least half.
fn best<'a>(gold: &GoldAttribution, quotations: &'a [Quotation]) -> Option<&'a Quotation> {
    let length = |span: Span| span.end - span.start;
    let whole: usize = gold.content.iter().map(|&span| length(span)).sum();
    let common = |quotation: &Quotation| -> usize {
        let content = quotation.content;
        let overlap = |span: Span| span.end.min(content.end).saturating_sub(span.start.max(content.start));
        gold.content.iter().map(|&span| overlap(span)).sum()
    };
    let overlaps_cue =
        |quotation: &Quotation| matches!((quotation.cue, gold.cue), (Some(one), Some(other)) if one.overlaps(other));
    quotations
        .iter()
        .filter(|&quotation| {
            let shared = common(quotation);
            shared > 0 && 2 * shared >= whole.min(length(quotation.content))
        })
        // Of one statement within another, the one with the gold's own cue.
        .max_by_key(|&quotation| {
            (overlaps_cue(quotation), common(quotation), std::cmp::Reverse(length(quotation.content)))
        })
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

impl fmt::Display for QuoteScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = ("all", self.total());
        for (name, counts) in self.genres.iter().map(|(name, counts)| (name.as_str(), *counts)).chain([all]) {
            let Counts { gold, found, cues, speakers } = counts;
            writeln!(
                f,
                "{name:14} attributions {gold:4}  found {:5.1}  cue {:5.1}  speaker {:5.1}, of those found {:5.1}",
                share(found, gold),
                share(cues[1], cues[0]),
                share(speakers[2], speakers[0]),
                share(speakers[2], speakers[1])
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_and_cues() {
        let reader = Reader::embedded().expect("embedded models");
        let gold = r#"{"doc":"X_news_a","text":"The mayor said that the bridge would open in May.","content":[[20,48]],"cue":[10,14],"source":[0,9]}
{"doc":"X_news_a","text":"He said the bridge was open.","content":[[8,27]],"cue":[3,7],"source":[0,2]}
{"doc":"X_talk_b","text":"The bridge opened in May.","content":[[0,24]],"cue":[11,17],"source":[0,10]}"#;
        let mut scores = QuoteScores::default();
        for attribution in read(gold).expect("sound") {
            scores.add(&attribution, &quotations(&attribution, &reader).expect("read"));
        }
        let news = Counts { gold: 2, found: 2, cues: [2, 2], speakers: [2, 2, 2] };
        assert_eq!(scores.genres["news"], news, "{:?}", scores.errors);
        assert_eq!(scores.genres["talk"], Counts { gold: 1, found: 0, cues: [1, 0], speakers: [1, 0, 0] });
        assert_eq!(scores.errors.len(), 1);
        assert!(read("{").is_err());
    }
}
