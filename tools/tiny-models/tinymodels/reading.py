"""What the models that read answers of the specialists are trained on, beside their replies.

A reader does not write its reasons. In training it is asked, at every character of an
answer that it reads, whether it holds (``checks``), and what comes next where the answer
is still right. Nobody reads those predictions later: the first teach the lower layers to
follow the steps, the second keep the arithmetic that the specialist it is made of knows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from . import chatter
from .batches import IGNORED, Conversation
from .checking import checks
from .samples import is_right
from .sums import SumTask
from .vocabulary import TOKEN_IDS, TURN_END_ID, encode_prompt, encode_text

#: Said in training of a character that holds, and of one that does not.
HOLDS, FAILS = "y", "n"

REPHRASED_SHARE = 0.10
#: How often there is a system message that is not the model's usual one.
OTHER_SYSTEM_SHARE = 0.075

_TASK = SumTask()


@dataclass
class Message:
    """A user message put together piece by piece, and what is wanted at its characters."""

    text: str = ""
    marks: dict[int, str] = field(default_factory=dict)
    following: dict[int, str] = field(default_factory=dict)

    def add(self, text: str) -> Message:
        self.text += text
        return self

    def add_answer(self, question: str, answer: str) -> Message:
        """An answer to a question, marked: it must not be the first piece."""
        start = len(self.text)
        found = checks(question, answer)
        self.marks.update({start + index: HOLDS if holds else FAILS for index, holds in enumerate(found) if holds is not None})
        self.marks[start + len(answer)] = HOLDS if is_right(question, answer) else FAILS
        sound = next((index for index, holds in enumerate(found) if not holds), len(answer))
        self.following.update({start + index - 1: answer[index] for index in range(sound)})
        return self.add(answer)

    def conversation(self, reply: str, system: str | None) -> Conversation:
        """What is read, and three rows of what is wanted after each token: the reply, the marks, the next characters."""
        prompt = encode_prompt(self.text, system)
        start = len(prompt) - 3 - len(self.text)  # after the message: its end, a newline, the assistant's opening
        answer = [*encode_text(reply), TURN_END_ID]
        replies = [IGNORED] * (len(prompt) - 1) + answer
        marks, following = ([IGNORED] * len(replies) for _ in range(2))
        for row, wanted in zip((marks, following), (self.marks, self.following)):
            for index, character in wanted.items():
                row[start + index] = TOKEN_IDS[character]
        return prompt + answer[:-1], [replies, marks, following]


def asked(rng: random.Random, question: str) -> str:
    """The question, now and then in natural language."""
    return _TASK.rephrase(rng, question) if rng.random() < REPHRASED_SHARE else question


def system_message(rng: random.Random, usual: str, share: float) -> str | None:
    """The model's usual system message in this share of the conversations; sometimes another one."""
    drawn = rng.random()
    if drawn < OTHER_SYSTEM_SHARE:
        return chatter.draw_system_message(rng)
    return usual if drawn < OTHER_SYSTEM_SHARE + share else None
