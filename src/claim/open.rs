//! What fits no property: the predicate's own words between two entities, `open:stall`, `open:refer-to`.

use std::collections::HashSet;

use super::room::{Draft, Room};
use super::structure::{Relation, Structure};
use super::types::{Object, Predicate};
use crate::entity::MentionKind;
use crate::language::Upos;
use crate::ontology::Class;

/// How surely an open claim is a right reading.
const CONFIDENCE: f32 = 0.4;

/// The open claims of a sentence; `taken` are the words that already made a claim.
pub(super) fn drafts(room: &Room<'_>, structure: &Structure, sentence: usize, taken: &HashSet<usize>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for verb in room.analysis.sentences[sentence].tokens.clone() {
        if room.analysis.tokens[verb].upos != Upos::Verb
            || taken.contains(&verb)
            || ["speechVerb", "lightVerb", "eventVerb"]
                .iter()
                .any(|list| room.ontology.is_word(list, &room.lemmas[verb]))
        {
            continue;
        }
        let subjects: Vec<usize> =
            structure.from(verb).filter(|edge| edge.relation == Relation::Subject).map(|edge| edge.to).collect();
        let objects: Vec<(usize, Option<&str>)> = structure
            .from(verb)
            .filter_map(|edge| match &edge.relation {
                Relation::Object => Some((edge.to, None)),
                Relation::Oblique(preposition) if !preposition.starts_with("accord") => {
                    Some((edge.to, Some(preposition.as_str())))
                }
                _ => None,
            })
            .collect();
        let has_object = objects.iter().any(|(_, preposition)| preposition.is_none());
        for &subject in &subjects {
            for &(object, preposition) in &objects {
                // "stall talks with X" is about the talks.
                if preposition.is_some() && has_object || !is_short(room, subject) || !is_short(room, object) {
                    continue;
                }
                if preposition.is_none() && is_content(room, verb, object) {
                    continue;
                }
                for one in room.referents(subject, structure) {
                    for other in room.referents(object, structure) {
                        let is_setting = preposition.is_some_and(|preposition| {
                            matches!(preposition, "in" | "at" | "on" | "during" | "after" | "before" | "near")
                        }) && (room.is_a(other, Class::Place) || room.is_a(other, Class::Event));
                        if one == other || is_setting || !room.is_a(one, Class::Agent) && !room.is_a(one, Class::Event)
                        {
                            continue;
                        }
                        let lemmas = room.lemmas[verb].replace('_', "-");
                        drafts.push(Draft {
                            subject: Some(one),
                            predicate: Predicate::Open(match preposition {
                                Some(preposition) => format!("{lemmas}-{}", preposition.replace('_', "-")),
                                None => lemmas,
                            }),
                            object: Object::Entity(other),
                            anchor: verb,
                            words: vec![verb],
                            is_presupposed: false,
                            polarity: None,
                            modality: None,
                            confidence: CONFIDENCE,
                            rule: "open".to_owned(),
                        });
                    }
                }
            }
        }
    }
    drafts
}

/// A long noun phrase is no name of anything.
fn is_short(room: &Room<'_>, token: usize) -> bool {
    room.headed(token).is_some_and(|mention| mention.kind != MentionKind::Nominal || mention.tokens.len() <= 5)
}

/// "He denied it": what is denied or known is what was said, whatever thing stands before.
fn is_content(room: &Room<'_>, verb: usize, object: usize) -> bool {
    let takes_content = |list: &&str| room.ontology.is_word(list, &room.lemmas[verb]);
    room.lemmas[object] == "it" && ["factiveVerb", "denialVerb", "doubtVerb", "beliefVerb"].iter().any(takes_content)
}
