//! Points and periods of the calendar.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Year(i16),
    Month(i16, i8),
    Day(Date),
}

impl Point {
    /// The year that holds it.
    pub(super) fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }

    /// Its place on the calendar, for comparison: the first of what it holds.
    pub(super) fn order(self) -> (i16, i8, i8) {
        match self {
            Self::Year(year) => (year, 1, 1),
            Self::Month(year, month) => (year, month, 1),
            Self::Day(date) => (date.year(), date.month(), date.day()),
        }
    }
}

impl Point {
    /// Its first day.
    pub(super) fn first_day(self) -> Option<Date> {
        let (year, month, day) = self.order();
        Date::new(year, month, day).ok()
    }

    /// Its last day.
    pub(super) fn last_day(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
            Self::Day(date) => Some(date),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.order();
        if year < 0 {
            f.write_str("-")?;
        }
        write!(f, "{:04}", year.unsigned_abs())?;
        match self {
            Self::Year(_) => Ok(()),
            Self::Month(..) => write!(f, "-{month:02}"),
            Self::Day(_) => write!(f, "-{month:02}-{day:02}"),
        }
    }
}

/// A point, or from one point to another, or with one side open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) start: Point,
    pub(super) end: Option<Point>,
    open: Option<Side>,
}

/// A side of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

impl Period {
    pub(super) const fn at(start: Point) -> Self {
        Self { start, end: None, open: None }
    }

    pub(super) const fn between(start: Point, end: Point) -> Self {
        Self { start, end: Some(end), open: None }
    }

    /// From a point on.
    pub(super) const fn since(start: Point) -> Self {
        Self { start, end: None, open: Some(Side::End) }
    }

    /// Up to a point.
    pub(super) const fn until(end: Point) -> Self {
        Self { start: end, end: None, open: Some(Side::Start) }
    }

    /// Whether one side is open.
    pub(super) const fn is_open(self) -> bool {
        self.open.is_some()
    }

    pub(super) fn last(self) -> Point {
        self.end.unwrap_or(self.start)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.open, self.end) {
            (Some(Side::Start), _) => write!(f, "../{}", self.start),
            (Some(Side::End), _) => write!(f, "{}/..", self.start),
            (None, Some(end)) if end != self.start => write!(f, "{}/{end}", self.start),
            (None, _) => write!(f, "{}", self.start),
        }
    }
}

/// A unit in which texts count time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The unit that `count` units away from `date` holds: the day, the week from Monday to Sunday, the month, the year.
pub(super) fn unit_at(date: Date, unit: Unit, count: i32) -> Option<Period> {
    let moved = shifted(date, unit, count)?;
    Some(match unit {
        Unit::Day => Period::at(Point::Day(moved)),
        Unit::Week => week(moved)?,
        Unit::Fortnight => Period::between(week(moved)?.start, week(moved.checked_add(7.days()).ok()?)?.last()),
        Unit::Weekend => {
            let saturday = week(moved)?.start.first_day()?.checked_add(5.days()).ok()?;
            Period::between(Point::Day(saturday), Point::Day(saturday.tomorrow().ok()?))
        }
        Unit::Month => Period::at(Point::Month(moved.year(), moved.month())),
        Unit::Quarter => {
            let first = (moved.month() - 1) / 3 * 3 + 1;
            Period::between(Point::Month(moved.year(), first), Point::Month(moved.year(), first + 2))
        }
        Unit::Year => Period::at(Point::Year(moved.year())),
        Unit::Decade => decade(moved.year()),
        Unit::Century => century(moved.year().div_euclid(100) + 1),
    })
}

/// The week from Monday to Sunday that holds a date.
pub(super) fn week(date: Date) -> Option<Period> {
    let monday = date.checked_sub(i64::from(date.weekday().since(Weekday::Monday)).days()).ok()?;
    Some(Period::between(Point::Day(monday), Point::Day(monday.checked_add(6.days()).ok()?)))
}

/// The point `count` units away, at the unit's granularity: days for days and weeks, years for decades.
pub(super) fn point_at(date: Date, unit: Unit, count: i32) -> Option<Point> {
    let moved = shifted(date, unit, count)?;
    Some(match unit {
        Unit::Day | Unit::Week | Unit::Weekend | Unit::Fortnight => Point::Day(moved),
        Unit::Month | Unit::Quarter => Point::Month(moved.year(), moved.month()),
        Unit::Year | Unit::Decade | Unit::Century => Point::Year(moved.year()),
    })
}

fn shifted(date: Date, unit: Unit, count: i32) -> Option<Date> {
    // Bounds that keep the span within what jiff takes; no text of news reaches further.
    if !(-9_000..=9_000).contains(&count) {
        return None;
    }
    let count = i64::from(count);
    let span = match unit {
        Unit::Day => count.days(),
        Unit::Week | Unit::Weekend => (7 * count).days(),
        Unit::Fortnight => (14 * count).days(),
        Unit::Month => count.months(),
        Unit::Quarter => (3 * count).months(),
        Unit::Year => count.years(),
        Unit::Decade if count.abs() < 900 => (10 * count).years(),
        Unit::Century if count.abs() < 90 => (100 * count).years(),
        Unit::Decade | Unit::Century => return None,
    };
    date.checked_add(span).ok()
}

/// The decade that holds a year: 1990/1999.
pub(super) fn decade(year: i16) -> Period {
    let start = year.div_euclid(10) * 10;
    Period::between(Point::Year(start), Point::Year(start + 9))
}

/// A century by its number: the 17th is 1601/1700.
pub(super) fn century(number: i16) -> Period {
    Period::between(Point::Year((number - 1) * 100 + 1), Point::Year(number * 100))
}

/// Some months of a year, which may run into the next: the winter of 2020 ends in February 2021.
pub(super) fn months(year: i16, first: i8, count: i8) -> Period {
    let last = first + count - 1;
    let end = if last > 12 { Point::Month(year + 1, last - 12) } else { Point::Month(year, last) };
    Period::between(Point::Month(year, first), end)
}

/// A date, where the calendar has it.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Point> {
    Date::new(year, month, day).ok().map(Point::Day)
}
