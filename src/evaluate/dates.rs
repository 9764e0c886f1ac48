//! Expressions of time against gold files, in the manner of TempEval-3.
//!
//! Two formats, told apart by their first character. GUM's (JSON Lines, one expression a line: `sentence`, `start`, `end`
//! in code points, `when` or `from`/`to` or `notBefore`/`notAfter`, `dateCreated`): the sentences of a document are read
//! together, in order, so that "a year later" finds its year; sentences without annotation are missing from the file, so
//! what is found in them counts neither way, and times of day don't count either. Recognizers' (a JSON array of cases
//! with `Input` and `Results`): the cases of which every result is a date or a range of dates count; bare durations
//! ("three weeks") are counted apart, for they are no place on the calendar. A case without results counts where the
//! file is one of whole texts, not of one kind of expression.
//!
//! *Strict* spans are equal, *relaxed* ones overlap, each with one other; a *value* is right when its first and last day
//! are the gold's. So `1960/1969` is `1960-01-01` to `1969-12-31`, whatever the granularity. Differences of convention that
//! count as agreement: a century from 1600 to 1699 or from 1601 to 1700; a season of a year that ends with August or with
//! September; 400 BC as ISO 8601's -0399 or XSD 1.0's -0400; a side that the gold leaves open for a preposition ("since
//! 2005"), which is no part of our expressions, and the first day that it then ends on ("by 1900"); a range whose ends the gold has as two expressions; the end of
//! Recognizers' ranges, which is the day after the last except for explicit ranges; and its guesses at past and future,
//! of which any will do.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde_json::Value;

use super::f1;
use crate::article::{Article, Span};
use crate::error::{Error, Result};
use crate::time::TimeExpression;

/// A text with its annotated expressions.
#[derive(Debug, Clone)]
pub struct DatedDocument {
    /// The text, with its date of publication, nothing annotated.
    pub article: Article,
    gold: Vec<Gold>,
}

#[derive(Debug, Clone)]
struct Gold {
    span: Span,
    /// What the gold says, for messages.
    told: String,
    kind: Kind,
    /// Any of these is right; none where it says what no [`TimeValue`](crate::time::TimeValue) can.
    values: Vec<Bounds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    /// A bare duration.
    Duration,
    /// Not counted for nor against.
    Other,
}

/// First and last day, as (year, month, day); none where the end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    first: Option<Day>,
    last: Option<Day>,
}

type Day = (i64, u8, u8);

/// Counts of expressions of time.
#[derive(Debug, Clone, Default)]
pub struct DateScores {
    gold: usize,
    system: usize,
    strict: usize,
    relaxed: usize,
    right: usize,
    durations: [usize; 2],
    /// What was missed, too much or valued otherwise, in the order of the texts.
    pub errors: Vec<String>,
}

/// Reads a gold file of either format.
///
/// # Errors
/// [`Error::Input`] where it is neither, or an offset lies outside its text.
pub fn read(text: &str) -> Result<Vec<DatedDocument>> {
    if text.trim_start().starts_with('[') { read_cases(text) } else { read_lines(text) }
}

fn broken(place: impl fmt::Display, reason: impl fmt::Display) -> Error {
    Error::Input { input: format!("dates, {place}"), reason: reason.to_string() }
}

fn read_lines(text: &str) -> Result<Vec<DatedDocument>> {
    let mut documents: BTreeMap<String, BTreeMap<(usize, String), Vec<Value>>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(line).map_err(|error| broken(format!("line {number}"), error))?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let sentence = field("sent_id");
        let order = sentence.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        documents.entry(field("doc")).or_default().entry((order, sentence)).or_default().push(value);
    }
    documents
        .into_iter()
        .map(|(id, sentences)| {
            let mut document = DatedDocument { article: Article::from_text(&id, ""), gold: Vec::new() };
            for expressions in sentences.values() {
                if !document.article.text.is_empty() {
                    document.article.text.push_str("\n\n");
                }
                let offset = document.article.text.len();
                let sentence = expressions.first().and_then(|value| value["sentence"].as_str()).unwrap_or_default();
                document.article.text.push_str(sentence);
                for value in expressions {
                    document.article.date = value["dateCreated"].as_str().and_then(|date| date.parse().ok());
                    let span = span(sentence, &value["start"], &value["end"], offset)
                        .ok_or_else(|| broken(&id, format!("an expression lies outside of: {sentence}")))?;
                    document.gold.push(line_gold(value, span));
                }
            }
            document.gold.sort_by_key(|gold| gold.span);
            Ok(document)
        })
        .collect()
}

/// Code points of a text to bytes, moved by `offset`.
fn span(text: &str, start: &Value, end: &Value, offset: usize) -> Option<Span> {
    let byte = |point: u64| {
        let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        starts.skip(usize::try_from(point).ok()?).map(|byte| byte + offset).next()
    };
    let (start, end) = (byte(start.as_u64()?)?, byte(end.as_u64()?)?);
    (start < end).then(|| Span::new(start, end))
}

fn line_gold(value: &Value, span: Span) -> Gold {
    let field = |names: [&str; 3]| names.iter().find_map(|name| value[*name].as_str());
    let (start, end) = (field(["when", "from", "notBefore"]), field(["when", "to", "notAfter"]));
    let told = if start == end {
        start.unwrap_or("?").to_owned()
    } else {
        format!("{}/{}", start.unwrap_or(".."), end.unwrap_or(".."))
    };
    let first = start.map(|start| xsd_days(start).map(|days| days.0));
    let last = end.map(|end| xsd_days(end).map(|days| days.1));
    let values = match (first, last) {
        (Some(None), _) | (_, Some(None)) | (None, None) => Vec::new(),
        (first, last) => vec![Bounds { first: first.flatten(), last: last.flatten() }],
    };
    let kind = if value["kind"].as_str() == Some("time") { Kind::Other } else { Kind::Date };
    Gold { span, told, kind, values }
}

/// The days of a date of XSD 1.0, where there is no year 0: -0400 is 400 BC.
fn xsd_days(date: &str) -> Option<(Day, Day)> {
    let (first, last) = days(date.split('T').next()?)?;
    let shifted = |day: Day| if day.0 < 0 { (day.0 + 1, day.1, day.2) } else { day };
    Some((shifted(first), shifted(last)))
}

/// The year of what comes back every year: `--07-04`.
const ANY_YEAR: i64 = 400_000;

/// First and last day of a year, month or day of ISO 8601.
fn days(date: &str) -> Option<(Day, Day)> {
    let (sign, plain) = date.strip_prefix('-').map_or((1, date), |rest| (-1, rest));
    let mut parts = plain.split('-');
    let year = match parts.next()? {
        "" if sign < 0 => ANY_YEAR,
        year => sign * year.parse::<i64>().ok()?,
    };
    let Some(month) = parts.next() else { return Some(((year, 1, 1), (year, 12, 31))) };
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    match parts.next() {
        Some(day) => {
            let day = (year, month, day.parse().ok()?);
            Some((day, day))
        }
        None => Some(((year, month, 1), (year, month, length(year, month)))),
    }
}

/// The days of a month; 31 where the calendar doesn't reach.
fn length(year: i64, month: u8) -> u8 {
    let first = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, 1).ok());
    first.map_or(31, |first| first.days_in_month() as u8)
}

fn read_cases(text: &str) -> Result<Vec<DatedDocument>> {
    let cases: Vec<Value> = serde_json::from_str(text).map_err(|error| broken("cases", error))?;
    let results = |case: &Value| case["Results"].as_array().cloned().unwrap_or_default();
    let is_of_whole_texts = cases.iter().flat_map(results).any(|result| kind_name(&result).starts_with("datetimeV2"));
    let mut documents = Vec::new();
    for (case, number) in cases.iter().zip(1..) {
        let results = results(case);
        let kinds: Vec<Kind> = results.iter().map(case_kind).collect();
        if kinds.contains(&Kind::Other) || kinds.is_empty() && !is_of_whole_texts {
            continue;
        }
        let input = case["Input"].as_str().unwrap_or_default();
        let mut article = Article::from_text(number.to_string(), input);
        let reference = case["Context"]["ReferenceDateTime"].as_str().unwrap_or_default();
        article.date = reference.get(..10).and_then(|date| date.parse().ok());
        let gold = results.iter().zip(kinds).map(|(result, kind)| case_gold(input, result, kind));
        let gold: Option<Vec<Gold>> = gold.collect();
        let gold = gold.ok_or_else(|| broken(format!("case {number}"), "a result lies outside of its input"))?;
        documents.push(DatedDocument { article, gold });
    }
    Ok(documents)
}

fn kind_name(result: &Value) -> &str {
    result["TypeName"].as_str().or_else(|| result["Type"].as_str()).unwrap_or_default()
}

fn case_kind(result: &Value) -> Kind {
    match kind_name(result).rsplit('.').next().unwrap_or_default() {
        "date" | "daterange" => Kind::Date,
        "duration" => Kind::Duration,
        _ => Kind::Other,
    }
}

fn case_gold(input: &str, result: &Value, kind: Kind) -> Option<Gold> {
    let start = result["Start"].as_u64()?;
    // Some files give the length, some the last character.
    let end = result["Length"].as_u64().map(|length| start + length).or_else(|| Some(result["End"].as_u64()? + 1))?;
    let span = span(input, &start.into(), &end.into(), 0)?;
    let parsed = &result["Value"];
    let mut values = Vec::new();
    for resolution in [&parsed["FutureResolution"], &parsed["PastResolution"]] {
        values.extend(case_bounds(&resolution["date"], &resolution["startDate"], &resolution["endDate"]));
    }
    for value in result["Resolution"]["values"].as_array().into_iter().flatten() {
        values.extend(case_bounds(&value["value"], &value["start"], &value["end"]));
    }
    let timex = parsed["Timex"].as_str().or_else(|| result["Resolution"]["values"][0]["timex"].as_str());
    values.extend(timex.and_then(days).map(|(first, last)| Bounds { first: Some(first), last: Some(last) }));
    Some(Gold { span, told: timex.unwrap_or("?").to_owned(), kind, values })
}

fn case_bounds(date: &Value, start: &Value, end: &Value) -> Vec<Bounds> {
    let point = |value: &Value| days(value.as_str()?.split(' ').next()?);
    if let Some((first, last)) = point(date) {
        return vec![Bounds { first: Some(first), last: Some(last) }];
    }
    let (start, end) = (point(start), point(end));
    if start.is_none() && end.is_none() {
        return Vec::new();
    }
    let before = |day: Day| {
        let date = Date::new(i16::try_from(day.0).ok()?, day.1 as i8, day.2 as i8).ok()?.yesterday().ok()?;
        Some((i64::from(date.year()), date.month() as u8, date.day() as u8))
    };
    let first = start.map(|days| days.0);
    let lasts = [end.map(|days| days.0), end.and_then(|days| before(days.0))];
    lasts.into_iter().map(|last| Bounds { first, last }).collect()
}

/// The days of what [`TimeValue`](crate::time::TimeValue) writes.
fn bounds(value: &str) -> Option<Bounds> {
    let (start, end) = value.split_once('/').unwrap_or((value, value));
    Some(Bounds {
        first: if start == ".." { None } else { Some(days(start)?.0) },
        last: if end == ".." { None } else { Some(days(end)?.1) },
    })
}

fn agrees(value: &str, gold: &[Bounds]) -> bool {
    let Some(bounds) = bounds(value) else { return false };
    // A century and a season by either convention.
    let other = match (bounds.first, bounds.last) {
        (Some((first, 1, 1)), Some((last, 12, 31))) if last.rem_euclid(100) == 0 && first.rem_euclid(100) == 1 => {
            Some(Bounds { first: Some((first - 1, 1, 1)), last: Some((last - 1, 12, 31)) })
        }
        (Some((_, start @ (3 | 6 | 9 | 12), 1)), Some((year, end, _))) if end == (start + 1) % 12 + 1 => {
            let last = Some((year, end + 1, length(year, end + 1)));
            Some(Bounds { first: bounds.first, last })
        }
        _ => None,
    };
    // "From 2014 to 2018" ends, to Recognizers, when 2018 begins.
    let end = value.split_once('/').and_then(|(_, end)| days(end)).map(|(first, _)| first);
    let opening = Bounds { first: bounds.first, last: end };
    gold.iter().any(|gold| {
        let open = Bounds { first: gold.first.and(bounds.first), last: gold.last.and(bounds.last) };
        let is_by = gold.first.is_none() && gold.last.is_some() && gold.last == bounds.first;
        *gold == bounds || *gold == open || is_by || Some(*gold) == other || end.is_some() && *gold == opening
    })
}

/// A span and what it says.
struct Found<'a> {
    span: Span,
    value: &'a str,
}

impl DateScores {
    /// Adds one document's expressions.
    pub fn add(&mut self, document: &DatedDocument, analysis: &crate::language::Analysis, times: &[TimeExpression]) {
        let is_date = |gold: &&Gold| gold.kind == Kind::Date;
        let mut found = Vec::new();
        for time in times {
            let span = analysis.span(&time.tokens);
            let touches = document.gold.iter().filter(is_date).filter(|gold| gold.span.overlaps(span)).count();
            match &time.ends {
                Some(ends) if touches > 1 => {
                    found.extend(ends.iter().map(|end| Found { span: analysis.span(&end.tokens), value: &end.value.0 }))
                }
                _ => found.push(Found { span, value: &time.value.0 }),
            }
        }
        let text = &document.article.text;
        for gold in document.gold.iter().filter(|gold| gold.kind == Kind::Duration) {
            let overlaps = found.iter().any(|found| found.span.overlaps(gold.span));
            self.durations[0] += usize::from(overlaps);
            self.durations[1] += 1;
        }
        found.retain(|found| {
            let touched = || document.gold.iter().filter(|gold| gold.span.overlaps(found.span));
            touched().next().is_none() || touched().any(|gold| gold.kind == Kind::Date)
        });
        self.system += found.len();
        let mut taken = vec![false; found.len()];
        for gold in document.gold.iter().filter(is_date) {
            self.gold += 1;
            let best = (0..found.len())
                .filter(|&index| !taken[index] && found[index].span.overlaps(gold.span))
                .min_by_key(|&index| {
                    let span = found[index].span;
                    (span.start.abs_diff(gold.span.start) + span.end.abs_diff(gold.span.end), index)
                });
            let Some(best) = best else {
                self.errors.push(format!("missed   {} gold {}", shown(text, gold.span), gold.told));
                continue;
            };
            taken[best] = true;
            self.relaxed += 1;
            self.strict += usize::from(found[best].span == gold.span);
            if agrees(found[best].value, &gold.values) {
                self.right += 1;
            } else {
                let told = format!("gold {} here {}", gold.told, found[best].value);
                self.errors.push(format!("value    {} {told}", shown(text, gold.span)));
            }
        }
        for (found, _) in found.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            self.errors.push(format!("too much {} here {}", shown(text, found.span), found.value));
        }
    }

    /// F1 of relaxed spans with the right value, in per cent: TempEval-3's main figure.
    pub fn value_f1(&self) -> f64 {
        f1(self.right, self.gold, self.system)
    }
}

/// An expression in brackets between some of the text around it.
fn shown(text: &str, span: Span) -> String {
    let before: Vec<char> = text[..span.start].chars().rev().take_while(|c| *c != '\n').take(40).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[span.end..].chars().take_while(|c| *c != '\n').take(25).collect();
    format!("{before}[{}]{after}", span.of(text))
}

impl fmt::Display for DateScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_cent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        for (name, right) in [("Spans, strict", self.strict), ("Spans, relaxed", self.relaxed), ("Values", self.right)]
        {
            let (precision, recall) = (per_cent(right, self.system), per_cent(right, self.gold));
            let f1 = f1(right, self.gold, self.system);
            writeln!(f, "{name:<15} precision {precision:.2} recall {recall:.2} F1 {f1:.2}")?;
        }
        let accuracy = per_cent(self.right, self.relaxed);
        writeln!(f, "Values of relaxed spans: {accuracy:.2} of {}; gold {}", self.relaxed, self.gold)?;
        if self.durations[1] > 0 {
            writeln!(f, "Bare durations, not counted: {} of {} touched", self.durations[0], self.durations[1])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Analysis, analyse, for_tests};
    use crate::time::recognise;

    fn score(gold: &str) -> DateScores {
        let mut scores = DateScores::default();
        for document in read(gold).expect("sound") {
            let analysis = analyse(&document.article, for_tests()).expect("read");
            let times = recognise(&analysis, document.article.date);
            scores.add(&document, &analysis, &times);
        }
        scores
    }

    #[test]
    fn lines_of_expressions_with_values() {
        let gold = r#"{"doc":"d","dateCreated":"2021-06-12","sent_id":"d-2","sentence":"They met in the 17th century, and in May.","start":16,"end":28,"kind":"date","from":"1600-01-01","to":"1699-12-31"}
{"doc":"d","dateCreated":"2021-06-12","sent_id":"d-2","sentence":"They met in the 17th century, and in May.","start":37,"end":40,"kind":"date","when":"1995-05"}
{"doc":"d","dateCreated":"2021-06-12","sent_id":"d-1","sentence":"It lasted from 1990 to 1994.","start":15,"end":19,"kind":"date","when":"1990"}
{"doc":"d","dateCreated":"2021-06-12","sent_id":"d-1","sentence":"It lasted from 1990 to 1994.","start":23,"end":27,"kind":"date","when":"1994"}"#;
        let scores = score(gold);
        assert_eq!((scores.gold, scores.system, scores.relaxed, scores.right), (4, 4, 4, 3), "{:?}", scores.errors);
        assert!(scores.errors[0].ends_with("and in [May]. gold 1995-05 here 1994-05"), "{:?}", scores.errors);
    }

    #[test]
    fn cases_with_resolutions() {
        let gold = r#"[{"Input":"They met last April.","Context":{"ReferenceDateTime":"2021-06-12T00:00:00"},"Results":[{"Text":"last april","Start":9,"End":18,"TypeName":"datetimeV2.daterange","Resolution":{"values":[{"timex":"2021-04","type":"daterange","start":"2021-04-01","end":"2021-05-01"}]}}]},
        {"Input":"They met at noon.","Context":{"ReferenceDateTime":"2021-06-12T00:00:00"},"Results":[{"Text":"noon","Start":12,"End":15,"TypeName":"datetimeV2.time"}]},
        {"Input":"They met.","Context":{"ReferenceDateTime":"2021-06-12T00:00:00"},"Results":[]}]"#;
        let scores = score(gold);
        assert_eq!((scores.gold, scores.strict, scores.right, scores.system), (1, 1, 1, 1), "{:?}", scores.errors);
    }

    #[test]
    fn days_and_conventions() {
        assert_eq!(days("2021-02"), Some(((2021, 2, 1), (2021, 2, 28))));
        assert_eq!(xsd_days("-400"), Some(((-399, 1, 1), (-399, 12, 31))));
        assert_eq!(days("-13-"), None);
        assert_eq!(days("--06"), Some(((ANY_YEAR, 6, 1), (ANY_YEAR, 6, 31))));
        assert!(agrees(
            "--06/--08",
            &[Bounds { first: days("--06").map(|days| days.0), last: days("--09").map(|days| days.1) }]
        ));
        assert!(agrees("1900", &[Bounds { first: None, last: Some((1900, 1, 1)) }]));
        assert_eq!(bounds("2014/.."), Some(Bounds { first: Some((2014, 1, 1)), last: None }));
        let gold = [Bounds { first: Some((1600, 1, 1)), last: Some((1699, 12, 31)) }];
        assert!(agrees("1601/1700", &gold) && agrees("1600/1699", &gold) && !agrees("1610/1699", &gold));
        assert!(
            read("{").is_err()
                && read("[{\"Input\":\"x\",\"Results\":[{\"Start\":3,\"Length\":1,\"Type\":\"date\"}]}]").is_err()
        );
        DateScores::default().add(
            &DatedDocument { article: Article::from_text("d", ""), gold: Vec::new() },
            &Analysis::default(),
            &[],
        );
    }

    /// The figures that the README quotes.
    #[test]
    fn figures_on_the_development_corpora() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let time = [root.join("../shared/corpora/time"), root.join("../../shared/corpora/time")];
        let Some(time) = time.into_iter().find(|folder| folder.exists()) else {
            std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no development corpora\n").expect("written");
            return;
        };
        for (name, least) in [("gum-dates-dev.jsonl", 77.0), ("gum-dates-train.jsonl", 82.0)] {
            let gold = std::fs::read_to_string(time.join(name)).expect("readable");
            let mut scores = DateScores::default();
            for document in read(&gold).expect("sound") {
                let analysis = analyse(&document.article, for_tests()).expect("read");
                let times = recognise(&analysis, document.article.date);
                scores.add(&document, &analysis, &times);
            }
            assert!(scores.value_f1() >= least, "{name}\n{scores}");
        }
    }
}
