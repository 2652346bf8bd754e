#!/usr/bin/env python3
"""Write the held-out items: models/heldout/<task>.<split>.tsv, and sums-mixed of two to twelve operands."""

from __future__ import annotations

import argparse
from pathlib import Path

from tinymodels.registry import TASKS
from tinymodels.splits import Split
from tinymodels.sums import SumTask

MODELS_FOLDER = Path(__file__).resolve().parents[2] / "models"
#: How many items a split of a task has, and the seed that they are drawn with.
SIZES: dict[Split, tuple[int, int]] = {"dev": (500, 101), "test": (1000, 202)}
MIXED = "sums-mixed"
MIXED_SIZES: dict[Split, tuple[int, int]] = {"dev": (500, 303), "test": (600, 404)}
ITEM_SETS = (*sorted(TASKS), MIXED)


def lines_of(name: str, split: Split) -> str:
    if name == MIXED:
        items = SumTask().mixed_items(split, *MIXED_SIZES[split])
    else:
        items = TASKS[name].heldout_items(split, *SIZES[split])
    return "".join(f"{item.question}\t{item.answer}\n" for item in items)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=MODELS_FOLDER / "heldout", help="folder to write to")
    folder: Path = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for name in ITEM_SETS:
        for split in SIZES:
            path = folder / f"{name}.{split}.tsv"
            path.write_text(lines_of(name, split), encoding="ascii", newline="\n")
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
