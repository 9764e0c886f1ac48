"""Exports a checkpoint to 8-bit ONNX with its labels and vocabulary: `python export.py run/final.pt --out ../models`."""

import argparse
import hashlib
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

import data
import evaluate
from gazetteer import FLAGS, Gazetteer
from names import TAGS
from network import Network, load
from optimise import optimise
from pieces import CASE_SHAPES, MAX_PIECES, MAX_PIECES_PER_WORD, WordPieces

# Held open so that every size of batch, input and sentence runs.
AXES = {
    "input_ids": {0: "batch", 1: "pieces"}, "case_ids": {0: "batch", 1: "pieces"},
    "attention_mask": {0: "batch", 1: "pieces"}, "word_index": {0: "batch", 1: "words"}, "flags": {0: "batch", 1: "pieces"},
    "arc": {0: "batch", 1: "words", 2: "heads"}, "label_head": {0: "batch", 1: "heads"},
    **{name: {0: "batch", 1: "words"} for name in ("upos", "feats", "lemma", "name", "sentence_end", "label_dep", "states")},
}


def export_float(network, path):
    """Writes the float32 graph of Network.forward."""
    ids = torch.tensor([[2, 5, 6, 7, 3], [2, 5, 3, 0, 0]])
    mask = (ids != 0).long()
    torch.onnx.export(
        network, (ids, torch.zeros_like(ids), mask, torch.tensor([[1, 2, 3], [1, 0, 0]]), torch.zeros(2, 5, len(FLAGS))), str(path),
        input_names=Network.INPUTS, output_names=Network.OUTPUTS, dynamic_axes=AXES, opset_version=17,
        do_constant_folding=True, dynamo=False,
    )


def quantize_embeddings(model, smallest=100_000):
    """Stores large float tables read by Gather as int8 with one scale a row.

    onnxruntime would use one scale for the whole table, which a few outlying rows make coarse. So the rows and their
    scales are gathered, and multiplied after a Cast.
    """
    graph = model.graph
    tables = {t.name: t for t in graph.initializer if t.data_type == TensorProto.FLOAT and np.prod(t.dims) >= smallest}
    nodes = []
    for node in graph.node:
        if node.op_type != "Gather" or node.input[0] not in tables:
            nodes.append(node)
            continue
        table = numpy_helper.to_array(tables[node.input[0]])
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127
        name, ids, out = node.input[0], node.input[1], node.output[0]
        graph.initializer.remove(tables[name])
        graph.initializer.append(numpy_helper.from_array(np.rint(table / scale).astype(np.int8), f"{name}.int8"))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
        nodes += [
            helper.make_node("Gather", [f"{name}.int8", ids], [f"{out}.int8"], axis=0),
            helper.make_node("Gather", [f"{name}.scale", ids], [f"{out}.scale"], axis=0),
            helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out]),
        ]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def export(checkpoint, out, reduce_range=True, outside=0.0, others=0.0):
    """Writes network.onnx, network.json and vocab.txt.

    `outside` is added to the scores of the tag for words outside names, `others` to those of tags of other types than persons,
    organizations and places: these have no corpus of their own to be weighed by, so they should not lose by the former.
    """
    network, labels, vocabulary, note = load(checkpoint)
    evaluate.balance(network, labels["names"], outside, others)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        float_path, half_path = Path(folder) / "float.onnx", Path(folder) / "half.onnx"
        export_float(network, float_path)
        onnx.save(quantize_embeddings(onnx.load(float_path)), half_path)
        # Weights lose one bit: without it, kernels of CPUs that lack VNNI overflow when they add pairs in 16 bits.
        quantize_dynamic(
            half_path, Path(folder) / "network.onnx", op_types_to_quantize=["MatMul"], per_channel=True,
            reduce_range=reduce_range, weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
        )
        optimise(Path(folder) / "network.onnx")
        settings = {
            "version": 1, "layers": network.config.layers, "rank": network.config.rank,
            "max_pieces_per_word": MAX_PIECES_PER_WORD, "max_pieces": MAX_PIECES, "lowercase": True,
            "case_shapes": CASE_SHAPES, "flags": FLAGS, **{key: labels[key] for key in ("upos", "feats", "deprel", "lemma_rules", "names")},
        }
        settings["name_transitions"] = [
            [round(float(x), 4) for x in row] for row in network.name_transitions.detach()
        ]
        (Path(folder) / "network.json").write_text(
            json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        (Path(folder) / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
        for name in ("vocab.txt", "network.json", "network.onnx"):
            content = (Path(folder) / name).read_bytes()
            part = out / f"{name}.part"
            part.write_bytes(content)
            os.replace(part, out / name)  # readers see the old or the new file, never a half
            print(f"{name}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
    return note


PARITY = [
    "The European Commission fined Apple € 1.8 billion on Monday .",
    "Russian President Vladimir Putin did n't meet Volodymyr Zelenskyy in Istanbul , the BBC reported .",
    "Beyoncé 's naïve co-operation with the U.N. cost 3,000 jobs in São Paulo",
    "Olympics 2028 : Los Angeles unveils unbelievably-oversized McDonald's 日本 plan ☃",
    "He left . She stayed in Berlin until 5 May 2024 .",
]


def parity(folder, gazetteer):
    """Five inputs with what onnxruntime makes of them, for programs with their own tokeniser and runtime."""
    pieces = WordPieces.load(folder / "vocab.txt")
    run = evaluate.onnx_runner(folder / "network.onnx")
    cases = []
    for text in PARITY:
        words = text.split(" ")
        inputs, _ = data.arrays([data.Sentence(words, np.ones((len(words), len(TAGS)), bool))], pieces, gazetteer)
        outputs = dict(zip(Network.OUTPUTS, run(inputs)))
        cases.append({
            "words": words, "flags": ["".join("01"[int(x)] for x in row) for row in gazetteer.flags(words)], **{key: inputs[key][0].tolist() for key in ("input_ids", "case_ids", "word_index")},
            **{key: outputs[key][0].argmax(-1).tolist() for key in ("upos", "feats", "lemma", "arc", "name")},
            "sentence_end": [round(float(x), 3) for x in outputs["sentence_end"][0]],
        })
    part = folder / "parity.json.part"
    part.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(part, folder / "parity.json")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full-range", action="store_true", help="all 8 bits of the weights, for CPUs with VNNI only")
    parser.add_argument("--outside", type=float, default=0.0, help="added to the scores of no name, to balance precision and recall")
    parser.add_argument("--others", type=float, default=0.0, help="added to the scores of events, works, groups, dates and products")
    parser.add_argument("--parity", type=Path, metavar="TABLE", help="also write parity.json, outputs for five sentences; with the table of gazetteer.py")
    args = parser.parse_args()
    export(args.checkpoint, args.out, reduce_range=not args.full_range, outside=args.outside, others=args.others)
    if args.parity:
        parity(args.out, Gazetteer.load(args.parity))


if __name__ == "__main__":
    main()
