//! What the text itself says an entity is.
//!
//! The entity room keeps what a copula says apart from its subject, as coreference does ("Acme" and "a company"); for
//! claims the two are one thing, and the word that the text uses for it may correct the class guessed from its name.

use std::collections::HashMap;

use super::truth;
use super::types::{Modality, Polarity};
use crate::entity::{Entities, Entity, EntityId, Mention, MentionKind};
use crate::language::Analysis;
use crate::ontology::{Class, Ontology};

/// An organization's class by the last word of its name, where the ontology has the noun: "Labour Party".
pub(super) fn class_of(entity: &Entity, ontology: &Ontology) -> Class {
    let last = entity.name.rsplit(' ').next().unwrap_or_default();
    let said = ontology.noun_class(&last.to_lowercase());
    let is_narrower = |class: &Class| ontology.classes.is_a(*class, Class::Organization);
    let is_name = last.chars().next().is_some_and(char::is_uppercase) && last.len() < entity.name.len();
    match said.filter(is_narrower) {
        Some(said) if entity.class == Class::Organization && is_name => said,
        _ => entity.class,
    }
}

/// Whether the text's own word for what something is counts more than the class guessed from its name: "Kijenge is a
/// company". Persons are told from their names well enough to know that "Roe was a disaster" is no class.
pub(super) fn is_told_class(thing: &Entity, said: Class, ontology: &Ontology) -> bool {
    let is_one_of = |class: Class, wide: &[Class]| wide.iter().any(|&other| ontology.classes.is_a(class, other));
    thing.link.is_none()
        && !is_one_of(thing.class, &[Class::Person])
        && is_one_of(said, &[Class::Person, Class::Organization])
        && !ontology.classes.are_compatible(thing.class, said)
}

/// For each entity the one that the text says it is, itself for most: what a copula affirms of its subject is no second
/// thing ("Acme is a company that …", "Roe is a skier who …").
pub(crate) fn identities(analysis: &Analysis, entities: &Entities, ontology: &Ontology) -> Vec<EntityId> {
    let mut same: Vec<EntityId> = (0..entities.entities.len()).map(EntityId).collect();
    let is_named = |entity: &Entity| {
        let mut kinds = entity.mentions.iter().map(|&number| entities.mentions[number].kind);
        kinds.any(|kind| matches!(kind, MentionKind::Name | MentionKind::Demonym))
    };
    // As `Entities::mention_at`, for all at once: a name before a nominal that ends in it.
    let rank = |mention: &Mention| match mention.kind {
        MentionKind::Name | MentionKind::Demonym => 0,
        MentionKind::Pronoun => 1,
        MentionKind::Nominal => 2,
    };
    let mut headed: HashMap<usize, &Mention> = HashMap::new();
    for mention in &entities.mentions {
        let known = headed.entry(mention.head).or_insert(mention);
        if rank(mention) < rank(known) {
            *known = mention;
        }
    }
    for mention in entities.mentions.iter().filter(|mention| mention.kind == MentionKind::Nominal) {
        let head = mention.head;
        let said = entities.get(mention.entity);
        // "an airline, the largest carrier in the world": an apposition to what a copula affirms.
        if analysis.tokens[head].relation() == "appos"
            && let Some(first) = analysis.tokens[head].head.and_then(|first| headed.get(&first))
            && first.kind == MentionKind::Nominal
            && !is_named(said)
            && said.members.is_empty()
            && same[first.entity.0] != first.entity
        {
            same[mention.entity.0] = same[first.entity.0];
            continue;
        }
        // "Becomes the first team to win" as "is the first team to win".
        let word = &analysis.tokens[head];
        let becomes = word.head.filter(|&verb| {
            matches!(word.relation(), "xcomp" | "obj")
                && matches!(analysis.tokens[verb].lemma.as_str(), "become" | "remain")
        });
        let is_copula = analysis.child(head, "cop").is_some() && analysis.child(head, "case").is_none();
        let Some(predicate) = becomes.or_else(|| is_copula.then_some(head)) else { continue };
        if is_named(said) || !said.members.is_empty() {
            continue;
        }
        let subject = analysis.children(predicate).rfind(|&child| &*analysis.tokens[child].deprel == "nsubj");
        let Some(subject) = subject.and_then(|subject| headed.get(&subject)) else { continue };
        let thing = entities.get(subject.entity);
        let stands = truth::status(analysis, ontology, head);
        let is_one = analysis.tokens[head].feature("Number") != Some("Plur");
        if is_one
            && subject.entity != mention.entity
            && (is_named(thing) || subject.kind == MentionKind::Pronoun)
            && thing.members.is_empty()
            && (ontology.classes.are_compatible(thing.class, said.class) || is_told_class(thing, said.class, ontology))
            && (stands.polarity, stands.modality) == (Polarity::Affirmed, Modality::Actual)
        {
            same[mention.entity.0] = same[subject.entity.0];
        }
    }
    same
}

/// The entities with their pronouns where they belong: "who" in "Roe is a skier who …" is Roe.
pub(crate) fn with_pronouns(mut entities: Entities, analysis: &Analysis, ontology: &Ontology) -> Entities {
    let same = identities(analysis, &entities, ontology);
    for (number, mention) in entities.mentions.iter_mut().enumerate() {
        let thing = same[mention.entity.0];
        if mention.kind == MentionKind::Pronoun && thing != mention.entity {
            entities.entities[mention.entity.0].mentions.retain(|&other| other != number);
            let mentions = &mut entities.entities[thing.0].mentions;
            let at = mentions.partition_point(|&other| other < number);
            mentions.insert(at, number);
            mention.entity = thing;
        }
    }
    entities
}
