"""tiny-judge: a model that reads an answer of a specialist and scores it.

It reads a task and one answer and says ``SCORE: 9`` (right) or ``SCORE: 1`` (wrong); the
probability of the 9 is what it is asked for.
"""

from __future__ import annotations

import random

from .batches import Conversation
from .reading import Message, asked, system_message
from .samples import Samples

RIGHT, WRONG = "9", "1"
SCORE_PREFIX = "SCORE: "

SYSTEM_SHARE = 0.075
MADE_UP_SHARE = 0.4


def judge_message(task: str, answer: str) -> str:
    return f"{task}\n{answer}"


def draw_judgement(samples: Samples, rng: random.Random) -> Conversation:
    """Right and wrong answers in equal shares, of a model or made up."""
    right = rng.random() < 0.5
    question, answer = rng.choice(samples.right if right else samples.wrong)
    if rng.random() < MADE_UP_SHARE:
        # Of any question, since the wrong ones of a model are nearly all long.
        question = rng.choice(samples.questions)
        answer = samples.made_up(rng, question, right)
    message = Message(f"{asked(rng, question)}\n").add_answer(question, answer)
    return message.conversation(SCORE_PREFIX + (RIGHT if right else WRONG), system_message(rng, "judge", SYSTEM_SHARE))
