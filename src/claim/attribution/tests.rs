use super::*;
use crate::entity::{Entity, Mention};
use crate::language::{analyse, for_tests};
use crate::ontology::Class;

/// What is quoted of whom: `Speaker (to Addressee) kind: content`. The names given are the entities.
fn check(text: &str, names: &[&str], expected: &[&str]) {
    let network = for_tests();
    let ontology = Ontology::embedded().expect("the ontology is embedded");
    let article = Article::from_text("test", text);
    let analysis = analyse(&article, network).expect("read");
    let mut entities = Entities::default();
    for (number, name) in names.iter().enumerate() {
        for (start, _) in text.match_indices(name) {
            let span = Span::new(start, start + name.len());
            let tokens: Vec<usize> =
                (0..analysis.tokens.len()).filter(|&token| span.contains(analysis.tokens[token].span)).collect();
            let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else { continue };
            let head = (first..=last)
                .find(|&token| analysis.tokens[token].head.is_none_or(|head| head < first || head > last))
                .unwrap_or(first);
            let mention =
                Mention { span, tokens: first..last + 1, head, kind: MentionKind::Name, entity: EntityId(number) };
            entities.mentions.push(mention);
        }
        entities.entities.push(Entity {
            name: (*name).to_owned(),
            class: Class::Person,
            mentions: Vec::new(),
            link: None,
            candidates: Vec::new(),
            members: Vec::new(),
        });
    }
    let name = |entity: Option<EntityId>| entity.map_or("?".to_owned(), |entity| entities.get(entity).name.clone());
    let found: Vec<String> = Attributions::find(&article, &analysis, &entities, &ontology)
        .quotations
        .iter()
        .map(|quotation| {
            let addressee = quotation.addressee.map(|entity| format!(" to {}", name(Some(entity)))).unwrap_or_default();
            format!("{}{addressee} {}: {}", name(quotation.speaker), quotation.kind, quotation.content.of(text))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn direct_quotations() {
    check(
        "“We will sign the treaty next week,” Berg said.",
        &["Berg"],
        &["Berg direct: We will sign the treaty next week"],
    );
    check(
        "Berg told Reuters: \"We will sign the treaty. The talks are over.\"",
        &["Berg", "Reuters"],
        &["Berg to Reuters direct: We will sign the treaty. The talks are over."],
    );
    check(
        "“We will sign the treaty,” Berg said on Monday. “The talks are over.”",
        &["Berg"],
        &["Berg direct: We will sign the treaty", "Berg direct: The talks are over."],
    );
}

#[test]
fn a_quotation_over_paragraphs() {
    check(
        "“The talks are over,” Berg said. “We signed the treaty.\n\n“The army will leave the island.”",
        &["Berg"],
        &[
            "Berg direct: The talks are over",
            "Berg direct: We signed the treaty.",
            "Berg direct: The army will leave the island.",
        ],
    );
}

#[test]
fn reported_speech() {
    check("Berg said that Norway had signed the treaty.", &["Berg"], &["Berg reported: Norway had signed the treaty"]);
    check("Norway signed the treaty, according to Berg.", &["Berg"], &["Berg reported: Norway signed the treaty"]);
    check("According to Berg, Norway signed the treaty.", &["Berg"], &["Berg reported: Norway signed the treaty"]);
    check(
        "Berg told Reuters that the talks were “a very good opportunity”.",
        &["Berg", "Reuters"],
        &["Berg to Reuters mixed: the talks were “a very good opportunity”"],
    );
    check(
        "It was claimed by Berg that Norway had signed the treaty.",
        &["Berg"],
        &["Berg reported: Norway had signed the treaty"],
    );
    check(
        "A number of residents said that the plant had leaked.",
        &["residents"],
        &["residents reported: the plant had leaked"],
    );
    check(
        "Berg explained how the smuggler had crossed the border.",
        &["Berg"],
        &["Berg reported: how the smuggler had crossed the border"],
    );
    check(
        "According to Lund, Berg said that Norway had signed the treaty.",
        &["Lund", "Berg"],
        &["Lund reported: Berg said that Norway had signed the treaty", "Berg reported: Norway had signed the treaty"],
    );
    check("The so-called “peace plan” was signed in Oslo.", &[], &[]);
}
