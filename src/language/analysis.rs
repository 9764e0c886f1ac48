//! What is known of a text's words: the output of the language room.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use crate::article::Span;

/// Universal parts of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

const UPOS: [(Upos, &str); 17] = [
    (Upos::Adj, "ADJ"),
    (Upos::Adp, "ADP"),
    (Upos::Adv, "ADV"),
    (Upos::Aux, "AUX"),
    (Upos::Cconj, "CCONJ"),
    (Upos::Det, "DET"),
    (Upos::Intj, "INTJ"),
    (Upos::Noun, "NOUN"),
    (Upos::Num, "NUM"),
    (Upos::Part, "PART"),
    (Upos::Pron, "PRON"),
    (Upos::Propn, "PROPN"),
    (Upos::Punct, "PUNCT"),
    (Upos::Sconj, "SCONJ"),
    (Upos::Sym, "SYM"),
    (Upos::Verb, "VERB"),
    (Upos::X, "X"),
];

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(UPOS.iter().find(|(pos, _)| pos == self).map_or("X", |(_, name)| name))
    }
}

impl FromStr for Upos {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        UPOS.iter()
            .find(|(_, name)| *name == text)
            .map(|(pos, _)| *pos)
            .ok_or_else(|| format!("{text} is no universal part of speech"))
    }
}

/// A syntactic word.
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The word as it is written.
    pub form: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Its part of speech.
    pub upos: Upos,
    /// Morphological features, `_` or `Number=Sing|…` as CoNLL-U has them.
    pub feats: Arc<str>,
    /// The token that it depends on (index into [`Analysis::tokens`]), none for the root of its sentence.
    pub head: Option<usize>,
    /// The relation to its head with subtype, `nsubj:pass`; `root` for the root.
    pub deprel: Arc<str>,
}

/// A relation without its subtype.
pub(super) fn relation(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or_default()
}

/// The value of a feature in a list of them, as CoNLL-U writes it.
pub(super) fn feature<'a>(feats: &'a str, name: &str) -> Option<&'a str> {
    feats.split('|').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl Token {
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn relation(&self) -> &str {
        relation(&self.deprel)
    }

    /// The value of a morphological feature: `feature("Number")` is `Some("Sing")`.
    pub fn feature(&self, name: &str) -> Option<&str> {
        feature(&self.feats, name)
    }

    /// Whether the word begins with an uppercase letter.
    pub fn is_capitalised(&self) -> bool {
        self.form.chars().next().is_some_and(char::is_uppercase)
    }
}

/// A sentence, or a headline.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its tokens, an interval of [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// From the first to the last token.
    pub span: Span,
    /// Number of the paragraph that it stands in, from 0.
    pub paragraph: usize,
    /// Whether it is the article's headline.
    pub is_headline: bool,
}

/// What kind of thing a name names, as the network sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NameKind {
    Person,
    Organization,
    /// Countries, states, cities, regions, buildings.
    Place,
    Event,
    /// Laws, books, films, treaties.
    Work,
    /// Nationalities, peoples, faiths: "Russian", "Muslims".
    Group,
    Date,
    Product,
}

const NAME_KINDS: [(NameKind, &str); 8] = [
    (NameKind::Person, "person"),
    (NameKind::Organization, "organization"),
    (NameKind::Place, "place"),
    (NameKind::Event, "event"),
    (NameKind::Work, "work"),
    (NameKind::Group, "group"),
    (NameKind::Date, "date"),
    (NameKind::Product, "product"),
];

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME_KINDS.iter().find(|(kind, _)| kind == self).map_or("", |(_, name)| name))
    }
}

impl FromStr for NameKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        NAME_KINDS
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(kind, _)| *kind)
            .ok_or_else(|| format!("{text} is no kind of name"))
    }
}

/// A name in the text.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its tokens, an interval of [`Analysis::tokens`] within one sentence.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// The network's probability for the span and kind, 0 to 1.
    pub score: f32,
}

/// The words of one article, in order.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// All words of the text.
    pub tokens: Vec<Token>,
    /// The sentences; they cover the tokens without gaps.
    pub sentences: Vec<Sentence>,
    /// The names, in order, not nested.
    pub names: Vec<Name>,
    /// Orthographic tokens of more than one word ("don't", "Putin's"): intervals of [`Analysis::tokens`].
    pub multiwords: Vec<Range<usize>>,
    /// Encoder states, one row of `state_width` values a token; empty where the network was not asked for them.
    pub states: Vec<f32>,
    /// Columns of [`Analysis::states`].
    pub state_width: usize,
}

impl Analysis {
    /// The number of the sentence that holds `token`.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The names that begin among some tokens, in order.
    pub fn names_in(&self, tokens: &Range<usize>) -> &[Name] {
        let first = self.names.partition_point(|name| name.tokens.start < tokens.start);
        let end = self.names.partition_point(|name| name.tokens.start < tokens.end);
        &self.names[first..end]
    }

    /// The name that a token is part of.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        let at = self.names.partition_point(|name| name.tokens.end <= token);
        self.names.get(at).filter(|name| name.tokens.contains(&token))
    }

    /// From the first to the last of some tokens.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }

    /// The dependents of `token`, in the order of the text.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let sentence = &self.sentences[self.sentence_of(token)];
        sentence.tokens.clone().filter(move |&other| self.tokens[other].head == Some(token))
    }

    /// The words above `token` in its tree, the nearest first.
    pub fn above(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.tokens[token].head, |&at| self.tokens[at].head)
    }

    /// The first dependent of `token` with this relation (without subtype).
    pub fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token).find(|&other| self.tokens[other].relation() == relation)
    }

    /// Whether a verb is passive by its auxiliary, its subject or its features.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.tokens[verb].feature("Voice") == Some("Pass")
            || self
                .children(verb)
                .any(|child| matches!(&*self.tokens[child].deprel, "aux:pass" | "nsubj:pass" | "csubj:pass"))
    }

    /// Whether `token` is `ancestor` or depends on it, however far.
    pub fn is_within(&self, mut token: usize, ancestor: usize) -> bool {
        loop {
            if token == ancestor {
                return true;
            }
            match self.tokens[token].head {
                Some(head) => token = head,
                None => return false,
            }
        }
    }

    /// The interval of tokens from the first to the last that depends on `token`, itself included.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        let sentence = &self.sentences[self.sentence_of(token)];
        let mut within = sentence.tokens.clone().filter(|&other| self.is_within(other, token));
        let first = within.next().unwrap_or(token);
        first..within.next_back().unwrap_or(first) + 1
    }
}
