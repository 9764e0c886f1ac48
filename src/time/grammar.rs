//! What the words of an expression of time mean, before any date is computed.
//!
//! A hand-written grammar, longest match first, from left to right. It looks at the tree only to tell years from
//! quantities ("the 2017 murders", "2,017 murders") and months from other words ("May", "march").

use std::ops::Range;

use jiff::civil::Weekday;

use super::calendar::{HOLIDAYS, Holiday, Period, Point, Unit, century, day, decade};
use crate::language::{Analysis, NameKind, Upos};

/// What an expression means by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// Needs nothing else: "June 9, 2021".
    Fixed(Period),
    /// "April".
    Month(i8),
    /// "June 1".
    MonthDay(i8, i8),
    /// "June 1–3".
    MonthDays(i8, i8, i8),
    /// "Wednesday".
    Weekday(Weekday),
    /// "Christmas".
    Holiday(Holiday),
    /// "last April".
    Chosen(Choice, Which),
    /// Units away from today: "yesterday", "next week", "two years ago".
    Away(Unit, i32),
    /// From so many units away up to so many: "the past five years".
    Stretch(Unit, i32, i32),
}

/// What "last", "this" or "next" may choose from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Choice {
    Month(i8),
    Weekday(Weekday),
    /// First month of three.
    Season(i8),
    Holiday(Holiday),
}

/// "last", "this", "next".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    This,
    Next,
}

/// How two expressions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    No,
    /// With the expression before, as a range.
    AsRange,
}

/// An expression and what it means.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) meaning: Meaning,
    pub(super) joined: Joined,
}

/// The expressions of one sentence, in order.
pub(super) fn read(analysis: &Analysis, sentence: Range<usize>) -> Vec<Found> {
    let words: Vec<String> = analysis.tokens[sentence.clone()].iter().map(|token| plain(&token.form)).collect();
    let reader = Reader { analysis, words: &words, offset: sentence.start };
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match reader.expression(at) {
            Some((end, meaning)) if end > at => {
                let joined = found.last().map_or(Joined::No, |before| {
                    let before = before.tokens.start - sentence.start..before.tokens.end - sentence.start;
                    reader.joined(&before, at)
                });
                found.push(Found { tokens: at + sentence.start..end + sentence.start, meaning, joined });
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

fn plain(form: &str) -> String {
    form.to_lowercase().replace('’', "'")
}

struct Reader<'a> {
    analysis: &'a Analysis,
    words: &'a [String],
    offset: usize,
}

type Match = Option<(usize, Meaning)>;

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    fn expression(&self, at: usize) -> Match {
        let first = self.word(at);
        let initial = first.chars().next()?;
        if initial.is_ascii_digit() || initial == '\'' || first == "mid" {
            return self
                .written_out(at)
                .or_else(|| self.day_first(at))
                .or_else(|| self.counted(at))
                .or_else(|| self.century(at))
                .or_else(|| self.decade(at))
                .or_else(|| self.year(at));
        }
        if !initial.is_alphabetic() {
            return None;
        }
        self.relative(at)
            .or_else(|| self.chosen(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.weekday_first(at))
            .or_else(|| self.season(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.century(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.year(at))
    }

    /// "2021-06-09", "6/9/2021": in one token or in several without spaces.
    fn written_out(&self, at: usize) -> Match {
        let mut text = String::new();
        let mut end = at;
        let mut stop = None;
        while end < self.words.len() && end < at + 5 {
            let span = self.analysis.tokens[self.offset + end].span;
            if stop.is_some_and(|stop| stop != span.start) {
                break;
            }
            stop = Some(span.end);
            text.push_str(self.word(end));
            end += 1;
            if (end == at + 1 || end == at + 5)
                && let Some(point) = numeric_date(&text)
            {
                return Some((end, Meaning::Fixed(Period::at(point))));
            }
        }
        None
    }

    /// "9 June 2021", "the 9th of June", "9–11 June".
    fn day_first(&self, at: usize) -> Match {
        let (first, mut next) = (self.day_number(at)?, at + 1);
        let mut last = None;
        if (is_dash(self.word(next)) || matches!(self.word(next), "to" | "and"))
            && let Some(day) = self.day_number(next + 1)
        {
            last = Some(day);
            next += 2;
        }
        if self.word(next) == "of" {
            next += 1;
        } else if self.word(next) == "day" && self.word(next + 1) == "of" {
            next += 2;
        }
        let month = month(self.word(next))?;
        if last.is_some()
            && matches!(self.word(at + 1), "and" | "to")
            && self.before(at) != "between"
            && self.before(at) != "from"
        {
            last = None;
        }
        self.with_year(next + 1, month, first, last)
    }

    /// "June 9, 2021", "June 9–11", "June 2021", "June".
    fn month_first(&self, at: usize) -> Match {
        let number = month(self.word(at))?;
        if self.is_in_name_of_another_kind(at) {
            return None;
        }
        let mut next = at + 1;
        if self.word(next) == "the" && self.day_number(next + 1).is_some() {
            next += 1;
        }
        if let Some(first) = self.day_number(next).filter(|_| !self.is_clock(next)) {
            let attack = matches!(self.word(next + 1), "attack" | "attacks" | "hijackers" | "terrorist");
            if number == 9 && first == 11 && attack {
                return Some((next + 1, Meaning::Fixed(Period::at(day(2001, 9, 11)?))));
            }
            let last = (is_dash(self.word(next + 1)) || matches!(self.word(next + 1), "to" | "through" | "until"))
                .then(|| self.day_number(next + 2))
                .flatten()
                .filter(|&last| last > first && month(self.word(next + 3)).is_none());
            let end = if last.is_some() { next + 3 } else { next + 1 };
            return self.with_year(end, number, first, last);
        }
        let comma = usize::from(matches!(self.word(next), "," | "of"));
        if let Some(year) = self.year_number(next + comma) {
            return Some((next + comma + 1, Meaning::Fixed(Period::at(Point::Month(year, number)))));
        }
        self.is_month_name(at).then_some((next, Meaning::Month(number)))
    }

    fn with_year(&self, at: usize, month: i8, first: i8, last: Option<i8>) -> Match {
        let comma = usize::from(matches!(self.word(at), "," | "of" | "in"));
        if let Some(year) = self.year_number(at + comma) {
            let period = match last {
                Some(last) => Period::between(day(year, month, first)?, day(year, month, last)?),
                None => Period::at(day(year, month, first)?),
            };
            return Some((at + comma + 1, Meaning::Fixed(period)));
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

    /// "Wednesday, June 9", "Wednesday".
    fn weekday_first(&self, at: usize) -> Match {
        let named = weekday(self.word(at))?;
        if self.is_in_name_of_another_kind(at) {
            return None;
        }
        let comma = usize::from(matches!(self.word(at + 1), "," | "("));
        let full = self.month_first(at + 1 + comma).or_else(|| {
            let the = usize::from(self.word(at + 1 + comma) == "the");
            self.day_first(at + 1 + comma + the)
        });
        if let Some((end, meaning)) = full
            && !matches!(meaning, Meaning::Month(_))
        {
            return Some((end, meaning));
        }
        let end = at + 1 + usize::from(is_part_of_day(self.word(at + 1)));
        Some((end, Meaning::Weekday(named)))
    }

    /// "yesterday", "last night", "this morning", "the day before yesterday".
    fn relative(&self, at: usize) -> Match {
        let away = |end: usize, days: i32| Some((end, Meaning::Away(Unit::Day, days)));
        match self.word(at) {
            "yesterday" => away(at + 1 + usize::from(is_part_of_day(self.word(at + 1))), -1),
            "today" | "tonight" => away(at + 1, 0),
            "tomorrow" => away(at + 1 + usize::from(is_part_of_day(self.word(at + 1))), 1),
            "day" if self.word(at + 1) == "before" && self.word(at + 2) == "yesterday" => away(at + 3, -2),
            "day" if self.word(at + 1) == "after" && self.word(at + 2) == "tomorrow" => away(at + 3, 2),
            "this" if is_part_of_day(self.word(at + 1)) => away(at + 2, 0),
            "last" if matches!(self.word(at + 1), "night" | "evening") => away(at + 2, -1),
            "earlier" | "later" if self.word(at + 1) == "today" => away(at + 2, 0),
            "earlier" | "later" if matches!(self.word(at + 1), "this" | "next" | "last") => self.chosen(at + 1),
            _ => None,
        }
    }

    /// "last Friday", "next week", "this year", "the past decade", "last April".
    fn chosen(&self, at: usize) -> Match {
        let which = match self.word(at) {
            "last" => Which::Last,
            "this" => Which::This,
            "next" | "coming" => Which::Next,
            "past" => {
                let unit = unit(self.word(at + 1)).filter(|(_, plural)| !plural)?.0;
                return Some((at + 2, Meaning::Stretch(unit, -1, 0)));
            }
            "current" if self.before(at) == "the" => Which::This,
            _ => return None,
        };
        let mut next = at + 1;
        if which == Which::This && matches!(self.word(next), "coming" | "past") {
            next += 1;
        }
        let word = self.word(next);
        if let Some((unit, false)) = unit(word) {
            if unit == Unit::Day && which != Which::This {
                return None;
            }
            // "the last year" is the stretch up to now, "last year" the year before.
            if self.before(at) == "the" && which == Which::Last && unit != Unit::Century {
                return Some((next + 1, Meaning::Stretch(unit, -1, 0)));
            }
            let count = match which {
                Which::Last => -1,
                Which::This => 0,
                Which::Next => 1,
            };
            return Some((next + 1, Meaning::Away(unit, count)));
        }
        let choice = if let Some(named) = weekday(word) {
            Choice::Weekday(named)
        } else if let Some(number) = month(word) {
            if let Some((end, meaning @ (Meaning::MonthDay(..) | Meaning::Fixed(_)))) = self.month_first(next) {
                return Some((end, meaning));
            }
            Choice::Month(number)
        } else if let Some(first) = season(word) {
            Choice::Season(first)
        } else {
            let (end, Meaning::Holiday(holiday)) = self.holiday(next)? else { return None };
            return Some((end, Meaning::Chosen(Choice::Holiday(holiday), which)));
        };
        let end = next + 1 + usize::from(is_part_of_day(self.word(next + 1)));
        Some((end, Meaning::Chosen(choice, which)))
    }

    /// "two days ago", "the past five to seven years", "the next three months", "in two weeks".
    fn counted(&self, at: usize) -> Match {
        let past = matches!(self.word(at), "past" | "last" | "previous");
        let coming = matches!(self.word(at), "next" | "coming");
        if past || coming {
            let (end, _, most) = self.count(at + 1)?;
            let (unit, _) = unit(self.word(end))?;
            // "the last five months of her life" are not the last before today.
            if self.word(end + 1) == "of" {
                return None;
            }
            let meaning = if past { Meaning::Stretch(unit, -most, 0) } else { Meaning::Stretch(unit, 0, most) };
            return Some((end + 1, meaning));
        }
        let (end, _, most) = self.count(at)?;
        let (unit, _) = unit(self.word(end))?;
        match self.word(end + 1) {
            "ago" => Some((end + 2, Meaning::Away(unit, -most))),
            "from" if self.word(end + 2) == "now" => Some((end + 3, Meaning::Away(unit, most))),
            _ => None,
        }
    }

    /// A number or two, "a", "a couple of"; end, least, most.
    fn count(&self, at: usize) -> Option<(usize, i32, i32)> {
        let mut at = at;
        while matches!(
            self.word(at),
            "about" | "almost" | "nearly" | "around" | "some" | "over" | "roughly" | "only" | "just"
        ) {
            at += 1;
        }
        if self.word(at) == "more" && self.word(at + 1) == "than" {
            at += 2;
        }
        if matches!(self.word(at), "a" | "an") {
            return if self.word(at + 1) == "couple" {
                Some((at + 2 + usize::from(self.word(at + 2) == "of"), 2, 2))
            } else {
                Some((at + 1, 1, 1))
            };
        }
        if self.word(at) == "couple" {
            return Some((at + 1 + usize::from(self.word(at + 1) == "of"), 2, 2));
        }
        let least = number(self.word(at))?;
        if (matches!(self.word(at + 1), "to" | "or") || is_dash(self.word(at + 1)))
            && let Some(most) = number(self.word(at + 2)).filter(|&most| most > least)
        {
            return Some((at + 3, least, most));
        }
        Some((at + 1, least, least))
    }

    /// "summer of 2012", "winter 2020"; a season alone is no date.
    fn season(&self, at: usize) -> Match {
        let first = season(self.word(at))?;
        let next = at + 1 + usize::from(self.word(at + 1) == "of");
        let year = self.year_number(next)?;
        Some((next + 1, Meaning::Fixed(season_of(first, year))))
    }

    fn holiday(&self, at: usize) -> Match {
        let first = self.word(at);
        let (length, holiday) = HOLIDAYS.iter().find_map(|(name, holiday)| {
            let mut length = 0;
            if !name.starts_with(first) {
                return None;
            }
            for part in name.split(' ') {
                if self.word(at + length) != part {
                    return None;
                }
                length += 1;
            }
            Some((length, *holiday))
        })?;
        let end = at + length;
        let comma = usize::from(self.word(end) == ",");
        if let Some(year) = self.year_number(end + comma) {
            return Some((end + comma + 1, Meaning::Fixed(Period::at(Point::Day(holiday.in_year(year)?)))));
        }
        Some((end, Meaning::Holiday(holiday)))
    }

    /// "17th century", "17th-century", "twentieth century".
    fn century(&self, at: usize) -> Match {
        let number = ordinal(self.word(at))?;
        let next = at + 1 + usize::from(is_dash(self.word(at + 1)));
        if !matches!(self.word(next), "century" | "centuries") || !(1..=22).contains(&number) {
            return None;
        }
        let before_christ = matches!(self.word(next + 1), "bc" | "bce");
        if before_christ {
            let start = -100 * number + 1;
            let period = Period::between(Point::Year(start), Point::Year(start + 99));
            return Some((next + 2, Meaning::Fixed(period)));
        }
        Some((next + 1, Meaning::Fixed(century(number))))
    }

    /// "1990s", "the '90s".
    fn decade(&self, at: usize) -> Match {
        let word = self.word(at);
        let (digits, end) = match word.strip_suffix("'s").or_else(|| word.strip_suffix('s')) {
            Some(digits) => (digits, at + 1),
            None if word == "'" => (self.word(at + 1).strip_suffix('s')?, at + 2),
            None if self.word(at + 1) == "s" => (word, at + 2),
            None => return None,
        };
        let digits = digits.trim_start_matches('\'');
        let digits = digits.strip_prefix("mid-").unwrap_or(digits);
        let value: i16 = digits.parse().ok()?;
        match digits.len() {
            4 if value % 10 == 0 && (1000..2100).contains(&value) => Some((end, Meaning::Fixed(decade(value)))),
            2 if value % 10 == 0 => {
                let year = if value < 30 { 2000 + value } else { 1900 + value };
                Some((end, Meaning::Fixed(decade(year))))
            }
            _ => None,
        }
    }

    /// "the first quarter of 2020", "second half of 2019".
    fn quarter(&self, at: usize) -> Match {
        let which = match self.word(at) {
            "first" => 1,
            "second" => 2,
            "third" => 3,
            "fourth" => 4,
            _ => return None,
        };
        let months = match self.word(at + 1) {
            "quarter" => 3,
            "half" if which <= 2 => 6,
            _ => return None,
        };
        let next = at + 2 + usize::from(self.word(at + 2) == "of");
        let year = self.year_number(next)?;
        let first = (which - 1) * months + 1;
        let period = Period::between(Point::Month(year, first), Point::Month(year, first + months - 1));
        Some((next + 1, Meaning::Fixed(period)))
    }

    /// "2020", "44 BC", "2025–26", "mid-2019".
    fn year(&self, at: usize) -> Match {
        let word = self.word(at);
        if matches!(word, "ad" | "a.d.") {
            let year: i16 = self.word(at + 1).parse().ok()?;
            return Some((at + 2, Meaning::Fixed(Period::at(Point::Year(year)))));
        }
        if let Ok(value) = word.replace(',', "").parse::<i16>() {
            let fixed = |year| Some((at + 2, Meaning::Fixed(Period::at(Point::Year(year)))));
            match self.word(at + 1) {
                // There is no year 0 between 1 BC and AD 1: ISO 8601 calls 1 BC 0000.
                "bc" | "bce" | "b.c." if (1..9999).contains(&value) => return fixed(1 - value),
                "ad" | "ce" | "a.d." if (1..9999).contains(&value) => return fixed(value),
                _ => {}
            }
        }
        if word == "9/11" {
            return Some((at + 1, Meaning::Fixed(Period::at(day(2001, 9, 11)?))));
        }
        let word = word.strip_prefix("mid-").unwrap_or(word);
        if let Some((first, last)) = word.split_once(['-', '–', '—', '/']) {
            let (first, last) = (plain_year(first)?, year_end(first, last)?);
            return Some((at + 1, Meaning::Fixed(Period::between(Point::Year(first), Point::Year(last)))));
        }
        let mid = usize::from(word == "mid" && is_dash(self.word(at + 1))) * 2;
        let year = self.year_number(at + mid)?;
        if !self.is_year(at + mid, year) {
            return None;
        }
        let next = at + mid + 1;
        if (is_dash(self.word(next)) || self.word(next) == "/")
            && let Some(last) =
                year_end(self.word(at + mid), self.word(next + 1)).filter(|_| self.word(next + 1).len() == 2)
        {
            return Some((next + 2, Meaning::Fixed(Period::between(Point::Year(year), Point::Year(last)))));
        }
        Some((next, Meaning::Fixed(Period::at(Point::Year(year)))))
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        plain_year(self.word(at))
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        if digits.len() > 2 || digits.is_empty() {
            return None;
        }
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    }

    /// Whether the number is the start of a time of day or of a quantity: "June 9:30", "April 5 percent".
    fn is_clock(&self, at: usize) -> bool {
        matches!(self.word(at + 1), "%" | "percent" | "am" | "pm" | "a.m." | "p.m." | ":" | "million" | "billion")
    }

    /// Whether four digits are a year, not a quantity.
    fn is_year(&self, at: usize, year: i16) -> bool {
        let (before, after) = (self.before(at), self.word(at + 1));
        if matches!(
            before,
            "$" | "€" | "£" | "¥" | "#" | "us$" | "no." | "number" | "flight" | "page" | "route" | "section"
        ) || matches!(
            after,
            "%" | "percent"
                | "people"
                | "hours"
                | "km"
                | "kilometers"
                | "kilometres"
                | "miles"
                | "meters"
                | "metres"
                | "feet"
                | "dollars"
                | "euros"
                | "years"
                | "million"
                | "billion"
                | "times"
                | "kg"
                | "tonnes"
                | "tons"
                | "mhz"
                | "degrees"
        ) {
            return false;
        }
        let introduced = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "during"
                | "before"
                | "after"
                | "circa"
                | "c."
                | "from"
                | "between"
                | "("
                | "early"
                | "late"
                | "through"
                | "of"
                | "around"
        );
        if year < 1700 {
            return introduced && !matches!(before, "of" | "by" | "from" | "around" | "after" | "through");
        }
        let index = self.offset + at;
        let token = &self.analysis.tokens[index];
        if token.relation() == "nummod" && (!introduced || before == "of") {
            let head = token.head.map(|head| &self.analysis.tokens[head]);
            let determined =
                matches!(before, "the" | "'s" | "his" | "her" | "its" | "their" | "our" | "this" | "that" | "a");
            let is_event =
                head.is_some_and(|head| EVENTS.contains(&head.lemma.to_lowercase().as_str()) || head.is_capitalised());
            let is_plural = head.is_some_and(|head| head.feature("Number") == Some("Plur"));
            return determined || is_event || !is_plural;
        }
        (1700..=2100).contains(&year)
    }

    /// Whether a month's word is the month: "May", "march", "June Smith" are other things too.
    fn is_month_name(&self, at: usize) -> bool {
        let word = self.word(at);
        let token = &self.analysis.tokens[self.offset + at];
        let introduced = matches!(
            self.before(at),
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "last"
                | "next"
                | "this"
                | "early"
                | "late"
                | "mid"
                | "of"
                | "through"
                | "during"
                | "between"
                | "after"
                | "before"
                | "to"
        );
        if !token.is_capitalised() {
            return matches!(self.before(at), "in" | "since" | "last" | "early" | "late")
                || (introduced && !matches!(word, "may" | "march" | "august" | "mar" | "jan" | "sun"));
        }
        if token.upos == Upos::Aux || token.upos == Upos::Verb {
            return false;
        }
        if matches!(word, "may" | "march" | "august") {
            return introduced || !matches!(token.relation(), "nsubj" | "flat" | "compound" | "root" | "appos");
        }
        word.len() > 4 || introduced || matches!(word, "may" | "june" | "july")
    }

    /// Whether the network takes it for part of a name that is neither a date nor an event.
    fn is_in_name_of_another_kind(&self, at: usize) -> bool {
        let index = self.offset + at;
        let names = &self.analysis.names;
        let next = names.partition_point(|name| name.tokens.end <= index);
        names.get(next).is_some_and(|name| {
            name.tokens.contains(&index) && !matches!(name.kind, NameKind::Date | NameKind::Event) && name.score > 0.5
        })
    }

    /// Whether an expression at `at` closes a range that `before` opens.
    fn joined(&self, before: &Range<usize>, at: usize) -> Joined {
        let opening = self.before(before.start);
        let gap = &self.words[before.end..at];
        let range = match gap {
            [dash] if is_dash(dash) => true,
            [to] => match to.as_str() {
                "to" | "until" | "till" | "through" | "thru" => true,
                "and" => opening == "between",
                _ => false,
            },
            [to, the] if the == "the" => match to.as_str() {
                "to" | "until" | "till" => true,
                "and" => opening == "between",
                _ => false,
            },
            _ => false,
        };
        if range { Joined::AsRange } else { Joined::No }
    }
}

/// Plural nouns that a year may stand before without an article.
const EVENTS: &[&str] = &[
    "election",
    "olympics",
    "game",
    "protest",
    "attack",
    "riot",
    "season",
    "championship",
    "primary",
    "midterm",
    "talk",
    "bombing",
    "wildfire",
    "flood",
    "earthquake",
    "playoff",
    "figure",
    "result",
    "murder",
    "shooting",
    "killing",
    "demonstration",
];

/// The three months of a season; winter runs into the next year.
pub(super) fn season_of(first: i8, year: i16) -> Period {
    let end = if first == 12 { Point::Month(year + 1, 2) } else { Point::Month(year, first + 2) };
    Period::between(Point::Month(year, first), end)
}

fn numeric_date(text: &str) -> Option<Point> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let all_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !all_digits {
        return None;
    }
    if one.len() == 4 {
        return day(one.parse().ok()?, two.parse().ok()?, three.parse().ok()?);
    }
    if three.len() != 4 || one.len() > 2 || two.len() > 2 {
        return None;
    }
    let (one, two, year): (i8, i8, i16) = (one.parse().ok()?, two.parse().ok()?, three.parse().ok()?);
    // Month before day as in American texts, unless only the other order is a date; dots are European.
    if text.contains('.') || one > 12 { day(year, two, one) } else { day(year, one, two) }
}

fn plain_year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1000..=2199).contains(year))
}

/// The second year of "1939–45" and "2014–2021".
fn year_end(first: &str, last: &str) -> Option<i16> {
    let start = plain_year(first)?;
    let end = match last.len() {
        2 => start / 100 * 100 + last.parse::<i16>().ok()?,
        4 => plain_year(last)?,
        _ => return None,
    };
    let end = if end < start && last.len() == 2 { end + 100 } else { end };
    (end > start).then_some(end)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "−")
}

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "morning" | "afternoon" | "evening" | "night" | "noon")
}

fn month(word: &str) -> Option<i8> {
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

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon." => Weekday::Monday,
        "tuesday" | "tue." | "tues." => Weekday::Tuesday,
        "wednesday" | "wed." => Weekday::Wednesday,
        "thursday" | "thu." | "thurs." => Weekday::Thursday,
        "friday" | "fri." => Weekday::Friday,
        "saturday" | "sat." => Weekday::Saturday,
        "sunday" | "sun." => Weekday::Sunday,
        _ => return None,
    })
}

fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// A unit and whether the word is plural.
fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

const NUMBERS: &[&str] = &[
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
    "twenty",
];

fn number(word: &str) -> Option<i32> {
    if word.starts_with(|character: char| character.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|&value| (1..9_000).contains(&value));
    }
    if let Some(index) = NUMBERS.iter().position(|name| *name == word) {
        return i32::try_from(index + 1).ok();
    }
    Some(match word {
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "hundred" => 100,
        "dozen" => 12,
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<i16> {
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
    if let Some(index) = ORDINALS.iter().position(|name| *name == word) {
        return i16::try_from(index + 1).ok();
    }
    if word == "twenty-first" {
        return Some(21);
    }
    ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).and_then(|digits| digits.parse().ok())
}
