"""The words that name days of the calendar."""

from datetime import date
from itertools import pairwise

import pytest

from rag.search.date_mentions import Mention, Shape
from rag.search.date_words import CHINESE_NUMBERS, day_number, find_mentions


def find(text: str) -> list[tuple[str, Mention]]:
    return [(text[mention.start : mention.end], mention) for mention in find_mentions(text)]


def first(text: str) -> Mention:
    return next(find_mentions(text))


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("3", 3), ("14-го", 14), ("21st", 21), ("первого", 1), ("третьего", 3), ("третье", 3), ("четвёртое", 4),
        ("пятнадцатого", 15), ("двадцатого", 20), ("двадцать первое", 21), ("тридцатого", 30), ("тридцать первому", 31),
        ("first", 1), ("twelfth", 12), ("fourteenth", 14), ("twentieth", 20), ("twenty-third", 23), ("thirtieth", 30),
        ("thirty first", 31), ("一", 1), ("十", 10), ("十四", 14), ("二十", 20), ("三十一", 31),
    ],
)  # fmt: skip
def test_day_of_a_month_is_read_from_digits_and_words(word: str, number: int) -> None:
    assert day_number(word) == number


def test_chinese_numerals_count_from_1_to_31() -> None:
    assert list(CHINESE_NUMBERS.values()) == list(range(1, 32))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_known_in_all_cases_and_languages(month: int) -> None:
    russian = (
        "январь января январе январём", "февраль февраля феврале", "март марта марте мартом", "апрель апреля апреле",
        "май мая мае маем", "июнь июня июне июню", "июль июля июле", "август августа августе августом",
        "сентябрь сентября сентябре", "октябрь октября октябре", "ноябрь ноября ноябре", "декабрь декабря декабре",
    )  # fmt: skip
    english = date(2025, month, 1).strftime("%B %b")
    chinese = list(CHINESE_NUMBERS)[month - 1]
    for word in (*russian[month - 1].split(), *english.split(), f"{chinese}月", f"{month}月"):
        found = first(word).days(2025)
        assert found is not None
        assert (found[0].month, found[0].day, found[1].month) == (month, 1, month)
        assert found[1].day == {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def test_month_of_a_leap_year_ends_with_its_29th() -> None:
    assert first("февраль").days(2024) == (date(2024, 2, 1), date(2024, 2, 29))


def test_day_that_a_year_does_not_have_is_none() -> None:
    assert first("29 февраля").days(2025) is None
    assert first("29 февраля").days(2024) == (date(2024, 2, 29), date(2024, 2, 29))


def test_winter_reaches_into_the_next_year() -> None:
    assert first("зимой").days(2023) == (date(2023, 12, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Новый год", (date(2025, 1, 1), date(2025, 1, 1))),
        ("New Year's Day", (date(2025, 1, 1), date(2025, 1, 1))),
        ("New Year's Eve", (date(2025, 12, 31), date(2025, 12, 31))),
        ("старый Новый год", (date(2025, 1, 14), date(2025, 1, 14))),
        ("новогодние каникулы", (date(2025, 1, 1), date(2025, 1, 8))),
        ("Рождество", (date(2025, 1, 7), date(2025, 1, 7))),
        ("католическое Рождество", (date(2025, 12, 25), date(2025, 12, 25))),
        ("Christmas", (date(2025, 12, 25), date(2025, 12, 25))),
        ("圣诞节", (date(2025, 12, 25), date(2025, 12, 25))),
        ("майские", (date(2025, 5, 1), date(2025, 5, 11))),
        ("国庆", (date(2025, 10, 1), date(2025, 10, 7))),
        ("春节", (date(2025, 1, 29), date(2025, 2, 4))),
    ],
)
def test_holidays_are_known(words: str, days: tuple[date, date]) -> None:
    assert first(words).days(2025) == days


def test_spring_festival_is_known_for_thirty_years_and_none_beyond() -> None:
    festival = first("春节").days
    assert festival(2009) is festival(2041) is None
    years = [festival(year) for year in range(2010, 2041)]
    begins = [days[0] for days in years if days]
    assert len(begins) == 31
    assert all((1, 21) <= (day.month, day.day) <= (2, 20) for day in begins)
    moons = [(later - day).days for day, later in pairwise(begins)]
    assert set(moons) <= {353, 354, 355, 383, 384, 385}, "twelve or thirteen moons lie between two of them"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024 год", 2024), ("2024 года", 2024), ("2024-го года", 2024), ("2024 г.", 2024), ("2024-м", 2024),
        ("24 году", 2024), ("2024年", 2024), ("2024", 2024),
    ],
)  # fmt: skip
def test_year_is_read(text: str, year: int) -> None:
    mention = first(text)
    assert (mention.years, mention.shape) == ((year,), Shape.YEAR)


def test_bare_number_is_a_year_only_after_a_word_of_time() -> None:
    assert first("2024").needs is not None
    assert "в" in (first("2024").needs or ())
    assert first("2024 рубля").needs == frozenset()


@pytest.mark.parametrize(
    ("text", "is_clear"),
    [
        ("в октябре", True), ("October", True), ("май", True), ("мая", False), ("устроился в Октябре", False),
        ("окт", False), ("May", False), ("June", False), ("may", False), ("весной", True), ("весна", False),
        ("the May session", True), ("spring", False),
    ],
)  # fmt: skip
def test_words_that_may_be_names_or_verbs_need_a_word_of_time(text: str, is_clear: bool) -> None:
    assert (first(text).needs is None) is is_clear


@pytest.mark.parametrize("text", ["Марта сказала", "у Мая", "April's homework", "Spring Boot"])
def test_names_are_never_dates_by_a_word_before_them(text: str) -> None:
    assert first(text).needs == frozenset()


def test_month_before_a_verb_is_a_person_unless_something_is_in_it() -> None:
    needs = first("June said").needs or frozenset()
    assert "in" in needs
    assert "after" not in needs


def test_fuller_dates_come_first() -> None:
    assert find("14 октября")[0][0] == "14 октября"
    assert find("двадцать первого мая")[0][0] == "двадцать первого мая"
    assert find("十月十四日")[0][0] == "十月十四日"


@pytest.mark.parametrize(
    "text", ["14 aprıl", "версия 1.5", "1.10", "31 февраля", "маятник", "Walmart", "五月天", "прилетом", ""]
)
def test_other_words_and_numbers_are_not_mentioned(text: str) -> None:
    assert find(text) == []


def test_places_hold_where_small_letters_are_longer() -> None:
    assert [said for said, _ in find("İİ в Октябре")] == ["Октябре"]
