#!/bin/sh
# Train one shipped model from scratch, both stages: sh retrain.sh tiny-sum | tiny-words
# PYTHON names the interpreter (default: python3), THREADS how many threads to use (default: 1).
set -eu
model=$1
cd "$(dirname "$0")"
first=$(mktemp --suffix .gguf)
trap 'rm -f "$first"' EXIT
"${PYTHON:-python3}" train.py "$model" --threads "${THREADS:-1}" --stage 1 --seed 1 --steps 3600 \
    --muon-rate 0.02 --adam-rate 0.003 --output "$first"
"${PYTHON:-python3}" train.py "$model" --threads "${THREADS:-1}" --stage 2 --seed 2 --steps 650 \
    --muon-rate 0.01 --adam-rate 0.0015 --start-from "$first"
