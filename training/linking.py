"""Learns the weights of entity linking: models/linking.json.

    python training/linking.py SHARED            titles, features, weights, figures
    python training/linking.py SHARED --features TRAIN DEV   weights from features that were written before

SHARED is the folder with corpora/ and kb/. A conditional logit: every candidate of a target and "none of them" has a
weighted sum of features, and the probability of each is its share of the exponentials. Features come from the program
itself (examples/link_features.rs), so that training and use cannot differ. Learned on the training parts; strength of
the regularisation and thresholds are looked up on the development parts.
"""

import argparse
import json
import re
import subprocess
import tempfile
import unicodedata
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from relations import passages

HOME = Path(__file__).resolve().parent.parent
EVENTS = "corpora/links/current-events-{}.jsonl.zst"
NAMED = "corpora/ner/gum-named-{}.jsonl"
PRONOUNS = {"he", "she", "it", "i", "they", "his", "her", "its", "my", "their", "this", "who", "which", "where"}
ABSENT = "Q4294967000"  # an item that the knowledge base lacks


def unpacked(path):
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dcq", path], capture_output=True, text=True, check=True).stdout
    return path.read_text(encoding="utf-8")


def fold(name):
    """The folded form of a name, nearly as src/knowledge/name.rs has it."""
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = re.sub(r"[.'’‘\"!?`]", "", name).lower().replace("&", " and ")
    return re.sub(r"[^\w+#]+", " ", name).strip().removeprefix("the ")


def write_titles(shared, output):
    """Which item a title of the training parts has: that of its name, where the knowledge base has one only."""
    items, named = {}, defaultdict(set)
    for line in unpacked(shared / "kb/entities.tsv.zst").splitlines()[1:]:
        item, label, aliases, _, description, country, *_ = line.split("\t")
        items[item] = (label, description, country)
        for name in [label, *aliases.split("|")]:
            named[fold(name)].add(item)
    labelled = defaultdict(set)
    for item, (label, *_) in items.items():
        labelled[fold(label)].add(item)
    known = dict(line.split("\t")[:2] for line in unpacked(shared / "kb/titles-dev.tsv").splitlines()[1:])
    titles = set()
    for line in unpacked(shared / EVENTS.format("train")).splitlines():
        titles.update(link["title"] for link in json.loads(line)["links"])
    for line in unpacked(shared / NAMED.format("train")).splitlines():
        for sentence in json.loads(line)["sents"]:
            titles.update(span["wiki"] for span in sentence["spans"] if span.get("wiki"))

    def hinted(base, hint):
        """Those of a name whose description or country says what the title adds to it: "Tyre, Lebanon"."""
        hint = fold(hint)
        found = [
            item
            for item in named[fold(base)]
            if hint in fold(items[item][1]) or hint == fold(items.get(items[item][2], ("",))[0])
        ]
        return found

    with open(output, "w", encoding="utf-8") as table:
        table.write("title\tqid\n")
        for title in sorted(titles):
            if title in known:
                found = [known[title]]
            elif fold(title) in labelled:
                found = list(labelled[fold(title)])
            elif fold(title) in named:
                found = list(named[fold(title)])
            else:
                bracket = re.fullmatch(r"(.+) \((.+)\)", title) or re.fullmatch(r"(.+?), (.+)", title)
                has_base = bracket and fold(bracket[1]) in named
                found = hinted(bracket[1], bracket[2]) if has_base else [ABSENT]
            # What has several items cannot be judged; nor what a town has that Wikipedia calls "Darfur, Minnesota", since
            # its bare name is the title of something better known.
            is_town = title not in known and ", " not in title and any(
                items[item][1].startswith("place in ") for item in found if item in items
            )
            if len(found) == 1 and not is_town:
                table.write(f"{title}\t{found[0]}\n")


def write_known(shared, output):
    """The names of KnowledgeNet's facts with their items, in the form of the current events; fold 3 measures."""
    with open(output, "w", encoding="utf-8") as file:
        for _, _, text, placed in passages(shared, {1, 2}):
            items = {}
            for offset, passage in placed:
                for one in (fact[key] for fact in passage["facts"] for key in ("subject", "object")):
                    name = passage["text"][one["start"] : one["end"]]
                    if one.get("qid") and name[:1].isupper() and name.lower() not in PRONOUNS:
                        items[offset + one["start"], offset + one["end"]] = one["qid"]
            if items:
                links = [{"start": start, "end": end, "title": item} for (start, end), item in sorted(items.items())]
                file.write(json.dumps({"text": text, "links": links}) + "\n")


def write_features(titles, gold, output):
    command = ["cargo", "run", "--release", "--quiet", "--example", "link_features", "--", titles, *gold]
    with open(output, "w", encoding="utf-8") as file:
        subprocess.run(command, cwd=HOME, stdout=file, check=True)


class Examples:
    """Targets as one matrix: a row for each candidate and each "none", targets one after the other."""

    def __init__(self, path, names, events_none):
        rows, self.target, self.right, self.weight, self.has_item, self.lines = [], [], [], [], [], []
        index = {name: at for at, name in enumerate(names)}
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            options = [(item, classed(example["kind"], kind, values)) for item, kind, values in example["candidates"]]
            right = [item == example["gold"] for item, _ in options]
            # An item that is no candidate cannot be chosen: none is right.
            options.append(("none", example["none"]))
            right.append(not any(right))
            at = len(self.has_item)
            for (item, values), is_right in zip(options, right):
                row = np.zeros(len(names), dtype=np.float32)
                for name, value in values.items():
                    if name in index:
                        row[index[name]] = value
                rows.append(row)
                self.target.append(at)
                self.right.append(is_right)
            # Items that only seem to be absent are many in the current events.
            is_guess = example["gold"] == "none" and "current-events" in example["file"]
            self.weight.append(events_none if is_guess else 1.0)
            self.has_item.append(example["gold"] != "none")
            self.lines.append(example)
        self.rows = torch.tensor(np.array(rows))
        self.target = torch.tensor(self.target)
        self.right = torch.tensor(self.right)
        self.weight = torch.tensor(self.weight)
        self.has_item = np.array(self.has_item)

    def log_probabilities(self, weights):
        scores = self.rows @ weights
        size = len(self.weight)
        highest = torch.full((size,), -1e9).scatter_reduce(0, self.target, scores.detach(), "amax")
        total = torch.zeros(size).index_add(0, self.target, (scores - highest[self.target]).exp())
        return scores - highest[self.target] - total.log()[self.target]

    def judged(self, weights):
        """Of each target: the best candidate's probability, that of none, whether the best is right."""
        probabilities = self.log_probabilities(weights).exp().detach().numpy()
        best, none, right = np.zeros(len(self.weight)), np.zeros(len(self.weight)), np.zeros(len(self.weight), bool)
        last = np.append(np.diff(self.target.numpy()) > 0, True)
        for row, target in enumerate(self.target.numpy()):
            if last[row]:
                none[target] = probabilities[row]
            elif probabilities[row] > best[target]:
                best[target], right[target] = probabilities[row], bool(self.right[row])
        return best, none, right


def classed(kind, item_class, values):
    """The features of a candidate with that of its class, for names that the network gave a kind."""
    return values if kind == "phrase" else {**values, f"class {kind}/{item_class}": 1.0}


# What the training parts have no or few cases of: a given name alone may mean thousands of people, who has a middle name
# too many may be another; in the news Washington is the capital; her husband David is no city; Paris, Texas, is not in France.
EXPECTED = {
    "called by a given name": -1.5,
    "called by its name with a middle name": -0.5,
    "capital that stands for its country": 1.5,
    "class does not fit the noun before it": -2.0,
    "in what is named behind it": 2.0,
    "not in what is named behind it": -5.0,
    "holds what is named before it": 1.0,
    "does not hold what is named before it": -4.0,
}


def learn(train, names, strengths):
    expected = torch.tensor([EXPECTED.get(name, 0.0) for name in names])
    weights = expected.clone().requires_grad_()
    optimiser = torch.optim.LBFGS([weights], max_iter=400, history_size=20, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        logs = train.log_probabilities(weights)[train.right]
        value = -(logs * train.weight).sum() + (strengths * (weights - expected) ** 2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach()


def report(what, examples, weights, threshold, kin, surely):
    best, none, right = examples.judged(weights)
    is_linked = (best >= threshold) | (none < surely) & (best >= kin)
    has = examples.has_item
    total = max(has.sum(), 1)
    lines = [
        f"{what}: right {100 * (is_linked & right & has).sum() / total:.2f} %",
        f"wrong {100 * (is_linked & ~right & has).sum() / total:.2f} %",
        f"not linked {100 * (~is_linked & has).sum() / total:.2f} %",
        f"linked without an item {100 * (is_linked & ~has).sum() / max((~has).sum(), 1):.2f} %",
    ]
    print(", ".join(lines), f"({total} with an item, {(~has).sum()} without)")
    # Calibration: how often what is linked with so much probability is right.
    edges = [0.0, 0.3, 0.5, 0.7, 0.9, 0.97, 1.01]
    bins = []
    for low, high in zip(edges, edges[1:]):
        chosen = (best >= low) & (best < high)
        if chosen.any():
            bins.append(f"{best[chosen].mean():.2f}→{right[chosen].mean():.2f} ({chosen.sum()})")
    print("   probability→right:", ", ".join(bins))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--features", nargs=2, metavar=("TRAIN", "DEV"), help="features that were written before")
    parser.add_argument("--strength", type=float, default=2.0, help="of the regularisation")
    parser.add_argument("--events-none", type=float, default=0.4, help="weight of absent items in current events")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--kin", type=float, default=0.35, help="threshold where none is below --surely")
    parser.add_argument("--surely", type=float, default=0.2)
    parser.add_argument("--output", type=Path, default=HOME / "models/linking.json")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as folder:
        if arguments.features:
            train, dev = arguments.features
        else:
            names = ("train.jsonl", "dev.jsonl", "titles.tsv", "known.jsonl")
            train, dev, titles, known = (Path(folder) / name for name in names)
            write_titles(arguments.shared, titles)
            write_known(arguments.shared, known)
            gold = [[arguments.shared / file.format(part) for file in (EVENTS, NAMED)] for part in ("train", "dev")]
            write_features(titles, [*gold[0], known], train)
            write_features(arguments.shared / "kb/titles-dev.tsv", gold[1], dev)
        source = (HOME / "src/entity/linking/features.rs").read_text(encoding="utf-8")
        features = re.findall(r'^ +[A-Z]\w+ = "(.+)",$', source, re.MULTILINE)
        pairs = defaultdict(int)
        for line in Path(train).read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            for _, item_class, _ in example["candidates"]:
                pairs[f"class {example['kind']}/{item_class}"] += example["kind"] != "phrase"
        names = features + sorted(pair for pair, count in pairs.items() if count >= 10)
        examples = Examples(train, names, arguments.events_none)
        # The classes only refine the first guess of agreement; what is expected yields only to many cases.
        firm = lambda name: 4.0 if "/" in name else 8.0 if name in EXPECTED else 1.0
        strengths = torch.tensor([arguments.strength * firm(name) for name in names])
        weights = learn(examples, names, strengths)
        thresholds = (arguments.threshold, arguments.kin, arguments.surely)
        report("train", examples, weights, *thresholds)
        held = Examples(dev, names, arguments.events_none)
        report("dev", held, weights, *thresholds)
        is_named = np.array(["gum" in line["file"] for line in held.lines])
        for what, chosen in (("  events", ~is_named), ("  named", is_named)):
            best, none, right = held.judged(weights)
            linked = (best >= thresholds[0]) | (none < thresholds[2]) & (best >= thresholds[1])
            has = held.has_item & chosen
            hasnt = ~held.has_item & chosen
            print(f"{what}: right {(linked & right & has).sum()}, wrong {(linked & ~right & has).sum()}, not linked {(~linked & has).sum()} of {has.sum()}; without an item linked {(linked & hasnt).sum()} of {hasnt.sum()}")
    value = {name: round(float(weight), 3) for name, weight in zip(names, weights)}
    model = {
        "threshold": arguments.threshold,
        "threshold_of_kin": arguments.kin,
        "surely": arguments.surely,
        "features": {name: value[name] for name in features},
        "classes": {name.removeprefix("class "): value[name] for name in names if "/" in name},
    }
    arguments.output.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
