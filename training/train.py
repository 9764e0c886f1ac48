"""Trains the network on all tasks at once: `python train.py --shared ../shared --out run`."""

import argparse
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import data
import evaluate
from gazetteer import FLAGS, Gazetteer
from names import SOURCES
from network import Config, Network, check_base, default_base, distillation, load, losses, save
from pieces import CASE_SHAPES, WordPieces, prune_vocabulary

# The tree is the hardest task and decides what the rest of the program can do; sentence ends are easy.
WEIGHTS = {"upos": 1.0, "feats": 0.5, "lemma": 0.5, "name": 3.0, "end": 0.3, "arc": 1.0, "label": 1.0}

# Of a teacher on text without annotation; states are what everything else rests on.
TAUGHT = {"upos": 1.0, "feats": 0.5, "lemma": 0.5, "name": 1.0, "end": 0.2, "arc": 1.0, "label": 1.0, "states": 5.0}


class Schedule:
    """Linear warm-up, then linear decay to zero at `end`; the end can be moved nearer without a jump."""

    def __init__(self, warmup, end):
        self.warmup, self.end = warmup, end
        self.anchor, self.height = warmup, 1.0

    def factor(self, step):
        if step < self.warmup:
            return (step + 1) / self.warmup
        return self.height * max(0.0, (self.end - step) / max(1, self.end - self.anchor))

    def move_end(self, step, end):
        self.anchor, self.height, self.end = max(step, self.warmup), self.factor(max(step, self.warmup)), end


def parameter_groups(network, encoder_rate, head_rate):
    """Encoder and heads at different rates; no decay on biases, norms and embeddings of cases."""
    groups = {}
    for name, parameter in ((n, p) for n, p in network.named_parameters() if p.requires_grad):
        # What flags mean is learned from nothing.
        rate = encoder_rate if name.startswith("encoder.") and "flags" not in name else head_rate
        decay = 0.01 if parameter.ndim > 1 and "cases" not in name and "flags" not in name else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": params, "lr": rate, "base_lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def start_weights(path, network):
    """Weights of a checkpoint as far as they fit; it may be of a network without flags or with fewer sources."""
    own = network.state_dict()
    return {name: value for name, value in load(path)[0].state_dict().items() if value.shape == own[name].shape}


class Average:
    """Running mean of the weights, which is less noisy than their last values."""

    def __init__(self, network, share):
        self.share, self.weights = share, {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def add(self, network, step):
        share = min(self.share, step / (step + 10))  # the first steps forget the start
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value, 1 - share)


class Lessons:
    """Batches of text without annotation, drawn anew when all are read."""

    def __init__(self, shared, pieces, budget, seed):
        self.shared, self.pieces, self.budget, self.seed, self.waiting = shared, pieces, budget, seed, []

    def next(self):
        if not self.waiting:
            self.seed += 1
            sentences = data.raw_sentences(self.shared, random.Random(self.seed), 20_000)
            self.waiting = data.batches(sentences, self.pieces, self.budget, self.seed)
        return self.waiting.pop()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/ and kb/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and figures")
    parser.add_argument("--gazetteer", type=Path, required=True, help="table of gazetteer.py")
    parser.add_argument("--base", type=Path, help="folder with model.safetensors and vocab.txt of the base model")
    parser.add_argument("--start", type=Path, help="checkpoint to continue from, with a new schedule")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--steps", type=int, help="stop (with the rate at zero) after this many steps, whatever --epochs says")
    parser.add_argument("--minutes", type=float, help="shorten the schedule so that training ends in this time")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--names", nargs="*", default=SOURCES, help="sources of names")
    parser.add_argument("--pieces", type=int, default=1800, help="padded pieces per batch")
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--teacher", type=Path, help="checkpoint whose outputs are to be met on text without annotation")
    parser.add_argument("--lesson", type=int, default=600, help="padded pieces of such text per step")
    parser.add_argument("--average", type=float, default=0.0, help="share of the mean of weights that a step keeps; 0: last weights")
    parser.add_argument("--only-names", action="store_true", help="train the name head alone: all else stays as it is, at a fraction of the cost")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only so many sentences, for a trial")
    return parser.parse_args()


def main():
    args = arguments()
    began = time.time()
    torch.set_num_threads(args.threads)
    random.seed(args.seed), np.random.seed(args.seed), torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    base = args.base or default_base()
    if args.base is None:
        check_base(base / "model.safetensors")
    all_pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    rows = prune_vocabulary(all_pieces)
    pieces = WordPieces([all_pieces[row] for row in rows])
    labels, treebank, extra, lexicon = data.load_train(args.shared, args.names)
    if args.limit:
        treebank, extra = treebank[: args.limit], extra[: args.limit // 5]
    config = Config(
        vocabulary=len(rows), case_shapes=len(CASE_SHAPES), upos=len(labels.upos), feats=len(labels.feats),
        deprel=len(labels.deprel), lemma=len(labels.lemma_rules), names=len(labels.names), layers=args.layers,
        flags=len(FLAGS),
    )
    if args.start:  # which may be narrower
        saved = load(args.start)[0].config
        config = replace(config, layers=saved.layers, inner=saved.inner, heads=saved.heads)
    gazetteer = Gazetteer.load(args.gazetteer)
    network, rng = Network(config), random.Random(args.seed)
    if args.start:
        fresh = network.load_state_dict(start_weights(args.start, network), strict=False)
        print("starting afresh:", *fresh.missing_keys, flush=True)
    else:
        network.encoder.load_base(base / "model.safetensors", rows)
    if args.only_names:
        for name, parameter in network.named_parameters():
            parameter.requires_grad = name.startswith("name")
    optimizer = torch.optim.AdamW(parameter_groups(network, args.encoder_rate, args.head_rate), betas=(0.9, 0.98), fused=True)

    average = Average(network, args.average) if args.average else None
    teacher = load(args.teacher)[0] if args.teacher else None
    lessons = Lessons(args.shared, pieces, args.lesson, args.seed) if teacher else None

    def teach():
        """The losses against the teacher, who sees all flags and pieces, of a batch where some are hidden."""
        batch = lessons.next()
        clear, targets = data.arrays(batch, pieces, gazetteer)
        hidden, _ = data.arrays(batch, pieces, gazetteer, rng)
        with torch.no_grad():
            taught = teacher(*(torch.from_numpy(clear[name]) for name in Network.INPUTS))
        outputs = network(*(torch.from_numpy(hidden[name]) for name in Network.INPUTS))
        return distillation(outputs, taught, torch.from_numpy(targets["words"]))

    def plan(epoch):
        examples = data.epoch_examples(treebank, extra, lexicon, labels, args.seed * 1000 + epoch)
        return data.batches(examples, pieces, args.pieces, epoch)

    epochs = [len(plan(epoch)) for epoch in range(args.epochs)]
    total = args.steps or sum(epochs)
    schedule = Schedule(min(args.warmup, total // 4), total)
    print(f"{len(treebank)} treebank sentences, {len(extra)} with names only; {len(rows)} pieces; {total} steps", flush=True)

    step, epoch, last_log = 0, 0, (time.time(), 0)
    sums, seen, first_step = {}, 0, time.time()

    def refit():
        """With a time limit: moves the end so that what is left fits, going by the speed so far.

        At least a tenth of the steps stays, even over time: weights from the middle of a schedule are worth little.
        """
        if args.minutes:
            left = args.minutes * 60 - (time.time() - began) - 60  # a minute for evaluations still to come
            fits = step + max(int(left / ((time.time() - first_step) / step)), total // 10)
            if fits < schedule.end - 5:
                print(f"step {step}: schedule ends at {fits} instead of {schedule.end}", flush=True)
                schedule.move_end(step, fits)

    while step < schedule.end:
        network.train()
        if args.only_names:
            network.encoder.eval()
        for batch in plan(epoch):
            if step >= schedule.end:
                break
            for group in optimizer.param_groups:
                group["lr"] = group["base_lr"] * schedule.factor(step)
            inputs, targets = data.arrays(batch, pieces, gazetteer, rng)
            targets = {key: torch.from_numpy(value) for key, value in targets.items()}
            outputs = network(*(torch.from_numpy(inputs[name]) for name in Network.INPUTS), targets["source"])
            parts = losses(outputs, targets, network)
            if args.only_names:
                parts = {"name": parts["name"]}
            sum(WEIGHTS[task] * loss for task, loss in parts.items()).backward()
            if teacher:
                taught = teach()
                sum(TAUGHT[task] * loss for task, loss in taught.items()).backward()
                parts = {**parts, **{f"taught-{task}": loss for task, loss in taught.items()}}
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            if average:
                average.add(network, step)
            seen += int(inputs["attention_mask"].sum())
            for task, loss in parts.items():
                sums[task] = sums.get(task, 0.0) + float(loss.detach())
            if step == 30 or step % 100 == 0:
                refit()
            if step % 50 == 0:
                now = time.time()
                rate = (now - last_log[0]) / (step - last_log[1])
                shown = " ".join(f"{task} {total_ / (step - last_log[1]):.3f}" for task, total_ in sums.items())
                print(
                    f"step {step}/{schedule.end} epoch {epoch + 1} {seen / (now - last_log[0]):.0f} pieces/s "
                    f"{rate * (schedule.end - step) / 60:.1f} min left | {shown}", flush=True,
                )
                sums, seen, last_log = {}, 0, (now, step)
        epoch += 1
        best = network.eval()
        if average:
            best = Network(config).eval()
            best.load_state_dict(average.weights)
        result = evaluate.figures(
            evaluate.torch_runner(best), args.shared, labels, pieces, config.rank, best.name_transitions.detach().numpy(),
            gazetteer,
        )
        note = {"epoch": epoch, "step": step, "schedule_end": schedule.end, "seed": args.seed, "figures": result}
        save(args.out / f"epoch-{epoch}.pt.part", best, labels, pieces.vocabulary, note)
        (args.out / f"epoch-{epoch}.pt.part").rename(args.out / f"epoch-{epoch}.pt")
        with (args.out / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")
        print(f"epoch {epoch} after {(time.time() - began) / 60:.1f} min: {evaluate.line(result)}", flush=True)
        refit()
    (args.out / f"epoch-{epoch}.pt").replace(args.out / "final.pt")


if __name__ == "__main__":
    main()
