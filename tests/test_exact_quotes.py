"""The promise: every quote is an exact slice of the file at its offsets. Checked against the files, not the product."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag import commands
from rag.config import Settings
from rag.service import SAMPLE_FOLDER, Service
from tests.conftest import wait_for
from tests.stand_in import Behaviour, Body, Wire, event, serve

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


def cites_every_line(wire: Wire, body: Body) -> None:
    """A model that cites whatever it was shown, neighbours of the quotes included."""
    numbers = re.findall(r"^\[(\d+)\]", body["messages"][-1]["content"], re.MULTILINE)
    wire.stream()
    wire.chunk(event(body["model"], "Всё сказано здесь " + "".join(f"[{number}]" for number in numbers)))
    wire.chunk(event(body["model"], "", done=True, done_reason="stop"))
    wire.chunk(b"")


def test_a_thousand_quotes_shown_under_answers_are_exact_slices(
    open_service: Callable[[Settings], Service], settings: Settings
) -> None:
    checked = widened = 0
    with serve(Behaviour(scripts={"/api/chat": cites_every_line})) as address:
        service = open_service(replace(settings, ollama_host=address))
        wait_for(service.add_sample())
        sources = {transcript.id: service.source(transcript.id) for transcript in service.transcripts()}
        lines = [line for number in sorted(sources) for line in sources[number].splitlines() if len(line) > 40]
        for line in lines[1::2][:115]:
            job = service.chats.ask(line)
            assert job.wait(60)
            found = job.exchange.found
            assert found is not None
            for quote in found.quotes:
                segments = service.extract(quote.transcript_id, quote.first, quote.last).segments
                assert quote.text.split("\n") == [segment.text for segment in segments] or len(quote.text) <= 600
                piece = folded(_TAG.sub("", sources[quote.transcript_id][quote.start : quote.end]))
                position = 0
                for shown in quote.text.split("\n"):
                    position = piece.find(shown, position)
                    assert position >= 0
                assert quote.context_start <= quote.start < quote.end <= quote.context_end
                checked += 1
                widened += len(quote.text) > MAX_QUOTE_CHARACTERS
    assert checked >= 1000
    assert widened > 20, "cited neighbours make quotes longer than a search would"
