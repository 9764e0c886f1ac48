//! Persons whom the text calls by a surname and an office only: "Secretary Cardona", "Justice Scalia".

use super::target::Target;
use crate::entity::Context;
use crate::entity::words::{is_title, key};
use crate::knowledge::{Item, ItemId};

/// Words of an office that stand before a name: "Deputy Prime Minister Roe".
const WORDS: usize = 3;

/// Holders, at whatever time, of the office before a bare name who have it as their last, in the countries that the text is
/// about.
pub(super) fn titled<'a>(context: &'a Context<'_>, target: &Target, countries: &[ItemId]) -> Vec<Item<'a>> {
    let words = &context.analysis.tokens;
    let Some(surname) = target.names.first().map(|name| key(name)) else { return Vec::new() };
    let is_called = |item: &Item<'_>| {
        let name = key(item.label);
        name.strip_suffix(surname.as_str()).is_some_and(|given| given.ends_with(' '))
    };
    for tokens in &target.tokens {
        let is_of_title = |&at: &usize| {
            let is_noun = || at + 1 < tokens.start || is_title(context.ontology, &words[at].lemma);
            words[at].is_capitalised() && is_noun()
        };
        let office = (0..tokens.start).rev().take(WORDS).take_while(is_of_title).count();
        // The longest first: a deputy minister is no minister.
        for start in tokens.start - office..tokens.start {
            let noun = context.text(&(start..tokens.start));
            let holders = countries.iter().flat_map(|&of| context.knowledge.holders(of, noun, None));
            let found: Vec<Item<'a>> =
                holders.filter_map(|person| context.knowledge.item(person)).filter(is_called).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
