//! The whole way from an article to its claims, in one short function.

use std::path::PathBuf;

use crate::Result;
use crate::article::Article;
use crate::claim::{self, Claims, Lexicon, Relations};
use crate::entity::{self, Entities};
use crate::graph::{DocumentGraph, Provenance, Reading};
use crate::knowledge::KnowledgeBase;
use crate::language::{self, Analysis, Network, States};
use crate::ontology::Ontology;
use crate::time::{self, TimeExpression};

/// Everything that reading needs, loaded once: the network, the ontology, the knowledge base, the lexicon.
///
/// ```
/// use newsgraph::Reader;
/// use newsgraph::article::Article;
///
/// let reader = Reader::embedded()?;
/// let document = reader.read(Article::from_text("example", "Dmitry Peskov is Vladimir Putin's spokesman."))?;
/// let claim = &document.claims.claims[0];
/// assert_eq!(claim.predicate.to_string(), "spokesmanFor");
/// assert!(claim.is_fact());
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub struct Reader {
    network: Network,
    ontology: Ontology,
    knowledge: KnowledgeBase,
    lexicon: Lexicon,
    relations: Option<Relations>,
    min_confidence: f32,
}

/// What replaces or extends the embedded models.
#[derive(Debug, Clone, Default)]
pub struct ReaderOptions {
    /// A folder with another network.
    pub network: Option<PathBuf>,
    /// Turtle files with more classes, properties and phrasings.
    pub ontology: Vec<PathBuf>,
    /// Compiled knowledge bases on top of the embedded one: a later one goes before an earlier one.
    pub knowledge: Vec<PathBuf>,
    /// Tables of the user's own entities, on top of all.
    pub entities: Vec<PathBuf>,
    /// Claims below this confidence (0 to 1) are left out.
    pub min_confidence: f32,
}

/// An article that was read, and all that was understood of it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The article.
    pub article: Article,
    /// Its words.
    pub analysis: Analysis,
    /// The expressions of time in it.
    pub times: Vec<TimeExpression>,
    /// What it speaks of.
    pub entities: Entities,
    /// What it says.
    pub claims: Claims,
}

impl Reader {
    /// A reader with the embedded models.
    pub fn embedded() -> Result<Self> {
        Self::new(&ReaderOptions::default())
    }

    /// A reader with other models where the options name them.
    pub fn new(options: &ReaderOptions) -> Result<Self> {
        let network = options.network.as_deref().map_or_else(Network::embedded, Network::open)?;
        let knowledge = KnowledgeBase::load(&options.knowledge, &options.entities)?;
        let ontology = Ontology::load(&options.ontology)?;
        let lexicon = Lexicon::load_or_compile(&ontology, &network)?;
        let relations = Relations::embedded(&network)?;
        Ok(Self { network, ontology, knowledge, lexicon, relations, min_confidence: options.min_confidence })
    }

    /// Reads one article: the whole way.
    pub fn read(&self, article: Article) -> Result<Document> {
        let states = if self.relations.is_some() { States::Kept } else { States::Dropped };
        let analysis = language::analyse_with(&article, &self.network, states)?;
        let times = time::recognise(&analysis, article.date);
        let entities = entity::resolve(&article, &analysis, &self.ontology, &self.knowledge);
        let entities = claim::with_pronouns(entities, &analysis, &self.ontology);
        let relations = self.relations.as_ref();
        let mut claims =
            claim::extract(&article, &analysis, &times, &entities, &self.ontology, &self.lexicon, relations);
        claims.claims.retain(|claim| claim.confidence >= self.min_confidence);
        Ok(Document { article, analysis, times, entities, claims })
    }

    /// What each sentence of a document says by itself, repeated as often as the document repeats it.
    pub fn repeated_claims(&self, document: &Document) -> Vec<claim::Claim> {
        let Document { article, analysis, times, entities, .. } = document;
        claim::repeated(article, analysis, times, entities, &self.ontology, &self.lexicon, self.relations.as_ref())
    }

    /// The graph of a document that this reader read.
    pub fn graph(&self, document: &Document) -> DocumentGraph {
        let Document { article, analysis, entities, claims, .. } = document;
        let label = |item| self.knowledge.item(item).map(|item| item.label.to_owned());
        let reading = Reading { article, analysis, entities, claims, knowledge: Some(&self.knowledge) };
        DocumentGraph::new(reading, &self.ontology, &label, &self.provenance())
    }

    /// What made the graphs of this reader.
    pub fn provenance(&self) -> Provenance {
        Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            network: self.network.checksum().to_owned(),
            knowledge: self.knowledge.checksum().to_owned(),
            ontology: self.ontology.checksum().to_owned(),
        }
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The ontology and lexicon.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The patterns of the ontology's phrasings.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The knowledge base.
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
    }
}
