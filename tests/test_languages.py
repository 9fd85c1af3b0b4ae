"""The three languages are told apart, and dates are written as their people write them."""

from datetime import date

import pytest

from rag.languages import (
    LANGUAGES,
    Language,
    date_in_words,
    find_words,
    language_of_text,
    period_in_words,
    plural_form,
)


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


@pytest.mark.parametrize(
    ("period", "russian", "english", "chinese"),
    [
        ("2025-04-01", "1 апреля 2025", "1 April 2025", "2025年4月1日"),
        ("2025-04-01/2025-04-30", "апрель 2025", "April 2025", "2025年4月"),
        ("2024-02-01/2024-02-29", "февраль 2024", "February 2024", "2024年2月"),
        ("2025-04-01/2025-04-14", "1–14 апреля 2025", "1–14 April 2025", "2025年4月1日至2025年4月14日"),
        ("2025-04-28/2025-05-03", "28 апреля – 3 мая 2025", "28 April – 3 May 2025", "2025年4月28日至2025年5月3日"),
        ("2025-09-01/2025-11-30", "сентябрь – ноябрь 2025", "September – November 2025", "2025年9月至2025年11月"),
        ("2024-12-30/2025-01-02", "30 декабря 2024 – 2 января 2025", "30 December 2024 – 2 January 2025",
         "2024年12月30日至2025年1月2日"),
        ("2025-01-01/2025-12-31", "2025 год", "2025", "2025年"),
        ("2024-01-01/2025-12-31", "2024–2025", "2024–2025", "2024–2025"),
        ("/2025-04-30", "по 30 апреля 2025", "until 30 April 2025", "截至2025年4月30日"),
        ("2025-05-01/", "с 1 мая 2025", "from 1 May 2025", "2025年5月1日起"),
    ],
)  # fmt: skip
def test_periods_are_written_as_briefly_as_people_do(period: str, russian: str, english: str, chinese: str) -> None:
    assert [period_in_words(period, language) for language in LANGUAGES] == [russian, english, chinese]


@pytest.mark.parametrize(
    ("form", "counts"),
    [("one", (1, 21, 101)), ("few", (2, 3, 4, 22, 104)), ("many", (0, 5, 11, 12, 14, 20, 111, 112))],
)
def test_russian_numbers_choose_among_three_forms(form: str, counts: tuple[int, ...]) -> None:
    assert {plural_form(count, "ru") for count in counts} == {form}


def test_english_numbers_choose_among_two_forms_and_chinese_ones_need_none() -> None:
    assert [plural_form(count, "en") for count in (0, 1, 2, 21)] == ["many", "one", "many", "many"]
    assert {plural_form(count, "zh") for count in (0, 1, 2, 21)} == {"many"}
