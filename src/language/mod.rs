//! An article to its analysis: tokens, sentences, parts of speech, lemmas, dependency trees, names.
//!
//! Words, relations and features are those of Universal Dependencies 2 (English). One neural network reads each
//! sentence once ([`Network`]); everything else here prepares its input or decodes its output.

mod analysis;
mod appositions;
mod attachments;
pub mod conllu;
mod decode;
mod dictionary;
mod gazetteer;
mod irregular;
mod network;
mod pieces;
mod segments;
mod titles;
mod tokenise;
mod tree;
mod verbs;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token, Upos};
pub(crate) use attachments::CURRENCIES;
pub use dictionary::{american, contains as is_dictionary_word};
pub use network::Network;
#[cfg(test)]
pub(crate) use network::for_tests;
pub(crate) use titles::spelled_out;

use crate::article::{Article, Span};
use crate::error::Result;
use decode::{Splitting, decode};
use segments::{Block, blocks, segments};
use tokenise::Tokens;

/// Reads an article: words, sentences, trees, names.
///
/// Linear in the text's length; the same article gives the same analysis, whatever was read before.
///
/// # Errors
/// Only when the network fails, which a sound one never does.
pub fn analyse(article: &Article, network: &Network) -> Result<Analysis> {
    analyse_with(article, network, States::Dropped)
}

/// Whether the encoder's states are kept ([`Analysis::states`]), 384 values a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum States {
    /// Dropped, as [`analyse`] does.
    Dropped,
    /// Kept, for those who learn from them.
    Kept,
}

/// As [`analyse`], with a say in what is kept.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_with(article: &Article, network: &Network, states: States) -> Result<Analysis> {
    let text = &article.text;
    let mut analysis = Analysis::default();
    for block in blocks(text, article.headline) {
        let splitting = if block.is_headline { Splitting::One } else { Splitting::Free };
        read_block(text, block, (splitting, states), network, &mut analysis)?;
    }
    Ok(analysis)
}

/// Reads texts that are one sentence each, phrasings of the lexicon for example.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_sentences(texts: &[&str], network: &Network) -> Result<Vec<Analysis>> {
    texts
        .iter()
        .map(|text| {
            let mut analysis = Analysis::default();
            // A headline's block is not parted by rules either.
            let block = Block { span: Span::new(0, text.len()), paragraph: 0, is_headline: true };
            read_block(text, block, (Splitting::One, States::Dropped), network, &mut analysis)?;
            for sentence in &mut analysis.sentences {
                sentence.is_headline = false;
            }
            Ok(analysis)
        })
        .collect()
}

type Manner = (Splitting, States);

fn read_block(text: &str, block: Block, manner: Manner, network: &Network, analysis: &mut Analysis) -> Result<()> {
    for segment in segments(text, block, |word| network.count_pieces(word), network.most_pieces()) {
        read_segment(text, block, &segment, manner, network, analysis)?;
    }
    Ok(())
}

fn read_segment(
    text: &str,
    block: Block,
    segment: &Tokens,
    (splitting, states): Manner,
    network: &Network,
    analysis: &mut Analysis,
) -> Result<()> {
    let forms: Vec<&str> = segment.spans.iter().map(|span| span.of(text)).collect();
    if forms.is_empty() {
        return Ok(());
    }
    let offset = analysis.tokens.len();
    let scores = network.scores(&forms, states)?;
    let decoded = decode(&forms, &segment.multiwords, &scores, network, splitting);
    analysis.state_width = scores.states.len() / forms.len();
    analysis.states.extend(&scores.states);
    for ((span, form), word) in segment.spans.iter().zip(&forms).zip(decoded.words) {
        analysis.tokens.push(Token {
            span: *span,
            form: (*form).to_owned(),
            lemma: word.lemma,
            upos: word.upos,
            feats: word.feats,
            head: word.head.map(|head| offset + head),
            deprel: word.deprel,
        });
    }
    for sentence in decoded.sentences {
        analysis.sentences.push(Sentence {
            span: segment.spans[sentence.start].to(segment.spans[sentence.end - 1]),
            tokens: offset + sentence.start..offset + sentence.end,
            paragraph: block.paragraph,
            is_headline: block.is_headline,
        });
    }
    let moved = |range: std::ops::Range<usize>| offset + range.start..offset + range.end;
    analysis.names.extend(decoded.names.into_iter().map(|name| Name { tokens: moved(name.tokens), ..name }));
    analysis.multiwords.extend(segment.multiwords.iter().cloned().map(moved));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Analysis {
        analyse(&Article::from_text("test", text), for_tests()).expect("a sound network")
    }

    /// Words of sentences, a line each.
    fn check(text: &str, expected: &[&str]) {
        let analysis = read(text);
        let sentences: Vec<String> = analysis
            .sentences
            .iter()
            .map(|sentence| {
                let forms: Vec<&str> =
                    analysis.tokens[sentence.tokens.clone()].iter().map(|token| token.form.as_str()).collect();
                forms.join(" ")
            })
            .collect();
        assert_eq!(sentences, expected);
    }

    #[test]
    fn rules_and_the_network_part_sentences() {
        check(
            "The ferry left Gozo at 5pm. It didn't return until the U.N. inspectors arrived. Who paid?",
            &["The ferry left Gozo at 5 pm .", "It did n't return until the U.N. inspectors arrived .", "Who paid ?"],
        );
        check("VALLETTA, March 3 — Malta closed its ports.", &["VALLETTA , March 3 —", "Malta closed its ports ."]);
    }

    #[test]
    fn a_plain_sentence_has_the_tree_that_a_grammarian_draws() {
        let analysis = read("The engineers repaired the old bridges in Norway.");
        let word = |form: &str| analysis.tokens.iter().position(|token| token.form == form).expect("there");
        let verb = word("repaired");
        assert_eq!(analysis.tokens[verb].head, None);
        assert_eq!(analysis.child(verb, "nsubj"), Some(word("engineers")));
        assert_eq!(analysis.child(verb, "obj"), Some(word("bridges")));
        assert_eq!(analysis.tokens[verb].lemma, "repair");
        assert_eq!(analysis.tokens[word("engineers")].lemma, "engineer");
        assert_eq!(analysis.names.len(), 1);
        assert!(analysis.names[0].kind == NameKind::Place && analysis.names[0].score > 0.5);
    }

    #[test]
    fn a_phrasing_is_one_sentence_whatever_it_looks_like() {
        let found = analyse_sentences(&["X met Y. They talked", ""], for_tests()).expect("a sound network");
        assert_eq!(found[0].sentences.len(), 1);
        assert!(found[1].tokens.is_empty());
    }

    #[test]
    fn states_are_kept_where_they_are_wanted() {
        let article = Article::from_text("test", "Ships sail.");
        let analysis = analyse_with(&article, for_tests(), States::Kept).expect("a sound network");
        assert_eq!(analysis.states.len(), 3 * analysis.state_width);
        assert!(analysis.state_width > 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_text_has_sound_trees(text in "\\PC{0,80}|[A-Z][a-z .,'\"!?\n-]{0,200}") {
            let analysis = read(&text);
            let mut next = 0;
            for sentence in &analysis.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                next = sentence.tokens.end;
                let roots = sentence.tokens.clone().filter(|&token| analysis.tokens[token].head.is_none());
                prop_assert_eq!(roots.count(), 1);
                for token in sentence.tokens.clone() {
                    let token = &analysis.tokens[token];
                    prop_assert_eq!(token.head.is_none(), &*token.deprel == "root");
                    prop_assert!(token.head.is_none_or(|head| sentence.tokens.contains(&head)));
                }
            }
            prop_assert_eq!(next, analysis.tokens.len());
        }
    }
}
