"""The shapes of markers; how they look in whole answers is tested with the citations."""

import pytest

from rag.answer.markers import TOKEN, find_markers, without_half_marker

OFFERED = range(1, 8)


def numbers(text: str) -> list[int]:
    marked = find_markers(text, OFFERED)
    return marked.numbers_in(marked.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("План [1] и срок (2).", [1]),
        ("План (1), срок (2).", [1, 2]),
        ("План [99].", [99]),
        ("План [1-30].", [1, 30]),
        ("План [1–3, 7].", [1, 2, 3, 7]),
        ("План [1][2]–[4].", [1, 2, 3, 4]),
        ("План [2024], [1.5], [12:30], [3 дня], [], [x].", []),
        ("План [1" + ", 1" * 60 + "].", []),
        ("план\x020\x03", []),
    ],
)
def test_numbers_of_markers_are_found_in_their_order(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


def test_tokens_stand_where_the_markers_stood() -> None:
    marked = find_markers("План [1], срок [3, 4]; да.", OFFERED)
    assert TOKEN.sub("T", marked.text) == "План T, срок T; да."
    assert marked.groups == ((1,), (3, 4))
    assert marked.numbers_in("нет") == []


def test_copied_line_loses_the_colon_of_its_marker() -> None:
    assert TOKEN.sub("T", find_markers("[1]: Вера: да\n- [3]: Вера: нет", OFFERED).text) == "T Вера: да\n- T Вера: нет"


@pytest.mark.parametrize("half", ["[1", "[", "[[1", "【3†so", "(1", "(строка 1", ", строка 1", "{1", "第1", "¹", "\\"])
def test_half_a_marker_is_cut_off(half: str) -> None:
    assert without_half_marker(f"План {half}").rstrip() == "План"


@pytest.mark.parametrize("text", ["План [1]", "План (потому что", "План готов к 15", "В строке", "План: «да"])
def test_what_is_whole_or_no_marker_is_not_cut_off(text: str) -> None:
    assert without_half_marker(text) == text
