"""What the trainer, the item generator and the evaluation need to know of a task."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass

from .splits import Split, split_of

ANSWER_MARK = "####"


@dataclass(frozen=True)
class Example:
    """A question in its plain form, a worked reply, the answer and the key for the split."""

    question: str
    reply: str
    answer: str
    key: str


def extract_answer(reply: str) -> str | None:
    """What follows the last ``####`` of a reply, or None if there is none."""
    _, mark, answer = reply.rpartition(ANSWER_MARK)
    return answer.strip() if mark else None


class Task(ABC):
    """A family of questions with worked replies."""

    name: str
    #: Said when the message is no question of this task. It holds no answer mark.
    refusal: str

    @abstractmethod
    def draw(self, rng: random.Random, stage: int) -> Example:
        """An example of the range trained on: stage 1 is shorter, stage 2 reaches the full length."""

    @abstractmethod
    def draw_shipped(self, rng: random.Random) -> Example:
        """An example of the narrower range that the held-out items are taken from."""

    @abstractmethod
    def rephrase(self, rng: random.Random, question: str) -> str:
        """A natural way to ask the plain question."""

    @abstractmethod
    def draw_foreign(self, rng: random.Random) -> str:
        """A message that is no question of this task."""

    @abstractmethod
    def is_sound(self, question: str, reply: str) -> bool:
        """Whether every step of the reply is right and leads to the right answer."""

    def draw_training(self, rng: random.Random, stage: int) -> Example:
        """A training example: never one whose question is held out."""
        while True:
            example = self.draw(rng, stage)
            if split_of(example.key) == "train":
                return example

    def heldout_items(self, split: Split, count: int, seed: int) -> list[Example]:
        """``count`` different held-out examples of a split, always the same for a seed."""
        rng = random.Random(f"{self.name}/{split}/{seed}")
        chosen: dict[str, Example] = {}
        while len(chosen) < count:
            example = self.draw_shipped(rng)
            if split_of(example.key) == split:
                chosen.setdefault(example.key, example)
        return list(chosen.values())
