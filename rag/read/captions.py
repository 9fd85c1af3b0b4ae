"""SubRip and WebVTT captions with their exact places.

Own scanner, because the parser libraries drop what a quote needs: webvtt-py and pysubs2 give no offsets, the first
loses cues with a broken time and refuses files without cue numbers, the second takes WebVTT notes for speech.
The tests hold it to pysubs2 on clean files. Shapes: Zoom (`Name: words`), Teams (`<v Name>`), Whisper.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.read.body import Body, RawLine
from rag.read.speakers import Label, choose_speakers, find_label
from rag.read.text import readable
from rag.read.times import TIME_CODE, to_seconds

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_TIMING = re.compile(rf"[\ufeff\s]*(?P<start>{TIME_CODE})\s*-->\s*(?P<end>{TIME_CODE})")
_ARROW = re.compile(r"^[\ufeff\s]*(?:\d[^-]{0,40})?-->")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+(?P<name>[^<>]{1,80})>")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MAX_LABEL_CHARACTERS = 120
_NOT_SPEECH = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")


@dataclass(frozen=True, slots=True)
class _Cue:
    """The text span of a cue, with its time when that is readable."""

    start: int
    end: int
    start_time: float | None
    end_time: float | None


def parse_captions(source: str) -> Body:
    """The cues of a caption file; a cue with a broken time keeps its words and has no time."""
    cues = [cue for cue in _cues(source) if readable(source[cue.start : cue.end], has_caption_markup=True)]
    labels = [_label(source, cue) for cue in cues]
    speakers = choose_speakers(label for label in labels)
    lines = _with_speakers(source, cues, labels, speakers)
    return Body(tuple(lines), has_caption_markup=True)


def _with_speakers(
    source: str, cues: list[_Cue], labels: list[Label | None], speakers: frozenset[str]
) -> Iterator[RawLine]:
    speaker = None
    for cue, label in zip(cues, labels, strict=True):
        line = RawLine(cue.start, cue.end, None, cue.start_time, cue.end_time)
        voices = list(_VOICE.finditer(source, cue.start, cue.end))
        if voices:
            yield replace(line, end=voices[0].start())
            for voice, end in zip(voices, [*(later.start() for later in voices[1:]), cue.end], strict=True):
                yield replace(line, start=voice.end(), end=end, speaker=" ".join(voice["name"].split()))
            continue
        for start, end, name in _named_parts(source, cue, label, speakers):
            speaker = name or speaker
            yield replace(line, start=start, end=end, speaker=speaker)


def _named_parts(
    source: str, cue: _Cue, label: Label | None, speakers: frozenset[str]
) -> Iterator[tuple[int, int, str | None]]:
    """The parts of a cue that each begin with a speaker's name, as two people may speak in one cue."""
    start, name = (cue.start + label.length, label.name) if label and label.name in speakers else (cue.start, None)
    for line_end in _LINE_END.finditer(source, start, cue.end):
        other = find_label(source[line_end.end() : min(line_end.end() + _MAX_LABEL_CHARACTERS, cue.end)])
        if other and other.name in speakers:
            yield start, line_end.start(), name
            start, name = line_end.end() + other.length, other.name
    yield start, cue.end, name


def _label(source: str, cue: _Cue) -> Label | None:
    return find_label(source[cue.start : cue.end])


def _cues(source: str) -> Iterator[_Cue]:
    """The cues in order: the lines after a timing line, up to an empty line or the next cue."""
    lines = list(_lines(source))
    index = 0
    while index < len(lines):
        timing = _timing(source, lines[index])
        if timing is None:
            index += 1
            continue
        index += 1
        first = index
        while index < len(lines) and not _ends_cue(source, lines, index):
            index += 1
        if index > first:
            yield replace(timing, start=lines[first][0], end=lines[index - 1][1])


def _timing(source: str, line: tuple[int, int]) -> _Cue | None:
    """An empty cue with the times of a timing line, None for any other line."""
    text = source[slice(*line)]
    if not _ARROW.match(text):
        return None
    match = _TIMING.match(text)
    if not match:
        return _Cue(line[1], line[1], None, None)
    return _Cue(line[1], line[1], to_seconds(match["start"]), to_seconds(match["end"]))


def _ends_cue(source: str, lines: list[tuple[int, int]], index: int) -> bool:
    text = source[slice(*lines[index])]
    if not text.strip():
        return _next_block_is_no_speech_of_this_cue(source, lines, index)
    if _ARROW.match(text):
        return True
    is_before_timing = index + 1 < len(lines) and _ARROW.match(source[slice(*lines[index + 1])]) is not None
    return is_before_timing and text.strip().isdigit()


def _next_block_is_no_speech_of_this_cue(source: str, lines: list[tuple[int, int]], index: int) -> bool:
    """An empty line ends a cue, except where the words go on after it: some tools leave empty lines inside a cue."""
    after = index
    while after < len(lines) and not source[slice(*lines[after])].strip():
        after += 1
    if after == len(lines):
        return True
    text = source[slice(*lines[after])].strip()
    if _ARROW.match(text) or _NOT_SPEECH.match(text):
        return True
    return after + 1 < len(lines) and _ARROW.match(source[slice(*lines[after + 1])]) is not None


def _lines(source: str) -> Iterator[tuple[int, int]]:
    """The span of every line, its line end left out."""
    for match in _LINE.finditer(source):
        if match.end() > match.start():
            yield match.start(), match.start() + len(match.group().rstrip("\r\n"))
