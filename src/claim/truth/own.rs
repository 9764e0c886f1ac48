//! What stands on a word itself: negation, auxiliaries, questions.

use super::{Modality, Reading, Stance, weaker};
use crate::language::Upos;

impl Reading<'_> {
    /// What stands on a word itself.
    pub(super) fn own(&self, node: usize) -> Stance {
        self.own_beside(node, None)
    }

    /// The same, without the argument that we come from: its "no" was counted on itself.
    pub(super) fn own_beside(&self, node: usize, from: Option<usize>) -> Stance {
        let mut negated = false;
        let mut modality = Modality::Actual;
        let token = &self.analysis.tokens[node];
        if matches!(token.lemma.to_lowercase().as_str(), "nobody" | "nothing" | "none") {
            negated = true;
        }
        let mut auxiliaries = 0;
        let mut infinitive_after_be = None;
        let mut has_subject = false;
        let mut is_conditional = false;
        for child in self.analysis.children(node) {
            let other = &self.analysis.tokens[child];
            let word = other.form.to_lowercase();
            match other.relation() {
                "advmod" | "cc" | "discourse" => {
                    // "Was nearly killed"
                    let is_near = token.upos == Upos::Verb && matches!(&*word, "nearly" | "almost");
                    if self.negates(child) || is_near {
                        negated = true;
                    } else if self.lists("possibilityWord", child) {
                        modality = weaker(modality, Modality::Possible);
                    }
                }
                "det" => negated |= matches!(word.as_str(), "no" | "neither"),
                "aux" => {
                    // "Had Norway attacked, …"
                    let is_first = self.analysis.child(node, "nsubj").is_some_and(|subject| child < subject);
                    if token.relation() == "advcl" && is_first && matches!(&*other.lemma, "have" | "be" | "should") {
                        modality = weaker(modality, Modality::Hypothetical);
                    }
                    auxiliaries += 1;
                    modality = weaker(modality, self.auxiliary(node, &word, &other.lemma));
                    if other.lemma == "be" {
                        infinitive_after_be.get_or_insert(child);
                    }
                }
                "cop" => {
                    infinitive_after_be.get_or_insert(child);
                }
                "mark" | "case" => {
                    let text = self.with_fixed(child);
                    // "Stopped short of seizing the town"
                    let is_short = || child.checked_sub(1).is_some_and(|before| self.lemma(before) == "short");
                    if matches!(text.as_str(), "without" | "instead of" | "rather than") || text == "of" && is_short() {
                        negated = true;
                    } else if text == "against" && token.form.ends_with("ing") {
                        // "warns against travelling": it should not be.
                        negated = true;
                        modality = weaker(modality, Modality::Requested);
                    } else if other.relation() == "mark"
                        && self.ontology.is_word("conditionWord", &text)
                        && text != "should"
                    {
                        let is_content = matches!(token.relation(), "ccomp" | "csubj" | "xcomp");
                        modality = weaker(
                            modality,
                            if is_content || text == "whether" { Modality::Possible } else { Modality::Hypothetical },
                        );
                    } else if matches!(text.as_str(), "before" | "until" | "till")
                        && token.feature("VerbForm") == Some("Fin")
                        && token.feature("Tense") == Some("Pres")
                    {
                        // "before they meet": what the present names after these lies ahead.
                        modality = weaker(modality, Modality::Future);
                    } else if matches!(text.as_str(), "on" | "about" | "toward" | "towards")
                        && token.upos == Upos::Verb
                        && token.head.is_some_and(|head| head < node)
                    {
                        // "talks on ending the war", "plans on leaving": what they are about may never be.
                        modality = weaker(modality, Modality::Possible);
                    } else if text == "to"
                        && infinitive_after_be.is_some_and(|be| be < child)
                        && token.relation() != "xcomp"
                    {
                        // "The office is to begin" has its verb as the clause's head and "be" before "to".
                        modality = weaker(modality, Modality::Future);
                    }
                }
                "nsubj" | "csubj" => {
                    has_subject = true;
                    negated |= from != Some(child) && self.is_negative_argument(child);
                }
                "obj" | "iobj" => negated |= from != Some(child) && self.is_negative_argument(child),
                // "Will attack if talks fail"
                "advcl" => is_conditional |= self.is_condition(child),
                "obl" => negated |= self.child_is(child, "det", "no") && self.lemma(child) == "circumstance",
                "amod" | "compound" => {
                    if self.lists("negativeAdjective", child) {
                        negated = true;
                    } else if self.lists("possibilityWord", child) {
                        modality = weaker(modality, Modality::Possible);
                    } else if self.lists("futureWord", child) && !matches!(word.as_str(), "elect" | "designate") {
                        modality = weaker(modality, Modality::Future);
                    }
                }
                _ => {}
            }
        }
        let feature = |name| token.feature(name);
        if feature("Mood") == Some("Imp") && !has_subject && auxiliaries == 0 {
            modality = weaker(modality, Modality::Requested);
        }
        // "I'm going to the G-7" lies ahead.
        if token.lemma == "go"
            && token.form.to_lowercase().ends_with("ing")
            && auxiliaries == 1
            && infinitive_after_be.is_some_and(|be| self.analysis.tokens[be].feature("Tense") == Some("Pres"))
        {
            modality = weaker(modality, Modality::Future);
        }
        if is_conditional && modality == Modality::Future {
            modality = Modality::Hypothetical;
        }
        // An arrest warrant is for what is yet to be done.
        if token.lemma == "warrant" && token.upos == Upos::Noun {
            modality = weaker(modality, Modality::Requested);
        }
        Stance { negated, modality }
    }

    /// Whether a clause says under which condition something will be: "if", "unless".
    fn is_condition(&self, clause: usize) -> bool {
        self.analysis.children(clause).any(|child| {
            self.analysis.tokens[child].relation() == "mark" && {
                let text = self.with_fixed(child);
                text != "whether" && self.ontology.is_word("conditionWord", &text)
            }
        })
    }

    /// Whether an adverb or conjunction negates: "not", "never", "no longer", "nor", but not "not only".
    pub(super) fn negates(&self, token: usize) -> bool {
        let form = self.analysis.tokens[token].form.to_lowercase();
        let next = self.analysis.tokens.get(token + 1).map_or("", |next| next.form.as_str());
        match form.as_str() {
            "not" | "n't" | "n’t" | "nt" => !matches!(
                next.to_lowercase().as_str(),
                "only" | "just" | "merely" | "simply" | "least" | "surprisingly"
            ),
            "longer" | "more" => {
                self.analysis.children(token).any(|child| self.lemma(child).eq_ignore_ascii_case("no"))
            }
            "neither" | "nor" => true,
            "no" => next.eq_ignore_ascii_case("longer") || next.eq_ignore_ascii_case("more"),
            "instead" | "rather" => false,
            _ => self.analysis.tokens[token].relation() == "advmod" && self.ontology.is_word("negationWord", &form),
        }
    }

    pub(super) fn is_negative_argument(&self, token: usize) -> bool {
        matches!(self.lemma(token).to_lowercase().as_str(), "nobody" | "nothing" | "none" | "neither")
            || self.analysis.children(token).any(|child| {
                let other = &self.analysis.tokens[child];
                (matches!(other.relation(), "det" | "advmod")
                    && matches!(other.lemma.to_lowercase().as_str(), "no" | "neither"))
                    || (&*other.deprel == "cc:preconj" && other.lemma.eq_ignore_ascii_case("neither"))
            })
    }

    pub(super) fn auxiliary(&self, node: usize, form: &str, lemma: &str) -> Modality {
        match form {
            "will" | "shall" | "'ll" | "’ll" | "wo" | "sha" => Modality::Future,
            "may" | "might" | "could" | "can" | "ca" => Modality::Possible,
            "should" if self.is_inverted(node) => Modality::Hypothetical,
            "should" | "must" | "ought" => Modality::Requested,
            "would" => self.would(node),
            "'d" | "’d" if lemma == "would" => self.would(node),
            _ => Modality::Actual,
        }
    }

    /// "Should he win, …".
    pub(super) fn is_inverted(&self, node: usize) -> bool {
        let subject = self.analysis.child(node, "nsubj");
        let should = self.analysis.child(node, "aux");
        self.analysis.tokens[node].relation() == "advcl"
            && matches!((subject, should), (Some(subject), Some(should)) if should < subject)
    }

    /// The future seen from a past report ("said it would") or from a story ("would later become"), else a condition.
    pub(super) fn would(&self, node: usize) -> Modality {
        let analysis = self.analysis;
        let has_condition = |node: usize| {
            analysis.children(node).any(|child| {
                analysis.tokens[child].relation() == "advcl"
                    && analysis.child(child, "mark").is_some_and(|mark| self.lists("conditionWord", mark))
            })
        };
        let conjuncts = analysis.children(node).filter(|&child| analysis.tokens[child].relation() == "conj");
        if has_condition(node) || conjuncts.into_iter().any(has_condition) {
            return Modality::Hypothetical;
        }
        if analysis.children(node).any(|child| matches!(self.lemma(child), "later" | "eventually" | "subsequently")) {
            return Modality::Actual;
        }
        let mut at = node;
        for _ in 0..6 {
            if analysis.children(at).any(|child| {
                matches!(analysis.tokens[child].relation(), "parataxis" | "ccomp")
                    && self.is_report(child)
                    && analysis.child(child, "ccomp").is_none()
            }) {
                return Modality::Future;
            }
            let token = &analysis.tokens[at];
            let Some(head) = token.head else { break };
            match token.relation() {
                "ccomp" | "parataxis" if self.is_report(head) => return Modality::Future,
                "ccomp" | "conj" | "xcomp" => at = head,
                _ => break,
            }
        }
        Modality::Hypothetical
    }

    /// "demand that Russia leave": a bare form after a subject.
    pub(super) fn is_subjunctive(&self, node: usize) -> bool {
        let token = &self.analysis.tokens[node];
        let has_auxiliary = self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            matches!(other.relation(), "aux" | "cop") && !other.form.eq_ignore_ascii_case("be")
        });
        if token.feature("Mood") == Some("Sub") {
            return true;
        }
        let bare_be = self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            matches!(other.relation(), "aux" | "cop") && other.form.eq_ignore_ascii_case("be")
        });
        let singular = self.analysis.child(node, "nsubj").is_some_and(|subject| {
            let subject = &self.analysis.tokens[subject];
            subject.feature("Number") != Some("Plur") && subject.feature("Person").is_none_or(|person| person == "3")
        });
        !has_auxiliary && (bare_be || (token.upos == Upos::Verb && token.form == token.lemma && singular))
    }

    pub(super) fn is_asked(&self, node: usize) -> bool {
        let analysis = self.analysis;
        let sentence = &analysis.sentences[analysis.sentence_of(node)];
        let is_question = analysis.tokens[sentence.tokens.clone()].iter().rev().take(3).any(|token| token.form == "?");
        if !is_question {
            return false;
        }
        let mut at = node;
        loop {
            let token = &analysis.tokens[at];
            let asks = self.asks(at);
            let presupposes = analysis.children(at).any(|child| {
                let other = &analysis.tokens[child];
                let lemma = other.lemma.to_lowercase();
                // "Why did he resign?" and "Who resigned?" take for granted that somebody did.
                matches!(&*lemma, "why" | "how" | "when" | "where")
                    || other.relation() == "nsubj" && matches!(&*lemma, "who" | "what")
            });
            if presupposes {
                return false;
            }
            match (token.relation(), token.head) {
                // The mark hangs on the clause that asks, or on one before it: "he resigned, but who comes next?"
                _ if analysis.children(at).any(|child| analysis.tokens[child].form == "?") => {
                    let is_clause = |child: &usize| matches!(analysis.tokens[*child].relation(), "conj" | "parataxis");
                    return asks || !analysis.children(at).filter(is_clause).any(|child| self.asks(child));
                }
                ("root", _) | (_, None) => return false,
                ("conj", _) if asks => return true,
                ("advcl" | "acl" | "nmod" | "appos" | "parataxis" | "obl" | "nsubj" | "compound", _) => return false,
                (_, Some(head)) => at = head,
            }
        }
    }

    /// Whether a clause has the form of a question: a word of question in it, or its auxiliary before its subject.
    fn asks(&self, clause: usize) -> bool {
        let analysis = self.analysis;
        let is_asking = |token: usize| analysis.tokens[token].feature("PronType") == Some("Int");
        let subject = analysis.child(clause, "nsubj");
        analysis.children(clause).any(|child| {
            let token = &analysis.tokens[child];
            is_asking(child)
                || child < clause && analysis.children(child).any(is_asking)
                || matches!(token.relation(), "aux" | "cop") && subject.is_some_and(|subject| child < subject)
        })
    }
}
