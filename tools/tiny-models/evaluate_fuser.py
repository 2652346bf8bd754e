#!/usr/bin/env python3
"""Measure the fuser on sampled answers to held-out questions (evaluate.py --write).

Its greedy answer from the first samples of each question as drafts, shuffled by seed.
Beside it: one sample, a majority, any right.
"""

from __future__ import annotations

import argparse
import random

import torch

from evaluate import MODELS_FOLDER
from tinymodels.drafts import add_arguments, print_figures, read_drafts
from tinymodels.fusing import fuser_message
from tinymodels.generation import reply_to_all
from tinymodels.gguf import load_network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--seed", type=int, default=7, help="seed of the order of the drafts")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_network(arguments.gguf or MODELS_FOLDER / "tiny-fuser.gguf")
    drafts = read_drafts(arguments)
    rng = random.Random(arguments.seed)
    print(f"tiny-fuser, {arguments.drafts.name}, {len(drafts)} questions, {arguments.samples} drafts each")
    messages = [fuser_message(question, rng.sample(replies, len(replies))) for question, replies in drafts.items()]
    replies = reply_to_all(network, messages, system=arguments.system, batch_size=64)
    print_figures("fused", {question: reply for question, (reply,) in zip(drafts, replies)}, drafts, arguments)


if __name__ == "__main__":
    main()
