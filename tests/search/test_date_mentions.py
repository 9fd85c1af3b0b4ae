"""What all kinds of dates share."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.date_mentions import any_of, fold, from_to, search_before, whole_words


@given(st.text())
def test_folded_text_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folded_text_is_small() -> None:
    assert fold("В ОКТЯБРЕ, In May, İ") == "в октябре, in may, i"


@pytest.mark.parametrize(
    ("text", "is_found"), [("мая", True), ("на мая.", True), ("маяк", False), ("1мая", False), ("在мая前", True)]
)
def test_whole_word_stands_beside_no_letter_but_a_chinese_one(text: str, is_found: bool) -> None:
    assert bool(whole_words("мая").search(text)) is is_found


def test_longest_word_is_tried_first() -> None:
    match = re.match(any_of(("март", "марта")), "марта")
    assert match
    assert match.group() == "марта"


def test_what_stands_right_before_a_place_is_found_near_it_alone() -> None:
    to = re.compile(r"до\s+$")
    assert search_before(to, "до мая", 3)
    assert not search_before(to, "до мая", 2)
    assert not search_before(re.compile(r"^до\s+$"), "до " + " " * 60 + "мая", 63)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((5, 1), (5, 31), (date(2025, 5, 1), date(2025, 5, 31))),
        ((2, 1), (2, 31), (date(2025, 2, 1), date(2025, 2, 28))),
        ((12, 1), (2, 31), (date(2025, 12, 1), date(2026, 2, 28))),
        ((2, 29), (2, 29), None),
        ((13, 1), (13, 1), None),
        ((5, 0), (5, 0), None),
    ],
)
def test_days_of_a_year(first: tuple[int, int], last: tuple[int, int], days: tuple[date, date] | None) -> None:
    assert from_to(first, last)(2025) == days
