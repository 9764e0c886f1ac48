//! Who is asked to do something by a clause: "demands that Norway leave", "asked that the army should withdraw".

use super::nominal::Rules;
use super::structure::Relation;
use super::types::Object;
use crate::entity::EntityId;
use crate::language::Upos;
use crate::ontology::Class;

/// Verbs with a clause in the subjunctive that asks its subject for something.
const DEMANDING: &[&str] =
    &["demand", "ask", "insist", "request", "recommend", "order", "urge", "propose", "require", "suggest"];

impl Rules<'_, '_> {
    pub(super) fn demands(&mut self) {
        let room = self.room;
        for verb in self.tokens() {
            if !DEMANDING.contains(&&*room.lemmas[verb]) || room.analysis.tokens[verb].upos != Upos::Verb {
                continue;
            }
            let at = |token: usize, relation: Relation| {
                self.structure.from(token).filter(move |edge| edge.relation == relation).map(|edge| edge.to)
            };
            let agents = |tokens: Vec<usize>| -> Vec<EntityId> {
                let entities = tokens.into_iter().flat_map(|token| room.referents(token, self.structure));
                entities.filter(|&entity| room.is_a(entity, Class::Agent)).collect()
            };
            let clauses = at(verb, Relation::Complement).filter(|&clause| self.is_subjunctive(clause));
            let asked = agents(clauses.flat_map(|clause| at(clause, Relation::Subject)).collect());
            for asker in agents(at(verb, Relation::Subject).collect()) {
                for &asked in asked.iter().filter(|&&asked| asked != asker) {
                    let before = self.drafts.len();
                    self.add(asker, "urges", Object::Entity(asked), &[verb], 0.85, "demand");
                    self.state(before, verb);
                }
            }
        }
    }

    /// "that Norway leave", "that Norway should leave", where "that Norway leaves" tells what is so.
    fn is_subjunctive(&self, clause: usize) -> bool {
        let room = self.room;
        let words = &room.analysis.tokens;
        let mut helpers = room.analysis.children(clause).filter(|&child| words[child].relation() == "aux");
        match helpers.next() {
            Some(helper) => room.lemmas[helper] == "should",
            None => {
                let is_base = words[clause].form.to_lowercase() == words[clause].lemma || words[clause].form == "be";
                words[clause].upos == Upos::Verb && is_base
            }
        }
    }
}
