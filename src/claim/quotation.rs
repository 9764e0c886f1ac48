//! Where words stand in quotation marks.
//!
//! Curly, straight, doubled (`` and '') and single marks, one inside the other, over several paragraphs (each opens
//! anew, only the last closes). A mark that is never closed in its paragraph counts to the paragraph's end where the
//! next paragraph opens another, else it is taken for a mistake and dropped.

use std::ops::Range;

use crate::language::{Analysis, Upos};

/// Words in quotation marks.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// The tokens between the marks.
    pub(super) tokens: Range<usize>,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// Whether it goes on in the next paragraph: it was not closed in its own.
    pub(super) goes_on: bool,
    /// Whether the words are a statement, not a term or a title ("smart power").
    pub(super) is_statement: bool,
}

/// Outermost quotations in the order of the text.
pub(super) fn find(analysis: &Analysis) -> Vec<Marked> {
    let mut found: Vec<Marked> = Vec::new();
    let mut at = 0;
    while at < analysis.sentences.len() {
        let paragraph = analysis.sentences[at].paragraph;
        let mut end = at + 1;
        while end < analysis.sentences.len() && analysis.sentences[end].paragraph == paragraph {
            end += 1;
        }
        let tokens = analysis.sentences[at].tokens.start..analysis.sentences[end - 1].tokens.end;
        let opens_next = analysis
            .sentences
            .get(end)
            .is_some_and(|next| opens(analysis, next.tokens.start, false) == Some(Mark::Double));
        in_paragraph(analysis, tokens, paragraph, opens_next, &mut found);
        at = end;
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
}

fn in_paragraph(
    analysis: &Analysis,
    tokens: Range<usize>,
    paragraph: usize,
    opens_next: bool,
    found: &mut Vec<Marked>,
) {
    let mut open: Option<(usize, Mark)> = None;
    for token in tokens.clone() {
        match open {
            None => {
                if let Some(mark) = opens(analysis, token, false) {
                    open = Some((token, mark));
                }
            }
            Some((start, mark)) => {
                if closes(analysis, token, mark) {
                    push(analysis, start + 1..token, paragraph, false, found);
                    open = None;
                } else if opens(analysis, token, true) == Some(mark) && mark == Mark::Double {
                    // A second opening mark of the same kind: the first was never closed.
                    open = Some((token, mark));
                }
            }
        }
    }
    if let Some((start, Mark::Double)) = open
        && opens_next
    {
        push(analysis, start + 1..tokens.end, paragraph, true, found);
    }
}

fn push(analysis: &Analysis, tokens: Range<usize>, paragraph: usize, goes_on: bool, found: &mut Vec<Marked>) {
    if tokens.is_empty() {
        return;
    }
    let is_statement = goes_on || is_statement(analysis, &tokens);
    found.push(Marked { tokens, paragraph, goes_on, is_statement });
}

/// Whether words make a statement of their own: a clause with its subject, an order, or a long stretch. Words whose
/// subject stands outside the marks ("he “walked in”") are part of the citing sentence.
fn is_statement(analysis: &Analysis, tokens: &Range<usize>) -> bool {
    let within = |token: usize| tokens.contains(&token);
    let is_word = |token: usize| analysis.tokens[token].upos != Upos::Punct;
    let words = tokens.clone().filter(|&token| is_word(token)).count();
    let top =
        tokens.clone().find(|&token| analysis.tokens[token].head.is_none_or(|head| !within(head)) && is_word(token));
    let is_subject = |token: usize| matches!(analysis.tokens[token].relation(), "nsubj" | "csubj");
    let subject = top.and_then(|top| analysis.children(top).find(|&child| is_subject(child)));
    if subject.is_some_and(|subject| !within(subject)) {
        return false;
    }
    let has_clause = tokens.clone().any(|token| {
        let word = &analysis.tokens[token];
        let has_subject = (is_subject(token) || word.relation() == "expl")
            && words >= 3
            && word.head.is_some_and(|head| within(head) && analysis.tokens[head].relation() != "acl");
        has_subject || (word.head.is_none() && word.feature("Mood") == Some("Imp"))
    });
    let is_whole = top.is_some_and(|top| analysis.tokens[top].head.is_none());
    has_clause || words >= 9 || (is_whole && words >= 3 && !is_word(tokens.end - 1))
}

/// What mark opens at a token. A straight one opens where it stands free before and close after, or nothing is open.
fn opens(analysis: &Analysis, token: usize, is_inside: bool) -> Option<Mark> {
    match analysis.tokens[token].form.as_str() {
        "“" | "„" | "``" | "«" => Some(Mark::Double),
        "\"" | "''" => (!is_inside && is_close_after(analysis, token)).then_some(Mark::Double),
        "‘" | "`" => (!is_inside).then_some(Mark::Single),
        "'" | "’" => {
            let is_mark = analysis.tokens[token].upos == Upos::Punct;
            (!is_inside && is_mark && is_free_before(analysis, token) && is_close_after(analysis, token))
                .then_some(Mark::Single)
        }
        _ => None,
    }
}

fn closes(analysis: &Analysis, token: usize, mark: Mark) -> bool {
    match (analysis.tokens[token].form.as_str(), mark) {
        ("”" | "»" | "\"" | "''", Mark::Double) => true,
        // Careless texts close with the opening mark.
        ("“", Mark::Double) => !is_free_before(analysis, token) && !is_close_after(analysis, token),
        ("’" | "'", Mark::Single) => analysis.tokens[token].upos == Upos::Punct && !is_close_after(analysis, token),
        _ => false,
    }
}

fn is_free_before(analysis: &Analysis, token: usize) -> bool {
    let start = analysis.tokens[token].span.start;
    token
        .checked_sub(1)
        .is_none_or(|before| analysis.tokens[before].span.end < start || analysis.tokens[before].upos == Upos::Punct)
}

fn is_close_after(analysis: &Analysis, token: usize) -> bool {
    let end = analysis.tokens[token].span.end;
    analysis
        .tokens
        .get(token + 1)
        .is_some_and(|next| next.span.start == end && !matches!(next.form.as_str(), "," | "." | ";" | ")"))
}
