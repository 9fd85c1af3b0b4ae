"""The date of a session from its header, its file name or its file time. Knows nothing of libraries."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rag.types import DateSource

_MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "январь января январе янв january jan", "февраль февраля феврале фев february feb",
            "март марта марте мар march mar", "апрель апреля апреле апр april apr", "май мая мае may",
            "июнь июня июне июн june jun", "июль июля июле июл july jul", "август августа августе авг august aug",
            "сентябрь сентября сентябре сен сент september sep sept", "октябрь октября октябре окт october oct",
            "ноябрь ноября ноябре ноя нояб november nov", "декабрь декабря декабре дек december dec",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MONTH_WORD = r"(?<![^\W\d_])(?P<month_word>" + "|".join(_MONTHS) + r")(?![^\W\d_])\.?"
_GAP = r"(?:[\s_\-]+|(?<=\.)\s*)"
_HALF_A_YEAR = timedelta(days=182)
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_NOT_DIGIT_BEFORE, _NOT_DIGIT_AFTER = r"(?<!\d)", r"(?!\d)"

_SHAPES = tuple(
    re.compile(_NOT_DIGIT_BEFORE + shape + _NOT_DIGIT_AFTER, re.IGNORECASE)
    for shape in (
        _YEAR + r"[-_./ ](?P<month>\d{1,2})[-_./ ](?P<day>\d{1,2})",
        _YEAR + r"(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
        _YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?",
        r"(?P<day>\d{1,2})[-_./ ](?P<month>\d{1,2})[-_./ ]" + _YEAR,
        r"(?P<day>\d{1,2})(?:-?(?:е|го|st|nd|rd|th))?" + _GAP + _MONTH_WORD + ",?" + _GAP + _YEAR,
        _MONTH_WORD + _GAP + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,?" + _GAP + _YEAR,
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<short_year>\d{2})",
        r"(?P<day>\d{1,2})(?:-?(?:е|го|st|nd|rd|th))?" + _GAP + _MONTH_WORD,
        _MONTH_WORD + _GAP + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
        r"(?<!\d\.)(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?!\.\d)",
    )
)


def session_date(
    header_text: str | None, file_name: str, file_date: date | None, today: date, near: date | None = None
) -> tuple[date | None, DateSource | None]:
    """The date of a session and where it was found: header line, file name, else the file's own date.

    A date without a year takes the year that brings it nearest to `near`, the middle of the other sessions; without
    them the year of the file's own date, else the latest year in which it is not in the future.
    """
    reference = min(near + _HALF_A_YEAR, today) if near else file_date or today
    for text, place in ((header_text, DateSource.HEADER), (file_name.rsplit(".", 1)[0], DateSource.NAME)):
        found = find_date(text, reference) if text else None
        if found:
            return found, place
    return (file_date, DateSource.FILE) if file_date else (None, None)


def find_date(text: str, reference: date) -> date | None:
    """The first date in the text, the fullest shape first; the day comes before the month, as in Russia."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            for candidate in _readings(match.groupdict(), reference):
                return candidate
    return None


def _readings(parts: Mapping[str, str | None], reference: date) -> Iterator[date]:
    day = int(parts["day"] or 0)
    month_word = parts.get("month_word")
    month = _MONTHS[month_word.lower()] if month_word else int(parts.get("month") or 0)
    if parts.get("year"):
        years = [int(parts["year"] or 0)]
    elif parts.get("short_year"):
        years = [2000 + int(parts["short_year"] or 0)]
    else:
        years = [reference.year, reference.year - 1]
    is_complete = bool(parts.get("year") or parts.get("short_year"))
    for year in years:
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if is_complete or candidate <= reference:
            yield candidate
