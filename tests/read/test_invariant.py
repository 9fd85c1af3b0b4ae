"""The rule that the product rests on, for generated files: a segment is an exact slice, and nothing spoken is lost."""

from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import UnreadableFile
from rag.read.reader import SUFFIXES, read_transcript
from tests.read.examples import (
    CAPTION_FORMATS,
    CAPTION_SUFFIXES,
    MAX_BYTES,
    TODAY,
    assert_exact_places,
    by_turn,
    spoken,
)

NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
MARKS = st.sampled_from(["", "\ufeff"])
NAMES = ("Ольга Дронова", "Павел", "王芳", "Ben Ode")
LETTERS = ("привет", "Резюме", "ещё", "hello", "Deadline", "naïve", "你好", "简历", "собеседование")
OTHERS = (*LETTERS, "42", "🙂", "👩🏽‍💻", "—", "«опыт»", "x<y")
ENDINGS = ("", "", ",", ".", "!", "…", "。", "，")
TAGS = (
    ("", ""),
    ("", ""),
    ("<b>", "</b>"),
    ("<c.yellow>", "</c>"),
    ("<00:00:01.500>", ""),
    ("{\\an8}", ""),
    ('<font color="#ffcc00">', "</font>"),
    ("<b><i>", "</b></i>"),
)
LABELS = (
    "{}: ",
    "{}：",
    "**{}:** ",
    "**{}**: ",
    "- {}: ",
    "> {}: ",
    "[00:01:20] {}: ",
    "00:01:20 {}: ",
    "{} [00:01:20]: ",
    "{} (01:20): ",
)
FRAGMENTS = (
    "\n", "\n", "\r\n", "\r", " ", "\t", "\u3000", "\ufeff", "\u2028", "\x0b", "-->", "00:00:01,000", "00:02.500",
    "00:00:0x,000", "1", "2", "WEBVTT", "NOTE", "STYLE", "<v Анна>", "<v", "</v>", "<b>", "<", ">", "{\\an8}",
    "Анна", "Ментор", "Дата", "2025-10-14", ":", "：", "[", "]", "(", ")", "# ", "---", "**", "_", "- ", "слово",
    "word. ", "你好。", "🙂", "x" * 301, "да, " * 90, "你" * 310,
)  # fmt: skip


@st.composite
def sayings(draw: st.DrawFn) -> str:
    """The words of one line, short or far longer than a segment, with or without spaces."""
    first = draw(st.sampled_from(LETTERS))
    more = draw(st.lists(st.tuples(st.sampled_from(OTHERS), st.sampled_from(ENDINGS)), max_size=6))
    words = [first, *(word + ending for word, ending in more)]
    return draw(st.sampled_from([" ", " ", "  ", ""])).join(words * draw(st.sampled_from([1, 1, 1, 1, 30])))


@st.composite
def dialogues(draw: st.DrawFn) -> tuple[str, list[tuple[str | None, str]]]:
    """A dialogue in any of the known shapes of a label, with what it must read as."""
    newline = draw(NEWLINES)
    source = draw(MARKS)
    expected: list[tuple[str | None, str]] = []
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(NAMES))
        lines = draw(st.lists(sayings(), min_size=1, max_size=3))
        source += draw(st.sampled_from(LABELS)).format(name) + newline.join(lines)
        source += newline * draw(st.integers(1, 2))
        expected += [(name, line) for line in lines]
    return source, expected


@st.composite
def marked_sayings(draw: st.DrawFn) -> tuple[str, str]:
    """The words of a caption with markup among them, and without."""
    words = draw(sayings()).split()
    tags = cycle(draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=5)))
    marked = [opening + word + closing for word, (opening, closing) in zip(words, tags, strict=False)]
    return " ".join(marked), " ".join(words)


@st.composite
def captions(draw: st.DrawFn, suffix: str) -> tuple[str, list[tuple[str | None, str]], list[tuple[float, float]]]:
    """A caption file as a conference tool or a recogniser writes it, with what it must read as, and its times."""
    newline, shape = draw(NEWLINES), draw(st.sampled_from(["Zoom", "Teams", "Whisper"]))
    point = "," if suffix == ".srt" else "."
    source, expected, times = draw(MARKS), [], []
    if suffix == ".vtt":
        source += "WEBVTT" + newline * 2
    for number in range(1, draw(st.integers(1, 5)) + 1):
        name = draw(st.sampled_from(NAMES)) if shape != "Whisper" else None
        lines = draw(st.lists(marked_sayings(), min_size=1, max_size=2))
        text = newline.join(marked for marked, _ in lines)
        text = {"Zoom": f"{name}: {text}", "Teams": f"<v {name}>{text}</v>", "Whisper": text}[shape]
        timing = f"00:00:{2 * number:02d}{point}250 --> 00:00:{2 * number + 1:02d}{point}750"
        source += f"{number}{newline}{timing}{newline}{text}{newline * draw(st.integers(2, 3))}"
        expected += [(name, plain) for _, plain in lines]
        times.append((2 * number + 0.25, 2 * number + 1.75))
    return source, expected, times


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@given(dialogue=dialogues())
@settings(derandomize=True, deadline=None)
def test_dialogue_keeps_every_character_with_its_speaker_and_place(
    suffix: str, dialogue: tuple[str, list[tuple[str | None, str]]]
) -> None:
    source, expected = dialogue
    transcript = read_transcript(source.encode(), f"session{suffix}", today=TODAY, max_bytes=MAX_BYTES)
    assert transcript.source == source
    assert_exact_places(source, transcript.segments, has_caption_markup=False)
    assert by_turn(spoken(transcript)) == by_turn(expected)


@pytest.mark.parametrize("suffix", CAPTION_SUFFIXES)
@given(data=st.data())
@settings(derandomize=True, deadline=None)
def test_captions_keep_every_character_with_its_speaker_place_and_time(suffix: str, data: st.DataObject) -> None:
    source, expected, times = data.draw(captions(suffix))
    transcript = read_transcript(source.encode(), f"session{suffix}", today=TODAY, max_bytes=MAX_BYTES)
    assert transcript.source == source
    assert_exact_places(source, transcript.segments, has_caption_markup=True)
    assert by_turn(spoken(transcript)) == by_turn(expected)
    assert list(dict.fromkeys((s.start_time, s.end_time) for s in transcript.segments)) == times


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@given(source=st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_text_gives_exact_places_or_an_error_of_the_tree(suffix: str, source: str) -> None:
    _assert_readable_or_refused(source.encode(), f"session{suffix}")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@given(data=st.binary(max_size=200))
@settings(derandomize=True, deadline=None)
def test_any_bytes_give_exact_places_or_an_error_of_the_tree(suffix: str, data: bytes) -> None:
    _assert_readable_or_refused(data, f"session{suffix}")


def _assert_readable_or_refused(data: bytes, file_name: str) -> None:
    try:
        transcript = read_transcript(data, file_name, today=TODAY, max_bytes=MAX_BYTES)
    except UnreadableFile:
        return
    assert transcript.segments
    assert_exact_places(
        transcript.source,
        transcript.segments,
        has_caption_markup=transcript.format in CAPTION_FORMATS,
        has_script_markup=transcript.format == "ass",
    )
