//! What the steps of the claim room look at together, and the drafts that they make claims of.

use super::attribution::{Attributions, Source};
use super::identity::{class_of, identities, is_told_class};
use super::structure::{self, Origin, Relation, Structure};
use super::types::{Claim, Literal, Modality, Object, Polarity, Predicate};
use super::{truth, when};
use crate::article::{Article, Span};
use crate::entity::{Entities, Entity, EntityId, Mention, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::{Class, Ontology, ValueKind};
use crate::time::{TimeExpression, TimeValue, cardinal};

/// An article with all that is known of it before its claims.
pub(super) struct Room<'a> {
    pub article: &'a Article,
    pub analysis: &'a Analysis,
    pub times: &'a [TimeExpression],
    pub entities: &'a Entities,
    pub ontology: &'a Ontology,
    pub attributions: Attributions,
    /// The mention of each token: the one that it is the head of, else the name that it is part of.
    mention: Vec<Option<u32>>,
    /// Whether the mention's head is the token itself.
    is_head: Vec<bool>,
    /// Lemmas in lower case, a verb's with its particle.
    pub lemmas: Vec<String>,
    /// The expression of time that a token is in.
    time: Vec<Option<u32>>,
    /// The class of each entity.
    class: Vec<Class>,
    /// What each entity is the same as, itself for most.
    identity: Vec<EntityId>,
}

/// A claim before its truth, source and time are known.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub subject: Option<EntityId>,
    pub predicate: Predicate,
    pub object: Object,
    /// The word whose truth is asked.
    pub anchor: usize,
    /// The words that say it.
    pub words: Vec<usize>,
    /// Titles, appositions and places are the article's own and hold whatever is said around them.
    pub is_presupposed: bool,
    pub polarity: Option<Polarity>,
    pub modality: Option<Modality>,
    pub confidence: f32,
    pub rule: String,
}

impl<'a> Room<'a> {
    pub fn new(
        article: &'a Article,
        analysis: &'a Analysis,
        times: &'a [TimeExpression],
        entities: &'a Entities,
        ontology: &'a Ontology,
    ) -> Self {
        let length = analysis.tokens.len();
        let mut mention: Vec<Option<u32>> = vec![None; length];
        let mut is_head = vec![false; length];
        let rank = |mention: &Mention| match mention.kind {
            MentionKind::Name | MentionKind::Demonym => 0,
            MentionKind::Pronoun => 1,
            MentionKind::Nominal => 2,
        };
        for (number, found) in entities.mentions.iter().enumerate() {
            if found.head >= length {
                continue;
            }
            let better = mention[found.head]
                .is_none_or(|other| rank(&entities.mentions[other as usize]) > rank(found) || !is_head[found.head]);
            if better {
                mention[found.head] = Some(number as u32);
                is_head[found.head] = true;
            }
            if matches!(found.kind, MentionKind::Name | MentionKind::Demonym) {
                for token in found.tokens.clone().filter(|&token| token < length) {
                    if mention[token].is_none() {
                        mention[token] = Some(number as u32);
                    }
                }
            }
        }
        let lemmas = (0..length).map(|token| structure::lemma(analysis, token)).collect();
        let mut time = vec![None; length];
        for (number, expression) in times.iter().enumerate() {
            for token in expression.tokens.clone().filter(|&token| token < length) {
                time[token] = Some(number as u32);
            }
        }
        let attributions = Attributions::find(article, analysis, entities, ontology);
        let mut class: Vec<Class> = entities.entities.iter().map(|entity| class_of(entity, ontology)).collect();
        let identity = identities(analysis, entities, ontology);
        for (said, thing) in identity.iter().enumerate() {
            if is_told_class(entities.get(*thing), class[said], ontology) {
                class[thing.0] = class[said];
            }
        }
        Self {
            article,
            analysis,
            times,
            entities,
            ontology,
            attributions,
            mention,
            is_head,
            lemmas,
            time,
            class,
            identity,
        }
    }

    /// The mention that `token` is the head of or, within a name, part of.
    pub fn mention(&self, token: usize) -> Option<&'a Mention> {
        self.mention[token].map(|number| &self.entities.mentions[number as usize])
    }

    /// The mention that `token` is the head of.
    pub fn headed(&self, token: usize) -> Option<&'a Mention> {
        self.mention(token).filter(|_| self.is_head[token])
    }

    /// Whether `token` is part of a name or of a demonym.
    pub fn is_named(&self, token: usize) -> bool {
        self.mention(token).is_some_and(|mention| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
    }

    /// Whether a title stands before the name that a token heads or, before the first of several, for them all.
    pub fn has_title(&self, token: usize) -> bool {
        let words = &self.analysis.tokens;
        let first = words[token].head.filter(|_| words[token].relation() == "conj").unwrap_or(token);
        self.analysis.children(first).any(|child| &*words[child].deprel == "nmod:desc")
    }

    /// Whether a comma stands before the mention of a token.
    pub fn is_behind_comma(&self, token: usize) -> bool {
        let start = self.mention(token).map_or(token, |mention| mention.tokens.start);
        start.checked_sub(1).is_some_and(|before| self.analysis.tokens[before].form == ",")
    }

    /// The time expression that `token` is in.
    pub fn time(&self, token: usize) -> Option<&'a TimeExpression> {
        self.time[token].map(|number| &self.times[number as usize])
    }

    pub fn entity(&self, id: EntityId) -> &'a Entity {
        self.entities.get(id)
    }

    pub fn class(&self, id: EntityId) -> Class {
        self.class[id.0]
    }

    pub fn is_a(&self, id: EntityId, class: Class) -> bool {
        self.ontology.classes.is_a(self.class(id), class)
    }

    /// Whether it is a person or several.
    pub fn is_human(&self, id: EntityId) -> bool {
        [Class::Person, Class::Group].into_iter().any(|class| self.is_a(id, class))
    }

    /// Whether two are known to be towns of two countries.
    pub fn is_abroad(&self, town: EntityId, other: EntityId) -> bool {
        let home = |id: EntityId| self.entities.homes.get(&id);
        home(town).zip(home(other)).is_some_and(|(one, other)| one != other)
    }

    /// What a word refers to: its mention's entity, a title's holder, a force's country; a plural's members.
    pub fn referents(&self, token: usize, structure: &Structure) -> Vec<EntityId> {
        // "Judges Roe and Doe" are both.
        if self.is_plural(token) && !self.is_named(token) {
            let holders: Vec<EntityId> = self.holders(token, structure).map(|entity| self.identity[entity.0]).collect();
            if holders.len() > 1 {
                return holders;
            }
        }
        let places = self.places_behind(token, structure);
        if !places.is_empty() {
            return places;
        }
        if let Some(contest) = self.contest_of(token, structure) {
            return vec![contest];
        }
        let countries = self.countries_of_force(token, structure);
        if !countries.is_empty() {
            return countries;
        }
        let entity = self.entity_of(token, structure);
        let Some(entity) = entity.map(|entity| self.identity[entity.0]) else { return Vec::new() };
        let members = &self.entity(entity).members;
        if members.is_empty() { vec![entity] } else { members.clone() }
    }

    fn entity_of(&self, token: usize, structure: &Structure) -> Option<EntityId> {
        if let Some(mention) = self.mention(token)
            && mention.kind != MentionKind::Nominal
        {
            return Some(mention.entity);
        }
        self.holders(token, structure).next().or_else(|| self.mention(token).map(|mention| mention.entity))
    }

    /// "Parts of Mali and Niger" are these, and so are "cities such as Oslo and Bergen".
    pub fn places_behind(&self, token: usize, structure: &Structure) -> Vec<EntityId> {
        let is_plural = self.is_plural(token);
        let is_some_of = matches!(self.lemmas[token].as_str(), "part" | "portion" | "much" | "swath")
            || is_plural && matches!(self.lemmas[token].as_str(), "area" | "stretch");
        let is_many = is_plural
            && self.headed(token).is_some_and(|mention| {
                mention.kind == MentionKind::Nominal && self.is_a(mention.entity, Class::GeopoliticalEntity)
            });
        if !is_some_of && !is_many {
            return Vec::new();
        }
        let is_link = |relation: &Relation| match relation {
            Relation::Oblique(of) if is_some_of => of == "of",
            Relation::Oblique(such_as) => matches!(such_as.as_str(), "include" | "such_as" | "like"),
            _ => false,
        };
        structure
            .from(token)
            .filter(|edge| is_link(&edge.relation))
            .filter_map(|edge| self.mention(edge.to).filter(|_| self.is_named(edge.to)))
            .map(|mention| self.identity[mention.entity.0])
            .filter(|&place| self.is_a(place, Class::Place))
            .collect()
    }

    /// Who wins "their first Australian Open title" wins that Open.
    fn contest_of(&self, token: usize, structure: &Structure) -> Option<EntityId> {
        if !matches!(self.lemmas[token].as_str(), "title" | "trophy" | "crown") {
            return None;
        }
        structure
            .from(token)
            .filter(|edge| edge.relation == Relation::Modifier && self.is_named(edge.to))
            .filter_map(|edge| Some(self.identity[self.mention(edge.to)?.entity.0]))
            .find(|&contest| self.is_a(contest, Class::Event) || self.is_a(contest, Class::Award))
    }

    /// Whether a noun in the plural says what one of several is: "one of Norway's largest banks".
    pub fn is_of_one(&self, noun: usize) -> bool {
        let word = &self.analysis.tokens[noun];
        word.relation() == "nmod" && word.head.is_some_and(|one| self.lemmas[one] == "one")
    }

    /// Whether the form of a token is a plural.
    pub fn is_plural(&self, token: usize) -> bool {
        self.analysis.tokens[token].feature("Number") == Some("Plur")
    }

    /// The entities whose names a title stands beside.
    fn holders(&self, title: usize, structure: &Structure) -> impl Iterator<Item = EntityId> {
        structure
            .from(title)
            .filter(|edge| edge.relation == Relation::Is && edge.origin == Origin::Presupposed)
            .filter_map(|edge| self.mention(edge.to).filter(|mention| mention.kind == MentionKind::Name))
            .map(|mention| mention.entity)
    }

    /// Whether a word is a title whose holder's name stands beside it.
    pub fn is_of_holder(&self, token: usize, structure: &Structure) -> bool {
        self.holders(token, structure).next().is_some()
    }

    /// "Turkish troops", "Israeli police", "Moscow's forces" mean the country; "Oslo police" are a body of their own.
    fn countries_of_force(&self, token: usize, structure: &Structure) -> Vec<EntityId> {
        if !matches!(
            self.lemmas[token].as_str(),
            "force"
                | "forces"
                | "troop"
                | "troops"
                | "police"
                | "gendarmerie"
                | "prosecutor"
                | "authority"
                | "authorities"
                | "army"
                | "military"
                | "soldier"
                | "government"
        ) || self.is_named(token)
            // "Sudanese Armed Forces" are a body of their own.
            || self.analysis.tokens[token].is_capitalised()
                && token.checked_sub(1).is_some_and(|before| self.analysis.tokens[before].is_capitalised())
                && self.analysis.tokens[token].form.to_lowercase() == "forces"
        {
            return Vec::new();
        }
        // "23 Pakistani soldiers" are these men, not their country.
        if self.analysis.child(token, "nummod").is_some() {
            return Vec::new();
        }
        let is_plural =
            matches!(self.lemmas[token].as_str(), "police" | "gendarmerie" | "army" | "military" | "government")
                || self.is_plural(token);
        if !is_plural || matches!(self.lemmas[token].as_str(), "army" | "military" | "government") {
            return Vec::new();
        }
        let is_local = matches!(self.lemmas[token].as_str(), "police" | "prosecutor" | "authority" | "authorities");
        structure
            .from(token)
            .filter(|edge| matches!(edge.relation, Relation::Modifier | Relation::Possessor))
            .filter_map(|edge| self.mention(edge.to))
            .filter(|mention| {
                // "U.S." is as good as an adjective.
                let is_short = || !mention.span.of(&self.article.text).chars().any(char::is_lowercase);
                let is_whose = match mention.kind {
                    MentionKind::Demonym => true,
                    MentionKind::Name => !is_local || is_short(),
                    _ => false,
                };
                is_whose && self.is_a(mention.entity, Class::GeopoliticalEntity)
            })
            .map(|mention| self.identity[mention.entity.0])
            .collect()
    }

    /// The text of some tokens from the first to the last.
    pub fn text(&self, first: usize, last: usize) -> &'a str {
        let span = Span::new(self.analysis.tokens[first].span.start, self.analysis.tokens[last].span.end);
        span.of(&self.article.text)
    }

    /// The claim of a draft: with truth, source, time and place.
    pub fn claim(&self, draft: &Draft, structure: &Structure) -> Claim {
        let analysis = self.analysis;
        let sentence = analysis.sentence_of(draft.anchor);
        let mut anchor = draft.anchor;
        // The copula's truth is its predicate's.
        if analysis.tokens[anchor].relation() == "cop"
            && let Some(head) = analysis.tokens[anchor].head
        {
            anchor = head;
        }
        // "to elect Roe as president": she is it when she is elected.
        let is_capacity = analysis.tokens[anchor].relation() == "obl"
            && analysis.child(anchor, "case").is_some_and(|case| analysis.tokens[case].lemma == "as");
        if let Some(verb) = analysis.tokens[anchor].head.filter(|_| is_capacity) {
            anchor = verb;
        }
        let (mut polarity, mut modality) = if draft.is_presupposed {
            (Polarity::Affirmed, Modality::Actual)
        } else {
            let truth = truth::status(analysis, self.ontology, anchor);
            (truth.polarity, truth.modality)
        };
        if draft.polarity == Some(Polarity::Negated) {
            polarity = match polarity {
                Polarity::Affirmed => Polarity::Negated,
                Polarity::Negated => Polarity::Affirmed,
            };
        }
        if let Some(own) = draft.modality
            && modality == Modality::Actual
        {
            modality = own;
        }
        let source = if draft.is_presupposed && !self.attributions.is_inside_direct(anchor) {
            Source::None
        } else {
            self.attributions.source_of(anchor)
        };
        // What is asked for is the asker's.
        let source = match source {
            Source::None if modality == Modality::Requested => self.attributions.request_of(anchor),
            source => source,
        };
        let by = match source {
            Source::None => None,
            Source::Somebody(entity) => Some(entity),
            Source::Unnamed => {
                // Hearsay is no fact.
                if modality == Modality::Actual {
                    modality = Modality::Possible;
                }
                None
            }
        };
        let time_of_verb = || when::time_of(analysis, self.times, anchor, |time| self.is_of_coming_event(time, anchor));
        let time = if draft.is_presupposed {
            None
        } else {
            self.time_of_conjunct(sentence, &draft.object).or_else(time_of_verb)
        };
        let place = if draft.is_presupposed { None } else { self.place(draft, structure) };
        let trigger = draft
            .words
            .iter()
            .map(|&token| analysis.tokens[token].span)
            .reduce(Span::to)
            .unwrap_or(analysis.tokens[draft.anchor].span);
        Claim {
            subject: draft.subject,
            predicate: draft.predicate.clone(),
            object: draft.object.clone(),
            polarity,
            modality,
            by,
            time,
            place,
            sentence,
            trigger,
            confidence: draft.confidence,
            rule: draft.rule.clone(),
        }
    }

    /// "Recognised Chile in 1950 and Kenya in 1963": the time right behind one of several objects is its own.
    fn time_of_conjunct(&self, sentence: usize, object: &Object) -> Option<TimeValue> {
        let Object::Entity(entity) = object else { return None };
        let words = &self.analysis.tokens;
        let tokens = &self.analysis.sentences[sentence].tokens;
        let mentions = self.entities.get(*entity).mentions.iter().map(|&at| &self.entities.mentions[at]);
        mentions.filter(|mention| tokens.contains(&mention.head) && words[mention.head].relation() == "conj").find_map(
            |mention| {
                let first = mention.tokens.end;
                let is_case = tokens.contains(&(first + 1)) && matches!(&*words[first].lemma, "in" | "on");
                let time = is_case.then(|| self.time(first + 1)).flatten()?;
                (time.tokens.start == first + 1).then(|| time.value.clone())
            },
        )
    }

    /// "Resigns from the race for the election on June 3": a day to come behind an event is the event's, where the verb is
    /// in the present.
    fn is_of_coming_event(&self, time: &TimeExpression, verb: usize) -> bool {
        let words = &self.analysis.tokens;
        let is_present = words[verb].feature("Tense") == Some("Pres")
            && words[verb].feature("VerbForm") == Some("Fin")
            && self.analysis.child(verb, "aux").is_none();
        let is_ahead = self.article.date.is_some_and(|published| when::lies_ahead(&time.value.0, published));
        let before = time.tokens.start.checked_sub(2).filter(|_| is_present && is_ahead);
        let event = before.filter(|&at| at > verb && words[at + 1].upos == Upos::Adp).and_then(|at| self.headed(at));
        event.is_some_and(|event| self.is_a(event.entity, Class::Event))
    }

    /// Where it happened: a place beside the predicate that is no argument of the claim.
    pub fn place(&self, draft: &Draft, structure: &Structure) -> Option<EntityId> {
        structure
            .from(draft.anchor)
            .filter(|edge| {
                matches!(&edge.relation, Relation::Oblique(preposition) if matches!(preposition.as_str(), "in" | "at" | "near" | "outside" | "inside" | "across"))
            })
            .filter(|edge| !self.is_beside(edge.to, &draft.object))
            .filter_map(|edge| {
                // "In prison", "at home": no place in particular.
                let is_definite = |mention: &&Mention| {
                    mention.kind != MentionKind::Nominal || self.is_definite(mention.head, structure)
                };
                let places = self.places_behind(edge.to, structure);
                let is_object = places.iter().any(|&place| draft.object == Object::Entity(place));
                let named = places.first().copied().filter(|_| !is_object);
                named.or_else(|| self.mention(edge.to).filter(is_definite).map(|mention| mention.entity))
            })
            .find(|&entity| {
                self.is_a(entity, Class::Place)
                    && Some(entity) != draft.subject
                    && draft.object != Object::Entity(entity)
            })
    }

    /// Whether a word is joined by "and" with one that means the object: "at the base and posts nearby".
    fn is_beside(&self, token: usize, object: &Object) -> bool {
        let joined = |one: usize, other: usize| {
            let word = &self.analysis.tokens[one];
            word.relation() == "conj" && word.head == Some(other)
        };
        let Object::Entity(object) = object else { return false };
        self.entity(*object).mentions.iter().any(|&mention| {
            let head = self.entities.mentions[mention].head;
            joined(head, token) || joined(token, head)
        })
    }

    /// Whether the document names an entity.
    pub fn has_name(&self, entity: EntityId) -> bool {
        self.entity(entity)
            .mentions
            .iter()
            .any(|&mention| matches!(self.entities.mentions[mention].kind, MentionKind::Name | MentionKind::Demonym))
    }

    /// Whether an entity is somebody in particular: the document names it, or says no more of it than "she".
    pub fn is_somebody(&self, entity: EntityId) -> bool {
        self.has_name(entity)
            || self
                .entity(entity)
                .mentions
                .iter()
                .all(|&mention| self.entities.mentions[mention].kind == MentionKind::Pronoun)
    }

    /// Whether the text calls an event "upcoming" or the like.
    pub fn is_upcoming(&self, event: EntityId) -> bool {
        self.entity(event).mentions.iter().any(|&mention| {
            let head = self.entities.mentions[mention].head;
            self.analysis.children(head).any(|child| {
                self.analysis.tokens[child].relation() == "amod"
                    && self.ontology.is_word("futureWord", &self.lemmas[child])
            })
        })
    }

    /// Whether a phrase is one common noun with nothing before it, of which there is one: "business".
    pub fn is_bare(&self, token: usize) -> bool {
        self.headed(token).is_some_and(|mention| {
            mention.kind == MentionKind::Nominal && mention.tokens.start == mention.head && !self.is_plural(token)
        })
    }

    /// Whether a phrase is one common noun in the plural with nothing before it: "pilgrims".
    pub fn is_bare_plural(&self, token: usize) -> bool {
        self.headed(token).is_some_and(|mention| mention.tokens.start == mention.head && self.is_plural(token))
    }

    /// Whether a noun phrase begins with "the" or "this".
    pub fn has_article(&self, token: usize) -> bool {
        self.headed(token).is_some_and(|mention| {
            mention
                .tokens
                .clone()
                .take(2)
                .any(|at| matches!(self.lemmas[at].as_str(), "the" | "this" | "that" | "these" | "those"))
        })
    }

    /// Whether a noun phrase begins with "no", or with the "not" of a copula.
    pub fn is_denied(&self, token: usize) -> bool {
        self.headed(token).is_some_and(|mention| {
            mention.kind == MentionKind::Nominal && matches!(self.lemmas[mention.tokens.start].as_str(), "no" | "not")
        })
    }

    /// Whether "not" stands with a predicate: what is no Norwegian bank may be in Norway all the same.
    pub fn has_not(&self, token: usize) -> bool {
        self.analysis.children(token).any(|child| self.lemmas[child] == "not")
    }

    /// Whether a noun phrase is definite: "the", "this", somebody's, a country's.
    pub fn is_definite(&self, token: usize, structure: &Structure) -> bool {
        self.has_article(token)
            || self.is_named(token)
            || structure.from(token).any(|edge| {
                edge.relation == Relation::Possessor && edge.origin != Origin::Derived
                    || edge.relation == Relation::Modifier && self.is_named(edge.to)
            })
    }

    /// The number that a token says, in digits or in words, and where it ends: "34", "twenty-one".
    pub fn number(&self, token: usize) -> Option<(u32, usize)> {
        let word = |at: usize| self.analysis.tokens.get(at).map(|token| token.form.to_lowercase());
        let cardinal = |at: usize| cardinal(&word(at)?).and_then(|number| u32::try_from(number).ok());
        let number = cardinal(token).filter(|_| self.analysis.tokens[token].lemma != "dozen")?;
        // The ones of "twenty-one" say no number of their own.
        let is_tens = |at: usize| cardinal(at).is_some_and(|tens| (20..100).contains(&tens) && tens % 10 == 0);
        let is_dash = |at: usize| word(at).is_some_and(|dash| dash == "-");
        if number < 10 && token >= 2 && is_dash(token - 1) && is_tens(token - 2) {
            return None;
        }
        match cardinal(token + 2).filter(|ones| is_tens(token) && is_dash(token + 1) && (1..10).contains(ones)) {
            Some(ones) => Some((number + ones, token + 3)),
            None => Some((number, token + 1)),
        }
    }

    /// The literal of this kind that a token stands for.
    pub fn literal(&self, token: usize, kind: ValueKind, structure: &Structure) -> Option<Literal> {
        let value = match kind {
            ValueKind::Date => self.time(token)?.value.to_string(),
            ValueKind::Number => self.number(token)?.0.to_string(),
            ValueKind::Text => {
                if self.is_named(token)
                    || self.analysis.tokens[token].upos != Upos::Noun && self.analysis.tokens[token].upos != Upos::Propn
                {
                    return None;
                }
                self.singular(token, &self.office(token, structure))
            }
        };
        Some(Literal { value, kind })
    }
}

/// The uppermost of some words in the tree.
pub(super) fn uppermost(analysis: &Analysis, tokens: &[usize]) -> Option<usize> {
    let depth = |token: usize| analysis.above(token).take(100).count();
    tokens.iter().copied().min_by_key(|&token| (depth(token), token))
}

/// For messages of tests.
#[allow(dead_code)]
pub(super) fn draw(analysis: &Analysis, structure: &Structure) -> String {
    format!("{}\n{}", structure::draw_tree(analysis), structure.draw(analysis))
}
