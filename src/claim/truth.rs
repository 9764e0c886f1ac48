//! How a text stands to what a predicate says: whether it affirms or denies it, and how far it is the case.
//!
//! The answer is gathered on the way from the predicate up its tree. Each word on the way adds what stands on itself
//! (negation, auxiliaries, adverbs, a condition), each edge what the governing word does to its content: "refuses to"
//! negates it, "plans to" puts it ahead, "urges X to" asks for it, by the lexicon's word lists. The way ends where the
//! text commits itself anew: at the content of a verb of speech, a relative clause, a clause of time or reason. Who says
//! it is not asked here (see [`super::attribution`]): a reported statement has the truth that its own words give it.
//!
//! Of several modalities the least committed counts, in the order of [`Modality`]; negations cancel out from one
//! word to the next ("did not fail to") but not on one word.

use super::words::{
    AHEAD, ASPECT_NOUNS, HAPPENING_VERBS, LIGHT_VERBS, NEEDED, OPEN, PLAN_NOUNS, PLANNING_VERBS_OF_NOUNS,
    POSSIBILITY_NOUNS, PREVENTING_VERBS, REQUEST_NOUNS, REQUESTING_VERBS_OF_NOUNS,
};
use super::{Modality, Polarity};
use crate::language::{Analysis, Upos};
use crate::ontology::{Class, Ontology};

/// How a text stands to what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// Whether it is or is not.
    pub polarity: Polarity,
    /// How far it is.
    pub modality: Modality,
}

/// How the text stands to what `predicate` (a token: verb, noun or adjective) says.
///
/// For a noun that names an event ("sanctions", "talks") the governing verb counts where it says that the event is: its
/// light verb ("will impose sanctions"), or any verb where the noun is new to the text ("did not reach a deal").
pub fn status(analysis: &Analysis, ontology: &Ontology, predicate: usize) -> Truth {
    let reading = Reading { analysis, ontology };
    let mut stance = reading.own(predicate);
    let mut node = predicate;
    let mut modality_only = false;
    // Trees are no deeper than this; a damaged one must not hold us.
    for _ in 0..24 {
        let Some(governor) = analysis.tokens[node].head else { break };
        let step = reading.step(node, governor);
        stance.add(step.stance, modality_only);
        match step.way {
            Way::Ends => break,
            Way::Beside => {}
            Way::Into => stance.add(reading.own_beside(governor, Some(node)), modality_only),
            Way::IntoModality => {
                modality_only = true;
                stance.add(reading.own(governor), true);
            }
        }
        node = governor;
    }
    if stance.modality == Modality::Actual && reading.is_asked(predicate) {
        stance.modality = Modality::Possible;
    }
    Truth { polarity: if stance.negated { Polarity::Negated } else { Polarity::Affirmed }, modality: stance.modality }
}

/// What one word or edge adds.
#[derive(Debug, Clone, Copy)]
struct Stance {
    negated: bool,
    modality: Modality,
}

impl Stance {
    const NOTHING: Self = Self { negated: false, modality: Modality::Actual };
    const NEGATED: Self = Self { negated: true, modality: Modality::Actual };

    const fn modal(modality: Modality) -> Self {
        Self { negated: false, modality }
    }

    fn add(&mut self, other: Self, modality_only: bool) {
        self.negated ^= other.negated && !modality_only;
        self.modality = weaker(self.modality, other.modality);
    }
}

fn weaker(one: Modality, other: Modality) -> Modality {
    let rank = |modality| match modality {
        Modality::Actual => 0,
        Modality::Future => 1,
        Modality::Possible => 2,
        Modality::Requested => 3,
        Modality::Hypothetical => 4,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// Where the way goes after an edge.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// The text commits itself anew here.
    Ends,
    /// To the governor, leaving out what stands on it: between conjuncts.
    Beside,
    /// To the governor, with what stands on it.
    Into,
    /// The same, but negation stays outside from here on.
    IntoModality,
}

struct Step {
    stance: Stance,
    way: Way,
}

const fn ends(stance: Stance) -> Step {
    Step { stance, way: Way::Ends }
}

const fn into(stance: Stance) -> Step {
    Step { stance, way: Way::Into }
}

/// Whether a word list holds a token's lemma. Lemmas of verbs sometimes come without their "e" ("urg", "accus").
pub(super) fn is_listed(ontology: &Ontology, analysis: &Analysis, list: &str, token: usize) -> bool {
    let word = &analysis.tokens[token];
    ontology.is_word(list, &word.lemma)
        || (word.upos == Upos::Verb
            && word.lemma.len() + 2 <= word.form.len()
            && ontology.is_word(list, &format!("{}e", word.lemma)))
}

struct Reading<'a> {
    analysis: &'a Analysis,
    ontology: &'a Ontology,
}

impl Reading<'_> {
    fn lemma(&self, token: usize) -> &str {
        &self.analysis.tokens[token].lemma
    }

    fn lists(&self, list: &str, token: usize) -> bool {
        is_listed(self.ontology, self.analysis, list, token)
    }

    fn holds(&self, list: &[&str], token: usize) -> bool {
        let lemma = self.lemma(token);
        list.iter().any(|word| word.eq_ignore_ascii_case(lemma))
    }

    /// What stands on a word itself.
    fn own(&self, node: usize) -> Stance {
        self.own_beside(node, None)
    }

    /// The same, without the argument that we come from: its "no" was counted on itself.
    fn own_beside(&self, node: usize, from: Option<usize>) -> Stance {
        let mut negated = false;
        let mut modality = Modality::Actual;
        let token = &self.analysis.tokens[node];
        if matches!(token.lemma.to_lowercase().as_str(), "nobody" | "nothing" | "none") {
            negated = true;
        }
        let mut auxiliaries = 0;
        let mut infinitive_after_be = None;
        let mut has_subject = false;
        for child in self.analysis.children(node) {
            let other = &self.analysis.tokens[child];
            let word = other.form.to_lowercase();
            match other.relation() {
                "advmod" | "cc" | "discourse" => {
                    if self.negates(child) {
                        negated = true;
                    } else if self.lists("possibilityWord", child) {
                        modality = weaker(modality, Modality::Possible);
                    }
                }
                "det" => negated |= matches!(word.as_str(), "no" | "neither"),
                "aux" => {
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
                    if matches!(text.as_str(), "without" | "instead of" | "rather than") {
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
                        && token.head.is_some_and(|head| self.analysis.tokens[head].upos == Upos::Noun)
                    {
                        // "talks on ending the war": what the talks are about may never be.
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
        Stance { negated, modality }
    }

    /// Whether an adverb or conjunction negates: "not", "never", "no longer", "nor", but not "not only".
    fn negates(&self, token: usize) -> bool {
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

    fn is_negative_argument(&self, token: usize) -> bool {
        matches!(self.lemma(token).to_lowercase().as_str(), "nobody" | "nothing" | "none" | "neither")
            || self.analysis.children(token).any(|child| {
                let other = &self.analysis.tokens[child];
                (matches!(other.relation(), "det" | "advmod")
                    && matches!(other.lemma.to_lowercase().as_str(), "no" | "neither"))
                    || (&*other.deprel == "cc:preconj" && other.lemma.eq_ignore_ascii_case("neither"))
            })
    }

    fn auxiliary(&self, node: usize, form: &str, lemma: &str) -> Modality {
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
    fn is_inverted(&self, node: usize) -> bool {
        let subject = self.analysis.child(node, "nsubj");
        let should = self.analysis.child(node, "aux");
        self.analysis.tokens[node].relation() == "advcl"
            && matches!((subject, should), (Some(subject), Some(should)) if should < subject)
    }

    /// The future seen from a past report ("said it would") or from a story ("would later become"), else a condition.
    fn would(&self, node: usize) -> Modality {
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

    /// Whether a verb reports what was said or thought.
    fn is_report(&self, node: usize) -> bool {
        self.analysis.tokens[node].upos == Upos::Verb
            && (self.lists("speechVerb", node) || self.lists("planVerb", node) || self.lists("factiveVerb", node))
    }

    /// What the governor does to the predicate `node`, and where the way goes on.
    fn step(&self, node: usize, governor: usize) -> Step {
        let token = &self.analysis.tokens[node];
        match &*token.deprel {
            "acl:relcl" | "advcl:relcl" | "appos" | "parataxis" | "root" | "list" | "dislocated" | "vocative" => {
                return ends(Stance::NOTHING);
            }
            _ => {}
        }
        match token.relation() {
            "conj" => self.conjunct(node, governor),
            "xcomp" => self.infinitive(node, governor),
            "ccomp" | "csubj" => self.clause(node, governor),
            "advcl" => self.adverbial(node, governor),
            "acl" => self.content_of_noun(node, governor),
            "obj" | "nsubj" | "obl" | "nmod" | "iobj" if self.is_nominal(node) => self.argument(node, governor),
            _ => ends(Stance::NOTHING),
        }
    }

    /// Auxiliaries and negation of the first conjunct hold for those that have neither subject nor form of their own.
    fn conjunct(&self, node: usize, first: usize) -> Step {
        let token = &self.analysis.tokens[node];
        let is_finite = token.feature("VerbForm") == Some("Fin")
            || self.analysis.child(node, "nsubj").is_some()
            || self.analysis.child(node, "aux").is_some();
        let is_same_form = self.is_nominal(node)
            || !is_finite
            || token.feature("VerbForm") == self.analysis.tokens[first].feature("VerbForm")
                && self.analysis.child(first, "aux").is_none();
        let beside = Step { stance: Stance::NOTHING, way: Way::Beside };
        if !is_same_form || is_finite {
            return beside;
        }
        let mut own = self.own(first);
        // "It did not attack but withdrew": a negation before "but" ends there.
        let is_opposed =
            self.analysis.children(node).any(|child| matches!(self.lemma(child), "but" | "instead" | "rather"));
        if is_opposed || self.is_nominal(node) || self.analysis.child(first, "case").is_some() {
            own.negated = false;
        }
        Step { stance: own, way: Way::Beside }
    }

    /// "plans to", "urges X to", "refuses to", "is able to", "seems to".
    fn infinitive(&self, node: usize, governor: usize) -> Step {
        if self.analysis.tokens[governor].upos != Upos::Verb && self.analysis.tokens[governor].upos != Upos::Aux {
            return self.content_of_adjective(node, governor);
        }
        let lemma = self.lemma(governor);
        let is_to = self.has_mark(node, "to");
        let has_object =
            self.analysis.child(governor, "obj").is_some() || self.analysis.child(governor, "iobj").is_some();
        match lemma {
            "have" | "need" if is_to => return into(Stance::modal(Modality::Requested)),
            "go" if is_to && self.analysis.tokens[governor].form.eq_ignore_ascii_case("going") => {
                return into(Stance::modal(Modality::Future));
            }
            "be" if is_to => return into(Stance::modal(Modality::Future)),
            "seem" | "appear" | "risk" | "tend" | "claim" | "purport" => {
                return into(Stance::modal(Modality::Possible));
            }
            "suppose" | "oblige" => return into(Stance::modal(Modality::Requested)),
            // "remembers doing" did, "forgets to do" did not.
            "forget" | "stop" | "quit" if is_to == (lemma != "forget") => return into(Stance::NOTHING),
            "want" | "ask" | "expect" if has_object && lemma != "expect" => {
                return into(Stance::modal(Modality::Requested));
            }
            "want" => return into(Stance::modal(Modality::Future)),
            _ => {}
        }
        if self.lists("negativeImplicative", governor) || self.lists("denialVerb", governor) {
            return into(Stance::NEGATED);
        }
        if self.lists("positiveImplicative", governor) {
            return into(Stance::NOTHING);
        }
        // "suggested returning" plans, "suggested that" reports.
        if self.is_listed_with_particle("requestVerb", governor)
            && !(self.lists("planVerb", governor) && !has_object && !self.analysis.is_passive(governor))
        {
            return into(Stance::modal(if matches!(lemma, "suggest") && !is_to {
                Modality::Future
            } else {
                Modality::Requested
            }));
        }
        if self.lists("planVerb", governor) && is_to {
            return into(Stance::modal(Modality::Future));
        }
        if self.lists("attemptVerb", governor)
            || self.lists("permissionVerb", governor)
            || self.lists("beliefVerb", governor)
            || self.lists("doubtVerb", governor)
        {
            return into(Stance::modal(Modality::Possible));
        }
        if self.lists("planVerb", governor) {
            return into(Stance::modal(Modality::Future));
        }
        // "is said to have met": hearsay.
        if is_to
            && self.analysis.is_passive(governor)
            && (self.lists("speechVerb", governor) || self.lists("possibilityWord", governor))
        {
            return into(Stance::modal(Modality::Possible));
        }
        into(Stance::NOTHING)
    }

    /// "unable to", "ready to", "likely to", "important to".
    fn content_of_adjective(&self, node: usize, governor: usize) -> Step {
        let has_content = self.has_mark(node, "to")
            || self.has_mark(node, "that")
            || matches!(self.analysis.tokens[node].relation(), "ccomp" | "csubj");
        let lemma = self.lemma(governor).to_lowercase();
        match lemma.as_str() {
            "unlikely" => into(Stance { negated: true, modality: Modality::Possible }),
            _ if self.lists("negativeAdjective", governor) => into(Stance::NEGATED),
            _ if self.holds(AHEAD, governor) && has_content => into(Stance::modal(Modality::Future)),
            _ if self.holds(OPEN, governor) && has_content => into(Stance::modal(Modality::Possible)),
            _ if self.holds(NEEDED, governor) => into(Stance::modal(Modality::Requested)),
            _ if self.lists("possibilityWord", governor) => into(Stance::modal(Modality::Possible)),
            _ if self.analysis.tokens[governor].upos == Upos::Noun => self.content_of_noun(node, governor),
            _ => into(Stance::NOTHING),
        }
    }

    /// A clause as content: "said that", "expects that", "demands that".
    fn clause(&self, node: usize, governor: usize) -> Step {
        let upos = self.analysis.tokens[governor].upos;
        if upos == Upos::Adj {
            return self.content_of_adjective(node, governor);
        }
        if upos == Upos::Noun {
            return self.content_of_noun(node, governor);
        }
        if self.lists("denialVerb", governor) {
            return into(Stance::NEGATED);
        }
        if self.is_listed_with_particle("requestVerb", governor)
            && (!self.lists("speechVerb", governor) || self.is_subjunctive(node))
        {
            return into(Stance::modal(Modality::Requested));
        }
        if self.lists("speechVerb", governor) && !self.lists("doubtVerb", governor) {
            // What somebody did not say is left open; what somebody did not reveal may well be so.
            let is_denied = self.own(governor).negated && !self.lists("factiveVerb", governor);
            let is_hearsay = self.analysis.is_passive(governor);
            return ends(if is_denied || is_hearsay { Stance::modal(Modality::Possible) } else { Stance::NOTHING });
        }
        // "know how to do it" is no doing.
        if self.has_mark(node, "to") && self.analysis.tokens[node].relation() == "ccomp" {
            return into(Stance::modal(Modality::Possible));
        }
        if self.lists("factiveVerb", governor) {
            return ends(Stance::NOTHING);
        }
        if self.lemma(governor) == "doubt" {
            return ends(Stance { negated: true, modality: Modality::Possible });
        }
        if self.lists("planVerb", governor) || matches!(self.lemma(governor), "ensure" | "see" | "arrange") {
            return into(Stance::modal(Modality::Future));
        }
        if self.lists("doubtVerb", governor)
            || self.lists("beliefVerb", governor)
            || matches!(self.lemma(governor), "seem" | "appear" | "wish")
        {
            return into(Stance::modal(Modality::Possible));
        }
        if self.lists("negativeImplicative", governor) {
            return into(Stance::NEGATED);
        }
        ends(Stance::NOTHING)
    }

    fn adverbial(&self, node: usize, governor: usize) -> Step {
        let analysis = self.analysis;
        let mark = analysis.children(node).find(|&child| matches!(analysis.tokens[child].relation(), "mark" | "case"));
        let text = mark.map(|mark| self.with_fixed(mark)).unwrap_or_default();
        // "in order to", also where the tree does not join its words; "for them to see".
        let has_to = matches!(text.as_str(), "in" | "for" | "so" | "as") && self.has_mark(node, "to");
        match text.as_str() {
            _ if has_to => Step { stance: Stance::modal(Modality::Future), way: Way::IntoModality },
            "to" | "in order to" | "so as to" => {
                if analysis.tokens[governor].upos == Upos::Adj && !self.is_listed_with_particle("requestVerb", governor)
                {
                    return self.content_of_adjective(node, governor);
                }
                let is_content = ["requestVerb", "planVerb", "negativeImplicative", "attemptVerb", "permissionVerb"]
                    .iter()
                    .any(|list| self.is_listed_with_particle(list, governor));
                // "used a tool to attack" did attack.
                if analysis.tokens[governor].lemma == "use" {
                    return Step { stance: Stance::NOTHING, way: Way::IntoModality };
                }
                if is_content && text == "to" && analysis.tokens[governor].upos == Upos::Verb {
                    return self.infinitive(node, governor);
                }
                // What results is reached: "defeats X to claim the title", "votes to lift".
                if matches!(self.lemma(governor), "defeat" | "beat" | "vote") {
                    return Step { stance: Stance::NOTHING, way: Way::IntoModality };
                }
                // "cannot use the law to deport": what is impossible is its purpose.
                let own = self.own(governor);
                if own.negated && own.modality == Modality::Possible {
                    return into(Stance::NOTHING);
                }
                // A purpose need not be reached.
                Step { stance: Stance::modal(Modality::Future), way: Way::IntoModality }
            }
            "of" | "with" | "from" | "for" => {
                let is_accusation = matches!(
                    self.lemma(governor),
                    "accuse" | "suspect" | "charge" | "blame" | "investigate" | "indict"
                );
                if is_accusation && (self.analysis.is_passive(governor) || self.lemma(governor) != "accuse") {
                    return into(Stance::modal(Modality::Possible));
                }
                if self.lists("negativeImplicative", governor) && text == "from" {
                    return into(Stance::NEGATED);
                }
                ends(Stance::NOTHING)
            }
            "" if analysis.tokens[node].feature("VerbForm") != Some("Fin")
                && analysis.child(node, "nsubj").is_none() =>
            {
                Step { stance: Stance::NOTHING, way: Way::IntoModality }
            }
            "by" => Step { stance: Stance::NOTHING, way: Way::IntoModality },
            _ => ends(Stance::NOTHING),
        }
    }

    /// "plan to", "allegations that", "calls for", "lack of".
    fn content_of_noun(&self, node: usize, noun: usize) -> Step {
        let relation = self.analysis.tokens[node].relation();
        let is_clause = matches!(relation, "acl" | "ccomp" | "xcomp" | "csubj");
        if is_clause
            && !(self.has_mark(node, "to")
                || self.has_mark(node, "that")
                || self.has_mark(node, "of")
                || self.has_mark(node, "from"))
        {
            // A participle beside a noun says something of it on its own: "a banner signed by".
            return ends(Stance::NOTHING);
        }
        if self.lists("negativeAdjective", noun) {
            return self.and_on(noun, Stance::NEGATED);
        }
        let modality = if self.holds(PLAN_NOUNS, noun) {
            Modality::Future
        } else if self.holds(REQUEST_NOUNS, noun) {
            Modality::Requested
        } else if self.holds(POSSIBILITY_NOUNS, noun) {
            // "power of the state" and "right of the people" hold no content.
            if !is_clause
                && matches!(
                    self.lemma(noun),
                    "power" | "right" | "authority" | "ability" | "claim" | "charge" | "capacity"
                )
                && !self.is_event(node)
            {
                return ends(Stance::NOTHING);
            }
            Modality::Possible
        } else if is_clause && self.has_mark(node, "to") {
            // "the first company to win" did win.
            let is_ranked = self.analysis.children(noun).any(|child| {
                matches!(self.lemma(child), "first" | "second" | "third" | "last" | "only" | "young" | "latest" | "old")
            });
            if is_ranked {
                return ends(Stance::NOTHING);
            }
            Modality::Future
        } else {
            return ends(Stance::NOTHING);
        };
        self.and_on(noun, Stance::modal(modality))
    }

    /// From a noun with content to what governs the noun: "has no plans to", "denies the allegation that".
    fn and_on(&self, noun: usize, stance: Stance) -> Step {
        let Some(head) = self.analysis.tokens[noun].head else { return into(stance) };
        let is_object = matches!(self.analysis.tokens[noun].relation(), "obj" | "nsubj");
        if is_object
            && (self.holds(PREVENTING_VERBS, head) || self.lists("denialVerb", head) || self.holds(LIGHT_VERBS, head))
        {
            return into(stance);
        }
        let own = self.own(noun);
        let mut sum = stance;
        sum.add(own, false);
        ends(sum)
    }

    /// A noun that names an event, as an argument.
    fn argument(&self, node: usize, governor: usize) -> Step {
        let analysis = self.analysis;
        let token = &analysis.tokens[node];
        let relation = token.relation();
        if !self.is_event(node)
            || matches!(&*token.deprel, "nmod:poss" | "nmod:unmarked" | "obl:unmarked" | "obl:agent")
        {
            return ends(Stance::NOTHING);
        }
        if analysis.tokens[governor].upos == Upos::Noun && relation == "nmod" {
            if self.holds(ASPECT_NOUNS, governor) {
                return into(Stance::NOTHING);
            }
            return self.content_of_noun(node, governor);
        }
        let is_object = relation == "obj" || (relation == "nsubj" && self.analysis.is_passive(governor));
        let key = self.lemma_with_case(node, governor);
        if is_object || relation == "obl" {
            if self.holds_word(REQUESTING_VERBS_OF_NOUNS, &key) {
                return into(Stance::modal(Modality::Requested));
            }
            if is_object && self.holds(PREVENTING_VERBS, governor) {
                return into(Stance::NEGATED);
            }
            // What is ruled out will not be, and what is not may be.
            if is_object && self.lemma(governor) == "rule" && self.child_is(governor, "compound", "out") {
                let is_kept =
                    self.analysis.children(governor).any(|child| matches!(self.lemma(child), "not" | "never"))
                        || analysis.tokens[governor]
                            .head
                            .is_some_and(|verb| matches!(self.lemma(verb), "refuse" | "decline"));
                return if is_kept { ends(Stance::modal(Modality::Possible)) } else { into(Stance::NEGATED) };
            }
            if is_object && self.holds(PLANNING_VERBS_OF_NOUNS, governor) {
                return into(Stance::modal(Modality::Future));
            }
            if matches!(key.as_str(), "prepare for" | "plan for" | "wait for" | "hope for" | "agree to") {
                return into(Stance::modal(Modality::Future));
            }
            if matches!(key.as_str(), "accuse of" | "suspect of" | "charge with") && self.analysis.is_passive(governor)
                || self.lemma(governor) == "allege"
            {
                return into(Stance::modal(Modality::Possible));
            }
        }
        if relation == "obl"
            && self.child_is(node, "case", "for")
            && matches!(
                self.lemma(governor),
                "leave" | "travel" | "arrive" | "go" | "head" | "fly" | "come" | "return" | "depart"
            )
        {
            return Step { stance: Stance::modal(Modality::Future), way: Way::IntoModality };
        }
        let is_light = if is_object {
            self.holds(LIGHT_VERBS, governor)
        } else {
            relation == "nsubj" && self.holds(HAPPENING_VERBS, governor)
        };
        if is_light || (is_object && self.is_new(node)) {
            return into(Stance::NOTHING);
        }
        ends(Stance::NOTHING)
    }

    /// Whether a noun phrase brings something new: no article "the", possessive or demonstrative.
    fn is_new(&self, node: usize) -> bool {
        !self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            matches!(&*other.deprel, "nmod:poss" | "det:poss")
                || (other.relation() == "det"
                    && matches!(
                        other.form.to_lowercase().as_str(),
                        "the" | "this" | "that" | "these" | "those" | "both"
                    ))
        }) && self.analysis.tokens[node].upos == Upos::Noun
    }

    /// Whether a noun is no clause's head.
    fn is_nominal(&self, node: usize) -> bool {
        matches!(self.analysis.tokens[node].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj)
            && self.analysis.child(node, "cop").is_none()
    }

    /// Whether a noun may name what happens, not a person, body or place.
    fn is_event(&self, node: usize) -> bool {
        let Some(class) = self.ontology.noun_class(self.lemma(node)) else {
            return self.analysis.tokens[node].upos == Upos::Noun
                && ![
                    "headTitle",
                    "spokesTitle",
                    "officeNoun",
                    "positionNoun",
                    "occupationNoun",
                    "personNoun",
                    "kinshipNoun",
                ]
                .iter()
                .any(|list| self.lists(list, node));
        };
        let classes = &self.ontology.classes;
        ![Class::Agent, Class::Place, Class::Product, Class::Position].iter().any(|&other| classes.is_a(class, other))
    }

    /// "demand that Russia leave": a bare form after a subject.
    fn is_subjunctive(&self, node: usize) -> bool {
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

    fn is_asked(&self, node: usize) -> bool {
        let analysis = self.analysis;
        let sentence = &analysis.sentences[analysis.sentence_of(node)];
        let is_question = analysis.tokens[sentence.tokens.clone()].iter().rev().take(3).any(|token| token.form == "?");
        if !is_question {
            return false;
        }
        let mut at = node;
        loop {
            let token = &analysis.tokens[at];
            if analysis.children(at).any(|child| {
                matches!(analysis.tokens[child].lemma.to_lowercase().as_str(), "why" | "how" | "when" | "where")
            }) {
                return false;
            }
            match (token.relation(), token.head) {
                // The mark hangs on the clause that asks.
                _ if analysis.children(at).any(|child| analysis.tokens[child].form == "?") => return true,
                ("root", _) | (_, None) => return false,
                ("advcl" | "acl" | "nmod" | "appos" | "parataxis" | "obl" | "nsubj" | "compound", _) => return false,
                (_, Some(head)) => at = head,
            }
        }
    }

    fn has_mark(&self, node: usize, word: &str) -> bool {
        self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            // "admitted to being" has a preposition, no infinitive.
            matches!(other.relation(), "mark" | "case")
                && other.form.eq_ignore_ascii_case(word)
                && (word != "to" || other.upos == Upos::Part)
        })
    }

    fn child_is(&self, node: usize, relation: &str, word: &str) -> bool {
        self.analysis.children(node).any(|child| {
            let other = &self.analysis.tokens[child];
            other.relation() == relation && other.form.eq_ignore_ascii_case(word)
        })
    }

    /// A word and the rest of its fixed expression, in lower case: "rather than".
    fn with_fixed(&self, token: usize) -> String {
        let mut text = self.analysis.tokens[token].form.to_lowercase();
        for child in self.analysis.children(token).filter(|&child| self.analysis.tokens[child].relation() == "fixed") {
            text.push(' ');
            text.push_str(&self.analysis.tokens[child].form.to_lowercase());
        }
        text
    }

    fn lemma_with_case(&self, node: usize, governor: usize) -> String {
        let lemma = self.lemma(governor);
        match self.analysis.child(node, "case").filter(|_| self.analysis.tokens[node].relation() == "obl") {
            Some(case) => format!("{lemma} {}", self.analysis.tokens[case].form.to_lowercase()),
            None => lemma.to_owned(),
        }
    }

    fn holds_word(&self, list: &[&str], word: &str) -> bool {
        list.contains(&word)
    }

    /// Whether a list holds a verb, alone or with its particle or preposition: "call on".
    fn is_listed_with_particle(&self, list: &str, verb: usize) -> bool {
        if self.lists(list, verb) {
            return true;
        }
        self.analysis.children(verb).any(|child| {
            let other = &self.analysis.tokens[child];
            let particle = match &*other.deprel {
                "compound:prt" => Some(child),
                "obl" | "advmod" => self.analysis.child(child, "case"),
                _ => None,
            };
            particle.is_some_and(|particle| {
                let words = format!("{} {}", self.lemma(verb), self.analysis.tokens[particle].form.to_lowercase());
                self.ontology.is_word(list, &words)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{analyse_sentences, for_tests};

    /// The word before `*` is the predicate.
    fn check(text: &str, expected: &str) {
        let network = for_tests();
        let ontology = Ontology::embedded().expect("the ontology is embedded");
        let plain = text.replace('*', "");
        let star = text.find('*').expect("a star after the predicate");
        let analysis = analyse_sentences(&[&plain], network).expect("read").remove(0);
        let predicate =
            analysis.tokens.iter().position(|token| token.span.end == star).expect("a whole word before the star");
        let truth = status(&analysis, &ontology, predicate);
        assert_eq!(format!("{} {}", truth.polarity, truth.modality), expected, "{text}");
    }

    #[test]
    fn what_the_present_names_after_before_lies_ahead() {
        check("Hopes are low before the president meets* the king.", "affirmed future");
        check("Hopes were low before the president met* the king.", "affirmed actual");
    }

    #[test]
    fn plain_statements_are_affirmed_and_actual() {
        check("Norway expelled* two diplomats on Monday.", "affirmed actual");
        check("The two ministers met* in Oslo to discuss the border.", "affirmed actual");
        check("The army managed to capture* the town.", "affirmed actual");
        check("A gunman attacked the convoy, killing* two soldiers.", "affirmed actual");
    }

    #[test]
    fn negation() {
        check("Norway did not expel* the diplomats.", "negated actual");
        check("Norway never signed* the treaty.", "negated actual");
        check("Norway no longer supports* the rebels.", "negated actual");
        check("Nobody attacked* the embassy.", "negated actual");
        check("The company refused to pay* the fine.", "negated actual");
        check("The talks failed to produce* an agreement.", "negated actual");
        check("They left the town without attacking* the base.", "negated actual");
        check("The minister denied meeting* the ambassador.", "negated actual");
        check("The two sides did not reach an agreement*.", "negated actual");
        check("The police prevented an attack* on the embassy.", "negated actual");
        check("Norway not only expelled* the diplomats but closed the embassy.", "affirmed actual");
        check("The minister did not fail to meet* the ambassador.", "affirmed actual");
    }

    #[test]
    fn what_lies_ahead() {
        check("Norway will expel* two diplomats.", "affirmed future");
        check("Norway plans to expel* two diplomats.", "affirmed future");
        check("Norway is going to expel* two diplomats.", "affirmed future");
        check("The leaders are expected to meet* in Oslo.", "affirmed future");
        check("The minister said Norway would expel* the diplomats.", "affirmed future");
        check("Norway has no plans to expel* the diplomats.", "negated future");
        check("The minister vowed to withdraw* the troops.", "affirmed future");
        check("The ministry announced plans to close* the airport.", "affirmed future");
        check("Norway will impose sanctions* on the company.", "affirmed future");
    }

    #[test]
    fn what_may_be() {
        check("Norway may expel* the diplomats.", "affirmed possible");
        check("The group allegedly attacked* the base.", "affirmed possible");
        check("The group is believed to have attacked* the base.", "affirmed possible");
        check("He was accused of attacking* the base.", "affirmed possible");
        check("Norway cannot expel* the diplomats.", "negated possible");
        check("The group tried to attack* the base.", "affirmed possible");
    }

    #[test]
    fn what_depends() {
        check("If Norway expels* the diplomats, Russia will respond.", "affirmed hypothetical");
        check("The law would ban* the party.", "affirmed hypothetical");
    }

    #[test]
    fn what_is_asked_for() {
        check("Norway should expel* the diplomats.", "affirmed requested");
        check("The minister urged Norway to expel* the diplomats.", "affirmed requested");
        check("Protesters demanded that the president resign*.", "affirmed requested");
        check("The union called on the company to pay* the fine.", "affirmed requested");
        check("The minister called for sanctions* against the company.", "affirmed requested");
        check("The company must pay* the fine.", "affirmed requested");
    }

    #[test]
    fn a_report_leaves_truth_to_its_words() {
        check("The minister said Norway expelled* the diplomats.", "affirmed actual");
        check("The minister confirmed that Norway did not expel* the diplomats.", "negated actual");
    }
}
