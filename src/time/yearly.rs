//! What comes back every year: "the monsoon ends in September", "on every Fourth of July", "mild winters".

use std::fmt;

use super::holidays::Holiday;
use super::meaning::Meaning;

/// Months or days of any year: `--09`, `--07-04`, `--06/--08` (ISO 8601:2000; XSD's `gMonth` and `gMonthDay`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Yearly {
    first: Part,
    last: Part,
}

/// A month, and a day of it if that is told.
type Part = (i8, Option<i8>);

impl Yearly {
    /// What an expression without a year means in any year.
    pub(super) fn of(meaning: &Meaning) -> Option<Self> {
        let (first, last) = match *meaning {
            Meaning::Month(month) => ((month, None), (month, None)),
            Meaning::MonthDay(month, day) | Meaning::Holiday(Holiday::Fixed(month, day)) => {
                ((month, Some(day)), (month, Some(day)))
            }
            Meaning::MonthDays(month, first, last) => ((month, Some(first)), (month, Some(last))),
            Meaning::Months(first, count) | Meaning::AnyYear(first, count) => {
                ((first, None), ((first + count - 2) % 12 + 1, None))
            }
            _ => return None,
        };
        Some(Self { first, last })
    }

    /// From the beginning of one to the end of the other.
    pub(super) const fn until(self, end: Self) -> Self {
        Self { first: self.first, last: end.last }
    }
}

impl fmt::Display for Yearly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |f: &mut fmt::Formatter<'_>, (month, day): Part| match day {
            Some(day) => write!(f, "--{month:02}-{day:02}"),
            None => write!(f, "--{month:02}"),
        };
        part(f, self.first)?;
        if self.last != self.first {
            f.write_str("/")?;
            part(f, self.last)?;
        }
        Ok(())
    }
}
