"""The command line as published: one JSON object a line, exact keys, exact quotes, exit codes."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag import commands
from rag.learn.evaluation import Question
from rag.questions import Wishes
from rag.service import Service
from rag.types import Found
from tests.stand_in import Behaviour, serve

PROJECT = Path(__file__).resolve().parents[1]
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


def write_questions(path: Path, questions: Sequence[object]) -> Path:
    lines = [json.dumps({"id": f"q{number}", "question": one}) for number, one in enumerate(questions)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_two_hundred_questions_of_every_kind_give_a_line_each(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(["index", str(folder)])
    odd = {
        "": "question_empty", "🙂🙃": "question_empty", "?!": "question_empty", "слово " * 834: "question_long",
        "\ud800": "question_empty",
    }  # fmt: skip
    fine = ["витрина", "Qu'est-ce qu'Anton a promis à Vera ?", "商店什么时候开门？", "до \udc00 среды", "ч" * 4000]
    questions = [*odd, *fine, *(f"Что было на встрече {number}?" for number in range(190))]
    capsys.readouterr()
    file = write_questions(tmp_path / "questions.jsonl", questions)
    assert commands.run(["search", "--questions", str(file), "--json", "-k", "2"]) == 1
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [row["id"] for row in found] == [f"q{number}" for number in range(200)]
    assert len(questions[3]) == 5004
    for row, code in zip(found, odd.values(), strict=False):
        assert list(row) == ["id", "question", "found", "understood", "seconds", "quotes", "problem"]
        assert (row["found"], row["quotes"], row["problem"]) == (False, [], code)
    assert all("problem" not in row and row["quotes"] for row in found[len(odd) :])
    assert found[5]["quotes"][0]["file"] == "Вера 2 2025-02-17.txt"
    assert found[8]["question"] == "до ? среды"
    assert "q3: " in captured.err
    assert "Traceback" not in captured.err


def test_questions_of_a_file_are_answered_one_after_the_other(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    seen: list[int] = []
    search = Service.search

    def watched(self: Service, *arguments: Any, **options: Any) -> Found:
        seen.append(len(capsys.readouterr().out.splitlines()))
        return search(self, *arguments, **options)

    monkeypatch.setattr(Service, "search", watched)
    file = write_questions(tmp_path / "questions.jsonl", ["таблица", "🙂", "среда", "май"])
    commands.run(["search", "--questions", str(file), "--json"])
    assert seen == [0, 1, 1, 1]


@pytest.mark.parametrize("command", ["search", "ask"])
def test_history_and_day_of_a_question_are_searched_with(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    seen: list[Any] = []
    search = Service.search

    def watched(self: Service, question: str, count: int, scope: str, wishes: Wishes) -> Found:
        seen.append((question, count, scope, wishes))
        return search(self, question, count, scope, wishes)

    monkeypatch.setattr(Service, "search", watched)
    row = {"question": "а вчера?", "history": ["что я обещал Вере?"], "asked": "2025-02-18", "scope": "Вера"}
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    commands.run([command, "--questions", str(file), "--json", "-k", "3"])
    wishes = Wishes(history=("что я обещал Вере?",), asked=date(2025, 2, 18))
    assert seen == [("а вчера?", 3, "Вера", wishes)]


def test_questions_of_a_file_stand_above_their_quotes_for_people(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    file = write_questions(tmp_path / "questions.jsonl", ["When does the shop open?", "🙂"])
    assert commands.run(["search", "--questions", str(file)]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("\n== q0: When does the shop open?\n\n1. ")
    assert captured.out.endswith("\n== q1: 🙂\n")
    assert captured.err.startswith("q1: ")


def test_ask_of_a_file_goes_on_after_a_question_that_cannot_be_searched(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(["index", str(folder)])
    capsys.readouterr()
    file = write_questions(tmp_path / "questions.jsonl", ["🙂", "что я обещал прислать Вере?"])
    assert commands.run(["ask", "--questions", str(file), "--json"]) == 1
    first, second = rows(capsys)
    assert list(first) == [*second, "problem"]
    assert (first["answer"], first["problem"], second["found"]) == (None, "question_empty", True)


@pytest.mark.parametrize("content", ["{", '{"question": "?", "asked": "soon"}'])
def test_broken_file_of_questions_ends_with_code_two(
    folder: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "questions.jsonl").write_text(content, encoding="utf-8")
    assert commands.run(["search", "--questions", str(tmp_path / "questions.jsonl"), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Line 1 of" in captured.err
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["ask", "--json"],
        ["search", "что", "--today", "вчера"],
        ["ask", "что", "--today", "14.10.2025"],
        ["search", "что", "-k", "0"],
        ["search", "что", "-k", "many"],
        ["eval"],
        ["eval", "folder", "--today", "2025-13-01"],
        ["eval", "folder", "--compare", "a", "b"],
        ["eval", "--compare", "a"],
        ["eval", "--compare", "a", "b", "--keep", "c"],
        ["eval", "--compare", "a", "b", "--details", "c"],
        ["eval", "folder", "--details", "nowhere/details.jsonl"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_and_ends_with_code_two(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        commands.run(arguments)
    assert end.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert ": error: " in captured.err


@pytest.mark.parametrize(("own", "today", "asked"), [(None, "2025-03-01", 1), ("2025-02-04", "2025-03-01", 4)])
def test_own_day_of_a_question_wins_over_that_of_the_command(own: str | None, today: str, asked: int) -> None:
    options = commands.make_parser().parse_args(["search", "что", "--today", today])
    question = Question("1", "что", asked=date.fromisoformat(own) if own else None)
    assert [one.asked and one.asked.day for one in commands._dated([question], options.today)] == [asked]
    assert commands._dated([Question("1", "что")], None) == [Question("1", "что")]


def test_who_reads_standard_output_may_stop_early(folder: Path, tmp_path: Path) -> None:
    write_questions(tmp_path / "questions.jsonl", ["🙂"] * 3000)
    command = [sys.executable, "-m", "rag.commands", "search", "--json", "--questions"]
    with subprocess.Popen(
        [*command, str(tmp_path / "questions.jsonl")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "q0"
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 1


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
    assert "To get a written answer as well, Ollama is needed" in captured.err


@pytest.fixture
def exam(folder: Path, tmp_path: Path) -> Path:
    exam = tmp_path / "exam"
    exam.mkdir()
    folder.rename(exam / "transcripts")
    questions = [
        {
            "id": "1",
            "question": "When does the shop open?",
            "category": "date",
            "evidence": [{"file": "call.vtt", "quote": "The shop opens on the ninth of May."}],
        },
        {
            "id": "2",
            "question": "Сколько разговоров провела Вера?",
            "category": "число",
            "evidence": [{"file": "Вера 2 2025-02-17.txt", "quote": "я провела по ней шесть разговоров"}],
        },
        {"id": "3", "question": "🙂", "category": "число", "answerable": False},
    ]
    (exam / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    return exam


def test_eval_measures_a_folder(exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["eval", str(exam), "--json"]) == 0
    (report,) = rows(capsys)
    assert report["set"] == "exam"
    assert report["hit@1"] == report["MRR@10"] == report["found@2400"] == report["file@1"] == 1.0
    assert {name: part["questions"] for name, part in report["categories"].items()} == {"date": 1.0, "число": 2.0}
    assert (report["false_found"], report["rejected_files"]) == (0.0, [])
    assert report["words_per_second"] > 0
    assert not (tmp_path / "library").exists()


def test_eval_shows_a_table_with_the_speed_below(exam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exam / "transcripts" / "empty.txt").write_bytes(b"")
    assert commands.run(["eval", str(exam)]) == 1
    captured = capsys.readouterr()
    table, speed = captured.out.split("\n\n")
    assert [line.split()[:3] for line in table.splitlines()[2:]] == [
        ["exam", "3", "1.000"], ["date", "1", "1.000"], ["число", "2", "1.000"],
    ]  # fmt: skip
    assert [line.split()[0] for line in speed.splitlines()] == ["search", "indexing", "not"]
    assert speed.endswith("empty.txt\n")
    assert "indexed 4 of 4" in captured.err


def test_eval_writes_the_details_that_it_compares(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    assert commands.run(["eval", str(exam), "--details", str(old), "--json"]) == 0
    details = [json.loads(line) for line in old.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["hit_rank"], row["found"]) for row in details] == [
        ("1", 1, True), ("2", 1, True), ("3", 0, False),
    ]  # fmt: skip
    assert details[1]["quotes"][0]["is_hit"] is True
    changed = [{**details[0], "hit_rank": 0}, details[1], {**details[2], "question": "?"}]
    new.write_text("\n".join(map(json.dumps, changed)), encoding="utf-8")
    capsys.readouterr()
    assert commands.run(["eval", "--compare", str(old), str(new), "--json"]) == 0
    (report,) = rows(capsys)
    assert (report["questions"], report["left_out_old"], report["left_out_new"]) == (2, 1, 1)
    assert report["difference"]["hit@1"] == -0.5
    assert [(pair["id"], pair["old_rank"], pair["new_rank"]) for pair in report["worse"]] == [("1", 1, 0)]
    assert commands.run(["eval", "--compare", str(old), str(new)]) == 0
    shown = capsys.readouterr().out
    assert "sign test p = 1.000, may be noise" in shown
    assert "worse: 1\n  1 -> -" in shown


@pytest.mark.parametrize("content", [None, "not json", '{"question": "?"}', ""])
def test_eval_refuses_to_compare_with_a_broken_file(
    tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "run.jsonl").write_text(content, encoding="utf-8")
    path = str(tmp_path / "run.jsonl")
    assert commands.run(["eval", "--compare", path, path, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err


def test_eval_keeps_its_library_for_the_next_time(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["eval", str(exam), "--keep", str(tmp_path / "kept"), "--json"]
    assert commands.run(arguments) == 0
    (first,) = rows(capsys)
    assert commands.run(arguments) == 0
    (second,) = rows(capsys)
    assert (first["words_per_second"] > 0, second["words_per_second"]) == (True, 0)
    assert (first["hit@1"], first["questions"]) == (second["hit@1"], second["questions"])
    (exam / "transcripts" / "call.vtt").unlink()
    assert commands.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "such as call.vtt" in captured.err


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
