//! The output of the claim room.

use std::fmt;
use std::sync::Arc;

use crate::article::Span;
use crate::entity::EntityId;
use crate::ontology::ValueKind;
use crate::time::TimeValue;

/// Whether a claim says that something is or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs)]
pub enum Polarity {
    Affirmed,
    Negated,
}

/// How far a claim says that something is the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Modality {
    /// Happened or holds.
    Actual,
    /// Is planned, expected, promised.
    Future,
    /// May be, allegedly is.
    Possible,
    /// Would be, if.
    Hypothetical,
    /// Is asked for, ought to be.
    Requested,
}

impl fmt::Display for Polarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Affirmed => "affirmed",
            Self::Negated => "negated",
        })
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Actual => "actual",
            Self::Future => "future",
            Self::Possible => "possible",
            Self::Hypothetical => "hypothetical",
            Self::Requested => "requested",
        })
    }
}

impl std::str::FromStr for Modality {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Actual, Self::Future, Self::Possible, Self::Hypothetical, Self::Requested]
            .into_iter()
            .find(|modality| modality.to_string() == text)
            .ok_or_else(|| format!("{text} is no modality"))
    }
}

/// The property of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Predicate {
    /// A property of the ontology, by its local name: `spokesmanFor`.
    Known(Arc<str>),
    /// None fits: lemmas joined by hyphens, `stall` or `refer-to`.
    Open(String),
}

impl Predicate {
    /// Whether it is the property of the ontology with this local name.
    pub fn is(&self, property: &str) -> bool {
        matches!(self, Self::Known(name) if &**name == property)
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(name) => f.write_str(name),
            Self::Open(lemmas) => write!(f, "open:{lemmas}"),
        }
    }
}

/// A value that is no entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Literal {
    /// The text, ISO date or number.
    pub value: String,
    /// Which of these.
    pub kind: ValueKind,
}

/// The object of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Object {
    Entity(EntityId),
    Literal(Literal),
}

/// One statement that a text makes.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Of whom; none where the text leaves it unsaid ("Navalny was imprisoned").
    pub subject: Option<EntityId>,
    /// What.
    pub predicate: Predicate,
    /// To whom.
    pub object: Object,
    /// Whether it is or is not.
    pub polarity: Polarity,
    /// How far it is.
    pub modality: Modality,
    /// Whom the text has it from; none where it speaks in its own voice.
    pub by: Option<EntityId>,
    /// When it happened or holds.
    pub time: Option<TimeValue>,
    /// Where it happened.
    pub place: Option<EntityId>,
    /// Number of the sentence that says it (index into [`crate::language::Analysis::sentences`]).
    pub sentence: usize,
    /// The words that carry the predicate.
    pub trigger: Span,
    /// How likely it is a right reading of the text, 0 to 1.
    pub confidence: f32,
    /// What made it: `lexicon:"X, Y's spokesman"`, `title`, `demonym`, `open`.
    pub rule: String,
}

impl Claim {
    /// Whether it is a fact: affirmed, actual, in the article's own voice, with a known subject.
    pub fn is_fact(&self) -> bool {
        self.polarity == Polarity::Affirmed
            && self.modality == Modality::Actual
            && self.by.is_none()
            && self.subject.is_some()
    }
}

/// How somebody's words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotationKind {
    /// In quotation marks, whole clauses.
    Direct,
    /// Reported, with some words in quotation marks.
    Mixed,
    /// Reported.
    Reported,
}

impl fmt::Display for QuotationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Reported => "reported",
        })
    }
}

/// Somebody's words, given directly or reported.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// Who said it, where the text tells.
    pub speaker: Option<EntityId>,
    /// To whom.
    pub addressee: Option<EntityId>,
    /// How it is given.
    pub kind: QuotationKind,
    /// What was said: without the quotation marks where it is direct.
    pub content: Span,
    /// The words that say that it was said: "told", "According to".
    pub cue: Option<Span>,
}

/// What a document says.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// The claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// The quotations, in the order of the text.
    pub quotations: Vec<Quotation>,
}
