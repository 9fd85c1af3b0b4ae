"""Whether a line without a field's name is the title of a session and cannot be speech. Knows nothing of files."""

import re

from rag.read.dates import has_date, has_year

_MAX_CHARACTERS = 80
_MAX_WORDS = 12
_TIMED = re.compile(r"[^\w]{0,3}\d{1,3}:\d{2}")
_COLON_OR_TAB = re.compile(r"\t|[:：](?!\d)")
_CLOCK = re.compile(r"\d[:：]\d\d")
_WORD = re.compile(r"[^\W_]+")
_YEAR_MARK = re.compile(r"(?<=\d)\s?(?:г\.?|года)\s*$")
_NOUN = re.compile(
    r"сесси\w{1,2}|встреч\w{1,2}|созвон\w{0,2}|урок\w{0,2}|заняти\w{1,2}|консультаци\w{1,2}|интервью|разговор\w{0,2}"
    r"|бесед\w{1,2}|звон(?:ок|ка)|разбор|менторинг|запись|расшифровка|транскрипт|стенограмма|zoom|session|meeting|call"
    r"|lesson|sync|interview|mentoring|transcript|recording"
)
_CHINESE_NOUN = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}次)?(?:会议|会面|访谈|面谈|咨询)|(?:会议|会面|访谈|面谈|咨询)$"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SMALL_WORD = re.compile(
    r"с|со|и|я|й|ая|ый|от|по|на|для|в|во|у|номер|часть|г|года|with|and|the|of|on|for|at|from|in|to|no|part|number|\d+\w{0,2}|th|st|nd|rd"
    r"|(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|последн)\w{1,3}"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
    r"|(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)\w?|ма[йя]"
)
_TALK = frozenset(
    {"сегодня", "вчера", "завтра", "привет", "ну", "так", "today", "yesterday", "tomorrow", "hi", "hello"}
)


def is_timed(text: str) -> bool:
    """Whether a line begins with a time code."""
    return _TIMED.match(text) is not None


def may_open(text: str) -> bool:
    """Whether a line is short, without time code, markup and the punctuation of speech."""
    is_short = len(text) <= _MAX_CHARACTERS and len(_WORD.findall(text)) <= _MAX_WORDS
    is_sentence = _YEAR_MARK.sub("", text).endswith((".", "!", "?", "…", ",", ";", ":", "。", "！", "？", "，", "："))
    return (
        is_short and not is_sentence and not _COLON_OR_TAB.search(text) and not is_timed(text) and text[0] not in "#>-*"
    )


def is_title(text: str) -> bool:
    """Whether a line without a field's name is a title and cannot be speech.

    `Созвон с Леной, 14 октября 2025`, `Session 3 — Lena`: a word for a session beside names, numbers and a date. Any
    other words are allowed only where that word stands first or last and a date with its year is there.
    """
    words = _WORD.findall(text)
    nouns = [bool(_NOUN.fullmatch(word.casefold())) for word in words]
    is_bare = all(
        is_noun or word[0] == word[0].upper() or _SMALL_WORD.fullmatch(word.casefold())
        for word, is_noun in zip(words, nouns, strict=True)
    )
    if not words or words[0].casefold() in _TALK:
        return False
    if _IDEOGRAPH.search(text):
        return has_year(text) and _CHINESE_NOUN.search(text) is not None
    if any(nouns):
        return is_bare or (has_year(text) and (nouns[0] or nouns[-1]))
    return is_bare and has_date(text) and not _CLOCK.search(text)
