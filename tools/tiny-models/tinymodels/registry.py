"""The tasks by the name of their model."""

from __future__ import annotations

from .sums import SumTask
from .task import Task
from .words import WordTask

TASKS: dict[str, Task] = {task.name: task for task in (SumTask(), WordTask())}
