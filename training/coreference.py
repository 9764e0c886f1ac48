"""Trains the ranker of coreference (models/coreference.json) on OntoGUM's train documents.

    cargo run --release --example coreference_features -- TRAIN.conllu.zst FOLDER/train
    cargo run --release --example coreference_features -- DEV.conllu FOLDER/dev
    python training/coreference.py --features FOLDER --train TRAIN.conllu.zst --dev DEV.conllu --out models/coreference.json

A phrase is scored with each phrase before it and with "new": w·relu(a(phrase) + b(other) + Σ p(template, value)), where a
and b are sums of the embeddings of a phrase's features. The loss is the negative log of the probability of all right
antecedents together (Lee et al., EMNLP 2017), with the costs of mistakes added to the scores while it learns (softmax
margin: Durrett and Klein, EMNLP 2013). Phrases that are no mention of a gold chain have "new" as the right answer.
The dev documents choose the bias of "new"; nothing is learned from them.
"""
import argparse, collections, json, random, re, subprocess
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment

NEAR, SHARE, SCALE = 12, 0.15, 256
# What it costs to take for new what is none, to join it to a wrong phrase, and to join what is new.
NEW, WRONG, JOINED = 2.0, 1.0, 0.2
LEXICAL = {"lemma", "governor", "start", "previous", "next", "case"}


def open_text(path):
    if str(path).endswith(".zst"):
        return subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.decode().splitlines()
    return Path(path).read_text().splitlines()


def gold_chains(path):
    """Chains of each document as sets of intervals of characters without white space."""
    documents, pending = {}, None
    for line in open_text(path):
        if line.startswith("# newdoc"):
            chains = documents.setdefault(line.split("= ")[1], collections.defaultdict(set))
            opened, length, last = collections.defaultdict(list), 0, 0
        elif not line:
            last = 0
        elif not line.startswith("#"):
            columns = line.split("\t")
            if "." in columns[0]:
                continue
            form = "".join(columns[1].split())
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                pending, at = (length, length + len(form), form), length
                length += len(form)
                continue
            if int(columns[0]) <= last:
                start, begin = at, at - pending[0]
                fits = pending[2][begin:].lower().startswith(form.lower())
                end = at + len(form) if fits else pending[1]
                at = min(end, pending[1])
            else:
                start, end = length, length + len(form)
                length = end
            mark = re.search(r"Entity=([^|]*)", columns[9])
            for part in re.findall(r"\([^()]*\)?|[^()]*\)", mark.group(1)) if mark else []:
                chain = part.strip("()").split("-")[0]
                if part[0] == "(":
                    opened[chain].append(start)
                if part[-1] == ")":
                    chains[chain].add((opened[chain].pop(), end))
    return {name: [chain for chain in chains.values() if len(chain) > 1] for name, chains in documents.items()}


class Document:
    pass


def read_features(folder, gold, templates):
    record = np.dtype([("at", "<u2"), ("other", "<u2"), ("values", "u1", (len(templates),))])
    pairs = np.fromfile(folder / "pairs.bin", dtype=record)
    offsets = np.cumsum([0] + [size for _, size in templates])[:-1]
    documents, start = [], 0
    for line in open(folder / "phrases.jsonl"):
        row = json.loads(line)
        document = Document()
        document.id = row["id"]
        part = pairs[start : start + row["pairs"]]
        start += row["pairs"]
        document.spans = [tuple(phrase[:2]) for phrase in row["phrases"]]
        document.seen = [phrase[2] for phrase in row["phrases"]]
        document.at = part["at"].astype(np.int64)
        document.other = part["other"].astype(np.int64)
        document.values = (part["values"].astype(np.int32) + offsets.astype(np.int32))
        document.chains = gold.get(row["id"], []) if gold is not None else []
        chain_of, taken = {span: number for number, chain in enumerate(document.chains) for span in chain}, set()
        document.chain = []
        for span in document.spans:
            document.chain.append(chain_of.get(span, -1) if span not in taken else -1)
            taken.add(span)
        chain = np.array(document.chain)
        document.right = (chain[document.at] == chain[document.other]) & (chain[document.at] >= 0)
        documents.append(document)
    return documents


class Ranker(torch.nn.Module):
    def __init__(self, words, values, width, drop):
        super().__init__()
        bag = lambda rows: torch.nn.EmbeddingBag(rows, width, mode="sum")
        self.later, self.earlier, self.new, self.pair = bag(words), bag(words), bag(words), bag(values)
        for table in (self.later, self.earlier, self.new, self.pair):
            torch.nn.init.normal_(table.weight, std=0.05)
        self.score, self.score_new = torch.nn.Linear(width, 1), torch.nn.Linear(width, 1)
        self.drop = torch.nn.Dropout(drop)

    def forward(self, words, starts, at, other, values):
        later, earlier = self.later(words, starts), self.earlier(words, starts)
        hidden = torch.relu(later[at] + earlier[other] + self.pair(values))
        new = self.score_new(self.drop(torch.relu(self.new(words, starts))))
        return self.score(self.drop(hidden)).squeeze(1), new.squeeze(1)


def index(documents, vocabulary, drop=None):
    for document in documents:
        rows = [[vocabulary[word] for word in seen if word in vocabulary] for seen in document.seen]
        document.starts = torch.tensor(np.cumsum([0] + [len(row) for row in rows])[:-1])
        document.words = torch.tensor([word for row in rows for word in row])
        document.t_at, document.t_other = torch.tensor(document.at), torch.tensor(document.other)
        document.t_values = torch.tensor(document.values)
        document.t_right = torch.tensor(document.right)


def sample(document):
    """Some pairs of a document: all right ones, all near ones, a share of the others that stands for all of them."""
    chance = np.where(document.right | (document.at - document.other <= NEAR), 1.0, SHARE)
    kept = np.flatnonzero(np.random.rand(len(chance)) < chance)
    return torch.tensor(kept), torch.tensor(-np.log(chance[kept]), dtype=torch.float32)


def loss_of(document, pair, extra, new, at, right_pairs):
    """Summed over the phrases, with what sampled pairs stand for and the costs of mistakes in the scores."""
    count = len(document.spans)
    has = torch.zeros(count).index_add(0, at, right_pairs.float()) > 0
    pair = pair + (extra + torch.where(right_pairs, 0.0, torch.where(has[at], WRONG, JOINED)))
    new = new + NEW * has
    top = new.detach().clone().scatter_reduce(0, at, pair.detach(), "amax")
    weights = torch.exp(pair - top[at])
    total = torch.exp(new - top).index_add(0, at, weights)
    right = torch.zeros(count).index_add(0, at, weights * right_pairs)
    right = torch.where(has, right, torch.exp(new - top))
    return (torch.log(total) - torch.log(right + 1e-9)).sum()


def decode(document, pair, new, bias=0.0):
    """Greedy from left to right: each phrase to its best candidate."""
    best = {}
    for at, other, score in zip(document.at.tolist(), document.other.tolist(), pair.tolist()):
        if score > best.get(at, (new[at] + bias, None))[0]:
            best[at] = (score, other)
    cluster, chains = {}, collections.defaultdict(set)
    for at in range(len(document.spans)):
        cluster[at] = cluster[best[at][1]] if at in best else at
        chains[cluster[at]].add(document.spans[at])
    return [chain for chain in chains.values() if len(chain) > 1]


class Scores:
    """MUC, B³, CEAF-e and mentions, as newsgraph evaluate coreference has them."""

    def __init__(self):
        self.sums = np.zeros((4, 4))

    def add(self, gold, found):
        for side, (one, two) in enumerate(((gold, found), (found, gold))):
            where = {mention: number for number, chain in enumerate(two) for mention in chain}
            for chain in one:
                inside = [where[mention] for mention in chain if mention in where]
                self.sums[0, 2 * side : 2 * side + 2] += len(inside) - len(set(inside)), len(chain) - 1
                counts = collections.Counter(inside)
                self.sums[1, 2 * side : 2 * side + 2] += sum(n * n for n in counts.values()) / len(chain), len(chain)
                self.sums[3, 2 * side : 2 * side + 2] += len(inside), len(chain)
        if gold and found:
            phi = np.array([[2 * len(one & two) / (len(one) + len(two)) for two in found] for one in gold])
            value = phi[linear_sum_assignment(-phi)].sum()
            self.sums[2] += value, len(gold), value, len(found)
        else:
            self.sums[2] += 0, len(gold), 0, len(found)

    def f1(self):
        recall, precision = self.sums[:, 0] / self.sums[:, 1], self.sums[:, 2] / np.maximum(self.sums[:, 3], 1)
        return 200 * recall * precision / np.maximum(recall + precision, 1e-9), 100 * precision, 100 * recall

    def conll(self):
        return self.f1()[0][:3].mean()


def run(model, documents, bias):
    model.eval()
    scores = Scores()
    with torch.no_grad():
        for document in documents:
            pair, new = model(document.words, document.starts, document.t_at, document.t_other, document.t_values)
            scores.add(document.chains, decode(document, pair, new.tolist(), bias))
    return scores


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--features", type=Path, required=True)
    arguments.add_argument("--train", required=True)
    arguments.add_argument("--dev", required=True)
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--models", type=int, default=3, help="rankers, of different seeds, that are averaged")
    arguments.add_argument("--drop", type=float, default=0.15)
    arguments.add_argument("--width", type=int, default=24)
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--rate", type=float, default=5e-3)
    arguments = arguments.parse_args()
    templates = json.loads((arguments.features / "train" / "templates.json").read_text())
    train = read_features(arguments.features / "train", gold_chains(arguments.train), templates)
    dev = read_features(arguments.features / "dev", gold_chains(arguments.dev), templates)
    for name, part in (("train", train), ("dev", dev)):
        gold = sum(len(chain) for document in part for chain in document.chains)
        found = sum(number >= 0 for document in part for number in document.chain)
        linked = sum(len(set(document.at[document.right])) for document in part)
        print(name, "gold mentions", gold, "found", found, "with an antecedent", linked, flush=True)
    counts = collections.Counter(word for document in train for seen in document.seen for word in seen)
    kept = sorted(w for w, n in counts.items() if n >= (10 if w.split("=")[0] in LEXICAL else 3))
    vocabulary = {word: number for number, word in enumerate(kept)}
    index(train, vocabulary)
    index(dev, vocabulary)
    lexical = torch.tensor([word.split("=")[0] in LEXICAL for word in kept])
    models = []
    for seed in range(arguments.models):
        torch.manual_seed(seed)
        random.seed(seed)
        np.random.seed(seed)
        models.append(learn(Ranker(len(kept), sum(size for _, size in templates), arguments.width, arguments.drop),
                            train, lexical, arguments))
        model = joined(models)
        figures = {bias: run(model, dev, bias) for bias in (-0.5, -0.25, 0.0, 0.25, 0.5)}
        bias, scores = max(figures.items(), key=lambda item: item[1].conll())
        print(seed + 1, "models, bias", bias, "CoNLL", round(scores.conll(), 2),
              [[round(float(value), 1) for value in row] for row in scores.f1()], flush=True)
    write(arguments.out, model, kept, templates, bias)


def learn(model, train, lexical, arguments):
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, arguments.rate, total_steps=arguments.epochs * len(train), pct_start=0.1)
    for epoch in range(arguments.epochs):
        model.train()
        total = 0.0
        for document in random.sample(train, len(train)):
            # Rare words are left out at times, so that the rest learns to do without them.
            keep = ~(lexical[document.words] & (torch.rand(len(document.words)) < 0.4))
            before = torch.cat([torch.zeros(1, dtype=torch.long), keep.long().cumsum(0)])
            some, extra = sample(document)
            at = document.t_at[some]
            pair, new = model(document.words[keep], before[document.starts], at, document.t_other[some],
                              document.t_values[some])
            loss = loss_of(document, pair, extra, new, at, document.t_right[some])
            total += loss.item()
            optimiser.zero_grad()
            (loss / len(document.spans)).backward()
            optimiser.step()
            schedule.step()
        print("epoch", epoch, "loss", round(total / sum(len(document.spans) for document in train), 4), flush=True)
    return model


def joined(models):
    """The mean of several rankers as one: their hidden layers side by side."""
    one = Ranker(1, 1, 1, 0.0)
    side_by_side = lambda name: torch.cat([getattr(model, name).weight.detach() for model in models], 1)
    for name in ("later", "earlier", "new", "pair"):
        getattr(one, name).weight = torch.nn.Parameter(side_by_side(name))
    for name in ("score", "score_new"):
        layer = getattr(one, name)
        layer.weight = torch.nn.Parameter(side_by_side(name) / len(models))
        layer.bias = torch.nn.Parameter(sum(getattr(model, name).bias.detach() for model in models) / len(models))
    return one


def write(path, model, words, templates, bias):
    """Whole numbers, SCALE times the weights; the bias of "new" goes into its score."""
    whole = lambda values: [round(SCALE * value) for value in values.detach().flatten().tolist()]
    rows = lambda table: [whole(row) for row in table.weight.detach()]
    later, earlier, new = rows(model.later), rows(model.earlier), rows(model.new)
    path.write_text(json.dumps({
        "scale": SCALE,
        "templates": templates,
        "score": whole(model.score.weight), "score_bias": whole(model.score.bias)[0],
        "new": whole(model.score_new.weight), "new_bias": whole(model.score_new.bias + bias)[0],
        "pair": rows(model.pair),
        "phrase": {word: [later[n], earlier[n], new[n]] for n, word in enumerate(words)},
    }, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
