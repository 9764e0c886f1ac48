//! One event under many words: "a summit", "the Biden-Putin summit", "their meeting", "next week's talks in Geneva".
//!
//! Two phrases mean one event where their nouns agree and nothing that restricts them conflicts: not the sides that take
//! part, not the places, not the common words. An indefinite phrase is a new event unless it names the same sides.

use std::collections::BTreeSet;

use super::MentionKind;
use super::phrase::{Determiner, Parts};
use super::referents::{Facets, Resolver, Side, are_apart};
use super::words::key;
use crate::language::{NameKind, Upos};
use crate::ontology::Class;

/// Nouns for an event that say little more than that it is one.
const GENERIC: &[&str] =
    &["event", "incident", "affair", "meeting", "talks", "talk", "attack", "disaster", "vote", "conflict"];
/// Words that tell one event of a series from another.
const SERIAL: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "last", "previous", "another", "other", "new", "annual"];

impl Resolver<'_, '_> {
    pub fn is_event(&self, id: usize) -> bool {
        self.is_a(id, Class::Event)
    }

    /// A name that was grouped before: an event's name may be one that noun phrases spoke of already.
    pub fn meet_again(&mut self, at: usize) {
        let mention = &self.found[at];
        let Some(id) = self.of[at] else { return };
        if mention.kind != MentionKind::Name
            || self.referents[id].mentions.first() != Some(&at)
            || self.referents[id].link.is_some()
        {
            return;
        }
        let head = self.context.analysis.tokens[mention.head].lemma.to_lowercase();
        let is_event =
            self.referents[id].kind == Some(NameKind::Event) || self.context.ontology.noun_is(&head, Class::Event);
        if !is_event || mention.tokens.len() < 2 {
            return;
        }
        if !self.is_event(id) {
            self.referents[id].class = self.context.ontology.noun_class(&head).unwrap_or(Class::Event);
        }
        let parts = Parts {
            head,
            is_plural: super::words::is_plural(&self.context.analysis.tokens[mention.head]),
            determiner: Determiner::Definite,
            number: None,
            words: Vec::new(),
            owner: None,
            before: Vec::new(),
            after: Vec::new(),
        };
        let facets = self.name_facets(at);
        match self.same_event(at, &parts, &facets) {
            Some(earlier) if earlier != id && !self.referents[earlier].is_named() => {
                let moved = std::mem::take(&mut self.referents[id].mentions);
                let names = std::mem::take(&mut self.referents[id].names);
                for &other in &moved {
                    self.of[other] = Some(earlier);
                }
                let referent = &mut self.referents[earlier];
                referent.mentions.extend(moved);
                referent.names = names;
                referent.kind = Some(NameKind::Event);
                referent.sides.extend(facets.sides);
                referent.places.extend(facets.places);
                referent.heads.insert(parts.head);
            }
            _ => {
                let referent = &mut self.referents[id];
                referent.heads.insert(parts.head);
                referent.sides.extend(facets.sides);
                referent.places.extend(facets.places);
                referent.words.extend(facets.words);
            }
        }
    }

    /// Who and where, read off the words of a name: "Geneva summit", "US-Russia Summit".
    fn name_facets(&self, at: usize) -> Facets {
        let mention = &self.found[at];
        let mut facets = Facets::default();
        for token in mention.tokens.clone().filter(|&token| token != mention.head) {
            let word = &self.context.analysis.tokens[token];
            if matches!(word.upos, Upos::Punct | Upos::Adp | Upos::Det | Upos::Part) {
                continue;
            }
            let word_key = key(&word.form);
            let country = self.context.knowledge.demonym(&word.form);
            let known = (0..self.referents.len()).find(|&id| {
                !self.referents[id].mentions.is_empty()
                    && (country.is_some() && self.referents[id].item() == country
                        || self.referents[id].names.iter().any(|name| key(name) == word_key))
            });
            match (known, country) {
                (Some(id), _) if self.is_a(id, Class::Place) && !self.is_country(id) => {
                    facets.places.insert(id);
                }
                (Some(id), _) => {
                    facets.sides.insert(self.side(id));
                }
                (None, Some(country)) => {
                    facets.sides.insert(Side::Country(country));
                }
                _ => {
                    facets.words.insert(word_key);
                }
            }
        }
        facets
    }

    /// The event that a phrase means, if it was spoken of before.
    pub fn same_event(&self, at: usize, parts: &Parts, facets: &Facets) -> Option<usize> {
        let token = self.found[at].head;
        let here = self.sentence(at);
        let class = self.nominal_class(&parts.head, token);
        let compounds = self.compounds(parts);
        let serial = serial(parts);
        let years = self.years(at);
        let is_definite = matches!(parts.determiner, Determiner::Definite | Determiner::Demonstrative);
        let mut best: Option<(f32, usize)> = None;
        for id in 0..self.referents.len() {
            if !self.is_event(id) || self.of[at] == Some(id) {
                continue;
            }
            let Some(last) = self.last_before(id, token) else { continue };
            let referent = &self.referents[id];
            let distance = here - self.sentence(last);
            let same_head = referent.heads.contains(&parts.head);
            // "The attacks" are no state of emergency, which is an event and no more is known.
            let is_known =
                referent.class != Class::Event || referent.heads.iter().any(|head| GENERIC.contains(&&**head));
            let kin = self.context.ontology.classes.are_compatible(class, referent.class)
                && class != Class::Event
                && is_known
                && is_definite
                && GENERIC.contains(&parts.head.as_str());
            let any_event =
                is_definite && class == Class::Event && GENERIC.contains(&parts.head.as_str()) && distance <= 2;
            if !(same_head || kin || any_event)
                || referent.is_plural != parts.is_plural && same_head && parts.head != "talk"
            {
                continue;
            }
            if same_head
                && !compounds.is_empty()
                && !referent.words.is_empty()
                && compounds.is_disjoint(&referent.words)
            {
                continue;
            }
            if same_head && !is_definite && !compounds.is_subset(&referent.words) {
                continue;
            }
            if !same_head && !compounds.is_empty() {
                continue;
            }
            let known_serial: BTreeSet<&str> =
                referent.words.iter().map(String::as_str).filter(|word| SERIAL.contains(word)).collect();
            if !serial.is_empty() && !known_serial.contains(serial.as_str()) {
                continue;
            }
            if !years.is_empty()
                && referent.mentions.iter().any(|&other| {
                    let others = self.years(other);
                    !others.is_empty() && others.is_disjoint(&years)
                })
            {
                continue;
            }
            let common_sides = facets.sides.intersection(&referent.sides).count();
            let common_places = facets.places.intersection(&referent.places).count();
            if are_apart(&facets.sides, &referent.sides) || are_apart(&facets.places, &referent.places) {
                continue;
            }
            let in_headline = referent.mentions.iter().all(|&other| self.is_in_headline(other));
            let is_open = referent.sides.is_empty() && referent.places.is_empty();
            let is_allowed = if is_definite {
                // A definite phrase looks back, but one that brings its own sides may be new.
                facets.is_empty() || is_open || common_sides + common_places > 0 || same_head
            } else {
                same_head && (common_sides + common_places > 0 || in_headline || self.said_before(id, at, 3))
            };
            if !is_allowed || !same_head && distance > 4 && self.count_before(id, token) < 3 {
                continue;
            }
            let score = if same_head { 2.0 } else { 0.0 }
                + common_sides as f32
                + common_places as f32
                + 0.1 * self.count_before(id, token).min(10) as f32
                - 0.15 * distance.min(10) as f32;
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The years in a phrase: elections of two years are two.
    fn years(&self, at: usize) -> BTreeSet<&str> {
        let is_year = |form: &str| form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit());
        let words = &self.context.analysis.tokens[self.found[at].tokens.clone()];
        words.iter().map(|word| word.form.as_str()).filter(|form| is_year(form)).collect()
    }

    /// Common nouns that are joined to the head: "press" of "press conference".
    fn compounds(&self, parts: &Parts) -> BTreeSet<String> {
        parts
            .words
            .iter()
            .filter(|(token, _)| {
                self.context.analysis.tokens[*token].upos == Upos::Noun
                    && self.context.analysis.tokens[*token].relation() == "compound"
                    && self.at(*token).is_none()
            })
            .map(|(_, word)| word.clone())
            .collect()
    }

    /// Whether a referent was called by the same words before, whatever the article: at least `words` of them.
    pub fn said_before(&self, id: usize, at: usize, words: usize) -> bool {
        let text = self.without_article(at);
        text.split(' ').count() >= words
            && self.referents[id].mentions.iter().any(|&other| {
                self.found[other].kind == MentionKind::Nominal
                    && self.found[other].head < self.found[at].head
                    && self.without_article(other) == text
            })
    }

    fn without_article(&self, at: usize) -> String {
        let tokens = &self.found[at].tokens;
        let is_article = self.context.analysis.tokens[tokens.start].upos == Upos::Det;
        let start = if is_article && tokens.len() > 1 { tokens.start + 1 } else { tokens.start };
        key(self.context.text(&(start..tokens.end)))
    }
}

fn serial(parts: &Parts) -> String {
    parts.words.iter().map(|(_, word)| word.as_str()).find(|word| SERIAL.contains(word)).unwrap_or_default().to_owned()
}
