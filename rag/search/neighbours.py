"""What stands beside a passage: a promise follows what it is about; ten quotes of one minute help nobody. Pure."""

from collections.abc import Sequence

from rag.types import StoredPassage

BEFORE_WEIGHT = 0.4
AFTER_WEIGHT = 0.2
"""Shares of the neighbour's score; tuned on mentor-ru-dev, no loss on LoCoMo."""
TOGETHER = 3
"""How many passages of one stretch of talk may come before the others."""
STRETCH = 3
"""How many passages before and after belong to one stretch, about two minutes of talk each way."""


def with_neighbours(ranked: Sequence[tuple[StoredPassage, float]]) -> list[tuple[StoredPassage, float]]:
    """The passages with a share of what the passages before and after them in the same transcript have above 0."""
    scores = {(passage.transcript_id, passage.number): score for passage, score in ranked}

    def share(passage: StoredPassage, step: int) -> float:
        return max(0.0, scores.get((passage.transcript_id, passage.number + step), 0.0))

    raised = [
        (passage, score + BEFORE_WEIGHT * share(passage, -1) + AFTER_WEIGHT * share(passage, 1))
        for passage, score in ranked
    ]
    return sorted(raised, key=lambda item: (-item[1], item[0].id))


def thin_out(ranked: Sequence[tuple[StoredPassage, float]]) -> list[tuple[StoredPassage, float]]:
    """The passages with what crowds around the best of each stretch of talk put behind the others."""
    kept: set[tuple[int, int]] = set()
    first: list[tuple[StoredPassage, float]] = []
    rest: list[tuple[StoredPassage, float]] = []
    for passage, score in ranked:
        places = ((passage.transcript_id, passage.number + step) for step in range(-STRETCH, STRETCH + 1))
        is_crowded = sum(place in kept for place in places) >= TOGETHER
        (rest if is_crowded else first).append((passage, score))
        if not is_crowded:
            kept.add((passage.transcript_id, passage.number))
    return first + rest
