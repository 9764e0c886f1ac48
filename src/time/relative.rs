//! What is counted from today or from what was last spoken of: "last week", "two days ago", "a year later", "the last
//! Sunday in April".

use super::calendar::Unit;
use super::grammar::{Match, Reader};
use super::meaning::{Choice, Meaning, Part, Way, Which};
use super::words::{is_dash, is_part_of_day, month, season, unit, weekday};
use crate::language::Upos;

impl Reader<'_> {
    /// "yesterday", "last night", "this morning", "the day before yesterday".
    pub(super) fn today(&self, at: usize) -> Match {
        let away = |end: usize, days: i32| Some((end, Meaning::Away(Unit::Day, days)));
        let with_part = |end: usize, days: i32| away(end + usize::from(is_part_of_day(self.word(end))), days);
        match self.word(at) {
            "yesterday" => with_part(at + 1, -1),
            "today" if self.word(at + 1) == "'s" && self.is_capitalised_after(at + 2) => None,
            "today" | "tonight" => away(at + 1, 0),
            "tomorrow" => with_part(at + 1, 1),
            "day" if self.reads(at + 1, "before yesterday") => away(at + 3, -2),
            "day" if self.reads(at + 1, "after tomorrow") => away(at + 3, 2),
            "this" if is_part_of_day(self.word(at + 1)) => away(at + 2, 0),
            "last" if matches!(self.word(at + 1), "night" | "evening") => away(at + 2, -1),
            "earlier" | "later" if self.word(at + 1) == "today" => away(at + 2, 0),
            "year" if matches!(self.before(at), "by" | "at" | "until" | "before") => {
                let end = self.skip(at + 1, &["-"]);
                (self.word(end) == "end").then_some((end + 1, Meaning::Current(Unit::Year)))
            }
            "earlier" | "later" | "late" if matches!(self.word(at + 1), "this" | "next" | "last") => {
                self.chosen(at + 1)
            }
            _ => None,
        }
    }

    /// "USA Today's": a name.
    fn is_capitalised_after(&self, at: usize) -> bool {
        self.pieces.get(at.wrapping_sub(2)).is_some_and(|piece| {
            let token = &self.analysis.tokens[piece.token];
            token.is_capitalised() && token.upos == Upos::Propn && self.is_in_name_of_another_kind(at - 2)
        })
    }

    /// "last Friday", "next week", "this year", "the past decade", "last April", "next week on Friday".
    pub(super) fn chosen(&self, at: usize) -> Match {
        let (which, mut next) = match self.word(at) {
            "last" => (Which::Last, at + 1),
            "this" => (Which::This, at + 1),
            "next" => (Which::Next, at + 1),
            "coming" | "upcoming" => (Which::Coming, at + 1),
            "past" | "previous" if unit(self.word(at + 1)).is_none() => (Which::Last, at + 1),
            "past" => {
                let unit = unit(self.word(at + 1)).filter(|(_, plural)| !plural)?.0;
                let is_whole = unit == Unit::Century || unit == Unit::Weekend;
                let meaning = if is_whole { Meaning::Away(unit, -1) } else { Meaning::Stretch(unit, -1, 0) };
                return Some((at + 2, meaning));
            }
            "current" if self.before(at) == "the" => (Which::This, at + 1),
            _ => return None,
        };
        let mut which = which;
        if which == Which::This {
            match self.word(next) {
                "coming" | "upcoming" => (next, which) = (next + 1, Which::Coming),
                "past" | "last" => (next, which) = (next + 1, Which::Last),
                _ => {}
            }
        }
        let word = self.word(next);
        if let Some((unit, false)) = unit(word) {
            if unit == Unit::Day && which != Which::This || matches!(self.word(next + 1), "old" | "olds") {
                return None;
            }
            // "the last year" is the stretch up to now, "last year" the year before.
            if self.before(at) == "the" && which == Which::Last && unit != Unit::Century {
                return Some((next + 1, Meaning::Stretch(unit, -1, 0)));
            }
            let whole = Meaning::Away(unit, which.count());
            return Some(self.day_of(next + 1, unit, whole));
        }
        let choice = if let Some(named) = weekday(word) {
            // "this Friday, June 9".
            if let Some((end, meaning)) = self.weekday_first(next).filter(|(end, _)| *end > next + 2)
                && !matches!(meaning, Meaning::Weekday(_) | Meaning::Within(..))
            {
                return Some((end, meaning));
            }
            Choice::Weekday(named)
        } else if let Some(number) = month(word).filter(|_| self.is_month_name(next)) {
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

    /// "next week Friday", "last year on Christmas": the day that follows its week or year.
    fn day_of(&self, end: usize, unit: Unit, whole: Meaning) -> (usize, Meaning) {
        let next = self.skip(end, &["on"]);
        if unit == Unit::Week
            && let Some(named) = weekday(self.word(next))
        {
            return (next + 1, Meaning::Within(Box::new(Meaning::Weekday(named)), Box::new(whole)));
        }
        if unit == Unit::Year
            && let Some((end, holiday @ Meaning::Holiday(_))) = self.holiday(next)
        {
            return (end, Meaning::Within(Box::new(holiday), Box::new(whole)));
        }
        (end, whole)
    }

    /// "two days ago", "the past five years", "in two weeks", "a year later", "two weeks after Christmas".
    pub(super) fn counted(&self, at: usize) -> Match {
        let past = matches!(self.word(at), "past" | "last" | "previous");
        let coming = matches!(self.word(at), "next" | "coming");
        if past || coming {
            if let Some(matched) = self.vague(at + 1, if past { Way::Past } else { Way::Future }) {
                return Some(matched);
            }
            let (end, most) = self.count(at + 1)?;
            let (unit, _) = unit(self.word(end))?;
            // "the last five months of her life" are not the last before today.
            if self.word(end + 1) == "of" {
                return None;
            }
            let meaning = if past { Meaning::Stretch(unit, -most, 0) } else { Meaning::Stretch(unit, 0, most) };
            return Some((end + 1, meaning));
        }
        if self.word(at) == "recent" {
            return self.vague(at, Way::Past);
        }
        if matches!(self.word(at), "few" | "several" | "many") {
            let (unit, _) = unit(self.word(at + 1)).filter(|(_, plural)| *plural)?;
            return match self.word(at + 2) {
                "ago" => Some((at + 3, Meaning::Vague(unit, Way::Past))),
                _ => None,
            };
        }
        if self.reads(at, "a few") {
            return self.counted(at + 1);
        }
        let (end, most) = self.count(at)?;
        let (unit, _) = unit(self.word(end))?;
        let after = end + 1;
        match self.word(after) {
            "ago" | "back" if self.word(after) == "ago" || self.ends_clause(after + 1) => {
                Some((after + 1, ago(unit, most)))
            }
            "from" if matches!(self.word(after + 1), "now" | "today") => Some((after + 2, Meaning::Away(unit, most))),
            "later" | "afterwards" if self.word(after + 1) != "than" => Some((after + 1, Meaning::Later(unit, most))),
            "earlier" | "previously" if self.word(after + 1) != "than" => {
                Some((after + 1, Meaning::Later(unit, -most)))
            }
            "after" | "following" | "from" => self
                .base(after + 1)
                .map(|(end, base)| (end, Meaning::Shifted(Box::new(base), unit, most)))
                .or_else(|| {
                    let is_alone = self.word(after) == "after" && self.ends_clause(after + 1);
                    is_alone.then_some((after + 1, Meaning::Later(unit, most)))
                }),
            "before" | "prior" => self
                .base(self.skip(after + 1, &["to"]))
                .map(|(end, base)| (end, Meaning::Shifted(Box::new(base), unit, -most)))
                .or_else(|| self.ends_clause(after + 1).then_some((after + 1, Meaning::Later(unit, -most)))),
            // "For almost fifteen years, since the early days": the beginning is told.
            _ if self.before(at) == "for" && self.lasts(end) && self.word(self.skip(after, &[","])) != "since" => {
                Some((after, Meaning::Lasting(unit, most)))
            }
            _ if self.before(at) == "in" && self.is_ahead(at) => Some((after, Meaning::Away(unit, most))),
            _ => None,
        }
    }

    /// "few days", "weeks", "couple of months" after "past" or "coming".
    fn vague(&self, at: usize, way: Way) -> Match {
        let next = self.skip(at, &["few", "several", "many", "recent"]);
        let (unit, _) = unit(self.word(next)).filter(|(_, plural)| *plural)?;
        (self.word(next + 1) != "of" && (next > at || !matches!(self.before(at), "last" | "next")))
            .then_some((next + 1, Meaning::Vague(unit, way)))
    }

    /// What another time is counted from: an expression that follows at once.
    fn base(&self, at: usize) -> Match {
        let at = self.skip(at, &["the"]);
        self.expression(at).filter(|(_, meaning)| {
            !matches!(meaning, Meaning::Stretch(..) | Meaning::Vague(..) | Meaning::Later(..) | Meaning::Shifted(..))
        })
    }

    /// A number or two, "a", "a couple of"; end and the greater.
    fn count(&self, at: usize) -> Option<(usize, i32)> {
        let mut at = at;
        while matches!(
            self.word(at),
            "about" | "almost" | "nearly" | "around" | "some" | "over" | "roughly" | "only" | "just"
        ) {
            at += 1;
        }
        if self.reads(at, "more than") || self.reads(at, "close to") {
            at += 2;
        }
        if matches!(self.word(at), "a" | "an") && self.word(at + 1) != "couple" {
            return match self.word(at + 1) {
                "hundred" => self.number(at + 1),
                "dozen" => Some((at + 2, 12)),
                _ => Some((at + 1, 1)),
            };
        }
        let at = self.skip(at, &["a"]);
        if self.word(at) == "couple" {
            return Some((self.skip(at + 1, &["of"]), 2));
        }
        let (end, least) = self.number(at)?;
        // "Two and a half" is two: the unit's granularity has no halves.
        let end = if self.reads(end, "and a half") { end + 3 } else { self.skip(end, &["1/2", "½"]) };
        if (matches!(self.word(end), "to" | "or") || is_dash(self.word(end)))
            && let Some((end, most)) = self.number(end + 1).filter(|(_, most)| *most > least)
        {
            return Some((end, most));
        }
        Some((self.skip(end, &["-"]), least))
    }

    /// "this period", "the same period".
    pub(super) fn period_told(&self, at: usize) -> Match {
        let is_told = matches!(self.word(at), "this" | "that" | "same") && self.word(at + 1) == "period";
        (is_told && self.word(at + 2) != "of").then_some((at + 2, Meaning::Told))
    }

    /// "that year", "the same day", "the following month", "the next day", "the year before", "later in the year".
    pub(super) fn told_before(&self, at: usize) -> Match {
        let is_definite = self.before(at) == "the" || self.opener(at) == "the";
        let (next, count) = match self.word(at) {
            "that" => (self.skip(at + 1, &["same", "very"]), 0),
            "same" if matches!(self.before(at), "the" | "that") => (at + 1, 0),
            "following" if is_definite => (at + 1, 1),
            "next" if is_definite => (at + 1, 1),
            "previous" | "preceding" if is_definite => (at + 1, -1),
            word if is_definite && (unit(word).is_some() || is_part_of_day(word)) => return self.unit_told(at),
            _ => return None,
        };
        let word = self.word(next);
        let unit = if is_part_of_day(word) {
            Unit::Day
        } else {
            let (unit, _) = unit(word).filter(|(_, plural)| !plural)?;
            // "over the next year" begins today.
            if self.word(at) == "next" && !matches!(unit, Unit::Day) {
                return None;
            }
            unit
        };
        // "that day" stands as a time; "that week's" too, but "that year Smith" is a relative clause as well.
        if self.analysis.tokens[self.pieces[at].token].upos == Upos::Sconj || matches!(self.word(next + 1), "of") {
            return None;
        }
        Some((next + 1, Meaning::Later(unit, count)))
    }

    /// "the year before", "the day after", "later in the week", "the end of the month".
    fn unit_told(&self, at: usize) -> Match {
        let word = self.word(at);
        if let Some((unit, true)) = unit(word) {
            let is_ahead = self.word(at + 1) == "ahead" || self.reads(at + 1, "to come");
            let length = if self.word(at + 1) == "ahead" { 2 } else { 3 };
            return is_ahead.then_some((at + length, Meaning::Vague(unit, Way::Future)));
        }
        let unit = if is_part_of_day(word) { Unit::Day } else { unit(word)?.0 };
        if matches!(unit, Unit::Week | Unit::Weekend)
            && matches!(self.word(at + 1), "of" | "beginning" | "starting" | "commencing" | "ending")
        {
            let (end, base) = self.base(self.skip(at + 2, &["on"]))?;
            return Some((end, Meaning::Around(unit, Box::new(base))));
        }
        match self.word(at + 1) {
            "before" | "prior" | "earlier" if self.ends_clause(at + 2) => {
                return Some((at + 2, Meaning::Later(unit, -1)));
            }
            "after" if self.ends_clause(at + 2) => return Some((at + 2, Meaning::Later(unit, 1))),
            "before" | "after" if unit == Unit::Day && word == "day" => {
                let count = if self.word(at + 1) == "before" { -1 } else { 1 };
                return self.base(at + 2).map(|(end, base)| (end, Meaning::Shifted(Box::new(base), Unit::Day, count)));
            }
            _ => {}
        }
        let opening = at.checked_sub(3).map_or("", |at| self.word(at));
        let is_part = matches!(self.before(at - 1), "in" | "of")
            && matches!(
                opening,
                "later" | "earlier" | "late" | "early" | "end" | "beginning" | "start" | "rest" | "middle"
            )
            && self.word(at + 1) != "of";
        if is_part && unit != Unit::Day && !is_dash(self.word(at + 1)) {
            return Some((at + 1, Meaning::Current(unit)));
        }
        // "over the weekend", "in the months ahead".
        let is_weekend = word == "weekend"
            && self.before(at) == "the"
            && matches!(self.opener(at), "over" | "during" | "at" | "throughout" | "on");
        is_weekend.then_some((at + 1, Meaning::Away(Unit::Weekend, 0)))
    }

    /// "the end of the year", "year's end": its last day.
    pub(super) fn end_of_unit(&self, at: usize) -> Match {
        let last_day = |unit| Meaning::Nth(-1, Part::Unit(Unit::Day), Box::new(Meaning::Current(unit)));
        if self.reads(at, "end of the") {
            let (end, meaning) = self.unit_told(at + 3)?;
            let Meaning::Current(unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)) = meaning else {
                return None;
            };
            return Some((end, last_day(unit)));
        }
        let (unit, _) =
            unit(self.word(at)).filter(|(unit, plural)| !plural && matches!(unit, Unit::Month | Unit::Year))?;
        let end = self.skip(at + 1, &["'s", "-"]);
        let is_end = self.word(end) == "end" && matches!(self.before(at), "by" | "at" | "before" | "until" | "the");
        (is_end && self.ends_clause(end + 1)).then(|| (end + 1, last_day(unit)))
    }

    /// "the last Sunday in April", "the first week of 2021", "the second half of this year".
    pub(super) fn nth(&self, at: usize) -> Match {
        let (end, which) = match self.word(at) {
            "last" | "final" => (at + 1, -1),
            _ => {
                let (end, which) = self.ordinal(at)?;
                (end, i8::try_from(which).ok().filter(|which| *which <= 53)?)
            }
        };
        let word = self.word(end);
        let part = match (weekday(word), unit(word)) {
            (Some(weekday), _) => Part::Weekday(weekday),
            (_, Some((unit, false))) => Part::Unit(unit),
            _ if word == "half" => Part::Half,
            _ => return None,
        };
        if !matches!(self.word(end + 1), "of" | "in") {
            return None;
        }
        let next = self.skip(end + 2, &["the", "early"]);
        let (end, whole) = self.expression(next)?;
        let is_whole = matches!(
            &whole,
            Meaning::Current(_)
                | Meaning::Fixed(_)
                | Meaning::Month(_)
                | Meaning::Away(..)
                | Meaning::Chosen(..)
                | Meaning::Within(..)
        ) || matches!(&whole, Meaning::Later(_, 0));
        is_whole.then(|| (end, Meaning::Nth(which, part, Box::new(whole))))
    }
}

/// Units before today; "a decade ago" is a year, "last decade" ten of them.
const fn ago(unit: Unit, count: i32) -> Meaning {
    match unit {
        Unit::Decade if count < 900 => Meaning::Away(Unit::Year, -10 * count),
        Unit::Century if count < 90 => Meaning::Away(Unit::Year, -100 * count),
        _ => Meaning::Away(unit, -count),
    }
}
