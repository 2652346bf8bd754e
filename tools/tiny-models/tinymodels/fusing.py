"""tiny-fuser: a model that reads a task and several drafts of its answer, and writes the answer.

The task stands before the drafts, so that each can be followed while it is read, and after
them, where the specialist that the fuser is made of looks for it.

In the first stages of its training the answer is worked: it goes the way of a draft up to
that draft's first mistake, if it has one, which teaches it to read them. In the last it is
the result alone: a worked answer is a hundred tokens, each of which can go wrong.
"""

from __future__ import annotations

import random

from .batches import Conversation
from .checking import corrected
from .reading import Message, asked, system_message
from .samples import Samples, is_right, true_answer
from .sums import SumTask
from .task import ANSWER_MARK

#: From this stage on the answer is the result alone.
RESULT_STAGE = 3
SYSTEM_SHARE = 0.6
MADE_UP_SHARE = 0.4
#: How often all drafts but one are wrong, so that counting them is not enough.
FEW_RIGHT_SHARE = 0.3

_TASK = SumTask()


def _message(task: str, question: str, drafts: list[str]) -> Message:
    message = Message(f"{task}\n\n")
    for number, draft in enumerate(drafts, 1):
        message.add(f"Draft {number}:\n").add_answer(question, draft).add("\n\n")
    return message.add(task)


def fuser_message(task: str, drafts: list[str]) -> str:
    """What the fuser reads."""
    return _message(task, task, drafts).text


def _draw_drafts(samples: Samples | None, rng: random.Random, stage: int) -> tuple[str, list[str]]:
    count = rng.choice((2, 3, 3, 4))
    if samples is not None and rng.random() >= MADE_UP_SHARE:
        question = rng.choice(samples.questions)
        return question, rng.sample(samples.replies[question], min(count, len(samples.replies[question])))
    question = _TASK.draw_training(rng, 1 if stage == 1 else 3).question
    return question, [Samples.made_up(rng, question, rng.random() < 0.5) for _ in range(count)]


def draw_fusion(samples: Samples | None, rng: random.Random, stage: int) -> Conversation:
    """Two to four drafts, of a model or made up, and the right result, which some, one or none of them may have."""
    question, drafts = _draw_drafts(samples, rng, stage)
    if rng.random() < FEW_RIGHT_SHARE:
        kept = rng.randrange(len(drafts))
        for index, draft in enumerate(drafts):
            if index != kept and is_right(question, draft):
                drafts[index] = Samples.made_up(rng, question, False)
    if stage < RESULT_STAGE:
        reply = corrected(rng, question, rng.choice([draft for draft in drafts if is_right(question, draft)] or drafts))
    else:
        reply = ANSWER_MARK + true_answer(question)
    message = _message(asked(rng, question), question, drafts)
    return message.conversation(reply, system_message(rng, "fuse", SYSTEM_SHARE))
