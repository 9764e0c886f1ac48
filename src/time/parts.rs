//! Times within and after other times: "March last year", "the last Sunday in April", "a year later".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Period, Point, Unit, day, decade, months, point_at, unit_at, week};
use super::meaning::{Meaning, Part};
use super::nearest::{on_or_after, on_or_before};

/// A day or month that every year has, in one year.
pub(super) fn in_year(meaning: &Meaning, year: i16) -> Option<Period> {
    Some(match *meaning {
        Meaning::Month(month) => Period::at(Point::Month(year, month)),
        Meaning::MonthDay(month, number) => Period::at(day(year, month, number)?),
        Meaning::MonthDays(month, first, last) => Period::between(day(year, month, first)?, day(year, month, last)?),
        Meaning::Months(first, count) => months(year, first, count),
        Meaning::Holiday(holiday) => Period::at(Point::Day(holiday.in_year(year)?)),
        _ => return None,
    })
}

/// A day or month in a longer time: "Friday" in a week, "March" in a year.
pub(super) fn within(inner: &Meaning, whole: Period) -> Option<Period> {
    match *inner {
        Meaning::Weekday(weekday) => {
            let date = on_or_after(whole.start.first_day()?, weekday)?;
            Some(Period::at(Point::Day(date)))
        }
        Meaning::DayOfMonth(number, _) => match whole.start {
            Point::Month(year, month) => Some(Period::at(day(year, month, number)?)),
            _ => None,
        },
        _ => in_year(inner, whole.start.year()),
    }
}

/// Units after a point, where it is as fine as the unit.
pub(super) fn later(point: Point, unit: Unit, count: i32) -> Option<Period> {
    let is_fine = match unit {
        Unit::Year | Unit::Decade | Unit::Century => true,
        Unit::Month | Unit::Quarter => !matches!(point, Point::Year(_)),
        _ => matches!(point, Point::Day(_)),
    };
    let date = point.first_day().filter(|_| is_fine)?;
    // "That week" is seven days, "a week later" a day.
    if count == 0 { unit_at(date, unit, 0) } else { Some(Period::at(point_at(date, unit, count)?)) }
}

/// A part of a longer time by its number, from the end where negative.
pub(super) fn nth(which: i8, part: Part, whole: Period) -> Option<Period> {
    let (first, last) = (whole.start.first_day()?, whole.last().last_day()?);
    let span = |start: Date, end: Date| (start >= first && end <= last).then_some((Point::Day(start), Point::Day(end)));
    let steps = i64::from(if which > 0 { which - 1 } else { which + 1 });
    let is_month = matches!((whole.start, whole.end), (Point::Month(..), None));
    let is_year = matches!((whole.start, whole.end), (Point::Year(_), None));
    match part {
        Part::Weekday(weekday) => {
            let from = if which > 0 { on_or_after(first, weekday)? } else { on_or_before(last, weekday)? };
            let date = from.checked_add((7 * steps).days()).ok()?;
            span(date, date).map(|(start, _)| Period::at(start))
        }
        Part::Unit(Unit::Day) => {
            let date = if which > 0 { first } else { last }.checked_add(steps.days()).ok()?;
            span(date, date).map(|(start, _)| Period::at(start))
        }
        // A week belongs to the month or year that has its Thursday (ISO 8601).
        Part::Unit(Unit::Week) if is_month || is_year => {
            let edge =
                if which > 0 { on_or_after(first, Weekday::Thursday)? } else { on_or_before(last, Weekday::Thursday)? };
            let thursday = edge.checked_add((7 * steps).days()).ok()?;
            span(thursday, thursday)?;
            week(thursday)
        }
        Part::Unit(Unit::Weekend) if is_month || is_year => {
            let edge =
                if which > 0 { on_or_after(first, Weekday::Saturday)? } else { on_or_before(last, Weekday::Saturday)? };
            let saturday = edge.checked_add((7 * steps).days()).ok()?;
            span(saturday, saturday)?;
            Some(Period::between(Point::Day(saturday), Point::Day(saturday.tomorrow().ok()?)))
        }
        Part::Unit(unit @ (Unit::Month | Unit::Quarter)) if is_year => {
            let (length, most) = if unit == Unit::Month { (1, 12) } else { (3, 4) };
            let number = if which > 0 { which } else { most + 1 + which };
            let first = (1..=most).contains(&number).then(|| (number - 1) * length + 1)?;
            let year = whole.start.year();
            Some(if length == 1 { Period::at(Point::Month(year, first)) } else { months(year, first, length) })
        }
        Part::Half if is_year && (1..=2).contains(&which) => Some(months(whole.start.year(), 6 * which - 5, 6)),
        Part::Unit(Unit::Decade) => {
            let years = i16::from(which > 0).checked_mul(10)?;
            let century = whole.start.year().div_euclid(100) * 100;
            let is_century = whole.last().year() - whole.start.year() == 99;
            let start = if which > 0 { century + (i16::from(which) - 1) * years } else { century + 90 };
            is_century.then(|| decade(start))
        }
        Part::Unit(Unit::Year) => {
            let start = if which > 0 { whole.start.year() } else { whole.last().year() };
            let year = start + i16::try_from(steps).ok()?;
            let is_inside = whole.end.is_some() && (whole.start.year()..=whole.last().year()).contains(&year);
            is_inside.then(|| Period::at(Point::Year(year)))
        }
        _ => None,
    }
}
