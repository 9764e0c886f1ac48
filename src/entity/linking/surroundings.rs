//! What the text as a whole says about which things it speaks of: its countries, its words, what else was linked.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::target::Target;
use crate::entity::Context;
use crate::entity::names::Cluster;
use crate::knowledge::{Item, ItemId};
use crate::language::NameKind;

/// Popularity from which a place tells the country that a text is about before anything is linked.
const WELL_KNOWN: u16 = 500;
/// Mentions of a thing whose neighbours are looked at.
const NEAR: usize = 8;

/// The text around the names.
pub(super) struct Surroundings {
    /// How often each country is meant, by its own name or by a thing of it.
    countries: BTreeMap<ItemId, usize>,
    total: usize,
    /// Lemmas of the whole text, lower case.
    words: HashSet<String>,
    /// Capitalised words of the text, as they stand.
    names: HashSet<String>,
    /// What was linked in the pass before: the item and how it is called.
    linked: Vec<(ItemId, String)>,
}

impl Surroundings {
    /// Before anything is linked: countries by the best known place of each name.
    pub fn new(context: &Context<'_>, clusters: &[Cluster]) -> Self {
        let mut countries: BTreeMap<ItemId, usize> = BTreeMap::new();
        for cluster in clusters {
            let place = || {
                let name = cluster.names.first().filter(|_| cluster.kind == Some(NameKind::Place))?;
                let item = context.knowledge.item(*context.knowledge.candidates(name).first()?)?;
                (item.popularity >= WELL_KNOWN).then_some(item)
            };
            // A place speaks for its country and, like Hong Kong, for itself.
            let told = match cluster.country {
                Some(country) => [Some(country), None],
                None => place().map_or([None, None], |item| [item.country, Some(item.id)]),
            };
            for country in told.into_iter().flatten() {
                *countries.entry(country).or_default() += cluster.mentions.len();
            }
        }
        let tokens = &context.analysis.tokens;
        let words = tokens.iter().map(|token| token.lemma.to_lowercase()).collect();
        let names = tokens.iter().filter(|token| token.is_capitalised()).map(|token| token.form.to_string()).collect();
        let total = countries.values().sum();
        Self { countries, total, words, names, linked: Vec::new() }
    }

    /// After a pass: countries by what was linked.
    pub fn update(&mut self, context: &Context<'_>, linked: impl Iterator<Item = (ItemId, usize)>) {
        self.countries.clear();
        self.linked.clear();
        for (item, mentions) in linked {
            let Some(item) = context.knowledge.item(item) else { continue };
            let told: BTreeSet<ItemId> = item.country.into_iter().chain([item.id]).collect();
            for country in told {
                *self.countries.entry(country).or_default() += mentions;
            }
            self.linked.push((item.id, item.label.to_owned()));
        }
        self.total = self.countries.values().sum();
    }

    /// The countries that the text is about, the most frequent first.
    pub fn countries(&self, context: &Context<'_>, most: usize) -> Vec<ItemId> {
        let mut countries: Vec<(ItemId, usize)> = self
            .countries
            .iter()
            .map(|(&item, &count)| (item, count))
            .filter(|(item, _)| context.is_country(*item))
            .collect();
        countries.sort_by_key(|&(item, count)| (std::cmp::Reverse(count), item));
        countries.into_iter().take(most).map(|(item, _)| item).collect()
    }

    /// The share of a country among those that the text is about; none where it is about none but the item itself.
    pub fn share(&self, country: ItemId, own: ItemId, own_mentions: usize) -> Option<f32> {
        // What the pass before took the name for must not speak for itself.
        let is_linked = self.linked.iter().any(|(item, _)| *item == own);
        let deducted = if is_linked { own_mentions } else { 0 };
        let total = self.total.saturating_sub(if is_linked && country != own { 2 * own_mentions } else { deducted });
        if total == 0 {
            return None;
        }
        let count = self.countries.get(&country).copied().unwrap_or(0).saturating_sub(deducted);
        Some(count as f32 / total as f32)
    }

    /// How many other things that were linked does the description of an item name? `rivals`, the candidates for the
    /// same name, are none: what the pass before took it for must not speak for its namesakes.
    pub fn related(&self, item: &Item<'_>, rivals: &[Item<'_>]) -> usize {
        let names = |label: &str| label.len() > 2 && item.description.contains(label);
        let is_rival = |other: ItemId| rivals.iter().any(|rival| rival.id == other);
        self.linked.iter().filter(|(other, label)| names(label) && !is_rival(*other)).count()
    }

    /// Whether a lemma occurs in the text.
    pub fn has_word(&self, lemma: &str) -> bool {
        self.words.contains(lemma)
    }

    /// Whether a capitalised word occurs in the text.
    pub fn has_name(&self, word: &str) -> bool {
        self.names.contains(word)
    }
}

/// Words within some tokens of a target: titles, appositions.
pub(super) fn nearby(context: &Context<'_>, target: &Target) -> HashSet<String> {
    let tokens = &context.analysis.tokens;
    let mut near = HashSet::new();
    for mention in target.tokens.iter().take(NEAR) {
        let start = mention.start.saturating_sub(6);
        let end = (mention.end + 8).min(tokens.len());
        near.extend(
            (start..end).filter(|token| !mention.contains(token)).map(|token| tokens[token].lemma.to_lowercase()),
        );
    }
    near
}
