//! Of what nobody named accuses somebody: "a man accused of espionage", "faces charges of fraud", "arrested on charges".

use super::nominal::Rules;
use super::structure::Relation;
use super::types::Object;
use crate::entity::EntityId;
use crate::language::Upos;
use crate::ontology::Class;

/// How such claims name their rule.
const RULE: &str = "proceedings";

/// Verbs of those who are charged.
const CHARGED: &[&str] = &["face", "deny", "answer", "fight", "contest"];

/// Verbs of what is done to who is charged.
#[rustfmt::skip]
const TRIED: &[&str] = &[
    "arrest", "detain", "sentence", "try", "execute", "jail", "imprison", "hold", "extradite", "want", "remand", "indict",
    "acquit", "prosecute",
];

/// Verbs of those who are somewhere still.
const STAYING: &[&str] = &["remain", "stay", "languish", "sit", "spend"];

impl Rules<'_, '_> {
    /// Charges and accusations by nobody whom the sentence names.
    pub(super) fn proceedings(&mut self) {
        let room = self.room;
        let words = &room.analysis.tokens;
        for token in self.tokens() {
            match room.lemmas[token].as_str() {
                "accuse" => {
                    let is_of = room
                        .analysis
                        .children(token)
                        .any(|child| room.analysis.children(child).any(|mark| words[mark].form == "of"));
                    let accused = self.patient_of_participle(token).filter(|_| is_of);
                    for person in accused.map(|noun| self.human(noun)).unwrap_or_default() {
                        self.add(None, "accuses", Object::Entity(person), &[token], 0.8, RULE);
                    }
                }
                "charge" if words[token].upos == Upos::Noun && room.is_plural(token) => {
                    // "Where he faces charges": there somebody does charge him.
                    let is_elsewhere =
                        |&verb: &usize| room.analysis.children(verb).any(|child| words[child].form == "where");
                    let Some(verb) = words[token].head.filter(|verb| !is_elsewhere(verb)) else { continue };
                    let lemma = room.lemmas[verb].as_str();
                    let is_on = room.analysis.child(token, "case").is_some_and(|case| words[case].form == "on");
                    let charged = match words[token].relation() {
                        "obj" if CHARGED.contains(&lemma) => self.beside(verb, &Relation::Subject, Class::Person),
                        "obl" if is_on && TRIED.contains(&lemma) => self.beside(verb, &Relation::Object, Class::Person),
                        _ => continue,
                    };
                    for person in charged {
                        self.add_stated(None, "charges", Object::Entity(person), &[verb, token], 0.8, RULE);
                    }
                }
                "serve" if words[token].upos == Upos::Verb && self.is_sentence_served(token) => {
                    for person in self.beside(token, &Relation::Subject, Class::Person) {
                        self.add_stated(None, "imprisons", Object::Entity(person), &[token], 0.8, RULE);
                    }
                }
                "hold" if words[token].feature("Tense") == Some("Past") => {
                    let has_more = room.analysis.children(token).any(|child| words[child].relation() == "obl");
                    // Hostages are nobody's prisoners.
                    let is_prisoner = |&held: &usize| room.lemmas[held] != "hostage" && has_more;
                    let held = self.patient_of_participle(token).filter(is_prisoner);
                    for person in held.map(|noun| self.human(noun)).unwrap_or_default() {
                        self.add(None, "imprisons", Object::Entity(person), &[token], 0.8, RULE);
                    }
                }
                "custody" | "detention" | "prison" | "jail" | "arrest" | "bar" if self.is_confinement(token) => {
                    let is_staying = |&at: &usize| STAYING.contains(&&*room.lemmas[at]);
                    // "Is behind bars", "spent years in prison"; who "is in police custody" has been arrested.
                    let subject = room.analysis.child(token, "cop").and_then(|_| room.analysis.child(token, "nsubj"));
                    let verb = room.analysis.above(token).take(2).find(is_staying);
                    let (held, word) = match (subject, verb) {
                        (Some(subject), _) => (self.human(subject), token),
                        (None, Some(verb)) => (self.beside(verb, &Relation::Subject, Class::Person), verb),
                        _ => continue,
                    };
                    let is_arrested = subject.is_some() && room.lemmas[token] == "custody";
                    let keeper = self.beside(token, &Relation::Modifier, Class::Agent).first().copied();
                    let keeper = keeper.filter(|_| is_arrested);
                    let property = if is_arrested { "arrests" } else { "imprisons" };
                    for person in held {
                        self.add_stated(keeper, property, Object::Entity(person), &[word, token], 0.8, RULE);
                    }
                }
                _ => {}
            }
        }
    }

    /// The noun behind which a participle without an agent stands: "a *man* accused of fraud".
    fn patient_of_participle(&self, verb: usize) -> Option<usize> {
        let word = &self.room.analysis.tokens[verb];
        let is_participle = word.relation() == "acl" && word.feature("VerbForm") == Some("Part");
        let has_agent = self.structure.from(verb).any(|edge| edge.relation == Relation::Subject);
        word.head.filter(|_| is_participle && !has_agent)
    }

    /// "Serving life", "a ten-year sentence", "eight months in prison".
    fn is_sentence_served(&self, verb: usize) -> bool {
        let room = self.room;
        let Some(object) = room.analysis.child(verb, "obj") else { return false };
        let is_prison = |at: usize| matches!(&*room.lemmas[at], "prison" | "jail");
        let behind = || room.analysis.children(verb).chain(room.analysis.children(object));
        match &*room.lemmas[object] {
            "sentence" | "life" => true,
            // "Served time for robbery", not "in the navy".
            "time" if room.analysis.child(object, "det").is_none() => behind().all(|at| {
                is_prison(at) || room.analysis.child(at, "case").is_none_or(|case| room.lemmas[case] != "in")
            }),
            "time" | "term" | "year" | "month" => behind().any(is_prison),
            _ => false,
        }
    }

    /// "In custody", "under house arrest", "behind bars".
    fn is_confinement(&self, noun: usize) -> bool {
        let room = self.room;
        let case = room.analysis.child(noun, "case").map(|case| room.lemmas[case].as_str());
        let is_house = || room.analysis.children(noun).any(|child| room.lemmas[child] == "house");
        match &*room.lemmas[noun] {
            "arrest" => case == Some("under") && is_house(),
            "bar" => case == Some("behind") && room.is_plural(noun),
            _ => case == Some("in"),
        }
    }

    /// The persons that a noun or name means.
    fn human(&self, noun: usize) -> Vec<EntityId> {
        self.room.referents(noun, self.structure).into_iter().filter(|&id| self.room.is_human(id)).collect()
    }
}
