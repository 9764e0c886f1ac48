//! Words that the tree hung on the wrong word: predicates, objects and recipients, what is behind an agent; those of names and
//! titles are in [`appositions`].

use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::appositions;
use super::decode::{Word, top};

/// All repairs, in order.
pub(super) fn mend(words: &mut [Word], names: &[Name], forms: &[&str]) {
    unite(words, names);
    lift_cases(words);
    leave_worth(words);
    object(words);
    appositions::lower(words, names);
    appositions::raise(words, names);
    rejoin(words, names, forms);
    appositions::describe(words, names, forms);
    appositions::name_holders(words, names);
    appositions::second(words, names, forms);
    appositions::raise_holders(words, names, forms);
    pass_agents(words);
    raise_agents(words);
    judge(words);
    name_members(words, forms);
    near_members(words, names, forms);
    keep_members(words, forms);
    raise_verbs(words);
    give_speakers(words);
    lower_agents(words);
    ask_for(words);
    give_objects(words);
    give_named(words);
    give_recipients(words);
    give_sums(words);
    give_in_kind(words);
    pay_verbs(words);
    list_kin(words, forms);
    list_next(words);
}

/// Makes one phrase of a name of which two words hang on the same word in the same way.
fn unite(words: &mut [Word], names: &[Name]) {
    for name in names {
        let is_outside = |words: &[Word], at: usize| words[at].head.is_some_and(|head| !name.tokens.contains(&head));
        let Some(first) = name.tokens.clone().find(|&at| is_outside(words, at)) else { continue };
        for at in first + 1..name.tokens.end {
            if words[at].head == words[first].head && words[at].deprel == words[first].deprel {
                (words[at].head, words[at].deprel) = (Some(first), Arc::from("flat"));
            }
        }
    }
}

/// Makes objects of second subjects behind a verb: "the league fines Orion £5 million".
fn object(words: &mut [Word]) {
    for second in 0..words.len() {
        let is_subject = |word: &Word, verb: usize| word.head == Some(verb) && &*word.deprel == "nsubj";
        let verb = words[second].head.filter(|&verb| verb < second && words[verb].upos == Upos::Verb);
        let Some(verb) = verb.filter(|&verb| is_subject(&words[second], verb)) else { continue };
        // "Said Roe" and questions have one subject, behind the verb.
        if !words[..verb].iter().any(|word| is_subject(word, verb)) {
            continue;
        }
        let has_object = words.iter().any(|word| word.head == Some(verb) && &*word.deprel == "obj");
        words[second].deprel = Arc::from(if has_object { "iobj" } else { "obj" });
    }
}

/// Gives a noun the phrase that the tree has under its "worth": "agreements worth 2 billion with Norway" are with Norway.
fn leave_worth(words: &mut [Word]) {
    for party in 0..words.len() {
        let worth = words[party].head.filter(|&worth| worth < party && words[worth].lemma == "worth");
        let is_phrase = words[party].relation() == "obl" && has_case(words, party, "with");
        let noun = worth.filter(|_| is_phrase).and_then(|worth| words[worth].head);
        if noun.is_some_and(|noun| words[noun].upos == Upos::Noun) {
            (words[party].head, words[party].deprel) = (noun, Arc::from("nmod"));
        }
    }
}

/// Gives a name the preposition that the tree has on its title: "including commander Roe".
fn lift_cases(words: &mut [Word]) {
    for case in 0..words.len() {
        let title = words[case].head.filter(|&title| &*words[case].deprel == "case" && case < title);
        let is_title = |&title: &usize| &*words[title].deprel == "nmod:desc";
        if let Some(name) = title.filter(is_title).and_then(|title| words[title].head.filter(|&name| name > title)) {
            words[case].head = Some(name);
        }
    }
}

/// Gives predicates their second noun back that hangs on a name in the first: "is a maker based in Oslo, and a subsidiary
/// of Orion", "is the chair of Orion and a member of the board".
fn rejoin(words: &mut [Word], names: &[Name], forms: &[&str]) {
    let is_body_or_place = |token: usize| {
        let may_hold = |kind: NameKind| matches!(kind, NameKind::Place | NameKind::Organization);
        names.iter().any(|name| may_hold(name.kind) && name.tokens.contains(&token))
    };
    for second in 0..words.len() {
        let has = |words: &[Word], head: usize, relation: &str| {
            words.iter().any(|word| word.head == Some(head) && &*word.deprel == relation)
        };
        let article = second.checked_sub(1).filter(|&at| words[at].head.is_some_and(|head| head >= second));
        let is_noun = words[second].upos == Upos::Noun && &*words[second].deprel == "conj";
        let Some(place) = words[second].head.filter(|&head| is_noun && article.is_some() && is_body_or_place(head))
        else {
            continue;
        };
        let Some(joiner) = (place + 1..second).find(|&at| words[at].head == Some(second) && &*words[at].deprel == "cc")
        else {
            continue;
        };
        let is_set_off =
            matches!(forms[joiner + 1], "a" | "an") && (forms[joiner - 1] == "," || has(words, second, "nmod"));
        let mut above = Some(place);
        while let Some(at) = above.filter(|&at| !has(words, at, "cop")) {
            above = words[at].head;
        }
        if let Some(first) = above.filter(|&first| is_set_off && first < place && words[first].upos == Upos::Noun) {
            words[second].head = Some(first);
        }
    }
}

/// Nouns that nobody does: "on the morning by airstrikes" is the tree's mistake.
const TIMES_OF_DAY: &[&str] = &["morning", "afternoon", "evening", "night", "day", "hour"];

/// Gives a noun what stands behind its agent: in "attacks by gunmen on shelters in Goma" the attacks are on them.
fn pass_agents(words: &mut [Word]) {
    let preposition = |words: &[Word], token: usize| {
        words.iter().find(|word| word.head == Some(token) && &*word.deprel == "case").map(|word| word.lemma.clone())
    };
    for place in 0..words.len() {
        let is_behind = |&agent: &usize| agent < place && &*words[place].deprel == "nmod";
        let Some(agent) = words[place].head.filter(is_behind) else { continue };
        let deed = words[agent].head.filter(|&deed| {
            &*words[agent].deprel == "nmod"
                && deed < agent
                && words[deed].upos == Upos::Noun
                && !TIMES_OF_DAY.contains(&&*words[deed].lemma)
                && preposition(words, agent).as_deref() == Some("by")
        });
        let is_of_deed = |_: &usize| {
            let preposition = preposition(words, place);
            matches!(
                preposition.as_deref(),
                Some("on" | "against" | "in" | "at" | "near" | "across" | "inside" | "outside" | "to")
            )
        };
        if let Some(deed) = deed.filter(is_of_deed) {
            words[place].head = Some(deed);
        }
    }
}

/// Gives a noun the agent that the tree has under the name it is done to: "the arrest of Roe by police".
fn raise_agents(words: &mut [Word]) {
    for agent in 0..words.len() {
        let is_under = |&name: &usize| {
            name < agent
                && words[name].upos == Upos::Propn
                && &*words[name].deprel == "nmod"
                && ["of", "on", "against", "in", "into", "for", "to", "with"]
                    .iter()
                    .any(|case| has_case(words, name, case))
        };
        let is_agent = &*words[agent].deprel == "nmod" && has_case(words, agent, "by");
        let name = words[agent].head.filter(|_| is_agent).filter(is_under);
        let deed = name.and_then(|name| words[name].head).filter(|&deed| words[deed].upos == Upos::Noun);
        if deed.is_some() {
            words[agent].head = deed;
        }
    }
}

/// Gives verdicts to who passes them: in "was found guilty of fraud by a court" no court defrauds.
fn judge(words: &mut [Word]) {
    for court in 0..words.len() {
        let is_court = (&*words[court].deprel == "nmod" || words[court].relation() == "obl")
            && matches!(&*words[court].lemma, "court" | "judge" | "jury" | "tribunal")
            && has_case(words, court, "by");
        let is_passive = |verb: usize| words.iter().any(|word| word.head == Some(verb) && &*word.deprel == "aux:pass");
        let mut above = words[court].head.filter(|_| is_court);
        while let Some(at) = above.filter(|&at| !is_passive(at)) {
            above = words[at].head;
        }
        let has_own =
            |verb: usize| (verb..words.len()).any(|at| words[at].head == Some(verb) && has_case(words, at, "by"));
        if let Some(verb) = above.filter(|&verb| verb < court && !has_own(verb)) {
            (words[court].head, words[court].deprel) = (Some(verb), Arc::from("obl:agent"));
        }
    }
}

/// Puts members that the tree has beside a group under it: "arrested ten people, including Roe".
fn name_members(words: &mut [Word], forms: &[&str]) {
    for member in 0..words.len() {
        let including = (1..member)
            .rev()
            .find(|&at| words[at].head == Some(member) && words[at].lemma == "include" && forms[at - 1] == ",");
        let Some(including) = including.filter(|_| words[member].relation() == "obl") else { continue };
        let is_group = |&at: &usize| {
            words[at].head == words[member].head
                && matches!(words[at].upos, Upos::Noun | Upos::Propn)
                && (&*words[at].deprel == "obj" || words[at].relation() == "nsubj")
        };
        if let Some(group) = (0..including).rev().find(is_group) {
            (words[member].head, words[member].deprel) = (Some(group), Arc::from("nmod"));
        }
    }
}

/// Puts places under the places right before them: in "rain in two provinces, including Kent" Kent is a province, and no
/// rain.
fn near_members(words: &mut [Word], names: &[Name], forms: &[&str]) {
    const PLACES: [&str; 10] =
        ["province", "city", "country", "town", "region", "state", "village", "area", "district", "county"];
    for name in names.iter().filter(|name| name.kind == NameKind::Place) {
        let Some(member) = top(words, name) else { continue };
        let including = name.tokens.start.checked_sub(1).filter(|&at| words[at].lemma == "include" && at >= 2);
        let noun = including.map(|at| if forms[at - 1] == "," { at - 2 } else { at - 1 });
        let noun = noun.filter(|&noun| {
            words[noun].feature("Number") == Some("Plur") && PLACES.contains(&words[noun].lemma.as_str())
        });
        let Some(noun) = noun.filter(|&noun| words[member].head.is_some_and(|head| head < noun)) else { continue };
        (words[member].head, words[member].deprel) = (Some(noun), Arc::from("nmod"));
    }
}

/// Keeps a list together: of "raids, including one in Oslo and two in Bergen" the two are of the raids named, no others.
fn keep_members(words: &mut [Word], forms: &[&str]) {
    for last in 0..words.len() {
        let Some(whole) = words[last].head.filter(|&whole| whole < last && &*words[last].deprel == "conj") else {
            continue;
        };
        let is_joined = |words: &[Word]| {
            (whole + 1..last)
                .any(|at| words[at].head == Some(last) && &*words[at].deprel == "cc" && forms[at - 1] != ",")
        };
        let member = (whole + 1..last).find(|&at| {
            words[at].head == Some(whole)
                && &*words[at].deprel == "nmod"
                && words[whole + 1..at].iter().any(|case| case.head == Some(at) && case.lemma == "include")
        });
        if let Some(member) = member.filter(|_| is_joined(words)) {
            words[last].head = Some(member);
        }
    }
}

/// Gives the second of two verbs its object: "seize documents and arrest suspects" arrests them, though the tree has two
/// objects and puts the verb beside the first.
fn give_objects(words: &mut [Word]) {
    let is = |word: &Word, head: usize, relation: &str| word.head == Some(head) && &*word.deprel == relation;
    for second in 0..words.len() {
        let is_beside = |&object: &usize| {
            words[second].upos == Upos::Verb
                && &*words[second].deprel == "conj"
                && words[object].upos != Upos::Verb
                && &*words[object].deprel == "obj"
                && object < second
        };
        let Some(first) = words[second].head.filter(is_beside).and_then(|object| words[object].head) else { continue };
        let has_own = words.iter().any(|word| is(word, second, "obj"));
        let object = (second + 1..words.len()).find(|&at| is(&words[at], first, "obj"));
        if let Some(object) = object.filter(|_| !has_own) {
            (words[second].head, words[object].head) = (Some(first), Some(second));
        }
    }
}

/// Verbs whose object is somebody who is given an office.
const NAMING: &[&str] = &["name", "appoint", "elect", "nominate", "choose", "pick", "select"];

/// Makes an object of a name that the tree takes for what somebody is named: "named Jane Roe, a lawyer, as its head".
fn give_named(words: &mut [Word]) {
    for name in 1..words.len() {
        let is_named = words[name].upos == Upos::Propn && &*words[name].deprel == "xcomp";
        let verb = words[name].head.filter(|&verb| {
            is_named && verb < name && words[verb].upos == Upos::Verb && NAMING.contains(&&*words[verb].lemma)
        });
        let has =
            |verb: usize, relation: &str| words.iter().any(|word| word.head == Some(verb) && &*word.deprel == relation);
        if verb.is_some_and(|verb| has(verb, "nsubj") && !has(verb, "obj") && !has(verb, "aux:pass")) {
            words[name].deprel = Arc::from("obj");
        }
    }
}

/// Puts what "by" stands before under the object before it, of a verb in the active: "shareholders rejected the takeover by
/// Orion".
fn lower_agents(words: &mut [Word]) {
    for agent in 2..words.len() {
        let is_argument = matches!(&*words[agent].deprel, "nsubj" | "obl:agent");
        let Some(verb) = words[agent].head.filter(|&verb| is_argument && verb < agent) else { continue };
        let Some(by) = (verb..agent).find(|&at| words[at].head == Some(agent) && words[at].lemma == "by") else {
            continue;
        };
        let is = |word: &Word, relation: &str| word.head == Some(verb) && &*word.deprel == relation;
        let is_active =
            words[..verb].iter().any(|word| is(word, "nsubj")) && !words.iter().any(|word| is(word, "aux:pass"));
        if is_active && is(&words[by - 1], "obj") {
            (words[agent].head, words[agent].deprel) = (Some(by - 1), Arc::from("nmod"));
        }
    }
}

/// Nouns that say what somebody is to do: "faces calls to resign".
const ASKING: &[&str] = &["call", "demand", "request", "pressure", "order", "plea", "appeal"];

/// Puts an infinitive under the noun right before it that asks for it.
fn ask_for(words: &mut [Word]) {
    for infinitive in 2..words.len() {
        if &*words[infinitive].deprel != "xcomp" {
            continue;
        }
        let mark = (1..infinitive).find(|&at| words[at].head == Some(infinitive) && &*words[at].deprel == "mark");
        let noun = mark.map(|mark| mark - 1).filter(|&noun| {
            words[noun].head == words[infinitive].head
                && &*words[noun].deprel == "obj"
                && ASKING.contains(&&*words[noun].lemma)
        });
        if noun.is_some() {
            (words[infinitive].head, words[infinitive].deprel) = (noun, Arc::from("acl"));
        }
    }
}

/// Gives verbs behind a quotation their subject: in "“We will leave,” minister Roe said" nobody leaves but we.
fn give_speakers(words: &mut [Word]) {
    let is_subject = |word: &Word, verb: usize| word.head == Some(verb) && word.relation() == "nsubj";
    for speaker in 0..words.len() {
        let Some(inner) = words[speaker].head.filter(|&verb| verb < speaker && is_subject(&words[speaker], verb))
        else {
            continue;
        };
        let outer = words[inner].head.filter(|&outer| &*words[inner].deprel == "ccomp" && outer > speaker);
        let is_second = words[..inner].iter().any(|word| is_subject(word, inner));
        if let Some(outer) = outer.filter(|&outer| is_second && !words.iter().any(|word| is_subject(word, outer))) {
            words[speaker].head = Some(outer);
        }
    }
}

/// Puts a verb under the one whose form it has: in "says that Norway cannot pay and urges Chile to help" who says it urges.
fn raise_verbs(words: &mut [Word]) {
    let is_present = |word: &Word| {
        let form = [("VerbForm", "Fin"), ("Tense", "Pres"), ("Number", "Sing"), ("Person", "3")];
        word.upos == Upos::Verb && form.into_iter().all(|(name, value)| word.feature(name) == Some(value))
    };
    for second in 0..words.len() {
        let has_subject = words.iter().any(|word| word.head == Some(second) && word.relation() == "nsubj");
        let is_joined = &*words[second].deprel == "conj" && is_present(&words[second]) && !has_subject;
        let Some(first) = words[second].head.filter(|&first| is_joined && first < second) else { continue };
        let is_bare = words[first].upos == Upos::Verb && words[first].feature("VerbForm") == Some("Inf");
        let mut above = words[first].head.filter(|_| is_bare);
        while let Some(at) = above.filter(|&at| !is_present(&words[at])) {
            above = words[at].head;
        }
        if let Some(above) = above.filter(|&above| above < first) {
            words[second].head = Some(above);
        }
    }
}

/// Whether a preposition stands before a word.
pub(super) fn has_case(words: &[Word], token: usize, preposition: &str) -> bool {
    words.iter().any(|case| case.head == Some(token) && &*case.deprel == "case" && case.lemma == preposition)
}

/// Verbs of what goes over to another.
const GIVING: &[&str] =
    &["lose", "sell", "give", "hand", "cede", "donate", "deliver", "transfer", "lend", "owe", "concede"];

/// Gives verbs of giving their recipient that hangs on what is given: in "lost the election to Roe" the election is not to
/// Roe.
fn give_recipients(words: &mut [Word]) {
    for recipient in 0..words.len() {
        let is_recipient = &*words[recipient].deprel == "nmod"
            && matches!(words[recipient].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && has_case(words, recipient, "to");
        let Some(given) = words[recipient].head.filter(|&given| is_recipient && given < recipient) else { continue };
        let is_given = &*words[given].deprel == "obj" && words[given].upos == Upos::Noun;
        let gives = |&verb: &usize| is_given && verb < given && GIVING.contains(&&*words[verb].lemma);
        if let Some(verb) = words[given].head.filter(gives) {
            (words[recipient].head, words[recipient].deprel) = (Some(verb), Arc::from("obl"));
        }
    }
}

/// Money: "for two million euros", "two million euros in aid".
#[rustfmt::skip]
pub(crate) const CURRENCIES: &[&str] = &[
    "$", "€", "£", "¥", "dollar", "euro", "pound", "yen", "yuan", "rupee", "ruble", "rouble", "franc", "krone", "krona",
    "peso", "lira", "real", "won", "shekel", "dirham", "dinar", "riyal", "rand", "naira", "shilling", "zloty", "forint",
];

/// Makes a recipient of the first of two objects of which the second is money: "gave the museum two million euros".
fn give_sums(words: &mut [Word]) {
    for sum in 1..words.len() {
        let is_sum = CURRENCIES.contains(&&*words[sum].lemma) && &*words[sum].deprel == "obj";
        let Some(verb) = words[sum].head.filter(|&verb| is_sum && verb < sum) else { continue };
        let is_object = |&at: &usize| words[at].head == Some(verb) && &*words[at].deprel == "obj";
        if let Some(recipient) = (verb + 1..sum).find(is_object) {
            words[recipient].deprel = Arc::from("iobj");
        }
    }
}

/// Puts what a sum is given in under the sum: "gave two million euros in aid".
fn give_in_kind(words: &mut [Word]) {
    for kind in 3..words.len() {
        let is_in = |&at: &usize| words[at].lemma == "in" && words[at].head == Some(kind);
        let Some(case) = (1..kind).rev().take(3).find(is_in) else { continue };
        let sum = case - 1;
        let is_sum = CURRENCIES.contains(&&*words[sum].lemma) && &*words[sum].deprel == "obj";
        let is_beside =
            &*words[kind].deprel == "obl" && words[kind].upos == Upos::Noun && words[kind].head == words[sum].head;
        if is_sum && is_beside {
            (words[kind].head, words[kind].deprel) = (Some(sum), Arc::from("nmod"));
        }
    }
}

/// Gives verbs the price that hangs on a noun: in "sold ships to the navy for $4 billion" no navy is for that sum.
fn pay_verbs(words: &mut [Word]) {
    for sum in 0..words.len() {
        let is_sum = &*words[sum].deprel == "nmod"
            && (words[sum].upos == Upos::Sym
                || matches!(&*words[sum].lemma, "dollar" | "euro" | "pound" | "yen" | "yuan"))
            && has_case(words, sum, "for");
        let mut above = words[sum].head.filter(|_| is_sum);
        while let Some(noun) = above.filter(|&noun| words[noun].upos != Upos::Verb) {
            let is_argument = matches!(&*words[noun].deprel, "obj" | "iobj" | "obl" | "nmod");
            above = words[noun].head.filter(|&head| is_argument && head < noun);
        }
        if let Some(verb) = above {
            (words[sum].head, words[sum].deprel) = (Some(verb), Arc::from("obl"));
        }
    }
}

/// Lists with a name those of whom the tree makes the name's apposition: "Roe, his wife Anna and their son Leo", where
/// a comma would end one.
fn list_kin(words: &mut [Word], forms: &[&str]) {
    for kin in 2..words.len() {
        let Some(first) = words[kin].head.filter(|&first| &*words[kin].deprel == "appos" && first < kin) else {
            continue;
        };
        let of = |words: &[Word], at: usize, relation: &str| {
            (first + 1..words.len()).find(|&child| words[child].head == Some(at) && &*words[child].deprel == relation)
        };
        let is_owned = of(words, kin, "nmod:poss").is_some_and(|owner| words[owner].upos == Upos::Pron);
        let next = of(words, first, "conj").filter(|&next| next > kin);
        let joiner = next.and_then(|next| of(words, next, "cc"));
        if is_owned && joiner.is_some_and(|joiner| forms[joiner - 1] != ",") {
            words[kin].deprel = Arc::from("conj");
        }
    }
}

/// Lists what comes next: in "visited Oslo, then Bergen" Bergen is no other name of Oslo.
fn list_next(words: &mut [Word]) {
    for next in 1..words.len() {
        let is_then =
            |at: usize| words[at].head == Some(next) && &*words[at].deprel == "advmod" && words[at].lemma == "then";
        // "Roe, then mayor," is one.
        if &*words[next].deprel == "appos" && words[next].upos == Upos::Propn && (0..next).any(is_then) {
            words[next].deprel = Arc::from("conj");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::decode::word;

    fn lemmatise(words: &mut [Word], lemmas: &[&str]) {
        for (word, lemma) in words.iter_mut().zip(lemmas) {
            word.lemma = (*lemma).to_owned();
        }
    }

    #[test]
    fn two_verbs_have_an_object_each() {
        // "seize documents and arrest suspects"
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Noun, Some(0), "obj"),
            word(Upos::Cconj, Some(3), "cc"),
            word(Upos::Verb, Some(1), "conj"),
            word(Upos::Noun, Some(0), "obj"),
        ];
        give_objects(&mut words);
        assert_eq!((words[3].head, words[4].head), (Some(0), Some(3)));
    }

    #[test]
    fn who_stands_behind_a_quotation_speaks() {
        // "We leave , Roe said"
        let mut words = [
            word(Upos::Pron, Some(1), "nsubj"),
            word(Upos::Verb, Some(4), "ccomp"),
            word(Upos::Punct, Some(1), "punct"),
            word(Upos::Propn, Some(1), "nsubj"),
            word(Upos::Verb, None, "root"),
        ];
        give_speakers(&mut words);
        assert_eq!(words[3].head, Some(4));
    }

    #[test]
    fn who_says_it_goes_on() {
        let with = |feats: &str, word: Word| Word { feats: Arc::from(feats), ..word };
        let present = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin";
        // "Roe says Norway must pay and urges Chile"
        let mut words = [
            word(Upos::Propn, Some(1), "nsubj"),
            with(present, word(Upos::Verb, None, "root")),
            word(Upos::Propn, Some(4), "nsubj"),
            word(Upos::Aux, Some(4), "aux"),
            with("VerbForm=Inf", word(Upos::Verb, Some(1), "ccomp")),
            word(Upos::Cconj, Some(6), "cc"),
            with(present, word(Upos::Verb, Some(4), "conj")),
            word(Upos::Propn, Some(6), "obj"),
        ];
        raise_verbs(&mut words);
        assert_eq!(words[6].head, Some(1));
    }

    #[test]
    fn a_list_stays_together() {
        // "raids including one and two"
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Verb, Some(2), "case"),
            word(Upos::Num, Some(0), "nmod"),
            word(Upos::Cconj, Some(4), "cc"),
            word(Upos::Num, Some(0), "conj"),
        ];
        words[1].lemma = "include".to_owned();
        keep_members(&mut words, &["raids", "including", "one", "and", "two"]);
        assert_eq!(words[4].head, Some(2));
    }

    #[test]
    fn who_buys_is_not_for_a_sum() {
        // "sold ships to navies for $"
        let lemmas = ["sell", "ship", "to", "navy", "for", "$"];
        let mut words = [
            word(Upos::Verb, None, "root"),
            word(Upos::Noun, Some(0), "obj"),
            word(Upos::Adp, Some(3), "case"),
            word(Upos::Noun, Some(1), "nmod"),
            word(Upos::Adp, Some(5), "case"),
            word(Upos::Sym, Some(3), "nmod"),
        ];
        lemmatise(&mut words, &lemmas);
        give_recipients(&mut words);
        pay_verbs(&mut words);
        assert_eq!((words[3].head, words[5].head), (Some(0), Some(0)));
    }

    #[test]
    fn what_is_behind_an_agent_is_of_the_deed() {
        // "attacks by gunmen on shelters"
        let lemmas = ["attack", "by", "gunman", "on", "shelter"];
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Noun, Some(0), "nmod"),
            word(Upos::Adp, Some(4), "case"),
            word(Upos::Noun, Some(2), "nmod"),
        ];
        lemmatise(&mut words, &lemmas);
        pass_agents(&mut words);
        assert_eq!(words[4].head, Some(0));
    }

    #[test]
    fn who_does_something_to_a_name_does_the_deed() {
        // "arrest of Roe by police"
        let lemmas = ["arrest", "of", "Roe", "by", "police"];
        let mut words = [
            word(Upos::Noun, None, "root"),
            word(Upos::Adp, Some(2), "case"),
            word(Upos::Propn, Some(0), "nmod"),
            word(Upos::Adp, Some(4), "case"),
            word(Upos::Noun, Some(2), "nmod"),
        ];
        lemmatise(&mut words, &lemmas);
        raise_agents(&mut words);
        assert_eq!(words[4].head, Some(0));
    }
}
