"""Which words stand exactly so in a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.slices import lines_with, source_lines
from rag.types import Line

TEXTS = (
    "Ещё пришлю чек-лист — «короткий» — и 15 000 рублей, курс 2,5 недели.",
    "Я не приду к 9:30?",
    "I don't know… well-known books—ten of them.",
    "我不去北京，先学 Python。",
    "Тут “одно” и -5 градусов.",
)
SOURCES = source_lines([Line(number, (number,), None, text) for number, text in enumerate(TEXTS, 1)])


def holders(words: str) -> list[int]:
    return [line.number for line in lines_with(words, SOURCES)]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("пришлю чек-лист", 1),
        ("Еще  пришлю\u00a0чек–лист", 1),
        ("чек-лист - короткий - и", 1),
        ("чек-лист — „короткий“", 1),
        ("…пришлю чек-лист…", 1),
        ("15 000 рублей.", 1),
        ("2,5 недели", 1),
        ("— и 15 000", 1),
        ("не приду к 9:30?", 2),
        ("не приду к 9:30", 2),
        ("don’t know", 3),
        ("books — ten", 3),
        ("well-known books", 3),
        ("不去北京", 4),
        ("学 Python", 4),
        ("одно и -5", 5),
        ("-5 градусов", 5),
        ("−5 градусов", 5),
    ],
)
def test_piece_of_a_line_is_found(words: str, line: int) -> None:
    assert holders(words) == [line]


@pytest.mark.parametrize(
    "words",
    [
        "пришл", "ришлю", "лист", "чек", "15", "000 рублей", "2", "5 недели", "приду к 9:30", "не приду к 9", "30?",
        "don", "t know", "known books", "去北京", "5 градусов", "-2,5 недели",
        "пришлю чек-лист и", "не приду к 9:30.", "не приду к 9:30!", "Пришлю",
        "",
        " … ", ".",
        "Python。我不去", "чек лист", "well known",
    ],
)  # fmt: skip
def test_cut_or_changed_words_are_not_found(words: str) -> None:
    assert holders(words) == []


def test_words_are_found_behind_a_place_where_they_are_cut() -> None:
    sources = source_lines([Line(1, (1,), None, "Не план, а планы и план.")])
    assert lines_with("план", sources)
    assert not lines_with("лан", sources)


@given(st.data())
def test_every_run_of_whole_words_is_found_unless_a_negation_is_cut_off(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(["план готов и сдан давно", "we met at noon and left"])).split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    sources = source_lines([Line(1, (1,), None, " ".join(words))])
    assert lines_with(" ".join(words[start:end]), sources)
