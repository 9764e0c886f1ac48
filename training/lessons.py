"""Text without annotation, ready for the network: `python lessons.py --shared ../shared --gazetteer TABLE --vocabulary ../models/vocab.txt --out work/lessons --batches 300`.

Tokenising takes longer than a GPU does with the result, so it is done before and by many processes. `train.py --lessons` reads it.
"""

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

import data
from gazetteer import Gazetteer
from pieces import WordPieces


def write(args, seed):
    """One worker's share of the batches, as files with the network's inputs in few bits."""
    pieces, gazetteer = WordPieces.load(args.vocabulary), Gazetteer.load(args.gazetteer)
    number, most = 0, args.batches // args.workers
    for part in range(1000):
        sentences = data.raw_sentences(args.shared, random.Random(1000 * seed + part), 6000)
        for batch in data.batches(sentences, pieces, args.pieces, seed):
            inputs, _ = data.arrays(batch, pieces, gazetteer)
            kept = {
                "input_ids": inputs["input_ids"].astype(np.uint16), "case_ids": inputs["case_ids"].astype(np.uint8),
                "attention_mask": inputs["attention_mask"].astype(bool), "word_index": inputs["word_index"].astype(np.uint16),
                "flags": inputs["flags"].astype(bool),
            }
            path = args.out / f"{seed:02}-{number:05}.npz"
            with path.with_suffix(".part").open("wb") as file:
                np.savez(file, **kept)
            path.with_suffix(".part").rename(path)
            number += 1
            if number >= most:
                return


def load(path):
    """{input: array} of one batch, as network.Network.forward takes them."""
    with np.load(path) as stored:
        kinds = {"flags": np.float32}
        return {name: stored[name].astype(kinds.get(name, np.int64)) for name in stored.files}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/")
    parser.add_argument("--gazetteer", type=Path, required=True, help="table of gazetteer.py")
    parser.add_argument("--vocabulary", type=Path, required=True, help="the network's word pieces")
    parser.add_argument("--out", type=Path, required=True, help="folder for the batches")
    parser.add_argument("--batches", type=int, required=True)
    parser.add_argument("--pieces", type=int, default=1800, help="padded pieces per batch")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(args.workers) as pool:
        list(pool.map(write, [args] * args.workers, range(args.workers)))


if __name__ == "__main__":
    main()
