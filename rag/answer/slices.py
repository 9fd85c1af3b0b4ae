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
    return tuple(SourceLine(line, folded(line.text)) for line in lines)


def lines_with(words: str, sources: Sequence[SourceLine]) -> tuple[Line, ...]:
    """The lines that hold these words as a whole piece: no word cut, no negation before it left out."""
    whole = folded(words)
    wanted = without_ends(whole)
    ends_as_told = whole.endswith((".", "。")) and not whole.endswith("..")
    if not any(character.isalnum() for character in wanted):
        return ()
    return tuple(source.line for source in sources if _holds(source.folded, wanted, ends_as_told))


def folded(text: str) -> str:
    """The text as it is compared."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLDED)
    plain = " ".join(_LONG_DASH.sub(" - ", _SINGLE_MARK.sub("", plain)).split())
    return _DASH_OF_NUMBERS.sub("-", plain)


def without_ends(text: str) -> str:
    """Folded text without the punctuation at its ends, which may be left out; the minus of a number stays."""
    bare = text.strip(_AT_THE_ENDS)
    is_negative = bare[:1].isdigit() and text[: text.find(bare)].endswith("-")
    return f"-{bare}" if is_negative else bare


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
