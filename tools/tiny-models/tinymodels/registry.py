"""The tasks by their own name, and which task each model is trained for."""

from __future__ import annotations

from .sums import SumTask
from .task import Task
from .words import WordTask

TASKS: dict[str, Task] = {task.name: task for task in (SumTask(), WordTask())}

#: A task is named after its first model; its other models are another seed and a smaller network.
MODELS: dict[str, Task] = {
    **TASKS,
    "tiny-sum-b": TASKS["tiny-sum"],
    "tiny-sum-small": TASKS["tiny-sum"],
}
