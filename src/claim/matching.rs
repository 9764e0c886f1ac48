//! Where the lexicon's patterns fit a sentence.
//!
//! A pattern is a small tree of lemmas and two slots. The sentence's words with the anchor's lemma are tried, and from
//! there the tree is walked with backtracking. A slot takes the head of a mention; what the mention refers to must be of a
//! class that the property and the phrasing admit.

use std::collections::{BTreeMap, HashSet};

use super::lexicon::{Lexicon, Node, Pattern, PatternEdge};
use super::structure::{Role, Structure};
use crate::entity::{Entities, Entity, EntityId, MentionKind};
use crate::language::{Analysis, Sentence, Upos};
use crate::ontology::{Class, Ontology};

/// What a slot was filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Filler {
    /// A thing that the document speaks of, and the token that refers to it.
    Entity(EntityId, usize),
    /// A passive's agent that the text leaves unsaid.
    Unsaid,
    /// A word that is no mention: the value of a literal.
    Word(usize),
}

/// A pattern that fits.
#[derive(Debug, Clone)]
pub struct Match<'a> {
    /// The pattern.
    pub pattern: &'a Pattern,
    /// What fills X.
    pub subject: Filler,
    /// What fills Y.
    pub object: Filler,
    /// The token that carries the predicate: the verb, else the noun.
    pub predicate: usize,
    /// The tokens of the pattern's lemmas; empty for a bare edge.
    pub words: Vec<usize>,
}

/// What matching reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub analysis: &'a Analysis,
    /// What they refer to.
    pub entities: &'a Entities,
    /// What may be said.
    pub ontology: &'a Ontology,
    /// Mentions by the token of their head.
    pub heads: &'a BTreeMap<usize, Vec<usize>>,
}

impl Context<'_> {
    /// What a token refers to as the head of a mention, names first.
    pub fn entity_at(&self, token: usize) -> Option<EntityId> {
        let mentions = self.heads.get(&token)?;
        mentions
            .iter()
            .map(|&mention| &self.entities.mentions[mention])
            .min_by_key(|mention| match mention.kind {
                MentionKind::Name | MentionKind::Demonym => 0,
                MentionKind::Pronoun => 1,
                MentionKind::Nominal => 2,
            })
            .map(|mention| mention.entity)
    }

    /// The class of an entity.
    pub fn class(&self, entity: EntityId) -> Class {
        self.entity(entity).class
    }

    /// An entity.
    pub fn entity(&self, entity: EntityId) -> &Entity {
        self.entities.get(entity)
    }
}

/// All matches in one sentence, vetoed ones left out.
pub fn matches<'a>(
    context: Context<'_>,
    sentence: &Sentence,
    structure: &Structure,
    lexicon: &'a Lexicon,
) -> Vec<Match<'a>> {
    let mut found = Vec::new();
    for token in sentence.tokens.clone() {
        let word = &context.analysis.tokens[token];
        if matches!(word.upos, Upos::Punct | Upos::Det | Upos::Aux) {
            continue;
        }
        let lemma = word.lemma.to_lowercase();
        for pattern in lexicon.anchored(&lemma) {
            let Node::Lemma { is_verb, .. } = pattern.nodes[0] else { continue };
            if is_verb == (word.upos == Upos::Verb) {
                Walk { context, structure, pattern, found: &mut found }.from(token);
            }
        }
    }
    for pattern in lexicon.bare() {
        let [edge] = pattern.edges.as_slice() else { continue };
        // An apposition has no direction of its own: the order of the words decides.
        let x_first = pattern.phrase.find('X') < pattern.phrase.find('Y');
        for candidate in structure.edges().iter().filter(|candidate| candidate.role == edge.role) {
            let mut bound = vec![candidate.head; 2];
            bound[edge.dependent] = candidate.dependent;
            bound[edge.head] = candidate.head;
            let x = usize::from(pattern.nodes[0] != Node::X);
            if edge.role == Role::Is && (bound[x] < bound[1 - x]) != x_first {
                continue;
            }
            Walk { context, structure, pattern, found: &mut found }
                .finish(&bound.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
    let vetoed: HashSet<_> = found
        .iter()
        .filter(|found| found.pattern.is_veto)
        .map(|found| (found.pattern.property.clone(), found.subject, found.object))
        .collect();
    found.retain(|found| {
        !found.pattern.is_veto && !vetoed.contains(&(found.pattern.property.clone(), found.subject, found.object))
    });
    found
}

struct Walk<'w, 'p> {
    context: Context<'w>,
    structure: &'w Structure,
    pattern: &'p Pattern,
    found: &'w mut Vec<Match<'p>>,
}

impl Walk<'_, '_> {
    fn from(&mut self, anchor: usize) {
        let mut bound = vec![None; self.pattern.nodes.len()];
        bound[0] = Some(anchor);
        self.step(0, &mut bound);
    }

    /// Binds the node that edge `number` adds, in every way, and goes on.
    fn step(&mut self, number: usize, bound: &mut Vec<Option<usize>>) {
        let Some(edge) = self.pattern.edges.get(number) else {
            self.finish(bound);
            return;
        };
        let node = number + 1;
        let candidates = self.candidates(edge, node, bound);
        let mut is_bound = false;
        for candidate in candidates {
            if bound.contains(&Some(candidate)) && !self.is_self_description(edge, node, candidate, bound) {
                continue;
            }
            if let Node::Lemma { lemma, is_verb } = &self.pattern.nodes[node] {
                let word = &self.context.analysis.tokens[candidate];
                if *is_verb != (word.upos == Upos::Verb) || word.lemma.to_lowercase() != *lemma {
                    continue;
                }
            }
            is_bound = true;
            bound[node] = Some(candidate);
            self.step(number + 1, bound);
            bound[node] = None;
        }
        // A passive's agent may be unsaid: "he was jailed".
        if !is_bound
            && self.pattern.nodes[node] == Node::X
            && edge.role == Role::Subj
            && bound[edge.head].is_some_and(|verb| self.structure.lacks_agent(verb))
        {
            self.step(number + 1, bound);
        }
    }

    /// The tokens that hang on the bound end of an edge.
    fn candidates(&self, edge: &PatternEdge, node: usize, bound: &[Option<usize>]) -> Vec<usize> {
        let (anchor, is_head) = if edge.head == node { (edge.dependent, false) } else { (edge.head, true) };
        let Some(anchor_token) = bound[anchor] else { return Vec::new() };
        let mut found: Vec<usize> = if is_head {
            self.structure.all(anchor_token, &edge.role).collect()
        } else {
            self.structure
                .predicates(anchor_token)
                .filter(|other| other.role == edge.role)
                .map(|other| other.head)
                .collect()
        };
        if is_head {
            if let Role::Obl(_) = edge.role {
                // "imposes sanctions on Y": the parser hangs Y on the verb or on the noun; both are one place.
                for other in &self.pattern.edges {
                    let neighbour = match (other.head == anchor, other.dependent == anchor) {
                        (true, false) if matches!(other.role, Role::Obj) => other.dependent,
                        (false, true) if matches!(other.role, Role::Obj) => other.head,
                        _ => continue,
                    };
                    if let Some(token) = bound[neighbour] {
                        found.extend(self.structure.all(token, &edge.role));
                    }
                }
            }
            // "Putin's spokesman said": the noun itself is the person that another sentence names.
            if edge.role == Role::Is && matches!(self.pattern.nodes[node], Node::X | Node::Y) {
                found.push(anchor_token);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a slot is filled by the very noun that describes it: "Putin's spokesman" is X, a mention of Peskov.
    fn is_self_description(&self, edge: &PatternEdge, node: usize, candidate: usize, bound: &[Option<usize>]) -> bool {
        edge.role == Role::Is
            && matches!(self.pattern.nodes[node], Node::X | Node::Y)
            && (bound[edge.head] == Some(candidate) || bound[edge.dependent] == Some(candidate))
            && self.context.entity_at(candidate).is_some()
    }

    fn finish(&mut self, bound: &[Option<usize>]) {
        let mut subject = None;
        let mut object = None;
        let mut words = Vec::new();
        for (node, token) in self.pattern.nodes.iter().zip(bound) {
            match (node, token) {
                (Node::X, Some(token)) => subject = Some(self.filler(*token)),
                (Node::X, None) => subject = Some(Filler::Unsaid),
                (Node::Y, Some(token)) => object = Some(self.filler(*token)),
                (Node::Y, None) => {}
                (Node::Lemma { .. }, Some(token)) => words.push(*token),
                (Node::Lemma { .. }, None) => {}
            }
        }
        let (Some(subject), Some(object)) = (subject, object) else { return };
        words.sort_unstable();
        let predicate = words
            .iter()
            .copied()
            .find(|&word| self.context.analysis.tokens[word].upos == Upos::Verb)
            .or_else(|| bound[0])
            .unwrap_or_default();
        self.found.push(Match { pattern: self.pattern, subject, object, predicate, words });
    }

    fn filler(&self, token: usize) -> Filler {
        self.context.entity_at(token).map_or(Filler::Word(token), |entity| Filler::Entity(entity, token))
    }
}

/// Whether a class is what is asked for, or a wider one that may well be it. A thing of unknown class is not.
pub fn fits(ontology: &Ontology, class: Class, asked: Class) -> bool {
    class != Class::Thing && ontology.classes.are_compatible(class, asked)
}

/// Whether a property may hold between two classes, both known where the property asks for any.
pub fn holds_between(ontology: &Ontology, property: &str, subject: Option<Class>, object: Class) -> bool {
    let Some(property) = ontology.property(property) else { return false };
    let any =
        |class: Class, asked: &[Class]| asked.is_empty() || asked.iter().any(|&asked| fits(ontology, class, asked));
    subject.is_none_or(|subject| any(subject, &property.domain)) && any(object, &property.range)
}

/// Whether a match's classes fit its property and its phrasing.
pub fn admits(context: Context<'_>, found: &Match<'_>, subject: Option<EntityId>, object: EntityId) -> bool {
    let ontology = context.ontology;
    let pattern = found.pattern;
    let is_bare = found.words.is_empty();
    let narrow = |class: Class, own: Option<Class>| {
        own.is_none_or(|own| if is_bare { ontology.classes.is_a(class, own) } else { fits(ontology, class, own) })
    };
    let object_class = context.class(object);
    let subject_class = subject.map(|subject| context.class(subject));
    let is_named =
        |entity: EntityId| {
            context.entity(entity).mentions.iter().any(|&mention| {
                matches!(context.entities.mentions[mention].kind, MentionKind::Name | MentionKind::Demonym)
            })
        };
    // A bare edge says little, and so does a passive without agent: only for things that have a name.
    let needs_name = is_bare || subject.is_none();
    let is_named_enough = !needs_name || (is_named(object) && subject.is_none_or(is_named));
    subject != Some(object)
        && is_named_enough
        && subject_class.is_none_or(|class| narrow(class, pattern.subject_class))
        && narrow(object_class, pattern.object_class)
        && holds_between(ontology, &pattern.property, subject_class, object_class)
}
