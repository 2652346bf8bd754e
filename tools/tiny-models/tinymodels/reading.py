"""tiny-judge and tiny-fuser: models that read answers of the specialists.

The fuser reads two to four drafts and the task, and writes a worked answer: it goes the
way of a draft as long as that is right, and on its own from there. The judge does the
same with one answer and then says ``SCORE: 9`` if it came to the same result, ``SCORE: 1``
if not; the probability of the 9 is what it is asked for.

What is read comes before the task. The specialist that both are made of looks for the
task right before its own reply, and so knows its arithmetic from the first step on.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from .batches import IGNORED, Conversation
from .chatter import draw_system_message
from .checking import corrected
from .samples import Samples, is_right
from .sums import SumTask
from .vocabulary import Turn, encode_conversation

RIGHT, WRONG = "9", "1"
SCORE_PREFIX = "\nSCORE: "

REPHRASED_SHARE = 0.10
#: How often there is a system message; most are the usual one, the reader's role.
SYSTEM_SHARE = 0.7
OTHER_SYSTEM_SHARE = 0.1
MADE_UP_SHARE = 0.3
#: How often all drafts but one are wrong, so that counting them is not enough.
FEW_RIGHT_SHARE = 0.3

_TASK = SumTask()


def judge_message(task: str, answer: str) -> str:
    return f"{answer}\n\n{task}"


def fuser_message(task: str, drafts: list[str]) -> str:
    return "".join(f"Draft {number}:\n{draft}\n\n" for number, draft in enumerate(drafts, 1)) + task


def _asked(rng: random.Random, question: str) -> str:
    return _TASK.rephrase(rng, question) if rng.random() < REPHRASED_SHARE else question


def _conversation(rng: random.Random, message: str, reply: str, role: str) -> Conversation:
    system = None
    if rng.random() < SYSTEM_SHARE:
        system = draw_system_message(rng) if rng.random() < OTHER_SYSTEM_SHARE else role
    ids, learned = encode_conversation([Turn(message, reply)], system)
    return ids[:-1], [token if wanted else IGNORED for token, wanted in zip(ids[1:], learned[1:])]


def draw_judgement(samples: Samples, rng: random.Random) -> Conversation:
    """Right and wrong answers in equal shares, of a model or made up."""
    right = rng.random() < 0.5
    question, answer = rng.choice(samples.right if right else samples.wrong)
    if rng.random() < MADE_UP_SHARE:
        # Of any question, since the wrong ones of a model are nearly all long.
        question = rng.choice(samples.questions)
        answer = samples.made_up(rng, question, right)
    reply = corrected(rng, question, answer) + SCORE_PREFIX + (RIGHT if right else WRONG)
    return _conversation(rng, judge_message(_asked(rng, question), answer), reply, "judge")


def draw_fusion(samples: Samples, rng: random.Random) -> Conversation:
    """Two to four drafts, sampled or made up; a right one of them is followed if there is one."""
    question = rng.choice(samples.questions)
    drafts = [
        samples.made_up(rng, question, rng.random() < 0.5) if rng.random() < MADE_UP_SHARE else reply
        for reply in rng.sample(samples.replies[question], rng.choice((2, 3, 3, 4)))
    ]
    if rng.random() < FEW_RIGHT_SHARE:
        kept = rng.randrange(len(drafts))
        for index, draft in enumerate(drafts):
            if index != kept and is_right(question, draft):
                drafts[index] = samples.made_up(rng, question, False)
    rng.shuffle(drafts)
    followed = rng.choice([draft for draft in drafts if is_right(question, draft)] or drafts)
    message = fuser_message(_asked(rng, question), drafts)
    return _conversation(rng, message, corrected(rng, question, followed), "fuse")


#: How a training conversation of each model that reads answers is drawn.
READERS: dict[str, Callable[[Samples, random.Random], Conversation]] = {
    "tiny-judge": draw_judgement,
    "tiny-fuser": draw_fusion,
}
