//! Claims against the facts of KnowledgeNet's passages, counted as its own scorer counts.
//!
//! A gold fact is found when a predicted one of the same property overlaps it in subject and object. What is predicted
//! and found by no gold fact is too much where the passage was annotated for the property exhaustively. With linked items,
//! only facts whose ends both have an item count, each once a passage; dates have none.
//!
//! KnowledgeNet annotates every mention, pronouns too: a claim predicts its property between every name or pronoun of its
//! subject and of its object in the passage. It writes "born in Vancouver, Canada" as two facts, where the ontology has
//! one and the place of a place; the second is read off that. A chief executive is somebody who heads a company under
//! that title. Whatever else the ontology cannot say counts as missed.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::Deserialize;

use super::strays::with_strays;
use super::{bytes, f1};
use crate::article::{Article, Span};
use crate::claim::{Claim, Modality, Object, Polarity, Predicate};
use crate::entity::{EntityId, MentionKind};
use crate::error::{Error, Result};
use crate::knowledge::{ItemId, KnowledgeBase};
use crate::ontology::Class;
use crate::{Document, Reader};

/// KnowledgeNet's properties and those of the ontology that say the same, and whether in the other direction.
const PROPERTIES: &[(&str, &[&str], Direction)] = &[
    ("DATE_OF_BIRTH", &["bornOn"], Direction::Same),
    ("DATE_OF_DEATH", &["diedOn"], Direction::Same),
    ("PLACE_OF_BIRTH", &["bornIn"], Direction::Same),
    ("PLACE_OF_RESIDENCE", &["livesIn"], Direction::Same),
    (NATIONALITY, &["citizenOf"], Direction::Same),
    ("CHILD_OF", &["childOf"], Direction::Same),
    ("SPOUSE", &["spouseOf"], Direction::Both),
    ("EDUCATED_AT", &["educatedAt"], Direction::Same),
    (EMPLOYED, &["worksFor", "memberOf", "playsFor", "headOf", "spokesmanFor", "representativeOf"], Direction::Same),
    ("POLITICAL_AFFILIATION", &["memberOfParty"], Direction::Same),
    (CEO, &["headOf"], Direction::Inverse),
    ("FOUNDED_BY", &["founded"], Direction::Inverse),
    ("DATE_FOUNDED", &["foundedOn"], Direction::Same),
    ("HEADQUARTERS", &["headquarteredIn"], Direction::Same),
    ("SUBSIDIARY_OF", &["subsidiaryOf"], Direction::Same),
    ("SUBSIDIARY_OF", &["owns"], Direction::Inverse),
];

const CEO: &str = "CEO";
const NATIONALITY: &str = "NATIONALITY";
const EMPLOYED: &str = "EMPLOYEE_OR_MEMBER_OF";

/// Properties whose object is a place within a place.
const IN_PLACES: &[&str] = &["bornIn", "livesIn", "headquarteredIn"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Same,
    Inverse,
    Both,
}

/// The annotated passages of one document.
#[derive(Debug, Clone)]
pub struct RelationDocument {
    /// The passages, one after the other; a blank line where the document goes on between two.
    pub article: Article,
    passages: Vec<Passage>,
}

#[derive(Debug, Clone)]
struct Passage {
    span: Span,
    annotated: Vec<String>,
    facts: Vec<Fact>,
}

/// A fact between two places of the text, with their items where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    property: String,
    ends: [Span; 2],
    items: [Option<String>; 2],
}

#[derive(Deserialize)]
struct Line {
    fold: u32,
    doc: String,
    start: usize,
    end: usize,
    text: String,
    annotated: Vec<String>,
    facts: Vec<GoldFact>,
}

#[derive(Deserialize)]
struct GoldFact {
    property: String,
    subject: GoldEnd,
    object: GoldEnd,
}

#[derive(Deserialize)]
struct GoldEnd {
    start: usize,
    end: usize,
    qid: Option<String>,
}

/// Reads passages (JSON Lines), those of one `fold` or all.
///
/// # Errors
/// [`Error::Input`] with the line's number where the format is broken or an offset lies outside its passage.
pub fn read(text: &str, fold: Option<u32>) -> Result<Vec<RelationDocument>> {
    let mut documents: BTreeMap<String, Vec<(usize, Line)>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let read: Line = serde_json::from_str(line).map_err(|error| broken(number, error))?;
        if fold.is_none_or(|fold| fold == read.fold) {
            documents.entry(read.doc.clone()).or_default().push((number, read));
        }
    }
    documents.into_iter().map(|(id, lines)| document(&id, lines)).collect()
}

fn broken(number: usize, reason: impl fmt::Display) -> Error {
    Error::Input { input: format!("relations, line {number}"), reason: reason.to_string() }
}

fn document(id: &str, mut lines: Vec<(usize, Line)>) -> Result<RelationDocument> {
    lines.sort_by_key(|(_, line)| line.start);
    let (mut text, mut end) = (String::new(), 0);
    let mut passages = Vec::new();
    for (number, line) in lines {
        if !text.is_empty() {
            text.push_str(if line.start <= end + 2 { " " } else { "\n\n" });
        }
        let offset = text.len();
        text.push_str(&line.text);
        end = line.end;
        let at = |place: &GoldEnd| {
            let span = bytes(&line.text, place.start, place.end)
                .ok_or_else(|| broken(number, "a fact lies outside of its passage"))?;
            Ok(Span::new(span.start + offset, span.end + offset))
        };
        let facts = line.facts.iter().map(|fact| {
            Ok(Fact {
                property: fact.property.clone(),
                ends: [at(&fact.subject)?, at(&fact.object)?],
                items: [fact.subject.qid.clone(), fact.object.qid.clone()],
            })
        });
        let facts = facts.collect::<Result<_>>()?;
        passages.push(Passage { span: Span::new(offset, text.len()), annotated: line.annotated, facts });
    }
    Ok(RelationDocument { article: Article::from_text(id, text), passages })
}

/// What a reader claims of a document, with the pronouns whose antecedents the passages lack.
///
/// # Errors
/// Those of [`Reader::read`].
pub fn claims(document: &RelationDocument, reader: &Reader) -> Result<(Document, Vec<Claim>)> {
    let mut read = reader.read(document.article.clone())?;
    let passages: Vec<Span> = document.passages.iter().map(|passage| passage.span).collect();
    read.entities = with_strays(&read.entities, &read.analysis, reader.ontology(), &passages);
    let claims = reader.repeated_claims(&read);
    Ok((read, claims))
}

/// Found, in gold, predicted and wrong, of one property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    gold: usize,
    found: usize,
    wrong: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        f1(self.found, self.gold, self.found + self.wrong)
    }

    fn line(self, name: &str) -> String {
        let share = |whole: usize| 100.0 * self.found as f64 / whole.max(1) as f64;
        format!(
            "{name:24} P {:5.1} R {:5.1} F1 {:5.1}  (gold {}, found {}, too much {})",
            share(self.found + self.wrong),
            share(self.gold),
            self.f1(),
            self.gold,
            self.found,
            self.wrong
        )
    }
}

/// Counts of facts by property: by their places in the text, and by their items.
#[derive(Debug, Clone, Default)]
pub struct RelationScores {
    spans: BTreeMap<String, Counts>,
    items: BTreeMap<String, Counts>,
    /// Of these facts, those whose items the knowledge base has both.
    known: Counts,
    /// What is missed and what is too much, in the order of the texts.
    pub errors: Vec<String>,
}

impl RelationScores {
    /// Counts a document.
    pub fn add(&mut self, gold: &RelationDocument, read: &Document, claims: &[Claim], knowledge: &KnowledgeBase) {
        for passage in &gold.passages {
            let predicted = predicted(passage.span, read, claims);
            self.add_spans(passage, &predicted, &gold.article.text);
            self.add_items(passage, &predicted, knowledge);
        }
    }

    /// F1 by places in the text, in per cent.
    pub fn span_f1(&self) -> f64 {
        total(&self.spans).f1()
    }

    /// F1 by items, in per cent.
    pub fn item_f1(&self) -> f64 {
        total(&self.items).f1()
    }

    fn add_spans(&mut self, passage: &Passage, predicted: &[(Fact, String)], text: &str) {
        let agree = |one: &Fact, other: &Fact| {
            one.property == other.property && one.ends[0].overlaps(other.ends[0]) && one.ends[1].overlaps(other.ends[1])
        };
        let mut tell = |kind: &str, fact: &Fact, rule: &str| {
            let [subject, object] = fact.ends.map(|end| end.of(text));
            let sentence = passage.span.of(text);
            self.errors.push(format!("{kind} {} | {subject} | {object}{rule}\n    in: {sentence}", fact.property));
        };
        for fact in &passage.facts {
            let counts = self.spans.entry(fact.property.clone()).or_default();
            counts.gold += 1;
            if predicted.iter().any(|(other, _)| agree(fact, other)) {
                counts.found += 1;
            } else {
                tell("missed  ", fact, "");
            }
        }
        for (fact, rule) in predicted.iter().filter(|(fact, _)| passage.annotated.contains(&fact.property)) {
            if !passage.facts.iter().any(|gold| agree(gold, fact)) {
                self.spans.entry(fact.property.clone()).or_default().wrong += 1;
                tell("too much", fact, &format!(" by {rule}"));
            }
        }
    }

    fn add_items(&mut self, passage: &Passage, predicted: &[(Fact, String)], knowledge: &KnowledgeBase) {
        let has = |item: &str| {
            let number = item.strip_prefix('Q').and_then(|number| number.parse().ok());
            number.is_some_and(|number| knowledge.item(ItemId(number)).is_some())
        };
        let linked = |facts: &mut dyn Iterator<Item = &Fact>| -> HashSet<(String, String, String)> {
            facts
                .filter(|fact| !fact.property.starts_with("DATE_"))
                .filter_map(|fact| {
                    let [subject, object] = &fact.items;
                    Some((fact.property.clone(), subject.clone()?, object.clone()?))
                })
                .collect()
        };
        let gold = linked(&mut passage.facts.iter());
        let ours = linked(&mut predicted.iter().map(|(fact, _)| fact));
        for fact in &gold {
            let counts = self.items.entry(fact.0.clone()).or_default();
            counts.gold += 1;
            counts.found += usize::from(ours.contains(fact));
            if has(&fact.1) && has(&fact.2) {
                self.known.gold += 1;
                self.known.found += usize::from(ours.contains(fact));
            }
        }
        for fact in ours.iter().filter(|fact| !gold.contains(fact) && passage.annotated.contains(&fact.0)) {
            self.items.entry(fact.0.clone()).or_default().wrong += 1;
            self.known.wrong += 1;
        }
    }
}

fn total(counts: &BTreeMap<String, Counts>) -> Counts {
    counts.values().fold(Counts::default(), |sum, counts| Counts {
        gold: sum.gold + counts.gold,
        found: sum.found + counts.found,
        wrong: sum.wrong + counts.wrong,
    })
}

impl fmt::Display for RelationScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, counts) in &self.spans {
            writeln!(f, "{}", counts.line(name))?;
        }
        writeln!(f, "{}", total(&self.spans).line("all, by text"))?;
        writeln!(f, "{}", total(&self.items).line("all, by linked items"))?;
        writeln!(f, "{}", self.known.line("both items known"))
    }
}

/// The facts that claims make in a passage, with the rule that made each.
fn predicted(passage: Span, read: &Document, claims: &[Claim]) -> Vec<(Fact, String)> {
    let here: Vec<&Claim> = claims
        .iter()
        .filter(|claim| passage.overlaps(read.analysis.sentences[claim.sentence].span))
        .filter(|claim| claim.polarity == Polarity::Affirmed && claim.modality == Modality::Actual)
        .collect();
    let within: Vec<(EntityId, EntityId)> = here
        .iter()
        .filter(|claim| claim.predicate.is("locatedIn"))
        .filter_map(|claim| match claim.object {
            Object::Entity(outer) => Some((claim.subject?, outer)),
            Object::Literal(_) => None,
        })
        .collect();
    let mut facts: Vec<(Fact, String)> = Vec::new();
    for claim in &here {
        let Some(subject) = claim.subject else { continue };
        let Predicate::Known(ours) = &claim.predicate else { continue };
        for (property, names, direction) in PROPERTIES {
            if !names.contains(&&**ours) || *property == CEO && !is_chief_executive(claim, read, &here) {
                continue;
            }
            let mut objects = ends_of_object(passage, read, &claim.object);
            // Who serves a country is not its employee here.
            if *property == EMPLOYED
                && matches!(claim.object, Object::Entity(entity) if read.entities.get(entity).class == Class::GeopoliticalEntity)
            {
                objects.clear();
            }
            // A nationality is told by its own word, not by the country's other mentions.
            if *property == NATIONALITY && objects.iter().any(|object| object.0.overlaps(claim.trigger)) {
                objects.retain(|object| object.0.overlaps(claim.trigger));
            }
            if let (Object::Entity(inner), true) = (&claim.object, IN_PLACES.contains(&&**ours)) {
                for outer in outer_places(*inner, &within) {
                    objects.extend(ends(passage, read, outer));
                }
            }
            for one in ends(passage, read, subject) {
                for other in &objects {
                    let mut push = |first: &End, second: &End| {
                        let fact = Fact {
                            property: (*property).to_owned(),
                            ends: [first.0, second.0],
                            items: [first.1.clone(), second.1.clone()],
                        };
                        if !first.0.overlaps(second.0) && !facts.iter().any(|(known, _)| *known == fact) {
                            facts.push((fact, claim.rule.clone()));
                        }
                    };
                    if *direction != Direction::Inverse {
                        push(&one, other);
                    }
                    if *direction != Direction::Same {
                        push(other, &one);
                    }
                }
            }
        }
    }
    facts
}

type End = (Span, Option<String>);

/// The names and pronouns of an entity in a passage.
fn ends(passage: Span, read: &Document, entity: EntityId) -> Vec<End> {
    let found = read.entities.get(entity);
    let item = found.link.as_ref().map(|link| link.item).filter(|item| item.is_wikidata());
    found
        .mentions
        .iter()
        .map(|&number| &read.entities.mentions[number])
        .filter(|mention| mention.kind != MentionKind::Nominal && passage.contains(mention.span))
        .map(|mention| (mention.span, item.map(|item| format!("Q{}", item.0))))
        .collect()
}

fn ends_of_object(passage: Span, read: &Document, object: &Object) -> Vec<End> {
    match object {
        Object::Entity(entity) => ends(passage, read, *entity),
        Object::Literal(literal) => read
            .times
            .iter()
            .flat_map(|time| time.ends.iter().flat_map(|ends| ends.iter()).chain([time]))
            .filter(|time| time.value.0 == literal.value)
            .map(|time| (read.analysis.span(&time.tokens), None))
            .filter(|(span, _)| passage.contains(*span))
            .collect(),
    }
}

/// Whether somebody heads something as its chief executive: by the words of the claim, or by an office in its sentence.
fn is_chief_executive(claim: &Claim, read: &Document, claims: &[&Claim]) -> bool {
    let names_it = |text: &str| {
        let text = text.to_lowercase().replace('.', "");
        text.split(|character: char| !character.is_alphanumeric()).any(|word| word == "ceo")
            || text.contains("chief executive")
    };
    names_it(claim.trigger.of(&read.article.text))
        || claims.iter().any(|other| {
            other.subject == claim.subject
                && other.sentence == claim.sentence
                && other.predicate.is("holdsPosition")
                && matches!(&other.object, Object::Literal(office) if names_it(&office.value))
        })
}

/// The places that a place lies in, however far out.
fn outer_places(inner: EntityId, within: &[(EntityId, EntityId)]) -> Vec<EntityId> {
    let mut found = vec![inner];
    let mut at = 0;
    while at < found.len() {
        for &(place, outer) in within {
            if place == found[at] && !found.contains(&outer) {
                found.push(outer);
            }
        }
        at += 1;
    }
    found.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(lines: &str) -> RelationScores {
        let reader = Reader::embedded().expect("embedded models");
        let mut scores = RelationScores::default();
        for document in read(lines, Some(1)).expect("sound") {
            let (read, claims) = claims(&document, &reader).expect("read");
            scores.add(&document, &read, &claims, reader.knowledge());
        }
        scores
    }

    #[test]
    fn mentions_directions_and_places_within_places() {
        let scores = score(
            r#"{"fold":1,"doc":"a","start":0,"end":48,"text":"Jane Roe was born in Tromsø, Norway, in May 1952.","annotated":["PLACE_OF_BIRTH","DATE_OF_BIRTH"],"facts":[{"property":"PLACE_OF_BIRTH","subject":{"start":0,"end":8},"object":{"start":21,"end":27,"qid":"Q26087"}},{"property":"PLACE_OF_BIRTH","subject":{"start":0,"end":8},"object":{"start":29,"end":35,"qid":"Q20"}},{"property":"DATE_OF_BIRTH","subject":{"start":0,"end":8},"object":{"start":40,"end":48}}]}
{"fold":1,"doc":"a","start":50,"end":80,"text":"She married John Doe in Bergen.","annotated":["SPOUSE","PLACE_OF_RESIDENCE"],"facts":[{"property":"SPOUSE","subject":{"start":0,"end":3},"object":{"start":12,"end":20}},{"property":"SPOUSE","subject":{"start":12,"end":20},"object":{"start":0,"end":3}}]}
{"fold":2,"doc":"a","start":90,"end":91,"text":"?","annotated":[],"facts":[]}"#,
        );
        assert_eq!(total(&scores.spans), Counts { gold: 5, found: 5, wrong: 0 }, "{:#?}", scores.errors);
    }

    #[test]
    fn only_what_was_annotated_can_be_too_much() {
        let lines = r#"{"fold":1,"doc":"a","start":0,"end":28,"text":"John Doe is the CEO of Acme.","annotated":["CEO"],"facts":[]}"#;
        let scores = score(lines);
        assert_eq!(total(&scores.spans), Counts { gold: 0, found: 0, wrong: 1 }, "{:#?}", scores.errors);
        assert!(scores.errors[0].starts_with("too much CEO | Acme | John Doe"), "{:?}", scores.errors);
    }

    #[test]
    fn broken_lines_are_named() {
        assert!(read("{", None).expect_err("broken").to_string().contains("line 1"));
        let outside = r#"{"fold":1,"doc":"a","start":0,"end":1,"text":"?","annotated":[],"facts":[{"property":"CEO","subject":{"start":0,"end":9},"object":{"start":0,"end":1}}]}"#;
        assert!(read(outside, None).is_err());
    }
}
