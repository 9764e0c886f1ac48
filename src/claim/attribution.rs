//! Whom the text has its statements from: quotations, reported speech, "according to", accusations.
//!
//! Every token belongs to the innermost statement that holds it. A direct quotation gets its speaker from the verb of
//! speech that governs it or stands next to it, else from the quotation before it in the paragraph, or whose mark was
//! never closed. A reported one is the content clause of a verb of speech, minus the words that say who said it.
//! Titles and appositions inside reported speech are the article's own: the caller, who knows that a claim comes from
//! a title, asks [`Attributions::is_inside_direct`] instead of [`Attributions::source_of`].

use std::ops::Range;

use super::quotation::{self, Marked};
use super::truth::is_listed;
use super::words::{ACCUSING, ALSO_REPORT, ALSO_SPEECH, KNOWING, STATEMENT_NOUNS, THINKING};
use super::{Quotation, QuotationKind};
use crate::article::{Article, Span};
use crate::entity::{Entities, EntityId, MentionKind};
use crate::language::{Analysis, Upos};
use crate::ontology::Ontology;

/// Whose statement something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The article's own.
    None,
    /// Somebody's whom the text tells.
    Somebody(EntityId),
    /// Somebody's, but the text does not tell whose or names no entity: hearsay, never a fact.
    Unnamed,
}

/// Who says what in one article.
#[derive(Debug, Clone, Default)]
pub struct Attributions {
    /// The quotations, in the order of the text.
    pub quotations: Vec<Quotation>,
    /// What somebody thinks, knows or perceives: no words of theirs, so no quotation.
    pub thoughts: Vec<Quotation>,
    /// For each token, whose it is and whether it stands in quotation marks.
    sources: Vec<(Source, bool)>,
}

/// A statement with its source, before tokens are given to the innermost.
struct Region {
    tokens: Vec<usize>,
    source: Source,
    is_direct: bool,
}

impl Attributions {
    /// Finds the quotations and reported statements of an article.
    pub fn find(article: &Article, analysis: &Analysis, entities: &Entities, ontology: &Ontology) -> Self {
        let finder =
            Finder { article, analysis, entities, ontology, marked: quotation::find(analysis) }.with_spoken_fragments();
        let mut regions = Vec::new();
        let mut quotations = finder.direct(&mut regions);
        finder.reported(&mut quotations, &mut regions);
        let thoughts = finder.thoughts(&mut regions);
        finder.sources_without_verb(&mut quotations, &mut regions);
        finder.accusations(&mut regions);
        quotations.sort_by_key(|quotation| (quotation.content.start, quotation.content.end));
        quotations.dedup_by(|one, other| one.content == other.content);
        let mut sources = vec![(Source::None, false); analysis.tokens.len()];
        // Larger first, so that the innermost has the last word.
        regions.sort_by_key(|region| std::cmp::Reverse(region.tokens.len()));
        for region in regions {
            for token in region.tokens {
                sources[token] = (region.source, sources[token].1 || region.is_direct);
            }
        }
        Self { quotations, thoughts, sources }
    }

    /// Whose statement `token` belongs to: the innermost that holds it.
    pub fn source_of(&self, token: usize) -> Source {
        self.sources.get(token).map_or(Source::None, |(source, _)| *source)
    }

    /// Whether `token` stands in quotation marks as somebody's own words.
    pub fn is_inside_direct(&self, token: usize) -> bool {
        self.sources.get(token).is_some_and(|(_, is_direct)| *is_direct)
    }
}

/// Who says something to whom, and the words that say so.
#[derive(Debug, Clone, Copy)]
struct Cue {
    verb: usize,
    /// The head of the speaker's phrase.
    speaker: Option<usize>,
}

struct Finder<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    entities: &'a Entities,
    ontology: &'a Ontology,
    marked: Vec<Marked>,
}

impl Finder<'_> {
    fn is_speech(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        word.upos == Upos::Verb
            && (is_listed(self.ontology, self.analysis, "speechVerb", token)
                || ALSO_SPEECH.contains(&word.lemma.as_str()))
    }

    fn is_report(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        word.upos == Upos::Verb
            && (is_listed(self.ontology, self.analysis, "speechVerb", token)
                || ALSO_REPORT.contains(&word.lemma.as_str())
                || self.has_particle(token))
    }

    /// Words in marks that a verb of speech takes as its content are a statement, without a clause as well.
    fn with_spoken_fragments(mut self) -> Self {
        let analysis = self.analysis;
        let spoken: Vec<bool> = self
            .marked
            .iter()
            .map(|marked| {
                let is_outside = |token: usize| !marked.tokens.contains(&token);
                marked.tokens.len() >= 3
                    && marked.tokens.clone().any(|token| {
                        let word = &analysis.tokens[token];
                        let head = word.head.filter(|&head| is_outside(head) && self.is_speech(head));
                        matches!(word.relation(), "ccomp" | "parataxis")
                            && head.is_some_and(|head| analysis.tokens[head].lemma != "call")
                            && analysis.child(token, "nsubj").is_none_or(|subject| !is_outside(subject))
                    })
            })
            .collect();
        for (marked, is_spoken) in self.marked.iter_mut().zip(spoken) {
            marked.is_statement |= is_spoken;
        }
        self
    }

    fn has_particle(&self, verb: usize) -> bool {
        self.analysis.children(verb).any(|child| {
            &*self.analysis.tokens[child].deprel == "compound:prt"
                && self.ontology.is_word(
                    "speechVerb",
                    &format!("{} {}", self.analysis.tokens[verb].lemma, self.analysis.tokens[child].form),
                )
        })
    }

    // ── Direct quotations ──

    fn direct(&self, regions: &mut Vec<Region>) -> Vec<Quotation> {
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

    fn paragraph_at(&self, span: Span) -> usize {
        let token = self.analysis.tokens.partition_point(|token| token.span.end <= span.start);
        self.analysis.sentences.get(self.analysis.sentence_of(token)).map_or(0, |sentence| sentence.paragraph)
    }

    fn quotation(&self, cue: Cue, marked: &Marked) -> Quotation {
        Quotation {
            speaker: cue.speaker.and_then(|token| self.entity(token)),
            addressee: self.addressee(cue.verb),
            kind: QuotationKind::Direct,
            content: self.content(&marked.tokens),
            cue: Some(self.cue_span(cue.verb)),
        }
    }

    /// The text of some tokens without the comma that the citing sentence adds.
    fn content(&self, tokens: &Range<usize>) -> Span {
        let mut end = tokens.end;
        while end > tokens.start + 1 && matches!(self.analysis.tokens[end - 1].form.as_str(), "," | ";") {
            end -= 1;
        }
        self.analysis.span(&(tokens.start..end))
    }

    /// The verb of speech of the marked words of this number, in the sentences where they begin and end.
    fn cue_of(&self, number: usize) -> Option<Cue> {
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
    fn is_in_title_of_mark(&self, verb: usize, marked: &Marked) -> bool {
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
    fn speaker_nearby(&self, marked: &Marked) -> Option<EntityId> {
        let sentence = &self.analysis.sentences[self.analysis.sentence_of(marked.tokens.start)];
        for token in sentence.tokens.clone().filter(|token| !marked.tokens.contains(token)) {
            if self.is_according(token) {
                return self.according_source(token).and_then(|source| self.entity(source));
            }
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

    // ── Reported speech ──

    fn reported(&self, quotations: &mut Vec<Quotation>, regions: &mut Vec<Region>) {
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
    fn thoughts(&self, regions: &mut Vec<Region>) -> Vec<Quotation> {
        let analysis = self.analysis;
        let mut thoughts = Vec::new();
        for verb in (0..analysis.tokens.len()).filter(|&token| analysis.tokens[token].upos == Upos::Verb) {
            let lemma = analysis.tokens[verb].lemma.as_str();
            let is_thinking = THINKING.contains(&lemma);
            let is_first = |speaker: usize| self.is_first_person(speaker);
            if !is_thinking && !KNOWING.contains(&lemma) && !is_listed(self.ontology, analysis, "factiveVerb", verb) {
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
    fn content_clause(&self, verb: usize) -> Option<Content> {
        let analysis = self.analysis;
        let word = &analysis.tokens[verb];
        let clause = analysis.children(verb).find(|&child| {
            let other = &analysis.tokens[child];
            match other.relation() {
                "ccomp" => true,
                // "suggested returning", "promised to return"; "asked X to return" is a request.
                "xcomp" => {
                    other.upos == Upos::Verb
                        && !self.ontology.is_word("attemptVerb", &word.lemma)
                        && !matches!(
                            word.lemma.as_str(),
                            "continue"
                                | "find"
                                | "think"
                                | "rule"
                                | "describe"
                                | "quote"
                                | "read"
                                | "see"
                                | "expect"
                                | "hope"
                        )
                }
                // The content before "he said", as the parser sometimes has it.
                "parataxis" => {
                    child > verb
                        && analysis.children(verb).any(|colon| colon > verb && analysis.tokens[colon].form == ":")
                }
                _ => false,
            }
        });
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
        if (is_aside || is_as) && has_subject && !has_object && !self.analysis.is_passive(verb) {
            let whole = analysis.subtree(head);
            let tokens =
                whole.filter(|&token| analysis.is_within(token, head) && !analysis.is_within(token, verb)).collect();
            return Some(Content { head, tokens, is_infinitive: false });
        }
        None
    }

    /// Whether a token belongs to a verb of speech that hangs on the content: "…, he said, …".
    fn is_aside(&self, token: usize, head: usize) -> bool {
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
    fn is_added(&self, token: usize, head: usize) -> bool {
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
    fn trimmed(&self, tokens: Range<usize>) -> Span {
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

    fn opens_relative(&self, dash: usize, end: usize) -> bool {
        self.analysis
            .tokens
            .get(dash + 1)
            .filter(|_| dash + 1 < end)
            .is_some_and(|next| matches!(next.form.as_str(), "who" | "whom" | "which" | "whose" | "forcing"))
    }

    // ── Sources without a verb of speech ──

    /// "according to X", and "X:" before a statement in a headline.
    fn sources_without_verb(&self, quotations: &mut Vec<Quotation>, regions: &mut Vec<Region>) {
        let analysis = self.analysis;
        for token in 0..analysis.tokens.len() {
            if self.is_according(token)
                && !self.marked.iter().any(|marked| marked.is_statement && marked.tokens.contains(&token))
            {
                let Some(source) = self.according_source(token) else { continue };
                // "according" is a preposition of the source, or (in older trees) governs it.
                let top = if analysis.is_within(source, token) { token } else { source };
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
                // "According to the paper, the minister said that …" quotes the minister.
                if !(self.is_report(head) && self.content_clause(head).is_some()) {
                    quotations.push(Quotation {
                        speaker: entity,
                        addressee: None,
                        kind: if has_marks { QuotationKind::Mixed } else { QuotationKind::Reported },
                        content: self.trimmed(start..end + 1),
                        cue: Some(analysis.span(&(token..token + 2))),
                    });
                }
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

    fn is_according(&self, token: usize) -> bool {
        self.analysis.tokens[token].form.eq_ignore_ascii_case("according")
            && self.analysis.tokens.get(token + 1).is_some_and(|next| next.form == "to")
    }

    /// The head of X in "according to X".
    fn according_source(&self, token: usize) -> Option<usize> {
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
    fn noun_source(&self, noun: usize) -> Option<usize> {
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
    fn accusations(&self, regions: &mut Vec<Region>) {
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

    // ── Speakers ──

    /// The head of the phrase that names who says: the subject, the agent of a passive, or whoever controls the verb.
    fn speaker_of(&self, verb: usize) -> Option<usize> {
        let analysis = self.analysis;
        let mut at = verb;
        for _ in 0..6 {
            let is_passive = self.analysis.is_passive(at);
            if is_passive {
                if let Some(agent) = self.agent(at) {
                    return Some(agent);
                }
                // "was told by nobody named": the subject is the hearer.
                if at == verb {
                    return None;
                }
            }
            let is_subject =
                |child: usize| matches!(&*analysis.tokens[child].deprel, "nsubj" | "nsubj:outer" | "nsubj:pass");
            // Of two subjects, as a parser's slip gives them, the one outside the marks and next to the verb.
            let marked = |token: usize| self.is_in_marks(token) && !self.is_in_marks(at);
            let subjects = analysis.children(at).filter(|&child| is_subject(child));
            if let Some(subject) = subjects.min_by_key(|&subject| (marked(subject), subject.abs_diff(at))) {
                let is_relative =
                    matches!(analysis.tokens[subject].lemma.to_lowercase().as_str(), "who" | "which" | "that");
                if is_relative && analysis.tokens[at].relation() == "acl" {
                    return analysis.tokens[at].head;
                }
                return Some(subject);
            }
            let word = &analysis.tokens[at];
            match word.relation() {
                "acl" => return word.head,
                "conj" | "advcl" | "xcomp" | "parataxis" | "ccomp" => at = word.head?,
                _ => return None,
            }
        }
        None
    }

    fn agent(&self, verb: usize) -> Option<usize> {
        self.analysis.children(verb).find(|&child| {
            let deprel = &*self.analysis.tokens[child].deprel;
            deprel == "obl:agent"
                || (deprel == "obl"
                    && self.analysis.child(child, "case").is_some_and(|case| self.analysis.tokens[case].lemma == "by"))
        })
    }

    /// Whom something is said to: "told CNN", "said to reporters".
    fn addressee(&self, verb: usize) -> Option<EntityId> {
        let analysis = self.analysis;
        let lemma = analysis.tokens[verb].lemma.as_str();
        analysis.children(verb).find_map(|child| {
            let word = &analysis.tokens[child];
            let is_hearer = match word.relation() {
                "iobj" => true,
                "obj" => {
                    matches!(lemma, "tell" | "inform" | "warn" | "ask" | "remind" | "assure" | "advise" | "urge")
                        && !self.is_in_marks(child)
                }
                "obl" => {
                    analysis.child(child, "case").is_some_and(|case| analysis.tokens[case].lemma == "to")
                        && matches!(
                            lemma,
                            "say"
                                | "write"
                                | "explain"
                                | "confirm"
                                | "suggest"
                                | "announce"
                                | "admit"
                                | "complain"
                                | "add"
                        )
                }
                _ => false,
            };
            is_hearer.then(|| self.entity(child)).flatten()
        })
    }

    fn is_in_marks(&self, token: usize) -> bool {
        self.marked.iter().any(|marked| marked.tokens.contains(&token))
    }

    fn is_first_person(&self, token: usize) -> bool {
        matches!(self.analysis.tokens[token].form.to_lowercase().as_str(), "i" | "we")
    }

    fn is_agent(&self, token: usize) -> bool {
        self.entities.entity_at(token).is_some_and(|entity| {
            let class = self.entities.get(entity).class;
            self.ontology.classes.is_a(class, crate::ontology::Class::Agent)
                || class == crate::ontology::Class::GeopoliticalEntity
        })
    }

    /// What a phrase with this head refers to: a name in it before the noun ("spokesman Peskov", "Peskov, a spokesman").
    fn entity(&self, head: usize) -> Option<EntityId> {
        let analysis = self.analysis;
        let entities = self.entities;
        let own = entities.mention_at(head);
        if let Some(mention) = own.filter(|mention| mention.kind != MentionKind::Nominal) {
            return Some(mention.entity);
        }
        if let Some(mention) = own {
            return Some(mention.entity);
        }
        let by_relation = |wanted: &[&str]| {
            analysis
                .children(head)
                .filter(|&child| wanted.contains(&analysis.tokens[child].relation()))
                .find_map(|child| entities.entity_at(child))
        };
        by_relation(&["appos"]).or_else(|| by_relation(&["flat"])).or_else(|| {
            // A mention whose head the parser sees elsewhere in the same phrase.
            entities
                .mentions
                .iter()
                .find(|mention| mention.tokens.contains(&head) && mention.kind != MentionKind::Pronoun)
                .map(|mention| mention.entity)
        })
    }

    /// The verb with its auxiliaries' end left out: "told", "pointed out".
    fn cue_span(&self, verb: usize) -> Span {
        let span = self.analysis.tokens[verb].span;
        let particle = self
            .analysis
            .children(verb)
            .find(|&child| &*self.analysis.tokens[child].deprel == "compound:prt" && child == verb + 1);
        let span = particle.map_or(span, |particle| span.to(self.analysis.tokens[particle].span));
        debug_assert!(span.end <= self.article.text.len());
        span
    }
}

/// A content clause.
struct Content {
    head: usize,
    tokens: Vec<usize>,
    /// Not "that" and a clause, but "suggested returning", "asked X to return".
    is_infinitive: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity, Mention};
    use crate::language::{analyse, for_tests};
    use crate::ontology::Class;

    /// What is quoted of whom: `Speaker (to Addressee) kind: content`. The names given are the entities.
    fn check(text: &str, names: &[&str], expected: &[&str]) {
        let network = for_tests();
        let ontology = Ontology::embedded().expect("the ontology is embedded");
        let article = Article::from_text("test", text);
        let analysis = analyse(&article, network).expect("read");
        let mut entities = Entities::default();
        for (number, name) in names.iter().enumerate() {
            for (start, _) in text.match_indices(name) {
                let span = Span::new(start, start + name.len());
                let tokens: Vec<usize> =
                    (0..analysis.tokens.len()).filter(|&token| span.contains(analysis.tokens[token].span)).collect();
                let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else { continue };
                let head = (first..=last)
                    .find(|&token| analysis.tokens[token].head.is_none_or(|head| head < first || head > last))
                    .unwrap_or(first);
                let mention =
                    Mention { span, tokens: first..last + 1, head, kind: MentionKind::Name, entity: EntityId(number) };
                entities.mentions.push(mention);
            }
            entities.entities.push(Entity {
                name: (*name).to_owned(),
                class: Class::Person,
                mentions: Vec::new(),
                link: None,
                candidates: Vec::new(),
                members: Vec::new(),
            });
        }
        let name = |entity: Option<EntityId>| entity.map_or("?".to_owned(), |entity| entities.get(entity).name.clone());
        let found: Vec<String> = Attributions::find(&article, &analysis, &entities, &ontology)
            .quotations
            .iter()
            .map(|quotation| {
                let addressee =
                    quotation.addressee.map(|entity| format!(" to {}", name(Some(entity)))).unwrap_or_default();
                format!("{}{addressee} {}: {}", name(quotation.speaker), quotation.kind, quotation.content.of(text))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn direct_quotations() {
        check(
            "“We will sign the treaty next week,” Berg said.",
            &["Berg"],
            &["Berg direct: We will sign the treaty next week"],
        );
        check(
            "Berg told Reuters: \"We will sign the treaty. The talks are over.\"",
            &["Berg", "Reuters"],
            &["Berg to Reuters direct: We will sign the treaty. The talks are over."],
        );
        check(
            "“We will sign the treaty,” Berg said on Monday. “The talks are over.”",
            &["Berg"],
            &["Berg direct: We will sign the treaty", "Berg direct: The talks are over."],
        );
    }

    #[test]
    fn a_quotation_over_paragraphs() {
        check(
            "“The talks are over,” Berg said. “We signed the treaty.\n\n“The army will leave the island.”",
            &["Berg"],
            &[
                "Berg direct: The talks are over",
                "Berg direct: We signed the treaty.",
                "Berg direct: The army will leave the island.",
            ],
        );
    }

    #[test]
    fn reported_speech() {
        check(
            "Berg said that Norway had signed the treaty.",
            &["Berg"],
            &["Berg reported: Norway had signed the treaty"],
        );
        check("Norway signed the treaty, according to Berg.", &["Berg"], &["Berg reported: Norway signed the treaty"]);
        check("According to Berg, Norway signed the treaty.", &["Berg"], &["Berg reported: Norway signed the treaty"]);
        check(
            "Berg told Reuters that the talks were “a very good opportunity”.",
            &["Berg", "Reuters"],
            &["Berg to Reuters mixed: the talks were “a very good opportunity”"],
        );
        check("The so-called “peace plan” was signed in Oslo.", &[], &[]);
    }
}
