//! How old persons are: "Jane Roe, 34,", "34-year-old Jane Roe", "Jane Roe, who turned 58".

use super::nominal::Rules;
use super::types::{Literal, Object};
use crate::entity::{EntityId, MentionKind};
use crate::language::Upos;
use crate::ontology::{Class, ValueKind};

impl Rules<'_, '_> {
    /// "Jane Roe, 34," "34-year-old Jane Roe", "Jane Roe, aged 34".
    pub(super) fn ages(&mut self) {
        let room = self.room;
        let tokens = self.tokens();
        for token in tokens.clone() {
            let Some((age, after, is_year_old)) = self.age_at(token, tokens.end) else { continue };
            let form = |at: usize| room.analysis.tokens.get(at).map_or("", |token| token.form.as_str());
            let before = token.checked_sub(1).filter(|before| tokens.contains(before));
            let person = if is_year_old {
                // Up the tree to the person, or to the noun that is one.
                room.analysis
                    .above(token)
                    .take(4)
                    .find_map(|at| self.person(at))
                    // "Is 44 years old"
                    .or_else(|| {
                        let old = room.analysis.above(token).take(3).find(|&at| room.lemmas[at] == "old")?;
                        self.person(room.analysis.child(old, "nsubj")?)
                    })
                    // "The 22-year-old", where the tree has the year beside it.
                    .or_else(|| self.person((after..tokens.end.min(after + 4)).find(|&at| form(at) == "old")?))
            } else {
                let is_closed = matches!(form(after), "," | ")" | "." | ";" | "and" | "when") || after >= tokens.end;
                let opener = before.map_or("", form);
                let skip = if matches!(opener, "aged" | "age" | "now") {
                    2 + usize::from(token.checked_sub(2).is_some_and(|at| matches!(form(at), "," | "(")))
                } else {
                    2
                };
                let at = token.checked_sub(skip).filter(|at| tokens.contains(at));
                // "Jane Roe, who is 57": the number is the predicate.
                let is_predicate = || {
                    room.analysis.child(token, "cop").is_some_and(|cop| room.lemmas[cop] == "be")
                        && room.analysis.child(token, "mark").is_none()
                };
                if !(5..=120).contains(&age) {
                    None
                } else if is_closed && age <= 110 && is_predicate() {
                    room.analysis.child(token, "nsubj").and_then(|subject| self.person(subject))
                } else if let Some(person) = before.and_then(|before| self.told_by_verb(before, token, after)) {
                    Some(person)
                } else if is_closed && matches!(opener, "," | "(" | "aged" | "age" | "now") {
                    let verb =
                        before.filter(|_| opener.starts_with("age")).and_then(|at| room.analysis.tokens[at].head);
                    at.and_then(|at| self.person(at)).or_else(|| self.dead(verb?))
                } else {
                    at.filter(|&at| opener == "of" && form(at) == "age")
                        .and_then(|at| self.dead(room.analysis.tokens[at].head?))
                }
            };
            if let Some(person) = person {
                let value = Literal { value: age.to_string(), kind: ValueKind::Number };
                self.add(person, "hasAge", Object::Literal(value), &[token], 0.9, "age");
                // "Jane Roe, 34, of Oslo,"
                let home = (form(after) == "," && matches!(form(after + 1), "of" | "from")).then_some(after + 2);
                let home = home.filter(|_| !is_year_old).and_then(|start| self.place_named_at(start));
                if let Some((at, place)) = home {
                    self.add(person, "livesIn", Object::Entity(place), &[token, at], 0.85, "age");
                }
            }
        }
    }

    /// The place whose name begins at a token, and its head.
    fn place_named_at(&self, start: usize) -> Option<(usize, EntityId)> {
        let room = self.room;
        let place =
            room.mention(start).filter(|place| place.kind == MentionKind::Name && place.tokens.start == start)?;
        // "Of Oslo United" is of no place.
        let goes_on = room.analysis.tokens.get(place.tokens.end).is_some_and(|next| next.is_capitalised());
        (room.is_a(place.entity, Class::Place) && !goes_on).then_some((place.head, place.entity))
    }

    /// Whose age a number is by the words around it: "turned 58", "at 33 she will be", "a man of 50".
    fn told_by_verb(&self, before: usize, number: usize, after: usize) -> Option<EntityId> {
        let room = self.room;
        let word = |at: usize| &room.analysis.tokens[at];
        let head = word(number).head?;
        let subject = |verb: usize| room.analysis.child(verb, "nsubj").filter(|_| word(verb).upos == Upos::Verb);
        match &*room.lemmas[before] {
            "turn" if head == before => self.person(subject(head)?),
            "at" => {
                let is_last = word(after.min(room.lemmas.len() - 1)).upos == Upos::Punct;
                // "At 68, he sits alone"; at what age somebody did something is not what they have now.
                let is_open = word(before).is_capitalised() || before > 0 && word(before - 1).form == ",";
                let is_alone = after < self.tokens().end && (word(after).form == "," || word(after).upos == Upos::Pron);
                let is_now = || is_open && is_alone && word(head).feature("Tense") != Some("Past");
                let dead = self.dead(head).filter(|_| is_last);
                dead.or_else(|| self.person(subject(head).filter(|_| is_now())?))
            }
            "of" if room.ontology.is_word("personNoun", &room.lemmas[head]) => self.person(head),
            _ => None,
        }
    }

    /// Who dies, by the verb: "died aged 83", "dies at the age of 83".
    fn dead(&self, verb: usize) -> Option<EntityId> {
        let is_dying = matches!(&*self.room.lemmas[verb], "die" | "pass away");
        let subject = self.room.analysis.child(verb, "nsubj").filter(|_| is_dying)?;
        self.person(subject)
    }

    /// The age that a token gives, where it ends, and whether "year-old" follows.
    fn age_at(&self, token: usize, end: usize) -> Option<(u32, usize, bool)> {
        let room = self.room;
        if let Some((number, rest)) = room.analysis.tokens[token].form.split_once('-') {
            let age = number.parse().ok().filter(|_| rest.starts_with("year-old"))?;
            return Some((age, token + 1, true));
        }
        let (age, after) = room.number(token).filter(|(age, _)| *age <= 125)?;
        let following: String = (after..end.min(after + 4)).map(|at| room.analysis.tokens[at].form.as_str()).collect();
        Some((age, after, following.starts_with("-year-old") || following.starts_with("yearsold")))
    }

    fn person(&self, token: usize) -> Option<EntityId> {
        self.room
            .referents(token, self.structure)
            .into_iter()
            .next()
            .filter(|&entity| self.room.is_a(entity, Class::Person))
    }
}
