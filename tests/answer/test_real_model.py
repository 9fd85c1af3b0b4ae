"""A real model on the sample: what it writes is only shown with quotes that exist, and what it is sent fits.

Slow, and only where a server answers: the one that RAG_TEST_MODEL_HOST names (Ollama, or `python -m tests.real_model`
with a small model), else the usual address. The checks hold for every model, however badly it writes.
"""

import http.client
import http.server
import json
import os
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from rag.service import SAMPLE_FOLDER, Service
from rag.types import Answer, Encoder, Exchange
from tests.conftest import private_settings, wait_for
from tests.stand_in import MODEL, model_entry

pytestmark = [pytest.mark.slow, pytest.mark.real_ollama]

VARIABLE = "RAG_TEST_MODEL_HOST"
HOST = os.environ.get(VARIABLE, "http://127.0.0.1:11434")
QUESTIONS = (
    "Что я обещал Лене по свету?",
    "На какое число перенесли выступление Марины?",
    "When is the next meeting with Igor?",
    "Марина的演讲改到哪一天？",
)
WINDOW_TOKENS = 2048
"""So small that the quotes do not all fit, and a slow computer gets through."""
ANSWER_TOKENS = 160
ANSWER_SECONDS = 600.0
_MARKER = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile('«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|"([^"]+)"|「([^「」]+)」|『([^『』]+)』')
_ALIKE = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "ё": "е", "Ё": "Е"})


@dataclass
class Talk:
    """What went through to the model and back: the bodies of the chats and the lines of their streams."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


class Relay(http.server.BaseHTTPRequestHandler):
    """Passes everything on to the real server as it comes, and notes it."""

    talk: Talk

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        """Pass on."""
        self._pass_on("GET", None)

    def do_POST(self) -> None:
        """Pass on, noting what is asked."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/chat":
            self.talk.requests.append(json.loads(body))
        self._pass_on("POST", body)

    def _pass_on(self, method: str, body: bytes | None) -> None:
        server = http.client.HTTPConnection(urlsplit(HOST).netloc, timeout=ANSWER_SECONDS)
        server.request(method, self.path, body, {"Content-Type": "application/json"})
        response = server.getresponse()
        self.send_response(response.status)
        self.send_header("Content-Type", response.getheader("Content-Type", "application/json"))
        self.end_headers()
        for line in response:
            self.wfile.write(line)
            self.wfile.flush()
            if self.path == "/api/chat":
                self.talk.events.append(json.loads(line))
        server.close()


@dataclass(frozen=True)
class Seen:
    """One question on its way through the product and the model."""

    exchange: Exchange
    answer: Answer
    texts: tuple[str, ...]
    talk: Talk


@pytest.fixture(scope="module")
def host() -> str:
    """The address of a server with a model; the stand-in of the tests shows itself by its digests."""
    try:
        with urllib.request.urlopen(f"{HOST}/api/tags", timeout=5) as response:
            listed = json.load(response)["models"]
    except (OSError, ValueError, KeyError) as error:
        pytest.skip(f"no model server answers at {HOST} ({error}); name one in {VARIABLE}")
    if not [entry for entry in listed if entry.get("digest") != model_entry(MODEL)["digest"]]:
        pytest.skip(f"no model is installed at {HOST}; name another server in {VARIABLE}")
    return HOST


@pytest.fixture(scope="module")
def relay(host: str) -> Iterator[tuple[str, Talk]]:
    """The address of a server in front of the model that notes what passes."""
    talk = Talk()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Relay,), {"talk": talk}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", talk
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(relay: tuple[str, Talk], encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The sample as a library, and the model to write about it."""
    settings = private_settings(tmp_path_factory.mktemp("sample"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.service.load_encoder", lambda *_: encoder)
        own = replace(settings, ollama_host=relay[0], context_tokens=WINDOW_TOKENS, answer_tokens=ANSWER_TOKENS)
        service = Service(own)
        wait_for(service.add_sample())
        yield service
        service.close()


@pytest.fixture(scope="module", params=QUESTIONS)
def seen(request: pytest.FixtureRequest, service: Service, relay: tuple[str, Talk]) -> Seen:
    """A question asked in a chat, its answer watched while it grows."""
    talk = relay[1]
    talk.requests.clear()
    talk.events.clear()
    job = service.chats.ask(request.param)
    texts: list[str] = []
    deadline = time.monotonic() + ANSWER_SECONDS
    while job.is_running:
        assert time.monotonic() < deadline, "the answer never came to an end"
        text = job.exchange.answer.text if job.exchange.answer else ""
        if text and text not in texts[-1:]:
            texts.append(text)
        time.sleep(0.005)
    assert job.exchange.answer is not None, f"no answer was written: {job.exchange.problem}"
    return Seen(job.exchange, job.exchange.answer, tuple(texts), talk)


def folded(text: str) -> str:
    """White space folded, dashes and ё alike: what a reader takes for the same words."""
    return " ".join(text.translate(_ALIKE).split())


def everything_said() -> str:
    """The words of the whole sample, without the tags of its captions."""
    texts = (path.read_text(encoding="utf-8") for path in SAMPLE_FOLDER.iterdir())
    return folded(re.sub(r"<[^<>]*>|\*\*", "", "\n".join(texts)))


def test_words_of_a_real_model_come_one_by_one(seen: Seen) -> None:
    assert len(seen.texts) >= 3


def test_every_number_in_an_answer_of_a_real_model_is_a_quote_that_was_said(seen: Seen) -> None:
    assert seen.exchange.found is not None
    said = everything_said()
    by_rank = {quote.rank: quote for quote in seen.exchange.found.quotes}
    shown = {int(number) for number in _MARKER.findall(seen.answer.text)}
    cited = {rank for statement in seen.answer.statements for rank in statement.citations}
    assert shown | cited <= set(by_rank)
    assert [line for rank in cited for line in by_rank[rank].text.split("\n") if folded(line) not in said] == []


def test_nothing_that_was_never_said_stands_in_quotation_marks(seen: Seen) -> None:
    said = everything_said()
    quoted = ["".join(groups) for groups in _QUOTED.findall(seen.answer.text)]
    assert [inside for inside in quoted if folded(_MARKER.sub("", inside)).strip(" .,!?…") not in said] == []


def test_prompt_that_a_real_model_counts_is_within_its_window(seen: Seen) -> None:
    request, last = seen.talk.requests[-1], seen.talk.events[-1]
    assert (request["model"], request["truncate"], request["shift"]) == (seen.answer.model, False, False)
    assert seen.exchange.question in request["messages"][-1]["content"]
    assert last["done"]
    assert 0 < last["prompt_eval_count"] <= request["options"]["num_ctx"] - request["options"]["num_predict"]
