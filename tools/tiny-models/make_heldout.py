#!/usr/bin/env python3
"""Write the held-out items of every model: models/heldout/<model>.<split>.tsv."""

from __future__ import annotations

import argparse
from pathlib import Path

from tinymodels.registry import TASKS
from tinymodels.splits import Split

MODELS_FOLDER = Path(__file__).resolve().parents[2] / "models"
#: How many items a split has, and the seed that they are drawn with.
SIZES: dict[Split, tuple[int, int]] = {"dev": (500, 101), "test": (1000, 202)}


def lines_of(model: str, split: Split) -> str:
    count, seed = SIZES[split]
    items = TASKS[model].heldout_items(split, count, seed)
    return "".join(f"{item.question}\t{item.answer}\n" for item in items)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=MODELS_FOLDER / "heldout", help="folder to write to")
    folder: Path = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for model in sorted(TASKS):
        for split in SIZES:
            path = folder / f"{model}.{split}.tsv"
            path.write_text(lines_of(model, split), encoding="ascii", newline="\n")
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
