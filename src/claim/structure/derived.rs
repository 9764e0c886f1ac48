//! Edges that follow from others: attachments that may be read either way, bundles, verbs that only carry a noun.

use super::super::words::{
    AIMING, ANNOUNCED, COLLECTIONS, HAPPENING_VERBS, INTENDING, INTERRUPTING, ISSUING, JOURNEYS, NAMING, REWARDING,
    SUFFERED,
};
use super::{Builder, Edge, Origin, Relation, lemma};
use crate::language::{CURRENCIES, Upos};
use crate::ontology::Class;

impl Builder<'_> {
    /// A preposition behind "imposes sanctions" may stand on the verb or the noun: both get it.
    pub(super) fn derive_attachments(&mut self) {
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

    /// "A suit in the Court of Justice against Norway" is against Norway, though the tree hangs it on the court.
    pub(super) fn derive_opponents(&mut self) {
        let against: Vec<(usize, usize)> = self
            .edges
            .iter()
            .filter(|edge| edge.relation.is_oblique("against"))
            .map(|edge| (edge.from, edge.to))
            .collect();
        for (name, opponent) in against {
            let above: Vec<usize> = self
                .edges
                .iter()
                .filter(|edge| {
                    edge.to == name
                        && edge.from < name
                        && matches!(&edge.relation, Relation::Oblique(at) if matches!(&**at, "in" | "at" | "with" | "before"))
                })
                .map(|edge| edge.from)
                .collect();
            for noun in above {
                self.add(noun, Relation::Oblique("against".to_owned()), opponent, Origin::Derived);
            }
        }
    }

    /// "A series of strikes on the town": what is said of the series is said of the strikes, and what is aimed at the town;
    /// so it is with "two million euros in aid to the town".
    pub(super) fn derive_collections(&mut self) {
        for token in self.first..self.end {
            let word = &self.analysis.tokens[token];
            let of = match &*word.lemma.to_lowercase() {
                noun if COLLECTIONS.contains(&noun) => "of",
                noun if CURRENCIES.contains(&noun) => "in",
                _ => continue,
            };
            if self.name(token).is_some() {
                continue;
            }
            // "Dozens of people" are people themselves.
            let is_people = |noun: usize| {
                let lemma = lemma(self.analysis, noun);
                self.names_a(noun, Class::Group) || lemma == "other" || self.ontology.is_word("occupationNoun", &lemma)
            };
            let is_inner = |&child: &usize| {
                self.relation(child) == "nmod"
                    && self.analysis.tokens[child].upos == Upos::Noun
                    && self.preposition(child).as_deref() == Some(of)
                    && !is_people(child)
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

    /// Who launches an attack attacks, who plans one would, and who suspends talks with another talked with them.
    pub(super) fn derive_light_verbs(&mut self) {
        let is_with = |noun: usize| self.edges.iter().any(|edge| edge.from == noun && edge.relation.is_oblique("with"));
        let light: Vec<(usize, usize)> = self
            .edges
            .iter()
            .filter(|edge| {
                let verb = lemma(self.analysis, edge.from);
                edge.relation == Relation::Object
                    && self.analysis.tokens[edge.to].upos == Upos::Noun
                    && self.name(edge.to).is_none()
                    && (self.ontology.is_word("lightVerb", &verb)
                        || INTENDING.contains(&&*verb)
                        || INTERRUPTING.contains(&&*verb) && self.names_a(edge.to, Class::Meeting) && is_with(edge.to))
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

    /// "Signs an order banning Y", "issues a statement condemning Y": who gives it out does what it does.
    pub(super) fn derive_documents(&mut self) {
        let mut found = Vec::new();
        for deed in self.first..self.end {
            let noun = self.head(deed).filter(|&noun| self.relation(deed) == "acl" && noun < deed);
            let is_doing = self.is_verb(deed) && self.analysis.tokens[deed].form.ends_with("ing");
            let is_document =
                |&noun: &usize| self.ontology.is_word("documentNoun", &self.analysis.tokens[noun].lemma.to_lowercase());
            let Some(noun) = noun.filter(|_| is_doing).filter(is_document) else { continue };
            let gives = |edge: &&Edge| {
                edge.to == noun
                    && edge.relation == Relation::Object
                    && ISSUING.contains(&&*lemma(self.analysis, edge.from))
            };
            let verbs = self.edges.iter().filter(gives).map(|edge| edge.from);
            for verb in verbs {
                let is_giver = |edge: &&Edge| edge.from == verb && edge.relation == Relation::Subject;
                found.extend(self.edges.iter().filter(is_giver).map(|edge| (deed, edge.to)));
            }
        }
        for (deed, giver) in found {
            self.add(deed, Relation::Subject, giver, Origin::Derived);
        }
    }

    /// "Replaces Roe with Doe": Doe replaces Roe, and not who puts him there.
    pub(super) fn derive_replacements(&mut self) {
        for verb in (self.first..self.end).filter(|&verb| &*self.analysis.tokens[verb].lemma == "replace") {
            let Some(new) = self.beside(verb, "with").filter(|_| self.is_verb(verb)) else { continue };
            self.edges.retain(|edge| edge.from != verb || edge.relation != Relation::Subject);
            self.add_all(verb, &Relation::Subject, new, Origin::Derived);
        }
    }

    /// "Clashes broke out between the two": they are between them.
    pub(super) fn derive_happenings(&mut self) {
        let parties: Vec<(usize, Edge)> = self
            .edges
            .iter()
            .filter(|edge| {
                edge.relation.is_oblique("between")
                    && HAPPENING_VERBS.contains(&&*self.analysis.tokens[edge.from].lemma)
            })
            .flat_map(|party| {
                let happens = |edge: &&Edge| edge.from == party.from && edge.relation == Relation::Subject;
                self.edges.iter().filter(happens).map(|edge| (edge.to, party.clone()))
            })
            .collect();
        for (event, party) in parties {
            self.add(event, party.relation, party.to, Origin::Derived);
        }
    }

    /// Who does something at or after talks with others has talked with them.
    pub(super) fn derive_talks(&mut self) {
        let is_around = |edge: &&Edge| {
            matches!(&edge.relation, Relation::Oblique(around)
                if matches!(&**around, "after" | "follow" | "during" | "in" | "at" | "before" | "ahead_of" | "for"))
        };
        let talks: Vec<(usize, usize)> = self
            .edges
            .iter()
            .filter(is_around)
            .filter(|edge| self.is_verb(edge.from) && self.name(edge.to).is_none())
            .filter(|edge| self.names_a(edge.to, Class::Meeting) || lemma(self.analysis, edge.to) == "call")
            .map(|edge| (edge.from, edge.to))
            .collect();
        for (verb, noun) in talks {
            let mut edges = self.edges.iter().filter(|edge| edge.from == noun);
            let is_whose = edges.clone().any(|edge| edge.relation == Relation::Possessor);
            if edges.any(|edge| edge.relation.is_oblique("with")) && !is_whose {
                for subject in self.surface_subjects(verb, 0) {
                    self.add(noun, Relation::Possessor, subject, Origin::Derived);
                }
            }
        }
    }

    /// Whether a word's lemma is a noun for things of a class.
    fn names_a(&self, token: usize, class: Class) -> bool {
        self.ontology.noun_is(&lemma(self.analysis, token), class)
    }

    /// "Across 30 cities in Norway and Chile" is in both, and so are shootings at two sites there.
    pub(super) fn derive_scattered(&mut self) {
        let is_event = |noun: usize| self.name(noun).is_none() && self.names_a(noun, Class::Event);
        let around: Vec<(usize, usize, Origin)> = self
            .edges
            .iter()
            .filter(|edge| {
                matches!(&edge.relation, Relation::Oblique(p) if matches!(p.as_str(), "in" | "at" | "across" | "throughout"))
                    && (self.is_verb(edge.from) || is_event(edge.from))
                    && self.is_plural(edge.to)
                    && self.name(edge.to).is_none()
                    && self.names_a(edge.to, Class::Place)
            })
            // As good as said of a noun: phrasings without a word take no derived edges.
            .map(|edge| (edge.from, edge.to, if self.is_verb(edge.from) { Origin::Derived } else { Origin::Plain }))
            .collect();
        for (happening, places, origin) in around {
            let inner = self.children(places).iter().copied().find(|&child| {
                self.relation(child) == "nmod"
                    && self.name(child).is_some()
                    && matches!(self.preposition(child).as_deref(), Some("in" | "across" | "of"))
            });
            if let Some(inner) = inner {
                self.add_all(happening, &Relation::Oblique("in".to_owned()), inner, origin);
            }
        }
    }

    /// An attack at a rally in Oslo is in Oslo, and so is one on or targeting a bus there. Where it is at a school in Oslo it
    /// is the school that is said to be there.
    pub(super) fn derive_scenes(&mut self) {
        let is =
            |token: usize, class: Class| self.analysis.tokens[token].upos == Upos::Noun && self.names_a(token, class);
        let is_at = |edge: &Edge| match &edge.relation {
            Relation::Oblique(at) => match &**at {
                "at" => is(edge.from, Class::Event),
                "on" | "against" => is(edge.from, Class::Attack),
                _ => false,
            },
            _ => false,
        };
        let mut scenes: Vec<(usize, usize)> =
            self.edges.iter().filter(|edge| is_at(edge)).map(|edge| (edge.from, edge.to)).collect();
        for aim in (self.first..self.end).filter(|&aim| AIMING.contains(&&*self.analysis.tokens[aim].lemma)) {
            let event = self.head(aim).filter(|&event| self.relation(aim) == "acl" && is(event, Class::Attack));
            scenes.extend(event.zip(self.child(aim, "obj")));
        }
        scenes
            .retain(|&(_, scene)| self.name(scene).is_none() && (is(scene, Class::Event) || is(scene, Class::Product)));
        for (event, scene) in scenes {
            let is_in =
                |edge: &&Edge| edge.from == scene && self.name(edge.to).is_some() && edge.relation.is_oblique("in");
            // As good as said: phrasings without a word take no derived edges.
            let places: Vec<usize> = self.edges.iter().filter(is_in).map(|edge| edge.to).collect();
            for place in places {
                self.add(event, Relation::Oblique("in".to_owned()), place, Origin::Plain);
            }
        }
    }

    /// "Five countries, including Norway and Chile, sign it": what all do each that is named does, and is what all are. So it
    /// is with "those killed include Roe" and "among those killed was Roe".
    pub(super) fn derive_members(&mut self) {
        for token in self.first..self.end {
            let is_part = |&child: &usize| {
                self.relation(child) == "nmod" && child > token && self.preposition(child).as_deref() == Some("include")
            };
            let behind = self.children(token).iter().copied().find(is_part).map(|part| (token, part));
            let by_verb = || self.child(token, "nsubj").zip(self.child(token, "obj"));
            let is_among = || self.copula(token).is_some() && self.preposition(token).as_deref() == Some("among");
            let pair = match &*self.analysis.tokens[token].lemma {
                "include" if self.is_verb(token) => by_verb(),
                _ if is_among() => self.child(token, "nsubj").map(|part| (token, part)),
                _ => behind,
            };
            let is_many = |&(whole, _): &(usize, usize)| {
                let word = &self.analysis.tokens[whole];
                self.name(whole).is_none() && (word.feature("Number") == Some("Plur") || word.upos == Upos::Num)
            };
            let Some((whole, part)) = pair.filter(is_many) else { continue };
            for part in self.names_in_list(part) {
                for (verb, relation) in self.roles(whole).into_iter().filter(|(verb, _)| *verb != token) {
                    self.add(verb, relation, part, Origin::Derived);
                }
                self.add(whole, Relation::Is, part, Origin::Stated);
            }
        }
    }

    /// "Orion, one of Norway's largest banks", "Roe is one of his lawyers": somebody is what they all are.
    pub(super) fn derive_one_of(&mut self) {
        for one in self.first..self.end {
            if self.analysis.tokens[one].lemma != "one" || self.is_denied(one) {
                continue;
            }
            let is_kind = |&child: &usize| {
                self.relation(child) == "nmod"
                    && self.preposition(child).as_deref() == Some("of")
                    && self.is_plural(child)
                    && self.name(child).is_none()
            };
            let Some(kind) = self.children(one).iter().copied().find(is_kind) else { continue };
            let whose = match self.copula(one) {
                Some(_) => self.child(one, "nsubj"),
                None => self.head(one).filter(|_| self.relation(one) == "appos"),
            };
            if let Some(whose) = whose {
                // The noun stands for all of them, and for nobody alone.
                self.add(kind, Relation::Is, whose, Origin::Stated);
            }
        }
    }

    /// "The two who fled were Roe and Doe", "the victims were named as Roe and Doe": what the noun does those do, and nobody
    /// else is meant.
    pub(super) fn derive_named(&mut self) {
        for predicate in self.first..self.end {
            let is_unnamed =
                |&token: &usize| self.name(token).is_none() && self.analysis.tokens[token].upos != Upos::Verb;
            let is_naming = self.is_verb(predicate) && NAMING.contains(&&*self.analysis.tokens[predicate].lemma);
            let named =
                if is_naming { self.beside(predicate, "as") } else { self.copula(predicate).map(|_| predicate) };
            let whole = if is_naming && !self.is_passive(predicate) {
                self.child(predicate, "obj")
            } else {
                self.child(predicate, "nsubj")
            };
            let (Some(named), Some(whole)) = (named, whole.filter(is_unnamed)) else { continue };
            let names = self.names_in_list(named);
            if names.is_empty() || self.is_denied(predicate) {
                continue;
            }
            // "The pilot has been named as Roe."
            if let ([name], true) = (&names[..], is_naming && !self.is_plural(whole)) {
                self.add(whole, Relation::Is, *name, Origin::Stated);
            }
            let roles = self.roles(whole);
            self.edges.retain(|edge| {
                edge.to != whole
                    || !roles.iter().any(|(verb, relation)| (*verb, relation) == (edge.from, &edge.relation))
            });
            for (verb, relation) in roles.into_iter().filter(|(verb, _)| *verb != predicate) {
                for &name in &names {
                    self.add(verb, relation.clone(), name, Origin::Derived);
                }
            }
        }
    }

    /// The verbs that a word is subject or object of.
    fn roles(&self, token: usize) -> Vec<(usize, Relation)> {
        self.edges
            .iter()
            .filter(|edge| edge.to == token && matches!(edge.relation, Relation::Subject | Relation::Object))
            .map(|edge| (edge.from, edge.relation.clone()))
            .collect()
    }

    /// The names of a list, one word of each: "the lawyer Jane Roe and John Doe" may hang together in any way.
    fn names_in_list(&self, first: usize) -> Vec<usize> {
        let mut parts = vec![first];
        for at in self.first..self.end {
            let head = self.head(at).filter(|head| parts.contains(head));
            if at != first && head.is_some() && matches!(self.relation(at), "conj" | "appos" | "flat") {
                parts.push(at);
            }
        }
        parts.retain(|&part| {
            self.name(part).is_some() && self.head(part).and_then(|head| self.name(head)) != self.name(part)
        });
        parts
    }

    /// "Roe's arrest" is the arrest of Roe.
    pub(super) fn derive_patients(&mut self) {
        for deed in self.first..self.end {
            let is_deed = self.analysis.tokens[deed].upos == Upos::Noun
                && SUFFERED.contains(&&*self.analysis.tokens[deed].lemma)
                && !self.is_plural(deed)
                // House arrest is a state.
                && self.child(deed, "compound").is_none_or(|kind| self.analysis.tokens[kind].lemma != "house");
            let mut own = self.edges.iter().filter(|edge| edge.from == deed && edge.origin != Origin::Derived);
            let is_told = own.clone().any(|edge| edge.relation.is_oblique("of"));
            let whose = own.find(|edge| edge.relation == Relation::Possessor).map(|edge| edge.to);
            let is_person = |&whose: &usize| {
                let word = &self.analysis.tokens[whose];
                word.upos == Upos::Pron && matches!(&*word.lemma, "he" | "she" | "his" | "her")
                    || self.is_person_name(whose)
                    || self.name(whose).is_none() && self.is_role(whose)
            };
            if let Some(whose) = whose.filter(|whose| is_deed && !is_told && is_person(whose)) {
                self.edges
                    .retain(|edge| !(edge.from == deed && edge.to == whose && edge.relation == Relation::Possessor));
                self.add(deed, Relation::Oblique("of".to_owned()), whose, Origin::Plain);
            }
        }
    }

    /// Whose an action is that a noun tells, where the clause makes it plain: "received it during a visit to Norway",
    /// "was awarded the prize for the discovery of it".
    pub(super) fn derive_agents(&mut self) {
        let told: Vec<(usize, usize, String)> = self
            .edges
            .iter()
            .filter(|edge| self.is_verb(edge.from) && self.analysis.tokens[edge.to].upos == Upos::Noun)
            .filter_map(|edge| match &edge.relation {
                Relation::Oblique(preposition) => Some((edge.from, edge.to, preposition.clone())),
                _ => None,
            })
            .collect();
        let announced: Vec<(usize, usize, String)> = self
            .edges
            .iter()
            .filter(|edge| edge.relation == Relation::Object && self.analysis.tokens[edge.from].lemma == "announce")
            .map(|edge| (edge.from, edge.to, String::new()))
            .collect();
        for (verb, noun, preposition) in told.into_iter().chain(announced) {
            let has_own = self.edges.iter().any(|edge| {
                edge.from == noun
                    && (edge.relation == Relation::Possessor
                        || matches!(&edge.relation, Relation::Oblique(by) if by == "by" || by == "between"))
            });
            if has_own {
                continue;
            }
            let deed = &*self.analysis.tokens[noun].lemma;
            let agents = match &*preposition {
                "during" | "on" if JOURNEYS.contains(&deed) => self.surface_subjects(verb, 0),
                // "Police announce the arrest of Roe": they arrested him; a minister who announces it did not.
                "" if ANNOUNCED.contains(&deed) => {
                    self.surface_subjects(verb, 0).into_iter().filter(|&agent| !self.is_person_name(agent)).collect()
                }
                "for" | "of" if REWARDING.contains(&&*self.analysis.tokens[verb].lemma) => self.controller(verb),
                _ => continue,
            };
            for agent in agents {
                self.add(noun, Relation::Possessor, agent, Origin::Derived);
            }
        }
    }
}
