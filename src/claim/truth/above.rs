//! What the words above make of a predicate: complements, clauses, nouns with content.

use super::super::words::{
    AHEAD, ASPECT_NOUNS, CHOOSING, COLLECTIONS, EXPECTING, EXPRESSING, GATHERING, HAPPENING_VERBS, INTENDING,
    LIGHT_VERBS, NEEDED, OPEN, PLAN_NOUNS, POSSIBILITY_NOUNS, PREVENTING_VERBS, REQUEST_NOUNS,
    REQUESTING_VERBS_OF_NOUNS, RESULTING, SUFFERED, is_ranked,
};
use super::{Modality, Reading, Stance, Step, Way, ends, into};
use crate::language::{CURRENCIES, Upos};
use crate::ontology::Class;

impl Reading<'_> {
    /// What the governor does to the predicate `node`, and where the way goes on.
    pub(super) fn step(&self, node: usize, governor: usize) -> Step {
        let token = &self.analysis.tokens[node];
        match &*token.deprel {
            "acl:relcl" | "advcl:relcl" | "appos" | "parataxis" | "root" | "list" | "dislocated" | "vocative" => {
                return ends(Stance::NOTHING);
            }
            _ => {}
        }
        let is_content = match token.relation() {
            "xcomp" | "ccomp" | "csubj" => true,
            // "ruled out joining", however the tree takes it
            "advcl" => node > governor && self.analysis.child(node, "mark").is_none() && token.form.ends_with("ing"),
            _ => false,
        };
        if let Some(step) = self.ruled_out(governor).filter(|_| is_content) {
            return step;
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
    pub(super) fn conjunct(&self, node: usize, first: usize) -> Step {
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
    pub(super) fn infinitive(&self, node: usize, governor: usize) -> Step {
        if self.analysis.tokens[governor].upos != Upos::Verb && self.analysis.tokens[governor].upos != Upos::Aux {
            return self.content_of_adjective(node, governor);
        }
        let lemma = self.lemma(governor);
        let is_to = self.has_mark(node, "to");
        let has_object =
            self.analysis.child(governor, "obj").is_some() || self.analysis.child(governor, "iobj").is_some();
        match lemma {
            "have" if is_to && self.was_done(governor) => return into(Stance::NOTHING),
            "have" | "need" if is_to => return into(Stance::modal(Modality::Requested)),
            "go" if is_to && self.analysis.tokens[governor].form.eq_ignore_ascii_case("going") => {
                return into(Stance::modal(Modality::Future));
            }
            "be" if is_to => return into(Stance::modal(Modality::Future)),
            // Who claims to have done something says so: the source is told, the rest is as it was said.
            "claim" => return into(Stance::NOTHING),
            "seem" | "appear" | "risk" | "tend" | "purport" => {
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

    /// "Had to leave" tells that somebody left, unless somebody else says what had to be.
    fn was_done(&self, had: usize) -> bool {
        let token = &self.analysis.tokens[had];
        token.feature("Tense") == Some("Past")
            && token.feature("VerbForm") == Some("Fin")
            && token.relation() != "ccomp"
            && !self.own(had).negated
    }

    /// "unable to", "ready to", "likely to", "important to".
    pub(super) fn content_of_adjective(&self, node: usize, governor: usize) -> Step {
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
    pub(super) fn clause(&self, node: usize, governor: usize) -> Step {
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
        // "Resolving the dispute would be a success": its subject is as real as what is said of it.
        if self.analysis.tokens[node].relation() == "csubj"
            && self.analysis.tokens[node].feature("VerbForm") != Some("Fin")
        {
            return Step { stance: Stance::NOTHING, way: Way::IntoModality };
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

    pub(super) fn adverbial(&self, node: usize, governor: usize) -> Step {
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
                // What results is reached: "defeats X to claim the title", "votes to lift", "went on to win".
                let goes_on = self.lemma(governor) == "go"
                    && analysis.children(governor).any(|child| self.lemma(child) == "on" && child == governor + 1);
                // And who gathers to protest does so.
                let (deed, purpose) = (self.lemma(governor), self.lemma(node));
                let expresses = purpose == "protest" || EXPRESSING.contains(&purpose) && GATHERING.contains(&deed);
                // "Rallies to win", "appoints Roe to succeed Doe"
                let succeeds = matches!(purpose, "succeed" | "replace") && CHOOSING.contains(&deed);
                if goes_on || expresses || succeeds || RESULTING.contains(&deed) {
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
                    "accuse" | "suspect" | "charge" | "blame" | "investigate" | "indict" | "sue"
                );
                if is_accusation && (self.analysis.is_passive(governor) || self.lemma(governor) != "accuse") {
                    return into(Stance::modal(Modality::Possible));
                }
                let is_cleared =
                    text == "of" && matches!(self.lemma(governor), "clear" | "acquit" | "absolve" | "exonerate");
                if self.lists("negativeImplicative", governor) && text == "from" || is_cleared {
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
            // "Will leave when they arrive", "may resign after meeting the king": as far off as what it dates.
            _ if self.is_time_of_its_verb(node) => Step { stance: Stance::NOTHING, way: Way::IntoModality },
            _ => ends(Stance::NOTHING),
        }
    }

    /// A clause of time in the present tense or without a tense: it has that of the verb above.
    fn is_time_of_its_verb(&self, node: usize) -> bool {
        let tokens = &self.analysis.tokens;
        let is_of_time = self.analysis.children(node).any(|child| {
            matches!(tokens[child].relation(), "mark" | "advmod")
                && matches!(
                    &*tokens[child].lemma.to_lowercase(),
                    "when" | "once" | "until" | "till" | "after" | "before"
                )
        });
        let tense = self.analysis.child(node, "aux").unwrap_or(node);
        is_of_time && tokens[tense].feature("Tense") != Some("Past")
    }

    /// "plan to", "allegations that", "calls for", "lack of".
    pub(super) fn content_of_noun(&self, node: usize, noun: usize) -> Step {
        let relation = self.analysis.tokens[node].relation();
        let is_clause = matches!(relation, "acl" | "ccomp" | "xcomp" | "csubj");
        if is_clause && !["to", "that", "of", "from"].iter().any(|mark| self.has_mark(node, mark)) {
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
            // "the first company to win" did win, and "will be the first to win" will.
            if is_ranked(self.analysis, noun) {
                return into(Stance::NOTHING);
            }
            Modality::Future
        } else if is_clause && self.own(noun).negated {
            // "No evidence that Norway attacked": the noun's own "no" negates it.
            Modality::Possible
        } else {
            return ends(Stance::NOTHING);
        };
        self.and_on(noun, Stance::modal(modality))
    }

    /// From a noun with content to what governs the noun: "has no plans to", "denies the allegation that".
    pub(super) fn and_on(&self, noun: usize, stance: Stance) -> Step {
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

    /// What is ruled out will not be, and what is not may be.
    fn ruled_out(&self, verb: usize) -> Option<Step> {
        if self.lemma(verb) != "rule" || !self.child_is(verb, "compound", "out") {
            return None;
        }
        let analysis = self.analysis;
        let is_kept = analysis.children(verb).any(|child| matches!(self.lemma(child), "not" | "never"))
            || analysis.tokens[verb].head.is_some_and(|verb| matches!(self.lemma(verb), "refuse" | "decline"));
        Some(if is_kept { ends(Stance::modal(Modality::Possible)) } else { into(Stance::NEGATED) })
    }

    /// A noun that names an event, as an argument.
    pub(super) fn argument(&self, node: usize, governor: usize) -> Step {
        let analysis = self.analysis;
        let token = &analysis.tokens[node];
        let relation = token.relation();
        if !self.is_event(node)
            || matches!(&*token.deprel, "nmod:poss" | "nmod:unmarked" | "obl:unmarked" | "obl:agent")
        {
            return ends(Stance::NOTHING);
        }
        if analysis.tokens[governor].upos == Upos::Noun && relation == "nmod" {
            if [ASPECT_NOUNS, COLLECTIONS, CURRENCIES].iter().any(|list| self.holds(list, governor)) {
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
            if let Some(step) = self.ruled_out(governor).filter(|_| is_object) {
                return step;
            }
            if is_object && [INTENDING, EXPECTING].iter().any(|list| self.holds(list, governor)) {
                return into(Stance::modal(Modality::Future));
            }
            // "Approves the extradition of Roe" does not hand her over yet, and "suspends" it not at all.
            let is_suffered = is_object && self.holds(SUFFERED, node);
            if is_suffered && matches!(self.lemma(governor), "approve" | "authorize" | "authorise" | "grant" | "permit")
            {
                return into(Stance::modal(Modality::Future));
            }
            if is_suffered && matches!(self.lemma(governor), "suspend" | "halt" | "stop" | "pause" | "postpone") {
                return into(Stance::NEGATED);
            }
            // "A reward for information leading to the arrest of Roe"
            if key == "lead to"
                && analysis.tokens[governor].relation() == "acl"
                && analysis.tokens[governor].form.ends_with("ing")
            {
                return into(Stance::modal(Modality::Possible));
            }
            if matches!(key.as_str(), "prepare for" | "plan for" | "wait for" | "hope for" | "agree to" | "vote for") {
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
    pub(super) fn is_new(&self, node: usize) -> bool {
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
    pub(super) fn is_nominal(&self, node: usize) -> bool {
        matches!(self.analysis.tokens[node].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj)
            && self.analysis.child(node, "cop").is_none()
    }

    /// Whether a noun may name what happens, not a person, body or place.
    pub(super) fn is_event(&self, node: usize) -> bool {
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
}
