//! Which April, which Wednesday, which Christmas: the one on the right side of today.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Period, Point, months};
use super::direction::Direction;
use super::holidays::Holiday;
use super::meaning::{Choice, Which};

/// "Last April", "this Friday", "next summer".
pub(super) fn chosen(today: Date, choice: Choice, which: Which, direction: Direction) -> Option<Period> {
    let year = today.year();
    let in_year = |holiday: Holiday, year: i16| holiday.in_year(year).map(|date| Period::at(Point::Day(date)));
    Some(match (choice, which) {
        (Choice::Weekday(weekday), Which::Last) => {
            Period::at(Point::Day(on_or_before(today.yesterday().ok()?, weekday)?))
        }
        (Choice::Weekday(weekday), Which::Coming) => {
            Period::at(Point::Day(on_or_after(today.tomorrow().ok()?, weekday)?))
        }
        // In the week from Monday to Sunday that holds today, or after it.
        (Choice::Weekday(weekday), Which::This | Which::Next) => {
            let monday = on_or_before(today, Weekday::Monday)?;
            let monday = if which == Which::Next { monday.checked_add(7.days()).ok()? } else { monday };
            let date = on_or_after(monday, weekday)?;
            // "this Sunday" on a Monday's paper may be yesterday's.
            let date = if which == Which::This && direction == Direction::Past && date > today {
                date.checked_sub(7.days()).ok()?
            } else {
                date
            };
            Period::at(Point::Day(date))
        }
        (Choice::Month(month), Which::Last) => {
            Period::at(Point::Month(if month < today.month() { year } else { year - 1 }, month))
        }
        (Choice::Month(month), Which::This) => Period::at(Point::Month(year, month)),
        (Choice::Month(month), Which::Next | Which::Coming) => {
            Period::at(Point::Month(if month > today.month() { year } else { year + 1 }, month))
        }
        // A winter is named by the year that it begins in; in January and February it is the one before's.
        (Choice::Season(first), which) => {
            let started = if today.month() < first { year - 1 } else { year };
            let has_ended = months(started, first, 3).last().order() < (year, today.month(), 1);
            let named = match which {
                Which::Last => started - i16::from(!has_ended),
                Which::This if first == 12 && today.month() <= 2 => year - 1,
                // "that we did this summer", told in winter.
                Which::This if direction == Direction::Past => started,
                Which::This => year,
                Which::Next | Which::Coming => started + 1,
            };
            months(named, first, 3)
        }
        (Choice::MonthDay(month, number), which) => {
            let in_year = |year| Date::new(year, month, number).ok();
            let date = match which {
                Which::Last => day_near(today.yesterday().ok()?, Direction::Past, in_year)?,
                Which::This => in_year(year)?,
                Which::Next | Which::Coming => day_near(today.tomorrow().ok()?, Direction::Future, in_year)?,
            };
            Period::at(Point::Day(date))
        }
        (Choice::Holiday(holiday), Which::This) => in_year(holiday, year)?,
        (Choice::Holiday(holiday), Which::Last) => {
            let date = day_near(today.yesterday().ok()?, Direction::Past, |year| holiday.in_year(year))?;
            Period::at(Point::Day(date))
        }
        (Choice::Holiday(holiday), Which::Next | Which::Coming) => {
            let date = day_near(today.tomorrow().ok()?, Direction::Future, |year| holiday.in_year(year))?;
            Period::at(Point::Day(date))
        }
    })
}

/// The last such weekday up to a date.
pub(super) fn on_or_before(date: Date, weekday: Weekday) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().since(weekday)).days()).ok()
}

/// The first such weekday from a date on.
pub(super) fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    date.checked_add(i64::from(weekday.since(date.weekday())).days()).ok()
}

/// The month of some year on the right side of today or nearest to it.
pub(super) fn month_near(today: Date, month: i8, direction: Direction) -> Point {
    let difference = month - today.month();
    let years = match direction {
        Direction::Past => -i16::from(difference > 0),
        _ if direction.is_ahead() => i16::from(difference < 0),
        _ if difference >= 6 => -1,
        _ if difference < -6 => 1,
        _ => 0,
    };
    Point::Month(today.year() + years, month)
}

/// The day that every year has once, on the right side of today or nearest to it.
pub(super) fn day_near(today: Date, direction: Direction, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let mut dates = years.iter().filter_map(|&year| in_year(year));
    match direction {
        Direction::Past => dates.rfind(|date| *date <= today),
        _ if direction.is_ahead() => dates.find(|date| *date >= today),
        _ => dates.min_by_key(|date| (*date - today).get_days().abs()),
    }
}
