//! Direct quotations: whose words stand between marks.

use std::ops::Range;

use super::super::quotation::Marked;
use super::{Cue, Finder, Quotation, QuotationKind, Region, Source};
use crate::article::Span;
use crate::entity::EntityId;
use crate::language::Upos;

impl Finder<'_> {
    pub(super) fn direct(&self, regions: &mut Vec<Region>) -> Vec<Quotation> {
        let mut quotations: Vec<Quotation> = Vec::new();
        // The quotation before: paragraph, whether its mark stays open, its place in `quotations`.
        let mut before: Option<(usize, bool, usize)> = None;
        for (number, marked) in self.marked.iter().enumerate() {
            if !marked.is_statement {
                continue;
            }
            let cue = self.cue_of(number);
            let continues = before.filter(|&(paragraph, goes_on, _)| {
                paragraph == marked.paragraph || (goes_on && paragraph + 1 == marked.paragraph)
            });
            let quotation = match (cue, continues) {
                (Some(cue), _) => self.quotation(cue, marked),
                (None, Some((_, _, index))) => {
                    let speaker = quotations[index].speaker;
                    let addressee = quotations[index].addressee;
                    Quotation {
                        speaker,
                        addressee,
                        cue: None,
                        kind: QuotationKind::Direct,
                        content: self.content(&marked.tokens),
                    }
                }
                (None, None) => {
                    let speaker = self.speaker_nearby(marked);
                    Quotation {
                        speaker,
                        addressee: None,
                        cue: None,
                        kind: QuotationKind::Direct,
                        content: self.content(&marked.tokens),
                    }
                }
            };
            let source = quotation.speaker.map_or(Source::Unnamed, Source::Somebody);
            regions.push(Region { tokens: marked.tokens.clone().collect(), source, is_direct: true });
            before = Some((marked.paragraph, marked.goes_on, quotations.len()));
            quotations.push(quotation);
        }
        // A quotation that only a later one's cue explains: “…” (next sentence of the paragraph) “…,” she said.
        for index in (1..quotations.len()).rev() {
            if quotations[index - 1].speaker.is_none() && quotations[index - 1].cue.is_none() {
                let (one, other) =
                    (self.paragraph_at(quotations[index - 1].content), self.paragraph_at(quotations[index].content));
                if one == other {
                    quotations[index - 1].speaker = quotations[index].speaker;
                    let source = quotations[index].speaker.map_or(Source::Unnamed, Source::Somebody);
                    let content = quotations[index - 1].content;
                    for region in regions.iter_mut().filter(|region| region.is_direct) {
                        if region
                            .tokens
                            .first()
                            .is_some_and(|&token| content.contains(self.analysis.tokens[token].span))
                        {
                            region.source = source;
                        }
                    }
                }
            }
        }
        quotations
    }

    pub(super) fn paragraph_at(&self, span: Span) -> usize {
        let token = self.analysis.tokens.partition_point(|token| token.span.end <= span.start);
        self.analysis.sentences.get(self.analysis.sentence_of(token)).map_or(0, |sentence| sentence.paragraph)
    }

    pub(super) fn quotation(&self, cue: Cue, marked: &Marked) -> Quotation {
        Quotation {
            speaker: cue.speaker.and_then(|token| self.entity(token)),
            addressee: self.addressee(cue.verb),
            kind: QuotationKind::Direct,
            content: self.content(&marked.tokens),
            cue: Some(self.cue_span(cue.verb)),
        }
    }

    /// The text of some tokens without the comma that the citing sentence adds.
    pub(super) fn content(&self, tokens: &Range<usize>) -> Span {
        let mut end = tokens.end;
        while end > tokens.start + 1 && matches!(self.analysis.tokens[end - 1].form.as_str(), "," | ";") {
            end -= 1;
        }
        self.analysis.span(&(tokens.start..end))
    }

    /// The verb of speech of the marked words of this number, in the sentences where they begin and end.
    pub(super) fn cue_of(&self, number: usize) -> Option<Cue> {
        let analysis = self.analysis;
        let marked = &self.marked[number];
        let first = analysis.sentence_of(marked.tokens.start);
        let last = analysis.sentence_of(marked.tokens.end - 1);
        let is_marked =
            |token: usize| self.marked.iter().any(|other| other.is_statement && other.tokens.contains(&token));
        let mut best: Option<(usize, usize)> = None;
        for sentence in if first == last { vec![first] } else { vec![first, last] } {
            for verb in analysis.sentences[sentence].tokens.clone() {
                let names_nobody = self.analysis.is_passive(verb) && self.agent(verb).is_none();
                if is_marked(verb) || !self.is_speech(verb) || names_nobody || self.is_in_title_of_mark(verb, marked) {
                    continue;
                }
                let distance =
                    if verb < marked.tokens.start { marked.tokens.start - verb } else { verb - marked.tokens.end + 1 };
                // Another quotation between the two takes the verb, unless it stands before with a colon.
                let between =
                    if verb < marked.tokens.start { verb..marked.tokens.start } else { marked.tokens.end..verb };
                let other_between =
                    self.marked.iter().any(|other| other.is_statement && between.contains(&other.tokens.start));
                let governs = marked.tokens.clone().any(|token| {
                    analysis.tokens[token].head == Some(verb)
                        || (analysis.tokens[verb].head == Some(token)
                            && matches!(analysis.tokens[verb].relation(), "parataxis" | "ccomp"))
                });
                let is_relative = &*analysis.tokens[verb].deprel == "acl:relcl";
                let cost = distance
                    + if governs { 0 } else { 40 }
                    + usize::from(is_relative) * 20
                    + usize::from(other_between) * 30;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, verb));
                }
            }
        }
        if let Some((_, verb)) = best {
            let speaker = self.speaker_of(verb);
            return Some(Cue { verb, speaker });
        }
        // "In a statement, the ministry said:" may be a sentence of its own before the quotation.
        let before = first.checked_sub(1).map(|before| &analysis.sentences[before])?;
        let leads = matches!(analysis.tokens[before.tokens.end - 1].form.as_str(), ":" | ",");
        if leads && marked.tokens.start <= before.tokens.end + 1 {
            let verb = before.tokens.clone().rev().find(|&verb| self.is_speech(verb) && !is_marked(verb))?;
            return Some(Cue { verb, speaker: self.speaker_of(verb) });
        }
        None
    }

    /// Whether a verb only belongs to the words around other marks, as in «the law “…” says».
    pub(super) fn is_in_title_of_mark(&self, verb: usize, marked: &Marked) -> bool {
        let word = &self.analysis.tokens[verb];
        // "called" and "dubbed" give a name, unless the words themselves depend on them.
        matches!(
            word.lemma.as_str(),
            "call"
                | "dub"
                | "see"
                | "rate"
                | "agree"
                | "decide"
                | "hope"
                | "expect"
                | "fear"
                | "find"
                | "read"
                | "post"
                | "rule"
        ) && !marked.tokens.clone().any(|token| self.analysis.tokens[token].head == Some(verb))
            && self
                .speaker_of(verb)
                .is_none_or(|speaker| speaker > marked.tokens.end || verb + 12 < marked.tokens.start)
    }

    /// Where no verb of speech is at hand: "according to X", a colon after a name, or the subject of the sentence's verb.
    pub(super) fn speaker_nearby(&self, marked: &Marked) -> Option<EntityId> {
        let sentence = &self.analysis.sentences[self.analysis.sentence_of(marked.tokens.start)];
        for token in sentence.tokens.clone().filter(|token| !marked.tokens.contains(token)) {
            if self.is_according(token) {
                return self.according_source(token).and_then(|source| self.entity(source));
            }
        }
        // "Roe: “…”", as interviews have it.
        let colon = (1..=2)
            .filter_map(|back| marked.tokens.start.checked_sub(back))
            .find(|&at| self.analysis.tokens[at].form == ":" && at > 0 && self.is_agent(at - 1));
        if let Some(speaker) = colon.and_then(|colon| self.entities.entity_at(colon - 1)) {
            return Some(speaker);
        }
        // He condemned the attack as “…”: the quoted words are those of the verb's subject.
        let first = marked.tokens.start;
        let mut at = marked
            .tokens
            .clone()
            .find(|&token| self.analysis.tokens[token].head.is_some_and(|head| !marked.tokens.contains(&head)))
            .unwrap_or(first);
        for _ in 0..8 {
            let head = self.analysis.tokens[at].head?;
            if self.analysis.tokens[head].upos == Upos::Verb && !marked.tokens.contains(&head) {
                let speaker = self.speaker_of(head)?;
                let entity = self.entity(speaker)?;
                let kind = self.entities.mention_at(speaker).map(|mention| mention.kind);
                let class = self.entities.get(entity).class;
                let classes = &self.ontology.classes;
                return (kind.is_some() && classes.is_a(class, crate::ontology::Class::Agent)).then_some(entity);
            }
            at = head;
        }
        None
    }
}
