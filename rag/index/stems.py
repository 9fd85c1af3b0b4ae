"""Texts to stems for the word index. Knows nothing of databases.

Snowball stems (Porter, snowballstem.org), of Russian words after their dictionary form, so that a promise (`пришлю`) is
found by what was promised (`прислать`); Chinese and Japanese as pairs of characters, ё as е. Every stem keeps its span,
so that the same rule can mark words in a quote.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rag.library.morphology import dictionary_form

RECIPE = "lemmas-snowball-pairs-2"

_LETTER = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)?")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_LOCK = threading.Lock()
"""A Snowball stemmer keeps its word inside, so two threads may not use one."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem and the span of its word in the text."""

    text: str
    start: int
    end: int


def find_stems(text: str) -> list[Stem]:
    """The stems of all words of a text in order."""
    return list(_stems(text))


def stem_text(text: str) -> str:
    """The stems of a text joined by spaces, as the word index stores them."""
    return " ".join(stem.text for stem in _stems(text))


def _stems(text: str) -> Iterator[Stem]:
    for word in _WORD.finditer(text):
        position = word.start()
        for run in _IDEOGRAPHS.finditer(word.group()):
            yield from _word_stem(text, position, word.start() + run.start())
            yield from _pairs(text, word.start() + run.start(), word.start() + run.end())
            position = word.start() + run.end()
        yield from _word_stem(text, position, word.end())


def _word_stem(text: str, start: int, end: int) -> Iterator[Stem]:
    if start < end:
        yield Stem(_stem(text[start:end]), start, end)


def _pairs(text: str, start: int, end: int) -> Iterator[Stem]:
    if end - start == 1:
        yield Stem(text[start], start, end)
    for index in range(start, end - 1):
        yield Stem(text[index : index + 2], index, index + 2)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е").replace("’", "'")
    if not any("а" <= letter <= "я" for letter in folded):
        return _stem_word("english", folded)
    return _stem_word("russian", dictionary_form(folded).replace("ё", "е"))


def _stem_word(language: str, word: str) -> str:
    with _LOCK:
        stem: str = _stemmer(language).stemWord(word)
    return stem


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)
