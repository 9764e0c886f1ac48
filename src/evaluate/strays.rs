//! Pronouns that refer to nothing in a text, because the text was torn out of its document.
//!
//! The program leaves such pronouns out: in a whole article, what a "he" without an antecedent says is of nobody. In the
//! gold passages of relations and quotations they are arguments like any name, so for these measures they get an entity
//! of their own, one for each person and number; so do words that stand for a noun ("many of them say", "this means").

use crate::article::Span;
use crate::claim::with_pronouns;
use crate::entity::{Entities, Entity, EntityId, Mention, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::{Class, Ontology};

/// Which pronouns go together, and what they stand for.
fn kind(form: &str) -> Option<(usize, Class)> {
    Some(match form.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => (0, Class::Person),
        "she" | "her" | "hers" | "herself" => (1, Class::Person),
        "i" | "me" | "my" | "mine" | "myself" => (2, Class::Person),
        "you" | "your" | "yours" | "yourself" => (3, Class::Person),
        "it" | "its" | "itself" => (4, Class::Organization),
        "we" | "us" | "our" | "ours" | "ourselves" => (5, Class::Organization),
        "they" | "them" | "their" | "theirs" | "themselves" => (6, Class::Agent),
        "everyone" | "everybody" | "all" | "someone" | "somebody" | "some" | "many" | "most" | "few" | "others"
        | "both" | "one" | "anyone" | "those" => (7, Class::Agent),
        "this" | "that" | "these" => (8, Class::Work),
        _ => return None,
    })
}

/// The entities with those of stray pronouns, one for each kind of pronoun in each of the `passages`; with what a copula
/// affirms of a subject as the same entity ("Roe is a skier who …"); and with "where" for the place before it.
pub fn with_strays(entities: &Entities, analysis: &Analysis, ontology: &Ontology, passages: &[Span]) -> Entities {
    with_pronouns(added(entities, analysis, passages), analysis, ontology)
}

/// The place or organization that "where" stands for: the head of its relative clause.
fn antecedent(entities: &Entities, analysis: &Analysis, at: usize) -> Option<EntityId> {
    let verb = analysis.tokens[at].head.filter(|_| analysis.tokens[at].lemma == "where")?;
    let noun = analysis.tokens[verb].head.filter(|_| &*analysis.tokens[verb].deprel == "acl:relcl")?;
    entities.mentions.iter().find(|mention| mention.tokens.contains(&noun)).map(|mention| mention.entity)
}

fn added(entities: &Entities, analysis: &Analysis, passages: &[Span]) -> Entities {
    let mut new: Vec<Mention> = Vec::new();
    let mut added: Vec<((usize, usize), Class)> = Vec::new();
    let known: std::collections::HashSet<usize> = entities.mentions.iter().map(|mention| mention.head).collect();
    for (at, token) in analysis.tokens.iter().enumerate() {
        if let Some(entity) = antecedent(entities, analysis, at) {
            new.push(Mention { span: token.span, tokens: at..at + 1, head: at, kind: MentionKind::Pronoun, entity });
            continue;
        }
        // "Many of them say": a word of quantity that stands for a noun.
        let is_pronoun = token.upos == Upos::Pron || matches!(token.relation(), "nsubj" | "root");
        let Some((kind, class)) = kind(&token.form).filter(|_| is_pronoun && !known.contains(&at)) else {
            continue;
        };
        let Some(passage) = passages.iter().position(|passage| passage.contains(token.span)) else { continue };
        let number = added.iter().position(|other| other.0 == (passage, kind)).unwrap_or_else(|| {
            added.push(((passage, kind), class));
            added.len() - 1
        });
        let entity = EntityId(entities.entities.len() + number);
        new.push(Mention { span: token.span, tokens: at..at + 1, head: at, kind: MentionKind::Pronoun, entity });
    }
    let mentions: Vec<Mention> = entities.mentions.iter().cloned().chain(new).collect();
    let mut all = entities.entities.clone();
    all.extend(added.iter().map(|&(_, class)| Entity {
        name: String::new(),
        class,
        mentions: Vec::new(),
        link: None,
        candidates: Vec::new(),
        members: Vec::new(),
    }));
    numbered(mentions, all, analysis)
}

/// Mentions in the order of the text, each known to its entity; a new entity is named by its first.
fn numbered(mut mentions: Vec<Mention>, mut all: Vec<Entity>, analysis: &Analysis) -> Entities {
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    for entity in &mut all {
        entity.mentions.clear();
    }
    for (number, mention) in mentions.iter().enumerate() {
        let entity = &mut all[mention.entity.0];
        entity.mentions.push(number);
        if entity.name.is_empty() {
            entity.name.clone_from(&analysis.tokens[mention.head].form);
        }
    }
    Entities { mentions, entities: all, ..Entities::default() }
}
