//! Dates as files and pages write them: the day of a timestamp, in the writer's own zone.
//!
//! Only what has one reading is read: "05/06/2024" is May in one country and June in another, and stays unread.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Years outside are no date of an article but a slip, a zero of some computer's clock for example.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// "2024-05-31", "2024-05-31T10:00:00Z", "2024/5/31", "20240531", "31 May 2024", "May 31st, 2024", "Fri, 31 May 2024
/// 10:00 GMT", and seconds or milliseconds since 1970.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    numeric(text)
        .or_else(|| named_month(text))
        .or_else(|| since_epoch(text))
        .filter(|date| YEARS.contains(&date.year()))
}

/// The date in a path of directories or in a name: "/2024/05/31/", "/2024/may/31/", "-2024-05-31", "/20240531/".
pub(super) fn date_in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let parts: Vec<&str> = path.split(|c: char| !c.is_alphanumeric()).collect();
    let three = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let year = digits(year, 4..=4)?;
        let month = digits(month, 1..=2).or_else(|| month_number(month))?;
        date(year, month, digits(day, 1..=2)?)
    });
    let one = || parts.iter().find_map(|part| compact(part).filter(|_| part.len() == 8));
    three.or_else(one).filter(|date| (1990..=2200).contains(&date.year()))
}

fn numeric(text: &str) -> Option<Date> {
    let head = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))).next()?;
    let mut parts = head.splitn(4, ['-', '/', '.']);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => {
            date(digits(year, 4..=4)?, digits(month, 1..=2)?, digits(day, 1..=2)?)
        }
        (Some(_), None, None, None) => compact(head).filter(|_| head.len() == 8 || head.len() == 14),
        _ => None,
    }
}

/// "20240531", whatever follows.
fn compact(text: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits(text.get(range)?, 1..=4);
    date(part(0..4)?, part(4..6)?, part(6..8)?)
}

/// A month's name, a year of four digits, and a day: the first number of one or two digits.
fn named_month(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    let month_at = words.iter().position(|word| month_number(word).is_some())?;
    let month = month_number(words[month_at])?;
    let year = words.iter().find_map(|word| digits(word, 4..=4))?;
    let day = |word: &&str| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits(word, 1..=2)
    };
    // Before the month or right behind it; what stands further away is an hour.
    let before = month_at.checked_sub(1).and_then(|at| words.get(at));
    let day = before.and_then(day).or_else(|| words.get(month_at + 1).and_then(day))?;
    date(year, month, day)
}

fn month_number(word: &str) -> Option<i16> {
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let short = if word == "sept" { "sep" } else { word.as_str() };
    (1..).zip(MONTHS.iter().zip(LONG)).find(|(_, (month, long))| **month == short || *long == word).map(|(n, _)| n)
}

fn since_epoch(text: &str) -> Option<Date> {
    let number: i64 = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    Some(TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date())
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    (length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in [
            "2024-05-31",
            " 2024-05-31T23:59:00-05:00",
            "2024/5/31 10:00",
            "20240531",
            "20240531T100000Z",
            "31 May 2024",
            "May 31st, 2024 10:15 a.m.",
            "Fri, 31 May 2024 10:00:00 GMT",
            "1717149600",
            "1717149600000",
        ] {
            assert_eq!(parse_date(text), Some(jiff::civil::date(2024, 5, 31)), "{text}");
        }
        for text in ["", "05/06/2024", "2024", "2024-13-01", "May", "yesterday", "0000-00-00", "é", "2024-05-31-7"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_may_hold_a_date() {
        let expected = Some(jiff::civil::date(2024, 5, 31));
        for url in [
            "https://news.example/2024/05/31/harbour",
            "https://news.example/world/2024/may/31/harbour",
            "https://news.example/harbour-2024-05-31.html?id=20230101",
            "https://news.example/a/20240531/harbour",
        ] {
            assert_eq!(date_in_url(url), expected, "{url}");
        }
        assert_eq!(date_in_url("https://news.example/article/12345678"), None);
        assert_eq!(date_in_url("https://news.example/2024/05/"), None);
    }
}
