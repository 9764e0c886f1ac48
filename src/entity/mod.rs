//! An analysis to its entities: mentions, coreference within the document, links to Wikidata.

use std::ops::Range;

use crate::article::Span;
use crate::knowledge::ItemId;
use crate::ontology::Class;

/// Index into [`Entities::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

/// In what form a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A proper name: "Joe Biden", "the Kremlin".
    Name,
    /// An adjective or noun of nationality that stands for the country: "Russian", "Russians".
    Demonym,
    /// A common noun phrase: "the Russian president", "his spokesman".
    Nominal,
    /// A pronoun: "he", "its", "who".
    Pronoun,
}

/// One place in the text that refers to an entity.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where it stands: the name alone, the noun phrase without its relative clauses, or the pronoun.
    pub span: Span,
    /// Its tokens, an interval of [`crate::language::Analysis::tokens`].
    pub tokens: Range<usize>,
    /// The syntactic head within `tokens`.
    pub head: usize,
    /// In what form it refers.
    pub kind: MentionKind,
    /// What it refers to.
    pub entity: EntityId,
}

/// A candidate item for an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The Wikidata item.
    pub item: ItemId,
    /// Its probability, 0 to 1.
    pub score: f32,
}

/// A thing that the document speaks of.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The fullest name that the document itself gives, else the words of its first mention.
    pub name: String,
    /// What it is.
    pub class: Class,
    /// Its mentions, in the order of the text (indices into [`Entities::mentions`]); never empty.
    pub mentions: Vec<usize>,
    /// The item that it was linked to, if any.
    pub link: Option<Candidate>,
    /// The runners-up, best first.
    pub candidates: Vec<Candidate>,
    /// For a plural that names no members ("the two leaders", "both sides"): the members. Claims are spelled out over these.
    pub members: Vec<EntityId>,
}

/// What a document speaks of, and where.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    /// All mentions, ordered by start, longer first.
    pub mentions: Vec<Mention>,
    /// All entities, in the order of their first mention.
    pub entities: Vec<Entity>,
}

impl Entities {
    /// The entity of an identifier.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id.0]
    }

    /// The mention whose head is `token`: a name before a nominal that ends in it.
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        self.mentions.iter().filter(|mention| mention.head == token).min_by_key(|mention| match mention.kind {
            MentionKind::Name | MentionKind::Demonym => 0,
            MentionKind::Pronoun => 1,
            MentionKind::Nominal => 2,
        })
    }

    /// What `token` refers to as the head of a mention.
    pub fn entity_at(&self, token: usize) -> Option<EntityId> {
        self.mention_at(token).map(|mention| mention.entity)
    }
}
