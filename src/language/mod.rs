//! An article to its analysis: tokens, sentences, parts of speech, lemmas, dependency trees, names.
//!
//! Words, relations and features are those of Universal Dependencies 2 (English). One neural network reads each
//! sentence once ([`Network`]); everything else here prepares its input or decodes its output.

mod analysis;
pub mod conllu;
mod decode;
mod network;
mod pieces;
mod segments;
mod tokenise;
mod tree;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token, Upos};
pub use network::Network;
#[cfg(test)]
pub(crate) use network::for_tests;

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
    let text = &article.text;
    let mut analysis = Analysis::default();
    for block in blocks(text, article.headline) {
        let splitting = if block.is_headline { Splitting::One } else { Splitting::Free };
        read_block(text, block, splitting, network, &mut analysis)?;
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
            read_block(text, block, Splitting::One, network, &mut analysis)?;
            for sentence in &mut analysis.sentences {
                sentence.is_headline = false;
            }
            Ok(analysis)
        })
        .collect()
}

fn read_block(text: &str, block: Block, splitting: Splitting, network: &Network, analysis: &mut Analysis) -> Result<()> {
    for segment in segments(text, block, |word| network.count_pieces(word), network.most_pieces()) {
        read_segment(text, block, &segment, splitting, network, analysis)?;
    }
    Ok(())
}

fn read_segment(
    text: &str,
    block: Block,
    segment: &Tokens,
    splitting: Splitting,
    network: &Network,
    analysis: &mut Analysis,
) -> Result<()> {
    let forms: Vec<&str> = segment.spans.iter().map(|span| span.of(text)).collect();
    if forms.is_empty() {
        return Ok(());
    }
    let offset = analysis.tokens.len();
    let scores = network.scores(&forms, false)?;
    let decoded = decode(&forms, &scores, &network.labels, splitting);
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
