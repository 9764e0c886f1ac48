//! Capitals that stand for governments: "Moscow denied it" against "he left Moscow".
//!
//! The governing word decides: what speaks, decides and is punished is a government; what is left, entered and bombed,
//! and what stands after "in" or "from", is a city.

use super::Context;
use super::mentions::Found;
use crate::knowledge::ItemId;
use crate::language::NameKind;

/// Verbs whose subject or object is a place also where it is a capital.
const PLACE_VERBS: &[&str] = &[
    "leave",
    "reach",
    "visit",
    "enter",
    "bomb",
    "attack",
    "hit",
    "shell",
    "strike",
    "flood",
    "destroy",
    "damage",
    "capture",
    "seize",
    "take",
    "surround",
    "target",
    "replace",
    "occupy",
    "evacuate",
    "cross",
    "flee",
    "exit",
    "tour",
    "approach",
    "lie",
    "host",
    "shake",
    "rock",
    "celebrate",
    "experience",
    "see",
    "be",
    "have",
    "become",
    "remain",
    "locate",
    "situate",
    "stand",
];
/// Nouns of which a capital before them is only the place.
const PLACE_NOUNS: &[&str] = &[
    "court",
    "police",
    "street",
    "airport",
    "suburb",
    "district",
    "resident",
    "mayor",
    "metro",
    "subway",
    "hotel",
    "university",
    "hospital",
    "region",
    "area",
    "stadium",
    "museum",
    "prison",
    "station",
    "summit",
    "conference",
    "meeting",
    "native",
    "office",
    "bureau",
    "apartment",
    "embassy",
    "branch",
    "club",
    "marathon",
];

/// The country that a capital stands for at this place of the text.
pub(super) fn country_of(context: &Context<'_>, mention: &Found) -> Option<ItemId> {
    let text = context.source(mention.span);
    let is_capital = match mention.name_kind {
        Some(NameKind::Place | NameKind::Organization) => true,
        // "Washington accused Moscow": no person, where nobody of that name is in the text.
        Some(NameKind::Person) => !context.analysis.names.iter().any(|name| {
            name.kind == NameKind::Person && name.tokens.len() > 1 && context.text(&name.tokens).ends_with(text)
        }),
        _ => false,
    };
    if !is_capital {
        return None;
    }
    let mut metonyms = context.knowledge.metonyms(text);
    if metonyms.is_empty() && text.chars().next().is_some_and(char::is_lowercase) {
        let capital: String = text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect();
        metonyms = context.knowledge.metonyms(&capital);
    }
    let country = metonyms.into_iter().find(|&item| context.is_country(item))?;
    (context.country_behind(mention.tokens.end) != Some(country) && is_government(context, mention.head, 0))
        .then_some(country)
}

fn is_government(context: &Context<'_>, token: usize, depth: usize) -> bool {
    let words = &context.analysis.tokens;
    let word = &words[token];
    let Some(head) = word.head else { return false };
    let governor = &words[head];
    let lemma = governor.lemma.to_lowercase();
    let is_verb = matches!(governor.upos, crate::language::Upos::Verb | crate::language::Upos::Aux);
    match word.relation() {
        "nsubj" => {
            is_verb && !PLACE_VERBS.contains(&lemma.as_str()) && &*word.deprel != "nsubj:pass"
                || &*word.deprel == "nsubj:pass" && !PLACE_VERBS.contains(&lemma.as_str())
        }
        "obj" | "iobj" => is_verb && !PLACE_VERBS.contains(&lemma.as_str()),
        "obl" | "nmod" if &*word.deprel == "nmod:poss" => {
            !PLACE_NOUNS.contains(&lemma.as_str())
                && context
                    .ontology
                    .noun_class(&lemma)
                    .is_none_or(|class| !context.ontology.classes.is_a(class, crate::ontology::Class::Place))
        }
        "obl" | "nmod" => context
            .analysis
            .child(token, "case")
            .is_some_and(|case| matches!(words[case].lemma.as_str(), "between" | "with" | "against" | "by")),
        // "Kremlin spokesman": who speaks for a capital speaks for its government.
        "compound" => {
            !PLACE_NOUNS.contains(&lemma.as_str())
                && ["spokesTitle", "governmentTitle"].iter().any(|list| context.ontology.is_word(list, &lemma))
        }
        "conj" if depth < 3 => is_government(context, head, depth + 1),
        _ => false,
    }
}
