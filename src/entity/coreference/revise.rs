//! What the chains change in the entities of the rules: pronouns above all, and noun phrases that the rules left alone.

use super::chains::Chains;
use super::phrases::{Form, Phrase};
use crate::entity::{Entities, Entity, EntityId, Mention, MentionKind};
use crate::language::Analysis;
use crate::ontology::{Class, Ontology};

/// By how much an antecedent must beat "new" for a noun phrase to join its entity: what is joined here makes claims.
const NOMINAL_MARGIN: f32 = 2.0;
/// The same for "it" and "they" that the rules left open.
const PRONOUN_MARGIN: f32 = 1.0;

/// Moves pronouns and lone noun phrases to the entities that their chains tell.
pub(in crate::entity) fn revise(
    entities: Entities,
    phrases: &[Phrase],
    chains: &Chains,
    analysis: &Analysis,
    ontology: &Ontology,
) -> Entities {
    let Entities { mut mentions, entities, chains: groups, .. } = entities;
    let mut rule_of: Vec<Option<usize>> = vec![None; analysis.tokens.len()];
    for (at, mention) in mentions.iter().enumerate() {
        if mention.kind == MentionKind::Pronoun {
            rule_of[mention.head] = Some(at);
        }
    }
    // What each chain means: the entity that has a name in it, else the first that is more than a pronoun.
    let is_named = |id: EntityId| entities[id.0].mentions.iter().any(|&at| mentions[at].kind == MentionKind::Name);
    let mut meaning: Vec<Option<EntityId>> = vec![None; phrases.len()];
    for is_wanted in [&is_named as &dyn Fn(EntityId) -> bool, &|_| true] {
        for (at, phrase) in phrases.iter().enumerate().filter(|(_, phrase)| !phrase.form.is_pronoun()) {
            let slot = &mut meaning[chains.of[at]];
            *slot = slot.or(phrase.meaning.filter(|&id| is_wanted(id)));
        }
    }
    let mut moved: Vec<Option<EntityId>> = vec![None; entities.len()];
    for (at, phrase) in phrases.iter().enumerate() {
        let chain = chains.of[at];
        let earlier = meaning[chain];
        if !phrase.form.is_pronoun() {
            if let (Some(own), Some(earlier), Some(margin)) = (phrase.meaning, earlier, chains.margin[at])
                && own != earlier
                && Some(own) == phrase.entity
                && moved[own.0].is_none()
                && moved[earlier.0].is_none()
                && margin > NOMINAL_MARGIN
                && matches!(phrase.form, Form::Definite | Form::Demonstrative)
                && may_join(&entities[own.0], &entities[earlier.0], &mentions, ontology)
            {
                moved[own.0] = Some(earlier);
            }
            continue;
        }
        let (Some(earlier), true) = (earlier, phrase.form.is_third()) else { continue };
        let Some(margin) = chains.margin[at] else { continue };
        let target = &entities[earlier.0];
        if !fits(phrase, target, ontology) {
            continue;
        }
        match rule_of[phrase.head] {
            // "They" whose members the rules know.
            Some(mention) if !entities[mentions[mention].entity.0].members.is_empty() => {}
            Some(mention) => mentions[mention].entity = earlier,
            None if phrase.form == Form::HeShe || margin > PRONOUN_MARGIN => {
                let tokens = phrase.head..phrase.head + 1;
                let (span, head) = (analysis.span(&tokens), phrase.head);
                mentions.push(Mention { span, tokens, head, kind: MentionKind::Pronoun, entity: earlier });
            }
            None => {}
        }
    }
    for mention in &mut mentions {
        mention.entity = moved[mention.entity.0].unwrap_or(mention.entity);
    }
    Entities { chains: groups, ..renumber(mentions, entities, &moved) }
}

/// Whether a pronoun can mean an entity.
fn fits(phrase: &Phrase, entity: &Entity, ontology: &Ontology) -> bool {
    let is_a = |class| ontology.classes.is_a(entity.class, class);
    match phrase.form {
        Form::HeShe => matches!(entity.class, Class::Person | Class::Thing),
        Form::It => entity.class != Class::Person && entity.members.is_empty(),
        Form::They => entity.class != Class::Person || is_a(Class::Group) || !entity.members.is_empty(),
        _ => true,
    }
}

/// Whether a noun phrase may join an entity: it has no name, link or members of its own, and their classes agree.
fn may_join(own: &Entity, other: &Entity, mentions: &[Mention], ontology: &Ontology) -> bool {
    let has_name = own.mentions.iter().any(|&at| mentions[at].kind == MentionKind::Name);
    let agree = own.class == Class::Thing && other.class == Class::Thing
        || own.class != Class::Thing
            && (ontology.classes.is_a(other.class, own.class) || ontology.classes.is_a(own.class, other.class));
    !has_name && own.link.is_none() && own.members.is_empty() && other.members.is_empty() && agree
}

/// Entities in the order of their first mention again, without those that have none left.
fn renumber(mut mentions: Vec<Mention>, entities: Vec<Entity>, moved: &[Option<EntityId>]) -> Entities {
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.head));
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); entities.len()];
    for (at, mention) in mentions.iter().enumerate() {
        of[mention.entity.0].push(at);
    }
    let mut live: Vec<usize> = (0..entities.len()).filter(|&id| !of[id].is_empty()).collect();
    live.sort_by_key(|&id| of[id][0]);
    let mut number = vec![None; entities.len()];
    for (new, &old) in live.iter().enumerate() {
        number[old] = Some(EntityId(new));
    }
    for mention in &mut mentions {
        mention.entity = number[mention.entity.0].unwrap_or(mention.entity);
    }
    let mut kept = Vec::with_capacity(live.len());
    for id in live {
        let mut entity = Entity { mentions: std::mem::take(&mut of[id]), ..entities[id].clone() };
        entity.members =
            entity.members.iter().filter_map(|member| number[moved[member.0].unwrap_or(*member).0]).collect();
        kept.push(entity);
    }
    Entities { mentions, entities: kept, ..Entities::default() }
}
