//! The lexicon: example phrasings, compiled into patterns over the normalised structure of a sentence.
//!
//! X and Y of "X imposes sanctions on Y" are replaced by ordinary names of the right class, the sentence is parsed by the
//! network that reads the news, normalised as news is, and what remains are nodes (slots, and lemmas of all content words)
//! and edges that tie them together. Names differ in how the parser takes them, so several pairs are tried and every
//! distinct pattern that comes of it is kept.
//!
//! Compiling takes a few seconds, so the patterns of the embedded ontology and network are embedded too
//! (`models/lexicon.json`, written by `examples/compile_lexicon.rs`), and others are kept in the cache folder.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::structure::{Role, Structure};
use super::{Modality, Polarity};
use crate::article::hex;
use crate::language::{self, Analysis, Network, Upos};
use crate::ontology::{Class, Ontology, Phrasing, ValueKind};
use crate::{Error, Result};

/// What must stand at a node of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Node {
    /// The subject's slot.
    X,
    /// The object's slot.
    Y,
    /// A word with this lemma (lower case), verb or not.
    Lemma {
        /// The lemma.
        lemma: String,
        /// Whether it is a verb.
        is_verb: bool,
    },
}

/// An edge of a pattern, between numbers of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PatternEdge {
    /// The predicate's node.
    pub head: usize,
    /// The argument's node.
    pub dependent: usize,
    /// How it hangs there.
    pub role: Role,
}

/// A phrasing as the shape that a sentence must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The property that it says (local name).
    pub property: String,
    /// The phrasing that it was made from.
    pub phrase: String,
    /// The nodes: the anchor (a lemma) first where there is one; each later node has an edge to an earlier one.
    pub nodes: Vec<Node>,
    /// A tree over the nodes: edge `i` ties node `i + 1` to an earlier one.
    pub edges: Vec<PatternEdge>,
    /// Narrower than the property's domain.
    pub subject_class: Option<Class>,
    /// Narrower than the property's range.
    pub object_class: Option<Class>,
    /// How surely it says the property, 0 to 1.
    pub confidence: f32,
    /// The modality that the phrasing itself carries.
    pub modality: Option<Modality>,
    /// The polarity that the phrasing itself carries.
    pub polarity: Option<Polarity>,
    /// Whether a match forbids the property.
    pub is_veto: bool,
}

/// All patterns, by what begins them.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    patterns: Vec<Pattern>,
    by_lemma: HashMap<String, Vec<usize>>,
    without_lemma: Vec<usize>,
    problems: Vec<String>,
}

/// What is embedded or cached.
#[derive(Serialize, Deserialize)]
struct Compiled {
    key: String,
    patterns: Vec<Pattern>,
    problems: Vec<String>,
}

/// Counts up when the structure or the compiler changes, so that old caches are not read.
const VERSION: &str = "2";

static EMBEDDED: &str = include_str!("../../models/lexicon.json");

impl Lexicon {
    /// The lexicon of an ontology for a network: embedded, from the cache, or compiled now.
    ///
    /// # Errors
    /// When the network fails; phrasings that do not compile are listed in [`Lexicon::problems`].
    pub fn load_or_compile(ontology: &Ontology, network: &Network) -> Result<Self> {
        let key = key(ontology, network);
        if let Some(compiled) = read(EMBEDDED, &key) {
            return Ok(Self::index(compiled));
        }
        let path = cache_path(&key);
        if let Some(compiled) =
            path.as_ref().and_then(|path| std::fs::read_to_string(path).ok()).and_then(|text| read(&text, &key))
        {
            return Ok(Self::index(compiled));
        }
        let lexicon = Self::compile(ontology, network)?;
        if let Some(path) = path {
            // A cache that cannot be written costs time at the next start, nothing else.
            let _ = write_whole(&path, &lexicon.to_json(ontology, network)?);
        }
        Ok(lexicon)
    }

    /// Compiles every phrasing.
    ///
    /// # Errors
    /// When the network fails.
    pub fn compile(ontology: &Ontology, network: &Network) -> Result<Self> {
        let mut sentences = Vec::new();
        let mut owners = Vec::new();
        for (number, phrasing) in ontology.phrasings.iter().enumerate() {
            for sentence in instances(phrasing, ontology) {
                owners.push((number, sentence.x.clone(), sentence.y.clone()));
                sentences.push(sentence.text);
            }
        }
        let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let analyses = language::analyse_sentences(&texts, network)?;
        let mut votes: HashMap<usize, Vec<(Pattern, usize)>> = HashMap::new();
        let mut trees: HashMap<usize, String> = HashMap::new();
        for ((number, x, y), analysis) in owners.iter().zip(&analyses) {
            let phrasing = &ontology.phrasings[*number];
            match pattern(phrasing, ontology, analysis, x, y) {
                Some(pattern) => {
                    let known = votes.entry(*number).or_default();
                    match known.iter_mut().find(|(other, _)| *other == pattern) {
                        Some((_, count)) => *count += 1,
                        None => known.push((pattern, 1)),
                    }
                }
                None => {
                    trees.insert(*number, draw(analysis));
                }
            }
        }
        let mut patterns = Vec::new();
        let mut problems = Vec::new();
        for (number, phrasing) in ontology.phrasings.iter().enumerate() {
            let Some(found) = votes.remove(&number) else {
                let tree = trees.remove(&number).unwrap_or_else(|| "it has no X or no Y of its own".to_owned());
                problems.push(format!(
                    "ng:{}: \"{}\" does not connect X and Y:\n{tree}",
                    phrasing.property, phrasing.phrase
                ));
                continue;
            };
            // A parse that only one pair of names gets, where another has a majority, is the parser's slip.
            let most = found.iter().map(|(_, count)| *count).max().unwrap_or(1);
            patterns.extend(found.into_iter().filter(|(_, count)| most < 3 || *count > 1).map(|(pattern, _)| pattern));
        }
        Ok(Self::index(Compiled { key: String::new(), patterns, problems }))
    }

    /// What `models/lexicon.json` holds.
    ///
    /// # Errors
    /// Never in practice: the patterns are plain data.
    pub fn to_json(&self, ontology: &Ontology, network: &Network) -> Result<String> {
        let compiled =
            Compiled { key: key(ontology, network), patterns: self.patterns.clone(), problems: self.problems.clone() };
        serde_json::to_string(&compiled)
            .map_err(|error| Error::Ontology { file: "lexicon".to_owned(), reason: error.to_string() })
    }

    /// Whether the embedded patterns belong to this ontology and network.
    pub fn is_embedded_for(ontology: &Ontology, network: &Network) -> bool {
        read(EMBEDDED, &key(ontology, network)).is_some()
    }

    fn index(compiled: Compiled) -> Self {
        let mut lexicon = Self { patterns: compiled.patterns, problems: compiled.problems, ..Self::default() };
        for (number, pattern) in lexicon.patterns.iter().enumerate() {
            match &pattern.nodes[0] {
                Node::Lemma { lemma, .. } => lexicon.by_lemma.entry(lemma.clone()).or_default().push(number),
                Node::X | Node::Y => lexicon.without_lemma.push(number),
            }
        }
        lexicon
    }

    /// All patterns.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The patterns whose anchor is a lemma (lower case).
    pub fn anchored(&self, lemma: &str) -> impl Iterator<Item = &Pattern> {
        self.by_lemma.get(lemma).into_iter().flatten().map(|&number| &self.patterns[number])
    }

    /// The patterns that are an edge between X and Y and nothing more.
    pub fn bare(&self) -> impl Iterator<Item = &Pattern> {
        self.without_lemma.iter().map(|&number| &self.patterns[number])
    }

    /// The phrasings that gave no pattern, with their trees.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

fn key(ontology: &Ontology, network: &Network) -> String {
    hex(&Sha256::digest(format!("{VERSION} {} {}", ontology.checksum(), network.checksum()).as_bytes()))
}

fn read(text: &str, key: &str) -> Option<Compiled> {
    // The key stands first, so that a stale file is not parsed whole.
    text.get(..90)?.contains(key).then(|| serde_json::from_str(text).ok()).flatten()
}

fn cache_path(key: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))?;
    Some(cache.join("newsgraph").join(format!("lexicon-{}.json", key.get(..16)?)))
}

fn write_whole(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&draft, text)?;
    std::fs::rename(draft, path)
}

/// A phrasing with names in place of X and Y.
struct Instance {
    text: String,
    x: String,
    y: String,
}

/// The phrasing with several pairs of names, as a sentence.
fn instances(phrasing: &Phrasing, ontology: &Ontology) -> Vec<Instance> {
    let property = ontology.property(&phrasing.property);
    let classes = |own: Option<Class>, all: Option<&Vec<Class>>| -> Vec<Class> {
        own.map_or_else(|| all.cloned().unwrap_or_default(), |class| vec![class])
    };
    let subjects = names(&classes(phrasing.subject_class, property.map(|property| &property.domain)), None, 0);
    let objects = names(
        &classes(phrasing.object_class, property.map(|property| &property.range)),
        property.and_then(|property| property.value).filter(|_| phrasing.object_class.is_none()),
        1,
    );
    let mut found = Vec::new();
    for turn in 0..4 {
        let x = subjects[turn % subjects.len()];
        let y = objects[(turn + turn / 2) % objects.len()];
        let Some(text) = fill(&phrasing.phrase, x, y) else { return Vec::new() };
        found.push(Instance { text, x: x.to_owned(), y: y.to_owned() });
    }
    found
}

/// Replaces the words X and Y (also "X's", "Y-based") and ends the sentence.
fn fill(phrase: &str, x: &str, y: &str) -> Option<String> {
    let mut text = String::new();
    let (mut has_x, mut has_y) = (false, false);
    let characters: Vec<char> = phrase.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        let is_alone = !at.checked_sub(1).is_some_and(|before| characters[before].is_alphanumeric())
            && !characters.get(at + 1).is_some_and(|after| after.is_alphanumeric());
        match character {
            'X' if is_alone && !has_x => {
                has_x = true;
                text.push_str(x);
            }
            'Y' if is_alone && !has_y => {
                has_y = true;
                text.push_str(y);
            }
            other => text.push(other),
        }
    }
    (has_x && has_y).then(|| text.trim_end_matches('.').to_owned())
}

/// Ordinary names of the classes, subjects apart from objects.
fn names(classes: &[Class], value: Option<ValueKind>, side: usize) -> Vec<&'static str> {
    match value {
        Some(ValueKind::Date) => return vec!["1990", "May 1990"],
        Some(ValueKind::Number) => return vec!["34", "52"],
        Some(ValueKind::Text) => return vec!["president", "engineer"],
        None => {}
    }
    let pick = |class: Class| -> [[&'static str; 2]; 2] {
        match class {
            Class::Person => [["John Smith", "Martin"], ["Mary Jones", "Robert"]],
            Class::GeopoliticalEntity => [["France", "Canada"], ["Germany", "Brazil"]],
            Class::Place | Class::Facility | Class::Region => [["London", "Berlin"], ["Paris", "Chicago"]],
            Class::Event | Class::Meeting | Class::Trial => {
                [["the Olympics", "Eurovision"], ["the Olympics", "Eurovision"]]
            }
            Class::Election => [["the election", "the referendum"], ["the election", "the referendum"]],
            Class::War | Class::Attack => [["the war", "the attack"], ["the war", "the attack"]],
            Class::Disaster => [["the earthquake", "the flood"], ["the earthquake", "the flood"]],
            Class::SportsEvent => [["the match", "the tournament"], ["the match", "the tournament"]],
            Class::Agreement => [["the treaty", "the agreement"], ["the treaty", "the agreement"]],
            Class::Work => [["the report", "the film"], ["the law", "Hamlet"]],
            Class::Product => [["the iPhone", "the vaccine"], ["the iPhone", "the vaccine"]],
            Class::Award => [["the prize", "the award"], ["the Nobel Prize", "the award"]],
            Class::Position => [["president", "chairman"], ["president", "chairman"]],
            Class::PoliticalParty => [["Labour", "Fidesz"], ["the Labour Party", "Fidesz"]],
            Class::Group => [["protesters", "troops"], ["protesters", "residents"]],
            Class::SportsTeam => [["Liverpool", "Barcelona"], ["Arsenal", "Barcelona"]],
            Class::Agent | Class::Thing => [["John Smith", "France"], ["Mary Jones", "Germany"]],
            _ => [["Microsoft", "Toyota"], ["Google", "Siemens"]],
        }
    };
    let classes = if classes.is_empty() { &[Class::Agent][..] } else { classes };
    let mut found: Vec<&'static str> = Vec::new();
    for turn in 0..2 {
        for &class in classes {
            let name = pick(class)[side][turn];
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// The pattern of a parsed phrasing, if its tree connects X, Y and all content words.
fn pattern(phrasing: &Phrasing, ontology: &Ontology, analysis: &Analysis, x: &str, y: &str) -> Option<Pattern> {
    let sentence = analysis.sentences.first()?;
    let structure = Structure::new(analysis, sentence, ontology, |_| false);
    let x_tokens = occurrence(analysis, x)?;
    let y_tokens = occurrence(analysis, y)?;
    let head_of = |tokens: &std::ops::Range<usize>| {
        tokens.clone().find(|&token| analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
    };
    let (x_head, y_head) = (head_of(&x_tokens)?, head_of(&y_tokens)?);
    let mut tokens: Vec<usize> = sentence
        .tokens
        .clone()
        .filter(|token| !x_tokens.contains(token) && !y_tokens.contains(token) && is_content(analysis, *token))
        .collect();
    // The anchor is the verb or noun that most hangs on.
    tokens.sort_by_key(|&token| {
        let degree = structure.arguments(token).count() + structure.predicates(token).count();
        (std::cmp::Reverse(degree), token)
    });
    tokens.extend([x_head, y_head]);
    let mut order: Vec<usize> = vec![tokens[0]];
    let mut edges = Vec::new();
    while order.len() < tokens.len() {
        let next = structure.edges().iter().find_map(|edge| {
            let head = order.iter().position(|&token| token == edge.head);
            let dependent = order.iter().position(|&token| token == edge.dependent);
            match (head, dependent) {
                (Some(head), None) if tokens.contains(&edge.dependent) => {
                    Some((edge.dependent, PatternEdge { head, dependent: order.len(), role: edge.role.clone() }))
                }
                (None, Some(dependent)) if tokens.contains(&edge.head) => {
                    Some((edge.head, PatternEdge { head: order.len(), dependent, role: edge.role.clone() }))
                }
                _ => None,
            }
        })?;
        order.push(next.0);
        edges.push(next.1);
    }
    let nodes = order
        .iter()
        .map(|&token| match token {
            _ if token == x_head => Node::X,
            _ if token == y_head => Node::Y,
            _ => Node::Lemma {
                lemma: analysis.tokens[token].lemma.to_lowercase(),
                is_verb: analysis.tokens[token].upos == Upos::Verb,
            },
        })
        .collect();
    Some(Pattern {
        property: phrasing.property.to_string(),
        phrase: phrasing.phrase.clone(),
        nodes,
        edges,
        subject_class: phrasing.subject_class,
        object_class: phrasing.object_class,
        confidence: phrasing.confidence,
        modality: phrasing.modality.as_deref().and_then(|name| name.parse().ok()),
        polarity: phrasing.is_negated.then_some(Polarity::Negated),
        is_veto: phrasing.is_negative_example,
    })
}

fn occurrence(analysis: &Analysis, name: &str) -> Option<std::ops::Range<usize>> {
    let words: Vec<&str> = name.split(' ').collect();
    let forms: Vec<&str> = analysis.tokens.iter().map(|token| token.form.as_str()).collect();
    forms.windows(words.len()).position(|window| window == words.as_slice()).map(|at| at..at + words.len())
}

/// Words that a pattern requires: all but function words and punctuation.
fn is_content(analysis: &Analysis, token: usize) -> bool {
    let word = &analysis.tokens[token];
    match word.upos {
        Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::Num => {
            // "according to", "because of": prepositions of several words.
            !matches!(word.relation(), "case" | "fixed" | "mark" | "cc" | "aux" | "cop")
        }
        Upos::Adp => &*word.deprel == "compound:prt",
        Upos::Adv => matches!(word.relation(), "advmod" | "compound"),
        _ => false,
    }
}

/// The tree, a word a line, for messages.
pub fn draw(analysis: &Analysis) -> String {
    let mut text = String::new();
    for token in &analysis.tokens {
        let head = token.head.map_or("ROOT", |head| &analysis.tokens[head].form);
        text.push_str(&format!("    {:<16} {:<6} {:<12} of {head}\n", token.form, token.upos, token.deprel));
    }
    text
}
