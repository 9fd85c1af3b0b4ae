"""Words that name days, and matching them: what all kinds of dates share. Knows nothing of any word."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import partial

Span = tuple[date, date]
Days = Callable[[int], Span | None]
"""The days that words name in a year; None where the calendar does not have them."""

TOPIC = frozenset(("о", "об", "обо", "про", "about"))
GOAL = TOPIC | {"на", "for"}
"""What is told `про октябрь` or planned `на октябрь` was hardly said in October."""
_REACH = 48
"""How many characters before a date may belong to it."""


class Shape(Enum):
    """What words name: all of something, nothing but a year, a part, the end of something, from one to another."""

    WHOLE = auto()
    YEAR = auto()
    PART = auto()
    END = auto()
    RANGE = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name days; `years` holds the years that may be meant and is empty where none is said.

    One of the words `needs` stands before them, unless it is None or another word shows that they are a date; none of
    the words `refuses` does.
    """

    start: int
    end: int
    days: Days
    years: tuple[int, ...] = ()
    needs: frozenset[str] | None = None
    refuses: frozenset[str] = GOAL
    shape: Shape = Shape.WHOLE


def fold(text: str) -> str:
    """The text in small letters, each in its place: matching without regard to case is many times slower."""
    return text.replace("İ", "I").lower()


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern beside no letter or digit, for folded text; a Chinese character is no part of the word beside it."""
    return re.compile(rf"(?<![^\W_\u4e00-\u9fff])(?:{pattern})(?![^\W_\u4e00-\u9fff])")


def search_before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """What stands right before a place of a text; the pattern ends in `$`."""
    return pattern.search(text[max(0, end - _REACH) : end])


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def from_to(first: tuple[int, int], last: tuple[int, int]) -> Days:
    """From one month and day to another, maybe of the next year; a last day beyond the end of its month is that end."""
    return partial(_days_of, first, last)


def _days_of(first: tuple[int, int], last: tuple[int, int], year: int) -> Span | None:
    last_year, (last_month, last_day) = year + (last < first), last
    try:
        last_day = min(last_day, calendar.monthrange(last_year, last_month)[1])
        return date(year, *first), date(last_year, last_month, last_day)
    except ValueError:
        return None
