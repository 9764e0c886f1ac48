//! Extracted claims against gold claims: precision, recall, truth status, evidence.
//!
//! The numbers are those of the reference scorer (`tools/score_claims.py` beside the gold annotations), to the last
//! digit; a test compares the two. Documents are paired by their id. Open properties and `says` are not scored.
//!
//! An extracted entity matches a gold entity when one of its mentions overlaps one of the gold entity's by at least
//! half of their union, or when the names are equal without regard to case and punctuation, or when the words of one
//! name are a proper subset of the other's and one of its mentions lies in the gold evidence. A claim matches when
//! property, subject and object do (either way round for a symmetric property), each gold claim at most once, those
//! with the same truth status first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::{self, Write as _};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use unicode_general_category::{GeneralCategory, get_general_category};

use crate::{Error, Result};

/// The properties that hold both ways, as the gold annotations have them.
const SYMMETRIC: &[&str] = &[
    "alliedWith",
    "spouseOf",
    "siblingOf",
    "relativeOf",
    "borders",
    "meets",
    "speaksWith",
    "negotiatesWith",
    "agreesWith",
    "cooperatesWith",
    "fights",
    "mergesWith",
];

/// Words that do not tell names apart.
const STOP: &[&str] = &["the", "a", "an", "of", "mr", "mrs", "ms", "s"];

/// What is compared of a document: an object of gold or extracted JSON Lines; other fields are ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Document {
    /// What pairs it with its counterpart.
    pub id: String,
    /// What it speaks of.
    #[serde(default)]
    pub entities: Vec<Entity>,
    /// What it says.
    #[serde(default)]
    pub claims: Vec<Claim>,
}

/// An entity of a document.
#[derive(Debug, Clone, Deserialize)]
pub struct Entity {
    /// What claims refer to it by.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Start and end of its mentions, in code points.
    #[serde(default)]
    pub mentions: Vec<[i64; 2]>,
}

/// A claim of a document.
#[derive(Debug, Clone, Deserialize)]
pub struct Claim {
    /// An entity's id or `unknown`.
    pub s: Value,
    /// The property's local name.
    pub p: String,
    /// An entity's id, or an object with `literal` and perhaps `type`.
    pub o: Value,
    /// `affirmed` where it is missing.
    #[serde(default)]
    pub polarity: Option<String>,
    /// `actual` where it is missing.
    #[serde(default)]
    pub modality: Option<String>,
    /// An entity's id, or nobody.
    #[serde(default)]
    pub by: Option<String>,
    /// Start and end of the sentence that says it, in code points.
    #[serde(default)]
    pub evidence: [i64; 2],
}

impl Claim {
    fn polarity(&self) -> &str {
        self.polarity.as_deref().unwrap_or("affirmed")
    }

    fn modality(&self) -> &str {
        self.modality.as_deref().unwrap_or("actual")
    }

    fn by(&self) -> Option<&str> {
        self.by.as_deref().filter(|by| !by.is_empty())
    }

    fn is_fact(&self) -> bool {
        self.polarity() == "affirmed" && self.modality() == "actual" && self.by().is_none() && self.s != "unknown"
    }
}

/// Reads JSON Lines.
///
/// # Errors
///
/// A line that is no such document; the message has `name` and the line's number.
pub fn parse(name: &str, text: &str) -> Result<Vec<Document>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| Error::Input {
            input: format!("{name}:{}", number + 1),
            reason: format!("no document with id, entities and claims: {error}"),
        })
    };
    lines.map(read).collect()
}

/// Counts for precision and recall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In gold.
    pub gold: usize,
    /// Extracted.
    pub extracted: usize,
    /// Extracted and in gold.
    pub right: usize,
}

impl Counts {
    /// The share of the extracted that is right.
    pub fn precision(self) -> f64 {
        share(self.right, self.extracted)
    }

    /// The share of gold that was extracted.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

/// Of the matched claims, how many have what right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Status {
    pub matched: usize,
    pub polarity: usize,
    pub modality: usize,
    pub attribution: usize,
    /// All three.
    pub all: usize,
    /// Evidence that overlaps gold's.
    pub evidence: usize,
}

/// The result of a comparison. Its display is the reference scorer's report.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Gold documents, and those of them without output.
    pub documents: usize,
    /// Gold documents without output.
    pub missing: usize,
    /// All claims, whatever their truth status.
    pub claims: Counts,
    /// Facts alone: right where gold has a fact too.
    pub facts: Counts,
    /// Truth status and evidence of the matched claims.
    pub status: Status,
    /// The claims by property, in the order in which they were met.
    pub by_property: IndexMap<String, Counts>,
    /// The first errors, a line each.
    pub errors: Vec<String>,
}

impl Score {
    /// One line for each property, the frequent ones in gold first.
    pub fn properties(&self) -> String {
        let mut rows: Vec<_> = self.by_property.iter().collect();
        rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gold));
        rows.into_iter().fold(String::new(), |mut text, (property, counts)| {
            let Counts { gold, extracted, right } = counts;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{property:20} gold {gold:4} found {extracted:4} right {right:4}");
            text
        })
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.missing > 0 {
            writeln!(f, "documents without output: {} of {}", self.missing, self.documents)?;
        }
        for (name, counts) in [("claims  ", self.claims), ("facts   ", self.facts)] {
            let Counts { gold, extracted, right } = counts;
            writeln!(
                f,
                "{name} P {:.3} R {:.3} F1 {:.3}  (gold {gold}, extracted {extracted}, right {right})",
                counts.precision(),
                counts.recall(),
                counts.f1()
            )?;
        }
        let Status { matched, polarity, modality, attribution, all, evidence } = self.status;
        writeln!(
            f,
            "truth    polarity {:.3} modality {:.3} attribution {:.3} all {:.3}",
            share(polarity, matched),
            share(modality, matched),
            share(attribution, matched),
            share(all, matched)
        )?;
        writeln!(f, "evidence {:.3}", share(evidence, matched))
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of claims")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Compares extracted documents with gold ones; keeps the first `errors` differences for showing.
pub fn score(
    gold: impl IntoIterator<Item = Document>,
    extracted: impl IntoIterator<Item = Document>,
    errors: usize,
) -> Score {
    let gold: IndexMap<String, Document> = gold.into_iter().map(|document| (document.id.clone(), document)).collect();
    let extracted: HashMap<String, Document> =
        extracted.into_iter().map(|document| (document.id.clone(), document)).collect();
    let mut score = Score { documents: gold.len(), ..Score::default() };
    for (id, gold) in &gold {
        let (entities, claims) = match extracted.get(id) {
            Some(document) => (&document.entities[..], &document.claims[..]),
            None => {
                score.missing += 1;
                (&[][..], &[][..])
            }
        };
        let pair = Pair { extracted: by_id(entities), gold: by_id(&gold.entities) };
        let is_scored = |claim: &&Claim| !claim.p.starts_with("open:") && claim.p != "says";
        let ours = without_repetition(claims.iter().filter(is_scored));
        let theirs = without_repetition(gold.claims.iter().filter(|claim| claim.p != "says"));
        let matches = pair.matches(&ours, &theirs);
        score.count(&pair, &ours, &theirs, &matches);
        score.list_errors(id, &pair, &ours, &theirs, &matches, errors);
    }
    score
}

impl Score {
    fn count(&mut self, pair: &Pair, ours: &[&Claim], theirs: &[&Claim], matches: &[(usize, usize)]) {
        for claim in ours {
            self.by_property.entry(claim.p.clone()).or_default().extracted += 1;
        }
        for claim in theirs {
            self.by_property.entry(claim.p.clone()).or_default().gold += 1;
        }
        self.claims.extracted += ours.len();
        self.claims.gold += theirs.len();
        self.facts.extracted += ours.iter().filter(|claim| claim.is_fact()).count();
        self.facts.gold += theirs.iter().filter(|claim| claim.is_fact()).count();
        for (one, other) in matches.iter().map(|&(one, other)| (ours[one], theirs[other])) {
            self.by_property.entry(other.p.clone()).or_default().right += 1;
            self.claims.right += 1;
            self.facts.right += usize::from(one.is_fact() && other.is_fact());
            let polarity = one.polarity() == other.polarity();
            let modality = one.modality() == other.modality();
            let attribution = match (one.by(), other.by()) {
                (None, None) => true,
                (Some(one), Some(by)) => pair.is_same_entity(one, by, other.evidence),
                _ => false,
            };
            let status = &mut self.status;
            status.matched += 1;
            status.polarity += usize::from(polarity);
            status.modality += usize::from(modality);
            status.attribution += usize::from(attribution);
            status.all += usize::from(polarity && modality && attribution);
            status.evidence += usize::from(common(one.evidence, other.evidence) > 0);
        }
    }

    fn list_errors(
        &mut self,
        id: &str,
        pair: &Pair,
        ours: &[&Claim],
        theirs: &[&Claim],
        matches: &[(usize, usize)],
        most: usize,
    ) {
        let matched: (HashSet<usize>, HashSet<usize>) = matches.iter().copied().unzip();
        let sides = [("- extra   ", ours, &matched.0, &pair.extracted), ("- missing ", theirs, &matched.1, &pair.gold)];
        for (kind, claims, matched, entities) in sides {
            let name = |term: &Value| match term {
                Value::Object(object) => text_of(object.get("literal").unwrap_or(&Value::Null)),
                term => {
                    let term = text_of(term);
                    entities.get(term.as_str()).map_or(term, |entity| entity.name.clone())
                }
            };
            for (index, claim) in claims.iter().enumerate() {
                if !matched.contains(&index) && self.errors.len() < most {
                    let line = format!("{kind}{id}: {} | {} | {}", name(&claim.s), claim.p, name(&claim.o));
                    self.errors.push(line);
                }
            }
        }
    }
}

/// The entities of a document, extracted and gold.
struct Pair<'a> {
    extracted: HashMap<&'a str, &'a Entity>,
    gold: HashMap<&'a str, &'a Entity>,
}

fn by_id(entities: &[Entity]) -> HashMap<&str, &Entity> {
    entities.iter().map(|entity| (entity.id.as_str(), entity)).collect()
}

impl Pair<'_> {
    /// Pairs of indices, one to one, those with the same truth status and common evidence first.
    fn matches(&self, ours: &[&Claim], theirs: &[&Claim]) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        for (i, one) in ours.iter().enumerate() {
            for (j, other) in theirs.iter().enumerate() {
                let evidence = other.evidence;
                let fits = one.p == other.p
                    && ((self.is_same_term(&one.s, &other.s, evidence)
                        && self.is_same_term(&one.o, &other.o, evidence))
                        || (SYMMETRIC.contains(&other.p.as_str())
                            && self.is_same_term(&one.s, &other.o, evidence)
                            && self.is_same_term(&one.o, &other.s, evidence)));
                if fits {
                    let is_elsewhere = common(one.evidence, evidence) == 0;
                    candidates.push((one.is_fact() != other.is_fact(), is_elsewhere, i, j));
                }
            }
        }
        candidates.sort_unstable();
        let (mut used, mut used_gold) = (HashSet::new(), HashSet::new());
        candidates.retain(|&(_, _, i, j)| {
            let is_free = !used.contains(&i) && !used_gold.contains(&j);
            is_free && used.insert(i) && used_gold.insert(j)
        });
        candidates.into_iter().map(|(_, _, i, j)| (i, j)).collect()
    }

    fn is_same_term(&self, one: &Value, gold: &Value, evidence: [i64; 2]) -> bool {
        let entity = |among: &HashMap<&str, &Entity>, term: &Value| {
            term.as_str().and_then(|id| among.get(id)).map(|entity| entity.name.clone())
        };
        match (one, gold) {
            (Value::Object(one), Value::Object(gold)) => {
                let text =
                    |object: &serde_json::Map<String, Value>| text_of(object.get("literal").unwrap_or(&Value::Null));
                let kind = gold.get("type").and_then(Value::as_str).unwrap_or_default();
                is_same_literal(&text(one), &text(gold), kind)
            }
            (one, Value::Object(gold)) => entity(&self.extracted, one).is_some_and(|name| {
                let kind = gold.get("type").and_then(Value::as_str).unwrap_or_default();
                is_same_literal(&name, &text_of(gold.get("literal").unwrap_or(&Value::Null)), kind)
            }),
            (Value::Object(one), gold) => entity(&self.gold, gold).is_some_and(|name| {
                is_same_literal(&text_of(one.get("literal").unwrap_or(&Value::Null)), &name, "text")
            }),
            (one, gold) if *one == "unknown" || *gold == "unknown" => one == gold,
            (one, gold) => match (one.as_str(), gold.as_str()) {
                (Some(one), Some(gold)) => self.is_same_entity(one, gold, evidence),
                _ => false,
            },
        }
    }

    fn is_same_entity(&self, one: &str, gold: &str, evidence: [i64; 2]) -> bool {
        let (Some(one), Some(gold)) = (self.extracted.get(one), self.gold.get(gold)) else { return false };
        let overlaps = |a: &[i64; 2], b: &[i64; 2]| {
            let common = common(*a, *b);
            common > 0 && 2 * common >= a[1].max(b[1]) - a[0].min(b[0])
        };
        if one.mentions.iter().any(|a| gold.mentions.iter().any(|b| overlaps(a, b))) {
            return true;
        }
        let (words_of_one, words_of_gold) = (words(&one.name), words(&gold.name));
        if !words_of_one.is_empty() && words_of_one == words_of_gold {
            return true;
        }
        let one_set: BTreeSet<_> = words_of_one.into_iter().collect();
        let gold_set: BTreeSet<_> = words_of_gold.into_iter().collect();
        let (small, large) = if gold_set.len() < one_set.len() { (&gold_set, &one_set) } else { (&one_set, &gold_set) };
        !small.is_empty()
            && small.len() < large.len()
            && small.is_subset(large)
            && one.mentions.iter().any(|mention| mention[0] >= evidence[0] && mention[1] <= evidence[1])
    }
}

/// Code points that two spans have in common.
fn common(a: [i64; 2], b: [i64; 2]) -> i64 {
    (a[1].min(b[1]) - a[0].max(b[0])).max(0)
}

/// The same claim made in several sentences counts once.
fn without_repetition<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<&'a Claim> {
    let mut seen = HashSet::new();
    claims
        .filter(|claim| seen.insert((&claim.s, &claim.p, &claim.o, &claim.polarity, &claim.modality, &claim.by)))
        .collect()
}

fn is_same_literal(one: &str, gold: &str, kind: &str) -> bool {
    match kind {
        "date" => {
            let ten = |text: &str| text.chars().take(10).collect::<String>();
            let (one, gold) = (ten(one), ten(gold));
            one.starts_with(&gold) || gold.starts_with(&one)
        }
        "number" => {
            let is_digit = |char: &char| get_general_category(*char) == GeneralCategory::DecimalNumber;
            one.chars().filter(is_digit).eq(gold.chars().filter(is_digit))
        }
        _ => {
            let (one, gold) = (words(one), words(gold));
            let mut left = gold.clone();
            let common = one
                .iter()
                .filter(|word| left.iter().position(|other| other == *word).map(|at| left.swap_remove(at)).is_some())
                .count();
            common > 0 && 4 * common >= one.len() + gold.len()
        }
    }
}

/// The words of a name: letters, digits and underscores, without regard to case, without [`STOP`].
fn words(text: &str) -> Vec<String> {
    // Full case folding, but for a dotless i: up, then down.
    let folded: String = text
        .chars()
        .flat_map(|char| {
            let upper = if char == 'ı' { Vec::from([char]) } else { char.to_uppercase().collect() };
            upper.into_iter().flat_map(|char| if char == 'ı' { vec![char] } else { char.to_lowercase().collect() })
        })
        .collect();
    folded
        .split(|char| !is_word_character(char))
        .filter(|word| !word.is_empty() && !STOP.contains(word))
        .map(str::to_owned)
        .collect()
}

/// What Python's `\w` matches.
fn is_word_character(char: char) -> bool {
    use GeneralCategory as G;
    char == '_'
        || matches!(
            get_general_category(char),
            G::UppercaseLetter
                | G::LowercaseLetter
                | G::TitlecaseLetter
                | G::ModifierLetter
                | G::OtherLetter
                | G::DecimalNumber
                | G::LetterNumber
                | G::OtherNumber
        )
}

/// A JSON value as the reference scorer prints it.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use serde_json::json;

    use super::*;

    fn document(claims: Value) -> Document {
        serde_json::from_value(json!({
            "id": "d",
            "entities": [
                {"id": "e1", "name": "Vladimir Putin", "mentions": [[0, 14], [50, 55]]},
                {"id": "e2", "name": "Geneva", "mentions": [[30, 36]]},
            ],
            "claims": claims,
        }))
        .expect("a document")
    }

    #[test]
    fn a_claim_matches_whatever_its_status() {
        let gold = document(json!([{"s": "e1", "p": "visits", "o": "e2", "modality": "future", "evidence": [0, 40]}]));
        let ours = document(json!([
            {"s": "e1", "p": "visits", "o": "e2", "evidence": [0, 40]},
            {"s": "e1", "p": "open:go", "o": "e2", "evidence": [0, 40]},
        ]));
        let score = score([gold], [ours], 5);
        assert_eq!(score.claims, Counts { gold: 1, extracted: 1, right: 1 });
        assert_eq!(score.facts, Counts { gold: 0, extracted: 1, right: 0 });
        assert_eq!((score.status.modality, score.status.polarity), (0, 1));
        assert!(score.errors.is_empty());
    }

    #[test]
    fn errors_are_listed() {
        let gold =
            document(json!([{"s": "e1", "p": "hasAge", "o": {"literal": 68, "type": "number"}, "evidence": [0, 9]}]));
        let ours = document(json!([{"s": "unknown", "p": "visits", "o": "e2", "evidence": [0, 9]}]));
        let score = score([gold], [ours], 5);
        assert_eq!(
            score.errors,
            ["- extra   d: unknown | visits | Geneva", "- missing d: Vladimir Putin | hasAge | 68"]
        );
    }

    #[test]
    fn literals() {
        assert!(is_same_literal("2021-06-09", "2021-06", "date"));
        assert!(!is_same_literal("2021-06-09", "2021-07", "date"));
        assert!(is_same_literal("68 years", "68", "number"));
        assert!(is_same_literal("the Russian president", "Russian President", "text"));
        assert!(!is_same_literal("minister of trade", "president", "text"));
        assert_eq!(words("The STRASSE of Mr. Groß's"), ["strasse", "gross"]);
    }

    #[test]
    fn a_line_that_is_no_document_is_named() {
        let message = parse("gold.jsonl", "{\"id\": \"a\"}\n\n{\"id\": 1}\n").expect_err("refused").to_string();
        assert!(message.starts_with("gold.jsonl:3: no document"), "{message}");
    }

    /// A small generator of numbers, so that the perturbation is the same every time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % limit
        }
    }

    /// Gold as a careless reader would have it: claims lost, turned round, negated, attributed, moved; names cut.
    fn perturb(document: &mut Value, dice: &mut Dice) {
        let ids: Vec<Value> =
            document["entities"].as_array().expect("entities").iter().map(|entity| entity["id"].clone()).collect();
        for entity in document["entities"].as_array_mut().expect("entities") {
            if dice.below(4) == 0 {
                let name = entity["name"].as_str().expect("a name").to_owned();
                let word = name.split(' ').next_back().expect("a word");
                entity["name"] = if dice.below(2) == 0 { word.to_uppercase() } else { word.to_owned() }.into();
            }
            if dice.below(4) == 0 {
                for mention in entity["mentions"].as_array_mut().expect("mentions") {
                    mention[0] = (mention[0].as_i64().expect("a number") + 4).into();
                    mention[1] = (mention[1].as_i64().expect("a number") + 3).into();
                }
            }
        }
        let claims = document["claims"].as_array_mut().expect("claims");
        claims.retain(|_| dice.below(5) != 0);
        if let Some(again) = claims.first().cloned() {
            claims.push(again);
        }
        for claim in claims {
            match dice.below(9) {
                0 => {
                    let s = claim["s"].clone();
                    if claim["o"].is_string() {
                        claim["s"] = claim["o"].clone();
                        claim["o"] = s;
                    }
                }
                1 => claim["polarity"] = "negated".into(),
                2 => claim["modality"] = "possible".into(),
                3 if !ids.is_empty() => claim["by"] = ids[dice.below(ids.len())].clone(),
                4 => claim["evidence"] = json!([0, 10]),
                5 => claim["p"] = "open:do".into(),
                6 => claim["s"] = "unknown".into(),
                7 if !ids.is_empty() => claim["o"] = ids[dice.below(ids.len())].clone(),
                8 => {
                    claim.as_object_mut().expect("an object").remove("polarity");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn the_numbers_are_those_of_the_reference_scorer() {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = if shared.exists() { shared } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared") };
        let scorer = shared.join("tools/score_claims.py");
        if !scorer.exists() || Command::new("python3").arg("--version").output().is_err() {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut dice = Dice(7);
        for name in ["claims-dev-items.jsonl", "claims-dev-articles.jsonl"] {
            let path = shared.join("gold").join(name);
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for round in 0..3 {
                let mut lines = String::new();
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    let mut document: Value = serde_json::from_str(line).expect("JSON");
                    if round > 0 {
                        perturb(&mut document, &mut dice);
                    }
                    if round < 2 || dice.below(10) > 0 {
                        lines += &format!("{document}\n");
                    }
                }
                let predicted = folder.path().join("predicted.jsonl");
                std::fs::write(&predicted, &lines).expect("written");
                let output = Command::new("python3")
                    .args([&scorer, &path, &predicted])
                    .args(["--errors", "40", "--by-property"])
                    .output()
                    .expect("runs");
                let expected = String::from_utf8(output.stdout).expect("UTF-8");
                let score = score(parse(name, &text).expect("gold"), parse("p", &lines).expect("predicted"), 40);
                let errors: String = score.errors.iter().map(|line| format!("{line}\n")).collect();
                assert_eq!(format!("{errors}{}{score}", score.properties()), expected, "{name}, round {round}");
            }
        }
    }
}
