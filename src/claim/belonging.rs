//! What noun phrases say of belonging: who is of a body, whose body something is, what a body owns.

use super::nominal::Rules;
use super::structure::{Edge, Origin, Relation};
use super::types::Object;
use crate::entity::{EntityId, Mention, MentionKind};
use crate::language::Upos;
use crate::ontology::Class;

/// Words in the names of bodies that are parts of a state.
#[rustfmt::skip]
const MINISTRIES: &[&str] = &[
    "ministry", "department", "agency", "commission", "bureau", "directorate", "inspectorate", "embassy", "consulate",
];

/// What agencies do that are no part of a state.
const PRIVATE: &[&str] =
    &["news", "press", "travel", "advertising", "rating", "estate", "modelling", "modeling", "talent"];

/// Sites with names of their own: nobody named Odeon owns the Odeon cinema.
#[rustfmt::skip]
const NAMED_SITES: &[&str] = &[
    "cinema", "theatre", "theater", "museum", "gallery", "hotel", "restaurant", "café", "cafe", "bar", "pub", "club", "nightclub",
    "mall", "stadium", "arena", "hall", "church", "cathedral", "mosque", "temple", "monastery", "bridge", "tower", "park", "palace",
    "castle", "market", "square", "resort", "library",
];

/// Who heads a company, which an article on one need not repeat.
const COMPANY_HEADS: &[&str] =
    &["chief executive", "chief executive officer", "ceo", "managing director", "general manager"];

/// The rule that takes the company that an article is about for the one that somebody heads.
pub(super) const COMPANY_OF_TEXT: &str = "company of the text";

/// Bodies of states and between them.
const OF_STATES: &[Class] = &[
    Class::GeopoliticalEntity,
    Class::Government,
    Class::ArmedForce,
    Class::Court,
    Class::InternationalOrganization,
    Class::SportsTeam,
];

impl Rules<'_, '_> {
    /// Members, parts and property of organizations.
    pub(super) fn belongings(&mut self) {
        for token in self.tokens() {
            let Some(mention) = self.room.headed(token) else { continue };
            if mention.kind == MentionKind::Pronoun {
                continue;
            }
            let owners: Vec<(usize, Relation)> = self
                .structure
                .from(token)
                .filter(|edge| match &edge.relation {
                    Relation::Modifier | Relation::Possessor => true,
                    Relation::Oblique(of) => matches!(&**of, "of" | "by"),
                    _ => false,
                })
                .map(|edge| (edge.to, edge.relation.clone()))
                .collect();
            for (at, relation) in owners.into_iter().chain(self.first_name(mention)) {
                let room = self.room;
                let is_part =
                    room.ontology.is_word("unitNoun", &room.lemmas[token].to_lowercase()) && !room.is_plural(token);
                let is_told = |owner: &&Mention| {
                    matches!(owner.kind, MentionKind::Name | MentionKind::Demonym)
                        || is_part && room.is_a(owner.entity, Class::Organization)
                };
                let Some(owner) = room.headed(at).filter(is_told) else { continue };
                if relation == Relation::Possessor {
                    self.shared_party(token, owner.entity);
                }
                if let Some((property, confidence)) = self.belonging(mention, owner, &relation) {
                    let is_of_owner = matches!(property, "owns" | "authorOf");
                    let ends = (mention.entity, owner.entity);
                    let (subject, object) = if is_of_owner { (ends.1, ends.0) } else { ends };
                    self.add(
                        subject,
                        property,
                        Object::Entity(object),
                        &[token.min(at), token.max(at)],
                        confidence,
                        "belonging",
                    );
                }
            }
        }
    }

    /// "The Greens' Jane Roe and John Doe": a party before the first of two persons is the second's too.
    fn shared_party(&mut self, first: usize, party: EntityId) {
        let room = self.room;
        let words = &room.analysis.tokens;
        let is_person = |at: usize| {
            room.headed(at).filter(|person| person.kind == MentionKind::Name && room.is_a(person.entity, Class::Person))
        };
        if !room.is_a(party, Class::PoliticalParty) || is_person(first).is_none() {
            return;
        }
        for at in room.analysis.children(first).filter(|&at| words[at].relation() == "conj") {
            let is_bare =
                room.analysis.children(at).all(|child| matches!(words[child].relation(), "cc" | "flat" | "punct"));
            if let Some(person) = is_person(at).filter(|_| is_bare) {
                self.add(person.entity, "memberOfParty", Object::Entity(party), &[first, at], 0.75, "belonging");
            }
        }
    }

    /// The name that a phrase begins with: "a Norwegian Air Force Bell 412 helicopter", where the model has its own.
    fn first_name(&self, mention: &Mention) -> Option<(usize, Relation)> {
        let words = &self.room.analysis.tokens;
        let is_thing = mention.kind == MentionKind::Nominal && self.room.is_a(mention.entity, Class::Product);
        let start = mention.tokens.clone().find(|&at| words[at].upos != Upos::Det).filter(|_| is_thing)?;
        let name =
            self.room.mention(start).filter(|name| name.kind == MentionKind::Name && name.tokens.start == start)?;
        (name.tokens.end < mention.head && name.head != mention.head).then_some((name.head, Relation::Modifier))
    }

    /// What a thing is to the organization whose name stands with it: property and confidence.
    fn belonging(&self, mention: &Mention, named: &Mention, relation: &Relation) -> Option<(&'static str, f32)> {
        let room = self.room;
        let owner = named.entity;
        let is = |class| room.is_a(mention.entity, class);
        let is_state = room.is_a(owner, Class::GeopoliticalEntity);
        let is_body = room.is_a(owner, Class::Organization) && !is_state;
        let lemma = room.lemmas[mention.head].to_lowercase();
        let in_list = |list: &str| room.ontology.is_word(list, &lemma);
        // "Roe's decree", "Roe's novel The Shore": it is by the person.
        let is_by = relation.is_oblique("by");
        let is_author = *relation == Relation::Possessor && room.is_a(owner, Class::Person)
            || is_by && room.is_a(owner, Class::Agent);
        if in_list("authoredNoun") && is_author {
            return Some(("authorOf", 0.8));
        }
        if is_by {
            return None;
        }
        // "Norway's Ministry of Defence", "the Norwegian defence ministry"
        let is_of_ministry = self.is_ministry(mention);
        let is_own = matches!(relation, Relation::Possessor | Relation::Modifier);
        let is_body_of_state = is_of_ministry
            && (is(Class::Organization) || matches!(&*lemma, "embassy" | "consulate"))
            && !(lemma == "agency" && self.is_private_agency(mention));
        if is_state && is_own && is_body_of_state && !room.is_plural(mention.head) {
            return Some(("subsidiaryOf", 0.8));
        }
        if mention.kind == MentionKind::Name {
            // "Norway's Supreme Court", "Norway's Senate"
            let is_organ = is(Class::Government) || is(Class::Court);
            let is_of_state = is_organ && *relation == Relation::Possessor && room.entities.countries.contains(&owner);
            return is_of_state.then_some(("subsidiaryOf", 0.75));
        }
        if !is_body || *relation == Relation::Possessor && !in_list("unitNoun") {
            return None;
        }
        if in_list("unitNoun") && is(Class::Organization) {
            return Some(("subsidiaryOf", 0.75));
        }
        if matches!(relation, Relation::Oblique(_)) {
            return None;
        }
        let is_of_state = [Class::ArmedForce, Class::Government].iter().any(|&class| room.is_a(owner, class));
        // "A Liberal member of the senate": of the party, as a phrasing has it.
        if lemma == "member" && is(Class::Person) && room.is_a(owner, Class::PoliticalParty) {
            return None;
        }
        if in_list("memberNoun") && (is(Class::Group) || is(Class::Person)) {
            return Some(("memberOf", 0.8));
        }
        // "A Norwegian Army base", "Red Cross sites"
        let is_site = (room.is_plural(mention.head) || !NAMED_SITES.contains(&&*lemma))
            && (is(Class::Facility) || matches!(&*lemma, "site" | "camp" | "position" | "stronghold"))
            && !room.is_a(owner, Class::SportsTeam);
        // "European airports" are none of the Union's.
        let is_adjective = named.tokens.len() == 1 && room.analysis.tokens[named.head].upos == Upos::Adj;
        let is_owned = (is_site || is(Class::Product) && is_of_state) && !is_adjective;
        is_owned.then_some(("owns", 0.8))
    }

    /// Whether an agency is none of a state: one for news or travel, or one with a name and no task.
    fn is_private_agency(&self, mention: &Mention) -> bool {
        let room = self.room;
        let mut tasks = room
            .analysis
            .children(mention.head)
            .filter(|&at| matches!(room.analysis.tokens[at].relation(), "compound" | "amod") && !room.is_named(at))
            .map(|at| room.lemmas[at].to_lowercase())
            .peekable();
        let is_called = mention.kind == MentionKind::Nominal && tasks.peek().is_none() && room.has_name(mention.entity);
        is_called || tasks.any(|task| PRIVATE.contains(&&*task))
    }

    /// Whether a body is called a part of a state.
    pub(super) fn is_ministry(&self, mention: &Mention) -> bool {
        let is_so = |at: usize| MINISTRIES.contains(&&*self.room.lemmas[at].to_lowercase());
        match mention.kind {
            MentionKind::Name => mention.tokens.clone().any(is_so),
            _ => is_so(mention.head),
        }
    }

    /// Whether bodies of a class are no part of a state.
    pub(super) fn is_private(&self, class: Class) -> bool {
        let is_a = |other| self.room.ontology.classes.is_a(class, other);
        is_a(Class::Organization) && !OF_STATES.iter().any(|&other| is_a(other))
    }

    /// "Chief executive Jane Roe said …" in an article on one company: she heads it.
    pub(super) fn head_of_the_company(&mut self, title: usize, holder: usize, person: EntityId) {
        let room = self.room;
        let is_head = || COMPANY_HEADS.contains(&room.office(title, self.structure).to_lowercase().as_str());
        let names_body = |edge: &Edge| {
            edge.origin != Origin::Derived
                && (edge.relation == Relation::Possessor
                    || matches!(edge.relation, Relation::Oblique(_))
                    || edge.relation == Relation::Modifier && room.mention(edge.to).is_some())
        };
        // In "Orion appoints Roe chief executive" it is Orion's.
        let is_told = title < holder || room.analysis.child(title, "case").is_some_and(|at| room.lemmas[at] == "as");
        let is_of = |edge: &Edge| edge.relation.is_oblique_of(&["of", "at", "from"]);
        if !is_told
            || title == holder
            || self.structure.from(holder).any(is_of)
            || !is_head()
            || self.structure.from(title).any(names_body)
            || room.modifier_in("formerModifier", title, self.structure).is_some()
        {
            return;
        }
        if let Some(company) = self.company_before(title) {
            self.add(person, "headOf", Object::Entity(company), &[title], 0.7, COMPANY_OF_TEXT);
        }
    }

    /// The company or other private body that the text up to a token is about: it is named twice as often as any other.
    fn company_before(&self, token: usize) -> Option<EntityId> {
        let entities = self.room.entities;
        let mut found: Vec<(usize, EntityId)> = (0..entities.entities.len())
            .map(EntityId)
            .filter(|&id| self.is_private(self.room.class(id)))
            .map(|id| {
                let mentions = entities.get(id).mentions.iter().map(|&at| &entities.mentions[at]);
                (mentions.filter(|mention| mention.tokens.end <= token).count(), id)
            })
            .collect();
        found.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
        let &(count, company) = found.first()?;
        let next = found.get(1).map_or(0, |&(count, _)| count);
        (count >= 2 && count >= 2 * next).then_some(company)
    }

    /// "Norwegian oil company Alba", "Alba, a bank in Oslo", "Norway's news agency Alba": bodies that are no part of the state
    /// are in its country.
    pub(super) fn countries(&mut self) {
        let room = self.room;
        for told in self.structure.edges.iter().filter(|edge| edge.relation == Relation::Is) {
            let Some(body) = room.headed(told.to).filter(|body| body.kind == MentionKind::Name) else { continue };
            let kind = room.ontology.noun_class(&room.lemmas[told.from].to_lowercase());
            if !kind.is_some_and(|kind| self.is_private(kind))
                || room.has_not(told.from)
                || !self.is_private(room.class(body.entity))
                || room.is_plural(told.from) && !room.is_of_one(told.from)
            {
                continue;
            }
            let before = self.drafts.len();
            for edge in self.structure.from(told.from) {
                let place = match &edge.relation {
                    Relation::Modifier => self.country(edge).or_else(|| self.named_place(edge)),
                    Relation::Possessor => self.named_place(edge),
                    Relation::Oblique(preposition) if preposition == "in" => self.named_place(edge),
                    _ => None,
                };
                if let Some(place) = place {
                    let words = [told.from, edge.to];
                    self.add(body.entity, "locatedIn", Object::Entity(place), &words, 0.85, "demonym");
                }
            }
            if told.origin == Origin::Stated {
                self.state(before, told.from);
            }
        }
    }

    /// "Will close its plant in Oslo": the plant is there too, where the tree has Oslo beside the verb.
    pub(super) fn sites(&mut self) {
        let room = self.room;
        for edge in self.structure.edges.iter().filter(|edge| edge.origin == Origin::Derived) {
            let Some(site) = room.headed(edge.from).filter(|_| edge.relation.is_oblique("in")) else { continue };
            let Some(place) = room.headed(edge.to).filter(|place| place.kind == MentionKind::Name) else { continue };
            let is_next = place.tokens.start == site.tokens.end + 1;
            if is_next && room.is_a(site.entity, Class::Facility) && room.is_a(place.entity, Class::GeopoliticalEntity)
            {
                let words = [edge.from, edge.to];
                self.add(site.entity, "locatedIn", Object::Entity(place.entity), &words, 0.8, "setting");
            }
        }
    }
}
