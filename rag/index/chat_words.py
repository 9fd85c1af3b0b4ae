"""By which words a question with its answer and quotes is found again. Pure; knows no chats and no database."""

import unicodedata

from rag.index.stems import find_stems
from rag.types import Exchange

_MOST_WORDS = 12


def words_of(exchange: Exchange) -> list[str]:
    """The stems of everything that was asked, answered and quoted, and of who said it, each once."""
    quotes = exchange.found.quotes if exchange.found else ()
    texts = [exchange.question, exchange.answer.text if exchange.answer else ""]
    for quote in quotes:
        texts += [quote.text, quote.person or "", *(speaker or "" for speaker in quote.speakers)]
    return list(dict.fromkeys(stem.text for text in texts for stem in find_stems(text)))


def sought_words(typed: str) -> list[list[str]]:
    """For each typed word the beginnings of stems that it is found by; a whole stem ends in a space.

    The last word may not be typed to its end.
    """
    stems = find_stems(typed)[:_MOST_WORDS]
    groups = [[f"{stem.text} "] for stem in stems]
    if stems:
        last = unicodedata.normalize("NFKC", typed[stems[-1].start :]).casefold().replace("ё", "е")
        groups[-1].append(last)
    return groups
