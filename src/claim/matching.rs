//! The lexicon's patterns over a sentence's structure.
//!
//! A pattern is looked up by its uppermost word and followed edge by edge. X and Y must refer to entities of the right
//! classes. Where several patterns fit the same words, the longest wins, then the one with the narrower classes.

use super::lexicon::{Lexicon, Node, Pattern, WordKind};
use super::room::{Draft, Room, uppermost};
use super::sound::{goes_on_from, is_over, is_part_of_title, is_role_past, is_sound, is_value};
use super::structure::{Edge, Origin, Relation, Structure};
use super::types::{Modality, Object, Predicate};
use super::words::CHOOSING;
use crate::entity::{EntityId, Mention, MentionKind};
use crate::language::Upos;
use crate::ontology::Class;

/// Of the claims of sure phrasings in the development articles and items, the share that was right: of actions (164
/// claims), of states (122), of phrasings without a word of their own (87).
const RIGHT_ACTIONS: f32 = 0.77;
const RIGHT_STATES: f32 = 0.87;
const RIGHT_EDGES: f32 = 0.9;

/// What is done to somebody, and told by a noun without who did it.
#[rustfmt::skip]
const UNDONE_BY: &[&str] = &[
    "arrests", "kills", "imprisons", "convicts", "sentences", "kidnaps", "releases", "expels", "dismisses", "charges",
    "injures", "rescues",
];

/// What is done to something of that kind, whatever noun it is that the ontology lacks: "criticized the practice".
const OF_WHATEVER: &[&str] = &["sanctions", "criticizes", "sues", "occupies", "headOf"];

/// What a participle before the title of somebody tells without who did it: "the jailed leader Jane Roe".
#[rustfmt::skip]
const DONE_TO: &[&str] = &[
    "arrests", "kills", "imprisons", "convicts", "sentences", "kidnaps", "expels", "dismisses", "charges", "sanctions",
    "appoints", "releases",
];

/// What a noun phrase without a name may be in a bare edge: "a school in Oslo".
const THINGS: &[Class] =
    &[Class::Event, Class::Facility, Class::Region, Class::EducationalInstitution, Class::Court, Class::Work];

/// A place where a pattern fits.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub pattern: u32,
    /// The token of X; none for a passive without an agent.
    pub x: Option<usize>,
    pub y: usize,
    pub anchor: usize,
    pub words: Vec<usize>,
    is_presupposed: bool,
    pub is_derived: bool,
}

/// A match with its entities.
struct Candidate {
    at: Match,
    /// Whether both are of the classes that the property relates.
    is_fitting: bool,
    subject: Option<EntityId>,
    object: Object,
    rank: (usize, usize, u32, bool),
}

/// What the lexicon makes of a sentence.
pub(super) struct Matched {
    /// Between entities of the classes that the property relates.
    pub drafts: Vec<Draft>,
    /// Between others: a class may be wrong, or the phrasing mean something else.
    pub misfits: Vec<Draft>,
}

/// All drafts that the lexicon makes of a sentence.
pub(super) fn matched(room: &Room<'_>, structure: &Structure, sentence: usize, lexicon: &Lexicon) -> Matched {
    let tokens = room.analysis.sentences[sentence].tokens.clone();
    let mut matches = Vec::new();
    for token in tokens {
        for &number in lexicon.anchored_at(&room.lemmas[token]) {
            let pattern = lexicon.pattern(number);
            if accepts(room, pattern, pattern.anchor, token) {
                Search { room, structure, pattern, number }.run(token, &mut matches);
            }
        }
    }
    for edge in &structure.edges {
        for &number in lexicon.direct(&edge.relation) {
            direct(room, lexicon.pattern(number), number, edge, &mut matches);
        }
    }
    let mut candidates = Vec::new();
    let mut vetoes: Vec<(&Pattern, Option<usize>, usize)> = Vec::new();
    for found in matches {
        let pattern = lexicon.pattern(found.pattern);
        if pattern.is_negative {
            vetoes.push((pattern, found.x, found.y));
            continue;
        }
        typed(room, structure, pattern, &found, &mut candidates);
    }
    candidates.retain(|candidate| {
        let pattern = lexicon.pattern(candidate.at.pattern);
        // A longer phrasing says more: no prime minister of Y works for it, but a deputy prime minister does.
        !vetoes.iter().any(|(no, x, y)| {
            no.property == pattern.property && no.words >= pattern.words && *x == candidate.at.x && *y == candidate.at.y
        })
    });
    let (fitting, others): (Vec<Candidate>, Vec<Candidate>) =
        candidates.into_iter().partition(|candidate| candidate.is_fitting);
    let drafts_of = |candidates: Vec<Candidate>| -> Vec<Draft> {
        select(candidates, lexicon).into_iter().map(|candidate| draft(room, lexicon, candidate)).collect()
    };
    let (mut drafts, misfits) = (drafts_of(fitting), drafts_of(others));
    let players: Vec<Draft> = drafts.iter().flat_map(|draft| players(room, structure, draft)).collect();
    drafts.extend(players);
    Matched { drafts, misfits }
}

fn draft(room: &Room<'_>, lexicon: &Lexicon, candidate: Candidate) -> Draft {
    let pattern = lexicon.pattern(candidate.at.pattern);
    let (polarity, mut modality) = pattern.stance();
    // A meeting's name tells who is to take part, not that they did; what comes after it does.
    if pattern.property == "participantIn"
        && pattern.words == 0
        && !is_over(room, candidate.at.y)
        && matches!(candidate.object, Object::Entity(event) if room.class(event) == Class::Meeting)
    {
        modality = Some(Modality::Future);
    }
    let is_action = room.ontology.property(&pattern.property).is_some_and(|property| property.is_action);
    // A doubtful phrasing in the right classes is better than its number.
    let mut confidence = pattern.confidence.sqrt()
        * match (pattern.words, is_action) {
            (0, _) => RIGHT_EDGES,
            (_, true) => RIGHT_ACTIONS,
            (_, false) => RIGHT_STATES,
        };
    if candidate.at.is_derived {
        confidence *= 0.9;
    }
    Draft {
        subject: candidate.subject,
        predicate: Predicate::Known(pattern.property.as_str().into()),
        object: candidate.object,
        anchor: candidate.at.anchor,
        words: candidate.at.words,
        is_presupposed: candidate.at.is_presupposed,
        polarity,
        modality,
        confidence,
        rule: format!("lexicon:\"{}\"", pattern.phrase),
    }
}

/// Who defeats whom in a final, both take part in it.
fn players(room: &Room<'_>, structure: &Structure, draft: &Draft) -> Vec<Draft> {
    let is_contest = ["defeats", "fights"].iter().any(|name| draft.predicate.is(name));
    let Object::Entity(object) = draft.object else { return Vec::new() };
    if !is_contest {
        return Vec::new();
    }
    let event = structure
        .from(draft.anchor)
        .filter(|edge| edge.relation.is_oblique("in"))
        // "in six games" is no one of them.
        .filter(|edge| room.analysis.child(edge.to, "nummod").is_none())
        .filter_map(|edge| room.headed(edge.to))
        .map(|mention| mention.entity)
        .find(|&entity| {
            [Class::SportsEvent, Class::Election, Class::War].iter().any(|&class| room.is_a(entity, class))
        });
    let Some(event) = event else { return Vec::new() };
    [draft.subject, Some(object)]
        .into_iter()
        .flatten()
        .map(|player| Draft {
            subject: Some(player),
            predicate: Predicate::Known("participantIn".into()),
            object: Object::Entity(event),
            ..draft.clone()
        })
        .collect()
}

/// Whether a token can stand at a node.
fn accepts(room: &Room<'_>, pattern: &Pattern, node: usize, token: usize) -> bool {
    match &pattern.nodes[node] {
        Node::X | Node::Y => true,
        Node::Word(lemma, kind) => {
            let is_kind = WordKind::of(room.analysis.tokens[token].upos) == *kind;
            // A word of a name is no word of the lexicon, but titles may be.
            let is_word = if lemma.is_empty() { is_infinitive(room, token) } else { *lemma == room.lemmas[token] };
            is_kind
                && is_word
                && (*kind != WordKind::Noun
                    || !room.mention(token).is_some_and(|mention| {
                        mention.kind == MentionKind::Name && mention.tokens.len() > 1 && mention.head != token
                    }))
        }
    }
}

/// "to act": the infinitive with its particle right before it, or an adverb between.
fn is_infinitive(room: &Room<'_>, verb: usize) -> bool {
    (verb.saturating_sub(2)..verb).any(|at| {
        let word = &room.analysis.tokens[at];
        word.lemma == "to" && word.upos == Upos::Part && word.head == Some(verb)
    })
}

struct Search<'a, 'b> {
    room: &'a Room<'b>,
    structure: &'a Structure,
    pattern: &'a Pattern,
    number: u32,
}

#[derive(Clone)]
struct Binding {
    tokens: Vec<Option<usize>>,
    is_stated: bool,
    is_derived: bool,
    is_agentless: bool,
}

impl Search<'_, '_> {
    fn run(&self, anchor: usize, out: &mut Vec<Match>) {
        let mut tokens = vec![None; self.pattern.nodes.len()];
        tokens[self.pattern.anchor] = Some(anchor);
        let start = Binding { tokens, is_stated: false, is_derived: false, is_agentless: false };
        let mut bindings = vec![start];
        for edge in &self.pattern.edges {
            let mut next = Vec::new();
            for binding in &bindings {
                self.follow(edge, binding, &mut next);
                // Coordination may multiply; nothing sensible has more readings.
                if next.len() > 64 {
                    break;
                }
            }
            bindings = next;
            if bindings.is_empty() {
                return;
            }
        }
        // What a noun phrase says of a state holds whatever is said of the noun: "will visit its headquarters in Oslo".
        let property = self.room.ontology.property(&self.pattern.property);
        let is_noun = |node: &Node| !matches!(node, Node::Word(_, kind) if *kind != WordKind::Noun);
        let is_state = property.is_some_and(|property| !property.is_action) && self.pattern.nodes.iter().all(is_noun);
        let is_nominal = matches!(self.pattern.nodes[self.pattern.anchor], Node::Word(_, WordKind::Noun))
            && (is_state || self.pattern.edges.iter().any(|edge| edge.1 == Relation::Is));
        for binding in bindings {
            let words: Vec<usize> = self
                .pattern
                .nodes
                .iter()
                .zip(&binding.tokens)
                .filter(|(node, _)| matches!(node, Node::Word(..)))
                .filter_map(|(_, token)| *token)
                .collect();
            let Some(y) = binding.tokens[1] else { continue };
            if binding.tokens[0].is_none() && !binding.is_agentless {
                continue;
            }
            if binding.is_agentless && self.is_aside(anchor) {
                continue;
            }
            if self.pattern.is_joint && self.has_other_object(&binding) {
                continue;
            }
            let mut sorted = words.clone();
            sorted.sort_unstable();
            let anchor = uppermost(self.room.analysis, &words).unwrap_or(y);
            let is_adjective = self.room.analysis.tokens[anchor].relation() == "amod";
            out.push(Match {
                pattern: self.number,
                x: binding.tokens[0],
                y,
                anchor,
                words: sorted,
                is_presupposed: is_adjective || is_nominal && !binding.is_stated && !self.is_denied(anchor),
                is_derived: binding.is_derived,
            });
        }
    }

    /// "Denies its involvement in the attack".
    fn is_denied(&self, noun: usize) -> bool {
        let word = &self.room.analysis.tokens[noun];
        word.relation() == "obj"
            && word.head.is_some_and(|verb| self.room.ontology.is_word("denialVerb", &self.room.lemmas[verb]))
    }

    /// "He declined when questioned": by whom is of no interest.
    fn is_aside(&self, verb: usize) -> bool {
        let analysis = self.room.analysis;
        let is_when = |child: usize| {
            matches!(analysis.tokens[child].relation(), "advmod" | "mark")
                && matches!(analysis.tokens[child].lemma.as_str(), "when" | "if" | "once" | "unless" | "while" | "as")
        };
        analysis.tokens[verb].relation() == "advcl"
            && analysis.children(verb).any(is_when)
            && analysis.child(verb, "nsubj").is_none()
    }

    /// "They met the president": what several do to somebody, they do not do to each other.
    fn has_other_object(&self, binding: &Binding) -> bool {
        if self.pattern.edges.iter().any(|edge| edge.1 == Relation::Object) {
            return false;
        }
        let verb = self.pattern.nodes.iter().zip(&binding.tokens).find_map(|(node, token)| match node {
            Node::Word(_, WordKind::Verb) => *token,
            _ => None,
        });
        verb.is_some_and(|verb| {
            self.structure.from(verb).any(|edge| {
                edge.relation == Relation::Object
                    && edge.origin != Origin::Derived
                    && !binding.tokens.contains(&Some(edge.to))
            })
        })
    }

    fn follow(&self, edge: &(usize, Relation, usize), binding: &Binding, out: &mut Vec<Binding>) {
        let (from, relation, to) = edge;
        match (binding.tokens[*from], binding.tokens[*to]) {
            (Some(head), None) => {
                let before = out.len();
                for found in self.structure.from(head) {
                    if self.fits(relation, *to, found) && self.can_be(*to, found.to, binding) {
                        out.push(self.bind(binding, *to, found.to, Some(found)));
                    }
                }
                if out.len() > before {
                    return;
                }
                // "Navalny was imprisoned", "the arrest of Navalny": nobody says by whom.
                let is_agentless = match relation {
                    _ if self.pattern.nodes[*to] != Node::X => false,
                    // "was returned to Y" is no returning by anybody.
                    Relation::Subject => {
                        self.pattern
                            .edges
                            .iter()
                            .any(|edge| edge.0 == *from && edge.1 == Relation::Object && edge.2 == 1)
                            && self.is_finite_passive(head)
                            && !self.structure.from(head).any(|found| found.relation == Relation::Subject)
                    }
                    Relation::Possessor => self.is_deed_of_nobody(*from, head),
                    _ => false,
                };
                if is_agentless {
                    let mut without = binding.clone();
                    without.is_agentless = true;
                    out.push(without);
                }
                // "Putin's spokesman said": the role itself stands for the person.
                if *relation == Relation::Is
                    && matches!(self.pattern.nodes[*to], Node::X | Node::Y)
                    && !self
                        .structure
                        .from(head)
                        .any(|found| found.relation == Relation::Is && found.origin != Origin::Derived)
                    && self.stands_for_person(head)
                {
                    out.push(self.bind(binding, *to, head, None));
                }
                // "The two leaders met": one word for both.
                if self.pattern.is_joint
                    && *to < 2
                    && let Some(other) = binding.tokens[1 - *to]
                    && self.structure.from(head).any(|found| found.to == other && found.relation == *relation)
                    && self.room.referents(other, self.structure).len() > 1
                {
                    out.push(self.bind(binding, *to, other, None));
                }
            }
            (None, Some(dependent)) => {
                for found in self.structure.to(dependent) {
                    if self.fits(relation, *to, found) && self.can_be(*from, found.from, binding) {
                        out.push(self.bind(binding, *from, found.from, Some(found)));
                    }
                }
            }
            (Some(head), Some(dependent)) => {
                if let Some(found) =
                    self.structure.from(head).find(|found| found.to == dependent && self.fits(relation, *to, found))
                {
                    out.push(self.bind(binding, *to, dependent, Some(found)));
                }
            }
            (None, None) => {}
        }
    }

    /// Participles beside a noun ("goods imported from Y") tell of no act that anybody did, but where it is said who is meant
    /// ("those arrested were Y").
    fn is_finite_passive(&self, verb: usize) -> bool {
        let word = &self.room.analysis.tokens[verb];
        // "The first to be arrested"
        let is_infinitive = self.room.analysis.child(verb, "mark").is_some_and(|mark| self.room.lemmas[mark] == "to");
        if word.relation() == "amod" {
            return DONE_TO.contains(&self.pattern.property.as_str())
                && self.pattern.words == 1
                && word
                    .head
                    .is_some_and(|noun| self.room.is_of_holder(noun, self.structure) || self.room.is_named(noun));
        }
        let is_told = |edge: &Edge| {
            edge.relation == Relation::Object
                && Some(edge.to) != word.head
                && (edge.origin == Origin::Derived || is_infinitive)
        };
        // "Jane Roe, jailed in 2022, left": of somebody named it is told.
        let is_aside = || {
            word.head.is_some_and(|name| self.room.is_named(name) && name < verb)
                && verb.checked_sub(1).is_some_and(|before| self.room.analysis.tokens[before].form == ",")
        };
        self.structure.is_passive(verb)
            && (&*word.deprel != "acl" || is_aside() || self.structure.from(verb).any(is_told))
            && self.room.ontology.property(&self.pattern.property).is_some_and(|property| property.is_action)
    }

    /// "The arrest of Navalny", where nothing tells who arrested him.
    fn is_deed_of_nobody(&self, node: usize, noun: usize) -> bool {
        let room = self.room;
        let is_of = |edge: &&Edge| edge.relation.is_oblique("of");
        let is_whom = |edge: &(usize, Relation, usize)| edge.0 == node && edge.2 == 1 && edge.1.is_oblique("of");
        let is_who = |edge: &Edge| match &edge.relation {
            Relation::Possessor | Relation::Modifier => room.mention(edge.to).is_some(),
            relation => relation.is_oblique("by"),
        };
        // A people is moved, and not dismissed.
        let may_be_group = self.pattern.property != "dismisses";
        let is_somebody = |edge: &Edge| {
            room.headed(edge.to).is_some_and(|mention| {
                room.has_name(mention.entity)
                    && mention.kind != MentionKind::Demonym
                    && (room.is_a(mention.entity, Class::Person)
                        || may_be_group && room.is_a(mention.entity, Class::Group))
            })
        };
        let is_somebody_named = |edge: &&Edge| room.is_named(edge.to) && is_somebody(edge);
        UNDONE_BY.contains(&self.pattern.property.as_str())
            && self.pattern.words == 1
            && self.pattern.edges.iter().any(is_whom)
            && self.structure.from(noun).find(is_of).is_some_and(is_somebody)
            // "The killings of Jane Roe and John Doe", but not "the killings of journalists".
            && (!room.is_plural(noun)
                || self.structure.from(noun).filter(is_of).filter(is_somebody_named).count() > 1)
            && !self.structure.from(noun).any(is_who)
    }

    /// A role that is said of somebody named, or definitely: "Putin's spokesman", "the Russian president"; members may be any.
    fn stands_for_person(&self, role: usize) -> bool {
        let room = self.room;
        let Some(mention) = room.headed(role).filter(|mention| mention.kind == MentionKind::Nominal) else {
            return false;
        };
        if room.is_a(mention.entity, Class::Group) {
            return self.pattern.property == "memberOf" && self.are_members(role);
        }
        room.is_a(mention.entity, Class::Person)
            && (room.has_name(mention.entity) || room.is_definite(role, self.structure))
    }

    /// "Two members of the order": some that there are, not "members of the order live simply", "its members" or "elect 100
    /// of the 123 members".
    fn are_members(&self, noun: usize) -> bool {
        let room = self.room;
        let is_pronoun =
            |edge: &Edge| edge.relation == Relation::Possessor && room.analysis.tokens[edge.to].upos == Upos::Pron;
        let mut above = room.analysis.above(noun).take(4);
        let is_elected = above.any(|verb| CHOOSING.contains(&&*room.lemmas[verb]) || room.lemmas[verb] == "vote");
        room.lemmas[noun] == "member"
            && !room.is_bare_plural(noun)
            && !self.structure.from(noun).any(is_pronoun)
            && !is_elected
    }

    fn can_be(&self, node: usize, token: usize, binding: &Binding) -> bool {
        !binding.tokens.contains(&Some(token)) && accepts(self.room, self.pattern, node, token)
    }

    fn bind(&self, binding: &Binding, node: usize, token: usize, edge: Option<&Edge>) -> Binding {
        let mut next = binding.clone();
        next.tokens[node] = Some(token);
        if let Some(edge) = edge {
            next.is_stated |= edge.origin == Origin::Stated;
            next.is_derived |= edge.origin == Origin::Derived;
        }
        next
    }

    /// Whether a name before a weapon is what it is called, beside whose it is: "an Iranian Shahed drone".
    fn is_make(&self, name: &Edge) -> bool {
        let room = self.room;
        let is_demonym = |token: usize| room.mention(token).is_some_and(|mention| mention.kind == MentionKind::Demonym);
        room.ontology.noun_is(&room.lemmas[name.from], Class::Product)
            && !is_demonym(name.to)
            && self.structure.from(name.from).any(|other| other.relation == Relation::Modifier && is_demonym(other.to))
    }

    /// Whether an edge of the text says what an edge of the pattern asks for.
    fn fits(&self, relation: &Relation, to: usize, found: &Edge) -> bool {
        // A verb that the tree took for a noun ("court sentences Roe") has its subject right before it.
        if *relation == Relation::Modifier && to == 0 && self.pattern.is_clause() && found.to + 1 != found.from {
            return false;
        }
        if *relation == found.relation {
            return true;
        }
        let is_argument = to < 2;
        let room = self.room;
        let is_role = || {
            self.pattern.edges.iter().any(|edge| edge.1 == Relation::Is)
                && room.ontology.property(&self.pattern.property).is_some_and(|property| {
                    !property.domain.is_empty()
                        && property.domain.iter().all(|&class| class == Class::Person || class == Class::Agent)
                })
        };
        let is_of = |relation: &Relation| relation.is_oblique("of");
        match relation {
            Relation::Possessor if is_argument => match &found.relation {
                Relation::Modifier => room.is_named(found.to) && !self.is_make(found),
                Relation::Oblique(preposition) => {
                    preposition == "by" || preposition == "of" && !self.pattern.edges.iter().any(|edge| is_of(&edge.1))
                }
                _ => false,
            },
            Relation::Modifier if is_argument && is_role() => {
                found.relation == Relation::Possessor || is_of(&found.relation)
            }
            Relation::Oblique(of) if of == "of" && is_argument && is_role() => match found.relation {
                Relation::Possessor => true,
                Relation::Modifier => room.is_named(found.to),
                _ => false,
            },
            _ => false,
        }
    }
}

/// A pattern of one edge between X and Y.
fn direct(room: &Room<'_>, pattern: &Pattern, number: u32, edge: &Edge, out: &mut Vec<Match>) {
    let [(from, _, to)] = pattern.edges.as_slice() else { return };
    let mut tokens = [0, 0];
    if *from > 1 || *to > 1 || edge.origin == Origin::Derived {
        return;
    }
    tokens[*from] = edge.from;
    tokens[*to] = edge.to;
    // Chains of places are read by a rule of their own; a region named "Lombardy region" is not in Lombardy.
    if pattern.property == "locatedIn"
        && (edge.relation == Relation::Apposition
            || matches!(edge.relation, Relation::Modifier | Relation::Possessor)
                && room.mention(tokens[0]).is_some_and(|mention| {
                    room.is_a(mention.entity, Class::Place) && !room.is_a(mention.entity, Class::Facility)
                }))
    {
        return;
    }
    out.push(Match {
        pattern: number,
        x: Some(tokens[0]),
        y: tokens[1],
        anchor: edge.from,
        words: vec![edge.from.min(edge.to), edge.from.max(edge.to)],
        is_presupposed: true,
        is_derived: false,
    });
}

/// The candidates of a match: with entities of classes that fit.
fn typed(room: &Room<'_>, structure: &Structure, pattern: &Pattern, found: &Match, out: &mut Vec<Candidate>) {
    let Some(property) = room.ontology.property(&pattern.property) else { return };
    let is_direct = pattern.words == 0;
    // Only names stand in a bare edge, but for events and buildings.
    if is_direct {
        // A title stands for its holder: "veteran Jane Roe from the Labour Party".
        let is_title = |token: usize| {
            structure.from(token).any(|edge| {
                edge.relation == Relation::Is && edge.origin == Origin::Presupposed && room.is_named(edge.to)
            })
        };
        // "In the town of Alby" is in Alby.
        let is_place = |token: usize| {
            room.ontology.is_word("settlementNoun", &room.lemmas[token])
                && room.headed(token).is_some_and(|mention| room.has_name(mention.entity))
        };
        let is_name = |token: usize| {
            room.headed(token).is_some() && (room.is_named(token) || is_title(token) || is_place(token))
                || !room.places_behind(token, structure).is_empty()
        };
        // "His Labour Party": whoever he is.
        let is_owner = |token: usize| {
            room.mention(token)
                .is_some_and(|mention| mention.kind == MentionKind::Pronoun && room.has_name(mention.entity))
                && pattern.edges.iter().any(|edge| edge.1 == Relation::Possessor)
        };
        // "storms", "attacks" without a word before them are none in particular.
        let is_thing = |token: usize| {
            room.headed(token).is_some_and(|mention| {
                mention.kind == MentionKind::Nominal
                    && mention.tokens.start < mention.head
                    && THINGS.iter().any(|&class| room.is_a(mention.entity, class))
            })
        };
        // "Traders from Kumasi"; ministers from a country are its ministers.
        let are_locals = |x: usize| {
            let is_country = |mention: &Mention| room.entities.countries.contains(&mention.entity);
            !room.mention(found.y).is_some_and(is_country) && room.ontology.is_word("occupationNoun", &room.lemmas[x])
        };
        // "A company in Oslo", "police in Oslo", "a nurse from Oslo"; "raids in Oslo" are none in particular.
        let is_there = |x: usize| {
            let is_some = room.headed(x).is_some_and(|mention| {
                let is_a = |class| room.is_a(mention.entity, class);
                mention.kind == MentionKind::Nominal
                    && match pattern.property.as_str() {
                        "locatedIn" => {
                            is_a(Class::Organization)
                                || (is_a(Class::Place) || is_a(Class::Event)) && !room.is_bare_plural(x)
                        }
                        "livesIn" => is_a(Class::Person) || is_a(Class::Group) && are_locals(x),
                        _ => false,
                    }
            });
            is_some && pattern.edges.iter().all(|edge| matches!(edge.1, Relation::Oblique(_)))
        };
        // "A shooting in a village"
        let is_village = |x: usize| {
            let is_event = room.headed(x).is_some_and(|mention| room.is_a(mention.entity, Class::Event));
            is_event && room.ontology.is_word("settlementNoun", &room.lemmas[found.y])
        };
        let is_in_village = pattern.property == "locatedIn" && found.x.is_some_and(is_village);
        let is_fit = |x: usize| is_name(x) || is_thing(x) || (is_owner(x) || is_there(x)) && is_name(found.y);
        if !found.x.is_some_and(is_fit) || !is_name(found.y) && !is_thing(found.y) && !is_in_village {
            return;
        }
    }
    // What somebody says is a quotation, with its content whole: the pattern would give the head of it, one word.
    if pattern.confidence < 0.5
        || pattern.property == "says"
        || is_role_past(room, structure, pattern, found)
        || is_part_of_title(room, pattern, found)
        || pattern.property == "meets"
            && pattern.words == 1
            && found.words.iter().all(|&word| room.lemmas[word] == "summit")
    {
        return;
    }
    // Who moves a company to a place does not move there.
    let moves_something = |&verb: &usize| {
        structure.from(verb).any(|edge| edge.relation == Relation::Object && edge.origin == Origin::Plain)
    };
    if matches!(pattern.property.as_str(), "livesIn" | "headquarteredIn")
        && found.words.iter().any(moves_something)
        && !pattern.edges.iter().any(|edge| edge.1 == Relation::Object)
    {
        return;
    }
    let subjects: Vec<Option<EntityId>> = match found.x {
        None => vec![None],
        Some(x) => room.referents(x, structure).into_iter().map(Some).collect(),
    };
    let mut objects: Vec<Object> = Vec::new();
    if !property.range.is_empty() || property.value.is_none() {
        objects.extend(room.referents(found.y, structure).into_iter().map(Object::Entity));
    }
    let is_same_word = found.x == Some(found.y);
    let narrow = usize::from(pattern.subject_class.is_some()) + usize::from(pattern.object_class.is_some());
    // "forces Y to shut down" says more than "forces Y to act".
    let wildcards =
        pattern.nodes.iter().filter(|node| matches!(node, Node::Word(lemma, _) if lemma.is_empty())).count();
    let mut push = |subject: Option<EntityId>, object: Object, is_fitting: bool| {
        // Of equals the property that is made for the object: a party's members are `memberOfParty`.
        let special = match object {
            Object::Entity(object) => property.range.contains(&room.class(object)),
            Object::Literal(_) => false,
        };
        let rank = (2 * pattern.words - wildcards, narrow, (pattern.confidence * 1000.0) as u32, special);
        out.push(Candidate { at: found.clone(), is_fitting, subject, object, rank });
    };
    for &subject in &subjects {
        let is_subject =
            subject.is_none_or(|subject| fits(room, subject, pattern.subject_class, &property.domain, is_direct));
        let mut has_entity = false;
        for object in &objects {
            let Object::Entity(id) = *object else { continue };
            if subject == Some(id) || is_same_word && subject.is_some_and(|subject| subject > id) {
                continue;
            }
            let is_object = fits(room, id, pattern.object_class, &property.range, is_direct)
                || !is_direct && room.class(id) == Class::Thing && OF_WHATEVER.contains(&&*pattern.property);
            let is_fitting = is_subject && is_object;
            if is_direct && !is_fitting {
                continue;
            }
            if !is_sound(room, structure, pattern, found, subject, id) {
                continue;
            }
            has_entity |= is_fitting;
            push(subject, object.clone(), is_fitting);
        }
        if !has_entity
            && is_subject
            && let Some(kind) = property.value
            && let Some(literal) = room.literal(found.y, kind, structure)
            && is_value(room, &pattern.property, found.y, kind)
            && !(pattern.property == "foundedOn" && goes_on_from(room, found.anchor))
        {
            push(subject, Object::Literal(literal), true);
        }
    }
}

/// Whether an entity can be what a pattern asks for. A bare edge says little, so its classes must be sure.
fn fits(room: &Room<'_>, id: EntityId, narrow: Option<Class>, wide: &[Class], is_strict: bool) -> bool {
    let class = room.class(id);
    let classes = &room.ontology.classes;
    let one = |other: Class| {
        if is_strict {
            classes.is_a(class, other)
        } else {
            classes.are_compatible(class, other) && class != Class::Thing || other == Class::Thing
        }
    };
    narrow.is_none_or(one) && (wide.is_empty() || wide.iter().any(|&other| one(other)))
}

/// One candidate for the same words and entities: the longest pattern, then the narrowest.
fn select(mut candidates: Vec<Candidate>, lexicon: &Lexicon) -> Vec<Candidate> {
    candidates.sort_by(|one, other| other.rank.cmp(&one.rank).then(one.at.pattern.cmp(&other.at.pattern)));
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let pattern = lexicon.pattern(candidate.at.pattern);
        let is_taken = chosen.iter().any(|other| {
            let other_pattern = lexicon.pattern(other.at.pattern);
            let same_pair = other.subject == candidate.subject && other.object == candidate.object
                || other.object == candidate.subject.map_or(candidate.object.clone(), Object::Entity)
                    && Some(&candidate.object) == other.subject.map(Object::Entity).as_ref();
            let shares_words = pattern.words == 0
                || other_pattern.words == 0
                || other.at.words.iter().any(|word| candidate.at.words.contains(word));
            let is_beside = is_double(&pattern.property, &other_pattern.property);
            // An argument that a longer pattern uses as a word of its own is none.
            let is_word = other.at.words.len() > candidate.at.words.len()
                && pattern.words > 0
                && (other.at.words.contains(&candidate.at.y)
                    || candidate.at.x.is_some_and(|x| other.at.words.contains(&x)))
                && shares_words;
            same_pair && shares_words && !is_beside || is_word
        });
        if !is_taken {
            chosen.push(candidate);
        }
    }
    chosen
}

/// Properties of which one phrase may say both.
const DOUBLE: &[(&str, &str)] = &[
    ("headOf", "memberOfParty"),
    ("ambassadorTo", "representativeOf"),
    ("bornIn", "livesIn"),
    ("withdrawsFrom", "candidateFor"),
];

fn is_double(one: &str, other: &str) -> bool {
    DOUBLE.contains(&(one, other)) || DOUBLE.contains(&(other, one))
}
