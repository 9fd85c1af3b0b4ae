"""Choosing the quote inside a passage. Pure functions over segments; knows no index.

A quote is a run of neighbouring segments, at most 600 characters of text, that holds as much of the question's rare
words as possible.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache

from rag.index.stems import Stem, find_stems
from rag.types import Segment

MAX_QUOTE_CHARACTERS = 600
CONTEXT_SEGMENTS = 2
"""How many segments before and after a quote belong to its context."""

StemWeights = Mapping[str, float]


def choose_window(
    segments: Sequence[Segment], weights: StemWeights, bonus: Callable[[Segment], float] = lambda _: 0.0
) -> tuple[int, int]:
    """The first and the last index of the best run of segments, whose joined text has at most 600 characters.

    The best run covers the heaviest stems and the line with the largest `bonus`; among equals the longest, because
    speech needs its surroundings, and then the earliest. A single segment is always allowed.
    """
    stems = [_stems_of(segment) & weights.keys() for segment in segments]
    raised = [bonus(segment) for segment in segments]
    best, best_key = (0, 0), (-1.0, 0)
    for first in range(len(segments)):
        covered: set[str] = set()
        length = -1
        for last in range(first, len(segments)):
            length += len(segments[last].text) + 1
            if length > MAX_QUOTE_CHARACTERS and last > first:
                break
            covered |= stems[last]
            worth = sum(weights[stem] for stem in covered) + max(raised[first : last + 1])
            key = (round(worth, 6), length)
            if key > best_key:
                best, best_key = (first, last), key
    return best


def hold_weights(segments: Sequence[Segment], weights: StemWeights) -> dict[int, float]:
    """How much of the stems' weight each segment holds, by its number."""
    return {s.number: sum(weights[stem] for stem in _stems_of(s) & weights.keys()) for s in segments}


def _stems_of(segment: Segment) -> frozenset[str]:
    return _stems_in(segment.text)


@lru_cache(maxsize=8192)
def _stems_in(text: str) -> frozenset[str]:
    return frozenset(stem.text for stem in _stems_at(text))


@lru_cache(maxsize=8192)
def _stems_at(text: str) -> tuple[Stem, ...]:
    return tuple(find_stems(text))


def extend_window(segments: Sequence[Segment], first: int, last: int) -> tuple[int, int]:
    """The run of segments from `first` to `last` with what follows and then what precedes, up to 600 characters.

    What follows comes first: in talk the answer and the confirmation come after.
    """
    length = sum(len(segment.text) + 1 for segment in segments[first : last + 1]) - 1
    while last + 1 < len(segments) and length + 1 + len(segments[last + 1].text) <= MAX_QUOTE_CHARACTERS:
        last += 1
        length += 1 + len(segments[last].text)
    while first > 0 and length + 1 + len(segments[first - 1].text) <= MAX_QUOTE_CHARACTERS:
        first -= 1
        length += 1 + len(segments[first].text)
    return first, last


def free_run(segments: Sequence[Segment], taken: Set[int]) -> list[Segment]:
    """The longest run of neighbouring segments that no better quote shows already."""
    best: list[Segment] = []
    run: list[Segment] = []
    for segment in segments:
        run = [] if segment.number in taken else [*run, segment]
        best = run if len(run) > len(best) else best
    return best


def quote_text(segments: Sequence[Segment]) -> str:
    """The texts of the segments joined by line breaks, at most 600 characters.

    Only a single segment can be longer; it is cut at a word.
    """
    text = "\n".join(segment.text for segment in segments)
    if len(text) <= MAX_QUOTE_CHARACTERS:
        return text
    cut = text[: MAX_QUOTE_CHARACTERS + 1].rsplit(" ", 1)[0]
    return cut[:MAX_QUOTE_CHARACTERS]


def find_marks(text: str, stems: Set[str]) -> tuple[tuple[int, int], ...]:
    """The spans of the words whose stems the question has."""
    marks: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):  # line by line, as the lines have been taken apart before
        marks += [(begin + stem.start, begin + stem.end) for stem in _stems_at(line) if stem.text in stems]
        begin += len(line) + 1
    return tuple(marks)
