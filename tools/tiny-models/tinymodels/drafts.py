"""What a reader made of sampled answers, beside one sample, their majority, and any right one."""

from __future__ import annotations

import argparse
from pathlib import Path

from .figures import majority, percent
from .samples import read_samples, true_answer
from .task import extract_answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", type=Path, required=True, help="sampled answers (evaluate.py --write)")
    parser.add_argument("--gguf", type=Path, help="the model (default: the one in models/)")
    parser.add_argument("--samples", type=int, default=8, help="so many of the samples of each question")
    parser.add_argument("--items", type=int, help="only the first so many questions")
    parser.add_argument("--system", help="a system message")
    parser.add_argument("--groups", action="store_true", help="by number of operands too")
    parser.add_argument("--show", type=int, default=0, help="print so many chosen replies")
    parser.add_argument("--threads", type=int, default=1)


def read_drafts(arguments: argparse.Namespace) -> dict[str, list[str]]:
    """The first samples of the first questions, as the arguments say."""
    items = list(read_samples(arguments.drafts).items())[: arguments.items]
    return {question: replies[: arguments.samples] for question, replies in items}


def print_figures(name: str, chosen: dict[str, str], drafts: dict[str, list[str]], arguments: argparse.Namespace) -> None:
    """How often the reply that was chosen or written is right, beside what the drafts are."""
    for question in list(drafts)[: arguments.show]:
        print(f"  {question} -> {chosen[question]!r} (right: {true_answer(question)})")
    groups: dict[str, list[str]] = {"all": list(drafts)}
    if arguments.groups:
        for question in sorted(drafts, key=lambda text: text.count("+")):
            groups.setdefault(f"{question.count('+') + 1} operands", []).append(question)
    for group, questions in groups.items():
        taken = single = voted = any_right = none_right = 0
        for question in questions:
            answers = [extract_answer(reply) for reply in drafts[question]]
            answer = true_answer(question)
            is_right = extract_answer(chosen[question]) == answer
            taken += is_right
            single += answers.count(answer)
            voted += majority(answers) == answer
            any_right += answer in answers
            none_right += is_right and answer not in answers
        count = len(questions)
        print(
            f"{group}: {name} {percent(taken, count)} (right where no draft is: {percent(none_right, count)}), "
            f"one sample {percent(single, count * arguments.samples)}, "
            f"majority {percent(voted, count)}, any right {percent(any_right, count)} of {count}"
        )
