r"""SubStation captions, `.ass` and `.ssa`, with their exact places. Knows nothing of styles and positions.

Own scanner for the reason that `rag.read.captions` gives. Override tags in braces and the marks `\N`, `\n`, `\h` are
markup; drawings and comments are no speech.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.read.body import Body, Header, RawLine
from rag.read.lines import LINE_START, SAMPLE_CHARACTERS, Line, filled_lines
from rag.read.speakers import Label, choose_speakers, find_label
from rag.read.text import blank_markup
from rag.read.times import to_seconds

_BEGINNING = re.compile(r"[\ufeff\s]*(?:[;!][^\r\n]*\s+){0,20}\[Script Info\]", re.IGNORECASE)
_EVENTS = re.compile(rf"{LINE_START}\[Events\]", re.IGNORECASE)
_ANY_DIALOGUE = re.compile(rf"{LINE_START}Dialogue:", re.IGNORECASE)
_SECTION = re.compile(r"\[[^\[\]]{1,60}\]\s*$")
_FIELD = re.compile(r"(?P<key>Title|Format|Dialogue)[ \t]*:[ \t]*", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\\p(?P<scale>\d+)")
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_SPEAKER_FIELDS = ("name", "actor")
_NO_TITLES = frozenset({"", "default aegisub file", "untitled", "<untitled>", "new subtitles"})


@dataclass(frozen=True, slots=True)
class _Event:
    """One line of dialogue: where its text stands, and what its other fields say."""

    start: int
    end: int
    speaker: str | None
    start_time: float | None
    end_time: float | None


def is_sub_station(text: str) -> bool:
    """Whether the text begins with `[Script Info]`, or holds dialogue below `[Events]`."""
    sample = text[:SAMPLE_CHARACTERS]
    if _BEGINNING.match(sample):
        return True
    return _EVENTS.search(sample) is not None and _ANY_DIALOGUE.search(sample) is not None


def parse_sub_station(source: str) -> Body:
    """The dialogue of a SubStation file; the actor of a line is its speaker, else the label before its words."""
    title, events = _read(source)
    parts = [list(_spoken_parts(source, event.start, event.end)) for event in events]
    labels = [
        None if event.speaker or not spans else _label(source, *spans[0])
        for event, spans in zip(events, parts, strict=True)
    ]
    speakers = choose_speakers(label for label, event in zip(labels, events, strict=True) if not event.speaker)
    lines: list[RawLine] = []
    carried: str | None = None
    for event, spans, label in zip(events, parts, labels, strict=True):
        named = label if label and label.name in speakers else None
        carried = named.name if named else carried
        length = named.length if named else 0
        for start, end in spans:
            lines.append(RawLine(start + length, end, event.speaker or carried, event.start_time, event.end_time))
            length = 0
    return Body(tuple(lines), Header(title), has_script_markup=True)


def _label(source: str, start: int, end: int) -> Label | None:
    """The label that the span begins with, whatever tags stand before it."""
    text = _blank(source, start, end)
    length = len(text) - len(text.lstrip())
    label = find_label(text[length:])
    return replace(label, length=length + label.length) if label else None


def _read(source: str) -> tuple[str | None, list[_Event]]:
    """The title, and the dialogue in the order of the file."""
    title: str | None = None
    fields: Sequence[str] = _FIELDS
    is_event_section = False
    events: list[_Event] = []
    for line in filled_lines(source):
        field = _FIELD.match(line.text)
        key, value = (field["key"].lower(), line.text[field.end() :].strip()) if field else ("", "")
        if _SECTION.match(line.text):
            is_event_section = line.text.strip().lower() == "[events]"
        elif key == "title" and value.lower() not in _NO_TITLES:
            title = title or value
        elif key == "format" and is_event_section:
            fields = [name.strip().lower() for name in value.split(",")]
        elif field and key == "dialogue":
            events.append(_event(line, field.end(), fields))
    return title, events


def _event(line: Line, length: int, fields: Sequence[str]) -> _Event:
    """A line cut at its commas as the format says; one with too few of them keeps all its words and has no time."""
    parts = line.text[length:].split(",", len(fields) - 1)
    if len(parts) < len(fields):
        return _Event(line.start + length, line.end, None, None, None)
    values = dict(zip(fields, parts, strict=True))
    speaker = next((" ".join(values[name].split()) for name in _SPEAKER_FIELDS if name in values), "")
    times = (to_seconds(values.get("start", "")), to_seconds(values.get("end", "")))
    return _Event(line.end - len(parts[-1]), line.end, speaker or None, *times)


def _blank(source: str, start: int, end: int) -> str:
    return blank_markup(source[start:end], has_caption_markup=False, has_script_markup=True)


def _spoken_parts(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""The parts of a text outside drawings, which stand between `{\p1}` and `{\p0}`."""
    part: int | None = start
    for override in _OVERRIDE.finditer(source, start, end):
        drawings = _DRAWING.findall(override.group())
        if drawings and int(drawings[-1]) and part is not None:
            if _blank(source, part, override.start()).strip():
                yield part, override.start()
            part = None
        elif drawings and not int(drawings[-1]) and part is None:
            part = override.end()
    if part is not None:
        yield part, end
