"""Citation markers in the shapes that models really write, each made a token. Knows no lines but their numbers. Pure.

Some shapes can hardly be anything else. The others, such as `(3)`, count only in a text that has none of the first.
"""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"\x02(\d+)\x03")
_LONGEST_RANGE = 20

_OPENING, _CLOSING, _NO_BRACKET = r"[\[【〔［⟦〖]", r"[\]】〕］⟧〗]", r"[^\[\]【】〔〕［］⟦⟧〖〗()（）\n]"
_CALLED = (
    r"(?<![^\W\u3040-\u9fff])(?:строк(?:ами|ам|ах|ой|а|и|у|е)?|стр\.?|источник(?:и|а|ов|у|е)?|цитат(?:а|ы|у|е)?"
    r"|реплик(?:а|и|у|е)?|lines?|ll?\.|sources?|quotes?|quotations?|refs?\.?|citations?|第|行|来源|出处|引文|引用)"
)
_CALLED_IN_TEXT = r"(?:строк(?:а|и)|источники?|цитат(?:а|ы)|lines?|sources?)"
_LEADING_WORDS = r"(?:(?:см\.?|смотри|ср\.?|see|cf\.?|from|из|в|во|по|на|in|on|per|见|参见|详见|根据|来自)[ ]?)?"
_ITEM = rf"(?>(?:{_CALLED}[ ]?[:：]?[ ]?)?(?:[№#^]|l(?=\d))?[ ]?\d{{1,3}}(?!\d)(?:[ ]?[行号])?)"
_APART = r"(?>[ ]?(?:[-–—−~～,;/&+·、，；…]|\.{2,3}|и|или|and|or|to|по|до|到|至|和|与|及)[ ]?|[ ](?=[1-9]))"
_LIST = rf"{_ITEM}(?:{_APART}{_ITEM}){{0,40}}+"
_PLAIN_LIST = r"\d{1,3}(?!\d)(?:(?>[ ]?[-–—;、，&][ ]?|,[ ]|[ ](?:и|and)[ ])\d{1,3}(?!\d)){0,40}+"
_CLAUSE_ENDS = r"(?=\s{0,2}(?:[.,;:!?…。，；：！？、)）\]]|$)|\n|[ ]?[(（{<]\d)"
_SENTENCE_ENDS = r"(?=\s{0,2}(?:\.(?!\d)|[;!?…。)）\[]|$)|\n)"
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FROM_RAISED = str.maketrans(_RAISED_DIGITS, "0123456789")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A way to write a marker; the only group of `pattern` holds the numbers.

    What is more often data `must_be_offered` to count: all numbers are those of lines.
    """

    pattern: str
    must_be_offered: bool = False


_SURE = (
    _Shape(rf"{_OPENING}{{2}}\s?({_LIST})\s?{_CLOSING}{{2}}"),  # [[3]]
    _Shape(  # [3] [^3] [строки 3 и 7] [см. 3] [3.] 【3†source】
        rf"{_OPENING}\s?{_LEADING_WORDS}({_LIST})[ ]?[.:：]?(?:(?::\d{{1,3}})?†{_NO_BRACKET}{{0,40}})?\s?"
        rf"(?:{_CLOSING}|[)）])"
    ),
    _Shape(  # [Вера, строка 3] [сессия 2, строки 3-5]
        rf"{_OPENING}{_NO_BRACKET}{{0,60}}?{_CALLED}[ ]?[:：]?[ ]?({_LIST})"
        rf"(?:[ ]?[,;:—–-]{_NO_BRACKET}{{0,30}})?{_CLOSING}"
    ),
    _Shape(  # (строка 3) (см. строки 3 и 7) (Вера, строка 3) （第3行）
        rf"[(（]{_NO_BRACKET}{{0,60}}?{_CALLED}[ ]?[:：]?[ ]?({_LIST})[ ]?[.:]?[)）]"
    ),
    _Shape(rf"{_OPENING}({_LIST})[ ]?[,:—–-][ ]?[^\W\d][^\W\d .]{{0,40}}{_CLOSING}", must_be_offered=True),  # [3, Вера]
    _Shape(rf"{_OPENING}[^\W\d][^\W\d .]{{0,40}}[,:—–-]?[ ]({_LIST}){_CLOSING}", must_be_offered=True),  # [Вера, 3]
    _Shape(r"第[ ]?(\d{1,3}(?:(?>[ ]?[-–—~～、，和与到至及][ ]?第?|行[、，和与到至及]第?)\d{1,3}){0,40}+)[ ]?行"),
    _Shape(  # …, строка 3.
        rf"(?:[ ]?[,;—–-][ ]?|[ ]|^|(?<=\n)){_LEADING_WORDS}{_CALLED_IN_TEXT}[ ]?[№#]?[ ]?({_PLAIN_LIST})"
        rf"{_SENTENCE_ENDS}"
    ),
    _Shape(rf"{_OPENING}\s?({_LIST})(?=[ ]?\.?(?:\n|$))"),  # [3 at the end of a line
)
_UNSURE = (
    _Shape(rf"(?<![A-Za-z0-9_])[(（]\s?({_PLAIN_LIST})\s?[)）]{_CLAUSE_ENDS}"),  # (3)
    _Shape(rf"\{{\s?({_PLAIN_LIST})\s?\}}"),
    _Shape(rf"<\s?({_PLAIN_LIST})\s?>"),
    _Shape(  # план³, but no м³
        rf"(?:(?<=[^\W\d]{{3}})|(?<=[^\W\d]{{3}}[ ]))([{_RAISED_DIGITS}]{{1,3}})(?![{_RAISED_DIGITS}])",
        must_be_offered=True,
    ),
    _Shape(rf"(?<=[\u4e00-\u9fff.,!?…»”\"。])([{_RAISED_DIGITS}]{{1,3}})(?![{_RAISED_DIGITS}])", must_be_offered=True),
    _Shape(rf"(?<!\w)(?:строк(?:е|ам|ах|а|и|у)|lines?)[ ]({_PLAIN_LIST})(?![\w%]|[.,:]\d)", must_be_offered=True),
)


def _compiled(shapes: Sequence[_Shape]) -> re.Pattern[str]:
    return re.compile("|".join(shape.pattern for shape in shapes), re.IGNORECASE)


_SURE_PATTERN, _UNSURE_PATTERN = _compiled(_SURE), _compiled(_UNSURE)
_RANGE = re.compile(
    r"(\d{1,3})[^\d,;/&+·、，；и]{0,3}?(?:[-–—−~～…]|\.{2,3}|\bto\b|\bпо\b|\bдо\b|到|至)\D{0,12}?(\d{1,3})|(\d{1,3})"
)
_HALF = re.compile(
    rf"(?:{_OPENING}[^\]】〕］⟧〗\n]{{0,80}}|[(（]\s?(?:{_LEADING_WORDS}{_CALLED})?[\d\s,;:.№#и–—-]{{0,40}}"
    rf"|[{{<][\d\s,;–-]{{0,40}}|(?<={_CLOSING})\([^()\s]{{0,300}}|[{_RAISED_DIGITS}]{{1,3}}"
    rf"|(?:[,—–-][ ]?)?{_CALLED}[ ]?[:№#]?[ ]?\d[\d\s,;и、–—-]{{0,40}}|\\)$",
    re.IGNORECASE,
)
_TOKENS = r"\x02\d+\x03(?:[ ]?(?:[,;、，]|и|and|和)?[ ]?\x02\d+\x03){0,40}+"
_WRAPPED = re.compile(
    rf"[(（\[【]\s?(?:(?:{_LEADING_WORDS}{_CALLED}|см\.?|смотри|see|cf\.?|见|参见)?[:：]?[ ]?)({_TOKENS})[ ]?\.?\s?"
    r"[)）\]】]",
    re.IGNORECASE,
)
_NAMED_TWICE = re.compile(
    r"(?<!\w)(?:строк(?:ами|ам|ах|ой|а|и|у|е)|lines?)[ ](?=\x02)|第(\x02\d+\x03)行", re.IGNORECASE
)
_BETWEEN = re.compile(r"(\x02\d+\x03)[ ]?(?:[,;、，]|и|and|和)[ ]?(?=\x02)", re.IGNORECASE)
_BEFORE_LINE = re.compile(r"^((?:- )?\x02\d+\x03)[:：]", re.MULTILINE)
_TOKEN_RANGE = re.compile(r"\x02(\d+)\x03[ ]?(?:[-–—~～…]|\.{2,3}|по|до|to|到|至)[ ]?\x02(\d+)\x03", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with a token in place of every marker; `groups` holds the numbers of each, offered or not."""

    text: str
    groups: tuple[tuple[int, ...], ...]

    def numbers_in(self, text: str) -> list[int]:
        """The numbers of all tokens of a piece of the text, in their order."""
        return [number for token in TOKEN.finditer(text) for number in self.groups[int(token[1])]]


def find_markers(text: str, offered: Container[int]) -> MarkedText:
    """The text with its markers made tokens; what may as well be data counts with offered numbers alone."""
    shapes, pattern = (_SURE, _SURE_PATTERN) if _SURE_PATTERN.search(text) else (_UNSURE, _UNSURE_PATTERN)
    groups: list[tuple[int, ...]] = []

    def to_token(match: re.Match[str]) -> str:
        place = match.lastindex or 0
        numbers = _listed_numbers(match[place].translate(_FROM_RAISED))
        if shapes[place - 1].must_be_offered and not all(number in offered for number in numbers):
            return match[0]
        space = " " if match[0][0] in " ,;—–-" else ""
        return space + _token(groups, numbers)

    marked = pattern.sub(to_token, text.replace("\x02", "").replace("\x03", ""))
    marked = _TOKEN_RANGE.sub(_joining(groups), marked)
    marked = _NAMED_TWICE.sub(lambda match: match[1] or "", _WRAPPED.sub(r"\1", marked))
    marked = _BEFORE_LINE.sub(r"\1", _BETWEEN.sub(r"\1", marked))
    return MarkedText(marked, tuple(groups))


def without_half_marker(text: str) -> str:
    """Unfinished text without a marker that is not written to its end: `[1` may become `[12]`."""
    return _HALF.sub("", text)


def _token(groups: list[tuple[int, ...]], numbers: Sequence[int]) -> str:
    groups.append(tuple(numbers))
    return f"\x02{len(groups) - 1}\x03"


def _joining(groups: list[tuple[int, ...]]) -> Callable[[re.Match[str]], str]:
    """`[3]-[5]` to one token where both ends are single numbers."""

    def join(match: re.Match[str]) -> str:
        first, last = groups[int(match[1])], groups[int(match[2])]
        is_range = len(first) == len(last) == 1
        return _token(groups, _range(first[0], last[0])) if is_range else match[0]

    return join


def _listed_numbers(text: str) -> list[int]:
    numbers: list[int] = []
    for match in _RANGE.finditer(text):
        numbers += [int(match[3])] if match[3] else _range(int(match[1]), int(match[2]))
    return numbers


def _range(first: int, last: int) -> list[int]:
    return list(range(first, last + 1)) if 0 <= last - first <= _LONGEST_RANGE else [first, last]
