//! From what an expression means to when that is.
//!
//! "On Wednesday" is the nearest one that the tense allows: before for "met", after for "will meet". Where the tense
//! says nothing (a headline, a present), a weekday is the last one and a day or month of the year the nearest one.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Holiday, Period, Point, day, point_at, unit_at};
use super::grammar::{Choice, Found, Joined, Meaning, Which, season_of};
use super::{TimeExpression, TimeValue};
use crate::language::{Analysis, Upos};

/// Which way from the day of publication the text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Past,
    Future,
    Nearest,
}

/// The values of the expressions of one sentence; those that need the date of publication are dropped without it.
pub(super) fn resolve(analysis: &Analysis, found: Vec<Found>, published: Option<Date>) -> Vec<TimeExpression> {
    let mut resolved: Vec<(Range<usize>, Period)> = Vec::new();
    let mut skip = false;
    for (index, expression) in found.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let direction = direction(analysis, &expression.tokens);
        let closing = found.get(index + 1).filter(|next| next.joined == Joined::AsRange);
        if let Some(closing) = closing {
            let end = period(closing.meaning, published, direction);
            let start = end
                .and_then(|end| opening(expression.meaning, end))
                .or_else(|| period(expression.meaning, published, direction));
            if let (Some(start), Some(end)) = (start, end)
                && start.start.order() < end.last().order()
                && start.end.is_none()
            {
                let tokens = expression.tokens.start..closing.tokens.end;
                resolved.push((tokens, Period::between(start.start, end.last())));
                skip = true;
                continue;
            }
        }
        if let Some(period) = period(expression.meaning, published, direction) {
            resolved.push((expression.tokens.clone(), period));
        }
    }
    resolved
        .into_iter()
        .map(|(tokens, period)| TimeExpression { tokens, value: TimeValue(period.to_string()) })
        .collect()
}

/// The opening of a range takes its year from the end: "from March to May 2020".
fn opening(meaning: Meaning, end: Period) -> Option<Period> {
    let last = end.last();
    let in_year = |year: i16| match meaning {
        Meaning::Month(month) => Some(Point::Month(year, month)),
        Meaning::MonthDay(month, number) => day(year, month, number),
        _ => None,
    };
    let same = in_year(last.year())?;
    Some(Period::at(if same.order() <= last.order() { same } else { in_year(last.year() - 1)? }))
}

fn period(meaning: Meaning, published: Option<Date>, direction: Direction) -> Option<Period> {
    if let Meaning::Fixed(period) = meaning {
        return Some(period);
    }
    let today = published?;
    match meaning {
        Meaning::Fixed(period) => Some(period),
        Meaning::Month(month) => Some(Period::at(month_near(today, month, direction))),
        Meaning::MonthDay(month, number) => {
            let date = day_near(today, direction, |year| Date::new(year, month, number).ok())?;
            Some(Period::at(Point::Day(date)))
        }
        Meaning::MonthDays(month, first, last) => {
            let date = day_near(today, direction, |year| Date::new(year, month, first).ok())?;
            Some(Period::between(Point::Day(date), day(date.year(), month, last)?))
        }
        Meaning::Holiday(holiday) => {
            let date = day_near(today, direction, |year| holiday.in_year(year))?;
            Some(Period::at(Point::Day(date)))
        }
        Meaning::Weekday(weekday) => {
            let date = match direction {
                Direction::Future => on_or_after(today, weekday)?,
                Direction::Past | Direction::Nearest => on_or_before(today, weekday)?,
            };
            Some(Period::at(Point::Day(date)))
        }
        Meaning::Chosen(choice, which) => chosen(today, choice, which, direction),
        Meaning::Away(unit, count) => unit_at(today, unit, count),
        // "over the next 15 years" of a past story does not begin today.
        Meaning::Stretch(_, _, 1..) if direction == Direction::Past => None,
        Meaning::Stretch(unit, from, to) => {
            Some(Period::between(point_at(today, unit, from)?, point_at(today, unit, to)?))
        }
    }
}

fn chosen(today: Date, choice: Choice, which: Which, direction: Direction) -> Option<Period> {
    let year = today.year();
    let in_year = |holiday: Holiday, year: i16| holiday.in_year(year).map(|date| Period::at(Point::Day(date)));
    Some(match (choice, which) {
        (Choice::Weekday(weekday), Which::Last) => {
            Period::at(Point::Day(on_or_before(today.yesterday().ok()?, weekday)?))
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
        (Choice::Month(month), Which::Next) => {
            Period::at(Point::Month(if month > today.month() { year } else { year + 1 }, month))
        }
        // A winter is named by the year that it begins in; in January and February it is the one before's.
        (Choice::Season(first), which) => {
            let started = if today.month() < first { year - 1 } else { year };
            let ended =
                if season_of(first, started).last().order() < (year, today.month(), 1) { started } else { started - 1 };
            season_of(
                first,
                match which {
                    Which::Last => ended,
                    Which::This if first == 12 && today.month() <= 2 => year - 1,
                    Which::This => year,
                    Which::Next => started + 1,
                },
            )
        }
        (Choice::Holiday(holiday), Which::This) => in_year(holiday, year)?,
        (Choice::Holiday(holiday), Which::Last) => {
            let date = day_near(today.yesterday().ok()?, Direction::Past, |year| holiday.in_year(year))?;
            Period::at(Point::Day(date))
        }
        (Choice::Holiday(holiday), Which::Next) => {
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
        Direction::Nearest if difference >= 6 => -1,
        Direction::Nearest if difference < -6 => 1,
        Direction::Nearest => 0,
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
        Direction::Nearest => dates.min_by_key(|date| (*date - today).get_days().abs()),
    }
}

/// Verbs whose complement lies ahead, and that put the date on them ahead too.
const AHEAD: &[&str] =
    &["schedule", "plan", "expect", "slate", "intend", "postpone", "delay", "aim", "prepare", "anticipate", "await"];

/// Verbs that leave the time of their infinitive as it is.
const THROUGH: &[&str] = &[
    "begin", "start", "continue", "manage", "help", "force", "use", "fail", "refuse", "come", "get", "make", "appear",
    "seem",
];

/// Which way the clause around some tokens looks.
fn direction(analysis: &Analysis, tokens: &Range<usize>) -> Direction {
    let mut node = tokens
        .clone()
        .find(|&token| analysis.tokens[token].head.is_none_or(|head| !tokens.contains(&head)))
        .unwrap_or(tokens.start);
    for _ in 0..12 {
        let token = &analysis.tokens[node];
        if (node != tokens.start || token.upos == Upos::Verb)
            && let Some(direction) = direction_at(analysis, node)
        {
            return direction;
        }
        match token.head {
            Some(head) => node = head,
            None => break,
        }
    }
    Direction::Nearest
}

fn direction_at(analysis: &Analysis, node: usize) -> Option<Direction> {
    let token = &analysis.tokens[node];
    let mut has_copula_or_auxiliary = None;
    for child in analysis.children(node) {
        let other = &analysis.tokens[child];
        match other.relation() {
            "aux" | "cop" => match other.lemma.as_str() {
                "will" | "shall" | "would" | "may" | "might" | "could" | "can" | "should" | "must" | "'ll" => {
                    return Some(Direction::Future);
                }
                "have" => has_copula_or_auxiliary = Some(Direction::Past),
                _ if has_copula_or_auxiliary.is_none() => {
                    has_copula_or_auxiliary = match other.feature("Tense") {
                        Some("Past") => Some(Direction::Past),
                        Some("Pres") => Some(Direction::Nearest),
                        _ => None,
                    };
                }
                _ => {}
            },
            "amod" if matches!(other.lemma.as_str(), "upcoming" | "forthcoming" | "planned" | "scheduled" | "next") => {
                return Some(Direction::Future);
            }
            _ => {}
        }
    }
    if matches!(token.upos, Upos::Verb) && AHEAD.contains(&token.lemma.as_str())
        || matches!(token.lemma.as_str(), "due" | "upcoming")
    {
        return Some(Direction::Future);
    }
    if has_copula_or_auxiliary.is_some() {
        return has_copula_or_auxiliary;
    }
    if token.upos != Upos::Verb && token.upos != Upos::Aux {
        return None;
    }
    match (token.feature("VerbForm"), token.feature("Tense")) {
        (Some("Inf"), _) => {
            let governor = token.head.map(|head| analysis.tokens[head].lemma.as_str());
            let is_through = governor.is_some_and(|lemma| THROUGH.contains(&lemma));
            let is_marked = analysis.child(node, "mark").is_some() || token.relation() == "xcomp";
            (is_marked && !is_through).then_some(Direction::Future)
        }
        (Some("Part"), Some("Past")) => Some(Direction::Past),
        (Some("Fin"), Some("Past")) | (None, Some("Past")) => Some(Direction::Past),
        (Some("Fin"), Some("Pres")) => Some(Direction::Nearest),
        (Some("Ger") | Some("Part"), _) if matches!(token.lemma.as_str(), "start" | "begin") => {
            Some(Direction::Nearest)
        }
        _ => None,
    }
}
