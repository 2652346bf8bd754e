"""Worked sums with mistakes in them, and their corrections."""

from __future__ import annotations

import random

from .task import ANSWER_MARK

#: Mistakes that a worked sum can be given.
MISTAKES = ("total", "operand", "reuse", "drop", "early", "answer")


def corrected(rng: random.Random, question: str, reply: str) -> str:
    """A sound reply that goes the way of this one up to its first mistake, and from there on its own."""
    table = [int(operand) for operand in question.split("+")]
    steps: list[str] = []
    given = reply.partition(ANSWER_MARK)[0].split(";")
    while len(table) > 1:
        pair: list[int] = []
        step = given[len(steps)] if len(steps) < len(given) else ""
        for text in step.partition("=")[0].split("+")[:2]:
            if not text.isdigit() or int(text) not in table:
                break
            table.remove(int(text))
            pair.append(int(text))
        while len(pair) < 2:
            pair.append(table.pop(rng.randrange(len(table))))
        total = sum(pair)
        steps.append(f"{pair[0]}+{pair[1]}={total}")
        table.append(total)
        if steps[-1] != step:
            given = []
    return ";".join(steps) + ANSWER_MARK + str(table[0])


def _other_number(rng: random.Random, value: int) -> int:
    """A number that looks like ``value``: a digit changed, two digits swapped, or a little off."""
    digits = list(str(value))
    while True:
        kind = rng.random()
        changed = list(digits)
        if kind < 0.4:
            changed[rng.randrange(len(digits))] = str(rng.randint(0, 9))
        elif kind < 0.5:
            changed.reverse()
        else:
            changed = list(str(abs(value + rng.choice((-100, -10, -2, -1, 1, 2, 10, 100)))))
        other = int("".join(changed))
        if other != value:
            return other


def worked_sum(rng: random.Random, question: str, mistakes: tuple[str, ...] = ()) -> str:
    """A worked reply in a random order of steps, with these mistakes, which mostly make its answer wrong."""
    table = [int(operand) for operand in question.split("+")]
    at_step: dict[int, str] = {rng.randrange(len(table) - 1): mistake for mistake in mistakes}
    used: list[int] = []
    steps: list[str] = []
    total = table[0]
    # A number used twice lengthens the work, so its length is bounded.
    while len(table) > 1 and len(steps) < 14:
        left = table.pop(rng.randrange(len(table)))
        right = table.pop(rng.randrange(len(table)))
        mistake = at_step.get(len(steps))
        if mistake == "reuse" and used:
            table.append(right)
            right = rng.choice(used)
        elif mistake == "drop" and table:
            table.pop(rng.randrange(len(table)))
        elif mistake in ("operand", "reuse", "drop"):
            right = _other_number(rng, right)
        if rng.random() < 0.5:
            left, right = right, left
        used += [left, right]
        total = _other_number(rng, left + right) if mistake == "total" else left + right
        steps.append(f"{left}+{right}={total}")
        table.append(total)
        if mistake == "early":
            break
    answer = _other_number(rng, total) if "answer" in mistakes else total
    return ";".join(steps) + ANSWER_MARK + str(answer)
