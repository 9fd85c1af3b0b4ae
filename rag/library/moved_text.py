"""Where words of a transcript's older version stand in its newer one, and who says the most of some words.

Pure; knows nothing of the catalogue.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.types import Segment


@dataclass(frozen=True, slots=True)
class SpokenText:
    """The words of segments as one text, white space folded, and where in it each segment starts and ends."""

    segments: Sequence[Segment]
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def find(self, text: str, near: int) -> list[Segment]:
        """The run of segments that holds the words of a text, white space folded, the nearest to segment `near`.

        Segments may be cut elsewhere than those the text was taken from. Nothing is found inside of words.
        """
        wanted = f" {' '.join(text.split())} "
        if not wanted.strip():
            return []
        runs = []
        position = self.text.find(wanted)
        while position >= 0:
            start, end = position + 1, position + len(wanted) - 1
            runs.append(list(self.segments[bisect_right(self.ends, start) : bisect_left(self.starts, end)]))
            position = self.text.find(wanted, position + 1)
        return min(runs, key=lambda run: abs(run[0].number - near), default=[])


def spoken_text(segments: Sequence[Segment]) -> SpokenText:
    """The words of segments, ready to be searched more than once."""
    words = [" ".join(segment.text.split()) for segment in segments]
    starts, ends, position = [], [], 1
    for line in words:
        starts.append(position)
        ends.append(position + len(line))
        position += len(line) + 1
    return SpokenText(segments, "".join([" ", *(f"{line} " for line in words)]), starts, ends)


def find_text(text: str, segments: Sequence[Segment], near: int) -> list[Segment]:
    """As `SpokenText.find`, for segments that are searched once."""
    return spoken_text(segments).find(text, near)


def main_speaker(lines: Iterable[tuple[str | None, str]]) -> str | None:
    """Who says the most of these lines, each given with its speaker; of two who say as much, who begins."""
    said: Counter[str | None] = Counter()
    for speaker, text in lines:
        said[speaker] += len(text)
    return said.most_common(1)[0][0]
