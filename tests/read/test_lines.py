"""The lines of a text with their places, and the lines that belong to nobody."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.lines import LINE_START, filled_lines, is_tool_note


def test_lines_keep_their_places_whatever_ends_them() -> None:
    source = "\ufeffодин\r\nдва\rтри\n\n \t\nчетыре"
    lines = list(filled_lines(source))
    assert [(line.text, line.follows_gap) for line in lines] == [
        ("один", False),
        ("два", False),
        ("три", False),
        ("четыре", True),
    ]
    assert [source[line.start : line.end] for line in lines] == [line.text for line in lines]


def test_lines_between_two_places() -> None:
    assert [line.text for line in filled_lines("Анна: да\nнет\nещё", 6, 12)] == ["да", "нет"]


@pytest.mark.parametrize("source", ["", "\n\n", " \t\u3000\r\n", "\ufeff", "\u200b\n\u2028"])
def test_white_space_is_no_line(source: str) -> None:
    assert list(filled_lines(source)) == []


@given(st.lists(st.sampled_from(["слово", " ", "\n", "\r\n", "\r", "\ufeff", "\u2028", "\x0b"]), max_size=30))
@settings(derandomize=True, deadline=None)
def test_nothing_visible_is_outside_the_lines(parts: list[str]) -> None:
    source, position = "".join(parts), 0
    for line in filled_lines(source):
        assert not source[position : line.start].strip("\ufeff \t\r\n\x0b\u2028")
        assert source[line.start : line.end] == line.text
        position = line.end
    assert not source[position:].strip("\ufeff \t\r\n\x0b\u2028")


def test_beginning_of_a_line_is_found_after_every_line_end() -> None:
    assert [match.start() for match in re.finditer(f"{LINE_START}а", "а а\rа\nа\r\nа")] == [0, 4, 6, 9]


@pytest.mark.parametrize(
    "text",
    [
        "Transcribed by https://otter.ai",
        "Transcription ended after 01:05:17",
        "### Transcription ended after 00:26:28",
        "Meeting ended after 00:09:34 👋",
        "*This editable transcript was computer generated and might contain errors. People can also change it.*",
    ],
)
def test_notes_of_tools_are_known(text: str) -> None:
    assert is_tool_note(text)


@pytest.mark.parametrize("text", ["Анна: Transcribed by https://otter.ai", "Meeting ended after lunch", "", "otter.ai"])
def test_words_are_no_note_of_a_tool(text: str) -> None:
    assert not is_tool_note(text)
