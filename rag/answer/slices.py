"""Whether words stand exactly so in a line of a transcript. Knows no quotation and no answer. Pure.

White space, dashes, the dots of ё and quotation marks inside may differ, punctuation at both ends may be left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.quotation_marks import BLOCK_CLOSING, BLOCK_OPENING, CORNER_MARKS, DOUBLE_MARKS
from rag.types import Line

_FOLDED = str.maketrans(
    dict.fromkeys("‐‑‒–−", "-")
    | {"’": "'", "‘": "'", "ʼ": "'", "ё": "е", "Ё": "Е", "…": "..."}
    | dict.fromkeys(DOUBLE_MARKS + CORNER_MARKS + BLOCK_OPENING + BLOCK_CLOSING + "‹›‚‛＇\u200b\u200c\u200d\ufeff\xad")
)
_LONG_DASH = re.compile(r"\s*[—―]\s*")
_DASH_OF_NUMBERS = re.compile(r"(?<=\d) - (?=\d)")
_SINGLE_MARK = re.compile(r"(?<!\w)'|'(?!\w)")
_AT_THE_ENDS = " .,;:-。，；：、"
_LETTER = r"[^\W_\u3040-\u30ff\u4e00-\u9fff]"
_INSIDE_WORD = re.compile(
    rf"(?<={_LETTER})(?={_LETTER})|(?<={_LETTER}[-'])(?={_LETTER})|(?<={_LETTER})(?=[-']{_LETTER})"
    r"|(?<=\d[.,:])(?=\d)|(?<=\d)(?=[.,:]\d)|(?<=\d )(?=\d{3}(?!\d))|(?<=\d)(?= \d{3}(?!\d))|(?<=-)(?=\d)"
)
_NEGATION = re.compile(r"(?:(?<!\w)(?:не|ни|нет|без|not|never|no|cannot|without)|n't|[不没未别無])\s*$", re.IGNORECASE)
_LONGEST_NEGATION = 12


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a prompt with its text as it is compared."""

    line: Line
    folded: str


def source_lines(lines: Sequence[Line]) -> tuple[SourceLine, ...]:
    """The lines, ready to be compared with."""
    return tuple(SourceLine(line, _fold(line.text)) for line in lines)


def lines_with(words: str, sources: Sequence[SourceLine]) -> tuple[Line, ...]:
    """The lines that hold these words as a whole piece: no word cut, no negation before it left out."""
    folded = _fold(words)
    wanted = folded.strip(_AT_THE_ENDS)
    ends_as_told = folded.endswith((".", "。")) and not folded.endswith("..")
    if not any(character.isalnum() for character in wanted):
        return ()
    return tuple(source.line for source in sources if _holds(source.folded, wanted, ends_as_told))


def _holds(text: str, wanted: str, ends_as_told: bool) -> bool:
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        is_cut = _INSIDE_WORD.match(text, start) or _INSIDE_WORD.match(text, end)
        is_turned = _NEGATION.search(text, max(0, start - _LONGEST_NEGATION), start)
        is_question = ends_as_told and text[end : end + 1] in {"?", "!", "？", "！"}
        if not (is_cut or is_turned or is_question):
            return True
        start = text.find(wanted, start + 1)
    return False


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).translate(_FOLDED)
    folded = " ".join(_LONG_DASH.sub(" - ", _SINGLE_MARK.sub("", folded)).split())
    return _DASH_OF_NUMBERS.sub("-", folded)
