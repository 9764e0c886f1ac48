"""Adds layers to a checkpoint's encoder that change next to nothing at first: `python deepen.py work/fifth/final.pt --layers 5 --out work/deep.pt`.

Growth that keeps the function (Chen et al. 2016, Net2Net; Gong et al. 2019 stack copies in the same way): a new layer is a copy of the last one
whose two parts add zero. It normalises twice more; scale and shift of these norms put back what the last one gave on average.
"""

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import torch

import data
from network import Network, load, save


def neutral(layer):
    """A copy of a layer that hands on what it gets, up to the spread of means and deviations between pieces."""
    scale, shift = layer.norm2.weight.data, layer.norm2.bias.data
    new = copy.deepcopy(layer)
    for part in (new.out, new.down):
        torch.nn.init.zeros_(part.weight)
        torch.nn.init.zeros_(part.bias)
    for norm in (new.norm1, new.norm2):
        norm.weight.data.fill_((scale.square().mean() + shift.var(unbiased=False)).sqrt())
        norm.bias.data.fill_(shift.mean())
    return new


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--layers", type=int, required=True, help="how many there are to be")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    network, labels, vocabulary, note = load(args.checkpoint)
    layers = network.encoder.layers
    assert len(layers) <= args.layers, f"{args.checkpoint} has {len(layers)} layers already"
    while len(layers) < args.layers:
        layers.append(neutral(layers[-1]))
    network.config = replace(network.config, layers=args.layers)
    save(args.out, network, data.Labels(**labels), vocabulary, {**note, "deepened": str(args.checkpoint)})


if __name__ == "__main__":
    main()
