"""The part of a month, a season or a year."""

from datetime import date

import pytest

from rag.search.date_mentions import Mention, Shape, from_to
from rag.search.date_parts import with_part


def part_of(text: str, words: str, first: tuple[int, int], last: tuple[int, int]) -> tuple[str, Mention]:
    start = text.index(words)
    mention = with_part(text, Mention(start, start + len(words), from_to(first, last), needs=frozenset()))
    return text[mention.start : mention.end], mention


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("в начале мая", "начале мая", 1, 10),
        ("в самом начале мая", "самом начале мая", 1, 10),
        ("в первых числах мая", "первых числах мая", 1, 10),
        ("середина мая", "середина мая", 11, 20),
        ("к концу мая", "концу мая", 21, 31),
        ("первая половина мая", "первая половина мая", 1, 15),
        ("вторая половина мая", "вторая половина мая", 16, 31),
    ],
)
def test_russian_parts_of_a_month(text: str, said: str, first: int, last: int) -> None:
    found, mention = part_of(text, "мая", (5, 1), (5, 31))
    assert found == said
    assert mention.days(2025) == (date(2025, 5, first), date(2025, 5, last))
    assert mention.needs is None


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("in early may", "early may", 1, 10),
        ("at the very beginning of may", "the very beginning of may", 1, 10),
        ("mid-may", "mid-may", 11, 20),
        ("late in may", "late in may", 21, 31),
        ("the second half of may", "the second half of may", 16, 31),
    ],
)
def test_english_parts_of_a_month(text: str, said: str, first: int, last: int) -> None:
    found, mention = part_of(text, "may", (5, 1), (5, 31))
    assert found == said
    assert mention.days(2025) == (date(2025, 5, first), date(2025, 5, last))


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("五月初", "五月初", 1, 10),
        ("五月中旬说", "五月中旬", 11, 20),
        ("五月底之前", "五月底", 21, 31),
        ("五月上半月", "五月上半月", 1, 15),
    ],
)
def test_chinese_parts_of_a_month(text: str, said: str, first: int, last: int) -> None:
    found, mention = part_of(text, "五月", (5, 1), (5, 31))
    assert found == said
    assert mention.days(2025) == (date(2025, 5, first), date(2025, 5, last))


@pytest.mark.parametrize("text", ["五月中国", "五月初级课", "закончил мая", "начал в мая"])
def test_other_words_are_no_parts(text: str) -> None:
    words = "五月" if "五月" in text else "мая"
    found, mention = part_of(text, words, (5, 1), (5, 31))
    assert found == words
    assert (mention.shape, mention.needs) == (Shape.WHOLE, frozenset())


@pytest.mark.parametrize("year", [2024, 2025])
def test_year_is_parted_at_its_months(year: int) -> None:
    for words, first, last in (
        ("начале", (1, 1), (3, 31)),
        ("середине", (4, 1), (9, 30)),
        ("конце", (10, 1), (12, 31)),
        ("первой половине", (1, 1), (6, 30)),
        ("второй половине", (7, 1), (12, 31)),
    ):
        _, mention = part_of(f"в {words} года", "года", (1, 1), (12, 31))
        assert mention.days(year) == (date(year, *first), date(year, *last))


def test_end_is_told_from_other_parts() -> None:
    assert part_of("до конца мая", "мая", (5, 1), (5, 31))[1].shape is Shape.END
    assert part_of("до начала мая", "мая", (5, 1), (5, 31))[1].shape is Shape.PART


def test_short_stretch_keeps_at_least_a_day() -> None:
    assert part_of("в начале мая", "мая", (5, 1), (5, 2))[1].days(2025) == (date(2025, 5, 1), date(2025, 5, 1))
    assert part_of("в середине мая", "мая", (5, 1), (5, 2))[1].days(2025) == (date(2025, 5, 1), date(2025, 5, 2))
    assert part_of("в конце мая", "мая", (5, 1), (5, 1))[1].days(2025) == (date(2025, 5, 1), date(2025, 5, 1))


def test_day_that_the_year_does_not_have_has_no_part() -> None:
    assert part_of("в конце мая", "мая", (2, 29), (2, 29))[1].days(2025) is None
