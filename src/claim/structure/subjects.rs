//! Who does what a predicate says, where its clause does not: conjuncts, infinitives, participles and relative clauses.

use super::super::words::{CHARGING, CHOOSING, FOILING, MOVING, POLICING, REQUEST_NOUNS, is_ranked};
use super::Builder;
use crate::language::Upos;

impl Builder<'_> {
    pub(super) fn uses_antecedent(&self, verb: usize) -> bool {
        let mut stack = self.children(verb).to_vec();
        while let Some(token) = stack.pop() {
            if self.antecedent[token - self.first].is_some() || self.analysis.tokens[token].lemma == "where" {
                return true;
            }
            if !matches!(self.relation(token), "ccomp" | "acl" | "advcl" | "conj") {
                stack.extend(self.children(token));
            }
        }
        false
    }

    /// A predicate noun and those conjoined with it that have no subject of their own.
    pub(super) fn conjuncts(&self, token: usize) -> Vec<usize> {
        let mut all = vec![token];
        all.extend(
            self.children(token)
                .iter()
                .copied()
                .filter(|&child| self.relation(child) == "conj" && !self.is_clause(child)),
        );
        all
    }

    /// The verb of the clause that a participle behind a comma or dash belongs to, where the tree hangs it on a noun inside that
    /// clause: in "police fire on protesters demonstrating in Oslo, killing two" it is not the protesters who kill.
    pub(super) fn result_of(&self, token: usize, head: usize) -> Option<usize> {
        let words = &self.analysis.tokens;
        let is_set_off = token > self.first && matches!(&*words[token - 1].form, "," | "–" | "—" | "--" | "-");
        if !is_set_off || !words[token].form.ends_with("ing") {
            return None;
        }
        // "Police dismantle a ring that smuggles drugs, arresting ten": rings arrest nobody, even where the tree has them do
        // so beside what they do.
        if POLICING.contains(&&*words[token].lemma)
            && self.child(token, "cc").is_none()
            && let Some(verb) = self.clause_around(head)
        {
            return Some(verb);
        }
        if !matches!(self.relation(token), "acl" | "advcl") {
            return None;
        }
        // From a participle that describes a noun to the noun.
        let mut noun = head;
        if self.relation(token) == "advcl" {
            if &*words[head].deprel != "acl" {
                return None;
            }
            noun = self.head(head)?;
        }
        for _ in 0..6 {
            if self.relation(noun) == "nsubj" {
                return None;
            }
            noun = self.head(noun)?;
            if self.is_verb(noun) && self.child(noun, "nsubj").is_some() {
                return Some(noun);
            }
        }
        None
    }

    /// The verb with a subject of its own whose object a relative clause is about.
    fn clause_around(&self, inside: usize) -> Option<usize> {
        let mut above = std::iter::successors(Some(inside), |&at| self.head(at)).take(6);
        let clause = above.find(|&at| &*self.analysis.tokens[at].deprel == "acl:relcl")?;
        let noun = self.head(clause).filter(|&noun| self.relation(noun) == "obj")?;
        self.head(noun).filter(|&verb| self.child(verb, "nsubj").is_some())
    }

    /// The subjects as they stand or are understood, before voice is taken into account.
    pub(super) fn surface_subjects(&self, token: usize, depth: usize) -> Vec<usize> {
        let own: Vec<usize> = self
            .children(token)
            .iter()
            .copied()
            .filter(|&child| matches!(&*self.analysis.tokens[child].deprel, "nsubj" | "nsubj:pass" | "nsubj:outer"))
            .collect();
        if let Some(&subject) = own.last() {
            return vec![self.antecedent[subject - self.first].unwrap_or(subject)];
        }
        if depth > 6 || self.child(token, "csubj").is_some() || self.child(token, "expl").is_some() {
            return Vec::new();
        }
        let Some(head) = self.head(token) else { return Vec::new() };
        let word = &self.analysis.tokens[token];
        if let Some(verb) = self.result_of(token, head) {
            // Of what happened to somebody, nothing tells who did what follows.
            return if self.is_passive(verb) { Vec::new() } else { self.surface_subjects(verb, depth + 1) };
        }
        match word.relation() {
            "conj" if self.is_clause(head) => self.surface_subjects(self.same_form(token, head), depth + 1),
            "xcomp" => self.controller_at(head, depth + 1),
            "ccomp" if matches!(word.feature("VerbForm"), Some("Inf" | "Ger")) => self.controller_at(head, depth + 1),
            "advcl" => {
                let mark = self
                    .children(token)
                    .iter()
                    .find(|&&child| matches!(self.relation(child), "mark" | "case"))
                    .map(|&child| self.analysis.tokens[child].lemma.to_lowercase());
                if matches!(mark.as_deref(), Some("with")) {
                    return Vec::new();
                }
                // "calls on Y to act", "presses Y to act", "appoints Y to lead it", "elects Y, replacing Z"
                let asks = matches!(&*self.analysis.tokens[head].lemma, "call" | "appeal" | "plead");
                let requests =
                    self.child(head, "obj").is_some() && MOVING.contains(&&*self.analysis.tokens[head].lemma);
                let chooses = CHOOSING.contains(&&*self.analysis.tokens[head].lemma);
                let goes_on = mark.as_deref() == Some("to") || matches!(&*word.lemma, "replace" | "succeed");
                if (asks || requests) && mark.as_deref() == Some("to") || chooses && goes_on {
                    return self.controller_at(head, depth + 1);
                }
                // "accuses Y of stalling", "prevents Y from leaving", "imprisoned him for violating"
                if matches!(mark.as_deref(), Some("of" | "from" | "for" | "into" | "against")) {
                    return self.controller_at(head, depth + 1);
                }
                if !self.is_clause(head) {
                    return Vec::new();
                }
                // "ruled that the groups are illegal, forcing them to close": nobody forces themselves.
                if self.acts_on_subject(token, head)
                    && let Some(above) = self.head(head).filter(|_| self.relation(head) == "ccomp")
                {
                    return self.surface_subjects(above, depth + 1);
                }
                self.surface_subjects(head, depth + 1)
            }
            "acl" if &*word.deprel == "acl:relcl" => {
                // "the two agencies behind it, …": no pronoun and no subject.
                if self.uses_antecedent(token) { Vec::new() } else { vec![head] }
            }
            "acl" => {
                let is_infinitive = word.feature("VerbForm") == Some("Inf")
                    || self
                        .children(token)
                        .iter()
                        .any(|&child| self.relation(child) == "mark" && self.analysis.tokens[child].lemma == "to");
                let has_mark = self.child(token, "mark").is_some();
                if !is_infinitive && !has_mark {
                    // "that the bodies are extremist groups – forcing them to close"
                    if self.child(head, "cop").is_some()
                        && self.acts_on_subject(token, head)
                        && let Some(above) = self.head(head).filter(|_| self.relation(head) == "ccomp")
                    {
                        return self.surface_subjects(above, depth + 1);
                    }
                    return vec![head];
                }
                if is_ranked(self.analysis, head) {
                    return self.ranked(head, depth + 1);
                }
                // "Russia's plan to attack", "has an opportunity to address"
                if let Some(&possessor) =
                    self.children(head).iter().find(|&&child| &*self.analysis.tokens[child].deprel == "nmod:poss")
                {
                    return vec![self.antecedent[possessor - self.first].unwrap_or(possessor)];
                }
                // "a plan by Russia to attack"
                if let Some(agent) = self.beside(head, "by") {
                    return vec![agent];
                }
                match self.head(head) {
                    // "is in talks to buy it"
                    _ if self.child(head, "cop").is_some() && self.preposition(head).is_some() => {
                        self.surface_subjects(head, depth + 1)
                    }
                    // "accuses Y of stalling", where the tree has the stalling under Y
                    Some(verb)
                        if self.relation(head) == "obj" && CHARGING.contains(&&*self.analysis.tokens[verb].lemma) =>
                    {
                        vec![self.antecedent[head - self.first].unwrap_or(head)]
                    }
                    // "foiled a plot to kill Roe": whose it was is not said; "rejects a request to free her" is told of who would.
                    Some(verb)
                        if self.relation(head) == "obj"
                            && FOILING.contains(&&*self.analysis.tokens[verb].lemma)
                            && !REQUEST_NOUNS.contains(&&*self.analysis.tokens[head].lemma) =>
                    {
                        Vec::new()
                    }
                    // "gave them the option to leave"
                    Some(verb) if self.relation(head) == "obj" && self.is_verb(verb) => {
                        match self.child(verb, "iobj") {
                            Some(recipient) => vec![recipient],
                            None => self.surface_subjects(verb, depth + 1),
                        }
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Who is "the first to do it", by the clause that says so; else the noun.
    fn ranked(&self, noun: usize, depth: usize) -> Vec<usize> {
        if self.child(noun, "cop").is_some() {
            return self.surface_subjects(noun, depth);
        }
        match self.head(noun) {
            Some(verb) if matches!(&*self.analysis.tokens[verb].lemma, "become" | "remain") && self.is_verb(verb) => {
                self.surface_subjects(verb, depth)
            }
            Some(name) if self.relation(noun) == "appos" => vec![name],
            _ => vec![noun],
        }
    }

    /// The verb that a participle goes on from: in "forcing them to close and banning their members" the first
    /// participle, though the tree may have the infinitive between them.
    pub(super) fn same_form(&self, token: usize, first: usize) -> usize {
        let is_participle = |at: usize| self.is_verb(at) && self.analysis.tokens[at].form.ends_with("ing");
        match self.head(first).filter(|_| self.relation(first) == "xcomp") {
            Some(above) if is_participle(token) && is_participle(above) && !is_participle(first) => above,
            _ => first,
        }
    }

    /// Whether the object of a participle is a pronoun that can only mean the subject of the clause above.
    pub(super) fn acts_on_subject(&self, participle: usize, clause: usize) -> bool {
        let word = |token: usize| &self.analysis.tokens[token];
        let Some(object) = self.child(participle, "obj").filter(|&object| word(object).upos == Upos::Pron) else {
            return false;
        };
        let Some(subject) = self.child(clause, "nsubj") else { return false };
        word(object).feature("Reflex") != Some("Yes")
            && word(object).feature("Person") == Some("3")
            && word(object).feature("Number") == word(subject).feature("Number")
            && self.child(clause, "obj").is_none()
            && self.child(clause, "obl").is_none()
    }

    /// Who does what an infinitive below `verb` says.
    pub(super) fn controller(&self, verb: usize) -> Vec<usize> {
        self.controller_at(verb, 0)
    }

    pub(super) fn controller_at(&self, verb: usize, depth: usize) -> Vec<usize> {
        let lemma = self.analysis.tokens[verb].lemma.as_str();
        if !matches!(lemma, "promise" | "vow")
            && let Some(object) = self.child(verb, "obj").or_else(|| self.child(verb, "iobj"))
            && !self.is_passive(verb)
        {
            return vec![self.antecedent[object - self.first].unwrap_or(object)];
        }
        // "calls on Y to act"
        if matches!(lemma, "call" | "appeal" | "plead" | "wait")
            && let Some(oblique) = self.child(verb, "obl")
            && !self.is_passive(verb)
        {
            return vec![oblique];
        }
        self.surface_subjects(verb, depth)
    }
}
