"""Forms of Russian words: names in all cases, words that are hardly names, verbs that promise. Knows no texts.

From pymorphy3 (Korobov, "Morphological Analyzer and Generator for Russian and Ukrainian Languages", 2015).
"""

import unicodedata
from functools import cache, lru_cache
from typing import Any

_MIN_NAME_SHARE = 0.1
"""Of the readings of a word: `света` is the light a hundred times for every Света."""
_LONGEST_WORD = 100
_NAMES = {"Name", "Surn", "Patr"}
_POSSESSIVE_ENDINGS = ("", "а", "о", "ы", "у", "ой", "ого", "ому", "ым", "ом", "ых", "ыми")


def name_forms(name: str) -> frozenset[str]:
    """A Russian word of a name in all cases, and as a possessive (Настин); all in lower case."""
    forms = {name}
    parses = _parse(name)
    named = [parse for parse in parses if {"Name", "Surn"} & parse.tag.grammemes]
    nominative = [parse for parse in named if "nomn" in parse.tag.grammemes]  # Алия, not what Алий has not
    forms |= {form.word for found in (nominative or named or parses)[:1] for form in found.lexeme}
    if name.endswith(("а", "я")) and not name.endswith("ия"):
        forms |= {f"{name[:-1]}ин{ending}" for ending in _POSSESSIVE_ENDINGS}
    if name.endswith("ия"):
        forms |= {f"{name[:-1]}{ending}" for ending in ("е", "ей")}  # Алие: names stressed on their last letter
    return frozenset(forms)


def is_ordinary_word(word: str) -> bool:
    """Whether a word is known and hardly ever a name; without the dots of ё, as it is mostly written."""
    plain = word.casefold().replace("ё", "е")
    share = sum(parse.score for parse in _parse(plain) if _NAMES & parse.tag.grammemes)
    return is_known_word(word) and share < _MIN_NAME_SHARE


def is_known_word(word: str) -> bool:
    """Whether a dictionary lists the word, a name among them; without the dots of ё."""
    plain = word.casefold().replace("ё", "е")
    return _can_be_parsed(plain) and bool(_analyzer().word_is_known(plain))


def given_name(word: str) -> str | None:
    """The given name, in its dictionary form, that a Russian word in any case is; None for any other word."""
    parses = _parse(word.casefold()) if is_known_word(word) else []
    return next((str(parse.normal_form) for parse in parses if "Name" in parse.tag.grammemes), None)


def dictionary_form(word: str) -> str:
    """A Russian word in lower case as a dictionary most likely lists it: `пришлю` as `прислать`."""
    parses = _parse(word)
    return str(parses[0].normal_form) if parses else word


@lru_cache(maxsize=32768)
def is_first_person_future(word: str) -> bool:
    """Whether a Russian word is most likely what the speaker, alone or with others, is going to do: `пришлю`.

    Of readings as likely as each other one is enough: `узнаю`.
    """
    parses = _parse(word)
    likeliest = [parse for parse in parses if parse.score >= parses[0].score]
    return any({"1per", "futr"} <= parse.tag.grammemes for parse in likeliest)


@lru_cache(maxsize=32768)
def is_imperative(word: str) -> bool:
    """Whether a Russian word most likely tells somebody what to do: `попробуй`."""
    return any("impr" in parse.tag.grammemes for parse in _parse(word)[:1])


def _parse(word: str) -> list[Any]:
    """The readings of a word, the likeliest first; none of what is no word of a language."""
    return list(_analyzer().parse(word)) if _can_be_parsed(word) else []


def _can_be_parsed(word: str) -> bool:
    """The analyser fails on letters without a name in Unicode, and calls itself once for every letter."""
    return len(word) <= _LONGEST_WORD and all(unicodedata.name(letter, "") for letter in word if letter.isalpha())


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
