//! From what an expression means to when that is.
//!
//! "On Wednesday" is the nearest one that the tense allows: before for "met", after for "will meet". Where the tense
//! says nothing (a headline, a present), a weekday is the last one and a day or month of the year the nearest one.
//! What is told after something else ("a year later", "that year") counts from the time that was last spoken of.
//!
//! A text that dates nothing by the day of publication but names years is a narrative (a biography, a history): a month
//! without a year is then of the year that was last spoken of, and a month in the present is no time in particular.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Period, Point, Unit, day, decade, months, point_at, unit_at, week};
use super::direction::{Direction, direction};
use super::holidays::Holiday;
use super::meaning::{Choice, Found, Meaning, Part, Way, Which};
use super::{TimeExpression, TimeValue};
use crate::language::Analysis;

/// Sentences over which a report's "the next day" looks back for its day.
const REACH: usize = 3;

/// Resolves the expressions of a text, sentence by sentence.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    analysis: &'a Analysis,
    published: Option<Date>,
    is_narrative: bool,
    /// What was last spoken of, and in which sentence.
    last: Option<(Point, usize)>,
}

/// What an expression is resolved against.
#[derive(Debug, Clone, Copy)]
struct Setting {
    published: Option<Date>,
    direction: Direction,
    is_narrative: bool,
    /// The time that was last spoken of, where it is near enough to count from.
    told: Option<Point>,
    /// The year of days and months that have none.
    year: Option<i16>,
}

impl<'a> Resolver<'a> {
    /// For a text with these expressions.
    pub(super) fn new(analysis: &'a Analysis, found: &[Vec<Found>], published: Option<Date>) -> Self {
        let all = || found.iter().flatten();
        let deictic = all().filter(|found| found.meaning.is_deictic()).count();
        let other_year = |found: &&Found| match &found.meaning {
            Meaning::Fixed(period) => published.is_none_or(|date| date.year() != period.start.year()),
            _ => false,
        };
        let fixed = all().filter(other_year).count();
        Self { analysis, published, is_narrative: fixed >= 2 && 8 * deictic <= fixed, last: None }
    }

    /// The values of the expressions of one sentence; those that need the date of publication are dropped without it.
    pub(super) fn sentence(&mut self, number: usize, found: &[Found]) -> Vec<TimeExpression> {
        let mut resolved: Vec<TimeExpression> = Vec::new();
        let mut skip = false;
        for (index, expression) in found.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            let setting = self.setting(number, &expression.tokens);
            if let Some(closing) = found.get(index + 1).filter(|next| next.closes)
                && let Some((start, end)) = range(&expression.meaning, &closing.meaning, setting)
            {
                let tokens = expression.tokens.start..closing.tokens.end;
                let ends = [simple(&expression.tokens, start), simple(&closing.tokens, end)];
                let whole = Period::between(start.start, end.last());
                resolved.push(TimeExpression { ends: Some(Box::new(ends)), ..simple(&tokens, whole) });
                self.last = Some((end.last(), number));
                skip = true;
                continue;
            }
            if let Some(period) = period(&expression.meaning, setting) {
                resolved.push(simple(&expression.tokens, period));
                // What is as long as a decade is no place to count from.
                if !period.is_open() && period.last().year() - period.start.year() < 3 {
                    self.last = Some((period.last(), number));
                }
            }
        }
        // Two in one token, if not a range, are one.
        resolved.dedup_by(|later, earlier| later.tokens.start < earlier.tokens.end);
        resolved
    }

    fn setting(&self, sentence: usize, tokens: &Range<usize>) -> Setting {
        let direction = direction(self.analysis, tokens);
        let told = self.last.filter(|(_, place)| self.is_narrative || place + REACH >= sentence);
        let is_same_sentence = |(point, place): &(Point, usize)| *place == sentence && !matches!(point, Point::Year(_));
        let year = if self.is_narrative {
            self.last
        } else {
            // "in July 2012 and on August 3", of what is past.
            self.last.filter(|last| direction == Direction::Past && is_same_sentence(last))
        };
        Setting {
            published: self.published,
            direction,
            is_narrative: self.is_narrative,
            told: told.map(|(point, _)| point),
            year: year.map(|(point, _)| point.year()),
        }
    }
}

fn simple(tokens: &Range<usize>, period: Period) -> TimeExpression {
    TimeExpression { tokens: tokens.clone(), value: TimeValue(period.to_string()), ends: None }
}

/// Both ends of a range, in order.
fn range(opening: &Meaning, closing: &Meaning, setting: Setting) -> Option<(Period, Period)> {
    let end = period(closing, setting)?;
    let start = opened(opening, end).or_else(|| period(opening, setting))?;
    let is_range = start.start.order() < end.last().order() && !start.is_open() && !end.is_open();
    is_range.then_some((start, end))
}

/// The opening of a range takes its year from the end: "from March to May 2020", "from 1200 to 400 BC".
fn opened(meaning: &Meaning, end: Period) -> Option<Period> {
    let last = end.last();
    let in_year = |year: i16| match *meaning {
        Meaning::Month(month) => Some(Point::Month(year, month)),
        Meaning::MonthDay(month, number) => day(year, month, number),
        _ => None,
    };
    match *meaning {
        Meaning::Fixed(Period { start: Point::Year(year), .. }) if year > last.year() && last.year() <= 0 => {
            Some(Period::at(Point::Year(1 - year)))
        }
        Meaning::Weekday(weekday) => match last {
            Point::Day(date) => Some(Period::at(Point::Day(on_or_before(date, weekday)?))),
            _ => None,
        },
        _ => {
            let same = in_year(last.year())?;
            let point = if same.order() <= last.order() { same } else { in_year(last.year() - 1)? };
            Some(Period::at(point))
        }
    }
}

fn period(meaning: &Meaning, setting: Setting) -> Option<Period> {
    let at_day = |date: Date| Some(Period::at(Point::Day(date)));
    match meaning {
        Meaning::Fixed(period) => return Some(*period),
        Meaning::Later(unit, count) => return later(setting.told?, *unit, *count),
        Meaning::Within(inner, whole) => return within(inner, period(whole, setting)?),
        Meaning::Shifted(base, unit, count) => {
            let base = period(base, setting)?;
            return match base.start {
                Point::Day(date) if base.end.is_none() => Some(Period::at(point_at(date, *unit, *count)?)),
                point => later(point, *unit, *count),
            };
        }
        Meaning::Nth(which, part, whole) => {
            let whole = period(whole, setting)?;
            // A half of more than a year is not told apart from the whole.
            return nth(*which, *part, whole).or_else(|| (*part == Part::Half).then_some(whole));
        }
        Meaning::Around(unit, base) => return unit_at(period(base, setting)?.start.first_day()?, *unit, 0),
        Meaning::Current(unit) if setting.is_narrative => return later(setting.told?, *unit, 0),
        // "Today" in a history means nowadays.
        Meaning::Away(Unit::Day, 0) if setting.is_narrative => return None,
        Meaning::Month(_)
        | Meaning::MonthDay(..)
        | Meaning::MonthDays(..)
        | Meaning::Holiday(_)
        | Meaning::Months(..) => {
            let is_habit = setting.is_narrative && setting.direction == Direction::Present;
            if is_habit {
                return None;
            }
            if let Some(year) = setting.year {
                return in_year(meaning, year);
            }
        }
        _ => {}
    }
    let (today, direction) = (setting.published?, setting.direction);
    match meaning {
        Meaning::Month(month) => Some(Period::at(month_near(today, *month, direction))),
        Meaning::MonthDay(month, number) => {
            at_day(day_near(today, direction, |year| Date::new(year, *month, *number).ok())?)
        }
        Meaning::MonthDays(month, first, last) => {
            let date = day_near(today, direction, |year| Date::new(year, *month, *first).ok())?;
            Some(Period::between(Point::Day(date), day(date.year(), *month, *last)?))
        }
        Meaning::Months(first, count) => {
            // "In the summer" of a present is any.
            if !matches!(direction, Direction::Past | Direction::Future) {
                return None;
            }
            let start = month_near(today, *first, direction);
            Some(months(start.year(), *first, *count))
        }
        Meaning::DayOfMonth(number, weekday) => at_day(day_of_month(today, setting, *number, *weekday)?),
        Meaning::Holiday(holiday) => at_day(day_near(today, direction, |year| holiday.in_year(year))?),
        Meaning::Weekday(weekday) => at_day(match direction {
            Direction::Future => on_or_after(today, *weekday)?,
            _ => on_or_before(today, *weekday)?,
        }),
        Meaning::Chosen(choice, which) => chosen(today, *choice, *which, direction),
        Meaning::Away(Unit::Weekend, 0) => {
            let this = unit_at(today, Unit::Weekend, 0)?;
            // "was here this weekend", told on a weekday.
            let is_over = direction == Direction::Past && this.start.order() > Point::Day(today).order();
            if is_over { unit_at(today, Unit::Weekend, -1) } else { Some(this) }
        }
        Meaning::Current(unit) => unit_at(today, *unit, 0),
        Meaning::Away(unit, count) => unit_at(today, *unit, *count),
        // "over the next 15 years" of a past story does not begin today.
        Meaning::Stretch(_, _, 1..) if direction == Direction::Past => None,
        Meaning::Stretch(unit, from, to) => {
            Some(Period::between(point_at(today, *unit, *from)?, point_at(today, *unit, *to)?))
        }
        Meaning::Vague(_, Way::Future) if direction == Direction::Past => None,
        Meaning::Vague(unit, way) => {
            let now = point_at(today, *unit, 0)?;
            Some(if *way == Way::Past { Period::until(now) } else { Period::since(now) })
        }
        _ => None,
    }
}

/// A day or month that every year has, in one year.
fn in_year(meaning: &Meaning, year: i16) -> Option<Period> {
    Some(match *meaning {
        Meaning::Month(month) => Period::at(Point::Month(year, month)),
        Meaning::MonthDay(month, number) => Period::at(day(year, month, number)?),
        Meaning::MonthDays(month, first, last) => Period::between(day(year, month, first)?, day(year, month, last)?),
        Meaning::Months(first, count) => months(year, first, count),
        Meaning::Holiday(holiday) => Period::at(Point::Day(holiday.in_year(year)?)),
        _ => return None,
    })
}

fn within(inner: &Meaning, whole: Period) -> Option<Period> {
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
fn later(point: Point, unit: Unit, count: i32) -> Option<Period> {
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
fn nth(which: i8, part: Part, whole: Period) -> Option<Period> {
    let (first, last) = (whole.start.first_day()?, whole.last().last_day()?);
    let span = |start: Date, end: Date| (start >= first && end <= last).then(|| (Point::Day(start), Point::Day(end)));
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

/// "The 22nd" of the month that was last spoken of or else of the nearest that the tense allows.
fn day_of_month(today: Date, setting: Setting, number: i8, weekday: Option<Weekday>) -> Option<Date> {
    let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
    if let Some(Point::Month(year, month)) = setting.told {
        return Date::new(year, month, number).ok().filter(fits);
    }
    let base = match setting.told {
        Some(Point::Day(date)) if weekday.is_none() => date,
        _ => today,
    };
    let months = -14..=14_i32;
    let dates = months.filter_map(|count| {
        let month = base.first_of_month().checked_add(count.months()).ok()?;
        Date::new(month.year(), month.month(), number).ok().filter(fits)
    });
    match setting.direction {
        Direction::Past => dates.filter(|date| *date <= today).last(),
        Direction::Future => { dates }.find(|date| *date >= today),
        _ => dates.min_by_key(|date| (*date - today).get_days().abs()),
    }
}

fn chosen(today: Date, choice: Choice, which: Which, direction: Direction) -> Option<Period> {
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

fn on_or_before(date: Date, weekday: Weekday) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().since(weekday)).days()).ok()
}

fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    date.checked_add(i64::from(weekday.since(date.weekday())).days()).ok()
}

fn month_near(today: Date, month: i8, direction: Direction) -> Point {
    let difference = month - today.month();
    let years = match direction {
        Direction::Past => -i16::from(difference > 0),
        Direction::Future => i16::from(difference < 0),
        _ if difference >= 6 => -1,
        _ if difference < -6 => 1,
        _ => 0,
    };
    Point::Month(today.year() + years, month)
}

/// The day that every year has once, on the right side of today or nearest to it.
fn day_near(today: Date, direction: Direction, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let mut dates = years.iter().filter_map(|&year| in_year(year));
    match direction {
        Direction::Past => dates.rfind(|date| *date <= today),
        Direction::Future => dates.find(|date| *date >= today),
        _ => dates.min_by_key(|date| (*date - today).get_days().abs()),
    }
}
