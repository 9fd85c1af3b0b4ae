"""The part of a month, a season or a year that the words beside it say. Knows nothing of today and of sessions."""

import re
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from functools import partial

from rag.search.date_mentions import Days, Mention, Shape, Span, search_before


class _Part(Enum):
    BEGINNING = auto()
    MIDDLE = auto()
    END = auto()
    FIRST_HALF = auto()
    SECOND_HALF = auto()


_PARTS: tuple[tuple[_Part, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        part,
        re.compile(rf"(?<!\w)(?:the\s+)?(?:(?:сам|very)\w{{0,3}}\s+)?(?:{before})[\s\-]+(?:the\s+)?$"),
        re.compile(after),
    )
    for part, before, after in (
        (
            _Part.BEGINNING,
            r"начал\w{0,2}|первых\s+числах|(?:beginning|start)\s+of|early(?:\s+in)?",
            r"年?初(?![中级步学])|上旬",
        ),
        (_Part.MIDDLE, r"середин\w{1,2}|middle\s+of|mid", r"年中(?![国文午间])|中旬"),
        (_Part.END, r"кон(?:ец|ц\w{1,2})|последних\s+числах|end\s+of|late(?:\s+in)?", r"年?[底末]|下旬"),
        (_Part.FIRST_HALF, r"перв\w{2}\s+половин\w{1,2}|first\s+half\s+of", r"上半[年月]"),
        (_Part.SECOND_HALF, r"втор\w{2}\s+половин\w{1,2}|second\s+half\s+of", r"下半[年月]"),
    )
)
_SHORTEST_MONTH, _LONGEST_MONTH, _SHORTEST_YEAR = 28, 31, 365
_FROM_APRIL, _FROM_JULY, _FROM_OCTOBER = 275, 184, 92
"""How many days are left of a year."""


def with_part(question: str, mention: Mention) -> Mention:
    """The mention with `в начале`, `late` or `底` beside it."""
    for part, before, after in _PARTS:
        leading, trailing = search_before(before, question, mention.start), after.match(question, mention.end)
        if leading or trailing:
            return replace(
                mention,
                start=mention.start - len(leading.group()) if leading else mention.start,
                end=trailing.end() if trailing else mention.end,
                days=partial(_part_of, mention.days, part),
                needs=None,
                shape=Shape.END if part is _Part.END else Shape.PART,
            )
    return mention


def _part_of(days: Days, part: _Part, year: int) -> Span | None:
    span = days(year)
    if not span:
        return None
    length = (span[1] - span[0]).days + 1
    low, half, high = _cuts(length)
    first, end = {
        _Part.BEGINNING: (0, low),
        _Part.MIDDLE: (low, high),
        _Part.END: (high, length),
        _Part.FIRST_HALF: (0, half),
        _Part.SECOND_HALF: (half, length),
    }[part]
    return (span[0] + timedelta(days=first), span[0] + timedelta(days=end - 1)) if first < end else span


def _cuts(length: int) -> tuple[int, int, int]:
    """After how many days the beginning, the first half and the middle end: a month in tens, a year in quarters."""
    if _SHORTEST_MONTH <= length <= _LONGEST_MONTH:
        return 10, length // 2, 20
    if length >= _SHORTEST_YEAR:
        return length - _FROM_APRIL, length - _FROM_JULY, length - _FROM_OCTOBER
    edge = max(1, length // 3)
    return edge, length // 2, max(edge, length - edge)
