"""Which characters of a worked sum hold, its correction, and worked sums with mistakes in them.

A model that reads an answer learns far faster when it is told at every character
whether it holds, and not only at the end whether the answer is right.
"""

from __future__ import annotations

import random

from .task import ANSWER_MARK

#: Mistakes that a worked sum can be given.
MISTAKES = ("total", "operand", "reuse", "drop", "early", "answer")


def checks(question: str, reply: str) -> list[bool | None]:
    """For each character of a reply, whether a sound reply could go on like this there.

    A digit holds as long as a number that is due begins so, a sign if that number is due;
    nothing (None) is said of what follows a wrong digit up to the next sign. After a mistake
    it goes on with what was written: a number that is not on the table takes nothing from
    it, a wrong total is put on it.
    """
    table = [int(operand) for operand in question.split("+")]
    due = [str(value) for value in table]
    found: list[bool | None] = []
    number = ""
    left = total = 0
    for index, character in enumerate(reply):
        if character == "#" and reply[index - 1 : index] == "#":
            found.append(True)
            continue
        if character.isdigit():
            number += character
            begins = any(value.startswith(number) for value in due)
            found.append(begins if begins or number[:-1] == "" or found[-1] else None)
            continue
        sign_fits = character in "+=;#" and number != ""
        found.append(sign_fits and number in due)
        if not sign_fits:
            break
        value, number = int(number), ""
        if character in "+=" and value in table:
            table.remove(value)
        if character == "+":
            left = value
        elif character == "=":
            total = left + value
        else:
            table.append(value)
            if (character == "#") != (len(table) == 1):
                found[-1] = False
        due = [str(total)] if character == "=" else [str(entry) for entry in table]
        if character == "#":
            due = [str(value)]
    return found + [None] * (len(reply) - len(found))


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
