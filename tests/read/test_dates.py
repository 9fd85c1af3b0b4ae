"""The date of a session: every shape it is written in, what is no date, and which place is believed first."""

import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.dates import find_date, has_date, has_year, is_date_line, session_date
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
        ("12-Nov-25", date(2025, 11, 12)),
        ("12 ноября '25", date(2025, 11, 12)),
        ("12 нояб. 2025", date(2025, 11, 12)),
        ("12th of November 2025", date(2025, 11, 12)),
        ("2025-ноя-12", date(2025, 11, 12)),
        ("14окт2025", date(2025, 10, 14)),
        ("14. 10. 2025", date(2025, 10, 14)),
        ("2025 10 14", date(2025, 10, 14)),
        ("Tue, Oct 14, 2025 10:02AM", date(2025, 10, 14)),
        ("2025-10-14T18:30:00Z", date(2025, 10, 14)),
        ("14-10-25", date(2025, 10, 14)),
        ("лена_14_10_25", date(2025, 10, 14)),
        ("14/10/25", date(2025, 10, 14)),
        ("14102025", date(2025, 10, 14)),
        ("ChatExport_2025-10-14", date(2025, 10, 14)),
        ("Meeting-20251014_153000-Meeting Recording", date(2025, 10, 14)),
        ("rec_20251014153000", date(2025, 10, 14)),
        ("abc-defg-hij (2025-10-14 15:30 GMT+3)", date(2025, 10, 14)),
        ("Screen Recording 2025-10-14 at 14.10.05", date(2025, 10, 14)),
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
        ("ноябрь 12", date(2024, 11, 12)),
        ("Nov 12", date(2024, 11, 12)),
        ("10月14日", date(2024, 10, 14)),
        ("4月1号", date(2025, 4, 1)),
        ("1 марта", date(2025, 3, 1)),
        ("session 3 14 oct", date(2024, 10, 14)),
        ("3я сессия 14.10", date(2024, 10, 14)),
        ("сессия 14.10", date(2024, 10, 14)),
        ("14окт", date(2024, 10, 14)),
        ("Oct14", date(2024, 10, 14)),
        ("14.10, 18:30", date(2024, 10, 14)),
        ("14.10-16.10", date(2024, 10, 14)),
        ("Лена_14.10_v2", date(2024, 10, 14)),
        ("10:02 Nov 12", date(2024, 11, 12)),
        ("5 мая 7 занятие", date(2025, 5, 5)),
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
        "python 3.11",
        "Python3.11",
        "v2.10",
        "версия 2.10",
        "GPT 4.1",
        "12.5 часов",
        "1.5x",
        "5.10 млн",
        "2.5 года",
        "10.12 AM",
        "пункт 3.4",
        "глава 5.10",
        "Сессия 3.4",
        "Урок 1.5",
        "№3.4",
        "#3.4",
        "в 10.12",
        "at 14.10",
        "1.1.1",
        "10.1.2.25",
        "8-925-14-10-25",
        "00:14:10",
        "[00:14.10]",
        "video1234567890",
        "WhatsApp Chat with Лена",
        "f8a1dec9",
        "2025-10-1415",
        "Павел Громов, встреча 4",
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
        "Марта 3",
        "Мая 5",
        "в октябре 12 встреч",
    ],
)
def test_words_that_begin_like_a_month_are_no_dates(text: str) -> None:
    assert find_date(text, REFERENCE) is None


@pytest.mark.parametrize("text", ["10/14/2025", "10-14-2025", "10.14.2025", "10/14/25"])
def test_month_comes_first_only_where_the_day_cannot_be_a_month(text: str) -> None:
    assert find_date(text, REFERENCE) == date(2025, 10, 14)
    assert find_date(text.replace("14", "11"), REFERENCE) == date(2025, 11, 10)


def test_two_numbers_that_may_be_the_year_are_read_as_the_nearer_day() -> None:
    assert find_date("25-10-14", REFERENCE) == date(2025, 10, 14)
    assert find_date("14-10-25", REFERENCE) == date(2025, 10, 14)
    assert find_date("25.10.14", REFERENCE) == date(2014, 10, 25)


def test_letters_of_two_characters_are_read_as_one() -> None:
    assert find_date(unicodedata.normalize("NFD", "3 май 2025"), REFERENCE) == date(2025, 5, 3)


def test_leap_day_without_a_year_is_looked_for_as_far_back_as_needed() -> None:
    assert find_date("29.02", date(2023, 6, 1)) == date(2020, 2, 29)


def test_year_and_date_are_recognised() -> None:
    assert (has_date("с 14.10 на 15.10"), has_year("с 14.10 на 15.10")) == (True, False)
    assert (has_date("14 октября 2025 г."), has_year("14 октября 2025 г.")) == (True, True)
    assert (has_date("31.02.2025"), has_year("31.02.2025")) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "14.10",
        "14 октября 2025 г., вторник, 19:00–20:15",
        "Tue, Oct 14, 2025 10:02AM • 45:12",
        "October 14, 2025, 12:30PM",
        "2025-10-14T18:30:00Z",
        "2025年10月14日 星期二",
    ],
)
def test_line_that_is_a_date_alone(text: str) -> None:
    assert is_date_line(text) is True


@pytest.mark.parametrize("text", ["", "вторник", "сегодня 14 октября", "14.10.2025 Лена", "14 октября 3 часа", "18:30"])
def test_line_that_says_more_than_a_date(text: str) -> None:
    assert is_date_line(text) is False


@pytest.mark.parametrize("text", ["1 ", "1-", "12.10.", "2025 ", "янв ", "4月 ", "12" + " " * 98, "v", "("])
def test_long_text_is_read_in_no_time(text: str) -> None:
    start = time.perf_counter()
    find_date(text * 500_000, REFERENCE)
    is_date_line(text * 500_000)
    assert time.perf_counter() - start < 10


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


def test_properties_are_believed_after_the_name_and_before_the_file() -> None:
    made, file_date = date(2025, 2, 2), date(2025, 1, 1)
    assert session_date(None, "2025-10-13.docx", file_date, TODAY, None, made)[1] is DateSource.NAME
    assert session_date(None, "встреча.docx", file_date, TODAY, None, made) == (made, DateSource.PROPERTIES)
    assert session_date(None, "19 июня.docx", file_date, TODAY, None, made)[0] == date(2024, 6, 19)


def test_day_after_tomorrow_and_later_is_no_session_and_the_next_place_is_asked() -> None:
    tomorrow = TODAY + timedelta(days=1)
    later = tomorrow + timedelta(days=1)
    file_date, made = date(2025, 1, 1), date(2025, 2, 2)
    assert session_date(str(tomorrow), "2025-10-13.txt", None, TODAY) == (tomorrow, DateSource.HEADER)
    assert session_date(str(later), "2025-10-13.txt", None, TODAY) == (date(2025, 10, 13), DateSource.NAME)
    assert session_date(str(later), f"{later}.txt", file_date, TODAY, None, made) == (made, DateSource.PROPERTIES)
    assert session_date(str(later), f"{later}.txt", file_date, TODAY, None, later) == (file_date, DateSource.FILE)
    assert session_date(str(later), f"{later}.txt", later, TODAY, None, later) == (None, None)


def test_part_of_a_date_in_the_future_is_not_read_as_another_date() -> None:
    assert session_date("12 ноября 2031", "встреча.txt", None, TODAY) == (None, None)
    assert session_date("12.11.2031", "встреча.txt", None, TODAY) == (None, None)


def test_year_before_1990_is_no_session() -> None:
    file_date = date(2025, 1, 1)
    assert session_date("31.12.1989", "a.txt", None, TODAY) == (None, None)
    assert session_date("01.01.1990", "a.txt", None, TODAY) == (date(1990, 1, 1), DateSource.HEADER)
    assert session_date(None, "a.txt", file_date, TODAY, None, date(1601, 1, 1)) == (file_date, DateSource.FILE)
    assert session_date(None, "a.txt", date(1980, 1, 1), TODAY) == (None, None)


def test_good_date_beside_a_future_one_is_taken() -> None:
    assert session_date("14.10.2025, следующая 21.10.2035", "a.txt", None, TODAY)[0] == date(2025, 10, 14)


def test_first_line_of_the_header_with_a_date_is_believed() -> None:
    assert session_date("18:30\n14.10\nперенесли с 20.05.2024", "a.txt", None, TODAY)[0] == date(2025, 10, 14)
