"""Trains a network on all tasks at once: `python train.py --shared ../shared --gazetteer TABLE --out run`."""

import argparse
import itertools
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset, get_worker_info

import data
import evaluate
from gazetteer import FLAGS, Gazetteer
from names import SOURCES
from lessons import load as load_lesson
from network import Config, Network, check_base, default_base, distillation, load, losses, save, taught
from pieces import CASE_SHAPES, WordPieces, base_rows, prune_vocabulary

# The tree is the hardest task and decides what the rest of the program can do; sentence ends are easy.
WEIGHTS = {"upos": 1.0, "feats": 0.5, "lemma": 0.5, "name": 3.0, "end": 0.3, "arc": 1.0, "label": 1.0}

# So many steps tell nothing of the speed.
WARM = 10

# Of teachers on text without annotation.
TAUGHT = {"upos": 1.0, "feats": 0.5, "lemma": 0.5, "name": 3.0, "end": 0.2, "arc": 1.0, "label": 1.0}


class Schedule:
    """Linear warm-up, then linear decay to zero at `end`; the end can be moved without a jump."""

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


def base_sizes(folder):
    """Sizes of an encoder from the base model's config.json, as Config names them."""
    sizes = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    heads = sizes["num_attention_heads"]
    mpnet = sizes["model_type"] == "mpnet"
    return {
        "hidden": sizes["hidden_size"], "heads": heads, "head_size": sizes["hidden_size"] // heads,
        "inner": sizes["intermediate_size"], "epsilon": sizes["layer_norm_eps"],
        "positions": sizes["max_position_embeddings"] - (2 if mpnet else 0),
        "distances": sizes.get("relative_attention_num_buckets", 0),
    }


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


class Examples(IterableDataset):
    """(inputs, targets) of annotated batches without end; each worker makes whole epochs of its own."""

    def __init__(self, plan, pieces, gazetteer, seed):
        self.plan, self.pieces, self.gazetteer, self.seed = plan, pieces, gazetteer, seed

    def __iter__(self):
        worker = get_worker_info()
        first, step = (worker.id, worker.num_workers) if worker else (0, 1)
        for epoch in itertools.count(first, step):
            rng = random.Random(self.seed * 1000 + epoch)
            for batch in self.plan(epoch):
                yield data.arrays(batch, self.pieces, self.gazetteer, rng)


class Lessons(Dataset):
    """Batches of `lessons.py`, taken in turn."""

    def __init__(self, folder, length):
        self.paths, self.length = sorted(folder.glob("*.npz")), length
        random.Random(1).shuffle(self.paths)

    def __len__(self):
        return self.length

    def __getitem__(self, number):
        return load_lesson(self.paths[number % len(self.paths)])


def hide(inputs, unknown):
    """Inputs (tensors) without some flags and with some capitalised words unknown, as `data.arrays` does in training."""
    flags, ids = inputs["flags"], inputs["input_ids"]
    draw = lambda *shape: torch.rand(shape, device=ids.device)
    seen = (draw(len(ids), 1, 1) >= 0.2) & (draw(*flags.shape[:2], 1) >= 0.1)
    capital = (inputs["case_ids"] >= CASE_SHAPES.index("title")) & (inputs["case_ids"] <= CASE_SHAPES.index("mixed"))
    first = torch.zeros_like(ids).scatter(1, inputs["word_index"], 1) > 0
    hidden = capital & first & (draw(*ids.shape) < 0.08)
    return {**inputs, "flags": flags * seen, "input_ids": ids.masked_fill(hidden, unknown)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/ and kb/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and figures")
    parser.add_argument("--gazetteer", type=Path, required=True, help="table of gazetteer.py")
    parser.add_argument("--base", type=Path, help="folder with config.json, model.safetensors and vocab.txt of another base model, BERT's kind or MPNet's")
    parser.add_argument("--vocabulary", type=Path, help="word pieces of the network, so that it can teach another; default: those of the base that news needs")
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
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="checkpoints whose mean opinion is to be met on text without annotation")
    parser.add_argument("--lessons", type=Path, help="folder of lessons.py with such text, a batch of it per step")
    parser.add_argument("--untaught", nargs="*", default=[], choices=list(TAUGHT), help="tasks that are learned from the annotated batches alone, as teachers of few epochs are worse at them")
    parser.add_argument("--gold", type=float, default=1.0, help="weight of the annotated batches beside the lessons")
    parser.add_argument("--check", type=int, default=1, help="figures and a checkpoint after so many epochs; the last always has both")
    parser.add_argument("--device", default="cpu", help="cuda: matrix products in bfloat16")
    parser.add_argument("--half", action="store_true", help="bfloat16 on the CPU too, which pays where it has AVX-512 BF16 or AMX")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
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
    if args.vocabulary:
        pieces = WordPieces.load(args.vocabulary)
        rows = base_rows(pieces.vocabulary, all_pieces)
    else:
        rows = prune_vocabulary(all_pieces)
        pieces = WordPieces([all_pieces[row] for row in rows])
    labels, treebank, extra, lexicon = data.load_train(args.shared, args.names)
    if args.limit:
        treebank, extra = treebank[: args.limit], extra[: args.limit // 5]
    config = Config(
        vocabulary=len(rows), case_shapes=len(CASE_SHAPES), upos=len(labels.upos), feats=len(labels.feats),
        deprel=len(labels.deprel), lemma=len(labels.lemma_rules), names=len(labels.names), flags=len(FLAGS),
        **base_sizes(base), layers=args.layers,
    )
    if args.start:  # which may be narrower
        saved = load(args.start)[0].config
        config = replace(config, layers=saved.layers, inner=saved.inner, heads=saved.heads)
    device = torch.device(args.device)
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
    network.to(device)
    optimizer = torch.optim.AdamW(parameter_groups(network, args.encoder_rate, args.head_rate), betas=(0.9, 0.98), fused=True)

    average = Average(network, args.average) if args.average else None
    teachers = [load(path)[0].to(device) for path in args.teacher]

    def on_device(arrays):
        return {name: torch.from_numpy(array).to(device, non_blocking=True) for name, array in arrays.items()}

    def run(model, inputs, *others):
        """Outputs of a network, whose products are in 16 bits on a GPU or if so told."""
        with torch.autocast(device.type, torch.bfloat16, enabled=args.half or device.type == "cuda"):
            outputs = model(*(inputs[name] for name in Network.INPUTS), *others)
        return [output.float() for output in outputs]

    def teach(inputs):
        """The losses against the teachers, who see all flags and pieces, of a batch where some are hidden."""
        words = inputs["word_index"] > 0
        with torch.no_grad():
            opinion, heads = taught([run(teacher, inputs) for teacher in teachers], teachers, words)
        return distillation(run(network, hide(inputs, pieces.unk)), network, opinion, heads, words)

    def plan(epoch):
        examples = data.epoch_examples(treebank, extra, lexicon, labels, args.seed * 1000 + epoch)
        return data.batches(examples, pieces, args.pieces, epoch)

    length = len(plan(0))  # epochs differ a little; the first one counts for all
    total = args.steps or args.epochs * length
    schedule = Schedule(min(args.warmup, total // 4), total)
    print(f"{len(treebank)} treebank sentences, {len(extra)} with names only; {len(rows)} pieces; {total} steps", flush=True)

    step, last_log = 0, (time.time(), 0)
    sums, seen, warm = {}, 0, time.time()

    def refit():
        """With a time limit: moves the end so that what is left fits, going by the speed so far.

        At least a tenth of the steps stays, even over time: weights from the middle of a schedule are worth little.
        """
        if args.minutes:
            # Something for the evaluation still to come.
            left = args.minutes * 60 - (time.time() - began) - (60 if device.type == "cpu" else 30)
            fits = step + int(left / ((time.time() - warm) / (step - WARM)))
            end = min(fits, total) if fits > schedule.end else min(schedule.end, max(fits, step + total // 10))
            if abs(end - schedule.end) > 5:
                print(f"step {step}: schedule ends at {end} instead of {schedule.end}", flush=True)
                schedule.move_end(step, end)

    def weights():
        """The network as it is, or with the mean of its weights, for use."""
        if not average:
            return network.eval()
        mean = Network(config).eval().to(device)
        mean.load_state_dict(average.weights)
        return mean

    def store(best, name, note):
        save(args.out / f"{name}.part", best, labels, pieces.vocabulary, note)
        (args.out / f"{name}.part").rename(args.out / name)

    def go_on():
        network.train()
        if args.only_names:
            network.encoder.eval()

    def check():
        """Figures and a checkpoint of the weights as they are."""
        best = weights()
        result = evaluate.figures(
            evaluate.torch_runner(best), args.shared, labels, pieces, config.rank, best.name_transitions.detach().cpu().numpy(),
            gazetteer,
        )
        note = {"epoch": step / length, "step": step, "schedule_end": schedule.end, "seed": args.seed, "figures": result}
        store(best, "final.pt", note)
        with (args.out / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")
        print(f"epoch {step / length:.1f} after {(time.time() - began) / 60:.1f} min: {evaluate.line(result)}", flush=True)
        go_on()

    def load_batches(dataset, workers):
        ahead = 8 if workers else None
        return iter(DataLoader(dataset, None, num_workers=workers, prefetch_factor=ahead, collate_fn=lambda batch: batch))

    examples = load_batches(Examples(plan, pieces, gazetteer, args.seed), args.workers)
    lessons = load_batches(Lessons(args.lessons, total), min(args.workers, 4)) if teachers else None
    go_on()
    while step < schedule.end:
        for group in optimizer.param_groups:
            group["lr"] = group["base_lr"] * schedule.factor(step)
        inputs, targets = next(examples)
        seen += int(inputs["attention_mask"].sum())
        inputs, targets = on_device(inputs), on_device(targets)
        parts = losses(run(network, inputs, targets["source"]), targets, network)
        if args.only_names:
            parts = {"name": parts["name"]}
        (args.gold * sum(WEIGHTS[task] * loss for task, loss in parts.items())).backward()
        if teachers:
            lesson = next(lessons)
            seen += int(lesson["attention_mask"].sum())
            lesson = teach(on_device(lesson))
            sum(TAUGHT[task] * loss for task, loss in lesson.items() if task not in args.untaught).backward()
            parts = {**parts, **{f"taught-{task}": loss for task, loss in lesson.items()}}
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        if average:
            average.add(network, step)
        for task, loss in parts.items():
            sums[task] = sums.get(task, 0.0) + loss.detach()
        if step == WARM:
            warm = time.time()
        if step == 3 * WARM or step % 100 == 0:
            refit()
        if step % 50 == 0:
            now = time.time()
            rate = (now - last_log[0]) / (step - last_log[1])
            shown = " ".join(f"{task} {float(total_) / (step - last_log[1]):.3f}" for task, total_ in sums.items())
            print(
                f"step {step}/{schedule.end} epoch {step / length:.1f} {seen / (now - last_log[0]):.0f} pieces/s "
                f"{rate * (schedule.end - step) / 60:.1f} min left | {shown}", flush=True,
            )
            sums, seen, last_log = {}, 0, (now, step)
        if step % 500 == 0:  # in case the end is not reached
            store(weights(), "latest.pt", {"step": step, "schedule_end": schedule.end, "seed": args.seed})
            go_on()
        if step % (args.check * length) == 0 and step < schedule.end:
            check()
    check()


if __name__ == "__main__":
    main()
