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
            let clauses = self.structure.from(verb).filter(|edge| edge.relation == Relation::Complement);
            let asked: Vec<EntityId> = clauses
                .map(|edge| edge.to)
                .filter(|&clause| self.is_subjunctive(clause))
                .flat_map(|clause| self.beside(clause, &Relation::Subject, Class::Agent))
                .collect();
            for asker in self.beside(verb, &Relation::Subject, Class::Agent) {
                for &asked in asked.iter().filter(|&&asked| asked != asker) {
                    self.add_stated(asker, "urges", Object::Entity(asked), &[verb], 0.85, "demand");
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
