"""The date of a session from its header, its file name, its properties or its file time. Knows nothing of libraries.

The shapes are an own table, because the libraries read too much: dateparser takes `python 3.11` for a time of day,
`10月14日` for January and the number of a recording for a Unix time, dateutil takes `Сессия 3` for a day and knows no
Russian months.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from rag.types import DateSource

_MAX_CHARACTERS = 1000
_EARLIEST = date(1990, 1, 1)
_ONE_DAY = timedelta(days=1)
_HALF_A_YEAR = timedelta(days=182)
_LEAP_CYCLE = 8
_MONTH_COUNT = 12

MONTH_GENITIVES = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_OTHER_WORDS = (
    "январь янв january jan", "февраль фев февр february feb", "март мар march mar", "апрель апр april apr",
    "май may", "июнь июн june jun", "июль июл july jul", "август авг august aug",
    "сентябрь сен сент september sep sept", "октябрь окт october oct", "ноябрь ноя нояб november nov",
    "декабрь дек december dec",
)  # fmt: skip
MONTHS_AFTER_DAY: Mapping[str, int] = {
    word: number
    for number, (genitive, words) in enumerate(zip(MONTH_GENITIVES.split(), _OTHER_WORDS, strict=True), start=1)
    for word in (genitive, *words.split())
}
"""The names and abbreviations of the months, Russian ones as they stand after a day."""
_MONTHS_BEFORE_DAY = tuple(word for words in _OTHER_WORDS for word in words.split())
"""Without the genitives: nobody writes `марта 3` for a day, but Марта is a woman's name."""

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_GAP, _NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"[\s_\-.,]{1,3}", r"(?<![^\W_])", r"(?![^\W_])"
_OPTIONAL_GAP = r"[\s_\-.,/]{0,3}"
_MONTH = rf"(?<![^\W\d_])(?P<word>{'|'.join(MONTHS_AFTER_DAY)})(?![^\W\d_])\.?"
_FIRST_MONTH = rf"{_NO_LETTER_BEFORE}(?P<word>{'|'.join(_MONTHS_BEFORE_DAY)})(?![^\W\d_])\.?"
_DAY = r"(?P<day>\d{1,2})(?:-?(?:е|го|st|nd|rd|th))?"
_LEADING_DAY = rf"{_NO_LETTER_BEFORE}(?<!\d[.,:]){_DAY}(?:\s+of)?"
_CLOCK_TIME = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"


def _short(separator: str, number: str) -> str:
    """Day, month and a year of two digits; no piece of a longer row of numbers such as a phone number."""
    return (
        rf"(?<!\d{separator})(?P<day>{number})(?P<sep>{separator})(?P<month>{number}){separator}(?P<short>\d{{2}})"
        rf"(?!{separator}?\d)"
    )


_ANY, _COUNTED, _BARE = "any", "counted", "bare"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\d){shape}(?!\d)", re.IGNORECASE), kind)
    for shape, kind in (
        (rf"{_YEAR}(?P<between>[-_./ ])(?P<month>\d{{1,2}})(?P=between)(?P<day>\d{{1,2}})", _ANY),
        (rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:{_CLOCK_TIME})?", _ANY),
        (rf"{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号號]?", _ANY),
        (rf"(?P<day>\d{{1,2}})(?P<sep>[-_./ ]|\.\s)(?P<month>\d{{1,2}})(?P=sep){_YEAR}", _ANY),
        (rf"(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2]){_YEAR}", _ANY),
        (rf"{_LEADING_DAY}{_OPTIONAL_GAP}{_MONTH}{_OPTIONAL_GAP}{_YEAR}", _ANY),
        (rf"{_FIRST_MONTH}{_OPTIONAL_GAP}{_DAY}{_GAP}{_YEAR}", _ANY),
        (rf"{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}{_NO_LETTER_AFTER}", _ANY),
        (rf"{_LEADING_DAY}(?P<between>[-_./]){_MONTH}(?P=between)(?P<short>\d{{2}})", _ANY),
        (rf"{_LEADING_DAY}\s?{_MONTH}\s?['’](?P<short>\d{{2}})", _ANY),
        (_short(r"\.", r"\d{1,2}"), _COUNTED),
        (_short("/", r"\d{1,2}"), _ANY),
        (_short("-", r"\d{2}"), _ANY),
        (_short("_", r"\d{2}"), _ANY),
        (rf"{_LEADING_DAY}{_OPTIONAL_GAP}{_MONTH}", _ANY),
        (rf"{_FIRST_MONTH}{_OPTIONAL_GAP}{_DAY}{_NO_LETTER_AFTER}(?![:.]\d)", _ANY),
        (r"(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号號]", _ANY),
        (
            rf"{_NO_LETTER_BEFORE}(?<!\d[.,:/\-])(?<![+$€№#~<>=])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})"
            r"(?![.,:/]\d)(?![A-Za-z])",
            _BARE,
        ),
    )
)
"""The fullest shapes first. What one shape took, be it a possible date or not, no later shape reads again."""

_NUMBERED = (
    r"верси\w{0,3}|version|ver|v|релиз\w{0,2}|release|build|пункт\w{0,3}|п|пп|глав\w{1,3}|раздел\w{0,3}|параграф\w{0,3}"
    r"|chapter|section|рис|рисун\w{1,3}|fig|figure|табл|таблиц\w{1,3}|table|приложени\w{1,2}|номер\w{0,2}|no|number|ip"
    r"|оценк\w{1,2}|балл\w{0,3}|рейтинг\w{0,2}|rating|score|в|at|python|java|php|node|ios|android|windows|macos|ubuntu"
    r"|debian|django|rails|ruby|golang|rust|swift|kotlin|postgres|postgresql|mysql|redis|gpt|gemini|llama|qwen"
    r"|whisper|office|api|http|tls|usb|bluetooth"
)
_PARTS = (
    r"сесси\w{1,3}|session|урок\w{0,3}|lesson|част\w{1,3}|part|встреч\w{0,3}|meeting|заняти\w{1,3}|созвон\w{0,3}|call"
    r"|модул\w{1,3}|module|недел\w{1,3}|week|день|day|задани\w{1,3}|task|шаг\w{0,2}|step|этап\w{0,2}|эпизод\w{0,2}"
    r"|episode|выпуск\w{0,2}|тем\w{1,2}"
)
_AFTER_NUMBERED = re.compile(rf"(?<![^\W\d_])(?:{_NUMBERED})[\s_.:№#\-]{{0,3}}$", re.IGNORECASE)
_AFTER_PART = re.compile(rf"(?<![^\W\d_])(?:{_PARTS})[\s_.:№#\-]{{0,3}}$", re.IGNORECASE)
_WRITTEN_OUT = re.compile(r"\d{2}\.\d{2}")
_UNIT = re.compile(
    r"[\s\-]{0,2}(?:[%₽$€£°×]|(?:ч|час\w{0,3}|мин\w{0,4}|сек\w{0,5}|дн(?:я|ей)|недел\w{1,2}|месяц\w{0,2}|года|лет"
    r"|раза?|балл\w{0,3}|процент\w{0,3}|тыс|млн|млрд|к|руб\w{0,4}|р|долл\w{0,5}|евро|км|м|кг|гб|мб|x|х|k|h|hrs?|hours?"
    r"|mins?|minutes?|secs?|seconds?|days?|weeks?|months?|years?|percent|points?|usd|eur|rub|km|kg|gb|mb|tb|am|pm)"
    r"(?![^\W\d_]))",
    re.IGNORECASE,
)
_LONGEST_WORD = 24

_BESIDE_A_DATE = (
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс г год года в с до мск время "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun at from to "
    "am pm utc gmt msk mst est edt cst cdt pst pdt cet cest bst time t z h m s min mins sec ч м мин минут сек секунд "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日 上午 下午"
)
_WORDS_BESIDE_A_DATE = frozenset(_BESIDE_A_DATE.split())
_TIME_OF_DAY = re.compile(r"\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d{1,3})?|(?<=[+\-])\d{1,2}|\d{1,3}\s?(?=[hmsчм])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day in a text: its span, and what it may mean as year (None where none is written), month and day."""

    start: int
    end: int
    readings: tuple[tuple[int | None, int, int], ...]


def session_date(
    header_text: str | None,
    file_name: str,
    file_date: date | None,
    today: date,
    near: date | None = None,
    made: date | None = None,
) -> tuple[date | None, DateSource | None]:
    """The date of a session and where it was found: header, file name, properties of a document, the file's own date.

    The lines of the header are asked one after the other. What lies after tomorrow or before 1990 is no session, and
    the next place is asked. A date without a year takes the year that brings it nearest to `near`, the middle of the
    other sessions; without them the latest year in which it is not after `made`, the file's own date or today.
    """
    latest = today + _ONE_DAY
    made, file_date = (day if day and _EARLIEST <= day <= latest else None for day in (made, file_date))
    reference = min(near + _HALF_A_YEAR, latest) if near else min((made or file_date or today) + _ONE_DAY, latest)
    stem = file_name.rsplit(".", 1)[0]
    lines = [(line, DateSource.HEADER) for line in (header_text or "").splitlines()]
    for text, place in (*lines, (stem, DateSource.NAME)):
        for found in _dates(text, reference):
            if _EARLIEST <= found <= latest:
                return found, place
    known = ((made, DateSource.PROPERTIES), (file_date, DateSource.FILE))
    return next(((day, place) for day, place in known if day), (None, None))


def find_date(text: str, reference: date) -> date | None:
    """The first date in the text, the fullest shape first; the day comes before the month, as in Russia.

    A date without a year is the latest one that is not after the reference.
    """
    return next(_dates(text, reference), None)


def has_date(text: str) -> bool:
    """Whether the text holds a date."""
    return next(find_days(_normal(text)), None) is not None


def has_year(text: str) -> bool:
    """Whether the text holds a date with its year."""
    return any(reading[0] for mention in find_days(_normal(text)) for reading in mention.readings)


def is_date_line(text: str) -> bool:
    """Whether the text says nothing but a date, with a day of the week, times and durations at most."""
    line = _normal(text)
    mention = next(find_days(line), None)
    if mention is None:
        return False
    rest = _TIME_OF_DAY.sub(" ", f"{line[: mention.start]} {line[mention.end :]}").casefold()
    return all(word in _WORDS_BESIDE_A_DATE for word in _WORD.findall(rest))


def find_days(text: str) -> Iterator[DayMention]:
    """The days that the text may name and the calendar has, the fullest shape first."""
    taken = bytearray(len(text))
    for shape, kind in _SHAPES:
        for match in shape.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            readings = tuple(reading for reading in _readings(match.groupdict()) if _is_possible(*reading))
            if readings and (kind == _ANY or not _is_number(text, match, kind)):
                yield DayMention(start, end, readings)


def _normal(text: str) -> str:
    """The beginning of the text with every letter in one character: names of files from a Mac have two for an й."""
    return unicodedata.normalize("NFC", text[:_MAX_CHARACTERS])


def _dates(text: str, reference: date) -> Iterator[date]:
    return chain.from_iterable(_resolve(mention, reference) for mention in find_days(_normal(text)))


def _is_number(text: str, match: re.Match[str], kind: str) -> bool:
    """Whether what looks like a day is the number of a version or a chapter, or counts something."""
    before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
    if _AFTER_NUMBERED.search(before):
        return True
    if kind == _COUNTED:
        return False
    return bool(_UNIT.match(text, match.end())) or bool(
        _AFTER_PART.search(before) and not _WRITTEN_OUT.fullmatch(match.group())
    )


def _readings(parts: Mapping[str, str | None]) -> Iterator[tuple[int | None, int, int]]:
    """Year, month and day; the month first where the day cannot be a month, the year first where dashes allow it."""
    word, separator, short = parts.get("word"), parts.get("sep"), parts.get("short")
    day = int(parts["day"] or 0)
    month = MONTHS_AFTER_DAY.get(word.lower(), 0) if word else int(parts.get("month") or 0)
    year = int(parts["year"] or 0) if parts.get("year") else 2000 + int(short) if short else None
    yield year, month, day
    if separator and month > _MONTH_COUNT and (not short or separator in "/-"):
        yield year, day, month
    if separator and short and separator in "-_":
        yield 2000 + day, month, int(short)


def _is_possible(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _resolve(mention: DayMention, reference: date) -> Iterator[date]:
    """The days that a mention may mean, the likeliest first."""
    complete = [date(year, month, day) for year, month, day in mention.readings if year]
    if complete:
        yield from sorted(complete, key=lambda day: abs(day - reference))
        return
    for _, month, day in mention.readings:
        years = (reference.year - back for back in range(_LEAP_CYCLE + 1))
        possible = (date(year, month, day) for year in years if year > 0 and _is_possible(year, month, day))
        yield from (found for found in possible if found <= reference)
