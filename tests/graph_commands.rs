//! The commands that ask and keep graphs, from outside: query, verify, export, remove.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use newsgraph::graph::{DocumentGraph, Store};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};

const DATA: &str = "tests/data/ferry-talks.ttl";

/// Runs the program and gives its exit status, standard output and standard error.
fn newsgraph(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("newsgraph").expect("built").args(arguments).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("ends by itself"), text(output.stdout), text(output.stderr))
}

/// A store with the one document of the data file.
fn store(folder: &Path) -> String {
    let text = fs::read_to_string(DATA).expect("there");
    let iri =
        text.lines().find_map(|line| line.strip_prefix("@base <")?.strip_suffix("> .")).expect("a base").to_owned();
    let graph = GraphName::NamedNode(NamedNode::new_unchecked(&iri));
    let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&text)
        .map(|quad| Quad { graph_name: graph.clone(), ..quad.expect("Turtle") })
        .collect();
    let hash = iri.rsplit('/').next().expect("a hash").to_owned();
    let document = DocumentGraph { iri: NamedNode::new_unchecked(iri), hash: hash.clone(), quads };
    Store::create(folder).expect("made").add(&document).expect("added");
    hash
}

#[test]
fn a_graph_file_is_asked_without_a_store() {
    let (status, out, _) =
        newsgraph(&["query", "spokespeople", "--data", DATA, "--bind", "for=estonia", "--format", "csv"]);
    assert_eq!(status, 0);
    assert!(out.contains("Mara Lindqvist,Estonia,"), "{out}");
    let (status, out, _) = newsgraph(&["query"]);
    assert_eq!(status, 0);
    assert!(out.contains("spokespeople\n    Who speaks for whom."), "{out}");
}

#[test]
fn mistakes_end_with_status_2_and_a_line_that_helps() {
    let check = |arguments: &[&str], expected: &str| {
        let (status, out, error) = newsgraph(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{error}");
        assert!(error.contains(expected), "{error}");
    };
    check(&["query", "spokespeple", "--data", DATA], "did you mean `spokespeople`?");
    check(&["query", "about", "--data", DATA], "add --bind who=");
    check(&["query", "articles"], "give --store DIR or --data FILE");
    check(&["query", "articles", "--store", "no/such/folder"], "there is no such folder");
    check(&["query", "articles", "--data", "Cargo.toml"], "tells no format of RDF");
    check(&["query", "neighbours", "--bind", "who=Q191", "--data", DATA, "--format", "csv"], "gives a graph");
    check(&["query", "SELECT * { ?s ?p }", "--data", DATA], "line 1, column");
    check(&["export", "--store", "src"], "this folder is no store");
}

#[test]
fn a_store_is_verified_exported_and_forgets() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let hash = store(&path);
    let path = path.to_str().expect("UTF-8");

    let (status, out, error) = newsgraph(&["verify", "--store", path]);
    assert_eq!((status, out.as_str()), (0, ""), "{error}");
    let (_, articles, _) = newsgraph(&["query", "articles", "--store", path]);
    assert!(articles.contains("Estonia and Finland hold ferry talks"), "{articles}");

    // What is exported is what `extract` wrote.
    let file = folder.path().join("all.ttl");
    let (status, _, error) = newsgraph(&["export", "--store", path, "-o", file.to_str().expect("UTF-8")]);
    assert_eq!(status, 0, "{error}");
    assert_eq!(fs::read_to_string(&file).expect("written"), fs::read_to_string(DATA).expect("there"));

    // A quote that the text does not bear out is found.
    let document = Path::new(path).join("documents").join(format!("{hash}.nq"));
    let quads = fs::read_to_string(&document).expect("there");
    fs::write(&document, quads.replace("\"Tallinn\"", "\"Tartu\"")).expect("written");
    let (status, out, _) = newsgraph(&["verify", "--store", path]);
    assert_eq!(status, 1);
    assert!(out.contains("the text has \"Tallinn\" at its offsets, not \"Tartu\""), "{out}");

    assert_eq!(newsgraph(&["remove", "ferry-talks", "--store", path]).0, 0);
    let (_, articles, _) = newsgraph(&["query", "articles", "--store", path]);
    assert_eq!(articles, "(no rows)\n");
    assert_eq!(newsgraph(&["remove", "ferry-talks", "--store", path]).0, 2);
}

#[test]
fn one_person_of_two_articles_is_one_and_can_be_two_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles.jsonl");
    let article =
        |id: &str, date: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "date": date, "text": text}));
    let text = [
        article(
            "talks",
            "2024-03-04",
            "Estonia and Finland agreed on a new ferry line on Monday. Mara Lindqvist, a spokeswoman for the Estonian \
             government, said that the talks in Tallinn had gone well.",
        ),
        article(
            "delay",
            "2024-03-18",
            "The ferry line between Estonia and Finland will start later than planned. Government spokeswoman Mara \
             Lindqvist said in Tallinn that the harbour was not ready.",
        ),
        // Another of the same name, or at least nothing tells.
        article(
            "chess",
            "2019-01-02",
            "Mara Lindqvist won the chess tournament in Lima. She beat a grandmaster from Brazil.",
        ),
    ];
    fs::write(&articles, text.concat()).expect("written");
    let path = folder.path().join("store");
    let (articles, path) = (articles.to_str().expect("UTF-8"), path.to_str().expect("UTF-8"));
    assert_eq!(newsgraph(&["ingest", articles, "--store", path]).0, 0);
    let entities = |query: &str| {
        let (status, out, error) = newsgraph(&["query", query, "--store", path, "--format", "csv"]);
        assert_eq!(status, 0, "{error}");
        out.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let named = "SELECT DISTINCT ?who WHERE { ?who rdfs:label \"Mara Lindqvist\" }";
    assert_eq!(entities(named).len(), 3);

    let (status, out, error) = newsgraph(&["resolve", "--store", path, "--format", "csv", "--dry-run"]);
    assert_eq!(status, 0, "{error}");
    assert!(out.contains(",recorded,\"both named Mara Lindqvist; "), "{out}");
    assert_eq!(entities(named).len(), 3, "a dry run records nothing");
    assert_eq!(newsgraph(&["resolve", "--store", path]).0, 0);
    assert_eq!(entities(named).len(), 2);
    let (_, again, _) = newsgraph(&["resolve", "--store", path, "--format", "csv"]);
    assert_eq!(again.lines().count(), 1, "what is known is not found again: {again}");
    assert_eq!(newsgraph(&["verify", "--store", path]).0, 0, "the documents stay as they were");

    let pair =
        entities("SELECT ?one WHERE { GRAPH <https://w3id.org/newsgraph/identities> { ?one owl:sameAs ?other } }");
    assert_eq!(newsgraph(&["resolve", "--store", path, "--take-back", &pair[0]]).0, 0);
    assert_eq!(entities(named).len(), 3);
    assert_eq!(newsgraph(&["resolve", "--store", path]).0, 0);
    assert_eq!(entities(named).len(), 3, "a person's no stays");
    assert_eq!(newsgraph(&["resolve", "--store", path, "--take-back", &pair[0]]).0, 2);
    assert_eq!(newsgraph(&["resolve", "--store", path, "--forget"]).0, 0);
    assert_eq!(newsgraph(&["remove", "delay", "--store", path]).0, 0);
    assert_eq!(entities(named).len(), 2);
}
