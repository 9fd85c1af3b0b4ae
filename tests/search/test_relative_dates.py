"""The words that count from today."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.search.date_mentions import Shape
from rag.search.relative_dates import _SHAPES, find_relative

TODAY = date(2025, 11, 12)
"""A Wednesday."""


def find(text: str, today: date = TODAY) -> list[tuple[str, str]]:
    found = []
    for mention in find_relative(text, today):
        span = mention.days(0)
        assert span is not None
        found.append((text[mention.start : mention.end], f"{span[0]}..{span[1]}"))
    return found


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("сегодня", "2025-11-12..2025-11-12"), ("вчера", "2025-11-11..2025-11-11"),
        ("позавчерашний", "2025-11-10..2025-11-10"), ("today's", "2025-11-12..2025-11-12"),
        ("last night", "2025-11-11..2025-11-11"), ("大前天", "2025-11-09..2025-11-09"),
        ("今天", "2025-11-12..2025-11-12"), ("昨日", "2025-11-11..2025-11-11"),
        ("неделю назад", "2025-11-02..2025-11-08"), ("неделю тому назад", "2025-11-02..2025-11-08"),
        ("месяца два назад", "2025-08-28..2025-09-27"), ("полтора года назад", "2024-04-27..2024-05-27"),
        ("2 года назад", "2023-08-13..2024-02-11"), ("an year ago", "2024-08-13..2025-02-11"),
        ("half a year ago", "2025-04-27..2025-05-27"), ("a fortnight ago", "2025-10-26..2025-11-01"),
        ("a few weeks ago", "2025-09-28..2025-11-01"), ("两年前", "2023-08-13..2024-02-11"),
        ("半个月前", "2025-10-26..2025-11-01"), ("10天以前", "2025-11-02..2025-11-02"),
        ("в последние дни", "2025-11-06..2025-11-12"), ("две последние недели", "2025-10-29..2025-11-12"),
        ("in the past few days", "2025-11-06..2025-11-12"), ("last 3 months", "2025-08-12..2025-11-12"),
        ("近半年", "2025-05-12..2025-11-12"), ("在过去两周", "2025-10-29..2025-11-12"),
        ("в текущем месяце", "2025-11-01..2025-11-30"), ("на той неделе", "2025-11-03..2025-11-09"),
        ("пятнадцать дней назад", "2025-10-28..2025-10-28"),
        ("over the last weekend", "2025-11-08..2025-11-09"),
        ("previous month", "2025-10-01..2025-10-31"), ("the month before last", "2025-09-01..2025-09-30"),
        ("这周二", "2025-11-11..2025-11-11"), ("上上个月", "2025-09-01..2025-09-30"),
        ("в прошлое воскресенье", "2025-11-09..2025-11-09"), ("last monday's", "2025-11-10..2025-11-10"),
    ],
)  # fmt: skip
def test_words_become_days(words: str, days: str) -> None:
    assert find(words)[0][1] == days


@pytest.mark.parametrize(
    "text",
    [
        "через неделю", "на следующей неделе", "до недели", "последний раз", "последняя сессия", "прошлый раз",
        "за последнюю неделю мая", "the last week of may", "this weekly call", "a day in the life", "two weeks",
        "0 недель назад", "семнадцать недель назад", "seventeen weeks ago",
        "第三周", "晚上周老师", "日本周边", "基本周期", "以前天天", "三天前端课", "今年轻", "этих недель", "",
    ],
)  # fmt: skip
def test_other_words_do_not_count_from_today(text: str) -> None:
    assert find(text) == []


def test_year_names_nothing_but_the_year() -> None:
    year, week = (next(find_relative(words, TODAY)) for words in ("прошлого года", "прошлой недели"))
    assert (year.shape, year.years) == (Shape.YEAR, (2024,))
    assert week.shape is Shape.WHOLE


def test_day_of_the_week_is_never_today() -> None:
    assert find("last wednesday") == [("last wednesday", "2025-11-05..2025-11-05")]
    assert find("上周三") == [("上周三", "2025-11-05..2025-11-05")]


def test_month_that_is_shorter_is_counted_to_its_end() -> None:
    assert find("in the last month", date(2025, 3, 31))[0][1] == "2025-02-28..2025-03-31"


def test_count_that_leaves_the_calendar_names_nothing() -> None:
    assert find("999 лет назад", date(900, 1, 1)) == []


def test_number_of_units_stands_before_or_behind_the_word_last() -> None:
    assert find("за последние две недели")[0][1] == find("за две последние недели")[0][1] == "2025-10-29..2025-11-12"


def test_another_today_gives_other_days() -> None:
    assert find("вчера")[0][1] == "2025-11-11..2025-11-11"
    assert find("вчера", date(2024, 3, 1))[0][1] == "2024-02-29..2024-02-29"


@pytest.mark.parametrize("shape", [shape for shape, _ in _SHAPES], ids=range(len(_SHAPES)))
def test_whatever_has_a_shape_of_the_table_can_be_read(shape: re.Pattern[str]) -> None:
    @given(st.from_regex(shape))
    @settings(max_examples=50, deadline=None)
    def read(text: str) -> None:
        for mention in find_relative(text, TODAY):
            days = mention.days(0)
            assert days
            assert days[0] <= days[1]

    read()
