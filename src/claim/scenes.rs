//! Where something is by a phrase that the tree has beside it, on the verb.

use super::nominal::Rules;
use super::structure::{Edge, Relation};
use super::types::Object;
use super::words::HURTING;
use crate::entity::{EntityId, Mention, MentionKind};
use crate::language::Upos;
use crate::ontology::Class;

/// Before where something is.
const AT: &[&str] = &["in", "at", "across", "throughout"];

/// Before that beside which or with which something happens.
const BESIDE: &[&str] = &["near", "outside", "around", "on", "against", "of", "between", "among", "at", "inside", "by"];

/// Parts of a place that go by a name.
const AREAS: &[&str] =
    &["area", "region", "district", "neighborhood", "neighbourhood", "quarter", "suburb", "borough", "ward", "section"];

impl Rules<'_, '_> {
    /// "in the final at Alexandra Palace", "at Goodison Park in Walton": the second phrase tells where the first is, though
    /// the tree hangs both on the verb.
    pub(super) fn settings(&mut self) {
        let room = self.room;
        for token in self.tokens() {
            let Some(inner) = room.headed(token) else { continue };
            let case = inner.tokens.end;
            let is_case = room
                .analysis
                .tokens
                .get(case)
                .is_some_and(|word| matches!(word.form.as_str(), "in" | "at") && word.relation() == "case");
            let word = &room.analysis.tokens[token];
            if !is_case {
                continue;
            }
            let Some(place) = room.analysis.tokens[case].head.filter(|&place| place > case) else { continue };
            let Some(outer) = room.headed(place).filter(|outer| outer.kind == MentionKind::Name) else { continue };
            let is_one = |entity: EntityId, classes: &[Class]| classes.iter().any(|&class| room.is_a(entity, class));
            let is_event = room.is_a(inner.entity, Class::Event);
            let fits = if is_event {
                room.is_a(outer.entity, Class::Place)
            } else {
                // A place of which nobody knows more may hold a river, but no town.
                let is_any =
                    || room.class(outer.entity) == Class::Place && !is_one(inner.entity, &[Class::GeopoliticalEntity]);
                // "Spies for Norway in Alby", "talks on Norway in Alby".
                is_one(inner.entity, &[Class::Place])
                    && !room.entities.countries.contains(&inner.entity)
                    && (is_one(outer.entity, &[Class::GeopoliticalEntity, Class::Region]) || is_any())
            };
            let is_beside = word.relation() == "obl"
                && word.head.is_some()
                && room.analysis.tokens[place].head == word.head
                && room.analysis.tokens[place].relation() == "obl";
            // Of places by name with nothing between, whatever the tree hangs the second on.
            let is_behind = !is_event
                && inner.kind == MentionKind::Name
                && word.relation() != "nsubj"
                && room.analysis.tokens[case + 1..outer.tokens.start]
                    .iter()
                    .all(|between| matches!(between.upos, Upos::Det | Upos::Adj));
            if fits && (is_beside || is_behind) && (inner.kind == MentionKind::Name || inner.tokens.start < inner.head)
            {
                self.add(inner.entity, "locatedIn", Object::Entity(outer.entity), &[token, place], 0.83, "setting");
            }
        }
    }

    /// "The Norwegian city of Alby", "Norway's largest island, Holmen": they are in Norway.
    pub(super) fn kinds_of_places(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for edge in &self.structure.edges {
            let kind = edge.from;
            let is_link = edge.relation.is_oblique("of") || edge.relation == Relation::Is;
            let named = room.mention(edge.to).filter(|place| place.kind == MentionKind::Name);
            let Some(place) = named.filter(|place| is_link && room.is_a(place.entity, Class::Place)) else { continue };
            // "The port of Alby" is a part of it, the Norwegian one is Alby.
            let is_kind = room.ontology.is_word("settlementNoun", &room.lemmas[kind]) || room.lemmas[kind] == "port";
            if !is_kind || room.has_not(kind) || room.modifier_in("formerModifier", kind, self.structure).is_some() {
                continue;
            }
            // "The Minsk suburb of Kolodishchi", where "Bari Region, Puntland" is no place in Bari.
            let is_outer = |place: &Mention| {
                room.entities.countries.contains(&place.entity)
                    || edge.relation.is_oblique("of") && room.is_a(place.entity, Class::GeopoliticalEntity)
            };
            let country = self.structure.from(kind).find_map(|edge| match edge.relation {
                Relation::Modifier | Relation::Possessor => room
                    .mention(edge.to)
                    .filter(|country| is_outer(country) && edge.to < kind)
                    .map(|country| (edge.to, country.entity)),
                _ => None,
            });
            if let Some((at, country)) = country.filter(|&(_, country)| country != place.entity) {
                found.push((place.entity, country, [at, kind]));
            }
        }
        for (place, country, words) in found {
            self.add(place, "locatedIn", Object::Entity(country), &words, 0.9, "demonym");
        }
    }

    /// "A strike killed five in Alby", "five were arrested in Alby during a protest": where it happened is where the event was.
    pub(super) fn scenes(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for verb in self.tokens() {
            let lemma = room.lemmas[verb].as_str();
            let (hurts, wins) = (HURTING.contains(&lemma) || matches!(lemma, "leave" | "evacuate"), lemma == "win");
            if !hurts && !wins {
                continue;
            }
            let is_event = |edge: &&Edge| match &edge.relation {
                Relation::Subject => hurts,
                Relation::Object => wins,
                relation => hurts && relation.is_oblique_of(&["in", "during", "amid"]),
            };
            let events: Vec<(usize, EntityId)> = self
                .structure
                .from(verb)
                .filter(is_event)
                .filter_map(|edge| Some((edge.to, self.particular_event(edge.to)?)))
                .filter(|&(_, event)| !wins || room.is_a(event, Class::Election))
                // "Abducted in Alby during the war": the war was elsewhere too.
                .filter(|&(noun, _)| !self.is_during(noun) || !room.is_named(noun) && !room.has_article(noun))
                .filter(|&(noun, _)| !self.structure.from(noun).any(|edge| edge.relation.is_oblique_of(AT)))
                .collect();
            for at in self.places_at(verb, AT) {
                found.extend(events.iter().map(|&event| (event, at)));
            }
        }
        self.set(found);
    }

    /// "A shooting near the school in Alby", "an attack on a convoy in Alby", "the collapse of a bridge in Alby", "a clinic
    /// near the airport in Alby": where that is beside which something is or happens, it is too.
    pub(super) fn surroundings(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for noun in self.tokens() {
            let is_somewhere = |mention: &&Mention| {
                let is_a = |class| room.is_a(mention.entity, class);
                // The champions of a country play anywhere.
                let is_event = is_a(Class::Event) && !is_a(Class::SportsEvent);
                let is_site = is_a(Class::Facility) || room.class(mention.entity) == Class::Place;
                mention.kind != MentionKind::Pronoun && (is_event || is_site)
            };
            let Some(inner) = room.headed(noun).filter(is_somewhere) else { continue };
            for beside in self.structure.from(noun).filter(|edge| edge.relation.is_oblique_of(BESIDE)) {
                let places = self.places_at(beside.to, &["in", "at"]).into_iter();
                found.extend(places.filter(|place| place.1 != inner.entity).map(|at| ((noun, inner.entity), at)));
            }
        }
        self.set(found);
    }

    /// Places by name that hang on a word by a preposition, with their tokens.
    fn places_at(&self, word: usize, prepositions: &[&str]) -> Vec<(usize, EntityId)> {
        let room = self.room;
        let is_at = |edge: &&Edge| edge.relation.is_oblique_of(prepositions) && room.is_named(edge.to);
        let places = self
            .structure
            .from(word)
            .filter(is_at)
            .flat_map(|edge| room.referents(edge.to, self.structure).into_iter().map(|place| (edge.to, place)));
        places.filter(|&(_, place)| room.is_a(place, Class::Place)).collect()
    }

    /// Things, with their tokens, and places where they are.
    fn set(&mut self, found: Vec<((usize, EntityId), (usize, EntityId))>) {
        for ((noun, inner), (at, place)) in found {
            self.add(inner, "locatedIn", Object::Entity(place), &[noun.min(at), noun.max(at)], 0.8, "scene");
        }
    }

    /// "They met in Alby for talks": the talks are there.
    pub(super) fn gatherings(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for verb in self.tokens().filter(|&verb| room.analysis.tokens[verb].upos == Upos::Verb) {
            let places = self.places_at(verb, &["in", "at", "to"]);
            for edge in self.structure.from(verb).filter(|edge| edge.relation.is_oblique("for")) {
                let meeting = room.headed(edge.to).filter(|meeting| room.is_a(meeting.entity, Class::Meeting));
                let Some(meeting) = meeting else { continue };
                found.extend(places.iter().map(|&at| ((edge.to, meeting.entity), at)));
            }
        }
        self.set(found);
    }

    /// "The Dharin area of Bari Region" is in it.
    pub(super) fn areas(&mut self) {
        let room = self.room;
        let mut found = Vec::new();
        for noun in self.tokens().filter(|&noun| AREAS.contains(&&*room.lemmas[noun])) {
            let Some(area) = room.headed(noun).filter(|area| room.is_a(area.entity, Class::Place)) else { continue };
            let is_named = area.tokens.start < noun && room.analysis.tokens[noun - 1].is_capitalised();
            for edge in self.structure.from(noun).filter(|edge| is_named && edge.relation.is_oblique("of")) {
                let outer = room.headed(edge.to).filter(|outer| room.is_a(outer.entity, Class::Place));
                found.extend(outer.map(|outer| (area.entity, outer.entity, [noun, edge.to])));
            }
        }
        for (area, outer, words) in found {
            self.add(area, "locatedIn", Object::Entity(outer), &words, 0.85, "places");
        }
    }

    fn is_during(&self, noun: usize) -> bool {
        let case = self.room.analysis.child(noun, "case");
        case.is_some_and(|case| matches!(self.room.lemmas[case].as_str(), "during" | "amid"))
    }

    /// The event that a noun phrase of more than the noun means.
    fn particular_event(&self, noun: usize) -> Option<EntityId> {
        let room = self.room;
        let mention = room.headed(noun).filter(|mention| mention.kind != MentionKind::Pronoun)?;
        let is_one = mention.kind == MentionKind::Name || mention.tokens.len() > 1;
        (is_one && room.is_a(mention.entity, Class::Event) && room.time(noun).is_none()).then_some(mention.entity)
    }
}
