//! Years and what is made of them: decades, centuries, seasons, quarters and halves, times of history.

use super::calendar::{Period, Point, century, day, decade, months};
use super::direction::direction;
use super::grammar::{Match, Reader};
use super::holidays::age;
use super::meaning::Meaning;
use super::words::{is_dash, plain_year, season, tens, unit, year_end};

const fn fixed(period: Period) -> Meaning {
    Meaning::Fixed(period)
}

const fn year_point(year: i16) -> Meaning {
    fixed(Period::at(Point::Year(year)))
}

impl Reader<'_> {
    /// "2020", "44 BC", "AD 842", "2025–26", "mid-2019", "c. 347", "nineteen sixty-eight", "2013–present".
    pub(super) fn year(&self, at: usize) -> Match {
        let word = self.word(at);
        if matches!(word, "ad" | "a.d.") {
            let year = self.word(at + 1).parse().ok().filter(|year| (1..2200).contains(year))?;
            return Some((at + 2, year_point(year)));
        }
        if word == "mid" {
            let next = at + 1 + usize::from(is_dash(self.word(at + 1)));
            let year = plain_year(self.word(next))?;
            return Some((next + 1, year_point(year)));
        }
        if let Some((end, year)) = self.before_christ(at) {
            return Some((end, year_point(year)));
        }
        if word == "9/11" {
            return Some((at + 1, fixed(Period::at(day(2001, 9, 11)?))));
        }
        if let Some((first, last)) = word.split_once('/') {
            let (first, last) = (plain_year(first)?, year_end(first, last)?);
            return Some((at + 1, fixed(Period::between(Point::Year(first), Point::Year(last)))));
        }
        if let Some((end, year)) = self.spelt_year(at)
            && matches!(self.opener(at), "in" | "since" | "of" | "until" | "by" | "from" | "to" | "and" | "during")
        {
            return Some((end, year_point(year)));
        }
        let Some(year) = plain_year(word) else {
            return self.short_year(at).or_else(|| self.early_year(at));
        };
        if !self.is_year(at, year) {
            return None;
        }
        let (next, after) = (self.word(at + 1), self.word(at + 2));
        if (is_dash(next) || matches!(next, "to" | "until" | "till"))
            && matches!(after, "present" | "now" | "today" | "date")
        {
            return Some((at + 3, fixed(Period::since(Point::Year(year)))));
        }
        if let Some((first, count)) = quarter_code(next) {
            return Some((at + 2, fixed(months(year, first, count))));
        }
        Some((at + 1, year_point(year)))
    }

    /// "44 BC", "900 CE".
    fn before_christ(&self, at: usize) -> Option<(usize, i16)> {
        let value: i16 = self.word(at).replace(',', "").parse().ok().filter(|value| (1..9999).contains(value))?;
        match self.word(at + 1) {
            // There is no year 0 between 1 BC and AD 1: ISO 8601 calls 1 BC 0000.
            "bc" | "bce" | "b.c." | "b.c.e." => Some((at + 2, 1 - value)),
            "ad" | "ce" | "a.d." | "c.e." => Some((at + 2, value)),
            _ => None,
        }
    }

    /// The second year of "1939–45".
    fn short_year(&self, at: usize) -> Match {
        let is_joined = is_dash(self.before(at)) || self.before(at) == "/";
        let last = year_end(self.word(at.checked_sub(2)?), self.word(at)).filter(|_| is_joined)?;
        (!self.is_quantity(at + 1)).then_some((at + 1, year_point(last)))
    }

    /// A year before 1000: said to be one, or in a text of such years.
    fn early_year(&self, at: usize) -> Match {
        let word = self.word(at);
        if !(2..=3).contains(&word.len()) || word.starts_with('0') {
            return None;
        }
        let year: i16 = word.parse().ok()?;
        if self.reads(at.checked_sub(2)?, "the year") {
            return Some((at + 1, year_point(year)));
        }
        let before = self.before(at);
        let is_said = matches!(before, "c." | "circa" | "ca.");
        let is_set = matches!(
            before,
            "in" | "since" | "until" | "around" | "about" | "by" | "from" | "to" | "after" | "before" | "between"
        ) || is_dash(before) && self.is_antique
            || self.is_antique && at == 0;
        let is_year = word.len() == 3
            && !self.is_quantity(at + 1)
            && (!self.modifies(at) || before == "in" && self.is_before_subject(at))
            && (is_said || self.is_antique && is_set);
        is_year.then(|| (at + 1, year_point(year)))
    }

    /// "nineteen sixty-eight", "twenty sixteen", "two thousand and five".
    pub(super) fn spelt_year(&self, at: usize) -> Option<(usize, i16)> {
        let first = self.word(at);
        if !first.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        if first == "two" && self.word(at + 1) == "thousand" {
            let next = self.skip(at + 2, &["and"]);
            return Some(match self.number(next).filter(|(_, ones)| *ones < 100) {
                Some((end, ones)) => (end, 2000 + i16::try_from(ones).ok()?),
                None => (at + 2, 2000),
            });
        }
        let hundreds = super::words::number(first).filter(|hundreds| (10..=20).contains(hundreds))?;
        let (end, rest) = self.number(at + 1).filter(|(_, rest)| (10..100).contains(rest))?;
        if self.word(at + 1).starts_with(|first: char| first.is_ascii_digit()) || unit(self.word(end)).is_some() {
            return None;
        }
        Some((end, i16::try_from(hundreds * 100 + rest).ok()?))
    }

    /// "17th century", "17th-century", "the 15th to the 19th century".
    pub(super) fn century(&self, at: usize) -> Match {
        let (end, number) = self.ordinal(at)?;
        if !(1..=22).contains(&number) {
            return None;
        }
        let next = end + usize::from(is_dash(self.word(end)));
        if matches!(self.word(next), "century" | "centuries") {
            if matches!(self.word(next + 1), "bc" | "bce" | "b.c." | "b.c.e.") {
                let start = -100 * number + 1;
                let period = Period::between(Point::Year(start), Point::Year(start + 99));
                return Some((next + 2, fixed(period)));
            }
            let era = usize::from(matches!(self.word(next + 1), "ad" | "ce" | "a.d."));
            return Some((next + 1 + era, fixed(century(number))));
        }
        // The first of two: "the 18th and 19th centuries".
        let next = self.skip(self.skip(end, &["to", "and", "or", "-", "–", "through"]), &["the", "early", "late"]);
        let (other, _) = self.ordinal(next).filter(|_| next > end)?;
        let other = other + usize::from(is_dash(self.word(other)));
        matches!(self.word(other), "century" | "centuries").then(|| (end, fixed(century(number))))
    }

    /// "1990s", "the '90s", "the 1600s".
    pub(super) fn decade(&self, at: usize) -> Match {
        let word = self.word(at);
        if plain_year(word).is_some() && self.word(at + 1) == "'s" {
            // "The 1930's" are a decade, "2003's comedy" is of that year.
            let is_decade = matches!(self.before(at), "the" | "early" | "late" | "mid" | "-");
            return is_decade.then(|| self.decade_of(at, word, at + 2)).flatten();
        }
        match word.strip_suffix("'s").or_else(|| word.strip_suffix('s')) {
            Some(digits) => self.decade_of(at, digits, at + 1),
            None if word == "'" => self.decade_of(at, self.word(at + 1).strip_suffix('s')?, at + 2),
            None if self.word(at + 1) == "s" => self.decade_of(at, word, at + 2),
            None => None,
        }
    }

    fn decade_of(&self, at: usize, digits: &str, end: usize) -> Match {
        let digits = digits.trim_start_matches('\'');
        let value: i16 = digits.parse().ok()?;
        match digits.len() {
            // "The 1800s" are a hundred years, "the 2000s" ten.
            4 if value % 100 == 0 && (1000..2000).contains(&value) => {
                Some((end, fixed(Period::between(Point::Year(value), Point::Year(value + 99)))))
            }
            4 if value % 10 == 0 && (1000..2100).contains(&value) => Some((end, fixed(decade(value)))),
            2 if value % 10 == 0 && !self.is_age(at) => Some((end, fixed(decade(whole_year(value))))),
            _ => None,
        }
    }

    /// "the sixties".
    pub(super) fn spelt_decade(&self, at: usize) -> Match {
        let value = tens(self.word(at))?;
        let is_decade = matches!(self.before(at), "the" | "early" | "late" | "mid" | "-") && !self.is_age(at);
        is_decade.then(|| (at + 1, fixed(decade(whole_year(value)))))
    }

    /// Whether a decade is one of somebody's life: "in his 30s".
    fn is_age(&self, at: usize) -> bool {
        let mut before = at;
        while before > 0 && matches!(self.before(before), "early" | "late" | "mid" | "-" | "'") {
            before -= 1;
        }
        matches!(self.before(before), "his" | "her" | "their" | "my" | "your" | "our" | "'s")
    }

    /// "summer of 2012", "winter 1776-77", "in the summer".
    pub(super) fn season(&self, at: usize) -> Match {
        if let Some(first) =
            self.word(at).strip_suffix('s').filter(|word| matches!(*word, "winter" | "summer" | "autumn"))
        {
            return Some((at + 1, Meaning::AnyYear(season(first)?, 3)));
        }
        let first = season(self.word(at))?;
        let next = self.skip(at + 1, &["of", ","]);
        if let Some((end, year)) = self.season_year(next) {
            return Some((end, fixed(months(year, first, 3))));
        }
        // "Since the fall of the regime".
        let is_time = self.word(at + 1) != "of"
            && matches!(self.before(at), "the" | "this" | "last" | "next" | "early" | "late" | "mid" | "that")
            && matches!(self.opener(at), "in" | "during" | "over" | "since" | "until" | "by" | "throughout" | "for");
        if is_time && !self.modifies(at) {
            return Some((at + 1, Meaning::Months(first, 3)));
        }
        self.is_any_season(at).then_some((at + 1, Meaning::AnyYear(first, 3)))
    }

    /// "Winter is the low season": a season as the subject of a present.
    fn is_any_season(&self, at: usize) -> bool {
        let token = self.pieces[at].token;
        let word = &self.analysis.tokens[token];
        let subject = match word.head {
            Some(first) if word.relation() == "conj" => first,
            _ => token,
        };
        let is_subject = self.analysis.tokens[subject].relation() == "nsubj";
        let is_alone = self
            .analysis
            .children(token)
            .all(|child| matches!(self.analysis.tokens[child].relation(), "cc" | "conj" | "amod" | "punct"));
        is_subject && is_alone && direction(self.analysis, &(subject..subject + 1)).is_habit()
    }

    fn season_year(&self, at: usize) -> Option<(usize, i16)> {
        let word = self.word(at);
        let year = plain_year(word)
            .or_else(|| word.parse().ok().filter(|year| word.len() == 3 && self.word(at - 1) == "of" && *year > 99))?;
        // A winter may be written with both its years.
        let last = self.word(at + 2);
        let is_pair = (is_dash(self.word(at + 1)) || self.word(at + 1) == "/")
            && last.parse::<i16>().is_ok_and(|last| last == year + 1 || last == (year + 1) % 100);
        Some((if is_pair { at + 3 } else { at + 1 }, year))
    }

    /// "the first quarter of 2020", "second half of 2019", "Q3 2016", "in the third quarter".
    pub(super) fn quarter(&self, at: usize) -> Match {
        let coded = quarter_code(self.word(at));
        let (end, first, count) = match coded {
            Some((first, count)) => (at + 1, first, count),
            None => {
                let (end, which) = self.ordinal(at).filter(|(_, which)| (1..=4).contains(which))?;
                let end = end + usize::from(is_dash(self.word(end)));
                let which = i8::try_from(which).ok()?;
                match self.word(end) {
                    "quarter" => (end + 1, 3 * which - 2, 3),
                    "half" if which <= 2 => (end + 1, 6 * which - 5, 6),
                    _ => return None,
                }
            }
        };
        let next = self.skip(end, &["of", "in", "fiscal"]);
        let next = self.skip(self.skip(next, &["fiscal"]), &["year"]);
        if let Some(year) = plain_year(self.word(next)) {
            return Some((next + 1, fixed(months(year, first, count))));
        }
        let inner = (end, Meaning::Months(first, count));
        if matches!(self.word(next), "this" | "last" | "next" | "the") {
            let (end, whole) = self.within(at, Some(inner.clone()))?;
            if matches!(whole, Meaning::Within(..)) {
                return Some((end, whole));
            }
        }
        // Of a game or a match where nothing says otherwise.
        let is_business = coded.is_some() && self.word(at).len() == 2
            || count == 3 && self.before(at) == "the" && self.opener(at) == "in" && self.word(end) != "of";
        is_business.then_some(inner)
    }

    /// "during World War II": the war as a time, where a preposition makes it one.
    pub(super) fn age(&self, at: usize) -> Match {
        let is_set = match self.before(at - usize::from(self.before(at) == "the")) {
            "during" | "in" | "since" | "until" | "before" | "after" | "following" | "throughout" => true,
            "of" => {
                let the = usize::from(self.before(at) == "the");
                at.checked_sub(2 + the).is_some_and(|part| {
                    matches!(
                        self.word(part),
                        "end" | "start" | "outbreak" | "beginning" | "remainder" | "rest" | "course" | "aftermath"
                    )
                })
            }
            _ => false,
        };
        if !is_set {
            return None;
        }
        (1..=4).rev().find_map(|length| {
            let words: Vec<&str> = (at..at + length).map(|at| self.word(at)).collect();
            let period = age(&words.join(" "))?;
            (!self.modifies(at + length - 1)).then(|| (at + length, fixed(period)))
        })
    }
}

/// "70" as in "the seventies".
const fn whole_year(tens: i16) -> i16 {
    if tens < 30 { 2000 + tens } else { 1900 + tens }
}

/// "Q3" and "H1": first month and how many.
fn quarter_code(word: &str) -> Option<(i8, i8)> {
    let number = |code: &str, most: i8| code.parse().ok().filter(|number| (1..=most).contains(number));
    if let Some(code) = word.strip_prefix('q') {
        return number(code, 4).map(|number| (3 * number - 2, 3));
    }
    word.strip_prefix('h').and_then(|code| number(code, 2)).map(|number| (6 * number - 5, 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_quarters() {
        assert_eq!(quarter_code("q3"), Some((7, 3)));
        assert_eq!(quarter_code("h2"), Some((7, 6)));
        assert_eq!(quarter_code("q5"), None);
    }
}
