"""A run on the disk: what is written, that it is read back as it was, and what is refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.errors import EvaluationSetBroken
from rag.evaluation_file import read_run, write_run
from rag.learn.evaluation import Evidence, Question, judge, read_questions
from rag.questions import Understanding
from rag.types import Found, Quote

QUESTION = Question(
    "q1",
    "Что я\u2028обещала 林晓?",
    "обещания",
    "Тимур",
    True,
    (Evidence("Тимур 3.srt", 100, 130), Evidence("b.txt", quote="план «к пятнице»")),
    ("Кто это?",),
    date(2025, 6, 30),
)
FIRST = Quote(1, 7, "b.txt", "b", None, None, None, None, None, 1, 1, 0, 4, "мимо", 2.5, 0, 4)
SECOND = Quote(2, 8, "Тимур 3.srt", "Третья", "Тимур", 3, None, "Вера", 1.0, 4, 5, 100, 160, "Да.\nНет.", -1.0, 80, 200)
FOUND = Found(QUESTION.text, (FIRST, SECOND), True, Understanding(("Тимур",), 3, (), "Вера", None), 0.123456)
JUDGEMENT = judge(QUESTION, FOUND)
UNANSWERABLE = judge(Question("q2", "Где?", is_answerable=False), Found("Где?", (), False, Understanding(), 0.5))
ROW = {
    "question": "?", "found": True, "hit_rank": 1, "on_screen": True, "first_file_right": True, "seconds": 0,
}  # fmt: skip


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_each_question_is_a_line_with_all_that_is_needed_to_study_it(tmp_path: Path) -> None:
    write_run(tmp_path / "run.jsonl", [JUDGEMENT, UNANSWERABLE])
    first, second = rows(tmp_path / "run.jsonl")
    assert first == {
        "id": "q1",
        "category": "обещания",
        "question": QUESTION.text,
        "history": ["Кто это?"],
        "asked": "2025-06-30",
        "scope": "Тимур",
        "answerable": True,
        "evidence": [
            {"file": "Тимур 3.srt", "start": 100, "end": 130},
            {"file": "b.txt", "quote": "план «к пятнице»"},
        ],
        "found": True,
        "hit_rank": 2,
        "on_screen": True,
        "first_file_right": True,
        "seconds": 0.1235,
        "understood": {"people": ["Тимур"], "session": 3, "dates": [], "speaker": "Вера", "rewritten": None},
        "quotes": [
            {"rank": 1, "file": "b.txt", "start": 0, "end": 4, "score": 2.5, "text": "мимо", "is_hit": False},
            {
                "rank": 2, "file": "Тимур 3.srt", "start": 100, "end": 160, "score": -1.0, "text": "Да.\nНет.",
                "is_hit": True,
            },
        ],
    }  # fmt: skip
    assert (second["id"], second["answerable"], second["found"], second["hit_rank"]) == ("q2", False, False, 0)
    assert (second["asked"], second["evidence"], second["quotes"]) == (None, [], [])
    assert "обещала" in (tmp_path / "run.jsonl").read_text(encoding="utf-8")


def test_run_is_read_back_as_it_was_but_for_the_quotes(tmp_path: Path) -> None:
    write_run(tmp_path / "run.jsonl", [JUDGEMENT, UNANSWERABLE])
    read = read_run(tmp_path / "run.jsonl")
    assert read == [replace(JUDGEMENT, found=None, seconds=0.1235), replace(UNANSWERABLE, found=None)]
    write_run(tmp_path / "again.jsonl", read)
    assert read_run(tmp_path / "again.jsonl") == read


def test_run_can_be_asked_again_as_a_set_of_questions(tmp_path: Path) -> None:
    write_run(tmp_path / "run.jsonl", [JUDGEMENT, UNANSWERABLE])
    assert read_questions(tmp_path / "run.jsonl") == [QUESTION, UNANSWERABLE.question]


def test_file_is_replaced_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    write_run(path, [JUDGEMENT])
    unwritable = replace(JUDGEMENT, question=replace(QUESTION, text="\ud800"))
    with pytest.raises(UnicodeEncodeError):
        write_run(path, [UNANSWERABLE, unwritable])
    assert [row["id"] for row in rows(path)] == ["q1"]
    assert list(tmp_path.iterdir()) == [path]
    write_run(path, [UNANSWERABLE])
    assert [row["id"] for row in rows(path)] == ["q2"]


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationSetBroken, match=r"nowhere.*cannot be written"):
        write_run(tmp_path / "nowhere" / "run.jsonl", [JUDGEMENT])


@pytest.mark.parametrize("kind", [1, 0.5, 0])
def test_seconds_may_be_whole(tmp_path: Path, kind: float) -> None:
    (tmp_path / "run.jsonl").write_text(json.dumps(ROW | {"seconds": kind}), encoding="utf-8")
    assert read_run(tmp_path / "run.jsonl")[0].seconds == kind


@pytest.mark.parametrize("key", ["question", "found", "hit_rank", "on_screen", "first_file_right", "seconds"])
def test_line_without_a_judgement_is_refused(tmp_path: Path, key: str) -> None:
    row = {name: value for name, value in ROW.items() if name != key}
    (tmp_path / "run.jsonl").write_text(json.dumps(ROW) + "\n" + json.dumps(row), encoding="utf-8")
    with pytest.raises(EvaluationSetBroken, match=rf"Line 2 of .*run\.jsonl .*{key}"):
        read_run(tmp_path / "run.jsonl")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("found", "yes"), ("found", 1), ("hit_rank", True), ("hit_rank", -1), ("hit_rank", 1.5), ("hit_rank", None),
        ("on_screen", None), ("first_file_right", 0), ("seconds", "0.1"), ("seconds", -1), ("seconds", float("nan")),
    ],
)  # fmt: skip
def test_line_with_a_judgement_of_another_kind_is_refused(tmp_path: Path, key: str, value: object) -> None:
    (tmp_path / "run.jsonl").write_text(json.dumps(ROW | {key: value}), encoding="utf-8")
    with pytest.raises(EvaluationSetBroken, match=key):
        read_run(tmp_path / "run.jsonl")
