//! `models/lexicon.json` is what the ontology and the network compile to.

use newsgraph::claim::Lexicon;
use newsgraph::language::Network;
use newsgraph::ontology::Ontology;
use serde_json::Value;

/// So many phrasings are passed over for each that is compiled: all of them take a minute.
const STRIDE: usize = 20;

#[test]
fn the_compiled_lexicon_is_not_stale() {
    let committed: Value = serde_json::from_str(include_str!("../models/lexicon.json")).expect("JSON");
    let mut ontology = Ontology::embedded().expect("sound");
    let network = Network::embedded().expect("sound");
    let mut number = 0;
    ontology.phrasings.retain(|_| {
        number += 1;
        number % STRIDE == 0
    });
    let compiled = Lexicon::compile(&ontology, &network).expect("compiled").to_json();
    let compiled: Value = serde_json::from_str(&compiled).expect("JSON");
    let advice = "run `cargo run --release --example compile_lexicon`";
    // The key tells the ontology, the network and the version of the compiler.
    assert_eq!(compiled["key"], committed["key"], "another ontology or network: {advice}");

    // The same words may be a phrasing more than once, for other classes.
    let identity = |pattern: &Value| -> Vec<Value> {
        ["property", "phrase", "subject_class", "object_class"].iter().map(|field| pattern[*field].clone()).collect()
    };
    let of = |lexicon: &Value, phrasing: &[Value]| -> Vec<Value> {
        let patterns = lexicon["patterns"].as_array().expect("patterns").iter();
        let mut found: Vec<Value> = Vec::new();
        for pattern in patterns.filter(|pattern| identity(pattern) == phrasing) {
            if !found.contains(pattern) {
                found.push(pattern.clone());
            }
        }
        found
    };
    let mut phrasings: Vec<Vec<Value>> = Vec::new();
    for pattern in compiled["patterns"].as_array().expect("patterns") {
        let phrasing = identity(pattern);
        if phrasings.last() != Some(&phrasing) {
            phrasings.push(phrasing);
        }
    }
    assert!(phrasings.len() > 50, "{}", phrasings.len());
    let differ: Vec<_> =
        phrasings.iter().filter(|phrasing| of(&compiled, phrasing) != of(&committed, phrasing)).collect();
    // Processors round differently, and a parse on the edge may fall to the other side on another one.
    assert!(
        differ.len() * 50 <= phrasings.len(),
        "{} of {} differ: {advice}: {differ:?}",
        differ.len(),
        phrasings.len()
    );
}
