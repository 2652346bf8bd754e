#!/usr/bin/env python3
"""Measure the judge on sampled answers to held-out questions (evaluate.py --write).

How well its score tells right answers from wrong ones, and what taking the best-scored
of several samples reaches. Beside it: one sample, a majority, any right.
"""

from __future__ import annotations

import argparse

import torch

from evaluate import MODELS_FOLDER
from tinymodels.drafts import add_arguments, print_figures, read_drafts
from tinymodels.figures import area_under_curve, best_threshold, percent
from tinymodels.gguf import load_network
from tinymodels.network import Network
from tinymodels.judging import SCORE_PREFIX, judge_message
from tinymodels.samples import is_right
from tinymodels.vocabulary import END_OF_TEXT_ID, TOKEN_IDS, encode_prompt, encode_text

_DIGITS = [TOKEN_IDS[str(digit)] for digit in range(1, 10)]


@torch.no_grad()
def scores_of(network: Network, pairs: list[tuple[str, str]], system: str | None, batch_size: int = 64) -> list[float]:
    """The expected digit of ``SCORE: n`` for each question with an answer."""
    suffix = encode_text(SCORE_PREFIX)
    rows = [encode_prompt(judge_message(*pair), system) + suffix for pair in pairs]
    order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    scores = [0.0] * len(rows)
    for start in range(0, len(order), batch_size):
        chunk = order[start : start + batch_size]
        length = len(rows[chunk[-1]])
        ids = torch.tensor([rows[index] + [END_OF_TEXT_ID] * (length - len(rows[index])) for index in chunk])
        ends = torch.tensor([len(rows[index]) - 1 for index in chunk])
        logits = network(ids)[torch.arange(len(chunk)), ends][:, _DIGITS]
        expected = logits.softmax(-1) @ torch.arange(1.0, 10.0)
        for index, score in zip(chunk, expected.tolist()):
            scores[index] = score
    return scores


def measure_judge(network: Network, drafts: dict[str, list[str]], arguments: argparse.Namespace) -> dict[str, str]:
    """The best-scored reply to each question."""
    pairs = [(question, reply) for question, replies in drafts.items() for reply in replies]
    right = [is_right(*pair) for pair in pairs]
    scores = scores_of(network, pairs, arguments.system)
    threshold = arguments.threshold if arguments.threshold is not None else best_threshold(scores, right)
    accuracy = percent(sum((score >= threshold) == holds for score, holds in zip(scores, right)), len(pairs))
    print(f"{len(pairs)} answers, {percent(sum(right), len(right))} of them right")
    print(f"AUC {area_under_curve(scores, right):.4f}, accuracy {accuracy} at threshold {threshold:.3f}")
    score_of = dict(zip(pairs, scores))
    return {q: max(replies, key=lambda reply: score_of[q, reply]) for q, replies in drafts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--threshold", type=float, help="from which score on the judge says right (default: the best)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_network(arguments.gguf or MODELS_FOLDER / "tiny-judge.gguf")
    drafts = read_drafts(arguments)
    print(f"tiny-judge, {arguments.drafts.name}, {len(drafts)} questions, {arguments.samples} samples each")
    print_figures("best-scored", measure_judge(network, drafts, arguments), drafts, arguments)


if __name__ == "__main__":
    main()
