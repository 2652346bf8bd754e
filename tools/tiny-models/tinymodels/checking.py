"""Which parts of a worked sum hold, and worked sums with a mistake in them.

A model that reads an answer learns faster when it is told at every step of the
answer whether the step holds, and not only at the end whether the answer is right.
"""

from __future__ import annotations

import random

from .task import ANSWER_MARK

#: Mistakes that a worked sum can be given.
MISTAKES = ("total", "operand", "reuse", "drop", "early", "answer")


def checks(question: str, reply: str) -> list[tuple[int, bool]]:
    """What is known after reading ``reply[index]``, for some indices: whether it holds so far.

    A number is checked against the table at the sign after it, a total at the sign after it,
    and at the second ``#`` whether all numbers were used. Nothing is said after the first
    mistake, since what the numbers on the table are is then a matter of opinion.
    """
    table = [int(operand) for operand in question.split("+")]
    found: list[tuple[int, bool]] = []
    expected = 0
    number = ""
    for index, character in enumerate(reply):
        if character.isdigit():
            number += character
            continue
        if not number.isdigit() or character not in "+=;#":
            return [*found, (index, False)]
        value = int(number)
        if character in "+=":
            holds = value in table
            if holds:
                table.remove(value)
            expected = value if character == "+" else expected + value
        else:
            holds = value == expected
            table.append(value)
        found.append((index, holds))
        if not holds:
            return found
        if character == "#":
            return [*found, (index + 1, len(table) == 1)] if index + 1 < len(reply) else found
        number = ""
    return found


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


def worked_sum(rng: random.Random, question: str, mistake: str | None = None) -> str:
    """A worked reply in a random order of steps; with a mistake, which mostly makes its answer wrong."""
    table = [int(operand) for operand in question.split("+")]
    used: list[int] = []
    steps: list[str] = []
    wrong_step = rng.randrange(len(table) - 1)
    total = table[0]
    while len(table) > 1:
        left = table.pop(rng.randrange(len(table)))
        right = table.pop(rng.randrange(len(table)))
        now = mistake if len(steps) == wrong_step else None
        if now == "reuse" and used:
            table.append(right)
            right = rng.choice(used)
        elif now == "drop" and table:
            table.pop(rng.randrange(len(table)))
        elif now == "operand" or now in ("reuse", "drop"):
            right = _other_number(rng, right)
        used += [left, right]
        total = _other_number(rng, left + right) if now == "total" else left + right
        steps.append(f"{left}+{right}={total}")
        table.append(total)
        if len(steps) > 12:
            break
        if now == "early":
            break
    answer = _other_number(rng, total) if mistake == "answer" else total
    return ";".join(steps) + ANSWER_MARK + str(answer)
