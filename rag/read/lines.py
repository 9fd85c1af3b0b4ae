"""The lines of a text with their places, and the lines that tools add to the speech. Knows nothing of formats."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SAMPLE_CHARACTERS = 100_000
"""So much of a text tells its shape."""

LINE_START = r"(?<![^\r\n])"
"""Where a line begins, whatever ends the line before it: `^` knows only of `\\n`."""

_LINE = re.compile(r"[^\r\n]+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = "\ufeff"
_INVISIBLE = " \t\u3000\u200b" + _MARK
_TOOL_NOTE = re.compile(
    r"[#*_\s]*(?:"
    r"Transcribed by (?:https?://)?otter\.ai\b.{0,80}"
    r"|(?:Transcription|Meeting) ended after \d{1,2}:\d{2}.{0,40}"
    r"|This editable transcript was computer generated.{0,200}"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, without its line end; `follows_gap` when an empty line stands before it."""

    start: int
    end: int
    text: str
    follows_gap: bool = False


def filled_lines(source: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines between two places that hold more than white space; a byte order mark belongs to none."""
    end = len(source) if end is None else end
    previous_end = start
    for match in _LINE.finditer(source, start, end):
        line_start = match.start() + (1 if source[match.start()] == _MARK else 0)
        text = source[line_start : match.end()]
        if text.isspace() or not text.strip(_INVISIBLE):
            continue
        between = source[previous_end : match.start()]
        is_gap = len(between) > 1 and len(_LINE_BREAK.findall(between)) > 1
        yield Line(line_start, match.end(), text, is_gap)
        previous_end = match.end()


def is_tool_note(text: str) -> bool:
    """Whether a whole line is what a tool writes around every transcript, and nobody's words."""
    return _TOOL_NOTE.fullmatch(text.rstrip(" \t*_")) is not None
