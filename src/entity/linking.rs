//! Names to Wikidata items: every candidate of the knowledge base gets a score, and so does the chance that it is none.
//!
//! A candidate's weight is the sum of what speaks for it: how well known it is, how exactly it is named, whether it is of
//! the kind that the network saw, whether its country and the words of its description occur in the text, whether its
//! offices fit the date. Weights become probabilities among the candidates and "none of them".

use std::collections::{BTreeMap, HashMap, HashSet};

use super::mentions::Found;
use super::names::Cluster;
use super::words::key;
use super::{Candidate, Context};
use crate::knowledge::{Item, ItemId};
use crate::language::NameKind;
use crate::ontology::Class;

/// What a cluster of names was linked to.
#[derive(Debug, Clone, Default)]
pub(super) struct Link {
    /// The item, where one is probable enough.
    pub link: Option<Candidate>,
    /// The others, best first.
    pub candidates: Vec<Candidate>,
}

/// Probability from which an entity is linked.
const THRESHOLD: f32 = 0.5;
/// Weight of a thing that everybody knows: towns of one name differ by a factor of a hundred in how often they are meant.
const POPULARITY: f32 = 6.0;
/// Where two candidates are nearly one thing (a city and its region), the better is taken from here on, if none is improbable.
const THRESHOLD_OF_KIN: f32 = 0.35;
/// Popularity below which a single word hardly means a thing.
const OBSCURE: u16 = 50;
/// Popularity from which a place tells the country that a text is about.
const WELL_KNOWN: u16 = 500;
/// Runners-up that are kept.
const KEPT: usize = 4;
/// Candidates that are looked at: the knowledge base gives the best known first.
const LOOKED_AT: usize = 60;

/// Links the clusters, and joins those that are linked to the same item.
pub(super) fn link(context: &Context<'_>, found: &[Found], clusters: &mut Vec<Cluster>) -> Vec<Link> {
    let document = Surroundings::new(context, clusters);
    let mut links: Vec<Link> = clusters.iter().map(|cluster| document.link(context, found, cluster)).collect();
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

/// What the text as a whole says about which things it speaks of.
struct Surroundings {
    countries: BTreeMap<ItemId, usize>,
    words: HashSet<String>,
}

impl Surroundings {
    fn new(context: &Context<'_>, clusters: &[Cluster]) -> Self {
        let mut countries: BTreeMap<ItemId, usize> = BTreeMap::new();
        for cluster in clusters {
            let place = || {
                let name = cluster.names.first().filter(|_| cluster.kind == Some(NameKind::Place))?;
                let item = context.knowledge.item(*context.knowledge.candidates(name).first()?)?;
                (item.popularity >= WELL_KNOWN).then_some(item)
            };
            // A place speaks for its country and, like Hong Kong, for itself.
            let told = match cluster.country {
                Some(country) => [Some(country), None],
                None => place().map_or([None, None], |item| [item.country, Some(item.id)]),
            };
            for country in told.into_iter().flatten() {
                *countries.entry(country).or_default() += cluster.mentions.len();
            }
        }
        let words = context.analysis.tokens.iter().map(|token| token.lemma.to_lowercase()).collect();
        Self { countries, words }
    }

    fn link(&self, context: &Context<'_>, found: &[Found], cluster: &Cluster) -> Link {
        if let Some(country) = cluster.country {
            return Link { link: Some(Candidate { item: country, score: 0.98 }), candidates: Vec::new() };
        }
        let is_person = cluster.kind == Some(NameKind::Person);
        let has_full = cluster.names.iter().any(|name| name.contains(' '));
        let near = nearby(context, found, cluster);
        let mut weights: Vec<(ItemId, f32)> = Vec::new();
        for name in cluster.names.iter().filter(|name| !is_person || !has_full || name.contains(' ')) {
            for item in context.candidates(name).into_iter().take(LOOKED_AT) {
                let Some(found) = context.knowledge.item(item) else { continue };
                let weight = self.weight(context, cluster, name, &found, &near);
                match weights.iter_mut().find(|(other, _)| *other == item) {
                    // Known by two of its names.
                    Some((_, other)) => *other = other.max(weight) + 0.5,
                    None => weights.push((item, weight)),
                }
            }
        }
        let none = self.weight_of_none(context, cluster, has_full);
        weights.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let total: f32 = none.exp() + weights.iter().map(|(_, weight)| weight.exp()).sum::<f32>();
        let mut candidates: Vec<Candidate> = weights
            .into_iter()
            .take(KEPT + 1)
            .map(|(item, weight)| Candidate { item, score: weight.exp() / total })
            .filter(|candidate| candidate.score > 0.01)
            .collect();
        let is_something = none.exp() / total < 0.2;
        let link = candidates
            .first()
            .filter(|best| best.score >= THRESHOLD || is_something && best.score >= THRESHOLD_OF_KIN)
            .cloned();
        if link.is_some() {
            candidates.remove(0);
        }
        candidates.truncate(KEPT);
        Link { link, candidates }
    }

    fn weight_of_none(&self, context: &Context<'_>, cluster: &Cluster, has_full: bool) -> f32 {
        // A single word that is an ordinary noun elsewhere in the text, or a surname, names many things.
        match cluster.kind {
            Some(NameKind::Person) if has_full => 0.8,
            Some(NameKind::Person) => 4.3,
            Some(NameKind::Place) if has_full => 0.6,
            Some(NameKind::Place) => 2.8,
            Some(NameKind::Work | NameKind::Product | NameKind::Event) => {
                if has_full {
                    2.0
                } else {
                    3.2
                }
            }
            _ if has_full => 1.2,
            _ => {
                if context.is_all_upper(&cluster.names) {
                    2.6
                } else {
                    2.8
                }
            }
        }
    }

    fn weight(
        &self,
        context: &Context<'_>,
        cluster: &Cluster,
        name: &str,
        item: &Item<'_>,
        near: &HashSet<String>,
    ) -> f32 {
        let mut weight = POPULARITY * f32::from(item.popularity) / 1000.0;
        weight += if item.label == name {
            0.8
        } else if key(item.label) == key(name) {
            0.5
        } else if context.knowledge.aliases(item.id).contains(&name) {
            0.3
        } else {
            // Found by folding case and accents only.
            -0.4
        };
        if item.popularity < OBSCURE && !name.contains(' ') {
            weight -= 1.0;
        }
        weight += kind_weight(context, cluster.kind, item.class);
        if let Some(country) = item.country {
            weight += match self.countries.get(&country) {
                Some(&count) if country != item.id => {
                    // The country that the text is about says more than one that it mentions.
                    0.6 + count as f32 / self.countries.values().sum::<usize>().max(1) as f32
                }
                None if self.countries.is_empty() => 0.0,
                None => -0.6,
                _ => 0.0,
            };
        }
        let mut described: f32 = 0.0;
        for word in item.description.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
            let word = word.to_lowercase();
            if near.contains(&word) {
                described += 0.6;
            } else if self.words.contains(&word) {
                described += 0.15;
            }
        }
        weight += described.min(1.6);
        weight + date_weight(context, item)
    }
}

/// Words within some tokens of the cluster's names: titles, appositions.
fn nearby(context: &Context<'_>, found: &[Found], cluster: &Cluster) -> HashSet<String> {
    let tokens = &context.analysis.tokens;
    let mut near = HashSet::new();
    for &at in cluster.mentions.iter().take(8) {
        let mention = &found[at];
        let start = mention.tokens.start.saturating_sub(6);
        let end = (mention.tokens.end + 8).min(tokens.len());
        near.extend(
            (start..end)
                .filter(|token| !mention.tokens.contains(token))
                .map(|token| tokens[token].lemma.to_lowercase()),
        );
    }
    near
}

/// How well a class of the knowledge base fits the kind that the network saw.
fn kind_weight(context: &Context<'_>, kind: Option<NameKind>, class: Class) -> f32 {
    let is_a = |other| context.ontology.classes.is_a(class, other);
    let Some(kind) = kind else { return 0.0 };
    if kind != NameKind::Person && is_a(Class::Person) || kind == NameKind::Person && !is_a(Class::Person) {
        return -4.0;
    }
    match kind {
        NameKind::Person => 0.4,
        NameKind::Organization if is_a(Class::Organization) => 0.5,
        NameKind::Organization if is_a(Class::GeopoliticalEntity) || is_a(Class::Group) => -0.3,
        NameKind::Organization if is_a(Class::Facility) => -0.6,
        NameKind::Place if is_a(Class::Place) => 0.5,
        NameKind::Place if is_a(Class::Organization) => -1.2,
        NameKind::Event if is_a(Class::Event) => 0.8,
        NameKind::Work if is_a(Class::Work) || is_a(Class::Agreement) => 0.6,
        NameKind::Work if is_a(Class::MediaOrganization) => 0.0,
        NameKind::Product if is_a(Class::Product) => 0.6,
        NameKind::Product if is_a(Class::Organization) || is_a(Class::Work) => -0.5,
        NameKind::Group if is_a(Class::Group) => 0.6,
        NameKind::Group if is_a(Class::Organization) => 0.0,
        _ => -1.8,
    }
}

/// Whether a person's offices fit the article's date.
fn date_weight(context: &Context<'_>, item: &Item<'_>) -> f32 {
    if item.class != Class::Person {
        return 0.0;
    }
    let Some(date) = context.article.date else { return 0.0 };
    let offices = context.knowledge.offices(item.id);
    let years = |end: jiff::civil::Date| i32::from(date.year()) - i32::from(end.year());
    let weight = |office: &crate::knowledge::Office| match (office.start, office.end) {
        (Some(start), _) if start > date => -1.0,
        (_, Some(end)) if end >= date => 0.5,
        (_, Some(end)) => -0.08 * years(end).min(25) as f32,
        (Some(start), None) if years(start) > 30 => -1.0,
        _ => 0.3,
    };
    offices.iter().map(weight).max_by(f32::total_cmp).unwrap_or(0.0)
}
