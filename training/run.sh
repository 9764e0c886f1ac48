#!/bin/sh
# Makes the network from nothing: environment, training in three stages, pruning, export, figures.
# Usage: training/run.sh [SHARED], SHARED being the folder with corpora/ and kb/ (default: ../shared beside the repository).
# With MPNET, a folder with all-mpnet-base-v2 (config.json, model.safetensors, vocab.txt), that model teaches the network at the end.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=${1:-$here/../../shared}
work=$here/work
[ -z "${MPNET:-}" ] || MPNET=$(cd "$MPNET" && pwd)
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install --quiet --requirement "$here/requirements.txt"
cd "$here"
names=work/names.tsv
"$python" gazetteer.py --shared "$shared" --out "$names"
"$python" train.py --shared "$shared" --gazetteer "$names" --out work/first --epochs 7 --seed 1
"$python" train.py --shared "$shared" --gazetteer "$names" --out work/second --start work/first/final.pt --epochs 2 --seed 2 \
    --encoder-rate 1e-4 --head-rate 5e-4 --warmup 100
"$python" train.py --shared "$shared" --gazetteer "$names" --out work/third --start work/second/final.pt --only-names --epochs 2 --seed 3 \
    --head-rate 1e-3 --warmup 50
"$python" prune.py work/third/final.pt --shared "$shared" --gazetteer "$names" --inner 768 --heads 8 --out work/narrow.pt
"$python" lessons.py --shared "$shared" --gazetteer "$names" --vocabulary ../models/vocab.txt --out work/lessons --batches 1200 --pieces 600
"$python" train.py --shared "$shared" --gazetteer "$names" --out work/fourth --start work/narrow.pt --teacher work/third/final.pt --lessons work/lessons --average 0.998 \
    --epochs 3 --seed 4 --encoder-rate 1e-4 --head-rate 3e-4 --warmup 100
last=work/fourth/final.pt
if [ -n "${MPNET:-}" ]; then
    "$python" train.py --shared "$shared" --gazetteer "$names" --out work/teacher --half --base "$MPNET" --vocabulary ../models/vocab.txt --layers 12 \
        --epochs 4 --pieces 2400 --encoder-rate 7e-5 --head-rate 6e-4 --warmup 100 --check 100
    "$python" lessons.py --shared "$shared" --gazetteer "$names" --vocabulary ../models/vocab.txt --out work/more --batches 2400 --pieces 1200
    "$python" train.py --shared "$shared" --gazetteer "$names" --out work/fifth --half --vocabulary ../models/vocab.txt --start $last \
        --teacher work/teacher/final.pt --untaught feats lemma end --lessons work/more --gold 0.5 --average 0.998 --epochs 6 --seed 5 \
        --encoder-rate 1e-4 --head-rate 3e-4 --warmup 100 --check 100
    "$python" deepen.py work/fifth/final.pt --layers 5 --out work/deep.pt
    "$python" lessons.py --shared "$shared" --gazetteer "$names" --vocabulary ../models/vocab.txt --out work/unseen --batches 4800 --pieces 1200 --workers 4
    "$python" train.py --shared "$shared" --gazetteer "$names" --out work/sixth --half --vocabulary ../models/vocab.txt --start work/deep.pt \
        --teacher work/teacher/final.pt --untaught feats lemma end --lessons work/unseen --gold 0.5 --pieces 1000 --average 0.998 --steps 4000 \
        --epochs 9 --seed 7 --encoder-rate 1e-4 --head-rate 3e-4 --warmup 100 --check 100
    last=work/sixth/final.pt
fi
"$python" export.py $last --out ../models --outside 0.8 --others 0.6 --parity "$names"
"$python" evaluate.py --shared "$shared" --gazetteer "$names" $last
"$python" evaluate.py --shared "$shared" --gazetteer "$names" ../models/network.onnx
(cd .. && cargo run --release --example compile_names -- "training/$names" && cargo run --release --example compile_lexicon)
