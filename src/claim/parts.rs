//! Of what a thing is one or a part: "forty people, among them two nurses", "six men, one of them a Croat",
//! "the first round of the election".

use super::nominal::Rules;
use super::structure::Relation;
use super::types::Object;
use crate::entity::{Mention, MentionKind};
use crate::language::Upos;
use crate::ontology::Class;

/// Words for how many of several.
const SOME: &[&str] = &["most", "many", "some", "several", "all", "one", "both", "half", "few", "majority"];

/// What things that last come in.
#[rustfmt::skip]
const STAGES: &[&str] = &[
    "round", "phase", "stage", "leg", "session", "ceremony", "day", "matchday", "night", "evening", "heat",
    "half",
];

/// What competitions have many of.
const MATCHES: &[&str] = &["race", "match", "game"];

/// Rounds of a competition.
const ROUNDS: &[&str] = &["final", "semifinal", "semi-final", "quarterfinal", "quarter-final", "playoff"];

/// Verbs of those who come out of a competition first.
const WINNING: &[&str] = &["win", "claim", "clinch", "capture", "secure", "retain", "lift", "earn"];

impl Rules<'_, '_> {
    /// Who is among several, where the text counts these: "among them", "most of whom".
    pub(super) fn shares(&mut self) {
        let room = self.room;
        let words = &room.analysis.tokens;
        let sentence = self.tokens();
        for token in sentence.clone() {
            let is_them = matches!(&*words[token].form.to_lowercase(), "them" | "whom");
            let Some(start) = self.opening(token).filter(|_| is_them) else { continue };
            let next = token + 1 + usize::from(words.get(token + 1).is_some_and(|word| word.lemma == "be"));
            let Some(part) = (next..sentence.end).find(|&at| {
                room.headed(at).is_some_and(|mention| mention.tokens.start == next || mention.tokens.start == start)
            }) else {
                continue;
            };
            let heads: Vec<usize> = std::iter::once(part)
                .chain(room.analysis.children(part).filter(|&at| words[at].relation() == "conj"))
                .collect();
            for at in heads {
                let Some(one) = room.headed(at).filter(|one| one.kind != MentionKind::Pronoun) else { continue };
                let whole = (sentence.start..start).rev().find_map(|at| {
                    let several = room.headed(at).filter(|_| room.is_plural(at))?;
                    (several.kind == MentionKind::Nominal && self.are_alike(one, several))
                        .then_some((at, several.entity))
                });
                if let Some((head, whole)) = whole {
                    self.add(one.entity, "partOf", Object::Entity(whole), &[head, token, at], 0.8, "belonging");
                }
            }
        }
    }

    /// "The second round of the election", "the Nordic Cup final", "the massacre during the war": stages, and what happens
    /// in the course of something longer.
    pub(super) fn stages(&mut self) {
        let room = self.room;
        for token in self.tokens() {
            let Some(stage) = room.headed(token).filter(|stage| stage.kind != MentionKind::Pronoun) else { continue };
            let is_in = |list: &[&str]| list.contains(&&*room.lemmas[token].to_lowercase());
            let (is_round, is_match) = (is_in(ROUNDS), is_in(MATCHES));
            let is_stage = is_round || is_in(STAGES);
            let whole = self.structure.from(token).find_map(|edge| {
                let whole = room.headed(edge.to).filter(|whole| whole.entity != stage.entity)?;
                let is = |class| room.is_a(whole.entity, class);
                let is_long = is(Class::War) || is(Class::Event) && whole.kind == MentionKind::Name;
                // "A round of voting" is not part of any.
                let is_one = (is(Class::Election) || is(Class::SportsEvent)) && !room.is_bare(edge.to)
                    || is(Class::Event) && room.is_definite(edge.to, self.structure);
                let is_its = match &edge.relation {
                    Relation::Modifier => is_round && is(Class::Event),
                    Relation::Possessor => (is_stage || is_match) && is(Class::Event),
                    Relation::Oblique(link) => match &**link {
                        "of" if is(Class::War) => is_stage || room.is_a(stage.entity, Class::Attack),
                        "of" | "for" | "at" => (is_stage || is_match) && is_one,
                        "during" => is_long && room.is_a(stage.entity, Class::Event),
                        _ => false,
                    },
                    _ => false,
                };
                is_its.then_some((edge.to, whole.entity))
            });
            if let Some((at, whole)) = whole {
                let words = [token.min(at), token.max(at)];
                self.add(stage.entity, "partOf", Object::Entity(whole), &words, 0.8, "belonging");
            }
        }
    }

    /// "wins the Nordic Cup after defeating Y in the final": of which competition, the clause before tells.
    pub(super) fn rounds(&mut self) {
        let room = self.room;
        for token in self.tokens() {
            let is_round = ROUNDS.contains(&&*room.lemmas[token].to_lowercase())
                && room.analysis.tokens[token].upos == Upos::Noun
                && !self.structure.from(token).any(|edge| {
                    matches!(edge.relation, Relation::Possessor | Relation::Modifier) || edge.relation.is_oblique("of")
                });
            let Some(round) = room.headed(token).filter(|_| is_round) else { continue };
            let won: Vec<usize> = self
                .structure
                .edges
                .iter()
                .filter(|edge| edge.relation == Relation::Object && WINNING.contains(&&*room.lemmas[edge.from]))
                .map(|edge| edge.to)
                .collect();
            let named = |at: usize| {
                let mention = room.headed(at).filter(|mention| mention.kind == MentionKind::Name)?;
                (room.is_a(mention.entity, Class::SportsEvent) && mention.entity != round.entity)
                    .then_some((at, mention.entity))
            };
            // The competition itself, or its title.
            let competition = won.iter().copied().find_map(named).or_else(|| {
                won.iter()
                    .flat_map(|&title| self.structure.from(title))
                    .filter(|edge| matches!(edge.relation, Relation::Modifier | Relation::Possessor))
                    .find_map(|edge| named(edge.to))
            });
            if let Some((at, competition)) = competition {
                let words = [token.min(at), token.max(at)];
                self.add(round.entity, "partOf", Object::Entity(competition), &words, 0.85, "belonging");
            }
        }
    }

    /// Where "among them" or "most of them" begins, if it stands behind a comma or a dash.
    fn opening(&self, them: usize) -> Option<usize> {
        let words = &self.room.analysis.tokens;
        let before = |distance: usize| them.checked_sub(distance).filter(|&at| self.tokens().contains(&at));
        let link = before(1)?;
        let start = match &*words[link].form.to_lowercase() {
            "among" => link,
            "of" => before(2).filter(|&at| words[at].upos == Upos::Num || SOME.contains(&&*words[at].lemma))?,
            _ => return None,
        };
        let mark = start.checked_sub(1).filter(|at| self.tokens().contains(at))?;
        (words[mark].upos == Upos::Punct).then_some(start)
    }

    /// Whether one thing may be among several by the classes: persons among people, a shop among buildings.
    fn are_alike(&self, one: &Mention, several: &Mention) -> bool {
        let both = |class| self.room.is_a(one.entity, class) && self.room.is_a(several.entity, class);
        self.room.is_human(one.entity) && self.room.is_human(several.entity)
            || [Class::Place, Class::Organization, Class::Event, Class::Work, Class::Product].into_iter().any(both)
    }
}
