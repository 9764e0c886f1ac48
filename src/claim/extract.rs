//! The claims of one article, put together from matches, noun phrases and open predicates.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::attribution::{Attributions, Source};
use super::lexicon::Lexicon;
use super::matching::{self, Context, Filler, Match};
use super::nominal::{self, Nominal};
use super::open;
use super::structure::{Role, Structure};
use super::truth::{self, Truth};
use super::when;
use super::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate};
use crate::article::{Article, Span};
use crate::entity::{Entities, EntityId, MentionKind};
use crate::language::{Analysis, Sentence};
use crate::ontology::{Class, Ontology, ValueKind};
use crate::time::TimeExpression;

/// Whatever the article says, claim by claim.
///
/// `times` are those of [`crate::time::recognise`] for the same analysis.
pub fn extract(
    article: &Article,
    analysis: &Analysis,
    times: &[TimeExpression],
    entities: &Entities,
    ontology: &Ontology,
    lexicon: &Lexicon,
) -> Claims {
    let attributions = Attributions::find(article, analysis, entities, ontology);
    let mut heads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, mention) in entities.mentions.iter().enumerate() {
        heads.entry(mention.head).or_default().push(number);
    }
    let context = Context { analysis, entities, ontology, heads: &heads };
    let mut collect = Collect { article, context, times, attributions: &attributions, claims: Vec::new() };
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        collect.sentence(number, sentence, lexicon);
    }
    let mut claims = collect.claims;
    schedule(&mut claims, article);
    Claims { claims: distinct(claims, ontology), quotations: attributions.quotations }
}

struct Collect<'a> {
    article: &'a Article,
    context: Context<'a>,
    times: &'a [TimeExpression],
    attributions: &'a Attributions,
    claims: Vec<Claim>,
}

impl Collect<'_> {
    fn sentence(&mut self, number: usize, sentence: &Sentence, lexicon: &Lexicon) {
        let context = self.context;
        let structure = Structure::new(context.analysis, sentence, context.ontology, |token| {
            context.heads.get(&token).is_some_and(|mentions| {
                mentions.iter().any(|&mention| context.entities.mentions[mention].kind == MentionKind::Demonym)
            })
        });
        let found = best(context, matching::matches(context, sentence, &structure, lexicon));
        let mut taken = HashSet::new();
        for found in &found {
            taken.extend(found.words.iter().copied());
            self.matched(number, found, &structure);
        }
        for nominal in nominal::nominals(context, sentence, &structure, self.times) {
            self.nominal(number, nominal);
        }
        for open in open::open_claims(context, sentence, &structure, &taken) {
            let truth = truth::status(context.analysis, context.ontology, open.verb);
            let draft = Draft {
                sentence: number,
                predicate: Predicate::Open(open.predicate),
                token: open.verb,
                trigger: context.analysis.tokens[open.verb].span,
                truth,
                is_presupposed: false,
                confidence: 0.5,
                rule: "open".to_owned(),
            };
            self.spell_out(&draft, Some(open.subject), &Object::Entity(open.object), &structure);
        }
    }

    fn matched(&mut self, sentence: usize, found: &Match<'_>, structure: &Structure) {
        let context = self.context;
        let analysis = context.analysis;
        let property = context.ontology.property(&found.pattern.property);
        let is_action = property.is_some_and(|property| property.event_type.is_some());
        let is_presupposed = !is_action && !found.words.iter().any(|&word| self.is_asserted(word));
        let mut truth = truth::status(analysis, context.ontology, found.predicate);
        if is_presupposed {
            truth = Truth { polarity: Polarity::Affirmed, modality: Modality::Actual };
        }
        if let Some(modality) = found.pattern.modality
            && truth.modality == Modality::Actual
        {
            truth.modality = modality;
        }
        if found.pattern.polarity == Some(Polarity::Negated) {
            truth.polarity = match truth.polarity {
                Polarity::Affirmed => Polarity::Negated,
                Polarity::Negated => Polarity::Affirmed,
            };
        }
        let subject = match found.subject {
            Filler::Entity(entity, _) => Some(entity),
            Filler::Unsaid => None,
            Filler::Word(_) => return,
        };
        let object = match (found.object, property.and_then(|property| property.value)) {
            (Filler::Entity(_, token) | Filler::Word(token), Some(ValueKind::Date)) => {
                let Some(time) = self.times.iter().find(|time| time.tokens.contains(&token)) else { return };
                Object::Literal(Literal { value: time.value.0.clone(), kind: ValueKind::Date })
            }
            // Offices, occupations and ages are read off the noun phrase, and statements are quotations.
            (_, Some(_)) if property.is_some_and(|property| property.range.is_empty()) => return,
            (Filler::Entity(entity, _), _) => Object::Entity(entity),
            _ => return,
        };
        let words = &found.words;
        let trigger = match (words.first(), words.last()) {
            (Some(&first), Some(&last)) => analysis.tokens[first].span.to(analysis.tokens[last].span),
            _ => analysis.tokens[found.predicate].span,
        };
        let draft = Draft {
            sentence,
            predicate: Predicate::Known(found.pattern.property.as_str().into()),
            token: found.predicate,
            trigger,
            truth,
            is_presupposed,
            confidence: found.pattern.confidence * 0.9,
            rule: format!("lexicon:\"{}\"", found.pattern.phrase),
        };
        self.spell_out(&draft, subject, &object, structure);
    }

    /// Whether a word is asserted by its clause: a verb, or a noun or adjective with a copula.
    fn is_asserted(&self, word: usize) -> bool {
        let analysis = self.context.analysis;
        (analysis.tokens[word].upos == crate::language::Upos::Verb && analysis.tokens[word].relation() != "amod")
            || analysis.child(word, "cop").is_some()
    }

    fn nominal(&mut self, sentence: usize, nominal: Nominal) {
        let draft = Draft {
            sentence,
            predicate: Predicate::Known(nominal.property.into()),
            token: nominal.token,
            trigger: self.context.analysis.tokens[nominal.token].span,
            truth: Truth { polarity: Polarity::Affirmed, modality: Modality::Actual },
            is_presupposed: true,
            confidence: nominal.confidence,
            rule: nominal.rule.to_owned(),
        };
        self.spell_out(&draft, Some(nominal.subject), &nominal.object, &Structure::default());
    }

    /// One claim for each member of a plural subject and object.
    fn spell_out(&mut self, draft: &Draft, subject: Option<EntityId>, object: &Object, structure: &Structure) {
        let members = |entity: EntityId| {
            let members = &self.context.entity(entity).members;
            if members.is_empty() { vec![entity] } else { members.clone() }
        };
        let subjects: Vec<Option<EntityId>> =
            subject.map_or_else(|| vec![None], |subject| members(subject).into_iter().map(Some).collect());
        let objects: Vec<Object> = match object {
            Object::Entity(entity) => members(*entity).into_iter().map(Object::Entity).collect(),
            literal @ Object::Literal(_) => vec![literal.clone()],
        };
        for &subject in &subjects {
            for object in &objects {
                self.add(draft, subject, object, structure);
            }
        }
    }

    fn add(&mut self, draft: &Draft, subject: Option<EntityId>, object: &Object, structure: &Structure) {
        let context = self.context;
        let ontology = context.ontology;
        if let Object::Entity(object) = object {
            let class = context.class(*object);
            if subject == Some(*object) {
                return;
            }
            if let Predicate::Known(property) = &draft.predicate {
                let subject_class = subject.map(|subject| context.class(subject));
                if !matching::holds_between(ontology, property, subject_class, class) {
                    return;
                }
            }
        }
        if let (Predicate::Known(property), Some(subject)) = (&draft.predicate, subject) {
            let domain = ontology.property(property).map_or(&[][..], |property| &property.domain);
            let class = context.class(subject);
            if !domain.is_empty() && !domain.iter().any(|&asked| matching::fits(ontology, class, asked)) {
                return;
            }
        }
        let Truth { polarity, mut modality } = draft.truth;
        let is_direct = self.attributions.is_inside_direct(draft.token);
        let by = match self.attributions.source_of(draft.token) {
            Source::Somebody(source) if is_direct || !draft.is_presupposed => Some(source),
            Source::Unnamed if !draft.is_presupposed && modality == Modality::Actual => {
                modality = Modality::Possible;
                None
            }
            _ => None,
        };
        let (time, place) = if draft.is_presupposed || structure.edges().is_empty() {
            (None, None)
        } else {
            let place = structure
                .arguments(draft.token)
                .filter(
                    |edge| matches!(&edge.role, Role::Obl(preposition) if preposition == "in" || preposition == "at"),
                )
                .filter_map(|edge| context.entity_at(edge.dependent))
                .find(|&entity| ontology.classes.is_a(context.class(entity), Class::Place));
            (when::time_of(context.analysis, self.times, draft.token), place)
        };
        let place = place.filter(|place| Some(*place) != subject && *object != Object::Entity(*place));
        self.claims.push(Claim {
            subject,
            predicate: draft.predicate.clone(),
            object: object.clone(),
            polarity,
            modality,
            by,
            time,
            place,
            sentence: draft.sentence,
            trigger: draft.trigger,
            confidence: draft.confidence,
            rule: draft.rule.clone(),
        });
        debug_assert!(draft.trigger.end <= self.article.text.len());
    }
}

/// A claim before its subject and object are spelled out.
struct Draft {
    sentence: usize,
    predicate: Predicate,
    token: usize,
    trigger: Span,
    truth: Truth,
    is_presupposed: bool,
    confidence: f32,
    rule: String,
}

/// Of the readings of one predicate with one pair, the most specific: most words, then surest, then narrowest.
fn best<'a>(context: Context<'_>, found: Vec<Match<'a>>) -> Vec<Match<'a>> {
    let mut readings: HashMap<(usize, Filler, Filler), Vec<Match<'a>>> = HashMap::new();
    let mut order = Vec::new();
    for found in found {
        let admitted = match (found.subject, found.object) {
            (Filler::Entity(subject, _), Filler::Entity(object, _)) => {
                let literal =
                    context.ontology.property(&found.pattern.property).is_some_and(|property| property.value.is_some());
                literal || is_admitted(context, &found, Some(subject), object)
            }
            (Filler::Unsaid, Filler::Entity(object, _)) => is_admitted(context, &found, None, object),
            (Filler::Word(_), _) | (_, Filler::Unsaid) => false,
            (_, Filler::Word(_)) => true,
        };
        if !admitted {
            continue;
        }
        let key = (found.predicate, found.subject, found.object);
        if !readings.contains_key(&key) {
            order.push(key);
        }
        readings.entry(key).or_default().push(found);
    }
    let mut best = Vec::new();
    for key in order {
        let Some(mut group) = readings.remove(&key) else { continue };
        let range = |found: &Match<'_>| {
            let narrowed =
                found.pattern.subject_class.is_some() as usize + found.pattern.object_class.is_some() as usize;
            let property = context.ontology.property(&found.pattern.property);
            let width = property.map_or(0, |property| {
                let width = |classes: &[Class]| if classes.is_empty() { 9 } else { classes.len() };
                width(&property.domain) + width(&property.range)
            });
            (std::cmp::Reverse(narrowed), width)
        };
        group.sort_by(|one, other| {
            (other.words.len().cmp(&one.words.len()))
                .then(other.pattern.confidence.total_cmp(&one.pattern.confidence))
                .then_with(|| range(one).cmp(&range(other)))
                .then_with(|| one.pattern.property.cmp(&other.pattern.property))
        });
        let words = group[0].words.len();
        let confidence = group[0].pattern.confidence;
        let mut properties: HashSet<&str> = HashSet::new();
        for found in &group {
            let is_as_good = found.words.len() == words && found.pattern.confidence >= confidence;
            if is_as_good && properties.len() < 2 && properties.insert(&found.pattern.property) {
                best.push(found.clone());
            }
        }
    }
    best
}

fn is_admitted(context: Context<'_>, found: &Match<'_>, subject: Option<EntityId>, object: EntityId) -> bool {
    let members = |entity: EntityId| {
        let members = &context.entity(entity).members;
        if members.is_empty() { vec![entity] } else { members.clone() }
    };
    let subjects = subject.map_or_else(|| vec![None], |subject| members(subject).into_iter().map(Some).collect());
    members(object)
        .into_iter()
        .any(|object| subjects.iter().any(|&subject| matching::admits(context, found, subject, object)))
}

/// Who takes part in an event that lies after the article's date will, not does.
fn schedule(claims: &mut [Claim], article: &Article) {
    let Some(published) = article.date else { return };
    let published = published.to_string();
    let is_later = |value: &str| value.len() >= 7 && value > published.get(..value.len()).unwrap_or(&published);
    let later: HashSet<EntityId> = claims
        .iter()
        .filter(|claim| claim.predicate.to_string() == "occursOn")
        .filter(|claim| matches!(&claim.object, Object::Literal(date) if is_later(&date.value)))
        .filter_map(|claim| claim.subject)
        .collect();
    for claim in claims {
        let property = claim.predicate.to_string();
        let event = match (&claim.object, property.as_str()) {
            (Object::Entity(event), "participantIn" | "hosts" | "wins") => Some(*event),
            _ => None,
        };
        let is_ahead = event.is_some_and(|event| later.contains(&event))
            || (claim.time.as_ref().is_some_and(|time| is_later(&time.0)) && property != "occursOn");
        if is_ahead && claim.modality == Modality::Actual {
            claim.modality = Modality::Future;
        }
    }
}

/// Each claim once, the surest; symmetric ones in one direction.
fn distinct(claims: Vec<Claim>, ontology: &Ontology) -> Vec<Claim> {
    let mut known: HashMap<_, usize> = HashMap::new();
    let mut kept: Vec<Claim> = Vec::new();
    for mut claim in claims {
        let is_symmetric = matches!(&claim.predicate, Predicate::Known(name)
            if ontology.property(name).is_some_and(|property| property.is_symmetric));
        if let (true, Some(subject), Object::Entity(object)) = (is_symmetric, claim.subject, &claim.object)
            && *object < subject
        {
            let object = *object;
            claim.object = Object::Entity(subject);
            claim.subject = Some(object);
        }
        let key = (
            claim.sentence,
            claim.subject,
            claim.predicate.clone(),
            claim.object.clone(),
            claim.polarity,
            claim.modality,
            claim.by,
        );
        match known.get(&key) {
            Some(&at) => {
                if claim.confidence > kept[at].confidence {
                    kept[at] = claim;
                }
            }
            None => {
                known.insert(key, kept.len());
                kept.push(claim);
            }
        }
    }
    kept
}
