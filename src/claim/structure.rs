//! The predicate–argument structure of a sentence: one shape for the many ways in which syntax says the same.
//!
//! "Germany was sanctioned by France", "France, which sanctioned Germany", "France wants to sanction Germany" and "sanctions
//! that France imposed" all give the edges that "France sanctioned Germany" or "France imposed sanctions" gives. News and
//! the lexicon's phrasings go through here alike, so a phrasing finds all of these. The input is Universal Dependencies
//! (English, with the subtypes of the treebanks that the network learned from).
//!
//! Limits: control by nouns ("the plan to attack") is not resolved; gaps across more than one clause are not filled.

use std::collections::BTreeSet;

use crate::language::{Analysis, Sentence, Upos};
use crate::ontology::Ontology;

/// How an argument hangs on its predicate, after normalisation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Role {
    /// Who does it: active subject, agent of a passive, controller of an infinitive.
    Subj,
    /// To whom it is done: object, subject of a passive, noun before a past participle.
    Obj,
    /// With a preposition, of verbs and nouns alike: "on", "of"; empty for bare adverbial noun phrases and indirect objects.
    Obl(String),
    /// Possessor, compound or demonym before a noun: "Russia's", "Russia", "Russian".
    Gen,
    /// Adjective or participle before a noun.
    Mod,
    /// The two are the same: apposition, copula, title. Without direction.
    Is,
    /// A clause or infinitive that completes the verb or noun.
    Comp,
    /// A particle: "take *over*".
    Particle,
    /// A number with a noun.
    Count,
}

/// An edge of the normalised graph between two tokens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The predicate.
    pub head: usize,
    /// The argument.
    pub dependent: usize,
    /// How it hangs there.
    pub role: Role,
}

/// The normalised graph of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    edges: Vec<Edge>,
    first: usize,
    /// Edge numbers by dependent or head, relative to the sentence's first token.
    outgoing: Vec<Vec<usize>>,
    incoming: Vec<Vec<usize>>,
    /// Verbs that are passive or a past participle after its noun: what they lack is an agent, not a subject.
    agentless: BTreeSet<usize>,
}

impl Structure {
    /// Normalises one sentence. `is_demonym` tells whether a token names a country by an adjective.
    pub fn new(
        analysis: &Analysis,
        sentence: &Sentence,
        ontology: &Ontology,
        is_demonym: impl Fn(usize) -> bool,
    ) -> Self {
        let mut build = Build { analysis, ontology, edges: BTreeSet::new(), sentence };
        build.local(&is_demonym);
        build.appositions_and_copulas();
        build.participles_and_relatives();
        build.control();
        build.coordination();
        // Control and relatives of conjoined predicates see the subjects that coordination has spread.
        build.control();
        let agentless = sentence
            .tokens
            .clone()
            .filter(|&token| build.is_passive(token) && !build.has(token, &Role::Subj))
            .collect();
        let first = sentence.tokens.start;
        let edges: Vec<Edge> = build.edges.into_iter().filter(|edge| edge.head != edge.dependent).collect();
        let mut outgoing = vec![Vec::new(); sentence.tokens.len()];
        let mut incoming = vec![Vec::new(); sentence.tokens.len()];
        for (number, edge) in edges.iter().enumerate() {
            outgoing[edge.head - first].push(number);
            incoming[edge.dependent - first].push(number);
        }
        Self { edges, first, outgoing, incoming, agentless }
    }

    /// All edges, ordered.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges from a predicate to its arguments.
    pub fn arguments(&self, head: usize) -> impl Iterator<Item = &Edge> {
        self.outgoing[head - self.first].iter().map(|&number| &self.edges[number])
    }

    /// The edges from an argument to its predicates.
    pub fn predicates(&self, dependent: usize) -> impl Iterator<Item = &Edge> {
        self.incoming[dependent - self.first].iter().map(|&number| &self.edges[number])
    }

    /// The arguments of `head` in `role`.
    pub fn all<'a>(&'a self, head: usize, role: &'a Role) -> impl Iterator<Item = usize> + 'a {
        self.arguments(head).filter(move |edge| edge.role == *role).map(|edge| edge.dependent)
    }

    /// Whether the predicate is a passive whose agent is unsaid.
    pub fn lacks_agent(&self, token: usize) -> bool {
        self.agentless.contains(&token)
    }
}

struct Build<'a> {
    analysis: &'a Analysis,
    ontology: &'a Ontology,
    sentence: &'a Sentence,
    edges: BTreeSet<Edge>,
}

impl Build<'_> {
    fn add(&mut self, head: usize, role: Role, dependent: usize) {
        self.edges.insert(Edge { head, dependent, role });
    }

    /// `Is` has no direction: it is kept both ways.
    fn same(&mut self, one: usize, other: usize) {
        self.add(one, Role::Is, other);
        self.add(other, Role::Is, one);
    }

    fn has(&self, head: usize, role: &Role) -> bool {
        self.get(head, role).next().is_some()
    }

    fn get<'b>(&'b self, head: usize, role: &'b Role) -> impl Iterator<Item = usize> + 'b {
        let from = Edge { head, dependent: 0, role: Role::Subj };
        self.edges
            .range(from..)
            .take_while(move |edge| edge.head == head)
            .filter(move |edge| edge.role == *role)
            .map(|edge| edge.dependent)
    }

    fn lemma(&self, token: usize) -> &str {
        &self.analysis.tokens[token].lemma
    }

    fn deprel(&self, token: usize) -> &str {
        &self.analysis.tokens[token].deprel
    }

    fn relation(&self, token: usize) -> &str {
        self.analysis.tokens[token].relation()
    }

    /// Passive by its auxiliary or subject, or a past participle that follows its noun.
    fn is_passive(&self, token: usize) -> bool {
        let analysis = self.analysis;
        if analysis.tokens[token].upos != Upos::Verb {
            return false;
        }
        let by_form = analysis.children(token).any(|child| {
            matches!(&*analysis.tokens[child].deprel, "aux:pass" | "nsubj:pass" | "csubj:pass" | "obl:agent")
        });
        by_form
            || (self.relation(token) == "acl" && self.deprel(token) != "acl:relcl" && self.is_past_participle(token))
            || (self.relation(token) == "conj"
                && self.is_past_participle(token)
                && !analysis
                    .children(token)
                    .any(|child| matches!(analysis.tokens[child].relation(), "nsubj" | "obj" | "aux"))
                && analysis.tokens[token].head.is_some_and(|head| self.is_passive(head)))
    }

    fn is_past_participle(&self, token: usize) -> bool {
        let token = &self.analysis.tokens[token];
        token.feature("VerbForm") == Some("Part") && token.feature("Tense") != Some("Pres")
    }

    /// The preposition of a noun phrase, with its fixed parts: "on", "because-of".
    fn preposition(&self, token: usize) -> String {
        let mut words = Vec::new();
        for child in self.analysis.children(token) {
            if self.relation(child) == "case" && self.lemma(child) != "'s" && self.lemma(child) != "’s" {
                words.push(self.lemma(child).to_lowercase());
                words.extend(
                    self.analysis
                        .children(child)
                        .filter(|&fixed| self.relation(fixed) == "fixed")
                        .map(|fixed| self.lemma(fixed).to_lowercase()),
                );
            }
        }
        words.join("-")
    }

    /// Edges that one dependency gives by itself.
    fn local(&mut self, is_demonym: &impl Fn(usize) -> bool) {
        for token in self.sentence.tokens.clone() {
            let Some(head) = self.analysis.tokens[token].head else { continue };
            let nominal_head =
                matches!(self.analysis.tokens[head].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
            let role = match self.deprel(token) {
                "nsubj:pass" | "csubj:pass" => Role::Obj,
                "obl:agent" => Role::Subj,
                "nmod:poss" => Role::Gen,
                "nmod:desc" => {
                    self.same(head, token);
                    continue;
                }
                "compound:prt" => Role::Particle,
                _ => match self.relation(token) {
                    "nsubj" if self.has_copula(head) => continue,
                    "nsubj" if self.is_passive(head) => Role::Obj,
                    "nsubj" => Role::Subj,
                    "obj" => Role::Obj,
                    "iobj" => Role::Obl(String::new()),
                    "obl" | "nmod" => Role::Obl(self.preposition(token)),
                    "compound" if nominal_head => Role::Gen,
                    "amod" if is_demonym(token) => Role::Gen,
                    "amod" => Role::Mod,
                    "nummod" => Role::Count,
                    // "turns away", "puts forward"
                    "advmod" if self.analysis.tokens[token].upos == Upos::Adv => Role::Particle,
                    "xcomp" | "ccomp" | "acl" if self.deprel(token) != "acl:relcl" => Role::Comp,
                    "flat" if is_title_before_name(self.analysis, head, token) => {
                        self.same(head, token);
                        continue;
                    }
                    _ => continue,
                },
            };
            self.add(head, role, token);
        }
    }

    fn has_copula(&self, token: usize) -> bool {
        self.analysis.child(token, "cop").is_some()
    }

    fn appositions_and_copulas(&mut self) {
        for token in self.sentence.tokens.clone() {
            let relation = self.relation(token).to_owned();
            let head = self.analysis.tokens[token].head;
            match (relation.as_str(), head) {
                ("appos", Some(head)) => self.same(head, token),
                ("nsubj", Some(head)) if self.has_copula(head) => match self.analysis.tokens[head].upos {
                    // "X is the spokesman"; "X is in Geneva", "X is critical of Y" keep X as subject.
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num if self.preposition(head).is_empty() => {
                        self.same(head, token);
                    }
                    Upos::Noun | Upos::Propn => {
                        let preposition = self.preposition(head);
                        self.add(token, Role::Obl(preposition), head);
                    }
                    _ => self.add(head, Role::Subj, token),
                },
                _ => {}
            }
        }
    }

    /// Nouns with relative clauses or participles are arguments of these.
    fn participles_and_relatives(&mut self) {
        for token in self.sentence.tokens.clone() {
            let Some(noun) = self.analysis.tokens[token].head else { continue };
            match self.deprel(token) {
                "acl:relcl" => self.relative(noun, token),
                "acl" if self.analysis.tokens[token].upos == Upos::Verb => {
                    if self.is_past_participle(token) {
                        self.add(token, Role::Obj, noun);
                    } else if matches!(self.analysis.tokens[token].feature("VerbForm"), Some("Ger" | "Part")) {
                        self.add(token, Role::Subj, noun);
                    }
                }
                // "the ousted president", "the approaching storm"
                "amod" if self.analysis.tokens[token].upos == Upos::Verb => {
                    let role = if self.is_past_participle(token) { Role::Obj } else { Role::Subj };
                    self.add(token, role, noun);
                }
                _ => {}
            }
        }
    }

    fn relative(&mut self, noun: usize, clause: usize) {
        let pronoun = self.analysis.subtree(clause).find(|&token| {
            self.analysis.tokens[token].feature("PronType") == Some("Rel")
                && matches!(self.analysis.tokens[token].upos, Upos::Pron | Upos::Det)
        });
        if let Some(pronoun) = pronoun {
            let moved: Vec<Edge> =
                self.edges.iter().filter(|edge| edge.dependent == pronoun || edge.head == pronoun).cloned().collect();
            for edge in moved {
                self.edges.remove(&edge);
                let swap = |token| if token == pronoun { noun } else { token };
                self.add(swap(edge.head), edge.role, swap(edge.dependent));
            }
        } else if self.has(clause, &Role::Subj) && !self.has(clause, &Role::Obj) {
            self.add(clause, Role::Obj, noun);
        }
    }

    /// The noun phrase that stands as the subject of a predicate's surface form.
    fn surface_subject(&self, token: usize) -> Vec<usize> {
        if self.has_copula(token) {
            let same: Vec<usize> = self.get(token, &Role::Is).chain(self.get(token, &Role::Subj)).collect();
            return same;
        }
        let role = if self.is_passive(token) { Role::Obj } else { Role::Subj };
        self.get(token, &role).collect()
    }

    /// Infinitives and participles without a subject of their own take that of their governor.
    fn control(&mut self) {
        for token in self.sentence.tokens.clone() {
            let Some(head) = self.analysis.tokens[token].head else { continue };
            let relation = self.relation(token);
            let is_open = relation == "xcomp"
                || (relation == "advcl" && self.analysis.tokens[token].upos == Upos::Verb && {
                    let form = self.analysis.tokens[token].feature("VerbForm");
                    form != Some("Fin")
                });
            if !is_open || !self.surface_subject(token).is_empty() {
                continue;
            }
            let objects: Vec<usize> = self.get(head, &Role::Obj).collect();
            let controllers = if relation == "xcomp"
                && !objects.is_empty()
                && !self.is_passive(head)
                && !self.ontology.is_word("planVerb", self.lemma(head))
            {
                objects
            } else {
                self.surface_subject(head)
            };
            for controller in controllers {
                if self.analysis.tokens[token].upos == Upos::Verb {
                    let role = if self.is_passive(token) { Role::Obj } else { Role::Subj };
                    self.add(token, role, controller);
                } else if matches!(self.analysis.tokens[token].upos, Upos::Noun | Upos::Propn) {
                    self.same(token, controller);
                } else {
                    self.add(token, Role::Subj, controller);
                }
            }
        }
    }

    /// Conjoined arguments stand where the first one stands; conjoined predicates share their subject and a later object.
    fn coordination(&mut self) {
        for token in self.sentence.tokens.clone() {
            if self.relation(token) != "conj" {
                continue;
            }
            let Some(first) = self.analysis.tokens[token].head else { continue };
            let shared: Vec<Edge> =
                self.edges.iter().filter(|edge| edge.dependent == first && edge.role != Role::Comp).cloned().collect();
            let is_nominal = |upos| matches!(upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
            let upos = |token: usize| self.analysis.tokens[token].upos;
            if is_nominal(upos(token)) == is_nominal(upos(first)) {
                for edge in shared {
                    match edge.role {
                        // A title or apposition belongs to the one that it stands with.
                        Role::Is if self.analysis.is_within(edge.head, first) => {}
                        Role::Is => self.same(edge.head, token),
                        // "in Cornwall and in Brussels": the second has a preposition of its own.
                        Role::Obl(_) if !self.preposition(token).is_empty() => {
                            let preposition = self.preposition(token);
                            self.add(edge.head, Role::Obl(preposition), token);
                        }
                        role => self.add(edge.head, role, token),
                    }
                }
            }
            if upos(token) == Upos::Verb || self.has_copula(token) {
                if self.surface_subject(token).is_empty() {
                    let role = if self.is_passive(token) { Role::Obj } else { Role::Subj };
                    for subject in self.surface_subject(first) {
                        self.add(token, role.clone(), subject);
                    }
                }
                if !self.has(token, &Role::Obj) && !self.is_passive(token) {
                    let objects: Vec<usize> = self.get(first, &Role::Obj).filter(|&object| object > token).collect();
                    for object in objects {
                        self.add(token, Role::Obj, object);
                    }
                }
            } else if upos(token) == Upos::Noun && upos(first) == Upos::Noun {
                // "Russia's invasion and occupation of Crimea"
                let arguments: Vec<Edge> = self
                    .edges
                    .iter()
                    .filter(|edge| edge.head == first && edge.role == Role::Gen && edge.dependent < first)
                    .cloned()
                    .collect();
                if !self.has(token, &Role::Gen) {
                    for edge in arguments {
                        self.add(token, edge.role, edge.dependent);
                    }
                }
            }
        }
    }
}

/// "Chancellor" in "Chancellor Angela Merkel", where the tree makes the title the first part of a flat name.
fn is_title_before_name(analysis: &Analysis, head: usize, token: usize) -> bool {
    analysis.tokens[head].upos == Upos::Noun && analysis.tokens[token].upos == Upos::Propn
}
