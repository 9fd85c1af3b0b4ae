"""The three languages of the product: telling them apart, dates and numbers in words. Knows no interface texts."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, get_args

Language = Literal["ru", "en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_MONTHS: Mapping[str, str] = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
_WHOLE_MONTHS: Mapping[str, str] = {
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "en": _MONTHS["en"],
}
_PERIODS: Mapping[Language, Mapping[str, str]] = {
    "ru": {"from": "с {}", "until": "по {}", "year": "{} год", "between": "{} – {}"},
    "en": {"from": "from {}", "until": "until {}", "year": "{}", "between": "{} – {}"},
    "zh": {"from": "{}起", "until": "截至{}", "year": "{}年", "between": "{}至{}"},
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


def period_in_words(period: str, language: Language) -> str:
    """A day or `first/last` in ISO form, one side perhaps empty, as people write it: апрель 2025, 1–14 апреля 2025."""
    if "/" not in period:
        return date_in_words(date.fromisoformat(period), language)
    first, last = (date.fromisoformat(day) if day else None for day in period.split("/"))
    forms = _PERIODS[language]
    if first is None or last is None:
        open_end = forms["from" if first else "until"]
        return open_end.format(*(date_in_words(day, language) for day in (first, last) if day))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return forms["year"].format(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and (first.year, first.month) == (last.year, last.month):
        return _month_in_words(first, language)
    if (first.year, first.month) == (last.year, last.month) and language != "zh":
        return f"{first.day}–{date_in_words(last, language)}"
    in_words = _month_in_words if is_whole else date_in_words
    return forms["between"].format(_without_year(in_words(first, language), first, last), in_words(last, language))


def _month_in_words(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月"
    return f"{_WHOLE_MONTHS[language].split()[day.month - 1]} {day.year}"


def _without_year(words: str, first: date, last: date) -> str:
    """The beginning of a period within one year, whose end names the year."""
    return words.removesuffix(f" {first.year}") if first.year == last.year else words


def plural_form(count: int, language: Language) -> str:
    """Which form of a word goes with a number: `one`, `few` or `many`."""
    if language == "zh" or (language == "en" and count != 1):
        return "many"
    last, last_two = count % 10, count % 100
    if language == "en" or (last == 1 and last_two != 11):
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"


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
