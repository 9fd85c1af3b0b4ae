"""What a question says about whom, when and which session, as a plan for the search. Pure functions over a roster.

What is recognised restricts the search; what would leave nothing is told as a doubt and restricts nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from rag.questions import Doubt, Period, Understanding, Wishes
from rag.search.acts import SPOKEN, Act, find_acts
from rag.search.followups import (
    MOST_EARLIER,
    complete,
    is_about_later,
    is_same_about_another,
    leans_on_earlier,
    put_another,
)
from rag.search.marked import find_marked
from rag.search.mentions import Mention, find_mentions
from rag.search.ordinals import Ordinal, find_ordinal, same_place
from rag.search.periods import find_periods
from rag.search.roster import Roster

_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|[\u3040-\u30ff\u4e00-\u9fff]")
_FIRST_PERSON = re.compile(
    r"(?<![^\W\d_])(?:я|i)(?![^\W\d_'’]|['’]?[^\W\d_])|\bс меня\b|\bза мной\b"
    r"|(?<![给对跟和向与让叫帮为问])(?<!答应)(?<!答应[了过])(?<!告诉)(?<!告诉[了过])(?<!建议)我(?!们|的)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:с?каза[лт]|говори[лт]|рассказ|упом[яи]н|назва[лт]|назыв|объясн|ответи|написа[лт]|считае|дума|жалова|хвали|отчита"
    r"|sa(?:y|id|ys)\b|t(?:ell|old)\b|mention|talk|explain|answer|think|thought|complain)|说|提到|讲|告诉|回答|认为|觉得",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?<![^\W\d_])(?:с|со|у|для|на|в|во|ко?|от|по|при|with|to|for|in|on|at|during|和|跟|在|对|给)\s*$", re.IGNORECASE
)
_THIRD_PERSON = re.compile(
    r"(?<![^\W\d_])(?:он|она|he|she)(?![^\W\d_])|(?<![给对跟和向与让叫帮为问])[他她](?!们|的)", re.IGNORECASE
)
_Place = TypeVar("_Place", Mention, Period)
_ACTS_KEY, _DATES_KEY, _PEOPLE_KEY, _SESSION_KEY, _SPEAKER_KEY = "acts", "dates", "people", "session", "speaker"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to search: `text` is what is asked, `topic` the same without whom and when, sought in `allowed`.

    `allowed` are transcripts, or all when it is None. `marked` are words that have to occur.
    """

    understanding: Understanding
    text: str
    topic: str
    marked: tuple[str, ...]
    allowed: frozenset[int] | None
    acts: frozenset[Act]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one question names by its own words."""

    mentions: tuple[Mention, ...]
    ordinal: Ordinal | None
    periods: tuple[Period, ...]


def understand(question: str, roster: Roster, today: date, wishes: Wishes | None = None) -> Plan:
    """The plan for a question."""
    wishes = wishes or Wishes()
    today = wishes.asked or today
    own = _read(question, roster, today)
    text, reading, begin = question, own, 0
    is_completed = bool(wishes.history) and leans_on_earlier(question, own.mentions)
    if is_completed:
        text, reading, begin = _continue(question, own, wishes.history, roster, today)
    reading = _without(reading, wishes)
    others = tuple(m for m in reading.mentions if roster.owner not in m.people)
    people = _people(others, wishes)
    speaker = None if _SPEAKER_KEY in wishes.without else _speaker(text, begin, reading.mentions, people, roster)
    acts = frozenset() if _ACTS_KEY in wishes.without else find_acts(text[_telling(text, begin) :])
    allowed, understanding = _restrict(reading, people, roster)
    understanding = replace(
        understanding,
        speaker=speaker,
        rewritten=text if is_completed else None,
        acts=tuple(sorted(act for act in acts if act in SPOKEN)),
        choices=_choices(others, wishes),
        doubts=(*_guesses(others, text), *understanding.doubts),
    )
    marked = find_marked(question, own.mentions)
    return Plan(understanding, text, _topic(text, reading, understanding), marked, allowed, acts)


def _read(question: str, roster: Roster, today: date) -> _Reading:
    people = roster.may_be_named(_WORD.findall(question))
    days = sorted(set(roster.dates.values()))
    mentions = find_mentions(question, people)
    periods = find_periods(question, today, days)
    return _Reading(mentions, find_ordinal(question), tuple(p for p in periods if not _is_inside(p, mentions)))


def _is_inside(period: Period, mentions: Sequence[Mention]) -> bool:
    """Whether the words of a period are somebody's name: `April`, `June`."""
    return any(mention.start < period.end and period.start < mention.end for mention in mentions)


def _continue(
    question: str, own: _Reading, history: Sequence[str], roster: Roster, today: date
) -> tuple[str, _Reading, int]:
    """The completed question with what it names, and where its own words begin; these come before those it leans on."""
    earlier = _settle(history[-MOST_EARLIER:], roster, today)
    if is_same_about_another(question, own.mentions):
        previous, reading = earlier[-1]
        text = put_another(previous, reading.mentions, question, own.mentions)
        return text, _read(text, roster, today), 0
    text = complete(question, [(past, reading.mentions) for past, reading in earlier])
    whole = _read(text, roster, today)
    begin = len(text) - len(question.strip())
    ordinal = whole.ordinal
    if own.ordinal:
        shift = begin - (len(question) - len(question.lstrip()))
        ordinal = replace(own.ordinal, start=own.ordinal.start + shift, end=own.ordinal.end + shift)
    mentions, periods = _own_or_all(whole.mentions, begin), _own_or_all(whole.periods, begin)
    if is_about_later(question):
        return text, _Reading(mentions, own.ordinal and ordinal, own.periods and periods), begin
    return text, _Reading(mentions, ordinal, periods), begin


def _settle(history: Sequence[str], roster: Roster, today: date) -> list[tuple[str, _Reading]]:
    """The earlier questions with what they name, each that asks the last one again about somebody else written out."""
    settled: list[tuple[str, _Reading]] = []
    for past in history:
        reading = _read(past, roster, today)
        if settled and is_same_about_another(past, reading.mentions):
            previous, named = settled[-1]
            past = put_another(previous, named.mentions, past, reading.mentions)
            reading = _read(past, roster, today)
        settled.append((past, reading))
    return settled


def _own_or_all(parts: tuple[_Place, ...], begin: int) -> tuple[_Place, ...]:
    """What the last question names, else all."""
    return tuple(part for part in parts if part.start >= begin) or parts


def _without(reading: _Reading, wishes: Wishes) -> _Reading:
    return _Reading(
        () if _PEOPLE_KEY in wishes.without else reading.mentions,
        None if _SESSION_KEY in wishes.without else reading.ordinal,
        () if _DATES_KEY in wishes.without else reading.periods,
    )


def _people(mentions: Sequence[Mention], wishes: Wishes) -> tuple[str, ...]:
    named = [person for mention in mentions for person in _meant(mention, wishes)]
    return tuple(sorted(set(named)))


def _meant(mention: Mention, wishes: Wishes) -> tuple[str, ...]:
    return tuple(person for person in mention.people if person in wishes.people) or mention.people


def _choices(mentions: Sequence[Mention], wishes: Wishes) -> tuple[str, ...]:
    unclear = [mention for mention in mentions if len(_meant(mention, wishes)) > 1]
    return unclear[0].people if unclear else ()


def _guesses(mentions: Sequence[Mention], text: str) -> Iterable[Doubt]:
    for mention in mentions:
        if mention.is_guess:
            written = text[mention.start : mention.end]
            yield Doubt("misspelt", (("written", written), ("person", ", ".join(mention.people))))


def _speaker(text: str, begin: int, mentions: Sequence[Mention], people: Sequence[str], roster: Roster) -> str | None:
    """Whose lines are asked for: of the one who says, promises or advises in the question."""
    start = _telling(text, begin)
    words = text[start:]
    if not _tells(words):
        return None
    named = [mention for mention in mentions if mention.is_acting and mention.start >= start]
    acting = {person for mention in named for person in mention.people if person in people}
    if roster.owner and (_FIRST_PERSON.search(words) or any(roster.owner in mention.people for mention in named)):
        acting.add(roster.owner)
    if not acting and start and _THIRD_PERSON.search(words):
        acting = set(people)
    return acting.pop() if len(acting) == 1 else None


def _telling(text: str, begin: int) -> int:
    """Where the words begin that say who speaks: those of the last question when they tell, else all."""
    return begin if _tells(text[begin:]) else 0


def _tells(text: str) -> bool:
    return bool(find_acts(text) & SPOKEN) or _SAYING.search(text) is not None


def _restrict(
    reading: _Reading, people: tuple[str, ...], roster: Roster
) -> tuple[frozenset[int] | None, Understanding]:
    """The transcripts that fit everything that is named, as far as any do."""
    allowed: frozenset[int] | None = None
    doubts: list[Doubt] = []
    if people:
        allowed = frozenset(key for key, present in roster.present.items() if not present.isdisjoint(people))
    session, place = None, None
    if reading.ordinal:
        chosen = _sessions_at(reading.ordinal, people, roster)
        if chosen:
            allowed = frozenset(chosen)
            numbers = {roster.sessions[key].number for key in chosen}
            session, place = (numbers.pop(), None) if len(numbers) == 1 else (None, reading.ordinal.number)
        else:
            doubts.append(_no_such_session(reading.ordinal, people, roster))
    dates: tuple[str, ...] = ()
    if reading.periods:
        fitting = _sessions_in(reading.periods, roster)
        both = fitting if allowed is None else fitting & allowed
        if both:
            allowed, dates = both, tuple(_iso(period) for period in reading.periods)
        else:
            doubts.append(Doubt("no_session_then", (("dates", ", ".join(map(_iso, reading.periods))),)))
    return allowed, Understanding(people, session, dates, doubts=tuple(doubts), place=place)


def _sessions_at(ordinal: Ordinal, people: Sequence[str], roster: Roster) -> set[int]:
    """The sessions with these people at that place of their series; with nobody named, `last` is the last of all."""
    if not people and ordinal.number < 0:
        return _latest(roster, -ordinal.number)
    counts: dict[str, int] = {}
    for session in roster.sessions.values():
        counts[session.person] = max(session.number, counts.get(session.person, 0))
    return {
        key
        for key, session in roster.sessions.items()
        if (not people or session.person in people)
        and same_place(session.number, ordinal.number, counts[session.person])
    }


def _latest(roster: Roster, place: int) -> set[int]:
    days = sorted({day for key, day in roster.dates.items() if key in roster.sessions}, reverse=True)
    return {key for key in roster.sessions if len(days) >= place and roster.dates.get(key) == days[place - 1]}


def _no_such_session(ordinal: Ordinal, people: Sequence[str], roster: Roster) -> Doubt:
    numbers = [session.number for session in roster.sessions.values() if not people or session.person in people]
    values = (("number", str(ordinal.number)), ("person", ", ".join(people)), ("count", str(max(numbers, default=0))))
    return Doubt("no_such_session", values)


def _sessions_in(periods: Sequence[Period], roster: Roster) -> frozenset[int]:
    return frozenset(key for key, day in roster.dates.items() if any(period.holds(day) for period in periods))


def _iso(period: Period) -> str:
    if period.first == period.last and period.first:
        return period.first.isoformat()
    return f"{period.first.isoformat() if period.first else ''}/{period.last.isoformat() if period.last else ''}"


def _topic(text: str, reading: _Reading, understanding: Understanding) -> str:
    """The question without the words that say only whom, when and which session, as these restrict the search.

    What only ends (`до майских`) stays: it is often the deadline that is asked about.
    """
    spans = [(mention.start, mention.end) for mention in reading.mentions if understanding.people]
    if reading.ordinal and (understanding.session or understanding.place):
        spans.append((reading.ordinal.start, reading.ordinal.end))
    if understanding.dates:
        spans += [(period.start, period.end) for period in reading.periods if period.first]
    for start, end in sorted(spans, reverse=True):
        text = _PREPOSITION.sub(" ", text[:start]) + " " + text[end:]
    return " ".join(text.split()) if any(character.isalnum() for character in text) else ""
