//! Pronouns: relative ones by the tree, personal ones by agreement, nearness and grammar, the first person by who speaks.

use super::referents::Resolver;
use super::words::Gender;
use crate::ontology::Class;

/// Sentences back in which "he" and "she" look.
const PERSON_WINDOW: usize = 3;
/// The same for "it" and "they", which are riskier.
const THING_WINDOW: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Person(Gender),
    Thing,
    Plural,
    FirstSingular,
    FirstPlural,
    Pair,
}

fn number_of(form: &str) -> Option<Number> {
    Some(match form {
        "he" | "him" | "his" | "himself" => Number::Person(Gender::Male),
        "she" | "her" | "hers" | "herself" => Number::Person(Gender::Female),
        "it" | "its" | "itself" => Number::Thing,
        "they" | "them" | "their" | "theirs" | "themselves" => Number::Plural,
        "i" | "me" | "my" | "mine" | "myself" => Number::FirstSingular,
        "we" | "us" | "our" | "ours" | "ourselves" => Number::FirstPlural,
        "both" => Number::Pair,
        _ => return None,
    })
}

impl Resolver<'_, '_> {
    pub fn resolve_pronoun(&mut self, at: usize) {
        let token = self.found[at].head;
        let form = self.context.analysis.tokens[token].form.to_lowercase();
        let Some(number) = number_of(&form) else {
            if let Some(id) = self.relative(at) {
                self.assign(at, id);
            }
            return;
        };
        let id = match number {
            Number::Person(gender) => self.person(token, gender).or_else(|| self.ahead(token, gender)),
            Number::Thing => self.thing(token),
            Number::Plural => self.plural(token),
            Number::Pair => {
                let persons = self.leading_pair(token, |id| self.is_person(id) && self.referents[id].is_named());
                persons.map(|members| self.plural_of(members, token))
            }
            Number::FirstSingular | Number::FirstPlural => None,
        };
        if let Some(id) = id {
            self.assign(at, id);
        }
    }

    /// "I" is who speaks; "we" the country or organization for which the speaker speaks.
    pub fn resolve_first_person(&mut self, at: usize) {
        let token = self.found[at].head;
        let form = self.context.analysis.tokens[token].form.to_lowercase();
        let Some(speaker) = self.speaker_at(token) else { return };
        match number_of(&form) {
            Some(Number::FirstSingular) if self.is_person(speaker) => self.assign(at, speaker),
            Some(Number::FirstPlural) => {
                if self.is_person(speaker) {
                    if let Some(side) = self.spoken_for(speaker) {
                        self.assign(at, side);
                    }
                } else if self.is_a(speaker, Class::Organization) || self.is_country(speaker) {
                    self.assign(at, speaker);
                }
            }
            _ => {}
        }
    }

    /// Who speaks where a token stands.
    pub fn speaker_at(&self, token: usize) -> Option<usize> {
        self.quotes.at(token).and_then(|(_, speaker)| *speaker).and_then(|speaker| self.at(speaker))
    }

    /// The country or organization in the document for which a person holds an office.
    fn spoken_for(&self, person: usize) -> Option<usize> {
        let is_official = |head: &str| {
            ["spokesTitle", "headTitle", "governmentTitle", "representativeTitle"]
                .iter()
                .any(|list| self.context.ontology.is_word(list, head))
        };
        let role =
            self.roles.iter().find(|role| role.person == person && role.sides.len() == 1 && is_official(&role.head));
        let side = match role {
            Some(role) => *role.sides.first()?,
            None => {
                let item = self.referents[person].item()?;
                if !self.is_in_office(item) {
                    return None;
                }
                super::referents::Side::Country(self.context.knowledge.item(item)?.country?)
            }
        };
        (0..self.referents.len()).find(|&id| match side {
            super::referents::Side::Country(country) => {
                self.referents[id].item() == Some(country) && !self.referents[id].mentions.is_empty()
            }
            super::referents::Side::Other(other) => id == other && !self.is_person(id),
        })
    }

    /// How well a referent that was mentioned before fits a pronoun.
    fn score(&self, id: usize, at: usize, token: usize) -> f32 {
        let here = self.context.analysis.sentence_of(token);
        let distance = here - self.sentence(at);
        let mut score = -1.2 * distance as f32 + 0.08 * self.count_before(id, token).min(8) as f32;
        // The grammar of all its mentions in that sentence, not only of the last.
        let sentence = self.sentence(at);
        let is_subject = self.referents[id]
            .mentions
            .iter()
            .any(|&other| self.sentence(other) == sentence && self.found[other].head < token && self.is_subject(other));
        if is_subject {
            score += 1.0;
        }
        if self.found[at].kind == super::MentionKind::Pronoun {
            score += 0.4;
        }
        if self.is_reason_of_object(token, at) || self.is_controller(token, at) {
            score += 2.0;
        }
        let word = &self.context.analysis.tokens[self.found[at].head];
        if matches!(word.relation(), "compound") || self.found[at].kind == super::MentionKind::Demonym {
            score -= 0.8;
        } else if &*word.deprel == "nmod:poss" {
            score -= 0.2;
        }
        if self.context.analysis.sentences[sentence].is_headline {
            score -= 0.8;
        }
        score
    }

    /// "punished Moscow for its interference": the possessor of the reason is the object, not the subject.
    fn is_reason_of_object(&self, token: usize, at: usize) -> bool {
        let analysis = self.context.analysis;
        let words = &analysis.tokens;
        let object = self.found[at].head;
        let Some(mut reason) = words[token].head.filter(|_| &*words[token].deprel == "nmod:poss") else { return false };
        while let Some(first) = words[reason].head.filter(|_| words[reason].relation() == "conj") {
            reason = first;
        }
        let is_for =
            analysis.child(reason, "case").is_some_and(|case| matches!(words[case].lemma.as_str(), "for" | "over"));
        is_for
            && words[object].relation() == "obj"
            && words[reason].relation() == "obl"
            && words[object].head == words[reason].head
    }

    /// "Ordered Norway to halt its offensive": of the object of what somebody is to do, the possessor is who is to do it.
    fn is_controller(&self, token: usize, at: usize) -> bool {
        let analysis = self.context.analysis;
        let words = &analysis.tokens;
        let told = self.found[at].head;
        if &*words[token].deprel != "nmod:poss" || told > token || !matches!(words[told].relation(), "obj" | "iobj") {
            return false;
        }
        let object = words[token].head.filter(|&object| words[object].relation() == "obj");
        let deed = object.and_then(|object| words[object].head).filter(|&deed| {
            let is_with = |mark: &str| {
                let marks =
                    |child: usize| matches!(words[child].relation(), "mark" | "case") && words[child].lemma == mark;
                analysis.children(deed).any(marks)
            };
            words[deed].relation() == "xcomp" && is_with("to")
                || words[deed].relation() == "advcl" && (is_with("of") || is_with("from"))
        });
        deed.is_some_and(|deed| words[deed].head == words[told].head)
            && words[told].head.is_some_and(|verb| !matches!(&*words[verb].lemma, "promise" | "vow" | "threaten"))
    }

    /// Whether a pronoun and a mention are arguments of one verb, so that they cannot mean the same.
    fn are_arguments_of_one(&self, token: usize, at: usize) -> bool {
        let words = &self.context.analysis.tokens;
        let form = words[token].form.to_lowercase();
        if form.ends_with("self")
            || form.ends_with("selves")
            || words[token].relation() == "nmod"
            || words[token].relation() == "det"
        {
            return false;
        }
        let head = self.found[at].head;
        let is_argument = |token: usize| matches!(words[token].relation(), "nsubj" | "obj" | "iobj" | "obl");
        is_argument(token) && is_argument(head) && words[token].head == words[head].head
    }

    fn best(&self, token: usize, sentences: usize, fits: impl Fn(usize, usize) -> Option<f32>) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for (id, at) in self.recent(token, sentences) {
            let Some(bonus) = fits(id, at) else { continue };
            if self.are_arguments_of_one(token, at) {
                continue;
            }
            let score = self.score(id, at, token) + bonus;
            if best.is_none_or(|(other, _)| score > other + 1e-6) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn person(&self, token: usize, gender: Gender) -> Option<usize> {
        let speaker = self.speaker_at(token);
        self.best(token, PERSON_WINDOW, |id, _| {
            let referent = &self.referents[id];
            if !self.is_person(id) || !referent.gender.agrees(gender) || Some(id) == speaker {
                return None;
            }
            let is_known = referent.gender == gender;
            Some(if referent.is_named() { 0.4 } else { 0.0 } + if is_known { 0.3 } else { 0.0 })
        })
    }

    /// "Discussing his concern, Najib Razak said": the subject of the main clause, where nobody was mentioned before.
    fn ahead(&self, token: usize, gender: Gender) -> Option<usize> {
        let analysis = self.context.analysis;
        let mut governor = token;
        for _ in 0..6 {
            governor = analysis.tokens[governor].head?;
            let subject = analysis.child(governor, "nsubj");
            if let Some(id) = subject.filter(|&subject| subject > token).and_then(|subject| self.at(subject))
                && self.is_person(id)
                && self.referents[id].gender.agrees(gender)
            {
                return Some(id);
            }
        }
        None
    }

    fn thing(&self, token: usize) -> Option<usize> {
        let words = &self.context.analysis.tokens;
        // "it is clear that …": no referent.
        if let Some(governor) = words[token].head
            && words[token].relation() == "nsubj"
        {
            let is_empty = self
                .context
                .analysis
                .children(governor)
                .any(|child| matches!(words[child].relation(), "csubj" | "ccomp"))
                && words[governor].upos == crate::language::Upos::Adj
                || matches!(
                    words[governor].lemma.as_str(),
                    "seem" | "appear" | "rain" | "snow" | "clear" | "unclear" | "likely" | "possible" | "important"
                );
            if is_empty {
                return None;
            }
        }
        let is_possessive = words[token].form.eq_ignore_ascii_case("its");
        self.best(token, THING_WINDOW, |id, at| {
            let referent = &self.referents[id];
            if referent.is_plural || referent.class == Class::Person || !referent.members.is_empty() {
                return None;
            }
            let is_agent = self.is_a(id, Class::Organization) || self.is_country(id);
            let bonus = if is_agent {
                if is_possessive || self.is_subject_token(token) { 0.8 } else { 0.4 }
            } else if referent.is_named() {
                0.2
            } else if referent.class == Class::Thing {
                -0.8
            } else {
                0.0
            };
            // Inside the same phrase: "the group's own members".
            let is_place = self.is_a(id, Class::Place) && !is_agent;
            let prepositional = matches!(words[self.found[at].head].relation(), "obl" | "nmod")
                && &*words[self.found[at].head].deprel != "nmod:poss";
            Some(bonus - if is_place { 0.5 } else { 0.0 } - if prepositional { 0.3 } else { 0.0 })
        })
    }

    fn is_subject_token(&self, token: usize) -> bool {
        self.context.analysis.tokens[token].relation() == "nsubj"
    }

    fn plural(&mut self, token: usize) -> Option<usize> {
        if let Some(members) = self.coordinated(token) {
            return Some(self.plural_of(members, token));
        }
        let best = self.best(token, THING_WINDOW, |id, _| {
            let referent = &self.referents[id];
            if referent.is_plural || !referent.members.is_empty() {
                Some(match referent.class {
                    Class::Group => 0.8,
                    Class::Thing => -0.6,
                    _ => 0.3,
                })
            } else if self.is_a(id, Class::Organization) && referent.is_named() {
                Some(-0.4)
            } else {
                None
            }
        });
        best.or_else(|| {
            // "Their meeting" without a plural before it: the two who lead the text.
            let is_possessive = self.context.analysis.tokens[token].form.eq_ignore_ascii_case("their");
            let governor = self.context.analysis.tokens[token].head?;
            let lemma = self.context.analysis.tokens[governor].lemma.to_lowercase();
            let is_event = self.context.ontology.noun_is(&lemma, Class::Event);
            if !is_possessive || !is_event {
                return None;
            }
            let members = self.leading_pair(token, |id| self.is_person(id) && self.referents[id].is_named())?;
            Some(self.plural_of(members, token))
        })
    }

    /// The members of the coordination that was the last subject: "Biden and Putin met. They …".
    fn coordinated(&self, token: usize) -> Option<Vec<usize>> {
        let analysis = self.context.analysis;
        let here = analysis.sentence_of(token);
        for sentence in (here.saturating_sub(1)..=here).rev() {
            let tokens = analysis.sentences[sentence].tokens.clone();
            let subject = tokens.clone().take_while(|&other| other < token).find(|&other| {
                analysis.tokens[other].relation() == "nsubj"
                    && analysis.children(other).any(|child| analysis.tokens[child].relation() == "conj")
            });
            if let Some(subject) = subject {
                let mut members: Vec<usize> = std::iter::once(subject)
                    .chain(analysis.children(subject).filter(|&child| analysis.tokens[child].relation() == "conj"))
                    .filter_map(|other| self.at(other))
                    .filter(|&id| self.is_a(id, Class::Agent) || self.is_country(id))
                    .collect();
                members.sort_unstable();
                members.dedup();
                if members.len() >= 2 {
                    return Some(members);
                }
            }
        }
        None
    }
}
