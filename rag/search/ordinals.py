"""Which session of a series a question names: the third, the last, the one before last. Knows no sessions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MAX_NUMBER = 99

_RUSSIAN_STEMS: Mapping[str, int] = {
    "перв": 1, "втор": 2, "трет": 3, "четв[её]рт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
    "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30,
    "сороков": 40, "пятидесят": 50, "шестидесят": 60, "семидесят": 70, "восьмидесят": 80, "девяност": 90,
    "предпоследн": -2, "позапрошл": -2, "последн": -1, "крайн": -1, "прошл": -1,
}  # fmt: skip
_RUSSIAN_TENS: Mapping[str, int] = {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90,
}  # fmt: skip
_RUSSIAN_ENDING = r"(?:ый|ой|ий|ая|ое|ее|ую|юю|яя|ого|его|ому|ему|ым|им|ом|ем|ей|ья|ье|ью|ьей|ьего|ьему|ьим|ьем)"
_RUSSIAN_SESSION = r"(?:сесси|встреч|созвон|звонк|заняти|урок|консультаци|бесед|разговор)[а-яё]*"
_RUSSIAN_COUNTED = r"(?:сессий|встреч|созвонов|звонков|занятий|уроков|консультаций|бесед|разговоров)\b"
_RUSSIAN_MONTH = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
_RUSSIAN_BETWEEN = r"(?:\s+по\s+сч[её]ту)?(?:\s+(?:наш|сам|ваш|их|его|её|ее)[а-яё]*)?(?:\s+со?\s+[а-яёa-z\-]+){0,2}\s+"

_ENGLISH_WORDS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
    "second to last": -2, "second-to-last": -2, "penultimate": -2,
    "last": -1, "latest": -1, "previous": -1, "most recent": -1,
}  # fmt: skip
_ENGLISH_TENS: Mapping[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ENGLISH_BETWEEN = r"(?:\s+(?:ever|video|coaching|mentoring|zoom|phone))?\s+"
_ENGLISH_SESSION = r"(?:session|meeting|call|lesson|conversation|chat)"
_CHINESE_DIGITS: Mapping[str, int] = {character: number for number, character in enumerate("零一二三四五六七八九")}
_CHINESE_SESSION = (
    r"(?:次|回|节|场|堂)(?!面试|考试|比赛|尝试|模拟|实习|约会|旅行|直播|汇报|演讲)"
    r"(?:课|会议?|会谈|会面|见面|谈话|通话|咨询|辅导)?"
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The place in the series that the characters `start:end` of a question name; -1 is the last, -2 the one before."""

    number: int
    start: int
    end: int


_ORDINAL_RUSSIAN = (
    rf"(?:(?P<tens>{'|'.join(_RUSSIAN_TENS)})\s+)?(?P<stem>{'|'.join(_RUSSIAN_STEMS)})(?P<ending>{_RUSSIAN_ENDING})"
)
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\b{_ORDINAL_RUSSIAN}{_RUSSIAN_BETWEEN}{_RUSSIAN_SESSION}\b",
        rf"\b{_RUSSIAN_SESSION}\s+(?:номер\s+|№\s*)?(?P<number>\d{{1,3}})\b(?!\s*[.:/]\d|\s+{_RUSSIAN_MONTH})",
        rf"(?<!\bза )(?<!\bчерез )\b(?P<number>\d{{1,3}})(?:\s?-?\s?[а-яё]{{1,3}})?{_RUSSIAN_BETWEEN}"
        rf"(?!{_RUSSIAN_COUNTED}){_RUSSIAN_SESSION}\b",
        rf"\b(?:на|после|до|перед|с)\s+{_ORDINAL_RUSSIAN}(?=\s+со?\s+[А-ЯЁ])",
        rf"\b{_RUSSIAN_SESSION}[^?.!]{{0,30}},\s+{_ORDINAL_RUSSIAN}(?=\s*[,?.!]|$)",
        rf"\b(?:(?P<english_tens>{'|'.join(_ENGLISH_TENS)})[\s-]+)?"
        rf"(?P<word>{'|'.join(sorted(_ENGLISH_WORDS, key=len, reverse=True))}){_ENGLISH_BETWEEN}{_ENGLISH_SESSION}\b"
        rf"(?P<before>\s+but\s+one|\s+before\s+last)?",
        rf"\b{_ENGLISH_SESSION}\s+(?P<before>before\s+(?:the\s+)?last)\b",
        rf"\b(?P<number>\d{{1,3}})(?:st|nd|rd|th)\s+{_ENGLISH_SESSION}\b",
        rf"\b{_ENGLISH_SESSION}\s+(?:number\s+|no\.?\s*|#\s*)?(?P<number>\d{{1,3}})\b(?!\s*[.:/]\d)",
        r"(?P<time>\b(?:в\s+)?(?:позапрошлый|предпоследний)\s+раз\b)",
        r"\bв\s+(?:прошлый|крайний)\s+раз\b|\b(?<!the )last time\b",
        rf"(?<!倒数)第(?P<hanzi>[一二三四五六七八九十]{{1,3}}){_CHINESE_SESSION}",
        rf"(?<!倒数)第(?P<number>\d{{1,3}}){_CHINESE_SESSION}",
        rf"(?P<chinese>上上|倒数第[一二]|最后一?|最近一?|上一?|前一|首){_CHINESE_SESSION}",
    )
)
_CHINESE_WORDS: Mapping[str, int] = {"上上": -2, "倒数第二": -2, "首": 1}


def find_ordinal(question: str) -> Ordinal | None:
    """The first session that the question names by its place in the series, or None."""
    return min(_ordinals(question), key=lambda ordinal: (ordinal.start, -ordinal.end), default=None)


def _ordinals(question: str) -> Iterator[Ordinal]:
    for shape in _SHAPES:
        for match in shape.finditer(question):
            number = _number(match.groupdict())
            if number and number <= _MAX_NUMBER:
                yield Ordinal(number, match.start(), match.end())


def _number(found: Mapping[str, str | None]) -> int | None:
    if found.get("before") or found.get("time"):
        return -2
    if text := found.get("number"):
        return int(text)
    if stem := found.get("stem"):
        units = next(number for known, number in _RUSSIAN_STEMS.items() if re.fullmatch(known, stem, re.IGNORECASE))
        return _compound(_RUSSIAN_TENS, found.get("tens"), units)
    if word := found.get("word"):
        return _compound(_ENGLISH_TENS, found.get("english_tens"), _ENGLISH_WORDS[word.lower()])
    if hanzi := found.get("hanzi"):
        return _chinese_number(hanzi)
    return _CHINESE_WORDS.get(found.get("chinese") or "", -1)


def _compound(known_tens: Mapping[str, int], tens: str | None, units: int) -> int | None:
    """None for what is no ordinal: `двадцать последняя`."""
    if tens is None:
        return units
    return known_tens[tens.lower()] + units if 0 < units < 10 else None


def _chinese_number(hanzi: str) -> int | None:
    """Up to 99: `十二` is 12, `二十` is 20."""
    tens, ten, units = hanzi.partition("十")
    if not ten:
        return _CHINESE_DIGITS[hanzi] if len(hanzi) == 1 else None
    return _sum_digits((tens, 10, 1), (units, 1, 0))


def _sum_digits(*places: tuple[str, int, int]) -> int | None:
    """The sum of the digits times their place; an empty place counts as its last number."""
    total = 0
    for digits, place, empty in places:
        if len(digits) > 1:
            return None
        total += place * (_CHINESE_DIGITS[digits] if digits else empty)
    return total


def same_place(number: int, asked: int, count: int) -> bool:
    """Whether the session with this number, of `count` in its series, is the one that was asked for."""
    return number == (asked if asked > 0 else count + 1 + asked)
