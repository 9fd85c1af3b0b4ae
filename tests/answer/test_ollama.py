"""The local Ollama server when it is well: which model is chosen, what is asked of it, and that it is local."""

import http.server
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from rag.answer.ollama import LocalModel, OllamaServer
from rag.config import Settings, read_settings
from rag.errors import AnswerBroken, ModelMissing, ModelServerNotLocal, NoModelInstalled
from rag.types import Quote, Segment
from tests.answer.examples import found, quote
from tests.stand_in import MODEL, Behaviour, model_entry, serve

REAL_SERVER = "http://127.0.0.1:11434"
MESSAGES = ({"role": "system", "content": "Отвечай."}, {"role": "user", "content": "[1] Вера: Да.\n\nВопрос: Что?"})


@contextmanager
def running(settings: Settings, behaviour: Behaviour) -> Iterator[OllamaServer]:
    with serve(behaviour) as address:
        yield OllamaServer(replace(settings, ollama_host=address))


def chosen(settings: Settings, *models: dict[str, object], **capabilities: list[str]) -> LocalModel:
    known = {name.replace("_", ":"): kinds for name, kinds in capabilities.items()}
    with running(settings, Behaviour(models=list(models), capabilities=known)) as server:
        return server.choose_model()


def test_first_suitable_model_is_chosen(settings: Settings) -> None:
    assert chosen(settings, model_entry("a:4b"), model_entry("b:4b")) == LocalModel("a:4b", False)


@pytest.mark.parametrize(
    "remote",
    [
        model_entry("big:480b", remote_host="https://ollama.com"),
        model_entry("big:480b", remote_model="big:480b"),
        model_entry("big:480b-cloud"),
        model_entry("big:cloud"),
    ],
)
def test_model_of_a_cloud_is_never_chosen(settings: Settings, remote: dict[str, object]) -> None:
    assert chosen(settings, remote, model_entry("small:1b")).name == "small:1b"
    with pytest.raises(NoModelInstalled):
        chosen(settings, remote)
    with pytest.raises(ModelMissing):
        chosen(replace(settings, ollama_model=str(remote["name"])), remote, model_entry("small:1b"))


def test_model_that_only_embeds_is_passed_over(settings: Settings) -> None:
    embedding = model_entry("embed:1b")
    assert chosen(settings, embedding, model_entry("a:4b"), embed_1b=["embedding"]).name == "a:4b"
    with pytest.raises(NoModelInstalled):
        chosen(settings, embedding, embed_1b=["embedding"])


def test_server_without_a_model_is_told(settings: Settings) -> None:
    with pytest.raises(NoModelInstalled):
        chosen(settings)


def test_model_that_can_think_is_known_as_such(settings: Settings) -> None:
    assert chosen(settings, model_entry("a:4b"), a_4b=["completion", "thinking"]) == LocalModel("a:4b", True)


@pytest.mark.parametrize(("wanted", "name"), [("b:4b", "b:4b"), ("c", "c:latest"), ("c:latest", "c:latest")])
def test_configured_model_is_chosen(settings: Settings, wanted: str, name: str) -> None:
    models = [model_entry(known) for known in ("a:4b", "b:4b", "c:latest")]
    assert chosen(replace(settings, ollama_model=wanted), *models).name == name


@pytest.mark.parametrize("wanted", ["missing:4b", "a", "A:4B"])
def test_configured_model_that_is_not_there_is_told_by_name(settings: Settings, wanted: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        chosen(replace(settings, ollama_model=wanted), model_entry("a:4b"))
    assert caught.value.problem.values == (("model", wanted),)


def test_words_come_in_order_and_whole(settings: Settings) -> None:
    behaviour = Behaviour(reply="Вера обещала\nчек-лист [1].  你好 🙂", thinking="гм")
    with running(settings, behaviour) as server:
        words = list(server.stream(LocalModel(MODEL, True), MESSAGES))
    assert "".join(words) == "Вера обещала\nчек-лист [1].  你好 🙂"
    assert len(words) > 3


def test_request_asks_for_the_window_and_forbids_silent_cutting(settings: Settings) -> None:
    behaviour = Behaviour()
    with running(replace(settings, context_tokens=4096, answer_tokens=321), behaviour) as server:
        list(server.stream(LocalModel(MODEL, False), MESSAGES))
    (request,) = behaviour.requests
    assert request["path"] == "/api/chat"
    assert request["body"] == {
        "model": MODEL,
        "messages": list(MESSAGES),
        "stream": True,
        "truncate": False,
        "shift": False,
        "keep_alive": "30m",
        "options": {"num_ctx": 4096, "num_predict": 321, "temperature": 0.1},
    }


@pytest.mark.parametrize("can_think", [True, False])
def test_thinking_is_switched_off_only_where_the_model_can_think(settings: Settings, can_think: bool) -> None:
    behaviour = Behaviour()
    with running(settings, behaviour) as server:
        list(server.stream(LocalModel(MODEL, can_think), MESSAGES))
    assert behaviour.requests[0]["body"].get("think") is (False if can_think else None)


def test_endless_answer_is_cut_off(settings: Settings) -> None:
    with running(settings, Behaviour(reply="слово " * 5000)) as server:
        words: list[str] = []
        with pytest.raises(AnswerBroken):
            words.extend(server.stream(LocalModel(MODEL, False), MESSAGES))


@pytest.mark.parametrize(
    "host",
    [
        "http://example.com:11434", "example.com", "192.168.1.5:11434", "http://10.0.0.1", "0.0.0.0:11434", "8.8.8.8",
        "http://127.0.0.1@example.com", "http://localhost.example.com", "http://[2001:db8::1]:11434", "http://",
        "http://127.0.0.1:99999", "http://127.0.0.1:port", "http://[::1", "ollama",
    ],
)  # fmt: skip
def test_address_beyond_this_computer_is_refused_without_a_connection(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(ModelServerNotLocal):
        OllamaServer(replace(settings, ollama_host=host)).choose_model()


@pytest.mark.parametrize("shape", ["http://127.0.0.1:{}", "127.0.0.1:{}", "http://localhost:{}/", "LOCALHOST:{}"])
def test_address_on_this_computer_is_reached_in_any_shape(settings: Settings, shape: str) -> None:
    with serve(Behaviour()) as address:
        port = address.rsplit(":", 1)[1]
        assert OllamaServer(replace(settings, ollama_host=shape.format(port))).choose_model().name == MODEL


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("http://localhost/", "http://localhost:11434"),
        ("http://[::1]", "http://[::1]:11434"),
    ],
)
def test_address_without_a_port_means_the_usual_one(settings: Settings, host: str, address: str) -> None:
    assert OllamaServer(replace(settings, ollama_host=host))._host == address


def test_proxy_of_the_environment_is_not_used(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert chosen(settings, model_entry("a:4b")).name == "a:4b"


def test_redirection_is_not_followed(settings: Settings) -> None:
    class Redirecting(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None: ...

        def do_GET(self) -> None:
            self.send_response(307)
            self.send_header("Location", "http://example.com/api/tags")
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Redirecting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(AnswerBroken):
            OllamaServer(replace(settings, ollama_host=f"127.0.0.1:{server.server_port}")).choose_model()
    finally:
        server.shutdown()
        server.server_close()


def installed_on_the_real_server() -> list[str]:
    """The models of a server at the usual address; the stand-in shows itself by its digests."""
    try:
        with urllib.request.urlopen(f"{REAL_SERVER}/api/tags", timeout=2) as response:
            listed = json.load(response)["models"]
            return [entry["name"] for entry in listed if entry["digest"] != model_entry(MODEL)["digest"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


@pytest.mark.real_ollama
def test_real_server_answers_with_a_citation_or_says_that_there_is_none() -> None:
    from rag.answer.job import Writer

    names = installed_on_the_real_server()
    if not names:
        pytest.skip(f"no Ollama server with a model answers at {REAL_SERVER}")

    def around(_quote: Quote) -> list[Segment]:
        return [Segment(1, 0, 10, "Я пришлю чек-лист для резюме до пятницы.", "Вера")]

    writer = Writer(replace(read_settings(), ollama_host=REAL_SERVER), around)
    question = "Что обещала прислать Вера?"
    answer = writer.write(writer.prompt(question, found(quote(1)).quotes))
    assert answer.model in names
    assert answer.text
    assert answer.counts.quotes_offered == 1
    assert {rank for statement in answer.statements for rank in statement.citations} <= {1}
