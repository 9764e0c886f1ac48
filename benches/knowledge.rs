//! Look-ups in the embedded knowledge base: `cargo bench --bench knowledge`.

use divan::Bencher;
use divan::counter::ItemsCount;
use newsgraph::knowledge::{ItemId, KnowledgeBase};
use newsgraph::ontology::Ontology;

fn main() {
    divan::main();
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
    let kb = KnowledgeBase::embedded().expect("sound");
    bencher
        .counter(ItemsCount::new(NAMES.len()))
        .bench(|| NAMES.iter().map(|name| kb.candidates(divan::black_box(name)).len()).sum::<usize>());
}

/// Names from all over the file, so that the processor's cache does not help.
#[divan::bench]
fn candidates_spread(bencher: Bencher) {
    let kb = KnowledgeBase::embedded().expect("sound");
    let names: Vec<String> =
        (0..5_000_000_u32).step_by(7).filter_map(|id| kb.item(ItemId(id))).map(|item| item.label.to_owned()).collect();
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
