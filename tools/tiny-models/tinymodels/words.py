"""tiny-words: reverse a word, sort its letters, or count a letter in it.

The word is cut into chunks of one to three letters at random places, and the
chunks are worked off one after the other:

* ``reverse planet`` - from either end: ``et>te;an>na;pl>lp####tenalp``
* ``sort planet`` - in any order, each one sorted into what is there already:
  ``net>ent;pla>aelnpt####aelnpt``
* ``count e in cheese`` - in any order, with a running count:
  ``ee:2;ch:2;se:3####3``
"""

from __future__ import annotations

import random
import re
import string

from . import chatter
from .task import ANSWER_MARK, Example, Task

#: The shortest and the longest word of each stage of the training.
TRAINED_LENGTHS = {1: (3, 12), 2: (3, 16)}
SHIPPED_LENGTHS = (14, 16)
LONGEST_CHUNK = 3

_REVERSE_FORMS = (
    "Reverse {w}", "reverse the word {w}", "Reverse the word {w}.", "Reverse: {w}", "Write {w} backwards",
    "Spell {w} backwards.", "spell {w} backwards", "What is {w} backwards?", "{w} backwards", "reverse {w}.",
    'Reverse "{w}"', "Please reverse {w}", "Reverse the letters of {w}", " reverse {w} ",
)  # fmt: skip
_SORT_FORMS = (
    "Sort {w}", "sort the letters of {w}", "Sort the letters of {w}.", "Sort: {w}", "sort the word {w}",
    "Put the letters of {w} in order", "Order the letters of {w}", "Sort the letters in {w}", "sort {w}.",
    'Sort "{w}"', "Please sort {w}", "Sort {w} alphabetically", " sort {w} ",
)  # fmt: skip
_COUNT_FORMS = (
    "Count {c} in {w}", "count the {c} in {w}", "How many {c} are in {w}?", "How many {c} in {w}?",
    "how many {c} in {w}", "How many {c}'s are in {w}?", "How many {c}'s in {w}", "how many {c} are there in {w}",
    "How often is {c} in {w}?", "How many times does {c} appear in {w}?", "Count the letter {c} in {w}.",
    'How many "{c}" in "{w}"?', "How many letters {c} are in {w}?", " count {c} in {w} ",
)  # fmt: skip
_PLAIN_FORM = re.compile(r"(?:(reverse|sort) ([a-z]+)|count ([a-z]) in ([a-z]+))")


def _parse(question: str) -> tuple[str, str, str]:
    """The operation, the word and (for counting) the letter of a question in its plain form."""
    match = _PLAIN_FORM.fullmatch(question)
    if match is None:
        raise ValueError(f"not a plain word question: {question!r}")
    operation, word, letter, counted_word = match.groups()
    return (operation, word, "") if operation else ("count", counted_word, letter)


def _cut(rng: random.Random, word: str) -> list[str]:
    chunks: list[str] = []
    while word:
        size = min(rng.randint(1, LONGEST_CHUNK), len(word))
        chunks.append(word[:size])
        word = word[size:]
    return chunks


class WordTask(Task):
    """Reversing, sorting and counting the letters of lower-case words."""

    name = "tiny-words"
    refusal = "I can only reverse, sort or count letters, for example: reverse planet"

    def draw(self, rng: random.Random, stage: int) -> Example:
        length = rng.randint(*TRAINED_LENGTHS[stage])
        if stage > 1:  # mostly long words
            length = max(length, rng.randint(*TRAINED_LENGTHS[stage]))
        return self._example(rng, length)

    def draw_shipped(self, rng: random.Random) -> Example:
        return self._example(rng, rng.randint(*SHIPPED_LENGTHS))

    def rephrase(self, rng: random.Random, question: str) -> str:
        operation, word, letter = _parse(question)
        forms = {"reverse": _REVERSE_FORMS, "sort": _SORT_FORMS, "count": _COUNT_FORMS}[operation]
        return rng.choice(forms).format(w=word, c=letter)

    def draw_foreign(self, rng: random.Random) -> str:
        if rng.random() < 0.4:
            operator = rng.choice(("+", "+", "+", " + ", "-", "*"))
            numbers = [str(rng.randint(0, 99)) for _ in range(rng.randint(2, 6))]
            return rng.choice(("{}", "{}", "What is {}?", "Compute {}", "{}=")).format(operator.join(numbers))
        return chatter.draw_message(rng)

    def is_sound(self, question: str, reply: str) -> bool:
        operation, word, letter = _parse(question)
        steps_text, mark, answer = reply.rpartition(ANSWER_MARK)
        if not mark:
            return False
        seen = ""
        for step in steps_text.split(";"):
            chunk, separator, result = step.partition(":" if operation == "count" else ">")
            seen += chunk
            expected = {
                "reverse": chunk[::-1],
                "sort": "".join(sorted(seen)),
                "count": str(seen.count(letter)) if letter else "",
            }[operation]
            if not separator or chunk not in word or result != expected:
                return False
        return sorted(seen) == sorted(word) and answer == self._answer(operation, word, letter)

    @staticmethod
    def _answer(operation: str, word: str, letter: str) -> str:
        if operation == "reverse":
            return word[::-1]
        if operation == "sort":
            return "".join(sorted(word))
        return str(word.count(letter))

    @classmethod
    def _example(cls, rng: random.Random, length: int) -> Example:
        operation = rng.choice(("reverse", "sort", "count"))
        word = chatter.draw_word(rng, length)
        letter = ""
        if operation == "count":
            letter = rng.choice(word) if rng.random() < 0.9 else rng.choice(string.ascii_lowercase)
            # Strew in more of the letter, so that the count is not nearly always one.
            sown = rng.choice((0.0, 0.15, 0.3))
            word = "".join(letter if rng.random() < sown else character for character in word)
        chunks = _cut(rng, word)
        if operation == "reverse":
            if rng.random() < 0.5:
                chunks.reverse()
        else:
            rng.shuffle(chunks)
        steps: list[str] = []
        seen = ""
        for chunk in chunks:
            seen += chunk
            if operation == "reverse":
                steps.append(f"{chunk}>{chunk[::-1]}")
            elif operation == "sort":
                steps.append(f"{chunk}>{''.join(sorted(seen))}")
            else:
                steps.append(f"{chunk}:{seen.count(letter)}")
        answer = cls._answer(operation, word, letter)
        question = f"count {letter} in {word}" if operation == "count" else f"{operation} {word}"
        return Example(question, ";".join(steps) + ANSWER_MARK + answer, answer, key=word)
