"""The date of a session: every shape it is written in, what is no date, and which place is believed first."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.dates import find_date, session_date
from rag.types import DateSource

REFERENCE = date(2025, 6, 1)
TODAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-14", date(2025, 10, 14)),
        ("2025.10.14", date(2025, 10, 14)),
        ("2025_10_14", date(2025, 10, 14)),
        ("2025/4/1", date(2025, 4, 1)),
        ("14.10.2025", date(2025, 10, 14)),
        ("14/10/2025, 18:30", date(2025, 10, 14)),
        ("4.10.2025", date(2025, 10, 4)),
        ("14.10.25", date(2025, 10, 14)),
        ("14.10.19", date(2019, 10, 14)),
        ("12 ноября 2025", date(2025, 11, 12)),
        ("среда, 12 Ноября 2025 г.", date(2025, 11, 12)),
        ("1-го июня 2024", date(2024, 6, 1)),
        ("12 ноя. 2025", date(2025, 11, 12)),
        ("Nov 12 2025", date(2025, 11, 12)),
        ("November 12th, 2025", date(2025, 11, 12)),
        ("12 November 2025", date(2025, 11, 12)),
        ("May 3rd, 2024", date(2024, 5, 3)),
        ("GMT20250424-133000_Recording", date(2025, 4, 24)),
        ("20250424", date(2025, 4, 24)),
        ("2025年4月1日", date(2025, 4, 1)),
        ("会议 2025 年 12 月 31 日", date(2025, 12, 31)),
        ("2025-02-28T10:00:00Z", date(2025, 2, 28)),
        ("29.02.2024", date(2024, 2, 29)),
        ("12_ноября_2025", date(2025, 11, 12)),
        ("12-Nov-2025", date(2025, 11, 12)),
    ],
)
def test_complete_date_is_read_in_every_shape(text: str, expected: date) -> None:
    assert find_date(text, REFERENCE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.05", date(2025, 5, 15)),
        ("01.06", date(2025, 6, 1)),
        ("02.06", date(2024, 6, 2)),
        ("19 июня", date(2024, 6, 19)),
        ("5 мая", date(2025, 5, 5)),
        ("3 марта", date(2025, 3, 3)),
        ("Dec 24", date(2024, 12, 24)),
        ("29.02", date(2024, 2, 29)),
        ("29 февраля", date(2024, 2, 29)),
    ],
)
def test_date_without_year_is_the_latest_one_not_after_the_reference(text: str, expected: date) -> None:
    assert find_date(text, REFERENCE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2025",
        "30 февраля 2025",
        "99.99.2025",
        "2025-13-01",
        "2025-02-30",
        "20250230",
        "31.04",
        "30.02.25",
        "32 мая",
        "2025年13月1日",
        "0.0.2025",
    ],
)
def test_impossible_date_is_ignored(text: str) -> None:
    assert find_date(text, REFERENCE) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "сессия 3",
        "2025",
        "12345678",
        "120250424",
        "+7 925 123 45 67",
        "10:30",
        "1.2.3",
        "192.168.1.10",
        "45.99",
        "zoom_0",
        "сентябрь 2025",
        "2025-10",
    ],
)
def test_numbers_that_are_no_dates_give_none(text: str) -> None:
    assert find_date(text, REFERENCE) is None


@pytest.mark.parametrize(
    "text",
    [
        "Мария 3",
        "Сессия с Мариной 4",
        "Марк_2",
        "Майя 5",
        "3 маркетолога",
        "Julia 4",
        "Jane 2",
        "Marketing 10 2025",
        "Августина 7",
    ],
)
def test_words_that_begin_like_a_month_are_no_dates(text: str) -> None:
    assert find_date(text, REFERENCE) is None


def test_impossible_date_does_not_hide_a_later_good_one() -> None:
    assert find_date("31.02.2025, верно 01.03.2025", REFERENCE) == date(2025, 3, 1)


def test_fuller_date_wins_over_an_earlier_one_without_year() -> None:
    assert find_date("15.05 перенесли на 20.05.2024", REFERENCE) == date(2024, 5, 20)


def test_first_of_two_dates_of_one_shape_is_taken() -> None:
    assert find_date("14.10.2025 и 21.10.2025", REFERENCE) == date(2025, 10, 14)


@given(day=st.dates(date(1990, 1, 1), date(2060, 12, 31)), padding=st.sampled_from(["", "Сессия ", "zoom_", "（"]))
@settings(derandomize=True, deadline=None)
def test_every_day_comes_back_from_the_numeric_shapes(day: date, padding: str) -> None:
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y年%m月%d日", "%d %B %Y"):
        assert find_date(f"{padding}{day.strftime(shape)}", REFERENCE) == day


def test_header_is_believed_before_the_name_and_the_name_before_the_file() -> None:
    file_date = date(2025, 1, 1)
    assert session_date("14.10.2025", "2025-10-13.txt", file_date, TODAY) == (date(2025, 10, 14), DateSource.HEADER)
    assert session_date(None, "2025-10-13.txt", file_date, TODAY) == (date(2025, 10, 13), DateSource.NAME)
    assert session_date("вчера", "2025-10-13.txt", file_date, TODAY) == (date(2025, 10, 13), DateSource.NAME)
    assert session_date("вчера", "встреча.txt", file_date, TODAY) == (file_date, DateSource.FILE)
    assert session_date(None, "встреча.txt", None, TODAY) == (None, None)


def test_suffix_of_the_file_name_is_no_part_of_its_date() -> None:
    assert session_date(None, "15.05.txt", None, TODAY) == (date(2025, 5, 15), DateSource.NAME)
    assert session_date(None, "встреча 7.05", None, TODAY) == (None, None)


def test_date_without_year_counts_from_the_file_date_else_from_today() -> None:
    assert session_date("19 июня", "a.txt", date(2023, 7, 1), TODAY)[0] == date(2023, 6, 19)
    assert session_date("19 июня", "a.txt", None, TODAY)[0] == date(2025, 6, 19)
    assert session_date("24 декабря", "a.txt", None, TODAY)[0] == date(2024, 12, 24)


def test_date_without_a_year_takes_the_year_nearest_to_the_other_sessions() -> None:
    today, near = date(2026, 11, 21), date(2025, 4, 20)
    assert session_date(None, "15.05.txt", date(2026, 11, 20), today, near)[0] == date(2025, 5, 15)
    assert session_date(None, "24 декабря.txt", None, today, near)[0] == date(2024, 12, 24)
    assert session_date(None, "19 июня 2026.txt", None, today, near)[0] == date(2026, 6, 19)
    assert session_date(None, "15.05.txt", None, today, date(2026, 10, 1))[0] == date(2026, 5, 15)
