"""The words that name days of the calendar, in Russian, English and Chinese. Knows nothing of today and of sessions."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from rag.read.dates import MONTH_GENITIVES, MONTHS_AFTER_DAY, find_days
from rag.search.date_mentions import (
    GOAL,
    TOPIC,
    Days,
    Mention,
    Shape,
    Span,
    any_of,
    fold,
    from_to,
    search_before,
    whole_words,
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INSIDE = _set("in during throughout")
_TIME = _INSIDE | _set(
    "в во с со до после к ко по за перед накануне раньше позже since until till before prior after 在"
)
_HOLIDAY = (_TIME - {"in"}) | _set("на под over at on around by")
_DAY = (_TIME - _INSIDE) | _set("on from")
_NEVER = _set("")


_MOST_OF_A_KIND = 64


def find_mentions(text: str) -> Iterator[Mention]:
    """The words of a text that may name days, the fullest kinds first; they may overlap."""
    folded = fold(text)
    found = (
        _dates(text, folded),
        _spoken_dates(text, folded),
        _sessions_of_months(folded),
        _holidays(folded),
        _month_names(text, folded),
        _seasons(text, folded),
        _years(folded),
    )
    for kind in found:
        yield from islice(kind, _MOST_OF_A_KIND)


def day_number(word: str) -> int:
    """The number that a day in the shape of DAY says."""
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits.group())
    if word in CHINESE_NUMBERS:
        return CHINESE_NUMBERS[word]
    parts = re.split(r"[\s\-]+", word.replace("ё", "е"))
    return sum(next(number for stem, number in _ORDINALS if part.startswith(stem)) for part in parts)


# Numbers

_RUSSIAN_STEMS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат "
    "шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_ENGLISH_STEMS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = sorted(
    [(stem, n) for stems in (_RUSSIAN_STEMS, _ENGLISH_STEMS) for n, stem in enumerate(stems.split(), start=1)]
    + [("тридцат", 30), ("twent", 20), ("thirt", 30)],
    key=lambda item: -len(item[0]),
)
_RUSSIAN_DAY = (
    rf"(?:(?:двадцать|тридцать)\s+)?(?:{any_of(_RUSSIAN_STEMS.split())}|четвёрт|тридцат)(?:ого|ому|ое|ьего|ьему|ье)"
)  # fmt: skip
_ENGLISH_DAY = rf"(?:(?:twenty|thirty)[\s\-]+)?(?:{any_of(_ENGLISH_STEMS.split())}|thirtieth)"
_CHINESE_DIGITS = ("", *"一二三四五六七八九")
CHINESE_NUMBERS: Mapping[str, int] = {
    ("", "十", "二十", "三十")[number // 10] + _CHINESE_DIGITS[number % 10]: number for number in range(1, 32)
}
"""The numerals from 1 to 31."""
_CHINESE_NUMBER = rf"\d{{1,2}}|{any_of(CHINESE_NUMBERS)}"
DAY = rf"\d{{1,2}}(?:-?(?:го|му|ое|е|st|nd|rd|th))?|{_RUSSIAN_DAY}|{_ENGLISH_DAY}|{any_of(CHINESE_NUMBERS)}"
"""A day of a month: a number, an ordinal in words or a Chinese numeral."""

# Days

_ENDINGS = "ь й а я у ю е ем ём ом"
_MONTHS: Mapping[str, int] = {
    **{
        genitive[:-1] + ending: number
        for number, genitive in enumerate(MONTH_GENITIVES.split(), start=1)
        for ending in _ENDINGS.split()
    },
    **MONTHS_AFTER_DAY,
}
_MONTH = any_of(_MONTHS)
_GENITIVE = any_of(MONTH_GENITIVES.split())
_NUMBER = re.compile(r"\d\.\d{1,2}|\d\d\.\d")
_SMALL_MAY = re.compile(r"(?<![^\W\d_])may(?![^\W\d_])")
_NEXT_WORD = re.compile(r"\s+[a-z]")
_DAYS_OFF = ((2, 23), (3, 8), (5, 9))
_SPOKEN_DATES = (
    whole_words(rf"(?P<day>{_RUSSIAN_DAY})\s+(?P<month>{_GENITIVE})"),
    whole_words(rf"(?P<day>{_ENGLISH_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})"),
    whole_words(rf"(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_ENGLISH_DAY})"),
    re.compile(rf"(?<![\d十])(?P<month>{_CHINESE_NUMBER})月(?P<day>{_CHINESE_NUMBER})[日号號]"),
)


def _dates(text: str, folded: str) -> Iterator[Mention]:
    """Dates with a day in digits, but no numbers with a point (`1.5`) and no `may` that may be the verb."""
    for found in islice(find_days(folded), _MOST_OF_A_KIND):
        (year, month, day), said = found.readings[0], text[found.start : found.end]
        if _NUMBER.fullmatch(said):
            continue
        needs = _needs_of_day(text, found.start, found.end)
        refuses = TOPIC if (month, day) in _DAYS_OFF else GOAL
        yield Mention(
            found.start, found.end, from_to((month, day), (month, day)), (year,) if year else (), needs, refuses
        )


def _spoken_dates(text: str, folded: str) -> Iterator[Mention]:
    """Dates with a day in words."""
    for shape in _SPOKEN_DATES:
        for match in shape.finditer(folded):
            day = (_MONTHS.get(match["month"]) or day_number(match["month"]), day_number(match["day"]))
            yield Mention(*match.span(), from_to(day, day), needs=_needs_of_day(text, *match.span()))


def _needs_of_day(text: str, start: int, end: int) -> frozenset[str] | None:
    return _DAY if _SMALL_MAY.search(text, start, end) and _NEXT_WORD.match(text, end) else None


# Holidays

_SPRING_FESTIVALS = (
    "2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 "
    "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 "
    "2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24 "
    "2040-02-12"
)
_SPRING_FESTIVAL_OF: Mapping[int, date] = {day.year: day for day in map(date.fromisoformat, _SPRING_FESTIVALS.split())}


def _spring_festival(year: int) -> Span | None:
    first = _SPRING_FESTIVAL_OF.get(year)
    return (first, first + timedelta(days=6)) if first else None


_DAYS_FREE = r"(?:\s+(?:праздник|каникул|выходн)\w{0,4})?"
_HOLIDAYS: tuple[tuple[re.Pattern[str], Days], ...] = tuple(
    (whole_words(words), days)
    for words, days in (
        (r"стар(?:ый|ого|ому|ым)\s+нов(?:ый|ого|ому|ым)\s+год(?:а|у|ом)?", from_to((1, 14), (1, 14))),
        (r"new\s+year['’]?s?\s+eve", from_to((12, 31), (12, 31))),
        (rf"новогодн(?:их|ие|им|ими){_DAYS_FREE}|new\s+year['’]?s?\s+(?:holidays|break)", from_to((1, 1), (1, 8))),
        (
            r"нов(?:ый\s+год|ого\s+года|ому\s+году)|(?<!с\s)новым\s+годом|new\s+year(?:['’]?s)?(?:\s+day)?|元旦|新年",
            from_to((1, 1), (1, 1)),
        ),
        (
            r"католическ\w{2,3}\s+рождеств\w{1,2}|christmas(?:\s+(?:day|holidays|break))?|圣诞节?",
            from_to((12, 25), (12, 25)),
        ),
        (r"рождеств(?:о|а|у|ом)", from_to((1, 7), (1, 7))),
        (rf"майски(?:х|е|м|ми){_DAYS_FREE}", from_to((5, 1), (5, 11))),
        (r"五一(?=节|劳动|假|小长|前|后|期间|之|以)(?:劳动节|假期)?", from_to((5, 1), (5, 5))),
        (r"国庆节?", from_to((10, 1), (10, 7))),
        (r"春节|过年(?!轻|级|龄|薪|度|代|份)", _spring_festival),
    )
)


def _holidays(text: str) -> Iterator[Mention]:
    for shape, days in _HOLIDAYS:
        for match in shape.finditer(text):
            yield Mention(*match.span(), days, needs=_HOLIDAY, refuses=TOPIC)


# Months and seasons

_MONTH_NAME = whole_words(rf"(?P<month>{_MONTH})")
_SESSION_OF_MONTH = whole_words(
    rf"(?P<stem>{any_of(genitive[:-1] for genitive in MONTH_GENITIVES.split())})(?:ов|й)?ь?ск(?:ий|ая|ое|ие|ого|ой|ую"
    r"|их|им|ими|ом|ому)\s+(?:сесси|встреч|созвон|заняти|разговор|звон|урок|консультаци|запис)\w{0,4}"
)
_CHINESE_MONTH = re.compile(rf"(?<![\d十个])(?P<month>{_CHINESE_NUMBER})\s?月(?:份)?(?!\s?\d|天|[一两二三]次)")
_NAMES = re.compile(r"ма[йяюе]|маем|(?:март|август)(?:а|у|е|ом)?")
_CLEAR = _set("март май август january february july september october november december") | {
    form for form in _MONTHS if len(form) > 4 and not form.isascii() and not _NAMES.fullmatch(form)
}
"""Months that are hardly anything else: no names (`Марта`, `June`), verbs (`may`) and abbreviations."""
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?:-?(?:го|му|е|st|nd|rd|th))?\s+(?:of\s+)?$")
_SESSION = re.compile(r"\s+(?:session|meeting|call|lesson)")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_VERB = re.compile(
    r"\s+(?:said|says|told|spoke|did|does|was|is|has|had|will|would|could|can|left|came|went|got|gave|made|thinks?|wants?"
    r"|and\s+(?:i|me)|\w+ed)(?!\w)"
)


def _sessions_of_months(folded: str) -> Iterator[Mention]:
    for match in _SESSION_OF_MONTH.finditer(folded):
        month = _MONTHS[match["stem"] + "а"]
        yield Mention(*match.span(), from_to((month, 1), (month, 31)), refuses=TOPIC)


def _month_names(text: str, folded: str) -> Iterator[Mention]:
    for match in _MONTH_NAME.finditer(folded):
        if search_before(_DAY_NUMBER, folded, match.start()):
            continue  # the calendar has no 31st of February
        month, needs = _MONTHS[match["month"]], _needs_of_month(text, match)
        yield Mention(*match.span(), from_to((month, 1), (month, 31)), needs=needs)
    for match in _CHINESE_MONTH.finditer(folded):
        month = day_number(match["month"])
        yield Mention(*match.span(), from_to((month, 1), (month, 31)))


def _needs_of_month(text: str, match: re.Match[str]) -> frozenset[str] | None:
    """What stands before the name of a month, which may be a person's (`June said`), a firm's or another word."""
    month, is_large = match["month"], _is_large(text, match)
    if not month.isascii():
        if is_large and _NAMES.fullmatch(month):
            return _NEVER
        return None if month in _CLEAR and not (is_large and match.start()) else _TIME
    if month in _CLEAR or (is_large and match.start() and _SESSION.match(match.string, match.end())):
        return None
    if _POSSESSIVE.match(match.string, match.end()):
        return _NEVER
    return _INSIDE if _VERB.match(match.string, match.end()) else _TIME


def _is_large(text: str, match: re.Match[str]) -> bool:
    """Whether what was found in the folded text is written as a name."""
    word = text[match.start() : match.end()]
    return word[0].isupper() and not word.isupper()


_SEASONS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (whole_words(rf"(?P<clear>{clear})|(?P<word>{words})"), month)
    for clear, words, month in (
        (r"весно[йю]|春[天季]", r"весн[аыеу]|spring", 3),
        (r"летом|夏[天季]", r"лет[оауе]|summer", 6),
        (r"осенью|秋[天季]", r"осен[ьи]|autumn|fall", 9),
        (r"зимо[йю]|冬[天季]", r"зим[аыеу]|winter", 12),
    )
)


def _seasons(text: str, folded: str) -> Iterator[Mention]:
    """Seasons; a Spring in the middle of a sentence is a framework unless another word makes it a date."""
    for shape, month in _SEASONS:
        for match in shape.finditer(folded):
            last = (month + 2) % 12
            needs = None if match["clear"] else _NEVER if _is_large(text, match) else _TIME | {"over"}
            yield Mention(*match.span(), from_to((month, 1), (last, 31)), needs=needs)


# Years

_YEAR = r"(?P<year>[12]\d{3})"
_FULL_YEARS = (
    whole_words(
        rf"{_YEAR}(?:\s?-?(?:й|го|му|м|ом))?\s*(?:год(?:а|у|ом)?|гг?(?!\w)\.?)|(?P<bare>[12]\d{{3}})-(?:й|го|му|м)"
    ),
    whole_words(r"(?P<short>[12]\d)(?:-?[мй])?\s+году"),
    re.compile(rf"(?<!\d){_YEAR}\s?年"),
)
_BARE_YEAR = re.compile(rf"(?<![\w.,:/\-+#№$€]){_YEAR}(?![\w%₽$€]|[.,:/\-]\d)")
_NAMELESS_YEAR = whole_words(
    r"(?<=\s)года(?!\s+обучени)|(?<=the\s)year|(?<![\d一二三四五六七八九十两去今前])年(?=[初底末])"
)
_AFTER_YEAR = re.compile(
    r"\s*(?:$|[?!.,;:)»—–\-]|(?:и|или|а|до|по|про|о|об|с|со|у|от|для|на|кто|что|как\w*|мы|я|он|она|and|or|to|through|until"
    r"|was|were|did|do|about|with|for|on|when|we|she|he|they|i)(?!\w))"
)


def _years(text: str) -> Iterator[Mention]:
    for shape in _FULL_YEARS:
        for match in shape.finditer(text):
            said = match.groupdict()
            year = int(said.get("year") or said.get("bare") or f"20{said['short']}")
            needs = _TIME if said.get("short") else None
            yield Mention(*match.span(), from_to((1, 1), (12, 31)), (year,), needs, shape=Shape.YEAR)
    for match in _BARE_YEAR.finditer(text):
        needs = _TIME if _AFTER_YEAR.match(text, match.end()) else _NEVER
        yield Mention(*match.span(), from_to((1, 1), (12, 31)), (int(match["year"]),), needs, shape=Shape.YEAR)
    for match in _NAMELESS_YEAR.finditer(text):
        yield Mention(*match.span(), from_to((1, 1), (12, 31)), needs=_NEVER)
