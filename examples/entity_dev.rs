//! Measures the entity room on the gold claims beside the repository: mentions found, coreference, links.
//!
//! `cargo run --release --example entity_dev -- ../shared/gold/claims-dev-articles.jsonl [--show ID]`

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};

use newsgraph::article::{Article, Span};
use newsgraph::entity;
use newsgraph::knowledge::{ItemId, KnowledgeBase};
use newsgraph::language::{self, Network};
use newsgraph::ontology::Ontology;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|argument| argument == "--show").map(|at| arguments[at + 1].clone());
    let files: Vec<&String> = arguments.iter().filter(|argument| argument.ends_with(".jsonl")).collect();
    let network = Network::embedded()?;
    let knowledge = KnowledgeBase::embedded()?;
    let ontology = Ontology::embedded()?;
    let Some(folder) = files.first().and_then(|file| std::path::Path::new(file.as_str()).parent()) else {
        anyhow::bail!(
            "name the files of gold claims (.jsonl); titles are read from ../kb/titles-dev.tsv beside their folder"
        );
    };
    let titles: HashMap<String, (ItemId, bool)> = std::fs::read_to_string(folder.join("../kb/titles-dev.tsv"))?
        .lines()
        .skip(1)
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            Some((columns[0].to_owned(), (columns[1].parse().ok()?, columns[3] == "1")))
        })
        .collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut words = 0;
    let mut seconds = 0.0;
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let gold: serde_json::Value = serde_json::from_str(line)?;
            let id = gold["id"].as_str().unwrap_or_default();
            let text = gold["text"].as_str().unwrap_or_default();
            let mut article = Article::from_text(id, text);
            article.date = gold["date"].as_str().and_then(|date| date.parse().ok());
            if let Some(title) = gold["title"].as_str()
                && let Some(at) = text.find(title)
                && text[..at].trim().is_empty()
            {
                article.title = Some(title.to_owned());
                article.headline = Some(Span::new(at, at + title.len()));
            }
            let analysis = language::analyse(&article, &network)?;
            words += analysis.tokens.len();
            let start = std::time::Instant::now();
            let entities = entity::resolve(&article, &analysis, &ontology, &knowledge);
            seconds += start.elapsed().as_secs_f64();
            let is_shown = show.as_deref().is_some_and(|wanted| wanted == id || wanted == "all");
            if is_shown {
                for entity in &entities.entities {
                    let mentions: Vec<&str> = entity
                        .mentions
                        .iter()
                        .map(|&at| {
                            let span = entities.mentions[at].span;
                            &text[span.start..span.end]
                        })
                        .collect();
                    println!(
                        "{:?} {} {:?} {:?} members {:?}",
                        entity.name,
                        entity.class,
                        entity.link.as_ref().map(|link| (link.item.to_string(), link.score)),
                        mentions,
                        entity.members.iter().map(|&member| &entities.get(member).name).collect::<Vec<_>>(),
                    );
                }
            }
            // Gold mentions: span → entities.
            let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut at_span: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
            let golds = gold["entities"].as_array().cloned().unwrap_or_default();
            for (number, entity) in golds.iter().enumerate() {
                for mention in entity["mentions"].as_array().into_iter().flatten() {
                    let bound = |at: usize| offsets[mention[at].as_u64().unwrap_or(0) as usize];
                    at_span.entry((bound(0), bound(1))).or_default().push(number);
                }
            }
            let mut matched: Vec<((usize, usize), usize, usize)> = Vec::new();
            for (&(start, end), owners) in &at_span {
                let surface = &text[start..end];
                let lower = surface.to_lowercase();
                let kind = if [
                    "he", "him", "his", "she", "her", "it", "its", "they", "them", "their", "i", "me", "my", "we",
                    "us", "our", "who", "which", "that",
                ]
                .contains(&lower.as_str())
                    && surface != "US"
                {
                    "pronoun"
                } else if surface.chars().filter(|c| c.is_uppercase()).count() > 0 && !surface.contains(' ')
                    || surface.split(' ').all(|word| {
                        word.chars().next().is_some_and(char::is_uppercase)
                            || ["of", "the", "and", "for"].contains(&word)
                    })
                {
                    "name"
                } else {
                    "nominal"
                };
                let best = entities
                    .mentions
                    .iter()
                    .map(|mention| {
                        let common = mention.span.end.min(end).saturating_sub(mention.span.start.max(start)) as f64;
                        let union = (mention.span.end.max(end) - mention.span.start.min(start)) as f64;
                        let head = analysis.tokens[mention.head].span;
                        let holds = mention.span.start <= start
                            && end <= mention.span.end
                            && start <= head.start
                            && head.end <= end;
                        (if holds { (common / union).max(0.5) } else { common / union }, mention)
                    })
                    .max_by(|one, other| one.0.total_cmp(&other.0));
                let ok = best.as_ref().is_some_and(|(overlap, _)| *overlap >= 0.5);
                *count.entry(format!("mention {kind} gold")).or_default() += 1;
                if ok {
                    *count.entry(format!("mention {kind} found")).or_default() += 1;
                } else if is_shown {
                    println!("  MISSED {kind} {surface:?}");
                }
                let Some((_, mention)) = best.filter(|_| ok) else { continue };
                if owners.len() > 1 {
                    *count.entry("plural gold".into()).or_default() += 1;
                    if entities.get(mention.entity).members.len() == owners.len() {
                        *count.entry("plural with as many members".into()).or_default() += 1;
                    } else if is_shown {
                        println!("  PLURAL {surface:?}");
                    }
                    continue;
                }
                matched.push(((start, end), owners[0], mention.entity.0));
            }
            // Pairwise coreference over matched gold mentions.
            for (at, one) in matched.iter().enumerate() {
                for other in &matched[at + 1..] {
                    let (gold_same, found_same) = (one.1 == other.1, one.2 == other.2);
                    if gold_same {
                        *count.entry("pairs gold".into()).or_default() += 1;
                    }
                    if found_same {
                        *count.entry("pairs found".into()).or_default() += 1;
                    }
                    if gold_same && found_same {
                        *count.entry("pairs right".into()).or_default() += 1;
                    }
                }
                // B³ over matched mentions.
                let right = matched.iter().filter(|other| other.1 == one.1 && other.2 == one.2).count() as f64;
                let of_gold = matched.iter().filter(|other| other.1 == one.1).count() as f64;
                let of_found = matched.iter().filter(|other| other.2 == one.2).count() as f64;
                *count.entry("b3 mentions".into()).or_default() += 1;
                *count.entry("b3 precision ‰".into()).or_default() += (1000.0 * right / of_found) as usize;
                *count.entry("b3 recall ‰".into()).or_default() += (1000.0 * right / of_gold) as usize;
            }
            if is_shown {
                // Merged wrongly, split wrongly: one line each.
                let mut by_found: BTreeMap<usize, BTreeMap<usize, Vec<&str>>> = BTreeMap::new();
                let mut by_gold: BTreeMap<usize, BTreeMap<usize, Vec<&str>>> = BTreeMap::new();
                for ((start, end), owner, found) in &matched {
                    by_found.entry(*found).or_default().entry(*owner).or_default().push(&text[*start..*end]);
                    by_gold.entry(*owner).or_default().entry(*found).or_default().push(&text[*start..*end]);
                }
                for parts in by_found.values().filter(|parts| parts.len() > 1) {
                    println!("  MERGED {:?}", parts.values().collect::<Vec<_>>());
                }
                for parts in by_gold.values().filter(|parts| parts.len() > 1) {
                    println!("  SPLIT {:?}", parts.values().collect::<Vec<_>>());
                }
            }
            for (number, gold_entity) in golds.iter().enumerate() {
                let Some(title) = gold_entity["title"].as_str() else {
                    let found = matched.iter().find(|(_, owner, _)| *owner == number).map(|(_, _, found)| *found);
                    if let Some(link) = found.and_then(|found| entities.entities[found].link.as_ref()) {
                        *count.entry("link of untitled".into()).or_default() += 1;
                        if is_shown {
                            println!("  LINKED UNTITLED {:?} {}", gold_entity["name"], link.item);
                        }
                    }
                    continue;
                };
                let Some(&(item, in_kb)) = titles.get(title) else {
                    continue;
                };
                let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
                matched
                    .iter()
                    .filter(|(_, owner, _)| *owner == number)
                    .for_each(|(_, _, found)| *votes.entry(*found).or_default() += 1);
                let found = votes.iter().max_by_key(|(_, votes)| **votes).map(|(found, _)| *found);
                let Some(found) = found else { continue };
                *count.entry("link gold".into()).or_default() += 1;
                if in_kb {
                    *count.entry("link gold in kb".into()).or_default() += 1;
                }
                match &entities.entities[found].link {
                    Some(link) if link.item == item => *count.entry("link right".into()).or_default() += 1,
                    Some(link) => {
                        *count.entry("link wrong".into()).or_default() += 1;
                        if is_shown {
                            println!(
                                "  LINK {title:?} {item} got {} {:?}",
                                link.item,
                                knowledge.item(link.item).map(|item| (item.label, item.description))
                            );
                        }
                    }
                    None => {
                        *count.entry("link none".into()).or_default() += 1;
                        if in_kb && is_shown {
                            println!(
                                "  UNLINKED {title:?} {item} {:?} {:?}",
                                entities.entities[found].name, entities.entities[found].candidates
                            );
                        }
                    }
                }
            }
        }
    }
    for (what, number) in &count {
        println!("{what:32} {number}");
    }
    let rate = |part: &str, whole: &str| {
        100.0 * *count.get(part).unwrap_or(&0) as f64 / (*count.get(whole).unwrap_or(&1)).max(1) as f64
    };
    for kind in ["name", "nominal", "pronoun"] {
        println!("{kind}: {:.1} % found", rate(&format!("mention {kind} found"), &format!("mention {kind} gold")));
    }
    let (precision, recall) = (rate("pairs right", "pairs found"), rate("pairs right", "pairs gold"));
    println!(
        "pairs: precision {precision:.1} recall {recall:.1} F1 {:.1}",
        2.0 * precision * recall / (precision + recall)
    );
    let (precision, recall) =
        (rate("b3 precision ‰", "b3 mentions") / 1000.0, rate("b3 recall ‰", "b3 mentions") / 1000.0);
    println!(
        "B³: precision {precision:.1} recall {recall:.1} F1 {:.1}",
        2.0 * precision * recall / (precision + recall)
    );
    println!(
        "links: right {:.1} % of those in the knowledge base; wrong {:.1} % of gold",
        rate("link right", "link gold in kb"),
        rate("link wrong", "link gold")
    );
    println!("{words} words, {:.0} words/s", words as f64 / seconds);
    Ok(())
}
