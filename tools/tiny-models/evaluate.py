#!/usr/bin/env python3
"""Measure a GGUF model on held-out items: greedy, one sample, and a majority of several samples."""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import torch

from tinymodels.figures import area_under_curve, majority, percent
from tinymodels.generation import confidence_of, reply_to_all
from tinymodels.gguf import load_network
from tinymodels.registry import MODELS
from tinymodels.task import extract_answer

MODELS_FOLDER = Path(__file__).resolve().parents[2] / "models"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=sorted(MODELS))
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--heldout", help="which held-out items, such as sums-mixed (default: those of the model's task)")
    parser.add_argument("--gguf", type=Path, help="the model (default: models/<model>.gguf)")
    parser.add_argument("--items", type=int, help="only the first so many items")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--temperature", type=float, nargs="*", default=[1.0])
    parser.add_argument("--seed", type=int, default=7, help="seed of the sampling")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--system", help="a system message put before every question")
    parser.add_argument("--rephrased", action="store_true", help="ask in natural phrasings (drawn with the seed)")
    parser.add_argument("--foreign", type=int, default=0, help="also measure refusals of so many foreign messages")
    parser.add_argument("--show", type=int, default=0, help="print so many greedy replies")
    parser.add_argument("--groups", action="store_true", help="greedy accuracy by kind of question too")
    parser.add_argument("--confidence", action="store_true", help="how well log probabilities tell right replies from wrong")
    parser.add_argument("--write", type=Path, help="also write the sampled replies there, for evaluate_judge.py")
    return parser.parse_args()


def read_items(path: Path, count: int | None) -> list[tuple[str, str]]:
    items: list[tuple[str, str]] = []
    for line in path.read_text(encoding="ascii").splitlines()[:count]:
        question, _, answer = line.partition("\t")
        items.append((question, answer))
    return items


def group_of(question: str) -> str:
    """A rough kind of a plain question: its operation, or its number of operands."""
    return question.split(" ")[0] if " " in question else f"{question.count('+') + 1} operands"


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    task = MODELS[arguments.model]
    network = load_network(arguments.gguf or MODELS_FOLDER / f"{arguments.model}.gguf")
    heldout = arguments.heldout or task.name
    items = read_items(MODELS_FOLDER / "heldout" / f"{heldout}.{arguments.split}.tsv", arguments.items)
    rng = random.Random(arguments.seed)
    asked = [task.rephrase(rng, question) if arguments.rephrased else question for question, _ in items]
    count = len(items)
    print(f"{arguments.model}, {heldout} {arguments.split}, {count} items")

    started = time.monotonic()
    greedy = [replies[0] for replies in reply_to_all(network, asked, system=arguments.system)]
    right = [extract_answer(reply) == answer for reply, (_, answer) in zip(greedy, items)]
    sound = sum(task.is_sound(question, reply) for reply, (question, _) in zip(greedy, items))
    print(f"greedy {percent(sum(right), count)} (every step right: {percent(sound, count)})", flush=True)
    if arguments.groups:
        totals, hits = Counter[str](), Counter[str]()
        for (question, _), is_right in zip(items, right):
            totals[group_of(question)] += 1
            hits[group_of(question)] += is_right
        for group in sorted(totals, key=lambda name: (int(name.split()[0]) if name[0].isdigit() else 0, name)):
            print(f"  {group}: {percent(hits[group], totals[group])} of {totals[group]}")
    if arguments.confidence and 0 < sum(right) < count:
        scores = [confidence_of(network, question, reply, arguments.system) for question, reply in zip(asked, greedy)]
        print(f"AUC of the mean log probability of a greedy reply's tokens: {area_under_curve(scores, right):.3f}")
    for number in range(min(arguments.show, count)):
        print(f"  {asked[number]} -> {greedy[number]!r} ({'right' if right[number] else 'wrong'})")

    for temperature in arguments.temperature:
        sampled = reply_to_all(
            network, asked, arguments.samples, temperature, arguments.seed, system=arguments.system
        )
        if arguments.write:
            lines = [f"{question}\t{reply}\n" for (question, _), replies in zip(items, sampled) for reply in replies]
            # A line break inside of a reply would end its line here.
            arguments.write.write_text("".join(line[:-1].replace("\n", " ") + "\n" for line in lines), encoding="ascii")
        single = voted = any_right = 0
        for replies, (_, answer) in zip(sampled, items):
            answers = [extract_answer(reply) for reply in replies]
            single += sum(given == answer for given in answers)
            voted += majority(answers) == answer
            any_right += answer in answers
        print(
            f"T {temperature}: one sample {percent(single, count * arguments.samples)}, "
            f"majority of {arguments.samples} {percent(voted, count)}, "
            f"any of {arguments.samples} {percent(any_right, count)}",
            flush=True,
        )

    if arguments.foreign:
        messages = [task.draw_foreign(rng) for _ in range(arguments.foreign)]
        refused = sum(replies[0] == task.refusal for replies in reply_to_all(network, messages))
        print(f"refuses {percent(refused, arguments.foreign)} of {arguments.foreign} foreign messages")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
