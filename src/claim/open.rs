//! Open claims: what fits no property, under a predicate made of its lemmas, so that nothing said is lost.

use std::collections::HashSet;

use super::matching::Context;
use super::structure::{Role, Structure};
use crate::entity::EntityId;
use crate::language::{Sentence, Upos};

/// A verb with two things that it ties together.
#[derive(Debug, Clone)]
pub struct Open {
    /// Who.
    pub subject: EntityId,
    /// Lemmas joined by hyphens: `stall`, `refer-to`.
    pub predicate: String,
    /// What.
    pub object: EntityId,
    /// The verb.
    pub verb: usize,
}

/// Verbs of one sentence that have a subject and an object or prepositional argument and are in no match.
pub fn open_claims(
    context: Context<'_>,
    sentence: &Sentence,
    structure: &Structure,
    taken: &HashSet<usize>,
) -> Vec<Open> {
    let mut found = Vec::new();
    for verb in sentence.tokens.clone() {
        let word = &context.analysis.tokens[verb];
        let lemma = word.lemma.to_lowercase();
        let is_function = ["speechVerb", "lightVerb"].iter().any(|list| context.ontology.is_word(list, &lemma))
            || matches!(lemma.as_str(), "be" | "have" | "do");
        if word.upos != Upos::Verb || taken.contains(&verb) || is_function {
            continue;
        }
        let subjects: Vec<EntityId> =
            structure.all(verb, &Role::Subj).filter_map(|token| context.entity_at(token)).collect();
        let particle: String = structure
            .all(verb, &Role::Particle)
            .map(|token| format!("-{}", context.analysis.tokens[token].lemma.to_lowercase()))
            .collect();
        let mut objects: Vec<(String, EntityId)> = Vec::new();
        for edge in structure.arguments(verb) {
            let preposition = match &edge.role {
                Role::Obj => String::new(),
                Role::Obl(preposition) if !preposition.is_empty() => format!("-{preposition}"),
                _ => continue,
            };
            if let Some(entity) = context.entity_at(edge.dependent) {
                objects.push((format!("{lemma}{particle}{preposition}"), entity));
            }
        }
        // With an object, the prepositional phrases are circumstances.
        if objects.iter().any(|(name, _)| *name == format!("{lemma}{particle}")) {
            objects.retain(|(name, _)| *name == format!("{lemma}{particle}"));
        }
        for &subject in &subjects {
            for (predicate, object) in &objects {
                if subject != *object {
                    found.push(Open { subject, predicate: predicate.clone(), object: *object, verb });
                }
            }
        }
    }
    found
}
