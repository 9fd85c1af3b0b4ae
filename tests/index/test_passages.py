"""Passages: every segment once and in order, no longer than allowed, along the turns of the conversation."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.index.passages import (
    LINE_CHARACTERS,
    MAX_HEADER_CHARACTERS,
    MAX_PASSAGE_TOKENS,
    MIN_PASSAGE_TOKENS,
    header_text,
    make_passages,
    make_turns,
    passage_text,
)
from rag.types import DateSource, ParsedTranscript, Passage, Segment, Turn

DAY = date(2025, 4, 1)


def words_in(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def spoken(*lines: tuple[str | None, int]) -> list[Segment]:
    """Segments of these speakers and sizes; the label of a speaker is one of the words counted."""
    return [
        Segment(number, number * 10, number * 10 + 5, " ".join(["да"] * (size - (speaker is not None))), speaker)
        for number, (speaker, size) in enumerate(lines, start=1)
    ]


def spans(segments: Sequence[Segment], source: str = "") -> list[tuple[int, int]]:
    return [(passage.first, passage.last) for passage in make_passages(segments, source, words_in)]


def transcript(title: str, people: tuple[str, ...] = (), day: date | None = None) -> ParsedTranscript:
    source = DateSource.HEADER if day else None
    return ParsedTranscript("a.txt", "txt", "utf-8", "", title, day, source, people, ())


def test_no_segments_make_no_passages() -> None:
    assert make_passages([], "", words_in) == []


def test_short_conversation_is_one_passage_with_its_size() -> None:
    assert make_passages(spoken(("А", 30), ("Б", 40), ("А", 50)), "", words_in) == [Passage(1, 1, 3, 120)]


def test_passage_ends_where_the_next_turn_no_longer_fits() -> None:
    assert spans(spoken(("А", 80), ("Б", 70), ("А", 71), ("Б", 20))) == [(1, 2), (3, 4)]


def test_turn_of_several_segments_is_kept_whole_where_it_fits() -> None:
    assert spans(spoken(("А", 90), ("Б", 30), ("Б", 29), ("Б", 28))) == [(1, 1), (2, 4)]


def test_short_passage_takes_part_of_the_next_turn() -> None:
    segments = spoken(("А", MIN_PASSAGE_TOKENS - 1), *[("Б", 25)] * 6)
    assert spans(segments) == [(1, 3), (4, 7)]


def test_passage_of_the_least_size_leaves_the_next_turn_whole() -> None:
    segments = spoken(("А", MIN_PASSAGE_TOKENS), *[("Б", 27)] * 5)
    assert spans(segments) == [(1, 1), (2, 6)]


def test_passage_may_be_exactly_as_large_as_allowed() -> None:
    assert spans(spoken(("А", 75), ("Б", MAX_PASSAGE_TOKENS - 75))) == [(1, 2)]
    assert spans(spoken(("А", 75), ("Б", MAX_PASSAGE_TOKENS - 74))) == [(1, 1), (2, 2)]


@pytest.mark.parametrize("count", [16, 31, 46, 100])
def test_long_turn_is_cut_into_about_equal_parts(count: int) -> None:
    passages = make_passages(spoken(*[("А", 10)] * count), "", words_in)
    sizes = [passage.token_count for passage in passages]
    assert len(sizes) == -(-count * 10 // MAX_PASSAGE_TOKENS)
    assert sum(sizes) == count * 10
    assert max(sizes) - min(sizes) <= 20


def test_segment_larger_than_a_passage_stands_alone() -> None:
    assert spans(spoken(("А", 10), ("Б", 400), ("А", 10))) == [(1, 1), (2, 2), (3, 3)]


def test_speaker_counts_as_part_of_a_segment() -> None:
    (passage,) = make_passages([Segment(1, 0, 5, "да да", "Вера Лукина")], "", words_in)
    assert passage.token_count == 4


@given(
    st.lists(st.tuples(st.sampled_from(["А", "Б", None]), st.integers(1, 200)), min_size=1, max_size=60),
    st.text("ab\n", max_size=700),
)
def test_every_segment_is_covered_once_in_order_and_no_passage_is_too_large(
    lines: list[tuple[str | None, int]], source: str
) -> None:
    segments = spoken(*((speaker, max(size, 2)) for speaker, size in lines))
    sizes = dict(zip((s.number for s in segments), (max(size, 2) for _, size in lines), strict=True))
    passages = make_passages(segments, source, words_in)
    covered = [number for passage in passages for number in range(passage.first, passage.last + 1)]
    assert covered == list(range(1, len(segments) + 1))
    assert [passage.number for passage in passages] == list(range(1, len(passages) + 1))
    for passage in passages:
        assert passage.token_count == sum(sizes[number] for number in range(passage.first, passage.last + 1))
        assert passage.token_count <= MAX_PASSAGE_TOKENS or passage.first == passage.last


@example([("А", 30), ("А", 60), ("Б", 61), ("А", 30), ("А", 32), ("А", 28)])
@given(st.lists(st.tuples(st.sampled_from("АБВ"), st.integers(2, 60)), min_size=1, max_size=40))
def test_turn_is_cut_only_when_it_is_too_long_or_what_precedes_it_too_short(lines: list[tuple[str, int]]) -> None:
    segments = spoken(*lines)
    sizes = [size for _, size in lines]
    passages = make_passages(segments, "", words_in)
    starts = {turn.first: turn for turn in make_turns(segments, "")}
    for before, after in pairwise(passages):
        if after.first in starts:
            continue
        turn = next(turn for turn in starts.values() if turn.first < after.first <= turn.last)
        size_before_turn = sum(sizes[before.first - 1 : turn.first - 1])
        turn_size = sum(sizes[turn.first - 1 : turn.last])
        assert turn_size > MAX_PASSAGE_TOKENS or 0 < size_before_turn < MIN_PASSAGE_TOKENS


def test_turns_follow_the_speakers() -> None:
    segments = spoken(("А", 3), ("А", 3), ("Б", 3), (None, 3), ("А", 3))
    assert make_turns(segments, "") == [Turn("А", 1, 2), Turn("Б", 3, 3), Turn(None, 4, 4), Turn("А", 5, 5)]


def test_turns_without_speakers_follow_the_lines_of_the_source() -> None:
    source = "Один. Два.\nТри.\r\nЧетыре."
    places = [(0, 5), (6, 10), (11, 15), (17, 24)]
    segments = [Segment(number, *place, source[slice(*place)]) for number, place in enumerate(places, start=1)]
    assert make_turns(segments, source) == [Turn(None, 1, 2), Turn(None, 3, 3), Turn(None, 4, 4)]


def test_passage_text_names_each_speaker_once_a_turn() -> None:
    segments = [
        Segment(1, 0, 1, "Привет.", "Вера"),
        Segment(2, 2, 3, "Как дела?", "Вера"),
        Segment(3, 4, 5, "Хорошо.", "林晓"),
        Segment(4, 6, 7, "(смех)"),
    ]
    assert passage_text(segments, "").text == "Вера: Привет. Как дела?\n林晓: Хорошо.\n(смех)"
    assert passage_text(segments, "Знакомство").text.startswith("Знакомство\nВера: Привет.")


@pytest.mark.parametrize("header", ["", "Знакомство. 1 апреля 2025"])
def test_spans_of_the_lines_hold_the_words_of_their_segments(header: str) -> None:
    segments = [
        Segment(number, 0, 0, f"Строка номер {number}. " + "слово " * (number * 4), "АБ"[number % 3 == 0])
        for number in range(1, 12)
    ]
    made = passage_text(segments, header)
    assert [number for first, last in made.lines for number in range(first, last + 1)] == list(range(1, 12))
    for (first, last), (start, end) in zip(made.lines, made.spans, strict=True):
        assert made.text[start:end].startswith(segments[first - 1].text)
        assert made.text[start:end].endswith(segments[last - 1].text)
        assert first == last or sum(len(s.text) for s in segments[first - 1 : last]) <= LINE_CHARACTERS


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("Привет, Grace", "1 апреля 2025"),
        ("ПРИВЕТ", "1 апреля 2025"),
        ("Hello there", "1 April 2025"),
        ("你好, Вера", "2025年4月1日"),
        ("", "1 April 2025"),
    ],
)
def test_header_writes_the_date_in_the_words_of_the_transcript(sample: str, words: str) -> None:
    assert header_text(transcript("Знакомство", day=DAY), sample) == f"Знакомство. {words}"


@pytest.mark.parametrize(
    ("month", "russian", "english"),
    [(1, "января", "January"), (5, "мая", "May"), (8, "августа", "August"), (12, "декабря", "December")],
)
def test_month_has_its_own_name(month: int, russian: str, english: str) -> None:
    parsed = transcript("", day=date(2024, month, 29))
    assert header_text(parsed, "да") == f"29 {russian} 2024"
    assert header_text(parsed, "yes") == f"29 {english} 2024"


def test_header_names_title_people_and_date() -> None:
    parsed = transcript("Знакомство", ("Вера Лукина", "Тимур", "Олеся", "Четвёртая"), DAY)
    assert header_text(parsed, "Привет") == "Знакомство. Вера Лукина, Тимур, Олеся. 1 апреля 2025"


@pytest.mark.parametrize(
    ("parsed", "header"),
    [
        (transcript("Знакомство"), "Знакомство"),
        (transcript("Знакомство", day=DAY), "Знакомство. 1 April 2025"),
        (transcript("", ("Grace",)), "Grace"),
        (transcript(""), ""),
    ],
)
def test_header_leaves_out_what_is_not_known(parsed: ParsedTranscript, header: str) -> None:
    assert header_text(parsed, "Hello") == header


def test_long_header_is_shortened() -> None:
    assert header_text(transcript("я" * 500), "") == "я" * MAX_HEADER_CHARACTERS
