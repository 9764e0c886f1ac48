//! Who resigns without a word of what from: the office that the sentence gives him is the one that he leaves.

use super::room::{Draft, Room};
use super::structure::{Relation, Structure};
use super::types::{Object, Predicate};
use crate::entity::EntityId;

/// Verbs and nouns that need not say what is left.
const LEAVING: &[&str] = &["resign", "step_down", "stand_down", "abdicate", "resignation", "abdication"];

/// How sure it is that the office beside a name is the one resigned from.
const CONFIDENCE: f32 = 0.8;

/// "Finance minister Jane Roe resigns", "demands the resignation of minister Roe": a draft for each office among the drafts
/// of a sentence, unless one says already what is left.
pub(super) fn drafts(room: &Room<'_>, structure: &Structure, sentence: usize, said: &[Draft]) -> Vec<Draft> {
    let is_plain = |draft: &Draft, property: &str| draft.predicate.is(property) && draft.polarity.is_none();
    let mut found = Vec::new();
    for word in room.analysis.sentences[sentence].tokens.clone() {
        if !LEAVING.contains(&&*room.lemmas[word]) {
            continue;
        }
        for leaver in leavers(room, structure, word) {
            let of_leaver = |draft: &&Draft, property| draft.subject == Some(leaver) && is_plain(draft, property);
            if said.iter().any(|draft| of_leaver(&draft, "resignsFrom")) {
                continue;
            }
            let offices = said.iter().filter(|draft| of_leaver(draft, "holdsPosition") && is_left(room, draft));
            found.extend(offices.map(|office| resignation(office, word)));
        }
    }
    found
}

/// Whether an office is one that who resigns leaves: no former one, and he keeps his rank.
fn is_left(room: &Room<'_>, office: &Draft) -> bool {
    let is_former = matches!(&office.object, Object::Literal(text) if text.value.to_lowercase().starts_with("former"));
    !is_former && !office.words.iter().any(|&title| room.is_title("militaryTitle", title))
}

/// That who holds an office resigns from it, as a word says.
fn resignation(office: &Draft, word: usize) -> Draft {
    let mut words = office.words.clone();
    words.push(word);
    words.sort_unstable();
    Draft {
        predicate: Predicate::Known("resignsFrom".into()),
        anchor: word,
        words,
        is_presupposed: false,
        confidence: CONFIDENCE,
        rule: "resignation".to_owned(),
        ..office.clone()
    }
}

/// Who a verb or noun says resigns.
fn leavers(room: &Room<'_>, structure: &Structure, word: usize) -> Vec<EntityId> {
    let is_who =
        |relation: &Relation| matches!(relation, Relation::Subject | Relation::Possessor) || relation.is_oblique("of");
    let edges = structure.from(word).filter(|edge| is_who(&edge.relation));
    edges.flat_map(|edge| room.referents(edge.to, structure)).collect()
}
