"""Test questions as the measures know them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rag.learn.evaluation import Evidence, read_questions
from rag.learn.own_questions import as_evaluation, as_jsonl, change, result_of, summary
from rag.library.quality_runs import Result, Run
from rag.library.saved_questions import ExpectedLine, SavedQuestion, Span
from rag.questions import Understanding
from rag.types import Found, Quote

NOW = datetime(2025, 6, 1, tzinfo=UTC)
LINE = ExpectedLine(Span(7, 3, 3), "Лена 3.srt", 100, 140, "Пришлю план\nк пятнице.")
GONE = ExpectedLine(Span(7, 0, 0), "Лена 3.srt", 0, 0, "")
ANSWERED = SavedQuestion(1, "Что обещано?", ("Кто был?",), (LINE,), NOW, None)
ABSENT = SavedQuestion(2, "When is the wedding?", (), (), NOW, None)
LOST = SavedQuestion(3, "А это?", (), (GONE,), NOW, None)


def quote(rank: int, transcript_id: int, start: int, end: int) -> Quote:
    return Quote(
        rank, transcript_id, "Лена 3.srt", "Лена 3", None, None, None, None, None, 3, 3, start, end,
        "x" * (end - start), 0.5, start, end,
    )  # fmt: skip


def found(*quotes: Quote, is_found: bool = True) -> Found:
    return Found("?", quotes, is_found, Understanding(), 0.5)


def result(question: SavedQuestion, rank: int, *, is_found: bool = True) -> Result:
    return Result(question.id, rank, is_found, rank > 0, rank == 1, 0.1)


def run(*results: Result) -> Run:
    return Run(1, NOW, "print", {item.question_id: item for item in results})


def test_files_are_told_apart_by_transcript_and_not_by_name() -> None:
    assert as_evaluation(ANSWERED).evidence == (Evidence("7", 100, 140),)
    assert as_evaluation(ANSWERED).asked == date(2025, 6, 1)
    assert result_of(ANSWERED, found(quote(1, 8, 100, 140), quote(2, 7, 90, 130))).hit_rank == 2


@pytest.mark.parametrize(("start", "end", "rank"), [(100, 140, 1), (120, 300, 1), (121, 300, 0), (0, 100, 0)])
def test_quote_hits_when_it_shows_half_of_the_line(start: int, end: int, rank: int) -> None:
    judged = result_of(ANSWERED, found(quote(1, 7, start, end)))
    assert judged == Result(1, rank, True, rank == 1, True, 0.5)


def test_lost_lines_are_no_evidence() -> None:
    assert as_evaluation(replace(ANSWERED, lines=(GONE, LINE))).evidence == (Evidence("7", 100, 140),)


def test_summary_counts_what_a_person_counts() -> None:
    questions = [replace(ANSWERED, id=number) for number in range(1, 6)] + [replace(ABSENT, id=6), replace(LOST, id=7)]
    ranks = [1, 3, 4, 0, 1]
    results = [result(q, rank, is_found=q.id != 5) for q, rank in zip(questions, ranks, strict=False)]
    counted = summary(questions, run(*results, result(questions[5], 0, is_found=False), result(questions[6], 1)))
    assert (counted.answerable, counted.first, counted.among_three, counted.wrongly_refused) == (5, 2, 3, 1)
    assert (counted.unanswerable, counted.rightly_refused) == (1, 1)
    assert counted.measures["questions"] == 6
    assert counted.measures["hit@1"] == 0.4
    assert counted.measures["false_not_found"] == 0.2
    assert counted.measures["false_found"] == 0.0


def test_summary_passes_over_questions_that_were_not_asked() -> None:
    assert summary([ANSWERED, ABSENT], run(result(ABSENT, 0))).answerable == 0


@pytest.mark.parametrize(
    ("question", "before", "now", "expected"),
    [
        (ANSWERED, (3, True), (1, True), 1),
        (ANSWERED, (1, True), (2, True), -1),
        (ANSWERED, (1, True), (0, True), -1),
        (ANSWERED, (1, True), (1, False), -1),
        (ANSWERED, (0, False), (4, False), 1),
        (ANSWERED, (2, True), (2, True), 0),
        (ABSENT, (0, False), (0, True), -1),
        (ABSENT, (0, True), (0, False), 1),
        (LOST, (1, True), (0, False), 0),
    ],
)
def test_change_is_told_by_what_a_person_sees(
    question: SavedQuestion, before: tuple[int, bool], now: tuple[int, bool], expected: int
) -> None:
    runs = [run(result(question, rank, is_found=is_found)) for rank, is_found in (now, before)]
    assert change(question, *runs) == expected


def test_question_that_was_not_asked_before_has_not_changed() -> None:
    assert change(ANSWERED, run(result(ANSWERED, 1)), None) == 0
    assert change(ANSWERED, run(result(ANSWERED, 1)), run(result(ABSENT, 0))) == 0


def test_file_is_read_by_eval_as_it_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(as_jsonl([ANSWERED, ABSENT, LOST]), encoding="utf-8")
    answered, absent = read_questions(path)
    assert (answered.id, answered.text, answered.history) == ("1", "Что обещано?", ("Кто был?",))
    assert answered.evidence == (Evidence("Лена 3.srt", quote="Пришлю план\nк пятнице."),)
    assert (absent.is_answerable, absent.evidence) == (False, ())
    assert [json.loads(line)["lang"] for line in path.read_text(encoding="utf-8").splitlines()] == ["ru", "en"]
