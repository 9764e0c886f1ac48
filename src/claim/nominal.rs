//! What noun phrases say by themselves: titles, ages, occupations, nationality, place chains, the place and date of events.
//!
//! These are presupposed, not asserted ("the 34-year-old Australian engineer Jane Roe denied …"), and their objects are
//! mostly literals, so phrasings do not reach them.

use super::matching::Context;
use super::structure::{Role, Structure};
use super::{Literal, Object};
use crate::entity::{EntityId, MentionKind};
use crate::language::{Sentence, Upos};
use crate::ontology::{Class, ValueKind};
use crate::time::TimeExpression;

/// A statement of a noun phrase.
#[derive(Debug, Clone)]
pub struct Nominal {
    /// Of whom.
    pub subject: EntityId,
    /// Local name of the property.
    pub property: &'static str,
    /// What.
    pub object: Object,
    /// The token that says it.
    pub token: usize,
    /// The name of the rule.
    pub rule: &'static str,
    /// How sure the rule is, 0 to 1.
    pub confidence: f32,
}

/// All statements of one sentence's noun phrases.
pub fn nominals(
    context: Context<'_>,
    sentence: &Sentence,
    structure: &Structure,
    times: &[TimeExpression],
) -> Vec<Nominal> {
    let mut find = Find { context, structure, found: Vec::new() };
    for token in sentence.tokens.clone() {
        find.title(token);
        find.age(token);
        find.citizen(token);
        find.place_chain(token);
        find.event_date(token, times);
        find.participants(token);
    }
    find.found
}

struct Find<'a> {
    context: Context<'a>,
    structure: &'a Structure,
    found: Vec<Nominal>,
}

impl Find<'_> {
    fn add(
        &mut self,
        subject: EntityId,
        property: &'static str,
        object: Object,
        token: usize,
        rule: &'static str,
        confidence: f32,
    ) {
        self.found.push(Nominal { subject, property, object, token, rule, confidence });
    }

    fn lemma(&self, token: usize) -> String {
        self.context.analysis.tokens[token].lemma.to_lowercase()
    }

    fn is_person(&self, entity: EntityId) -> bool {
        self.context.class(entity) == Class::Person
    }

    /// The named person that a noun describes: by apposition, copula or title, or because the noun refers to them.
    fn described(&self, noun: usize) -> Option<EntityId> {
        let is_known = |entity: &EntityId| {
            self.is_person(*entity)
                && self
                    .context
                    .entity(*entity)
                    .mentions
                    .iter()
                    .any(|&mention| self.context.entities.mentions[mention].kind == MentionKind::Name)
        };
        self.structure
            .all(noun, &Role::Is)
            .filter_map(|token| self.context.entity_at(token))
            .find(is_known)
            .or_else(|| self.context.entity_at(noun).filter(is_known))
    }

    /// "National Security Adviser Jake Sullivan", "the engineer Jane Roe".
    fn title(&mut self, noun: usize) {
        let word = &self.context.analysis.tokens[noun];
        if !matches!(word.upos, Upos::Noun | Upos::Propn) || word.feature("Number") == Some("Plur") {
            return;
        }
        let lemma = self.lemma(noun);
        let is = |list: &str| self.context.ontology.is_word(list, &lemma);
        if is("spokesTitle") || is("representativeTitle") || is("courtesyTitle") {
            return;
        }
        let is_office =
            is("headTitle") || is("governmentTitle") || is("legislatorTitle") || is("officeNoun") || is("positionNoun");
        let is_occupation = is("occupationNoun") || is("militaryTitle");
        if !is_office && !is_occupation {
            return;
        }
        let Some(person) = self.described(noun) else { return };
        let (text, is_former) = self.office(noun, is_office);
        let text = if is_former { format!("former {text}") } else { text };
        let value = Object::Literal(Literal { value: text, kind: ValueKind::Text });
        if is_office {
            self.add(person, "holdsPosition", value, noun, "title", 0.9);
        } else if !is_former {
            self.add(person, "hasOccupation", value, noun, "title", 0.85);
        }
    }

    /// The words of an office without country, holder and "former".
    fn office(&self, noun: usize, with_adjectives: bool) -> (String, bool) {
        let analysis = self.context.analysis;
        let mut is_former = false;
        let mut words = Vec::new();
        for child in analysis.children(noun).take_while(|&child| child < noun) {
            let lemma = self.lemma(child);
            if self.context.ontology.is_word("formerModifier", &lemma) {
                is_former = true;
                continue;
            }
            let names_something = self.context.entity_at(child).is_some_and(|entity| {
                let class = self.context.class(entity);
                self.context.heads[&child]
                    .iter()
                    .any(|&mention| self.context.entities.mentions[mention].kind != MentionKind::Nominal)
                    && class != Class::Thing
            });
            let is_part = match analysis.tokens[child].relation() {
                "compound" => !names_something,
                "amod" => with_adjectives && !names_something,
                _ => false,
            };
            if is_part && !is_number(&analysis.tokens[child].form) {
                let part = analysis.subtree(child);
                words.extend(part.filter(|&token| token < noun).map(|token| analysis.tokens[token].form.clone()));
            }
        }
        words.push(analysis.tokens[noun].form.clone());
        (words.join(" ").replace(" - ", "-").replace("- ", "-"), is_former)
    }

    /// "Jane Roe, 34,", "34-year-old Jane Roe".
    fn age(&mut self, token: usize) {
        let analysis = self.context.analysis;
        let word = &analysis.tokens[token];
        let Some(head) = word.head else { return };
        if word.upos == Upos::Num
            && matches!(word.relation(), "appos" | "nummod" | "nmod" | "amod" | "parataxis")
            && token > head
            && token.checked_sub(1).is_some_and(|before| matches!(analysis.tokens[before].form.as_str(), "," | "("))
            && analysis.tokens.get(token + 1).is_some_and(|after| matches!(after.form.as_str(), "," | ")" | "."))
        {
            self.add_age(head, &word.form.clone(), token);
        } else if self.lemma(token) == "old" && word.upos == Upos::Adj {
            let years = analysis.children(token).find(|&child| self.lemma(child) == "year");
            let count = years.and_then(|years| analysis.child(years, "nummod"));
            if let Some(count) = count {
                let number = analysis.tokens[count].form.clone();
                self.add_age(head, &number, token);
            }
        }
    }

    fn add_age(&mut self, head: usize, number: &str, token: usize) {
        let Ok(years) = number.parse::<u32>() else { return };
        if !(1..=120).contains(&years) {
            return;
        }
        let person =
            self.context.entity_at(head).filter(|&entity| self.is_person(entity)).or_else(|| self.described(head));
        if let Some(person) = person {
            let value = Object::Literal(Literal { value: number.to_owned(), kind: ValueKind::Number });
            self.add(person, "hasAge", value, token, "age", 0.9);
        }
    }

    /// "the Australian engineer Jane Roe": nationality, where the noun is no office of the country.
    fn citizen(&mut self, token: usize) {
        let Some(noun) = self.context.analysis.tokens[token].head else { return };
        if !self.is_demonym(token) {
            return;
        }
        let lemma = self.lemma(noun);
        let ontology = self.context.ontology;
        let is = |list: &str| ontology.is_word(list, &lemma);
        let is_office =
            ["headTitle", "governmentTitle", "legislatorTitle", "spokesTitle", "representativeTitle", "officeNoun"]
                .iter()
                .any(|list| is(list));
        let is_name = self.context.analysis.tokens[noun].upos == Upos::Propn;
        if is_office || !(is_name || is("personNoun") || is("occupationNoun") || is("militaryTitle")) {
            return;
        }
        let (Some(person), Some(country)) = (self.described(noun), self.context.entity_at(token)) else { return };
        self.add(person, "citizenOf", Object::Entity(country), token, "demonym", 0.85);
    }

    fn is_demonym(&self, token: usize) -> bool {
        self.context.heads.get(&token).is_some_and(|mentions| {
            mentions.iter().any(|&mention| self.context.entities.mentions[mention].kind == MentionKind::Demonym)
        })
    }

    /// "Cornwall, UK": the narrower place and, after a comma, the wider one.
    fn place_chain(&mut self, token: usize) {
        let analysis = self.context.analysis;
        let word = &analysis.tokens[token];
        let Some(head) = word.head else { return };
        if !matches!(&*word.deprel, "appos" | "nmod:unmarked" | "nmod" | "list" | "obl:unmarked" | "flat")
            || head > token
        {
            return;
        }
        let (Some(inner), Some(outer)) = (self.context.entity_at(head), self.context.entity_at(token)) else { return };
        let is_place = |entity| {
            let class = self.context.class(entity);
            self.context.ontology.classes.is_a(class, Class::Place)
        };
        let start = self.name_start(token);
        let is_after_comma = start.checked_sub(1).is_some_and(|before| analysis.tokens[before].form == ",");
        let is_list = analysis.children(head).any(|child| analysis.tokens[child].relation() == "conj" && child > token);
        if inner != outer && is_place(inner) && is_place(outer) && is_after_comma && !is_list {
            self.add(inner, "locatedIn", Object::Entity(outer), token, "place chain", 0.9);
        }
    }

    fn name_start(&self, token: usize) -> usize {
        self.context.heads.get(&token).map_or(token, |mentions| {
            mentions.iter().map(|&mention| self.context.entities.mentions[mention].tokens.start).min().unwrap_or(token)
        })
    }

    /// "next week's summit", "the 2020 election", "the summit on 16 June".
    fn event_date(&mut self, token: usize, times: &[TimeExpression]) {
        let Some(event) = self.event(token) else { return };
        let analysis = self.context.analysis;
        for child in analysis.children(token) {
            if !matches!(analysis.tokens[child].relation(), "nmod" | "compound" | "amod" | "nummod" | "obl") {
                continue;
            }
            let Some(time) = times.iter().find(|time| time.tokens.contains(&child)) else { continue };
            let is_range = time.value.0.contains('/');
            if !is_range {
                let value = Object::Literal(Literal { value: time.value.0.clone(), kind: ValueKind::Date });
                self.add(event, "occursOn", value, child, "event date", 0.9);
            }
        }
    }

    /// "the Biden-Putin summit", "talks between Russia and Ukraine".
    fn participants(&mut self, token: usize) {
        let Some(event) = self.event(token) else { return };
        if !self.context.ontology.classes.is_a(self.context.class(event), Class::Meeting) {
            return;
        }
        let ontology = self.context.ontology;
        let mut parties: Vec<(usize, EntityId)> = self
            .structure
            .arguments(token)
            .filter(|edge| matches!(&edge.role, Role::Gen) || edge.role == Role::Obl("between".to_owned()))
            .filter_map(|edge| Some((edge.dependent, self.context.entity_at(edge.dependent)?)))
            .flat_map(|(token, entity)| {
                let members = &self.context.entity(entity).members;
                if members.is_empty() {
                    vec![(token, entity)]
                } else {
                    members.iter().map(|&member| (token, member)).collect()
                }
            })
            .filter(|&(_, entity)| {
                let class = self.context.class(entity);
                class == Class::Person || ontology.classes.is_a(class, Class::GeopoliticalEntity)
            })
            .collect();
        parties.dedup_by_key(|party| party.1);
        let is_of_one_kind = parties.windows(2).all(|pair| {
            (self.context.class(pair[0].1) == Class::Person) == (self.context.class(pair[1].1) == Class::Person)
        });
        if parties.len() >= 2 && is_of_one_kind {
            for (at, party) in parties {
                self.add(party, "participantIn", Object::Entity(event), at, "event between", 0.85);
            }
        }
    }

    /// The event that a common noun refers to.
    fn event(&self, token: usize) -> Option<EntityId> {
        let entity = self.context.entity_at(token)?;
        self.context.ontology.classes.is_a(self.context.class(entity), Class::Event).then_some(entity)
    }
}

fn is_number(form: &str) -> bool {
    form.chars().any(|character| character.is_ascii_digit())
}
