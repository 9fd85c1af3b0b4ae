"""The promise: every quote is an exact slice of the file at its offsets. Checked against the files, not the product."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag import commands
from rag.service import SAMPLE_FOLDER

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"
SETS = ("mentor-ru-dev", "xquad-ru", "locomo-dev", "vcsum-zh", "qmsum-val")
MAX_QUOTE_CHARACTERS = 600
_TAG = re.compile(r"<[^<>]*>")


def decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1251")


def folded(text: str) -> str:
    return " ".join(text.split())


def check_row(row: dict[str, Any], sources: dict[str, str]) -> int:
    for quote in row["quotes"]:
        source = sources[quote["file"]]
        piece = source[quote["start"] : quote["end"]]
        assert 0 < len(quote["text"]) <= MAX_QUOTE_CHARACTERS
        readable = folded(_TAG.sub("", piece)) if quote["file"].endswith((".srt", ".vtt")) else folded(piece)
        position = 0
        lines = quote["text"].split("\n")
        for line in lines:
            found = readable.find(line, position)
            assert found >= 0, f"{line!r} is not in {quote['file']} at {quote['start']}"
            position = found + len(line)
        assert readable.startswith(lines[0])
        assert readable.endswith(lines[-1]) or len(quote["text"]) > MAX_QUOTE_CHARACTERS - 100
        context = quote["context"]
        assert 0 <= context["start"] <= quote["start"] < quote["end"] <= context["end"] <= len(source)
    return len(row["quotes"])


def search(questions: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[dict[str, Any]]:
    capsys.readouterr()
    commands.run(["search", "--questions", str(questions), "--json"])
    for line in capsys.readouterr().out.splitlines():
        yield json.loads(line)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    return tmp_path


def test_a_thousand_quotes_of_the_sample_are_exact_slices(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = {path.name: decoded(path) for path in SAMPLE_FOLDER.iterdir()}
    spoken = [line for name in sorted(sources) for line in sources[name].splitlines() if len(line) > 40]
    questions = library / "questions.jsonl"
    questions.write_text("\n".join(json.dumps({"question": line}) for line in spoken[::2][:120]), encoding="utf-8")
    assert commands.run(["index", str(SAMPLE_FOLDER)]) == 0
    assert sum(check_row(row, sources) for row in search(questions, capsys)) >= 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_quotes_of_the_evaluation_sets_are_exact_slices(
    name: str, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip("the evaluation sets are not here")
    sources = {path.name: decoded(path) for path in (folder / "transcripts").iterdir()}
    assert commands.run(["index", str(folder / "transcripts")]) == 0
    assert sum(check_row(row, sources) for row in search(folder / "questions.jsonl", capsys)) >= 800
