//! Entities to claims: what the text says of them, how it stands to it, and who says so.
//!
//! Each sentence's tree becomes a [`structure`]; the [`lexicon`]'s patterns, the rules for noun phrases (`nominal`), the
//! learned head ([`relations`]) and open predicates (`open`) make drafts of it; [`truth`], [`attribution`] and [`when`]
//! say how the text stands to each.

mod ages;
mod appointments;
pub mod attribution;
mod belonging;
mod biography;
mod demands;
mod departure;
mod events;
mod gifts;
mod identity;
pub mod lexicon;
mod matching;
mod nominal;
mod offices;
mod open;
mod parts;
mod proceedings;
pub mod quotation;
pub mod relations;
mod room;
mod scenes;
mod sound;
pub mod structure;
#[cfg(test)]
mod tests;
pub mod truth;
mod types;
pub mod when;
mod words;

pub(crate) use identity::with_pronouns;
pub use lexicon::Lexicon;
pub use relations::Relations;
pub use types::{Claim, Claims, Literal, Modality, Object, Polarity, Predicate, Quotation, QuotationKind};

use std::collections::{HashMap, HashSet};

use crate::article::Article;
use crate::entity::{Entities, EntityId, MentionKind};
use crate::language::Analysis;
use crate::ontology::{Class, Ontology};
use crate::time::TimeExpression;
use matching::Matched;
use room::{Draft, Room};
use structure::Structure;

/// What an article says of its entities, in the order of the text.
///
/// Linear in the number of sentences. The same subject, property, object, truth and source make one claim, however often
/// they are said; its evidence is the first sentence.
pub fn extract(
    article: &Article,
    analysis: &Analysis,
    times: &[TimeExpression],
    entities: &Entities,
    ontology: &Ontology,
    lexicon: &Lexicon,
    relations: Option<&Relations>,
) -> Claims {
    let room = Room::new(article, analysis, times, entities, ontology);
    let mut claims: Vec<Claim> = Vec::new();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for claim in (0..analysis.sentences.len()).flat_map(|sentence| said(&room, sentence, lexicon, relations)) {
        match known.entry(key(&claim)) {
            std::collections::hash_map::Entry::Occupied(entry) => {
                let earlier = &mut claims[*entry.get()];
                earlier.confidence = earlier.confidence.max(claim.confidence);
                if earlier.time.is_none() {
                    earlier.time = claim.time;
                }
            }
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(claims.len());
                claims.push(claim);
            }
        }
    }
    schedule(&mut claims, &room);
    let doers: HashSet<Key> = claims
        .iter()
        .filter(|claim| claim.subject.is_some())
        .map(|claim| Key { subject: None, by: None, ..key(claim) })
        .collect();
    // Who did what a noun tells, another sentence may say.
    let is_noun = |claim: &Claim| claim.rule.starts_with("lexicon:\"X's ");
    claims
        .retain(|claim| claim.subject.is_some() || !is_noun(claim) || !doers.contains(&Key { by: None, ..key(claim) }));
    // Whose head somebody is said to be counts before whose it seems.
    let is_guess = |claim: &Claim| claim.rule == belonging::COMPANY_OF_TEXT;
    let heads: HashSet<EntityId> = claims
        .iter()
        .filter(|claim| claim.predicate.is("headOf") && !is_guess(claim))
        .filter_map(|claim| claim.subject)
        .collect();
    claims.retain(|claim| !is_guess(claim) || claim.subject.is_none_or(|head| !heads.contains(&head)));
    Claims { claims, quotations: room.attributions.quotations }
}

/// What each sentence says by itself, in the order of the text: like the claims of [`extract`], but repeated as often as
/// the text repeats them, each with its own sentence.
pub fn repeated(
    article: &Article,
    analysis: &Analysis,
    times: &[TimeExpression],
    entities: &Entities,
    ontology: &Ontology,
    lexicon: &Lexicon,
    relations: Option<&Relations>,
) -> Vec<Claim> {
    let room = Room::new(article, analysis, times, entities, ontology);
    (0..analysis.sentences.len()).flat_map(|sentence| said(&room, sentence, lexicon, relations)).collect()
}

/// The claims of one sentence, by where they stand.
fn said(room: &Room<'_>, sentence: usize, lexicon: &Lexicon, relations: Option<&Relations>) -> Vec<Claim> {
    let structure = Structure::of(room.analysis, sentence, room.ontology);
    let Matched { mut drafts, misfits } = matching::matched(room, &structure, sentence, lexicon);
    let mut nominal = nominal::drafts(room, &structure, sentence);
    // A role at an organization says no more than that one works there; a phrasing may say what as.
    let is_told = |draft: &Draft| {
        let says_more = |other: &Draft| {
            other.subject == draft.subject
                && other.object == draft.object
                && !matches!(&other.predicate, Predicate::Open(_))
        };
        draft.rule == biography::ROLE && drafts.iter().any(says_more)
    };
    nominal.retain(|draft| !is_told(draft));
    drafts.extend(nominal);
    for draft in drafts.iter_mut().filter(|draft| is_of_party(room, draft)) {
        draft.predicate = Predicate::Known("memberOfParty".into());
    }
    let departures = departure::drafts(room, &structure, sentence, &drafts);
    drafts.extend(departures);
    // "Two were killed in a Russian strike": who did it is known.
    let is_known = |draft: &Draft| {
        drafts.iter().any(|other| {
            other.subject.is_some()
                && (&other.predicate, &other.object) == (&draft.predicate, &draft.object)
                && other.words.iter().any(|word| draft.words.contains(word))
        })
    };
    // Who holds talks with somebody is no host.
    let is_talk = |draft: &Draft| {
        drafts.iter().any(|other| {
            ["negotiatesWith", "meets", "speaksWith"].iter().any(|name| other.predicate.is(name))
                && other.words.iter().any(|word| draft.words.contains(word))
        })
    };
    let stays: Vec<bool> = drafts
        .iter()
        .map(|draft| (draft.subject.is_some() || !is_known(draft)) && !(draft.predicate.is("hosts") && is_talk(draft)))
        .collect();
    let mut stays = stays.into_iter();
    drafts.retain(|_| stays.next().unwrap_or(true));
    if let Some(scored) = relations.and_then(|head| relations::Scored::new(head, room, &structure, sentence)) {
        scored.judge(room, &mut drafts, misfits);
    }
    // Where a vehicle near the town was struck, the town was not.
    let has_target =
        |draft: &Draft| drafts.iter().any(|other| other.predicate.is("attacks") && other.subject == draft.subject);
    let strikes: Vec<Draft> = drafts
        .iter()
        .filter_map(|draft| struck(room, &structure, draft))
        .filter(|strike| !has_target(strike))
        .collect();
    drafts.extend(strikes);
    let companions: Vec<Draft> = drafts.iter().flat_map(|draft| accompanied(room, &structure, draft)).collect();
    drafts.extend(companions);
    let taken: HashSet<usize> = drafts.iter().flat_map(|draft| draft.words.iter().copied()).collect();
    drafts.extend(open::drafts(room, &structure, sentence, &taken));
    let is_impossible = |draft: &Draft| {
        is_about_itself(draft) || is_no_country(room, draft) || is_waged(room, draft) || is_abroad(room, draft)
    };
    drafts.retain(|draft| !is_impossible(draft));
    pair_off(&mut drafts, room);
    let mut found: Vec<Claim> =
        drafts.iter().map(|draft| oriented(room.claim(draft, &structure), room.ontology)).collect();
    found.sort_by(|one, other| {
        (one.trigger.start, one.trigger.end)
            .cmp(&(other.trigger.start, other.trigger.end))
            .then_with(|| one.predicate.cmp(&other.predicate))
            .then_with(|| one.subject.cmp(&other.subject))
            .then_with(|| one.object.cmp(&other.object))
            .then_with(|| other.confidence.total_cmp(&one.confidence))
    });
    found
}

/// What is known to be in another country is not in a place.
fn is_abroad(room: &Room<'_>, draft: &Draft) -> bool {
    let Object::Entity(place) = draft.object else { return false };
    draft.predicate.is("locatedIn") && draft.subject.is_some_and(|subject| room.is_abroad(subject, place))
}

/// Who launches an attack attacks, and launches nothing.
fn is_waged(room: &Room<'_>, draft: &Draft) -> bool {
    let is_fight = |object: EntityId| room.is_a(object, Class::Attack) || room.is_a(object, Class::War);
    draft.predicate.is("launches") && matches!(draft.object, Object::Entity(object) if is_fight(object))
}

/// "A Norwegian strike kills two in Alby": the town was struck.
fn struck(room: &Room<'_>, structure: &Structure, draft: &Draft) -> Option<Draft> {
    const STRIKES: [&str; 4] = ["strike", "airstrike", "shelling", "bombardment"];
    let hurts = draft.predicate.is("kills") || draft.predicate.is("injures");
    let strikes = draft.words.iter().any(|&word| STRIKES.contains(&&*room.lemmas[word]));
    draft.subject.filter(|_| hurts && strikes)?;
    let place = room.place(draft, structure).filter(|&place| room.has_name(place))?;
    let confidence = 0.9 * draft.confidence;
    Some(Draft {
        predicate: Predicate::Known("attacks".into()),
        object: Object::Entity(place),
        confidence,
        ..draft.clone()
    })
}

/// What somebody does together with others, who do it too.
const SHARED: &[&str] = &["travelsTo", "visits", "leaves", "livesIn", "participantIn", "wins", "founded", "authorOf"];

/// "Roe flew to Oslo with her husband": he did, too.
fn accompanied(room: &Room<'_>, structure: &Structure, draft: &Draft) -> Vec<Draft> {
    if !SHARED.iter().any(|name| draft.predicate.is(name)) {
        return Vec::new();
    }
    let with = structure.from(draft.anchor).filter(|edge| edge.relation.is_oblique_of(&["with", "alongside"]));
    with.flat_map(|edge| room.referents(edge.to, structure))
        .filter(|&companion| room.is_a(companion, Class::Person) && draft.subject.is_some_and(|one| one != companion))
        .map(|companion| Draft { subject: Some(companion), confidence: 0.85 * draft.confidence, ..draft.clone() })
        .collect()
}

/// Who takes part in an event that lies ahead will, and does not yet.
fn schedule(claims: &mut Vec<Claim>, room: &Room<'_>) {
    // A bare year says too little: much of it may be past.
    let is_later =
        |value: &str| value.len() >= 7 && room.article.date.is_some_and(|published| when::lies_ahead(value, published));
    let ahead: HashSet<EntityId> = claims
        .iter()
        .filter(|claim| claim.predicate.is("occursOn") && claim.polarity == Polarity::Affirmed)
        .filter(|claim| matches!(&claim.object, Object::Literal(date) if is_later(&date.value)))
        .filter_map(|claim| claim.subject)
        .collect();
    // Where and when an event takes place is settled before it does.
    let is_setting = |claim: &Claim| {
        (claim.predicate.is("locatedIn") || claim.predicate.is("occursOn"))
            && claim.subject.is_some_and(|subject| room.is_a(subject, Class::Event))
    };
    for claim in claims.iter_mut().filter(|claim| claim.modality == Modality::Future && is_setting(claim)) {
        claim.modality = Modality::Actual;
    }
    for claim in claims.iter_mut().filter(|claim| claim.modality == Modality::Actual && !is_setting(claim)) {
        let is_in_event = ["participantIn", "hosts", "wins"].iter().any(|name| claim.predicate.is(name))
            && matches!(&claim.object, Object::Entity(event) if ahead.contains(event) || room.is_upcoming(*event));
        let is_dated = claim.time.as_ref().is_some_and(|time| is_later(&time.0));
        if is_in_event || is_dated {
            claim.modality = Modality::Future;
        }
    }
    // Planned in one sentence and told without a time in another, it is not known to have happened.
    let planned: HashSet<Key> = claims
        .iter()
        .filter(|claim| claim.modality == Modality::Future && claim.polarity == Polarity::Affirmed)
        .map(|claim| Key { by: None, ..key(claim) })
        .collect();
    // Who will sit together at a meeting will meet there.
    let mut guests: HashMap<EntityId, HashSet<EntityId>> = HashMap::new();
    for claim in claims.iter().filter(|claim| claim.predicate.is("participantIn") && claim.modality == Modality::Future)
    {
        if let (Some(guest), Object::Entity(meeting)) = (claim.subject, &claim.object) {
            guests.entry(*meeting).or_default().insert(guest);
        }
    }
    let will_meet = |claim: &Claim| match (claim.subject, &claim.object) {
        (Some(one), Object::Entity(other)) if claim.predicate.is("meets") => {
            guests.values().any(|guests| guests.contains(&one) && guests.contains(other))
        }
        _ => false,
    };
    for claim in claims.iter_mut() {
        let twin = Key { modality: Modality::Future, by: None, ..key(claim) };
        if claim.is_fact()
            && claim.time.is_none()
            && !is_setting(claim)
            && (planned.contains(&twin) || will_meet(claim))
        {
            claim.modality = Modality::Future;
        }
    }
    let mut seen = HashSet::new();
    claims.retain(|claim| seen.insert(key(claim)));
}

/// What makes two claims the same.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    subject: Option<EntityId>,
    predicate: Predicate,
    object: Object,
    polarity: Polarity,
    modality: Modality,
    by: Option<EntityId>,
}

fn key(claim: &Claim) -> Key {
    let object = match &claim.object {
        // "President" and "president" are one office.
        Object::Literal(literal) => {
            Object::Literal(Literal { value: literal.value.to_lowercase(), kind: literal.kind })
        }
        Object::Entity(entity) => Object::Entity(*entity),
    };
    Key {
        subject: claim.subject,
        predicate: claim.predicate.clone(),
        object,
        polarity: claim.polarity,
        modality: claim.modality,
        by: claim.by,
    }
}

/// A symmetric claim is made once: from the entity that the text names first.
fn oriented(mut claim: Claim, ontology: &Ontology) -> Claim {
    if let Predicate::Known(name) = &claim.predicate
        && ontology.property(name).is_some_and(|property| property.is_symmetric)
        && let (Some(subject), Object::Entity(object)) = (claim.subject, &claim.object)
        && *object < subject
    {
        claim.subject = Some(*object);
        claim.object = Object::Entity(subject);
    }
    claim
}

/// "Norway and Chile, represented by Roe and Doe": each by one, in this order; and a minister is of one country.
fn pair_off(drafts: &mut Vec<Draft>, room: &Room<'_>) {
    const OF_ONE: [&str; 5] = ["representativeOf", "headOf", "ambassadorTo", "spokesmanFor", "worksFor"];
    let is_of_one = |draft: &Draft, property: &str| {
        let is_minister = || draft.words.iter().any(|&word| room.is_title("governmentTitle", word));
        draft.predicate.is(property) && (property != "worksFor" || is_minister())
    };
    let first = |entity: EntityId| room.entity(entity).mentions.first().copied();
    let object = |draft: &Draft| match draft.object {
        Object::Entity(object) => Some(object),
        Object::Literal(_) => None,
    };
    let mut gone: Vec<(EntityId, EntityId)> = Vec::new();
    for property in OF_ONE {
        let pairs: Vec<(EntityId, EntityId)> = drafts
            .iter()
            .filter(|draft| is_of_one(draft, property))
            .filter_map(|draft| Some((draft.subject?, object(draft)?)))
            .collect();
        let in_order = |mut all: Vec<EntityId>| {
            all.sort_by_key(|&entity| first(entity));
            all.dedup();
            all
        };
        let ones = in_order(pairs.iter().map(|pair| pair.0).collect());
        let others = in_order(pairs.iter().map(|pair| pair.1).collect());
        let is_each_with_each = ones.len() == others.len()
            && ones.len() > 1
            && ones.iter().all(|&one| others.iter().all(|&other| pairs.contains(&(one, other))));
        if is_each_with_each {
            let is_across = |pair: &&(EntityId, EntityId)| {
                ones.iter().position(|&one| one == pair.0) != others.iter().position(|&other| other == pair.1)
            };
            gone.extend(pairs.iter().filter(is_across));
        }
    }
    drafts.retain(|draft| {
        !OF_ONE.iter().any(|property| is_of_one(draft, property))
            || !draft.subject.zip(object(draft)).is_some_and(|pair| gone.contains(&pair))
    });
}

/// Whether a draft makes a person a member of a party, which is a property of its own.
fn is_of_party(room: &Room<'_>, draft: &Draft) -> bool {
    let Object::Entity(party) = draft.object else { return false };
    // A party's fighters are no politicians.
    let is_fighter = |&word: &usize| {
        let lemma = room.lemmas[word].as_str();
        room.ontology.is_word("militaryTitle", lemma)
            || matches!(lemma, "fighter" | "militant" | "gunman" | "operative" | "rebel" | "guerrilla" | "terrorist")
    };
    draft.predicate.is("memberOf")
        && !draft.words.iter().any(is_fighter)
        && room.is_a(party, Class::PoliticalParty)
        && draft.subject.is_some_and(|member| room.is_a(member, Class::Person))
}

/// Countries are in no other country or town, whatever stands beside them ("Norway, Chile win"), and nobody is a citizen of
/// what is none: a "Texas student".
fn is_no_country(room: &Room<'_>, draft: &Draft) -> bool {
    let is_country = |entity: EntityId| room.entities.countries.contains(&entity);
    let Object::Entity(object) = draft.object else { return false };
    match draft.subject {
        Some(subject) if draft.predicate.is("locatedIn") => {
            is_country(subject) && room.is_a(object, Class::GeopoliticalEntity)
        }
        Some(_) if draft.predicate.is("citizenOf") => {
            let is_called =
                room.entity(object).mentions.iter().all(|&at| room.entities.mentions[at].kind == MentionKind::Name);
            is_called && room.entity(object).link.is_some() && !is_country(object)
        }
        _ => false,
    }
}

/// A claim of a thing about itself says nothing.
fn is_about_itself(draft: &Draft) -> bool {
    draft.subject.is_some_and(|subject| draft.object == Object::Entity(subject))
}
