//! Offices as things: in "Russian president Vladimir Putin" the title refers to Putin and names the President of Russia.
//!
//! A title beside a name, and an office whose holder the text does not name ("Ecuador elects a president"), get the item
//! of the office where the knowledge base has one: by the words of the title with the country of the phrase, of the
//! holder's offices, of the holder, or of the text. What the words refer to stays what coreference found.

use std::collections::BTreeMap;

use super::words::{is_noun, is_plural};
use super::{Candidate, Context, Entities, Mention, MentionKind};
use crate::knowledge::ItemId;
use crate::language::Upos;
use crate::ontology::Class;

/// Lists of the lexicon whose nouns name offices.
const OFFICES: [&str; 5] = ["headTitle", "officeNoun", "governmentTitle", "representativeTitle", "legislatorTitle"];
/// Words that say when or how somebody holds an office, and do not make another office of it.
const STATUS: &[&str] = &[
    "former",
    "ex",
    "acting",
    "interim",
    "incumbent",
    "current",
    "outgoing",
    "then",
    "new",
    "next",
    "late",
    "caretaker",
    "longtime",
    "future",
    "first-ever",
    "elect",
];
/// Words before a title that make another office of it.
const LESSER: &[&str] = &["vice", "deputy", "assistant", "under", "shadow"];
/// Probability of an office that the phrase or the holder's offices give, and of one that is only the text's country's.
const SURE: f32 = 0.9;
const LIKELY: f32 = 0.7;

/// The offices that titles name, by the mentions' indices; of a title beside a name also that none is known.
pub(super) fn find(context: &Context<'_>, entities: &Entities) -> BTreeMap<usize, Option<Candidate>> {
    let finder = Finder { context, entities, main: main_country(context, entities) };
    let titles = (0..entities.mentions.len()).filter_map(|at| Some((at, finder.place(at)?)));
    titles
        .map(|(at, place)| (at, place, finder.office(at)))
        .filter(|(_, place, office)| *place == Place::BesideName || office.is_some())
        .map(|(at, _, office)| (at, office))
        .collect()
}

/// Where a title stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    BesideName,
    /// The text names no holder.
    Alone,
}

struct Finder<'a, 'b> {
    context: &'a Context<'b>,
    entities: &'a Entities,
    /// The country that the text is about.
    main: Option<ItemId>,
}

/// The country that is mentioned most, by itself or by what is linked to a thing of it.
fn main_country(context: &Context<'_>, entities: &Entities) -> Option<ItemId> {
    let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
    for entity in &entities.entities {
        let item = entity.link.as_ref().and_then(|link| context.knowledge.item(link.item));
        if let Some(country) = item.and_then(|item| item.country) {
            *counts.entry(country).or_default() += entity.mentions.len();
        }
    }
    let most = counts.values().copied().max()?;
    let mut first = counts.into_iter().filter(|(_, count)| *count == most).map(|(country, _)| country);
    // Of two countries that are named equally often neither is the text's.
    first.next().filter(|_| first.next().is_none())
}

impl Finder<'_, '_> {
    /// Where a title stands; none where the mention is no title, or stands for a holder who is named elsewhere.
    fn place(&self, at: usize) -> Option<Place> {
        let mention = &self.entities.mentions[at];
        let head = &self.context.analysis.tokens[mention.head];
        if mention.kind != MentionKind::Nominal || !is_noun(head) || is_plural(head) {
            return None;
        }
        let lemma = head.lemma.to_lowercase();
        if !OFFICES.iter().any(|list| self.context.ontology.is_word(list, &lemma)) {
            return None;
        }
        let entity = self.entities.get(mention.entity);
        let is_name = |&other: &usize| self.entities.mentions[other].kind == MentionKind::Name;
        if entity.mentions.iter().any(is_name) {
            return self.is_beside_name(mention).then_some(Place::BesideName);
        }
        (entity.link.is_none() && entity.class == Class::Person).then_some(Place::Alone)
    }

    fn office(&self, at: usize) -> Option<Candidate> {
        let mention = &self.entities.mentions[at];
        let entity = self.entities.get(mention.entity);
        let title = self.title(mention)?;
        let titles = variants(&title);
        let candidate = |item: ItemId, score| Some(Candidate::new(item, score));
        let told = self.places_of(mention);
        for &place in &told {
            if let Some(item) = self.office_of(&titles, place) {
                return candidate(item, SURE);
            }
        }
        let holder = entity.link.as_ref().map(|link| link.item);
        if let Some(item) = holder.and_then(|person| self.office_of_holder(&titles, person)) {
            return candidate(item, SURE);
        }
        if !told.is_empty() {
            return None;
        }
        let holder = holder.and_then(|person| self.context.knowledge.item(person));
        let country = holder.and_then(|item| item.country).or(self.main)?;
        candidate(self.office_of(&titles, country)?, LIKELY)
    }

    /// Whether a name of the same person stands directly before or behind, but for a comma.
    fn is_beside_name(&self, mention: &Mention) -> bool {
        let words = &self.context.analysis.tokens;
        let joins = |end: usize, start: usize| end == start || end + 1 == start && words[end].form == ",";
        self.entities.get(mention.entity).mentions.iter().map(|&other| &self.entities.mentions[other]).any(|other| {
            other.kind == MentionKind::Name
                && (joins(mention.tokens.end, other.tokens.start) || joins(other.tokens.end, mention.tokens.start))
        })
    }

    /// The words of the office: "prime minister", "deputy foreign minister".
    fn title(&self, mention: &Mention) -> Option<String> {
        let words = &self.context.analysis.tokens;
        let mut start = mention.head;
        while start > mention.tokens.start {
            let before = start - 1;
            let word = &words[before];
            let is_status = STATUS.contains(&word.lemma.to_lowercase().as_str());
            // Participles tell what happened to the holder: "impeached president".
            let is_open = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj) && !is_status;
            if !is_open || self.place_ending_at(before).is_some() {
                break;
            }
            start = before;
        }
        // What makes a lesser office of it belongs to it, also where the phrase is cut short: "Vice President Roe".
        let is_lesser = |token: usize| LESSER.contains(&words[token].form.to_lowercase().as_str());
        while start > 0 && is_lesser(start - 1) {
            start -= 1;
        }
        let title = self.context.text(&(start..mention.head + 1));
        (!title.is_empty()).then(|| title.to_lowercase())
    }

    /// What a name or demonym that ends in a token is linked to, where it is a place or organization.
    fn place_ending_at(&self, token: usize) -> Option<ItemId> {
        let ends = |mention: &&Mention| {
            matches!(mention.kind, MentionKind::Name | MentionKind::Demonym) && mention.tokens.end == token + 1
        };
        let mention = self.entities.mentions.iter().find(ends)?;
        let item = self.entities.get(mention.entity).link.as_ref()?.item;
        let class = self.context.knowledge.item(item)?.class;
        let is_a = |other| self.context.ontology.classes.is_a(class, other);
        (is_a(Class::Place) || is_a(Class::Organization)).then_some(item)
    }

    /// Places and organizations that the phrase names: before the title, and behind "of".
    fn places_of(&self, mention: &Mention) -> Vec<ItemId> {
        let words = &self.context.analysis.tokens;
        let mut places = Vec::new();
        let from = mention.tokens.start.saturating_sub(2);
        for token in (from..mention.head).rev() {
            if token < mention.tokens.start
                && !matches!(words[mention.tokens.start - 1].form.as_str(), "'s" | "’s")
                && token + 1 != mention.tokens.start
            {
                break;
            }
            places.extend(self.place_ending_at(token));
        }
        if words.get(mention.head + 1).is_some_and(|word| word.form == "of") {
            let end = (mention.head + 7).min(words.len());
            places.extend((mention.head + 2..end).find_map(|token| self.place_ending_at(token)));
        }
        places
    }

    /// The item that is called by a title and a place.
    fn office_of(&self, titles: &[String], place: ItemId) -> Option<ItemId> {
        let knowledge = self.context.knowledge;
        let label = knowledge.item(place)?.label;
        let demonyms = knowledge.demonyms(place);
        titles.iter().find_map(|title| {
            let with = |owner: &str| format!("{owner} {title}");
            let names = [format!("{title} of {label}"), format!("{title} of the {label}"), with(label)];
            let names = names.into_iter().chain(demonyms.iter().map(|demonym| with(demonym)));
            names.flat_map(|name| knowledge.candidates(&name)).find(|&item| self.is_office(item, title))
        })
    }

    /// The item of the office that a person holds on the day, else of the last held, that is called so.
    fn office_of_holder(&self, titles: &[String], person: ItemId) -> Option<ItemId> {
        let knowledge = self.context.knowledge;
        let mut offices = knowledge.offices(person);
        let date = self.context.article.date;
        offices.sort_by_key(|office| {
            (std::cmp::Reverse(date.is_none_or(|date| office.is_held_on(date))), std::cmp::Reverse(office.start))
        });
        let is_called = |position: &str| {
            let position = position.to_lowercase();
            titles.iter().any(|title| {
                position.strip_prefix(title.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "))
                    || position.strip_suffix(title.as_str()).is_some_and(|owner| {
                        let owner = owner.trim_end();
                        knowledge.demonym(&capitalised(owner)).is_some()
                    })
            })
        };
        offices
            .iter()
            .filter(|office| is_called(&office.position))
            .flat_map(|office| knowledge.candidates(&office.position))
            .find(|&item| knowledge.item(item).is_some_and(|item| item.class != Class::Person))
    }

    /// Whether an item is an office, by its class or because its label holds the title.
    fn is_office(&self, item: ItemId, title: &str) -> bool {
        self.context
            .knowledge
            .item(item)
            .is_some_and(|item| item.class == Class::Position || item.label.to_lowercase().contains(title))
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A title, and how else offices of its kind are called: "defense secretary" is the Secretary of Defense.
fn variants(title: &str) -> Vec<String> {
    let mut titles = vec![title.to_owned()];
    if title == "premier" {
        titles.push("prime minister".to_owned());
    }
    if let Some((what, head)) = title.rsplit_once(' ')
        && matches!(head, "minister" | "secretary")
        && !what.contains(' ')
        && what != "prime"
    {
        for what in [what.to_owned(), what.replace("defence", "defense"), what.replace("defense", "defence")] {
            titles.extend([
                format!("{head} of {what}"),
                format!("{head} for {what}"),
                format!("{head} of {what} affairs"),
                format!("{what} {head}"),
            ]);
        }
    }
    titles
}
