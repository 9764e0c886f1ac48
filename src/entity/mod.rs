//! An analysis to its entities: mentions, coreference within the document, links to Wikidata.

pub mod coreference;
mod events;
mod headline;
mod kinds;
mod linking;
mod mentions;
mod metonymy;
mod names;
mod nominals;
mod offices;
mod phrase;
mod pronouns;
mod quotes;
mod referents;
mod roles;
mod titles;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use kinds::KindExample;
pub use linking::LinkExample;
pub(crate) use titles::{coordinated_title, head_of_name};

use crate::article::{Article, Span};
use crate::knowledge::{Item, ItemId, KnowledgeBase};
use crate::language::{Analysis, Upos};
use crate::ontology::{Class, Ontology};

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
    /// What spoke most for it, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Candidate {
    /// One for which no reasons are given.
    pub fn new(item: ItemId, score: f32) -> Self {
        Self { item, score, reasons: Vec::new() }
    }
}

/// What spoke for a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// The feature, as `models/linking.json` calls it: "country of the text".
    pub feature: &'static str,
    /// How much it adds to the candidate's log odds.
    pub weight: f32,
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
    /// Phrases that mean the same, of whatever kind, two or more a chain, each as a whole: with titles, appositions and
    /// relative clauses, as OntoNotes has them. Wider than `entities` and less certain.
    pub chains: Vec<Vec<Span>>,
    /// The offices that titles name, by the indices of their mentions: "president" before "Putin" names the office and
    /// refers to the man. None where the knowledge base lacks the office.
    pub offices: BTreeMap<usize, Option<Candidate>>,
    /// Those that are countries.
    pub countries: BTreeSet<EntityId>,
    /// The countries of those that are towns, where the knowledge base knows them.
    pub homes: BTreeMap<EntityId, ItemId>,
}

impl Entities {
    /// The entity of an identifier.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id.0]
    }

    /// What the words of a mention name: the office of a title, else what its entity is linked to.
    pub fn named_by(&self, mention: usize) -> Option<&Candidate> {
        match self.offices.get(&mention) {
            Some(office) => office.as_ref(),
            None => self.get(self.mentions.get(mention)?.entity).link.as_ref(),
        }
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

/// What the steps of the resolution look at.
struct Context<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    ontology: &'a Ontology,
    knowledge: &'a KnowledgeBase,
}

impl<'a> Context<'a> {
    /// The text of a span.
    fn source(&self, span: Span) -> &'a str {
        self.article.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The text of some tokens.
    fn text(&self, tokens: &Range<usize>) -> &'a str {
        self.source(self.analysis.span(tokens))
    }

    /// The items of a name, also where the knowledge base writes it without a hyphen ("G-7") or in American spelling
    /// ("World Health Organisation").
    fn candidates(&self, name: &str) -> Vec<ItemId> {
        let found = self.knowledge.candidates(name);
        if !found.is_empty() {
            return found;
        }
        if name.contains('-') {
            let found = self.knowledge.candidates(&name.replace('-', ""));
            if !found.is_empty() {
                return found;
            }
        }
        let american = in_american_spelling(name);
        if american == name { Vec::new() } else { self.knowledge.candidates(&american) }
    }

    /// Whether an item is a country: its country is itself.
    fn is_country(&self, item: ItemId) -> bool {
        self.knowledge.item(item).is_some_and(|found| found.country == Some(item))
    }

    /// The country whose name stands behind a comma at a token, which what is before may be in: "Beijing, China".
    fn country_behind(&self, comma: usize) -> Option<ItemId> {
        let words = &self.analysis.tokens;
        let start = comma + 1;
        words.get(comma).filter(|word| word.form == ",")?;
        let longest = (start + LONGEST_COUNTRY).min(words.len());
        (start + 1..=longest)
            .rev()
            .filter_map(|end| self.knowledge.candidates(self.text(&(start..end))).first().copied())
            .find(|&item| self.is_country(item))
    }

    /// Whether all names are acronyms.
    fn is_all_upper(&self, names: &[String]) -> bool {
        names.iter().all(|name| !name.chars().any(char::is_lowercase))
    }
}

/// Whether an item is a city, town or village, by its description.
fn is_town(item: &Item<'_>) -> bool {
    const TOWNS: [&str; 9] =
        ["city", "town", "village", "settlement", "commune", "hamlet", "suburb", "municipality", "capital"];
    item.description.starts_with("place in ") || item.description.split([' ', ',']).any(|word| TOWNS.contains(&word))
}

/// A name as American English writes it: "World Health Organization".
fn in_american_spelling(name: &str) -> String {
    let spellings = [("isation", "ization"), ("Defence", "Defense"), ("Centre", "Center")];
    spellings.iter().fold(name.to_owned(), |name, (british, american)| name.replace(british, american))
}

/// Words of a country's name.
const LONGEST_COUNTRY: usize = 3;

/// Everything that an article speaks of: its mentions, grouped into entities and linked to Wikidata.
///
/// Names come first: they are grouped ([`names`]) and linked ([`linking`]); capitals that stand for governments go to
/// their countries ([`metonymy`]). Then noun phrases and pronouns are resolved in the order of the text. A noun phrase
/// that fits nothing is an entity of its own; a pronoun that fits nothing is left out. At last a learned ranker goes over
/// everything that may refer ([`coreference`]) and corrects pronouns.
pub fn resolve(article: &Article, analysis: &Analysis, ontology: &Ontology, knowledge: &KnowledgeBase) -> Entities {
    let context = Context { article, analysis, ontology, knowledge };
    let mut entities = coreference::complete(&context, by_rules(&context));
    linking::link_phrases(&context, &mut entities);
    entities.offices = offices::find(&context, &entities);
    entities.countries = (0..entities.entities.len())
        .map(EntityId)
        .filter(|&id| entities.get(id).link.as_ref().is_some_and(|link| context.is_country(link.item)))
        .collect();
    let home = |id: EntityId| knowledge.item(entities.get(id).link.as_ref()?.item).filter(is_town)?.country;
    entities.homes = (0..entities.entities.len()).map(EntityId).filter_map(|id| Some((id, home(id)?))).collect();
    tidy_names(&context, &mut entities);
    entities
}

/// The entities that the rules see.
fn by_rules(context: &Context<'_>) -> Entities {
    let found = mentions::find(context);
    let mut clusters = names::group(context, &found);
    let links = linking::link(context, &found, &mut clusters);
    referents::Resolver::new(context, &found, clusters, links).resolve()
}

/// The words of a first mention as a name: "the summit" and "only a summit" are called "summit".
fn tidy_names(context: &Context<'_>, entities: &mut Entities) {
    let words = &context.analysis.tokens;
    for entity in &mut entities.entities {
        let written = |at: &&usize| {
            let mention = &entities.mentions[**at];
            mention.kind == MentionKind::Nominal
                && context.text(&mention.tokens).split_whitespace().eq(entity.name.split(' '))
        };
        let Some(mention) = entity.mentions.iter().find(written).map(|&at| &entities.mentions[at]) else { continue };
        let is_idle = |&token: &usize| {
            let word = &words[token];
            matches!(word.upos, Upos::Adv | Upos::Punct) && word.head.is_none_or(|head| head >= mention.head)
                || word.upos == Upos::Det && word.feature("Poss").is_none()
        };
        let idle = (mention.tokens.start..mention.head).take_while(is_idle).count();
        let rest = context.text(&(mention.tokens.start + idle..mention.tokens.end));
        entity.name = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// What an article gives to learn the kinds of names from.
pub fn kind_examples(
    article: &Article,
    analysis: &Analysis,
    ontology: &Ontology,
    knowledge: &KnowledgeBase,
) -> Vec<KindExample> {
    let context = Context { article, analysis, ontology, knowledge };
    names::kind_examples(&context, &mentions::find(&context))
}

/// What an article gives to learn the weights of linking from: its names and noun phrases with their candidates.
pub fn link_examples(
    article: &Article,
    analysis: &Analysis,
    ontology: &Ontology,
    knowledge: &KnowledgeBase,
) -> Vec<LinkExample> {
    let context = Context { article, analysis, ontology, knowledge };
    let found = mentions::find(&context);
    let clusters = names::group(&context, &found);
    let mut joined = clusters.clone();
    let links = linking::link(&context, &found, &mut joined);
    let entities = referents::Resolver::new(&context, &found, joined, links).resolve();
    linking::examples(&context, &found, &clusters, &entities)
}
