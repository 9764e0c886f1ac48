//! Which way a clause looks from the day of publication: before for "met", ahead for "will meet", "plans to meet".

use std::ops::Range;

use crate::language::{Analysis, Upos};

/// Which way from the day of publication the text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// What can be: ahead as well, or at any time.
    Possible,
    /// A present: what is, what is always, what is planned.
    Present,
    /// Nothing says: a headline.
    Nearest,
}

impl Direction {
    /// Whether a date without a year lies ahead.
    pub(super) const fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::Possible)
    }

    /// Whether a season without a year is that of any.
    pub(super) const fn is_habit(self) -> bool {
        matches!(self, Self::Present | Self::Possible)
    }
}

/// Verbs whose complement lies ahead, and that put the date on them ahead too.
const AHEAD: &[&str] =
    &["schedule", "plan", "expect", "slate", "intend", "postpone", "delay", "aim", "prepare", "anticipate", "await"];

/// Nouns of what nobody knows beforehand: "the perpetrator of the attack on March 3".
const BEHIND: &[&str] = &[
    "attack",
    "murder",
    "killing",
    "shooting",
    "bombing",
    "stabbing",
    "assassination",
    "kidnapping",
    "robbery",
    "arrest",
    "crash",
    "collapse",
    "explosion",
    "blast",
    "fire",
    "earthquake",
    "flood",
    "death",
    "disappearance",
];

/// Verbs that leave the time of their infinitive as it is.
const THROUGH: &[&str] = &[
    "begin", "start", "continue", "manage", "help", "force", "use", "fail", "refuse", "come", "get", "make", "appear",
    "seem",
];

/// Which way the clause around some tokens looks, from the verb or noun nearest above them.
pub(super) fn direction(analysis: &Analysis, tokens: &Range<usize>) -> Direction {
    let top = tokens
        .clone()
        .find(|&token| analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
        .unwrap_or(tokens.start);
    // "The vote is on Sunday": a day of which one speaks so is ahead.
    if analysis.child(top, "cop").is_some() && analysis.child(top, "case").is_some() {
        return match direction_at(analysis, top) {
            Some(Direction::Present) => Direction::Future,
            direction => direction.unwrap_or(Direction::Nearest),
        };
    }
    let mut node = top;
    for _ in 0..12 {
        let token = &analysis.tokens[node];
        if (node != tokens.start || token.upos == Upos::Verb)
            && let Some(direction) = direction_at(analysis, node)
        {
            // A present is no habit of what is named by its date: "June's talks follow a failed summit".
            let names_a_noun = analysis.tokens[top].deprel.as_ref() == "nmod:poss";
            return match direction {
                Direction::Present if names_a_noun => Direction::Nearest,
                Direction::Present if is_under_past(analysis, node) => Direction::Future,
                _ => direction,
            };
        }
        match token.head {
            Some(head) => node = head,
            None => break,
        }
    }
    Direction::Nearest
}

/// Whether a clause in the present stands in one of the past: "gathered before the talks, which open on Monday".
fn is_under_past(analysis: &Analysis, node: usize) -> bool {
    let clause = &analysis.tokens[node];
    let is_clause = matches!(clause.relation(), "acl" | "ccomp") && clause.upos == Upos::Verb;
    let mut verbs = analysis.above(node).take(12).filter(|&at| is_finite(analysis, at));
    is_clause && verbs.next().is_some_and(|verb| direction_at(analysis, verb) == Some(Direction::Past))
}

/// Whether a verb or one of its auxiliaries is finite.
fn is_finite(analysis: &Analysis, verb: usize) -> bool {
    let has_form = |at: usize| analysis.tokens[at].feature("VerbForm") == Some("Fin");
    analysis.tokens[verb].upos == Upos::Verb && (has_form(verb) || analysis.child(verb, "aux").is_some_and(has_form))
}

fn direction_at(analysis: &Analysis, node: usize) -> Option<Direction> {
    let token = &analysis.tokens[node];
    let mut has_copula_or_auxiliary = None;
    let mut is_infinitive = false;
    for child in analysis.children(node) {
        let other = &analysis.tokens[child];
        match other.relation() {
            "aux" | "cop" => match other.lemma.as_str() {
                "will" | "shall" | "would" | "may" | "might" | "could" | "should" | "must" | "'ll" => {
                    return Some(Direction::Future);
                }
                "can" => return Some(Direction::Possible),
                "have" => has_copula_or_auxiliary = Some(Direction::Past),
                // "is to be held".
                "be" if other.feature("VerbForm") == Some("Inf") => is_infinitive = true,
                _ if has_copula_or_auxiliary.is_none() => {
                    has_copula_or_auxiliary = match other.feature("Tense") {
                        Some("Past") => Some(Direction::Past),
                        Some("Pres") => Some(Direction::Present),
                        _ => None,
                    };
                }
                _ => {}
            },
            "amod" if matches!(other.lemma.as_str(), "upcoming" | "forthcoming" | "planned" | "scheduled" | "next") => {
                return Some(Direction::Future);
            }
            _ => {}
        }
    }
    if matches!(token.upos, Upos::Verb) && AHEAD.contains(&token.lemma.as_str())
        || matches!(token.lemma.as_str(), "due" | "upcoming")
    {
        return Some(Direction::Future);
    }
    if is_infinitive && has_copula_or_auxiliary == Some(Direction::Present) {
        return Some(Direction::Future);
    }
    if has_copula_or_auxiliary.is_some() {
        return has_copula_or_auxiliary;
    }
    if token.upos == Upos::Noun && BEHIND.contains(&token.lemma.as_str()) {
        return Some(Direction::Past);
    }
    if token.upos != Upos::Verb && token.upos != Upos::Aux {
        return None;
    }
    match (token.feature("VerbForm"), token.feature("Tense")) {
        (form, _) if is_infinitive || form == Some("Inf") => {
            let governor = token.head.map(|head| analysis.tokens[head].lemma.as_str());
            let is_through = governor.is_some_and(|lemma| THROUGH.contains(&lemma));
            let is_marked = analysis.child(node, "mark").is_some() || token.relation() == "xcomp";
            (is_marked && !is_through).then_some(Direction::Future)
        }
        (Some("Part"), Some("Past")) => Some(Direction::Past),
        (Some("Fin"), Some("Past")) | (None, Some("Past")) => Some(Direction::Past),
        (Some("Fin"), Some("Pres")) => Some(Direction::Present),
        (Some("Ger") | Some("Part"), _) if matches!(token.lemma.as_str(), "start" | "begin") => {
            Some(Direction::Nearest)
        }
        _ => None,
    }
}
