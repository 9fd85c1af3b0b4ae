"""Plain text and Markdown: `Name: words`, `[00:01:20] words`, or prose. Knows nothing of captions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.read.body import Body, Header, RawLine
from rag.read.header import FirstLine, HeaderLines, read_header
from rag.read.lines import Line, filled_lines, is_tool_note
from rag.read.preamble import is_transcript_title, read_preamble
from rag.read.speakers import Label, choose_speakers, find_label
from rag.read.text import is_rule
from rag.read.times import TIME_CODE, to_seconds, words_to_seconds

_LEAD = re.compile(r"(?:[ \t\u3000]|[>•]\s|[-*+]\s+(?=\S))*")
_TIME = re.compile(
    rf"[\[(<]?(?P<start>{TIME_CODE})(?:\s*(?:-->|[-–—])\s*(?P<end>{TIME_CODE}))?(?:[\])>]:?\s*|:\s+|\s+|$)(?:[-–—|]\s+)?"
)
_TIME_ALONE = re.compile(
    rf"[#*_\s]*[\[(<]?(?P<start>{TIME_CODE})(?:\s*(?:-->|[-–—])\s*(?P<end>{TIME_CODE}))?[\])>]?:?[*_\s]*"
)
_BREAK = re.compile(r"\s*(?:#{1,6}\s|[-*_=]{3,}\s*$)")
_MAX_LINES_ABOVE_TITLE, _MAX_PREAMBLE_LINES = 12, 24


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that is not empty, its time read, its label recognised but not yet trusted."""

    line: Line
    start: int
    label: Label | None
    start_time: float | None
    end_time: float | None

    @property
    def is_time_alone(self) -> bool:
        return self.start == self.line.end and self.start_time is not None


def parse_dialogue(source: str) -> Body:
    """The spoken lines of a text file; lines without a name go on with the speaker before them."""
    candidates = [_candidate(line) for line in filled_lines(source) if not is_tool_note(line.text)]
    above = _lines_above_the_words(candidates)
    preamble = read_preamble([candidate.line for candidate in candidates[:above]])
    found = HeaderLines(above, preamble.header) if above else read_header([_first_line(one) for one in candidates])
    spoken = candidates[found.length :]
    speakers = choose_speakers(one.label for one in spoken if not one.is_time_alone and not is_rule(one.line.text))
    lines = [RawLine(line.start, line.end) for line in preamble.spoken]
    return Body((*lines, *_spoken_lines(spoken, speakers, found)), found.header or Header())


def _lines_above_the_words(candidates: Sequence[_Candidate]) -> int:
    """How many lines Google Meet writes above the first words: the day, a title, who was there; else none."""
    titles = [
        index for index, one in enumerate(candidates[:_MAX_LINES_ABOVE_TITLE]) if is_transcript_title(one.line.text)
    ]
    if not titles:
        return 0
    after = candidates[titles[-1] + 1 : _MAX_PREAMBLE_LINES]
    return next((index for index, one in enumerate(after, titles[-1] + 1) if one.label or one.is_time_alone), 0)


def _first_line(candidate: _Candidate) -> FirstLine:
    label = candidate.label.name if candidate.label else None
    return FirstLine(candidate.line.text, label, candidate.line.follows_gap)


def _spoken_lines(candidates: Sequence[_Candidate], speakers: frozenset[str], header: HeaderLines) -> Iterator[RawLine]:
    """The words of every line; a time alone, or beside a name alone, is that of the next words."""
    speaker: str | None = None
    times: tuple[float | None, float | None] = (None, None)
    for before, candidate in zip((None, *candidates), candidates, strict=False):
        start, label = candidate.start, candidate.label
        if candidate.is_time_alone:
            times = (candidate.start_time, candidate.end_time)
            continue
        if before and before.is_time_alone and _says_time(candidate.line.text, before.start_time):
            continue
        if _BREAK.match(candidate.line.text):
            speaker = None
        if candidate.start_time is not None:
            times = (candidate.start_time, candidate.end_time)
        if label and label.name in speakers:
            speaker = header.roles.get(label.name.casefold(), label.name)
            start += label.length
            if label.time and times[0] is None:
                times = (to_seconds(label.time), None)
        if start < candidate.line.end and not is_rule(candidate.line.text):
            yield RawLine(start, candidate.line.end, speaker, *times)
            times = (None, None)


def _says_time(text: str, seconds: float | None) -> bool:
    """Whether a line repeats a time in words, as YouTube does for readers of screens: `1 минута 5 секунд`."""
    said = words_to_seconds(text)
    return seconds is not None and int(seconds) == (words_to_seconds(f"{text.strip()} 0 sec") if said is None else said)


def _candidate(line: Line) -> _Candidate:
    alone = _TIME_ALONE.fullmatch(line.text)
    if alone:
        end_time = to_seconds(alone["end"]) if alone["end"] else None
        return _Candidate(line, line.end, None, to_seconds(alone["start"]), end_time)
    lead = _LEAD.match(line.text)
    length = lead.end() if lead else 0
    time = _TIME.match(line.text, length)
    start_time = to_seconds(time["start"]) if time else None
    end_time = to_seconds(time["end"]) if time and time["end"] else None
    length = time.end() if time else length
    return _Candidate(line, line.start + length, find_label(line.text[length:]), start_time, end_time)
