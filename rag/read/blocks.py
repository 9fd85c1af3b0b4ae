"""Text in blocks: who speaks and when on lines of their own, the words below.

Otter and Teams (`Alice Chen  0:01`), Teams copied from the screen and of 2021 (name and time on two lines), Word and
Fireflies (`00:15 Alice Chen`), Rev and Descript (`Speaker 1 (00:01):`), Zoom documents (`[Alice Chen] 10:02:03`).
Knows nothing of what stands above the first block.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter

from rag.read.body import Body, RawLine
from rag.read.lines import SAMPLE_CHARACTERS, Line, filled_lines, is_tool_note
from rag.read.preamble import is_recording_note, read_preamble
from rag.read.speakers import is_capitalised, is_name
from rag.read.text import is_rule
from rag.read.times import TIME_CODE, TIME_IN_WORDS, to_seconds, words_to_seconds

_LEAD = r"(?:#{1,6}[ \t]+|>[ \t]+|!\[[^\[\]]{0,80}\]\([^()]{0,200}\)[ \t]*)?[*_\[]{0,3}"
_RANGE = rf"(?:\s*(?:-->|[-–—])\s*(?P<end>{TIME_CODE}))?"
_TIME = rf"[\[(<`]?(?P<time>{TIME_CODE}){_RANGE}[\])>`]?"
_HALF_OF_DAY = r"(?:\s?(?P<half>[AaPp]\.?[Mm]\.?))?"
_NAME = r"(?P<name>[^\W_][^\r\n\t]{0,58}?)"
_NAME_THEN_TIME = re.compile(
    rf"{_LEAD}{_NAME}[*_\]]{{0,3}}[:：]?(?P<gap>\s*[-–—|·•]\s+|[,，]\s?|\s+|(?=\())[*_]{{0,3}}{_TIME}{_HALF_OF_DAY}[*_]{{0,3}}[:：]?\s*"
)
_TIME_THEN_NAME = re.compile(rf"{_LEAD}{_TIME}[*_]{{0,3}}(?P<gap>\s+)(?:[-–—|]\s+)?[*_]{{0,3}}{_NAME}[*_]{{0,3}}\s*")
_TIME_ALONE = re.compile(rf"{_LEAD}{_TIME}{_HALF_OF_DAY}[*_\]]{{0,3}}\s*")
_TIME_IN_WORDS = re.compile(rf"\s*(?P<words>{TIME_IN_WORDS})\s*(?:{TIME_CODE})?\s*", re.IGNORECASE)
_NAME_AND_WORDS = re.compile(rf"\s*[^\r\n]{{1,60}}\s{TIME_IN_WORDS}\s*", re.IGNORECASE)
_ANY_TIME = re.compile(r"\d:\d|\d\s?[a-zа-я小分秒]", re.IGNORECASE)
_STARTS_WITH_TIME = re.compile(rf"{_LEAD}[\[(<`]?{TIME_CODE}")

_MIN_BLOCKS = 2
_MIN_FOLLOWED, _MIN_IN_ORDER, _MIN_COVERED, _MIN_AFTER_GAP = 0.6, 0.8, 0.8, 0.75
_MAX_LINES_IN_BLOCK = 40
_MAX_HEADING_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Heading:
    """The lines from `first` up to `after` that say who speaks from here on, and when."""

    first: int
    after: int
    name: str
    start_time: float | None
    end_time: float | None
    is_strong: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """The headings of one layout, and how many lines of the text could have been part of one."""

    headings: list[_Heading]
    chances: int = 0


Layout = Callable[[Sequence[Line]], _Found]


def is_in_blocks(text: str) -> bool:
    """Whether lines with a name and a time alone head the words, in the order of time."""
    return _layout_of(text) is not None


def parse_blocks(source: str) -> Body:
    """The paragraphs of every block with its speaker and its time, and what the tool says above the first one."""
    lines = list(filled_lines(source))
    layout = _layout_of(source)
    headings = layout(lines).headings if layout else []
    preamble = read_preamble(lines[: headings[0].first] if headings else lines)
    spoken = [RawLine(line.start, line.end) for line in preamble.spoken]
    ends = [*(heading.first for heading in headings[1:]), len(lines)]
    for heading, end in zip(headings, ends, strict=False):
        line = RawLine(0, 0, heading.name, heading.start_time, heading.end_time)
        spoken += [replace(line, start=start, end=end) for start, end in _paragraphs(lines[heading.after : end])]
    return Body(tuple(spoken), preamble.header)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The spans of the lines without an empty one between them, as tools break a sentence over several."""
    number = 0
    numbered: list[tuple[int, Line]] = []
    for line in lines:
        number += line.follows_gap or is_rule(line.text)
        if not _is_beside_the_words(line, is_last=line is lines[-1]):
            numbered.append((number, line))
    for _, group in groupby(numbered, key=itemgetter(0)):
        paragraph = [line for _, line in group]
        yield paragraph[0].start, paragraph[-1].end


def _is_beside_the_words(line: Line, *, is_last: bool) -> bool:
    says_nothing = is_tool_note(line.text) or is_rule(line.text) or _time_alone(line) is not None
    return says_nothing or (is_last and is_recording_note(line.text))


def _layout_of(text: str) -> Layout | None:
    """The first layout that the text keeps to, None for a text of another shape."""
    lines = list(filled_lines(text[:SAMPLE_CHARACTERS]))
    return next((layout for layout in _LAYOUTS if _is_kept_to(layout(lines), lines)), None)


def _is_kept_to(found: _Found, lines: Sequence[Line]) -> bool:
    """Whether words stand below most headings, in the order of time, and the same people speak again."""
    headings = found.headings
    taken = {heading.first for heading in headings}
    followed = sum(1 for heading in headings if heading.after < len(lines) and heading.after not in taken)
    times = [heading.start_time for heading in headings if heading.start_time is not None]
    in_order = sum(1 for before, after in pairwise(times) if before <= after)
    speak_again = len({heading.name for heading in headings}) <= len(headings) / 2 + 1
    return (
        len(headings) >= _MIN_BLOCKS
        and len(headings) * _MAX_LINES_IN_BLOCK >= len(lines)
        and len(headings) >= found.chances * _MIN_COVERED
        and followed >= len(headings) * _MIN_FOLLOWED
        and in_order >= (len(times) - 1) * _MIN_IN_ORDER
        and (_are_mostly_strong(headings) or speak_again)
    )


def _trusted(headings: list[_Heading], lines: Sequence[Line]) -> list[_Heading]:
    """The headings that look like the most of the file's own: the others are words that look like a heading."""
    if _are_mostly_strong(headings):
        names = {heading.name for heading in headings if heading.is_strong}
        headings = [heading for heading in headings if heading.name in names]
    after_gap = [heading for heading in headings if lines[heading.first].follows_gap or heading.first == 0]
    return after_gap if len(after_gap) >= len(headings) * _MIN_AFTER_GAP else headings


def _are_mostly_strong(headings: Sequence[_Heading]) -> bool:
    return sum(1 for heading in headings if heading.is_strong) * 2 > len(headings)


def _name_then_time(lines: Sequence[Line]) -> _Found:
    return _Found(_trusted(list(_on_one_line(lines, _NAME_THEN_TIME)), lines))


def _time_then_name(lines: Sequence[Line]) -> _Found:
    headings = [replace(heading, is_strong=False) for heading in _on_one_line(lines, _TIME_THEN_NAME)]
    return _Found(_trusted(headings, lines), sum(1 for line in lines if _STARTS_WITH_TIME.match(line.text)))


def _on_one_line(lines: Sequence[Line], shape: re.Pattern[str]) -> Iterator[_Heading]:
    for index, line in enumerate(lines):
        match = shape.fullmatch(line.text) if _may_hold_time(line) else None
        name = " ".join(match["name"].split()) if match else ""
        is_strong = match is not None and len(match["gap"]) != 1 and match["gap"][:1] not in {",", "，"}
        if match and is_name(name) and (is_strong or is_capitalised(name)):
            yield _Heading(index, index + 1, name, *_times(match.groupdict()), is_strong)


def _name_above_time(lines: Sequence[Line]) -> _Found:
    return _on_two_lines(lines, is_name_above=True)


def _time_above_name(lines: Sequence[Line]) -> _Found:
    return _on_two_lines(lines, is_name_above=False)


def _on_two_lines(lines: Sequence[Line], *, is_name_above: bool) -> _Found:
    """The headings of a time alone on a line, or said in several ways on several, and a name on the line beside it."""
    headings: list[_Heading] = []
    chances, index = 0, 0
    while index < len(lines):
        first, times = index, _time_alone(lines[index])
        index += 1
        if times is None:
            continue
        chances += 1
        while index < len(lines) and _time_alone(lines[index]) is not None:
            index += 1
        place = first - 1 if is_name_above else index
        name = lines[place].text.strip("#*_ \t") if 0 <= place < len(lines) else ""
        if is_name(name) and is_capitalised(name):
            after = _after_repetition(lines, index) if is_name_above else index + 1
            headings.append(_Heading(min(first, place), after, " ".join(name.split()), *times, is_strong=False))
    return _Found(_trusted(headings, lines), chances)


def _after_repetition(lines: Sequence[Line], index: int) -> int:
    """Where the words begin: what Teams shows says name and time again for readers of screens."""
    return index + 1 if index < len(lines) and _NAME_AND_WORDS.fullmatch(lines[index].text) else index


def _time_alone(line: Line) -> tuple[float | None, float | None] | None:
    if not _may_hold_time(line):
        return None
    match = _TIME_ALONE.fullmatch(line.text) or _TIME_IN_WORDS.fullmatch(line.text)
    return _times(match.groupdict()) if match else None


def _may_hold_time(line: Line) -> bool:
    """A quick look before the slow ones: few lines of a conversation are as short as a heading and hold a time."""
    return len(line.text) <= _MAX_HEADING_CHARACTERS and _ANY_TIME.search(line.text) is not None


def _times(parts: Mapping[str, str | None]) -> tuple[float | None, float | None]:
    """The times of a heading; the time of a clock (`6:03 PM`) is no time of a recording."""
    if parts.get("half"):
        return None, None
    if parts.get("words"):
        return words_to_seconds(parts["words"] or ""), None
    return to_seconds(parts.get("time") or ""), to_seconds(parts.get("end") or "")


_LAYOUTS: tuple[Layout, ...] = (_name_then_time, _name_above_time, _time_then_name, _time_above_name)
