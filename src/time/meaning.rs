//! What an expression of time means, before any date is computed.

use std::ops::Range;

use jiff::civil::Weekday;

use super::calendar::{Period, Unit};
use super::holidays::Holiday;

/// What an expression means by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// Needs nothing else: "June 9, 2021".
    Fixed(Period),
    /// "April".
    Month(i8),
    /// "June 1".
    MonthDay(i8, i8),
    /// "June 1–3".
    MonthDays(i8, i8, i8),
    /// "the 22nd", "Friday the 22nd".
    DayOfMonth(i8, Option<Weekday>),
    /// "Wednesday".
    Weekday(Weekday),
    /// "Christmas".
    Holiday(Holiday),
    /// Some months of a year: "summer", "the third quarter"; first month, how many.
    Months(i8, i8),
    /// The same of any year: "winters".
    AnyYear(i8, i8),
    /// "last April".
    Chosen(Choice, Which),
    /// Units away from today: "yesterday", "next week", "two years ago".
    Away(Unit, i32),
    /// Units away from the time that was last spoken of: "a year later", "that year".
    Later(Unit, i32),
    /// The unit that is spoken of: "the end of the year".
    Current(Unit),
    /// The unit that holds a day: "the week of June 9".
    Around(Unit, Box<Meaning>),
    /// From so many units away up to so many: "the past five years".
    Stretch(Unit, i32, i32),
    /// Up to now from so many units ago, and still so: "has ruled for two years".
    Lasting(Unit, i32),
    /// The time that was last spoken of, however long: "this period".
    Told,
    /// Up to now or from now on, who knows how far: "the past few days", "the coming weeks".
    Vague(Unit, Way),
    /// One in another: "March last year", "Friday next week".
    Within(Box<Meaning>, Box<Meaning>),
    /// Units after another: "two weeks after Christmas".
    Shifted(Box<Meaning>, Unit, i32),
    /// "the last Sunday in April"; counted from the end where negative.
    Nth(i8, Part, Box<Meaning>),
}

/// Before or after today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Past,
    Future,
}

/// What is counted within a longer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Weekday(Weekday),
    Unit(Unit),
    /// Six months.
    Half,
}

/// What "last", "this" or "next" may choose from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Choice {
    Month(i8),
    MonthDay(i8, i8),
    Weekday(Weekday),
    /// First month of three.
    Season(i8),
    Holiday(Holiday),
}

impl Choice {
    /// What an expression chooses from.
    pub(super) const fn of(meaning: &Meaning) -> Option<Self> {
        match *meaning {
            Meaning::Month(month) => Some(Self::Month(month)),
            Meaning::MonthDay(month, day) => Some(Self::MonthDay(month, day)),
            Meaning::Weekday(weekday) => Some(Self::Weekday(weekday)),
            _ => None,
        }
    }
}

/// "last", "this", "next".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    This,
    Next,
    /// The first from today on: "this coming Friday".
    Coming,
}

impl Which {
    /// -1, 0, 1.
    pub(super) const fn count(self) -> i32 {
        match self {
            Self::Last => -1,
            Self::This => 0,
            Self::Next | Self::Coming => 1,
        }
    }
}

/// An expression and what it means.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) meaning: Meaning,
    /// Whether it closes a range that the expression before opens.
    pub(super) closes: bool,
    /// Whether it is said to come back: "every July".
    pub(super) recurs: bool,
}

impl Meaning {
    /// Whether it is a year of less than four digits.
    pub(super) fn is_antique(&self) -> bool {
        matches!(self, Self::Fixed(period) if (1..1000).contains(&period.start.year()))
    }

    /// Whether it is told by the day of publication: "yesterday", "on Wednesday".
    pub(super) fn is_deictic(&self) -> bool {
        match self {
            // "Today" also means nowadays.
            Self::Away(Unit::Day, 0) => false,
            // The style of old letters: "the 12th of October last".
            Self::Chosen(Choice::MonthDay(..), _) => false,
            Self::Weekday(_) | Self::Chosen(..) | Self::Away(..) | Self::Stretch(..) | Self::Lasting(..) => true,
            Self::Within(inner, whole) => inner.is_deictic() || whole.is_deictic(),
            Self::Shifted(inner, ..) | Self::Nth(_, _, inner) | Self::Around(_, inner) => inner.is_deictic(),
            _ => false,
        }
    }
}
