//! Names of one document that mean one thing: equal names, surnames, acronyms, names without their country.

use std::collections::HashMap;

use super::kinds::{self, KindExample};
use super::mentions::{Found, party_of};
use super::words::{Gender, gender_of, is_acronym_of, key};
use super::{Context, MentionKind};
use crate::knowledge::ItemId;
use crate::language::NameKind;
use crate::ontology::Class;

/// Mentions by name that mean one thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    /// Indices of mentions, in order.
    pub mentions: Vec<usize>,
    /// What the network took it for, most often.
    pub kind: Option<NameKind>,
    /// The different names, fullest first.
    pub names: Vec<String>,
    /// The country that a demonym or the name itself surely names.
    pub country: Option<ItemId>,
    /// The gender that the names tell.
    pub gender: Gender,
}

/// Groups the names and demonyms of a document.
pub(super) fn group(context: &Context<'_>, found: &[Found]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_key: HashMap<(String, bool), usize> = HashMap::new();
    let mut by_country: HashMap<ItemId, usize> = HashMap::new();
    let mut surnames: Vec<usize> = Vec::new();
    let names = by_name(found);
    let mut kinds = vote(context, found, &names);
    correct(context, found, &names, &mut kinds);
    kinds::revise(context, found, &names, &mut kinds);
    let named = named_countries(context, found, &names);
    for &at in &names {
        let mention = &found[at];
        let text = context.source(mention.span);
        let key = key(text);
        let kind = kinds.get(&key).copied().or(mention.name_kind);
        let country = mention
            .country
            .map(|country| namesake(context, country, &named))
            .or_else(|| surely_country(context, text, kind));
        if let Some(country) = country {
            let cluster = *by_country.entry(country).or_insert_with(|| {
                clusters.push(Cluster { country: Some(country), kind: Some(NameKind::Place), ..Cluster::default() });
                clusters.len() - 1
            });
            clusters[cluster].add(at, if mention.country.is_some() { None } else { Some(text) });
            continue;
        }
        let is_person = kind == Some(NameKind::Person);
        if is_person && !key.contains(' ') {
            surnames.push(at);
            continue;
        }
        let cluster = *by_key.entry((key, is_person)).or_insert_with(|| {
            clusters.push(Cluster { kind, ..Cluster::default() });
            clusters.len() - 1
        });
        clusters[cluster].add(at, Some(text));
        if let Some(party) = party_of(context, &mention.tokens) {
            clusters[cluster].kind = Some(NameKind::Organization);
            clusters[cluster].names.push(party);
        }
    }
    join_full_names(&mut clusters);
    for at in surnames {
        place_surname(context, found, &mut clusters, at);
    }
    join_acronyms(context, found, &mut clusters);
    join_shortened(context, &mut clusters);
    clusters.retain(|cluster| !cluster.mentions.is_empty());
    for cluster in &mut clusters {
        cluster.mentions.sort_unstable();
        cluster.names.sort_by_key(|name| (std::cmp::Reverse(name.chars().count()), name.clone()));
        cluster.names.dedup();
        if cluster.kind == Some(NameKind::Person) {
            cluster.gender = person_gender(context, found, cluster);
        }
    }
    clusters.sort_by_key(|cluster| cluster.mentions[0]);
    clusters
}

/// The names and demonyms among mentions.
fn by_name(found: &[Found]) -> Vec<usize> {
    (0..found.len()).filter(|&at| matches!(found[at].kind, MentionKind::Name | MentionKind::Demonym)).collect()
}

/// What the kinds of names are learned from.
pub(super) fn kind_examples(context: &Context<'_>, found: &[Found]) -> Vec<KindExample> {
    let names = by_name(found);
    let mut kinds = vote(context, found, &names);
    correct(context, found, &names, &mut kinds);
    kinds::examples(context, found, &names, &kinds).into_iter().map(|(_, example)| example).collect()
}

impl Cluster {
    fn add(&mut self, mention: usize, name: Option<&str>) {
        self.mentions.push(mention);
        if let Some(name) = name
            && !self.names.iter().any(|known| known == name)
        {
            self.names.push(name.to_owned());
        }
    }

    /// Takes the mentions and names of another.
    pub fn absorb(&mut self, other: &mut Self) {
        self.mentions.append(&mut other.mentions);
        self.mentions.sort_unstable();
        for name in other.names.drain(..) {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        self.names.sort_by_key(|name| (std::cmp::Reverse(name.chars().count()), name.clone()));
        self.country = self.country.or(other.country);
        self.kind = self.kind.or(other.kind);
        self.gender = self.gender.or(other.gender);
    }
}

/// The kind that most mentions of a name have; the earlier one of two that are equally frequent.
fn vote(context: &Context<'_>, found: &[Found], names: &[usize]) -> HashMap<String, NameKind> {
    let mut counts: HashMap<String, Vec<(NameKind, usize)>> = HashMap::new();
    for &at in names {
        if let Some(kind) = found[at].name_kind {
            let kinds = counts.entry(key(context.source(found[at].span))).or_default();
            match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
    }
    counts
        .into_iter()
        .filter_map(|(key, kinds)| {
            let most = kinds.iter().map(|(_, count)| *count).max()?;
            kinds.into_iter().find(|(_, count)| *count == most).map(|(kind, _)| (key, kind))
        })
        .collect()
}

/// Popularity from which the knowledge base overrules the network on what kind of thing a single word names.
const OVERRULES: u16 = 450;
/// Popularity of a place from which a country's name may mean it instead.
const RIVAL: u16 = 600;

/// Kinds of single words that the rest of the document or the knowledge base knows better than the network did.
fn correct(context: &Context<'_>, found: &[Found], names: &[usize], kinds: &mut HashMap<String, NameKind>) {
    let surnames: std::collections::HashSet<String> = names
        .iter()
        .filter(|&&at| found[at].name_kind == Some(NameKind::Person))
        .filter_map(|&at| key(context.source(found[at].span)).rsplit_once(' ').map(|(_, surname)| surname.to_owned()))
        .collect();
    let mut seen = std::collections::HashSet::new();
    for &at in names.iter().filter(|&&at| found[at].kind == MentionKind::Name) {
        let text = context.source(found[at].span);
        let key = key(text);
        if key.contains(' ') || !seen.insert(key.clone()) {
            continue;
        }
        let Some(&kind) = kinds.get(&key) else { continue };
        let best = context.knowledge.candidates(text).first().and_then(|&item| context.knowledge.item(item));
        let is_a = |class| best.as_ref().is_some_and(|item| context.ontology.classes.is_a(item.class, class));
        let is_famous = best.as_ref().is_some_and(|item| item.popularity >= OVERRULES);
        if surnames.contains(&key) {
            if !(is_famous && is_a(Class::Place)) {
                kinds.insert(key, NameKind::Person);
            }
            continue;
        }
        let stands_for_country = !context.knowledge.metonyms(text).is_empty();
        if kind == NameKind::Person && !is_a(Class::Person) && (is_famous || stands_for_country)
            || matches!(kind, NameKind::Product | NameKind::Work | NameKind::Event | NameKind::Group)
                && is_famous
                && !is_a(Class::Person)
        {
            let right = if is_a(Class::Place) && !is_a(Class::Organization) {
                NameKind::Place
            } else if is_a(Class::Organization) || stands_for_country {
                NameKind::Organization
            } else if is_a(Class::Group) {
                NameKind::Group
            } else {
                continue;
            };
            kinds.insert(key, right);
        }
    }
}

/// The countries that the document calls by name.
fn named_countries(context: &Context<'_>, found: &[Found], names: &[usize]) -> Vec<ItemId> {
    let mut named: Vec<ItemId> = names
        .iter()
        .filter(|&&at| found[at].country.is_none())
        .filter_map(|&at| surely_country(context, context.source(found[at].span), found[at].name_kind))
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// "Congolese" in a text that names the Democratic Republic of the Congo: the country named there whose name holds the other's.
fn namesake(context: &Context<'_>, country: ItemId, named: &[ItemId]) -> ItemId {
    if named.contains(&country) {
        return country;
    }
    let Some(item) = context.knowledge.item(country) else { return country };
    named
        .iter()
        .copied()
        .find(|&other| context.knowledge.item(other).is_some_and(|other| other.label.contains(item.label)))
        .unwrap_or(country)
}

/// The country whose name this is, where nothing else is as well known by it.
fn surely_country(context: &Context<'_>, text: &str, kind: Option<NameKind>) -> Option<ItemId> {
    if !matches!(kind, Some(NameKind::Place | NameKind::Organization | NameKind::Group)) {
        return None;
    }
    let name = text.strip_prefix("the ").or(text.strip_prefix("The ")).unwrap_or(text);
    let candidates = context.knowledge.candidates(name);
    let first = *candidates.first().filter(|&&first| context.is_country(first))?;
    // Georgia is a country and a state of another.
    let next = candidates.get(1).and_then(|&next| context.knowledge.item(next));
    let is_rival =
        next.is_some_and(|next| next.popularity >= RIVAL && next.country.is_some_and(|other| other != first));
    (!is_rival).then_some(first)
}

/// Given name and surname compared: "Joe Biden" and "Joseph Biden" agree, "John Sullivan" and "Jake Sullivan" do not.
fn given_names_agree(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_end_matches('.'), other.trim_end_matches('.'));
    one == other
        || one.chars().count() == 1 && other.starts_with(one)
        || other.chars().count() == 1 && one.starts_with(other)
}

/// Full names of persons with the same surname and given names that agree: "Joseph R. Biden" and "Joseph Biden".
fn join_full_names(clusters: &mut [Cluster]) {
    for later in 0..clusters.len() {
        if clusters[later].kind != Some(NameKind::Person) || clusters[later].mentions.is_empty() {
            continue;
        }
        let words: Vec<String> = key(&clusters[later].names[0]).split(' ').map(str::to_owned).collect();
        let same = (0..later).find(|&earlier| {
            let cluster = &clusters[earlier];
            cluster.kind == Some(NameKind::Person)
                && !cluster.mentions.is_empty()
                && cluster.names.iter().any(|name| {
                    let key = key(name);
                    let other: Vec<&str> = key.split(' ').collect();
                    let (short, long) = if other.len() <= words.len() {
                        (other.clone(), words.iter().map(String::as_str).collect::<Vec<_>>())
                    } else {
                        (words.iter().map(String::as_str).collect(), other.clone())
                    };
                    short.len() >= 2
                        && short.last() == long.last()
                        && given_names_agree(short[0], long[0])
                        && short.iter().all(|word| long.iter().any(|other| given_names_agree(word, other)))
                        // "Maduro Moros" after "Maduro": a second surname.
                        || short.len() >= 2 && long.len() > short.len() && long[..short.len()] == short[..]
                })
        });
        if let Some(same) = same {
            let mut taken = std::mem::take(&mut clusters[later]);
            clusters[same].absorb(&mut taken);
        }
    }
}

/// A person's single name goes to the full name that was last mentioned before it, else to the first one after it.
fn place_surname(context: &Context<'_>, found: &[Found], clusters: &mut Vec<Cluster>, at: usize) {
    let text = context.source(found[at].span);
    let word = key(text);
    let gender = title_gender(context, found, at);
    let fits = |cluster: &Cluster| {
        cluster.kind == Some(NameKind::Person)
            && cluster.names.iter().any(|name| {
                let key = key(name);
                key == word
                    || key.ends_with(&format!(" {word}"))
                    || key.starts_with(&format!("{word} "))
                    || key.contains(&format!(" {word} "))
            })
            && cluster.names.iter().all(|name| gender.agrees(name.split(' ').next().map_or(Gender::Unknown, gender_of)))
    };
    // Surnames before given names: "Sullivan" rather than somebody called Sullivan by first name.
    let ends = |cluster: &Cluster| {
        cluster.names.iter().any(|name| key(name) == word || key(name).ends_with(&format!(" {word}")))
    };
    let mut candidates: Vec<usize> = (0..clusters.len()).filter(|&index| fits(&clusters[index])).collect();
    if candidates.iter().any(|&index| ends(&clusters[index])) {
        candidates.retain(|&index| ends(&clusters[index]));
    }
    let last_before = |index: &usize| clusters[*index].mentions.iter().filter(|&&other| other < at).max().copied();
    let best = candidates
        .iter()
        .filter(|index| last_before(index).is_some())
        .max_by_key(|index| last_before(index))
        .or_else(|| candidates.iter().min_by_key(|index| clusters[**index].mentions.first().copied()))
        .copied();
    match best {
        Some(index) => clusters[index].add(at, Some(text)),
        None => {
            let mut cluster = Cluster { kind: Some(NameKind::Person), ..Cluster::default() };
            cluster.add(at, Some(text));
            clusters.push(cluster);
        }
    }
}

/// The gender of "Mr." or "Queen" before a name.
fn title_gender(context: &Context<'_>, found: &[Found], at: usize) -> Gender {
    let start = found[at].tokens.start;
    let sentence = &context.analysis.sentences[context.analysis.sentence_of(start)];
    if start == sentence.tokens.start { Gender::Unknown } else { gender_of(&context.analysis.tokens[start - 1].form) }
}

fn person_gender(context: &Context<'_>, found: &[Found], cluster: &Cluster) -> Gender {
    let from_title =
        cluster.mentions.iter().map(|&at| title_gender(context, found, at)).fold(Gender::Unknown, Gender::or);
    let from_name = cluster
        .names
        .iter()
        .filter(|name| name.contains(' '))
        .filter_map(|name| name.split(' ').next())
        .map(gender_of)
        .fold(Gender::Unknown, Gender::or);
    from_title.or(from_name)
}

/// "World Health Organization (WHO)", and an acronym elsewhere whose letters are the initials of a longer name.
fn join_acronyms(context: &Context<'_>, found: &[Found], clusters: &mut [Cluster]) {
    for short in 0..clusters.len() {
        let Some(acronym) = clusters[short].names.iter().find(|name| !name.contains(' ')).cloned() else { continue };
        if clusters[short].country.is_some() || clusters[short].kind == Some(NameKind::Person) {
            continue;
        }
        let in_brackets = clusters[short].mentions.iter().find_map(|&at| {
            let start = found[at].tokens.start;
            let opens = start > 0 && matches!(context.analysis.tokens[start - 1].form.as_str(), "(" | "[");
            opens.then_some(start - 1)
        });
        let adjacent = in_brackets.and_then(|bracket| {
            (0..clusters.len()).find(|&long| {
                long != short && clusters[long].mentions.iter().any(|&at| found[at].tokens.end == bracket)
            })
        });
        let is_upper =
            acronym.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !acronym.chars().any(char::is_lowercase);
        let spelled = || {
            let mut fitting = (0..clusters.len()).filter(|&long| {
                long != short
                    && clusters[long].kind != Some(NameKind::Person)
                    && acronym.chars().count() >= 3
                    && clusters[long].names.iter().any(|name| is_acronym_of(&acronym, name))
            });
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let target = adjacent
            .filter(|&long| {
                is_upper
                    && clusters[long].kind != Some(NameKind::Person)
                    && clusters[long].names.iter().any(|name| {
                        is_acronym_of(&acronym, name)
                            || name.chars().next() == acronym.chars().next() && name.contains(' ')
                    })
            })
            .or_else(|| if is_upper { spelled() } else { None });
        if let Some(long) = target {
            let mut taken = std::mem::take(&mut clusters[short]);
            clusters[long].absorb(&mut taken);
        }
    }
}

/// "the State Department" for "the US State Department": a longer name that only adds a country before.
fn join_shortened(context: &Context<'_>, clusters: &mut [Cluster]) {
    for short in 0..clusters.len() {
        let cluster = &clusters[short];
        if !matches!(cluster.kind, Some(NameKind::Organization | NameKind::Event | NameKind::Work))
            || cluster.mentions.is_empty()
        {
            continue;
        }
        let keys: Vec<String> = cluster.names.iter().map(|name| key(name)).filter(|key| key.contains(' ')).collect();
        let mut longer = (0..clusters.len()).filter(|&long| {
            long != short
                && clusters[long].kind == cluster.kind
                && clusters[long].names.iter().any(|name| {
                    let long_key = key(name);
                    keys.iter().any(|short_key| {
                        long_key
                            .strip_suffix(short_key.as_str())
                            .map(str::trim)
                            .is_some_and(|country| !country.is_empty() && is_country_word(context, name, country))
                    })
                })
        });
        if let Some(long) = longer.next()
            && longer.next().is_none()
        {
            let mut taken = std::mem::take(&mut clusters[short]);
            clusters[long].absorb(&mut taken);
        }
    }
}

fn is_country_word(context: &Context<'_>, name: &str, key_of_country: &str) -> bool {
    let length = key_of_country.split(' ').count();
    let written: Vec<&str> = name.split_whitespace().take(length).collect();
    let written = written.join(" ");
    let written = written.trim_end_matches("'s").trim_end_matches("’s");
    context.knowledge.demonym(written).is_some()
        || context.knowledge.candidates(written).first().is_some_and(|&item| context.is_country(item))
}
