#!/usr/bin/env python3
"""Sample replies of a model to training questions: what the judge is trained on.

Writes lines of a question, a tab and a reply; the replies to one question stand together.
No held-out question is drawn.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch

from evaluate import MODELS_FOLDER
from tinymodels.generation import reply_to_all
from tinymodels.gguf import load_network
from tinymodels.registry import MODELS
from tinymodels.sums import SumTask

#: How often a number of operands is drawn: short sums seldom go wrong, so there is less to learn from them.
SAMPLED_OPERANDS = {2: 1, 3: 1, 4: 2, 5: 3, 6: 4, 7: 6, 8: 8, 9: 10, 10: 14, 11: 14, 12: 14}
_QUESTIONS_AT_ONCE = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=sorted(MODELS))
    parser.add_argument("--gguf", type=Path, help="the model (default: models/<model>.gguf)")
    parser.add_argument("--questions", type=int, default=6000)
    parser.add_argument("--samples", type=int, default=4, help="replies to each question")
    parser.add_argument("--temperature", type=float, nargs="+", default=[0.8, 1.0, 1.2], help="taken in turn")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_network(arguments.gguf or MODELS_FOLDER / f"{arguments.model}.gguf")
    rng = random.Random(arguments.seed)
    task = SumTask()
    started = time.monotonic()
    with arguments.output.open("w", encoding="ascii", newline="\n") as file:
        for number, start in enumerate(range(0, arguments.questions, _QUESTIONS_AT_ONCE)):
            count = min(_QUESTIONS_AT_ONCE, arguments.questions - start)
            questions = [task.draw_training_of(rng, SAMPLED_OPERANDS).question for _ in range(count)]
            temperature = arguments.temperature[number % len(arguments.temperature)]
            sampled = reply_to_all(network, questions, arguments.samples, temperature, arguments.seed + number)
            for question, replies in zip(questions, sampled):
                file.writelines(f"{question}\t{reply}\n" for reply in replies if "\n" not in reply)
            file.flush()
            print(f"{start + count} questions, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
