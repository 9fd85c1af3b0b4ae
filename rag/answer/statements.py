"""Where the statements of an answer end, and which are said again and again. Knows markers as tokens alone. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.answer.markers import TOKEN
from rag.answer.quotation_marks import BLOCK_CLOSING, BLOCK_OPENING, find_quotations, outermost

Span = tuple[int, int]

_CLOSING_MARKS = r"[\"'»«”“’›」』》)）＂\x05]"
_END_BEFORE_TOKENS = re.compile(
    rf"(?<=[.!?…]){_CLOSING_MARKS}{{0,4}}(?:[ \t]+|(?=\x02))|(?<=[。！？])(?![。！？]){_CLOSING_MARKS}{{0,4}}"
)
_END_AFTER_TOKENS = re.compile(
    rf"(?<=[.!?…]){_CLOSING_MARKS}{{0,4}}(?:(?:[ \t]*\x02\d+\x03)++[.]?[ \t]*|[ \t]+)"
    rf"|(?<=[。！？])(?![。！？]){_CLOSING_MARKS}{{0,4}}(?:[ \t]*\x02\d+\x03)*+"
)
_LINE = re.compile(r"[^\n]+\n*|\n+")
_STARTS_WITH_TOKEN = re.compile(r"\s*(?:[-*•][ ]|>[ ])?\s*\x02")
_ENDS_WITH_TOKEN = re.compile(r"\x02\d+\x03[\s.,;:!?…。\x05]*\Z")
_LONGEST_TAIL = 40
_ABBREVIATION = re.compile(r"(?:^|[\s(,])(?:[а-яёa-z]|стр|рис|см|др|пр|etc|vs|Mr|Mrs|Dr)\.\s*$")
_ELLIPSIS = re.compile(r"(?:…|\.\.)\s*$")
_LONGEST_ABBREVIATION = 8
_SENTENCE_MARKS = (".", "!", "?", "…", "。", "！", "？", BLOCK_CLOSING)
_SAYS_WHO = re.compile(r"(?:(?<=\x05\n)|(?<=\x05\n\n))[ ]?[—–,(（]")
"""Below a quoted line a dash and who said it."""
_LIST_MARK = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])(?:\s+|$)")
_NEEDLESS = re.compile(r"^[ \t]+(?!- )|[ \t]+(?=[.,;:!?…])|(?<=\S[ \t])[ \t]+", re.MULTILINE)
_WITHOUT_BLOCKS = str.maketrans({BLOCK_OPENING: None, BLOCK_CLOSING: None})
_WORD = re.compile(r"\S+")
_MOST_REPEATS = 2
_LONGEST_LOOP = 8
_LOOPS = 5


def split_statements(text: str, whole: Sequence[Span] = ()) -> list[Span]:
    """The spans of the statements; together they cover the text. None where nothing is said.

    What lies in a `whole` span is not split, nor what follows it without a marker. Markers after a full stop belong to
    the sentence before it, those that open a line to what follows, and a line that ends with a colon to the next one.
    """
    ends = [0, *_ends(text, whole)]
    pieces = list(pairwise(ends if ends[-1] == len(text) else [*ends, len(text)]))
    statements: list[Span] = []
    start = 0
    for piece_start, end in pieces:
        piece = text[piece_start:end]
        last = statements[-1][0] if statements and start == piece_start else None
        if last is not None and (not is_spoken(piece) or _is_below_quoted(text, last, piece_start)):
            statements[-1] = (last, end)
            start = end
        elif is_spoken(piece) and not _leads_in(piece, text[end : end + 1]):
            statements.append((start, end))
            start = end
    if start < len(text) and is_spoken(text[start:]):
        statements.append((start, len(text)))
    elif start < len(text) and statements:
        statements[-1] = (statements[-1][0], len(text))
    return statements


def _is_below_quoted(text: str, statement: int, place: int) -> bool:
    """Whether a line tells more about the quoted line above it: who said it, or anything where that cites nothing."""
    if _SAYS_WHO.match(text, place):
        return True
    return text.endswith(f"{BLOCK_CLOSING}\n", 0, place) and "\x02" not in text[statement:place]


def is_spoken(piece: str) -> bool:
    """Whether a piece of an answer says anything: a letter or a number that is no marker and counts no list."""
    words = TOKEN.sub("", piece)
    mark = _LIST_MARK.match(words)
    return any(character.isalnum() for character in (words[mark.end() :] if mark else words))


def tidy(text: str) -> str:
    """The text without needless blanks; what stands in quotation marks stays as it is."""
    quoted = outermost(find_quotations(text).quotations)
    starts = [start for start, _ in quoted]

    def kept(blanks: re.Match[str]) -> str:
        index = bisect_right(starts, blanks.start()) - 1
        return blanks[0] if index >= 0 and blanks.start() < quoted[index][1] else ""

    return _NEEDLESS.sub(kept, text)


def statement_text(piece: str) -> str:
    """The words of a statement without its markers, the marks of quoted lines and the mark of a list."""
    words = TOKEN.sub("", piece)
    mark = _LIST_MARK.match(words)
    shown = tidy(words[mark.end() :] if mark else words).translate(_WITHOUT_BLOCKS)
    lines = (line.strip() for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)


def without_repeats(
    text: str, statements: Sequence[Span], cited: Sequence[Sequence[int]], *, is_unfinished: bool
) -> list[Span]:
    """The statements without those said more than twice, word for word and citing the same; the first of them stays.

    Of unfinished text the last goes as well where it begins to repeat one of them.
    """
    words = [_comparable(text[start:end]) for start, end in statements]
    said = [(spoken, tuple(numbers)) for spoken, numbers in zip(words, cited, strict=True)]
    repeated = {one for one, times in Counter(said).items() if times > _MOST_REPEATS}
    first = dict(zip(reversed(said), reversed(statements), strict=True))
    kept = [span for one, span in zip(said, statements, strict=True) if one not in repeated or first[one] == span]
    begins_again = is_unfinished and any(spoken != words[-1] and spoken.startswith(words[-1]) for spoken, _ in repeated)
    return [span for span in kept if span != statements[-1]] if begins_again else kept


def without_loops(text: str) -> str:
    """The text without what a model that has lost its way says on and on: up to eight words, five times in a row."""
    for length in range(1, _LONGEST_LOOP + 1):
        words = list(_WORD.finditer(text))
        loops = _loops([word[0] for word in words], length)
        repeats = [(words[first + length - 1].end(), words[last].end()) for first, last in loops]
        kept = pairwise([0, *(place for span in repeats for place in span), len(text)])
        text = "".join(text[start:end] for start, end in list(kept)[::2])
    return text


def _loops(words: Sequence[str], length: int) -> Iterator[Span]:
    """The first and last word of every stretch in which so many words are said again and again."""
    run = 0
    for place in range(length, len(words) + 1):
        if place < len(words) and words[place] == words[place - length]:
            run += 1
            continue
        if run >= length * (_LOOPS - 1):
            yield place - run - length, place - 1
        run = 0


def _comparable(piece: str) -> str:
    return statement_text(piece).strip(' .,;:!?…。！？"«»').casefold()


def _leads_in(piece: str, following: str) -> bool:
    """Whether a line belongs to the next: it ends with a colon, or in the midst of a sentence before a quoted line."""
    if not piece.endswith("\n"):
        return False
    words = TOKEN.sub("", piece).rstrip()
    return words.endswith((":", "：")) or (following == BLOCK_OPENING and not words.endswith(_SENTENCE_MARKS))


def _ends(text: str, whole: Sequence[Span]) -> Iterator[int]:
    """The ends of all sentences and lines, in order."""
    starts = [start for start, _ in whole]

    def is_inside(place: int, mark: str = "") -> bool:
        """Whether in a span; its last character may end a sentence where markers follow, else who said it may."""
        index = bisect_right(starts, place) - 1
        return index >= 0 and starts[index] < place < whole[index][1] - ("\x02" in mark)

    start = 0
    for line in _LINE.finditer(text):
        for end in _sentence_ends(line[0]).finditer(text, line.start(), line.end()):
            if not is_inside(end.start(), end[0]) and not _is_abbreviated(text, max(start, line.start()), end.end()):
                start = end.end()
                yield start
        if start != line.end() and not is_inside(line.end() - 1):
            start = line.end()
            yield start


def _sentence_ends(line: str) -> re.Pattern[str]:
    """Whether markers after a full stop belong to what is before them: not in a line that begins with its marker."""
    opens = _STARTS_WITH_TOKEN.match(line) and not _ENDS_WITH_TOKEN.search(line, max(0, len(line) - _LONGEST_TAIL))
    return _END_BEFORE_TOKENS if opens else _END_AFTER_TOKENS


def _is_abbreviated(text: str, start: int, end: int) -> bool:
    """Whether a full stop ends no sentence: after an abbreviation, the number of a list, or in "и… так"."""
    near = max(start, end - _LONGEST_ABBREVIATION)
    if _ABBREVIATION.search(text, near, end) or (_ELLIPSIS.search(text, near, end) and text[end : end + 1].islower()):
        return True
    return end - start < _LONGEST_ABBREVIATION and not is_spoken(text[start:end]) and "\x02" not in text[start:end]
