//! Who is who: texts with `[phrase|entity]`, where the entity is its name in the document, its item (`Q159`), or the
//! names of its members (`A + B`).

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use newsgraph::article::{Article, Span};
use newsgraph::entity::{self, Entities, EntityId};
use newsgraph::knowledge::KnowledgeBase;
use newsgraph::language::{self, Network};
use newsgraph::ontology::Ontology;

struct Models {
    network: Network,
    knowledge: KnowledgeBase,
    ontology: Ontology,
}

static MODELS: LazyLock<Models> = LazyLock::new(|| Models {
    network: Network::embedded().expect("network"),
    knowledge: KnowledgeBase::embedded().expect("knowledge base"),
    ontology: Ontology::embedded().expect("ontology"),
});

/// Takes the brackets out: the text, and spans with what is expected there.
fn read(marked: &str) -> (String, Vec<(Span, String)>) {
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, behind) = after.split_once(']').expect("a closing bracket");
        let (phrase, entity) = inside.split_once('|').expect("a bar");
        text.push_str(before);
        let start = text.len();
        text.push_str(phrase);
        expected.push((Span::new(start, text.len()), entity.to_owned()));
        rest = behind;
    }
    text.push_str(rest);
    (text, expected)
}

fn resolve(text: &str) -> Entities {
    let mut article = Article::from_text("test", text);
    article.date = "2021-06-12".parse().ok();
    if let Some((headline, _)) = text.split_once("\n\n") {
        article.title = Some(headline.to_owned());
        article.headline = Some(Span::new(0, headline.len()));
    }
    let analysis = language::analyse(&article, &MODELS.network).expect("an analysis");
    entity::resolve(&article, &analysis, &MODELS.ontology, &MODELS.knowledge)
}

fn check(marked: &str) {
    let (text, expected) = read(marked);
    let entities = resolve(&text);
    for (span, wanted) in expected {
        let phrase = &text[span.start..span.end];
        let Some(mention) = entities.mentions.iter().find(|mention| mention.span == span) else {
            let all: Vec<&str> =
                entities.mentions.iter().map(|mention| &text[mention.span.start..mention.span.end]).collect();
            panic!("no mention {phrase:?} among {all:?}");
        };
        let entity = entities.get(mention.entity);
        let item = entity.link.as_ref().map(|link| link.item.to_string()).unwrap_or_default();
        let mut members: Vec<&str> = entity.members.iter().map(|&member| entities.get(member).name.as_str()).collect();
        members.sort_unstable();
        let found = [entity.name.clone(), item, members.join(" + ")];
        assert!(found.contains(&wanted), "{phrase:?} is {found:?}, not {wanted:?}");
    }
}

#[test]
fn persons_of_one_surname_stay_apart() {
    check(
        "[John Sullivan|Q6241291], [the US ambassador to Russia|John Sullivan], left Moscow on Tuesday. \
         National Security Adviser [Jake Sullivan|Q16730147] told reporters that talks would go on. \
         [Sullivan|Jake Sullivan] said [he|Jake Sullivan] was hopeful.",
    );
}

#[test]
fn a_headline_looks_ahead_for_its_spokesman() {
    check(
        "[Putin's spokesman|Dmitry Peskov] warns of a long winter\n\n\
         Relations are poor, [Dmitry Peskov|Q4359688] told reporters on Friday. \
         [Putin|Q7747] is ready to talk, [the Kremlin spokesman|Dmitry Peskov] added.",
    );
    check(
        "[Kremlin spokesman|Dmitry Peskov] warns of a long winter\n\n\
         Relations are poor, [Dmitry Peskov|Q4359688], [Putin|Q7747]'s spokesman, told reporters on Friday.",
    );
}

#[test]
fn a_headline_speaks_of_whom_the_lead_introduces() {
    check(
        "[Moldovan agriculture minister|Ion Vrabie] survives vote\n\n\
         Moldova's parliament rejected a motion against Agriculture Minister [Ion Vrabie|Ion Vrabie] on Thursday.",
    );
    check(
        "[Oslo court|court in Oslo] halts sale of ferry\n\n\
         [A court in Oslo|court in Oslo] ordered the owner on Thursday not to sell the ferry.",
    );
    // Who is named as somebody else is none of them.
    check(
        "Ferry line names [new director|new director]\n\n\
         Bergen Lines said on Thursday that its director, [Ola Lie|Ola Lie], had left.",
    );
    check(
        "[Norwegian court|Norwegian court] halts sale of ferry\n\n\
         A British company said that [a court in Sweden|court in Sweden] would hear it, too.",
    );
}

#[test]
fn what_is_set_before_a_clause_is_its_subject() {
    check(
        "[Jonas Weber|Jonas Weber] died on Monday. [A railwayman's daughter|railwayman's daughter] spoke. \
         [The director of a prison charity|Jonas Weber], [he|Jonas Weber] had worked in Bremen.",
    );
}

#[test]
fn offices_mean_their_holders() {
    check(
        "[Vladimir Putin|Q7747] travelled to Geneva on Wednesday. [The Russian president|Vladimir Putin] was late. \
         [Emmanuel Macron|Q3052772] stayed in Paris, where [the French president|Emmanuel Macron] gave a speech.",
    );
    check("Thousands cheered when [the Russian president|Q7747] arrived.");
    check("[Joe Biden|Q6279] warned [his Russian counterpart|Vladimir Putin]. [Vladimir Putin|Q7747] did not answer.");
}

#[test]
fn pairs_have_members() {
    check(
        "[Joe Biden|Q6279] will meet [Vladimir Putin|Q7747] in Geneva. \
         [The two leaders|Joe Biden + Vladimir Putin] will talk about Ukraine.",
    );
    check("[Russia|Q159] and [China|Q148] signed a treaty. [Both countries|China + Russia] praised it.");
}

#[test]
fn acronyms_and_aliases_are_one() {
    check(
        "The [World Health Organization|Q7817] (WHO) met on Monday. [WHO|World Health Organization] officials were worried.",
    );
    // Though it is read as a pronoun.
    check("[WHO|WHO] say that the fever spreads.");
    check("The [Group of Seven|Q1764511] met in Cornwall. Leaders of the [G-7|Group of Seven] agreed on a tax.");
    check(
        "The [United States|Q30] and Iran met. The [US|United States] delegation left. [American|United States] voters did not care.",
    );
}

#[test]
fn places_and_universities_go_by_several_names() {
    check("The firm moved from Spokane, [WA|Q1223], to Austin, [TX|Q1439].");
    check("She taught physics at [Copenhagen University|Q186285] until 2015.");
    check("He studied law at the [University of California|Q174710], Los Angeles, and left in 2001.");
}

#[test]
fn capitals_stand_for_governments() {
    check(
        "[Moscow|Q159] accused Ukraine of lying. Brussels imposed sanctions and punished [Moscow|Q159]. \
         The ambassador left [Moscow|Q649] on Friday and spoke in [Moscow|Q649] again in May.",
    );
    check("[Washington|Q30] accused Moscow of lying.");
    check("Denzel Washington left. [Washington|Denzel Washington] accused Jane Roe of lying.");
}

/// The entity of the first mention with these words.
fn at(text: &str, entities: &Entities, phrase: &str) -> EntityId {
    let start = text.find(phrase).expect("phrase");
    let mention = entities.mentions.iter().find(|mention| mention.span == Span::new(start, start + phrase.len()));
    mention.unwrap_or_else(|| panic!("no mention {phrase:?}")).entity
}

#[test]
fn events_of_two_years_are_two() {
    let text = "The court annulled the 2024 election in May. Olga Brandt won the 2025 election.";
    let entities = resolve(text);
    assert_ne!(at(text, &entities, "the 2024 election"), at(text, &entities, "the 2025 election"));
}

#[test]
fn one_event_has_many_words() {
    let (text, _) = read(
        "Leaders prepare for a summit\n\nNext week's summit in Geneva comes late. The Biden-Putin summit will be short. \
         Their meeting follows a NATO summit in Brussels.",
    );
    let entities = resolve(&text);
    let at = |phrase: &str| at(&text, &entities, phrase);
    assert_eq!(at("a summit"), at("Next week's summit in Geneva"));
    assert_ne!(at("a summit"), at("a NATO summit in Brussels"));
}

#[test]
fn pronouns_agree() {
    check(
        "[Angela Merkel|Q567] met Emmanuel Macron in Berlin. [She|Angela Merkel] praised [his|Emmanuel Macron] plan. \
         \"[I|Angela Merkel] am glad,\" Merkel said.",
    );
}

#[test]
fn no_thing_is_a_he() {
    let text = "The water was cold and the bread was stale, he said.";
    let entities = resolve(text);
    let chains: Vec<Vec<&str>> =
        entities.chains.iter().map(|chain| chain.iter().map(|span| &text[span.start..span.end]).collect()).collect();
    assert!(!chains.iter().any(|chain| chain.contains(&"he")), "{chains:?}");
}

#[test]
fn chains_are_of_whole_phrases_of_any_kind() {
    let text = "Engineers inspected an old bridge that crosses the river. The bridge was closed after they saw that it had cracks.";
    let entities = resolve(text);
    let chains: Vec<Vec<&str>> =
        entities.chains.iter().map(|chain| chain.iter().map(|span| &text[span.start..span.end]).collect()).collect();
    assert!(chains.contains(&vec!["an old bridge that crosses the river", "The bridge", "it"]), "{chains:?}");
    assert!(chains.contains(&vec!["Engineers", "they"]), "{chains:?}");
}

#[test]
fn a_pronoun_means_the_name_in_apposition() {
    check("[Emmanuel Macron|Q3052772] came with his neighbour, [Olga Brandt|Olga Brandt]. [She|Olga Brandt] smiled.");
}

#[test]
fn a_surname_behind_an_office_is_its_holder() {
    check("The United States sued. Justice [Scalia|Q11156] had warned of it.");
}

#[test]
fn teams_go_without_their_letters_and_kings_with_their_realm() {
    check("In English football, [Crystal Palace|Q19467] defeated Manchester City.");
    check("King [Abdullah II|Q57464] of Jordan met Joe Biden.");
    check("Two [North Korean|Q423] soldiers were captured.");
}
