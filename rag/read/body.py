"""The raw shape that every parser gives, and how it becomes segments. Knows nothing of any format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rag.read.text import cut_long_span, readable
from rag.types import Segment


@dataclass(frozen=True, slots=True)
class RawLine:
    """One spoken line: the span of its words in the source, without the speaker's name and the time."""

    start: int
    end: int
    speaker: str | None = None
    start_time: float | None = None
    end_time: float | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a file says about itself."""

    title: str | None = None
    date_text: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What a parser gives: the spoken lines in order, and the header."""

    lines: tuple[RawLine, ...]
    header: Header = Header()
    has_caption_markup: bool = False


def to_segments(source: str, body: Body) -> tuple[Segment, ...]:
    """The segments of a parsed body, numbered from 1, without those that hold no text."""
    pieces = _segments(source, body.lines, has_caption_markup=body.has_caption_markup)
    return tuple(replace(segment, number=number) for number, segment in enumerate(pieces, start=1))


def _segments(source: str, lines: Iterable[RawLine], *, has_caption_markup: bool) -> Iterator[Segment]:
    for line in lines:
        for start, end in cut_long_span(source, line.start, line.end, has_caption_markup=has_caption_markup):
            text = readable(source[start:end], has_caption_markup=has_caption_markup)
            if text:
                yield Segment(0, start, end, text, line.speaker, line.start_time, line.end_time)
