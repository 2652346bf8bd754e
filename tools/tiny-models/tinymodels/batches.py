"""Endless training batches of conversations of about the same length."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from . import chatter
from .task import Task
from .vocabulary import END_OF_TEXT_ID, Turn, encode_conversation

REPHRASED_SHARE = 0.22
FOREIGN_SHARE = 0.03
SYSTEM_SHARE = 0.10
SECOND_TURN_SHARE = 0.04

IGNORED = -100  # what cross_entropy leaves out
_BATCHES_IN_POOL = 32

#: Token ids that are read, and rows of the ids wanted after each (``IGNORED``: none). A specialist
#: has one row, its reply; more rows ask for several things at one place.
Conversation = tuple[list[int], list[list[int]]]


def _draw_turn(task: Task, rng: random.Random, stage: int) -> Turn:
    kind = rng.random()
    if kind < FOREIGN_SHARE:
        return Turn(task.draw_foreign(rng), task.refusal)
    example = task.draw_training(rng, stage)
    if kind < FOREIGN_SHARE + REPHRASED_SHARE:
        return Turn(task.rephrase(rng, example.question), example.reply)
    return Turn(example.question, example.reply)


def draw_conversation(task: Task, rng: random.Random, stage: int) -> tuple[list[int], list[bool]]:
    """A conversation as token ids, and which of them are learned."""
    system = chatter.draw_system_message(rng) if rng.random() < SYSTEM_SHARE else None
    turns = [_draw_turn(task, rng, stage)]
    if rng.random() < SECOND_TURN_SHARE:
        turns.append(_draw_turn(task, rng, stage))
    return encode_conversation(turns, system)


def specialist_conversation(task: Task, rng: random.Random, stage: int) -> Conversation:
    """A conversation of a specialist, ready for training."""
    ids, learned = draw_conversation(task, rng, stage)
    return ids[:-1], [[token if wanted else IGNORED for token, wanted in zip(ids[1:], learned[1:])]]


def training_batches(
    draw: Callable[[random.Random], Conversation], batch_size: int, seed: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Pairs of input ids and rows of wanted next ids, the same sequence for the same seed."""
    rng = random.Random(seed)
    while True:
        pool = [draw(rng) for _ in range(batch_size * _BATCHES_IN_POOL)]
        pool.sort(key=lambda conversation: len(conversation[0]))
        groups = [pool[start : start + batch_size] for start in range(0, len(pool), batch_size)]
        rng.shuffle(groups)
        for group in groups:
            length = len(group[-1][0])
            inputs = np.full((batch_size, length), END_OF_TEXT_ID, dtype=np.int64)
            wanted = np.full((len(group[0][1]), batch_size, length), IGNORED, dtype=np.int64)
            for row, (read, next_ids) in enumerate(group):
                inputs[row, : len(read)] = read
                wanted[:, row, : len(read)] = next_ids
            yield torch.from_numpy(inputs), torch.from_numpy(wanted)
