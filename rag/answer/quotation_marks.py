"""Pairs of quotation marks in a text, of every kind that models write. Knows no lines and judges no words. Pure.

Marks of one kind may be mixed, as in „…" and «…”. Apostrophes inside words are no marks.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DOUBLE_MARKS = '«»“”„‟"＂❝❞〝〞〟'
SINGLE_MARKS = "‹›‘’‚‛'＇"
CORNER_MARKS = "「」｢｣﹁﹂『』﹃﹄《》〈〉"
BLOCK_OPENING, BLOCK_CLOSING = "\x04", "\x05"
"""In place of the `>` before a quoted line, and at its end."""

_KINDS: Mapping[str, str] = {
    mark: marks[0]
    for marks in (DOUBLE_MARKS, SINGLE_MARKS, "「」｢｣﹁﹂", "『』﹃﹄", "《》", "〈〉", BLOCK_OPENING + BLOCK_CLOSING)
    for mark in marks
}
_OPENING_ONLY = frozenset("„‟❝〝‹‚‛「｢﹁『﹃《〈" + BLOCK_OPENING)
_CLOSING_ONLY = frozenset("❞〞〟›」｣﹂』﹄》〉" + BLOCK_CLOSING)
_MOSTLY_CLOSING = frozenset("»”’")
_CLOSED_BY: Mapping[str, str] = {
    "„": "“”", "»": "«", "«": "»", "“": "”", "”": "”", '"': '"', "＂": "＂", "'": "'", "＇": "＇", "‘": "’", "’": "’",
    "‚": "‘’",
}  # fmt: skip
_MARK = re.compile(f"[{re.escape(''.join(_KINDS))}]")
_APOSTROPHES = frozenset("'’‘＇")
_IN_WORD = re.compile(r"[^\W_\u3040-\u30ff\u4e00-\u9fff]")
_BLOCK = re.compile(r"^[ \t]*(?:>[ \t]?)++(?:([^\n]*\S)|[ \t]*)[ \t]*$", re.MULTILINE)
_DOUBLED = (("<<", "«"), (">>", "»"), (",,", "„"), ("''", "”"), ("``", "“"))
_SENTENCE_MARKS = frozenset(".!?…,。！？，")
_MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between an opening and a closing mark, given by their places.

    `levels` counts the quotations nested in each other here, this one included.
    """

    opening: int
    closing: int
    levels: int = 1

    @property
    def is_readable(self) -> bool:
        """Whether so few quotations are nested that a person would see which words they hold."""
        return self.levels <= _MOST_LEVELS


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotations of a text by their opening marks, and the places of marks that belong to none."""

    quotations: tuple[Quotation, ...]
    strays: tuple[int, ...]


def with_single_marks(text: str) -> str:
    """The text with `<<`, `,,` and the like as the marks that they stand for, and quoted lines between block marks."""
    text = _BLOCK.sub(lambda line: f"{BLOCK_OPENING}{line[1]}{BLOCK_CLOSING}" if line[1] else "", text)
    for doubled, mark in _DOUBLED:
        text = text.replace(doubled, mark)
    return text


def find_quotations(text: str) -> Marks:
    """All pairs of marks, and the marks without a partner; apostrophes are left out of both.

    The time grows with the length of the text alone, however the marks are nested.
    """
    open_marks: list[tuple[int, str, int]] = []
    open_of_kind: dict[str, int] = defaultdict(int)
    quotations: list[Quotation] = []
    strays: list[int] = []
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        kind = _KINDS[mark]
        if mark in _APOSTROPHES and _is_in_word(text, place):
            continue
        if not _closes(text, place, open_marks[-1][1] if open_marks else ""):
            open_marks.append((place, mark, 0))
            open_of_kind[kind] += 1
        elif not open_of_kind[kind]:
            strays.append(place)
        else:
            inner = 0
            while True:
                opening, opening_mark, levels = open_marks.pop()
                open_of_kind[_KINDS[opening_mark]] -= 1
                inner = max(inner, levels)
                if _KINDS[opening_mark] == kind:
                    break
                strays.append(opening)
            quotations.append(Quotation(opening, place, inner + 1))
            if open_marks:
                outer, outer_mark, levels = open_marks[-1]
                open_marks[-1] = (outer, outer_mark, max(levels, inner + 1))
    strays += [place for place, _, _ in open_marks]
    strays = [place for place in strays if text[place] not in _APOSTROPHES]
    return Marks(tuple(sorted(quotations, key=lambda found: found.opening)), tuple(sorted(strays)))


def outermost(quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    """The spans, marks included, of the quotations that lie in no other."""
    spans: list[tuple[int, int]] = []
    for found in quotations:
        if not spans or found.opening >= spans[-1][1]:
            spans.append((found.opening, found.closing + 1))
    return spans


def without_places(text: str, span: tuple[int, int], places: Sequence[int]) -> str:
    """The text of a span without the characters at these places, which are sorted."""
    start, end = span
    inside = places[bisect_left(places, start) : bisect_left(places, end)]
    return "".join(
        text[first:last] for first, last in zip([start, *(at + 1 for at in inside)], [*inside, end], strict=True)
    )


def _is_in_word(text: str, place: int) -> bool:
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return bool(_IN_WORD.match(before) and _IN_WORD.match(after))


def _closes(text: str, place: int, innermost: str) -> bool:
    """Whether a mark that can open and close does the latter here: by its neighbours, else by what is open."""
    mark = text[place]
    if mark in _OPENING_ONLY or mark in _CLOSING_ONLY:
        return mark in _CLOSING_ONLY
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if before.isalnum() and not after.isalnum():
        return True
    if after.isalnum() and not before.isalnum() and before not in _SENTENCE_MARKS:
        return False
    return mark in _CLOSED_BY.get(innermost, "") or mark in _MOSTLY_CLOSING
