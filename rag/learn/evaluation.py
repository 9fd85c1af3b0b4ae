"""Measuring the search on a folder of transcripts and questions. Knows nothing of indexes, only of quotes.

A quote hits when it lies in an evidence file and overlaps the evidence by at least half of the shorter of the two;
for evidence given as words, when one of the two texts holds the other, white space folded.
"""

import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rag.errors import EvaluationSetBroken, QuestionError
from rag.questions import Understanding
from rag.types import Found, Quote

Made = TypeVar("Made")
SCREEN_CHARACTERS = 2400
"""What a person reads on one screen, and what a small model is given."""
_RANK_CUT = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers a question: offsets in a file, or words in it."""

    file: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an evaluation set; relative dates in it count from the day `asked`."""

    id: str
    text: str
    category: str = ""
    scope: str = ""
    is_answerable: bool = True
    evidence: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one question; `hit_rank` counts from 1, 0 means no hit.

    `found` is all that the search gave; a judgement read from a file has none.
    """

    question: Question
    hit_rank: int
    is_found_on_screen: bool
    is_first_file_right: bool
    is_found: bool
    seconds: float
    found: Found | None = None

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first hit, 0 beyond the tenth place."""
        return 1 / self.hit_rank if 0 < self.hit_rank <= _RANK_CUT else 0.0


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON-lines file. Raises EvaluationSetBroken."""
    return read_rows(path, question_of)


def read_rows(path: Path, make: Callable[[Mapping[str, Any], int], Made]) -> list[Made]:
    """What `make` makes of every object of a JSON-lines file and its number. Raises EvaluationSetBroken."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # JSON allows other line ends inside a text
    except OSError as error:
        raise EvaluationSetBroken(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationSetBroken(f"{path} is not written in UTF-8.") from error
    made: list[Made] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            made.append(make(json.loads(line), len(made) + 1))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise EvaluationSetBroken(f"Line {number} of {path} is not as it should be: {error!r}.") from error
    return made


def question_of(row: Mapping[str, Any], number: int) -> Question:
    """The question of a line; its number when it has no id. Raises KeyError, TypeError, ValueError, AttributeError."""
    evidence = row.get("evidence") or []
    history = row.get("history") or []
    asked = row.get("asked")
    return Question(
        id=_text(row.get("id", number)),
        text=_text(row["question"]),
        category=_text(row.get("category")),
        scope=_text(row.get("scope")),
        is_answerable=bool(row.get("answerable", True)),
        evidence=tuple(_evidence(item) for item in evidence) if isinstance(evidence, list) else (),
        history=tuple(_text(item) for item in history) if isinstance(history, list) else (),
        asked=date.fromisoformat(asked) if asked is not None else None,
    )


def _evidence(item: Mapping[str, object]) -> Evidence:
    start, end = item.get("start"), item.get("end")
    return Evidence(
        file=_text(item["file"]),
        start=int(str(start)) if start is not None else None,
        end=int(str(end)) if end is not None else None,
        quote=_text(item["quote"]) if item.get("quote") is not None else None,
    )


def _text(value: object) -> str:
    """A value as text that can be written again: JSON may hold halves of characters, which UTF-8 cannot."""
    return "" if value is None else str(value).encode("utf-8", errors="replace").decode("utf-8")


def hits(quote: Quote, evidence: Evidence) -> bool:
    """Whether a quote shows an evidence."""
    if quote.file_name != evidence.file:
        return False
    if evidence.quote is not None:
        wanted, shown = _fold(evidence.quote), _fold(quote.text)
        return bool(wanted) and (wanted in shown or shown in wanted)
    if evidence.start is None or evidence.end is None:
        return False
    start, end = evidence.start, evidence.end
    overlap = min(quote.end, end) - max(quote.start, start)
    return overlap > 0 and overlap * 2 >= min(quote.end - quote.start, end - start)


def judge(question: Question, found: Found) -> Judgement:
    """What became of one question."""
    hit_ranks = [quote.rank for quote in found.quotes if any(hits(quote, item) for item in question.evidence)]
    shown = 0
    on_screen = False
    for quote in found.quotes:
        shown += len(quote.text)
        if shown > SCREEN_CHARACTERS:
            break
        on_screen = on_screen or quote.rank in hit_ranks
    files = {item.file for item in question.evidence}
    return Judgement(
        question=question,
        hit_rank=min(hit_ranks, default=0),
        is_found_on_screen=on_screen,
        is_first_file_right=bool(found.quotes) and found.quotes[0].file_name in files,
        is_found=found.is_found,
        seconds=found.seconds,
        found=found,
    )


def evaluate(questions: Iterable[Question], search: Callable[[Question], Found]) -> list[Judgement]:
    """What became of every question; one that cannot be searched, such as an empty one, has found nothing."""
    return [judge(question, _found(question, search)) for question in questions]


def _found(question: Question, search: Callable[[Question], Found]) -> Found:
    try:
        return search(question)
    except QuestionError:
        return nothing_found(question)


def nothing_found(question: Question) -> Found:
    """What a question finds that cannot be searched."""
    return Found(question.text, (), False, Understanding(), 0.0)


def summarise(judgements: Sequence[Judgement]) -> dict[str, float]:
    """The measures over a list of judgements, as shares from 0 to 1 and seconds."""
    answerable = [judgement for judgement in judgements if judgement.question.is_answerable]
    unanswerable = [judgement for judgement in judgements if not judgement.question.is_answerable]
    seconds = sorted(judgement.seconds for judgement in judgements)
    measures = {
        "questions": float(len(judgements)),
        **{f"hit@{k}": _share(0 < judgement.hit_rank <= k for judgement in answerable) for k in (1, 3, 5)},
        f"MRR@{_RANK_CUT}": _mean(judgement.reciprocal_rank for judgement in answerable),
        "found@2400": _share(judgement.is_found_on_screen for judgement in answerable),
        "file@1": _share(judgement.is_first_file_right for judgement in answerable),
        "false_not_found": _share(not judgement.is_found for judgement in answerable),
        "false_found": _share(judgement.is_found for judgement in unanswerable),
        "seconds_p50": _percentile(seconds, 0.50),
        "seconds_p95": _percentile(seconds, 0.95),
    }
    return {name: round(value, 4) for name, value in measures.items()}


def by_category(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """The judgements of each category that the questions name, in alphabetical order."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.question.category:
            groups[judgement.question.category].append(judgement)
    return dict(sorted(groups.items()))


def _fold(text: str) -> str:
    return " ".join(text.split())


def _share(values: Iterable[bool]) -> float:
    return _mean(float(value) for value in values)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return statistics.fmean(listed) if listed else 0.0


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
