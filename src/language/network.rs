//! The network: its files, its input, its output.
//!
//! It reads pieces of words and gives, for every word, scores of all that the decoders choose from. It is run on one
//! thread: articles are read side by side, not one article on many cores, so that a result depends on nothing but the
//! article. For the same reason every segment is run alone: the 8-bit layers scale their input by its extremes, and
//! what stood beside a sentence in a batch would change its scores.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueView};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::States;
use super::analysis::{NameKind, Upos};
use super::gazetteer::{FLAGS, Gazetteer};
use super::pieces::{CASE_SHAPES, WordPieces, case_shape};
use crate::article::hex;
use crate::error::{Error, Result};

static EMBEDDED_NETWORK: &[u8] = include_bytes!("../../models/network.onnx");
static EMBEDDED_SETTINGS: &str = include_str!("../../models/network.json");
static EMBEDDED_VOCABULARY: &str = include_str!("../../models/vocab.txt");
static EMBEDDED_NAMES: &[u8] = include_bytes!("../../models/names.fst");

/// The version of `network.json` that is understood here.
const VERSION: u32 = 1;

/// Fewer than the network could read; what is longer is no sentence.
const MOST_PIECES: usize = 500;

/// The trained network with its labels and word pieces.
pub struct Network {
    name: String,
    model: Model,
    bytes: Cow<'static, [u8]>,
    checksum: OnceLock<String>,
    inputs: [NodeId; 4],
    /// The list of names and the input for its flags.
    gazetteer: Option<(NodeId, Gazetteer)>,
    outputs: Vec<NodeId>,
    pub(super) pieces: WordPieces,
    pub(super) labels: Labels,
}

/// What the network's outputs stand for.
#[derive(Debug)]
pub(super) struct Labels {
    pub rank: usize,
    pub max_pieces: usize,
    pub upos: Vec<Upos>,
    pub feats: Vec<Arc<str>>,
    pub relations: Vec<Arc<str>>,
    pub root: usize,
    pub lemma_rules: Vec<LemmaRule>,
    pub names: Vec<NameTag>,
    /// Score of a tag (column) after another (row); minus infinity where it cannot follow.
    pub transitions: Vec<Vec<f32>>,
    /// What these are the logarithms of.
    pub odds: Vec<Vec<f32>>,
}

/// A tag of the name recogniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameTag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

/// How to make a lemma of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LemmaRule {
    /// Cut this many characters from the end and append the suffix, of the form in lower case or as it is.
    Ending { lowercase: bool, cut: usize, suffix: String },
    /// The lemma itself.
    Whole(String),
}

#[derive(Deserialize)]
struct Settings {
    version: u32,
    rank: usize,
    max_pieces_per_word: usize,
    max_pieces: usize,
    case_shapes: Vec<String>,
    /// Empty if the network has no list of names.
    #[serde(default)]
    flags: Vec<String>,
    upos: Vec<String>,
    feats: Vec<String>,
    deprel: Vec<String>,
    lemma_rules: Vec<String>,
    names: Vec<String>,
    #[serde(default)]
    name_transitions: Option<Vec<Vec<f32>>>,
}

/// The scores of one segment's words, row by row.
pub(super) struct Scores {
    pub upos: Vec<f32>,
    pub feats: Vec<f32>,
    pub lemma: Vec<f32>,
    pub name: Vec<f32>,
    pub sentence_end: Vec<f32>,
    /// `words + 1` columns, the root first.
    pub arc: Vec<f32>,
    /// A row holds one vector of `rank` values a label.
    pub label_dep: Vec<f32>,
    /// Rows of `rank` values, the root's first.
    pub label_head: Vec<f32>,
    /// Empty unless asked for.
    pub states: Vec<f32>,
}

const OUTPUTS: [&str; 9] =
    ["upos", "feats", "lemma", "name", "sentence_end", "arc", "label_dep", "label_head", "states"];

thread_local! {
    /// One thread for the network behind each thread that reads articles.
    static POOL: OnceCell<Arc<ThreadPool>> = const { OnceCell::new() };
}

impl Network {
    /// The network that the program carries.
    pub fn embedded() -> Result<Self> {
        let name = "embedded".to_owned();
        let names = || Ok(Cow::Borrowed(EMBEDDED_NAMES));
        Self::new(name, Cow::Borrowed(EMBEDDED_NETWORK), EMBEDDED_SETTINGS, EMBEDDED_VOCABULARY, names)
    }

    /// The network in a folder: `network.onnx`, `network.json`, `vocab.txt` and, if it has a list of names, `names.fst`.
    pub fn open(folder: &Path) -> Result<Self> {
        let file = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(Error::file(path))
        };
        let text = |name: &str| {
            String::from_utf8(file(name)?).map_err(|_| Error::Network {
                name: folder.display().to_string(),
                reason: format!("{name} is not UTF-8; get the folder anew"),
            })
        };
        let (settings, vocabulary) = (text("network.json")?, text("vocab.txt")?);
        let names = || file("names.fst").map(Cow::Owned);
        Self::new(folder.display().to_string(), Cow::Owned(file("network.onnx")?), &settings, &vocabulary, names)
    }

    fn new(
        name: String,
        bytes: Cow<'static, [u8]>,
        settings: &str,
        vocabulary: &str,
        names: impl FnOnce() -> Result<Cow<'static, [u8]>>,
    ) -> Result<Self> {
        let wrong = |reason: String| Error::Network { name: name.clone(), reason };
        let settings: Settings =
            serde_json::from_str(settings).map_err(|error| wrong(format!("network.json: {error}")))?;
        let pieces = WordPieces::new(vocabulary, settings.max_pieces_per_word).map_err(wrong)?;
        let has_gazetteer = !settings.flags.is_empty();
        let labels = Labels::new(settings).map_err(wrong)?;
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match &bytes {
            Cow::Borrowed(bytes) => options.load_static_slice(bytes),
            Cow::Owned(bytes) => options.load(bytes.clone()),
        }
        .map_err(|error| wrong(format!("network.onnx: {error}")))?;
        let node = |node: &str| model.node_id(node).map_err(|error| wrong(format!("network.onnx: {error}")));
        let inputs = [node("input_ids")?, node("case_ids")?, node("attention_mask")?, node("word_index")?];
        let gazetteer = match has_gazetteer {
            true => {
                let read = Gazetteer::new(names()?).map_err(|error| wrong(format!("names.fst: {error}")))?;
                Some((node("flags")?, read))
            }
            false => None,
        };
        let outputs = OUTPUTS.iter().map(|output| node(output)).collect::<Result<_>>()?;
        Ok(Self { model, bytes, checksum: OnceLock::new(), inputs, gazetteer, outputs, pieces, labels, name })
    }

    /// SHA-256 of `network.onnx` in lower-case hexadecimal.
    pub fn checksum(&self) -> &str {
        self.checksum.get_or_init(|| hex(&Sha256::digest(&self.bytes)))
    }

    /// How many pieces a word has.
    pub(super) fn count_pieces(&self, word: &str) -> usize {
        self.pieces.append(word, &mut Vec::new())
    }

    /// How many pieces of words it reads at once.
    pub(super) fn most_pieces(&self) -> usize {
        self.labels.max_pieces.saturating_sub(2).min(MOST_PIECES)
    }

    /// Scores of the words of one segment, which must not be empty.
    pub(super) fn scores(&self, words: &[&str], states: States) -> Result<Scores> {
        let mut ids = vec![self.pieces.begin];
        let mut cases = vec![0];
        let mut first = Vec::with_capacity(words.len());
        for word in words {
            first.push(ids.len());
            let count = self.pieces.append(word, &mut ids);
            cases.resize(cases.len() + count, case_shape(word));
        }
        ids.push(self.pieces.end);
        cases.push(0);
        let mask = vec![1; ids.len()];
        let places: Vec<i32> = first.iter().map(|&place| i32::try_from(place).unwrap_or(i32::MAX)).collect();
        let flags = self.gazetteer.as_ref().map(|(node, gazetteer)| {
            let mut flags = vec![0.0; ids.len() * FLAGS.len()];
            let ends = first.iter().skip(1).copied().chain(std::iter::once(ids.len() - 1));
            for ((row, &start), end) in gazetteer.flags(words).chunks(FLAGS.len()).zip(&first).zip(ends) {
                for piece in start..end {
                    flags[piece * FLAGS.len()..][..FLAGS.len()].copy_from_slice(row);
                }
            }
            (*node, flags)
        });
        let wanted = if states == States::Kept { OUTPUTS.len() } else { OUTPUTS.len() - 1 };
        let failed = |reason: String| Error::Network { name: self.name.clone(), reason };

        let pool = POOL.with(|pool| Arc::clone(pool.get_or_init(|| Arc::new(ThreadPool::with_num_threads(1)))));
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let run = || {
            let arrays = [&ids, &cases, &mask, &places];
            let mut inputs = Vec::with_capacity(arrays.len() + 1);
            for (node, array) in self.inputs.iter().zip(arrays) {
                let view = ValueView::from_shape([1, array.len()], array).map_err(|error| error.to_string())?;
                inputs.push((*node, view.into()));
            }
            if let Some((node, flags)) = &flags {
                let view =
                    ValueView::from_shape([1, ids.len(), FLAGS.len()], flags).map_err(|error| error.to_string())?;
                inputs.push((*node, view.into()));
            }
            self.model.run(inputs, &self.outputs[..wanted], Some(options)).map_err(|error| error.to_string())
        };
        // A rayon worker that waits for another pool takes up other work meanwhile, an article inside an article;
        // a plain thread only waits.
        let values: Vec<Value> = if rayon::current_thread_index().is_some() {
            std::thread::scope(|scope| scope.spawn(run).join()).map_err(|_| failed("stopped".to_owned()))?
        } else {
            run()
        }
        .map_err(failed)?;
        let mut outputs = values.into_iter().map(|value| {
            value.into_tensor::<f32>().map(|tensor| tensor.into_data()).ok_or_else(|| failed("no numbers".to_owned()))
        });
        let mut next = || outputs.next().unwrap_or_else(|| Ok(Vec::new()));
        let scores = Scores {
            upos: next()?,
            feats: next()?,
            lemma: next()?,
            name: next()?,
            sentence_end: next()?,
            arc: next()?,
            label_dep: next()?,
            label_head: next()?,
            states: next()?,
        };
        let (n, labels) = (words.len(), &self.labels);
        let fits = scores.upos.len() == n * labels.upos.len()
            && scores.feats.len() == n * labels.feats.len()
            && scores.lemma.len() == n * labels.lemma_rules.len()
            && scores.name.len() == n * labels.names.len()
            && scores.sentence_end.len() == n
            && scores.arc.len() == n * (n + 1)
            && scores.label_dep.len() == n * labels.relations.len() * labels.rank
            && scores.label_head.len() == (n + 1) * labels.rank;
        if fits { Ok(scores) } else { Err(failed("network.onnx and network.json do not fit each other".to_owned())) }
    }
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Labels {
    fn new(settings: Settings) -> Result<Self, String> {
        if settings.version != VERSION {
            return Err(format!("network.json is of version {}, needed is {VERSION}", settings.version));
        }
        if settings.case_shapes != CASE_SHAPES {
            return Err("network.json has other case shapes than this program".to_owned());
        }
        if !settings.flags.is_empty() && settings.flags != FLAGS {
            return Err("network.json has other flags of names than this program".to_owned());
        }
        let names = settings.names.iter().map(|tag| NameTag::parse(tag)).collect::<Result<Vec<_>, _>>()?;
        let count = names.len();
        let mut transitions = settings.name_transitions.unwrap_or_else(|| vec![vec![0.0; count]; count]);
        if transitions.len() != count || transitions.iter().any(|row| row.len() != count) {
            return Err("network.json: name_transitions is not square over names".to_owned());
        }
        for (row, before) in transitions.iter_mut().zip(&names) {
            for (score, after) in row.iter_mut().zip(&names) {
                if !after.can_follow(*before) {
                    *score = f32::NEG_INFINITY;
                }
            }
        }
        let odds = transitions.iter().map(|row| row.iter().map(|step| step.exp()).collect()).collect();
        let root = settings
            .deprel
            .iter()
            .position(|relation| relation == "root")
            .ok_or_else(|| "network.json: deprel lacks root".to_owned())?;
        Ok(Self {
            rank: settings.rank,
            max_pieces: settings.max_pieces,
            upos: settings.upos.iter().map(|upos| upos.parse()).collect::<Result<_, _>>()?,
            feats: settings.feats.iter().map(|feats| feats.as_str().into()).collect(),
            relations: settings.deprel.iter().map(|relation| relation.as_str().into()).collect(),
            root,
            lemma_rules: settings.lemma_rules.iter().map(|rule| LemmaRule::parse(rule)).collect::<Result<_, _>>()?,
            names,
            transitions,
            odds,
        })
    }
}

impl NameTag {
    fn parse(tag: &str) -> Result<Self, String> {
        match tag.split_once('-') {
            None if tag == "O" => Ok(Self::Outside),
            Some(("B", kind)) => kind.parse().map(Self::Begin),
            Some(("I", kind)) => kind.parse().map(Self::Inside),
            _ => Err(format!("network.json: {tag} is no tag of names")),
        }
    }

    pub fn can_follow(self, before: Self) -> bool {
        match self {
            Self::Inside(kind) => before == Self::Begin(kind) || before == Self::Inside(kind),
            _ => true,
        }
    }
}

impl LemmaRule {
    fn parse(rule: &str) -> Result<Self, String> {
        let wrong = || format!("network.json: {rule} is no lemma rule");
        if let Some(lemma) = rule.strip_prefix("=|") {
            return Ok(Self::Whole(lemma.to_owned()));
        }
        let (case, rest) = rule.split_once('|').ok_or_else(wrong)?;
        let (cut, suffix) = rest.split_once('|').ok_or_else(wrong)?;
        let lowercase = match case {
            "l" => true,
            "k" => false,
            _ => return Err(wrong()),
        };
        Ok(Self::Ending { lowercase, cut: cut.parse().map_err(|_| wrong())?, suffix: suffix.to_owned() })
    }

    /// The lemma of a form.
    pub fn apply(&self, form: &str) -> String {
        match self {
            Self::Whole(lemma) => lemma.clone(),
            Self::Ending { lowercase, cut, suffix } => {
                let mut lemma = if *lowercase { form.to_lowercase() } else { form.to_owned() };
                let length = lemma.chars().count();
                if *cut > length || (*cut == length && suffix.is_empty()) {
                    return form.to_owned();
                }
                for _ in 0..*cut {
                    lemma.pop();
                }
                lemma.push_str(suffix);
                lemma
            }
        }
    }
}

/// The embedded network, loaded once, for tests.
#[cfg(test)]
pub(crate) fn for_tests() -> &'static Network {
    static NETWORK: std::sync::LazyLock<Network> = std::sync::LazyLock::new(|| Network::embedded().expect("embedded"));
    &NETWORK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemma_rules_cut_and_append() {
        for (rule, form, lemma) in [
            ("l|3|y", "Cities", "city"),
            ("k|0|", "Malta", "Malta"),
            ("=|be", "were", "be"),
            ("l|9|x", "is", "is"),
            ("l|2|", "'s", "'s"),
        ] {
            assert_eq!(LemmaRule::parse(rule).expect("a rule").apply(form), lemma);
        }
        assert!(LemmaRule::parse("z|1|a").is_err());
    }

    /// `parity.json` holds what the Python side gave the network and got from it.
    #[test]
    fn the_network_says_what_it_said_in_training() {
        #[derive(Deserialize)]
        struct Case {
            words: Vec<String>,
            input_ids: Vec<i32>,
            case_ids: Vec<i32>,
            flags: Vec<String>,
            upos: Vec<usize>,
            name: Vec<usize>,
        }
        let network = for_tests();
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../models/parity.json")).expect("sound");
        let (mut same, mut all) = (0, 0);
        for case in cases {
            let (mut ids, mut shapes) = (vec![network.pieces.begin], vec![0]);
            for word in &case.words {
                let count = network.pieces.append(word, &mut ids);
                shapes.resize(shapes.len() + count, case_shape(word));
            }
            ids.push(network.pieces.end);
            shapes.push(0);
            assert_eq!((ids, shapes), (case.input_ids, case.case_ids), "{:?}", case.words);
            let words: Vec<&str> = case.words.iter().map(String::as_str).collect();
            let (_, gazetteer) = network.gazetteer.as_ref().expect("it has names");
            let flags: Vec<String> = gazetteer
                .flags(&words)
                .chunks(FLAGS.len())
                .map(|row| row.iter().map(|flag| if *flag > 0.0 { '1' } else { '0' }).collect())
                .collect();
            assert_eq!(flags, case.flags, "{words:?}");
            let scores = network.scores(&words, States::Dropped).expect("a sound network");
            let best =
                |scores: &[f32]| (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).expect("not empty");
            let upos = scores.upos.chunks(network.labels.upos.len()).map(best);
            let name = scores.name.chunks(network.labels.names.len()).map(best);
            same += upos.zip(&case.upos).filter(|(a, b)| a == *b).count();
            same += name.zip(&case.name).filter(|(a, b)| a == *b).count();
            all += 2 * words.len();
        }
        // Kernels of 8-bit numbers differ in rounding between the two programs.
        assert!(same * 100 >= all * 97, "{same} of {all}");
    }

    #[test]
    fn a_folder_without_a_network_is_an_error_that_names_the_file() {
        let error = Network::open(Path::new("/nowhere")).expect_err("nothing there").to_string();
        assert!(error.contains("/nowhere/network.json"), "{error}");
    }
}
