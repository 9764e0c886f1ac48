//! Days and months: "June 9, 2021", "9 June", "2021-06-09", "Friday the 22nd", "Christmas".

use super::calendar::{Period, Point, day};
use super::grammar::{Match, Reader};
use super::holidays::HOLIDAYS;
use super::meaning::{Choice, Meaning, Which};
use super::words::{is_dash, is_part_of_day, month, plain_year, weekday};
use crate::language::Upos;

impl Reader<'_> {
    /// "2021-06-09", "6/9/2021", "2021-06": in one word or in several without spaces.
    pub(super) fn written_out(&self, at: usize) -> Match {
        let mut text = String::new();
        let mut stop = None;
        let mut best = None;
        for end in at..self.pieces.len().min(at + 5) {
            let span = self.pieces[end].span;
            if stop.is_some_and(|stop| stop != span.start) {
                break;
            }
            stop = Some(span.end);
            text.push_str(self.word(end));
            if let Some(point) = numeric_date(&text) {
                best = Some((end + 1, Meaning::Fixed(Period::at(point))));
            }
        }
        best
    }

    /// "9 June 2021", "the 9th of June", "9–11 June", "second of August".
    pub(super) fn day_first(&self, at: usize) -> Match {
        let (mut next, first) = self.day(at)?;
        if matches!(self.before(at), "$" | "€" | "£" | "¥" | "us$" | ".") {
            return None;
        }
        let mut last = None;
        let joint = self.word(next);
        let is_listed = matches!(joint, "and" | "to") && !matches!(self.opener(at), "between" | "from");
        if (is_dash(joint) || matches!(joint, "to" | "and" | "until" | "till"))
            && let Some((end, day)) = self.day(self.skip(next + 1, &["the"]))
        {
            last = Some(day).filter(|_| !is_listed);
            next = end;
        }
        if self.word(next) == "day" && self.word(next + 1) == "of" {
            next += 2;
        } else {
            next = self.skip(next, &["of", "."]);
        }
        if self.word(next) == "this" || self.reads(next, "next month") || self.reads(next, "last month") {
            let (end, whole) = self.chosen(next).filter(|(end, _)| self.word(*end - 1) == "month")?;
            let inner = Meaning::DayOfMonth(first, None);
            return last.is_none().then(|| (end, Meaning::Within(Box::new(inner), Box::new(whole))));
        }
        let month = month(self.word(next)).filter(|_| !self.is_in_name_of_another_kind(next))?;
        // "$12 December 27" has its day behind.
        if self.word(next + 1).len() <= 2 && self.day(next + 1).is_some() {
            return None;
        }
        // "21 may leave".
        if !self.is_month_name(next) && self.year_after(next + 1).is_none() && next == at + 1 {
            return None;
        }
        let matched = self.with_year(next + 1, month, first, last);
        self.within(at, matched)
    }

    /// "June 9, 2021", "June 9–11", "June 2021", "June".
    pub(super) fn month_first(&self, at: usize) -> Match {
        let number = month(self.word(at))?;
        if self.is_in_name_of_another_kind(at) {
            return None;
        }
        let next = self.skip(at + 1, &["the"]);
        if let Some((end, first)) = self.day(next).filter(|(end, _)| !self.is_quantity(*end)) {
            if number == 9 && first == 11 && matches!(self.word(end), "attack" | "attacks" | "hijackers" | "terrorist")
            {
                return Some((end, Meaning::Fixed(Period::at(day(2001, 9, 11)?))));
            }
            let last = (is_dash(self.word(end)) || matches!(self.word(end), "to" | "through" | "until"))
                .then(|| self.day(end + 1))
                .flatten()
                .filter(|&(end, last)| last > first && month(self.word(end)).is_none() && !self.is_quantity(end));
            return match last {
                Some((end, last)) => self.with_year(end, number, first, Some(last)),
                None => self.with_year(end, number, first, None),
            };
        }
        let next = at + 1;
        if let Some((end, year)) = self.year_after(next) {
            return Some((end, Meaning::Fixed(Period::at(Point::Month(year, number)))));
        }
        self.is_month_name(at).then_some((next, Meaning::Month(number)))
    }

    fn with_year(&self, at: usize, month: i8, first: i8, last: Option<i8>) -> Match {
        if let Some((end, year)) = self.year_after(at) {
            let period = match last {
                Some(last) => Period::between(day(year, month, first)?, day(year, month, last)?),
                None => Period::at(day(year, month, first)?),
            };
            return Some((end, Meaning::Fixed(period)));
        }
        // 2024 has every day that any year has.
        day(2024, month, first)?;
        Some((
            at,
            match last {
                Some(last) => Meaning::MonthDays(month, first, last),
                None => Meaning::MonthDay(month, first),
            },
        ))
    }

    /// The year of a month or day, after "of", "in" or a comma.
    pub(super) fn year_after(&self, at: usize) -> Option<(usize, i16)> {
        let next = self.skip(at, &[",", "of", "in"]);
        if let Some(year) = plain_year(self.word(next)) {
            return (!self.is_quantity(next + 1)).then_some((next + 1, year));
        }
        if let Some(matched) = self.spelt_year(next) {
            return Some(matched);
        }
        // "December of 384", "30 September 420".
        let early: i16 = self.word(next).parse().ok().filter(|year| (100..1000).contains(year))?;
        let is_sole = self.word(next).len() == 3 && self.word(at) != "," && self.word(at) != "in";
        (is_sole && !self.modifies(next)).then_some((next + 1, early))
    }

    /// "Wednesday, June 9", "Friday the 22nd", "Wednesday", "Friday next week".
    pub(super) fn weekday_first(&self, at: usize) -> Match {
        let named = weekday(self.word(at))?;
        if self.is_in_name_of_another_kind(at) {
            return None;
        }
        let next = self.skip(at + 1, &[",", "("]);
        let full = self.month_first(next).or_else(|| self.day_first(self.skip(next, &["the"])));
        if let Some((end, meaning)) = full
            && !matches!(meaning, Meaning::Month(_))
        {
            return Some((end, meaning));
        }
        if self.word(at + 1) == "the"
            && let Some((end, day)) = self.day(at + 2).filter(|_| self.ordinal(at + 2).is_some())
        {
            return Some((end, Meaning::DayOfMonth(day, Some(named))));
        }
        let end = at + 1 + usize::from(is_part_of_day(self.word(at + 1)));
        let next = self.skip(self.skip(end, &["of", "in"]), &["the"]);
        let whole = self.chosen(next).or_else(|| self.told_before(next));
        if let Some((end, whole)) = whole.filter(|(end, _)| self.word(*end - 1) == "week") {
            return Some((end, Meaning::Within(Box::new(Meaning::Weekday(named)), Box::new(whole))));
        }
        Some((end, Meaning::Weekday(named)))
    }

    /// "on the 22nd".
    pub(super) fn day_alone(&self, at: usize) -> Match {
        let (end, day) = self.day(at)?;
        let is_set = self.before(at) == "the" && matches!(self.before(at - 1), "on" | "until" | "since" | "by");
        let is_ordinal = self.ordinal(at).is_some_and(|(ordinal, _)| ordinal == end);
        (is_set && is_ordinal && !self.modifies(at) && !is_dash(self.word(end)))
            .then_some((end, Meaning::DayOfMonth(day, None)))
    }

    /// "Christmas", "Thanksgiving 2019".
    pub(super) fn holiday(&self, at: usize) -> Match {
        let first = self.word(at);
        let (name, holiday) = HOLIDAYS.iter().find(|(name, _)| name.starts_with(first) && self.reads(at, name))?;
        if self.is_in_name_of_another_kind(at) {
            return None;
        }
        let end = at + name.split(' ').count();
        if let Some((end, year)) = self.year_after(end) {
            return Some((end, Meaning::Fixed(Period::at(Point::Day(holiday.in_year(year)?)))));
        }
        Some((end, Meaning::Holiday(*holiday)))
    }

    /// A day or month without a year, with what tells the year behind it: "March last year", "May of the same year".
    pub(super) fn within(&self, at: usize, inner: Match) -> Match {
        let (end, inner) = inner?;
        let next = self.skip(self.skip(end, &["of", "in", ",", "-", "–"]), &["the"]);
        if let Some(which) = self.which_after(end)
            && let Some(choice) = Choice::of(&inner)
        {
            return Some((end + 1, Meaning::Chosen(choice, which)));
        }
        let is_open =
            matches!(inner, Meaning::Month(_) | Meaning::MonthDay(..) | Meaning::Holiday(_) | Meaning::Months(..));
        if is_open && next > at && matches!(self.word(next), "last" | "this" | "next" | "same" | "that" | "following") {
            let whole = self.chosen(next).or_else(|| self.told_before(next));
            if let Some((end, whole)) = whole.filter(|(end, _)| self.word(*end - 1) == "year") {
                return Some((end, Meaning::Within(Box::new(inner), Box::new(whole))));
            }
        }
        Some((end, inner))
    }

    /// "12 October last", "on February 1 next".
    fn which_after(&self, at: usize) -> Option<Which> {
        let which = match self.word(at) {
            "last" => Which::Last,
            "next" => Which::Next,
            _ => return None,
        };
        let is_end = self.pieces.get(at + 1).is_none_or(|next| self.analysis.tokens[next.token].upos == Upos::Punct);
        is_end.then_some(which)
    }

    /// The number of a day: "9", "9th", "ninth", "twenty-first".
    fn day(&self, at: usize) -> Option<(usize, i8)> {
        let word = self.word(at);
        let in_month = |day: &i8| (1..=31).contains(day);
        if word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some((at + 1, word.parse().ok().filter(in_month)?));
        }
        let (end, value) = self.ordinal(at)?;
        Some((end, i8::try_from(value).ok().filter(in_month)?))
    }
}

/// "2021-06-09", "6/9/2021", "9.6.2021", "2021-06", "06/2021".
fn numeric_date(text: &str) -> Option<Point> {
    let parts: Vec<&str> = text.split(['-', '/', '.', '–']).collect();
    if let [one, name, three] = parts.as_slice()
        && let Some(month) = month(name)
    {
        let (day_text, year_text) = if one.len() == 4 { (three, one) } else { (one, three) };
        return day(plain_year(year_text)?, month, day_text.parse().ok()?);
    }
    let all_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !all_digits {
        return None;
    }
    match parts.as_slice() {
        [one, two, three] if one.len() == 4 && two.len() <= 2 && three.len() <= 2 => {
            plain_year(one)?;
            day(one.parse().ok()?, two.parse().ok()?, three.parse().ok()?)
        }
        [one, two, three] if one.len() <= 2 && two.len() <= 2 && matches!(three.len(), 2 | 4) => {
            let (one, two, year): (i8, i8, i16) = (one.parse().ok()?, two.parse().ok()?, three.parse().ok()?);
            let year = match three.len() {
                4 => plain_year(three)?,
                // Two digits need two separators that are slashes: "1-2-10" is many things.
                _ if text.matches('/').count() != 2 => return None,
                _ if year < 50 => 2000 + year,
                _ => 1900 + year,
            };
            // Month before day as in American texts, unless only the other order is a date; dots are European.
            if text.contains('.') || one > 12 { day(year, two, one) } else { day(year, one, two) }
        }
        // Below 13 and not a range of years: "2016-11", but "2009-10" is a season.
        [one, two] if one.len() == 4 && two.len() <= 2 => {
            let (year, number): (i16, i8) = (plain_year(one)?, two.parse().ok()?);
            let is_range = two.len() == 2 && i16::from(number) > year % 100 && text.contains(['-', '–']);
            ((1..=12).contains(&number) && !is_range && !text.contains('.')).then_some(Point::Month(year, number))
        }
        [one, two] if one.len() <= 2 && two.len() == 4 && text.contains('/') => {
            let number: i8 = one.parse().ok().filter(|number| (1..=12).contains(number))?;
            Some(Point::Month(plain_year(two)?, number))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_digits() {
        let read = |text| numeric_date(text).map(|point| point.to_string());
        assert_eq!(read("2021-06-09").as_deref(), Some("2021-06-09"));
        assert_eq!(read("6/9/2021").as_deref(), Some("2021-06-09"));
        assert_eq!(read("21/6/21").as_deref(), Some("2021-06-21"));
        assert_eq!(read("9.6.2021").as_deref(), Some("2021-06-09"));
        assert_eq!(read("2016/11").as_deref(), Some("2016-11"));
        assert_eq!(read("2016-11").as_deref(), Some("2016-11"));
        assert_eq!(read("05-aug-2016").as_deref(), Some("2016-08-05"));
        assert_eq!(read("2016/aug/05").as_deref(), Some("2016-08-05"));
        assert_eq!(read("2009-10"), None);
        assert_eq!(read("2021-13-01"), None);
        assert_eq!(read("1-2-10"), None);
        assert_eq!(read("3.2021"), None);
    }
}
