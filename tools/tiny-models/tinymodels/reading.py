"""tiny-judge and tiny-fuser: models that read answers of the specialists.

The judge reads a task and one answer and says ``SCORE: 9`` (right) or ``SCORE: 1``
(wrong); the probability of the 9 is what it is asked for. The fuser reads a task and
two to four drafts and says ``Draft 2####245``: which draft it takes, and its answer.

Neither writes its reasons. In training both are asked, at every character of the
answers that they read, whether it holds (``checks``), and what comes next where the
answer is still right. Nobody reads those predictions later: the first teach the layers
below the verdict to follow the steps, the second keep the arithmetic that the
specialist they are made of knows.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from . import chatter
from .batches import IGNORED, Conversation
from .checking import checks
from .samples import Samples, is_right
from .sums import SumTask
from .task import extract_answer
from .vocabulary import TOKEN_IDS, TURN_END_ID, encode_prompt, encode_text

RIGHT, WRONG = "9", "1"
#: Said in training of a character that holds, and of one that does not.
HOLDS, FAILS = "y", "n"
SCORE_PREFIX = "SCORE: "

REPHRASED_SHARE = 0.10
SYSTEM_SHARE = 0.15
MADE_UP_SHARE = 0.4
FEW_RIGHT_SHARE = 0.35

_TASK = SumTask()


def judge_message(task: str, answer: str) -> str:
    return f"{task}\n{answer}"


def fuser_message(task: str, drafts: list[str]) -> str:
    numbered = [f"Draft {number}:\n{draft}" for number, draft in enumerate(drafts, 1)]
    return task + "\n" + "\n\n".join(numbered)


def _asked(rng: random.Random, question: str) -> str:
    return _TASK.rephrase(rng, question) if rng.random() < REPHRASED_SHARE else question


def _system(rng: random.Random, usual: str) -> str | None:
    if rng.random() >= SYSTEM_SHARE:
        return None
    return usual if rng.random() < 0.5 else chatter.draw_system_message(rng)


def _answer_targets(message: str, start: int, question: str, answer: str) -> tuple[dict[int, str], dict[int, str]]:
    """Marks and next characters, by index in the message, of an answer that starts there."""
    found = checks(question, answer)
    marks = {start + index: HOLDS if holds else FAILS for index, holds in enumerate(found) if holds is not None}
    marks[start + len(answer)] = HOLDS if is_right(question, answer) else FAILS
    sound = next((index for index, holds in enumerate(found) if not holds), len(answer))
    following = {start + index - 1: answer[index] for index in range(sound)}
    return marks, following


def _conversation(
    message: str, targets: list[tuple[dict[int, str], dict[int, str]]], reply: str, system: str | None
) -> Conversation:
    """What is read, and three rows of what is wanted after each token: the reply, the marks, the next characters."""
    prompt = encode_prompt(message, system)
    start = len(prompt) - 3 - len(message)  # after the message: its end, a newline, the assistant's opening
    answer = [*encode_text(reply), TURN_END_ID]
    replies = [IGNORED] * (len(prompt) - 1) + answer
    marks, following = ([IGNORED] * len(replies) for _ in range(2))
    for marked, next_characters in targets:
        for row, wanted in ((marks, marked), (following, next_characters)):
            for index, character in wanted.items():
                row[start + index] = TOKEN_IDS[character]
    return prompt + answer[:-1], [replies, marks, following]


def draw_judgement(samples: Samples, rng: random.Random) -> Conversation:
    """Right and wrong answers in equal shares, of a model or made up."""
    right = rng.random() < 0.5
    question, answer = rng.choice(samples.right if right else samples.wrong)
    if rng.random() < MADE_UP_SHARE:
        # Of any question, since the wrong ones of a model are nearly all long.
        question = rng.choice(samples.questions)
        answer = samples.made_up(rng, question, right)
    task = _asked(rng, question)
    message = judge_message(task, answer)
    targets = [_answer_targets(message, len(task) + 1, question, answer)]
    return _conversation(message, targets, SCORE_PREFIX + (RIGHT if right else WRONG), _system(rng, "judge"))


def _draw_drafts(samples: Samples, rng: random.Random, question: str, count: int) -> list[str]:
    """Sampled and made-up answers; often only one of them is right, so that counting them is not enough."""
    drafts = [
        samples.made_up(rng, question, rng.random() < 0.5) if rng.random() < MADE_UP_SHARE else reply
        for reply in rng.sample(samples.replies[question], count)
    ]
    if rng.random() < FEW_RIGHT_SHARE:
        kept = rng.randrange(count)
        for index, draft in enumerate(drafts):
            if index != kept and is_right(question, draft):
                drafts[index] = samples.made_up(rng, question, False)
    rng.shuffle(drafts)
    return drafts


def draw_fusion(samples: Samples, rng: random.Random) -> Conversation:
    """Two to four drafts; one of the right ones is to be taken, any of them."""
    question = rng.choice(samples.questions)
    drafts = _draw_drafts(samples, rng, question, rng.choice((2, 3, 3, 4, 4)))
    right = [index for index, draft in enumerate(drafts) if is_right(question, draft)]
    if not right:
        # There is nothing to choose: make one right rather than teach guessing.
        right = [rng.randrange(len(drafts))]
        drafts[right[0]] = samples.made_up(rng, question, True)
    task = _asked(rng, question)
    message = fuser_message(task, drafts)
    targets = []
    end = len(task)
    for number, draft in enumerate(drafts, 1):
        start = message.index(f"Draft {number}:\n", end) + len(f"Draft {number}:\n")
        targets.append(_answer_targets(message, start, question, draft))
        end = start + len(draft)
    chosen = rng.choice(right)
    reply = f"Draft {chosen + 1}####{extract_answer(drafts[chosen])}"
    return _conversation(message, targets, reply, _system(rng, "fuse"))


#: How a training conversation of each model that reads answers is drawn.
READERS: dict[str, Callable[[Samples, random.Random], Conversation]] = {
    "tiny-judge": draw_judgement,
    "tiny-fuser": draw_fusion,
}
