"""What a model wrote, resolved by code: markers to quotes, quotation marks checked, every statement judged. Pure.

The shapes of markers, quotation marks and statements are known to modules of their own; here they come together.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answer.attribution import is_of_another, mask
from rag.answer.copied_lines import is_invented
from rag.answer.exact_words import with_source_words
from rag.answer.leaks import without_leaks
from rag.answer.markers import TOKEN, MarkedText, find_markers, without_half_marker
from rag.answer.plain_text import plain_text
from rag.answer.quotation_marks import (
    BLOCK_CLOSING,
    BLOCK_OPENING,
    Marks,
    Quotation,
    find_quotations,
    outermost,
    with_single_marks,
    without_places,
)
from rag.answer.refusals import is_refusal
from rag.answer.slices import SourceLine, lines_with, source_lines
from rag.answer.source_list import split_source_list, without_source_words
from rag.answer.statements import Span, split_statements, statement_text, tidy, without_loops, without_repeats
from rag.types import Answer, AnswerCounts, Line, Statement

_NOT_A_RANK = re.compile(r"\[(\s*\d{1,3}\s*)\]")
_REPEATED_RANK = re.compile(r"(\[\d+\])(?:\s?\1)+")
_SHOWN_BLOCKS = str.maketrans({BLOCK_OPENING: "> ", BLOCK_CLOSING: None})
_MOST_QUOTATIONS = 100
"""More than that is no answer: the others lose their marks unseen."""
_MOST_BESIDE_WORDS = 200
"""White space and markers that may stand in quotation marks beside the words of a line."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A statement as it is shown, with tokens for its markers, and how many of its quotation marks were false."""

    text: str
    false_quotations: int


@dataclass(frozen=True, slots=True)
class _Offered:
    """What a model may rely on: the lines that it may cite, and those whose words it may put in quotation marks."""

    by_number: Mapping[int, Line]
    sources: tuple[SourceLine, ...]
    are_own: bool

    def are_cited(self, line: Line, numbers: Sequence[int]) -> bool:
        """Whether the line is among the cited ones, or belongs to a quote that these lead to."""
        if self.are_own:
            return line.number in numbers
        return not {rank for number in numbers for rank in self.by_number[number].ranks}.isdisjoint(line.ranks)


def resolve_answer(
    text: str,
    lines: Sequence[Line],
    quotes_offered: int,
    model: str,
    *,
    is_unfinished: bool,
    sources: Sequence[Line] | None = None,
) -> Answer:
    """The corrected answer.

    Its text shows `[rank]` of a quote for every valid marker and no other marker. What stood in quotation marks and is
    no exact piece of one line has lost them, as has what another line than the cited ones holds or another speaker
    than the named one said. `sources` are the lines that may be quoted where the cited ones are the model's own notes.
    All counts are of the text before these corrections, statements said again and again counted once.
    """
    offered = _Offered({line.number: line for line in lines}, source_lines(sources or lines), sources is None)
    marked = _marked(text, offered, is_unfinished=is_unfinished)
    pieces = _pieces(marked, offered, is_unfinished=is_unfinished)
    statements = tuple(_statement(piece, marked, offered) for piece in pieces)
    numbers = [number for piece in pieces for number in marked.numbers_in(piece.text)]
    counts = AnswerCounts(
        quotes_offered=quotes_offered,
        markers=len(numbers),
        markers_unknown=sum(number not in offered.by_number for number in numbers),
        statements_unbacked=sum(not statement.is_backed for statement in statements),
        quotation_marks_removed=sum(piece.false_quotations for piece in pieces),
    )
    shown = _shown("".join(piece.text for piece in pieces), marked, offered)
    return Answer(shown, model, statements, counts, is_unfinished, _is_refused(statements))


def _marked(text: str, offered: _Offered, *, is_unfinished: bool) -> MarkedText:
    """The model's own words as plain text with tokens for markers, a list of sources at the end left out."""
    plain = plain_text(without_leaks(text, is_unfinished=is_unfinished))
    if is_unfinished:
        plain = without_half_marker(plain)
    marked = find_markers(with_single_marks(without_loops(plain)), offered.by_number)
    answer, listed = split_source_list(marked.text)
    spans = split_statements(answer) if listed else []
    is_of_last = len(spans) == 1 or not listed.startswith("\n")
    if spans and is_of_last and not TOKEN.search(answer, spans[-1][0]):
        answer += " " + "".join(token[0] for token in TOKEN.finditer(listed))
    return MarkedText(without_source_words(answer), marked.groups)


def _pieces(marked: MarkedText, offered: _Offered, *, is_unfinished: bool) -> list[_Piece]:
    """The statements one after the other, together the answer; false quotation marks are gone from them."""
    text = marked.text
    marks = find_quotations(text)
    held = _held(text, marks, offered)
    spans = split_statements(text, outermost([found for found in marks.quotations if held[found.opening]]))
    cited = [_known_numbers(marked.numbers_in(text[start:end]), offered) for start, end in spans]
    spans = without_repeats(text, spans, cited, is_unfinished=is_unfinished)
    gone = set(marks.strays)
    false_in: list[int] = []
    for start, end in spans:
        inside = _between(marks.quotations, start, end)
        false = _false_quotations(marked, (start, end), inside, held, offered)
        gone.update(place for found in false for place in (found.opening, found.closing))
        false_in.append(len(false))
    places = sorted(gone)
    return [
        _checked(without_places(text, span, places), false, marked, offered)
        for span, false in zip(spans, false_in, strict=True)
    ]


def _checked(text: str, false_quotations: int, marked: MarkedText, offered: _Offered) -> _Piece:
    """A statement whose quotations show the source's characters; one that invents a line has lost its markers."""
    cited = _known_numbers(marked.numbers_in(text), offered)
    exact, inexact = with_source_words(text, offered.sources, cited)
    is_true = not is_invented(text, cited, offered.by_number)
    return _Piece(exact if is_true else TOKEN.sub("", exact), false_quotations + inexact)


def _held(text: str, marks: Marks, offered: _Offered) -> dict[int, tuple[Line, ...]]:
    """The lines that hold the words of a quotation, by its opening mark; none for more than can be read."""
    longest = 2 * max((len(source.folded) for source in offered.sources), default=0) + _MOST_BESIDE_WORDS
    short = [found for found in marks.quotations if found.is_readable and found.closing - found.opening <= longest]
    held: dict[int, tuple[Line, ...]] = {found.opening: () for found in marks.quotations}
    for found in short[:_MOST_QUOTATIONS]:
        words = TOKEN.sub("", text[found.opening + 1 : found.closing])
        held[found.opening] = lines_with(words, offered.sources)
    return held


def _false_quotations(
    marked: MarkedText,
    statement: Span,
    quotations: Sequence[Quotation],
    held: Mapping[int, tuple[Line, ...]],
    offered: _Offered,
) -> list[Quotation]:
    """The quotations of a statement that no line holds, no cited one does, or whose speaker is another than named."""
    start, end = statement
    cited = _known_numbers(marked.numbers_in(marked.text[start:end]), offered)
    speakers = list(dict.fromkeys(source.line.speaker for source in offered.sources if source.line.speaker))
    masked = TOKEN.sub(lambda token: " " * len(token[0]), marked.text[start:end])
    for found in quotations:
        if held[found.opening]:
            masked = mask(masked, found.opening - start, min(found.closing + 1, end) - start)
    false: list[Quotation] = []
    words = (0, 0)
    for found in quotations:
        if held[found.opening] and found.opening - start >= words[1]:
            words = (found.opening - start, found.closing + 1 - start)
        lines = [line for line in held[found.opening] if not cited or offered.are_cited(line, cited)]
        said_by = {line.speaker for line in lines if line.speaker}
        is_known_who = all(line.speaker for line in lines)
        if not lines or (is_known_who and is_of_another(masked, words, said_by, speakers)):
            false.append(found)
    return false


def _between(quotations: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    first = bisect_left(quotations, start, key=_opening)
    return quotations[first : bisect_left(quotations, end, first, key=_opening)]


def _opening(quotation: Quotation) -> int:
    return quotation.opening


def _statement(piece: _Piece, marked: MarkedText, offered: _Offered) -> Statement:
    known = _known_numbers(marked.numbers_in(piece.text), offered)
    return Statement(statement_text(piece.text), known, _ranks(known, offered))


def _known_numbers(numbers: Sequence[int], offered: _Offered) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number in offered.by_number))


def _ranks(numbers: Sequence[int], offered: _Offered) -> tuple[int, ...]:
    lines = (offered.by_number[number] for number in numbers if number in offered.by_number)
    return tuple(dict.fromkeys(rank for line in lines for rank in line.ranks))


def _shown(text: str, marked: MarkedText, offered: _Offered) -> str:
    """The text with the ranks of the quotes in place of tokens; no other number is left looking like one."""
    shown = TOKEN.sub(
        lambda token: "".join(f"\x02{rank}\x03" for rank in _ranks(marked.groups[int(token[1])], offered)), text
    )
    shown = _NOT_A_RANK.sub(r"(\1)", tidy(shown)).replace("\x02", "[").replace("\x03", "]")
    return _REPEATED_RANK.sub(r"\1", shown).translate(_SHOWN_BLOCKS).strip()


def _is_refused(statements: Sequence[Statement]) -> bool:
    refused = [is_refusal(statement.text, is_backed=statement.is_backed) for statement in statements]
    is_backed = any(statement.is_backed for statement in statements)
    return any(refused) and (all(refused) or not is_backed)
