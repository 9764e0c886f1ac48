//! Edges that follow from others: attachments that may be read either way, bundles, verbs that only carry a noun.

use super::super::words::COLLECTIONS;
use super::{Builder, Edge, Origin, Relation, lemma};
use crate::language::Upos;

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

    /// "A series of strikes on the town": what is said of the series is said of the strikes, and what is aimed at the town.
    pub(super) fn derive_collections(&mut self) {
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
    pub(super) fn derive_light_verbs(&mut self) {
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
