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

use super::calendar::{Period, Point, Unit, day, months, point_at, unit_at};
use super::direction::{Direction, direction};
use super::meaning::{Choice, Found, Meaning, Part, Way};
use super::nearest::{chosen, day_near, month_near, on_or_after, on_or_before};
use super::parts::{in_year, later, nth, within};
use super::yearly::Yearly;
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
    /// The same as a whole, however long.
    period: Option<(Period, usize)>,
}

/// What an expression is resolved against.
#[derive(Debug, Clone, Copy)]
struct Setting {
    published: Option<Date>,
    direction: Direction,
    is_narrative: bool,
    /// The time that was last spoken of, where it is near enough to count from.
    told: Option<Point>,
    /// The same as a whole.
    period: Option<Period>,
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
        Self { analysis, published, is_narrative: fixed >= 2 && 8 * deictic <= fixed, last: None, period: None }
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
            let closing = found.get(index + 1).filter(|next| next.closes);
            if let Some(every) = yearly(expression, setting) {
                let end = closing.and_then(|closing| Some((closing, yearly(closing, setting)?)));
                resolved.push(match end {
                    Some((closing, end)) => {
                        let ends = [simple(&expression.tokens, every), simple(&closing.tokens, end)];
                        let tokens = expression.tokens.start..closing.tokens.end;
                        TimeExpression { ends: Some(Box::new(ends)), ..simple(&tokens, every.until(end)) }
                    }
                    None => simple(&expression.tokens, every),
                });
                skip = end.is_some();
                continue;
            }
            // "Every Friday": no time in particular.
            if expression.recurs {
                continue;
            }
            if let Some(closing) = closing
                && let Some((start, end)) = range(&expression.meaning, &closing.meaning, setting)
            {
                let tokens = expression.tokens.start..closing.tokens.end;
                let ends = [simple(&expression.tokens, start), simple(&closing.tokens, end)];
                let whole = Period::between(start.start, end.last());
                resolved.push(TimeExpression { ends: Some(Box::new(ends)), ..simple(&tokens, whole) });
                self.last = Some((end.last(), number));
                self.period = Some((whole, number));
                skip = true;
                continue;
            }
            if let Some(period) = period(&expression.meaning, setting) {
                resolved.push(simple(&expression.tokens, period));
                self.period = Some((period, number));
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
        let is_near = |place: usize| self.is_narrative || place + REACH >= sentence;
        let told = self.last.filter(|(_, place)| is_near(*place));
        let whole = self.period.filter(|(_, place)| is_near(*place));
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
            period: whole.map(|(period, _)| period),
            year: year.map(|(point, _)| point.year()),
        }
    }
}

fn simple(tokens: &Range<usize>, value: impl ToString) -> TimeExpression {
    TimeExpression { tokens: tokens.clone(), value: TimeValue(value.to_string()), ends: None }
}

/// What comes back every year: what is said to, and what a present tells of seasons or, in a narrative, of months.
fn yearly(found: &Found, setting: Setting) -> Option<Yearly> {
    let is_habit = match found.meaning {
        _ if found.recurs => true,
        Meaning::AnyYear(..) => true,
        // Quarters and halves are those of a business year.
        Meaning::Months(first, _) if first % 3 == 0 => setting.direction.is_habit(),
        Meaning::Month(_) => is_told_as_ever(setting),
        _ => false,
    };
    Yearly::of(&found.meaning).filter(|_| is_habit)
}

/// Whether a present tells of no time in particular.
fn is_told_as_ever(setting: Setting) -> bool {
    setting.is_narrative && setting.direction == Direction::Present
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
        Meaning::Told => return setting.period,
        // "The 12th of October last" in a narrative is a document's of its time.
        Meaning::Chosen(choice @ Choice::MonthDay(..), which) if setting.is_narrative && setting.told.is_some() => {
            return chosen(setting.told?.first_day()?, *choice, *which, setting.direction);
        }
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
            if is_told_as_ever(setting) {
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
            if direction == Direction::Nearest {
                return None;
            }
            let start = month_near(today, *first, direction);
            Some(months(start.year(), *first, *count))
        }
        Meaning::DayOfMonth(number, weekday) => at_day(day_of_month(today, setting, *number, *weekday)?),
        Meaning::Holiday(holiday) => at_day(day_near(today, direction, |year| holiday.in_year(year))?),
        Meaning::Weekday(weekday) => at_day(match direction {
            _ if direction.is_ahead() => on_or_after(today, *weekday)?,
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
        Meaning::Lasting(unit, count) => Some(Period::since(point_at(today, *unit, -*count)?)),
        Meaning::Vague(_, Way::Future) if direction == Direction::Past => None,
        Meaning::Vague(unit, way) => {
            let now = point_at(today, *unit, 0)?;
            Some(if *way == Way::Past { Period::until(now) } else { Period::since(now) })
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
        Direction::Past => { dates }.rfind(|date| *date <= today),
        direction if direction.is_ahead() => { dates }.find(|date| *date >= today),
        _ => dates.min_by_key(|date| (*date - today).get_days().abs()),
    }
}
