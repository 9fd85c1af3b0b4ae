"""Which people a question names, where, and whether as the one who acts. Pure functions; knows no sessions.

A misspelt name counts when it is close to a name (Ratcliff and Obershelp's similarity, as `difflib` has it) and no word
of its own: Марина is not a misspelt Мария.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.library.given_names import to_cyrillic, to_latin
from rag.library.morphology import is_known_word
from rag.library.names import clean_name, count_named, is_base_form, is_named

_CLOSE_ENOUGH = 0.8
_MIN_MISSPELT = 4
_LETTER = r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]"
_WORD = re.compile(rf"{_LETTER}+(?:[-'’]{_LETTER}+)*")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[a-zà-ž'’-]+", re.IGNORECASE)
_NOT_ACTING_BEFORE = re.compile(
    r"(?:\b(?:to|for|with|from|about|of|at|by|on|tell|told|give|gave|send|sent|ask|asked|recommend(?:ed)? to"
    r"|promised?|owe|show|showed|teach|taught|remind(?:ed)?|advised?|praised?|thank(?:ed)?|help(?:ed)?)"
    r"|[给对跟和向与让叫帮为问]|答应过?|告诉过?|建议过?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """The people that the characters `start:end` of a question may mean, and whether they are named as acting.

    `is_guess` says that the name is misspelt.
    """

    people: tuple[str, ...]
    start: int
    end: int
    is_acting: bool
    is_guess: bool = False


def find_mentions(question: str, people: Sequence[str]) -> tuple[Mention, ...]:
    """The named people in the order in which the question names them; neighbouring words of one name are one."""
    named = {person: count for person in people if (count := count_named(person, question))}
    found = list(_mentions(question, named)) if named else []
    taken = {position for mention in found for position in range(mention.start, mention.end)}
    guessed = [m for m in _misspelt(question, people) if m.start not in taken]
    return tuple(sorted(_join(question, sorted(found + guessed, key=_place)), key=_place))


def _mentions(question: str, named: Mapping[str, int]) -> Iterator[Mention]:
    for start, end in _spans(question, named):
        word = question[start:end]
        fitting = [person for person in named if is_named(person, word)]
        if fitting:
            yield Mention(tuple(fitting), start, end, _is_acting(question, start, end, fitting))


def _spans(question: str, named: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The words of the question; Chinese and Japanese names by their own characters, as no space ends them."""
    yield from (match.span() for match in _WORD.finditer(question))
    for person in named:
        for part in clean_name(person).split():
            if _IDEOGRAPHS.search(part):
                yield from ((match.start(), match.end()) for match in re.finditer(re.escape(part), question))


def _is_acting(question: str, start: int, end: int, fitting: Sequence[str]) -> bool:
    """In Russian a name in its base form; in English and Chinese one that follows no preposition."""
    word = question[start:end]
    if _LATIN_WORD.fullmatch(word) or _IDEOGRAPHS.search(word):
        is_owner_of_something = word.lower().endswith(("'s", "’s")) or question[end : end + 1] == "的"
        return not is_owner_of_something and not _NOT_ACTING_BEFORE.search(question[:start])
    return any(is_base_form(person, word) for person in fitting)


def _misspelt(question: str, people: Sequence[str]) -> Iterator[Mention]:
    parts: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for part in clean_name(person).split():
            parts[to_latin(part.casefold())].add(person)
    for match in _WORD.finditer(question):
        word = match.group()
        if len(word) < _MIN_MISSPELT or not word[0].isupper() or is_known_word(to_cyrillic(word.casefold())):
            continue
        close = difflib.get_close_matches(to_latin(word.casefold()), parts, n=1, cutoff=_CLOSE_ENOUGH)
        if close:
            yield Mention(tuple(sorted(parts[close[0]])), *match.span(), is_acting=True, is_guess=True)


def _join(question: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Neighbouring words that can mean one person are one mention of that person."""
    current: Mention | None = None
    for mention in mentions:
        shared = tuple(p for p in current.people if p in mention.people) if current else ()
        if current and shared and not question[current.end : mention.start].strip():
            acting = current.is_acting and mention.is_acting
            current = Mention(shared, current.start, mention.end, acting, current.is_guess and mention.is_guess)
        else:
            if current:
                yield current
            current = mention
    if current:
        yield current


def _place(mention: Mention) -> int:
    return mention.start
