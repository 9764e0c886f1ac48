//! Relations that no phrasing says: a learned head over pairs of mentions.
//!
//! Each two mentions of a sentence are scored for each property from the encoder's states at both, on the words between
//! them, and from what [`pairs`] sees of the tree and the structure; so is each mention with the word that governs it, for
//! what is done to it by whom nobody names. The scores tell how sure the rules' claims are. Claims are added where the
//! lexicon and the rules for noun phrases find nothing between the two, and where a phrasing is about things of other
//! classes than its property relates and the scores agree with it: classes of nouns are guesses, too.

mod pairs;
mod scorer;

pub use scorer::Relations;

use std::collections::{HashMap, HashSet};

use crate::article::{Article, Span};
use crate::entity::{Entities, EntityId, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::{Class, Ontology};
use crate::time::TimeExpression;

use super::offices::is_leader_of_some;
use super::room::{Draft, Room};
use super::structure::Structure;
use super::types::{Modality, Object, Predicate};
use super::{Claim, Lexicon};
use pairs::Pair;
use scorer::Scorer;

/// The rule of a claim that only the head makes.
pub(super) const LEARNED: &str = "learned";

/// How likely a relation must be that only the head finds, and one that a rule finds, to be a claim.
const LEAST: f32 = 0.7;
const LEAST_OF_RULES: f32 = 0.25;
/// The same of what a phrasing says of things of other classes.
const LEAST_OF_MISFITS: f32 = 0.93;

/// Before a property's name: what is done by whom nobody names.
const AGENTLESS: &str = "unknown ";

/// Steps from a place to those that it is said to lie in.
const PLACES: usize = 4;

/// What the head learns from: the pairs of one text. `training/relations.py` says which of them are related how.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// For each argument: head token, its mention's place, what it refers to; nothing where it only governs another.
    pub arguments: Vec<(usize, Span, Vec<EntityId>)>,
    /// The pairs, with their arguments as indices of `arguments`.
    pub pairs: Vec<Example>,
    /// What phrasings and rules claim of each sentence by itself.
    pub claims: Vec<Claim>,
}

/// A pair and what is seen of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// Would-be subject and object.
    pub ends: [usize; 2],
    /// Categories.
    pub features: Vec<String>,
    /// The words between the two in the tree.
    pub path: Vec<usize>,
    /// The words between the two in the text.
    pub between: std::ops::Range<usize>,
}

/// What the head makes of a sentence.
pub(super) struct Scored<'a> {
    head: &'a Relations,
    /// Pairs, also of each mention and what governs it, and their scores.
    pairs: Vec<(Pair, Vec<f32>)>,
    referents: HashMap<usize, Vec<EntityId>>,
}

impl<'a> Scored<'a> {
    /// Scores the pairs of a sentence; none where the analysis lacks the encoder's states.
    pub fn new(head: &'a Relations, room: &Room<'_>, structure: &Structure, sentence: usize) -> Option<Self> {
        let mut scorer = Scorer::new(head, room.analysis, sentence)?;
        let heads = pairs::arguments(room, structure, sentence);
        let referents: HashMap<usize, Vec<EntityId>> =
            heads.iter().map(|&head| (head, room.referents(head, structure))).collect();
        let agentless = pairs::agentless(room, &heads);
        let starts = heads.iter().copied().chain(agentless.iter().map(|pair| pair.subject));
        // Many have one governor, which may be a mention too.
        let mut ways: HashMap<usize, pairs::Ways<'_>> = HashMap::new();
        for start in starts {
            ways.entry(start).or_insert_with(|| pairs::Ways::from(structure, start));
        }
        let score = |pair: Pair| {
            let scores = scorer.scores(&pair, &pairs::features(room, &ways[&pair.subject], &pair));
            (pair, scores)
        };
        let pairs = pairs::pairs(room, &heads).into_iter().chain(agentless).map(score).collect();
        Some(Self { head, pairs, referents })
    }

    /// Gives the drafts of the rules the confidence that both have in them, takes out what is too unlikely then, and adds
    /// what only the head finds.
    pub fn judge(&self, room: &Room<'_>, drafts: &mut Vec<Draft>, misfits: Vec<Draft>) {
        for draft in drafts.iter_mut() {
            draft.confidence = self.vote(room, draft).unwrap_or(draft.confidence);
        }
        let believed: Vec<Draft> = misfits
            .into_iter()
            .filter(|draft| {
                !drafts.iter().any(|other| (other.subject, &other.object) == (draft.subject, &draft.object))
            })
            .filter_map(|draft| Some(Draft { confidence: self.vote(room, &draft)?, ..draft }))
            .filter(|draft| draft.confidence >= LEAST_OF_MISFITS)
            .collect();
        drafts.extend(believed);
        drafts.retain(|draft| draft.confidence >= LEAST_OF_RULES || !matches!(draft.predicate, Predicate::Known(_)));
        let added = self.additions(room, drafts);
        drafts.extend(added);
    }

    /// The confidence of a draft of the rules with the head's opinion of it, where it has one.
    fn vote(&self, room: &Room<'_>, draft: &Draft) -> Option<f32> {
        let (Predicate::Known(name), Object::Entity(object)) = (&draft.predicate, &draft.object) else {
            return None;
        };
        let name = if draft.subject.is_some() { name.to_string() } else { format!("{AGENTLESS}{name}") };
        let column = self.head.properties.iter().position(|property| *property == name)?;
        // "The American president" who is named elsewhere: the head sees no name and takes him for anybody.
        let is_nameless = |head: usize| room.headed(head).is_some_and(|mention| mention.kind == MentionKind::Nominal);
        let of_both = |pair: &Pair| {
            let is_subject = match draft.subject {
                Some(subject) => {
                    !pair.is_agentless
                        && self.referents[&pair.subject].contains(&subject)
                        && !(draft.is_presupposed && room.has_name(subject) && is_nameless(pair.subject))
                }
                None => pair.is_agentless,
            };
            is_subject && self.referents[&pair.object].contains(object)
        };
        let scores = self.pairs.iter().filter(|(pair, _)| of_both(pair)).map(|(_, scores)| scores[column]);
        scores.reduce(f32::max).map(|score| self.head.vote(column, &draft.rule, score))
    }

    /// Relations between two of whom the rules claim nothing, and what is done by whom nothing tells.
    fn additions(&self, room: &Room<'_>, drafts: &[Draft]) -> Vec<Draft> {
        let told: HashSet<(EntityId, EntityId)> = drafts.iter().filter_map(ends).collect();
        let inside: Vec<(EntityId, EntityId)> =
            drafts.iter().filter(|draft| draft.predicate.is("locatedIn")).filter_map(ends).collect();
        let is_told = |pair: &Pair, name: &str, subject: EntityId, object: EntityId| {
            subject == object
                || is_within_name(room, pair)
                || told.contains(&(subject, object))
                || told.contains(&(object, subject))
                || name == "locatedIn" && is_inside(&inside, subject, object)
                || name == "headOf" && roles(room, pair).any(|role| is_leader_of_some(room, &[], role))
        };
        let mut found: Vec<Draft> = Vec::new();
        for (pair, scores) in &self.pairs {
            let subjects: Vec<Option<EntityId>> = if pair.is_agentless {
                vec![None]
            } else {
                self.referents[&pair.subject].iter().copied().map(Some).collect()
            };
            for (column, &score) in scores.iter().enumerate() {
                let confidence = self.head.probability(column, score);
                let property = &self.head.properties[column];
                if confidence < LEAST || property.starts_with(AGENTLESS) != pair.is_agentless {
                    continue;
                }
                let name = property.strip_prefix(AGENTLESS).unwrap_or(property);
                for &subject in &subjects {
                    for &object in &self.referents[&pair.object] {
                        if subject.is_some_and(|subject| is_told(pair, name, subject, object)) {
                            continue;
                        }
                        let predicate = Predicate::Known(name.into());
                        let draft = draft(room, pair, predicate, (subject, object), confidence);
                        let same = |other: &Draft| {
                            other.predicate == draft.predicate
                                && ((other.subject, &other.object) == (subject, &draft.object)
                                    || room.ontology.property(name).is_some_and(|property| property.is_symmetric)
                                        && ends(other)
                                            .is_some_and(|ends| Some(ends) == subject.map(|one| (object, one))))
                        };
                        match found.iter_mut().find(|other| same(other)) {
                            Some(known) if known.confidence < confidence => *known = draft,
                            Some(_) => {}
                            None => found.push(draft),
                        }
                    }
                }
            }
        }
        // Where it is told who does it, nobody unnamed does.
        let is_done = |draft: &Draft, others: &[Draft]| {
            others.iter().any(|other| (&other.predicate, &other.object) == (&draft.predicate, &draft.object))
        };
        let (agentless, mut added): (Vec<Draft>, Vec<Draft>) =
            found.into_iter().partition(|draft| draft.subject.is_none());
        let new: Vec<Draft> =
            agentless.into_iter().filter(|draft| !is_done(draft, drafts) && !is_done(draft, &added)).collect();
        added.extend(new);
        added
    }
}

/// Subject and object of a draft that relates two entities by a known property.
fn ends(draft: &Draft) -> Option<(EntityId, EntityId)> {
    match (&draft.predicate, draft.subject, &draft.object) {
        (Predicate::Known(_), Some(subject), Object::Entity(object)) => Some((subject, *object)),
        _ => None,
    }
}

fn draft(
    room: &Room<'_>,
    pair: &Pair,
    predicate: Predicate,
    ends: (Option<EntityId>, EntityId),
    confidence: f32,
) -> Draft {
    let upos = |at: usize| room.analysis.tokens[at].upos;
    let tells = |at: &usize| matches!(upos(*at), Upos::Verb | Upos::Noun | Upos::Adj) && !room.is_named(*at);
    let path = pair.path.iter().copied().chain(pair.is_agentless.then_some(pair.top));
    let words: Vec<usize> = path.filter(tells).collect();
    // The verb nearest to what it is done to: who "agrees to reopen" a road has not yet done so. Who is asked to do
    // something is asked already.
    let is_verb = |at: &&usize| upos(**at) == Upos::Verb;
    let verb = match &*room.analysis.tokens[pair.object].deprel {
        "nsubj" => None,
        _ if pair.subject < pair.object => pair.path.iter().rfind(is_verb),
        _ => pair.path.iter().find(is_verb),
    };
    let is_verbal = words.iter().any(|&at| upos(at) == Upos::Verb) || upos(pair.top) == Upos::Verb;
    let is_action = matches!(&predicate, Predicate::Known(name)
        if room.ontology.property(name).is_some_and(|property| property.is_action));
    let is_planned = |verb: &usize| room.ontology.is_word("planVerb", &room.lemmas[*verb]);
    let is_promise = is_action && !predicate.is("announces") && verb.is_some_and(is_planned);
    Draft {
        subject: ends.0,
        predicate,
        object: Object::Entity(ends.1),
        anchor: verb.copied().unwrap_or(pair.top),
        words,
        is_presupposed: !is_verbal && !is_action,
        polarity: None,
        // Who pledges aid has not yet given it.
        modality: is_promise.then_some(Modality::Future),
        confidence,
        rule: LEARNED.to_owned(),
    }
}

/// Whether one of the two stands in a name or in an organization's description that is the other: what "the Biden
/// administration" says by itself is no claim.
fn is_within_name(room: &Room<'_>, pair: &Pair) -> bool {
    let holds = |outer: usize, inner: usize| {
        room.headed(outer).is_some_and(|mention| {
            let is_name = mention.kind == MentionKind::Name || room.is_a(mention.entity, Class::Organization);
            is_name && mention.tokens.contains(&inner)
        })
    };
    holds(pair.subject, pair.object) || holds(pair.object, pair.subject)
}

/// Whether a place is said to lie in another, or in one that does.
fn is_inside(inside: &[(EntityId, EntityId)], place: EntityId, other: EntityId) -> bool {
    let mut reached = vec![place];
    for _ in 0..PLACES {
        let next = inside.iter().filter(|(within, around)| reached.contains(within) && !reached.contains(around));
        let next: Vec<EntityId> = next.map(|(_, around)| *around).collect();
        reached.extend(next);
    }
    reached.contains(&other)
}

/// The two, what is between them in the tree, and their titles.
fn roles(room: &Room<'_>, pair: &Pair) -> impl Iterator<Item = usize> {
    let words = &room.analysis.tokens;
    let titles = [pair.subject, pair.object].into_iter().flat_map(|end| {
        room.analysis.children(end).filter(|&child| matches!(&*words[child].deprel, "nmod:desc" | "appos"))
    });
    pair.path.iter().copied().chain([pair.subject, pair.object]).chain(titles)
}

/// What the head sees of an article.
pub fn examples(
    article: &Article,
    analysis: &Analysis,
    times: &[TimeExpression],
    entities: &Entities,
    ontology: &Ontology,
    lexicon: &Lexicon,
) -> Examples {
    let room = Room::new(article, analysis, times, entities, ontology);
    let mut examples = Examples::default();
    for sentence in 0..analysis.sentences.len() {
        let structure = Structure::of(analysis, sentence, ontology);
        let heads = pairs::arguments(&room, &structure, sentence);
        let first = examples.arguments.len();
        for &head in &heads {
            let span = room.headed(head).map_or(analysis.tokens[head].span, |mention| mention.span);
            examples.arguments.push((head, span, room.referents(head, &structure)));
        }
        let number = |head: usize| first + heads.iter().position(|&other| other == head).unwrap_or_default();
        for pair in pairs::pairs(&room, &heads).into_iter().chain(pairs::agentless(&room, &heads)) {
            let mut ends = [number(pair.subject), number(pair.object)];
            if pair.is_agentless {
                ends[0] = examples.arguments.len();
                examples.arguments.push((pair.subject, analysis.tokens[pair.subject].span, Vec::new()));
            }
            let features = pairs::features(&room, &pairs::Ways::from(&structure, pair.subject), &pair);
            let between = pair.gap();
            examples.pairs.push(Example { ends, features, path: pair.path, between });
        }
        examples.claims.extend(super::said(&room, sentence, lexicon, None));
    }
    examples
}
