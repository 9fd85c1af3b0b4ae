"""What the tests of this folder share: reading a text in one line, and the rule every segment is held to."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from rag.read.reader import read_transcript
from rag.read.text import MAX_SEGMENT_CHARACTERS, readable
from rag.types import ParsedTranscript, Segment

TODAY = date(2025, 12, 1)
MAX_BYTES = 2**20
CAPTION_SUFFIXES = (".srt", ".vtt")
CAPTION_FORMATS = frozenset({"srt", "vtt", "sbv"})


def read(text: str, file_name: str = "session.txt", *, file_date: date | None = None) -> ParsedTranscript:
    return read_transcript(text.encode(), file_name, today=TODAY, file_date=file_date, max_bytes=MAX_BYTES)


def spoken(transcript: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(segment.speaker, segment.text) for segment in transcript.segments]


def without_space(text: str) -> str:
    return "".join(text.split())


def by_turn(lines: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Every visible character in order, the lines of one speaker joined."""
    turns = groupby(lines, key=itemgetter(0))
    return [(speaker, "".join(without_space(text) for _, text in turn)) for speaker, turn in turns]


def assert_exact_places(
    source: str, segments: Sequence[Segment], *, has_caption_markup: bool, has_script_markup: bool = False
) -> None:
    assert [segment.number for segment in segments] == list(range(1, len(segments) + 1))
    previous_end = 0
    for segment in segments:
        assert previous_end <= segment.start < segment.end <= len(source)
        assert len(segment.text) <= MAX_SEGMENT_CHARACTERS
        fragment = source[segment.start : segment.end]
        text = readable(fragment, has_caption_markup=has_caption_markup, has_script_markup=has_script_markup)
        assert text == segment.text
        assert segment.text == " ".join(segment.text.split()) != ""
        previous_end = segment.end
