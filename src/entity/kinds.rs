//! What a name names, told by all its mentions together.
//!
//! The network decides at each mention, from one sentence. A company that is called like a person has a founder and a
//! board elsewhere in the text, a village has residents and something happens in it; `training/kinds.py` learns how much
//! each of these weighs against what the network and the knowledge base say.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::mentions::Found;
use super::words::{Gender, PERSON_LISTS, gender_of, is_person_noun, key};
use super::{Context, MentionKind};
use crate::language::{NameKind, Upos};

/// A name and what speaks for its kind, as the weights are learned from it.
#[derive(Debug, Clone)]
pub struct KindExample {
    /// Where it is mentioned, in the order of the text.
    pub mentions: Vec<crate::article::Span>,
    /// What the network and the knowledge base take it for.
    pub kind: NameKind,
    /// Features and how often each was seen, at most [`MOST`].
    pub features: BTreeMap<String, f32>,
}

/// A feature counts no more than this often.
const MOST: f32 = 3.0;

/// The names of a text that may be something else than the network thought: not those of countries and peoples.
pub(super) fn examples(
    context: &Context<'_>,
    found: &[Found],
    names: &[usize],
    kinds: &HashMap<String, NameKind>,
) -> Vec<(String, KindExample)> {
    let mut mentions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &at in names.iter().filter(|&&at| found[at].kind == MentionKind::Name && found[at].name_kind.is_some()) {
        mentions.entry(key(context.source(found[at].span))).or_default().push(at);
    }
    let of_heads: HashMap<usize, NameKind> = names
        .iter()
        .filter_map(|&at| Some((found[at].head, *kinds.get(&key(context.source(found[at].span)))?)))
        .collect();
    let keys: Vec<&String> = mentions.keys().collect();
    mentions
        .iter()
        .filter_map(|(key, at)| {
            let kind = *kinds.get(key)?;
            let mut seen = Seen::default();
            seen.add(format!("rule {kind}"));
            own(context, found[at[0]].span.of(&context.article.text), &mut seen);
            for other in keys.iter().filter(|other| **other != key) {
                let Some(other_kind) = kinds.get(*other) else { continue };
                if other.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with(' ')) {
                    seen.add(format!("begins {other_kind}"));
                } else if other.strip_suffix(key.as_str()).is_some_and(|rest| rest.ends_with(' ')) {
                    seen.add(format!("ends {other_kind}"));
                }
            }
            for &at in at {
                surroundings(context, &found[at], &of_heads, &mut seen);
            }
            let spans = at.iter().map(|&at| found[at].span).collect();
            Some((key.clone(), KindExample { mentions: spans, kind, features: seen.0 }))
        })
        .collect()
}

/// The weights inside the program; a test proves that they are sound.
static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../models/kinds.json")).unwrap_or_default());

/// `models/kinds.json`: the weights of each feature, one for each of the kinds.
#[derive(Debug, Default)]
struct Weights {
    kinds: Vec<NameKind>,
    /// How probable another kind must be where a name was taken for one of those that the network knows best.
    least: f32,
    features: HashMap<String, Vec<f32>>,
}

impl Weights {
    fn read(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct File {
            kinds: Vec<String>,
            least: f32,
            features: HashMap<String, Vec<f32>>,
        }
        let File { kinds, least, features } = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if let Some((name, _)) = features.iter().find(|(_, weights)| weights.len() != kinds.len()) {
            return Err(format!("{name} has not one weight for each kind"));
        }
        Ok(Self { kinds: kinds.iter().map(|kind| kind.parse()).collect::<Result<_, _>>()?, least, features })
    }

    /// The most probable kind, and its probability.
    fn best(&self, features: &BTreeMap<String, f32>) -> Option<(NameKind, f32)> {
        let mut scores = vec![0.0; self.kinds.len()];
        for (feature, count) in features {
            for (score, weight) in scores.iter_mut().zip(self.features.get(feature).into_iter().flatten()) {
                *score += count * weight;
            }
        }
        let best = (0..scores.len()).max_by(|&one, &other| scores[one].total_cmp(&scores[other]))?;
        let others: f32 = scores.iter().map(|score: &f32| (score - scores[best]).exp()).sum();
        Some((self.kinds[best], others.recip()))
    }
}

/// Gives names the kind that is most probable by all that the text says around them.
pub(super) fn revise(context: &Context<'_>, found: &[Found], names: &[usize], kinds: &mut HashMap<String, NameKind>) {
    for (key, example) in examples(context, found, names, kinds) {
        // The annotation has countries for their peoples ("Serbs"); here these are told apart elsewhere.
        let is_people = |kind| example.kind == NameKind::Group && kind == NameKind::Place && key.ends_with('s');
        let is_known = matches!(example.kind, NameKind::Person | NameKind::Place | NameKind::Organization);
        let least = if is_known { WEIGHTS.least } else { 0.0 };
        if let Some((kind, probability)) = WEIGHTS.best(&example.features)
            && probability >= least
            && !is_people(kind)
        {
            kinds.insert(key, kind);
        }
    }
}

/// Features with their counts.
#[derive(Default)]
struct Seen(BTreeMap<String, f32>);

impl Seen {
    fn add(&mut self, feature: String) {
        let count = self.0.entry(feature).or_default();
        *count = (*count + 1.0).min(MOST);
    }

    /// A word in a place: itself and what it names.
    fn word(&mut self, context: &Context<'_>, place: &str, token: usize) {
        let lemma = context.analysis.tokens[token].lemma.to_lowercase();
        if is_person_noun(context.ontology, &lemma) {
            self.add(format!("{place} a person"));
            for list in PERSON_LISTS.iter().filter(|list| context.ontology.is_word(list, &lemma)) {
                self.add(format!("{place} a {list}"));
            }
        } else if let Some(class) = context.ontology.noun_class(&lemma) {
            self.add(format!("{place} a {class}"));
        }
        self.add(format!("{place} {lemma}"));
    }
}

/// What the name itself tells, and the knowledge base of it.
fn own(context: &Context<'_>, text: &str, seen: &mut Seen) {
    let words: Vec<&str> = text.split_whitespace().collect();
    seen.add(format!("words {}", words.len().min(4)));
    if text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.chars().any(char::is_lowercase) {
        seen.add(format!("upper {}", words.len().min(2)));
    }
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        if gender_of(first) != Gender::Unknown {
            seen.add(format!("given {}", words.len().min(3)));
        }
        for (place, word) in [("first", first), ("last", last)] {
            let word = word.to_lowercase();
            if let Some(class) = context.ontology.noun_class(&word).filter(|_| words.len() > 1) {
                seen.add(format!("{place} a {class}"));
            }
            if words.len() > 1 {
                seen.add(format!("{place} {word}"));
            }
        }
    }
    if let [word] = words[..] {
        let letters: Vec<char> = word.to_lowercase().chars().collect();
        seen.add(format!("ends in {}", letters[letters.len().saturating_sub(3)..].iter().collect::<String>()));
    }
    match context.knowledge.candidates(text).first().and_then(|&item| context.knowledge.item(item)) {
        Some(item) => {
            let known = item.popularity / 200;
            seen.add(format!("item {}", item.class));
            seen.add(format!("item {} {known} {}", item.class, words.len().min(2)));
        }
        None => seen.add(format!("no item {}", words.len().min(2))),
    }
}

/// What stands around one mention.
fn surroundings(context: &Context<'_>, mention: &Found, kinds: &HashMap<usize, NameKind>, seen: &mut Seen) {
    let tokens = &context.analysis.tokens;
    let head = mention.head;
    if let Some(name) = context.analysis.name_at(head) {
        // In steps of a quarter; the last one is narrow, since the network is mostly sure.
        let sure = if name.score > 0.97 { 4 } else { (name.score * 4.0) as usize };
        seen.add(format!("network {} {sure}", name.kind));
    }
    let sentence = &context.analysis.sentences[context.analysis.sentence_of(head)];
    if sentence.is_headline {
        seen.add("headline".to_owned());
    }
    if mention.tokens.start > sentence.tokens.start {
        seen.word(context, "after", mention.tokens.start - 1);
    }
    let end = mention.tokens.end;
    if end < sentence.tokens.end {
        seen.word(context, "before", end);
        let is_age = tokens[end].form == ","
            && end + 2 < sentence.tokens.end
            && tokens[end + 1].upos == Upos::Num
            && matches!(tokens[end + 2].form.as_str(), "," | "." | ")");
        if is_age {
            seen.add("aged".to_owned());
        }
    }
    let relation = &*tokens[head].deprel;
    if let Some(governor) = tokens[head].head {
        match relation {
            "obl" | "nmod" | "obl:agent" | "nmod:of" => {
                let case = context.analysis.child(head, "case").map_or("", |case| tokens[case].lemma.as_str());
                seen.add(format!("case {case}"));
                if tokens[governor].upos == Upos::Noun {
                    seen.word(context, &format!("case {case} of"), governor);
                } else {
                    seen.word(context, &format!("case {case} at"), governor);
                }
            }
            "conj" | "appos" if kinds.contains_key(&governor) => {
                seen.add(format!("{relation} {}", kinds[&governor]));
            }
            _ => seen.word(context, relation, governor),
        }
    }
    for child in context.analysis.children(head) {
        match tokens[child].relation() {
            "appos" | "conj" if kinds.contains_key(&child) => {
                seen.add(format!("has {} {}", tokens[child].relation(), kinds[&child]));
            }
            "appos" => seen.word(context, "is", child),
            "acl" if &*tokens[child].deprel == "acl:relcl" => {
                let relative = context
                    .analysis
                    .children(child)
                    .find(|&at| matches!(tokens[at].form.as_str(), "who" | "which" | "where" | "whose" | "whom"));
                if let Some(relative) = relative {
                    seen.add(format!("relative {}", tokens[relative].form));
                }
            }
            "compound" | "amod" if !mention.tokens.contains(&child) => seen.word(context, "with", child),
            "det" => seen.add("article".to_owned()),
            "case" if tokens[head].relation() == "root" => seen.add(format!("root {}", tokens[child].form)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_sound() {
        let weights = Weights::read(include_str!("../../models/kinds.json")).expect("sound");
        assert!(weights.kinds.contains(&NameKind::Organization));
        assert!(weights.features.len() > 100);
        assert!(Weights::read("{}").is_err());
        assert!(
            Weights::read(r#"{"kinds": ["person", "place"], "least": 0.5, "features": {"words 1": [0.5]}}"#).is_err()
        );
    }
}
