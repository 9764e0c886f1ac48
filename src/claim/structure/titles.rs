//! Titles and appositions: what stands before, behind or beside a name and says who or what it is.

use super::super::words::{CHOOSING, SERVING, SUCCEEDING};
use super::{Builder, Origin, Relation};
use crate::entity::{coordinated_title, head_of_name};
use crate::language::{Analysis, NameKind, Upos};

/// Verbs of those who are something no more.
const ENDING: &[&str] = &["resign", "step", "stand", "quit", "retire", "leave", "return", "run"];
/// Verbs that have an object and whose subject is what stands behind "as": "represents Alby as a member of the party".
const OF_SUBJECT: &[&str] = &["represent", "contest", "win", "enter", "attend", "address", "spend", "start", "begin"];

/// A noun and those that "and" puts beside it, as they stand.
fn side_by_side(analysis: &Analysis, noun: usize) -> Vec<usize> {
    let word = |at: usize| &analysis.tokens[at];
    let first = word(noun).head.filter(|_| word(noun).relation() == "conj").unwrap_or(noun);
    let others = analysis.children(first).filter(|&child| word(child).relation() == "conj" && child > first);
    let list: Vec<usize> = std::iter::once(first).chain(others).collect();
    let is_joined = list.last().and_then(|&last| analysis.child(last, "cc")).is_some_and(|cc| word(cc).lemma == "and");
    if is_joined { list } else { vec![noun] }
}

/// "Roe and Doe are the president and vice president": whether the two stand at different places of two such lists, one of
/// as many singular nouns as the other has members.
pub(super) fn is_crossed(analysis: &Analysis, role: usize, holder: usize) -> bool {
    let (roles, holders) = (side_by_side(analysis, role), side_by_side(analysis, holder));
    let is_role = |&at: &usize| {
        let word = &analysis.tokens[at];
        word.upos == Upos::Noun && word.feature("Number") != Some("Plur")
    };
    let place = |list: &[usize], token: usize| list.iter().position(|&at| at == token);
    roles.len() > 1
        && roles.len() == holders.len()
        && roles.iter().all(is_role)
        && place(&roles, role) != place(&holders, holder)
}

impl Builder<'_> {
    /// What stands before a title belongs to the title: "Putin's spokesman Peskov", "US President Joe Biden". Of two
    /// titles with "and" between them both are said of the name, and both stand for it.
    pub(super) fn find_titles(&mut self) {
        let analysis = self.analysis;
        for name in analysis.names_in(&(self.first..self.end)) {
            let Some(title) = coordinated_title(analysis, self.ontology, name) else { continue };
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
    pub(super) fn title_of(&self, name: usize) -> Option<usize> {
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

    /// "works as a nurse", "was appointed as director", "joins Orion as director": what the subject or object is.
    pub(super) fn capacity(&mut self, verb: usize, role: usize) {
        let lemma = &*self.analysis.tokens[verb].lemma;
        if !self.is_verb(verb) || !self.is_noun(role) || self.name(role).is_some() {
            return;
        }
        let joined = self.child(verb, "obj").filter(|_| lemma == "join" && self.is_role(role));
        let about = match joined {
            Some(_) => self.surface_subjects(verb, 0),
            None if CHOOSING.contains(&lemma) || SERVING.contains(&lemma) => self.controller(verb),
            None if SUCCEEDING.contains(&lemma) && self.is_role(role) => match self.is_passive(verb) {
                true => self.beside(verb, "by").into_iter().collect(),
                // "Replaces Roe with Doe as chair": Doe is chair.
                false => match self.beside(verb, "with") {
                    Some(new) => vec![new],
                    None => self.surface_subjects(verb, 0),
                },
            },
            // "As a young reporter, Roe …", "signed it as head of Orion": the subject's own role.
            None if self.is_role(role) && self.is_own_role(verb, role) => self.surface_subjects(verb, 0),
            None => return,
        };
        let Some(about) = about.first().copied() else { return };
        for said in self.conjuncts(role) {
            self.add_held(said, about);
            let has_own = |said: usize| {
                let is_own = |&child: &usize| matches!(self.preposition(child).as_deref(), Some("of" | "at" | "for"));
                self.children(said).iter().any(is_own)
            };
            if let Some(body) = joined.filter(|_| self.is_role(said) && !has_own(said)) {
                self.add_all(said, &Relation::Oblique("of".to_owned()), body, Origin::Derived);
            }
        }
        self.inherit(role, verb);
    }

    /// Whether a role beside "as" is that of the subject: before it, or where no object may have it.
    fn is_own_role(&self, verb: usize, role: usize) -> bool {
        let is_fronted = || self.child(verb, "nsubj").is_some_and(|subject| role < subject);
        let lemma = &*self.analysis.tokens[verb].lemma;
        !self.is_passive(verb)
            && !self.is_plural(role)
            && !ENDING.contains(&lemma)
            && (self.child(verb, "obj").is_none() || is_fronted() || OF_SUBJECT.contains(&lemma))
    }

    /// What somebody becomes, and all who do so beside them.
    pub(super) fn add_held(&mut self, role: usize, holder: usize) {
        self.add(role, Relation::Is, holder, Origin::Stated);
        for other in side_by_side(self.analysis, holder) {
            if self.is_person_name(other) {
                self.add(role, Relation::Is, other, Origin::Stated);
            }
        }
    }

    /// "became professor at Y", where the tree hangs Y on the verb.
    pub(super) fn inherit(&mut self, role: usize, verb: usize) {
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

    /// "founder and director of Y": what follows the last of several titles side by side holds for all, as it does in "the
    /// capital and largest city of Y".
    pub(super) fn share_with_titles_before(&mut self, last: usize, preposition: &str, child: usize) {
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
            let is_shared =
                self.child(title, "det").is_some_and(|the| self.analysis.tokens[the].form.to_lowercase() == "the")
                    && self.name(title).is_none()
                    && self.name(last).is_none()
                    && preposition == "of";
            if (is_shared || self.is_role(title) && self.is_role(last)) && !has_own(self, title) {
                self.add_all(title, &Relation::Oblique(preposition.to_owned()), child, Origin::Derived);
            }
        }
    }

    pub(super) fn is_role(&self, token: usize) -> bool {
        let lemma = self.analysis.tokens[token].lemma.to_lowercase();
        matches!(lemma.as_str(), "founder" | "co-founder" | "owner" | "co-owner" | "member" | "partner" | "creator")
            || ["headTitle", "governmentTitle", "officeNoun", "occupationNoun"]
                .iter()
                .any(|list| self.ontology.is_word(list, &lemma))
    }

    /// A title's name; of several names the first, unless the title is plural: "councillors Roe and Doe".
    pub(super) fn add_holders(&mut self, title: usize, name: usize) {
        self.add(title, Relation::Is, name, Origin::Presupposed);
        if self.is_plural(title) {
            // "Judges Roe and Doe and prosecutor Poe": the last has a title of his own.
            for other in self.children(name).to_vec() {
                let has_own = self.children(other).iter().any(|&own| &*self.analysis.tokens[own].deprel == "nmod:desc");
                if self.relation(other) == "conj"
                    && self.name(other).is_some()
                    && self.preposition(other).is_none()
                    && !has_own
                {
                    self.add(title, Relation::Is, other, Origin::Presupposed);
                }
            }
        }
    }

    /// "Orion's founder and chief executive, Jane Roe": the second title is hers too, and of the same owner.
    fn add_second_titles(&mut self, title: usize, name: usize) {
        for other in self.children(title).to_vec() {
            let is_between = self.relation(other) == "conj" && other < name && self.name(other).is_none();
            let has_own = |child: &usize| matches!(self.relation(*child), "det" | "nmod");
            if !is_between || !self.is_role(other) || self.is_plural(other) || self.children(other).iter().any(has_own)
            {
                continue;
            }
            self.add_holders(other, name);
            for owner in self.children(title).to_vec() {
                if &*self.analysis.tokens[owner].deprel == "nmod:poss" {
                    self.add_all(other, &Relation::Possessor, owner, Origin::Derived);
                }
            }
        }
    }

    /// "The son of Jane Roe, John Doe, left": of two persons side by side the second is who the noun before means.
    fn relative_of(&self, first: usize, second: usize) -> Option<usize> {
        let noun = self
            .head(first)
            .filter(|_| self.relation(first) == "nmod" && self.preposition(first).as_deref() == Some("of"))?;
        let is_one = self.is_noun(noun)
            && self.name(noun).is_none()
            && !self.is_plural(noun)
            && self.child(noun, "det").is_some();
        (is_one && self.is_person_name(first) && self.is_person_name(second)).then_some(noun)
    }

    /// "A fisherman named Jane Roe".
    pub(super) fn called(&mut self, noun: usize, participle: usize) {
        if !matches!(&*self.analysis.tokens[participle].lemma, "name" | "call") || !self.is_past_participle(participle)
        {
            return;
        }
        let name = self.children(participle).iter().copied().find(|&child| {
            child > participle && matches!(self.relation(child), "xcomp" | "obj") && self.is_person_name(child)
        });
        if let Some(name) = name {
            self.add_holders(noun, name);
        }
    }

    pub(super) fn apposition(&mut self, token: usize, child: usize) {
        if self.is_past_participle(child) {
            return;
        }
        // "President Roe, minister Doe and …": the title is of the name behind it.
        let has_own_name = self.analysis.name_at(child + 1).is_some_and(|name| {
            name.tokens.start == child + 1
                && name.tokens.start < self.end
                && name.kind == NameKind::Person
                && self.name(token) != self.name(child + 1)
        });
        if has_own_name && self.name(token).is_some() && self.name(child).is_none() {
            return;
        }
        match (self.name(token), self.name(child)) {
            (None, Some(_)) => {
                self.add_holders(token, child);
                self.add_second_titles(token, child);
            }
            (Some(_), Some(_)) => match self.relative_of(token, child) {
                Some(noun) => self.add_holders(noun, child),
                None => self.add_all(token, &Relation::Apposition, child, Origin::Presupposed),
            },
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
}
