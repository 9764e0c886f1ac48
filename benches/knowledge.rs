//! Look-ups in the embedded knowledge base, or in the one that NEWSGRAPH_KB names: `cargo bench --bench knowledge`.

use divan::Bencher;
use divan::counter::ItemsCount;
use newsgraph::knowledge::{ItemId, KnowledgeBase};
use newsgraph::ontology::Ontology;

fn main() {
    divan::main();
}

fn knowledge_base() -> KnowledgeBase {
    match std::env::var_os("NEWSGRAPH_KB") {
        Some(path) => KnowledgeBase::open(path.as_ref()).expect("sound"),
        None => KnowledgeBase::embedded().expect("sound"),
    }
}

/// Names that news has: countries, persons, organizations, and some that are unknown.
const NAMES: [&str; 16] = [
    "Russia",
    "United States",
    "Vladimir Putin",
    "Joe Biden",
    "European Union",
    "Moscow",
    "Angela Merkel",
    "Reuters",
    "Dmitry Peskov",
    "Geneva",
    "World Health Organization",
    "Kremlin",
    "Some Unknown Person",
    "Jane Roe",
    "Google",
    "NATO",
];

#[divan::bench]
fn open() -> KnowledgeBase {
    KnowledgeBase::embedded().expect("sound")
}

#[divan::bench]
fn ontology() -> Ontology {
    Ontology::embedded().expect("sound")
}

#[divan::bench]
fn candidates_exact(bencher: Bencher) {
    let kb = knowledge_base();
    bencher
        .counter(ItemsCount::new(NAMES.len()))
        .bench(|| NAMES.iter().map(|name| kb.candidates(divan::black_box(name)).len()).sum::<usize>());
}

/// Names from all over the file, so that the processor's cache does not help.
#[divan::bench]
fn candidates_spread(bencher: Bencher) {
    let kb = knowledge_base();
    let mut items: Vec<ItemId> = ('a'..='z').flat_map(|letter| kb.search(&letter.to_string(), 5000)).collect();
    // In an order that has nothing to do with the names.
    items.sort_unstable_by_key(|item| item.0.wrapping_mul(2_654_435_769));
    let names: Vec<String> = items.iter().filter_map(|&id| kb.item(id)).map(|item| item.label.to_owned()).collect();
    bencher
        .counter(ItemsCount::new(names.len()))
        .bench(|| names.iter().map(|name| kb.candidates(divan::black_box(name)).len()).sum::<usize>());
}

#[divan::bench]
fn candidates_folded(bencher: Bencher) {
    let kb = KnowledgeBase::embedded().expect("sound");
    let names = NAMES.map(str::to_uppercase);
    bencher
        .counter(ItemsCount::new(names.len()))
        .bench(|| names.iter().map(|name| kb.candidates(divan::black_box(name)).len()).sum::<usize>());
}

#[divan::bench]
fn holders(bencher: Bencher) {
    let kb = KnowledgeBase::embedded().expect("sound");
    bencher.bench(|| kb.holders(ItemId(30), divan::black_box("president"), "2021-06-12".parse().ok()));
}
