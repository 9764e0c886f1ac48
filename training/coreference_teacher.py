"""A large ranker of coreference that labels text for the small one of coreference.py.

    python coreference_teacher.py --features FOLDER --train TRAIN.conllu.zst --dev DEV.conllu --encoder teacher/final.pt \
        --gazetteer TABLE --out teacher.pt
    python coreference_teacher.py --features FOLDER --teacher teacher.pt --gazetteer TABLE --label more=TEXTS.conllu

The phrases, the pairs and the templates are the small one's (examples/coreference_features.rs); beside them the large one sees
the states of a fine-tuned MPNet at a phrase's first and last word and on average: a hidden layer over what is seen of
each phrase, their product and the templates, as in Lee et al. (EMNLP 2017). Labels are written as FOLDER/more/chains.jsonl, which
`coreference.py --more more` learns from.
"""
import argparse, json, random, re, time
from pathlib import Path

import numpy as np
import torch
from torch import nn

import coreference
from gazetteer import FLAGS, Gazetteer
from network import Network, load
from pieces import WordPieces

# Words of a segment that are read at once, and those before and behind that are read with it.
SEGMENT, AROUND = 260, 50


def texts(path):
    """{document: its sentences' texts joined by spaces} of a CoNLL-U file."""
    found = {}
    for line in coreference.open_text(path):
        if line.startswith("# newdoc"):
            sentences = found.setdefault(line.split("= ")[1], [])
        elif line.startswith("# text ="):
            sentences.append(line.split("=", 1)[1].strip())
    return {name: " ".join(sentences) for name, sentences in found.items()}


def words_of(text):
    """(words, their ends in characters without white space)."""
    words = re.findall(r"\w+(?:['’-]\w+)*|[^\w\s]", text)
    return words, np.cumsum([len(word) for word in words])


class Reader:
    """Documents to the inputs of the encoder."""

    def __init__(self, pieces, gazetteer):
        self.pieces, self.gazetteer = pieces, gazetteer

    def segments(self, words):
        """Inputs of each segment, with the place of its first own word and how many there are."""
        flags = self.gazetteer.flags(words)
        for start in range(0, len(words), SEGMENT):
            first, end = max(0, start - AROUND), min(len(words), start + SEGMENT + AROUND)
            ids, cases, at = self.pieces.sentence(words[first:end])
            lengths = np.diff([*at, len(ids) - 1])
            of_pieces = np.zeros((len(ids), len(FLAGS)), np.float32)
            of_pieces[1:-1] = flags[first:end].repeat(lengths, 0)
            own = min(SEGMENT, len(words) - start)
            yield (torch.tensor([ids[:510]]), torch.tensor([cases[:510]]), torch.ones(1, min(len(ids), 510), dtype=torch.long),
                   torch.from_numpy(of_pieces[:510])[None]), torch.tensor(at[start - first : start - first + own]).clamp(max=509)


class Teacher(nn.Module):
    def __init__(self, encoder, hidden, values, width=256, drop=0.2):
        super().__init__()
        self.encoder = encoder
        self.phrase = nn.Linear(3 * hidden, width)
        self.later, self.earlier, self.both = (nn.Linear(width, width) for _ in range(3))
        self.pair = nn.EmbeddingBag(values, width, mode="sum")
        nn.init.normal_(self.pair.weight, std=0.05)
        self.inner, self.score = nn.Linear(width, width), nn.Linear(width, 1)
        self.new = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(drop), nn.Linear(width, 1))
        self.drop = nn.Dropout(drop)

    def forward(self, document, at, other, values):
        """Scores of the pairs and of "new" for each phrase."""
        states = []
        for inputs, own in document.segments:
            with torch.autocast("cpu", torch.bfloat16):
                states.append(self.encoder(*inputs)[0, own].float())
        states = self.drop(torch.cat(states))
        sums = torch.cat([torch.zeros(1, states.shape[1]), states.cumsum(0)])
        first, end = document.first, document.end
        mean = (sums[end] - sums[first]) / (end - first)[:, None]
        seen = torch.relu(self.phrase(torch.cat([states[first], states[end - 1], mean], 1)))
        later, earlier = self.later(seen), self.earlier(seen)
        hidden = torch.relu(later[at] + earlier[other] + self.both(seen[at] * seen[other]) + self.pair(values))
        hidden = torch.relu(self.inner(self.drop(hidden)))
        return self.score(self.drop(hidden)).squeeze(1), self.new(seen).squeeze(1)


def prepare(documents, texts, reader):
    """Adds the encoder's inputs to documents, and the words of each phrase; leaves out what does not fit its text."""
    kept = []
    for document in documents:
        words, ends = words_of(texts[document.id])
        if not words or not document.spans or max(end for _, end in document.spans) > ends[-1] or len(document.at) == 0:
            continue
        document.segments = list(reader.segments(words))
        spans = np.array(document.spans)
        document.first = torch.from_numpy(np.minimum(np.searchsorted(ends, spans[:, 0], side="right"), len(words) - 1))
        document.end = torch.maximum(torch.from_numpy(np.searchsorted(ends, spans[:, 1], side="left")) + 1, document.first + 1)
        document.end = document.end.clamp(max=len(words))
        document.t_at, document.t_other = torch.tensor(document.at), torch.tensor(document.other)
        document.t_values, document.t_right = torch.tensor(document.values), torch.tensor(document.right)
        kept.append(document)
    return kept


@torch.no_grad()
def chains(model, document, bias):
    model.eval()
    pair, new = model(document, document.t_at, document.t_other, document.t_values)
    return coreference.decode(document, pair, new.tolist(), bias)


def figures(model, documents, bias):
    scores = coreference.Scores()
    for document in documents:
        scores.add(document.chains, chains(model, document, bias))
    return scores


def learn(model, train, dev, arguments, store):
    of_encoder = [p for n, p in model.encoder.named_parameters() if p.requires_grad]
    rest = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": of_encoder, "lr": arguments.encoder_rate}, {"params": rest, "lr": arguments.rate}],
                                  weight_decay=0.01)
    base, began = [group["lr"] for group in optimiser.param_groups], time.time()
    total, step, minutes = arguments.epochs * len(train), 0, arguments.minutes
    for epoch in range(arguments.epochs):
        loss_sum = phrases = 0
        for document in random.sample(train, len(train)):
            model.train()
            # By steps, or by time where that is short.
            done = max(step / total, (time.time() - began) / 60 / minutes)
            if done >= 1:
                break
            for group, rate in zip(optimiser.param_groups, base):
                group["lr"] = rate * min(1, (step + 1) / 50) * (1 - done)
            some, extra = coreference.sample(document)
            at = document.t_at[some]
            pair, new = model(document, at, document.t_other[some], document.t_values[some])
            loss = coreference.loss_of(document, pair + extra, new, at, document.t_right[some])
            (loss / len(document.spans)).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            loss_sum, phrases, step = loss_sum + loss.item(), phrases + len(document.spans), step + 1
        if phrases:
            scores = figures(model, dev, 0.0)
            print(f"epoch {epoch} step {step} loss {loss_sum / phrases:.4f} CoNLL {scores.conll():.2f} after {(time.time() - began) / 60:.1f} min",
                  flush=True)
            store()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train")
    parser.add_argument("--dev")
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, default=Path("../models/vocab.txt"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--label", help="NAME=TEXTS.conllu: the features are in FOLDER/NAME")
    parser.add_argument("--frozen", type=int, default=4, help="layers of the encoder that stay as they are")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--encoder-rate", type=float, default=4e-5)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(1), random.seed(1), np.random.seed(1)
    reader = Reader(WordPieces.load(arguments.vocabulary), Gazetteer.load(arguments.gazetteer))
    templates = lambda part: json.loads((arguments.features / part / "templates.json").read_text())
    if arguments.label:
        name, path = arguments.label.split("=")
        saved = torch.load(arguments.teacher, weights_only=False)
        model = Teacher(Network(saved["config"]).encoder, saved["config"].hidden, saved["values"])
        model.load_state_dict(saved["weights"])
        part = prepare(coreference.read_features(arguments.features / name, None, templates(name)), texts(path), reader)
        with (arguments.features / name / "chains.jsonl").open("w") as out:
            for document in part[: arguments.limit]:
                found = [sorted(chain) for chain in chains(model, document, saved["bias"])]
                out.write(json.dumps({"id": document.id, "chains": found}) + "\n")
        return
    parts = {}
    for name, path in (("train", arguments.train), ("dev", arguments.dev)):
        documents = coreference.read_features(arguments.features / name, coreference.gold_chains(path), templates(name))
        parts[name] = prepare(documents, texts(path), reader)[: arguments.limit]
        print(name, len(parts[name]), "of", len(documents), "documents", flush=True)
    values = sum(size for _, size in templates("train"))
    network = load(arguments.encoder)[0]
    model = Teacher(network.encoder, network.config.hidden, values)
    for layer in model.encoder.layers[: arguments.frozen]:
        layer.requires_grad_(False)
    for name in ("pieces", "positions", "cases", "flags"):
        getattr(model.encoder, name).requires_grad_(False)

    def store(bias=0.0):
        torch.save({"config": network.config, "values": values, "weights": model.state_dict(), "bias": bias}, arguments.out)

    learn(model, parts["train"], parts["dev"], arguments, store)
    found = {bias: figures(model, parts["dev"], bias) for bias in (-0.5, -0.25, 0.0, 0.25)}
    bias, scores = max(found.items(), key=lambda item: item[1].conll())
    print("bias", bias, "CoNLL", round(scores.conll(), 2), [[round(float(value), 1) for value in row] for row in scores.f1()], flush=True)
    store(bias)


if __name__ == "__main__":
    main()
