//! Scores to words: the best part of speech, features, lemma, sentence ends, tree and names.
//!
//! Everything is decided per sentence and nothing is sampled. Parts of speech, features and lemma rules are the best of
//! each word; trees and names are the best whole of a sentence under hard constraints.

use std::ops::Range;
use std::sync::Arc;

use super::analysis::{Name, NameKind, Upos};
use super::network::{Labels, NameTag, Network, Scores};
use super::pieces::WordPieces;
use super::{analysis, attachments, dictionary, irregular, titles, tree, verbs};

/// A word is a sentence's last where the network's logit is above this and more words follow.
const SENTENCE_END: f32 = 0.0;

/// Rules for lemmas that are no more than this behind the best, in logits, and that many with it, may make a known word.
///
/// Measured on the dev treebanks in training: 96.9 per cent of lemmas without, 97.4 with.
const LEMMA_MARGIN: f32 = 3.5;
const LEMMA_CANDIDATES: usize = 8;

/// What an arc that is certain gets, in logits.
const CERTAIN: f32 = 1e3;

/// What was decided about one segment; indices count from its first word.
pub(super) struct Decoded {
    pub words: Vec<Word>,
    /// Its sentences, without gaps.
    pub sentences: Vec<Range<usize>>,
    pub names: Vec<Name>,
}

/// What was decided about one word.
pub(super) struct Word {
    pub upos: Upos,
    pub feats: Arc<str>,
    pub lemma: String,
    pub head: Option<usize>,
    pub deprel: Arc<str>,
}

impl Word {
    /// As [`super::Token::relation`].
    pub fn relation(&self) -> &str {
        analysis::relation(&self.deprel)
    }

    /// As [`super::Token::feature`].
    pub fn feature(&self, name: &str) -> Option<&str> {
        analysis::feature(&self.feats, name)
    }
}

/// The word of a name that the rest of it hangs on.
pub(super) fn top(words: &[Word], name: &Name) -> Option<usize> {
    name.tokens.clone().find(|&token| words[token].head.is_none_or(|head| !name.tokens.contains(&head)))
}

/// A word for tests of what repairs trees, with nothing but its place in one.
#[cfg(test)]
pub(super) fn word(upos: Upos, head: Option<usize>, deprel: &str) -> Word {
    Word { upos, feats: Arc::from("_"), lemma: String::new(), head, deprel: Arc::from(deprel) }
}

/// Whether a segment may be more than one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Splitting {
    /// As many as the network sees.
    Free,
    /// Exactly one.
    One,
}

/// Decodes the scores of the words of one segment.
pub(super) fn decode(
    forms: &[&str],
    multiwords: &[Range<usize>],
    scores: &Scores,
    Network { labels, pieces, .. }: &Network,
    splitting: Splitting,
) -> Decoded {
    let sentences = match splitting {
        Splitting::Free => sentences(forms, multiwords, &scores.sentence_end),
        Splitting::One => std::iter::once(0..forms.len()).collect(),
    };
    let mut words = Vec::with_capacity(forms.len());
    let mut names = Vec::new();
    for sentence in &sentences {
        let columns = forms.len() + 1;
        let is_attribute = |at: usize| is_attribute(&forms[at..sentence.end]);
        let heads = tree::heads(sentence.len(), |dependent, head| {
            let column = if head == 0 { 0 } else { sentence.start + head };
            let score = scores.arc[(sentence.start + dependent) * columns + column];
            if head == dependent + 2 && is_attribute(sentence.start + dependent) { score + CERTAIN } else { score }
        });
        for (index, head) in sentence.clone().zip(heads) {
            let head = head.map(|head| sentence.start + head);
            let mut upos = labels.upos[best(row(&scores.upos, labels.upos.len(), index))];
            let mut deprel = Arc::clone(&labels.relations[relation(scores, labels, index, head)]);
            let mut lemma =
                lemma(forms[index], upos, row(&scores.lemma, labels.lemma_rules.len(), index), labels, pieces);
            if upos == Upos::Verb && is_attribute(index) {
                (upos, deprel, lemma) = (Upos::Adj, Arc::from("amod"), forms[index].to_lowercase());
            }
            words.push(Word {
                upos,
                feats: Arc::clone(&labels.feats[best(row(&scores.feats, labels.feats.len(), index))]),
                lemma,
                head,
                deprel,
            });
        }
        let tags = best_tags(row_range(&scores.name, labels.names.len(), sentence), labels);
        names.extend(spans(&tags, sentence.start));
    }
    let read: Vec<(Option<usize>, Arc<str>)> = words.iter().map(|word| (word.head, Arc::clone(&word.deprel))).collect();
    for sentence in &sentences {
        titles::flatten(&mut words, forms, sentence.clone());
    }
    titles::join(&mut words, &names);
    titles::seat(&mut words, &names);
    titles::attach(&mut words, &names);
    titles::lift(&mut words, &names);
    titles::gather(&mut words, &names);
    keep_trees(&mut words, &sentences, &read);
    attachments::mend(&mut words, &names, forms);
    verbs::part(&mut words, &names);
    for sentence in &sentences {
        titles::unite(&mut words, sentence.clone());
        verbs::recognise(&mut words, forms, sentence.clone());
        verbs::lift_content(&mut words, forms, sentence.clone());
        verbs::passive_subjects(&mut words, sentence.clone());
        verbs::object_of_two_subjects(&mut words, sentence.clone());
    }
    keep_trees(&mut words, &sentences, &read);
    Decoded { words, sentences, names }
}

/// Gives sentences that repairs have made a circle of the tree back that was read: whoever walks up a circle never arrives.
fn keep_trees(words: &mut [Word], sentences: &[Range<usize>], read: &[(Option<usize>, Arc<str>)]) {
    for sentence in sentences {
        let reaches_root = |at: usize| {
            std::iter::successors(Some(at), |&above| words[above].head).take(sentence.len() + 1).count()
                <= sentence.len()
        };
        if !sentence.clone().all(reaches_root) {
            for at in sentence.clone() {
                (words[at].head, words[at].deprel) = read[at].clone();
            }
        }
    }
}

/// Whether words begin with a participle that belongs to the title behind it: in "Orion managing director Jane Roe" nobody
/// manages her.
fn is_attribute(forms: &[&str]) -> bool {
    let is = |at: usize, words: &[&str]| {
        forms.get(at).is_some_and(|form| words.iter().any(|word| form.eq_ignore_ascii_case(word)))
    };
    is(0, &["managing"]) && is(1, &["director", "directors", "editor", "editors", "partner", "partners"])
        || is(0, &["commanding"]) && is(1, &["officer", "officers", "general", "generals"])
}

/// The lemma of the best rule; where that is no known word, of a rule nearly as good that makes one.
///
/// A verb's regular form leads back to a verb of the dictionary whatever the rule ("besieges" is no "be").
fn lemma(form: &str, upos: Upos, scores: &[f32], labels: &Labels, pieces: &WordPieces) -> String {
    // "re-elected" ends as "elected" does.
    if upos == Upos::Verb
        && let Some((prefix, verb)) = form.rsplit_once('-')
        && verb.len() > 3
    {
        return format!("{}-{}", prefix.to_lowercase(), lemma(verb, upos, scores, labels, pieces));
    }
    let first = best(scores);
    let lemma = labels.lemma_rules[first].apply(form);
    // "run" has a rule that is for "ran": what leaves one letter is none.
    let is_cut = upos == Upos::Verb && lemma.chars().count() == 1 && form.len() > 2;
    let lemma = if is_cut { form.to_lowercase() } else { lemma };
    let is_alphabetic = |lemma: &str| lemma.chars().all(char::is_alphabetic);
    let is_known = |lemma: &str| {
        let lower = lemma.to_lowercase();
        // Of verbs, short pieces are parts of words: "fl", "sho".
        let is_piece = pieces.is_word(lemma) || pieces.is_word(&lower);
        is_piece && (upos != Upos::Verb || lemma.len() > 3 || matches!(&*lower, "go" | "do" | "be"))
            || dictionary::contains(&lower)
    };
    let by_score = |margin: f32| {
        let mut rules: Vec<usize> = (0..scores.len()).filter(|&rule| scores[rule] >= scores[first] - margin).collect();
        rules.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        rules.into_iter().map(|rule| labels.lemma_rules[rule].apply(form))
    };
    if upos == Upos::Verb {
        let bases = irregular::bases(&form.to_lowercase());
        if !bases.is_empty() {
            return if bases.contains(&lemma) { lemma } else { bases[0].clone() };
        }
    }
    let is_verb = upos == Upos::Verb && form.len() > 4;
    if is_verb || upos == Upos::Noun && !is_known(&lemma) {
        let stems = dictionary::regular_stems(&form.to_lowercase());
        if let Some(first) = stems.first() {
            return by_score(f32::INFINITY).find(|lemma| stems.contains(lemma)).unwrap_or_else(|| first.clone());
        }
        // "deplores" is no "deploy", though the dictionary has no "deplore": the third person is regular.
        let is_base = |lemma: &str| {
            form.strip_suffix('s').is_some_and(|stem| {
                lemma == stem
                    || stem.strip_suffix('e') == Some(lemma)
                    || stem.strip_suffix("ie").is_some_and(|short| lemma.strip_suffix('y') == Some(short))
            })
        };
        if stems.is_empty()
            && is_verb
            && form.ends_with('s')
            && !form.ends_with("ss")
            && !is_base(&lemma)
            && let Some(base) = by_score(f32::INFINITY).find(|lemma| is_base(lemma))
        {
            return base;
        }
    }
    if !is_alphabetic(&lemma) || is_known(&lemma) {
        return lemma;
    }
    let fits = |lemma: &String| is_alphabetic(lemma) && is_known(lemma);
    let near = by_score(LEMMA_MARGIN).take(LEMMA_CANDIDATES).find(fits);
    near.unwrap_or_else(|| if is_verb { dictionary::spelled_base(&form.to_lowercase(), &lemma) } else { lemma })
}

fn row(values: &[f32], width: usize, index: usize) -> &[f32] {
    &values[index * width..(index + 1) * width]
}

fn row_range<'a>(values: &'a [f32], width: usize, rows: &Range<usize>) -> &'a [f32] {
    &values[rows.start * width..rows.end * width]
}

/// The index of the largest value, the first of equals.
fn best(values: &[f32]) -> usize {
    let mut found = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[found] {
            found = index;
        }
    }
    found
}

/// No sentence ends within a word of words, or before a mark that closes one.
fn sentences(forms: &[&str], multiwords: &[Range<usize>], ends: &[f32]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let closes =
        |form: &str| form.chars().all(|c| matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | ')' | ']' | '}' | '>' | '%'));
    let inside = |index: usize| multiwords.iter().any(|range| range.start <= index && index + 1 < range.end);
    for (index, logit) in ends.iter().enumerate() {
        let last = index + 1 == ends.len();
        if last || (*logit > SENTENCE_END && !closes(forms[index + 1]) && !inside(index)) {
            sentences.push(start..index + 1);
            start = index + 1;
        }
    }
    sentences
}

/// The best relation of a word to its head; `root` for the root and for no other word.
fn relation(scores: &Scores, labels: &Labels, word: usize, head: Option<usize>) -> usize {
    let Some(head) = head else { return labels.root };
    let rank = labels.rank;
    let head = row(&scores.label_head, rank, head + 1);
    let dependent = row(&scores.label_dep, rank * labels.relations.len(), word);
    let mut found = (0, f32::NEG_INFINITY);
    for (label, vector) in dependent.chunks_exact(rank).enumerate() {
        let score: f32 = vector.iter().zip(head).map(|(a, b)| a * b).sum();
        if score > found.1 && label != labels.root {
            found = (label, score);
        }
    }
    found.0
}

/// The best sequence of tags with the probability that the network gives each.
fn best_tags(logits: &[f32], labels: &Labels) -> Vec<(NameTag, f32)> {
    let tags = &labels.names;
    let rows: Vec<Vec<f32>> = logits.chunks_exact(tags.len()).map(log_softmax).collect();
    let Some(first) = rows.first() else { return Vec::new() };
    let mut score: Vec<f32> = tags
        .iter()
        .zip(first)
        .map(|(tag, score)| if tag.can_follow(NameTag::Outside) { *score } else { f32::NEG_INFINITY })
        .collect();
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for row in &rows[1..] {
        let mut pointers = vec![0; tags.len()];
        let mut next = vec![f32::NEG_INFINITY; tags.len()];
        for (before, reached) in score.iter().enumerate().filter(|(_, reached)| reached.is_finite()) {
            for (after, step) in labels.transitions[before].iter().enumerate() {
                if reached + step > next[after] {
                    next[after] = reached + step;
                    pointers[after] = before;
                }
            }
        }
        for (reached, own) in next.iter_mut().zip(row) {
            *reached += own;
        }
        score = next;
        back.push(pointers);
    }
    let mut path = vec![best(&score)];
    for pointers in back.iter().rev() {
        path.push(pointers[path[path.len() - 1]]);
    }
    path.reverse();
    // How sure what is no name is, nobody asks.
    if path.iter().all(|&tag| tags[tag] == NameTag::Outside) {
        return path.iter().map(|&tag| (tags[tag], 1.0)).collect();
    }
    path.iter().zip(posteriors(&rows, labels)).map(|(&tag, row)| (tags[tag], row[tag])).collect()
}

/// How probable each tag of each word is under the chain, by sums forward and backward, from the logarithms of what each
/// word's scores alone say.
fn posteriors(rows: &[Vec<f32>], labels: &Labels) -> Vec<Vec<f32>> {
    let normal = |mut row: Vec<f32>| {
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|value| *value /= sum.max(f32::MIN_POSITIVE));
        row
    };
    let own: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|score| score.exp()).collect()).collect();
    let steps = &labels.odds;
    let Some(first) = own.first() else { return Vec::new() };
    let begins = |(tag, own): (&NameTag, &f32)| if tag.can_follow(NameTag::Outside) { *own } else { 0.0 };
    let mut ahead = vec![normal(labels.names.iter().zip(first).map(begins).collect())];
    for row in &own[1..] {
        let before = &ahead[ahead.len() - 1];
        let reached = |after: usize| before.iter().zip(steps).map(|(one, step)| one * step[after]).sum::<f32>();
        ahead.push(normal(row.iter().enumerate().map(|(after, own)| own * reached(after)).collect()));
    }
    let mut behind = vec![1.0; first.len()];
    for at in (0..own.len()).rev() {
        let left: Vec<f32> = own[at].iter().zip(&behind).map(|(own, behind)| own * behind).collect();
        ahead[at] = normal(ahead[at].iter().zip(&behind).map(|(ahead, behind)| ahead * behind).collect());
        let follows = |step: &Vec<f32>| step.iter().zip(&left).map(|(step, left)| step * left).sum();
        behind = normal(steps.iter().map(follows).collect());
    }
    ahead
}

fn log_softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - largest).exp()).sum();
    logits.iter().map(|logit| logit - largest - sum.ln()).collect()
}

fn spans(tags: &[(NameTag, f32)], offset: usize) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut open: Option<(usize, NameKind, f32)> = None;
    let mut close = |open: &mut Option<(usize, NameKind, f32)>, end: usize| {
        if let Some((start, kind, sum)) = open.take() {
            let score = sum / (end - start) as f32;
            names.push(Name { tokens: offset + start..offset + end, kind, score });
        }
    };
    for (index, &(tag, probability)) in tags.iter().enumerate() {
        match (tag, &mut open) {
            (NameTag::Inside(kind), Some((_, open_kind, sum))) if *open_kind == kind => *sum += probability,
            (NameTag::Begin(kind) | NameTag::Inside(kind), _) => {
                close(&mut open, index);
                open = Some((index, kind, probability));
            }
            (NameTag::Outside, _) => close(&mut open, index),
        }
    }
    close(&mut open, tags.len());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_gives_the_tree_back() {
        let mut words =
            [word(Upos::Verb, None, "root"), word(Upos::Noun, Some(0), "obj"), word(Upos::Noun, Some(1), "nmod")];
        let read: Vec<_> = words.iter().map(|word| (word.head, Arc::clone(&word.deprel))).collect();
        let whole = 0..words.len();
        words[1].head = Some(2);
        keep_trees(&mut words, std::slice::from_ref(&whole), &read);
        assert_eq!(words[1].head, Some(0));
        words[2].head = Some(0);
        keep_trees(&mut words, std::slice::from_ref(&whole), &read);
        assert_eq!(words[2].head, Some(0), "a tree stays as it was mended");
    }
}
