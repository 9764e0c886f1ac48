"""A checkpoint from exported files, to train on from: `python restore.py ../models --out work/restored.pt`.

Weights come back with the rounding of 8 bits; what the exported network lacks (the corrections for sources) starts at zero.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import data
from evaluate import balance
from gazetteer import FLAGS
from network import Config, Network, save


def weights(model, flags):
    """{parameter name: float32 array} of an exported network."""
    tensors = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    users, of_flags = {}, {flags: "encoder.flags.weight", 3 * flags: "name_flags.weight"}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    found = {name: array.astype(np.float32) for name, array in tensors.items() if name.split(".")[-1] in ("weight", "bias")}
    for name in tensors:
        if name.endswith(".weight.int8"):
            base = name.removesuffix(".int8")
            found[base] = tensors[name].astype(np.float32) * tensors[f"{base}.scale"]
        if name.endswith("_quantized"):
            base = name.removesuffix("_quantized")
            array = (tensors[name].astype(np.float32) - tensors[f"{base}_zero_point"]) * tensors[f"{base}_scale"]
            if len(array) in of_flags:  # these layers have no bias
                found[of_flags[len(array)]] = array.T
                continue
            # The bias that is added next names the layer.
            node = users[name][0]
            while (bias := next((i for i in node.input if i.endswith(".bias")), None)) is None:
                node = users[node.output[0]][0]
            found[bias.removesuffix("bias") + "weight"] = array.T
    root = next(array for name, array in tensors.items() if name.startswith("onnx::Expand"))
    found["root"] = root.reshape(-1).astype(np.float32)
    return found


def restore(folder):
    """(network, labels, vocabulary) of a folder with network.onnx, network.json and vocab.txt."""
    settings = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    labels = data.Labels(*(settings[key] for key in ("upos", "feats", "deprel", "lemma_rules", "names")))
    flags = len(settings.get("flags", FLAGS))  # zero where the files know none
    found = weights(onnx.load(folder / "network.onnx"), flags)
    inner = len(found["encoder.layers.0.up.bias"])
    heads = len(found["encoder.layers.0.qkv.bias"]) // (3 * Config.head_size)
    network = Network(Config(
        vocabulary=len(vocabulary), case_shapes=len(settings["case_shapes"]), upos=len(labels.upos), feats=len(labels.feats),
        deprel=len(labels.deprel), lemma=len(labels.lemma_rules), names=len(labels.names), layers=settings["layers"],
        rank=settings["rank"], flags=flags, inner=inner, heads=heads,
    ))
    state = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in found.items()}
    state["name_transitions"] = torch.tensor(settings["name_transitions"])
    own = network.state_dict()
    missing = sorted(own.keys() - state.keys())
    print("not in the files:", *missing)
    network.load_state_dict({**{name: own[name] for name in missing}, **state})
    return network.eval(), labels, vocabulary


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--outside", type=float, default=0.0, help="what export.py added to the scores of no name, to be taken away")
    parser.add_argument("--others", type=float, default=0.0, help="the same of types without a development corpus")
    args = parser.parse_args()
    network, labels, vocabulary = restore(args.folder)
    balance(network, labels.names, -args.outside, -args.others)
    save(args.out, network, labels, vocabulary, {"restored": True})


if __name__ == "__main__":
    main()
