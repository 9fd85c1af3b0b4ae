"""The days that a question names, as periods. Knows no index and no library.

Words that name days are found first; the words beside them then say which year, which part, from where to where, and
whether what lies before or after is meant.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto
from functools import partial
from itertools import chain, islice

from rag.questions import Period
from rag.search.date_mentions import Days, Mention, Shape, Span, any_of, fold, search_before
from rag.search.date_parts import with_part
from rag.search.date_words import DAY, day_number, find_mentions
from rag.search.relative_dates import find_relative

_EARLIEST_YEAR = 1990
_MOST_MENTIONS = 16
_ONE_DAY = timedelta(days=1)
_SHORTLY = timedelta(days=30)
_NOT_LONG_BEFORE = timedelta(days=183)

_AND = re.compile(r"\s*(?:,|и|или|and|or|、|和|与)\s*")
_OpenSpan = tuple[date | None, date | None]


def find_periods(question: str, today: date, session_dates: Sequence[date]) -> tuple[Period, ...]:
    """The periods that a question names, in its order.

    Where no year is said it is the latest one whose period has begun by today and holds a session, else the latest
    one whose period has begun. What counts from today looks at no session.
    """
    folded = fold(question)
    mentions = _with_years(folded, _located(question, folded, today))
    if not mentions:
        return ()
    mentions = [_with_which(question, folded, mention, today) for mention in mentions]
    mentions = [with_part(folded, mention) for mention in mentions]
    sessions = sorted(set(session_dates))
    periods: list[Period] = []
    for mention in _with_ranges(folded, mentions):
        is_listed = bool(periods and _AND.fullmatch(folded, periods[-1].end, mention.start) and mention.needs)
        period = _period(folded, replace(mention, needs=None) if is_listed else mention, today, sessions)
        if period and not (periods and period.start < periods[-1].end):
            periods.append(period)
    return tuple(periods)


def _located(question: str, folded: str, today: date) -> list[Mention]:
    """The first mentions of days, none over another."""
    taken = bytearray(len(question))
    found: list[Mention] = []
    for mention in chain(islice(find_relative(folded, today), _MOST_MENTIONS), find_mentions(question)):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)[:_MOST_MENTIONS]


# The year

_DAYS_THEN_YEAR = re.compile(r"[\s,]*(?:(?:of|in|во?)\s+)?")
_DAYS_THEN_DIGITS = re.compile(r"\s+(?:of\s+)?")
_YEAR_THEN_DAYS = re.compile(r"[\s,]*(?:(?:in|on|во?)\s+(?:the\s+)?)?|的")
_WHICH = re.compile(
    r"(?<!\w)(?:(?P<step>(?:поза)?прошл)\w{2,3}|эт(?:от|ой|ом|им|ого|у)|(?P<last>last)|(?P<this>this))\s+$"
)


def _with_years(question: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, each year joined to the days of it that stand beside it."""
    joined: list[Mention] = []
    for mention in mentions:
        both = _of_one_year(question, joined[-1], mention) if joined else None
        if both:
            joined[-1] = both
        else:
            joined.append(mention)
    return joined


def _of_one_year(question: str, first: Mention, second: Mention) -> Mention | None:
    if second.shape is Shape.YEAR and not first.years:
        gap, days, year = (_DAYS_THEN_DIGITS if second.needs is not None else _DAYS_THEN_YEAR), first, second.years[0]
    elif first.shape is Shape.YEAR and _is_sure(question, first) and not second.years:
        gap, days, year = _YEAR_THEN_DAYS, second, first.years[0]
    else:
        return None
    if not gap.fullmatch(question, first.end, second.start):
        return None
    span = days.days(year)
    reaches_over = span is not None and span[1].year > year
    years = (year, year - 1) if reaches_over else (year,)
    return replace(days, start=first.start, end=second.end, years=years, needs=None)


def _is_sure(question: str, mention: Mention) -> bool:
    return mention.needs is None or not mention.needs.isdisjoint(_place(question, mention.start)[0].split())


def _with_which(question: str, folded: str, mention: Mention, today: date) -> Mention:
    """The mention with the year that `прошлым` летом or `last` May says; `this may` is the verb."""
    match = None if mention.years else search_before(_WHICH, folded, mention.start)
    if not match or (match["this"] and question[mention.start : mention.end] == "may"):
        return mention
    years = range(today.year, _EARLIEST_YEAR - 1, -1)
    has_ended = {year: span[1] < today for year in years if (span := mention.days(year))}
    year = today.year
    if match["step"] or match["last"]:
        year = next((year for year, ended in has_ended.items() if ended), year)
        year -= (match["step"] or "").startswith("поза")
    elif not has_ended.get(year - 1, True):
        year -= 1
    return replace(mention, start=mention.start - len(match.group()), years=(year,), needs=None)


# From one to another

_TO = re.compile(r"\s*(?:[-–—]|по|до|to|through|till|until|到|至|(?P<both>и|and|和|与))\s*(?:the\s+)?")
_DAY_TO = re.compile(
    rf"(?<![\w.:/])(?P<day>{DAY})\s*(?:(?P<dash>[-–—])|(?P<to>по|до|to|through|到|至)|(?P<both>и|and))\s*(?:the\s+)?$"
)
_TO_DAY = re.compile(
    rf"(?:(?P<dash>-|\s*[–—]\s*|\s*[到至]\s*)|\s+(?P<to>to|through|until)\s+|\s+(?P<both>and)\s+)(?:the\s+)?(?P<day>{DAY})"
    r"(?P<mark>[日号號])?(?!\w|[.:/%]\d)"
)
_STARTS_WITH_DAY = re.compile(DAY)
_ENDS_WITH_DAY = re.compile(rf"[a-z.]+\s+(?:{DAY})|.*(?P<mark>[日号號])")
_STARTS = frozenset(("с", "со", "от", "from", "since", "между", "between", "从", "自"))
_BETWEEN = frozenset(("между", "between"))


def _with_ranges(question: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, two that are the ends of a range as one."""
    pending: Mention | None = None
    for mention in _with_other_days(question, mentions):
        if pending and _are_ends(question, pending, mention):
            pending = _range(pending, mention)
        else:
            if pending:
                yield pending
            pending = mention
    if pending:
        yield pending


def _are_ends(question: str, first: Mention, second: Mention) -> bool:
    gap = _TO.fullmatch(question, first.end, second.start)
    if not gap or second.needs == frozenset():
        return False
    place, _ = _place(question, first.start)
    if gap["both"]:
        return place in _BETWEEN
    return place in _STARTS or first.needs is None or second.needs is None


def _range(first: Mention, second: Mention) -> Mention:
    days = partial(_from_to, _fixed(first), _fixed(second))
    years = first.years[:1] or second.years[:1]
    return replace(first, end=second.end, days=days, years=years, needs=None, shape=Shape.RANGE)


def _fixed(mention: Mention) -> Days:
    return partial(_in_year, mention.days, mention.years[0]) if mention.years else mention.days


def _in_year(days: Days, year: int, _: int) -> Span | None:
    return days(year)


def _from_to(first: Days, last: Days, year: int) -> Span | None:
    """From the beginning of one to the end of the other, over the end of the year where the months are so."""
    for first_year, last_year in ((year, year), (year, year + 1), (year - 1, year)):
        begins, ends = first(first_year), last(last_year)
        if begins and ends and begins[0] <= ends[1]:
            return begins[0], ends[1]
    return None


def _with_other_days(question: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, those of a day with the other end that shares its month: `с 3 по 10 марта`, `March 3-10`."""
    ends = [0, *(mention.end for mention in mentions)]
    starts = [*(mention.start for mention in mentions[1:]), len(question)]
    for mention, lowest, highest in zip(mentions, ends[:-1], starts, strict=True):
        yield _with_day_before(question, mention, lowest) or _with_day_after(question, mention, highest) or mention


def _with_day_before(question: str, mention: Mention, lowest: int) -> Mention | None:
    match = search_before(_DAY_TO, question, mention.start)
    if not match or not _STARTS_WITH_DAY.match(question, mention.start):
        return None
    start = mention.start - len(match.group())
    place, _ = _place(question, start)
    if start < lowest or not (match["dash"] or place in (_BETWEEN if match["both"] else _STARTS)):
        return None
    days = partial(_other_day, mention.days, day_number(match["day"]), -1)
    return replace(mention, start=start, days=days, shape=Shape.RANGE)


def _with_day_after(question: str, mention: Mention, highest: int) -> Mention | None:
    match = _TO_DAY.match(question, mention.end)
    said = _ENDS_WITH_DAY.fullmatch(question, mention.start, mention.end)
    if not match or match.end() > highest or not said or bool(said["mark"]) != bool(match["mark"]):
        return None
    place, _ = _place(question, mention.start)
    if not (match["dash"] or place in (_BETWEEN if match["both"] else _STARTS)):
        return None
    days = partial(_other_day, mention.days, day_number(match["day"]), 1)
    return replace(mention, end=match.end(), days=days, shape=Shape.RANGE)


def _other_day(days: Days, day: int, direction: int, year: int) -> Span | None:
    """A day and another of the same month, or the day alone where the other lies on its wrong side."""
    span = days(year)
    if not span or span[0] != span[1]:
        return span
    try:
        other = span[0].replace(day=day)
    except ValueError:
        return span
    return (min(other, span[0]), max(other, span[0])) if (other - span[0]).days * direction > 0 else span


# Before and after


class _Bound(Enum):
    INSIDE = auto()
    BEFORE = auto()
    SHORTLY_BEFORE = auto()
    UNTIL = auto()
    THROUGH = auto()
    AFTER = auto()
    SINCE = auto()


_BOUNDS: Mapping[str, _Bound] = {
    place: bound
    for bound, places in (
        (
            _Bound.INSIDE,
            "в,во,за,от,на,о,об,обо,про,между,во время,в течение,насчёт,in,on,at,of,over,for,from,about,around,during,"
            "throughout,between,what about,how about,在",
        ),
        (_Bound.BEFORE, "до,раньше,before,prior to"),
        (_Bound.SHORTLY_BEFORE, "перед,накануне,под,right before,just before,shortly before"),
        (_Bound.UNTIL, "к,ко,until,till,by,не позже,не позднее,no later than,截至,直到"),
        (_Bound.THROUGH, "по,through,up to"),
        (_Bound.AFTER, "после,позже,after,later than"),
        (_Bound.SINCE, "с,со,начиная с,since,starting from,starting in,starting on,从,自,自从"),
    )
    for place in places.split(",")
}
_OPENINGS = ("what about", "how about", "насчёт")
"""What begins a follow-up question and is no part of the date."""
_WESTERN = any_of(place.replace(" ", r"\s+") for place in _BOUNDS if place < "一")
_EASTERN = any_of(place for place in _BOUNDS if place >= "一")
_PLACE = re.compile(rf"(?:(?<!\w)(?P<western>{_WESTERN})\s+(?:(?:the|сам\w{{2,3}})\s+)?|(?P<eastern>{_EASTERN})\s*)$")
_SUFFIXES: tuple[tuple[re.Pattern[str], _Bound], ...] = (
    (re.compile(r"(?:之|以)?前(?![端台途景言提辈])"), _Bound.BEFORE),
    (re.compile(r"(?:之|以)?后(?![端台续来期面])"), _Bound.AFTER),
    (re.compile(r"以来|开始|起(?![草来床初码步名点])|\s+onwards?(?!\w)"), _Bound.SINCE),
    (re.compile(r"期间|的时候"), _Bound.INSIDE),
    (re.compile(r"为止|\s+включительно(?!\w)"), _Bound.THROUGH),
)


def _place(question: str, start: int) -> tuple[str, int]:
    """The word before a mention that says how the days are meant, empty if there is none, and where it starts."""
    match = search_before(_PLACE, question, start)
    if not match:
        return "", start
    word = match["western"] or match["eastern"]
    return " ".join(word.split()), start - len(match.group())


def _period(question: str, mention: Mention, today: date, sessions: Sequence[date]) -> Period | None:
    place, start = _place(question, mention.start)
    suffix, bound, end = False, _BOUNDS.get(place, _Bound.INSIDE), mention.end
    for shape, meaning in _SUFFIXES:
        match = shape.match(question, mention.end)
        if match:
            suffix, bound, end = True, meaning, match.end()
    if place in mention.refuses or not (suffix or _is_sure(question, mention)):
        return None
    if mention.shape is Shape.RANGE and bound is _Bound.SINCE:
        bound = _Bound.INSIDE
    chosen = _chosen(mention, bound, today, sessions)
    return Period(*chosen, mention.start if place in _OPENINGS else start, end) if chosen else None


def _chosen(mention: Mention, bound: _Bound, today: date, sessions: Sequence[date]) -> _OpenSpan | None:
    """The days in the year that is said, else in the latest with a session.

    With an open beginning that may be a year whose day is still to come: `к 1 мая`, asked in April of the first year.
    """
    years = mention.years or range(today.year + 1, _EARLIEST_YEAR - 1, -1)
    spans = [span for year in years if year >= _EARLIEST_YEAR and (span := mention.days(year))]
    bounded = [(_bounded(span, bound, mention.shape), span[0]) for span in spans]
    if mention.years:
        open_spans = [days for days, _ in bounded]
    else:
        open_spans = [days for days, named in bounded if (days[0] or named) <= today]
        coming = [days for days, named in bounded if (days[0] or named) > today]
        open_spans += coming[-1:] if bound in _OPEN_BEGINNINGS else []
    with_session = (days for days in open_spans if _holds(days, sessions))
    return next(with_session, open_spans[0] if open_spans else None)


def _bounded(span: Span, bound: _Bound, shape: Shape) -> _OpenSpan:
    first, last = span
    is_closed = first == last or shape in (Shape.PART, Shape.END, Shape.RANGE)
    spans: Mapping[_Bound, _OpenSpan] = {
        _Bound.INSIDE: span,
        _Bound.BEFORE: (None, last if shape is Shape.END else first - _ONE_DAY),
        _Bound.SHORTLY_BEFORE: (first - _SHORTLY, first - _ONE_DAY),
        _Bound.UNTIL: (None, last if is_closed else first - _ONE_DAY),
        _Bound.THROUGH: (None, last),
        _Bound.AFTER: (last + _ONE_DAY, None),
        _Bound.SINCE: (first, None),
    }
    return spans[bound]


_OPEN_BEGINNINGS = (_Bound.BEFORE, _Bound.UNTIL, _Bound.THROUGH)


def _holds(days: _OpenSpan, sessions: Sequence[date]) -> bool:
    """Whether a session lies in these days; for `before May`, in the months before."""
    first, last = days
    if first is None and last:
        first = last - _NOT_LONG_BEFORE
    position = bisect_left(sessions, first) if first else 0
    return position < len(sessions) and (last is None or sessions[position] <= last)
