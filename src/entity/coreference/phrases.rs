//! Everything in a text that may refer: whole noun phrases, coordinations and pronouns, as OntoNotes has them.
//!
//! A phrase is the subtree of its head: with determiners, titles, appositions, prepositional phrases and relative
//! clauses, without the preposition before it and what hangs on it as a predicate. [`super::super::Mention`]s are
//! narrower; both meet in their head.

use std::ops::Range;

use crate::entity::words::{Gender, gender_of, is_plural, key};
use crate::entity::{Context, Entities, EntityId, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::Class;

/// The form in which a phrase refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::entity) enum Form {
    /// "he", "her", "himself".
    HeShe,
    /// "it", "its".
    It,
    /// "they", "their".
    They,
    /// "I", "my".
    I,
    /// "we", "our".
    We,
    /// "you", "your".
    You,
    /// "this", "those" alone.
    This,
    /// "who", "which".
    Relative,
    /// "one", "everybody".
    OtherPronoun,
    /// A proper name.
    Name,
    /// "the …".
    Definite,
    /// "this …".
    Demonstrative,
    /// "his …", "Malta's …".
    Possessed,
    /// "a …", "some …".
    Indefinite,
    /// A noun without a determiner.
    Bare,
    /// Several phrases joined: "Ann and Ben".
    Coordination,
}

impl Form {
    /// Whether it is a pronoun of any kind.
    pub fn is_pronoun(self) -> bool {
        self <= Self::OtherPronoun
    }

    /// Whether it is a personal pronoun of the third person.
    pub fn is_third(self) -> bool {
        matches!(self, Self::HeShe | Self::It | Self::They)
    }
}

/// Grammatical number, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Number {
    Unknown,
    Singular,
    Plural,
}

/// A phrase that may refer.
#[derive(Debug, Clone)]
pub(in crate::entity) struct Phrase {
    /// All its tokens.
    pub tokens: Range<usize>,
    /// Its syntactic head.
    pub head: usize,
    pub form: Form,
    pub number: Number,
    pub gender: Gender,
    /// A coarse class: [`KINDS`].
    pub kind: u8,
    /// What the rules take it for.
    pub entity: Option<EntityId>,
    /// What a pronoun that takes it up means: a name in apposition to it, or the subject of which it is the predicate.
    pub meaning: Option<EntityId>,
    /// Whether it is a predicate: "Ada is a poet".
    pub is_predicate: bool,
    pub sentence: usize,
    /// The head's lemma, lower case.
    pub lemma: String,
    /// Its words up to the end of its name or head, without article, lower case.
    pub core: String,
    /// Lemmas of the content words before the head, lower case.
    pub modifiers: Vec<String>,
}

/// Names of the coarse classes.
pub(in crate::entity) const KINDS: [&str; 9] =
    ["unknown", "person", "group", "organization", "country", "place", "event", "work", "other"];

/// The coarse class of a class.
fn kind_of(context: &Context<'_>, class: Class) -> u8 {
    let is = |of| context.ontology.classes.is_a(class, of);
    match class {
        Class::Thing => 0,
        _ if is(Class::Person) => 1,
        _ if is(Class::Group) => 2,
        _ if is(Class::GeopoliticalEntity) => 4,
        _ if is(Class::Organization) => 3,
        _ if is(Class::Place) => 5,
        _ if is(Class::Event) => 6,
        _ if is(Class::Work) || is(Class::Product) => 7,
        _ => 8,
    }
}

/// All phrases of a text, by start, longer first.
pub(in crate::entity) fn find(context: &Context<'_>, entities: &Entities) -> Vec<Phrase> {
    let analysis = context.analysis;
    let mut of_head = vec![None; analysis.tokens.len()];
    for (at, mention) in entities.mentions.iter().enumerate() {
        let rank = |kind: MentionKind| matches!(kind, MentionKind::Nominal) as u8;
        let slot: &mut Option<usize> = &mut of_head[mention.head];
        if slot.is_none_or(|other| rank(mention.kind) < rank(entities.mentions[other].kind)) {
            *slot = Some(at);
        }
    }
    let genders: Vec<Gender> = (0..entities.entities.len()).map(|id| gender(context, entities, id)).collect();
    let mut phrases = Vec::new();
    for sentence in &analysis.sentences {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); sentence.tokens.len()];
        for token in sentence.tokens.clone() {
            if let Some(head) = analysis.tokens[token].head.filter(|head| sentence.tokens.contains(head)) {
                children[head - sentence.tokens.start].push(token);
            }
        }
        let tree = Tree { analysis, children: &children, sentence: sentence.tokens.clone() };
        for token in sentence.tokens.clone().filter(|&token| tree.may_refer(token)) {
            let mention = of_head[token].map(|at| &entities.mentions[at]);
            let tokens = tree.extent(token, false);
            let mut phrase = Phrase {
                form: tree.form(token, mention.is_some_and(|mention| mention.kind == MentionKind::Name)),
                number: Number::Unknown,
                gender: Gender::Unknown,
                kind: 0,
                entity: mention.map(|mention| mention.entity),
                meaning: None,
                is_predicate: false,
                sentence: analysis.sentence_of(token),
                lemma: analysis.tokens[token].lemma.to_lowercase(),
                core: String::new(),
                modifiers: tree.modifiers(token),
                head: token,
                tokens,
            };
            phrase.meaning = phrase.entity;
            for &child in &children[token - sentence.tokens.start] {
                let relation = analysis.tokens[child].relation();
                phrase.is_predicate |= relation == "cop";
                let is_other_name = matches!(relation, "appos" | "flat")
                    && phrase.form != Form::Name
                    && of_head[child].is_some_and(|at| entities.mentions[at].kind == MentionKind::Name);
                if is_other_name {
                    phrase.meaning = of_head[child].map(|at| entities.mentions[at].entity);
                }
            }
            if phrase.is_predicate
                && let Some(subject) = children[token - sentence.tokens.start]
                    .iter()
                    .find(|&&child| analysis.tokens[child].relation() == "nsubj")
            {
                phrase.meaning = of_head[*subject].map(|at| entities.mentions[at].entity);
            }
            let name = mention.filter(|mention| mention.kind == MentionKind::Name).map(|mention| &mention.tokens);
            let core = name.cloned().unwrap_or(phrase.tokens.start..token + 1);
            phrase.core = without_article(&key(context.text(&core)));
            phrase.number = number(context, &phrase);
            (phrase.gender, phrase.kind) = match pronoun(&phrase, context) {
                Some(known) => known,
                None => {
                    let id = phrase.entity.filter(|&id| entities.get(id).class != Class::Thing);
                    let class = id.map(|id| entities.get(id).class);
                    let class = class.or_else(|| context.ontology.noun_class(&phrase.lemma)).unwrap_or(Class::Thing);
                    let own = gender_of(&phrase.lemma);
                    (phrase.entity.map_or(own, |id| own.or(genders[id.0])), kind_of(context, class))
                }
            };
            let conjuncts = children[token - sentence.tokens.start]
                .iter()
                .filter(|&&child| analysis.tokens[child].relation() == "conj")
                .count();
            if conjuncts > 0 && (!phrase.form.is_pronoun() || phrase.form <= Form::You) {
                let tokens = tree.extent(token, true);
                if tokens != phrase.tokens {
                    let core = without_article(&key(context.text(&tokens)));
                    let (form, number) = (Form::Coordination, Number::Plural);
                    let gender = Gender::Unknown;
                    let (entity, meaning) = (None, None);
                    phrases.push(Phrase { tokens, form, number, gender, entity, meaning, core, ..phrase.clone() });
                }
            }
            phrases.push(phrase);
        }
    }
    phrases.sort_by_key(|phrase| (phrase.tokens.start, std::cmp::Reverse(phrase.tokens.end), phrase.head));
    phrases
}

fn without_article(text: &str) -> String {
    ["the ", "a ", "an ", "this ", "that ", "these ", "those "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
        .to_owned()
}

/// The gender that the names, titles and nouns of an entity tell.
fn gender(context: &Context<'_>, entities: &Entities, id: usize) -> Gender {
    let entity = &entities.entities[id];
    if entity.class != Class::Person {
        return Gender::Unknown;
    }
    let mut found = Gender::Unknown;
    for &at in &entity.mentions {
        let mention = &entities.mentions[at];
        let tokens = &context.analysis.tokens;
        match mention.kind {
            MentionKind::Name => {
                let before = mention.tokens.start.checked_sub(1).map(|token| tokens[token].form.as_str());
                let title = before.map_or(Gender::Unknown, gender_of);
                let given = gender_of(&tokens[mention.tokens.start].form);
                found = found.or(title).or(if mention.tokens.len() > 1 { given } else { Gender::Unknown });
            }
            MentionKind::Nominal => found = found.or(gender_of(&tokens[mention.head].lemma)),
            _ => {}
        }
    }
    found.or(entity.name.split(' ').next().map_or(Gender::Unknown, gender_of))
}

/// What a pronoun says by itself: gender and coarse class.
fn pronoun(phrase: &Phrase, context: &Context<'_>) -> Option<(Gender, u8)> {
    let form = context.analysis.tokens[phrase.head].form.to_lowercase();
    Some(match phrase.form {
        Form::HeShe if form.starts_with('h') && !form.starts_with("her") => (Gender::Male, 1),
        Form::HeShe => (Gender::Female, 1),
        Form::I | Form::We | Form::You => (Gender::Unknown, 1),
        form if form.is_pronoun() => (Gender::Unknown, 0),
        _ => return None,
    })
}

fn number(context: &Context<'_>, phrase: &Phrase) -> Number {
    let token = &context.analysis.tokens[phrase.head];
    match phrase.form {
        Form::HeShe | Form::It | Form::I => Number::Singular,
        Form::They | Form::We | Form::Coordination => Number::Plural,
        Form::You | Form::Relative => Number::Unknown,
        _ if is_plural(token) => Number::Plural,
        _ if token.feature("Number") == Some("Sing") => Number::Singular,
        _ => Number::Unknown,
    }
}

/// A sentence's tree.
struct Tree<'a> {
    analysis: &'a Analysis,
    children: &'a [Vec<usize>],
    sentence: Range<usize>,
}

impl Tree<'_> {
    fn children(&self, token: usize) -> &[usize] {
        &self.children[token - self.sentence.start]
    }

    fn may_refer(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        let relation = word.relation();
        if matches!(relation, "flat" | "fixed" | "goeswith" | "expl" | "reparandum" | "discourse") {
            return false;
        }
        match word.upos {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym => true,
            Upos::Det => relation != "det",
            Upos::Adv => matches!(&*word.lemma, "here" | "there"),
            Upos::Adj => self.children(token).iter().any(|&child| self.analysis.tokens[child].relation() == "det"),
            _ => false,
        }
    }

    /// The tokens of the phrase of `head`, with what is joined to it or without.
    fn extent(&self, head: usize, joined: bool) -> Range<usize> {
        let tokens = &self.analysis.tokens;
        let mut included = vec![false; self.sentence.len()];
        let mut stack = vec![head];
        while let Some(token) = stack.pop() {
            included[token - self.sentence.start] = true;
            for &child in self.children(token) {
                let word = &tokens[child];
                let is_possessive = child > head && word.relation() == "case";
                let is_left_out = token == head
                    && (matches!(
                        word.relation(),
                        "nsubj"
                            | "csubj"
                            | "cop"
                            | "aux"
                            | "mark"
                            | "advcl"
                            | "cc"
                            | "expl"
                            | "obl"
                            | "ccomp"
                            | "parataxis"
                            | "discourse"
                            | "vocative"
                            | "dislocated"
                            | "list"
                            | "orphan"
                            | "dep"
                            | "reparandum"
                    ) && &*word.deprel != "advcl:relcl"
                        || word.relation() == "case" && !is_possessive
                        || word.relation() == "conj" && !joined
                        || word.relation() == "advmod" && child > head);
                if !is_left_out {
                    stack.push(child);
                }
            }
        }
        let is_in = |token: usize| included[token - self.sentence.start];
        let is_mark = |token: usize| tokens[token].upos == Upos::Punct;
        let (mut start, mut end) = (head, head + 1);
        while start > self.sentence.start && is_in(start - 1) {
            start -= 1;
        }
        while end < self.sentence.end && is_in(end) {
            end += 1;
        }
        while start < head && is_mark(start) {
            start += 1;
        }
        // A closing mark stays where what it closes was opened in the phrase.
        let opens = |end: usize| {
            let form = tokens[end - 1].form.as_str();
            let opening: &[&str] = match form {
                ")" => &["("],
                "]" => &["["],
                "\"" => &["\""],
                "”" | "''" => &["“", "``", "\""],
                "’" | "'" => &["‘", "'"],
                _ => return false,
            };
            let count = |marks: &[&str]| {
                tokens[start..end - 1].iter().filter(|token| marks.contains(&token.form.as_str())).count()
            };
            if opening.contains(&form) { count(opening) % 2 == 1 } else { count(opening) > count(&[form]) }
        };
        while end > head + 1 && is_mark(end - 1) && !opens(end) {
            end -= 1;
        }
        start..end
    }

    fn form(&self, token: usize, is_name: bool) -> Form {
        let word = &self.analysis.tokens[token];
        let form = word.form.to_lowercase();
        if matches!(word.upos, Upos::Pron | Upos::Det | Upos::Adv) {
            return match form.as_str() {
                "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => Form::HeShe,
                "it" | "its" | "itself" => Form::It,
                "they" | "them" | "their" | "theirs" | "themselves" | "'em" => Form::They,
                "i" | "me" | "my" | "mine" | "myself" => Form::I,
                "we" | "us" | "our" | "ours" | "ourselves" | "'s" => Form::We,
                "you" | "your" | "yours" | "yourself" | "yourselves" => Form::You,
                "who" | "whom" | "whose" | "which" | "what" => Form::Relative,
                "that" if word.feature("PronType") == Some("Rel") => Form::Relative,
                "this" | "that" | "these" | "those" | "here" | "there" => Form::This,
                _ => Form::OtherPronoun,
            };
        }
        let determiner = self.children(token).iter().find_map(|&child| {
            let other = &self.analysis.tokens[child];
            match other.relation() {
                "det" => Some(match other.lemma.to_lowercase().as_str() {
                    "the" => Form::Definite,
                    "this" | "that" | "these" | "those" | "such" => Form::Demonstrative,
                    _ => Form::Indefinite,
                }),
                "nmod" if &*other.deprel == "nmod:poss" => Some(Form::Possessed),
                _ => None,
            }
        });
        if is_name || word.upos == Upos::Propn {
            return Form::Name;
        }
        determiner.unwrap_or(Form::Bare)
    }

    fn modifiers(&self, token: usize) -> Vec<String> {
        let tokens = &self.analysis.tokens;
        let mut found = Vec::new();
        for &child in self.children(token) {
            if child < token
                && matches!(tokens[child].relation(), "amod" | "compound" | "nummod" | "flat" | "nmod")
                && tokens[child].upos != Upos::Pron
            {
                found.push(tokens[child].lemma.to_lowercase());
            }
        }
        found
    }
}
