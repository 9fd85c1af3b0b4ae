"""The server for a real model speaks Ollama's protocol, whatever engine runs the model."""

import http.client
import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from rag.config import PROJECT
from tests.real_model import Event, Model, OnEvent, model_of, serve
from tests.test_gguf import header, number, text

MODEL = Model("tiny:latest", 7, "2026-01-01", {"general.architecture": "llama", "llama.context_length": 2048})
USAGE = {"choices": [], "usage": {"prompt_tokens": 35, "completion_tokens": 2}}
TOO_LONG = {
    "error": {
        "code": 400,
        "type": "exceed_context_size_error",
        "message": "request (3031 tokens) exceeds the available context size (2048 tokens)",
        "n_prompt_tokens": 3031,
        "n_ctx": 2048,
    }
}


def words(content: str | None, reason: str | None = None) -> Event:
    return {"choices": [{"delta": {"content": content}, "finish_reason": reason}]}


class Script:
    """An engine that says what it was given."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.window = 0
        self.requests: list[Mapping[str, Any]] = []
        self.said = 0
        self._events = events

    def chat(self, request: Mapping[str, Any], window: int, on_event: OnEvent) -> None:
        """Say it, an event at a time."""
        self.requests.append(request)
        self.window = window
        for event in self._events:
            if on_event(event):
                return
            self.said += 1


def ask(address: str, method: str, path: str, body: object = None) -> tuple[int, list[Any]]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    connection.request(method, path, None if body is None else json.dumps(body))
    response = connection.getresponse()
    lines = [json.loads(line) for line in response.read().splitlines()]
    connection.close()
    return response.status, lines


def chat(engine: Script, **options: object) -> tuple[int, list[Any]]:
    with serve(MODEL, engine) as address:
        return ask(address, "POST", "/api/chat", {"model": "tiny", "messages": [], "options": options})


@pytest.mark.parametrize(("path", "key"), [("/api/version", "version"), ("/api/tags", "models"), ("/api/ps", "models")])
def test_what_there_is_can_be_asked(path: str, key: str) -> None:
    with serve(MODEL, Script(())) as address:
        status, [answer] = ask(address, "GET", path)
    assert status == 200
    assert key in answer


def test_words_come_as_events_and_the_last_one_counts_them() -> None:
    engine = Script([words(None), words("Да"), words(", 是"), words(None, "length"), USAGE])
    status, events = chat(engine, num_ctx=1024, num_predict=9, temperature=0.1)
    assert status == 200
    assert [event["message"]["content"] for event in events] == ["Да", ", 是", ""]
    assert [event["done"] for event in events] == [False, False, True]
    counted = {"done_reason": "length", "prompt_eval_count": 35, "eval_count": 2}
    assert counted.items() <= events[-1].items()
    asked = {"max_tokens": 9, "temperature": 0.1, "repeat_penalty": 1.1}
    assert asked.items() <= engine.requests[0].items()
    assert engine.window == 1024


def test_window_beyond_what_the_model_was_made_for_is_not_loaded() -> None:
    engine = Script([words("Да"), USAGE])
    with serve(MODEL, engine) as address:
        body = {"model": "tiny:latest", "messages": [], "options": {"num_ctx": 99_999}}
        ask(address, "POST", "/api/chat", body)
        _, [loaded] = ask(address, "GET", "/api/ps")
    assert [entry["context_length"] for entry in loaded["models"]] == [2048]


def test_prompt_too_long_is_refused_with_both_sizes() -> None:
    status, [answer] = chat(Script([TOO_LONG]), num_ctx=2048)
    assert status == 400
    told = json.loads(answer["error"])["error"]
    assert told["type"] == "exceed_context_size_error"
    assert (told["n_prompt_tokens"], told["n_ctx"]) == (3031, 2048)


def test_fault_in_the_middle_ends_the_stream_with_an_error() -> None:
    status, events = chat(Script([words("Да"), TOO_LONG]))
    assert status == 200
    assert "error" in events[-1]
    assert not any(event.get("done") for event in events)


def test_engine_stops_when_the_reader_has_gone() -> None:
    def endless() -> Iterator[Event]:
        while True:
            yield words("слово ")
            time.sleep(0.001)

    engine = Script([])
    engine._events = endless()  # type: ignore[assignment]
    with serve(MODEL, engine) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
        connection.request("POST", "/api/chat", json.dumps({"model": "tiny", "messages": []}))
        connection.getresponse().readline()
        connection.close()
        deadline = time.monotonic() + 5
        said = -1
        while said != engine.said:
            assert time.monotonic() < deadline
            said = engine.said
            time.sleep(0.1)


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/nothing"), ("POST", "/api/nothing"), ("POST", "/api/chat")])
def test_what_is_not_there_is_said_so(method: str, path: str) -> None:
    with serve(MODEL, Script(())) as address:
        status, [answer] = ask(address, method, path, {"model": "other"} if method == "POST" else None)
    assert status == 404
    assert "not found" in answer["error"]


def test_file_tells_what_the_budget_needs(tmp_path: Path) -> None:
    path = tmp_path / "Tiny-Instruct.Q4_1.gguf"
    path.write_bytes(
        header(
            ("general.architecture", struct.pack("<I", 8) + text("llama")),
            ("llama.context_length", number(4096)),
            ("llama.block_count", number(30)),
        )
    )
    model = model_of(path)
    assert (model.name, model.context_length) == ("tiny-instruct.q4_1:latest", 4096)
    assert model.entry()["details"]["quantization_level"] == "Q4_1"
    with serve(model, Script(())) as address:
        _, [shown] = ask(address, "POST", "/api/show", {"model": model.name})
    assert shown["model_info"]["llama.block_count"] == 30
    assert shown["capabilities"] == ["completion"]


def test_python_without_the_engine_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(header())
    (tmp_path / "xllamacpp.py").write_text("raise ImportError", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.real_model", "0", str(path)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode != 0
    assert "pip install xllamacpp" in ran.stderr
    assert "Traceback" not in ran.stderr
