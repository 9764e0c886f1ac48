//! Names to Wikidata items: every candidate of the knowledge base gets a probability, and so does "none of them".
//!
//! A target is a cluster of names or a noun phrase (`target.rs`); its candidates come from the knowledge base by its
//! names (`candidates.rs`); features say what speaks for each (`features.rs`), learned weights how much (`model.rs`).
//! Names are linked twice: first by what every name most probably means, then again in the light of what the others
//! were linked to (`surroundings.rs`). Noun phrases follow when coreference has left them alone.

mod candidates;
mod chain;
mod features;
mod model;
mod surroundings;
mod target;
mod titled;

use std::collections::HashMap;

use super::mentions::Found;
use super::names::Cluster;
use super::{Candidate, Context, Entities, EntityId, Reason};
use crate::article::Span;
use crate::knowledge::{Item, ItemId};
use crate::ontology::Class;
use candidates::{Named, candidates};
use chain::Chain;
use features::{Describer, Feature, Values};
use model::Weights;
use surroundings::{Surroundings, nearby};
use target::Target;

/// What a cluster of names was linked to.
#[derive(Debug, Clone, Default)]
pub(super) struct Link {
    /// The item, where one is probable enough.
    pub link: Option<Candidate>,
    /// The others, best first.
    pub candidates: Vec<Candidate>,
}

/// What a place needs at least where others are called after it.
const ALIKE: f32 = 0.3;
/// Runners-up that are kept.
const KEPT: usize = 4;
/// Reasons that are kept of each.
const REASONS: usize = 4;
/// Countries of the text with which names are completed.
const COUNTRIES: usize = 3;
/// Probability of what the text itself calls by the name of a country.
const COUNTRY: f32 = 0.98;

/// Links the clusters, and joins those that are linked to the same item.
pub(super) fn link(context: &Context<'_>, found: &[Found], clusters: &mut Vec<Cluster>) -> Vec<Link> {
    let (links, _) = Names::new(context, found, clusters).link(context, clusters);
    join(clusters, links)
}

fn join(clusters: &mut Vec<Cluster>, mut links: Vec<Link>) -> Vec<Link> {
    let mut first: HashMap<ItemId, usize> = HashMap::new();
    for at in 0..clusters.len() {
        let Some(item) = links[at].link.as_ref().map(|link| link.item) else { continue };
        match first.get(&item) {
            Some(&earlier) => {
                let mut taken = std::mem::take(&mut clusters[at]);
                clusters[earlier].absorb(&mut taken);
            }
            None => {
                first.insert(item, at);
            }
        }
    }
    let mut keep = clusters.iter().map(|cluster| !cluster.mentions.is_empty()).collect::<Vec<_>>().into_iter();
    links.retain(|_| keep.next().unwrap_or(true));
    clusters.retain(|cluster| !cluster.mentions.is_empty());
    links
}

/// The names of a document, ready to be linked.
struct Names<'a> {
    targets: Vec<(Target, Vec<Named<'a>>)>,
    surroundings: Surroundings,
}

impl<'a> Names<'a> {
    fn new(context: &'a Context<'_>, found: &[Found], clusters: &[Cluster]) -> Self {
        let surroundings = Surroundings::new(context, clusters);
        let countries = surroundings.countries(context, COUNTRIES);
        let targets = clusters
            .iter()
            .map(|cluster| {
                let target = Target::of_cluster(context, found, cluster);
                let named =
                    if cluster.country.is_some() { Vec::new() } else { candidates(context, &target, &countries) };
                (target, named)
            })
            .collect();
        Self { targets, surroundings }
    }

    /// Both passes; gives the surroundings of the second.
    fn link(mut self, context: &Context<'_>, clusters: &[Cluster]) -> (Vec<Link>, Self) {
        let pass = |names: &Self| -> Vec<Link> {
            let both = clusters.iter().zip(&names.targets);
            both.map(|(cluster, (target, named))| match cluster.country {
                Some(country) => Link { link: Some(Candidate::new(country, COUNTRY)), candidates: Vec::new() },
                None => choose(context, target, named, &names.surroundings),
            })
            .collect()
        };
        let first = pass(&self);
        let linked = first.iter().zip(clusters);
        self.surroundings.update(
            context,
            linked.filter_map(|(link, cluster)| Some((link.link.as_ref()?.item, cluster.mentions.len()))),
        );
        (pass(&self), self)
    }
}

/// Links the things of which there are only noun phrases and that have a name all the same: "Israeli forces".
pub(super) fn link_phrases(context: &Context<'_>, entities: &mut Entities) {
    let surroundings = surroundings_of(context, entities);
    for id in 0..entities.entities.len() {
        let Some(target) = Target::of_phrases(context, entities, &entities.entities[id]) else { continue };
        let named = candidates(context, &target, &[]);
        let link = choose(context, &target, &named, &surroundings);
        let entity = &mut entities.entities[id];
        let class = |chosen: &Candidate| context.knowledge.item(chosen.item).map(|item| item.class);
        // "The Kremlin spokesman" is somebody, who holds the office of that name.
        if entity.class == Class::Person && link.link.as_ref().and_then(class) != Some(Class::Person) {
            continue;
        }
        if let Some(chosen) = &link.link
            && let Some(item) = context.knowledge.item(chosen.item)
        {
            entity.class = item.class;
        }
        entity.link = link.link;
        entity.candidates = link.candidates;
    }
    merge(entities);
}

fn surroundings_of(context: &Context<'_>, entities: &Entities) -> Surroundings {
    let mut surroundings = Surroundings::new(context, &[]);
    let linked =
        entities.entities.iter().filter_map(|entity| Some((entity.link.as_ref()?.item, entity.mentions.len())));
    surroundings.update(context, linked);
    surroundings
}

/// Makes one of entities with the same item.
fn merge(entities: &mut Entities) {
    let mut first: HashMap<ItemId, usize> = HashMap::new();
    let target: Vec<usize> = (entities.entities.iter().enumerate())
        .map(|(id, entity)| match &entity.link {
            Some(link) => *first.entry(link.item).or_insert(id),
            None => id,
        })
        .collect();
    if target.iter().enumerate().all(|(id, target)| id == *target) {
        return;
    }
    let mut number = vec![0; target.len()];
    let mut kept = 0;
    for id in 0..target.len() {
        if target[id] == id {
            number[id] = kept;
            kept += 1;
        } else {
            let mentions = std::mem::take(&mut entities.entities[id].mentions);
            let whole = &mut entities.entities[target[id]].mentions;
            whole.extend(mentions);
            whole.sort_unstable();
        }
    }
    let renamed = |id: EntityId| EntityId(number[target[id.0]]);
    let mut is_kept = target.iter().enumerate().map(|(id, target)| id == *target);
    entities.entities.retain(|_| is_kept.next().unwrap_or(true));
    for entity in &mut entities.entities {
        entity.members.iter_mut().for_each(|member| *member = renamed(*member));
    }
    for mention in &mut entities.mentions {
        mention.entity = renamed(mention.entity);
    }
}

/// Probabilities of the candidates, and the one that is linked.
fn choose(context: &Context<'_>, target: &Target, named: &[Named<'_>], surroundings: &Surroundings) -> Link {
    if named.is_empty() {
        return Link::default();
    }
    let weights = Weights::embedded();
    let near = nearby(context, target);
    let describer = describer(context, target, named, &near, surroundings);
    let mut scored: Vec<(ItemId, f32, Values)> = named
        .iter()
        .map(|named| {
            let values = describer.candidate(named);
            let score = weights.score(&values) + weights.of_class(target.kind, named.item.class);
            (named.item.id, score, values)
        })
        .collect();
    scored.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let none = weights.score(&describer.none());
    // Exponents relative to the highest score, so that none is too large for a float.
    let highest = scored.first().map_or(none, |best| best.1.max(none));
    let none = (none - highest).exp();
    let total: f32 = none + scored.iter().map(|(_, score, _)| (score - highest).exp()).sum::<f32>();
    let mut candidates: Vec<Candidate> = scored
        .into_iter()
        .take(KEPT + 1)
        .map(|(item, score, values)| Candidate {
            item,
            score: (score - highest).exp() / total,
            reasons: reasons(weights, &values),
        })
        .filter(|candidate| candidate.score > 0.01)
        .collect();
    let is_linked = candidates.first().is_some_and(|best| {
        weights.is_linked(best.score, none / total)
            || weights.is_linked(together(context, named, &candidates), none / total) && best.score >= ALIKE
    });
    let link = is_linked.then(|| candidates.remove(0));
    candidates.truncate(KEPT);
    Link { link, candidates }
}

/// The probability of the best candidate with that of the places in its country that are called after it, or it after them:
/// where a city, its region and its surroundings compete, one of them is meant more often than nothing; where two cities do,
/// none may be.
fn together(context: &Context<'_>, named: &[Named<'_>], candidates: &[Candidate]) -> f32 {
    let item = |candidate: &Candidate| named.iter().map(|named| &named.item).find(|item| item.id == candidate.item);
    let is_place = |class: Class| context.ontology.classes.is_a(class, Class::Place);
    let Some(best) = candidates.first().and_then(item).filter(|best| is_place(best.class)) else { return 0.0 };
    let is_after = |candidate: &&Candidate| {
        item(candidate).is_some_and(|other| {
            let is_longer =
                |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', '-']));
            let is_kin = is_longer(other.label, best.label) || is_longer(best.label, other.label);
            other.id == best.id
                || is_place(other.class) && is_kin && best.country.is_some() && other.country == best.country
        })
    };
    candidates.iter().filter(is_after).map(|candidate| candidate.score).sum()
}

fn describer<'a, 'b>(
    context: &'a Context<'b>,
    target: &'a Target,
    named: &[Named<'a>],
    near: &'a std::collections::HashSet<String>,
    surroundings: &'a Surroundings,
) -> Describer<'a, 'b> {
    let mut popularities: Vec<u16> = named.iter().map(|named| named.item.popularity).collect();
    popularities.sort_unstable_by_key(|&popularity| std::cmp::Reverse(popularity));
    let rivals: Vec<Item<'a>> = named.iter().map(|named| named.item).collect();
    let chain = Chain::of(context, target, &rivals);
    Describer { context, target, near, surroundings, chain, rivals, popularities }
}

/// What spoke most for a candidate, by weight.
fn reasons(weights: &Weights, values: &Values) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = values
        .iter()
        .map(|&(feature, value)| Reason { feature: feature.name(), weight: weights.of(feature) * value })
        .filter(|reason| reason.weight > 0.1)
        .collect();
    reasons.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    reasons.truncate(REASONS);
    reasons
}

/// Features by name with their values.
pub type NamedValues = Vec<(&'static str, f32)>;

/// What the weights are learned from: a target with its candidates, see `training/linking.py`.
#[derive(Debug, Clone)]
pub struct LinkExample {
    /// Where its mentions stand.
    pub mentions: Vec<Span>,
    /// The kind of its names, "phrase" for noun phrases.
    pub kind: String,
    /// Its candidates: item, class, and the features that are not zero.
    pub candidates: Vec<(ItemId, &'static str, NamedValues)>,
    /// The features of "none of them".
    pub none: NamedValues,
}

/// The targets of a document as [`link`] and [`link_phrases`] see them in their last pass.
pub(super) fn examples(
    context: &Context<'_>,
    found: &[Found],
    clusters: &[Cluster],
    entities: &Entities,
) -> Vec<LinkExample> {
    let (_, names) = Names::new(context, found, clusters).link(context, clusters);
    let named = |values: Values| -> NamedValues {
        values.into_iter().map(|(feature, value)| (Feature::name(feature), value)).collect()
    };
    let example = |target: &Target, candidates: &[Named<'_>], surroundings: &Surroundings| {
        let near = nearby(context, target);
        let describer = describer(context, target, candidates, &near, surroundings);
        LinkExample {
            mentions: target.tokens.iter().map(|tokens| context.analysis.span(tokens)).collect(),
            kind: target.kind.map_or_else(|| "phrase".to_owned(), |kind| kind.to_string()),
            candidates: candidates
                .iter()
                .map(|one| (one.item.id, one.item.class.name(), named(describer.candidate(one))))
                .collect(),
            none: named(describer.none()),
        }
    };
    let mut examples: Vec<LinkExample> = names
        .targets
        .iter()
        .filter(|(_, candidates)| !candidates.is_empty())
        .map(|(target, candidates)| example(target, candidates, &names.surroundings))
        .collect();
    let surroundings = surroundings_of(context, entities);
    for entity in &entities.entities {
        if let Some(target) = Target::of_phrases(context, entities, entity) {
            let candidates = candidates(context, &target, &[]);
            if !candidates.is_empty() {
                examples.push(example(&target, &candidates, &surroundings));
            }
        }
    }
    examples
}
