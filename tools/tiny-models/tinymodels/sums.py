"""tiny-sum: add several whole numbers of one or two digits, two at a time.

Each step takes any two of the numbers still on the table and puts their sum
back, in an order drawn at random: ``74+73=147;147+11=158;87+158=245####245``.
"""

from __future__ import annotations

import random

from . import chatter
from .splits import Split, split_of
from .task import ANSWER_MARK, Example, Task

#: How often a number of operands is drawn in each stage of the training.
TRAINED_OPERANDS = {
    1: {2: 6, 3: 10, 4: 28, 5: 30, 6: 26},
    2: {2: 3, 3: 4, 4: 8, 5: 10, 6: 15, 7: 20, 8: 22, 9: 18},
    3: {2: 2, 3: 2, 4: 3, 5: 3, 6: 5, 7: 7, 8: 10, 9: 14, 10: 18, 11: 18, 12: 18},
}
SHIPPED_OPERANDS = {10: 1, 11: 1, 12: 1}
MIXED_OPERANDS = range(2, 13)
ONE_DIGIT_SHARE = 0.25

_FRAMES = (
    "What is {}?", "what is {}?", "what is {}", "What's {}?", "Compute {}", "Compute: {}", "compute {}",
    "Calculate {}.", "calculate {}", "How much is {}?", "how much is {}", "Please add {}", "Solve {}",
    "Can you add {}?", "{}?", "{} = ?", "{}=?", "{}=", "{} =", " {}", "{} ", "The sum {}",
)  # fmt: skip
_LIST_FRAMES = (
    "Add {}", "Add {}.", "add {}", "Please add {}.", "Sum of {}", "What is the sum of {}?",
    "The sum of {}", "Add up {}", "sum {}", "Total of {}?",
)  # fmt: skip
_JOINERS = ("+", "+", " + ", " + ", " + ", "+ ", " +", " plus ")


def _draw_count(rng: random.Random, weights: dict[int, int]) -> int:
    return rng.choices(list(weights), list(weights.values()))[0]


class SumTask(Task):
    """Sums of two to twelve whole numbers from 0 to 99."""

    name = "tiny-sum"
    refusal = "I can only add numbers, for example: 12+34+5+6"

    def draw(self, rng: random.Random, stage: int) -> Example:
        return self._example(rng, _draw_count(rng, TRAINED_OPERANDS[stage]))

    def draw_shipped(self, rng: random.Random) -> Example:
        return self._example(rng, _draw_count(rng, SHIPPED_OPERANDS))

    def rephrase(self, rng: random.Random, question: str) -> str:
        operands = question.split("+")
        if rng.random() < 0.2:
            last_joiner = rng.choice((" and ", ", ", ", and "))
            listing = ", ".join(operands[:-1]) + last_joiner + operands[-1]
            return rng.choice(_LIST_FRAMES).format(listing)
        if rng.random() < 0.25:
            return rng.choice(_JOINERS[2:]).join(operands)
        return rng.choice(_FRAMES).format(rng.choice(_JOINERS).join(operands))

    def draw_foreign(self, rng: random.Random) -> str:
        kind = rng.random()
        if kind < 0.25:
            operator = rng.choice(("-", "*", "/", " - ", " * ", " / "))
            operands = [str(rng.randint(0, 99)) for _ in range(rng.randint(2, 4))]
            return rng.choice(("{}", "{}", "What is {}?", "Compute {}")).format(operator.join(operands))
        if kind < 0.55:
            word = chatter.draw_word(rng, rng.randint(3, 12))
            form = rng.choice(("reverse {}", "sort {}", "count {letter} in {}", "Reverse {}", "{}"))
            return form.format(word, letter=rng.choice(word))
        return chatter.draw_message(rng)

    def is_sound(self, question: str, reply: str) -> bool:
        steps_text, mark, answer = reply.rpartition(ANSWER_MARK)
        table = [int(operand) for operand in question.split("+")]
        if not mark or answer != str(sum(table)):
            return False
        for step in steps_text.split(";"):
            terms, equals, total = step.partition("=")
            numbers = terms.split("+")
            if not equals or len(numbers) != 2 or not all(part.isdigit() for part in (*numbers, total)):
                return False
            if int(numbers[0]) + int(numbers[1]) != int(total):
                return False
            for number in numbers:
                if int(number) not in table:
                    return False
                table.remove(int(number))
            table.append(int(total))
        return len(table) == 1

    def draw_training_of(self, rng: random.Random, weights: dict[int, int]) -> Example:
        """A training example whose number of operands is drawn with these weights."""
        while True:
            example = self._example(rng, _draw_count(rng, weights))
            if split_of(example.key) == "train":
                return example

    def mixed_items(self, split: Split, count: int, seed: int) -> list[Example]:
        """``count`` different held-out examples, as many of each number of operands as of any other.

        The number is settled before the operands are drawn, since a split has few sums of two:
        drawing both anew until an unused one turns up would make short sums rarer.
        """
        rng = random.Random(f"sums-mixed/{split}/{seed}")
        counts = [MIXED_OPERANDS[index % len(MIXED_OPERANDS)] for index in range(count)]
        rng.shuffle(counts)
        chosen: dict[str, Example] = {}
        for operands in counts:
            while True:
                example = self._example(rng, operands)
                if split_of(example.key) == split and example.key not in chosen:
                    chosen[example.key] = example
                    break
        return list(chosen.values())

    @staticmethod
    def _example(rng: random.Random, count: int) -> Example:
        operands = [
            rng.randint(0, 9) if rng.random() < ONE_DIGIT_SHARE else rng.randint(10, 99) for _ in range(count)
        ]
        table = list(operands)
        steps: list[str] = []
        while len(table) > 1:
            left = table.pop(rng.randrange(len(table)))
            right = table.pop(rng.randrange(len(table)))
            steps.append(f"{left}+{right}={left + right}")
            table.append(left + right)
        answer = str(table[0])
        return Example(
            question="+".join(map(str, operands)),
            reply=";".join(steps) + ANSWER_MARK + answer,
            answer=answer,
            key="+".join(map(str, sorted(operands))),
        )
