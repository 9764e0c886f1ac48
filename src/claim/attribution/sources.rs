//! Sources without a verb of speech, "according to", "in a statement", and accusations.

use super::super::truth::is_request;
use super::super::words::{ACCUSING, STATEMENT_NOUNS};
use super::{Finder, Quotation, QuotationKind, Region, Source};
use crate::language::Upos;

/// Nouns of what somebody holds, beside a preposition: "in her view".
const VIEWS: &[&str] =
    &["view", "opinion", "word", "account", "estimate", "telling", "reckoning", "judgment", "judgement", "assessment"];

impl Finder<'_> {
    /// "according to X", "in X's view", and "X:" before a statement in a headline.
    pub(super) fn sources_without_verb(&self, quotations: &mut Vec<Quotation>, regions: &mut Vec<Region>) {
        let analysis = self.analysis;
        for token in 0..analysis.tokens.len() {
            if (self.is_according(token) || self.is_view(token))
                && !self.marked.iter().any(|marked| marked.is_statement && marked.tokens.contains(&token))
            {
                let Some((source, top)) = self.phrase_source(token) else { continue };
                let Some(mut head) = analysis.tokens[top].head else { continue };
                // Hanging on a noun or participle at a clause's end, it is the whole clause's source.
                let after_comma = token > 0 && analysis.tokens[token - 1].form == ",";
                loop {
                    let word = &analysis.tokens[head];
                    let is_phrase = word.upos != Upos::Verb
                        && matches!(word.relation(), "obl" | "nmod" | "obj" | "appos" | "conj" | "xcomp");
                    let is_clause = after_comma && matches!(word.relation(), "advcl" | "xcomp" | "acl");
                    match word.head {
                        Some(next) if is_phrase || is_clause => head = next,
                        _ => break,
                    }
                }
                let tokens: Vec<usize> = analysis
                    .subtree(head)
                    .filter(|&other| analysis.is_within(other, head) && !analysis.is_within(other, top))
                    .collect();
                let before: Vec<usize> = tokens.iter().copied().filter(|&other| other < token.min(top)).collect();
                let is_final =
                    before.iter().any(|&other| analysis.tokens[other].relation() == "nsubj" || other == head);
                let content: Vec<usize> =
                    if is_final { before } else { tokens.iter().copied().filter(|&other| other > token).collect() };
                let (Some(&start), Some(&end)) = (content.first(), content.last()) else { continue };
                let entity = self.entity(source);
                let source = entity.map_or(Source::Unnamed, Source::Somebody);
                let has_marks =
                    self.marked.iter().any(|marked| marked.tokens.start >= start && marked.tokens.end <= end + 1);
                // Also where that is what somebody else said: "according to the paper, the minister said that …".
                quotations.push(Quotation {
                    speaker: entity,
                    addressee: None,
                    kind: if has_marks { QuotationKind::Mixed } else { QuotationKind::Reported },
                    content: self.trimmed(start..end + 1),
                    cue: Some(analysis.span(&(token..token + 2))),
                });
                regions.push(Region { tokens, source, is_direct: false });
            }
            // "the claim that", "allegations that".
            let word = &analysis.tokens[token];
            if word.upos == Upos::Noun && STATEMENT_NOUNS.contains(&word.lemma.as_str()) {
                let clause = analysis.children(token).find(|&child| {
                    let other = &analysis.tokens[child];
                    matches!(&*other.deprel, "acl" | "ccomp")
                        && analysis.children(child).any(|mark| {
                            analysis.tokens[mark].relation() == "mark" && analysis.tokens[mark].lemma == "that"
                        })
                });
                if let Some(head) = clause {
                    let source = self
                        .noun_source(token)
                        .and_then(|source| self.entity(source))
                        .map_or(Source::Unnamed, Source::Somebody);
                    regions.push(Region { tokens: analysis.subtree(head).collect(), source, is_direct: false });
                }
            }
        }
        for sentence in &analysis.sentences {
            if let Some(colon) = sentence.tokens.clone().take(8).find(|&token| analysis.tokens[token].form == ":") {
                let is_early = colon > sentence.tokens.start && colon + 3 < sentence.tokens.end;
                if !sentence.is_headline
                    || !is_early
                    || (sentence.tokens.start..colon).any(|token| analysis.tokens[token].upos == Upos::Verb)
                {
                    continue;
                }
                let speaker = (sentence.tokens.start..colon)
                    .rev()
                    .find_map(|token| self.entities.entity_at(token).filter(|_| self.is_agent(token)));
                let is_marked = self.marked.iter().any(|marked| {
                    marked.is_statement && marked.tokens.start <= colon + 2 && marked.tokens.start > colon
                });
                if let Some(speaker) = speaker.filter(|_| !is_marked) {
                    let tokens = colon + 1..sentence.tokens.end;
                    quotations.push(Quotation {
                        speaker: Some(speaker),
                        addressee: None,
                        kind: QuotationKind::Reported,
                        content: self.trimmed(tokens.clone()),
                        cue: None,
                    });
                    regions.push(Region {
                        tokens: tokens.collect(),
                        source: Source::Somebody(speaker),
                        is_direct: false,
                    });
                }
            }
        }
    }

    /// Whether "in Roe's view", "by the ministry's account", "in the words of Roe" begin at a token.
    fn is_view(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        let is_preposition = word.relation() == "case" && matches!(&*word.lemma, "in" | "by" | "on" | "to");
        is_preposition && word.head.is_some_and(|noun| VIEWS.contains(&&*self.analysis.tokens[noun].lemma))
    }

    /// Whose statement "according to" or a view makes it, and the top of that phrase: "according" is a preposition of the
    /// source, or (in older trees) governs it.
    fn phrase_source(&self, token: usize) -> Option<(usize, usize)> {
        let analysis = self.analysis;
        if self.is_according(token) {
            let source = self.according_source(token)?;
            return Some((source, if analysis.is_within(source, token) { token } else { source }));
        }
        let view = analysis.tokens[token].head.filter(|&view| analysis.tokens[view].relation() == "obl")?;
        Some((self.noun_source(view)?, view))
    }

    pub(super) fn is_according(&self, token: usize) -> bool {
        self.analysis.tokens[token].form.eq_ignore_ascii_case("according")
            && self.analysis.tokens.get(token + 1).is_some_and(|next| next.form == "to")
    }

    /// The head of X in "according to X".
    pub(super) fn according_source(&self, token: usize) -> Option<usize> {
        let analysis = self.analysis;
        let word = &analysis.tokens[token];
        if matches!(word.relation(), "case" | "mark") {
            return word.head;
        }
        analysis.children(token).find(|&child| {
            child > token + 1 && matches!(analysis.tokens[child].relation(), "obl" | "obj" | "nmod" | "pobj")
        })
    }

    /// Whose statement a noun is: "Iran's claim that", "the claim by Iran that", "Iran made the claim that".
    pub(super) fn noun_source(&self, noun: usize) -> Option<usize> {
        let analysis = self.analysis;
        let by = analysis.children(noun).find(|&child| {
            let other = &analysis.tokens[child];
            &*other.deprel == "nmod:poss"
                || (other.relation() == "nmod"
                    && analysis
                        .child(child, "case")
                        .is_some_and(|case| matches!(analysis.tokens[case].lemma.as_str(), "by" | "from" | "of")))
        });
        by.or_else(|| {
            let head = analysis.tokens[noun].head.filter(|_| analysis.tokens[noun].relation() == "obj")?;
            self.speaker_of(head).filter(|_| {
                matches!(
                    analysis.tokens[head].lemma.as_str(),
                    "make" | "issue" | "repeat" | "give" | "release" | "publish" | "post"
                )
            })
        })
    }

    /// What somebody is accused of is the accuser's.
    pub(super) fn accusations(&self, regions: &mut Vec<Region>) {
        let analysis = self.analysis;
        for verb in 0..analysis.tokens.len() {
            let word = &analysis.tokens[verb];
            // What is announced, fresh, is the announcer's to answer for; "announced in April" is history.
            if word.upos == Upos::Verb && word.lemma == "announce" && word.feature("Tense") != Some("Past") {
                let source = self.speaker_of(verb).and_then(|speaker| self.entity(speaker));
                if let (Some(source), Some(object)) = (source, analysis.child(verb, "obj")) {
                    let tokens = analysis.subtree(object).filter(|&token| analysis.is_within(token, object)).collect();
                    regions.push(Region { tokens, source: Source::Somebody(source), is_direct: false });
                }
            }
            if word.upos != Upos::Verb || !ACCUSING.contains(&word.lemma.as_str()) {
                continue;
            }
            let is_statement = |child: usize| {
                let other = &analysis.tokens[child];
                let mark =
                    analysis.children(child).find(|&mark| matches!(analysis.tokens[mark].relation(), "mark" | "case"));
                matches!(other.relation(), "advcl" | "xcomp" | "obl" | "ccomp")
                    && mark.is_some_and(|mark| matches!(analysis.tokens[mark].lemma.as_str(), "of" | "for"))
            };
            let own = analysis.children(verb).filter(|&child| is_statement(child));
            // "accused the US of stalling": some parses hang the content on the accused.
            let object = analysis.child(verb, "obj");
            let on_object = object.into_iter().flat_map(|object| analysis.children(object)).filter(|&child| {
                word.lemma == "accuse"
                    && matches!(analysis.tokens[child].relation(), "acl" | "nmod")
                    && analysis.children(child).any(|mark| analysis.tokens[mark].form == "of")
            });
            let contents: Vec<usize> = own.chain(on_object).collect();
            for content in contents {
                // Blame and criticism for a noun take it for granted: only accusations cover nouns.
                if word.lemma != "accuse" && analysis.tokens[content].upos != Upos::Verb {
                    continue;
                }
                let source = self
                    .speaker_of(verb)
                    .and_then(|speaker| self.entity(speaker))
                    .map_or(Source::Unnamed, Source::Somebody);
                let tokens = analysis.subtree(content).filter(|&token| analysis.is_within(token, content)).collect();
                regions.push(Region { tokens, source, is_direct: false });
            }
        }
    }

    /// What is asked for, each with who asks.
    pub(super) fn requests(&self) -> Vec<Region> {
        let analysis = self.analysis;
        let mut regions = Vec::new();
        for verb in (0..analysis.tokens.len()).filter(|&token| analysis.tokens[token].upos == Upos::Verb) {
            // Whose a warrant is, "issues a warrant for Roe" tells.
            let is_warrant = analysis.child(verb, "obj").is_some_and(|obj| analysis.tokens[obj].lemma == "warrant");
            if !is_warrant && !is_request(self.ontology, analysis, verb) {
                continue;
            }
            let Some(source) = self.speaker_of(verb).and_then(|speaker| self.entity(speaker)) else { continue };
            let is_content = |&child: &usize| {
                matches!(analysis.tokens[child].relation(), "xcomp" | "ccomp" | "advcl" | "obj" | "obl" | "acl")
            };
            let contents = analysis.children(verb).filter(is_content);
            let tokens = contents
                .flat_map(|content| analysis.subtree(content).filter(move |&token| analysis.is_within(token, content)))
                .collect();
            regions.push(Region { tokens, source: Source::Somebody(source), is_direct: false });
        }
        regions
    }
}
