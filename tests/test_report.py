"""The JSON shapes of the command line, key by key as section 7 of the design publishes them."""

import json
from datetime import date
from typing import Any

import pytest

from rag.learn.comparison import compare
from rag.learn.evaluation import Judgement, Question, summarise
from rag.progress import FileOutcome, FileStatus
from rag.report import (
    answer_row,
    comparison_row,
    evaluation_row,
    found_row,
    outcome_row,
    quote_row,
    rejected_files,
    words_per_second,
)
from rag.types import Answer, AnswerCounts, Found, Problem, Quote, Statement, Understanding

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


def judged(number: int, rank: int, category: str = "", *, is_found: bool = True) -> Judgement:
    return Judgement(Question(str(number), f"Вопрос {number}?", category), rank, rank > 0, rank == 1, is_found, 0.1)


READY = FileOutcome("a.txt", FileStatus.READY, words=300, seconds=0.2)
KNOWN = FileOutcome("b.txt", FileStatus.KNOWN, words=900, seconds=0.001)
REJECTED = FileOutcome("c.txt", FileStatus.REJECTED, Problem("empty"), seconds=0.5)


def test_evaluation_has_the_published_keys_and_values() -> None:
    judgements = [judged(1, 1, "срок"), judged(2, 0, "деньги"), judged(3, 2)]
    row = evaluation_row("set", [READY, KNOWN, REJECTED], judgements)
    assert list(row) == [
        "set", "questions", "hit@1", "hit@3", "hit@5", "MRR@10", "found@2400", "file@1", "false_not_found",
        "false_found", "seconds_p50", "seconds_p95", "rejected_files", "words_per_second", "categories",
    ]  # fmt: skip
    assert row == {
        "set": "set",
        **summarise(judgements),
        "rejected_files": ["c.txt"],
        "words_per_second": 1500,
        "categories": {"деньги": summarise(judgements[1:2]), "срок": summarise(judgements[:1])},
    }


def test_pace_is_that_of_the_files_that_were_indexed() -> None:
    assert words_per_second([READY, KNOWN, REJECTED]) == 1500
    assert words_per_second([KNOWN, REJECTED]) == 0
    assert rejected_files([READY, KNOWN]) == []


def test_comparison_has_all_that_its_table_shows() -> None:
    old = [judged(1, 0, "срок"), judged(2, 1, "деньги"), judged(3, 1), judged(4, 1)]
    new = [judged(1, 2, "срок"), judged(2, 1, "деньги", is_found=False), judged(3, 1), judged(5, 1), judged(6, 1)]
    row = comparison_row(compare(old, new))
    assert list(row) == [
        "questions", "left_out_old", "left_out_new", "old", "new", "difference", "sign_tests", "categories", "better",
        "worse",
    ]  # fmt: skip
    assert (row["questions"], row["left_out_old"], row["left_out_new"]) == (3, 1, 2)
    assert (row["old"], row["new"]) == (summarise(old[:3]), summarise(new[:3]))
    assert row["difference"]["hit@3"] == 0.3333
    assert row["sign_tests"]["hit@3"] == row["sign_tests"]["MRR@10"] == {"better": 1, "worse": 0, "p": 1.0}
    assert list(row["categories"]) == ["деньги", "срок"]
    assert row["categories"]["срок"]["old"] == summarise(old[:1])
    assert row["categories"]["срок"]["difference"]["MRR@10"] == 0.5
    assert row["better"] == [
        {
            "id": "1", "category": "срок", "question": "Вопрос 1?", "answerable": True, "old_rank": 0, "new_rank": 2,
            "old_found": True, "new_found": True,
        }
    ]  # fmt: skip
    assert [(pair["id"], pair["old_found"], pair["new_found"]) for pair in row["worse"]] == [("2", True, False)]


@pytest.mark.parametrize(
    "row",
    [
        answer_row("1", FOUND, ANSWER),
        answer_row("1", FOUND, None),
        outcome_row(FileOutcome("a.txt", FileStatus.KNOWN), None),
        evaluation_row("set", [READY], [judged(1, 1)]),
        comparison_row(compare([judged(1, 1)], [judged(1, 2)])),
    ],
)
def test_every_row_is_one_line_of_json(row: dict[str, Any]) -> None:
    line = json.dumps(row, ensure_ascii=False)
    assert "\n" not in line
    assert json.loads(line) == row
