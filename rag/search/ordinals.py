"""Which session of a series a question names: the third, the last, the one before last. Knows no sessions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MAX_NUMBER = 99

_RUSSIAN_STEMS: Mapping[str, int] = {
    "перв": 1, "втор": 2, "трет": 3, "четв[её]рт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
    "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30,
    "сороков": 40, "предпоследн": -2, "позапрошл": -2, "последн": -1, "крайн": -1, "прошл": -1,
}  # fmt: skip
_RUSSIAN_TENS: Mapping[str, int] = {"двадцать": 20, "тридцать": 30, "сорок": 40}
_RUSSIAN_ENDING = r"(?:ый|ой|ий|ая|ое|ее|ую|юю|яя|ого|его|ому|ему|ым|им|ом|ем|ей|ья|ье|ью|ьей|ьего|ьему|ьим|ьем)"
_RUSSIAN_SESSION = r"(?:сесси|встреч|созвон|звонк|заняти|урок|консультаци|бесед|разговор)[а-яё]*"
_RUSSIAN_BETWEEN = r"(?:\s+(?:наш|сам|ваш|их|его|её|ее)[а-яё]*)?(?:\s+со?\s+[а-яёa-z\-]+){0,2}\s+"

_ENGLISH_WORDS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "second to last": -2, "second-to-last": -2, "penultimate": -2,
    "last": -1, "latest": -1, "previous": -1, "most recent": -1,
}  # fmt: skip
_ENGLISH_SESSION = r"(?:session|meeting|call|lesson|conversation|chat)"
_CHINESE_DIGITS: Mapping[str, int] = {character: number for number, character in enumerate("零一二三四五六七八九")}
_CHINESE_SESSION = r"(?:次|回|节|场|堂)(?:课|会议?|会谈|会面|见面|谈话|通话|咨询|辅导)?"


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
        rf"\b{_RUSSIAN_SESSION}\s+(?:номер\s+|№\s*)?(?P<number>\d{{1,3}})\b(?!\s*[.:]\d)",
        rf"\b(?P<number>\d{{1,3}})(?:\s?-?\s?[а-яё]{{1,3}})?{_RUSSIAN_BETWEEN}{_RUSSIAN_SESSION}\b",
        rf"\b(?:на|после|до|перед|с)\s+{_ORDINAL_RUSSIAN}(?=\s+со?\s+[А-ЯЁ])",
        rf"\b{_RUSSIAN_SESSION}[^?.!]{{0,30}},\s+{_ORDINAL_RUSSIAN}(?=\s*[,?.!]|$)",
        rf"\b(?P<word>{'|'.join(sorted(_ENGLISH_WORDS, key=len, reverse=True))})\s+{_ENGLISH_SESSION}s?\b(?P<before>"
        rf"\s+but\s+one|\s+before\s+last)?",
        rf"\b{_ENGLISH_SESSION}\s+(?P<before>before\s+last)\b",
        rf"\b(?P<number>\d{{1,3}})(?:st|nd|rd|th)\s+{_ENGLISH_SESSION}\b",
        rf"\b{_ENGLISH_SESSION}\s+(?:number\s+|no\.?\s*|#\s*)?(?P<number>\d{{1,3}})\b(?!\s*[.:]\d)",
        rf"第(?P<hanzi>[一二三四五六七八九十]{{1,3}}){_CHINESE_SESSION}",
        rf"第(?P<number>\d{{1,3}}){_CHINESE_SESSION}",
        rf"(?P<chinese>上上|最后一?|最近一?|上一?){_CHINESE_SESSION}",
    )
)
_CHINESE_WORDS: Mapping[str, int] = {"上上": -2}


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
    if found.get("before"):
        return -2
    if text := found.get("number"):
        return int(text)
    if stem := found.get("stem"):
        return _russian_number(stem, found.get("tens"))
    if word := found.get("word"):
        return _ENGLISH_WORDS[word.lower()]
    if hanzi := found.get("hanzi"):
        return _chinese_number(hanzi)
    return _CHINESE_WORDS.get(found.get("chinese") or "", -1)


def _russian_number(stem: str, tens: str | None) -> int | None:
    """None for what is no ordinal: `двадцать последняя`."""
    units = next(number for known, number in _RUSSIAN_STEMS.items() if re.fullmatch(known, stem, re.IGNORECASE))
    if tens is None:
        return units
    return _RUSSIAN_TENS[tens.lower()] + units if 0 < units < 10 else None


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


