//! Where and when events are, and who is at them, by what stands with their nouns.

use super::nominal::Rules;
use super::structure::{Origin, Relation};
use super::types::{Literal, Modality, Object};
use crate::entity::{EntityId, Mention, MentionKind};
use crate::language::Upos;
use crate::ontology::{Class, ValueKind};
use crate::time::TimeExpression;

/// Words before a time that is no time of what they stand behind.
const BOUNDS: &[&str] = &["since", "until", "till", "before", "after"];

/// Days from publication within which a day before an event's noun is the nearest of its name.
const MOST_DAYS: i32 = 60;

/// Events that take place when they do whatever they do: "the quake killed five on Sunday".
const HAPPENING: &[Class] =
    &[Class::Attack, Class::Disaster, Class::Meeting, Class::War, Class::Agreement, Class::Election];

/// What is done at a meeting by those who are no guests of it.
#[rustfmt::skip]
const BY_OTHERS: &[&str] = &[
    "attack", "kill", "strike", "bomb", "shoot", "open", "carry_out", "injure", "wound", "arrest", "detain", "hit", "target",
    "fire", "storm", "stab", "raid", "protest", "demonstrate", "recognize", "recognise",
];

impl Rules<'_, '_> {
    /// Where and when events are: "the Geneva summit", "next week's summit", "the 2020 US election".
    pub(super) fn events(&mut self) {
        let room = self.room;
        for token in self.tokens() {
            let Some(mention) = room.headed(token) else { continue };
            let is_site = [Class::Facility, Class::Organization].iter().any(|&class| room.is_a(mention.entity, class))
                && mention.kind == MentionKind::Nominal;
            if room.is_a(mention.entity, Class::Court) || is_site {
                self.place_before(token, mention.entity);
            }
            if !room.is_a(mention.entity, Class::Event) || mention.kind == MentionKind::Pronoun {
                continue;
            }
            let event = mention.entity;
            // "march" in "in march" is no march.
            if room.time(token).is_some() {
                continue;
            }
            self.place_before(token, event);
            self.guests(token, event);
            // A time in its own phrase. A day without its year in a name ("the October 7 attacks") may be any year's.
            let has_year = mention.tokens.clone().any(|at| {
                let form = &room.analysis.tokens[at].form;
                form.len() == 4 && form.chars().all(|character| character.is_ascii_digit())
            });
            // In "talks after the 2024 invasion" the year is the invasion's.
            let is_own = |at: usize| {
                let mut above = room.analysis.above(at).take_while(|above| mention.tokens.contains(above));
                let noun = above.find(|&above| {
                    matches!(room.analysis.tokens[above].upos, Upos::Noun | Upos::Propn)
                        && room.time(above).is_none()
                        // "The summit in Nairobi next week" is then, whatever the tree hangs the week on.
                        && !room.headed(above).is_some_and(|place| room.is_a(place.entity, Class::GeopoliticalEntity))
                });
                noun.is_none_or(|noun| noun == token || noun < at)
            };
            // "The best release since 2000"
            let is_bound = |at: usize| {
                let start = room.time(at).map_or(at, |time| time.tokens.start);
                start.checked_sub(1).is_some_and(|before| BOUNDS.contains(&&*room.lemmas[before]))
            };
            let own = mention.tokens.clone().find(|&at| room.time(at).is_some() && is_own(at) && !is_bound(at));
            let is_any_years = |at: usize| mention.kind == MentionKind::Name || at < token && self.is_far(at);
            if own.is_some_and(is_any_years) && !has_year {
                continue;
            }
            let own = own.or_else(|| {
                self.structure
                    .from(token)
                    .filter(|edge| {
                        edge.origin != Origin::Derived
                            && match &edge.relation {
                                Relation::Possessor | Relation::Modifier => true,
                                Relation::Oblique(on) => matches!(on.as_str(), "on" | "in" | "of"),
                                Relation::Other(name) => {
                                    name.starts_with("nmod") || name == "nummod" || name.starts_with("obl")
                                }
                                _ => false,
                            }
                    })
                    .map(|edge| edge.to)
                    .find(|&at| room.time(at).is_some())
            });
            let by_verb = || self.time_by_verb(token, event).or_else(|| self.time_as_predicate(token));
            let behind = || self.time_behind(token).filter(|&at| !is_bound(at));
            if let Some(at) = own.or_else(by_verb).or_else(behind)
                && let Some(time) = room.time(at)
                && (!time.value.0.contains('/') || self.is_from_to(time))
            {
                let value = Literal { value: time.value.to_string(), kind: ValueKind::Date };
                self.add(event, "occursOn", Object::Literal(value), &[at.min(token), at.max(token)], 0.83, "event");
            }
        }
    }

    /// A time on the verb that says no more than that it takes place.
    fn time_by_verb(&self, token: usize, event: EntityId) -> Option<usize> {
        let room = self.room;
        let verb = self
            .structure
            .to(token)
            .find(|edge| {
                matches!(edge.relation, Relation::Subject | Relation::Object)
                    && (room.ontology.is_word("eventVerb", &room.lemmas[edge.from])
                        || edge.relation == Relation::Subject
                            && HAPPENING.contains(&room.class(event))
                            && room.analysis.tokens[edge.from].upos == Upos::Verb
                        || matches!(room.lemmas[edge.from].as_str(), "hold" | "schedule" | "take" | "set" | "plan")
                            && self.structure.is_passive(edge.from)
                        || matches!(room.lemmas[edge.from].as_str(), "take" | "due")
                        || room.lemmas[edge.from] == "run" && HAPPENING.contains(&room.class(event)))
            })?
            .from;
        let is_when = |relation: &Relation| match relation {
            Relation::Oblique(on) => matches!(on.as_str(), "on" | "in" | "for" | "from"),
            Relation::Other(name) => name.starts_with("obl") || name == "advmod",
            _ => false,
        };
        let on_verb = self.structure.from(verb).filter(|edge| is_when(&edge.relation)).map(|edge| edge.to);
        // "takes place in Oslo on May 16": the tree may hang the day on the place.
        let on_place = self
            .structure
            .from(verb)
            .filter(|edge| matches!(&edge.relation, Relation::Oblique(at) if matches!(at.as_str(), "in" | "at")))
            .flat_map(|edge| self.structure.from(edge.to))
            .filter(|edge| edge.relation.is_oblique("on"))
            .map(|edge| edge.to);
        on_verb.chain(on_place).find(|&at| room.time(at).is_some())
    }

    /// "The vote is on Sunday."
    fn time_as_predicate(&self, event: usize) -> Option<usize> {
        let room = self.room;
        let word = &room.analysis.tokens[event];
        let time = word.head.filter(|&head| word.relation() == "nsubj" && room.time(head).is_some())?;
        room.analysis.child(time, "cop").map(|_| time)
    }

    /// The time right behind an event that something comes after or is in, whatever the tree hangs it on: "the toll of the
    /// landslide in Medellín on Wednesday", "after a crisis last week".
    fn time_behind(&self, event: usize) -> Option<usize> {
        let room = self.room;
        let words = &room.analysis.tokens;
        let end = self.tokens().end;
        let at = (event + 1..end).find(|&at| room.time(at).is_some())?;
        let mut stop = room.time(at)?.tokens.start;
        while stop > event + 1 && (words[stop - 1].upos == Upos::Adp || words[stop - 1].form == ",") {
            stop -= 1;
        }
        let is_below = |at: usize| room.analysis.above(at).take(8).any(|above| above == event);
        let is_other = |at: usize| room.headed(at).is_some_and(|mention| room.is_a(mention.entity, Class::Event));
        let case = room.analysis.child(event, "case").map(|case| room.lemmas[case].as_str());
        let is_aside = match case {
            Some("of") => {
                [Class::Attack, Class::Disaster].contains(&room.headed(event).map(|own| room.class(own.entity))?)
            }
            case => matches!(case, Some("after" | "following" | "during" | "in" | "at" | "from" | "over" | "despite")),
        };
        let is_verb = |at: usize| matches!(words[at].upos, Upos::Verb | Upos::Aux);
        (is_aside && (event + 1..stop).all(|at| is_below(at) && !is_other(at) && !is_verb(at))).then_some(at)
    }

    /// Whether a day is months from the day of publication: of "the October 7 attacks" nobody knows the year by the nearest.
    fn is_far(&self, at: usize) -> bool {
        let day = self.room.time(at).and_then(|time| time.value.0.parse::<jiff::civil::Date>().ok());
        let Some((day, published)) = day.zip(self.room.article.date) else { return false };
        day.until(published).is_ok_and(|between| between.get_days().abs() > MOST_DAYS)
    }

    /// "from May 3 to May 5": not "the 2025–26 season".
    fn is_from_to(&self, time: &TimeExpression) -> bool {
        let before = time.tokens.start.checked_sub(1).map(|before| &*self.room.lemmas[before]);
        time.ends.is_some() && matches!(before, Some("from" | "between"))
    }

    /// "the Biden-Putin summit": both are to take part; whether they did, the name does not tell.
    fn guests(&mut self, token: usize, event: EntityId) {
        let room = self.room;
        if room.class(event) != Class::Meeting {
            return;
        }
        let Some(mention) = room.headed(token) else { return };
        let named = |at: usize| {
            room.headed(at)
                .filter(|guest| guest.entity != event && room.is_named(at) && room.is_a(guest.entity, Class::Agent))
                .map(|guest| guest.entity)
        };
        for at in mention.tokens.start..token.saturating_sub(2) {
            if !matches!(room.analysis.tokens[at + 1].form.as_str(), "-" | "–") {
                continue;
            }
            if let (Some(one), Some(other)) = (named(at), named(at + 2)) {
                for guest in [one, other] {
                    self.add(guest, "participantIn", Object::Entity(event), &[at, token], 0.83, "event");
                    if let Some(draft) = self.drafts.last_mut() {
                        draft.modality = Some(Modality::Future);
                    }
                }
            }
        }
    }

    /// "At the summit, Norway agreed to …", "told reporters during the talks": who does something at a meeting is there.
    pub(super) fn attendances(&mut self) {
        let room = self.room;
        for verb in self.tokens() {
            if room.analysis.tokens[verb].upos != Upos::Verb || BY_OTHERS.contains(&&*room.lemmas[verb]) {
                continue;
            }
            let meeting = self.structure.from(verb).find_map(|edge| {
                let met = room.headed(edge.to).filter(|_| edge.relation.is_oblique_of(&["at", "during"]))?;
                (room.class(met.entity) == Class::Meeting).then_some((edge.to, met.entity))
            });
            let Some((place, meeting)) = meeting else { continue };
            let guests: Vec<EntityId> = self
                .structure
                .from(verb)
                .filter(|edge| edge.relation == Relation::Subject && edge.origin != Origin::Derived)
                .flat_map(|edge| room.referents(edge.to, self.structure))
                .filter(|&guest| room.is_a(guest, Class::Agent))
                .collect();
            for guest in guests {
                self.add_stated(guest, "participantIn", Object::Entity(meeting), &[verb, place], 0.75, "event");
            }
        }
    }

    /// "the 2020 US election", "the Geneva summit", "a Moscow court", "Riyadh airport", "Orion's Oslo office": the place
    /// before the noun.
    fn place_before(&mut self, token: usize, thing: EntityId) {
        let room = self.room;
        let class = room.class(thing);
        // The country before an attack or a meeting is as often who is in it.
        let is_sure = [Class::Election, Class::Disaster, Class::Trial, Class::Court].contains(&class);
        // A country's building or body may be abroad, a town's is there, but for a road between two.
        let is_site = room.is_a(thing, Class::Facility)
            || room.is_a(thing, Class::Organization)
                && ![Class::GeopoliticalEntity, Class::Court].iter().any(|&other| room.is_a(thing, other));
        if !is_sure && !is_site && ![Class::Attack, Class::Meeting].contains(&class) {
            return;
        }
        let Some(mention) = room.headed(token) else { return };
        let is_dash =
            |at: usize| room.analysis.tokens.get(at).is_some_and(|word| matches!(word.form.as_str(), "-" | "–"));
        let is_joined =
            |place: &Mention| is_dash(place.tokens.end) || place.tokens.start.checked_sub(1).is_some_and(is_dash);
        let places: Vec<usize> = mention
            .tokens
            .clone()
            .take_while(|&at| at < token)
            .filter(|&at| {
                let is_before = room.analysis.tokens[at].head == Some(token)
                    && matches!(room.analysis.tokens[at].relation(), "compound" | "amod" | "nmod")
                    || mention.kind == MentionKind::Name;
                is_before
                    && room.headed(at).is_some_and(|place| {
                        matches!(place.kind, MentionKind::Name | MentionKind::Demonym)
                            && place.entity != thing
                            && room.is_a(place.entity, Class::GeopoliticalEntity)
                            && (is_sure || !room.entities.countries.contains(&place.entity))
                            && !(is_site && (place.kind == MentionKind::Demonym || is_joined(place)))
                    })
            })
            .collect();
        // "The Marburg virus outbreak" is anywhere.
        let is_called =
            |place: usize| (place + 1..token).any(|at| matches!(&*room.lemmas[at], "virus" | "fever" | "disease"));
        // Of two nobody knows which it is.
        if let [place] = places.as_slice()
            && !is_called(*place)
            && let Some(found) = room.headed(*place)
        {
            self.add(thing, "locatedIn", Object::Entity(found.entity), &[*place, token], 0.83, "event");
        }
    }
}
