"""What stands in quotation marks, in the very characters of the transcript. Knows quotations that were checked. Pure.

A model may write another dash, e for ё or a space too many: what is shown as a quote is the source's own text.
"""

import re
from collections.abc import Container, Sequence

from rag.answer.markers import TOKEN
from rag.answer.quotation_marks import Quotation, find_quotations
from rag.answer.slices import SourceLine, lines_with

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]{0,12}?"
_EITHER_YO = re.compile("[её]", re.IGNORECASE)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_CLOSING_PUNCTUATION = re.compile(r"[.!?…。！？]*")


def with_source_words(text: str, sources: Sequence[SourceLine], cited: Container[int]) -> str:
    """The text with every quotation that a line holds in that line's characters; a cited line goes first.

    Markers that stand inside a quotation stand after it then.
    """
    for found in reversed(_outermost(find_quotations(text).quotations)):
        inside = text[found.opening + 1 : found.closing]
        exact = _exact(TOKEN.sub("", inside), sources, cited)
        if exact is not None:
            tokens = "".join(f" {token[0]}" for token in TOKEN.finditer(inside))
            closing = text[found.closing : found.closing + 1]
            text = text[: found.opening + 1] + exact + closing + tokens + text[found.closing + 1 :]
    return text


def source_slice(words: str, line: str) -> str | None:
    """The piece of the line that reads like these words; None where none does."""
    wanted = _WORD.findall(words)
    if not wanted:
        return None
    pattern = _BETWEEN.join(_EITHER_YO.sub(r"[\g<0>ёеЁЕ]", re.escape(word)) for word in wanted)
    before = "" if _IDEOGRAPH.match(wanted[0][0]) else r"(?<![^\W_])"
    after = "" if _IDEOGRAPH.match(wanted[-1][-1]) else r"(?![^\W_])"
    found = re.search(f"{before}{pattern}{after}", line)
    if found is None:
        return None
    end = found.end()
    if not words.rstrip()[-1].isalnum():
        punctuation = _CLOSING_PUNCTUATION.match(line, end)
        end = punctuation.end() if punctuation else end
    return line[found.start() : end]


def _exact(words: str, sources: Sequence[SourceLine], cited: Container[int]) -> str | None:
    lines = sorted(lines_with(words, sources), key=lambda line: line.number not in cited)
    return next((piece for line in lines if (piece := source_slice(words, line.text))), None)


def _outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    outermost: list[Quotation] = []
    for found in quotations:
        if not outermost or found.opening > outermost[-1].closing:
            outermost.append(found)
    return outermost
