//! Noun phrases: offices, pairs, events, things spoken of before; else something new.

use super::mentions::{is_aged, is_body_of_title};
use super::phrase::{Determiner, Parts};
use super::referents::{Facets, Referent, Resolver, Side};
use super::roles::is_person_token;
use super::words::key;
use super::{Candidate, MentionKind, is_town};
use crate::language::Upos;
use crate::ontology::Class;

/// Sentences back in which "the company" finds a named company.
const CLASS_WINDOW: usize = 3;
/// Sentences back in which "the broadcasts" finds broadcasts.
const HEAD_WINDOW: usize = 12;
/// Nouns for any organization; "the coalition" is not just any.
const BODY_NOUNS: &[&str] = &["organization", "organisation", "group", "body", "agency", "institution", "association"];
/// Nouns for a country.
const COUNTRY_NOUNS: &[&str] = &["country", "nation", "state", "republic", "kingdom"];
/// Plural nouns for the two sides of something.
const PAIR_OF_PERSONS: &[&str] =
    &["leader", "president", "man", "woman", "minister", "politician", "rival", "diplomat", "counterpart"];
const PAIR_OF_COUNTRIES: &[&str] =
    &["country", "nation", "side", "state", "government", "party", "power", "neighbour", "neighbor"];

impl Resolver<'_, '_> {
    pub fn resolve_nominal(&mut self, at: usize) {
        let mut parts = self.parts(at);
        let head = self.found[at].head;
        if is_body_of_title(self.context, head) {
            // The commission of the "commission chairman" is one that is known.
            parts.determiner = Determiner::Definite;
        }
        if parts.head == "counterpart" && !parts.is_plural {
            if let Some(owner) = parts.owner.and_then(|owner| self.at(owner))
                && let Some(id) = self.counterpart(at, owner)
            {
                if self.of[at].is_none() {
                    self.assign(at, id);
                }
                return;
            }
            self.make(at, &parts);
            return;
        }
        if parts.is_plural
            && let Some(members) = self.pair(at, &parts)
        {
            let id = self.plural_of(members, head);
            self.assign(at, id);
            return;
        }
        if is_person_token(self, head) && !parts.is_plural {
            self.resolve_person(at, &parts);
            return;
        }
        if let Some(id) = self.named_behind(at, &parts) {
            self.assign(at, id);
            return;
        }
        let class = self.nominal_class(&parts.head, head);
        let facets = self.facets(&parts);
        let is_of = matches!(&parts.after[..], [(preposition, _)] if preposition == "of");
        if parts.head == "government"
            && !parts.is_plural
            && (is_of || self.found[at].tokens.end == head + 1)
            && let Some(id) = self.government(&facets)
        {
            self.assign(at, id);
            return;
        }
        let earlier = if self.context.ontology.classes.is_a(class, Class::Event) {
            self.same_event(at, &parts, &facets)
        } else {
            self.same_thing(at, &parts, &facets, class)
        };
        match earlier {
            Some(id) => {
                self.assign(at, id);
                self.referents[id].heads.insert(parts.head.clone());
                if !self.referents[id].is_named() || self.is_event(id) {
                    self.restrict(id, &parts);
                }
            }
            None => {
                self.make(at, &parts);
            }
        }
    }

    /// "The son of a porter, he studied law": the pronoun that means the same as a noun phrase set before its clause.
    fn pronoun_behind(&self, at: usize) -> Option<usize> {
        let analysis = self.context.analysis;
        let head = self.found[at].head;
        let word = &analysis.tokens[head];
        let has_case = || {
            analysis.children(head).any(|child| matches!(analysis.tokens[child].relation(), "case" | "mark" | "cop"))
        };
        let is_before = matches!(word.relation(), "dislocated" | "advcl") && word.upos == Upos::Noun && !has_case();
        let subject = analysis.child(word.head.filter(|&verb| is_before && head < verb)?, "nsubj")?;
        let is_pronoun = |&&mention: &&usize| self.found[mention].kind == MentionKind::Pronoun;
        self.by_head.get(&subject)?.iter().find(is_pronoun).copied().filter(|_| head < subject)
    }

    fn resolve_person(&mut self, at: usize, parts: &Parts) {
        if let Some(pronoun) = self.pronoun_behind(at) {
            if self.of[pronoun].is_none() {
                self.resolve_pronoun(pronoun);
            }
            if let Some(id) = self.of[pronoun].filter(|&id| self.is_person(id)) {
                self.assign(at, id);
                return;
            }
        }
        let is_specific = !self.facets(parts).sides.is_empty();
        let is_definite = matches!(parts.determiner, Determiner::Definite | Determiner::Demonstrative);
        let is_spokes = self.context.ontology.is_word("spokesTitle", &parts.head);
        let is_office = [
            "officeNoun",
            "headTitle",
            "governmentTitle",
            "spokesTitle",
            "representativeTitle",
            "legislatorTitle",
            "militaryTitle",
        ]
        .iter()
        .any(|list| self.context.ontology.is_word(list, &parts.head));
        let may_refer = is_definite || is_specific && (is_spokes || parts.determiner == Determiner::Bare);
        if is_office && may_refer && parts.head != "official" && !self.is_capacity(at) {
            if let Some(id) = self.person_of_role(at) {
                self.assign(at, id);
                return;
            }
            if let Some(candidate) = self.office_holder(at) {
                let known = self.referents.iter().position(|referent| referent.item() == Some(candidate.item));
                let id = known.unwrap_or_else(|| {
                    let mut referent = Referent::new(Class::Person);
                    referent.link = Some(candidate);
                    referent.heads.insert(parts.head.clone());
                    self.referents.push(referent);
                    self.referents.len() - 1
                });
                self.assign(at, id);
                return;
            }
        }
        if is_definite {
            let facets = self.facets(parts);
            if let Some(id) = self.same_thing(at, parts, &facets, Class::Person) {
                self.assign(at, id);
                return;
            }
            // "this gentleman", "the man": whoever was spoken of last.
            let is_anybody = matches!(
                parts.head.as_str(),
                "man" | "woman" | "gentleman" | "lady" | "boy" | "girl" | "suspect" | "teenager"
            );
            // "The 57-year-old, who …"
            let is_aged = is_aged(self.context.analysis, self.found[at].head);
            let is_bare = self.found[at].tokens.end == self.found[at].head + 1;
            if is_aged || is_anybody && facets.is_empty() && is_bare {
                let gender = super::words::gender_of(&parts.head);
                let recent = self.recent(self.found[at].head, 2);
                let person = recent.into_iter().find(|(id, _)| {
                    self.is_person(*id)
                        && (!is_aged || self.referents[*id].is_named())
                        && self.referents[*id].gender.agrees(gender)
                        && Some(*id) != self.speaker_at(self.found[at].head)
                });
                if let Some((id, _)) = person {
                    self.assign(at, id);
                    return;
                }
            }
        }
        self.make(at, parts);
    }

    /// "The city of Goma" is Goma; "the capital city of France" and "a village of Gozo" are not these.
    fn named_behind(&self, at: usize, parts: &Parts) -> Option<usize> {
        let head = self.found[at].head;
        let is_kind = self.context.ontology.is_word("settlementNoun", &parts.head)
            && !parts.is_plural
            && parts.determiner == Determiner::Definite
            && !parts.words.iter().any(|(_, word)| word == "capital");
        let (_, name) = parts.after.iter().find(|(preposition, _)| is_kind && preposition == "of")?;
        let place = self.at(*name)?;
        let is_next = self.referents[place].mentions.iter().any(|&mention| {
            self.found[mention].kind == MentionKind::Name && self.found[mention].tokens.start == head + 2
        });
        (is_next && self.is_a(place, Class::Place)).then_some(place)
    }

    /// Whether a noun phrase says as what somebody is seen or chosen, and not who: "sworn in as president", "elected mayor".
    pub fn is_capacity(&self, at: usize) -> bool {
        let analysis = self.context.analysis;
        let head = self.found[at].head;
        let is_as = || {
            let mut children = analysis.children(head);
            children.any(|child| analysis.tokens[child].form == "as" && child < head)
        };
        match analysis.tokens[head].relation() {
            "xcomp" => true,
            "obl" | "advcl" => is_as(),
            _ => false,
        }
    }

    /// What a definite phrase refers back to: the same noun, or a name of the class that the noun means.
    fn same_thing(&self, at: usize, parts: &Parts, facets: &Facets, class: Class) -> Option<usize> {
        let mention = &self.found[at];
        let text = key(self.context.source(mention.span));
        let is_definite = matches!(parts.determiner, Determiner::Definite | Determiner::Demonstrative);
        let is_short = mention.tokens.len() <= 2;
        let is_restricted = mention.tokens.end > mention.head + 1;
        let here = self.sentence(at);
        let recent = self.recent(mention.head, HEAD_WINDOW);
        // Word for word the same.
        if parts.determiner == Determiner::Both && parts.is_plural {
            // "Both groups": two of the kind, whatever they were called.
            let both = recent.iter().find(|(id, other)| {
                let referent = &self.referents[*id];
                referent.is_plural
                    && referent.members.is_empty()
                    && here - self.sentence(*other) <= 3
                    && self.context.analysis.child(self.found[*other].head, "cop").is_none()
                    && (referent.heads.contains(&parts.head) || class != Class::Thing && referent.class == class)
            });
            return both.map(|(id, _)| *id);
        }
        if class == Class::Group && parts.determiner == Determiner::Bare && mention.tokens.len() == 1 {
            let same =
                recent.iter().find(|(id, _)| self.said_before(*id, at, 1) && self.referents[*id].class == Class::Group);
            if let Some((id, _)) = same {
                return Some(*id);
            }
        }
        if (mention.tokens.len() > 1 || is_definite) && !(is_definite && is_short) {
            let same = recent.iter().find(|(id, _)| {
                self.referents[*id].mentions.iter().any(|&other| {
                    self.found[other].kind == super::MentionKind::Nominal
                        && self.found[other].head < mention.head
                        && key(self.context.source(self.found[other].span)) == text
                }) && (is_definite || text.contains(' ') && parts.determiner == Determiner::Bare)
            });
            if let Some((id, _)) = same {
                return Some(*id);
            }
        }
        if !is_definite {
            return None;
        }
        let same_head = recent.iter().find(|(id, other)| {
            let referent = &self.referents[*id];
            referent.heads.contains(&parts.head)
                && referent.is_plural == parts.is_plural
                && (facets.words.is_subset(&referent.words))
                && facets.sides.is_subset(&referent.sides)
                && facets.places.is_subset(&referent.places)
                && !is_restricted
                && (facets.sides == referent.sides || here - self.sentence(*other) <= 5)
        });
        if let Some((id, _)) = same_head {
            return Some(*id);
        }
        if !facets.is_empty()
            || !facets.words.is_empty()
            || is_restricted
            || parts.is_plural
            || self.has_adjective(parts)
        {
            return None;
        }
        if COUNTRY_NOUNS.contains(&parts.head.as_str()) {
            let countries: Vec<(usize, usize)> = recent
                .iter()
                .copied()
                .filter(|(id, _)| self.is_country(*id) && self.referents[*id].members.is_empty())
                .collect();
            return self.most_salient(&countries, mention.head, CLASS_WINDOW);
        }
        let is_vague =
            matches!(parts.head.as_str(), "location" | "site" | "place" | "area" | "spot" | "scene" | "body");
        if matches!(class, Class::Thing | Class::Person | Class::Group) || is_vague {
            return None;
        }
        // "the court" after "the Supreme Court": the noun is the last word of the name.
        let in_name = recent.iter().find(|(id, _)| {
            self.referents[*id].is_named()
                && self.referents[*id].names.iter().any(|name| {
                    let key = key(name);
                    key.split(' ').any(|word| word == parts.head) && key.contains(' ')
                })
                && self.referents[*id].class != Class::Person
        });
        if let Some((id, _)) = in_name {
            return Some(*id);
        }
        let is_town = matches!(parts.head.as_str(), "city" | "town" | "village" | "capital" | "municipality");
        let is_body = BODY_NOUNS.contains(&parts.head.as_str());
        let of_class: Vec<(usize, usize)> = recent
            .iter()
            .copied()
            .filter(|(id, _)| {
                let found = self.referents[*id].class;
                let classes = &self.context.ontology.classes;
                self.referents[*id].is_named()
                    && !self.is_country(*id)
                    && (!is_town || self.is_town(*id))
                    && (class != Class::Organization && classes.is_a(found, class)
                        || is_body && classes.is_a(found, Class::Organization)
                        || found == Class::Organization
                            && matches!(class, Class::Company | Class::PoliticalParty | Class::MediaOrganization))
            })
            .collect();
        self.most_salient(&of_class, mention.head, CLASS_WINDOW)
    }

    /// "the Indian government": the government of the only side, where the knowledge base has it.
    fn government(&mut self, facets: &Facets) -> Option<usize> {
        let (Some(&Side::Country(country)), 1, true) =
            (facets.sides.first(), facets.sides.len(), facets.words.is_empty())
        else {
            return None;
        };
        let label = self.context.knowledge.item(country)?.label;
        let names = [
            format!("Government of {label}"),
            format!("Government of the {label}"),
            format!("Federal government of the {label}"),
        ];
        let item = names.iter().flat_map(|name| self.context.knowledge.candidates(name)).find(|&item| {
            self.context
                .knowledge
                .item(item)
                .is_some_and(|item| item.class == Class::Government && item.country == Some(country))
        })?;
        if let Some(id) = self.referents.iter().position(|referent| referent.item() == Some(item)) {
            return Some(id);
        }
        let mut referent = Referent::new(Class::Government);
        referent.link = Some(Candidate::new(item, 0.8));
        referent.heads.insert("government".to_owned());
        referent.sides.extend(facets.sides.iter().copied());
        self.referents.push(referent);
        Some(self.referents.len() - 1)
    }

    /// Whether a place is a city or town.
    fn is_town(&self, id: usize) -> bool {
        let item = self.referents[id].item().and_then(|item| self.context.knowledge.item(item));
        item.is_some_and(|item| is_town(&item))
    }

    fn has_adjective(&self, parts: &Parts) -> bool {
        parts.words.iter().any(|(token, _)| self.context.analysis.tokens[*token].upos == Upos::Adj)
    }

    /// The best of some referents: near, subject, often mentioned.
    pub fn most_salient(&self, among: &[(usize, usize)], token: usize, sentences: usize) -> Option<usize> {
        let here = self.context.analysis.sentence_of(token);
        let mut best: Option<(f32, usize)> = None;
        for &(id, at) in among {
            let distance = here - self.sentence(at);
            if distance > sentences {
                continue;
            }
            let score = -(distance as f32)
                + if self.is_subject(at) { 0.8 } else { 0.0 }
                + 0.1 * self.count_before(id, token).min(8) as f32;
            if best.is_none_or(|(other, _)| score > other + 1e-6) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The two whom "the two leaders", "both sides", "our two countries" mean.
    fn pair(&self, at: usize, parts: &Parts) -> Option<Vec<usize>> {
        let is_pair = parts.number == Some(2) && (parts.determiner != Determiner::Bare || parts.owner.is_some())
            || parts.determiner == Determiner::Both;
        if !is_pair || self.found[at].tokens.end > self.found[at].head + 1 {
            return None;
        }
        let token = self.found[at].head;
        if PAIR_OF_COUNTRIES.contains(&parts.head.as_str()) {
            self.leading_pair(token, |id| self.is_country(id))
        } else if PAIR_OF_PERSONS.contains(&parts.head.as_str()) {
            self.leading_pair(token, |id| {
                self.is_person(id) && self.referents[id].is_named() && (parts.head != "leader" || self.is_leader(id))
            })
            .or_else(|| self.leading_pair(token, |id| self.is_person(id) && self.referents[id].is_named()))
        } else {
            None
        }
    }

    /// Whether a person holds a top office, by the text or the knowledge base.
    fn is_leader(&self, id: usize) -> bool {
        let ontology = self.context.ontology;
        self.roles.iter().any(|role| {
            role.person == id && ontology.is_word("headTitle", &role.head) && !role.words.contains("former")
        }) || self.referents[id].item().is_some_and(|item| {
            self.context.knowledge.offices(item).iter().any(|office| {
                let label = office.position.to_lowercase();
                (label.starts_with("president of")
                    || label.starts_with("prime minister")
                    || label.starts_with("chancellor of")
                    || label.starts_with("king of"))
                    && self.context.article.date.is_none_or(|date| {
                        office.start.is_none_or(|start| start <= date) && office.end.is_none_or(|end| end >= date)
                    })
            })
        })
    }

    /// The two referents of a kind that a plural can mean: the only two of the last sentences, else the two that lead the text.
    pub fn leading_pair(&self, token: usize, fits: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        let of_kind = |recent: Vec<(usize, usize)>| -> Vec<usize> {
            recent
                .into_iter()
                .map(|(id, _)| id)
                .filter(|&id| self.referents[id].members.is_empty() && fits(id))
                .collect()
        };
        for window in 0..3 {
            let near = of_kind(self.recent(token, window));
            if near.len() == 2 {
                return Some(sorted(near));
            }
            if near.len() > 2 {
                break;
            }
        }
        let mut all = of_kind(self.recent(token, usize::MAX - 1));
        all.sort_by_key(|&id| std::cmp::Reverse(self.count_before(id, token)));
        let count = |at: usize| all.get(at).map_or(0, |&id| self.count_before(id, token));
        (all.len() >= 2 && count(1) > count(2)).then(|| sorted(vec![all[0], all[1]]))
    }

    /// The referent for several others together.
    pub fn plural_of(&mut self, members: Vec<usize>, head: usize) -> usize {
        if let Some(id) = self.referents.iter().position(|referent| referent.members == members) {
            return id;
        }
        let mut referent = Referent::new(Class::Group);
        referent.is_plural = true;
        referent.heads.insert(self.context.analysis.tokens[head].lemma.to_lowercase());
        referent.members = members;
        self.referents.push(referent);
        self.referents.len() - 1
    }
}

fn sorted(mut members: Vec<usize>) -> Vec<usize> {
    members.sort_unstable();
    members
}
