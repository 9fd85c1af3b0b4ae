"""Words of a question that nothing else can stand for: names, quoted words, foreign words. Pure functions."""

import re
from collections.abc import Iterator, Sequence

from rag.library.given_names import other_names, to_cyrillic, to_latin
from rag.library.morphology import given_name, is_ordinary_word
from rag.search.mentions import Mention

_WORD = re.compile(r"[^\W\d_]{3,}")
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{3,60})[»”“\"]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]{3,}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:^|[.?!…:]\s*|[\"«“„(])\s*$")
_LONGEST_NAME_IN_QUOTES = 2
"""Words; longer is a saying, which may be quoted from memory."""


def find_marked(question: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The marked words, people that the library knows left out, each once and in order."""
    known = {position for mention in mentions for position in range(mention.start, mention.end)}
    return tuple(dict.fromkeys(word for start, word in sorted(_marked(question)) if start not in known))


def spellings(word: str) -> tuple[str, ...]:
    """The word as it may be written: a Latin one also in Russian letters, a given name also in its other forms."""
    if _LATIN.fullmatch(word):
        return (word, to_cyrillic(word.casefold()))
    name = given_name(word)
    return (word, *(other_names().get(to_latin(name), ()) if name else ()))


def _marked(question: str) -> Iterator[tuple[int, str]]:
    for quoted in _QUOTED.finditer(question):
        words = list(_WORD.finditer(quoted.group(1)))
        if len(words) <= _LONGEST_NAME_IN_QUOTES:
            yield from ((quoted.start(1) + word.start(), word.group()) for word in words)
    if not _CYRILLIC.search(question):
        return
    for word in _WORD.finditer(question):
        is_first = _SENTENCE_END.search(question[: word.start()])
        is_name = word.group()[0].isupper() and not is_first and not is_ordinary_word(word.group())
        if _LATIN.fullmatch(word.group()) or is_name:
            yield word.start(), word.group()
