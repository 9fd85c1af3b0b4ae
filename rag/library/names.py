"""Names of people: comparing them over alphabets, completeness and grammatical cases. Knows nothing of sessions.

Russian case forms come from pymorphy3 (Korobov, "Morphological Analyzer and Generator for Russian and Ukrainian
Languages", 2015).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

_MIN_PART = 3

_LATIN: Mapping[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "y": "i", "j": "i", "'": "", "’": "",
}  # fmt: skip
_SPELLINGS = (("shch", "sch"), ("ya", "ia"), ("yu", "iu"), ("yo", "e"), ("ye", "e"), ("x", "ks"))
_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"), ("yo", "ё"), ("iya", "ия"), ("ia", "ия"), ("iu", "ью"),
    *zip("abvgdezijklmnoprstufyh", "абвгдезийклмнопрстуфйх", strict=True),
)  # fmt: skip
_NOT_LETTERS = re.compile(r"[\W\d_\u3040-\u30ff\u4e00-\u9fff]+")
_POSSESSIVE_ENDINGS = ("", "а", "о", "ы", "у", "ой", "ого", "ому", "ым", "ом", "ых", "ыми")


def name_key(name: str) -> frozenset[str]:
    """The words of a name in Latin letters, for comparing."""
    return frozenset(_latin(word) for word in name.casefold().replace(".", " ").split())


def merge_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with the fullest name that means the same person; a name that fits two people stays as it is."""
    listed = list(names)
    distinct = sorted(dict.fromkeys(listed), key=lambda name: (-len(name_key(name)), -len(name)))
    keys = {name: name_key(name) for name in distinct}
    merged: dict[str, str] = {}
    for name in distinct:
        fuller = {merged[other] for other in merged if _means_same(keys[name], keys[other])}
        merged[name] = fuller.pop() if len(fuller) == 1 else name
    preferred = _prefer_cyrillic(merged)
    return {name: preferred[merged[name]] for name in dict.fromkeys(listed)}


def is_named(person: str, text: str) -> bool:
    """Whether the text names the person, in any alphabet and grammatical case."""
    words = {_latin(word) for word in _NOT_LETTERS.split(text.casefold())}
    return any(
        part in text if _is_ideographic(part) else len(part) >= _MIN_PART and not words.isdisjoint(_forms(part))
        for part in person.casefold().split()
    )


def _is_ideographic(part: str) -> bool:
    """Chinese and Japanese names stand in the text without spaces around them."""
    return len(part) > 1 and all("\u3040" <= character <= "\u9fff" for character in part)


def _latin(word: str) -> str:
    for spelling, common in _SPELLINGS:
        word = word.replace(spelling, common)
    return "".join(_LATIN.get(letter, letter) for letter in word).replace("ii", "i")


def _means_same(shorter: frozenset[str], fuller: frozenset[str]) -> bool:
    """Whether every word of the shorter name is a word of the fuller one, or its initial."""
    if not shorter or len(shorter) > len(fuller):
        return False
    return all(word in fuller or (len(word) == 1 and _is_initial(word, fuller)) for word in shorter)


def _is_initial(letter: str, words: frozenset[str]) -> bool:
    return any(word.startswith(letter) for word in words)


def _prefer_cyrillic(merged: Mapping[str, str]) -> dict[str, str]:
    """For a full name in Latin letters its spelling in Cyrillic, where the library has one of the same length."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, full in merged.items():
        groups[full].append(name)
    return {full: max(names, key=_fullness) for full, names in groups.items()}


def _fullness(name: str) -> tuple[int, int, bool]:
    key = name_key(name)
    return len(key), sum(map(len, key)), any("а" <= letter <= "я" for letter in name.casefold())


@lru_cache(maxsize=4096)
def _forms(part: str) -> frozenset[str]:
    """The word of a name in all cases, and as a Russian possessive (Настин), in Latin letters."""
    russian = part if any("а" <= letter <= "я" for letter in part) else _cyrillic(part)
    forms = {part, russian}
    parse = next((parse for parse in _analyzer().parse(russian) if {"Name", "Surn"} & set(parse.tag.grammemes)), None)
    parses = [parse] if parse else _analyzer().parse(russian)[:1]
    forms |= {form.word for found in parses for form in found.lexeme}
    if russian.endswith(("а", "я")) and not russian.endswith("ия"):
        forms |= {f"{russian[:-1]}ин{ending}" for ending in _POSSESSIVE_ENDINGS}
    return frozenset(_latin(form) for form in forms)


def _cyrillic(word: str) -> str:
    for latin, cyrillic in _CYRILLIC:
        word = word.replace(latin, cyrillic)
    return word


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
