"""Makes the layers of a checkpoint narrower: `python prune.py work/second/final.pt --shared ../shared --gazetteer TABLE --inner 768 --heads 8 --out work/narrow.pt`.

Structured pruning by reconstruction (Kurtić et al. 2023, ZipLM; after the optimal brain surgeon): of the inputs of a product
those go whose loss changes its output least, one after the other, and after each the other weights take over what they
can. For that the inner units of feed-forward parts and the heads of attention are read over training text, layer by layer,
each behind the layers that are narrow already. What is lost is won back by training on, with the whole network as teacher.
"""

import argparse
import random
from dataclasses import replace
from pathlib import Path

import torch

import data
from gazetteer import Gazetteer
from network import Network, load, save
from pieces import WordPieces


def narrow(weight, bias, covariance, block, keep):
    """Reduces the inputs of `weight` [O, I] by blocks of `block` rows until `keep` blocks are left.

    `covariance` [I + 1, I + 1] is the mean product of the inputs with themselves, the last of them a constant one that the
    bias [O] weighs. Returns the places kept and the new weight and bias.
    """
    wide = torch.cat([weight.T, bias[None]]).double()  # [I + 1, O]
    size = wide.shape[0]
    damped = covariance.double() + torch.eye(size, dtype=torch.double) * covariance.diagonal().mean() * 1e-3
    inverse = torch.linalg.inv(damped)
    left = torch.arange(size - 1).view(-1, block)  # the places of each block that is left
    while len(left) > keep:
        own = inverse[left[:, :, None], left[:, None, :]]
        rows = wide[left]
        error = (rows * torch.linalg.solve(own, rows) if block > 1 else rows.square() / own).sum((1, 2))
        # Single units go in small groups, which is as good.
        worst = error.argsort()[: min(len(left) - keep, max(1, len(left) // 48))]
        gone = left[worst].flatten()
        column = inverse[:, gone]
        solved = torch.linalg.solve(inverse[gone][:, gone], torch.cat([wide[gone], inverse[gone]], 1))
        wide -= column @ solved[:, : wide.shape[1]]
        inverse -= column @ solved[:, wide.shape[1] :]
        stays = torch.ones(len(left), dtype=torch.bool)
        stays[worst] = False
        left = left[stays]
    kept = left.flatten()
    return kept, wide[kept].T.float().contiguous(), wide[-1].float()


class Recorder:
    """Sums the products of a linear layer's inputs over the pieces that are no padding."""

    def __init__(self, linear):
        size = linear.in_features + 1
        self.sum, self.count, self.mask = torch.zeros(size, size), 0, None
        self.handle = linear.register_forward_pre_hook(self._add)

    def _add(self, _, inputs):
        x = inputs[0][self.mask]
        x = torch.cat([x, torch.ones(len(x), 1)], 1)
        self.sum += x.T @ x
        self.count += len(x)

    def mean(self):
        self.handle.remove()
        return self.sum / self.count


def embedded(network, batches):
    """What the first layer reads of each batch: (states [B, T, H], bias of padding, mask of pieces)."""
    found, first = [], network.encoder.layers[0]
    handle = first.register_forward_pre_hook(lambda _, inputs: found.append(inputs))
    for inputs in batches:
        network.encoder(inputs["input_ids"], inputs["case_ids"], inputs["attention_mask"], inputs["flags"])
    handle.remove()
    return [(*read, inputs["attention_mask"].bool()) for read, inputs in zip(found, batches)]


@torch.no_grad()
def prune(network, batches, inner, heads):
    """A network with layers of `inner` units and `heads` heads in place of the given one, which is changed."""
    config = replace(network.config, inner=inner, heads=heads)
    size = config.head_size
    reads = embedded(network, batches)
    for number, layer in enumerate(network.encoder.layers):
        for linear, before, block, keep in ((layer.out, layer.qkv, size, heads), (layer.down, layer.up, 1, inner)):
            recorder = Recorder(linear)
            for x, bias, mask in reads:
                recorder.mask = mask
                layer(x, bias)
            kept, weight, bias = narrow(linear.weight, linear.bias, recorder.mean(), block, keep)
            # Queries, keys and values stand one behind the other.
            places = torch.cat([kept + start for start in range(0, before.out_features, linear.in_features)])
            linear.weight.data, linear.bias.data, linear.in_features = weight, bias, len(kept)
            before.weight.data, before.bias.data, before.out_features = before.weight[places], before.bias[places], len(places)
            print(f"layer {number + 1}: {keep} of {(len(recorder.sum) - 1) // block} blocks of {block}", flush=True)
            if linear is layer.out:
                layer.heads = heads
        reads = [(layer(x, bias), bias, mask) for x, bias, mask in reads]
    result = Network(config)
    result.load_state_dict(network.state_dict())
    return result.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--gazetteer", type=Path, required=True, help="table of gazetteer.py")
    parser.add_argument("--inner", type=int, default=768)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--batches", type=int, default=12, help="of 1,800 pieces, to read")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(2)
    network, inventory, vocabulary, note = load(args.checkpoint)
    labels, pieces, gazetteer = data.Labels(**inventory), WordPieces(vocabulary), Gazetteer.load(args.gazetteer)
    sentences = list(data.raw_sentences(args.shared, random.Random(5), 3000))
    chosen = data.batches(sentences, pieces, 1800, seed=5)[: args.batches]
    batches = [{k: torch.from_numpy(v) for k, v in data.arrays(batch, pieces, gazetteer)[0].items()} for batch in chosen]
    save(args.out, prune(network, batches, args.inner, args.heads), labels, vocabulary, {**note, "pruned": True})


if __name__ == "__main__":
    main()
