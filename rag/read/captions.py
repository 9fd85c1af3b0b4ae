"""SubRip, WebVTT and SBV captions with their exact places.

Own scanner, because the parser libraries drop what a quote needs: webvtt-py and pysubs2 give no offsets, the first
loses cues with a broken time and refuses files without cue numbers, the second takes WebVTT notes for speech.
The tests hold it to pysubs2 on clean files. Shapes: Zoom (`Name: words`), Teams (`<v Name>`), Whisper, YouTube.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.read.body import Body, RawLine
from rag.read.lines import LINE_START, SAMPLE_CHARACTERS, Line, filled_lines
from rag.read.rolling import first_shown
from rag.read.speakers import Label, choose_speakers, find_label
from rag.read.text import blank_markup, readable
from rag.read.times import TIME_CODE, to_seconds


@dataclass(frozen=True, slots=True)
class _Timing:
    """How a format writes the time of a cue: a line that is meant as one, its parts, and the cue's name before it."""

    begins: re.Pattern[str]
    parts: re.Pattern[str]
    name: re.Pattern[str]


_SBV_TIME = r"\d{1,3}:\d{2}:\d{2}\.\d{3}"
_SBV_LINE = re.compile(rf"[\ufeff\s]*(?P<start>{_SBV_TIME}),(?P<end>{_SBV_TIME})\s*$")
_ARROWS = _Timing(
    begins=re.compile(r"^[\ufeff\s]*(?:\d[^-]{0,40})?-->"),
    parts=re.compile(rf"[\ufeff\s]*(?P<start>{TIME_CODE})\s*-->\s*(?P<end>{TIME_CODE})(?![\w:])"),
    name=re.compile(r"\d+|[\w-]{4,40}/\d+-\d+"),
)
_COMMAS = _Timing(begins=_SBV_LINE, parts=_SBV_LINE, name=re.compile(r"(?!)"))

_WEB_CAPTIONS = re.compile(r"[\ufeff\s]*WEBVTT(?:[ \t\r\n]|$)")
_TIMING_LINE = re.compile(
    rf"{LINE_START}[\ufeff \t]*{TIME_CODE}[ \t]*-->[ \t]*{TIME_CODE}"
    r"(?:[ \t]+(?:align|position|line|size|vertical|region|[XY][12]):\S+)*[ \t]*(?![^\r\n])"
)
_OLD_TEAMS_LINE = re.compile(rf"{LINE_START}\d{{1,2}}:(?:\d:\d{{1,2}}|\d{{2}}:\d)\.\d{{1,3}} --> ")
_SBV_TIMING_LINE = re.compile(rf"{LINE_START}[\ufeff \t]*{_SBV_TIME},{_SBV_TIME}[ \t]*(?![^\r\n])")
_MIN_TIMING_SHARE = 0.05

_LINE_END = re.compile(r"\r\n|\r|\n")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+(?P<name>[^<>\s][^<>]{0,79})>")
_LEAD = re.compile(r"\s*(?:(?:>{1,3}|[-–—])\s*)?")
_MAX_LABEL_CHARACTERS = 120
_NOT_SPEECH = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")
_SOUND = re.compile(
    r"[♪♫\s]*(?:[\[(（【*]\s*(?:music|applause|laughter|cheering|silence|foreign|blank_audio|музыка|аплодисменты|смех"
    r"|тишина|音乐|音樂|掌声|掌聲|笑声|笑聲)\s*[\])）】*][♪♫\s]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """The text span of a cue, with its time when that is readable."""

    start: int
    end: int
    start_time: float | None
    end_time: float | None


def is_web_captions(text: str) -> bool:
    """Whether the text begins as every WebVTT file does."""
    return _WEB_CAPTIONS.match(text) is not None


def is_captions(text: str) -> bool:
    """Whether timing lines with an arrow stand in the text as often as in SubRip.

    Not `[00:00 --> 00:05] words`, which is a dialogue, and not the lines that Teams once wrote above a name.
    """
    sample = text[:SAMPLE_CHARACTERS]
    return _has_timing_lines(sample, _TIMING_LINE) and not _OLD_TEAMS_LINE.search(sample)


def is_sbv(text: str) -> bool:
    """Whether timing lines with a comma (`0:00:00.378,0:00:11.378`) stand in the text as often as in SBV."""
    return _has_timing_lines(text[:SAMPLE_CHARACTERS], _SBV_TIMING_LINE)


def _has_timing_lines(sample: str, line: re.Pattern[str]) -> bool:
    count = sum(1 for _ in line.finditer(sample))
    return count > 0 and count >= sum(1 for _ in filled_lines(sample)) * _MIN_TIMING_SHARE


def parse_captions(source: str) -> Body:
    """The cues of a SubRip or WebVTT file; a cue with a broken time keeps its words and has no time."""
    return _parse(source, _ARROWS)


def parse_sbv(source: str) -> Body:
    """The cues of an SBV file."""
    return _parse(source, _COMMAS)


def _parse(source: str, timing: _Timing) -> Body:
    shown = [cue for cue in _cues(source, timing) if _text(source, cue)]
    spans = first_shown(source, [(cue.start, cue.end) for cue in shown])
    said = [replace(cue, start=start, end=end) for cue, (start, end) in zip(shown, spans, strict=True)]
    cues = [cue for cue in said if not _SOUND.fullmatch(_text(source, cue))]
    labels = [_label(source, cue.start, cue.end) for cue in cues]
    speakers = choose_speakers(labels)
    lines = _with_speakers(source, cues, labels, speakers)
    return Body(tuple(lines), has_caption_markup=True)


def _text(source: str, cue: _Cue) -> str:
    return readable(source[cue.start : cue.end], has_caption_markup=True)


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
    for line_end in _LINE_END.finditer(source, start, cue.end if speakers else start):
        other = _label(source, line_end.end(), min(line_end.end() + _MAX_LABEL_CHARACTERS, cue.end))
        if other and other.name in speakers:
            yield start, line_end.start(), name
            start, name = line_end.end() + other.length, other.name
    yield start, cue.end, name


def _label(source: str, start: int, end: int) -> Label | None:
    """The label that the span begins with, whatever markup (`<i>Анна:</i>`) or mark of a new speaker stands before."""
    text = blank_markup(source[start:end], has_caption_markup=True)
    lead = _LEAD.match(text)
    length = lead.end() if lead else 0
    label = find_label(text[length:])
    return replace(label, length=length + label.length) if label else None


def _cues(source: str, timing: _Timing) -> Iterator[_Cue]:
    """The cues in order: the lines after a timing line, up to an empty line or the next cue."""
    lines = list(filled_lines(source))
    index = 0
    while index < len(lines):
        times = _times(lines[index].text, timing)
        index += 1
        if times is None:
            continue
        first = index
        while index < len(lines) and not _ends_cue(lines, index, timing):
            index += 1
        if index > first:
            yield _Cue(lines[first].start, lines[index - 1].end, *times)


def _times(line: str, timing: _Timing) -> tuple[float | None, float | None] | None:
    """The times of a timing line, each None when it is not readable; None for any other line."""
    if not timing.begins.match(line):
        return None
    match = timing.parts.match(line)
    return (to_seconds(match["start"]), to_seconds(match["end"])) if match else (None, None)


def _ends_cue(lines: Sequence[Line], index: int, timing: _Timing) -> bool:
    """An empty line ends a cue, except where the words go on after it: some tools leave empty lines inside a cue."""
    line = lines[index]
    if timing.begins.match(line.text) or (line.follows_gap and _NOT_SPEECH.match(line.text.strip())):
        return True
    after = lines[index + 1] if index + 1 < len(lines) else None
    is_right_before_timing = after and not after.follows_gap and timing.begins.match(after.text)
    return bool(is_right_before_timing and (line.follows_gap or timing.name.fullmatch(line.text.strip())))
