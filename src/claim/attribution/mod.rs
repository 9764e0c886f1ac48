//! Whom the text has its statements from: quotations, reported speech, "according to", accusations.
//!
//! Every token belongs to the innermost statement that holds it. A direct quotation gets its speaker from the verb of
//! speech that governs it or stands next to it, else from the quotation before it in the paragraph, or whose mark was
//! never closed. A reported one is the content clause of a verb of speech, minus the words that say who said it.
//! Titles and appositions inside reported speech are the article's own: the caller, who knows that a claim comes from
//! a title, asks [`Attributions::is_inside_direct`] instead of [`Attributions::source_of`].

mod direct;
mod reported;
mod sources;

use super::quotation::{self, Marked};
use super::truth::is_listed;
use super::words::{ALSO_REPORT, ALSO_SPEECH, COLLECTIONS, STATEMENT_NOUNS};
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
    /// For each token, who asks for what it says.
    requests: Vec<(Source, bool)>,
}

/// A statement with its source, before tokens are given to the innermost.
struct Region {
    tokens: Vec<usize>,
    source: Source,
    is_direct: bool,
}

/// For each of `count` tokens the source of the innermost region that holds it, and whether any of them is direct.
fn laid(mut regions: Vec<Region>, count: usize) -> Vec<(Source, bool)> {
    let mut sources = vec![(Source::None, false); count];
    // Larger first, so that the innermost has the last word.
    regions.sort_by_key(|region| std::cmp::Reverse(region.tokens.len()));
    for region in regions {
        for token in region.tokens {
            sources[token] = (region.source, sources[token].1 || region.is_direct);
        }
    }
    sources
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
        let count = analysis.tokens.len();
        Self { quotations, thoughts, sources: laid(regions, count), requests: laid(finder.requests(), count) }
    }

    /// Who asks for what `token` says: the innermost "urges", "orders", "calls for" that it stands below.
    pub fn request_of(&self, token: usize) -> Source {
        self.requests.get(token).map_or(Source::None, |(source, _)| *source)
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

    // ── Reported speech ──

    // ── Sources without a verb of speech ──

    // ── Speakers ──

    /// The head of the phrase that names who says: the subject, the agent of a passive, or whoever controls the verb.
    fn speaker_of(&self, verb: usize) -> Option<usize> {
        let speaker = self.subject_of(verb)?;
        // What "Amnesty's report" and "a statement by the ministry" say is theirs.
        let word = &self.analysis.tokens[speaker];
        let is_document = word.upos == Upos::Noun
            && (STATEMENT_NOUNS.contains(&&*word.lemma) || self.ontology.is_word("documentNoun", &word.lemma));
        let is_somebody = |&author: &usize| {
            self.is_agent(author)
                && self.analysis.child(author, "det").is_none_or(|det| self.analysis.tokens[det].lemma != "a")
        };
        let author = is_document.then(|| self.noun_source(speaker)).flatten().filter(is_somebody);
        Some(author.unwrap_or(speaker))
    }

    /// The subject of a verb, also where another verb has it; the agent of a passive.
    fn subject_of(&self, verb: usize) -> Option<usize> {
        let analysis = self.analysis;
        let mut at = verb;
        for _ in 0..6 {
            let is_passive = self.analysis.is_passive(at);
            // Who is quoted by somebody as saying something says it.
            let is_quoted = at != verb && matches!(&*analysis.tokens[at].lemma, "quote" | "cite");
            if is_passive && !is_quoted {
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
        // "A number of residents" are residents.
        let counted = || {
            let is_collection = COLLECTIONS.contains(&&*analysis.tokens[head].lemma);
            is_collection.then(|| by_relation(&["nmod"])).flatten()
        };
        by_relation(&["appos"]).or_else(|| by_relation(&["flat"])).or_else(counted).or_else(|| {
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
mod tests;
