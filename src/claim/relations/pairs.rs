//! Pairs of mentions in a sentence, and what the relation head sees of them.

use std::ops::Range;

use crate::claim::room::Room;
use crate::claim::structure::{Edge, Relation, Structure};
use crate::entity::MentionKind;

/// Sentences with more heads of mentions than this are lists or tables; only pairs of near heads are looked at there.
const MANY: usize = 24;
const NEAR: usize = 8;

/// Longest path through the tree, and through the structure, that is told word by word.
const TREE_STEPS: usize = 6;
const STRUCTURE_STEPS: usize = 4;

/// Most words between two mentions that are told.
const GAP: usize = 12;

/// Most words between two mentions whose states are looked at.
const STATES: usize = 20;

/// Two mentions of different entities in one sentence, in one direction.
#[derive(Debug, Clone)]
pub(in crate::claim) struct Pair {
    /// Head of the mention that would be the subject.
    pub subject: usize,
    /// Head of the mention that would be the object.
    pub object: usize,
    /// The words between the two in the tree, without themselves, from the one that comes first in the text.
    pub path: Vec<usize>,
    /// The uppermost word of the path: one of the two, or between them.
    pub top: usize,
    /// The words between the two mentions in the text.
    pub between: Range<usize>,
    /// Whether the subject is no mention but the word that governs the object, for what is done by whom nobody names.
    pub is_agentless: bool,
}

impl Pair {
    /// The first of the words between, as many as the head looks at.
    pub fn gap(&self) -> Range<usize> {
        self.between.start..self.between.end.min(self.between.start + STATES)
    }
}

/// Heads of mentions that could be an argument: those of titles are their holders'.
pub(in crate::claim) fn arguments(room: &Room<'_>, structure: &Structure, sentence: usize) -> Vec<usize> {
    let tokens = room.analysis.sentences[sentence].tokens.clone();
    tokens
        .filter(|&token| {
            room.headed(token)
                .is_some_and(|mention| mention.kind != MentionKind::Nominal || !room.is_of_holder(token, structure))
        })
        .collect()
}

/// All pairs of some heads, in both directions.
pub(in crate::claim) fn pairs(room: &Room<'_>, heads: &[usize]) -> Vec<Pair> {
    let mut found = Vec::new();
    let is_many = heads.len() > MANY;
    for (one, &first) in heads.iter().enumerate() {
        for &second in heads[one + 1..].iter().take(if is_many { NEAR } else { usize::MAX }) {
            let (path, top) = path(room, first, second);
            let between = between(room, first, second);
            let one = Pair { subject: first, object: second, path, top, between, is_agentless: false };
            found.push(Pair { subject: second, object: first, ..one.clone() });
            found.push(one);
        }
    }
    found
}

/// Each head with the word that governs it, or with itself where none does.
pub(in crate::claim) fn agentless(room: &Room<'_>, heads: &[usize]) -> Vec<Pair> {
    let words = &room.analysis.tokens;
    let pair = |&object: &usize| {
        let is_listed = |at: &usize| matches!(words[*at].relation(), "conj" | "appos");
        let listed = upward(room, object).find(|at| !is_listed(at)).unwrap_or(object);
        let subject = words[listed].head.unwrap_or(object);
        let between = between(room, subject.min(object), subject.max(object));
        Pair { subject, object, path: Vec::new(), top: subject, between, is_agentless: true }
    };
    heads.iter().map(pair).collect()
}

/// The words between two mentions in the text, by their heads, the first first.
fn between(room: &Room<'_>, first: usize, second: usize) -> Range<usize> {
    let right = tokens(room, second);
    tokens(room, first).end.min(right.start)..right.start
}

/// The tokens of the mention that `head` heads.
fn tokens(room: &Room<'_>, head: usize) -> Range<usize> {
    room.headed(head).map_or(head..head + 1, |mention| mention.tokens.clone())
}

/// From a word up to the root, itself first.
fn upward<'a>(room: &'a Room<'_>, token: usize) -> impl Iterator<Item = usize> + 'a {
    std::iter::once(token).chain(room.analysis.above(token)).take(60)
}

/// The words between two words of a tree, and the uppermost of them and the two.
fn path(room: &Room<'_>, one: usize, other: usize) -> (Vec<usize>, usize) {
    let above: Vec<usize> = upward(room, one).collect();
    let (mut down, mut top) = (Vec::new(), None);
    for at in upward(room, other) {
        if let Some(place) = above.iter().position(|&up| up == at) {
            top = Some((place, at));
            break;
        }
        down.push(at);
    }
    // One tree a sentence: there is always a common word.
    let (place, top) = top.unwrap_or((0, one));
    let mut path: Vec<usize> = above[..place].to_vec();
    path.push(top);
    path.extend(down.iter().rev());
    path.retain(|&at| at != one && at != other);
    (path, top)
}

/// What is seen of a pair besides the encoder's states: categories, as strings. `ways` are those of its subject.
pub(in crate::claim) fn features(room: &Room<'_>, ways: &Ways<'_>, pair: &Pair) -> Vec<String> {
    let structure = ways.structure;
    let words = &room.analysis.tokens;
    let mut found = vec![if pair.is_agentless { "agentless" } else { "bias" }.to_owned()];
    let mut add = |name: &str, value: &str| found.push(format!("{name}={value}"));
    let (s, o) = (pair.subject, pair.object);
    // Of several referents the first.
    let class =
        |head: usize| room.referents(head, structure).first().map_or("Thing", |&entity| room.class(entity).name());
    let kind = |head: usize| {
        room.headed(head).map_or("None", |mention| match mention.kind {
            MentionKind::Name => "Name",
            MentionKind::Demonym => "Demonym",
            MentionKind::Nominal => "Nominal",
            MentionKind::Pronoun => "Pronoun",
        })
    };
    let (s_class, o_class) = (class(s), class(o));
    let classes = format!("{s_class}>{o_class}");
    add("s.class", s_class);
    add("o.class", o_class);
    add("classes", &classes);
    add("kinds", &format!("{}>{}", kind(s), kind(o)));
    let is_first = s < o;
    add("order", if is_first { "so" } else { "os" });
    let gap = pair.between.len();
    let distance = [0, 1, 2, 3, 5, 8, 12, 20].iter().filter(|&&limit| gap > limit).count();
    add("gap", &format!("{distance}{}", if is_first { "so" } else { "os" }));

    for (name, head) in [("s", s), ("o", o)] {
        if kind(head) == "Nominal" || kind(head) == "Pronoun" {
            add(&format!("{name}.lemma"), &room.lemmas[head]);
        }
        // The last word of a name that says what it is: "Party", "University".
        else if room.ontology.noun_class(&room.lemmas[head].to_lowercase()).is_some() {
            add(&format!("{name}.noun"), &room.lemmas[head].to_lowercase());
        }
        add(&format!("{name}.relation"), &words[head].deprel);
        for child in room.analysis.children(head).take(8) {
            let relation = words[child].relation();
            if !matches!(relation, "punct" | "flat" | "cc") {
                let said = if room.is_named(child) && relation != "case" { "NAME" } else { &room.lemmas[child] };
                add(&format!("{name}.child"), &format!("{relation} {said}"));
            }
        }
        if let Some(governor) = words[head].head {
            add(&format!("{name}.governor"), said(room, governor));
        }
    }

    let steps = tree_steps(room, pair);
    add("tree", &steps);
    add("tree+top", &format!("{steps} {}", said(room, pair.top)));
    add("tree+classes", &format!("{steps} {classes}"));
    add(
        "top",
        if pair.top == s {
            "SUBJECT"
        } else if pair.top == o {
            "OBJECT"
        } else {
            said(room, pair.top)
        },
    );
    if pair.path.len() <= TREE_STEPS {
        for &at in &pair.path {
            add("on", said(room, at));
            for child in room.analysis.children(at).take(10) {
                let relation = words[child].relation();
                let tells = matches!(relation, "case" | "compound" | "obj" | "xcomp" | "mark" | "amod");
                if tells && child != s && child != o && !pair.path.contains(&child) {
                    add("beside", &format!("{relation} {}", said(room, child)));
                }
            }
        }
        let chain: Vec<&str> = pair.path.iter().map(|&at| said(room, at)).collect();
        add("words", &format!("{steps} {}", chain.join(" ")));
    }
    match ways.to(o) {
        Some((shape, way)) => {
            let chain: Vec<&str> = way.iter().map(|&at| said(room, at)).collect();
            add("shape", &shape);
            add("shape+words", &format!("{shape}{}", chain.join(" ")));
            add("shape+classes", &format!("{shape}{classes}"));
        }
        None => add("shape", "far"),
    }

    let way = if is_first { ">" } else { "<" };
    if gap <= GAP {
        for at in pair.between.clone() {
            add("in", said(room, at));
        }
    }
    if gap <= 5 {
        let between: Vec<&str> = pair.between.clone().map(|at| said(room, at)).collect();
        add("string", &format!("{way}{}", between.join(" ")));
    }
    let (first, last) = if is_first { (s, o) } else { (o, s) };
    let sentence = &room.analysis.sentences[room.analysis.sentence_of(s)].tokens;
    if let Some(before) = tokens(room, first).start.checked_sub(1).filter(|at| sentence.contains(at)) {
        add("before", &format!("{way}{}", said(room, before)));
    }
    let after = tokens(room, last).end;
    if sentence.contains(&after) {
        add("after", &format!("{way}{}", said(room, after)));
    }
    found
}

/// A word as the features tell it: names are all one, so that no relation is learned by who is in it.
fn said<'a>(room: &'a Room<'_>, token: usize) -> &'a str {
    if room.is_named(token) { "NAME" } else { &room.lemmas[token] }
}

/// The relations from the subject up to the uppermost word and down to the object.
fn tree_steps(room: &Room<'_>, pair: &Pair) -> String {
    if pair.path.len() > TREE_STEPS {
        return "far".to_owned();
    }
    let relation = |at: usize| &*room.analysis.tokens[at].deprel;
    let up: Vec<&str> = upward(room, pair.subject).take_while(|&at| at != pair.top).map(relation).collect();
    let down: Vec<&str> = upward(room, pair.object).take_while(|&at| at != pair.top).map(relation).collect();
    let mut steps: String = up.iter().map(|step| format!("^{step}")).collect();
    steps.extend(down.iter().rev().map(|step| format!("_{step}")));
    steps
}

/// The shortest ways from one word to others through the structure, at most [`STRUCTURE_STEPS`] long.
pub(in crate::claim) struct Ways<'a> {
    structure: &'a Structure,
    reached: Vec<Reached<'a>>,
}

/// A word that was reached.
struct Reached<'a> {
    word: usize,
    /// Number of steps.
    steps: usize,
    /// The entry that it was reached from, the edge, and whether against it; none for the start.
    from: Option<(usize, &'a Edge, bool)>,
}

impl<'a> Ways<'a> {
    pub fn from(structure: &'a Structure, start: usize) -> Self {
        let mut reached = vec![Reached { word: start, steps: 0, from: None }];
        let mut next = 0;
        while let Some(&Reached { word: at, steps, .. }) = reached.get(next) {
            let down = structure.from(at).map(|edge| (edge.to, edge, false));
            let up = structure.to(at).map(|edge| (edge.from, edge, true));
            for (word, edge, is_against) in down.chain(up).filter(|_| steps < STRUCTURE_STEPS) {
                if !reached.iter().any(|known| known.word == word) {
                    reached.push(Reached { word, steps: steps + 1, from: Some((next, edge, is_against)) });
                }
            }
            next += 1;
        }
        Self { structure, reached }
    }

    /// The steps to a word, and the words between.
    fn to(&self, word: usize) -> Option<(String, Vec<usize>)> {
        let mut number = self.reached.iter().position(|known| known.word == word)?;
        let (mut steps, mut words) = (Vec::new(), Vec::new());
        while let Reached { word: at, from: Some((before, edge, is_against)), .. } = self.reached[number] {
            steps.push(format!("{}{} ", if is_against { '^' } else { '_' }, name(&edge.relation)));
            words.push(at);
            number = before;
        }
        steps.reverse();
        words.reverse();
        words.pop();
        Some((steps.concat(), words))
    }
}

fn name(relation: &Relation) -> String {
    match relation {
        Relation::Oblique(preposition) => format!("Oblique:{preposition}"),
        Relation::Other(name) => name.clone(),
        plain => format!("{plain:?}"),
    }
}
