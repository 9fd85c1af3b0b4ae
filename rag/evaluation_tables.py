"""What `eval` shows in a terminal, at most 100 columns wide. Pure functions from values to text."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.learn.comparison import Comparison, Pair, differences
from rag.learn.evaluation import Judgement, by_category, summarise
from rag.progress import FileOutcome
from rag.report import rejected_files, words_per_second

MAX_WIDTH = 100
_GAP = "  "
_NOTHING, _SAME = "-", "="
_PLAIN, _SIGNED = "{:.3f}", "{:+.3f}"
_MAX_LISTED = 30
_CHANCE = 0.05
"""Below this likelihood a change is taken for more than noise."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A measure with its two lines of heading; `is_of_answerable` is None where all questions count."""

    measure: str
    heads: tuple[str, str]
    is_of_answerable: bool | None = True

    @property
    def width(self) -> int:
        return max(len(head) for head in (*self.heads, _SIGNED.format(0)))

    def says_something(self, judgements: Sequence[Judgement]) -> bool:
        """Whether there is a question that the measure is about."""
        return any(self.is_of_answerable in (None, judgement.question.is_answerable) for judgement in judgements)


_COLUMNS = (
    _Column("questions", ("", "questions"), None),
    _Column("hit@1", ("", "hit@1")),
    _Column("hit@3", ("", "hit@3")),
    _Column("hit@5", ("", "hit@5")),
    _Column("MRR@10", ("", "MRR@10")),
    _Column("found@2400", ("found", "@2400")),
    _Column("file@1", ("", "file@1")),
    _Column("false_not_found", ("false", "not found")),
    _Column("false_found", ("false", "found"), is_of_answerable=False),
)
_LABEL_WIDTH = MAX_WIDTH - sum(len(_GAP) + column.width for column in _COLUMNS)
_SIDES = ("old", "new", "+/-")


def evaluation_text(name: str, outcomes: Sequence[FileOutcome], judgements: Sequence[Judgement]) -> str:
    """The measures of a set and of its categories as a table, and the speed below it."""
    groups = [(name, judgements), *by_category(judgements).items()]
    rows = [(_folded(label), _cells(summarise(group), group)) for label, group in groups]
    pace, rejected = words_per_second(outcomes), rejected_files(outcomes)
    lines = [
        *_table(rows),
        "",
        f"search    {_milliseconds(judgements, 'seconds_p50')} p50, {_milliseconds(judgements, 'seconds_p95')} p95",
        f"indexing  {pace} words a second" if pace else "indexing  nothing new",
        *([f"not read  {', '.join(rejected)}"] if rejected else []),
    ]
    return "\n".join(lines)


def comparison_text(comparison: Comparison) -> str:
    """Both runs with their differences as a table, what is noise, and the questions that became better and worse."""
    groups = [("all", comparison), *comparison.by_category().items()]
    lines = [
        *_table([row for label, part in groups for row in _three_rows(label, part)]),
        "",
        *(f"search {name[-3:]}: {_before_and_after(comparison, name)}" for name in ("seconds_p50", "seconds_p95")),
        *_left_out(comparison),
        *_sign_tests(comparison),
        *_list("better", comparison.better),
        *_list("worse", comparison.worse),
    ]
    return "\n".join(lines)


def fit(text: str, width: int) -> str:
    """The text in exactly so many columns of a terminal, cut or filled."""
    if columns(text) > width:
        while columns(text) >= width:
            text = text[:-1]
        text += "…"
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: two for a Chinese character, none for a combining accent."""
    return sum(_columns(character) for character in text)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _table(rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    width = min(_LABEL_WIDTH, max(columns(label) for label, _ in rows))
    heads = [("", [column.heads[line] for column in _COLUMNS]) for line in range(2)]
    for label, cells in [*heads, *rows]:
        right = (f"{cell:>{column.width}}" for cell, column in zip(cells, _COLUMNS, strict=True))
        yield _GAP.join([fit(label, width), *right])


def _cells(measures: Mapping[str, float], judgements: Sequence[Judgement], shape: str = _PLAIN) -> list[str]:
    values = {name: shape.format(value) for name, value in measures.items()} | {"questions": str(len(judgements))}
    return [values[column.measure] if column.says_something(judgements) else _NOTHING for column in _COLUMNS]


def _changes(part: Comparison) -> list[str]:
    cells = _cells(differences(part.old, part.new), part.new, _SIGNED)
    return ["", *(_SAME if cell == _SIGNED.format(0) else cell for cell in cells[1:])]


def _three_rows(label: str, part: Comparison) -> Iterator[tuple[str, list[str]]]:
    rows = (
        _cells(summarise(part.old), part.old),
        _cells(summarise(part.new), part.new),
        _changes(part),
    )
    width = _LABEL_WIDTH - len(_GAP) - max(map(len, _SIDES))
    for side, title, cells in zip(_SIDES, (label, "", ""), rows, strict=True):
        yield fit(_folded(title), width) + _GAP + side, cells


def _milliseconds(judgements: Sequence[Judgement], measure: str) -> str:
    return f"{summarise(judgements)[measure] * 1000:.0f} ms"


def _before_and_after(comparison: Comparison, measure: str) -> str:
    return f"{_milliseconds(comparison.old, measure)} -> {_milliseconds(comparison.new, measure)}"


def _left_out(comparison: Comparison) -> list[str]:
    counts = (comparison.left_out_old, comparison.left_out_new)
    if not any(counts):
        return []
    return [f"left out, as only one run asks them: {counts[0]} of the old run, {counts[1]} of the new one"]


def _sign_tests(comparison: Comparison) -> Iterator[str]:
    for name, test in comparison.sign_tests.items():
        verdict = "a change" if test.p < _CHANCE else "may be noise"
        yield f"{name}: {test.better} better, {test.worse} worse; sign test p = {test.p:.3f}, {verdict}"


def _list(title: str, pairs: Sequence[Pair]) -> Iterator[str]:
    yield from ("", f"{title}: {len(pairs)}")
    listed = pairs[:_MAX_LISTED]
    changes = [f"{_state(pair.old)} -> {_state(pair.new)}" for pair in listed]
    width = max(map(len, changes), default=0)
    for pair, change in zip(listed, changes, strict=True):
        question = pair.new.question
        line = _GAP.join(["", change.ljust(width), _folded(question.id), _folded(question.text)])
        yield fit(line, MAX_WIDTH).rstrip()
    if len(pairs) > _MAX_LISTED:
        yield f"  and {len(pairs) - _MAX_LISTED} more, all with --json"


def _state(judgement: Judgement) -> str:
    decision = "found" if judgement.is_found else "not found"
    if not judgement.question.is_answerable:
        return decision
    rank = str(judgement.hit_rank or _NOTHING)
    return rank if judgement.is_found else f"{rank} ({decision})"
