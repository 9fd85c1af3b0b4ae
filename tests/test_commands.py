"""The command line as published: one JSON object a line, exact keys, exact quotes, exit codes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rag import commands
from tests.stand_in import Behaviour, serve

LESSONS = {
    "Вера 1 2025-02-03.txt": "Сессия: Вера Лужина, встреча 1\nДата: 03.02.2025\n\n"
    "Антон: Я тебе до среды пришлю таблицу с вопросами.\nВера: До среды, записала.\n",
    "Вера 2 2025-02-17.txt": "Сессия: Вера Лужина, встреча 2\nДата: 17.02.2025\n\n"
    "Антон: Таблица помогла?\nВера: Да, я провела по ней шесть разговоров и поняла, что витрина никому не нужна.\n",
    "call.vtt": "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnton Ryzhov: The shop opens on the ninth of May.\n\n"
    "2\n00:00:05.000 --> 00:00:07.500\nVera Luzhina: The ninth of May, right.\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    files = tmp_path / "files"
    files.mkdir()
    for name, text in LESSONS.items():
        (files / name).write_text(text, encoding="utf-8")
    return files


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_index_gives_a_line_a_file_and_knows_it_the_second_time(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["index", str(folder), "--json"]) == 0
    first = rows(capsys)
    assert {row["file"] for row in first} == set(LESSONS)
    assert all(row["status"] == "ready" and row["reason"] is None and row["words"] > 0 for row in first)
    assert list(first[0]) == ["file", "status", "reason", "transcript", "segments", "passages", "words", "seconds"]
    assert commands.run(["index", str(folder), "--json"]) == 0
    assert {row["status"] for row in rows(capsys)} == {"known"}


def test_index_rejects_with_a_reason_and_exit_code_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert commands.run(["index", str(folder), "--json"]) == 1
    rejected = [row for row in rows(capsys) if row["status"] == "rejected"]
    assert [(row["file"], row["reason"]) for row in rejected] == [
        ("empty.txt", "The file is empty. Export the transcript again.")
    ]


def test_index_of_a_missing_path_ends_with_code_two(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["index", str(folder / "nowhere"), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "does not exist" in captured.err


def test_search_gives_exact_slices_with_their_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    assert commands.run(["search", "что Вере пришлют до среды?", "--json", "-k", "5"]) == 0
    (row,) = rows(capsys)
    assert list(row) == ["id", "question", "found", "understood", "seconds", "quotes"]
    assert row["found"] is True
    assert row["understood"]["people"] == ["Вера Лужина"]
    best = row["quotes"][0]
    assert list(best) == [
        "rank", "file", "title", "person", "session", "date", "speaker", "time", "start", "end", "text", "score",
        "context",
    ]  # fmt: skip
    assert best["file"] == "Вера 1 2025-02-03.txt"
    assert (best["person"], best["session"], best["date"]) == ("Вера Лужина", 1, "2025-02-03")
    for quote in row["quotes"]:
        source = LESSONS[quote["file"]]
        for line in quote["text"].split("\n"):
            assert line in re.sub(r"\s+", " ", source[quote["start"] : quote["end"]])
        assert quote["context"]["start"] <= quote["start"] < quote["end"] <= quote["context"]["end"] <= len(source)


def test_search_of_a_file_of_questions_keeps_ids_and_scopes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(["index", str(folder)])
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "a", "question": "When does the shop open?"}\n'
        '{"id": "b", "question": "Сколько разговоров?", "scope": "Вера 2"}\n',
        encoding="utf-8",
    )
    capsys.readouterr()
    commands.run(["search", "--questions", str(questions), "--json"])
    first, second = rows(capsys)
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["quotes"][0]["file"] == "call.vtt"
    assert first["quotes"][0]["time"] == 1.0
    assert {quote["file"] for quote in second["quotes"]} == {"Вера 2 2025-02-17.txt"}


def test_search_that_finds_nothing_ends_with_code_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["search", "что угодно", "--json"]) == 1
    (row,) = rows(capsys)
    assert row["found"] is False
    assert row["quotes"] == []


@pytest.mark.parametrize("question", ["", "🙂", "слово " * 4000])
def test_a_question_that_cannot_be_searched_ends_with_code_two(
    folder: Path, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    assert commands.run(["search", question, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip()
    assert "Traceback" not in captured.err


def test_ask_cites_the_quotes_and_counts(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    with serve(Behaviour(reply="Прислать «таблицу с вопросами» до среды [1]. И «торт» [99].")) as address:
        monkeypatch.setenv("RAG_OLLAMA_HOST", address)
        assert commands.run(["ask", "что я обещал прислать Вере?", "--json"]) == 0
    (row,) = rows(capsys)
    assert row["model"] == "stand-in:4b"
    assert row["unfinished"] is False
    assert "«таблицу с вопросами»" in row["answer"]
    assert "«торт»" not in row["answer"]
    assert row["statements"][0]["backed"] is True
    assert row["statements"][0]["citations"][0] in {quote["rank"] for quote in row["quotes"]}
    assert row["statements"][1]["backed"] is False
    assert row["counts"]["markers"] == 2
    assert row["counts"]["markers_unknown"] == 1
    assert row["counts"]["statements_unbacked"] == 1
    assert row["counts"]["quotation_marks_removed"] == 1


def test_ask_without_a_model_server_still_shows_the_quotes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    assert commands.run(["ask", "что я обещал прислать Вере?", "--json"]) == 0
    captured = capsys.readouterr()
    row = json.loads(captured.out)
    assert row["answer"] is None
    assert row["quotes"]
    assert "To get a written answer as well, start Ollama." in captured.err


def test_eval_measures_a_folder(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exam = tmp_path / "exam"
    exam.mkdir()
    folder.rename(exam / "transcripts")
    evidence = '[{"file": "call.vtt", "quote": "The shop opens on the ninth of May."}]'
    (exam / "questions.jsonl").write_text(
        f'{{"id": "1", "question": "When does the shop open?", "category": "date", "evidence": {evidence}}}\n',
        encoding="utf-8",
    )
    assert commands.run(["eval", str(exam), "--json"]) == 0
    (report,) = rows(capsys)
    assert report["set"] == "exam"
    assert report["hit@1"] == report["MRR@10"] == report["found@2400"] == report["file@1"] == 1.0
    assert report["categories"]["date"]["questions"] == 1.0
    assert report["words_per_second"] > 0
    assert not (tmp_path / "library").exists()


def test_eval_of_a_folder_without_questions_ends_with_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["eval", str(tmp_path)]) == 2
    assert "questions.jsonl" in capsys.readouterr().err


def test_doctor_reports_every_part(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["doctor", "--json"]) == 0
    checks = {row["check"]: row for row in rows(capsys)}
    assert {"Python", "SQLite", "torch", "disk", "encoder", "language model"} <= set(checks)
    assert checks["language model"]["ok"] is False
    assert checks["language model"]["hint"] == "Start Ollama."


def test_a_library_in_use_is_told_and_ends_with_code_two(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rag.library.lock import LibraryLock

    (tmp_path / "library").mkdir()
    lock = LibraryLock(tmp_path / "library")
    lock.take()
    try:
        assert commands.run(["search", "что", "--json"]) == 2
    finally:
        lock.release()
    assert "in use by another process" in capsys.readouterr().err
