//! Sentences in, values out: by a guessed tree, by the real network, and by chance.

use proptest::prelude::*;

use super::*;
use crate::article::Article;
use crate::language::{Sentence, Token, Upos, analyse, analyse_sentences, for_tests};

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
fn what_a_present_sets_ahead() {
    let network = for_tests();
    let check = |text: &str, expected: &str| {
        let analysis = analyse_sentences(&[text], network).expect("read").remove(0);
        let times = recognise(&analysis, Some(jiff::civil::date(2021, 6, 12)));
        assert_eq!(times.first().map(|time| &*time.value.0), Some(expected), "{text}");
    };
    check("The vote is on Wednesday.", "2021-06-16");
    check("He said that the trial begins on Wednesday.", "2021-06-16");
    check("They had gathered before the talks, which open in Oslo on Wednesday.", "2021-06-16");
    check("The trial, which opened on Wednesday, is a farce.", "2021-06-09");
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
    check("until the end of the month", &["2021-06-30"]);
    check("by year 's end", &["2021-12-31"]);
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

#[test]
fn parts_of_longer_times() {
    check("They met on the last Sunday in April 2019", &["2019-04-28"]);
    check("They met in the first week of 2021", &["2021-01-04/2021-01-10"]);
    check("They met in the second half of 2019", &["2019-07/2019-12"]);
    check("They met in the last month of 2019", &["2019-12"]);
    check("They met in Q3 2016", &["2016-07/2016-09"]);
    check("They met in March last year", &["2020-03"]);
    check("They will meet on Friday next week", &["2021-06-18"]);
    check("They met two weeks after Christmas 2020", &["2021-01-08"]);
    check("They met on Friday the 4th", &["2021-06-04"]);
    check("They met in the week of May 5", &["2021-05-03/2021-05-09"]);
}

#[test]
fn vague_times_are_open_on_the_side_that_nobody_knows() {
    check("They met in the past few days", &["../2021-06-12"]);
    check("They met several years ago", &["../2021"]);
    check("They will meet in the coming weeks", &["2021-06-12/.."]);
    check("They met in the late 1990s", &["1990/1999"]);
    check("Leader ( 2013 – present )", &["2013/.."]);
}

#[test]
fn what_was_spoken_of_before() {
    check("They met in 1938 and a year later", &["1938", "1939"]);
    check("They met in 1938 and the same year they met", &["1938", "1938"]);
    check("They met on May 3 , 1938 , and the next day", &["1938-05-03", "1938-05-04"]);
    check("They met the next day", &[]);
    check("They met in July 2012 and on August 3", &["2012-07", "2012-08-03"]);
    // Nothing here is dated by the day of publication: a history.
    check("They met in 1835 . They met in 1836 and in June", &["1835", "1836", "1836-06"]);
    check("They met in 1835 and in 1836 and exist today", &["1835", "1836"]);
}

#[test]
fn times_of_history() {
    check("They met during World War II", &["1939-09-01/1945-09-02"]);
    check("They met after the American Civil War", &["1861/1865"]);
    check("They met c. 347 and about 373", &["0347", "0373"]);
    check("They met about 373 people", &[]);
    check("They met from 1200 to 400 BC", &["-1199/-0399"]);
    check("They met in the sixties", &["1960/1969"]);
    check("They met in her 60s", &[]);
    check("They met in the 1800s", &["1800/1899"]);
    check("They met in nineteen sixty - eight", &["1968"]);
}

#[test]
fn what_comes_back_every_year() {
    check("every July they meet", &["--07"]);
    check("They met on every 4 July", &["--07-04"]);
    check("each Christmas they meet", &["--12-25"]);
    check("in mild winters they meet", &["--12/--02"]);
    check("They met since the fall of the king", &[]);
    check("They met in the winter", &["2020-12/2021-02"]);
}

#[test]
fn old_letters_and_long_times() {
    check("They met on October 12 last .", &["2020-10-12"]);
    check("They will meet on 1 July next .", &["2021-07-01"]);
    check("They met from 1900 to 1910 . In this period they met", &["1900/1910", "1900/1910"]);
    check("They met during the Crusades", &["1095/1291"]);
}

#[test]
fn numbers_of_other_things() {
    check("call 555-1212 or 138-2010-2015", &[]);
    check("every Friday they meet", &[]);
    check("they meet during a period of unrest", &[]);
    check("a 2000 year old tradition", &[]);
    check("$ 12 December 27", &["2020-12-27"]);
}

/// Texts as an article has them, through the network; published on Saturday, 12 June 2021.
#[test]
fn articles_through_the_network() {
    let texts = [
        "The two ministers met in Oslo on Wednesday and will meet again next Tuesday.",
        "The court's ruling, due to be handed down on July 1, was postponed until the end of the year.",
        "Norway imposed the sanctions in March 2014, two weeks after the vote, and lifted them in the summer of 2017.",
        "Voters may march in May. The committee will vote in two weeks.",
        "The company's profit rose 4 percent in the first quarter, after a loss of 2,000 kroner a year earlier.",
        "Mid-June's talks, in Geneva's old town, follow 2019's failed summit; the 2021–22 budget depends on them.",
        "Winters are mild, and summer can be hot. The monsoon has been late for three years.",
        "He was arrested last Friday, a day after police searched his house. Over the weekend he was released.",
        "Ada Lund (3 May 1901 – 7 June 1988) was a painter. In 1923 she moved to Bergen. The following year she married. \
         She died on 7 June 1988, and her house is today a museum.",
    ];
    let mut shown = String::new();
    for text in texts {
        let article = Article::from_text("test", text);
        let analysis = analyse(&article, for_tests()).expect("read");
        for time in recognise(&analysis, Some(jiff::civil::date(2021, 6, 12))) {
            shown.push_str(&format!("{} = {}\n", analysis.span(&time.tokens).of(text), time.value));
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

/// Whether a value is what [`TimeValue`] promises.
fn is_sound(value: &str) -> bool {
    let (start, end) = value.split_once('/').unwrap_or((value, value));
    let any = |point: &str| point.strip_prefix("--").map(|rest| format!("2024-{rest}"));
    if let (Some(start), Some(end)) = (any(start), any(end)) {
        // A winter runs into the next year.
        return is_sound(&start) && is_sound(&end);
    }
    let day = |point: &str| -> Option<jiff::civil::Date> {
        let (sign, rest) = point.strip_prefix('-').map_or((1, point), |rest| (-1, rest));
        let mut parts = rest.split('-');
        let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mut number = || parts.next().map_or(Some(1), |part| (part.len() == 2).then(|| part.parse().ok())?);
        jiff::civil::Date::new(sign * year, number()?, number()?).ok()
    };
    match (start, end) {
        ("..", end) => day(end).is_some(),
        (start, "..") => day(start).is_some(),
        (start, end) => day(start).zip(day(end)).is_some_and(|(start, end)| start <= end),
    }
}

fn check_sound(text: &str, published: Option<jiff::civil::Date>) {
    let analysis = words(text);
    let mut last = 0;
    for time in recognise(&analysis, published) {
        assert!(time.tokens.start < time.tokens.end && time.tokens.end <= analysis.tokens.len(), "{text}");
        assert!(time.tokens.start >= last, "overlap in {text}");
        last = time.tokens.end;
        let span = analysis.span(&time.tokens);
        assert!(text.get(span.range()).is_some(), "{text}");
        assert!(is_sound(&time.value.0), "{} in {text}", time.value);
        for end in time.ends.iter().flat_map(|ends| ends.iter()) {
            assert!(is_sound(&end.value.0), "{} in {text}", end.value);
            assert!(time.tokens.start <= end.tokens.start && end.tokens.end <= time.tokens.end, "{text}");
        }
    }
}

/// Words that the grammar knows, to be put together by chance.
const VOCABULARY: &[&str] = &[
    "the",
    "a",
    "in",
    "on",
    "of",
    "to",
    "and",
    "between",
    "from",
    "until",
    "last",
    "next",
    "this",
    "that",
    "same",
    "past",
    "coming",
    "every",
    "each",
    "period",
    "summers",
    "first",
    "second",
    "31st",
    "thirty",
    "twenty",
    "-",
    "–",
    ",",
    "(",
    ")",
    "/",
    ".",
    "'",
    "'s",
    "early",
    "mid",
    "late",
    "end",
    "ago",
    "later",
    "earlier",
    "before",
    "after",
    "day",
    "days",
    "week",
    "weekend",
    "months",
    "month",
    "quarter",
    "year",
    "years",
    "decade",
    "century",
    "centuries",
    "half",
    "April",
    "May",
    "February",
    "Sept.",
    "Friday",
    "Sunday",
    "Christmas",
    "Easter",
    "New",
    "Year",
    "Day",
    "Eve",
    "summer",
    "winter",
    "1999",
    "2020",
    "2021",
    "1776-77",
    "9/11",
    "02/30/2021",
    "2021-02-29",
    "2016-11",
    "30",
    "29",
    "7",
    "347",
    "9999",
    "9000",
    "0",
    "c.",
    "BC",
    "AD",
    "ad842",
    "1990s",
    "'90s",
    "sixties",
    "Q3",
    "H2",
    "two",
    "thousand",
    "hundred",
    "nineteen",
    "eight",
    "few",
    "several",
    "today",
    "yesterday",
    "tomorrow",
    "night",
    "morning",
    "present",
    "met",
    "will",
    "World",
    "War",
    "II",
    "during",
    "99999999999",
];

proptest! {
    #[test]
    fn any_text_gives_sound_times(text in "(\\PC{0,8} ){0,12}", days in 0..80_000_i32) {
        let published = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).ok();
        check_sound(&text, published);
    }

    #[test]
    fn any_row_of_its_words_gives_sound_times(
        row in prop::collection::vec(prop::sample::select(VOCABULARY), 0..14),
        days in 0..80_000_i32,
    ) {
        let published = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).ok();
        check_sound(&row.join(" "), published);
        check_sound(&row.join(" "), None);
    }
}
