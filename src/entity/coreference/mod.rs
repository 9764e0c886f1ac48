//! Coreference by a learned ranker: for each phrase, which earlier phrase it takes up again, or none.
//!
//! The rules of this room come first; what they say is a feature among others. Each phrase is scored with each
//! candidate before it ([`features`]) and with "new" by a small network ([`scorer`]), and joined to the best from left
//! to right: a mention-ranking model as in Wiseman et al. (ACL 2015), with categories as inputs.

mod chains;
mod features;
mod phrases;
mod revise;
mod scorer;

use std::sync::LazyLock;

use chains::Chains;
use features::{Features, Pair, TEMPLATES};
use phrases::Phrase;
use scorer::Ranker;

use super::quotes::Quotes;
use super::{Context, Entities};
use crate::article::{Article, Span};
use crate::knowledge::KnowledgeBase;
use crate::language::Analysis;
use crate::ontology::Ontology;

/// Phrases back in which any phrase is a candidate.
const WINDOW: usize = 80;

/// What the ranker learns from, and what it sees of one text.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// Each phrase and what is seen of it.
    pub phrases: Vec<(Span, Vec<String>)>,
    /// Pairs of a phrase and an earlier one, with a number for each of [`templates`].
    pub pairs: Vec<(usize, usize, Vec<u8>)>,
}

/// The names of the templates of pairs and how many values each has.
pub fn templates() -> &'static [(&'static str, usize)] {
    &TEMPLATES
}

/// The embedded weights, read once; a test shows that they can be.
static RANKER: LazyLock<Option<Ranker>> = LazyLock::new(|| Ranker::embedded().ok());

/// Adds the chains of all phrases to the entities of the rules, and moves to other entities what the chains tell.
pub(super) fn complete(context: &Context<'_>, entities: Entities) -> Entities {
    let Some(ranker) = &*RANKER else { return entities };
    let quotes = Quotes::find(context);
    let phrases = phrases::find(context, &entities);
    let features = Features::new(context, &entities, &quotes, &phrases);
    let chains = Chains::build(ranker, &features, &phrases, &entities);
    let span = |at: usize| context.analysis.span(&phrases[at].tokens);
    let groups = chains.groups().into_iter().map(|group| group.into_iter().map(span).collect()).collect();
    let mut revised = revise::revise(entities, &phrases, &chains, context.analysis, context.ontology);
    revised.chains = groups;
    revised
}

/// What the ranker sees of an article.
pub fn examples(article: &Article, analysis: &Analysis, ontology: &Ontology, knowledge: &KnowledgeBase) -> Examples {
    let context = Context { article, analysis, ontology, knowledge };
    let entities = super::by_rules(&context);
    let quotes = Quotes::find(&context);
    let phrases = phrases::find(&context, &entities);
    let features = Features::new(&context, &entities, &quotes, &phrases);
    let mut examples = Examples::default();
    for (at, phrase) in phrases.iter().enumerate() {
        examples.phrases.push((analysis.span(&phrase.tokens), features.phrase(at)));
        examples.pairs.extend(candidates(&phrases, &features, at).map(|(other, pair)| (at, other, pair.to_vec())));
    }
    examples
}

/// The candidates of a phrase, nearest first, with what is seen of each pair.
fn candidates<'a>(
    phrases: &'a [Phrase],
    features: &'a Features<'a>,
    at: usize,
) -> impl Iterator<Item = (usize, Pair)> + 'a {
    let phrase = &phrases[at];
    let mut between = 0;
    (0..at).rev().filter_map(move |other| {
        let earlier = &phrases[other];
        let is_near = at - other <= WINDOW;
        let may_be_far = !phrase.form.is_pronoun()
            && !earlier.form.is_pronoun()
            && (earlier.lemma == phrase.lemma || earlier.entity.is_some() && earlier.entity == phrase.entity);
        if !is_near && !may_be_far {
            return None;
        }
        let pair = features.pair(at, other, between);
        between += usize::from(features.agree(phrase, earlier));
        Some((other, pair))
    })
}
