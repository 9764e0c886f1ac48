#!/bin/sh
# Makes the network from nothing: environment, training in two stages, export, figures.
# Usage: training/run.sh [SHARED], SHARED being the folder with corpora/ and kb/ (default: ../shared beside the repository).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=${1:-$here/../../shared}
work=$here/work
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install --quiet --requirement "$here/requirements.txt"
cd "$here"
"$python" train.py --shared "$shared" --out work/first --epochs 7 --seed 1
"$python" train.py --shared "$shared" --out work/second --start work/first/final.pt --epochs 2 --seed 2 \
    --encoder-rate 1e-4 --head-rate 5e-4 --warmup 100
"$python" export.py work/second/final.pt --out ../models
"$python" evaluate.py --shared "$shared" work/second/final.pt
"$python" evaluate.py --shared "$shared" ../models/network.onnx
