//! The main job from outside: one article in, facts as plain triples out, and nothing that is only planned or denied.

use std::collections::HashSet;

use assert_cmd::Command;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;

const NG: &str = "https://w3id.org/newsgraph/";
const WD: &str = "http://www.wikidata.org/entity/";

fn extract(article: &str, date: &str) -> String {
    let output = Command::cargo_bin("newsgraph")
        .expect("built")
        .args(["extract", article, "--date", date])
        .output()
        .expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Subject, property and object of every triple, without the namespaces; labels as the words themselves.
fn triples(turtle: &str) -> HashSet<(String, String, String)> {
    let short = |iri: &str| iri.trim_start_matches(NG).trim_start_matches(WD).to_owned();
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle)
        .map(|quad| {
            let quad = quad.expect("Turtle");
            let subject = quad.subject.to_string();
            let object = match &quad.object {
                Term::NamedNode(node) => short(node.as_str()),
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            (short(subject.trim_matches(['<', '>'])), short(quad.predicate.as_str()), object)
        })
        .collect()
}

#[test]
fn the_summit_article_gives_its_facts_and_no_plans() {
    let turtle = extract("tests/articles/geneva-summit.txt", "2021-06-11");
    let triples = triples(&turtle);
    let has = |subject: &str, property: &str, object: &str| {
        triples.contains(&(subject.to_owned(), property.to_owned(), object.to_owned()))
    };
    let (peskov, putin, biden, navalny) = ("Q4359688", "Q7747", "Q6279", "Q180589");
    let (russia, united_states, geneva) = ("Q159", "Q30", "Q71");
    assert!(has(peskov, "spokesmanFor", putin), "{turtle}");
    assert!(has(united_states, "sanctions", russia), "{turtle}");
    let is_meeting = |subject: &str| triples.iter().any(|(one, _, class)| one == subject && class == "Meeting");
    assert!(
        triples.iter().any(|(event, property, place)| property == "locatedIn" && place == geneva && is_meeting(event)),
        "{turtle}"
    );
    // What is planned, denied or somebody's word: the meeting, the talk about Navalny, the interference.
    for (one, other) in [(putin, biden), (biden, putin)] {
        for property in ["meets", "speaksWith", "negotiatesWith"] {
            assert!(!has(one, property, other), "{property}: {turtle}");
        }
    }
    assert!(!triples.iter().any(|(one, property, other)| {
        one == putin && other == navalny && property.chars().all(char::is_alphabetic)
    }));
    assert!(!triples.iter().any(|(one, property, _)| one == russia && property == "interferesIn"), "{turtle}");
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let once = extract("tests/articles/storm-and-court.txt", "2023-10-02");
    assert_eq!(once, extract("tests/articles/storm-and-court.txt", "2023-10-02"));
}
