//! The words of the calendar: months, weekdays, seasons, units, numbers.
//!
//! All in lower case, with straight apostrophes.

use jiff::civil::Weekday;

use super::calendar::Unit;

/// A month by its name or abbreviation.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word.strip_suffix('.').unwrap_or(word) {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon." => Weekday::Monday,
        "tuesday" | "tue." | "tues." => Weekday::Tuesday,
        "wednesday" | "wed." => Weekday::Wednesday,
        "thursday" | "thu." | "thur." | "thurs." => Weekday::Thursday,
        "friday" | "fri." => Weekday::Friday,
        "saturday" | "sat." => Weekday::Saturday,
        "sunday" | "sun." => Weekday::Sunday,
        _ => return None,
    })
}

/// The first month of a season.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" | "springtime" => 3,
        "summer" | "summertime" => 6,
        "autumn" | "fall" => 9,
        "winter" | "wintertime" => 12,
        _ => return None,
    })
}

/// A unit and whether the word is plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    let (singular, plural) = match word {
        "centuries" => ("century", true),
        _ => word.strip_suffix('s').map_or((word, false), |singular| (singular, true)),
    };
    let unit = match singular {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    };
    Some((unit, plural))
}

const SMALL: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number of one word in small letters; 1 to 9,000 where it is written in digits.
pub(crate) fn number(word: &str) -> Option<i32> {
    if word.starts_with(|character: char| character.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|&value| (1..=9_000).contains(&value));
    }
    if word == "dozen" {
        return Some(12);
    }
    position(SMALL, word).map(|at| at + 1).or_else(|| position(TENS, word).map(|at| 10 * at + 20))
}

fn position(words: &[&str], word: &str) -> Option<i32> {
    words.iter().position(|other| *other == word).and_then(|at| i32::try_from(at).ok())
}

/// An ordinal of one word: "third", "17th", "twentieth".
pub(super) fn ordinal(word: &str) -> Option<i16> {
    const ORDINALS: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(at) = position(ORDINALS, word) {
        return i16::try_from(at + 1).ok();
    }
    if word == "thirtieth" {
        return Some(30);
    }
    ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).and_then(|digits| digits.parse().ok())
}

/// "sixties" and "60s" are 60.
pub(super) fn tens(word: &str) -> Option<i16> {
    let names = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    position(&names, word).and_then(|at| i16::try_from(10 * at + 20).ok())
}

pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "−" | "‐" | "~")
}

pub(super) fn is_part_of_day(word: &str) -> bool {
    matches!(word, "morning" | "afternoon" | "evening" | "night" | "noon" | "midnight")
}

/// A year of four digits.
pub(super) fn plain_year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1000..=2199).contains(year))
}

/// The second year of "1939–45" and "2014–2021".
pub(super) fn year_end(first: &str, last: &str) -> Option<i16> {
    let start = plain_year(first)?;
    if !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let end = match last.len() {
        2 => start / 100 * 100 + last.parse::<i16>().ok()?,
        4 => plain_year(last)?,
        _ => return None,
    };
    // "1999–01" goes on into the next century; "2016-11" does not.
    let end = if end < start && last.len() == 2 && start % 100 >= 90 { end + 100 } else { end };
    (end > start).then_some(end)
}
