//! Points and periods of the calendar, and the days that have names.

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

/// A point, or from one point to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) start: Point,
    pub(super) end: Option<Point>,
}

impl Period {
    pub(super) const fn at(start: Point) -> Self {
        Self { start, end: None }
    }

    pub(super) const fn between(start: Point, end: Point) -> Self {
        Self { start, end: Some(end) }
    }

    pub(super) fn last(self) -> Point {
        self.end.unwrap_or(self.start)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            Some(end) if end != self.start => write!(f, "{}/{end}", self.start),
            _ => write!(f, "{}", self.start),
        }
    }
}

/// A unit in which texts count time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
    Decade,
    Century,
}

/// The unit that `count` units away from `date` holds: the day, the week from Monday to Sunday, the month, the year.
pub(super) fn unit_at(date: Date, unit: Unit, count: i32) -> Option<Period> {
    let moved = shifted(date, unit, count)?;
    Some(match unit {
        Unit::Day => Period::at(Point::Day(moved)),
        Unit::Week => {
            let monday = moved.checked_sub(i64::from(moved.weekday().since(Weekday::Monday)).days()).ok()?;
            Period::between(Point::Day(monday), Point::Day(monday.checked_add(6.days()).ok()?))
        }
        Unit::Weekend => {
            let monday = moved.checked_sub(i64::from(moved.weekday().since(Weekday::Monday)).days()).ok()?;
            let saturday = monday.checked_add(5.days()).ok()?;
            Period::between(Point::Day(saturday), Point::Day(saturday.tomorrow().ok()?))
        }
        Unit::Month => Period::at(Point::Month(moved.year(), moved.month())),
        Unit::Year => Period::at(Point::Year(moved.year())),
        Unit::Decade => decade(moved.year()),
        Unit::Century => century(moved.year().div_euclid(100) + 1),
    })
}

/// The point `count` units away, at the unit's granularity: days for days and weeks.
pub(super) fn point_at(date: Date, unit: Unit, count: i32) -> Option<Point> {
    let moved = shifted(date, unit, count)?;
    Some(match unit {
        Unit::Day | Unit::Week | Unit::Weekend => Point::Day(moved),
        Unit::Month => Point::Month(moved.year(), moved.month()),
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
        Unit::Month => count.months(),
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

/// A date, where the calendar has it.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Point> {
    Date::new(year, month, day).ok().map(Point::Day)
}

/// How a day with a name is found in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday of the western churches.
    Easter(i16),
    /// Month, which one (negative from the end), weekday, days after it.
    Movable(i8, i8, Weekday, i8),
}

impl Holiday {
    /// Its date in a year.
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
            Self::Movable(month, nth, weekday, days) => Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok()?
                .checked_add(i64::from(days).days())
                .ok(),
        }
    }
}

/// Days with names; in each group of equal beginnings the longest first.
pub(super) const HOLIDAYS: &[(&str, Holiday)] = &[
    ("new year 's eve", Holiday::Fixed(12, 31)),
    ("new year 's day", Holiday::Fixed(1, 1)),
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("christmas day", Holiday::Fixed(12, 25)),
    ("christmas", Holiday::Fixed(12, 25)),
    ("boxing day", Holiday::Fixed(12, 26)),
    ("valentine 's day", Holiday::Fixed(2, 14)),
    ("halloween", Holiday::Fixed(10, 31)),
    ("bastille day", Holiday::Fixed(7, 14)),
    ("fourth of july", Holiday::Fixed(7, 4)),
    ("juneteenth", Holiday::Fixed(6, 19)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("armistice day", Holiday::Fixed(11, 11)),
    ("anzac day", Holiday::Fixed(4, 25)),
    ("australia day", Holiday::Fixed(1, 26)),
    ("waitangi day", Holiday::Fixed(2, 6)),
    ("canada day", Holiday::Fixed(7, 1)),
    ("may day", Holiday::Fixed(5, 1)),
    ("victory day", Holiday::Fixed(5, 9)),
    ("epiphany", Holiday::Fixed(1, 6)),
    ("all saints ' day", Holiday::Fixed(11, 1)),
    ("st. patrick 's day", Holiday::Fixed(3, 17)),
    ("saint patrick 's day", Holiday::Fixed(3, 17)),
    ("international women 's day", Holiday::Fixed(3, 8)),
    ("ash wednesday", Holiday::Easter(-46)),
    ("palm sunday", Holiday::Easter(-7)),
    ("maundy thursday", Holiday::Easter(-3)),
    ("good friday", Holiday::Easter(-2)),
    ("easter sunday", Holiday::Easter(0)),
    ("easter monday", Holiday::Easter(1)),
    ("easter", Holiday::Easter(0)),
    ("ascension day", Holiday::Easter(39)),
    ("pentecost", Holiday::Easter(49)),
    ("martin luther king jr. day", Holiday::Movable(1, 3, Weekday::Monday, 0)),
    ("martin luther king day", Holiday::Movable(1, 3, Weekday::Monday, 0)),
    ("presidents ' day", Holiday::Movable(2, 3, Weekday::Monday, 0)),
    ("mother 's day", Holiday::Movable(5, 2, Weekday::Sunday, 0)),
    ("father 's day", Holiday::Movable(6, 3, Weekday::Sunday, 0)),
    ("memorial day", Holiday::Movable(5, -1, Weekday::Monday, 0)),
    ("labor day", Holiday::Movable(9, 1, Weekday::Monday, 0)),
    ("columbus day", Holiday::Movable(10, 2, Weekday::Monday, 0)),
    ("thanksgiving day", Holiday::Movable(11, 4, Weekday::Thursday, 0)),
    ("thanksgiving", Holiday::Movable(11, 4, Weekday::Thursday, 0)),
    ("black friday", Holiday::Movable(11, 4, Weekday::Thursday, 1)),
    ("cyber monday", Holiday::Movable(11, 4, Weekday::Thursday, 4)),
];

/// Easter Sunday of the western churches (the anonymous Gregorian computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let a = y.rem_euclid(19);
    let (b, c) = (y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
