"""How well the lines of a passage fit what a question asks for: who speaks, what is done with the words. Pure.

Weights are standard deviations of the fused scores, tuned on the development sets together.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache

from rag.library.names import merge_names
from rag.search.acts import SPOKEN, Act, sounds_like
from rag.types import Segment

SPEAKER_WEIGHT = 0.3
SPOKEN_WEIGHT = 0.5
NAMED_WEIGHT: Mapping[Act, float] = {Act.DATE: 0.3, Act.NUMBER: 0.3}


def bonus(segments: Sequence[Segment], speaker: str | None, acts: Set[Act]) -> float:
    """What the lines of a passage add to its score."""
    fitting = [segment for segment in segments if speaker is None or may_be_said_by(segment, speaker)]
    total = SPEAKER_WEIGHT if speaker and fitting else 0.0
    spoken = acts & SPOKEN
    if spoken and any(sounds_like(act, segment.text) for segment in fitting for act in spoken):
        total += SPOKEN_WEIGHT
    for act in acts & NAMED_WEIGHT.keys():
        if any(sounds_like(act, segment.text) for segment in segments):
            total += NAMED_WEIGHT[act]
    return total


def fitting_lines(segments: Iterable[Segment], speaker: str | None, acts: Set[Act]) -> list[Segment]:
    """The lines that are said by the speaker and sound like one of the acts; all when nothing of both is asked."""
    return [
        segment
        for segment in segments
        if (speaker is None or may_be_said_by(segment, speaker))
        and (not acts or any(sounds_like(act, segment.text) for act in acts))
    ]


def may_be_said_by(segment: Segment, person: str) -> bool:
    """Whether the line is said by the person, or by nobody knows whom."""
    return segment.speaker is None or _is_same(segment.speaker, person)


@lru_cache(maxsize=4096)
def _is_same(label: str, person: str) -> bool:
    merged = merge_names([label, person])
    return merged[label] == merged[person]
