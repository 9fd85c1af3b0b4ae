"""What a model wrote, resolved by code: markers to quotes, quotation marks checked, every statement judged. Pure.

Accepted markers are those that small models really write: `[3]`, `[3, 4]`, `[3-5]`, `【3】`, `[строка 3]`, `**[3]**`,
and `(3)` where the answer has no other marker.
"""

import re
from collections.abc import Mapping, Sequence

from rag.types import Answer, AnswerCounts, Line, Statement

_WORDS = r"(?:строк[аиуе]|стр\.|lines?|行|第)?"
_NUMBERS = r"(?P<numbers>\d{1,3}(?:\s*[-–—,;，、и]\s*\d{1,3})*)"
_SQUARE = re.compile(rf"\*{{0,2}}[\[【]\s*{_WORDS}\s*{_NUMBERS}\s*行?\s*[\]】]\*{{0,2}}", re.IGNORECASE)
_ROUND = re.compile(rf"\(\s*{_WORDS}\s*{_NUMBERS}\s*\)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})")
_MAX_RANGE = 20
_OPEN_MARKER = re.compile(r"[\[【][^\]】\n]{0,20}$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”)]*(?:\s*\x02\d+\x03)*\s+|(?<=[。！？])(?:\s*\x02\d+\x03)*|\n+")
_TOKEN = re.compile(r"\x02(\d+)\x03")
_QUOTATION_MARKS = (("«", "»"), ("“", "”"), ("„", "“"), ("„", "”"), ('"', '"'), ("「", "」"), ("『", "』"))
_QUOTED = re.compile(
    "|".join(f"{opening}([^{opening}{closing}]{{1,5000}}){closing}" for opening, closing in _QUOTATION_MARKS)
)
_ABBREVIATION = re.compile(
    r"(?:^|\n)\s*\d{1,2}\.\s*$|(?:^|[\s(,])(?:[а-яёa-z]|стр|рис|см|др|пр|etc|vs|Mr|Mrs|Dr)\.\s*$"
)
_LIST_MARK = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HIDE = {ord(mark): 0xE000 + index for index, mark in enumerate('«»“”„"「」『』')}
_SHOW = {hidden: mark for mark, hidden in _HIDE.items()}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "ё": "е", "Ё": "Е"})


def resolve_answer(text: str, lines: Sequence[Line], quotes_offered: int, model: str, *, is_unfinished: bool) -> Answer:
    """The corrected answer.

    Its text shows `[rank]` of a quote for every valid marker and no other marker. What stood in quotation marks and is
    no exact piece of an offered line has lost them. All counts are of the text before these corrections.
    """
    if is_unfinished:
        text = _OPEN_MARKER.sub("", text)
    text = _EMPHASIS.sub(r"\2", text.replace("\x02", "").replace("\x03", "")).strip()
    by_number = {line.number: line for line in lines}
    marker = _SQUARE if _SQUARE.search(text) else _ROUND
    groups: list[list[int]] = []

    def to_token(match: re.Match[str]) -> str:
        groups.append(_listed_numbers(match["numbers"]))
        return f"\x02{len(groups) - 1}\x03"

    marked = marker.sub(to_token, text)
    marked, removed = _check_quotation_marks(marked, lines)
    statements = [_statement(part, groups, by_number) for part in _sentences(marked)]
    numbers = [number for group in groups for number in group]
    counts = AnswerCounts(
        quotes_offered=quotes_offered,
        markers=len(numbers),
        markers_unknown=sum(1 for number in numbers if number not in by_number),
        statements_unbacked=sum(1 for statement in statements if not statement.is_backed),
        quotation_marks_removed=removed,
    )
    shown = _TOKEN.sub(lambda token: _shown(groups[int(token[1])], by_number), marked)
    shown = _SQUARE.sub(r"(\g<numbers>)", shown).replace("\x02", "[").replace("\x03", "]")
    shown = re.sub(r"[ \t]+([.,;:!?…])", r"\1", re.sub(r"[ \t]{2,}", " ", shown))
    return Answer(_without_repeats(shown).strip(), model, tuple(statements), counts, is_unfinished)


def _listed_numbers(text: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;，、и]", text):
        spread = _RANGE.fullmatch(part.strip())
        if spread:
            first, last = int(spread[1]), int(spread[2])
            numbers += range(first, last + 1) if 0 <= last - first <= _MAX_RANGE else [first, last]
        elif part.strip().isdigit():
            numbers.append(int(part))
    return numbers


def _sentences(marked: str) -> list[str]:
    """The sentences of the answer; markers after a full stop belong to the sentence before it."""
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(marked):
        if "\n" not in end.group() and _ABBREVIATION.search(marked[start : end.end()]):
            continue
        sentences.append(marked[start : end.end()])
        start = end.end()
    sentences.append(marked[start:])
    merged: list[str] = []
    for sentence in sentences:
        if not _spoken(sentence) and merged:
            merged[-1] += sentence
        elif _spoken(sentence):
            merged.append(sentence)
    return merged


def _spoken(sentence: str) -> bool:
    return any(character.isalpha() for character in _TOKEN.sub("", sentence))


def _statement(part: str, groups: Sequence[Sequence[int]], by_number: Mapping[int, Line]) -> Statement:
    numbers = [number for token in _TOKEN.finditer(part) for number in groups[int(token[1])] if number in by_number]
    words = _LIST_MARK.sub("", " ".join(_TOKEN.sub("", part).split()))
    words = re.sub(r"\s+([.,;:!?…])", r"\1", words)
    known = tuple(dict.fromkeys(numbers))
    return Statement(words, known, tuple(dict.fromkeys(by_number[number].rank for number in known)))


def _shown(numbers: Sequence[int], by_number: Mapping[int, Line]) -> str:
    ranks = dict.fromkeys(by_number[number].rank for number in numbers if number in by_number)
    return "".join(f"\x02{rank}\x03" for rank in ranks)


def _without_repeats(text: str) -> str:
    """`[2][2]` says no more than `[2]`; two lines of one quote become one number."""
    return re.sub(r"(\[\d+\])(?:\s*\1)+", r"\1", text)


def _check_quotation_marks(text: str, lines: Sequence[Line]) -> tuple[str, int]:
    offered = [_loose(line.text) for line in lines]
    removed = 0

    def keep_or_strip(match: re.Match[str]) -> str:
        nonlocal removed
        inside = next(group for group in match.groups() if group is not None)
        if _is_slice(inside, offered):
            return match.group().translate(_HIDE)
        removed += 1
        return inside

    while _QUOTED.search(text):  # marks inside marks appear when the inner ones are gone
        text = _QUOTED.sub(keep_or_strip, text)
    return text.translate(_SHOW), removed


def _is_slice(inside: str, offered: Sequence[str]) -> bool:
    wanted = _loose(_TOKEN.sub("", inside)).strip(" .,!?…")
    return bool(wanted) and any(wanted in line for line in offered)


def _loose(text: str) -> str:
    """White space folded and dashes alike; words stay as they are."""
    return " ".join(text.translate(_DASHES).split())
