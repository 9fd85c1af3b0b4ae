"""A run of `eval` on the disk: one JSON object a question, for study and for comparing. Knows nothing of searching.

Each line holds the question as its evaluation set gives it, so the file can be asked again as a set of questions.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.errors import EvaluationSetBroken
from rag.learn.evaluation import Evidence, Judgement, Question, hits, question_of, read_rows
from rag.report import quote_row, understood_row
from rag.types import Quote

_QUOTE_KEYS = ("rank", "file", "start", "end", "score", "text")


def write_run(path: Path, judgements: Sequence[Judgement]) -> None:
    """Write a run to a file, whole or not at all. Raises EvaluationSetBroken when the file cannot be written."""
    lines = [json.dumps(_row(judgement), ensure_ascii=False) + "\n" for judgement in judgements]
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EvaluationSetBroken(f"{path} cannot be written: {error.strerror}.") from error


def read_run(path: Path) -> list[Judgement]:
    """The run that was written to a file, without its quotes. Raises EvaluationSetBroken."""
    return read_rows(path, _judgement)


def _row(judgement: Judgement) -> dict[str, Any]:
    found, evidence = judgement.found, judgement.question.evidence
    return {
        **_question_row(judgement.question),
        "found": judgement.is_found,
        "hit_rank": judgement.hit_rank,
        "on_screen": judgement.is_found_on_screen,
        "first_file_right": judgement.is_first_file_right,
        "seconds": round(judgement.seconds, 4),
        "understood": understood_row(found.understood) if found else None,
        "quotes": [_quote_row(quote, evidence) for quote in found.quotes] if found else [],
    }


def _quote_row(quote: Quote, evidence: Sequence[Evidence]) -> dict[str, Any]:
    row = quote_row(quote)
    return {**{key: row[key] for key in _QUOTE_KEYS}, "is_hit": any(hits(quote, item) for item in evidence)}


def _question_row(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "category": question.category,
        "question": question.text,
        "history": list(question.history),
        "asked": question.asked.isoformat() if question.asked else None,
        "scope": question.scope,
        "answerable": question.is_answerable,
        "evidence": [_evidence_row(item) for item in question.evidence],
    }


def _evidence_row(evidence: Evidence) -> dict[str, Any]:
    row = {"file": evidence.file, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}
    return {key: value for key, value in row.items() if value is not None}


def _judgement(row: Mapping[str, Any], number: int) -> Judgement:
    return Judgement(
        question=question_of(row, number),
        hit_rank=_checked(row, "hit_rank", int),
        is_found_on_screen=_checked(row, "on_screen", bool),
        is_first_file_right=_checked(row, "first_file_right", bool),
        is_found=_checked(row, "found", bool),
        seconds=float(_checked(row, "seconds", float, int)),
    )


def _checked(row: Mapping[str, Any], key: str, *kinds: type) -> Any:
    value = row[key]
    if type(value) not in kinds or not value >= 0:
        raise ValueError(f"{key} is {value!r}")
    return value
