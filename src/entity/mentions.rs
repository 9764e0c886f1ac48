//! Mentions: the names, demonyms, noun phrases and pronouns of a text, before it is known what they refer to.
//!
//! The network finds names; the knowledge base adds demonyms and the few unambiguous names that the network missed.
//! Noun phrases and pronouns are read off the tree. Of the names inside longer ones only countries are looked for, in those of bodies and events.

use std::ops::Range;

use super::words::{
    DIVISIONS, is_acronym_of, is_measure, is_noun, is_person_noun, is_plural, is_title, key, without_form,
};
use super::{Context, MentionKind, phrase};
use crate::article::Span;
use crate::knowledge::ItemId;
use crate::language::{Analysis, NameKind, Upos};
use crate::ontology::Class;

/// Units that goods are measured by.
const WEIGHTS: &[&str] = &["tonne", "ton", "kilogram", "kilo", "kg", "gram", "pound", "litre", "liter", "barrel"];

/// A mention that was found, not yet resolved.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub span: Span,
    pub tokens: Range<usize>,
    pub head: usize,
    pub kind: MentionKind,
    /// What the network takes the name for.
    pub name_kind: Option<NameKind>,
    /// The country of a demonym.
    pub country: Option<ItemId>,
}

/// "A Croat", "a 29-year-old Egyptian": somebody, and not the country.
pub(super) fn is_national(context: &Context<'_>, token: usize) -> bool {
    let word = &context.analysis.tokens[token];
    word.is_capitalised()
        && !is_plural(word)
        && !matches!(word.relation(), "amod" | "compound" | "flat")
        && context.analysis.child(token, "det").is_some_and(|det| context.analysis.tokens[det].lemma == "a")
        && context.knowledge.demonym(&word.form).is_some()
}

/// All mentions of the text, ordered by start, longer first.
pub(super) fn find(context: &Context<'_>) -> Vec<Found> {
    let mut covered = vec![false; context.analysis.tokens.len()];
    let mut found = Vec::new();
    names(context, &mut covered, &mut found);
    parties(context, &mut covered, &mut found);
    demonyms(context, &mut covered, &mut found);
    bodies_of_peoples(context, &mut covered, &mut found);
    missed_names(context, &mut covered, &mut found);
    inside_events(context, &mut found);
    inside_bodies(context, &mut found);
    nominals(context, &covered, &mut found);
    pronouns(context, &covered, &mut found);
    found.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.head));
    found
}

/// The token of an interval that the others depend on.
fn head_of(context: &Context<'_>, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .find(|&token| context.analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
        .unwrap_or(tokens.start)
}

fn name(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> Found {
    Found {
        span: context.analysis.span(&tokens),
        head: head_of(context, &tokens),
        tokens,
        kind: MentionKind::Name,
        name_kind: Some(kind),
        country: None,
    }
}

/// A name without its article, titles, possessive and punctuation.
fn trim(context: &Context<'_>, mut tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let words = &context.analysis.tokens;
    while !tokens.is_empty() {
        let last = &words[tokens.end - 1];
        let is_possessive = matches!(last.form.as_str(), "'s" | "’s" | "'" | "’");
        if is_possessive || (last.upos == Upos::Punct && !matches!(last.form.as_str(), "!" | "?")) {
            tokens.end -= 1;
        } else {
            break;
        }
    }
    // "Shadow Home Secretary Jane Roe": a title of several words inside the name.
    if kind == NameKind::Person
        && let Some(title) = tokens.clone().rev().find(|&token| {
            &*words[token].deprel == "nmod:desc"
                && words[token].head.is_some_and(|head| token < head && tokens.contains(&head))
        })
    {
        tokens.start = title + 1;
    }
    while tokens.len() > 1 {
        let first = &words[tokens.start];
        let is_article = first.upos == Upos::Det && matches!(first.form.to_lowercase().as_str(), "the" | "a" | "an");
        let is_person_title = kind == NameKind::Person && is_title(context.ontology, &first.form);
        if is_article || is_person_title || first.upos == Upos::Punct {
            tokens.start += 1;
        } else {
            break;
        }
    }
    tokens
}

/// A name with what a hyphen joins to it: "G-7", "Moon Jae-in", but not "Kremlin-backed".
fn extend(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let words = &context.analysis.tokens;
    let end = tokens.end;
    if tokens.is_empty() || end + 1 >= words.len() || words[end].form != "-" {
        return tokens;
    }
    let is_joined =
        words[end].span.start == words[end - 1].span.end && words[end + 1].span.start == words[end].span.end;
    let longer = tokens.start..end + 2;
    let is_number = words[end + 1].form.starts_with(|c: char| c.is_ascii_digit());
    let is_known = kind == NameKind::Person && !context.knowledge.candidates(context.text(&longer)).is_empty();
    if is_joined && (is_number || is_known) { longer } else { tokens }
}

/// Verbs of what is done to people, of whom a bare number is enough.
#[rustfmt::skip]
const BEFALLING: &[&str] = &[
    "kill", "wound", "injure", "hurt", "arrest", "detain", "abduct", "kidnap", "rescue", "evacuate", "execute", "behead",
    "massacre", "hospitalize", "hospitalise", "imprison", "jail", "release", "free", "deport", "expel", "charge", "convict",
    "sentence", "indict", "pardon", "acquit", "dismiss", "sack",
];

/// What storms are called before their names.
const STORMS: &[&str] = &["hurricane", "typhoon", "cyclone", "storm"];

/// "Hurricane Melissa", "Tropical Storm Fengshen": the name begins with what it names, which is no person and no place.
fn storm(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> (Range<usize>, NameKind) {
    let words = &context.analysis.tokens;
    let is_storm = |at: usize| words[at].is_capitalised() && STORMS.contains(&&*words[at].form.to_lowercase());
    let Some(last) = tokens.clone().next_back() else { return (tokens, kind) };
    if (tokens.start..last).any(is_storm) {
        return (tokens, NameKind::Event);
    }
    let sentence = context.analysis.sentences[context.analysis.sentence_of(last)].tokens.start;
    let Some(noun) = tokens.start.checked_sub(1).filter(|&noun| noun >= sentence && is_storm(noun)) else {
        return (tokens, kind);
    };
    let is_kind = |at: usize| matches!(&*words[at].form, "Tropical" | "Super" | "Severe" | "Winter" | "Post-Tropical");
    let start = (sentence..noun).rev().take_while(|&at| is_kind(at)).last().unwrap_or(noun);
    (start..tokens.end, NameKind::Event)
}

/// "The Kherson region": the place that a name and the noun behind it name together, which the name alone may not.
fn division(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let noun = tokens.end;
    let words = &context.analysis.tokens;
    let is_division = kind == NameKind::Place
        && words.get(noun).is_some_and(|word| word.upos == Upos::Noun && DIVISIONS.contains(&&*word.form))
        && words[head_of(context, &tokens)].head == Some(noun)
        && !is_country_name(context, context.text(&tokens));
    if is_division { tokens.start..noun + 1 } else { tokens }
}

/// "The Georgian Dream party": a known body's name without the common noun that the network took for its end.
fn without_noun(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let words = &context.analysis.tokens;
    let shorter = tokens.start..tokens.end.saturating_sub(1);
    let is_longer = kind == NameKind::Organization
        && shorter.len() > 1
        && words[shorter.end].upos == Upos::Noun
        && !words[shorter.end].is_capitalised()
        && words[shorter.end - 1].is_capitalised()
        && !is_known(context, &tokens)
        && known_kind(context, &shorter) == Some(kind);
    if is_longer { shorter } else { tokens }
}

/// "Flag carrier Alba", "Alba, a bank", "Alba Ltd": the noun beside a name tells what it is.
fn told_kind(context: &Context<'_>, tokens: &Range<usize>, kind: NameKind) -> NameKind {
    if tokens.is_empty() {
        return kind;
    }
    // "Their son Stanley" is no town.
    let is_kin = |noun: usize| {
        let lemma = context.analysis.tokens[noun].lemma.to_lowercase();
        context.ontology.is_word("kinshipNoun", &lemma) && !matches!(&*lemma, "partner" | "family")
    };
    let is_unsure = matches!(kind, NameKind::Place | NameKind::Organization | NameKind::Product | NameKind::Work);
    if is_unsure && noun_before(context, tokens).is_some_and(is_kin) {
        return NameKind::Person;
    }
    if is_unsure && is_told_holder(context, tokens) {
        return NameKind::Person;
    }
    let may_be_other = match kind {
        NameKind::Place | NameKind::Work | NameKind::Product => true,
        NameKind::Person => tokens.len() == 1 || without_form(context.text(tokens)).is_some(),
        _ => false,
    };
    if !may_be_other {
        return kind;
    }
    let is_body =
        |noun: usize| context.analysis.tokens[noun].feature("Number") != Some("Plur") && is_body_noun(context, noun);
    let is_told = without_form(context.text(tokens)).is_some()
        || noun_before(context, tokens).is_some_and(is_body)
        // What a known city is said to be may be a figure of speech.
        || !is_known(context, tokens) && nouns_about(context, tokens).into_iter().any(is_body);
    if is_told { NameKind::Organization } else { kind }
}

/// Nouns between a name in apposition and the title that it may be of: "governor of the region of Alby, Jane Roe".
const TITLE_ABOVE: usize = 3;

/// Whether an unknown name of several words stands behind the title of one person: "the governor of Alby, Jane Roe,".
fn is_told_holder(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let words = &context.analysis.tokens;
    if !(2..=4).contains(&tokens.len()) || is_known(context, tokens) {
        return false;
    }
    let head = head_of(context, tokens);
    let is_behind_comma = || tokens.start.checked_sub(1).is_some_and(|before| words[before].form == ",");
    let is_apposition = words[head].relation() == "appos" && is_behind_comma();
    let mut above = words[head].head.filter(|_| is_apposition);
    for _ in 0..TITLE_ABOVE {
        let Some(noun) = above else { return false };
        let is_the = || {
            context.analysis.child(noun, "det").is_some_and(|article| words[article].form.eq_ignore_ascii_case("the"))
        };
        if is_person_noun(context.ontology, &words[noun].lemma.to_lowercase()) {
            return is_noun(&words[noun]) && !is_plural(&words[noun]) && is_the();
        }
        above = words[noun].head.filter(|_| words[noun].relation() == "nmod");
    }
    false
}

/// The noun right before a name that says what it is.
fn noun_before(context: &Context<'_>, tokens: &Range<usize>) -> Option<usize> {
    let words = &context.analysis.tokens;
    let (noun, head) = (tokens.start.checked_sub(1)?, head_of(context, tokens));
    let is_beside = words[head].head == Some(noun) && matches!(words[head].relation(), "appos" | "flat" | "compound")
        || words[noun].head == Some(head) && matches!(words[noun].relation(), "nmod" | "compound" | "flat");
    is_beside.then_some(noun)
}

/// The nouns apart from a name that say what it is: "Alba, a bank in Oslo", "its parent company, Alba", "Alba is a bank".
fn nouns_about(context: &Context<'_>, tokens: &Range<usize>) -> Vec<usize> {
    let words = &context.analysis.tokens;
    let head = head_of(context, tokens);
    let predicate = words[head].head.filter(|&noun| match words[head].relation() {
        "nsubj" => noun > head && context.analysis.child(noun, "cop").is_some(),
        relation => relation == "appos",
    });
    let is_apposition = |&noun: &usize| noun >= tokens.end && words[noun].relation() == "appos";
    // "Alba, one of Norway's largest banks"
    let kind = |noun: usize| match &*words[noun].lemma {
        "one" => context.analysis.child(noun, "nmod").unwrap_or(noun),
        _ => noun,
    };
    context.analysis.children(head).filter(is_apposition).chain(predicate).map(kind).collect()
}

/// A body's name without the model of what it drives: "Russian Air Force" of "Russian Air Force Antonov An-26".
fn without_model(context: &Context<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    if kind != NameKind::Organization || !is_model(context, &tokens) || is_known(context, &tokens) {
        return tokens;
    }
    let start = tokens.start;
    let body = (start + 2..tokens.end).rev().map(|end| start..end).find(|shorter| is_known(context, shorter));
    body.filter(|body| is_model(context, &(body.end..tokens.end))).unwrap_or(tokens)
}

/// Whether the words hold a number, as names of aircraft and ships do.
fn is_model(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    context.text(tokens).contains(|c: char| c.is_ascii_digit())
}

fn is_known(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    !context.candidates(context.text(tokens)).is_empty()
}

/// Bodies whose name begins with a nationality that the network took for one: "Nigerian Army soldiers".
fn bodies_of_peoples(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    let peoples: Vec<Range<usize>> =
        found.iter().filter(|found| found.kind == MentionKind::Demonym).map(|found| found.tokens.clone()).collect();
    for people in peoples {
        let behind = found.iter().find(|found| found.tokens.start == people.end).map(|found| found.tokens.clone());
        let is_free = |end: usize| match &behind {
            Some(name) => end == name.end || end < name.end && is_model(context, &(end..name.end)),
            None => !covered[people.end..end].contains(&true),
        };
        let capitals = words[people.end..].iter().take_while(|word| word.is_capitalised()).take(BODY_WORDS).count();
        let body = (1..=capitals)
            .rev()
            .map(|length| people.start..people.end + length)
            .find(|body| is_free(body.end) && known_kind(context, body) == Some(NameKind::Organization));
        if let Some(body) = body {
            found.retain(|other| other.tokens.start < body.start || body.end <= other.tokens.start);
            covered[body.clone()].fill(true);
            found.push(name(context, body, NameKind::Organization));
        }
    }
}

fn names(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    for given in context.analysis.names.iter().filter(|name| name.kind != NameKind::Date) {
        let tokens = extend(context, trim(context, given.tokens.clone(), given.kind), given.kind);
        let tokens = without_model(context, tokens, given.kind);
        let (tokens, kind) = storm(context, tokens, given.kind);
        let tokens = without_noun(context, division(context, tokens, kind), kind);
        let kind = told_kind(context, &tokens, kind);
        if tokens.is_empty() || tokens.clone().all(|token| matches!(words[token].upos, Upos::Punct | Upos::Pron)) {
            continue;
        }
        // Demonyms are looked at by themselves.
        if tokens.len() == 2
            && context.knowledge.demonym(context.text(&tokens)).is_some()
            && !is_country_name(context, context.text(&tokens))
        {
            continue;
        }
        if tokens.len() == 1 && matches!(given.kind, NameKind::Group | NameKind::Place | NameKind::Organization) {
            let word = &words[tokens.start];
            if context.knowledge.demonym(&word.form).is_some() && !is_country_name(context, &word.form) {
                continue;
            }
            // "North Korean soldiers": the network may see "Korean" alone.
            let is_half = |before: usize| {
                words[before].upos != Upos::Det
                    && context.knowledge.demonym(context.text(&(before..tokens.end))).is_some()
            };
            if tokens.start.checked_sub(1).is_some_and(is_half) {
                continue;
            }
        }
        // A title alone is no name.
        let text = context.text(&tokens);
        if kind == NameKind::Person
            && is_title(context.ontology, text)
            && (tokens.len() > 1 || context.knowledge.candidates(text).is_empty())
        {
            continue;
        }
        tokens.clone().for_each(|token| covered[token] = true);
        if split(context, &tokens, kind, found) {
            continue;
        }
        found.push(name(context, tokens, kind));
    }
    // "Biden-Putin summit" as one token.
    for token in 0..words.len() {
        if !covered[token] && words[token].is_capitalised() && words[token].form.contains(['-', '–']) {
            let tokens = token..token + 1;
            if split(context, &tokens, NameKind::Place, found) {
                covered[token] = true;
            }
        }
    }
}

/// Names joined by a hyphen ("US-Russia", "Biden-Putin") are two, where each is known by itself and both together are not.
fn split(context: &Context<'_>, tokens: &Range<usize>, kind: NameKind, found: &mut Vec<Found>) -> bool {
    let text = context.text(tokens);
    if !text.contains(['-', '–']) || !context.knowledge.candidates(text).is_empty() {
        return false;
    }
    let parts: Vec<&str> = text.split(['-', '–']).map(str::trim).collect();
    let of_document = |part: &str| {
        let part = key(part);
        context.analysis.names.iter().filter(|name| name.tokens != *tokens && name.tokens.start != tokens.start).find(
            |name| {
                let other = key(context.text(&name.tokens));
                other == part || other.ends_with(&format!(" {part}"))
            },
        )
    };
    let kinds: Vec<Option<NameKind>> = parts
        .iter()
        .map(|part| {
            if is_country_name(context, part) || context.knowledge.demonym(part).is_some() {
                Some(NameKind::Place)
            } else {
                of_document(part).map(|name| name.kind)
            }
        })
        .collect();
    if parts.len() < 2 || kinds.iter().any(Option::is_none) {
        return false;
    }
    let start = context.analysis.tokens[tokens.start].span.start;
    let mut offset = 0;
    for (part, part_kind) in parts.iter().zip(kinds) {
        let at = text[offset..].find(part).map_or(offset, |at| offset + at);
        offset = at + part.len();
        let span = Span::new(start + at, start + at + part.len());
        let inside: Vec<usize> = tokens
            .clone()
            .filter(|&token| {
                let word = context.analysis.tokens[token].span;
                word.start < span.end && span.start < word.end
            })
            .collect();
        let (Some(&first), Some(&last)) = (inside.first(), inside.last()) else { continue };
        let range = first..last + 1;
        let country = context.knowledge.demonym(part).filter(|_| !is_country_name(context, part));
        found.push(Found {
            span,
            head: head_of(context, &range),
            tokens: range,
            kind: if country.is_some() { MentionKind::Demonym } else { MentionKind::Name },
            name_kind: part_kind.or(Some(kind)),
            country,
        });
    }
    true
}

/// Nouns beside the offices that the ontology lists before which a party's adjective stands.
const POLITICIANS: &[&str] = &["politician", "candidate", "nominee", "incumbent", "member", "strategist", "majority"];

/// "Republican" of "Republican senator": the party whose adjective a capitalised word before a politician is.
pub(super) fn party_of(context: &Context<'_>, tokens: &Range<usize>) -> Option<String> {
    let noun = context.analysis.tokens.get(tokens.end).filter(|_| tokens.len() == 1)?;
    let lemma = noun.lemma.to_lowercase();
    let is_politician = POLITICIANS.contains(&&*lemma) || context.ontology.is_word("legislatorTitle", &lemma);
    let word = context.text(tokens);
    if !is_politician
        || !context.analysis.tokens[tokens.start].is_capitalised()
        || context.knowledge.demonym(word).is_some()
    {
        return None;
    }
    let party = format!("{word} Party");
    let item = context.knowledge.item(*context.knowledge.candidates(&party).first()?)?;
    (item.class == Class::PoliticalParty && item.popularity >= WELL_KNOWN).then_some(party)
}

/// Adjectives of parties that the network took for no names.
fn parties(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    for (token, is_covered) in covered.iter_mut().enumerate() {
        let tokens = token..token + 1;
        if !*is_covered && party_of(context, &tokens).is_some() {
            *is_covered = true;
            found.push(name(context, tokens, NameKind::Organization));
        }
    }
}

/// Whether a word is the name of a country, not only its adjective.
fn is_country_name(context: &Context<'_>, word: &str) -> bool {
    context.knowledge.candidates(word).first().is_some_and(|&item| context.is_country(item))
}

fn demonyms(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    for token in 0..words.len() {
        if covered[token] || !words[token].is_capitalised() {
            continue;
        }
        // "South Korean" before "Korean".
        let two = token..(token + 2).min(words.len());
        let is_two = two.len() == 2
            && !covered[token + 1]
            && words[token + 1].is_capitalised()
            && context.knowledge.demonym(context.text(&two)).is_some();
        let tokens = if is_two { two } else { token..token + 1 };
        let text = context.text(&tokens);
        let Some(country) = context.knowledge.demonym(text) else { continue };
        let head = head_of(context, &tokens);
        let word = &words[head];
        let is_country = is_country_name(context, text);
        let singular = text.strip_suffix('s').filter(|singular| context.knowledge.demonym(singular).is_some());
        let is_people = is_noun(word)
            && !is_country
            && !matches!(word.relation(), "compound" | "amod" | "flat")
            && (is_plural(word) || singular.is_some());
        let is_adjective =
            word.upos == Upos::Adj || matches!(word.relation(), "amod" | "compound" | "nmod" | "conj" | "flat");
        if !(is_people || is_country || is_adjective) {
            continue;
        }
        covered[tokens.clone()].fill(true);
        found.push(if is_people {
            name(context, tokens, NameKind::Group)
        } else if is_country {
            name(context, tokens, NameKind::Place)
        } else {
            Found {
                span: context.analysis.span(&tokens),
                head,
                tokens,
                kind: MentionKind::Demonym,
                name_kind: Some(NameKind::Place),
                country: Some(country),
            }
        });
    }
}

/// Proper nouns that the network took for no name but the knowledge base knows well.
fn missed_names(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    acronyms(context, covered, found);
    for sentence in &context.analysis.sentences {
        let mut token = sentence.tokens.start;
        while token < sentence.tokens.end {
            let mut end = token;
            while end < sentence.tokens.end && !covered[end] && words[end].upos == Upos::Propn {
                end += 1;
            }
            if end == token {
                token += 1;
                continue;
            }
            // "G-7": what a hyphen joins belongs to it.
            let tokens = extend(context, token..end, NameKind::Organization);
            token = tokens.end;
            if let Some(kind) = known_kind(context, &tokens) {
                covered[tokens.clone()].fill(true);
                found.push(name(context, tokens, kind));
            }
        }
    }
}

/// The countries that begin or end names of bodies which nothing else is known of: "Honduran National Electoral Council",
/// "Constitutional Court of Kosovo".
fn inside_bodies(context: &Context<'_>, found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    let mut inner = Vec::new();
    for body in found.iter().filter(|mention| mention.name_kind == Some(NameKind::Organization)) {
        if body.kind != MentionKind::Name || !context.candidates(context.source(body.span)).is_empty() {
            continue;
        }
        let Range { start, end } = body.tokens;
        let longest = body.tokens.len().saturating_sub(1).min(COUNTRY_WORDS);
        let first = (1..=longest).rev().find_map(|length| country(context, start..start + length));
        let last = (1..=longest).rev().map(|length| end - length).find_map(|at| {
            let is_owner = at > start && (words[at - 1].form == "of" || words[at - 1].form == "the");
            if is_owner { country(context, at..end).filter(|found| found.kind == MentionKind::Name) } else { None }
        });
        inner.extend(first.into_iter().chain(last));
    }
    found.extend(inner);
}

/// The country that these words name, or whose people they name.
fn country(context: &Context<'_>, tokens: Range<usize>) -> Option<Found> {
    if !context.analysis.tokens[tokens.start].is_capitalised() {
        return None;
    }
    let text = context.text(&tokens);
    if is_country_name(context, text) {
        return Some(name(context, tokens, NameKind::Place));
    }
    let country = context.knowledge.demonym(text)?;
    let (kind, name_kind) = (MentionKind::Demonym, Some(NameKind::Place));
    let (span, head) = (context.analysis.span(&tokens), head_of(context, &tokens));
    Some(Found { span, head, tokens, kind, name_kind, country: Some(country) })
}

/// The countries inside names of events: "2020 US election", "French presidential election".
fn inside_events(context: &Context<'_>, found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    let mut inner = Vec::new();
    for event in found.iter().filter(|mention| mention.kind == MentionKind::Name) {
        let is_event = context.ontology.noun_is(&words[event.head].lemma.to_lowercase(), Class::Event);
        if !is_event {
            continue;
        }
        // "Biden-Putin summit": as if they stood alone.
        for hyphen in event.tokens.clone().filter(|&token| words[token].form == "-" && token < event.head) {
            let pair = hyphen.saturating_sub(1)..hyphen + 2;
            if event.tokens.start <= pair.start && pair.end <= event.head {
                split(context, &pair, NameKind::Person, &mut inner);
            }
        }
        for token in event.tokens.clone().filter(|&token| token < event.head && words[token].is_capitalised()) {
            let tokens = token..token + 1;
            if inner.iter().any(|other: &Found| other.tokens == tokens) {
                continue;
            }
            inner.extend(country(context, tokens));
        }
    }
    found.extend(inner);
}

/// Acronyms of names in the text, and acronyms that are read as a pronoun ("WHO").
fn acronyms(context: &Context<'_>, covered: &mut [bool], found: &mut Vec<Found>) {
    let long: Vec<&str> = found
        .iter()
        .filter(|name| {
            name.kind == MentionKind::Name && name.name_kind != Some(NameKind::Person) && name.tokens.len() > 1
        })
        .map(|name| context.source(name.span))
        .collect();
    for (token, word) in context.analysis.tokens.iter().enumerate() {
        let is_pronoun = || {
            word.upos == Upos::Pron
                && word.form.chars().all(char::is_uppercase)
                && !is_shouted(context, token)
                && !context.candidates(&word.form).is_empty()
        };
        let is_acronym = || long.iter().any(|name| is_acronym_of(&word.form, name));
        if !covered[token] && word.form.len() >= 3 && (is_acronym() || is_pronoun()) {
            covered[token] = true;
            found.push(name(context, token..token + 1, NameKind::Organization));
        }
    }
}

/// Whether the words beside a word are in capitals too.
fn is_shouted(context: &Context<'_>, token: usize) -> bool {
    let sentence = context.analysis.sentences[context.analysis.sentence_of(token)].tokens.clone();
    let is_lower = |at: usize| context.analysis.tokens[at].form.chars().any(char::is_lowercase);
    !sentence.filter(|at| at.abs_diff(token) <= 2).any(is_lower)
}

/// Words behind a nationality that make the name of a body with it: "Royal Air Force".
const BODY_WORDS: usize = 3;
/// Words that the name of a country has at most, where it begins a longer name.
const COUNTRY_WORDS: usize = 3;
/// Popularity from which a name of several words is believed without the network.
const WELL_KNOWN: u16 = 300;
/// The same for a single word, which may be anything.
const FAMOUS: u16 = 600;

fn known_kind(context: &Context<'_>, tokens: &Range<usize>) -> Option<NameKind> {
    let text = context.text(tokens);
    let first = &context.analysis.tokens[tokens.start];
    if tokens.len() == 1 && (is_title(context.ontology, text) || is_measure(&first.lemma.to_lowercase())) {
        return None;
    }
    let mut candidates = context.candidates(text);
    if candidates.is_empty() && !first.is_capitalised() && tokens.len() == 1 {
        let mut capital: String = text.chars().take(1).flat_map(char::to_uppercase).collect();
        capital.extend(text.chars().skip(1));
        candidates = context.knowledge.candidates(&capital);
    }
    let item = context.knowledge.item(*candidates.first()?)?;
    let needed = if tokens.len() > 1 { WELL_KNOWN } else { FAMOUS };
    if item.popularity < needed {
        return None;
    }
    let is_a = |class| context.ontology.classes.is_a(item.class, class);
    Some(if is_a(Class::Person) {
        // A surname alone is too little.
        if tokens.len() == 1 {
            return None;
        }
        NameKind::Person
    } else if is_a(Class::Place) {
        NameKind::Place
    } else if is_a(Class::Organization) {
        NameKind::Organization
    } else {
        return None;
    })
}

/// Whether a bare number counts those to whom something is done: "killing five and wounding 20".
fn counts_people(context: &Context<'_>, token: usize) -> bool {
    let analysis = context.analysis;
    let word = &analysis.tokens[token];
    let first = word.head.filter(|_| word.relation() == "conj").unwrap_or(token);
    let argument = &analysis.tokens[first];
    let is_hurt = argument.head.is_some_and(|verb| {
        let suffers = argument.relation() == "obj" || &*argument.deprel == "nsubj:pass";
        let lemma = &*analysis.tokens[verb].lemma;
        suffers && BEFALLING.contains(&lemma) || argument.relation() == "nsubj" && lemma == "die"
    });
    // "55 of 145 seats", "40 percent"; not "ten of the hostages"
    let is_part = analysis.children(token).any(|child| {
        let is_of = || analysis.child(child, "case").is_some_and(|case| analysis.tokens[case].form == "of");
        let is_people = || is_person_noun(context.ontology, &analysis.tokens[child].lemma.to_lowercase());
        analysis.tokens[child].relation() == "nmod" && is_of() && !is_people()
    });
    // "14 more", "several"
    let is_number = word.upos == Upos::Num
        || &*word.lemma == "several"
        || &*word.lemma == "more" && analysis.child(token, "nummod").is_some();
    is_number && is_hurt && !is_part && analysis.child(token, "det").is_none()
}

/// "The 57-year-old", who was spoken of; "a 43-year-old from Alby", who was not.
pub(super) fn is_aged(analysis: &Analysis, token: usize) -> bool {
    let words = &analysis.tokens;
    let word = &words[token];
    let is_joined = || {
        let form = |back: usize| token.checked_sub(back).map_or("", |at| &*words[at].form);
        word.form == "old" && form(1) == "-" && form(2) == "year"
    };
    matches!(word.upos, Upos::Adj | Upos::Noun)
        && (word.form.ends_with("-year-old") || is_joined())
        && matches!(word.relation(), "nsubj" | "obj" | "obl" | "nmod" | "conj")
        && analysis.child(token, "det").is_some()
}

fn nominals(context: &Context<'_>, covered: &[bool], found: &mut Vec<Found>) {
    let words = &context.analysis.tokens;
    for (token, word) in words.iter().enumerate() {
        let is_phrase = || is_noun(word) || counts_people(context, token) || is_aged(context.analysis, token);
        if covered[token] || !is_phrase() {
            continue;
        }
        let lemma = word.lemma.to_lowercase();
        let is_person = is_person_noun(context.ontology, &lemma);
        if word.upos == Upos::Propn
            && !is_person
            && context.ontology.noun_class(&lemma).is_none()
            && !is_national(context, token)
        {
            continue;
        }
        // "Three tonnes of cocaine" is cocaine.
        let analysis = context.analysis;
        let weighs = || {
            WEIGHTS.contains(&lemma.as_str())
                && analysis.children(token).any(|child| {
                    analysis.tokens[child].relation() == "nmod"
                        && analysis.tokens[child].upos == Upos::Noun
                        && analysis.child(child, "case").is_some_and(|case| analysis.tokens[case].form == "of")
                })
        };
        if is_measure(&lemma) && !is_person && !weighs() {
            continue;
        }
        let relation = word.relation();
        // Who opens fire lights none.
        let is_shooting = || {
            let opens = |verb: usize| matches!(&*words[verb].lemma, "open" | "exchange" | "return" | "trade" | "cease");
            &*lemma == "fire" && relation == "obj" && word.head.is_some_and(opens)
        };
        if matches!(relation, "fixed" | "goeswith") || is_shooting() {
            continue;
        }
        if matches!(relation, "compound" | "flat" | "amod" | "nmod")
            && (relation != "nmod" || analysis_is_title(context, token))
        {
            // Inside another phrase; a title before a name is a phrase of its own.
            let is_title_of_name = is_person && word.head.is_some_and(|head| covered[head] && head > token);
            if !is_title_of_name && !is_body_of_title(context, token) {
                continue;
            }
        }
        let tokens = phrase::extent(context.analysis, token);
        // A title's phrase ends where the name begins.
        let end = (token + 1..tokens.end)
            .find(|&other| covered[other] && words[other].head == Some(token) && words[other].relation() == "flat");
        // "15 - year - old" is one word, whatever the tree makes of it.
        let is_joined_age = word.form == "old" && is_aged(context.analysis, token);
        let start = if is_joined_age { tokens.start.min(token.saturating_sub(4)) } else { tokens.start };
        let tokens = start..end.unwrap_or(tokens.end);
        found.push(Found {
            span: context.analysis.span(&tokens),
            tokens,
            head: token,
            kind: MentionKind::Nominal,
            name_kind: None,
            country: None,
        });
    }
}

/// Whether a token is a noun for organizations that are no country, city or state.
fn is_body_noun(context: &Context<'_>, token: usize) -> bool {
    let word = &context.analysis.tokens[token];
    let names_a = |class| context.ontology.noun_is(&word.lemma.to_lowercase(), class);
    word.upos == Upos::Noun && names_a(Class::Organization) && !names_a(Class::GeopoliticalEntity)
}

/// Whether a token is the body whose title follows: "commission chairman Jane Roe", "the foreign ministry spokesman",
/// "parliament member Jane Roe".
pub(super) fn is_body_of_title(context: &Context<'_>, token: usize) -> bool {
    let word = &context.analysis.tokens[token];
    let is_before = |&title: &usize| title == token + 1 && &*word.deprel == "compound";
    let title = word.head.filter(is_before).filter(|_| is_body_noun(context, token));
    title.is_some_and(|title| {
        let lemma = context.analysis.tokens[title].lemma.to_lowercase();
        ["spokesTitle", "headTitle"].iter().any(|list| context.ontology.is_word(list, &lemma))
            || lemma == "member" && context.ontology.noun_is(&word.lemma.to_lowercase(), Class::Government)
    })
}

/// Whether a token is joined to the following name as its title, however the tree calls it.
fn analysis_is_title(context: &Context<'_>, token: usize) -> bool {
    let word = &context.analysis.tokens[token];
    matches!(&*word.deprel, "nmod:desc" | "nmod:unmarked") || (word.relation() != "nmod")
}

const PRONOUNS: &[&str] = &[
    "he",
    "him",
    "his",
    "himself",
    "she",
    "her",
    "hers",
    "herself",
    "it",
    "its",
    "itself",
    "they",
    "them",
    "their",
    "theirs",
    "themselves",
    "i",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "us",
    "our",
    "ours",
    "ourselves",
    "both",
];

fn pronouns(context: &Context<'_>, covered: &[bool], found: &mut Vec<Found>) {
    for (token, word) in context.analysis.tokens.iter().enumerate() {
        if covered[token] || !matches!(word.upos, Upos::Pron | Upos::Det) {
            continue;
        }
        let form = word.form.to_lowercase();
        let is_relative = matches!(form.as_str(), "who" | "whom" | "whose" | "which" | "that")
            && (word.feature("PronType") == Some("Rel") || antecedent(context, token).is_some())
            && antecedent(context, token).is_some();
        let is_personal = PRONOUNS.contains(&form.as_str())
            && word.relation() != "expl"
            && !(form == "both" && matches!(word.relation(), "det" | "cc" | "advmod"));
        if is_relative || is_personal {
            found.push(Found {
                span: word.span,
                tokens: token..token + 1,
                head: token,
                kind: MentionKind::Pronoun,
                name_kind: None,
                country: None,
            });
        }
    }
}

/// What a relative pronoun stands for: the noun that its clause hangs on.
pub(super) fn antecedent(context: &Context<'_>, pronoun: usize) -> Option<usize> {
    let words = &context.analysis.tokens;
    if matches!(words[pronoun].relation(), "mark" | "det") {
        return None;
    }
    let mut token = pronoun;
    for _ in 0..6 {
        let head = words[token].head?;
        if &*words[token].deprel == "acl:relcl" {
            return (head < pronoun).then_some(head);
        }
        token = head;
    }
    None
}
