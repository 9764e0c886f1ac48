//! Of what somebody becomes head where the office alone is told: "The party elects Jane Roe chairwoman"; who runs for what
//! office.

use super::nominal::{Rules, literal};
use super::offices::is_leader_of_some;
use super::structure::{Edge, Relation};
use super::types::Object;
use crate::entity::EntityId;
use crate::language::Upos;
use crate::ontology::Class;

/// Verbs of those who give an office.
#[rustfmt::skip]
const APPOINTING: &[&str] = &[
    "appoint", "reappoint", "name", "elect", "re-elect", "reelect", "choose", "select", "pick", "hire", "confirm", "install",
    "designate",
];

/// Heads of states, whom their parliaments elect.
const OF_STATES: &[&str] = &["president", "minister", "premier", "chancellor", "king", "queen", "monarch"];

/// Who runs for an office.
const CANDIDATES: &[&str] = &["candidate", "nominee", "contender", "hopeful", "frontrunner", "front-runner"];

/// The offices that adjectives before them tell.
const OFFICES_RUN_FOR: &[(&str, &str)] = &[
    ("presidential", "president"),
    ("vice-presidential", "vice president"),
    ("mayoral", "mayor"),
    ("gubernatorial", "governor"),
];

impl Rules<'_, '_> {
    /// Bodies appoint their own heads, parliaments those of their countries.
    pub(super) fn appointments(&mut self) {
        let room = self.room;
        for verb in self.tokens() {
            if !APPOINTING.contains(&&*room.lemmas[verb]) || room.analysis.tokens[verb].upos != Upos::Verb {
                continue;
            }
            let office = self
                .structure
                .from(verb)
                .filter(|edge| edge.relation == Relation::Complement || edge.relation.is_oblique("as"))
                .map(|edge| edge.to)
                .find(|&office| self.is_office_of_nobody(office));
            let Some(office) = office else { continue };
            let subjects = self.structure.from(verb).filter(|edge| edge.relation == Relation::Subject);
            let bodies: Vec<EntityId> = subjects.filter_map(|edge| self.headed_by(edge.to, office)).collect();
            for head in self.beside(verb, &Relation::Object, Class::Person) {
                for &body in &bodies {
                    self.add_stated(head, "headOf", Object::Entity(body), &[verb, office], 0.85, "appointment");
                }
            }
        }
    }

    /// Whether a token is the office of a head, and the text does not tell of what.
    fn is_office_of_nobody(&self, office: usize) -> bool {
        let is_owner = |edge: &Edge| {
            edge.relation == Relation::Possessor && !self.is_pronoun(edge.to)
                || edge.relation.is_oblique_of(&["of", "for", "at", "in", "to"])
        };
        self.room.is_title("headTitle", office)
            && !is_leader_of_some(self.room, &[], office)
            && !self.structure.from(office).any(is_owner)
            && self.room.modifier_in("deputyModifier", office, self.structure).is_none()
    }

    /// What the head is head of whom a body elects: the body itself, or the country whose parliament it is.
    fn headed_by(&self, body: usize, office: usize) -> Option<EntityId> {
        let room = self.room;
        let own = room.referents(body, self.structure).into_iter().find(|&id| room.is_a(id, Class::Organization))?;
        // "Its president", and parliaments have speakers.
        let is_its = room.lemmas[office] == "speaker"
            || self.structure.from(office).any(|edge| edge.relation == Relation::Possessor && self.is_pronoun(edge.to));
        let is_head_of_state = OF_STATES.contains(&&*room.lemmas[office]);
        let is_of_none = self.is_private(room.class(own)) || room.is_a(own, Class::InternationalOrganization);
        // A party that elects a prime minister does so for the country.
        if is_its || is_of_none && !(is_head_of_state && room.lemmas[office] != "president") {
            return Some(own);
        }
        self.structure.from(body).filter(|_| is_head_of_state).find_map(|edge| match &edge.relation {
            Relation::Modifier | Relation::Possessor => self.country(edge).or_else(|| self.named_place(edge)),
            Relation::Oblique(of) if of == "of" => self.named_place(edge),
            _ => None,
        })
    }

    fn is_pronoun(&self, token: usize) -> bool {
        self.room.analysis.tokens[token].upos == Upos::Pron
    }

    /// "Presidential candidate Jane Roe", where no election is told that she runs in.
    pub(super) fn candidacy(&mut self, title: usize, person: EntityId) {
        let room = self.room;
        let is_election = |token: usize| room.headed(token).is_some_and(|told| room.is_a(told.entity, Class::Election));
        if !CANDIDATES.contains(&&*room.lemmas[title])
            || !room.has_name(person)
            || self.tokens().any(is_election)
            || room.modifier_in("formerModifier", title, self.structure).is_some()
        {
            return;
        }
        let office = self.structure.from(title).find_map(|edge| {
            let (_, office) = OFFICES_RUN_FOR.iter().find(|(adjective, _)| *adjective == room.lemmas[edge.to])?;
            (edge.relation == Relation::Modifier).then_some((edge.to, *office))
        });
        if let Some((adjective, office)) = office {
            self.add(person, "candidateFor", literal(office.to_owned()), &[title, adjective], 0.85, "candidacy");
        }
    }
}
