"""Where words of a transcript's older version stand in its newer one. Pure; knows nothing of the catalogue."""

from collections.abc import Sequence

from rag.types import Segment


def find_text(text: str, segments: Sequence[Segment], near: int) -> list[Segment]:
    """The run of segments that holds the words of a text, white space folded, the nearest to segment `near`.

    Segments may be cut elsewhere than those the text was taken from. Nothing is found inside of words.
    """
    wanted = f" {' '.join(text.split())} "
    if not wanted.strip():
        return []
    spoken, places = " ", []
    for segment in segments:
        words = " ".join(segment.text.split())
        places.append((len(spoken), len(spoken) + len(words), segment))
        spoken += f"{words} "
    runs = []
    position = spoken.find(wanted)
    while position >= 0:
        start, end = position + 1, position + len(wanted) - 1
        runs.append([segment for first, last, segment in places if first < end and start < last])
        position = spoken.find(wanted, position + 1)
    return min(runs, key=lambda run: abs(run[0].number - near), default=[])
