"""Figures on the development parts with gold words: `python evaluate.py --shared ../shared MODEL`.

MODEL is a checkpoint (.pt) or an exported network.onnx with network.json and vocab.txt beside it.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

import data
from gazetteer import Gazetteer
from names import _CROSSNER, _GUM, NameSources, bio_spans, name_core, uner_spans, valid_transitions, without_article
from network import Network
from pieces import WordPieces


def best_tags(scores, tags, transitions):
    """Best valid BIO sequence for log scores [W, N]: an I tag only after B or I of its type."""
    step = np.where(valid_transitions(tags), transitions, -np.inf)
    best = np.where([tag[0] == "I" for tag in tags], -np.inf, scores[0])
    back = []
    for row in scores[1:]:
        paths = best[:, None] + step
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [tags[i] for i in reversed(path)]


def best_lemma(scores, form, rules, known, margin=3.5, tried=8):
    """The lemma of a form for log scores [K] of the rules.

    The best rule decides if it gives a known word ("known" holds the whole words among the pieces) or anything but
    letters. Else a rule little worse that does give one is better: "complete", not "complet".
    """
    order = np.argsort(-scores)[:tried]
    lemmas = [data.apply_rule(rules[k], form) for k in order]
    if lemmas[0].isalpha() and lemmas[0].lower() not in known:
        for k, lemma in zip(order, lemmas):
            if scores[k] > scores[order[0]] - margin and lemma.lower() in known:
                return lemma
    return lemmas[0]


def log_softmax(x):
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def predictions(run, sentences, pieces, rank, gazetteer, budget=3000):
    """Yields (sentence, {output: array of its words}) for every sentence; `run` maps inputs to a list of outputs."""
    for batch in data.batches(sentences, pieces, budget, seed=0):
        inputs, _ = data.arrays(batch, pieces, gazetteer)
        outputs = dict(zip(Network.OUTPUTS, run(inputs)))
        for i, sentence in enumerate(batch):
            w = len(sentence.words)
            part = {name: value[i, :w] for name, value in outputs.items()}
            part["arc"] = part["arc"][:, : w + 1]
            part["label_head"] = outputs["label_head"][i, : w + 1]
            part["label_dep"] = part["label_dep"].reshape(w, -1, rank)
            yield sentence, part


KINDS = ("person", "organization", "place")


def balance(network, tags, outside, others):
    """Adds to the scores of the tag for words outside names, and to those of tags of types without a development corpus."""
    for i, tag in enumerate(tags):
        if tag[2:] not in KINDS:
            network.name.bias.data[i] += outside if tag == "O" else others


class Spans:
    """Counts of spans by kind."""

    def __init__(self):
        self.counts = Counter()

    def add(self, gold, found):
        for kind in KINDS:
            g, f = ({s for s in spans if s[2] == kind} for spans in (gold, found))
            for part in (kind, "all"):
                self.counts.update({(part, "gold"): len(g), (part, "found"): len(f), (part, "right"): len(g & f)})

    def figures(self):
        """F1 of all kinds and each, precision and recall, percent."""
        n = self.counts
        return {
            **{kind: round(200 * n[kind, "right"] / max(1, n[kind, "gold"] + n[kind, "found"]), 2) for kind in ("all", *KINDS)},
            "precision": round(100 * n["all", "right"] / max(1, n["all", "found"]), 2),
            "recall": round(100 * n["all", "right"] / max(1, n["all", "gold"]), 2),
        }


def gum_names(shared, sentences):
    """{sentence id: gold spans} of GUM's development part: names proper, as in training."""
    rows = {s.id: s.rows for s in sentences}
    result = {}
    for line in data.read_text(Path(shared) / "corpora/ner/gum-named-dev.jsonl").splitlines():
        for sentence in json.loads(line)["sents"]:
            gold = result[sentence["id"]] = set()
            for span in sentence["spans"]:
                kinds = _GUM[span["type"]]
                core = name_core(rows[sentence["id"]], span, kinds) if span["form"] == "name" and kinds[0] in KINDS else None
                if core:
                    gold.add((core[0], core[1], kinds[0]))
    return result


def crossner_names(shared):
    """(sentences, {sentence id: gold spans}) of CrossNER's development part."""
    sentences, gold = [], {}
    text = data.read_text(Path(shared) / "corpora/ner/crossner-politics-dev.txt")
    for i, block in enumerate(text.split("\n\n")):
        lines = [line.split("\t") for line in block.split("\n") if "\t" in line]
        if lines:
            words, tags = zip(*lines)
            sentences.append(data.Sentence(list(words), np.ones((len(words), 1), bool), id=str(i)))
            gold[str(i)] = {(*without_article(words, s, e), _CROSSNER[kind][0]) for s, e, kind in bio_spans(tags)}
    return sentences, gold


def figures(run, shared, labels, pieces, rank, transitions, gazetteer):
    """{"ewt"|"gum"|"all": {measure: percent}} with greedy heads; names on UNER's development part, and on GUM's and CrossNER's
    (whose conventions are others)."""
    sentences = data.load_dev(shared, labels)
    gold_names = uner_spans(data.read_text(Path(shared) / "corpora/ner/uner-dev.iob2"))
    known = {piece for piece in pieces.vocabulary if piece.isalpha()}
    counts = {part: Counter() for part in ("ewt", "gum", "all")}
    spans, gum, crossner = Spans(), Spans(), Spans()
    gold_gum = gum_names(shared, sentences)

    def named(out):
        return {s for s in bio_spans(best_tags(log_softmax(out["name"]), labels.names, transitions)) if s[2] in KINDS}

    for sentence, out in predictions(run, sentences, pieces, rank, gazetteer):
        heads = out["arc"].argmax(-1)
        deprel = np.einsum("wlr,wr->wl", out["label_dep"], out["label_head"][heads]).argmax(-1)
        upos, feats = out["upos"].argmax(-1), out["feats"].argmax(-1)
        lemma = log_softmax(out["lemma"])
        for i, row in enumerate(sentence.rows):
            attached = heads[i] == int(row[6])
            found = {
                "words": 1, "UPOS": labels.upos[upos[i]] == row[3], "FEATS": labels.feats[feats[i]] == row[5],
                "lemma": best_lemma(lemma[i], row[1], labels.lemma_rules, known) == row[2], "UAS": attached,
                "LAS": attached and labels.deprel[deprel[i]] == row[7],
            }
            for part in ("gum" if sentence.id.startswith("GUM_") else "ewt", "all"):
                counts[part].update({key: int(value) for key, value in found.items()})
        if sentence.id in gold_names and gold_names[sentence.id][0] == sentence.words:
            spans.add(set(gold_names[sentence.id][1]), named(out))
        elif sentence.id in gold_gum:
            gum.add(gold_gum[sentence.id], named(out))
    result = {
        part: {key: round(100 * n[key] / n["words"], 2) for key in ("UPOS", "FEATS", "lemma", "UAS", "LAS")}
        for part, n in counts.items()
    }
    others, gold = crossner_names(shared)
    for sentence, out in predictions(run, others, pieces, rank, gazetteer):
        crossner.add(gold[sentence.id], named(out))
    result.update(names=spans.figures(), names_gum=gum.figures(), names_crossner=crossner.figures())
    result["sentence_end"] = _sentence_ends(run, sentences, pieces, rank, gazetteer)
    return result


def _sentence_ends(run, sentences, pieces, rank, gazetteer):
    """F1 of the ends inside pairs of consecutive sentences (the last word of an input is no test)."""
    pairs = [
        data.join([a, b]) for a, b in zip(sentences[::2], sentences[1::2])
        if a.doc == b.doc and len(a.words) + len(b.words) < 110
    ]
    right = found = 0
    for pair, out in predictions(run, pairs, pieces, rank, gazetteer):
        marks = out["sentence_end"][:-1] > 0
        found += int(marks.sum())
        right += int((marks & (np.array(pair.ends[:-1]) == 1)).sum())
    return {"F1": round(200 * right / max(1, found + len(pairs)), 2)}


def line(result):
    """One line for a log."""
    parts = [f"{part} " + "/".join(f"{v:.2f}" for v in result[part].values()) for part in ("ewt", "gum", "all")]
    return f"UPOS/FEATS/lemma/UAS/LAS: {'; '.join(parts)}; names {result['names']}; GUM {result['names_gum']}; CrossNER {result['names_crossner']}; ends {result['sentence_end']['F1']}"


def torch_runner(network):
    import torch

    device = next(network.parameters()).device

    def run(inputs):
        with torch.no_grad():
            return [out.cpu().numpy() for out in network(*(torch.from_numpy(inputs[name]).to(device) for name in Network.INPUTS))]

    return run


def onnx_runner(path, threads=2):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    known = [node.name for node in session.get_inputs()]  # files of before the gazetteer have no flags
    return lambda inputs: session.run(Network.OUTPUTS, {name: inputs[name] for name in known})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--gazetteer", type=Path, required=True, help="table of gazetteer.py")
    args = parser.parse_args()
    if args.model.suffix == ".onnx":
        settings = json.loads(args.model.with_name("network.json").read_text(encoding="utf-8"))
        labels = data.Labels(*(settings[key] for key in ("upos", "feats", "deprel", "lemma_rules", "names")))
        pieces, rank = WordPieces.load(args.model.with_name("vocab.txt")), settings["rank"]
        transitions = np.array(settings["name_transitions"])
        run = onnx_runner(args.model)
    else:
        from network import load

        network, inventory, vocabulary, _ = load(args.model)
        labels, pieces, rank = data.Labels(**inventory), WordPieces(vocabulary), network.config.rank
        transitions = network.name_transitions.detach().numpy()
        run = torch_runner(network)
    print(json.dumps(figures(run, args.shared, labels, pieces, rank, transitions, Gazetteer.load(args.gazetteer))))


if __name__ == "__main__":
    main()
