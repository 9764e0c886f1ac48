//! When what a predicate says happened or holds, as far as its sentence tells.
//!
//! The expression on the predicate itself comes first, then one on a noun beside it ("during a call in April"), then one
//! on the verb that governs it without a clause of its own between ("announced sanctions in April", "ruled on Wednesday
//! …, forcing them"). "Since" and "until" leave an end open; "before" and "after" name another event's time.

use std::ops::Range;

use crate::language::{Analysis, Upos};
use crate::time::{TimeExpression, TimeValue};

/// The time that the text gives to `predicate`, if any. `times` are those of the whole article, in order; what is another's
/// for other reasons than grammar, `is_others` tells.
pub fn time_of(
    analysis: &Analysis,
    times: &[TimeExpression],
    predicate: usize,
    is_others: impl Fn(&TimeExpression) -> bool,
) -> Option<TimeValue> {
    let sentence = &analysis.sentences[analysis.sentence_of(predicate)];
    let first = times.partition_point(|time| time.tokens.start < sentence.tokens.start);
    let here = times[first..].iter().take_while(|time| time.tokens.start < sentence.tokens.end);
    here.filter(|time| !is_others(time))
        .filter_map(|time| Some((cost(analysis, &time.tokens, predicate)?, value(analysis, time, predicate)?)))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, value)| value)
}

/// Whether a time begins after the day of publication: what happens then is not actual yet.
pub fn lies_ahead(time: &str, published: jiff::civil::Date) -> bool {
    let start = time.split('/').next().unwrap_or_default();
    let day = published.to_string();
    // ISO 8601 of years from 0 to 9999 is ordered as text, up to the granularity of both.
    let length = start.len().min(day.len());
    !start.starts_with(['-', '.']) && start[..length] > day[..length]
}

/// The expression's syntactic head.
fn head_of(analysis: &Analysis, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .find(|&token| analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
        .unwrap_or(tokens.start)
}

/// How far the expression stands from the predicate; none where it is another clause's.
fn cost(analysis: &Analysis, tokens: &Range<usize>, predicate: usize) -> Option<usize> {
    let time = head_of(analysis, tokens);
    if time == predicate
        || analysis.is_within(predicate, time) && tokens.contains(&time) && analysis.tokens[time].head.is_none()
    {
        return None;
    }
    let distance = time.abs_diff(predicate).min(60);
    // Up from the expression to the predicate, through phrases only.
    if let Some(steps) = steps_up(analysis, time, predicate) {
        return Some(steps * 100 + distance);
    }
    // Up from the predicate through what shares its time, and down to the expression.
    let mut node = predicate;
    for level in 1..6 {
        let word = &analysis.tokens[node];
        let governor = word.head?;
        let shares = match &*word.deprel {
            // An argument has its verb's time; so has the verb of an infinitive or participle.
            "obl" => !is_apart(analysis, node),
            "obj" | "nsubj" | "nsubj:pass" | "obl:agent" | "iobj" | "xcomp" | "nmod" | "compound" | "nmod:poss" => true,
            // "Roe, born in Oslo, was elected in May": what was done to somebody was done before.
            "acl" => word.form.ends_with("ing") && level <= 2,
            "advcl" => is_participle(analysis, node) && level <= 2,
            // "the stabbing in May, which killed one": the event acts.
            "acl:relcl" => is_event_acting(analysis, node, governor),
            // Who "was born in 1950 and died in Oslo" did not die then.
            "conj" if analysis.tokens[governor].lemma == "bear" => false,
            "conj" => analysis.child(node, "nsubj").is_none() || time < governor,
            _ => false,
        };
        if !shares {
            return None;
        }
        // A noun's modifier stops at its noun's verb: "the 2017 murders" is no time of the trial.
        if let Some(steps) = steps_up(analysis, time, governor) {
            let is_noun_inside = analysis.tokens[governor].upos != Upos::Verb
                && analysis.tokens[predicate].upos == Upos::Verb
                && word.relation() != "acl";
            return (!is_noun_inside && steps <= 3).then_some((level + steps) * 100 + 50 + distance);
        }
        node = governor;
    }
    None
}

/// Whether a preposition puts a noun at another time than its verb: "following calls with Roe, he announces …".
fn is_apart(analysis: &Analysis, noun: usize) -> bool {
    analysis.child(noun, "case").is_some_and(|case| {
        matches!(analysis.tokens[case].lemma.as_str(), "after" | "before" | "follow" | "following" | "since" | "until")
    })
}

fn is_event_acting(analysis: &Analysis, clause: usize, noun: usize) -> bool {
    analysis.tokens[noun].upos == Upos::Noun
        && analysis
            .child(clause, "nsubj")
            .is_some_and(|subject| matches!(analysis.tokens[subject].lemma.as_str(), "which" | "that"))
}

fn is_participle(analysis: &Analysis, node: usize) -> bool {
    let word = &analysis.tokens[node];
    let has_mark = analysis.children(node).any(|child| analysis.tokens[child].relation() == "mark");
    matches!(word.feature("VerbForm"), Some("Ger" | "Part")) && !has_mark
}

/// Steps from an expression up to `target`, through prepositional phrases and nouns but no clause.
fn steps_up(analysis: &Analysis, time: usize, target: usize) -> Option<usize> {
    let mut node = time;
    for steps in 1..5 {
        let word = &analysis.tokens[node];
        let is_phrase = match word.relation() {
            "obl" | "advmod" | "nmod" | "compound" | "nummod" | "amod" | "appos" | "det" | "dep" => true,
            // "Wednesday's talks begin", "the April sanctions hit X": the noun's time is the verb's.
            "nsubj" => steps > 1,
            // "this year's prize is awarded", but "announces a pause until April" on no day of April.
            "obj" => steps == 2 && &*analysis.tokens[time].deprel == "nmod:poss",
            "conj" => steps == 1,
            _ => false,
        };
        if !is_phrase {
            return None;
        }
        let head = word.head?;
        // "the 2020 election" is the election's year, not that of what was done in it.
        let is_before =
            node < head && matches!(&*word.deprel, "nmod" | "nmod:unmarked") && analysis.child(node, "case").is_none();
        if steps == 1 && head != target && (is_before || matches!(&*word.deprel, "nummod" | "compound" | "amod")) {
            return None;
        }
        if head == target {
            // "during a call in April" is the verb's time, "results from the sentence of July" not.
            let is_setting = steps == 1
                || word.relation() != "obl"
                || analysis.child(node, "case").is_some_and(|case| {
                    matches!(analysis.tokens[case].lemma.as_str(), "during" | "at" | "in" | "on" | "amid")
                });
            if !is_setting {
                return None;
            }
            // On the way over an argument the noun must be an event's; names keep their own years ("the 2020 Olympics").
            return Some(if matches!(word.relation(), "nsubj" | "obj") { steps + 1 } else { steps });
        }
        if analysis.tokens[head].upos == Upos::Propn && steps == 1 && word.relation() != "obl" {
            return None;
        }
        node = head;
    }
    None
}

/// The value with the preposition's meaning; none where the preposition makes it another time.
fn value(analysis: &Analysis, time: &TimeExpression, predicate: usize) -> Option<TimeValue> {
    let head = head_of(analysis, &time.tokens);
    // "tariffs are postponed until July": July is when the tariffs come, not when they are postponed.
    let governor = analysis.tokens[head].head;
    if governor
        .is_some_and(|governor| matches!(analysis.tokens[governor].lemma.as_str(), "postpone" | "delay" | "defer"))
    {
        let is_until = analysis
            .child(head, "case")
            .is_some_and(|case| matches!(analysis.tokens[case].lemma.as_str(), "until" | "till" | "to"));
        if is_until {
            return (governor != Some(predicate)).then(|| time.value.clone());
        }
    }
    let before = time.tokens.start.checked_sub(1).map(|before| analysis.tokens[before].form.to_lowercase());
    let case = analysis
        .children(head)
        .filter(|&child| matches!(analysis.tokens[child].relation(), "case" | "mark"))
        .map(|child| analysis.tokens[child].form.to_lowercase())
        .find(|case| !matches!(case.as_str(), "'s" | "’s"))
        .or(before)
        .unwrap_or_default();
    let value = &time.value.0;
    let is_interval = value.contains('/');
    Some(match case.as_str() {
        "before" | "after" | "than" => return None,
        "since" if !is_interval => TimeValue(format!("{value}/..")),
        "until" | "till" | "by" if !is_interval => TimeValue(format!("../{value}")),
        _ => time.value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{analyse_sentences, for_tests};
    use crate::time::recognise;

    /// Published on 12 June 2021; the word before `*` is the predicate.
    fn check(text: &str, expected: Option<&str>) {
        let network = for_tests();
        let plain = text.replace('*', "");
        let star = text.find('*').expect("a star after the predicate");
        let analysis = analyse_sentences(&[&plain], network).expect("read").remove(0);
        let predicate =
            analysis.tokens.iter().position(|token| token.span.end == star).expect("a whole word before the star");
        let times = recognise(&analysis, Some(jiff::civil::date(2021, 6, 12)));
        assert_eq!(time_of(&analysis, &times, predicate, |_| false).map(|time| time.0).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_time_of_a_verb_and_of_its_nouns() {
        check("Norway expelled* two diplomats in April.", Some("2021-04"));
        check("Norway announced sanctions* in April.", Some("2021-04"));
        check("On Wednesday, Norway expelled* two diplomats.", Some("2021-06-09"));
        check("The ministers spoke* during a telephone call in April.", Some("2021-04"));
        check("The storm hit the town on Friday, killing* two people.", Some("2021-06-11"));
        check("Norway has occupied* the island since 1920.", Some("1920/.."));
    }

    #[test]
    fn the_time_of_another_clause_is_not_its_time() {
        check("The minister said on Wednesday that Norway supports* the plan.", None);
        check("Norway expelled* the diplomats who arrived in April.", None);
        check("Norway expelled* the diplomats after the attack.", None);
        check("Following talks* with Sweden, Norway announced a pause on Friday.", None);
        check("Ada Roe was born in 1950 in Halden and died* in Oslo.", None);
        check("The court sentenced* him for the August 2019 attack.", None);
    }
}
