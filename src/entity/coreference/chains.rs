//! Chains: phrases that mean the same, joined from left to right.

use super::candidates;
use super::features::Features;
use super::phrases::{Form, Phrase};
use super::scorer::{Ranker, Seen};
use crate::entity::words::Gender;
use crate::entity::{Entities, EntityId, MentionKind};

/// By how much less than "new" a candidate of "he" and "she" may score: these hardly ever mean somebody new.
const PERSON_BONUS: f32 = 1.0;

/// The phrases of a text in chains.
pub(in crate::entity) struct Chains {
    /// The chain of each phrase: the number of its first phrase.
    pub of: Vec<usize>,
    /// By how much each phrase's antecedent beat "new"; none where it has no antecedent.
    pub margin: Vec<Option<f32>>,
}

/// What the phrases of a chain have in common.
#[derive(Debug, Clone, Default)]
struct Common {
    gender: Gender,
    /// The named entity that the rules see in it.
    named: Option<EntityId>,
    /// Whether it has pronouns only.
    is_open: bool,
    /// Whether it begins with a common noun that is not known to be of a person: no "he" or "she".
    is_thing: bool,
}

impl Chains {
    /// Joins each phrase to the candidate that scores best, if that beats "new" and the chain has no other gender or name.
    pub fn build(ranker: &Ranker, features: &Features<'_>, phrases: &[Phrase], entities: &Entities) -> Self {
        let is_named =
            |id: EntityId| entities.get(id).mentions.iter().any(|&at| entities.mentions[at].kind == MentionKind::Name);
        let seen: Vec<Seen> = (0..phrases.len()).map(|at| ranker.seen(&features.phrase(at))).collect();
        let mut chains = Self { of: Vec::with_capacity(phrases.len()), margin: vec![None; phrases.len()] };
        let mut common: Vec<Common> = Vec::with_capacity(phrases.len());
        for (at, phrase) in phrases.iter().enumerate() {
            let named = phrase.entity.filter(|&id| !phrase.form.is_pronoun() && is_named(id));
            let is_open = phrase.form.is_pronoun();
            let is_thing =
                !is_open && phrase.form != Form::Name && phrase.kind != 1 && phrase.gender == Gender::Unknown;
            common.push(Common { gender: phrase.gender, named, is_open, is_thing });
            let bonus = if phrase.form == Form::HeShe { PERSON_BONUS } else { 0.0 };
            let mut best: Option<(f32, usize)> = None;
            let mut person: Option<(f32, usize)> = None;
            for (other, pair) in candidates(phrases, features, at) {
                let chain = &common[chains.of[other]];
                let is_other = named.is_some() && chain.named.is_some() && named != chain.named;
                let is_thing = phrase.form == Form::HeShe && chain.is_thing;
                if is_other || is_thing || !chain.gender.agrees(phrase.gender) {
                    continue;
                }
                let score = ranker.score(&seen[at], &seen[other], &pair) + bonus - seen[at].new;
                if score > best.map_or(0.0, |(score, _)| score) {
                    best = Some((score, other));
                }
                let earlier = &phrases[other];
                let is_person = earlier.kind == 1 || earlier.kind == 0 && earlier.form == Form::Name;
                if is_person
                    && earlier.form < Form::Coordination
                    && !earlier.form.is_pronoun()
                    && score > person.map_or(0.0, |(score, _)| score)
                {
                    person = Some((score, other));
                }
            }
            let mut chain = best.map_or(at, |(_, other)| chains.of[other]);
            if phrase.form == Form::HeShe
                && common[chain].is_open
                && let Some((_, other)) = person
                && chains.of[other] != chain
            {
                // "He … his": pronouns alone so far, and somebody stands before this one who may be meant.
                let target = chains.of[other];
                let gender = common[chain].gender;
                chains.of.iter_mut().filter(|of| **of == chain).for_each(|of| *of = target);
                common[target].gender = common[target].gender.or(gender);
                chain = target;
                best = best.or(person);
            }
            chains.of.push(chain);
            chains.margin[at] = best.map(|(score, _)| score);
            let first = &mut common[chain];
            first.gender = first.gender.or(phrase.gender);
            first.named = first.named.or(named);
            first.is_open &= phrase.form.is_pronoun();
        }
        chains
    }

    /// The chains of two phrases or more, each in the order of the text.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.of.len()];
        for (at, &chain) in self.of.iter().enumerate() {
            groups[chain].push(at);
        }
        groups.retain(|group| group.len() > 1);
        groups
    }
}
