"""What stands beside a passage counts for it: a promise follows what it is about. Pure functions over scores."""

from collections.abc import Sequence

from rag.types import StoredPassage

BEFORE_WEIGHT = 0.4
AFTER_WEIGHT = 0.2
"""Shares of the neighbour's score; tuned on mentor-ru-dev, no loss on LoCoMo."""


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
