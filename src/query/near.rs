//! What a user may have meant: names that are close to one that is unknown.

/// The edit distance of two words (Levenshtein), by characters.
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let substitution = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substitution.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// How far a name is from what was asked for; none where it is no likely meaning. Both in lower case.
pub fn likeness(asked: &str, name: &str) -> Option<usize> {
    if asked.is_empty() || name.is_empty() {
        return None;
    }
    let length = asked.chars().count();
    // A part of the name, such as a surname, is closer than a slip of the pen.
    if name.split(|c: char| !c.is_alphanumeric()).any(|word| word == asked) {
        return Some(0);
    }
    if name.contains(asked) || (length > 3 && asked.contains(name) && name.chars().count() > 3) {
        return Some(1);
    }
    let distance = distance(asked, name);
    (distance <= length.div_ceil(3).min(3)).then_some(distance + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_parts_are_near() {
        assert_eq!(distance("meetings", "meeting"), 1);
        assert_eq!(likeness("putin", "vladimir putin"), Some(0));
        assert_eq!(likeness("meating", "meetings"), Some(3));
        assert_eq!(likeness("estonia", "finland"), None);
    }
}
