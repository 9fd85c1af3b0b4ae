"""Whom and which session a question names. Pure functions over the sessions of the library; knows no index.

What is recognised raises matching sessions in the ranking and excludes nothing, so that a misunderstanding costs
places, not answers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.library.names import is_named
from rag.types import Session, Understanding

PERSON_BONUS = 0.5
SESSION_BONUS = 3.0
"""In standard deviations of the fused scores; tuned on mentor-ru-dev, without effect where no name is known."""

_LAST = -1
_RUSSIAN_ORDINALS: Mapping[str, int] = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8,
    "девят": 9, "десят": 10, "последн": _LAST, "крайн": _LAST,
}  # fmt: skip
_RUSSIAN_ENDINGS = r"(?:ый|ой|ий|ая|ое|ее|ую|юю|яя|ого|его|ому|ему|ым|им|ом|ем|ей|ья|ье|ью|ьей|ьего|ьему|ьем|ьим)"
_NO_TENS = r"(?<!двадцать )(?<!тридцать )(?<!сорок )(?<!пятьдесят )"
_ENGLISH_ORDINALS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "last": _LAST, "latest": _LAST,
}  # fmt: skip
_CHINESE_ORDINALS: Mapping[str, int] = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_SESSION_WORDS = r"(?:сесси|встреч|созвон|заняти|урок|консультаци)"

_SHAPES: tuple[tuple[re.Pattern[str], Mapping[str, int]], ...] = (
    (
        re.compile(
            rf"{_NO_TENS}\b(?P<word>{'|'.join(_RUSSIAN_ORDINALS)}){_RUSSIAN_ENDINGS}\s+(?:нашей\s+|нашу\s+)?"
            rf"{_SESSION_WORDS}"
        ),
        _RUSSIAN_ORDINALS,
    ),
    (re.compile(rf"\b{_SESSION_WORDS}[а-яё]*\s+(?:номер\s+|№\s*)?(?P<number>\d{{1,3}})\b"), {}),
    (re.compile(rf"\b(?P<number>\d{{1,3}})(?:-?[а-яё]{{1,3}})?\s+{_SESSION_WORDS}"), {}),
    (re.compile(rf"\b(?P<word>{'|'.join(_ENGLISH_ORDINALS)})\s+(?:session|meeting|call|lesson)"), _ENGLISH_ORDINALS),
    (re.compile(r"\b(?P<number>\d{1,3})(?:st|nd|rd|th)\s+(?:session|meeting|call|lesson)"), {}),
    (re.compile(r"\b(?:session|meeting|call|lesson)\s+(?:number\s+|#\s*)?(?P<number>\d{1,3})\b"), {}),
    (re.compile(r"第(?P<word>[一二三四五六七八九十])次"), _CHINESE_ORDINALS),
    (re.compile(r"第(?P<number>\d{1,3})次"), {}),
    (re.compile(r"(?P<word>最后|上)一?次"), {"最后": _LAST, "上": _LAST}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preference:
    """What was understood, and the bonus of each transcript that fits it."""

    understanding: Understanding
    bonus: Mapping[int, float]


def understand(question: str, sessions: Mapping[int, Session]) -> Preference:
    """The people and the session that the question names, and the transcripts that fit."""
    people = tuple(sorted(person for person in {s.person for s in sessions.values()} if is_named(person, question)))
    ordinal = _ordinal(question.casefold())
    of_people = {key: session for key, session in sessions.items() if session.person in people}
    candidates = of_people or (dict(sessions) if ordinal else {})
    last = _last_numbers(sessions) if ordinal == _LAST else {}
    chosen = {key: s for key, s in candidates.items() if ordinal and s.number == last.get(s.person, ordinal)}
    numbers = {session.number for session in chosen.values()}
    bonus = dict.fromkeys(of_people, PERSON_BONUS) | {
        key: PERSON_BONUS * (key in of_people) + SESSION_BONUS for key in chosen
    }
    return Preference(Understanding(people, numbers.pop() if len(numbers) == 1 else None), bonus)


def _ordinal(question: str) -> int | None:
    for shape, words in _SHAPES:
        match = shape.search(question)
        if match:
            found = match.groupdict()
            return words[found["word"]] if found.get("word") else int(found["number"])
    return None


def _last_numbers(sessions: Mapping[int, Session]) -> Mapping[str, int]:
    numbers: dict[str, int] = {}
    for session in sessions.values():
        numbers[session.person] = max(session.number, numbers.get(session.person, 0))
    return numbers
