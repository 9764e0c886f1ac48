//! The lexicon's phrasings, compiled to patterns over [`Structure`]s.
//!
//! A phrasing is a plain English example: "X imposes sanctions on Y". Ordinary names take the places of X and Y, the
//! network parses the sentence, the normaliser makes its structure, and the edges that connect X, Y and the other words
//! are the pattern. Names of several kinds are tried, and noun phrases stand alone as well as in a sentence, because a
//! parse may depend on them; each shape that comes out is kept. Compiling takes some seconds, so the result is embedded
//! for the program's own ontology and cached for a user's.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::structure::{self, Edge, Origin, Relation, Structure};
use super::types::{Modality, Polarity};
use crate::article::hex;
use crate::error::{Error, Result};
use crate::language::{self, Analysis, Network, Upos};
use crate::ontology::{Class, Ontology, Phrasing, ValueKind};

/// What kind of word stands at a place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum WordKind {
    Verb,
    Noun,
    Adjective,
    Other,
}

impl WordKind {
    pub(crate) const fn of(upos: Upos) -> Self {
        match upos {
            Upos::Verb | Upos::Aux => Self::Verb,
            Upos::Noun | Upos::Propn => Self::Noun,
            Upos::Adj | Upos::Adv => Self::Adjective,
            _ => Self::Other,
        }
    }
}

/// A place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Node {
    X,
    Y,
    /// A word; no lemma stands for any verb ("X tells Y to *act*").
    Word(String, WordKind),
}

/// A pattern: a small tree of words between X and Y.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pattern {
    /// The property's local name.
    pub property: String,
    /// The phrasing that it was made of.
    pub phrase: String,
    pub nodes: Vec<Node>,
    /// (from, relation, to) between nodes, in the order in which they are to be followed from the anchor.
    pub edges: Vec<(usize, Relation, usize)>,
    /// The node where matching begins: the uppermost word, or X where the pattern has none.
    pub anchor: usize,
    /// Nodes that the text must have between X and Y: the words.
    pub words: usize,
    #[serde(with = "class_name")]
    pub subject_class: Option<Class>,
    #[serde(with = "class_name")]
    pub object_class: Option<Class>,
    pub confidence: f32,
    pub modality: Option<String>,
    pub is_negated: bool,
    /// An example of what does not say the property.
    pub is_negative: bool,
    /// Whether X and Y hang on the same word in the same way: "X and Y meet".
    pub is_joint: bool,
}

mod class_name {
    use super::Class;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::ref_option, reason = "serde's signature")]
    pub fn serialize<S: Serializer>(class: &Option<Class>, serializer: S) -> Result<S::Ok, S::Error> {
        match class {
            Some(class) => serializer.serialize_some(class.name()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Class>, D::Error> {
        let name: Option<String> = Option::deserialize(deserializer)?;
        name.map(|name| name.parse().map_err(serde::de::Error::custom)).transpose()
    }
}

impl Pattern {
    /// Whether the phrasing is a clause ("X sentences Y") rather than a noun phrase.
    pub fn is_clause(&self) -> bool {
        looks_like_clause(&self.phrase)
    }

    /// The polarity and modality that the phrasing itself carries, if any.
    pub fn stance(&self) -> (Option<Polarity>, Option<Modality>) {
        let modality = self.modality.as_deref().and_then(|name| match name {
            "future" => Some(Modality::Future),
            "possible" => Some(Modality::Possible),
            "hypothetical" => Some(Modality::Hypothetical),
            "requested" => Some(Modality::Requested),
            _ => None,
        });
        (self.is_negated.then_some(Polarity::Negated), modality)
    }
}

/// A phrasing that could not be compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The property's local name.
    pub property: String,
    /// The phrasing.
    pub phrase: String,
    /// What is wrong, with the tree.
    pub reason: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Compiled {
    key: String,
    patterns: Vec<Pattern>,
    diagnostics: Vec<Diagnostic>,
}

/// All patterns, found by the lemma of their anchor.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    compiled: Compiled,
    by_lemma: HashMap<String, Vec<u32>>,
    by_relation: HashMap<Relation, Vec<u32>>,
}

/// The compiled lexicon of the program's own ontology and network.
const EMBEDDED: &str = include_str!("../../models/lexicon.json");

/// Raised whenever the same phrasings would compile to other patterns.
const VERSION: &str = "16";

/// The places that names take, by class: a name, another, and a third.
const NAMES: &[(Class, [&str; 3])] = &[
    (Class::Person, ["John Smith", "Mary Jones", "Peter Brown"]),
    (Class::GeopoliticalEntity, ["France", "Germany", "Mexico"]),
    (Class::Company, ["Microsoft", "Toyota", "Siemens"]),
    (Class::SportsTeam, ["Liverpool", "Chelsea", "Barcelona"]),
    (Class::MediaOrganization, ["the Guardian", "CNN", "Reuters"]),
    (Class::PoliticalParty, ["the Labour Party", "the Green Party", "the Republican Party"]),
    (Class::EducationalInstitution, ["Harvard University", "Oxford University", "Stanford University"]),
    (Class::InternationalOrganization, ["NATO", "the United Nations", "the European Union"]),
    (Class::Court, ["the Supreme Court", "the High Court", "the Constitutional Court"]),
    (Class::ArmedForce, ["the Navy", "the Army", "the Air Force"]),
    (Class::Government, ["the Kremlin", "the State Department", "the Pentagon"]),
    (Class::Organization, ["Greenpeace", "Microsoft", "Hamas"]),
    (Class::Facility, ["Heathrow Airport", "Wembley Stadium", "Trafalgar House"]),
    (Class::Region, ["Siberia", "Bavaria", "Scotland"]),
    (Class::Place, ["Paris", "London", "Chicago"]),
    (Class::Election, ["the election", "the presidential election", "the referendum"]),
    (Class::War, ["the war", "the Vietnam War", "the conflict"]),
    (Class::Attack, ["the attack", "the bombing", "the explosion"]),
    (Class::Trial, ["the trial", "the hearing", "the lawsuit"]),
    (Class::Disaster, ["the earthquake", "Hurricane Katrina", "the flood"]),
    (Class::SportsEvent, ["the World Cup", "the tournament", "the Olympics"]),
    (Class::Agreement, ["the treaty", "the agreement", "the ceasefire"]),
    (Class::Meeting, ["the summit", "the conference", "the meeting"]),
    (Class::Event, ["the ceremony", "the summit", "the protest"]),
    (Class::Award, ["the Nobel Prize", "the award", "the medal"]),
    (Class::Work, ["the bill", "the treaty", "the report"]),
    (Class::Product, ["the aircraft", "the vaccine", "the car"]),
    (Class::Position, ["treasurer", "mayor", "director"]),
    (Class::Group, ["the protesters", "the rebels", "the refugees"]),
    (Class::Agent, ["John Smith", "France", "Microsoft"]),
    (Class::Thing, ["Microsoft", "the bridge", "France"]),
];

fn name_for(class: Class, number: usize, is_object: bool) -> &'static str {
    let names = NAMES.iter().find(|(other, _)| *other == class).map_or(&["Microsoft", "France", "Toyota"], |(_, n)| n);
    // X and Y never get the same name.
    names[(number + usize::from(is_object)) % 3]
}

/// A sentence that a phrasing was made into, with the bytes of X, Y and the phrase in it.
struct Instance {
    text: String,
    x: (usize, usize),
    y: (usize, usize),
    phrase: (usize, usize),
}

impl Lexicon {
    /// The compiled phrasings of an ontology.
    ///
    /// # Errors
    ///
    /// A phrasing whose parse does not connect X and Y, where it is a user's own; the message shows the tree. Those of
    /// the embedded lexicon are left out and listed ([`Lexicon::diagnostics`]).
    pub fn compile(ontology: &Ontology, network: &Network) -> Result<Self> {
        Self::compile_beside(ontology, network, None)
    }

    /// Compiles; phrasings that `known` does not have are a user's, and must compile.
    fn compile_beside(ontology: &Ontology, network: &Network, known: Option<&Ontology>) -> Result<Self> {
        let mut compiled = Compiled { key: key(ontology, network), ..Compiled::default() };
        let embedded: Option<HashSet<(&str, &str)>> =
            known.map(|known| known.phrasings.iter().map(|p| (&*p.property, p.phrase.as_str())).collect());
        for phrasing in &ontology.phrasings {
            if is_left_to_rules(phrasing, ontology) {
                continue;
            }
            match compile_phrasing(phrasing, ontology, network)? {
                Ok(patterns) => compiled.patterns.extend(patterns),
                Err(reason) => {
                    if embedded.as_ref().is_some_and(|known| !known.contains(&(&*phrasing.property, &*phrasing.phrase)))
                    {
                        return Err(Error::Ontology {
                            file: format!("phrasing \"{}\" of {}", phrasing.phrase, phrasing.property),
                            reason,
                        });
                    }
                    compiled.diagnostics.push(Diagnostic {
                        property: phrasing.property.to_string(),
                        phrase: phrasing.phrase.clone(),
                        reason,
                    });
                }
            }
        }
        Ok(Self::index(compiled))
    }

    /// The lexicon of an ontology: the embedded one where it fits, else the cached one, else compiled and cached.
    ///
    /// The cache is `newsgraph/lexicon-<key>.json` in `$XDG_CACHE_HOME` or `~/.cache`. That it cannot be written is no
    /// error.
    ///
    /// # Errors
    ///
    /// As [`Lexicon::compile`].
    pub fn load_or_compile(ontology: &Ontology, network: &Network) -> Result<Self> {
        let key = key(ontology, network);
        let fitting = |json: &str| serde_json::from_str::<Compiled>(json).ok().filter(|compiled| compiled.key == key);
        // The key stands at the beginning, so that a foreign file need not be read whole.
        if EMBEDDED.get(..200.min(EMBEDDED.len())).is_some_and(|start| start.contains(&key))
            && let Some(compiled) = fitting(EMBEDDED)
        {
            return Ok(Self::index(compiled));
        }
        let path = cache_folder().map(|folder| folder.join(format!("lexicon-{key}.json")));
        if let Some(path) = &path
            && let Ok(json) = std::fs::read_to_string(path)
            && let Some(compiled) = fitting(&json)
        {
            return Ok(Self::index(compiled));
        }
        let embedded = Ontology::embedded()?;
        let lexicon = Self::compile_beside(ontology, network, Some(&embedded))?;
        if let Some(path) = &path {
            write_cache(path, &lexicon.to_json());
        }
        Ok(lexicon)
    }

    /// The compiled lexicon as JSON: what `models/lexicon.json` holds.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.compiled).unwrap_or_default()
    }

    /// The phrasings that could not be compiled.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.compiled.diagnostics
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.compiled.patterns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.compiled.patterns.is_empty()
    }

    pub(crate) fn pattern(&self, number: u32) -> &Pattern {
        &self.compiled.patterns[number as usize]
    }

    /// The patterns whose anchor is this word.
    pub(crate) fn anchored_at(&self, lemma: &str) -> &[u32] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The patterns of one edge between X and Y, without a word.
    pub(crate) fn direct(&self, relation: &Relation) -> &[u32] {
        self.by_relation.get(relation).map_or(&[], Vec::as_slice)
    }

    fn index(compiled: Compiled) -> Self {
        let mut by_lemma: HashMap<String, Vec<u32>> = HashMap::new();
        let mut by_relation: HashMap<Relation, Vec<u32>> = HashMap::new();
        for (number, pattern) in compiled.patterns.iter().enumerate() {
            match (&pattern.nodes[pattern.anchor], pattern.edges.first()) {
                (Node::Word(lemma, _), _) => by_lemma.entry(lemma.clone()).or_default().push(number as u32),
                (_, Some((_, relation, _))) => by_relation.entry(relation.clone()).or_default().push(number as u32),
                _ => {}
            }
        }
        Self { compiled, by_lemma, by_relation }
    }
}

/// What a compiled lexicon depends on.
fn key(ontology: &Ontology, network: &Network) -> String {
    let parts = [VERSION, network.checksum(), ontology.checksum()].join(" ");
    hex(&Sha256::digest(parts.as_bytes()))
}

fn cache_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))?;
    Some(base.join("newsgraph"))
}

/// Written whole and renamed into place, so that another process never reads half of it.
fn write_cache(path: &std::path::Path, json: &str) {
    let Some(folder) = path.parent() else { return };
    if std::fs::create_dir_all(folder).is_err() {
        return;
    }
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    if std::fs::write(&temporary, json).is_ok() && std::fs::rename(&temporary, path).is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
}

/// Titles, ages, dates and occupations without a word of their own are found by rules ([`super::nominal`]).
fn is_left_to_rules(phrasing: &Phrasing, ontology: &Ontology) -> bool {
    let is_literal = ontology.property(&phrasing.property).is_some_and(|property| property.value.is_some());
    if !is_literal {
        return false;
    }
    let has_word = phrasing
        .phrase
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| !matches!(word, "" | "X" | "Y" | "s" | "the" | "a" | "an" | "is" | "of" | "on" | "in"));
    !has_word || matches!(&*phrasing.property, "hasAge" | "occursOn")
}

fn compile_phrasing(
    phrasing: &Phrasing,
    ontology: &Ontology,
    network: &Network,
) -> Result<std::result::Result<Vec<Pattern>, String>> {
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut failure = String::new();
    for (tried, instance) in instances(phrasing, ontology).into_iter().enumerate() {
        // Two readings are enough, unless nothing has come out of them.
        if tried >= 4 && !patterns.is_empty() {
            break;
        }
        let analysis = language::analyse_sentences(&[&instance.text], network)?.pop().unwrap_or_default();
        match pattern_of(&instance, &analysis, phrasing, ontology) {
            Ok(pattern) => {
                if !patterns.iter().any(|other| {
                    other.nodes == pattern.nodes && other.edges == pattern.edges && other.anchor == pattern.anchor
                }) {
                    patterns.push(pattern);
                }
            }
            Err(reason) if failure.is_empty() => failure = reason,
            Err(_) => {}
        }
    }
    Ok(if patterns.is_empty() { Err(failure) } else { Ok(patterns) })
}

/// The classes whose names a place of a phrasing gets.
fn classes_for(narrow: Option<Class>, wide: &[Class]) -> Vec<Class> {
    match narrow {
        Some(class) => vec![class],
        None if wide.is_empty() => vec![Class::Thing],
        None => wide.to_vec(),
    }
}

fn instances(phrasing: &Phrasing, ontology: &Ontology) -> Vec<Instance> {
    let property = ontology.property(&phrasing.property);
    let subjects = classes_for(phrasing.subject_class, property.map_or(&[], |property| &property.domain));
    let objects = classes_for(phrasing.object_class, property.map_or(&[], |property| &property.range));
    let value = property.filter(|property| property.range.is_empty()).and_then(|property| property.value);
    let mut all = Vec::new();
    for number in 0..3 {
        let subject_class = subjects[number % subjects.len()];
        let object_class = objects[number % objects.len()];
        let subject = name_for(subject_class, number, false);
        let object = match value {
            None => name_for(object_class, number, true),
            Some(ValueKind::Text) => ["treasurer", "mayor", "director"][number],
            Some(ValueKind::Number) => ["34", "57", "20"][number],
            Some(ValueKind::Date) if phrasing.phrase.contains("on Y") => ["Monday", "12 May 1990", "Friday"][number],
            Some(ValueKind::Date) => ["1990", "2008", "March 1975"][number],
        };
        let is_person = subject_class == Class::Person || subject == "John Smith";
        let tail = if is_person { " spoke yesterday." } else { " was discussed yesterday." };
        let comma = if phrasing.phrase.contains(", ") { "," } else { "" };
        all.push(fill(&phrasing.phrase, subject, object, ""));
        if !looks_like_clause(&phrasing.phrase) {
            all.push(fill(&phrasing.phrase, subject, object, &format!("{comma}{tail}")));
        }
    }
    all
}

/// Whether a phrasing has a verb of its own right behind X, Y or "X and Y".
fn looks_like_clause(phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    let at = if words.get(1) == Some(&"and") { 3 } else { 1 };
    matches!(words.first(), Some(&("X" | "Y")))
        && words.get(at).is_some_and(|word| {
            word.ends_with('s') && !word.ends_with("'s")
                || matches!(*word, "is" | "are" | "has" | "meet" | "form")
                || at == 3
        })
}

fn fill(phrase: &str, subject: &str, object: &str, tail: &str) -> Instance {
    let mut text = String::new();
    let (mut x, mut y) = ((0, 0), (0, 0));
    let mut before = ' ';
    let mut characters = phrase.chars().peekable();
    while let Some(character) = characters.next() {
        let is_alone = !before.is_alphanumeric() && characters.peek().is_none_or(|next| !next.is_alphanumeric());
        let name = match character {
            'X' if is_alone => Some(subject),
            'Y' if is_alone => Some(object),
            _ => None,
        };
        match name {
            Some(name) => {
                // "the X-Y summit", "Y's spokesman": no second article, none before a bare noun's possessor.
                let is_after_article = text.ends_with("the ") || text.ends_with("The ");
                let is_joined = text.ends_with('-') || characters.peek() == Some(&'-');
                let name = if is_after_article || is_joined { name.trim_start_matches("the ") } else { name };
                let start = text.len();
                text.push_str(name);
                if character == 'X' { x = (start, text.len()) } else { y = (start, text.len()) }
            }
            None => text.push(character),
        }
        before = character;
    }
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    let phrase = (0, text.len());
    text.push_str(if tail.is_empty() { "." } else { tail });
    Instance { text, x, y, phrase }
}

/// The token of a place: the one in its bytes that depends on what is outside.
fn token_of(analysis: &Analysis, bytes: (usize, usize)) -> Option<usize> {
    let inside = |token: usize| {
        let span = analysis.tokens[token].span;
        span.start >= bytes.0 && span.end <= bytes.1
    };
    let mut heads = (0..analysis.tokens.len())
        .filter(|&token| inside(token) && analysis.tokens[token].upos != Upos::Det)
        .filter(|&token| analysis.tokens[token].head.is_none_or(|head| !inside(head)));
    let first = heads.next()?;
    heads.next().is_none().then_some(first)
}

fn pattern_of(
    instance: &Instance,
    analysis: &Analysis,
    phrasing: &Phrasing,
    ontology: &Ontology,
) -> std::result::Result<Pattern, String> {
    let fail = |reason: &str| {
        format!("\"{}\" {reason}; say it otherwise. Its tree:\n{}", instance.text, structure::draw_tree(analysis))
    };
    if analysis.sentences.len() != 1 {
        return Err(fail("is not read as one sentence"));
    }
    let Some(x) = token_of(analysis, instance.x) else { return Err(fail("does not keep X together")) };
    let Some(y) = token_of(analysis, instance.y) else { return Err(fail("does not keep Y together")) };
    let structure = Structure::of(analysis, 0, ontology);
    let within = |token: usize, bytes: (usize, usize)| {
        let span = analysis.tokens[token].span;
        span.start >= bytes.0 && span.end <= bytes.1
    };
    let is_between =
        |token: usize| within(token, instance.phrase) && !within(token, instance.x) && !within(token, instance.y);
    // A copula counts only where the normaliser made it a verb of its own.
    let is_content = |token: usize| {
        let word = &analysis.tokens[token];
        is_between(token)
            && match word.upos {
                Upos::Punct | Upos::Det | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part | Upos::Sym => {
                    word.lemma == "not"
                }
                Upos::Aux => structure.from(token).next().is_some(),
                Upos::Pron => false,
                _ => {
                    !matches!(word.relation(), "case" | "fixed" | "mark" | "cc" | "cop" | "aux" | "punct")
                        && &*word.deprel != "compound:prt"
                }
            }
    };
    let content: Vec<usize> = (0..analysis.tokens.len()).filter(|&token| is_content(token)).collect();
    let mut tokens = vec![x, y];
    tokens.extend(&content);
    let edges = spanning(&structure, &tokens, x).ok_or_else(|| fail("does not connect X, Y and its other words"))?;
    // "X calls off Y" must not become "X calls Y", whatever the tree makes of "off".
    let is_said = |token: usize| {
        let form = analysis.tokens[token].form.to_lowercase();
        let of_edge = |edge: &&Edge| matches!(&edge.relation, Relation::Oblique(words) if words.split([' ', '_']).any(|word| word == form));
        matches!(form.as_str(), "of" | "by" | "as" | "to")
            || edges.iter().any(of_edge)
            || content.iter().any(|&word| structure::lemma(analysis, word).split('_').any(|part| part == form))
    };
    // "Y due to X", read as two phrases side by side, would be said of anything that is something.
    let is_set_off = phrasing.phrase.contains([',', '(']);
    let says_something = |edge: &&Edge| match edge.relation {
        Relation::Oblique(_) | Relation::Possessor | Relation::Modifier => true,
        Relation::Apposition => is_set_off,
        _ => false,
    };
    if content.is_empty() && !edges.iter().all(says_something) {
        return Err(fail("loses what stands between X and Y"));
    }
    let is_lost = |token: usize| is_between(token) && analysis.tokens[token].upos == Upos::Adp && !is_said(token);
    if content.len() == 1 && (0..analysis.tokens.len()).any(is_lost) {
        return Err(fail("loses a preposition"));
    }
    let node = |token: usize| tokens.iter().position(|&other| other == token).unwrap_or(0);
    // The uppermost word.
    let depth = |token: usize| analysis.above(token).count();
    let anchor_token = content.iter().copied().min_by_key(|&token| (depth(token), token)).unwrap_or(x);
    let nodes = tokens
        .iter()
        .enumerate()
        .map(|(number, &token)| match number {
            0 => Node::X,
            1 => Node::Y,
            _ => {
                let lemma = structure::lemma(analysis, token);
                let kind = WordKind::of(analysis.tokens[token].upos);
                let is_any = lemma == "act" && analysis.tokens[token].relation() == "xcomp";
                Node::Word(if is_any { String::new() } else { lemma }, kind)
            }
        })
        .collect();
    // From the anchor outwards.
    let anchor = node(anchor_token);
    let mut ordered = Vec::new();
    let mut reached = HashSet::from([anchor]);
    let mut rest: Vec<(usize, Relation, usize)> =
        edges.iter().map(|edge| (node(edge.from), edge.relation.clone(), node(edge.to))).collect();
    while let Some(at) = rest.iter().position(|edge| reached.contains(&edge.0) || reached.contains(&edge.2)) {
        let edge = rest.remove(at);
        reached.insert(edge.0);
        reached.insert(edge.2);
        ordered.push(edge);
    }
    let hangs = |place: usize| ordered.iter().find(|edge| edge.2 == place).map(|edge| (edge.0, edge.1.clone()));
    let is_joint = hangs(0).is_some() && hangs(0) == hangs(1);
    Ok(Pattern {
        property: phrasing.property.to_string(),
        phrase: phrasing.phrase.clone(),
        nodes,
        edges: ordered,
        anchor,
        words: content.len(),
        subject_class: phrasing.subject_class,
        object_class: phrasing.object_class,
        confidence: phrasing.confidence,
        modality: phrasing.modality.clone(),
        is_negated: phrasing.is_negated,
        is_negative: phrasing.is_negative_example,
        is_joint,
    })
}

/// Edges that make a tree of all these tokens: plain ones before derived ones.
fn spanning<'a>(structure: &'a Structure, tokens: &[usize], start: usize) -> Option<Vec<&'a Edge>> {
    let mut reached = HashSet::from([start]);
    let mut chosen: Vec<&Edge> = Vec::new();
    loop {
        let next = [false, true].iter().find_map(|&derived| {
            structure.edges.iter().find(|edge| {
                (edge.origin == Origin::Derived) == derived
                    && tokens.contains(&edge.from)
                    && tokens.contains(&edge.to)
                    && (reached.contains(&edge.from) != reached.contains(&edge.to))
            })
        });
        let Some(edge) = next else { break };
        reached.insert(edge.from);
        reached.insert(edge.to);
        chosen.push(edge);
    }
    (reached.len() == tokens.len()).then_some(chosen)
}
