//! Whatever the text: no panic, and every offset points at what it says.

use std::sync::OnceLock;

use newsgraph::Reader;
use newsgraph::article::Article;
use proptest::prelude::*;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("embedded models"))
}

/// The words of the test articles, in their order.
fn words() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        [
            include_str!("articles/geneva-summit.txt"),
            include_str!("articles/bank-takeover.txt"),
            include_str!("articles/storm-and-court.txt"),
        ]
        .iter()
        .flat_map(|text| text.split_whitespace())
        .collect()
    })
}

/// Pieces of news with their ends anywhere, so that titles, quotations and lists break off and names follow where none should.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = (0..words().len(), 1_usize..12).prop_map(|(start, length)| {
        let end = (start + length).min(words().len());
        words()[start..end].join(" ")
    });
    let glue = prop_oneof![Just(" "), Just(". "), Just(", "), Just("\n\n"), Just(" – "), Just("” "), Just(" (")];
    prop::collection::vec((scrap, glue), 1..14)
        .prop_map(|parts| parts.into_iter().flat_map(|(scrap, glue)| [scrap, glue.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn scraps_of_news_are_read(text in scraps()) {
        let article = Article::from_text("scraps", &text);
        let document = reader().read(article).expect("read");
        let text = &document.article.text;
        for claim in &document.claims.claims {
            prop_assert!(text.get(claim.trigger.start..claim.trigger.end).is_some(), "{:?}", claim.trigger);
            prop_assert!((0.0..=1.0).contains(&claim.confidence));
        }
        for mention in &document.entities.mentions {
            prop_assert!(text.get(mention.span.start..mention.span.end).is_some(), "{:?}", mention.span);
        }
    }
}

/// Found in e-mail: a name that opens the next sentence is no part of this one.
#[test]
fn a_name_may_follow_an_apposition_that_ends_a_sentence() {
    let text = "Please call Mary Roe, counsel\n\nJohn Doe wrote to Peskov, spokesman\n\nDmitry Peskov said no.";
    reader().read(Article::from_text("mail", text)).expect("read");
}
