//! Whether what a predicate says is the case, against judgements on the words of a treebank.
//!
//! People judged each predicate from −2 (did not happen) to 2 (did). The program's answer is yes where it reads the
//! predicate as affirmed and actual. Only the sign is compared; beside it stands how many signs are the more frequent one,
//! which a program that always says so would get right.

use std::collections::HashMap;
use std::fmt;

use crate::article::Article;
use crate::claim::{Modality, Polarity, truth};
use crate::error::{Error, Result};
use crate::language::{Analysis, conllu};
use crate::ontology::Ontology;

/// The documents of a treebank with the judged predicates in them.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The text of a document.
    pub article: Article,
    /// Its gold words and trees.
    pub gold: Analysis,
    /// Token of `gold` and judgement.
    judgements: Vec<(usize, f32)>,
}

/// Joins a table of judgements (columns `sent_id`, `token`, `value`) with the treebank that it refers to; documents
/// without a judgement are left out.
///
/// # Errors
/// [`Error::Input`] where a file is broken, or the table has a sentence or word that the treebank lacks.
pub fn read(table: &str, treebank: &str) -> Result<Vec<Judged>> {
    let broken = |number: usize, reason: String| Error::Input { input: format!("factuality, line {number}"), reason };
    let mut documents: Vec<Judged> = conllu::read(treebank)?
        .into_iter()
        .map(|(article, gold)| Judged { article, gold, judgements: Vec::new() })
        .collect();
    let identifiers = treebank.lines().filter_map(|line| line.strip_prefix("# sent_id = "));
    let places = documents
        .iter()
        .enumerate()
        .flat_map(|(document, judged)| (0..judged.gold.sentences.len()).map(move |sentence| (document, sentence)));
    let places: HashMap<&str, (usize, usize)> = identifiers.map(str::trim).zip(places).collect();
    let mut lines = table.lines().zip(1..);
    let header: Vec<&str> = lines.next().map(|(line, _)| line.split('\t').collect()).unwrap_or_default();
    let column = |name: &str| {
        let place = header.iter().position(|other| *other == name);
        place.ok_or_else(|| broken(1, format!("no column {name}")))
    };
    let (identifier, word, value) = (column("sent_id")?, column("token")?, column("value")?);
    for (line, number) in lines.filter(|(line, _)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let &(document, sentence) = places
            .get(field(identifier))
            .ok_or_else(|| broken(number, format!("the treebank has no sentence {}", field(identifier))))?;
        let judged = &mut documents[document];
        let tokens = judged.gold.sentences[sentence].tokens.clone();
        let token = field(word).parse::<usize>().ok().and_then(|word| tokens.start.checked_add(word.checked_sub(1)?));
        let token = token.filter(|token| tokens.contains(token));
        let token = token.ok_or_else(|| broken(number, format!("no word {}", field(word))))?;
        let value = field(value).parse().map_err(|_| broken(number, format!("{} is no value", field(value))))?;
        judged.judgements.push((token, value));
    }
    documents.retain(|judged| !judged.judgements.is_empty());
    Ok(documents)
}

/// Counts of signs.
#[derive(Debug, Clone, Default)]
pub struct FactualityScores {
    judged: usize,
    positive: usize,
    right: usize,
    /// By what the program reads: how many, and how many of them did happen.
    readings: std::collections::BTreeMap<(Polarity, Modality), (usize, usize)>,
    /// Predicates with the other sign, in the order of the texts.
    pub errors: Vec<String>,
}

impl FactualityScores {
    /// Counts a document as `analysis` reads it: an analysis of its text, or the gold one.
    pub fn add(&mut self, judged: &Judged, analysis: &Analysis, ontology: &Ontology) {
        for &(gold, value) in judged.judgements.iter().filter(|(_, value)| *value != 0.0) {
            let span = judged.gold.tokens[gold].span;
            let token = analysis.tokens.partition_point(|token| token.span.end <= span.start);
            let Some(word) = analysis.tokens.get(token) else { continue };
            let truth = truth::status(analysis, ontology, token);
            let happened = truth.polarity == Polarity::Affirmed && truth.modality == Modality::Actual;
            self.judged += 1;
            self.positive += usize::from(value > 0.0);
            let reading = self.readings.entry((truth.polarity, truth.modality)).or_default();
            reading.0 += 1;
            reading.1 += usize::from(value > 0.0);
            if happened == (value > 0.0) {
                self.right += 1;
            } else {
                let sentence = analysis.sentences[analysis.sentence_of(token)].span;
                self.errors.push(format!(
                    "{value:5.2} here {} {}: {}\n    in: {}",
                    truth.polarity,
                    truth.modality,
                    word.form,
                    sentence.of(&judged.article.text)
                ));
            }
        }
    }

    /// The share of right signs, in per cent.
    pub fn accuracy(&self) -> f64 {
        100.0 * self.right as f64 / self.judged.max(1) as f64
    }
}

impl fmt::Display for FactualityScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((polarity, modality), (all, happened)) in &self.readings {
            let share = 100.0 * *happened as f64 / (*all).max(1) as f64;
            writeln!(f, "{:24} {all:6}, happened {share:5.1}", format!("{polarity} {modality}"))?;
        }
        let most = self.positive.max(self.judged - self.positive);
        let most = 100.0 * most as f64 / self.judged.max(1) as f64;
        writeln!(f, "sign {:.1} of {} predicates; the more frequent sign {most:.1}", self.accuracy(), self.judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREEBANK: &str = "# newdoc id = a\n# sent_id = a-1\n# text = It did not rain.\n1\tIt\tit\tPRON\t_\t_\t4\texpl\t_\t_\n2\tdid\tdo\tAUX\t_\t_\t4\taux\t_\t_\n3\tnot\tnot\tPART\t_\t_\t4\tadvmod\t_\t_\n4\train\train\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n\n# sent_id = a-2\n# text = They left.\n1\tThey\tthey\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn signs_are_compared() {
        let table = "sent_id\ttoken\tvalue\na-1\t4\t-1.5\na-2\t2\t1.0\na-2\t2\t-0.5\na-2\t2\t0\n";
        let judged = read(table, TREEBANK).expect("sound");
        let ontology = Ontology::embedded().expect("embedded");
        let mut scores = FactualityScores::default();
        scores.add(&judged[0], &judged[0].gold, &ontology);
        assert_eq!((scores.judged, scores.right, scores.positive), (3, 2, 1), "{scores}");
        assert!(scores.errors[0].ends_with("here affirmed actual: left\n    in: They left."), "{:?}", scores.errors);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for table in ["sent_id\ttoken\n", "sent_id\ttoken\tvalue\nb-1\t1\t1\n", "sent_id\ttoken\tvalue\na-1\t9\t1\n"] {
            assert!(read(table, TREEBANK).is_err());
        }
    }
}
