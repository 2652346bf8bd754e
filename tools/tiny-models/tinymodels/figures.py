"""Figures that the evaluations print."""

from __future__ import annotations

from collections import Counter


def percent(right: int, of: int) -> str:
    return f"{100.0 * right / of:.1f} %"


def majority(answers: list[str | None]) -> str | None:
    """The most frequent answer; among equally frequent ones the one that was given first."""
    votes = Counter(answer for answer in answers if answer is not None)
    return votes.most_common(1)[0][0] if votes else None


def area_under_curve(scores: list[float], right: list[bool]) -> float:
    """The share of pairs of a right and a wrong answer whose right one has the higher score; equal ones count half."""
    ranks: dict[float, float] = {}
    below = 0
    for score, count in sorted(Counter(scores).items()):
        ranks[score] = below + (count + 1) / 2
        below += count
    positive = sum(right)
    total = sum(ranks[score] for score, is_right in zip(scores, right) if is_right)
    return (total - positive * (positive + 1) / 2) / (positive * (len(right) - positive))


def best_threshold(scores: list[float], right: list[bool]) -> float:
    """The score from which on an answer is best called right."""
    wrong_below = 0
    best = (sum(right), 0.0)
    right_above = sum(right)
    for score, is_right in sorted(zip(scores, right)):
        right_above -= is_right
        wrong_below += not is_right
        best = max(best, (right_above + wrong_below, score + 1e-6))
    return best[1]
