//! The referents of a document while it is being resolved: what each mention refers to so far.
//!
//! A referent is an entity in the making. The steps (titles, noun phrases, events, pronouns) each add mentions to
//! referents or make new ones; [`Resolver::resolve`] gives their order.

use std::collections::{BTreeSet, HashMap};

use super::linking::Link;
use super::mentions::{Found, antecedent, is_aged, is_national};
use super::names::Cluster;
use super::phrase::{self, Parts};
use super::quotes::Quotes;
use super::roles::Role;
use super::words::{Gender, gender_of, is_noun, is_person_noun, is_plural, is_subject};
use super::{Candidate, Context, Entities, Entity, EntityId, Mention, MentionKind, metonymy};
use crate::knowledge::ItemId;
use crate::language::{NameKind, Upos};
use crate::ontology::Class;

/// What is behind a referent for the purpose of comparing modifiers: a country for everything that acts for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The country itself, its president, its government.
    Country(ItemId),
    /// Anything else, by its referent.
    Other(usize),
}

/// An entity in the making.
#[derive(Debug, Clone)]
pub(super) struct Referent {
    pub mentions: Vec<usize>,
    pub names: Vec<String>,
    pub class: Class,
    pub kind: Option<NameKind>,
    pub gender: Gender,
    pub is_plural: bool,
    pub members: Vec<usize>,
    pub link: Option<Candidate>,
    pub candidates: Vec<Candidate>,
    /// Lemmas of the heads of its noun phrases.
    pub heads: BTreeSet<String>,
    /// Common words that restrict it.
    pub words: BTreeSet<String>,
    /// Who or what restricts it, or takes part in it.
    pub sides: BTreeSet<Side>,
    /// Places that restrict it.
    pub places: BTreeSet<usize>,
}

impl Referent {
    pub fn new(class: Class) -> Self {
        Self {
            mentions: Vec::new(),
            names: Vec::new(),
            class,
            kind: None,
            gender: Gender::Unknown,
            is_plural: false,
            members: Vec::new(),
            link: None,
            candidates: Vec::new(),
            heads: BTreeSet::new(),
            words: BTreeSet::new(),
            sides: BTreeSet::new(),
            places: BTreeSet::new(),
        }
    }

    pub fn item(&self) -> Option<ItemId> {
        self.link.as_ref().map(|link| link.item)
    }

    pub fn is_named(&self) -> bool {
        !self.names.is_empty()
    }
}

/// The state of the resolution of one document.
pub(super) struct Resolver<'a, 'b> {
    pub context: &'a Context<'b>,
    pub found: &'a [Found],
    pub referents: Vec<Referent>,
    /// What each mention refers to.
    pub of: Vec<Option<usize>>,
    /// Mentions by their head.
    pub by_head: HashMap<usize, Vec<usize>>,
    /// Offices and functions that the document itself gives to its persons.
    pub roles: Vec<Role>,
    pub quotes: Quotes,
    /// The mentions in the order in which they are resolved: by head.
    pub order: Vec<usize>,
}

impl<'a, 'b> Resolver<'a, 'b> {
    pub fn new(context: &'a Context<'b>, found: &'a [Found], clusters: Vec<Cluster>, links: Vec<Link>) -> Self {
        let mut by_head: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, mention) in found.iter().enumerate() {
            by_head.entry(mention.head).or_default().push(at);
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|&at| (found[at].head, found[at].span.start));
        let mut resolver = Self {
            context,
            found,
            referents: Vec::new(),
            of: vec![None; found.len()],
            by_head,
            roles: Vec::new(),
            quotes: Quotes::find(context),
            order,
        };
        for (cluster, link) in clusters.into_iter().zip(links) {
            resolver.add_cluster(cluster, link);
        }
        resolver.move_metonyms();
        resolver
    }

    /// Runs the steps and gives the entities.
    pub fn resolve(mut self) -> Entities {
        self.find_titles();
        for at in self.order.clone() {
            self.resolve_mention(at, 0);
        }
        for at in self.order.clone() {
            if self.of[at].is_none() && self.found[at].kind == MentionKind::Pronoun {
                self.resolve_first_person(at);
            }
        }
        self.join_headline();
        self.finish()
    }

    /// Resolves a mention, after those that stand in prepositional phrases inside it: "a summit between the two countries".
    fn resolve_mention(&mut self, at: usize, depth: usize) {
        if self.of[at].is_some() {
            if depth == 0 {
                self.meet_again(at);
            }
            return;
        }
        match self.found[at].kind {
            MentionKind::Nominal => {
                if depth < 4 {
                    for (_, token) in self.parts(at).after {
                        for inner in self.by_head.get(&token).cloned().unwrap_or_default() {
                            if self.found[inner].kind == MentionKind::Nominal {
                                self.resolve_mention(inner, depth + 1);
                            }
                        }
                    }
                }
                self.resolve_nominal(at);
            }
            MentionKind::Pronoun => self.resolve_pronoun(at),
            MentionKind::Name | MentionKind::Demonym => {}
        }
    }

    fn add_cluster(&mut self, cluster: Cluster, link: Link) {
        let class = self.class_of(cluster.kind, &link, &cluster);
        let mut referent = Referent::new(class);
        referent.kind = cluster.kind;
        referent.gender = cluster.gender;
        referent.is_plural = class == Class::Group;
        referent.names = cluster.names;
        referent.link = link.link;
        referent.candidates = link.candidates;
        if let Some(item) = referent.item().and_then(|item| self.context.knowledge.item(item)) {
            let given = item.label.split(' ').next().map_or(Gender::Unknown, gender_of);
            referent.gender = if class == Class::Person { referent.gender.or(given) } else { Gender::Unknown };
        }
        if class != Class::Person {
            // "the court" finds "the Supreme Court".
            for name in &referent.names {
                let words = super::words::key(name);
                let mut words: Vec<&str> = words.split(' ').collect();
                if let Some(last) =
                    words.pop().filter(|last| !words.is_empty() && self.context.ontology.noun_class(last).is_some())
                {
                    referent.heads.insert(last.to_owned());
                    referent.words.extend(words.into_iter().map(str::to_owned));
                }
            }
        }
        let id = self.referents.len();
        self.referents.push(referent);
        for at in cluster.mentions {
            self.assign(at, id);
        }
    }

    fn class_of(&self, kind: Option<NameKind>, link: &Link, cluster: &Cluster) -> Class {
        if let Some(item) = link.link.as_ref().and_then(|link| self.context.knowledge.item(link.item)) {
            return item.class;
        }
        let noun = cluster.names.iter().find_map(|name| {
            let last = name.rsplit(' ').next()?;
            self.context.ontology.noun_class(&last.to_lowercase())
        });
        let fits = |class: Class, noun: Option<Class>| {
            noun.filter(|&noun| self.context.ontology.classes.is_a(noun, class)).unwrap_or(class)
        };
        match kind {
            Some(NameKind::Person) => Class::Person,
            Some(NameKind::Organization) => fits(Class::Organization, noun),
            Some(NameKind::Place) => fits(Class::Place, noun),
            // The names of prizes are often read as those of events.
            Some(NameKind::Event) if names_prize(cluster) => Class::Award,
            Some(NameKind::Event) => fits(Class::Event, noun),
            Some(NameKind::Work) => fits(Class::Work, noun),
            Some(NameKind::Group) => Class::Group,
            Some(NameKind::Product) => Class::Product,
            Some(NameKind::Date) | None => Class::Thing,
        }
    }

    /// Capitals that stand for their governments go to the countries.
    fn move_metonyms(&mut self) {
        for at in 0..self.found.len() {
            if self.found[at].kind != MentionKind::Name {
                continue;
            }
            let Some(id) = self.of[at] else { continue };
            let is_place = self.referents[id].class == Class::Place || self.is_a(id, Class::GeopoliticalEntity);
            if !is_place {
                continue;
            }
            let Some(country) = metonymy::country_of(self.context, &self.found[at]) else { continue };
            if self.referents[id].item() == Some(country) {
                continue;
            }
            let target = self.country_referent(country);
            self.referents[id].mentions.retain(|&other| other != at);
            self.assign(at, target);
        }
        for at in 0..self.referents.len() {
            // What is left without a mention keeps no name.
            if self.referents[at].mentions.is_empty() {
                self.referents[at].names.clear();
            }
        }
    }

    /// The referent of a country, made where the document does not name it.
    fn country_referent(&mut self, country: ItemId) -> usize {
        if let Some(id) = self.referents.iter().position(|referent| referent.item() == Some(country)) {
            return id;
        }
        let mut referent = Referent::new(Class::GeopoliticalEntity);
        referent.kind = Some(NameKind::Place);
        referent.link = Some(Candidate::new(country, 0.8));
        self.referents.push(referent);
        self.referents.len() - 1
    }

    /// Says what a mention refers to.
    pub fn assign(&mut self, at: usize, id: usize) {
        self.of[at] = Some(id);
        self.referents[id].mentions.push(at);
        let mention = &self.found[at];
        if mention.kind == MentionKind::Pronoun {
            let gender = match self.context.analysis.tokens[mention.head].form.to_lowercase().as_str() {
                "he" | "him" | "his" | "himself" => Gender::Male,
                "she" | "her" | "hers" | "herself" => Gender::Female,
                _ => Gender::Unknown,
            };
            if self.referents[id].class == Class::Person {
                self.referents[id].gender = self.referents[id].gender.or(gender);
            }
        } else if mention.kind == MentionKind::Nominal && self.referents[id].class == Class::Person {
            let gender = gender_of(&self.context.analysis.tokens[mention.head].lemma);
            self.referents[id].gender = self.referents[id].gender.or(gender);
        }
    }

    /// A referent of its own for a noun phrase.
    pub fn make(&mut self, at: usize, parts: &Parts) -> usize {
        let class = self.nominal_class(&parts.head, self.found[at].head);
        let mut referent = Referent::new(class);
        referent.is_plural = parts.is_plural || class == Class::Group;
        referent.heads.insert(parts.head.clone());
        let id = self.referents.len();
        self.referents.push(referent);
        self.restrict(id, parts);
        self.assign(at, id);
        id
    }

    /// The class that a noun phrase tells by its noun, the lemma of `head` in lower case.
    pub fn nominal_class(&self, noun: &str, head: usize) -> Class {
        let context = self.context;
        let tokens = &context.analysis.tokens;
        // "Dozens of homes" are homes; "dozens" and "15 others" are people.
        let is_amount = context.ontology.is_word("amountNoun", noun);
        let of = context.analysis.child(head, "nmod").filter(|_| is_amount);
        if let Some(of) = of.filter(|&of| tokens[of].upos == Upos::Noun) {
            return self.nominal_class(&tokens[of].lemma.to_lowercase(), of);
        }
        // "A group of protesters" is no organization.
        let is_of_people = || {
            context.analysis.children(head).any(|of| {
                tokens[of].relation() == "nmod"
                    && is_plural(&tokens[of])
                    && context.ontology.noun_class(&tokens[of].lemma.to_lowercase()) == Some(Class::Group)
                    && context.analysis.child(of, "case").is_some_and(|case| tokens[case].form == "of")
            })
        };
        if matches!(noun, "group" | "band" | "crowd" | "gang" | "team") && is_of_people() {
            return Class::Group;
        }
        if is_aged(context.analysis, head) {
            return Class::Person;
        }
        // "Killed five and injured several more."
        if tokens[head].upos == Upos::Num || matches!(noun, "several" | "more") {
            return Class::Group;
        }
        if noun == "other" || is_amount {
            return if is_plural(&tokens[head]) { Class::Group } else { Class::Thing };
        }
        // "His body" is no body of people.
        let is_corpse = || {
            let is_whose = |child: usize| &*tokens[child].deprel == "nmod:poss" && tokens[child].upos == Upos::Pron;
            context.analysis.children(head).any(is_whose)
        };
        if noun == "body" && is_corpse() {
            return Class::Thing;
        }
        // "Interpol's office in Phnom Penh", "a laboratory of the Health Organization" are parts of these.
        if context.ontology.is_word("unitNoun", noun) && !is_plural(&tokens[head]) && self.is_of_body(head) {
            return Class::Organization;
        }
        // "The prosecutor's office": those who work for him.
        let is_whose_office = || {
            let owner = context.analysis.children(head).find(|&child| &*tokens[child].deprel == "nmod:poss");
            owner.is_some_and(|owner| is_noun(&tokens[owner]))
        };
        if noun == "office" && is_whose_office() {
            return Class::Organization;
        }
        // Offices in the plural are rooms more often than posts.
        if noun == "office" && is_plural(&tokens[head]) {
            return Class::Facility;
        }
        if is_national(context, head) {
            return Class::Person;
        }
        let is_person = is_person_noun(context.ontology, noun);
        // "press conference", "police officer": nouns of two words first.
        let two = head.checked_sub(1).and_then(|before| {
            let compound = format!("{} {noun}", tokens[before].lemma.to_lowercase());
            context.ontology.noun_class(&compound)
        });
        // "state of emergency"
        let with_of = || {
            let of = tokens.get(head + 1).filter(|of| of.form == "of")?;
            let next = tokens.get(head + 2)?;
            context.ontology.noun_class(&format!("{noun} {} {}", of.form, next.lemma.to_lowercase()))
        };
        let class = two.or_else(with_of).or_else(|| context.ontology.noun_class(noun));
        match class {
            Some(Class::Group | Class::Person) | None if is_person || class.is_some() => {
                if is_plural(&tokens[head]) || class == Some(Class::Group) && !is_person && noun != "person" {
                    Class::Group
                } else {
                    Class::Person
                }
            }
            Some(class) => class,
            None => Class::Thing,
        }
    }

    /// Whether a noun has an organization as its possessor, or behind "of".
    fn is_of_body(&self, head: usize) -> bool {
        let analysis = self.context.analysis;
        let is_body = |at: usize| {
            self.all_at(at).into_iter().any(|id| self.referents[id].is_named() && self.is_a(id, Class::Organization))
        };
        analysis.children(head).any(|child| match &*analysis.tokens[child].deprel {
            "nmod:poss" => is_body(child),
            "nmod" => {
                analysis.child(child, "case").is_some_and(|case| analysis.tokens[case].form == "of") && is_body(child)
            }
            _ => false,
        })
    }

    /// Adds what a noun phrase says about its referent.
    pub fn restrict(&mut self, id: usize, parts: &Parts) {
        let facets = self.facets(parts);
        let referent = &mut self.referents[id];
        referent.words.extend(facets.words);
        referent.sides.extend(facets.sides);
        referent.places.extend(facets.places);
    }

    /// What restricts a noun phrase: who, where, and with which words.
    pub fn facets(&self, parts: &Parts) -> Facets {
        let mut facets = Facets::default();
        let tokens = &self.context.analysis.tokens;
        for &token in &parts.before {
            for id in self.all_at(token) {
                self.add_side(&mut facets, id, false);
            }
        }
        for (preposition, token) in &parts.after {
            let is_place = matches!(preposition.as_str(), "in" | "at" | "on" | "near" | "outside" | "inside");
            for id in self.all_at(*token) {
                self.add_side(&mut facets, id, is_place);
            }
        }
        for (token, word) in &parts.words {
            let is_known =
                self.by_head.get(token).is_some_and(|mentions| mentions.iter().any(|&at| self.of[at].is_some()));
            let is_joined = is_noun(&tokens[*token]) && matches!(tokens[*token].relation(), "compound" | "flat");
            if !is_known && (is_joined || tokens[*token].feature("NumType").is_some()) {
                facets.words.insert(word.clone());
            }
        }
        facets
    }

    fn add_side(&self, facets: &mut Facets, id: usize, is_place: bool) {
        let members = self.members(id);
        for member in members {
            let is_city = self.is_a(member, Class::Place) && !self.is_country(member);
            if is_place && self.is_a(member, Class::Place) || is_city {
                facets.places.insert(member);
            } else if self.is_a(member, Class::Agent) || self.is_country(member) || self.referents[member].is_named() {
                facets.sides.insert(self.side(member));
            }
        }
    }

    /// The members of a plural, else the referent itself.
    pub fn members(&self, id: usize) -> Vec<usize> {
        if self.referents[id].members.is_empty() { vec![id] } else { self.referents[id].members.clone() }
    }

    /// What stands behind a referent.
    pub fn side(&self, id: usize) -> Side {
        let referent = &self.referents[id];
        let Some(item) = referent.item().and_then(|item| self.context.knowledge.item(item)) else {
            // A person without an item acts for the country of the office that the text gives.
            let own = self
                .roles
                .iter()
                .filter(|role| role.person == id)
                .find_map(|role| role.sides.iter().copied().find(|side| matches!(side, Side::Country(_))));
            return own.unwrap_or(Side::Other(id));
        };
        let acts_for_country = matches!(item.class, Class::Person | Class::Government | Class::ArmedForce)
            || item.country == Some(item.id);
        match item.country {
            Some(country) if acts_for_country => Side::Country(country),
            _ => Side::Other(id),
        }
    }

    pub fn is_country(&self, id: usize) -> bool {
        self.referents[id].item().is_some_and(|item| self.context.is_country(item))
    }

    pub fn is_a(&self, id: usize, class: Class) -> bool {
        self.context.ontology.classes.is_a(self.referents[id].class, class)
    }

    /// Whether a referent is one person.
    pub fn is_person(&self, id: usize) -> bool {
        self.referents[id].class == Class::Person && !self.referents[id].is_plural
    }

    /// What a token refers to as the head of a mention; names before noun phrases.
    pub fn at(&self, token: usize) -> Option<usize> {
        self.all_at(token).into_iter().next()
    }

    /// Everything that mentions with this head refer to ("Biden-Putin" as one token has two).
    pub fn all_at(&self, token: usize) -> Vec<usize> {
        let mut ids: Vec<usize> = Vec::new();
        let Some(mentions) = self.by_head.get(&token) else { return ids };
        let has_name = mentions.iter().any(|&at| self.found[at].kind == MentionKind::Name && self.of[at].is_some());
        for &at in mentions {
            if let Some(id) = self.of[at]
                && (!has_name || self.found[at].kind != MentionKind::Nominal)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        ids
    }

    pub fn parts(&self, at: usize) -> Parts {
        phrase::parts(self.context.analysis, self.found[at].head)
    }

    pub fn sentence(&self, at: usize) -> usize {
        self.context.analysis.sentence_of(self.found[at].head)
    }

    pub fn is_in_headline(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        self.context.analysis.sentences[sentence].is_headline
    }

    /// The last mention of a referent whose head stands before a token.
    pub fn last_before(&self, id: usize, token: usize) -> Option<usize> {
        self.referents[id]
            .mentions
            .iter()
            .copied()
            .filter(|&at| self.found[at].head < token)
            .max_by_key(|&at| self.found[at].head)
    }

    /// How many mentions of a referent stand before a token.
    pub fn count_before(&self, id: usize, token: usize) -> usize {
        self.referents[id].mentions.iter().filter(|&&at| self.found[at].head < token).count()
    }

    /// Referents mentioned before a token, within some sentences, nearest first, each with the mention.
    pub fn recent(&self, token: usize, sentences: usize) -> Vec<(usize, usize)> {
        let here = self.context.analysis.sentence_of(token);
        let mut seen = BTreeSet::new();
        let mut recent = Vec::new();
        let end = self.order.partition_point(|&at| self.found[at].head < token);
        for &at in self.order[..end].iter().rev() {
            let distance = here - self.sentence(at);
            if distance > sentences {
                break;
            }
            if let Some(id) = self.of[at]
                && seen.insert(id)
            {
                recent.push((id, at));
            }
        }
        recent
    }

    /// Whether a mention is a subject, or joined to one.
    pub fn is_subject(&self, at: usize) -> bool {
        let head = self.found[at].head;
        is_subject(self.context.analysis, head)
    }

    /// The antecedent of a relative pronoun, resolved.
    pub fn relative(&self, at: usize) -> Option<usize> {
        antecedent(self.context, self.found[at].head).and_then(|token| self.at(token))
    }

    fn finish(mut self) -> Entities {
        for referent in &mut self.referents {
            referent.mentions.sort_unstable();
            referent.mentions.dedup();
        }
        let mut live: Vec<usize> =
            (0..self.referents.len()).filter(|&id| !self.referents[id].mentions.is_empty()).collect();
        live.sort_by_key(|&id| self.referents[id].mentions[0]);
        let number: HashMap<usize, usize> = live.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        let mut place = vec![usize::MAX; self.found.len()];
        let mut mentions = Vec::new();
        for (at, mention) in self.found.iter().enumerate() {
            if let Some(entity) = self.of[at].and_then(|id| number.get(&id)) {
                place[at] = mentions.len();
                mentions.push(Mention {
                    span: mention.span,
                    tokens: mention.tokens.clone(),
                    head: mention.head,
                    kind: mention.kind,
                    entity: EntityId(*entity),
                });
            }
        }
        let entities = live
            .iter()
            .map(|&id| {
                let referent = &self.referents[id];
                Entity {
                    name: self.display_name(referent),
                    class: referent.class,
                    mentions: referent.mentions.iter().map(|&at| place[at]).collect(),
                    link: referent.link.clone(),
                    candidates: referent.candidates.clone(),
                    members: referent
                        .members
                        .iter()
                        .filter_map(|member| number.get(member).map(|&new| EntityId(new)))
                        .collect(),
                }
            })
            .collect();
        Entities { mentions, entities, ..Entities::default() }
    }

    /// The fullest name that the document gives; the country's own where it has only demonyms and capitals.
    fn display_name(&self, referent: &Referent) -> String {
        if let Some(name) = referent.names.first() {
            return name.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if referent.kind == Some(NameKind::Place)
            && let Some(item) = referent.item().and_then(|item| self.context.knowledge.item(item))
        {
            return item.label.to_owned();
        }
        let mut phrases = referent.mentions.iter().filter(|&&at| self.found[at].kind != MentionKind::Pronoun);
        let first = phrases.next().map(|first| {
            // A headline is short of words.
            let tells_more = |next: &&usize| {
                let (long, short) = (&self.found[**next].tokens, &self.found[*first].tokens);
                let words = &self.context.analysis.tokens[long.clone()];
                long.len() > short.len() && words.iter().all(|word| word.upos != Upos::Pron)
            };
            phrases.next().filter(|_| self.is_in_headline(*first)).filter(tells_more).unwrap_or(first)
        });
        let first = first.or(referent.mentions.first());
        first.map_or_else(String::new, |&at| {
            self.context.source(self.found[at].span).split_whitespace().collect::<Vec<_>>().join(" ")
        })
    }
}

/// What restricts a noun phrase.
#[derive(Debug, Clone, Default)]
pub(super) struct Facets {
    pub words: BTreeSet<String>,
    pub sides: BTreeSet<Side>,
    pub places: BTreeSet<usize>,
}

impl Facets {
    pub fn is_empty(&self) -> bool {
        self.sides.is_empty() && self.places.is_empty()
    }
}

/// Whether two sets of what restricts a thing have both something, and nothing in common.
pub(super) fn are_apart<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
}

/// Whether a name ends in a word that means an award and never a contest.
fn names_prize(cluster: &Cluster) -> bool {
    let is_prize = |name: &String| ["Prize", "Award", "Medal"].iter().any(|word| name.ends_with(word));
    cluster.names.iter().any(is_prize)
}
