//! Days and times of history that have names.
//!
//! Only those that every year has by one rule, whoever writes: "Independence Day" is another day in every country.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{Period, Point};

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
    ("new year eve", Holiday::Fixed(12, 31)),
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
    ("martin luther king , jr. day", Holiday::Movable(1, 3, Weekday::Monday, 0)),
    ("mlk day", Holiday::Movable(1, 3, Weekday::Monday, 0)),
    ("earth day", Holiday::Fixed(4, 22)),
    ("remembrance day", Holiday::Fixed(11, 11)),
    ("guy fawkes night", Holiday::Fixed(11, 5)),
    ("groundhog day", Holiday::Fixed(2, 2)),
    ("flag day", Holiday::Fixed(6, 14)),
    ("indigenous peoples ' day", Holiday::Movable(10, 2, Weekday::Monday, 0)),
    ("whit monday", Holiday::Easter(50)),
    ("corpus christi day", Holiday::Easter(60)),
    ("labor day", Holiday::Movable(9, 1, Weekday::Monday, 0)),
    ("columbus day", Holiday::Movable(10, 2, Weekday::Monday, 0)),
    ("thanksgiving day", Holiday::Movable(11, 4, Weekday::Thursday, 0)),
    ("thanksgiving", Holiday::Movable(11, 4, Weekday::Thursday, 0)),
    ("black friday", Holiday::Movable(11, 4, Weekday::Thursday, 1)),
    ("cyber monday", Holiday::Movable(11, 4, Weekday::Thursday, 4)),
];

/// Wars and revolutions that texts date by, with first and last year.
const AGES: &[(&[&str], i16, i16)] = &[
    (&["american revolution", "american revolutionary war", "american war of independence"], 1775, 1783),
    (&["french revolution"], 1789, 1799),
    (&["middle ages"], 401, 1500),
    (&["crusades"], 1095, 1291),
    (&["thirty years ' war"], 1618, 1648),
    (&["seven years ' war"], 1756, 1763),
    (&["victorian era", "victorian age"], 1837, 1901),
    (&["franco - prussian war"], 1870, 1871),
    (&["mexican revolution"], 1910, 1920),
    (&["russian revolution"], 1917, 1917),
    (&["great depression"], 1929, 1939),
    (&["cold war"], 1947, 1991),
    (&["cultural revolution"], 1966, 1976),
    (&["yom kippur war"], 1973, 1973),
    (&["six - day war"], 1967, 1967),
    (&["iranian revolution"], 1978, 1979),
    (&["falklands war"], 1982, 1982),
    (&["gulf war"], 1990, 1991),
    (&["bosnian war"], 1992, 1995),
    (&["napoleonic wars"], 1803, 1815),
    (&["crimean war"], 1853, 1856),
    (&["american civil war"], 1861, 1865),
    (&["spanish civil war"], 1936, 1939),
    (&["korean war"], 1950, 1953),
    (&["vietnam war"], 1955, 1975),
];

/// Year, month, day.
type Ymd = (i16, i8, i8);

/// The two of which the days are commonly known.
const WORLD_WARS: &[(&[&str], [Ymd; 2])] = &[
    (
        &["world war i", "world war one", "world war 1", "first world war", "wwi", "great war"],
        [(1914, 7, 28), (1918, 11, 11)],
    ),
    (&["world war ii", "world war two", "world war 2", "second world war", "wwii"], [(1939, 9, 1), (1945, 9, 2)]),
];

/// The time of history with this name (lower case, words parted by a space).
pub(super) fn age(name: &str) -> Option<Period> {
    if let Some((_, first, last)) = AGES.iter().find(|(names, ..)| names.contains(&name)) {
        return Some(Period::between(Point::Year(*first), Point::Year(*last)));
    }
    let (_, [first, last]) = WORLD_WARS.iter().find(|(names, _)| names.contains(&name))?;
    let day = |(year, month, day): Ymd| Date::new(year, month, day).ok().map(Point::Day);
    Some(Period::between(day(*first)?, day(*last)?))
}

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
