"""The three languages are told apart, and dates are written as their people write them."""

from datetime import date

import pytest

from rag.languages import LANGUAGES, Language, date_in_words, find_words, language_of_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("что я обещал?", "ru"),
        ("ЁЛКА И DEPLOY", "ru"),
        ("what", "en"),
        ("", "en"),
        ("他说了 deploy", "zh"),
        ("ж 他", "zh"),
    ],
)
def test_the_letters_tell_the_language(text: str, expected: Language) -> None:
    assert language_of_text(text) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("ru", "1 апреля 2025"), ("en", "1 April 2025"), ("zh", "2025年4月1日")]
)
def test_dates_are_written_in_words(language: Language, expected: str) -> None:
    assert date_in_words(date(2025, 4, 1), language) == expected


def test_every_month_has_its_word_in_every_language() -> None:
    for language in LANGUAGES:
        assert len({date_in_words(date(2025, month, 1), language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("text", "sought", "places"),
    [
        ("Ещё раз ещё", "еще", [(0, 3), (8, 11)]),
        ("раз  два", "раз два", [(0, 8)]),
        ("a.b a+b", "a.b", [(0, 3)]),
        ("你好吗", "你好", [(0, 2)]),
        ("да", " ", []),
        ("да", "нет", []),
    ],
)
def test_words_are_found_whatever_their_case_dots_and_spaces(
    text: str, sought: str, places: list[tuple[int, int]]
) -> None:
    assert find_words(text, sought) == places
