#!/bin/sh
# Train one shipped model from scratch, all its stages: sh retrain.sh tiny-sum | tiny-words
# PYTHON names the interpreter (default: python3), THREADS how many threads to use (default: 1).
set -eu
model=$1
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

train() {
    "${PYTHON:-python3}" train.py "$model" --threads "${THREADS:-1}" "$@"
}

train --stage 1 --seed 1 --steps 3600 --muon-rate 0.02 --adam-rate 0.003 --output "$folder/stage1.gguf"
train --stage 2 --seed 2 --steps 650 --muon-rate 0.01 --adam-rate 0.0015 --start-from "$folder/stage1.gguf" \
    --output "$folder/stage2.gguf"
if [ "$model" = tiny-sum ]; then
    train --stage 3 --seed 3 --steps 170 --muon-rate 0.007 --adam-rate 0.001 --start-from "$folder/stage2.gguf" \
        --output "$folder/stage3.gguf"
    cp "$folder/stage3.gguf" "../../models/$model.gguf"
else
    cp "$folder/stage2.gguf" "../../models/$model.gguf"
fi
