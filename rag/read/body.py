"""The raw shape that every parser gives, and how it becomes segments. Knows nothing of any format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

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
    """What a file says about itself: its first lines or fields, and `made`, the day that its properties name."""

    title: str | None = None
    date_text: str | None = None
    people: tuple[str, ...] = ()
    made: date | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a parser gives: the spoken lines in order, the header, and which markup stands among the words."""

    lines: tuple[RawLine, ...]
    header: Header = Header()
    has_caption_markup: bool = False
    has_script_markup: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said, taken out of a file whose bytes are no readable text; times are seconds."""

    text: str
    speaker: str | None = None
    start_time: float | None = None
    end_time: float | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The text that was taken out of such a file, and where its lines stand in it."""

    source: str
    body: Body


def write_script(utterances: Iterable[Utterance], header: Header = Header()) -> Script:
    r"""One line for each utterance, `Name: words` or the words alone; those without a visible character are left out.

    JSON escapes letters (`\u0434`) and tables double quotation marks, so a slice of such a file is not what was said:
    its source text is this script instead.
    """
    parts: list[str] = []
    lines: list[RawLine] = []
    position = 0
    for said in utterances:
        words = said.text.strip()
        if not words:
            continue
        label = f"{said.speaker}: " if said.speaker else ""
        start = position + len(label)
        lines.append(RawLine(start, start + len(words), said.speaker, said.start_time, said.end_time))
        parts.append(f"{label}{words}\n")
        position += len(parts[-1])
    return Script("".join(parts), Body(tuple(lines), header))


def to_segments(source: str, body: Body) -> tuple[Segment, ...]:
    """The segments of a parsed body, numbered from 1, without those that hold no text."""
    pieces = _segments(source, body)
    return tuple(replace(segment, number=number) for number, segment in enumerate(pieces, start=1))


def _segments(source: str, body: Body) -> Iterator[Segment]:
    caption, script = body.has_caption_markup, body.has_script_markup
    for line in body.lines:
        pieces = cut_long_span(source, line.start, line.end, has_caption_markup=caption, has_script_markup=script)
        for start, end in pieces:
            text = readable(source[start:end], has_caption_markup=caption, has_script_markup=script)
            if text:
                yield Segment(0, start, end, text, line.speaker, line.start_time, line.end_time)
