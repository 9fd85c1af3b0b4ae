"""The words of a question that count from today, as days. Knows nothing of sessions.

Words are located by own patterns, because a library that searches for dates finds them in ordinary words. What they
say is handed to dateparser as an English phrase (`2 weeks ago`), the language that it reads most completely.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from rag.read.dates import MONTH_GENITIVES
from rag.search.date_mentions import GOAL, Mention, Shape, Span, any_of, whole_words

_FEWEST, _MOST = 2, 6
"""What a few are; they count as 0."""
_COUNT_WORDS = (
    "несколько few several 几", "один одну одна a an one 一", "два две двух пару two couple 两 二",
    "три трех трёх three 三", "четыре четырех четырёх four 四", "пять пяти five 五", "шесть шести six 六",
    "семь семи seven 七", "восемь восьми eight 八", "девять девяти nine 九", "десять десяти ten 十",
    "одиннадцать eleven 十一", "двенадцать twelve 十二",
)  # fmt: skip
_COUNTS: Mapping[str, int] = {
    **{word: count for count, words in enumerate(_COUNT_WORDS) for word in words.split()},
    **dict.fromkeys(("пятнадцать", "fifteen", "十五"), 15),
    **dict.fromkeys(("двадцать", "twenty", "二十"), 20),
    **dict.fromkeys(("тридцать", "thirty", "三十"), 30),
}
_UNITS: Mapping[str, tuple[int, str]] = {
    word: unit
    for words, unit in (
        ("день,дня,дней,дни,сутки,day,days,天", (1, "day")),
        ("неделя,неделю,недели,неделе,недель,week,weeks,周,个周,星期,个星期,礼拜,个礼拜", (1, "week")),
        ("месяц,месяца,месяце,месяцев,месяцы,month,months,月,个月", (1, "month")),
        ("год,года,году,лет,годы,year,years,年", (1, "year")),
        ("полгода,half a year,半年", (6, "month")),
        ("полтора месяца,полутора месяцев", (6, "week")),
        ("полтора года,полутора лет", (18, "month")),
        ("fortnight,半个月", (2, "week")),
    )
    for word in words.split(",")
}
_PLURALS = ("дни", "недели", "месяцы", "годы", "days", "weeks", "months", "years")
_COUNTED = (*_PLURALS, "дня", "дней", "недель", "месяца", "месяцев", "года", "лет")
"""Without a number that is known these say `последние дни`, and nothing before `назад`."""
_STEPS: Mapping[str, int] = {
    "позапрошл": 2, "прошл": 1, "той": 1, "эт": 0, "текущ": 0, "before last": 2, "last": 1, "past": 1, "previous": 1,
    "this": 0, "current": 0, "上上": 2, "上": 1, "这": 0, "本": 0, "前": 2, "去": 1, "今": 0,
}  # fmt: skip
_DAYS: Mapping[str, str] = {
    "сегодня": "today", "вчера": "1 day ago", "позавчера": "2 days ago", "today": "today", "yesterday": "1 day ago",
    "last night": "1 day ago", "before yesterday": "2 days ago", "今": "today", "昨": "1 day ago", "前": "2 days ago",
    "大前": "3 days ago",
}  # fmt: skip
_WEEKDAYS: Mapping[str, str] = {
    "пон": "monday", "вто": "tuesday", "сре": "wednesday", "чет": "thursday", "пят": "friday", "суб": "saturday",
    "вос": "sunday", "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday",
    "sat": "saturday", "sun": "sunday",
}  # fmt: skip
_PARTS_OF_WEEK: Mapping[str, tuple[int, int]] = {
    **{character: (number, number) for number, character in enumerate("一二三四五六日")},
    "天": (6, 6), "末": (5, 6), "weekend": (5, 6), "выходных": (5, 6), "выходные": (5, 6),
}  # fmt: skip
_SLACK: Mapping[str, timedelta] = {
    "day": timedelta(0), "week": timedelta(3), "month": timedelta(15), "year": timedelta(91),
}  # fmt: skip
"""How far from the day that it counts to `two months ago` may lie."""

_NOTHING: frozenset[str] = frozenset()
_REFUSED = GOAL - {"for"}
"""Only what lies `about two weeks ago` lies there; `for the last month` is no goal."""


def find_relative(text: str, today: date) -> Iterator[Mention]:
    """The words of a folded text that count from today, the fullest kinds first; they may overlap."""
    for pattern, read in _SHAPES:
        for match in pattern.finditer(text):
            words = {name: " ".join(said.split()) for name, said in match.groupdict().items() if said}
            span = read(words, today)
            if span:
                is_year = span == (date(span[0].year, 1, 1), date(span[0].year, 12, 31))
                shape = Shape.YEAR if is_year else Shape.WHOLE
                refuses = _NOTHING if read is _ago else _REFUSED
                days = partial(_always, span)
                yield Mention(*match.span(), days, (span[0].year,), refuses=refuses, shape=shape)


def _always(span: Span, _: int) -> Span:
    return span


def _single_day(words: Mapping[str, str], today: date) -> Span | None:
    return _only(_resolve(_DAYS[words["day"]], today))


def _weekday(words: Mapping[str, str], today: date) -> Span | None:
    return _only(_resolve(f"last {_WEEKDAYS[words['weekday'][:3]]}", today))


def _only(day: date | None) -> Span | None:
    return (day, day) if day else None


def _calendar(words: Mapping[str, str], today: date) -> Span | None:
    """A whole week, month or year, or days of a week."""
    _, unit = _UNITS[words.get("unit", "week")]
    steps = _STEPS[words["steps"]]
    day = _resolve(f"{steps} {unit} ago" if steps else f"this {unit}", today)
    if day is None:
        return None
    if unit == "week":
        first, last = _PARTS_OF_WEEK.get(words.get("weekday", ""), (0, 6))
        monday = day - timedelta(days=day.weekday())
        return monday + timedelta(days=first), monday + timedelta(days=last)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _ago(words: Mapping[str, str], today: date) -> Span | None:
    """The days about the one that is counted to."""
    if "count" not in words and words["unit"] in _COUNTED:
        return None
    most, fewest, unit = _count_units(words)
    first, last = (_resolve(f"{count} {unit} ago", today) for count in (most, fewest))
    return (first - _SLACK[unit], last + _SLACK[unit]) if first and last else None


def _past(words: Mapping[str, str], today: date) -> Span | None:
    """The days up to today."""
    most, _, unit = _count_units(words)
    first = _resolve(f"{most} {unit} ago", today)
    return (first, today) if first else None


def _count_units(words: Mapping[str, str]) -> tuple[int, int, str]:
    """The most and the fewest units that are meant, and the unit."""
    times, unit = _UNITS[words["unit"]]
    count = words.get("count", "few" if words["unit"] in _PLURALS else "one")
    number = int(count) if count.isdecimal() else _COUNTS[count]
    most, fewest = (number, number) if number else (_MOST, _FEWEST)
    return most * times, fewest * times, unit


@lru_cache(maxsize=256)
def _resolve(phrase: str, today: date) -> date | None:
    """The day that an English phrase means, None where the calendar does not reach."""
    found = _parser(today).get_date_data(phrase).date_obj
    return found.date() if found else None


@lru_cache(maxsize=2)
def _parser(today: date) -> Any:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    base = datetime(today.year, today.month, today.day, 12)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "TIMEZONE": "UTC"}
    return DateDataParser(languages=["en"], settings=settings)


_COUNT = rf"(?:(?P<count>[1-9]\d{{0,2}}|{any_of(_COUNTS)})\s*(?:of\s+)?)"
_RUSSIAN_UNIT = rf"(?P<unit>{any_of(word for word in _UNITS if 'а' <= word[0] <= 'я')})"
_ENGLISH_UNIT = rf"(?P<unit>{any_of(word for word in _UNITS if word.isascii())})"
_CHINESE_UNIT = r"(?P<unit>天|年|个?(?:周|星期|礼拜)|个月)"
_LAST, _GENITIVE = r"(?:последн|прошедш)", rf"(?!\s+(?:{any_of(MONTH_GENITIVES.split())}))"
_NO_UP = r"(?<![早晚以马向网线路身桌会课手班])(?<![日基这那一每几两](?=本))"
"""Before `上` and `本` where they end another word: `晚上`, `日本`."""
_Reader = Callable[[Mapping[str, str], date], Span | None]
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (whole_words(shape), read)
    for shape, read in (
        (
            r"(?:на\s+(?=\w+шн))?(?P<day>(?:поза)?вчера|сегодня)(?:шн(?:ий|яя|ее|ие|его|ей|юю|их|им|ем|ими|ему))?",
            _single_day,
        ),
        (r"(?:the\s+day\s+)?(?P<day>before\s+yesterday|yesterday|today|last\s+night)(?:['’]s)?", _single_day),
        (r"(?P<day>大前|(?<![以之目当])前|昨|今)[天日]", _single_day),
        (rf"{_COUNT}?{_RUSSIAN_UNIT}\s+(?:тому\s+)?назад", _ago),
        (rf"{_RUSSIAN_UNIT}\s+{_COUNT}(?:тому\s+)?назад", _ago),
        (rf"(?:a\s+)?{_COUNT}?{_ENGLISH_UNIT}\s+(?:ago|back)", _ago),
        (rf"(?<![\d.年月第]){_COUNT}{_CHINESE_UNIT}(?:以|之)?前(?![端台])", _ago),
        (r"(?P<unit>半年|半个月)(?:以|之)?前", _ago),
        (rf"(?:за\s+)?{_COUNT}{_LAST}[иы][ех]\s+{_RUSSIAN_UNIT}{_GENITIVE}", _past),
        (
            rf"(?:за|в\s+течение|на\s+протяжении)\s+(?:эт\w+\s+)?{_LAST}\w{{2,3}}\s+{_COUNT}?{_RUSSIAN_UNIT}{_GENITIVE}",
            _past,
        ),
        (rf"(?:в\s+)?{_LAST}[иы][ех]\s+{_COUNT}?{_RUSSIAN_UNIT}{_GENITIVE}", _past),
        (
            rf"(?:in|over|during|within|for|throughout)\s+the(?:se)?\s+(?:last|past)\s+{_COUNT}?{_ENGLISH_UNIT}(?!\s+of)",
            _past,
        ),
        (rf"(?:the(?:se)?\s+)?(?:last|past)\s+{_COUNT}{_ENGLISH_UNIT}(?!\s+of)", _past),
        (rf"(?:最近|过去|近)(?:的|这)?{_COUNT}{_CHINESE_UNIT}", _past),
        (r"(?:最近|过去|近)(?P<unit>半年|半个月)", _past),
        (
            r"(?:на\s+(?=\w+ой\s))?(?P<steps>позапрошл|прошл|эт|текущ)(?:ой|ом|ем|ого|его|ый|ий|ая|ую|ей|а|у|от)\s+"
            r"(?P<unit>недел[яиюе]|месяц[ае]?|год[ау]?)",
            _calendar,
        ),
        (r"(?:на\s+)(?P<steps>той)\s+(?P<unit>неделе)", _calendar),
        (r"(?:на\s+|в\s+)?(?P<steps>прошл)ы[хе]\s+(?P<weekday>выходны[хе])", _calendar),
        (
            r"(?P<steps>last|this|past|previous|current)\s+(?:(?P<unit>week|month|year)|(?P<weekday>weekend))"
            r"(?:['’]s)?(?!\s+of)",
            _calendar,
        ),
        (r"(?:the\s+)?(?P<unit>week|month|year)\s+(?P<steps>before\s+last)", _calendar),
        (
            rf"{_NO_UP}(?P<steps>上上|上|这|本)一?个?(?P<unit>周|星期|礼拜)(?![边围报刊转密折期])"
            r"(?:(?P<weekday>[一二三四五六日天末])(?![起直些样共致]))?",
            _calendar,
        ),
        (rf"{_NO_UP}(?P<steps>上上|上|这|本)一?个?(?P<unit>月)(?!亮)", _calendar),
        (r"(?P<steps>去|今|(?<!\d)前)(?P<unit>年)(?!轻)", _calendar),
        (
            r"(?:во?\s+)?прошл(?:ый|ую|ое|ого|ой|ом)\s+"
            r"(?P<weekday>понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)\w{0,2}",
            _weekday,
        ),
        (r"last\s+(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:['’]s)?", _weekday),
    )
)
