//! The dictionary: lower-case words of English running text, against which lemmas are checked.
//!
//! The network's vocabulary holds whole words too, but few base forms of verbs ("characterize"). Searched in place, so
//! that it costs nothing at start-up.

/// Sorted, one word a line; `training/words.py` makes it.
static WORDS: &str = include_str!("../../models/words.txt");

/// Whether a word, in lower case, is in the dictionary of English running text.
pub fn contains(word: &str) -> bool {
    let bytes = WORDS.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = bytes[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| middle + at);
        match bytes[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

/// The words of the dictionary of which `form`, in lower case, is a regular "-s", "-ed" or "-ing" form, or one in "-men".
///
/// Nothing for other irregular forms and for words that only look inflected ("bring", "discuss").
/// "Re-" goes before any verb: "reappointed".
pub(super) fn regular_stems(form: &str) -> Vec<String> {
    let stems = listed_stems(form);
    match form.strip_prefix("re") {
        Some(rest) if stems.is_empty() && rest.len() > 5 => {
            listed_stems(rest).iter().map(|stem| format!("re{stem}")).collect()
        }
        _ => stems,
    }
}

fn listed_stems(form: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    let mut propose = |stem: String| {
        if stem.len() > 2 && contains(&stem) && !stems.contains(&stem) {
            stems.push(stem);
        }
    };
    let takes_es = |stem: &str| ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = form.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        if let Some(short) = stem.strip_suffix("ie") {
            propose(format!("{short}y"));
        }
        if let Some(short) = stem.strip_suffix('e').filter(|short| takes_es(short)) {
            propose(short.to_owned());
        }
        propose(stem.to_owned());
    }
    if let Some(stem) = form.strip_suffix("men") {
        propose(format!("{stem}man"));
    }
    for ending in ["ed", "ing"] {
        let Some(stem) = form.strip_suffix(ending) else { continue };
        if let Some(short) = stem.strip_suffix('i').filter(|_| ending == "ed") {
            propose(format!("{short}y"));
        }
        // "Fined" is of "fine": "fin" would double its end.
        let longer = format!("{stem}e");
        if !(doubles(stem) && contains(&longer)) {
            propose(stem.to_owned());
        }
        propose(longer);
        // "stopped", "travelling"
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
            && last.is_ascii_alphabetic()
        {
            propose(stem[..stem.len() - 1].to_owned());
        }
    }
    stems
}

/// Whether a stem of one syllable doubles its last consonant before an ending: "stop", not "rain".
fn doubles(stem: &str) -> bool {
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let letters: Vec<char> = stem.chars().rev().take(2).collect();
    matches!(letters[..], [last, before] if !is_vowel(last) && !matches!(last, 'w' | 'x') && is_vowel(before))
        && stem.chars().filter(|&letter| is_vowel(letter)).count() == 1
}

/// The American spelling of a lemma, in lower case, that has another: "criticise", "analyse", "honour", "defence".
pub fn american(lemma: &str) -> Option<String> {
    let changed = |old: &str, new: &str, least: usize| {
        let stem = lemma.strip_suffix(old).filter(|_| lemma.len() >= least)?;
        Some(format!("{stem}{new}")).filter(|word| contains(word))
    };
    match lemma {
        "programme" => Some("program".to_owned()),
        _ => changed("ise", "ize", 6)
            .or_else(|| changed("yse", "yze", 6))
            .or_else(|| changed("our", "or", 6))
            .or_else(|| changed("ence", "ense", 7)),
    }
}

/// The base of a verb that no dictionary has, by how regular forms are spelled: "hospitalized", "acquits", "mishandling".
/// Where the spelling leaves it open ("groped"), by a `guess`.
pub(super) fn spelled_base(form: &str, guess: &str) -> String {
    let with_e = |stem: &str| {
        let letters: Vec<char> = stem.chars().rev().take(3).collect();
        let is_vowel = |letter: &char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        match letters[..] {
            [last, before, ..] if last == before => {
                let is_doubled = !matches!(last, 'l' | 's' | 'z' | 'f' | 'e' | 'o');
                if is_doubled { stem[..stem.len() - last.len_utf8()].to_owned() } else { stem.to_owned() }
            }
            // "reduc", "halv", "argu", "siz", "submerg", "handl": no verb ends so.
            ['c' | 'v' | 'u' | 'z', ..] | ['g', 'r' | 'd', ..] => format!("{stem}e"),
            ['l', before, ..] if !is_vowel(&before) && before != 'r' && before != 'w' => format!("{stem}e"),
            // "instigat", "disburs", "capsis", "proscrib".
            ['t', 'a', before] if !matches!(before, 'e' | 'o') => format!("{stem}e"),
            ['s', 'r' | 'n' | 'i' | 'u' | 'o', ..] | ['b', 'i', ..] => format!("{stem}e"),
            [last, before, third] if !is_vowel(&last) && is_vowel(&before) && !is_vowel(&third) => {
                let longer = format!("{stem}e");
                if guess == longer { longer } else { stem.to_owned() }
            }
            _ => stem.to_owned(),
        }
    };
    let sibilant = |stem: &str| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = form.strip_suffix("ies").or_else(|| form.strip_suffix("ied")).filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if let Some(stem) = form.strip_suffix("es").filter(|stem| sibilant(stem) && !stem.ends_with("iz")) {
        return stem.to_owned();
    }
    if let Some(stem) = form.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        return stem.to_owned();
    }
    match form.strip_suffix("ing").or_else(|| form.strip_suffix("ed")).filter(|stem| stem.len() > 2) {
        Some(stem) => with_e(stem),
        None => form.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for word in WORDS.lines() {
            assert!(contains(word), "{word}");
            assert!(!contains(&format!("{word}\u{1}")), "{word}");
        }
        for word in ["", "characteriz", "indicte", "zzzz", "a b"] {
            assert!(!contains(word), "{word}");
        }
    }

    #[test]
    fn short_stems_double_their_end_or_have_an_e() {
        assert_eq!(regular_stems("fined"), ["fine"]);
        assert_eq!(regular_stems("stopped"), ["stop"]);
        assert_eq!(regular_stems("rained"), ["rain"]);
        assert_eq!(regular_stems("killed"), ["kill"]);
    }

    #[test]
    fn verbs_with_re_are_those_without() {
        assert_eq!(regular_stems("reappointed"), ["reappoint"]);
        assert!(regular_stems("recruit").is_empty());
    }

    #[test]
    fn spellings_are_led_to_one() {
        let check = |lemma: &str, other: Option<&str>| assert_eq!(american(lemma).as_deref(), other, "{lemma}");
        check("criticise", Some("criticize"));
        check("honour", Some("honor"));
        check("defence", Some("defense"));
        check("advise", None);
        check("sentence", None);
        check("four", None);
    }

    #[test]
    fn verbs_that_no_dictionary_has_are_read_by_their_spelling() {
        let check = |form: &str, base: &str| assert_eq!(spelled_base(form, ""), base);
        check("hospitalized", "hospitalize");
        check("capsizes", "capsize");
        check("capsize", "capsize");
        check("acquitted", "acquit");
        check("reaffirming", "reaffirm");
        check("mishandling", "mishandle");
        check("handcuffed", "handcuff");
        check("instigated", "instigate");
        check("submerged", "submerge");
        check("falsifying", "falsify");
        check("declassified", "declassify");
        check("proscribed", "proscribe");
        check("brandishes", "brandish");
        check("é", "é");
        check("ed", "ed");
        assert_eq!(spelled_base("groped", "grope"), "grope");
    }

    #[test]
    fn regular_forms_lead_back_to_their_words() {
        let check = |form: &str, stems: &[&str]| assert_eq!(regular_stems(form), stems, "{form}");
        check("launches", &["launch"]);
        check("denies", &["deny"]);
        check("besieges", &["besiege"]);
        check("vetoes", &["veto"]);
        check("stopped", &["stop"]);
        check("characterizing", &["characterize"]);
        check("gunmen", &["gunman"]);
        check("went", &[]);
        check("bring", &[]);
        check("discuss", &[]);
        check("proceed", &[]);
        check("é", &[]);
    }
}
