//! Reported speech and thought: the content clauses of verbs that say, think or know.

use super::super::truth::is_listed;
use super::super::words::{KNOWING, THINKING};
use std::ops::Range;

use super::{Content, Finder, Quotation, QuotationKind, Region, Source};
use crate::article::Span;
use crate::language::Upos;

/// Verbs of speech and thought whose infinitive or participle is not what is said or thought.
const WITHOUT_INFINITIVE: &[&str] =
    &["continue", "find", "think", "rule", "describe", "quote", "read", "see", "hear", "expect", "hope"];

/// Verbs whose "what" may be a thing.
const OF_THINGS: &[&str] = &["find", "write", "read", "post", "see", "watch"];

impl Finder<'_> {
    pub(super) fn reported(&self, quotations: &mut Vec<Quotation>, regions: &mut Vec<Region>) {
        let analysis = self.analysis;
        for verb in 0..analysis.tokens.len() {
            if !self.is_report(verb) {
                continue;
            }
            let Some(content) = self.content_clause(verb) else { continue };
            let tokens = content.tokens;
            // Direct quotations were dealt with: the content of this verb is one.
            let within_mark =
                |token: usize| self.marked.iter().find(|marked| marked.is_statement && marked.tokens.contains(&token));
            let opening = tokens.iter().copied().find(|&token| {
                analysis.tokens[token].upos != Upos::Punct && analysis.tokens[token].relation() != "mark"
            });
            if within_mark(opening.unwrap_or(content.head)).is_some_and(|marked| !marked.tokens.contains(&verb)) {
                continue;
            }
            let speaker = self.speaker_of(verb);
            // "I think" within one's own words says nothing new of whose they are; "was told to" names nobody.
            if speaker.is_some_and(|token| self.is_first_person(token)) && self.is_in_marks(verb)
                || (content.is_infinitive && self.analysis.is_passive(verb) && self.agent(verb).is_none())
            {
                continue;
            }
            let source = speaker.and_then(|token| self.entity(token));
            let (Some(&start), Some(&end)) = (tokens.first(), tokens.last()) else { continue };
            let region_source = match source {
                Some(entity) => Source::Somebody(entity),
                // "I believe", "we found" of the article's author are the article's own.
                None if speaker.is_some_and(|token| self.is_first_person(token)) && !self.is_in_marks(verb) => {
                    Source::None
                }
                None => Source::Unnamed,
            };
            let has_marks =
                self.marked.iter().any(|marked| marked.tokens.start >= start && marked.tokens.end <= end + 1);
            regions.push(Region { tokens: tokens.clone(), source: region_source, is_direct: false });
            // A request is no quotation, but what is asked for is the asker's.
            if content.is_infinitive
                && matches!(
                    analysis.tokens[verb].lemma.as_str(),
                    "ask" | "tell" | "urge" | "advise" | "warn" | "recommend"
                )
            {
                continue;
            }
            quotations.push(Quotation {
                speaker: source,
                addressee: self.addressee(verb),
                kind: if has_marks { QuotationKind::Mixed } else { QuotationKind::Reported },
                content: self.trimmed(start..end + 1),
                cue: Some(self.cue_span(verb)),
            });
        }
    }

    /// What somebody thinks, knows or perceives. The text vouches for what is known; what is only thought is the
    /// thinker's.
    pub(super) fn thoughts(&self, regions: &mut Vec<Region>) -> Vec<Quotation> {
        let analysis = self.analysis;
        let mut thoughts = Vec::new();
        for verb in (0..analysis.tokens.len()).filter(|&token| analysis.tokens[token].upos == Upos::Verb) {
            let lemma = analysis.tokens[verb].lemma.as_str();
            let is_thinking = THINKING.contains(&lemma);
            let is_first = |speaker: usize| self.is_first_person(speaker);
            // "I swear that …" within marks is what whoever speaks them does, and no quotation of its own.
            let is_own = || self.is_in_marks(verb) && self.is_report(verb);
            let is_factive = || is_listed(self.ontology, analysis, "factiveVerb", verb);
            if !is_thinking && !KNOWING.contains(&lemma) && !is_factive() && !is_own() {
                continue;
            }
            let speaker = self.speaker_of(verb);
            // What is said by these is a quotation already, but for what the author or speaker thinks.
            if self.is_report(verb) && !speaker.is_some_and(is_first) {
                continue;
            }
            let Some(content) = self.content_clause(verb).filter(|content| !content.is_infinitive) else { continue };
            let (Some(&start), Some(&end)) = (content.tokens.first(), content.tokens.last()) else { continue };
            let source = speaker.and_then(|token| self.entity(token));
            if let Some(entity) = source.filter(|_| is_thinking && !speaker.is_some_and(is_first)) {
                regions.push(Region {
                    tokens: content.tokens.clone(),
                    source: Source::Somebody(entity),
                    is_direct: false,
                });
            }
            thoughts.push(Quotation {
                speaker: source,
                addressee: None,
                kind: QuotationKind::Reported,
                content: self.trimmed(start..end + 1),
                cue: Some(self.cue_span(verb)),
            });
        }
        thoughts
    }

    /// The content of a verb of speech and its head.
    pub(super) fn content_clause(&self, verb: usize) -> Option<Content> {
        let analysis = self.analysis;
        let word = &analysis.tokens[verb];
        let clause = analysis.children(verb).find(|&child| self.is_content(child, verb));
        if let Some(head) = clause {
            let inner = analysis.subtree(head);
            let tokens: Vec<usize> = inner
                .filter(|&token| {
                    analysis.is_within(token, head) && !self.is_aside(token, head) && !self.is_added(token, head)
                })
                .collect();
            let is_infinitive = analysis.tokens[head].relation() == "xcomp";
            return Some(Content { head, tokens, is_infinitive });
        }
        // "The talks went well, he said": the verb hangs on its content.
        let head = word.head?;
        let is_aside = word.relation() == "parataxis"
            || (word.relation() == "ccomp" && verb > head && analysis.child(verb, "nsubj").is_some());
        let has_subject = analysis.child(verb, "nsubj").is_some();
        let has_object = analysis.child(verb, "obj").is_some();
        let is_as = word.relation() == "advcl"
            && analysis
                .children(verb)
                .any(|child| analysis.tokens[child].relation() == "mark" && analysis.tokens[child].lemma == "as");
        // "as it continues to advance" says nothing.
        let goes_on = has_object || is_as && analysis.child(verb, "xcomp").is_some();
        if (is_aside || is_as) && has_subject && !goes_on && !self.analysis.is_passive(verb) {
            let whole = analysis.subtree(head);
            let tokens =
                whole.filter(|&token| analysis.is_within(token, head) && !analysis.is_within(token, verb)).collect();
            return Some(Content { head, tokens, is_infinitive: false });
        }
        None
    }

    /// Whether a child of a verb of speech or thought is what is said or thought.
    fn is_content(&self, child: usize, verb: usize) -> bool {
        let analysis = self.analysis;
        let (word, lemma) = (&analysis.tokens[child], &*analysis.tokens[verb].lemma);
        match word.relation() {
            "ccomp" => true,
            // "Explained how it works", "knows what he has done": free relatives, which trees have as objects.
            "obj" => {
                let is_clause = |clause: usize| matches!(analysis.tokens[clause].relation(), "acl" | "advcl" | "cop");
                // "Found what she took for gold" found a thing.
                let is_thing = word.lemma.eq_ignore_ascii_case("what") && OF_THINGS.contains(&lemma);
                matches!(&*word.lemma.to_lowercase(), "what" | "who" | "how" | "why" | "where" | "when")
                    && !is_thing
                    && analysis.children(child).any(is_clause)
            }
            "advcl" => {
                lemma == "feel"
                    && analysis.child(child, "mark").is_some_and(|mark| analysis.tokens[mark].lemma == "like")
            }
            // "It is claimed that …"
            "csubj" => child > verb && analysis.is_passive(verb),
            // "suggested returning", "promised to return"; "asked X to return" is a request.
            "xcomp" => {
                word.upos == Upos::Verb
                    && !self.ontology.is_word("attemptVerb", lemma)
                    && !WITHOUT_INFINITIVE.contains(&lemma)
            }
            // The content before "he said", as the parser sometimes has it.
            "parataxis" => {
                child > verb && analysis.children(verb).any(|colon| colon > verb && analysis.tokens[colon].form == ":")
            }
            _ => false,
        }
    }

    /// Whether a token belongs to a verb of speech that hangs on the content: "…, he said, …".
    pub(super) fn is_aside(&self, token: usize, head: usize) -> bool {
        let mut at = token;
        while at != head {
            let word = &self.analysis.tokens[at];
            if word.relation() == "parataxis" && self.is_speech(at) && word.head == Some(head) {
                return true;
            }
            match word.head {
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }

    /// Whether a token belongs to what the citing sentence adds to the content: a relative clause after a comma, a
    /// participle after a dash, or a verb of speech that the parser joined to the content ("said that he was there
    /// and warned …").
    pub(super) fn is_added(&self, token: usize, head: usize) -> bool {
        let analysis = self.analysis;
        let mut at = token;
        while at != head {
            let word = &analysis.tokens[at];
            let Some(next) = word.head else { return false };
            match &*word.deprel {
                "acl:relcl" | "acl" | "advcl" => {
                    let start = analysis.subtree(at).start;
                    let before = start.checked_sub(1).map_or("", |before| analysis.tokens[before].form.as_str());
                    let opening = analysis.tokens[start].form.as_str();
                    let after_dash = matches!(before, "–" | "—") || matches!(opening, "–" | "—");
                    let after_comma = before == "," || opening == ",";
                    if after_dash || (after_comma && &*word.deprel == "acl:relcl" && !self.is_in_marks(at)) {
                        return true;
                    }
                }
                "conj" if next == head && self.is_speech(at) && !self.is_in_marks(at) => {
                    let has_subject = analysis.children(at).any(|child| analysis.tokens[child].relation() == "nsubj");
                    let has_auxiliary = analysis.child(at, "aux").is_some();
                    if !has_subject
                        && !has_auxiliary
                        && word.feature("VerbForm") == Some("Fin")
                        && !self.is_speech(head)
                    {
                        return true;
                    }
                }
                _ => {}
            }
            at = next;
        }
        false
    }

    /// Without "that" before and punctuation around, and without a clause after a dash.
    pub(super) fn trimmed(&self, tokens: Range<usize>) -> Span {
        let (mut start, mut end) = (tokens.start, tokens.end);
        let word = |token: usize| &self.analysis.tokens[token];
        let is_loose = |token: usize| {
            let form = word(token).form.as_str();
            word(token).upos == Upos::Punct && !matches!(form, "“" | "”" | "\"" | "(" | ")" | "‘" | "’" | "[" | "]")
        };
        while start + 1 < end && (is_loose(start) || (word(start).relation() == "mark" && word(start).lemma == "that"))
        {
            start += 1;
        }
        while end > start + 1 && is_loose(end - 1) {
            end -= 1;
        }
        if let Some(dash) = (start..end)
            .find(|&token| matches!(word(token).form.as_str(), "–" | "—") && self.opens_relative(token, end))
        {
            end = dash;
        }
        self.analysis.span(&(start..end))
    }

    pub(super) fn opens_relative(&self, dash: usize, end: usize) -> bool {
        self.analysis
            .tokens
            .get(dash + 1)
            .filter(|_| dash + 1 < end)
            .is_some_and(|next| matches!(next.form.as_str(), "who" | "whom" | "which" | "whose" | "forcing"))
    }
}
