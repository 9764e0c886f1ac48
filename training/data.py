"""Sentences of all sources with the labels of every task.

Nothing here is a development file of a task being trained except through `load_dev`.
"""

import io
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import zstandard

from gazetteer import FLAGS
from names import SOURCES, TAGS, Lexicon, NameSources

MASKED = -100
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()


@dataclass
class Sentence:
    """One sentence; tasks without annotation hold MASKED (or an all-true `names`)."""

    words: list
    names: np.ndarray  # [W, N] bool: the tags each word may have
    doc: str = ""
    id: str = ""
    source: int = 0  # of the names, index into SOURCES
    rows: list = field(default_factory=list)  # CoNLL-U columns, empty outside the treebank
    upos: list = None
    feats: list = None
    lemma: list = None
    heads: list = None  # 0 = root, j + 1 = word j
    deprel: list = None
    ends: list = None  # 1 on the last word, 0 elsewhere

    def __post_init__(self):
        for task in ("upos", "feats", "lemma", "heads", "deprel", "ends"):
            if getattr(self, task) is None:
                setattr(self, task, [MASKED] * len(self.words))


def read_text(path):
    """A UTF-8 file, decompressed if it ends in .zst."""
    path = Path(path)
    if path.suffix != ".zst":
        return path.read_text(encoding="utf-8")
    with path.open("rb") as file:
        return io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8").read()


def read_conllu(path):
    """Yields (document, sentence id, rows of basic words) of a CoNLL-U file."""
    doc = ""
    for block in read_text(path).split("\n\n"):
        rows, name = [], ""
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                doc = line.split(" = ", 1)[1]
            elif line.startswith("# sent_id = "):
                name = line.split(" = ", 1)[1]
            elif line and line[0] != "#":
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
        if rows:
            yield doc, name, rows


def lemma_rule(form, lemma):
    """The canonical rule from form to lemma (see apply_rule).

    Lower-casing is preferred wherever it gives the lemma, so that "Dogs" and "dogs" share a rule.
    """
    for letter, base in (("l", form.lower()), ("k", form)):
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        if common:
            best = f"{letter}|{len(base) - common}|{lemma[common:]}"
            if letter == "k" or lemma == lemma.lower():
                return best
    return f"=|{lemma}"


def apply_rule(rule, form):
    """The lemma that a rule makes of a form."""
    kind, rest = rule.split("|", 1)
    if kind == "=":
        return rest
    cut, suffix = rest.split("|", 1)
    base = form.lower() if kind == "l" else form
    return base[: len(base) - int(cut)] + suffix if int(cut) <= len(base) else form


def _nearest_feats(feats, known):
    """The known FEATS string that shares most with an unknown one (Jaccard; ties: the more frequent)."""
    wanted = set(feats.split("|"))
    return max(known, key=lambda other: len(wanted & set(other.split("|"))) / len(wanted | set(other.split("|"))))


class Labels:
    """Label inventories, in the order of the network's outputs."""

    def __init__(self, upos, feats, deprel, lemma_rules, names):
        self.upos, self.feats, self.deprel, self.lemma_rules, self.names = upos, feats, deprel, lemma_rules, names
        self.index = {
            task: {label: i for i, label in enumerate(getattr(self, task))}
            for task in ("upos", "feats", "deprel", "lemma_rules", "names")
        }
        self._mapped_feats = {}

    @classmethod
    def collect(cls, treebank, at_least=3):
        feats, deprel, rules = Counter(), Counter(), Counter()
        for _, _, rows in treebank:
            for row in rows:
                feats[row[5]] += 1
                deprel[row[7]] += 1
                rules[lemma_rule(row[1], row[2])] += 1

        def frequent(counts, least):
            return [label for label, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n >= least]

        return cls(
            UPOS,
            ["_"] + [f for f in frequent(feats, at_least) if f != "_"],
            ["root"] + [d for d in frequent(deprel, 1) if d != "root"],
            frequent(rules, at_least),
            TAGS,
        )

    def feats_id(self, feats):
        if feats not in self.index["feats"]:
            if feats not in self._mapped_feats:
                self._mapped_feats[feats] = self.index["feats"][_nearest_feats(feats, self.feats)]
            return self._mapped_feats[feats]
        return self.index["feats"][feats]

    def treebank_sentence(self, doc, name, rows, names):
        words = [row[1] for row in rows]
        return Sentence(
            words, names, doc, name, SOURCES.index("gum" if name.startswith("GUM_") else "uner"), rows,
            upos=[self.index["upos"][row[3]] for row in rows],
            feats=[self.feats_id(row[5]) for row in rows],
            lemma=[self.index["lemma_rules"].get(lemma_rule(row[1], row[2]), MASKED) for row in rows],
            heads=[int(row[6]) for row in rows],
            deprel=[self.index["deprel"].get(row[7], MASKED) for row in rows],
            ends=[0] * (len(rows) - 1) + [1],
        )


def load_train(shared, name_sources=SOURCES):
    """(labels, treebank sentences in document order, sentences that have names only, lexicon of names)."""
    corpora = Path(shared) / "corpora"
    treebank = list(read_conllu(corpora / "treebank/train.conllu.zst"))
    labels = Labels.collect(treebank)
    sources = NameSources(shared, name_sources)
    sentences = [labels.treebank_sentence(*parts, sources.treebank(*parts)) for parts in treebank]
    extra = [Sentence(words, names, source=SOURCES.index(source)) for source, words, names in sources.others()]
    return labels, sentences, extra, Lexicon(shared)


def load_dev(shared, labels):
    """Treebank development sentences; their names are all masked, see names.uner_spans for gold spans."""
    treebank = read_conllu(Path(shared) / "corpora/treebank/dev.conllu")
    return [labels.treebank_sentence(*parts, np.ones((len(parts[2]), len(TAGS)), bool)) for parts in treebank]


_RAW_WORDS = re.compile(
    r"(?:[^\W_]\.)+|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|(?:Inc|Ltd|Corp|Co|St|Mt|Dr|Mr|Mrs|Jr|Sr)\.|\d[\d,.]*\d|\w+|[^\w\s]", re.I
)


def raw_sentences(shared, rng, most):
    """Sentences without annotation, two of an encyclopedia for one of news; parted and tokenised about as the treebank is."""
    corpora = Path(shared) / "corpora"
    wikipedia = read_text(corpora / "raw/wikipedia-en.txt.zst").splitlines()
    news = [json.loads(line)["text"] for line in read_text(corpora / "links/current-events-train.jsonl.zst").splitlines()]
    rng.shuffle(news)
    count = 0
    while count < most:
        text = news.pop() if news and rng.random() < 1 / 3 else rng.choice(wikipedia)
        for part in re.split(r"(?<=[\w)”\"][.!?]) (?=[A-Z“\"])", text)[:6]:
            words = _RAW_WORDS.findall(part)
            if 4 <= len(words) <= 60:
                yield Sentence(words, np.ones((len(words), len(TAGS)), bool))
                count += 1


def join(sentences):
    """One input of several sentences: arcs stay inside each, every part keeps its root and its end."""
    joined = Sentence(
        [word for s in sentences for word in s.words], np.concatenate([s.names for s in sentences]), sentences[0].doc,
        source=sentences[0].source,
    )
    for task in ("upos", "feats", "lemma", "deprel", "ends"):
        setattr(joined, task, [label for s in sentences for label in getattr(s, task)])
    joined.heads, offset = [], 0
    for s in sentences:
        joined.heads += [h + offset if h > 0 else h for h in s.heads]
        offset += len(s.words)
    return joined


def without_final_punctuation(sentence, labels):
    """Drops a last punctuation mark, as headlines lack it; None if there is none to drop."""
    last = len(sentence.words) - 1
    if last < 2 or sentence.upos[-1] != labels.index["upos"]["PUNCT"] or last + 1 in sentence.heads:
        return None
    cut = Sentence(sentence.words[:-1], sentence.names[:-1], sentence.doc, source=sentence.source)
    for task in ("upos", "feats", "lemma", "heads", "deprel", "ends"):
        setattr(cut, task, getattr(sentence, task)[:-1])
    cut.ends[-1] = 1
    return cut


def recased(sentence, change, labels):
    """The sentence in lower or upper case; lemma rules that keep the case no longer apply."""
    lemma = [
        MASKED if rule != MASKED and labels.lemma_rules[rule].startswith("k") else rule for rule in sentence.lemma
    ]
    return Sentence(
        [change(word) for word in sentence.words], sentence.names, sentence.doc, source=sentence.source, upos=sentence.upos,
        feats=sentence.feats, lemma=lemma, heads=sentence.heads, deprel=sentence.deprel, ends=sentence.ends,
    )


def epoch_examples(
    treebank, extra, lexicon, labels, seed, joined_share=0.25, bare_share=0.05, recased_share=0.04, renamed_share=0.25, news_share=0.4, longest=110
):
    """The inputs of one epoch: augmented treebank sentences, some joined with their successors, and the names-only ones.

    Joined inputs teach the sentence-end head to split where a rule left sentences together. A share of the sentences
    with names comes again, for the name loss only, with other names from the knowledge base.
    """
    rng = random.Random(seed)
    examples, position = [], 0
    while position < len(treebank):
        count = rng.choice((2, 3)) if rng.random() < joined_share else 1
        group = []
        for s in treebank[position : position + count]:
            if group and (s.doc != group[0].doc or sum(len(g.words) for g in group) + len(s.words) > longest):
                break
            group.append(s)
        position += len(group)
        parts = []
        for s in group:
            if rng.random() < bare_share:
                s = without_final_punctuation(s, labels) or s
            if rng.random() < recased_share:
                s = recased(s, rng.choice((str.lower, str.upper)), labels)
            parts.append(s)
        examples.append(parts[0] if len(parts) == 1 else join(parts))
    news = SOURCES.index("news")
    extra = [s for s in extra if s.source != news or rng.random() < news_share]
    renamed = []
    for s in treebank + extra:
        if rng.random() < renamed_share * (2 if s.source == 0 else 1):
            found = lexicon.substitute(s.words, s.names, rng)
            if found:
                renamed.append(Sentence(*found, source=s.source))
    return examples + extra + renamed


def batches(examples, pieces, budget, seed):
    """Lists of examples of similar length with at most `budget` padded pieces, in random order."""
    rng = random.Random(seed)
    sized = [(sum(len(pieces.word(word)) for word in e.words) + 2, rng.random(), e) for e in examples]
    sized = sorted((item for item in sized if item[0] <= 512), key=lambda item: item[:2])
    result, current = [], []
    for size, _, example in sized:
        if current and size * (len(current) + 1) > budget:
            result.append(current)
            current = []
        current.append(example)
    if current:
        result.append(current)
    rng.shuffle(result)
    return result


def drop_flags(flags, rng, whole=0.2, single=0.1):
    """Flags [W, F] without those of some words or of all, so that the network does not lean on them."""
    if rng.random() < whole:
        return np.zeros_like(flags)
    return flags * np.array([[rng.random() >= single] for _ in flags], np.float32)


def hide_names(ids, words, first, unknown, rng, share=0.08):
    """Makes the first piece of some capitalised words unknown, so that the network does not rest on names it has seen."""
    for word, place in zip(words, first):
        if word[0].isupper() and rng.random() < share:
            ids[place] = unknown


def arrays(batch, pieces, gazetteer, rng=None):
    """NumPy inputs and targets of a batch, padded: inputs as in network.Network.forward, targets [B, W],
    names [B, W, N] and source [B]. With `rng`, which is for training, some flags are dropped."""
    encoded = [pieces.sentence(e.words) for e in batch]
    rows, width = len(batch), max(len(e.words) for e in batch)
    length = max(len(ids) for ids, _, _ in encoded)
    inputs = {
        "input_ids": np.full((rows, length), pieces.pad, np.int64),
        "case_ids": np.zeros((rows, length), np.int64),
        "attention_mask": np.zeros((rows, length), np.int64),
        "word_index": np.zeros((rows, width), np.int64),
        "flags": np.zeros((rows, length, len(FLAGS)), np.float32),
    }
    targets = {
        task: np.full((rows, width), MASKED, np.int64) for task in ("upos", "feats", "lemma", "heads", "deprel", "ends")
    }
    targets["names"] = np.ones((rows, width, len(TAGS)), bool)
    targets["words"] = np.zeros((rows, width), bool)
    targets["source"] = np.array([e.source for e in batch], np.int64)
    for i, (example, (ids, cases, first)) in enumerate(zip(batch, encoded)):
        inputs["input_ids"][i, : len(ids)] = ids
        inputs["case_ids"][i, : len(ids)] = cases
        inputs["attention_mask"][i, : len(ids)] = 1
        count = len(example.words)
        inputs["word_index"][i, :count] = first
        flags = gazetteer.flags(example.words)
        if rng:
            flags = drop_flags(flags, rng)
            hide_names(inputs["input_ids"][i], example.words, first, pieces.unk, rng)
        lengths = np.diff([*first, len(ids) - 1])
        inputs["flags"][i, 1 : len(ids) - 1] = flags.repeat(lengths, 0)
        for task in ("upos", "feats", "lemma", "heads", "deprel", "ends"):
            targets[task][i, :count] = getattr(example, task)
        targets["names"][i, :count] = example.names
        targets["words"][i, :count] = True
    return inputs, targets
