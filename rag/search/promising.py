"""Where in a transcript something is promised, told by the words: precise rather than complete. Pure.

A promise is said without the word: a deed that is to come (`пришлю`, `I'll send`), for whom or by when. Or one asks
and the other agrees. Every sign counts; knows no people, no index and no model.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from rag.library.morphology import dictionary_form, is_first_person_future
from rag.search.promise_words import CHINESE_DEED, DEEDS, ENGLISH_DEED, IDLE, SIGNS, Signs
from rag.types import Segment

MOST_CHARACTERS = 600
"""What a quote may show."""
_ENOUGH = 3
_DEED, _SOMETHING_TO_COME, _BY_WHEN, _FOR_WHOM, _IN_REPLY = 2, 1, 2, 1, 1
_NEAR = 2
"""How many segments back a question counts as just asked."""
_MOST_AGREEING_WORDS = 8
_LONGEST_SENTENCE: Mapping[str, int] = {"ru": 300, "en": 300, "zh": 60}

_SENTENCE = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*")
_QUOTED = re.compile(r"«[^»]*(?:»|$)|^[^«]*»|“[^”]*(?:”|$)|\"[^\"]*\"|「[^」]*(?:」|$)|\[[^\]]*\]|\([^)]*\)")
"""What others say, also where a line begins or ends in the middle of it, and what writers put in brackets."""
_GOES_ON = re.compile(r"^\s*(?:до|к|ко|в|во|на|не позже|by|before|on|at)\s", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?<!\bне )(?<!\bни )(?P<verb>[а-яё]{2,}[ую](?:сь)?)\b", re.IGNORECASE)
_TO_BE_DONE = re.compile(r"(?<!не )\bбуду (?:\w+ ){0,2}?(?P<verb>\w+(?:ть|ти|чь)(?:ся|сь)?)\b", re.IGNORECASE)
_CHINESE, _RUSSIAN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[а-яё]", re.IGNORECASE)


def promise_spans(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """The first and the last segment of every promise; the last is the line in which somebody promises.

    The one before it is there where the promise is an agreement to it.
    """
    spans: list[tuple[int, int]] = []
    for index, segment in enumerate(segments):
        if len(segment.text) > MOST_CHARACTERS:
            continue
        asked = _said_before(segments, index)
        if _promises(segment.text, asked):
            spans.append((segment.number, segment.number))
        elif asked and asked.number == segment.number - 1 and _agrees(segment.text, asked.text):
            spans.append((asked.number, segment.number))
    return spans


def _said_before(segments: Sequence[Segment], index: int) -> Segment | None:
    """What another one said just before; None where it is not known who speaks."""
    speaker = segments[index].speaker
    for earlier in reversed(segments[max(0, index - _NEAR) : index]):
        if not speaker or not earlier.speaker:
            return None
        if earlier.speaker != speaker:
            return earlier
    return None


def _promises(text: str, asked: Segment | None) -> bool:
    sentences = _sentences(text)
    for sentence, following in pairwise([*sentences, ""]):
        language = _language_of(sentence)
        signs = SIGNS[language]
        if len(sentence) > _LONGEST_SENTENCE[language] or is_question(sentence):
            continue
        if signs.plain.search(sentence):
            return True
        weight = _DEED_IN[language](sentence)
        if not weight or signs.hindrance.search(sentence):
            continue
        has_time = signs.time.search(sentence) or (_GOES_ON.match(following) and signs.time.search(following))
        weight += _BY_WHEN * bool(has_time) + _FOR_WHOM * bool(signs.other.search(sentence))
        if weight + _IN_REPLY * (asked is not None and _asks(asked.text)) >= _ENOUGH:
            return True
    return False


def _agrees(text: str, asked: str) -> bool:
    """Whether a reply begins by taking on what was asked for."""
    first = next(iter(_sentences(text)), "")
    is_short = len(first.split()) <= _MOST_AGREEING_WORDS and len(text) + len(asked) < MOST_CHARACTERS
    if not is_short or is_question(first) or not _signs_of(first).agreed.search(first):
        return False
    return any(_gives_task(sentence) for sentence in _sentences(asked))


def _gives_task(sentence: str) -> bool:
    signs = _signs_of(sentence)
    if signs.hindrance.search(sentence):
        return False
    has_aim = signs.time.search(sentence) or signs.own.search(sentence)
    return bool(signs.assigned.search(sentence) or (signs.asked.search(sentence) and has_aim))


def _asks(text: str) -> bool:
    """Whether something in a text wants a reply that promises."""
    return any(is_question(sentence) or _signs_of(sentence).asked.search(sentence) for sentence in _sentences(text))


def is_question(text: str) -> bool:
    """Whether a text holds nothing but questions."""
    sentences = _sentences(text)
    return bool(sentences) and all(sentence.rstrip(' "»”)').endswith(("?", "？")) for sentence in sentences)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, without what is quoted in it."""
    return [found.strip() for found in _SENTENCE.findall(_QUOTED.sub(" ", text)) if found.strip()]


def _russian_deed(sentence: str) -> int:
    verbs = [
        found["verb"].lower()
        for found in _FIRST_PERSON.finditer(sentence)
        if is_first_person_future(found["verb"].lower())
    ]
    to_be_done = [found["verb"].lower() for found in _TO_BE_DONE.finditer(sentence)]
    return max(map(_weight_of, [*verbs, *to_be_done]), default=0)


def _weight_of(verb: str) -> int:
    known = dictionary_form(verb)
    return _DEED if known in DEEDS else 0 if known in IDLE else _SOMETHING_TO_COME


def _english_deed(sentence: str) -> int:
    return _DEED * bool(ENGLISH_DEED.search(sentence))


def _chinese_deed(sentence: str) -> int:
    return _DEED * bool(CHINESE_DEED.search(sentence))


_DEED_IN: Mapping[str, Callable[[str], int]] = {"ru": _russian_deed, "en": _english_deed, "zh": _chinese_deed}


def _signs_of(sentence: str) -> Signs:
    return SIGNS[_language_of(sentence)]


def _language_of(sentence: str) -> str:
    return "zh" if _CHINESE.search(sentence) else "ru" if _RUSSIAN.search(sentence) else "en"
