//! An article to its analysis: tokens, sentences, parts of speech, lemmas, dependency trees, names.
//!
//! Words, relations and features are those of Universal Dependencies 2 (English). One neural network reads each
//! sentence once ([`Network`]); everything else here prepares its input or decodes its output.

mod analysis;
pub mod conllu;
mod decode;
mod network;
mod pieces;
mod segment;
mod tokenize;
mod tree;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token, Upos};
#[cfg(test)]
pub(crate) use network::for_tests;
pub use network::Network;

use std::ops::Range;

use crate::Result;
use crate::article::{Article, Span};
use decode::{Decoded, Splitting};

/// Reads an article: words, sentences, trees, names.
///
/// # Errors
/// When the network fails, which it does only where its files do not fit each other.
pub fn analyse(article: &Article, network: &Network) -> Result<Analysis> {
    let mut analysis = Analysis::default();
    for (paragraph, span) in segment::paragraphs(article).into_iter().enumerate() {
        let words = tokenize::tokenize(&article.text, span);
        let base = analysis.tokens.len();
        analysis.multiwords.extend(words.multiwords.iter().map(|range| base + range.start..base + range.end));
        for range in segment::segments(&article.text, &words.spans) {
            read(&article.text, &words.spans[range], paragraph, Splitting::Free, network, &mut analysis)?;
        }
    }
    if let Some(headline) = article.headline {
        for sentence in &mut analysis.sentences {
            sentence.is_headline = headline.contains(sentence.span);
        }
    }
    // A contraction is never divided between sentences.
    let Analysis { multiwords, sentences, .. } = &mut analysis;
    multiwords.retain(|range| sentences.iter().any(|sentence| is_within(range, &sentence.tokens)));
    Ok(analysis)
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Reads texts of exactly one sentence each, for the lexicon.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_sentences(texts: &[&str], network: &Network) -> Result<Vec<Analysis>> {
    use rayon::prelude::*;
    texts
        .par_iter()
        .map(|text| {
            let mut analysis = Analysis::default();
            let words = tokenize::tokenize(text, Span::new(0, text.len()));
            read(text, &words.spans, 0, Splitting::One, network, &mut analysis)?;
            analysis.multiwords = words.multiwords;
            Ok(analysis)
        })
        .collect()
}

/// Reads one segment and appends what comes of it.
fn read(
    text: &str,
    spans: &[Span],
    paragraph: usize,
    splitting: Splitting,
    network: &Network,
    analysis: &mut Analysis,
) -> Result<()> {
    if spans.is_empty() {
        return Ok(());
    }
    let forms: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
    let scores = network.scores(&forms, false)?;
    let Decoded { words, sentences, names } = decode::decode(&forms, &scores, &network.labels, splitting);
    let base = analysis.tokens.len();
    for (word, &span) in words.into_iter().zip(spans) {
        analysis.tokens.push(Token {
            span,
            form: span.of(text).to_owned(),
            lemma: word.lemma,
            upos: word.upos,
            feats: word.feats,
            head: word.head.map(|head| base + head),
            deprel: word.deprel,
        });
    }
    for sentence in sentences {
        let span = spans[sentence.start].to(spans[sentence.end - 1]);
        analysis.sentences.push(Sentence {
            tokens: base + sentence.start..base + sentence.end,
            span,
            paragraph,
            is_headline: false,
        });
    }
    analysis.names.extend(names.into_iter().map(|name| Name { tokens: base + name.tokens.start..base + name.tokens.end, ..name }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_words_a_tree_and_names() {
        let article = Article::from_text("test", "Angela Merkel didn't visit Lisbon. She stayed home.");
        let analysis = analyse(&article, for_tests()).expect("reads");
        assert_eq!(analysis.sentences.len(), 2);
        let visit = analysis.tokens.iter().position(|token| token.form == "visit").expect("there");
        assert_eq!(analysis.tokens[visit].head, None);
        assert_eq!(analysis.tokens[visit].lemma, "visit");
        let subject = analysis.child(visit, "nsubj").expect("a subject");
        assert!(analysis.subtree(subject).contains(&0));
        let names: Vec<_> = analysis.names.iter().map(|name| (analysis.span(&name.tokens).of(&article.text), name.kind)).collect();
        assert_eq!(names, [("Angela Merkel", NameKind::Person), ("Lisbon", NameKind::Place)]);
        assert_eq!(analysis.multiwords, vec![2..4]);
    }
}
