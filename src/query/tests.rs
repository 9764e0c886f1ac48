//! Tests of the whole room: the saved queries over the example article.

use oxigraph::model::Term;
use oxigraph::store::Store;

use super::{Answer, ParameterKind, Query, ResultFormat, SAVED, resolve, run, saved};
use crate::graph::example::example;
use crate::graph::index_of;

fn index() -> Store {
    let mut other = example();
    other.article.id = "ferry-talks-again".to_owned();
    other.article.text.push_str("More.");
    let quads = example().graph().quads.into_iter().chain(other.graph().quads).collect();
    index_of(quads).expect("index")
}

fn ask(index: &Store, name: &str, values: &[(&str, &str)]) -> Result<Answer, String> {
    let query = if name.contains(' ') { Query::new("given", name) } else { saved(name) };
    let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    run(index, &query.map_err(|error| error.to_string())?, &values).map_err(|error| error.to_string())
}

fn text(answer: &Answer, format: ResultFormat) -> String {
    let mut out = Vec::new();
    answer.write(format, &mut out).expect("memory does not fail");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn every_saved_query_answers_the_example() {
    let index = index();
    let mut report = String::new();
    for (name, _) in SAVED {
        let query = saved(name).expect("well-formed");
        assert!(!query.title.is_empty() && !query.description.is_empty(), "{name} has no title or description");
        let needed = query.parameters.iter().filter(|parameter| !parameter.is_optional);
        let values: Vec<(&str, &str)> = needed
            .map(|parameter| {
                (parameter.name.as_str(), if parameter.name == "speaker" { "mara lindqvist" } else { "Estonia" })
            })
            .collect();
        // The people of two documents are two people, so their names are ambiguous: one document then.
        let index = if values.iter().any(|(_, value)| value.starts_with("mara")) {
            index_of(example().graph().quads).expect("index")
        } else {
            index.clone()
        };
        let answer = ask(&index, name, &values).expect("runs");
        report.push_str(&format!("## {name} {values:?}\n{}\n", text(&answer, ResultFormat::Table)));
    }
    insta::assert_snapshot!(report);
}

#[test]
fn parameters_narrow_and_the_order_of_nothing_matters() {
    let index = index();
    let rows = |name: &str, values: &[(&str, &str)]| match ask(&index, name, values).expect("runs") {
        Answer::Table { rows, .. } => rows.len(),
        Answer::Graph(_) | Answer::Truth(_) => unreachable!("these select"),
    };
    assert_eq!(rows("spokespeople", &[]), 2);
    assert_eq!(rows("spokespeople", &[("for", "estonia")]), 2);
    assert_eq!(rows("spokespeople", &[("for", "Q33")]), 0);
    assert_eq!(rows("meetings", &[("who", "Finland")]), 4);
    assert_eq!(rows("meetings", &[("who", "Tallinn")]), 0);
    assert_eq!(rows("sanctions", &[("by", "Finland")]), 2);
    assert_eq!(rows("sanctions", &[("by", "Estonia")]), 0);
    assert_eq!(rows("events", &[("where", "Tallinn")]), 2);
    assert_eq!(rows("events", &[("where", "Helsinki")]), 0);
    assert_eq!(rows("unconfirmed", &[("source", "Finland")]), 2);
    assert_eq!(rows("unconfirmed", &[("source", "Estonia")]), 0);
    assert_eq!(rows("unconfirmed", &[("about", "Helsinki")]), 2);
    assert_eq!(rows("timeline", &[("from", "2021-06"), ("to", "2021")]), 2);
    assert_eq!(rows("timeline", &[("from", "2022")]), 0);
    assert_eq!(rows("timeline", &[("who", "wd:Q191")]), 4);
    assert_eq!(rows("evidence", &[("subject", "Finland"), ("property", "meets")]), 2);
    assert_eq!(
        rows(
            "evidence",
            &[("subject", "Finland"), ("property", "ng:meets"), ("object", "<http://www.wikidata.org/entity/Q191>")]
        ),
        2
    );
}

#[test]
fn mistakes_are_named() {
    let index = index();
    let mistake = |name: &str, values: &[(&str, &str)]| ask(&index, name, values).expect_err("a mistake");
    insta::assert_snapshot!(
        [
            mistake("meating", &[]),
            mistake("about", &[]),
            mistake("about", &[("whom", "Estonia")]),
            mistake("about", &[("who", "Estland")]),
            mistake("about", &[("who", "lindqvist")]),
            mistake("about", &[("who", "Harbor Union")]),
            mistake("evidence", &[("subject", "Q1"), ("property", "meet")]),
            mistake("timeline", &[("from", "June")]),
            mistake("SELECT * WHERE {\n  ?s ng:meets ?o .\n  FILTER (?s =) }", &[]),
            mistake("SELECT ?s WHERE { ?s ng:meets ?o }", &[("o", "Q33")]),
            mistake("SELECT ?s WHERE { ?s nosuch:p ?o }", &[]),
        ]
        .join("\n\n")
    );
}

#[test]
fn own_queries_may_bind_ask_and_construct() {
    let index = index();
    let count = ask(&index, "SELECT ?s ?o WHERE { ?s ng:meets ?o }", &[("o", "Finland")]).expect("runs");
    assert_eq!(
        text(&count, ResultFormat::Csv),
        "s,o\r\nhttp://www.wikidata.org/entity/Q191,http://www.wikidata.org/entity/Q33\r\n"
    );
    let yes = ask(&index, "ASK { wd:Q191 ng:meets wd:Q33 }", &[]).expect("runs");
    assert_eq!(text(&yes, ResultFormat::Table), "yes\n");
    let graph = ask(&index, "CONSTRUCT { ?o ng:meets ?s } WHERE { ?s ng:meets ?o }", &[]).expect("runs");
    assert_eq!(text(&graph, ResultFormat::Turtle).lines().last(), Some("wd:Q33 ng:meets wd:Q191 ."));
}

#[test]
fn values_are_bound_and_never_pasted() {
    let index = index();
    let value = "\"x\" . } # <script>";
    let term = resolve(&index, Some(ParameterKind::Text), value).expect("any text");
    assert!(matches!(term, Term::Literal(literal) if literal.value() == value));
}
