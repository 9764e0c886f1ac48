"""Learns what tells what a name names: models/kinds.json.

    python training/kinds.py SHARED            features, weights, figures
    python training/kinds.py --features FILE   weights from features that were written before

SHARED is the folder with corpora/. A multinomial logit over counts of features: what the network and the knowledge base
take the name for, how it is spelled, and the words that stand around all its mentions. Features come from the program
itself (examples/kind_features.rs), so that training and use cannot differ. Learned on the annotated news items and the
articles to learn from; figures come from cross-validation over documents.
"""

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import torch
from relations import articles, news

HOME = Path(__file__).resolve().parent.parent
KINDS = ["person", "organization", "place", "event", "work", "group", "product"]
CLASSES = {
    "Person": "person", "GeopoliticalEntity": "place", "Place": "place", "Group": "group", "Product": "product",
    "Work": "work", "Event": "event", "Award": "event", "Organization": "organization",
}  # fmt: skip
FOLDS = 5
KNOWN = 3  # of these kinds the network knows the first best


def write_features(shared, output):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as texts, output.open("w") as file:
        for document in news(shared, HOME / "training/news-claims.jsonl.zst"):
            texts.write(json.dumps({**document, "id": f"news-{document['id']}", "claims": []}) + "\n")
        for document in articles(HOME / "training/articles.jsonl.zst"):
            texts.write(json.dumps(document) + "\n")
        texts.flush()
        command = ["cargo", "run", "--release", "--quiet", "--example", "kind_features", "--", texts.name]
        subprocess.run(command, cwd=HOME, stdout=file, check=True)


def read(path):
    """Names as their document, what the program takes them for, what they are, and their features."""
    names = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        (name["document"], KINDS.index(name["kind"]), KINDS.index(CLASSES[name["gold"]]), name["features"])
        for name in names
        if name["gold"] in CLASSES
    ]


def matrix(names, vocabulary):
    cells = [
        (row, vocabulary[feature], value)
        for row, (*_, features) in enumerate(names)
        for feature, value in features.items()
        if feature in vocabulary
    ]
    rows, columns, values = zip(*cells)
    shape = (len(names), len(vocabulary))
    return torch.sparse_coo_tensor([rows, columns], values, shape, dtype=torch.float32).coalesce()


def learn(names, options):
    counts = Counter(feature for *_, features in names for feature in features)
    frequent = sorted(feature for feature, count in counts.items() if count >= options.rare)
    vocabulary = {feature: at for at, feature in enumerate(frequent)}
    seen = matrix(names, vocabulary)
    right = torch.tensor([kind for _, _, kind, _ in names])
    # Whole articles are what the weights are for, and there are few of them.
    heavy = torch.tensor([options.weight if name[0].startswith("article") else 1.0 for name in names])
    weights = torch.zeros(len(vocabulary), len(KINDS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        errors = torch.nn.functional.cross_entropy(torch.sparse.mm(seen, weights), right, reduction="none")
        total = (errors * heavy).sum() + options.decay * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return vocabulary, weights.detach()


def report(names, options):
    """Errors before and after on documents that were not learned from."""
    fold = {document: at % FOLDS for at, document in enumerate(sorted({name[0] for name in names}))}
    count, before, after = Counter(), Counter(), Counter()
    for part in range(FOLDS):
        held = [name for name in names if fold[name[0]] == part]
        vocabulary, weights = learn([name for name in names if fold[name[0]] != part], options)
        best = torch.sparse.mm(matrix(held, vocabulary), weights).softmax(1).max(1)
        for name, probability, learned in zip(held, best.values.tolist(), best.indices.tolist()):
            document, kind, right, _ = name
            what = document.split("-")[0]
            if kind < KNOWN and probability < options.least:
                learned = kind
            count[what] += 1
            before[what] += kind != right
            after[what] += learned != right
    for what in sorted(count):
        print(f"{what}: of {count[what]} names {before[what]} wrong before, {after[what]} after")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, nargs="?")
    parser.add_argument("--features", type=Path)
    parser.add_argument("--out", type=Path, default=HOME / "models/kinds.json")
    parser.add_argument("--rare", type=int, default=3, help="features seen less often are left out")
    parser.add_argument("--decay", type=float, default=0.4)
    parser.add_argument("--weight", type=float, default=2.0, help="of a name in an article")
    parser.add_argument("--least", type=float, default=0.55, help="probability of another kind than a known one")
    options = parser.parse_args()
    if not options.shared and not options.features:
        parser.error("name the folder with corpora/, or a file of features")
    features = options.features
    if not features:
        features = Path(tempfile.mkdtemp()) / "features.jsonl"
        write_features(options.shared, features)
    names = read(features)
    report(names, options)
    vocabulary, weights = learn(names, options)
    kept = {feature: [round(float(value), 2) for value in weights[at]] for feature, at in vocabulary.items()}
    with options.out.open("w", encoding="utf-8") as file:
        json.dump({"kinds": KINDS, "least": options.least, "features": kept}, file, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
