#!/bin/sh
# Train one shipped model, all its stages: sh retrain.sh MODEL
# MODEL: tiny-sum, tiny-sum-b, tiny-sum-small, tiny-words, tiny-judge or tiny-fuser.
# PYTHON names the interpreter (default: python3), THREADS how many threads to use (default: 1).
set -eu
model=$1
cd "$(dirname "$0")"
models=../../models
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
start=

run() {
    script=$1
    shift
    "${PYTHON:-python3}" "$script" "$@" --threads "${THREADS:-1}"
}

# stage NUMBER SEED STEPS MUON_RATE ADAM_RATE: goes on from the stage before, if there is one.
stage() {
    number=$1 seed=$2 steps=$3 muon=$4 adam=$5
    shift 5
    run train.py "$model" --stage "$number" --seed "$seed" --steps "$steps" --muon-rate "$muon" --adam-rate "$adam" \
        ${start:+--start-from "$start"} "$@" --output "$folder/stage$number.gguf"
    start="$folder/stage$number.gguf"
}

# Replies of tiny-sum to training questions, for the judge, which reads them.
samples() {
    run make_samples.py tiny-sum --questions 2000 --temperature 0.8 1.0 --seed 31 --output "$folder/a.tsv"
    run make_samples.py tiny-sum --questions 1000 --temperature 1.2 --seed 32 --output "$folder/b.tsv"
    cat "$folder/a.tsv" "$folder/b.tsv" > "$folder/samples.tsv"
}

case $model in
tiny-sum)
    stage 1 1 3600 0.02 0.003
    stage 2 2 650 0.01 0.0015
    stage 3 3 170 0.007 0.001
    ;;
tiny-sum-b)
    stage 1 11 3600 0.02 0.003
    stage 2 12 650 0.01 0.0015
    stage 3 13 170 0.007 0.001
    ;;
tiny-sum-small)
    stage 1 21 3600 0.02 0.003 --width 64 --layers 3 --heads 4 --feed-forward 192
    stage 2 22 650 0.01 0.0015
    ;;
tiny-words)
    stage 1 1 3600 0.02 0.003
    stage 2 2 650 0.01 0.0015
    ;;
tiny-judge)
    samples
    start="$folder/judge.gguf"
    run train.py tiny-judge --samples "$folder/samples.tsv" --start-from "$models/tiny-sum.gguf" --extra-layers 2 \
        --seed 41 --steps 800 --batch-size 16 --muon-rate 0.007 --adam-rate 0.001 --output "$start"
    ;;
tiny-fuser)
    run make_samples.py tiny-sum --questions 3000 --temperature 0.8 1.0 1.2 --seed 61 --output "$folder/samples.tsv"
    start="$models/tiny-sum.gguf"
    stage 1 51 900 0.01 0.0015 --batch-size 16 --extra-layers 2 --context 1024
    stage 2 52 700 0.008 0.0012 --batch-size 16 --samples "$folder/samples.tsv" --stop-after 200
    stage 3 53 500 0.008 0.0012 --batch-size 16 --samples "$folder/samples.tsv"
    ;;
*)
    echo "unknown model '$model'; legal is tiny-sum, tiny-sum-b, tiny-sum-small, tiny-words, tiny-judge or tiny-fuser" >&2
    exit 2
    ;;
esac
cp "$start" "$models/$model.gguf"
