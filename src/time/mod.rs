//! Dates and intervals that a text names, normalised against the article's date, with their granularity kept.
//!
//! A grammar over words ([`grammar`]) reads what an expression means ([`meaning`]: "April", "last Friday", "the past five
//! years"); [`resolve`] turns that into a date, with the tense of the clause ([`direction`]), the date of publication and
//! what was spoken of before, where they are needed; [`calendar`] does the arithmetic. The date of publication is never
//! an answer by itself: a text that names no time has none. Times of day are dropped, and durations count only where the
//! text anchors them to another time.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use crate::language::Analysis;

mod calendar;
mod context;
mod dates;
mod direction;
mod grammar;
mod holidays;
mod meaning;
mod pieces;
mod relative;
mod resolve;
mod words;
mod years;

/// A point or interval of time as the text gives it: `2021-04`, `2021-06-09`, `2014/2021`.
///
/// Ordered ISO 8601 text: year, year and month, or full date, and two of these with a slash; `..` for an open end
/// or one that is not known (`2014/..`, `../2025-07-09`; "the past few days" of 9 July 2025 is the latter).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeValue(pub String);

impl fmt::Display for TimeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An expression of time in the text.
#[derive(Debug, Clone)]
pub struct TimeExpression {
    /// Its tokens, an interval of [`crate::language::Analysis::tokens`].
    pub tokens: Range<usize>,
    /// When that is.
    pub value: TimeValue,
    /// Where two expressions make a range: both of them.
    pub ends: Option<Box<[TimeExpression; 2]>>,
}

/// The expressions of time in a text, in order; relative ones only where the date of publication is known.
///
/// They don't overlap and don't cross sentences. Prepositions stay outside ("in April" is the token "April").
pub fn recognise(analysis: &Analysis, published: Option<Date>) -> Vec<TimeExpression> {
    let read = |is_antique| -> Vec<Vec<meaning::Found>> {
        analysis.sentences.iter().map(|sentence| grammar::read(analysis, sentence.tokens.clone(), is_antique)).collect()
    };
    let mut found = read(false);
    // Years of three digits are believed only where the text has such years for certain.
    if found.iter().flatten().any(|found| found.meaning.is_antique()) {
        found = read(true);
    }
    let mut resolver = resolve::Resolver::new(analysis, &found, published);
    found.iter().enumerate().flat_map(|(number, found)| resolver.sentence(number, found)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Sentence, Token, Upos};

    /// Words without a tree; the verb's tense is guessed from `will`, so that directions can be tested.
    fn words(text: &str) -> Analysis {
        let mut tokens = Vec::new();
        let mut start = 0;
        for form in text.split(' ') {
            let upos = match form {
                "met" | "meets" | "meet" | "starts" => Upos::Verb,
                "will" => Upos::Aux,
                _ if form.chars().all(|character| character.is_ascii_digit()) => Upos::Num,
                _ if form.chars().next().is_some_and(char::is_uppercase) => Upos::Propn,
                _ => Upos::Noun,
            };
            let feats = match form {
                "met" => "Tense=Past|VerbForm=Fin",
                "meets" | "starts" => "Tense=Pres|VerbForm=Fin",
                "meet" => "VerbForm=Inf",
                _ => "_",
            };
            tokens.push(Token {
                span: crate::article::Span::new(start, start + form.len()),
                form: form.to_owned(),
                lemma: form.to_lowercase(),
                upos,
                feats: feats.into(),
                head: None,
                deprel: "dep".into(),
            });
            start += form.len() + 1;
        }
        let root = tokens.iter().position(|token| token.upos == Upos::Verb).unwrap_or(0);
        for (index, token) in tokens.iter_mut().enumerate() {
            token.head = (index != root).then_some(root);
            token.deprel = if index == root {
                "root".into()
            } else if token.upos == Upos::Aux {
                "aux".into()
            } else {
                "obl".into()
            };
        }
        let span = crate::article::Span::new(0, text.len());
        let sentence = Sentence { tokens: 0..tokens.len(), span, paragraph: 0, is_headline: false };
        Analysis { tokens, sentences: vec![sentence], ..Analysis::default() }
    }

    /// Published on Saturday, 12 June 2021.
    fn check(text: &str, expected: &[&str]) {
        let analysis = words(text);
        let found: Vec<String> = recognise(&analysis, Some(jiff::civil::date(2021, 6, 12)))
            .into_iter()
            .map(|expression| expression.value.0)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn full_dates_in_every_order() {
        check("They met on June 9 , 2021 in Kyiv", &["2021-06-09"]);
        check("They met on Wednesday , June 9th , 2021", &["2021-06-09"]);
        check("They met on 9 June 2021", &["2021-06-09"]);
        check("They met on the 9th of June , 2021", &["2021-06-09"]);
        check("They met on 2021-06-09 and 6/10/2021", &["2021-06-09", "2021-06-10"]);
        check("They met in Sept. 2019", &["2019-09"]);
        check("They met in June of 2019", &["2019-06"]);
    }

    #[test]
    fn years_decades_and_centuries() {
        check("They met in 1998", &["1998"]);
        check("The 2020 election", &["2020"]);
        check("They met in the 1990s", &["1990/1999"]);
        check("They met in the '90s", &["1990/1999"]);
        check("a 17th - century emperor", &["1601/1700"]);
        check("They met in the twentieth century", &["1901/2000"]);
        check("They met in 44 BC", &["-0043"]);
    }

    #[test]
    fn what_has_no_year_takes_it_from_the_tense() {
        check("They met in April", &["2021-04"]);
        check("They met in August", &["2020-08"]);
        check("They will meet in April", &["2022-04"]);
        check("They will meet on July 4", &["2021-07-04"]);
        check("They met on July 4", &["2020-07-04"]);
        check("The school starts on September 1", &["2021-09-01"]);
        check("They may meet", &[]);
        check("They met on Wednesday", &["2021-06-09"]);
        check("They will meet on Wednesday", &["2021-06-16"]);
    }

    #[test]
    fn relative_to_the_day_of_publication() {
        check("They met yesterday", &["2021-06-11"]);
        check("They met last night", &["2021-06-11"]);
        check("next Wednesday 's talks", &["2021-06-16"]);
        check("They met last Friday", &["2021-06-11"]);
        check("next week 's summit", &["2021-06-14/2021-06-20"]);
        check("They met earlier this year", &["2021"]);
        check("They met last month", &["2021-05"]);
        check("They met two days ago", &["2021-06-10"]);
        check("They met a year ago", &["2020"]);
        check("They met over the past five to seven years", &["2014/2021"]);
        check("They met in the past decade", &["2011/2021"]);
        check("They will meet in the next three years", &["2021/2024"]);
    }

    #[test]
    fn ranges() {
        check("They met from 2014 to 2021", &["2014/2021"]);
        check("They met between 2014 and 2016", &["2014/2016"]);
        check("They met in 1939 – 45", &["1939/1945"]);
        check("the 2025–26 season", &["2025/2026"]);
        check("They met from March to May 2020", &["2020-03/2020-05"]);
        check("They met on June 9 - 11 , 2021", &["2021-06-09/2021-06-11"]);
        check("They met between March 3 and March 5", &["2021-03-03/2021-03-05"]);
        check("They met in the summer of 2012", &["2012-06/2012-08"]);
        check("the first quarter of 2020", &["2020-01/2020-03"]);
    }

    #[test]
    fn holidays() {
        check("They met on Christmas Eve", &["2020-12-24"]);
        check("They will meet on Thanksgiving", &["2021-11-25"]);
        check("They met on Easter Sunday", &["2021-04-04"]);
        check("They met on Good Friday 2019", &["2019-04-19"]);
        check("the September 11 attacks", &["2001-09-11"]);
    }

    #[test]
    fn numbers_that_are_no_years_and_names_that_are_no_months() {
        check("$ 2000 for 1500 people", &[]);
        check("They march and may leave", &[]);
        check("They met for 3 hours", &[]);
    }

    #[test]
    fn without_a_date_of_publication_only_absolute_expressions_count() {
        let analysis = words("They met yesterday and in May 2019");
        let found = recognise(&analysis, None);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value.0, "2019-05");
    }
}
