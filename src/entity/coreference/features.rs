//! What the scorer sees of a phrase and of a pair of phrases.
//!
//! All features are categories. Those of a phrase are strings, "form=Name"; those of a pair are small numbers, one a
//! template of [`TEMPLATES`], so that the many pairs of a text cost little.

use std::collections::HashMap;

use super::phrases::{Form, KINDS, Number, Phrase};
use crate::entity::quotes::Quotes;
use crate::entity::words::{Gender, is_acronym_of};
use crate::entity::{Context, Entities, EntityId, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::Class;

/// The templates of pairs: name and number of values.
pub(in crate::entity) const TEMPLATES: [(&str, usize); 35] = [
    ("sentences", 10),
    ("phrases", 11),
    ("paragraphs", 4),
    ("forms", 256),
    ("roles", 100),
    ("numbers", 9),
    ("genders", 9),
    ("kinds", 81),
    ("nesting", 6),
    ("governor", 5),
    ("head", 5),
    ("string", 4),
    ("modifiers", 6),
    ("counts", 4),
    ("rules", 5),
    ("name", 5),
    ("predicate", 4),
    ("quotation", 8),
    ("copula", 3),
    ("between", 8),
    ("salience", 7),
    ("rank", 5),
    ("command", 10),
    ("parallel", 6),
    ("pronoun", 5),
    ("first", 4),
    ("possessor", 4),
    ("agree", 2),
    ("main", 9),
    ("clause", 5),
    ("turn", 51),
    ("newest", 3),
    ("recent", 6),
    ("class", 6),
    ("described", 4),
];

/// Values of a pair, one a template.
pub(in crate::entity) type Pair = [u8; TEMPLATES.len()];

/// Grammatical roles.
const ROLES: [&str; 10] =
    ["subject", "passive", "object", "indirect", "oblique", "noun", "possessor", "modifier", "conjunct", "other"];

fn role(analysis: &Analysis, token: usize) -> u8 {
    let word = &analysis.tokens[token];
    match &*word.deprel {
        "nsubj:pass" => 1,
        "obl:agent" => 4,
        "nmod:poss" => 6,
        _ => match word.relation() {
            "nsubj" => 0,
            "obj" => 2,
            "iobj" => 3,
            "obl" => 4,
            "nmod" => 5,
            "compound" | "amod" | "nummod" | "det" => 7,
            "conj" | "appos" => 8,
            _ => 9,
        },
    }
}

/// Distances in classes: the number of limits that it reaches.
fn bucket(value: usize, limits: &[usize]) -> u8 {
    limits.iter().take_while(|&&limit| value >= limit).count() as u8
}

/// What is computed once for a text.
pub(in crate::entity) struct Features<'a> {
    context: &'a Context<'a>,
    phrases: &'a [Phrase],
    roles: Vec<u8>,
    /// The quotation that holds each phrase, and its speaker's token.
    quotes: Vec<Option<(usize, Option<usize>)>>,
    /// For each phrase, how often its entity or its words were met before, itself excluded.
    seen: Vec<usize>,
    /// For each phrase, how its entity ranks among the persons or things of the text by its names: 0 the most frequent.
    rank: Vec<u8>,
    /// The heads above each phrase's head, nearest first.
    above: Vec<Vec<usize>>,
    has_name: Vec<bool>,
    /// The lemma of each phrase's possessor.
    possessors: Vec<Option<String>>,
    /// Whether each phrase is the subject of a main clause (2), of another (1) or none (0).
    main: Vec<u8>,
    /// The verb of each phrase's clause, and whether the phrase is its argument.
    clause: Vec<(Option<usize>, bool)>,
    /// How much the text is a talk: pronouns of the first and second person a paragraph, in classes.
    talk: u8,
    /// Phrases of one entity or the same words, by number.
    groups: Vec<Vec<usize>>,
    /// The group of each phrase; none of pronouns.
    alike: Vec<Option<usize>>,
    /// The finest class known of each phrase.
    classes: Vec<Class>,
    /// What the knowledge base says of each name, lower case.
    descriptions: Vec<Option<String>>,
    /// The first word of each phrase that begins with a digit.
    digits: Vec<Option<String>>,
}

impl<'a> Features<'a> {
    pub fn new(context: &'a Context<'a>, entities: &Entities, quotes: &Quotes, phrases: &'a [Phrase]) -> Self {
        let analysis = context.analysis;
        let mut counts: HashMap<(Option<EntityId>, &str), usize> = HashMap::new();
        let mut seen = Vec::with_capacity(phrases.len());
        let stands_for = |phrase: &'a Phrase| match phrase.entity {
            Some(entity) if !phrase.form.is_pronoun() => (Some(entity), ""),
            _ => (None, phrase.core.as_str()),
        };
        for phrase in phrases {
            let count = counts.entry(stands_for(phrase)).or_default();
            seen.push(*count);
            *count += 1;
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut numbers: HashMap<(Option<EntityId>, &str), usize> = HashMap::new();
        let mut alike = vec![None; phrases.len()];
        for (at, phrase) in phrases.iter().enumerate().filter(|(_, phrase)| !phrase.form.is_pronoun()) {
            let number = *numbers.entry(stands_for(phrase)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[number].push(at);
            alike[at] = Some(number);
        }
        let named = |entity: &crate::entity::Entity| {
            entity.mentions.iter().filter(|&&at| entities.mentions[at].kind == MentionKind::Name).count()
        };
        let names: Vec<usize> = entities.entities.iter().map(named).collect();
        let mut order: Vec<usize> = (0..names.len()).filter(|&id| names[id] > 0).collect();
        order.sort_by_key(|&id| (std::cmp::Reverse(names[id]), id));
        // Persons are ranked among persons, other things among themselves.
        let is_person = |id: usize| entities.entities[id].class == crate::ontology::Class::Person;
        let mut ranks = vec![4u8; names.len()];
        for kind in [true, false] {
            for (rank, &id) in order.iter().filter(|&&id| is_person(id) == kind).enumerate() {
                ranks[id] = if names[id] < 2 { 3 } else { rank.min(2) as u8 };
            }
        }
        let above = |token: usize| {
            let mut heads = Vec::new();
            let mut at = token;
            while let Some(head) = analysis.tokens[at].head.filter(|_| heads.len() < 30) {
                heads.push(head);
                at = head;
            }
            heads
        };
        let quote = |token: usize| {
            let at = quotes.regions.iter().position(|(range, _)| range.contains(&token))?;
            Some((at, quotes.regions[at].1))
        };
        Self {
            context,
            phrases,
            roles: phrases.iter().map(|phrase| role(analysis, phrase.head)).collect(),
            quotes: phrases.iter().map(|phrase| quote(phrase.head)).collect(),
            seen,
            rank: phrases
                .iter()
                .map(|phrase| phrase.entity.filter(|_| !phrase.form.is_pronoun()).map_or(4, |id| ranks[id.0]))
                .collect(),
            above: phrases.iter().map(|phrase| above(phrase.head)).collect(),
            has_name: phrases.iter().map(|phrase| phrase.entity.is_some_and(|id| names[id.0] > 0)).collect(),
            possessors: phrases
                .iter()
                .map(|phrase| {
                    let mut children = analysis.children(phrase.head);
                    let owner = children.find(|&child| &*analysis.tokens[child].deprel == "nmod:poss")?;
                    Some(analysis.tokens[owner].lemma.to_lowercase())
                })
                .collect(),
            main: phrases
                .iter()
                .map(|phrase| {
                    let is_main =
                        |head: usize| matches!(analysis.tokens[head].relation(), "root" | "conj" | "parataxis");
                    let is_subject = role(analysis, phrase.head) <= 1;
                    u8::from(is_subject)
                        + u8::from(is_subject && analysis.tokens[phrase.head].head.is_some_and(is_main))
                })
                .collect(),
            clause: phrases
                .iter()
                .map(|phrase| {
                    let mut at = phrase.head;
                    let mut steps = 0;
                    while let Some(head) = analysis.tokens[at].head.filter(|_| steps < 30) {
                        if matches!(analysis.tokens[head].upos, Upos::Verb | Upos::Aux) {
                            return (Some(head), steps == 0);
                        }
                        at = head;
                        steps += 1;
                    }
                    (None, false)
                })
                .collect(),
            talk: {
                let persons = phrases.iter().filter(|phrase| matches!(phrase.form, Form::I | Form::You)).count();
                let paragraphs = analysis.sentences.last().map_or(1, |sentence| sentence.paragraph + 1);
                bucket(persons * 10 / paragraphs, &[1, 3, 7])
            },
            groups,
            alike,
            classes: phrases
                .iter()
                .map(|phrase| {
                    let of_entity = phrase.entity.map(|id| entities.get(id).class);
                    let of_noun = || context.ontology.noun_class(&phrase.lemma);
                    of_entity.filter(|&class| class != Class::Thing).or_else(of_noun).unwrap_or(Class::Thing)
                })
                .collect(),
            descriptions: phrases
                .iter()
                .map(|phrase| {
                    if phrase.form != Form::Name {
                        return None;
                    }
                    let item = *context.candidates(&phrase.core).first()?;
                    Some(context.knowledge.item(item)?.description.to_lowercase())
                })
                .collect(),
            digits: phrases
                .iter()
                .map(|phrase| {
                    let mut words = phrase.core.split(' ');
                    words.find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
                })
                .collect(),
        }
    }

    /// Features of a phrase: the same for what looks back and for what is found.
    pub fn phrase(&self, at: usize) -> Vec<String> {
        let phrase = &self.phrases[at];
        let tokens = &self.context.analysis.tokens;
        let word = &tokens[phrase.head];
        let mut found = vec!["bias".to_owned()];
        let mut add = |name: &str, value: &str| found.push(format!("{name}={value}"));
        add("form", &format!("{:?}", phrase.form));
        let first = tokens[phrase.tokens.start].form.to_lowercase();
        if phrase.form.is_pronoun() {
            add("pronoun", &word.form.to_lowercase());
        } else {
            add("lemma", &phrase.lemma);
            add("start", &first);
        }
        add("kind", KINDS[phrase.kind as usize]);
        add("number", &format!("{:?}", phrase.number));
        add("gender", &format!("{:?}", phrase.gender));
        add("role", ROLES[self.roles[at] as usize]);
        add("relation", &word.deprel);
        add("pos", &word.upos.to_string());
        let length = bucket(phrase.tokens.len(), &[2, 3, 4, 6, 10, 20]);
        add("length", &length.to_string());
        add("before", &bucket(phrase.head - phrase.tokens.start, &[1, 2, 3, 5]).to_string());
        add("after", &bucket(phrase.tokens.end - phrase.head - 1, &[1, 2, 3, 5]).to_string());
        add("seen", &bucket(self.seen[at], &[1, 2, 3, 5, 9]).to_string());
        add("rank", &self.rank[at].to_string());
        add("place", &bucket(at, &[5, 15, 40, 100, 200, 400]).to_string());
        add("sentence", &bucket(phrase.sentence, &[1, 2, 4, 8, 20]).to_string());
        if let Some(head) = word.head {
            let governor = &tokens[head];
            add("governor", &governor.lemma.to_lowercase());
            add("governor.pos", &governor.upos.to_string());
            add("governor.role", &format!("{} {}", governor.relation(), word.relation()));
        }
        if phrase.tokens.start > 0 {
            add("previous", &tokens[phrase.tokens.start - 1].form.to_lowercase());
        }
        if let Some(next) = tokens.get(phrase.tokens.end) {
            add("next", &next.form.to_lowercase());
        }
        if let Some(case) = self.context.analysis.child(phrase.head, "case").filter(|&case| case < phrase.head) {
            add("case", &tokens[case].lemma.to_lowercase());
        }
        add("talk", &self.talk.to_string());
        add("quoted", if self.quotes[at].is_some() { "yes" } else { "no" });
        add("named", if self.has_name[at] { "yes" } else { "no" });
        add("entity", if phrase.entity.is_some() { "yes" } else { "no" });
        add("predicate", if phrase.is_predicate { "yes" } else { "no" });
        add("modified", &phrase.modifiers.len().min(3).to_string());
        if phrase.form == Form::It || phrase.form == Form::This {
            // "it is clear that …"
            let clause = word.head.is_some_and(|head| {
                self.context.analysis.children(head).any(|child| {
                    matches!(tokens[child].relation(), "csubj" | "ccomp" | "advcl" | "xcomp") && child > phrase.head
                })
            });
            add("clause", if clause { "yes" } else { "no" });
        }
        let sentence = &self.context.analysis.sentences[phrase.sentence];
        add("headline", if sentence.is_headline { "yes" } else { "no" });
        add("opens", if sentence.tokens.start == phrase.tokens.start { "yes" } else { "no" });
        found
    }

    /// Whether two phrases could be one by number, gender and class: nothing that is known speaks against it.
    pub fn agree(&self, left: &Phrase, right: &Phrase) -> bool {
        let numbers = left.number == right.number
            || left.number == Number::Unknown
            || right.number == Number::Unknown
            || left.kind == 3
            || right.kind == 3;
        let persons = |pronoun: &Phrase, other: &Phrase| match pronoun.form {
            Form::HeShe => other.kind <= 1 && other.form != Form::It,
            Form::It => other.kind != 1 && other.form != Form::HeShe,
            Form::I | Form::You | Form::We => other.kind <= 4,
            _ => true,
        };
        numbers && left.gender.agrees(right.gender) && persons(left, right) && persons(right, left)
    }

    /// Features of a phrase `at` and an earlier one; `between` is how many phrases that agree lie between.
    pub fn pair(&self, at: usize, other: usize, between: usize) -> Pair {
        let (left, right) = (&self.phrases[other], &self.phrases[at]);
        let analysis = self.context.analysis;
        let tokens = &analysis.tokens;
        let sentences = right.sentence - left.sentence;
        let (a, b) = (left.head, right.head);
        let paragraph = |phrase: &Phrase| analysis.sentences[phrase.sentence].paragraph;
        let inside = |inner: &Phrase, outer: &Phrase| {
            outer.tokens.start <= inner.tokens.start && inner.tokens.end <= outer.tokens.end
        };
        let same_lemma = left.lemma == right.lemma;
        let both_nouns = !left.form.is_pronoun() && !right.form.is_pronoun();
        let governor = |token: usize| tokens[token].head;
        let is_argument = |role: u8| role <= 4;
        let (left_role, right_role) = (self.roles[other], self.roles[at]);
        let form = tokens[b].form.to_lowercase();
        let reflexive = form.ends_with("self") || form.ends_with("selves");

        let nesting = if inside(left, right) {
            if left.head == right.head { 1 } else { 2 }
        } else if inside(right, left) {
            if left.head == right.head {
                1
            } else if right_role == 6 && governor(b) == Some(a) {
                3
            } else {
                4
            }
        } else {
            u8::from(left.tokens.end > right.tokens.start) * 5
        };
        let same_governor = governor(a).is_some() && governor(a) == governor(b);
        let governors = match (same_governor, is_argument(left_role) && is_argument(right_role)) {
            (true, true) => 1 + u8::from(reflexive),
            (true, false) => 3,
            (false, _) => u8::from(governor(b) == Some(a) || governor(a) == Some(b)) * 4,
        };
        let head = if !both_nouns {
            0
        } else if same_lemma {
            1 + u8::from(tokens[a].form != tokens[b].form)
        } else if left.core.split(' ').any(|word| word == right.lemma)
            || right.core.split(' ').any(|word| word == left.lemma)
        {
            3
        } else {
            4
        };
        let string = if !both_nouns {
            0
        } else if left.core == right.core {
            1
        } else if self.context.text(&left.tokens).eq_ignore_ascii_case(self.context.text(&right.tokens)) {
            2
        } else {
            3
        };
        let subset = |inner: &Phrase, outer: &Phrase| inner.modifiers.iter().all(|word| outer.modifiers.contains(word));
        let modifiers = if !both_nouns {
            0
        } else {
            match (right.modifiers.is_empty(), left.modifiers.is_empty(), subset(right, left), subset(left, right)) {
                (true, true, ..) => 1,
                (true, false, ..) => 2,
                (false, _, true, _) => 3,
                (false, _, _, true) => 4,
                _ => 5,
            }
        };
        let counts = if both_nouns {
            match (&self.digits[other], &self.digits[at]) {
                (None, None) => 1,
                (Some(one), Some(two)) => 2 + u8::from(one != two),
                _ => 0,
            }
        } else {
            0
        };
        let rules = match (left.entity, right.entity) {
            (Some(one), Some(two)) if one == two => 1,
            (Some(_), Some(_)) if self.has_name[other] && self.has_name[at] => 2,
            (Some(_), Some(_)) => 3,
            _ => 4,
        };
        let name = if left.form == Form::Name && right.form == Form::Name {
            if left.core == right.core {
                1
            } else if left
                .core
                .split(' ')
                .any(|word| word.len() > 2 && right.core.split(' ').any(|other| other == word))
            {
                2
            } else if is_acronym_of(self.context.text(&right.tokens), &left.core)
                || is_acronym_of(self.context.text(&left.tokens), &right.core)
            {
                3
            } else {
                4
            }
        } else {
            0
        };
        let predicate = match (governor(a), governor(b)) {
            (Some(one), Some(two)) if one != two && tokens[one].lemma == tokens[two].lemma => {
                1 + u8::from(left_role == right_role)
            }
            (Some(_), Some(_)) => 0,
            _ => 3,
        };
        let speaks = |quote: Option<(usize, Option<usize>)>, phrase: &Phrase| {
            quote.and_then(|(_, speaker)| speaker).is_some_and(|speaker| speaker == phrase.head)
        };
        let quotation = match (self.quotes[other], self.quotes[at]) {
            (None, None) => 0,
            (None, Some(_)) => 1 + u8::from(speaks(self.quotes[at], left)),
            (Some(_), None) => 3 + u8::from(speaks(self.quotes[other], right)),
            (Some(one), Some(two)) if one.0 == two.0 => 5,
            (Some(one), Some(two)) => 6 + u8::from(one.1.is_some() && self.same_speaker(one.1, two.1)),
        };
        // "Ann is the winner": the predicate and its subject.
        let predicative =
            |subject: usize, noun: usize| governor(subject) == Some(noun) && tokens[subject].relation() == "nsubj";
        let copula = if predicative(a, b) || predicative(b, a) {
            1
        } else {
            u8::from(tokens[b].relation() == "appos" && governor(b) == Some(a)) * 2
        };
        let is_first = left.tokens.start == analysis.sentences[left.sentence].tokens.start;
        let parallel = if sentences <= 1 && left_role == right_role {
            1 + u8::from(left_role <= 1) + 2 * u8::from(sentences == 1)
        } else {
            u8::from(sentences <= 1 && left_role <= 1 && right_role <= 1) * 5
        };
        let pronoun = if left.form.is_pronoun() && right.form.is_pronoun() {
            if left.form == right.form && left.gender == right.gender {
                1
            } else {
                2 + u8::from(left.form.is_third() != right.form.is_third())
            }
        } else {
            0
        };
        let possessors = if both_nouns {
            match (&self.possessors[other], &self.possessors[at]) {
                (None, None) => 0,
                (Some(one), Some(two)) => 1 + u8::from(one != two),
                _ => 3,
            }
        } else {
            0
        };
        let (newest, recent) = self.recency(other, at);
        [
            bucket(sentences, &[1, 2, 3, 4, 5, 8, 13, 21, 40]),
            bucket(at - other - 1, &[1, 2, 3, 4, 6, 9, 14, 24, 40, 80]),
            (paragraph(right) - paragraph(left)).min(3) as u8,
            left.form as u8 * 16 + right.form as u8,
            left_role * 10 + right_role,
            left.number as u8 * 3 + right.number as u8,
            gender_index(left.gender) * 3 + gender_index(right.gender),
            left.kind * 9 + right.kind,
            nesting,
            governors,
            head,
            string,
            modifiers,
            counts,
            rules,
            name,
            predicate,
            quotation,
            copula,
            bucket(between, &[1, 2, 3, 4, 6, 10, 20]),
            bucket(self.seen[other], &[1, 2, 3, 5, 9, 17]),
            self.rank[other],
            self.command(at, other),
            parallel,
            pronoun,
            u8::from(is_first) + 2 * u8::from(analysis.sentences[left.sentence].is_headline),
            possessors,
            u8::from(self.agree(left, right)),
            self.main[other] * 3 + sentences.min(2) as u8,
            match (self.clause[other], self.clause[at]) {
                ((Some(one), one_direct), (Some(two), two_direct)) if one == two => {
                    1 + 2 * u8::from(one_direct) + u8::from(two_direct)
                }
                _ => 0,
            },
            turn(left, right, paragraph(right) - paragraph(left)),
            newest,
            recent,
            if both_nouns { self.class(other, at) } else { 0 },
            if both_nouns && right.form != Form::Name { self.described(other, &right.lemma) } else { 0 },
        ]
    }

    /// Whether an earlier noun phrase is the last of its entity before a phrase, and how often that was met lately.
    fn recency(&self, other: usize, at: usize) -> (u8, u8) {
        let Some(group) = self.alike[other].map(|group| &self.groups[group]) else { return (0, 0) };
        let before = &group[..group.partition_point(|&one| one < at)];
        let sentence = self.phrases[at].sentence;
        let recent = before.iter().rev().take_while(|&&one| self.phrases[one].sentence + 3 > sentence).count();
        (1 + u8::from(before.last() == Some(&other)), 1 + recent.min(4) as u8)
    }

    /// How the classes of two phrases stand to each other.
    fn class(&self, other: usize, at: usize) -> u8 {
        let (one, two) = (self.classes[other], self.classes[at]);
        let is_a = |one, two| self.context.ontology.classes.is_a(one, two);
        if one == Class::Thing || two == Class::Thing {
            1
        } else if one == two {
            2
        } else if is_a(one, two) {
            3
        } else {
            5 - u8::from(is_a(two, one))
        }
    }

    /// Whether the knowledge base calls a name what a noun says.
    fn described(&self, name: usize, noun: &str) -> u8 {
        match &self.descriptions[name] {
            Some(text) => 2 + u8::from(text.split(|c: char| !c.is_alphanumeric()).any(|word| word == noun)),
            None => 1,
        }
    }

    fn same_speaker(&self, one: Option<usize>, two: Option<usize>) -> bool {
        let entity = |token: Option<usize>| {
            let token = token?;
            self.phrases.iter().find(|phrase| phrase.head == token).and_then(|phrase| phrase.entity)
        };
        one == two || entity(one).is_some() && entity(one) == entity(two)
    }

    /// How an earlier phrase of the same sentence stands above a phrase: as what kind of argument of which governor.
    fn command(&self, at: usize, other: usize) -> u8 {
        if self.phrases[at].sentence != self.phrases[other].sentence {
            return 0;
        }
        let Some(&governor) = self.above[other].first() else { return 1 };
        let role = self.roles[other];
        let kind = if role <= 1 { 0 } else { 1 + u8::from(role > 4) };
        match self.above[at].iter().position(|&head| head == governor) {
            Some(0) => 2 + kind.min(1),
            Some(1) => 4 + kind.min(1),
            Some(_) => 6 + kind.min(1),
            None => 8 + u8::from(self.above[at].contains(&self.phrases[other].head)),
        }
    }
}

/// Who speaks and who is spoken to, so many paragraphs later: in a talk they change with each.
fn turn(left: &Phrase, right: &Phrase, paragraphs: usize) -> u8 {
    let speaker = |phrase: &Phrase| match phrase.form {
        Form::I => Some(0),
        Form::You => Some(1),
        _ => None,
    };
    let both = speaker(left).zip(speaker(right));
    both.map_or(0, |(one, two)| 1 + (one * 2 + two) * 10 + paragraphs.min(9) as u8)
}

fn gender_index(gender: Gender) -> u8 {
    match gender {
        Gender::Unknown => 0,
        Gender::Male => 1,
        Gender::Female => 2,
    }
}
