//! When what a predicate says happened or holds, as far as its sentence tells.

use crate::language::Analysis;
use crate::time::{TimeExpression, TimeValue};

/// The time that the text gives to `predicate`, if any.
pub fn time_of(_analysis: &Analysis, _times: &[TimeExpression], _predicate: usize) -> Option<TimeValue> {
    None
}
