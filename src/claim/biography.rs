//! What noun phrases say of lives: for whom somebody works, when and where they were born and died.

use std::ops::Range;

use super::nominal::{OFFICES, Rules};
use super::offices::{MANAGERS, is_leader_of_some};
use super::structure::{Edge, Origin, Relation};
use super::types::{Literal, Object};
use crate::entity::{EntityId, MentionKind};
use crate::language::Upos;
use crate::ontology::{Class, ValueKind};
use crate::time::TimeExpression;

/// The rule that makes somebody with a role at an organization work for it.
pub(super) const ROLE: &str = "role";

/// Nouns of those who work for somebody, beside the lexicon's occupations.
const EMPLOYED: &[&str] = &[
    "employee",
    "staffer",
    "executive",
    "associate",
    "intern",
    "trainee",
    "fellow",
    "consultant",
    "specialist",
    "instructor",
    "administrator",
    "supervisor",
    "technician",
    "officer",
    "assistant",
    "faculty",
];

/// Who belongs to forces and orders, and is employed by none.
#[rustfmt::skip]
const OF_ORDERS: &[&str] = &[
    "soldier", "marine", "mercenary", "sniper", "paratrooper", "priest", "monk", "nun", "friar", "lobbyist", "dissident",
    "separatist", "volunteer", "recruiter",
];

/// Who is of a country and does not work for it.
const ROYAL: &[&str] = &["prince", "princess", "duke", "duchess", "king", "queen", "emperor"];

/// Nouns of those who are at an organization and do not work there.
const NOT_EMPLOYED: &[&str] = &[
    "student",
    "graduate",
    "alumnus",
    "alumna",
    "pupil",
    "undergraduate",
    "freshman",
    "sophomore",
    "junior",
    "senior",
    "patient",
    "guest",
    "visitor",
    "protester",
    "victim",
    "inmate",
    "prisoner",
    "fan",
    "customer",
    "client",
    "speaker",
    "candidate",
    "attendee",
    "participant",
    "panelist",
    "contestant",
    "winner",
    "resident",
    "member",
    "founder",
    "shareholder",
    "investor",
    "critic",
    "favorite",
    "favourite",
    "nominee",
    "owner",
];

/// Whether two dates can be those of birth and death: of somebody grown, or told by the day.
fn is_lifetime(birth: &str, death: &str) -> bool {
    let year = |date: &str| date.get(..4).and_then(|year| year.parse::<i32>().ok());
    match (year(birth), year(death)) {
        (Some(birth_year), Some(death_year)) => {
            let lived = death_year - birth_year;
            (0..=120).contains(&lived) && (lived >= 18 || birth.len() == 10 && death.len() == 10)
        }
        _ => false,
    }
}

/// "UNHCR".
fn is_acronym(form: &str) -> bool {
    form.chars().all(char::is_uppercase)
}

impl Rules<'_, '_> {
    /// "engineer at Y", "reporter for Y", "Y photographer": whoever has a role at an organization works for it. Where a
    /// phrasing says more of the two, that counts (see [`super::said`]).
    pub(super) fn employers(&mut self, title: usize, holder: usize, person: EntityId) {
        let room = self.room;
        let lemma = room.lemmas[title].as_str();
        let is_occupation = room.ontology.is_word("occupationNoun", lemma) || EMPLOYED.contains(&lemma);
        let is_deputy = room.modifier_in("deputyModifier", title, self.structure).is_some();
        let is_office = OFFICES.iter().any(|list| room.is_title(list, title));
        // "A lawyer with the ministry" is none of a client's.
        let is_counsel = matches!(lemma, "lawyer" | "attorney");
        // "A nurse at the hospital", "inspectors from the agency"; whose soldiers and priests somebody is, other rules tell.
        let is_self = title == holder;
        if is_self && (!is_occupation || OF_ORDERS.contains(&lemma))
            || NOT_EMPLOYED.contains(&lemma)
            || room.is_title("spokesTitle", title)
            || room.is_title("representativeTitle", title) && !is_counsel
            || room.modifier_in("formerModifier", title, self.structure).is_some()
        {
            return;
        }
        // Whose head somebody is, phrasings tell; the head of security of a company is not.
        let domain = room.domain_of(title).filter(|_| matches!(lemma, "head" | "director" | "chief"));
        let is_of_domain = domain.is_some() || MANAGERS.contains(&lemma) && is_leader_of_some(room, &[], title);
        let is_below = is_deputy || is_of_domain || !room.is_title("headTitle", title);
        let is_official = is_office && is_below && !room.is_title("legislatorTitle", title);
        // "The county's security chief", "a deputy governor of Alby"; "a secretary of state" is none of a state.
        let is_of_place = |place: usize| {
            is_official
                && !is_self
                && !ROYAL.contains(&lemma)
                && (is_deputy || &*room.analysis.tokens[place].deprel == "nmod:poss")
        };
        let places: Vec<(usize, EntityId)> = self
            .structure
            .from(title)
            .chain(domain.into_iter().flat_map(|domain| self.structure.from(domain)))
            .filter(|edge| match &edge.relation {
                Relation::Oblique(preposition) => match preposition.as_str() {
                    "at" => true,
                    "from" => is_self || is_occupation,
                    "for" | "with" => is_occupation || is_office,
                    "of" => !is_self && (is_official || EMPLOYED.contains(&lemma)) || is_office && is_deputy,
                    _ => false,
                },
                // "At the ministry", "its economist": whatever body is meant; right before the noun only its name.
                Relation::Modifier => {
                    let is_name = || room.mention(edge.to).is_some_and(|body| body.kind == MentionKind::Name);
                    (is_occupation || is_official) && edge.origin == Origin::Plain && is_name()
                }
                // "Orion's sales director"
                Relation::Possessor => !is_self && is_occupation || is_office && is_below,
                _ => false,
            })
            .filter(|edge| !is_counsel || edge.relation.is_oblique_of(&["at", "with"]))
            .flat_map(|edge| room.referents(edge.to, self.structure).into_iter().map(|entity| (edge.to, entity)))
            .filter(|&(at, entity)| {
                (room.is_a(entity, Class::Organization)
                    || is_of_place(at) && room.is_a(entity, Class::GeopoliticalEntity))
                    && (!is_self || room.has_name(entity))
                    && ![Class::SportsTeam, Class::PoliticalParty].iter().any(|&class| room.is_a(entity, class))
            })
            .collect();
        for (place, organization) in places {
            self.add(person, "worksFor", Object::Entity(organization), &[title, place], 0.8, ROLE);
        }
    }

    /// "Jane Roe of the Red Cross", "Jane Roe, of Orion", "Jane Roe from the bank", and "Orion of Oslo": nothing stands between
    /// the two.
    pub(super) fn of_bodies(&mut self) {
        let room = self.room;
        let form = |at: usize| room.analysis.tokens.get(at).map_or("", |word| word.form.as_str());
        let mut found = Vec::new();
        for token in self.tokens() {
            let Some(name) = room.headed(token).filter(|mention| mention.kind == MentionKind::Name) else { continue };
            let end = name.tokens.end + usize::from(form(name.tokens.end) == ",");
            let preposition = form(end);
            let is_person = room.is_a(name.entity, Class::Person);
            // "The Central Bank of Libya" is one name.
            let is_whole = || {
                self.is_private(room.class(name.entity))
                    && room.analysis.child(token, "det").is_none()
                    && room.ontology.noun_class(&room.lemmas[token].to_lowercase()).is_none()
            };
            if !(preposition == "of" || preposition == "from" && is_person) || !is_person && !is_whole() {
                continue;
            }
            let first = end + 1 + usize::from(form(end + 1) == "the");
            let is_next = |edge: &&Edge| {
                let is_known = room.is_named(edge.to) || is_person && room.is_definite(edge.to, self.structure);
                edge.relation.is_oblique(preposition)
                    && is_known
                    && room.headed(edge.to).is_some_and(|body| (end..=first + 1).contains(&body.tokens.start))
            };
            for edge in self.structure.from(token).filter(is_next) {
                let bodies = room.referents(edge.to, self.structure).into_iter();
                found.extend(bodies.map(|body| (name.entity, token, edge.to, body)));
            }
        }
        for (who, name, place, body) in found {
            if !room.is_a(who, Class::Person) {
                if room.is_a(body, Class::GeopoliticalEntity) {
                    self.add(who, "locatedIn", Object::Entity(body), &[name, place], 0.7, "places");
                }
                continue;
            }
            let is_other = [Class::PoliticalParty, Class::SportsTeam, Class::ArmedForce];
            // Who goes by letters alone may be a party.
            let is_unknown = room.entity(body).link.is_none() && is_acronym(form(place));
            if room.is_a(body, Class::Organization)
                && !is_unknown
                && !is_other.iter().any(|&class| room.is_a(body, class))
            {
                self.add(who, "worksFor", Object::Entity(body), &[name, place], 0.7, ROLE);
            }
        }
    }

    /// "Jane Roe (5 May 1901 – 8 June 1972)", also with the places; "John Doe (born 1950, Leeds)".
    pub(super) fn lifespans(&mut self) {
        let room = self.room;
        let range = self.tokens();
        let form = |at: usize| room.analysis.tokens[at].form.as_str();
        let first = room.entities.mentions.partition_point(|mention| mention.tokens.start < range.start);
        for mention in room.entities.mentions[first..].iter().take_while(|mention| mention.tokens.start < range.end) {
            let open = mention.tokens.end;
            if mention.kind != MentionKind::Name
                || !room.is_a(mention.entity, Class::Person)
                || open >= range.end
                || form(open) != "("
            {
                continue;
            }
            let Some(close) = (open + 1..range.end.min(open + 48)).find(|&at| form(at) == ")") else { continue };
            let inside = open + 1..close;
            let is_born = inside.clone().take(2).any(|at| matches!(form(at), "born" | "b." | "b" | "née"));
            let is_dead = inside.clone().take(2).any(|at| matches!(form(at), "died" | "d." | "†"));
            // Years of an office or a reign come with a word.
            let has_words = inside.clone().any(|at| {
                matches!(room.analysis.tokens[at].upos, Upos::Verb | Upos::Noun)
                    && !is_born
                    && !is_dead
                    && room.time(at).is_none()
                    || matches!(
                        form(at).to_lowercase().as_str(),
                        "r." | "fl." | "reigned" | "ruled" | "since" | "until"
                    )
            });
            let mut whole: Vec<&TimeExpression> = inside.clone().filter_map(|at| room.time(at)).collect();
            whole.dedup_by_key(|time| time.tokens.start);
            let times: Vec<&TimeExpression> = whole
                .into_iter()
                .flat_map(|time| time.ends.as_ref().map_or_else(|| vec![time], |ends| ends.iter().collect()))
                .collect();
            let place_in = |mut tokens: Range<usize>| {
                tokens.find_map(|at| {
                    let place = room.mention(at).filter(|place| place.kind == MentionKind::Name)?;
                    room.is_a(place.entity, Class::Place).then_some((at, place.entity))
                })
            };
            let dash = |tokens: Range<usize>| tokens.clone().find(|&at| matches!(form(at), "–" | "-" | "—" | "−"));
            let mut events: Vec<(&str, &str, &TimeExpression, Range<usize>)> = Vec::new();
            match times[..] {
                [birth, death] if !has_words && is_lifetime(&birth.value.0, &death.value.0) => {
                    if let Some(dash) = dash(birth.tokens.end..death.tokens.start) {
                        events.push(("bornOn", "bornIn", birth, open + 1..dash));
                        events.push(("diedOn", "diedIn", death, dash..close));
                    }
                }
                [death] if is_dead => events.push(("diedOn", "diedIn", death, death.tokens.end..close)),
                [birth] if is_born => events.push(("bornOn", "bornIn", birth, birth.tokens.end..close)),
                _ => {}
            }
            for (date, place, time, tokens) in events {
                let at = time.tokens.start;
                if !time.value.0.contains('/') {
                    let value = Literal { value: time.value.to_string(), kind: ValueKind::Date };
                    self.add(mention.entity, date, Object::Literal(value), &[at], 0.9, "lifespan");
                }
                if let Some((at, entity)) = place_in(tokens) {
                    self.add(mention.entity, place, Object::Entity(entity), &[at], 0.9, "lifespan");
                }
            }
        }
    }
}
