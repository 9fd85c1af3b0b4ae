"""Captions that roll: every cue shows the last line of the cue before it again. Knows nothing of cue times or speakers.

YouTube writes its automatic captions so, and yt-dlp keeps it when it makes SubRip of them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.read.lines import filled_lines
from rag.read.text import readable

Span = tuple[int, int]

_WORD_TIME = re.compile(r"<\d{1,2}:\d{2}[\d:.]{0,10}>")
_MAX_LINES_SHOWN_AGAIN = 4
_MIN_REPEATS, _MIN_REPEATS_WITH_WORD_TIMES = 3, 2


def first_shown(source: str, cues: Sequence[Span]) -> list[Span]:
    """For every cue the span of what it is the first to show, empty where that is nothing.

    Only where rolling is the habit of the file is anything left out: at least half of the cues of several lines begin
    with what the cue before them ends with. In any other file two cues that say `Да.` were said.
    """
    shown = [_shown_lines(source, span) for span in cues]
    repeats = [0, *(_shown_again(before, after) for before, after in pairwise(shown))]
    if not _is_rolling(source, shown, repeats):
        return list(cues)
    return [
        (lines[repeat][0], end) if repeat < len(lines) else (end, end)
        for (_, end), lines, repeat in zip(cues, shown, repeats, strict=False)
    ]


def _shown_lines(source: str, span: Span) -> list[tuple[int, str]]:
    """Where the lines of a cue begin and what they read as, without those of markup alone."""
    lines = ((line.start, readable(line.text, has_caption_markup=True)) for line in filled_lines(source, *span))
    return [(start, text) for start, text in lines if text]


def _shown_again(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> int:
    """How many lines the second cue shows again: the most that end the one and begin the other."""
    for count in range(min(len(before), len(after), _MAX_LINES_SHOWN_AGAIN), 0, -1):
        if [text for _, text in before[-count:]] == [text for _, text in after[:count]]:
            return count
    return 0


def _is_rolling(source: str, shown: list[list[tuple[int, str]]], repeats: list[int]) -> bool:
    pairs = list(zip(pairwise(shown), repeats[1:], strict=False))
    tall = [repeat > 0 and _is_more(before, after) for (before, after), repeat in pairs if len(after) > 1]
    if not any(tall) or sum(tall) * 2 < len(tall):
        return False
    count = sum(1 for repeat in repeats if repeat)
    return count >= _MIN_REPEATS or (count >= _MIN_REPEATS_WITH_WORD_TIMES and _WORD_TIME.search(source) is not None)


def _is_more(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> bool:
    """Whether the second cue says anything that the first does not, as a rolling one must."""
    return not {text for _, text in after} <= {text for _, text in before}
