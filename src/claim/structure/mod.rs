//! The predicate–argument structure of a sentence: who does what to whom, whatever the grammar it is said in.
//!
//! One normaliser over the dependency tree serves the lexicon's phrasings and the news alike. Passives, relative
//! clauses, coordination, control ("plans to", "urged X to"), participles, appositions, titles, copulas and light verbs
//! all come out as the same few edges between words that mean something: *attack* –subject→ *Turkey*, –object→ *Syria*;
//! *spokesman* –is→ *Peskov*, –possessor→ *Putin*. Prepositions are part of an edge, not nodes.
//!
//! The structure is a graph, not a tree: conjoined arguments are spelled out and shared subjects are repeated. Edges
//! that rest on a guess about attachment or on a light verb are marked [`Origin::Derived`]; a pattern is never built of
//! them when there are others.

mod derived;
mod relatives;
mod shared;
mod subjects;
mod titles;

use serde::{Deserialize, Serialize};

use titles::is_crossed;

use super::words::{CALLING, ROLE_LIMITS};
use crate::entity::head_of_name;
use crate::language::{self, Analysis, NameKind, Upos};
use crate::ontology::Ontology;

/// How one word stands to another, normalised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Relation {
    /// Who does it: the subject of an active verb, the agent of a passive.
    Subject,
    /// To whom it is done: the object of an active verb, the subject of a passive.
    Object,
    /// To whom something is given.
    Indirect,
    /// Beside a preposition, on verbs and nouns alike: `on`, `because_of`.
    Oblique(String),
    /// "Putin's", "its".
    Possessor,
    /// A compound's or an adjective's: "Moscow" court, "Russian" president, "prime" minister.
    Modifier,
    /// From what is said of something to the thing: *spokesman* –is→ *Peskov*.
    Is,
    /// Of two names side by side: "Cornwall, UK".
    Apposition,
    /// A verb that completes another: "lets Y *go*", "finds Y *guilty*".
    Complement,
    /// Anything else, by its name in Universal Dependencies.
    Other(String),
}

impl Relation {
    /// Whether it is one beside this preposition.
    pub fn is_oblique(&self, preposition: &str) -> bool {
        self.is_oblique_of(&[preposition])
    }

    /// Whether it is one beside any of these prepositions.
    pub fn is_oblique_of(&self, prepositions: &[&str]) -> bool {
        matches!(self, Self::Oblique(other) if prepositions.contains(&other.as_str()))
    }
}

/// What an edge rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The tree says so.
    Plain,
    /// A title or an apposition: presupposed, not stated.
    Presupposed,
    /// A copula: stated.
    Stated,
    /// A light verb's subject, or a preposition that may stand on either of two words.
    Derived,
}

/// An edge of the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The governing word (token).
    pub from: usize,
    /// How `to` stands to it.
    pub relation: Relation,
    /// The dependent word (token).
    pub to: usize,
    /// What it rests on.
    pub origin: Origin,
}

/// The structure of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    first: usize,
    /// All edges; those from one word stand together in the order of the text.
    pub edges: Vec<Edge>,
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
    passive: Vec<bool>,
}

impl Structure {
    /// The structure of sentence number `sentence`.
    pub fn of(analysis: &Analysis, sentence: usize, ontology: &Ontology) -> Self {
        let Some(range) = analysis.sentences.get(sentence).map(|sentence| sentence.tokens.clone()) else {
            return Self::default();
        };
        let mut builder = Builder::new(analysis, range.clone(), ontology);
        builder.build();
        let length = range.len();
        let mut structure = Self {
            first: range.start,
            passive: (range.start..range.end).map(|token| builder.is_passive(token)).collect(),
            edges: builder.edges,
            outgoing: vec![Vec::new(); length],
            incoming: vec![Vec::new(); length],
        };
        for (number, edge) in structure.edges.iter().enumerate() {
            structure.outgoing[edge.from - range.start].push(number as u32);
            structure.incoming[edge.to - range.start].push(number as u32);
        }
        structure
    }

    /// The edges from a word.
    pub fn from(&self, token: usize) -> impl Iterator<Item = &Edge> {
        self.pick(&self.outgoing, token)
    }

    /// The edges to a word.
    pub fn to(&self, token: usize) -> impl Iterator<Item = &Edge> {
        self.pick(&self.incoming, token)
    }

    fn pick<'a>(&'a self, lists: &'a [Vec<u32>], token: usize) -> impl Iterator<Item = &'a Edge> {
        let list = token.checked_sub(self.first).and_then(|at| lists.get(at)).map_or(&[][..], Vec::as_slice);
        list.iter().map(|&number| &self.edges[number as usize])
    }

    /// Whether a word is a verb in the passive, or a participle that is one.
    pub fn is_passive(&self, token: usize) -> bool {
        token.checked_sub(self.first).and_then(|at| self.passive.get(at)).copied().unwrap_or(false)
    }

    /// The structure as text, one edge a line, for messages.
    pub fn draw(&self, analysis: &Analysis) -> String {
        self.edges
            .iter()
            .map(|edge| {
                format!(
                    "{} –{:?}→ {}{}\n",
                    analysis.tokens[edge.from].form,
                    edge.relation,
                    analysis.tokens[edge.to].form,
                    if edge.origin == Origin::Derived { " (derived)" } else { "" }
                )
            })
            .collect()
    }
}

/// The dependency tree of the sentences as text, for messages.
pub fn draw_tree(analysis: &Analysis) -> String {
    analysis
        .tokens
        .iter()
        .enumerate()
        .map(|(number, token)| {
            format!(
                "{:>3} {:<16} {:<14} {:<6} {:<12} {}\n",
                number + 1,
                token.form,
                token.lemma,
                token.upos.to_string(),
                token.deprel,
                token.head.map_or(0, |head| head + 1)
            )
        })
        .collect()
}

/// The preposition of a dependent: its case words with what is fixed to them, joined by underscores.
pub fn preposition(analysis: &Analysis, children: &[usize], fixed: impl Fn(usize) -> Vec<usize>) -> Option<String> {
    let mut words = Vec::new();
    for &child in children {
        let token = &analysis.tokens[child];
        if token.relation() != "case" || matches!(token.form.as_str(), "'s" | "’s" | "'" | "’" | "s") {
            continue;
        }
        let lemma = token.lemma.to_lowercase();
        words.push(if lemma == "towards" { "toward".to_owned() } else { lemma });
        for other in fixed(child) {
            words.push(analysis.tokens[other].lemma.to_lowercase());
        }
    }
    (!words.is_empty()).then(|| words.join("_"))
}

struct Builder<'a> {
    analysis: &'a Analysis,
    ontology: &'a Ontology,
    first: usize,
    end: usize,
    children: Vec<Vec<usize>>,
    /// The name that a token is part of.
    name: Vec<Option<usize>>,
    /// For a relative pronoun, the antecedent.
    antecedent: Vec<Option<usize>>,
    /// For what stands before a title on a name, the title.
    moved: Vec<Option<usize>>,
    edges: Vec<Edge>,
}

impl<'a> Builder<'a> {
    fn new(analysis: &'a Analysis, range: std::ops::Range<usize>, ontology: &'a Ontology) -> Self {
        let length = range.len();
        let mut children = vec![Vec::new(); length];
        for token in range.clone() {
            if let Some(head) = analysis.tokens[token].head
                && range.contains(&head)
            {
                children[head - range.start].push(token);
            }
        }
        let mut name = vec![None; length];
        let before = analysis.names.partition_point(|name| name.tokens.end <= range.start);
        for (number, found) in analysis.names.iter().enumerate().skip(before) {
            if found.tokens.start >= range.end {
                break;
            }
            for token in found.tokens.clone() {
                if range.contains(&token) && found.kind != NameKind::Date {
                    name[token - range.start] = Some(number);
                }
            }
        }
        Self {
            analysis,
            ontology,
            first: range.start,
            end: range.end,
            children,
            name,
            antecedent: vec![None; length],
            moved: vec![None; length],
            edges: Vec::new(),
        }
    }

    fn children(&self, token: usize) -> &[usize] {
        &self.children[token - self.first]
    }

    fn name(&self, token: usize) -> Option<usize> {
        self.name[token - self.first]
    }

    fn is_person_name(&self, token: usize) -> bool {
        self.name(token).is_some_and(|name| self.analysis.names[name].kind == NameKind::Person)
    }

    fn relation(&self, token: usize) -> &str {
        self.analysis.tokens[token].relation()
    }

    fn has(&self, token: usize, deprel: &str) -> bool {
        self.children(token).iter().any(|&child| &*self.analysis.tokens[child].deprel == deprel)
    }

    fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token).iter().copied().find(|&child| self.relation(child) == relation)
    }

    /// What stands below a word behind a preposition.
    fn beside(&self, token: usize, preposition: &str) -> Option<usize> {
        self.children(token).iter().copied().find(|&child| self.preposition(child).as_deref() == Some(preposition))
    }

    /// Whether "not" or "never" stands with a word.
    fn is_denied(&self, token: usize) -> bool {
        self.children(token).iter().any(|&child| matches!(&*self.analysis.tokens[child].lemma, "not" | "never"))
    }

    /// The copula of a predicate; of an adjective also what was read as the auxiliary of a passive.
    fn copula(&self, token: usize) -> Option<usize> {
        let is_adjective = self.analysis.tokens[token].upos == Upos::Adj;
        let is_copula = |child: &usize| match &*self.analysis.tokens[*child].deprel {
            "cop" => true,
            "aux:pass" => is_adjective,
            _ => false,
        };
        self.children(token).iter().copied().find(is_copula)
    }

    fn is_verb(&self, token: usize) -> bool {
        self.analysis.tokens[token].upos == Upos::Verb
    }

    fn is_noun(&self, token: usize) -> bool {
        matches!(self.analysis.tokens[token].upos, Upos::Noun | Upos::Propn)
    }

    fn is_past_participle(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        word.feature("VerbForm") == Some("Part")
            && word.feature("Tense") != Some("Pres")
            && !word.form.to_lowercase().ends_with("ing")
    }

    fn is_passive(&self, token: usize) -> bool {
        let word = &self.analysis.tokens[token];
        // "is married to" with an adjective is a state, see `copula`.
        if word.upos == Upos::Adj {
            return false;
        }
        // "It arrested five": without an auxiliary and with an object, a subject that was read as a passive's is none.
        let is_bare = self.child(token, "aux").is_none() && self.child(token, "obj").is_some();
        if (self.has(token, "nsubj:pass") || self.has(token, "obl:agent")) && !is_bare || self.has(token, "aux:pass") {
            return true;
        }
        if !self.is_past_participle(token) {
            return false;
        }
        match word.relation() {
            // "Reports that soldiers have looted": a clause of its own.
            "acl" if &*word.deprel != "acl:relcl" => !self.has(token, "aux"),
            "advcl" => !self.has(token, "aux") && self.child(token, "obj").is_none(),
            "conj" => {
                self.child(token, "obj").is_none()
                    && !self.has(token, "aux")
                    && self.child(token, "nsubj").is_none()
                    && word.head.is_some_and(|head| self.in_sentence(head) && self.is_passive(head))
            }
            _ => false,
        }
    }

    fn in_sentence(&self, token: usize) -> bool {
        (self.first..self.end).contains(&token)
    }

    fn head(&self, token: usize) -> Option<usize> {
        self.analysis.tokens[token].head.filter(|&head| self.in_sentence(head))
    }

    fn preposition(&self, token: usize) -> Option<String> {
        preposition(self.analysis, self.children(token), |case| {
            self.children(case).iter().copied().filter(|&child| self.relation(child) == "fixed").collect()
        })
    }

    fn build(&mut self) {
        self.find_antecedents();
        self.find_titles();
        for token in self.first..self.end {
            let upos = self.analysis.tokens[token].upos;
            if matches!(upos, Upos::Punct | Upos::Det | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part) {
                continue;
            }
            self.arguments(token);
        }
        self.derive_patients();
        self.derive_opponents();
        self.derive_attachments();
        self.derive_collections();
        self.derive_light_verbs();
        self.derive_documents();
        self.derive_replacements();
        self.derive_talks();
        self.derive_happenings();
        self.derive_scattered();
        self.derive_scenes();
        self.derive_members();
        self.derive_one_of();
        self.derive_named();
        self.derive_agents();
        let analysis = self.analysis;
        self.edges.retain(|edge| {
            edge.relation != Relation::Is || edge.origin != Origin::Stated || !is_crossed(analysis, edge.from, edge.to)
        });
    }

    fn add(&mut self, from: usize, relation: Relation, to: usize, origin: Origin) {
        let to = self.antecedent[to - self.first].unwrap_or(to);
        if from == to || self.edges.iter().any(|e| e.from == from && e.to == to && e.relation == relation) {
            return;
        }
        self.edges.push(Edge { from, relation, to, origin });
    }

    /// An argument and those conjoined with it. A conjunct with its own preposition keeps it.
    fn add_all(&mut self, from: usize, relation: &Relation, to: usize, origin: Origin) {
        self.add(from, relation.clone(), to, origin);
        let mut joined = self.children(to).to_vec();
        // "Judges Roe and Doe and prosecutor Poe": the tree may join the prosecutor to the first name.
        for &name in self.children(to) {
            if matches!(self.relation(name), "flat" | "appos") && self.name(name).is_some() && self.name(to).is_none() {
                joined.extend(self.children(name).iter().filter(|&&other| self.name(other).is_none()));
            }
        }
        for child in joined {
            if self.relation(child) != "conj" || self.is_clause(child) {
                continue;
            }
            let own = self.preposition(child);
            let relation = match (&relation, own) {
                (Relation::Oblique(_), Some(own)) => Relation::Oblique(own),
                (_, Some(_)) => continue,
                _ => relation.clone(),
            };
            self.add(from, relation, child, origin);
        }
    }

    fn is_clause(&self, token: usize) -> bool {
        self.is_verb(token) || self.child(token, "cop").is_some() || self.child(token, "nsubj").is_some()
    }

    /// All edges from one word.
    fn arguments(&mut self, token: usize) {
        let has_copula = self.copula(token);
        let is_predicate = self.is_verb(token) || has_copula.is_some();
        if is_predicate {
            self.predicate(token, has_copula);
            self.fronted(token);
        }
        let has_object = self.child(token, "obj").is_some();
        let passive = self.is_passive(token);
        for child in self.children(token).to_vec() {
            if self.moved[child - self.first].is_some_and(|title| title != token) {
                continue;
            }
            self.dependent(token, child, has_object, passive);
        }
        if passive {
            self.share_circumstances(token);
        }
        // What was moved here from a name behind.
        for other in self.first..token {
            if self.moved[other - self.first] == Some(token) {
                self.dependent(token, other, has_object, passive);
            }
        }
    }

    fn dependent(&mut self, token: usize, child: usize, has_object: bool, passive: bool) {
        let word = &self.analysis.tokens[child];
        let deprel = word.deprel.clone();
        let is_nominal = !self.is_verb(token);
        let same_name = self.name(token).is_some() && self.name(token) == self.name(child);
        if same_name {
            return;
        }
        match word.relation() {
            "obj" => self.add_all(token, &Relation::Object, child, Origin::Plain),
            "iobj" => {
                // "fines Acme two million euros": the amount is how much, not what.
                let is_amount = self.analysis.tokens[token].lemma == "fine";
                let is_indirect = (has_object || passive) && !is_amount;
                let relation = if is_indirect { Relation::Indirect } else { Relation::Object };
                self.add_all(token, &relation, child, Origin::Plain);
            }
            "obl" | "nmod" if &*deprel != "nmod:poss" => match self.preposition(child) {
                Some(by) if by == "by" && passive => self.add_all(token, &Relation::Subject, child, Origin::Plain),
                Some(preposition) => {
                    // The copula of "X is in Y" is a verb of its own.
                    self.add_all(token, &Relation::Oblique(preposition.clone()), child, Origin::Plain);
                    if preposition == "as" {
                        self.capacity(token, child);
                    }
                    self.share_with_titles_before(token, &preposition, child);
                    // "Tennessee and Indiana in the United States": what follows the last holds for all, whether it
                    // hangs on the first or, in "the Kharkiv and Sumy Oblasts of Ukraine", on a last that they share.
                    if is_nominal {
                        let is_shared =
                            self.relation(token) == "conj" && self.name(token).is_some() && self.is_plural(token);
                        let first = self.head(token).filter(|_| is_shared).unwrap_or(token);
                        let others =
                            self.children(first).iter().copied().filter(|&other| {
                                other < child && self.relation(other) == "conj" && !self.is_clause(other)
                            });
                        let all: Vec<usize> = others.chain([first]).filter(|&other| other != token).collect();
                        for other in all {
                            self.add_all(other, &Relation::Oblique(preposition.clone()), child, Origin::Plain);
                        }
                    }
                }
                None if word.relation() == "nmod" => self.modifier(token, child),
                None => self.add_all(token, &Relation::Other(deprel.to_string()), child, Origin::Plain),
            },
            "nmod" => {
                let owned = self.body_between(child, token).unwrap_or(token);
                self.add_all(owned, &Relation::Possessor, child, Origin::Plain);
                self.share(owned, child, &Relation::Possessor);
            }
            "compound" if &*deprel == "compound:prt" => {}
            "compound" | "amod" | "flat" => self.modifier(token, child),
            "nummod" => self.add(token, Relation::Other("nummod".to_owned()), child, Origin::Plain),
            "appos" => self.apposition(token, child),
            "advmod" if word.lemma == "where" && &*self.analysis.tokens[token].deprel == "acl:relcl" => {
                if let Some(noun) = self.head(token) {
                    self.add(token, Relation::Oblique("in".to_owned()), noun, Origin::Plain);
                }
            }
            "advmod" => self.add(token, Relation::Other("advmod".to_owned()), child, Origin::Plain),
            "xcomp" => {
                self.add(token, Relation::Complement, child, Origin::Plain);
                // "Finds Y guilty", "is elected president": what is said of the object or subject; "calls Y a killer" is an
                // opinion.
                if !self.is_verb(child)
                    && !CALLING.contains(&&*self.analysis.tokens[token].lemma)
                    && let Some(about) = self.controller(token).first().copied()
                {
                    for said in self.conjuncts(child) {
                        self.add_held(said, about);
                    }
                    self.inherit(child, token);
                }
            }
            "ccomp" => self.add(token, Relation::Complement, child, Origin::Plain),
            "advcl" | "acl" | "parataxis" | "dep" | "list" | "dislocated" => {
                if &*deprel != "acl:relcl" {
                    self.add(token, Relation::Other(deprel.to_string()), child, Origin::Plain);
                }
                if is_nominal && word.relation() == "acl" {
                    self.called(token, child);
                    if word.upos == Upos::Adj {
                        self.add(child, Relation::Is, token, Origin::Presupposed);
                    }
                }
                // "Cornwall (UK)", "Jane Roe (Labour)"
                if matches!(word.relation(), "parataxis" | "dep" | "list") && self.is_noun(child) && self.is_noun(token)
                {
                    self.apposition(token, child);
                }
            }
            _ => {}
        }
    }

    fn is_plural(&self, token: usize) -> bool {
        self.analysis.tokens[token].feature("Number") == Some("Plur")
    }

    /// "Norway's Storting speaker": what the country owns is the body before the title.
    fn body_between(&self, owner: usize, title: usize) -> Option<usize> {
        let before = title.checked_sub(1).filter(|&before| self.in_sentence(before))?;
        let name = self.name(before).map(|number| &self.analysis.names[number])?;
        let is_body = name.kind == NameKind::Organization && self.name(title).is_none();
        let word = &self.analysis.tokens[owner];
        // "Former" is of the title, "Norwegian" of the body.
        let is_of_title = || ROLE_LIMITS.iter().any(|list| self.ontology.is_word(list, &word.lemma.to_lowercase()));
        let is_name = self.name(owner).is_some() || word.is_capitalised() && !is_of_title();
        let is_beside = owner < name.tokens.start
            && (owner..name.tokens.start).all(|at| self.analysis.tokens[at].upos != Upos::Cconj);
        (is_body && is_name && is_beside).then(|| head_of_name(self.analysis, name))
    }

    /// A compound part or adjective before a noun; a title before a name.
    fn modifier(&mut self, token: usize, child: usize) {
        let is_title = self.title_of(token) == Some(child);
        if is_title {
            self.add_holders(child, token);
            return;
        }
        // "spokesman Dmitry Peskov" with the name below the title.
        if child > token
            && self.name(child).is_some()
            && self.name(token).is_none()
            && self.analysis.tokens[child].relation() != "amod"
        {
            self.add_holders(token, child);
            return;
        }
        let token = self.body_between(child, token).unwrap_or(token);
        self.add_all(token, &Relation::Modifier, child, Origin::Plain);
        self.share(token, child, &Relation::Modifier);
        if self.analysis.tokens[child].relation() == "amod" {
            self.add(child, Relation::Is, token, Origin::Presupposed);
            // "The jailed leader" was jailed.
            if child < token && self.is_verb(child) && self.is_past_participle(child) {
                self.add(child, Relation::Object, token, Origin::Derived);
            }
        }
    }

    /// "Israeli gunfire and airstrikes", "her husband and son": what stands before the first of bare nouns holds for all.
    fn share(&mut self, token: usize, child: usize, relation: &Relation) {
        if child > token || self.name(token).is_some() {
            return;
        }
        for other in self.children(token).to_vec() {
            let is_bare = self.relation(other) == "conj"
                && self.analysis.tokens[other].upos == Upos::Noun
                && self.name(other).is_none()
                && self.children(other).iter().all(|&before| before > other || self.relation(before) == "cc");
            if is_bare {
                self.add(other, relation.clone(), child, Origin::Derived);
            }
        }
    }

    /// "A native of Oslo, she moved …": an indefinite noun phrase with a comma before the subject says what it is.
    fn fronted(&mut self, predicate: usize) {
        let children = self.children(predicate).to_vec();
        let is_subject = |child: usize| self.relation(child) == "nsubj";
        let Some(subject) = children.iter().copied().rev().find(|&child| is_subject(child)) else { return };
        let front = children.iter().copied().find(|&child| {
            child < subject
                && matches!(self.relation(child), "nsubj" | "dislocated" | "advcl")
                && self.is_noun(child)
                && self.name(child).is_none()
                && self.child(child, "case").is_none()
                && self.child(child, "mark").is_none()
                && self.child(child, "nsubj").is_none()
                && self.child(child, "det").is_none_or(|det| self.analysis.tokens[det].lemma == "a")
        });
        let Some(front) = front else { return };
        let form = |at: usize| self.analysis.tokens[at].form.as_str();
        let is_comma_before = self.analysis.subtree(subject).start.checked_sub(1).is_some_and(|at| form(at) == ",");
        if is_comma_before && !(front..subject).any(|at| matches!(form(at), "”" | "\"" | "''" | "’")) {
            for said in self.conjuncts(front) {
                self.add(said, Relation::Is, subject, Origin::Presupposed);
            }
        }
    }

    /// The subject of a predicate: a verb's as subject or object by its voice, a copula's by what it says.
    fn predicate(&mut self, token: usize, copula: Option<usize>) {
        let subjects = self.surface_subjects(token, 0);
        if let Some(copula) = copula
            && !self.is_verb(token)
        {
            let preposition = self.preposition(token);
            for subject in subjects {
                match &preposition {
                    Some(preposition) => {
                        self.add_all(copula, &Relation::Subject, subject, Origin::Stated);
                        self.add_all(copula, &Relation::Oblique(preposition.clone()), token, Origin::Stated);
                    }
                    // "Norway's prime minister is Jane Roe": what is said of whom stands first.
                    None if self.is_person_name(token) && self.name(subject).is_none() && self.is_noun(subject) => {
                        let is_denied = self.is_denied(token);
                        for holder in self.conjuncts(token).into_iter().filter(|_| !is_denied) {
                            self.add_all(subject, &Relation::Is, holder, Origin::Stated);
                        }
                    }
                    None => {
                        for said in self.conjuncts(token) {
                            self.add_all(said, &Relation::Is, subject, Origin::Stated);
                        }
                    }
                }
            }
            return;
        }
        let relation = if self.is_passive(token) { Relation::Object } else { Relation::Subject };
        for subject in subjects {
            self.add_all(token, &relation, subject, Origin::Plain);
        }
        // "the man that X met"
        let word = &self.analysis.tokens[token];
        if &*word.deprel == "acl:relcl"
            && let Some(noun) = self.head(token)
            && relation == Relation::Subject
            && self.child(token, "obj").is_none()
            && !self.edges.iter().rev().take(30).any(|edge| edge.from == token && edge.to == noun)
            && self.child(token, "xcomp").is_none()
            && self.child(token, "ccomp").is_none()
            && !self.uses_antecedent(token)
        {
            self.add(token, Relation::Object, noun, Origin::Plain);
        }
        self.share_objects(token);
    }
}

/// The dictionary form of a word in lower case and American spelling, a verb's with its particle: "set up" → `set_up`.
pub fn lemma(analysis: &Analysis, token: usize) -> String {
    let mut lemma = analysis.tokens[token].lemma.to_lowercase();
    if let Some(title) = language::spelled_out(&lemma).filter(|_| analysis.tokens[token].is_capitalised()) {
        return title.to_owned();
    }
    if analysis.tokens[token].upos != Upos::Propn
        && let Some(american) = language::american(&lemma)
    {
        lemma = american;
    }
    if analysis.tokens[token].upos == Upos::Verb {
        // A compound verb that the lemmatiser does not know: "co-founded".
        if lemma == analysis.tokens[token].form.to_lowercase()
            && let Some(stem) = lemma.strip_suffix("ed").filter(|stem| stem.contains('-'))
        {
            let has_e = ["at", "v", "iz", "is", "uc", "ag", "ur"].iter().any(|end| stem.ends_with(end));
            lemma = if has_e { format!("{stem}e") } else { stem.to_owned() };
        }
        // "Turned away a boat": what stands between a verb and its object is a particle, whatever the tree says.
        let object = analysis.child(token, "obj");
        let is_between = |child: usize| {
            &*analysis.tokens[child].deprel == "advmod"
                && child == token + 1
                && object.is_some_and(|object| object > child)
                && matches!(
                    &*analysis.tokens[child].form,
                    "away" | "back" | "down" | "off" | "out" | "up" | "aside" | "over"
                )
        };
        for child in analysis.children(token) {
            if &*analysis.tokens[child].deprel == "compound:prt" || is_between(child) {
                lemma.push('_');
                lemma.push_str(&analysis.tokens[child].lemma.to_lowercase());
            }
        }
    }
    lemma
}
