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

use serde::{Deserialize, Serialize};

use super::words::COLLECTIONS;
use crate::entity::{coordinated_title, head_of_name};
use crate::language::{Analysis, NameKind, Upos};
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
        words.push(token.lemma.to_lowercase());
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

    fn relation(&self, token: usize) -> &str {
        self.analysis.tokens[token].relation()
    }

    fn has(&self, token: usize, deprel: &str) -> bool {
        self.children(token).iter().any(|&child| &*self.analysis.tokens[child].deprel == deprel)
    }

    fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token).iter().copied().find(|&child| self.relation(child) == relation)
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
        if self.has(token, "nsubj:pass") && !is_bare || self.has(token, "aux:pass") || self.has(token, "obl:agent") {
            return true;
        }
        if !self.is_past_participle(token) {
            return false;
        }
        match word.relation() {
            "acl" if &*word.deprel != "acl:relcl" => true,
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
        self.derive_attachments();
        self.derive_collections();
        self.derive_light_verbs();
    }

    /// Relative pronouns stand for the noun that their clause modifies.
    fn find_antecedents(&mut self) {
        for verb in self.first..self.end {
            if &*self.analysis.tokens[verb].deprel != "acl:relcl" {
                continue;
            }
            let Some(noun) = self.head(verb) else { continue };
            // A later conjunct shares the pronoun of the first through its subject.
            let mut stack = self.children(verb).to_vec();
            while let Some(token) = stack.pop() {
                let word = &self.analysis.tokens[token];
                let is_relative = word.feature("PronType") == Some("Rel")
                    || matches!(word.lemma.as_str(), "who" | "which" | "whom" | "whose" | "that")
                        && matches!(word.upos, Upos::Pron | Upos::Det)
                        && word.relation() != "det";
                if is_relative {
                    self.antecedent[token - self.first] = Some(noun);
                } else if !matches!(word.relation(), "ccomp" | "acl" | "advcl" | "conj" | "parataxis") {
                    stack.extend(self.children(token));
                }
            }
        }
    }

    /// What stands before a title belongs to the title: "Putin's spokesman Peskov", "US President Joe Biden". Of two
    /// titles with "and" between them both are said of the name, and both stand for it.
    fn find_titles(&mut self) {
        let analysis = self.analysis;
        for name in &analysis.names {
            let Some(title) = coordinated_title(analysis, self.ontology, name).filter(|&title| self.in_sentence(title))
            else {
                continue;
            };
            let holder = head_of_name(analysis, name);
            for token in title..name.tokens.start {
                let hangs_on_title =
                    self.head(token) == Some(title) && matches!(self.relation(token), "conj" | "appos");
                if token == title || hangs_on_title {
                    self.antecedent[token - self.first] = Some(holder);
                }
            }
            self.add(title, Relation::Is, holder, Origin::Presupposed);
        }
        for name in self.first..self.end {
            let Some(title) = self.title_of(name) else { continue };
            for child in self.children(name).to_vec() {
                if child < title
                    && self.name(child) != self.name(name)
                    && matches!(self.relation(child), "compound" | "amod" | "nmod" | "flat")
                {
                    self.moved[child - self.first] = Some(title);
                }
            }
        }
    }

    /// The noun before a name that says what it is: "spokesman" of "Kremlin spokesman Dmitry Peskov".
    fn title_of(&self, name: usize) -> Option<usize> {
        let number = self.name(name)?;
        let kind = self.analysis.names[number].kind;
        self.children(name).iter().copied().rev().find(|&child| {
            let word = &self.analysis.tokens[child];
            let is_title = match kind {
                NameKind::Person => self.is_noun(child) && self.name(child).is_none(),
                NameKind::Group | NameKind::Date => false,
                _ => word.upos == Upos::Noun && self.name(child).is_none(),
            };
            child < name
                && is_title
                && (matches!(&*word.deprel, "compound" | "flat" | "nmod:desc" | "amod" | "nmod")
                    || word.relation() == "appos")
                && self.preposition(child).is_none()
        })
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

    /// "Is stormed and burned by protesters", "two are killed and three are injured in a raid": who did it and in what it
    /// happened is told behind the last of several passives.
    fn share_circumstances(&mut self, first: usize) {
        let is_told = |builder: &Self, verb: usize| {
            let children = builder.children(verb).iter();
            children.clone().any(|&child| builder.relation(child) == "obl" && child > verb)
        };
        if is_told(self, first) {
            return;
        }
        let is_passive = |&next: &usize| self.relation(next) == "conj" && self.is_passive(next) && is_told(self, next);
        let Some(next) = self.children(first).iter().copied().find(is_passive) else { return };
        for child in self.children(next).to_vec() {
            if child < next || self.relation(child) != "obl" {
                continue;
            }
            match self.preposition(child).as_deref() {
                Some("by") => self.add_all(first, &Relation::Subject, child, Origin::Plain),
                Some("in" | "during") => {
                    let relation = Relation::Oblique(self.preposition(child).unwrap_or_default());
                    self.add_all(first, &relation, child, Origin::Plain);
                }
                _ => {}
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
                let relation = if has_object || passive { Relation::Indirect } else { Relation::Object };
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
                    // "Tennessee and Indiana in the United States": what follows the last holds for all.
                    if is_nominal {
                        for other in self.children(token).to_vec() {
                            if other < child && self.relation(other) == "conj" && !self.is_clause(other) {
                                self.add_all(other, &Relation::Oblique(preposition.clone()), child, Origin::Plain);
                            }
                        }
                    }
                }
                None if word.relation() == "nmod" => self.modifier(token, child),
                None => self.add_all(token, &Relation::Other(deprel.to_string()), child, Origin::Plain),
            },
            "nmod" => self.add_all(token, &Relation::Possessor, child, Origin::Plain),
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
                // "calls Y a killer", "is elected president": what is said of the object or subject.
                if !self.is_verb(child)
                    && let Some(about) = self.controller(token).first().copied()
                {
                    self.add(child, Relation::Is, about, Origin::Stated);
                    self.inherit(child, token);
                }
            }
            "ccomp" => self.add(token, Relation::Complement, child, Origin::Plain),
            "advcl" | "acl" | "parataxis" | "dep" | "list" | "dislocated" => {
                if &*deprel != "acl:relcl" {
                    self.add(token, Relation::Other(deprel.to_string()), child, Origin::Plain);
                }
                if is_nominal && word.relation() == "acl" && word.upos == Upos::Adj {
                    self.add(child, Relation::Is, token, Origin::Presupposed);
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
        self.add_all(token, &Relation::Modifier, child, Origin::Plain);
        self.share_modifier(token, child);
        if self.analysis.tokens[child].relation() == "amod" {
            self.add(child, Relation::Is, token, Origin::Presupposed);
        }
    }

    /// "Israeli gunfire and airstrikes": what stands before the first of bare nouns holds for all.
    fn share_modifier(&mut self, token: usize, child: usize) {
        if child > token || self.name(token).is_some() {
            return;
        }
        for other in self.children(token).to_vec() {
            let is_bare = self.relation(other) == "conj"
                && self.analysis.tokens[other].upos == Upos::Noun
                && self.name(other).is_none()
                && self.children(other).iter().all(|&before| before > other || self.relation(before) == "cc");
            if is_bare {
                self.add(other, Relation::Modifier, child, Origin::Derived);
            }
        }
    }

    /// "works as a nurse", "was appointed as director": what the subject or object is.
    fn capacity(&mut self, verb: usize, role: usize) {
        let is_of_capacity = matches!(
            self.analysis.tokens[verb].lemma.as_str(),
            "serve"
                | "work"
                | "act"
                | "operate"
                | "function"
                | "appoint"
                | "reappoint"
                | "re-appoint"
                | "elect"
                | "reelect"
                | "re-elect"
                | "name"
                | "hire"
                | "employ"
                | "swear"
                | "install"
                | "inaugurate"
        );
        if self.is_verb(verb)
            && is_of_capacity
            && self.is_noun(role)
            && self.name(role).is_none()
            && let Some(about) = self.controller(verb).first().copied()
        {
            for said in self.conjuncts(role) {
                self.add(said, Relation::Is, about, Origin::Stated);
            }
            self.inherit(role, verb);
        }
    }

    /// "became professor at Y", where the tree hangs Y on the verb.
    fn inherit(&mut self, role: usize, verb: usize) {
        if self.children(role).iter().any(|&other| self.relation(other) == "nmod" && other > role) {
            return;
        }
        for child in self.children(verb).to_vec() {
            let is_after = child > role && self.relation(child) == "obl";
            if let Some(preposition) = self.preposition(child).filter(|_| is_after)
                && matches!(preposition.as_str(), "at" | "for" | "with" | "of")
            {
                self.add_all(role, &Relation::Oblique(preposition), child, Origin::Derived);
            }
        }
    }

    /// "founder and director of Y": what follows the last of several titles side by side holds for all.
    fn share_with_titles_before(&mut self, last: usize, preposition: &str, child: usize) {
        let Some(first) = self.head(last).filter(|_| self.relation(last) == "conj" && child > last) else { return };
        let has_own = |builder: &Self, title: usize| {
            builder.children(title).iter().any(|&other| builder.relation(other) == "nmod" && other > title)
        };
        // "a fellow at Y and a professor at Z" are two phrases.
        if !matches!(preposition, "of" | "at" | "for" | "with") || self.child(last, "det").is_some() {
            return;
        }
        let titles: Vec<usize> = self
            .children(first)
            .iter()
            .copied()
            .filter(|&other| self.relation(other) == "conj" && other < last)
            .collect();
        for title in std::iter::once(first).chain(titles) {
            if self.is_role(title) && self.is_role(last) && !has_own(self, title) {
                self.add_all(title, &Relation::Oblique(preposition.to_owned()), child, Origin::Derived);
            }
        }
    }

    fn is_role(&self, token: usize) -> bool {
        let lemma = self.analysis.tokens[token].lemma.to_lowercase();
        matches!(lemma.as_str(), "founder" | "co-founder" | "owner" | "co-owner" | "member" | "partner" | "creator")
            || ["headTitle", "governmentTitle", "officeNoun", "occupationNoun"]
                .iter()
                .any(|list| self.ontology.is_word(list, &lemma))
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

    /// A title's name; of several names the first, unless the title is plural: "councillors Roe and Doe".
    fn add_holders(&mut self, title: usize, name: usize) {
        self.add(title, Relation::Is, name, Origin::Presupposed);
        if self.analysis.tokens[title].feature("Number") == Some("Plur") {
            // "Judges Roe and Doe and prosecutor Poe": the last has a title of his own.
            for other in self.children(name).to_vec() {
                if self.relation(other) == "conj" && self.name(other).is_some() && self.preposition(other).is_none() {
                    self.add(title, Relation::Is, other, Origin::Presupposed);
                }
            }
        }
    }

    fn apposition(&mut self, token: usize, child: usize) {
        if self.is_past_participle(child) {
            return;
        }
        // "President Roe, minister Doe and …": the title is of the name behind it.
        let has_own_name = self.analysis.names.iter().any(|name| {
            name.tokens.start == child + 1
                && name.tokens.start < self.end
                && name.kind == NameKind::Person
                && self.name(token) != self.name(child + 1)
        });
        if has_own_name && self.name(token).is_some() && self.name(child).is_none() {
            return;
        }
        match (self.name(token), self.name(child)) {
            (None, Some(_)) => self.add_holders(token, child),
            (Some(_), Some(_)) => self.add_all(token, &Relation::Apposition, child, Origin::Presupposed),
            _ if self.analysis.tokens[child].upos == Upos::Num => {
                self.add(token, Relation::Apposition, child, Origin::Presupposed);
            }
            _ => {
                self.add(child, Relation::Is, token, Origin::Presupposed);
                for other in self.children(child).to_vec() {
                    if self.relation(other) == "conj" && !self.is_clause(other) {
                        self.add(other, Relation::Is, token, Origin::Presupposed);
                    }
                }
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
        // "seized and occupied Y": an object of the last of two verbs side by side.
        if self.child(token, "obj").is_none()
            && !self.is_passive(token)
            && let Some(next) = self.child(token, "conj")
            && self.is_verb(next)
            && next <= token + 2
            && let Some(object) = self.child(next, "obj")
        {
            self.add_all(token, &Relation::Object, object, Origin::Plain);
        }
        // "lives and works in Y": what follows the last of two verbs side by side.
        if self.child(token, "obj").is_none()
            && self.child(token, "obl").is_none()
            && let Some(next) = self.child(token, "conj")
            && self.is_verb(next)
            && next <= token + 3
            && self.is_passive(next) == self.is_passive(token)
            && let Some(oblique) = self.child(next, "obl")
            && let Some(preposition) = self.preposition(oblique).filter(|preposition| preposition != "by")
        {
            self.add_all(token, &Relation::Oblique(preposition), oblique, Origin::Plain);
        }
    }

    fn uses_antecedent(&self, verb: usize) -> bool {
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
    fn conjuncts(&self, token: usize) -> Vec<usize> {
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
    fn result_of(&self, token: usize, head: usize) -> Option<usize> {
        let words = &self.analysis.tokens;
        let is_set_off = token > self.first && matches!(&*words[token - 1].form, "," | "–" | "—" | "--" | "-");
        if !is_set_off || !words[token].form.ends_with("ing") || !matches!(self.relation(token), "acl" | "advcl") {
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

    /// The subjects as they stand or are understood, before voice is taken into account.
    fn surface_subjects(&self, token: usize, depth: usize) -> Vec<usize> {
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
                // "calls on Y to act"
                let asks = matches!(&*self.analysis.tokens[head].lemma, "call" | "appeal" | "plead");
                if asks && mark.as_deref() == Some("to") {
                    return self.controller_at(head, depth + 1);
                }
                // "appoints Y to lead it": who is chosen is to do what follows.
                if mark.as_deref() == Some("to") && self.chooses(head) {
                    return self.controller_at(head, depth + 1);
                }
                // "elects Y, replacing Z": who is chosen does.
                if matches!(&*word.lemma, "replace" | "succeed") && self.chooses(head) {
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
                // "Russia's plan to attack", "has an opportunity to address"
                if let Some(&possessor) =
                    self.children(head).iter().find(|&&child| &*self.analysis.tokens[child].deprel == "nmod:poss")
                {
                    return vec![self.antecedent[possessor - self.first].unwrap_or(possessor)];
                }
                match self.head(head) {
                    Some(verb) if self.relation(head) == "obj" && self.is_verb(verb) => {
                        self.surface_subjects(verb, depth + 1)
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether a verb gives somebody something to do.
    fn chooses(&self, verb: usize) -> bool {
        matches!(
            &*self.analysis.tokens[verb].lemma,
            "appoint"
                | "name"
                | "elect"
                | "nominate"
                | "choose"
                | "pick"
                | "select"
                | "hire"
                | "designate"
                | "install"
                | "tap"
        )
    }

    /// The verb that a participle goes on from: in "forcing them to close and banning their members" the first
    /// participle, though the tree may have the infinitive between them.
    fn same_form(&self, token: usize, first: usize) -> usize {
        let is_participle = |at: usize| self.is_verb(at) && self.analysis.tokens[at].form.ends_with("ing");
        match self.head(first).filter(|_| self.relation(first) == "xcomp") {
            Some(above) if is_participle(token) && is_participle(above) && !is_participle(first) => above,
            _ => first,
        }
    }

    /// Whether the object of a participle is a pronoun that can only mean the subject of the clause above.
    fn acts_on_subject(&self, participle: usize, clause: usize) -> bool {
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
    fn controller(&self, verb: usize) -> Vec<usize> {
        self.controller_at(verb, 0)
    }

    fn controller_at(&self, verb: usize, depth: usize) -> Vec<usize> {
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

    /// A preposition behind "imposes sanctions" may stand on the verb or the noun: both get it.
    fn derive_attachments(&mut self) {
        let objects: Vec<(usize, usize, Relation)> = self
            .edges
            .iter()
            .filter(|edge| {
                edge.relation == Relation::Object
                    && self.analysis.tokens[edge.to].upos == Upos::Noun
                    && edge.to > edge.from
            })
            .map(|edge| (edge.from, edge.to, edge.relation.clone()))
            .collect();
        for (verb, noun, _) in objects {
            let down: Vec<(Relation, usize)> = self
                .edges
                .iter()
                .filter(|edge| edge.from == verb && edge.to > noun && matches!(edge.relation, Relation::Oblique(_)))
                .map(|edge| (edge.relation.clone(), edge.to))
                .collect();
            let up: Vec<(Relation, usize)> = self
                .edges
                .iter()
                .filter(|edge| {
                    edge.from == noun
                        && edge.to > noun
                        && matches!(&edge.relation, Relation::Oblique(preposition) if preposition != "of")
                })
                .map(|edge| (edge.relation.clone(), edge.to))
                .collect();
            for (relation, to) in down {
                self.add(noun, relation, to, Origin::Derived);
            }
            for (relation, to) in up {
                self.add(verb, relation, to, Origin::Derived);
            }
        }
    }

    /// "A series of strikes on the town": what is said of the series is said of the strikes, and what is aimed at the town.
    fn derive_collections(&mut self) {
        for token in self.first..self.end {
            let word = &self.analysis.tokens[token];
            if word.upos != Upos::Noun
                || self.name(token).is_some()
                || !COLLECTIONS.contains(&word.lemma.to_lowercase().as_str())
            {
                continue;
            }
            let is_inner = |&child: &usize| {
                self.relation(child) == "nmod"
                    && self.analysis.tokens[child].upos == Upos::Noun
                    && self.preposition(child).as_deref() == Some("of")
            };
            let Some(inner) = self.children(token).iter().copied().find(is_inner) else { continue };
            let found: Vec<Edge> =
                self.edges.iter().filter(|edge| edge.from == token || edge.to == token).cloned().collect();
            for edge in found {
                if edge.from == inner || edge.to == inner {
                    continue;
                }
                if edge.to == token
                    && matches!(edge.relation, Relation::Subject | Relation::Object | Relation::Oblique(_))
                {
                    self.add(edge.from, edge.relation, inner, Origin::Derived);
                } else if edge.from == token && matches!(edge.relation, Relation::Possessor | Relation::Oblique(_)) {
                    self.add(inner, edge.relation, edge.to, Origin::Derived);
                }
            }
        }
    }

    /// Who launches an attack attacks.
    fn derive_light_verbs(&mut self) {
        let light: Vec<(usize, usize)> = self
            .edges
            .iter()
            .filter(|edge| {
                edge.relation == Relation::Object
                    && self.analysis.tokens[edge.to].upos == Upos::Noun
                    && self.name(edge.to).is_none()
                    && self.ontology.is_word("lightVerb", &lemma(self.analysis, edge.from))
            })
            .map(|edge| (edge.from, edge.to))
            .collect();
        for (verb, noun) in light {
            if self.edges.iter().any(|edge| edge.from == noun && edge.relation == Relation::Possessor) {
                continue;
            }
            let subjects: Vec<usize> = self
                .edges
                .iter()
                .filter(|edge| edge.from == verb && edge.relation == Relation::Subject)
                .map(|edge| edge.to)
                .collect();
            for subject in subjects {
                self.add(noun, Relation::Possessor, subject, Origin::Derived);
            }
        }
    }
}

/// The dictionary form of a word in lower case, a verb's with its particle: "set up" → `set_up`.
pub fn lemma(analysis: &Analysis, token: usize) -> String {
    let mut lemma = analysis.tokens[token].lemma.to_lowercase();
    if analysis.tokens[token].upos == Upos::Verb {
        // A compound verb that the lemmatiser does not know: "co-founded".
        if lemma == analysis.tokens[token].form.to_lowercase()
            && let Some(stem) = lemma.strip_suffix("ed").filter(|stem| stem.contains('-'))
        {
            let has_e = ["at", "v", "iz", "is", "uc", "ag", "ur"].iter().any(|end| stem.ends_with(end));
            lemma = if has_e { format!("{stem}e") } else { stem.to_owned() };
        }
        for child in analysis.children(token) {
            if &*analysis.tokens[child].deprel == "compound:prt" {
                lemma.push('_');
                lemma.push_str(&analysis.tokens[child].lemma.to_lowercase());
            }
        }
    }
    lemma
}
