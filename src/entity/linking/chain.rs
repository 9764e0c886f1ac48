//! Places that the text names one in the other, "Savannah, Georgia" or "Valencia in Carabobo": each tells which of the
//! places of the other's name is meant, however well known the rest are.

use std::ops::Range;

use super::target::Target;
use crate::entity::Context;
use crate::knowledge::Item;
use crate::language::{Analysis, NameKind};
use crate::ontology::Class;

/// Places of a name that are looked at.
const LOOKED_AT: usize = 60;

/// A name of the text and the places that have it.
struct Neighbour<'a> {
    name: &'a str,
    places: Vec<Item<'a>>,
}

/// The neighbours of a target that say something of its candidates.
#[derive(Default)]
pub(super) struct Chain<'a> {
    behind: Option<Neighbour<'a>>,
    before: Option<Neighbour<'a>>,
}

impl<'a> Chain<'a> {
    /// What the text names before and behind a target, where one of its candidates is in it or holds it: places side by
    /// side may be a list as well.
    pub fn of(context: &'a Context<'_>, target: &Target, candidates: &[Item<'a>]) -> Self {
        if target.kind != Some(NameKind::Place) {
            return Self::default();
        }
        let neighbour = |tokens: Range<usize>| {
            let name = context.text(&tokens);
            let found = context.candidates(name).into_iter().take(LOOKED_AT);
            let is_place = |item: &Item<'_>| context.ontology.classes.is_a(item.class, Class::Place);
            Neighbour { name, places: found.filter_map(|item| context.knowledge.item(item)).filter(is_place).collect() }
        };
        let behind = target.tokens.iter().find_map(|tokens| name_behind(context.analysis, tokens.end)).map(neighbour);
        let before = target.tokens.iter().find_map(|tokens| name_before(context.analysis, tokens.start)).map(neighbour);
        Self {
            behind: behind.filter(|holder| candidates.iter().any(|item| holder.holds(item))),
            before: before.filter(|held| candidates.iter().any(|item| held.is_held_by(item))),
        }
    }

    /// Whether a candidate is in what is named behind it; none where that tells nothing.
    pub fn is_placed(&self, item: &Item<'_>) -> Option<bool> {
        self.behind.as_ref().map(|holder| holder.holds(item))
    }

    /// Whether a candidate holds what is named before it; none where that tells nothing.
    pub fn holds(&self, item: &Item<'_>) -> Option<bool> {
        self.before.as_ref().map(|held| held.is_held_by(item))
    }
}

impl Neighbour<'_> {
    /// Whether an item is in a place of this name.
    fn holds(&self, item: &Item<'_>) -> bool {
        self.places.iter().any(|holder| is_in(item, holder)) || describes(item, self.name)
    }

    /// Whether a place of this name is in an item.
    fn is_held_by(&self, item: &Item<'_>) -> bool {
        self.places.iter().any(|held| is_in(held, item))
    }
}

/// Whether a place is in another: its country, or what its description names.
fn is_in(item: &Item<'_>, holder: &Item<'_>) -> bool {
    let is_country = |place: &Item<'_>| place.country == Some(place.id);
    if item.id == holder.id || is_country(item) {
        return false;
    }
    if is_country(holder) {
        return item.country == Some(holder.id);
    }
    item.country.is_some() && item.country == holder.country && describes(item, holder.label)
}

/// Whether the description of an item names a place.
fn describes(item: &Item<'_>, name: &str) -> bool {
    let is_word = |at: usize| {
        let ends = |text: Option<char>| text.is_none_or(|next| !next.is_alphanumeric());
        ends(item.description[..at].chars().next_back()) && ends(item.description[at + name.len()..].chars().next())
    };
    !name.is_empty() && item.description.match_indices(name).any(|(at, _)| is_word(at))
}

/// The place that is named behind a comma or "in" at a token.
fn name_behind(analysis: &Analysis, joint: usize) -> Option<Range<usize>> {
    let words = &analysis.tokens;
    words.get(joint).filter(|word| is_joint(&word.form))?;
    let mut start = joint + 1;
    start += usize::from(words.get(start).is_some_and(|word| is_article(&word.form)));
    let at = analysis.names.partition_point(|name| name.tokens.start <= joint);
    let name = analysis.names.get(at).filter(|name| name.kind == NameKind::Place && name.tokens.start <= start)?;
    (start < name.tokens.end && !is_listed(analysis, at)).then_some(start..name.tokens.end)
}

/// The place that is named before a comma or "in" in front of a token.
fn name_before(analysis: &Analysis, start: usize) -> Option<Range<usize>> {
    let words = &analysis.tokens;
    let mut joint = start.checked_sub(1)?;
    joint = if is_article(&words[joint].form) { joint.checked_sub(1)? } else { joint };
    words.get(joint).filter(|word| is_joint(&word.form))?;
    let at = analysis.names.partition_point(|name| name.tokens.end <= joint);
    let name = analysis.names.get(at.checked_sub(1)?)?;
    (name.kind == NameKind::Place && name.tokens.end == joint && !is_listed(analysis, at)).then(|| name.tokens.clone())
}

/// Whether a name is in a list that ends in "and" and another, "Paris, New York and Rome", and not in "Paris, Texas, and
/// Rome, Georgia".
fn is_listed(analysis: &Analysis, name: usize) -> bool {
    let is = |at: usize, form: &str| analysis.tokens.get(at).is_some_and(|word| word.form == form);
    for pair in analysis.names[name..].windows(2) {
        let (end, next) = (pair[0].tokens.end, &pair[1].tokens);
        let comma = usize::from(is(end, ","));
        if next.start == end + comma + 1 && (is(end + comma, "and") || is(end + comma, "or")) {
            return comma == 0 || !is(next.end, ",");
        }
        if comma == 0 || next.start != end + 1 {
            return false;
        }
    }
    false
}

fn is_joint(word: &str) -> bool {
    word == "," || word == "in"
}

fn is_article(word: &str) -> bool {
    word == "the"
}
