//! Titles joined by "and" before the name that both belong to: "party leader and former minister Jane Roe".

use super::words::{is_noun, is_person_noun, is_plural};
use crate::language::{Analysis, Name, NameKind, Upos};
use crate::ontology::Ontology;

/// The noun before "and" that is a title of a person's name as much as the noun right before the name; the latter where the
/// tree has the name under the first.
///
/// Nouns with an article are people of their own ("the president and minister Jane Roe").
pub(crate) fn coordinated_title(analysis: &Analysis, ontology: &Ontology, name: &Name) -> Option<usize> {
    if name.kind != NameKind::Person {
        return None;
    }
    let words = &analysis.tokens;
    let is_title = |token: usize| {
        let word = &words[token];
        is_noun(word)
            && !is_plural(word)
            && analysis.name_at(token).is_none()
            && is_person_noun(ontology, &word.lemma.to_lowercase())
    };
    let start = analysis.sentences[analysis.sentence_of(name.tokens.start)].tokens.start;
    let last = name.tokens.start.checked_sub(1).filter(|&last| last > start && is_title(last))?;
    let and = (start..last).rev().find(|&at| {
        words[at].upos == Upos::Cconj || matches!(words[at].upos, Upos::Verb | Upos::Aux | Upos::Adp | Upos::Det)
    })?;
    let first = and.checked_sub(1).filter(|&first| first >= start && is_title(first))?;
    let has_article = || analysis.children(first).any(|child| words[child].upos == Upos::Det);
    let holder = head_of_name(analysis, name);
    let is_of_first =
        words[last].head == Some(first) && (words[holder].head == Some(first) || words[first].head == Some(holder));
    let other = if is_of_first { last } else { first };
    (words[and].lemma == "and" && !has_article()).then_some(other)
}

/// The word of a name that everything else in it hangs on.
pub(crate) fn head_of_name(analysis: &Analysis, name: &Name) -> usize {
    let is_head = |&token: &usize| analysis.tokens[token].head.is_none_or(|head| !name.tokens.contains(&head));
    name.tokens.clone().find(is_head).unwrap_or(name.tokens.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{analyse_sentences, for_tests};

    #[test]
    fn what_stands_before_and_is_a_title_too() {
        let check = |text: &str, expected: Option<&str>| {
            let ontology = Ontology::embedded().expect("the ontology is embedded");
            let analysis = analyse_sentences(&[text], for_tests()).expect("read").remove(0);
            let found = analysis
                .names
                .iter()
                .find_map(|name| coordinated_title(&analysis, &ontology, name))
                .map(|token| analysis.tokens[token].span.of(text));
            assert_eq!(found, expected, "{text}");
        };
        check("Norway freed dissident and rights activist Olga Brandt from jail.", Some("activist"));
        check("Opposition leader and former minister Olga Brandt called for peace.", Some("leader"));
        check("The king and prime minister Olga Brandt met in Oslo.", None);
        check("Norway freed prime minister Olga Brandt.", None);
    }
}
