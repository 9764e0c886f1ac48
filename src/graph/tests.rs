//! Tests of the whole room: an article's graph, written, read back, stored and verified.

use std::collections::{BTreeSet, HashSet};

use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use proptest::prelude::*;

use super::example::{example, ontology};
use super::vocabulary::{is_entity, own_name};
use super::{Addition, Format, Store, index_of, json, verify, write};
use crate::claim::Polarity;

fn text_of(quads: &[Quad], format: Format) -> String {
    let mut out = Vec::new();
    write(quads, format, &mut out).expect("memory does not fail");
    String::from_utf8(out).expect("UTF-8")
}

fn read(text: &str, format: Format) -> HashSet<Quad> {
    RdfParser::from_format(format.rdf_format())
        .for_slice(text)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{error} in\n{text}"))
        .expect("reads back")
}

fn merged(quads: &[Quad]) -> HashSet<Quad> {
    quads.iter().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }).collect()
}

#[test]
fn the_article_as_turtle() {
    insta::assert_snapshot!(text_of(&example().graph().quads, Format::Turtle));
}

#[test]
fn the_article_as_trig() {
    insta::assert_snapshot!(text_of(&example().graph().quads, Format::TriG));
}

#[test]
fn the_article_as_json_ld() {
    insta::assert_snapshot!(text_of(&example().graph().quads, Format::JsonLd));
}

#[test]
fn the_article_as_a_json_line() {
    let it = example();
    let line = json::line(&it.article, &it.analysis, &it.entities, &it.claims);
    insta::assert_snapshot!(serde_json::to_string_pretty(&line).expect("JSON"));
}

#[test]
fn every_format_reads_back_as_the_same_graph() {
    let quads = example().graph().quads;
    for format in [Format::Turtle, Format::NTriples, Format::RdfXml, Format::JsonLd] {
        assert_eq!(read(&text_of(&quads, format), format), merged(&quads), "{format:?}");
    }
    for format in [Format::TriG, Format::NQuads] {
        assert_eq!(read(&text_of(&quads, format), format), quads.iter().cloned().collect(), "{format:?}");
    }
}

#[test]
fn output_does_not_depend_on_the_order_of_claims_or_quads() {
    let mut it = example();
    let before = it.graph();
    it.claims.claims.reverse();
    assert_eq!(it.graph(), before);
    let mut backwards = before.quads.clone();
    backwards.reverse();
    for name in Format::names() {
        let format = name.parse().expect("its own name");
        assert_eq!(text_of(&backwards, format), text_of(&before.quads, format), "{name}");
    }
}

#[test]
fn only_facts_are_plain_triples() {
    let facts: BTreeSet<String> = example()
        .graph()
        .quads
        .iter()
        .filter(|quad| matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if is_entity(node.as_str())))
        .filter_map(|quad| own_name(quad.predicate.as_ref()).map(str::to_owned))
        .collect();
    let facts: Vec<String> = facts.into_iter().collect();
    assert_eq!(facts, ["foundedOn", "headOf", "holdsPosition", "locatedIn", "meets", "occursOn", "spokesmanFor"]);
}

#[test]
fn verification_finds_what_was_changed() {
    let graph = example().graph();
    assert_eq!(verify(graph.iri.as_str(), &graph.quads, &ontology()), []);
    let changed: Vec<Quad> = graph
        .quads
        .iter()
        .cloned()
        .map(|mut quad| {
            if matches!(&quad.object, Term::Literal(literal) if literal.value() == "Tallinn" && quad.predicate.as_str().ends_with("anchorOf")) {
                quad.object = Literal::new_simple_literal("Tartu").into();
            }
            quad
        })
        .collect();
    let problems = verify(graph.iri.as_str(), &changed, &ontology());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].to_string().contains("the text has \"Tallinn\" at its offsets, not \"Tartu\""), "{problems:?}");

    let mut it = example();
    let fact = it.claims.claims[0].clone();
    it.claims.claims[0].polarity = Polarity::Negated;
    let mut without = it.graph().quads;
    assert_eq!(verify(graph.iri.as_str(), &without, &ontology()), []);
    assert!(fact.is_fact());
    without.extend(graph.quads.iter().filter(|quad| quad.predicate.as_str().ends_with("/spokesmanFor")).cloned());
    let problems = verify(graph.iri.as_str(), &without, &ontology());
    assert!(problems[0].to_string().contains("no claim of the document bears out this fact"), "{problems:?}");
}

#[test]
fn a_store_keeps_documents_and_forgets_them_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    assert!(Store::open(&path).expect_err("none").to_string().contains("there is no such folder"));
    let store = Store::create(&path).expect("made");
    let one = example().graph();
    let mut other = example();
    other.article.text.push_str("More.");
    other.article.id = "other".to_owned();
    let two = other.graph();
    assert_eq!(store.add(&one).expect("added"), Addition::New);
    assert_eq!(store.add(&one).expect("added"), Addition::Unchanged);
    let before = store.index().expect("index").len().expect("length");
    assert_eq!(store.add(&two).expect("added"), Addition::New);
    assert_eq!(store.documents().expect("listed").len(), 2);
    assert_eq!(store.quads(&one.hash).expect("read"), one.quads);
    assert_eq!(Store::create(&path).expect("there").remove("other").expect("removed"), two.hash);
    assert_eq!(store.index().expect("index").len().expect("length"), before);
    assert!(store.remove("abcdef").expect_err("unknown").to_string().contains("holds no document abcdef"));
    assert_eq!(store.remove(&one.hash[..8]).expect("removed"), one.hash);
    assert!(Store::open(folder.path()).expect_err("none").to_string().contains("is no store"));
    assert!(Store::create(folder.path()).expect_err("none").to_string().contains("neither empty nor a store"));
    std::fs::write(path.join("newsgraph-store.json"), "{\"format\": 99}").expect("written");
    assert!(Store::open(&path).expect_err("foreign").to_string().contains("format 99"));
}

#[test]
fn the_default_graph_has_each_fact_and_one_label_once() {
    let mut other = example();
    other.article.text.push_str("More.");
    other.entities.entities[1].name = "Republic of Estonia".to_owned();
    let quads: Vec<Quad> = example().graph().quads.into_iter().chain(other.graph().quads).collect();
    let index = index_of(quads).expect("index");
    let estonia = NamedNode::new_unchecked("http://www.wikidata.org/entity/Q191");
    let count = |predicate: &str| {
        let predicate = NamedNode::new_unchecked(predicate);
        index
            .quads_for_pattern(None, Some(predicate.as_ref()), None, Some(oxigraph::model::GraphNameRef::DefaultGraph))
            .filter(|quad| {
                let quad = quad.as_ref().expect("memory");
                quad.subject == estonia.clone().into() || quad.object == estonia.clone().into()
            })
            .count()
    };
    assert_eq!(count("https://w3id.org/newsgraph/meets"), 1);
    assert_eq!(count("http://www.w3.org/2000/01/rdf-schema#label"), 1);
    assert_eq!(count("http://www.w3.org/2004/02/skos/core#altLabel"), 1);
}

fn any_iri() -> impl Strategy<Value = NamedNode> {
    let document = format!("{}{}", super::vocabulary::DOCUMENT, "0f".repeat(32));
    prop_oneof![
        "(https?|urn|schema|ng|wd|id|nif):[a-zA-Z0-9/#:._~%é中-]{0,20}",
        "https://w3id.org/newsgraph/[a-zA-Z0-9._/-]{0,10}",
        "http://www.wikidata.org/entity/[Q0-9a-z_.:-]{0,6}",
        "https://schema.org/[a-zA-Z]{0,10}",
        Just("https://w3id.org/newsgraph/polarity".to_owned()),
        Just("https://w3id.org/newsgraph/meets".to_owned()),
        Just("http://www.w3.org/1999/02/22-rdf-syntax-ns#type".to_owned()),
        "[#a-z=,0-9]{0,12}".prop_map(move |part| format!("{document}#{}", part.replace('#', ""))),
    ]
    .prop_filter_map("valid IRIs only", |iri| NamedNode::new(iri).ok())
}

fn any_literal() -> impl Strategy<Value = Literal> {
    let text = prop_oneof![
        "[\"\\\\'a\n\r\t \u{0}-\u{1f}\u{7f}\u{85}\u{2028}é👩\u{200d}🚀\u{feff}]{0,20}"
            .prop_map(|text: String| text.replace('\u{0}', "")),
        "-?[0-9]{1,4}(\\.[0-9]{0,3})?",
        any::<String>().prop_map(|text| text.replace('\u{0}', "")),
    ];
    (text, 0..5, any_iri()).prop_map(|(text, kind, iri)| match kind {
        0 => Literal::new_language_tagged_literal_unchecked(text, "en"),
        1 => Literal::new_typed_literal(text, super::vocabulary::xsd::DECIMAL),
        2 => Literal::new_typed_literal(text, super::vocabulary::xsd::INTEGER),
        3 if !iri.as_str().ends_with("langString") => Literal::new_typed_literal(text, iri),
        _ => Literal::new_simple_literal(text),
    })
}

fn any_quads() -> impl Strategy<Value = Vec<Quad>> {
    let object = prop_oneof![any_iri().prop_map(Term::from), any_literal().prop_map(Term::from)];
    let graph = prop_oneof![Just(GraphName::DefaultGraph), any_iri().prop_map(GraphName::from)];
    let quad = (any_iri(), any_iri(), object, graph)
        .prop_map(|(subject, predicate, object, graph)| Quad::new(subject, predicate, object, graph));
    prop::collection::vec(quad, 0..12)
}

proptest! {
    #[test]
    fn any_graph_reads_back_as_it_was(quads in any_quads()) {
        for format in [Format::Turtle, Format::NTriples, Format::JsonLd] {
            let text = text_of(&quads, format);
            prop_assert_eq!(read(&text, format), merged(&quads), "{:?}\n{}", format, text);
        }
        for format in [Format::TriG, Format::NQuads] {
            let text = text_of(&quads, format);
            prop_assert_eq!(read(&text, format), quads.iter().cloned().collect::<HashSet<_>>(), "{:?}\n{}", format, text);
        }
    }
}

#[test]
fn a_text_that_xml_cannot_hold_is_refused_in_rdf_xml_alone() {
    let mut it = example();
    it.article.text.push_str("\u{c}page");
    let quads = it.graph().quads;
    let error = write(&quads, Format::RdfXml, &mut Vec::new()).expect_err("no XML");
    assert!(error.to_string().contains("U+000C"), "{error}");
    assert_eq!(read(&text_of(&quads, Format::Turtle), Format::Turtle), merged(&quads));
}

#[test]
fn two_documents_in_one_turtle_file_stand_each_under_its_base() {
    let mut other = example();
    other.article.text.push_str("More.");
    let quads: Vec<Quad> = example().graph().quads.into_iter().chain(other.graph().quads).collect();
    let turtle = text_of(&quads, Format::Turtle);
    assert_eq!(turtle.matches("\n@base <").count(), 2);
    assert_eq!(read(&turtle, Format::Turtle), merged(&quads));
    assert_eq!(read(&text_of(&quads, Format::JsonLd), Format::JsonLd), merged(&quads));
}
