//! What is linked: the names of a cluster, or a noun phrase that may be a name ("the Israeli military").

use std::ops::Range;

use crate::entity::mentions::Found;
use crate::entity::names::Cluster;
use crate::entity::{Context, Entities, Entity, Mention, MentionKind};
use crate::knowledge::ItemId;
use crate::language::{NameKind, Upos};
use crate::ontology::Class;

/// One thing to be linked.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// What the network took it for; none for noun phrases.
    pub kind: Option<NameKind>,
    /// Whether it is a noun phrase, and the class of its noun.
    pub noun: Option<Class>,
    /// How it is called, fullest first.
    pub names: Vec<String>,
    /// Where it stands.
    pub tokens: Vec<Range<usize>>,
    /// The country whose name or adjective stands in the noun phrase.
    pub country: Option<ItemId>,
}

impl Target {
    /// The names of a cluster.
    pub fn of_cluster(context: &Context<'_>, found: &[Found], cluster: &Cluster) -> Self {
        let mut target = Self {
            kind: cluster.kind,
            noun: None,
            names: cluster.names.clone(),
            tokens: cluster.mentions.iter().map(|&at| found[at].tokens.clone()).collect(),
            country: None,
        };
        if target.kind == Some(NameKind::Person) && !target.has_full() {
            target.take_title(context);
        }
        target
    }

    /// Makes a title part of a bare name that a person is known by with it: "Prince William".
    fn take_title(&mut self, context: &Context<'_>) {
        for tokens in &mut self.tokens {
            let is_title = |&at: &usize| context.analysis.tokens[at].is_capitalised();
            let Some(title) = tokens.start.checked_sub(1).filter(is_title) else { continue };
            let name = context.text(&(title..tokens.end));
            let is_person = |item: ItemId| context.knowledge.item(item).is_some_and(|item| item.class == Class::Person);
            if context.knowledge.candidates(name).into_iter().any(is_person) {
                tokens.start = title;
                if !self.names.iter().any(|other| other == name) {
                    self.names.insert(0, name.to_owned());
                }
            }
        }
    }

    /// A thing of which there are only noun phrases, where one of them has a capital or names a country: "the Syrian
    /// civil war", "Israeli forces".
    pub fn of_phrases(context: &Context<'_>, entities: &Entities, entity: &Entity) -> Option<Self> {
        let is_named = |&at: &usize| matches!(entities.mentions[at].kind, MentionKind::Name | MentionKind::Demonym);
        if entity.link.is_some() || !entity.members.is_empty() || entity.mentions.iter().any(is_named) {
            return None;
        }
        let words = &context.analysis.tokens;
        for &at in &entity.mentions {
            let mention = &entities.mentions[at];
            if mention.kind != MentionKind::Nominal {
                continue;
            }
            // Up to the head: what follows it restricts the thing and is not its name, but for "of".
            let of = words.get(mention.head + 1).is_some_and(|word| word.form == "of");
            let end = if of { mention.tokens.end } else { mention.head + 1 };
            let mut start = mention.tokens.start;
            while start < mention.head && matches!(words[start].upos, Upos::Det | Upos::Adv | Upos::Num | Upos::Punct) {
                start += 1;
            }
            let tokens = start..end;
            if tokens.len() < 2 || tokens.clone().all(|token| !words[token].is_capitalised()) {
                continue;
            }
            let inside = entities.mentions.iter().find(|other| {
                matches!(other.kind, MentionKind::Name | MentionKind::Demonym)
                    && other.tokens.start == start
                    && other.tokens.end <= mention.head
            });
            // "US-backed forces" are not those of the US.
            let is_joined = |other: &&Mention| words.get(other.tokens.end).is_some_and(|word| word.form == "-");
            let country = inside
                .filter(|inside| !is_joined(inside))
                .and_then(|other| entities.get(other.entity).link.as_ref())
                .map(|link| link.item)
                .filter(|&item| context.is_country(item));
            let mut names = vec![context.text(&tokens).to_owned()];
            if let (Some(inside), Some(_)) = (inside, country) {
                let mut rest = inside.tokens.end..mention.head + 1;
                while rest.len() > 1 && words[rest.start].upos == Upos::Part {
                    rest.start += 1;
                }
                names.push(context.text(&rest).to_owned());
            }
            return Some(Self {
                kind: None,
                noun: Some(entity.class),
                names,
                tokens: entity.mentions.iter().map(|&at| entities.mentions[at].tokens.clone()).collect(),
                country,
            });
        }
        None
    }

    /// Whether one of its names has several words.
    pub fn has_full(&self) -> bool {
        self.names.iter().any(|name| name.contains(' '))
    }
}
