"""The three languages of the product: telling them apart, and dates in words. Knows nothing of interface texts."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

Language = Literal["ru", "en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_MONTHS: Mapping[str, str] = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}


def language_of_text(text: str) -> Language:
    """The language of a text by its letters: Chinese if any is, else Russian if any is, else English."""
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return "zh"
    return "ru" if any("а" <= character <= "я" for character in text.lower()) else "en"


def date_in_words(day: date, language: Language) -> str:
    """The date as people write it: 1 апреля 2025, 1 April 2025, 2025年4月1日."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def find_words(text: str, sought: str) -> list[tuple[int, int]]:
    """The places where a text holds the sought words in a row, whatever their case, the dots of ё and the spaces."""
    words = [re.sub("[её]", "[её]", re.escape(word)) for word in sought.lower().split()]
    return [match.span() for match in re.finditer(r"\s+".join(words), text, re.IGNORECASE)] if words else []


def count_words(text: str) -> int:
    """The number of words in a text; a Chinese or Japanese character counts as one word.

    Chinese and Japanese are written without spaces, so that counting by spaces would give one word a sentence.
    """
    ideographs = sum(1 for character in text if "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff")
    others = "".join(" " if "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" else c for c in text)
    return ideographs + sum(1 for word in others.split() if any(c.isalnum() for c in word))
