"""tiny-judge: a model that reads an answer of a specialist and scores it.

It reads a task and one answer and says ``SCORE: 9`` (right) or ``SCORE: 1`` (wrong); the
probability of the 9 is what it is asked for.

It does not write its reasons. In training it is asked, at every character of the answer
that it reads, whether it holds (``checks``), and what comes next where the answer is
still right. Nobody reads those predictions later: the first teach the layers below the
verdict to follow the steps, the second keep the arithmetic that the specialist it is
made of knows.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from . import chatter
from .batches import IGNORED, Conversation
from .checking import checks
from .samples import Samples, is_right
from .sums import SumTask
from .vocabulary import TOKEN_IDS, TURN_END_ID, encode_prompt, encode_text

RIGHT, WRONG = "9", "1"
#: Said in training of a character that holds, and of one that does not.
HOLDS, FAILS = "y", "n"
SCORE_PREFIX = "SCORE: "

REPHRASED_SHARE = 0.10
SYSTEM_SHARE = 0.15
MADE_UP_SHARE = 0.4

_TASK = SumTask()


def judge_message(task: str, answer: str) -> str:
    return f"{task}\n{answer}"


def _asked(rng: random.Random, question: str) -> str:
    return _TASK.rephrase(rng, question) if rng.random() < REPHRASED_SHARE else question


def _system(rng: random.Random, usual: str) -> str | None:
    if rng.random() >= SYSTEM_SHARE:
        return None
    return usual if rng.random() < 0.5 else chatter.draw_system_message(rng)


def _answer_targets(start: int, question: str, answer: str) -> tuple[dict[int, str], dict[int, str]]:
    """Marks and next characters, by index in the message, of an answer that starts there."""
    found = checks(question, answer)
    marks = {start + index: HOLDS if holds else FAILS for index, holds in enumerate(found) if holds is not None}
    marks[start + len(answer)] = HOLDS if is_right(question, answer) else FAILS
    sound = next((index for index, holds in enumerate(found) if not holds), len(answer))
    following = {start + index - 1: answer[index] for index in range(sound)}
    return marks, following


def _conversation(
    message: str, targets: tuple[dict[int, str], dict[int, str]], reply: str, system: str | None
) -> Conversation:
    """What is read, and three rows of what is wanted after each token: the reply, the marks, the next characters."""
    prompt = encode_prompt(message, system)
    start = len(prompt) - 3 - len(message)  # after the message: its end, a newline, the assistant's opening
    answer = [*encode_text(reply), TURN_END_ID]
    replies = [IGNORED] * (len(prompt) - 1) + answer
    marks, following = ([IGNORED] * len(replies) for _ in range(2))
    for row, wanted in zip((marks, following), targets):
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
    targets = _answer_targets(len(task) + 1, question, answer)
    return _conversation(message, targets, SCORE_PREFIX + (RIGHT if right else WRONG), _system(rng, "judge"))


#: How a training conversation of each model that reads answers is drawn.
READERS: dict[str, Callable[[Samples, random.Random], Conversation]] = {
    "tiny-judge": draw_judgement,
}
