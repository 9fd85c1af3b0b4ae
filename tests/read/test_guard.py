"""The process around the parsers: the same transcript as without it, and nothing that a file can do to the parent."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date

import pytest

from rag.errors import DamagedFile, EmptyFile, FileTooLarge, ReadingLimit, UncertainEncoding, UnreadableFile
from rag.read.guard import GuardedReader, Limits, Request
from rag.read.reader import read_transcript
from rag.types import Segment
from tests.read.examples import MAX_BYTES, TODAY

REQUEST = Request("встреча.txt", TODAY, date(2025, 3, 1), None, MAX_BYTES)
DIALOGUE = "Дата: 14.10.2024\n\nАнна: Привет! 🙂\nBen: [00:01:05] Hi.\n".encode()


@pytest.fixture
def guarded() -> Iterator[GuardedReader]:
    reader = GuardedReader(Limits(seconds=20))
    yield reader
    reader.close()


def test_a_file_reads_the_same_inside_and_outside(guarded: GuardedReader) -> None:
    inside = guarded.read(DIALOGUE, REQUEST)
    outside = read_transcript(
        DIALOGUE, REQUEST.file_name, today=TODAY, file_date=REQUEST.file_date, max_bytes=MAX_BYTES
    )
    assert inside == outside
    assert isinstance(inside.segments[0], Segment)


def test_errors_come_out_with_their_words_and_values(guarded: GuardedReader) -> None:
    with pytest.raises(EmptyFile):
        guarded.read(b"  ", REQUEST)
    with pytest.raises(FileTooLarge) as caught:
        guarded.read(b"x" * 30, replace(REQUEST, max_bytes=29))
    assert caught.value.values == {"limit": 0}
    doubtful = "ёж".encode("cp1251")
    with pytest.raises(UncertainEncoding) as doubt:
        guarded.read(doubtful, REQUEST)
    assert "," in str(doubt.value.values["candidates"])
    assert guarded.read(doubtful, replace(REQUEST, encoding="cp1251")).source == "ёж"


def test_one_process_serves_file_after_file(guarded: GuardedReader) -> None:
    guarded.read(DIALOGUE, REQUEST)
    assert guarded._child
    first = guarded._child.pid
    guarded.read(DIALOGUE, REQUEST)
    assert guarded._child.pid == first


def test_a_parser_that_takes_too_long_is_ended_and_the_next_file_is_read() -> None:
    guarded = GuardedReader(Limits(seconds=0.3))
    try:
        started = time.monotonic()
        with pytest.raises(ReadingLimit, match="too much time"):
            guarded.read(b"x: y\n" * 4_000_000, replace(REQUEST, max_bytes=2**30))
        assert time.monotonic() - started < 20
        guarded._limits = Limits(seconds=20)
        assert guarded.read(DIALOGUE, REQUEST).segments
    finally:
        guarded.close()


def test_a_parser_that_takes_too_much_memory_is_ended() -> None:
    guarded = GuardedReader(Limits(memory_bytes=350 * 2**20))
    try:
        with pytest.raises(ReadingLimit):
            guarded.read("Анна: да\n".encode() * 2_000_000, replace(REQUEST, max_bytes=2**30))
        assert guarded.read(DIALOGUE, REQUEST).segments
    finally:
        guarded.close()


def test_more_words_than_allowed_are_not_taken() -> None:
    guarded = GuardedReader(Limits(output_bytes=500))
    try:
        with pytest.raises(UnreadableFile):
            guarded.read("Анна: да\n".encode() * 100, REQUEST)
    finally:
        guarded.close()


def test_a_parser_that_dies_takes_nothing_with_it(guarded: GuardedReader) -> None:
    guarded.read(DIALOGUE, REQUEST)
    assert guarded._child
    guarded._child.kill()
    guarded._child.wait()
    assert guarded.read(DIALOGUE, REQUEST).segments
    child = guarded._child
    assert child
    assert child.stdin
    child.stdin.close()
    with pytest.raises((DamagedFile, ValueError)):
        guarded.read(DIALOGUE, REQUEST)


def test_halves_of_characters_pass_through(guarded: GuardedReader) -> None:
    data = b'[{"speaker": "A\\ud800", "text": "hello \\udfff there", "start": 1.0}]'
    transcript = guarded.read(data, replace(REQUEST, file_name="a.json"))
    assert [(s.speaker, s.text) for s in transcript.segments] == [("A\ufffd", "hello \ufffd there")]
    assert asdict(transcript)["format"] == "utterances-json"
