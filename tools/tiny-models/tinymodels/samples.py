"""Sampled replies of the specialists to training questions, as ``make_samples.py`` writes them."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

from .checking import MISTAKES, worked_sum
from .splits import split_of
from .task import extract_answer


def true_answer(question: str) -> str:
    return str(sum(map(int, question.split("+"))))


def is_right(question: str, reply: str) -> bool:
    return extract_answer(reply) == true_answer(question)


def read_samples(path: Path) -> dict[str, list[str]]:
    """The replies to each question, in the order of the file."""
    replies: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="ascii").splitlines():
        question, _, reply = line.partition("\t")
        replies[question].append(reply)
    return replies


class Samples:
    """Questions to train on, with sampled replies to each. Held-out questions are refused."""

    def __init__(self, path: Path) -> None:
        self.replies = read_samples(path)
        self.questions = list(self.replies)
        for question in self.questions:
            if split_of("+".join(map(str, sorted(map(int, question.split("+")))))) != "train":
                raise ValueError(f"{path}: {question} is held out")
        pairs = [(question, reply) for question in self.questions for reply in self.replies[question]]
        self.right = [pair for pair in pairs if is_right(*pair)]
        self.wrong = [pair for pair in pairs if not is_right(*pair)]

    @staticmethod
    def made_up(rng: random.Random, question: str, right: bool) -> str:
        """A reply that no model wrote: a sound one, or one whose answer a mistake made wrong."""
        while True:
            # One mistake, or a few: with few the steps that hold would teach nearly nothing.
            count = 0 if right else rng.choice((1, 1, 2, 4))
            reply = worked_sum(rng, question, tuple(rng.choices(MISTAKES, k=count)))
            if is_right(question, reply) == right:
                return reply
