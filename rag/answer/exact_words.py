"""What stands in quotation marks, in the very characters of the transcript. Knows quotations that were checked. Pure.

A model may write another dash, е for ё or a space too many: what is shown as a quote is the source's own text.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence

from rag.answer.markers import TOKEN
from rag.answer.quotation_marks import Quotation, find_quotations, outermost
from rag.answer.slices import SourceLine, folded, lines_with, without_ends

_WORD = re.compile(r"[^\W_ʼ]+")
_BETWEEN = r"[\W_ʼ]*?"
_INVISIBLE = r"[\xad\u200b-\u200d\ufeff]*"
_MOST_SIGNS = 12
_MOST_PLACES = 50
"""Where so often the words stand in a line with other signs, the search ends."""
_SPELLINGS = {"е": "её", "ё": "её", "Е": "ЕЁ", "Ё": "ЕЁ"}
_NOTHING = re.compile(r"(?!)")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_CLOSING_PUNCTUATION = re.compile(r"[.!?…。！？]*")


def with_source_words(text: str, sources: Sequence[SourceLine], cited: Container[int]) -> tuple[str, int]:
    """The text with every quotation in the characters of a line that holds it, and how many lost their marks.

    Those do that are no exact piece of a line. A cited line goes first; markers that stand inside a quotation stand
    after it then.
    """
    edits: list[tuple[int, int, str]] = []
    removed = end = 0
    for found in find_quotations(text).quotations:
        if found.opening < end:
            continue
        exact = _exact(text, found, sources, cited)
        if exact is None:
            edits += [(found.opening, found.opening + 1, ""), (found.closing, found.closing + 1, "")]
            removed += 1
        else:
            edits.append((found.opening, found.closing + 1, exact))
            end = found.closing
    for start, stop, shown in sorted(edits, reverse=True):
        text = text[:start] + shown + text[stop:]
    return text, removed


def source_slice(words: str, line: str) -> str | None:
    """The piece of the line that reads like these words, with the signs at its ends that they have, or None."""
    whole = folded(words)
    wanted = without_ends(whole)
    pattern = _pattern(unicodedata.normalize("NFC", words))
    found = pattern.search(line)
    for _ in range(_MOST_PLACES):
        if found is None:
            return None
        alike = [(start, end) for start, end in _widths(found) if without_ends(folded(line[start:end])) == wanted]
        if alike:
            start, end = min(alike, key=lambda span: _unlikeness(line[span[0] : span[1]], whole))
            if _CLOSING_PUNCTUATION.fullmatch(words.rstrip()[-1]):
                punctuation = _CLOSING_PUNCTUATION.match(line, end)
                end = punctuation.end() if punctuation else end
            return line[start:end]
        found = pattern.search(line, found.start() + 1)
    return None


def _pattern(text: str) -> re.Pattern[str]:
    """The words of a text one after the other, whatever is between them, and at both ends signs as in the text."""
    words = list(_WORD.finditer(text))
    if not words:
        return _NOTHING
    spelled = _BETWEEN.join(_INVISIBLE.join(_letter(character) for character in word[0]) for word in words)
    before = "" if _IDEOGRAPH.match(words[0][0]) else r"(?<![^\W_])"
    after = "" if _IDEOGRAPH.match(words[-1][0][-1]) else r"(?![^\W_])"
    leading, trailing = _signs(words[0].start()), _signs(len(text) - words[-1].end())
    return re.compile(rf"{leading}{before}({spelled})(?![\u0300-\u036f]){after}{trailing}")


def _signs(count: int) -> str:
    """So many signs at most, and one more that may close or open a quotation inside."""
    return rf"[\W_]{{0,{min(count, _MOST_SIGNS) + 1}}}"


def _letter(character: str) -> str:
    """The ways to write a letter: composed or not, and the dots of ё left out."""
    spellings = _SPELLINGS.get(character, character)
    ways = dict.fromkeys(way for one in spellings for way in (unicodedata.normalize("NFD", one), one))
    return re.escape(character) if len(ways) == 1 else f"(?:{'|'.join(map(re.escape, ways))})"


def _widths(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The words that were found with none, some and all of the signs around them."""
    for start in range(found.start(1), found.start() - 1, -1):
        for end in range(found.end(1), found.end() + 1):
            yield start, end


def _unlikeness(piece: str, whole: str) -> tuple[int, bool, int]:
    """The less, the better: quotation marks without a partner first, then signs other than in the words."""
    return len(find_quotations(piece).strays), folded(piece) != whole, len(piece)


def _exact(text: str, quotation: Quotation, sources: Sequence[SourceLine], cited: Container[int]) -> str | None:
    """The quotation with a line's own characters between its marks, its markers after it; None where that cannot be.

    A piece whose own marks would end the quotation elsewhere is none either.
    """
    inside = text[quotation.opening + 1 : quotation.closing]
    words = TOKEN.sub("", inside)
    lines = sorted(lines_with(words, sources), key=lambda line: line.number not in cited)
    for line in lines:
        piece = source_slice(words, line.text)
        shown = f"{text[quotation.opening]}{piece}{text[quotation.closing]}"
        if piece is not None and outermost(find_quotations(shown).quotations) == [(0, len(shown))]:
            return shown + "".join(f" {token[0]}" for token in TOKEN.finditer(inside))
    return None
