"""How well the lines of a passage fit what a question asks for: who speaks, what is done with the words. Pure.

Weights are standard deviations of the fused scores, tuned on the development sets together.
"""

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from rag.library.names import merge_names
from rag.search.acts import SPOKEN, Act, sounds_like
from rag.search.quotes import hold_weights
from rag.types import Segment

SPEAKER_WEIGHT = 0.3
SPOKEN_WEIGHT = 0.5
ABOUT_WEIGHT = 1.0
NAMED_WEIGHT: Mapping[Act, float] = {Act.DATE: 0.5, Act.NUMBER: 0.5}


def line_bonus(segment: Segment, speaker: str | None, acts: Set[Act]) -> float:
    """What one line adds: said by the speaker, sounding like an act of theirs, naming a number or a date."""
    is_theirs = speaker is None or may_be_said_by(segment, speaker)
    total = SPEAKER_WEIGHT if speaker and is_theirs else 0.0
    if _does(segment, speaker, acts):
        total += SPOKEN_WEIGHT
    return total + sum(weight for act, weight in NAMED_WEIGHT.items() if act in acts and sounds_like(act, segment.text))


def passage_bonus(
    segments: Sequence[Segment], speaker: str | None, acts: Set[Act], weights: Mapping[str, float]
) -> float:
    """What the best line of a passage adds to its score; `weights` are those of the question's stems.

    A line that does what is asked and names what it is about, too, is the promise itself and no talk of it.
    """
    held = hold_weights(segments, weights)
    whole = sum(weights.values()) or 1.0
    return max(
        (
            line_bonus(segment, speaker, acts)
            + (ABOUT_WEIGHT * held[segment.number] / whole if _does(segment, speaker, acts) else 0.0)
            for segment in segments
        ),
        default=0.0,
    )


def _does(segment: Segment, speaker: str | None, acts: Set[Act]) -> bool:
    is_theirs = speaker is None or may_be_said_by(segment, speaker)
    return is_theirs and any(sounds_like(act, segment.text) for act in acts & SPOKEN)


def deeds_of(acts: Set[Act]) -> frozenset[Act]:
    """The acts to look for where nothing but them is asked: a promise worth the name mostly has its day."""
    return frozenset(acts) | ({Act.DATE} if Act.PROMISE in acts else set())


def best_line(segments: Sequence[Segment], weights: Mapping[int, float], speaker: str | None, acts: Set[Act]) -> int:
    """The number of the line that answers best by its words (`weights` by number) and by how it sounds."""
    return max(segments, key=lambda s: (weights.get(s.number, 0.0) + line_bonus(s, speaker, acts), -s.number)).number


def may_be_said_by(segment: Segment, person: str) -> bool:
    """Whether the line is said by the person, or by nobody knows whom."""
    return segment.speaker is None or _is_same(segment.speaker, person)


@lru_cache(maxsize=4096)
def _is_same(label: str, person: str) -> bool:
    merged = merge_names([label, person])
    return merged[label] == merged[person]
