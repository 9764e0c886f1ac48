//! Titles before names that the tree left beside them: "and interior minister Jane Roe", "beat hosts Norway".
//!
//! Arcs are scored one by one, so a title and the name behind it sometimes both hang on the word that the two together
//! belong to. The names, decoded apart from the tree, show that they are one phrase: the title goes under the name.
//! So do they where the tree says that a person is an organization or a place. And one article tells that "a missile
//! and drone attack" is one thing.

use std::ops::Range;
use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::decode::{Word, top};

/// Words from a title to the last of what it is for: "Minister for Foreign Affairs".
const MOST_OF_DOMAIN: usize = 8;

/// Puts titles under the names that stand right behind them.
pub(super) fn join(words: &mut [Word], names: &[Name]) {
    for name in
        names.iter().filter(|name| matches!(name.kind, NameKind::Person | NameKind::Place | NameKind::Organization))
    {
        let Some(holder) = top(words, name) else { continue };
        // "Minister Mr. Roe"
        let is_courtesy = |&at: &usize| words[at].head == Some(holder) && &*words[at].deprel == "nmod:desc";
        let Some(before) = (0..name.tokens.start).rev().find(|at| !is_courtesy(at)) else { continue };
        // "Painter Edvard Munch's picture": beside what is his.
        let is_owner = &*words[holder].deprel == "nmod:poss" && name.kind == NameKind::Person;
        let owned = words[holder].head.filter(|&owned| is_owner && owned != before);
        let beside = owned.unwrap_or(holder);
        let is_beside = |title: usize| {
            let is_noun = words[title].upos == Upos::Noun
                || words[title].upos == Upos::Propn && name.kind == NameKind::Person && words[title].lemma.len() > 2;
            is_noun
                && words[title].head.is_some()
                && words[title].head == words[beside].head
                && words[title].relation() == words[beside].relation()
                && !names.iter().any(|other| other.tokens.contains(&title))
        };
        // "Director-general Jane Roe", "Undersecretary for Transport Jane Roe", "judge for the District of Columbia Jane Roe"
        let above = |&at: &usize| {
            let is_general = words[at].lemma == "general" && &*words[at].deprel == "amod";
            let is_domain = name.kind == NameKind::Person && &*words[at].deprel == "nmod";
            let is_near = |first: &usize| *first < at && *first + MOST_OF_DOMAIN > before;
            words[at].head.filter(|_| is_general || is_domain).filter(is_near)
        };
        let Some(title) = std::iter::successors(Some(before), above).find(|&title| is_beside(title)) else { continue };
        // "Hosts Norway", but not "the other day Norway".
        let is_measured = name.kind != NameKind::Person
            && words.iter().any(|word| word.head == Some(title) && matches!(&*word.deprel, "det" | "nummod"));
        if is_measured {
            continue;
        }
        words[title].head = Some(holder);
        words[title].deprel = Arc::from("nmod:desc");
        for (token, word) in words.iter_mut().enumerate() {
            let is_before = token < title && matches!(&*word.deprel, "case" | "cc" | "mark");
            if word.head == Some(title) && (is_before || token > holder) {
                word.head = Some(holder);
            }
        }
    }
}

/// Puts persons in apposition under the noun right before them: in "the singer Jane Roe and the actor John Doe" he is no singer.
pub(super) fn seat(words: &mut [Word], names: &[Name]) {
    let persons = || names.iter().filter(|name| name.kind == NameKind::Person);
    for name in persons() {
        let Some(title) = name.tokens.start.checked_sub(1).filter(|&at| words[at].upos == Upos::Noun) else { continue };
        let Some(holder) = top(words, name).filter(|&holder| &*words[holder].deprel == "appos") else { continue };
        let Some(first) = words[title].head.filter(|&first| first < title && words[holder].head == Some(first)) else {
            continue;
        };
        let has_article = words.iter().any(|word| word.head == Some(title) && &*word.deprel == "det");
        let is_other = |other: &Name| first < other.tokens.start && other.tokens.end <= title;
        if &*words[title].deprel == "conj" && (has_article || persons().any(is_other)) {
            words[holder].head = Some(title);
        }
    }
}

/// Puts places under the person whose title stands between, where the tree has two names side by side: "Norway and Chile
/// Prime Minister Jane Roe rejects".
pub(super) fn attach(words: &mut [Word], names: &[Name]) {
    for pair in names.windows(2) {
        let [place, person] = pair else { continue };
        let between = place.tokens.end..person.tokens.start;
        if person.kind != NameKind::Person || place.kind == NameKind::Person || between.is_empty() {
            continue;
        }
        let (Some(above), Some(holder)) = (top(words, place), top(words, person)) else { continue };
        let is_title = |at: usize| {
            matches!(&*words[at].deprel, "amod" | "compound" | "flat" | "nmod:desc")
                && words[at].head.is_some_and(|head| head == holder || between.contains(&head))
        };
        let is_beside = words[above].head.is_some()
            && words[above].head == words[holder].head
            && words[above].deprel == words[holder].deprel;
        if is_beside && between.clone().all(is_title) {
            (words[above].head, words[above].deprel) = (Some(holder), Arc::from("compound"));
        }
    }
}

/// Nouns of bodies that have heads.
#[rustfmt::skip]
const BODIES: &[&str] = &[
    "agency", "army", "assembly", "association", "authority", "bank", "board", "bureau", "chamber", "club",
    "commission", "committee", "company", "corporation", "council", "court", "department", "federation", "firm",
    "foundation", "fund", "government", "group", "hospital", "institute", "institution", "ministry", "museum",
    "office", "organisation", "organization", "parliament", "party", "project", "school", "service", "society",
    "team", "trust", "union", "university",
];

/// Puts persons in apposition to a body's name or noun under the noun before it: in "the leader of the Democrats, Jane
/// Roe," it is the leader who is Jane Roe.
pub(super) fn lift(words: &mut [Word], names: &[Name]) {
    let of = |token: usize| names.iter().find(|name| name.tokens.contains(&token));
    for person in names.iter().filter(|name| name.kind == NameKind::Person) {
        for token in person.tokens.clone() {
            // From body to body: "the director of the museum in Oslo, Jane Roe,". Each noun stands before the last.
            while let Some(body) = words[token].head.filter(|_| &*words[token].deprel == "appos") {
                let is_body = match of(body) {
                    Some(name) => name.kind != NameKind::Person && name.tokens != person.tokens,
                    None => BODIES.contains(&&*words[body].lemma),
                };
                let noun = words[body].head.filter(|&noun| {
                    is_body
                        && &*words[body].deprel == "nmod"
                        && noun < body
                        && body < token
                        && words[noun].upos == Upos::Noun
                        && of(noun).is_none()
                });
                let Some(noun) = noun else { break };
                words[token].head = Some(noun);
            }
        }
    }
    // "Secretary General of NATO Mark Rutte": the preposition is NATO's, whatever the tree says.
    for person in names.iter().filter(|name| name.kind == NameKind::Person) {
        let Some(body) = person.tokens.start.checked_sub(1).and_then(of) else { continue };
        let above = body.tokens.clone().find_map(|at| words[at].head.filter(|head| !body.tokens.contains(head)));
        for token in person.tokens.clone() {
            // Or both hang on the same word.
            let beside = above.filter(|&noun| {
                words[noun].head.is_some()
                    && words[noun].head == words[token].head
                    && words[noun].deprel == words[token].deprel
            });
            if let Some(noun) = beside.filter(|&noun| noun < body.tokens.start && of(noun).is_none()) {
                (words[token].head, words[token].deprel) = (Some(noun), Arc::from("appos"));
                continue;
            }
            let Some(noun) = words[token].head.filter(|&head| head < body.tokens.start) else { continue };
            let Some(of_body) = body.tokens.clone().find(|&at| words[at].head == Some(noun)) else { continue };
            let is_case = |word: &Word| word.head == Some(token) && &*word.deprel == "case";
            let has_own = words[body.tokens.end..].iter().any(is_case);
            if &*words[token].deprel != "nmod" || has_own || of(noun).is_some() {
                continue;
            }
            for word in words[noun..body.tokens.start].iter_mut().filter(|word| is_case(word)) {
                word.head = Some(of_body);
            }
            words[token].deprel = Arc::from("appos");
        }
    }
}

/// Puts persons that the tree joins to places under the title that is theirs together: "the presidents of Norway and Chile, Jane
/// Roe and John Doe,".
pub(super) fn gather(words: &mut [Word], names: &[Name]) {
    let of = |token: usize| names.iter().find(|name| name.tokens.contains(&token));
    let mut holder_of: Vec<(usize, usize)> = Vec::new();
    for person in names.iter().filter(|name| name.kind == NameKind::Person) {
        let Some(holder) = top(words, person).filter(|&holder| &*words[holder].deprel == "conj") else { continue };
        // Up to the first of the places, and from it to the title.
        let place =
            std::iter::successors(words[holder].head, |&at| words[at].head.filter(|_| &*words[at].deprel == "conj"))
                .take(6)
                .last();
        let is_other = |&place: &usize| {
            of(place).is_some_and(|name| matches!(name.kind, NameKind::Place | NameKind::Organization))
        };
        let Some(place) = place.filter(is_other) else { continue };
        let title = words[place].head.filter(|&title| {
            &*words[place].deprel == "nmod"
                && title < place
                && words[title].upos == Upos::Noun
                && words[title].feature("Number") == Some("Plur")
                && of(title).is_none()
        });
        let Some(title) = title else { continue };
        match holder_of.iter().find(|(other, _)| *other == title) {
            Some(&(_, first)) => words[holder].head = Some(first),
            None => {
                (words[holder].head, words[holder].deprel) = (Some(title), Arc::from("appos"));
                holder_of.push((title, holder));
            }
        }
    }
}

/// Titles that "General" follows.
const GENERALS: &[&str] =
    &["attorney", "secretary", "solicitor", "governor", "director", "inspector", "consul", "surgeon", "auditor"];

/// Makes one title of "Attorney General of Norway" and "Secretary-General", with the first word as its head, where the
/// tree has an attorney and a general of Norway.
pub(super) fn flatten(words: &mut [Word], forms: &[&str], sentence: Range<usize>) {
    for second in sentence.start + 1..sentence.end {
        let is_joined = forms[second - 1] == "-" && second >= sentence.start + 2;
        let first = if is_joined { second - 2 } else { second - 1 };
        let is_title = forms[second].eq_ignore_ascii_case("general")
            && GENERALS.contains(&&*forms[first].to_lowercase())
            && (is_joined
                || words[second].head == Some(first)
                || words[first].head == Some(second)
                || words[second].head == words[first].head
                // "Director general Jane Roe", with the general under her
                || words[second].head.is_some_and(|name| words[name].head == Some(first)));
        if !is_title {
            continue;
        }
        if words[first].head == Some(second) {
            words[first].head = words[second].head;
            words[first].deprel = Arc::clone(&words[second].deprel);
        }
        for word in &mut words[sentence.clone()] {
            if word.head == Some(second) {
                word.head = Some(first);
            }
        }
        words[second].head = Some(first);
        words[second].deprel = Arc::from("amod");
        words[second].upos = Upos::Adj;
        words[second].lemma = "general".to_owned();
    }
}

/// Makes one phrase of "a missile and drone attack kills", where the tree has a missile and an attack: there is one article,
/// and the predicate counts one.
pub(super) fn unite(words: &mut [Word], sentence: Range<usize>) {
    let is_singular = |word: &Word| word.feature("Number") == Some("Sing");
    for last in sentence.start + 3..sentence.end {
        let (first, joiner, second) = (last - 3, last - 2, last - 1);
        let is_pair = [first, second, last].iter().all(|&at| words[at].upos == Upos::Noun)
            && &*words[last].deprel == "conj"
            && words[last].head == Some(first)
            && &*words[joiner].deprel == "cc"
            && &*words[second].deprel == "compound"
            && words[second].head == Some(last)
            && is_singular(&words[first])
            && is_singular(&words[last]);
        if !is_pair {
            continue;
        }
        let article =
            (sentence.start..first).rev().find(|&at| words[at].head == Some(first) && &*words[at].deprel == "det");
        let is_one = article.is_some_and(|at| words[at].feature("Definite") == Some("Ind"));
        let is_bare =
            !words[sentence.clone()].iter().any(|word| word.head == Some(first) && &*word.deprel == "compound");
        let counts_one = words[first].relation() == "nsubj"
            && words[first].head.is_some_and(|verb| {
                let auxiliaries =
                    words[sentence.clone()].iter().filter(|word| word.head == Some(verb) && word.relation() == "aux");
                std::iter::once(&words[verb]).chain(auxiliaries).any(is_singular)
            });
        if !is_one || !is_bare || !counts_one {
            continue;
        }
        (words[last].head, words[last].deprel) = (words[first].head, Arc::clone(&words[first].deprel));
        for word in words[sentence.clone()].iter_mut().filter(|word| word.head == Some(first)) {
            word.head = Some(last);
        }
        (words[first].head, words[first].deprel) = (Some(last), Arc::from("compound"));
        (words[second].head, words[second].deprel) = (Some(first), Arc::from("conj"));
        words[joiner].head = Some(second);
    }
}

/// Titles that are written short before names.
#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("adm", "admiral"), ("brig", "brigadier"), ("capt", "captain"), ("cmdr", "commander"), ("col", "colonel"),
    ("cpl", "corporal"), ("gen", "general"), ("gov", "governor"), ("lt", "lieutenant"), ("maj", "major"),
    ("prof", "professor"), ("rep", "representative"), ("rev", "reverend"), ("sen", "senator"), ("sgt", "sergeant"),
    ("supt", "superintendent"),
];

/// The title that an abbreviation stands for: "Col." or "col" → "colonel".
pub(crate) fn spelled_out(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches('.').to_lowercase();
    SHORT.iter().find(|(short, _)| *short == word).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::decode::word;

    #[test]
    fn who_owns_has_the_title_before() {
        // "Painter Edvard 's picture sells"
        let mut words = [
            word(Upos::Noun, Some(4), "nsubj"),
            word(Upos::Propn, Some(3), "nmod:poss"),
            word(Upos::Part, Some(1), "case"),
            word(Upos::Noun, Some(4), "nsubj"),
            word(Upos::Verb, None, "root"),
        ];
        join(&mut words, &[Name { tokens: 1..2, kind: NameKind::Person, score: 1.0 }]);
        assert_eq!((words[0].head, &*words[0].deprel), (Some(1), "nmod:desc"));
    }

    #[test]
    fn persons_are_not_joined_to_places() {
        // "presidents of Norway and Chile , Roe and Doe met"
        let mut words = [
            Word { feats: Arc::from("Number=Plur"), ..word(Upos::Noun, Some(9), "nsubj") },
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Cconj, Some(4), "cc"),
            word(Upos::Propn, Some(2), "conj"),
            word(Upos::Punct, Some(6), "punct"),
            word(Upos::Propn, Some(4), "conj"),
            word(Upos::Cconj, Some(8), "cc"),
            word(Upos::Propn, Some(4), "conj"),
            word(Upos::Verb, None, "root"),
        ];
        let name = |at: usize, kind| Name { tokens: at..at + 1, kind, score: 1.0 };
        let (place, person) = (NameKind::Place, NameKind::Person);
        gather(&mut words, &[name(2, place), name(4, place), name(6, person), name(8, person)]);
        assert_eq!((words[6].head, &*words[6].deprel, words[8].head), (Some(0), "appos", Some(6)));
    }

    #[test]
    fn a_title_is_of_the_name_behind_it() {
        // "singer Roe and the actor Doe"
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Propn, Some(0), "appos"),
            word(Upos::Cconj, Some(4), "cc"),
            word(Upos::Det, Some(4), "det"),
            word(Upos::Noun, Some(0), "conj"),
            word(Upos::Propn, Some(0), "appos"),
        ];
        let name = |at: usize| Name { tokens: at..at + 1, kind: NameKind::Person, score: 1.0 };
        seat(&mut words, &[name(1), name(5)]);
        assert_eq!((words[1].head, words[5].head), (Some(0), Some(4)));
    }

    #[test]
    fn two_words_of_a_title_are_one() {
        let forms = ["Attorney", "General", "of", "Norway"];
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Adp, Some(3), "case"),
            word(Upos::Propn, Some(1), "nmod"),
        ];
        flatten(&mut words, &forms, 0..4);
        assert_eq!((&*words[1].deprel, words[3].head), ("amod", Some(0)));
    }

    #[test]
    fn a_title_beside_a_name_goes_under_it() {
        // "met with minister Roe , who smiled"
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Noun, Some(0), "obl"),
            word(Upos::Propn, Some(0), "obl"),
            word(Upos::Punct, Some(6), "punct"),
            word(Upos::Pron, Some(6), "nsubj"),
            word(Upos::Verb, Some(2), "acl:relcl"),
        ];
        join(&mut words, &[Name { tokens: 3..4, kind: NameKind::Person, score: 1.0 }]);
        let heads: Vec<Option<usize>> = words.iter().map(|word| word.head).collect();
        assert_eq!(heads, [None, Some(3), Some(3), Some(0), Some(6), Some(6), Some(3)]);
        assert_eq!(&*words[2].deprel, "nmod:desc");
    }

    #[test]
    fn a_preposition_is_of_the_name_behind_it() {
        // "head of NATO Roe"
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Adp, Some(3), "case"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Propn, Some(0), "nmod"),
        ];
        let name = |at: usize, kind| Name { tokens: at..at + 1, kind, score: 1.0 };
        lift(&mut words, &[name(2, NameKind::Organization), name(3, NameKind::Person)]);
        assert_eq!((words[1].head, &*words[3].deprel), (Some(2), "appos"));
    }

    #[test]
    fn one_article_makes_one_attack() {
        let noun = |head, deprel| Word { feats: Arc::from("Number=Sing"), ..word(Upos::Noun, head, deprel) };
        let article = Word { feats: Arc::from("Definite=Ind|PronType=Art"), ..word(Upos::Det, Some(1), "det") };
        // "a missile and drone attack kills"
        let mut words = [
            article,
            noun(Some(5), "nsubj"),
            word(Upos::Cconj, Some(4), "cc"),
            noun(Some(4), "compound"),
            noun(Some(1), "conj"),
            Word { feats: Arc::from("Number=Sing|Person=3"), ..word(Upos::Verb, None, "root") },
        ];
        unite(&mut words, 0..6);
        let heads: Vec<Option<usize>> = words.iter().map(|word| word.head).collect();
        assert_eq!(heads, [Some(4), Some(4), Some(3), Some(1), Some(5), None]);
        assert_eq!(&*words[4].deprel, "nsubj");
    }

    #[test]
    fn a_person_is_no_party() {
        // "leader of Democrats , Roe"
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Punct, Some(4), "punct"),
            word(Upos::Propn, Some(2), "appos"),
        ];
        let name = |token: usize, kind| Name { tokens: token..token + 1, kind, score: 1.0 };
        lift(&mut words, &[name(2, NameKind::Person), name(4, NameKind::Person)]);
        assert_eq!(words[4].head, Some(2));
        lift(&mut words, &[name(2, NameKind::Organization), name(4, NameKind::Person)]);
        assert_eq!(words[4].head, Some(0));
    }

    #[test]
    fn other_neighbours_stay_where_they_are() {
        // "told reporters Roe left": an object and a subject.
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Noun, Some(0), "obj"),
            word(Upos::Propn, Some(3), "nsubj"),
            word(Upos::Verb, Some(0), "ccomp"),
        ];
        join(&mut words, &[Name { tokens: 2..3, kind: NameKind::Person, score: 1.0 }]);
        assert_eq!(words[1].head, Some(0));
        assert_eq!(&*words[1].deprel, "obj");
    }
}
