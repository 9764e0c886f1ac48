//! Who speaks where: direct quotations and the subjects of the speech verbs beside them.

use std::ops::Range;

use super::Context;
use crate::language::Upos;

/// The direct quotations of a text.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// Tokens of each, marks included, and the token of its speaker.
    pub regions: Vec<(Range<usize>, Option<usize>)>,
}

/// Quotations shorter than this are quoted words, not speech.
const SHORTEST: usize = 4;

impl Quotes {
    /// Finds the quotations of a text.
    pub fn find(context: &Context<'_>) -> Self {
        let words = &context.analysis.tokens;
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut open: Option<usize> = None;
        let mut paragraph = usize::MAX;
        for sentence in &context.analysis.sentences {
            if sentence.paragraph != paragraph {
                if let Some(start) = open.take() {
                    ranges.push(start..sentence.tokens.start);
                }
                paragraph = sentence.paragraph;
            }
            for token in sentence.tokens.clone() {
                match (words[token].form.as_str(), open) {
                    ("“" | "\"" | "``" | "«", None) => open = Some(token),
                    ("”" | "\"" | "''" | "»", Some(start)) => {
                        ranges.push(start..token + 1);
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        ranges.retain(|range| range.len() >= SHORTEST);
        let inside = |token: usize| ranges.iter().any(|range| range.contains(&token));
        let mut regions: Vec<(Range<usize>, Option<usize>)> = Vec::new();
        for range in &ranges {
            let last = context.analysis.sentence_of(range.end - 1);
            let first = context.analysis.sentence_of(range.start);
            let window = context.analysis.sentences[first].tokens.start..context.analysis.sentences[last].tokens.end;
            let mut speaker = speaker_in(context, &window, range, &inside);
            if speaker.is_none() && last + 1 < context.analysis.sentences.len() {
                // "…," closes its own sentence: the speech verb opens the next one.
                let next = &context.analysis.sentences[last + 1];
                if next.paragraph == context.analysis.sentences[last].paragraph && next.tokens.len() <= 12 {
                    speaker = speaker_in(context, &next.tokens, range, &inside);
                }
            }
            if speaker.is_none() {
                // A speech goes on after a break.
                speaker = regions
                    .last()
                    .filter(|(earlier, _)| {
                        let sentence = context.analysis.sentence_of(earlier.end - 1);
                        context.analysis.sentences[sentence].paragraph + 1
                            >= context.analysis.sentences[first].paragraph
                            && first <= sentence + 2
                    })
                    .and_then(|(_, speaker)| *speaker);
            }
            regions.push((range.clone(), speaker));
        }
        Self { regions }
    }

    /// The quotation that holds a token.
    pub fn at(&self, token: usize) -> Option<&(Range<usize>, Option<usize>)> {
        self.regions.iter().find(|(range, _)| range.contains(&token))
    }
}

/// The subject of the nearest speech verb outside quotations.
fn speaker_in(
    context: &Context<'_>,
    window: &Range<usize>,
    quote: &Range<usize>,
    inside: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let words = &context.analysis.tokens;
    window
        .clone()
        .filter(|&token| {
            words[token].upos == Upos::Verb
                && !inside(token)
                && context.ontology.is_word("speechVerb", &words[token].lemma.to_lowercase())
        })
        .filter_map(|verb| {
            let subject = context.analysis.children(verb).find(|&child| &*words[child].deprel == "nsubj")?;
            (!inside(subject)).then_some((verb, subject))
        })
        .min_by_key(|(verb, _)| if *verb < quote.start { quote.start - verb } else { verb.saturating_sub(quote.end) })
        .map(|(_, subject)| subject)
}
