"""Whom a statement says its quoted words to come from. Knows the names of the speakers and no transcript. Pure.

A name counts in any alphabet and grammatical case. Somebody who is spoken to has not spoken: «Олег обещал Лене …».
"""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from rag.library.names import is_base_form
from rag.search.mentions import Mention, find_mentions

_SPOKEN_TO = re.compile(
    r"(?:(?<!\w)(?:для|с|со|к|ко|про|о|об|обо|без|перед|за|(?<!according )to|for|with|about|tell|told|tells|give|gave"
    r"|gives|ask|asked|asks|remind|reminded|promise|promised|promises|show|showed|send|sent|sends|advised?|thank(?:ed)?)"
    r"|[给对跟向让叫帮为问替]|答应过?|告诉过?|建议过?|提醒过?)\s*$",
    re.IGNORECASE,
)
_SPEAKS_BEFORE = re.compile(r"(?<!\w)(?:согласно|принадлеж\w{1,4})\s*$", re.IGNORECASE)
_SPEAKS_AFTER = re.compile(r"\s*принадлеж")
_LONGEST_BEFORE = 20
_REACH_BEFORE, _REACH_AFTER = 300, 100
_RUSSIAN_WORD = re.compile(r"[а-яё-]+", re.IGNORECASE)
_ENDINGS_OF_SPOKEN_TO = ("е", "у", "ю")
_SAID = (
    r"(?:said|says|asked|asks|replied|replies|answered|answers|added|adds|promised|promises|wrote|writes|explained"
    r"|told|noted|说|说道|表示|答|回答|问|道|提到|答应)"
)
_FOLLOWING = tuple(
    (re.compile(between, re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for between, after in (
        (r"[\s,.!?…]*[—–-]+\s*(?:(?!(?:а|и|но|and|but|while)\s)[^\W\d]+\s+){0,3}", r"\s*(?:[.,;!?…)]|$)"),
        (r"[\s,.!?…]*\(\s*", r"\s*[,)]"),
        (r"[\s,.!?…，。]*[—–-]*\s*" + _SAID + r"\s+", r""),
        (r"[\s,.!?…，。]*[—–-]*\s*", rf"\s*{_SAID}(?!\w{{0,8}}\s*[:：,，]?\s*\|)"),
    )
)
"""What stands between quoted words and the name of who said them, and after the name: «…», — сказала Лена."""
_MASK = "|"


def is_of_another(statement: str, words: tuple[int, int], said_by: Set[str], speakers: Sequence[str]) -> bool:
    """Whether a statement ascribes the quoted words at `words` to a speaker other than those who said them.

    All quoted words of the statement, these too, are masked with `|`, as names inside them ascribe nothing. Only names
    near the words count.
    """
    start, end = max(0, words[0] - _REACH_BEFORE), words[1] + _REACH_AFTER
    near = (words[0] - start, words[1] - start)
    return _is_of_another(statement[start:end], near, frozenset(said_by), tuple(speakers))


@lru_cache(maxsize=1024)
def _is_of_another(statement: str, words: tuple[int, int], said_by: frozenset[str], speakers: tuple[str, ...]) -> bool:
    """As above; remembered, because a growing answer is judged anew at every word."""
    named = [found for found in find_mentions(statement, speakers) if _is_written_as_name(statement, found)]
    spoken_to = [found for found in named if _is_spoken_to(statement, found)]
    speaking = [found for found in named if found not in spoken_to]
    right = [found for found in speaking if said_by & set(found.people)]
    if not speaking:
        return any(said_by & set(found.people) for found in spoken_to)
    if not right or len(right) == len(speaking):
        return not right
    return _nearest(statement, words, speaking) not in right


def mask(text: str, start: int, end: int) -> str:
    """The text with this part masked, at the same length."""
    return text[:start] + _MASK * (end - start) + text[end:]


def _nearest(statement: str, words: tuple[int, int], speaking: Sequence[Mention]) -> Mention:
    """Who is named after the words as in direct speech, else the last one named before them, else the first after."""
    before = [found for found in speaking if found.end <= words[0]]
    after = [found for found in speaking if found.start >= words[1]]
    if after and _follows(statement, words[1], after[0]):
        return after[0]
    return before[-1] if before else after[0]


def _follows(statement: str, end: int, mention: Mention) -> bool:
    return any(
        between.fullmatch(statement, end, mention.start) and rest.match(statement, mention.end)
        for between, rest in _FOLLOWING
    )


def _is_written_as_name(statement: str, mention: Mention) -> bool:
    """Whether it begins with a large letter, where its alphabet has one: `вера` is faith."""
    return not statement[mention.start].islower()


def _is_spoken_to(statement: str, mention: Mention) -> bool:
    start = max(0, mention.start - _LONGEST_BEFORE)
    if _SPEAKS_BEFORE.search(statement, start, mention.start) or _SPEAKS_AFTER.match(statement, mention.end):
        return False
    if _SPOKEN_TO.search(statement, start, mention.start):
        return True
    word = _RUSSIAN_WORD.match(statement, mention.start, mention.end)
    return (
        word is not None
        and word[0].casefold().endswith(_ENDINGS_OF_SPOKEN_TO)
        and not any(is_base_form(person, word[0]) for person in mention.people)
    )
