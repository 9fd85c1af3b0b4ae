"""Forms of Russian words: names in all cases, words that are hardly names, verbs that promise. Knows no texts.

From pymorphy3 (Korobov, "Morphological Analyzer and Generator for Russian and Ukrainian Languages", 2015).
"""

from functools import cache, lru_cache
from typing import Any

_MIN_NAME_SHARE = 0.1
"""Of the readings of a word: `света` is the light a hundred times for every Света."""
_NAMES = {"Name", "Surn", "Patr"}
_POSSESSIVE_ENDINGS = ("", "а", "о", "ы", "у", "ой", "ого", "ому", "ым", "ом", "ых", "ыми")


def name_forms(name: str) -> frozenset[str]:
    """A Russian word of a name in all cases, and as a possessive (Настин); all in lower case."""
    forms = {name}
    parse = next((parse for parse in _analyzer().parse(name) if {"Name", "Surn"} & set(parse.tag.grammemes)), None)
    parses = [parse] if parse else _analyzer().parse(name)[:1]
    forms |= {form.word for found in parses for form in found.lexeme}
    if name.endswith(("а", "я")) and not name.endswith("ия"):
        forms |= {f"{name[:-1]}ин{ending}" for ending in _POSSESSIVE_ENDINGS}
    if name.endswith("ия"):
        forms.add(f"{name[:-1]}е")  # Алие: names stressed on their last letter are declined so
    return frozenset(forms)


def is_ordinary_word(word: str) -> bool:
    """Whether a word is known and hardly ever a name; without the dots of ё, as it is mostly written."""
    plain = word.casefold().replace("ё", "е")
    share = sum(parse.score for parse in _analyzer().parse(plain) if _NAMES & set(parse.tag.grammemes))
    return bool(_analyzer().word_is_known(plain)) and share < _MIN_NAME_SHARE


def dictionary_form(word: str) -> str:
    """A Russian word in lower case as a dictionary most likely lists it: `пришлю` as `прислать`."""
    form: str = _analyzer().parse(word)[0].normal_form
    return form


@lru_cache(maxsize=32768)
def is_first_person_future(word: str) -> bool:
    """Whether a Russian word is most likely what the speaker, alone or with others, is going to do: `пришлю`."""
    parse = _analyzer().parse(word)[0]
    return {"1per", "futr"} <= set(parse.tag.grammemes)


@lru_cache(maxsize=32768)
def is_imperative(word: str) -> bool:
    """Whether a Russian word most likely tells somebody what to do: `попробуй`."""
    return "impr" in _analyzer().parse(word)[0].tag.grammemes


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
