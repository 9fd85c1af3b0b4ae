"""The JSON shapes of the command line, key by key as section 7 of the design publishes them."""

import json
from datetime import date
from typing import Any

import pytest

from rag.report import answer_row, found_row, outcome_row, quote_row
from rag.types import (
    Answer,
    AnswerCounts,
    FileOutcome,
    FileStatus,
    Found,
    Problem,
    Quote,
    Statement,
    Understanding,
)

QUOTE = Quote(
    1, 7, "Тимур 3.srt", "Третья", "Тимур", 3, date(2025, 4, 2), "Вера", 61.5, 4, 5, 100, 160, "Да.\nНет.", 2.5,
    80, 200, ((0, 2),), ("Вера", "Тимур"), 4,
)  # fmt: skip
BARE = Quote(2, 8, "a.txt", "a", None, None, None, None, None, 1, 1, 0, 2, "да", -1.0, 0, 2)
FOUND = Found("Что?", (QUOTE, BARE), True, Understanding(("Тимур",), 3, ("2025-04-02",), "Вера", "Что было?"), 0.123456)
ANSWER = Answer(
    "Да [1]. Нет.",
    "qwen3:4b",
    (Statement("Да.", (4, 5), (1,)), Statement("Нет.", (), ())),
    AnswerCounts(2, 3, 1, 1, 4),
    is_unfinished=True,
)
FOUND_KEYS = {"id", "question", "found", "understood", "seconds", "quotes"}
QUOTE_KEYS = {
    "rank", "file", "title", "person", "session", "date", "speaker", "time", "start", "end", "text", "score", "context",
}  # fmt: skip
ANSWER_KEYS = FOUND_KEYS | {"answer", "model", "statements", "counts", "unfinished"}


def test_quote_has_the_published_keys_and_values() -> None:
    row = quote_row(QUOTE)
    assert set(row) == QUOTE_KEYS
    assert row == {
        "rank": 1,
        "file": "Тимур 3.srt",
        "title": "Третья",
        "person": "Тимур",
        "session": 3,
        "date": "2025-04-02",
        "speaker": "Вера",
        "time": 61.5,
        "start": 100,
        "end": 160,
        "text": "Да.\nНет.",
        "score": 2.5,
        "context": {"start": 80, "end": 200},
    }


def test_quote_of_unknown_origin_has_all_keys_with_nothing_in_them() -> None:
    row = quote_row(BARE)
    assert set(row) == QUOTE_KEYS
    assert [row[key] for key in ("person", "session", "date", "speaker", "time")] == [None] * 5


def test_found_has_the_published_keys_and_values() -> None:
    assert found_row("q1", FOUND) == {
        "id": "q1",
        "question": "Что?",
        "found": True,
        "understood": {
            "people": ["Тимур"],
            "session": 3,
            "dates": ["2025-04-02"],
            "speaker": "Вера",
            "rewritten": "Что было?",
        },
        "seconds": 0.1235,
        "quotes": [quote_row(QUOTE), quote_row(BARE)],
    }


def test_nothing_found_has_the_same_keys() -> None:
    row = found_row("1", Found("?", (), False, Understanding(), 0.0))
    assert set(row) == FOUND_KEYS
    assert (row["found"], row["quotes"]) == (False, [])
    assert row["understood"] == {"people": [], "session": None, "dates": [], "speaker": None, "rewritten": None}


def test_answer_has_the_published_keys_and_values() -> None:
    row = answer_row("q1", FOUND, ANSWER)
    assert set(row) == ANSWER_KEYS
    assert {key: row[key] for key in FOUND_KEYS} == found_row("q1", FOUND)
    assert {key: row[key] for key in ANSWER_KEYS - FOUND_KEYS} == {
        "answer": "Да [1]. Нет.",
        "model": "qwen3:4b",
        "statements": [
            {"text": "Да.", "citations": [1], "backed": True},
            {"text": "Нет.", "citations": [], "backed": False},
        ],
        "counts": {
            "quotes_offered": 2,
            "markers": 3,
            "markers_unknown": 1,
            "statements_unbacked": 1,
            "quotation_marks_removed": 4,
        },
        "unfinished": True,
    }


def test_missing_answer_has_the_same_keys_and_says_why() -> None:
    row = answer_row("q1", FOUND, None)
    assert set(row) == ANSWER_KEYS
    assert {key: row[key] for key in ANSWER_KEYS - FOUND_KEYS} == {
        "answer": None,
        "model": None,
        "statements": [],
        "counts": dict.fromkeys(
            ("quotes_offered", "markers", "markers_unknown", "statements_unbacked", "quotation_marks_removed"), 0
        ),
        "unfinished": False,
    }


@pytest.mark.parametrize("status", list(FileStatus))
def test_outcome_has_the_published_keys_and_values(status: FileStatus) -> None:
    outcome = FileOutcome("a.txt", status, Problem("empty"), 5, 10, 3, 200, 1.25)
    assert outcome_row(outcome, "The file is empty.") == {
        "file": "a.txt",
        "status": status.value,
        "reason": "The file is empty.",
        "transcript": 5,
        "segments": 10,
        "passages": 3,
        "words": 200,
        "seconds": 1.25,
    }


@pytest.mark.parametrize(
    "row",
    [
        answer_row("1", FOUND, ANSWER),
        answer_row("1", FOUND, None),
        outcome_row(FileOutcome("a.txt", FileStatus.KNOWN), None),
    ],
)
def test_every_row_is_one_line_of_json(row: dict[str, Any]) -> None:
    line = json.dumps(row, ensure_ascii=False)
    assert "\n" not in line
    assert json.loads(line) == row
