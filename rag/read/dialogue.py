"""Plain text and Markdown: `Name: words`, `[00:01:20] words`, or prose. Knows nothing of captions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.read.body import Body, Header, RawLine
from rag.read.header import FirstLine, HeaderLines, read_header
from rag.read.speakers import Label, choose_speakers, find_label
from rag.read.times import TIME_CODE, to_seconds

_LINE = re.compile(r"[^\r\n]+")
_LEAD = re.compile(r"(?:[ \t\u3000]|[>•]\s|[-*+]\s+(?=\S))*")
_TIME = re.compile(
    rf"[\[(<]?(?P<start>{TIME_CODE})(?:\s*(?:-->|[-–—])\s*(?P<end>{TIME_CODE}))?(?:[\])>]:?\s*|:\s+|\s+|$)"
)
_BREAK = re.compile(r"\s*(?:#{1,6}\s|[-*_=]{3,}\s*$)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that is not empty, its time read, its label recognised but not yet trusted."""

    line_start: int
    start: int
    end: int
    label: Label | None
    start_time: float | None
    end_time: float | None
    follows_gap: bool


def parse_dialogue(source: str) -> Body:
    """The spoken lines of a text file; lines without a name go on with the speaker before them."""
    candidates = list(_candidates(source))
    header = read_header([_first_line(source, candidate) for candidate in candidates])
    spoken = candidates[header.length :]
    speakers = choose_speakers(candidate.label for candidate in spoken)
    return Body(tuple(_spoken_lines(source, spoken, speakers, header)), header.header or Header())


def _first_line(source: str, candidate: _Candidate) -> FirstLine:
    label = candidate.label.name if candidate.label else None
    return FirstLine(source[candidate.line_start : candidate.end], label, candidate.follows_gap)


def _spoken_lines(
    source: str, candidates: list[_Candidate], speakers: frozenset[str], header: HeaderLines
) -> Iterator[RawLine]:
    speaker: str | None = None
    for candidate in candidates:
        line = RawLine(candidate.start, candidate.end, None, candidate.start_time, candidate.end_time)
        if _BREAK.match(source, candidate.line_start, candidate.end):
            speaker = None
        label = candidate.label
        if label and label.name in speakers:
            speaker = header.roles.get(label.name.casefold(), label.name)
            line = replace(line, start=candidate.start + label.length)
            if label.time and line.start_time is None:
                line = replace(line, start_time=to_seconds(label.time))
        yield replace(line, speaker=speaker)


def _candidates(source: str) -> Iterator[_Candidate]:
    previous_end = 0
    for match in _LINE.finditer(source):
        line_start, end = match.start(), match.end()
        if not source[line_start:end].strip("\ufeff \t\u3000"):
            continue
        follows_gap = len(re.findall(r"\r\n|\r|\n", source[previous_end:line_start])) > 1
        previous_end = end
        start = line_start + (1 if source[line_start] == "\ufeff" else 0)
        lead = _LEAD.match(source, start, end)
        start = lead.end() if lead else start
        time = _TIME.match(source, start, end)
        start_time = to_seconds(time["start"]) if time else None
        end_time = to_seconds(time["end"]) if time and time["end"] else None
        start = time.end() if time else start
        label = find_label(source[start:end])
        yield _Candidate(line_start, start, end, label, start_time, end_time, follows_gap)
