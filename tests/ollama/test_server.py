"""The local Ollama server when it is well: which model is chosen, what is asked of it, and that it is local."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.model_errors import ModelMissing, ModelServerNotLocal, NoModelInstalled, NotOllama
from rag.ollama.budget import Window
from rag.ollama.memory import total_memory
from rag.ollama.server import LocalModel, OllamaServer, local_entries, model_name
from tests.stand_in import MODEL, Behaviour, Script, Wire, model_entry, serve

WINDOW = Window(4096, 321)
LOCAL = LocalModel(MODEL, False)
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
    model = chosen(settings, model_entry("a:4b"), model_entry("b:4b"))
    assert (model.name, model.can_think, model.cuts_silently) == ("a:4b", False, False)


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
    assert chosen(settings, model_entry("a:4b"), a_4b=["completion", "thinking"]).can_think


@pytest.mark.parametrize(("wanted", "name"), [("b:4b", "b:4b"), ("c", "c:latest"), ("c:latest", "c:latest")])
def test_configured_model_is_chosen(settings: Settings, wanted: str, name: str) -> None:
    models = [model_entry(known) for known in ("a:4b", "b:4b", "c:latest")]
    assert chosen(replace(settings, ollama_model=wanted), *models).name == name


@pytest.mark.parametrize("wanted", ["missing:4b", "a", "A:4B"])
def test_configured_model_that_is_not_there_is_told_by_name(settings: Settings, wanted: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        chosen(replace(settings, ollama_model=wanted), model_entry("a:4b"))
    assert caught.value.problem.values == (("model", wanted),)


def telling(data: object) -> Script:
    def script(wire: Wire, _body: object) -> None:
        wire.whole(json.dumps(data).encode())

    return script


def chosen_from(settings: Settings, **answers: object) -> LocalModel:
    """The model of a server that tells this at some of its paths."""
    scripts = {f"/api/{path}": telling(data) for path, data in answers.items()}
    with running(settings, Behaviour(scripts=scripts)) as server:
        return server.choose_model()


def test_window_is_that_of_the_settings_else_what_the_model_was_made_for(settings: Settings) -> None:
    information = {"general.architecture": "qwen3", "qwen3.context_length": 2500}
    described = {"capabilities": ["completion"], "model_info": information}
    assert chosen_from(settings, show=described).context_tokens == 2500
    assert chosen_from(replace(settings, context_tokens=3000), show=described).context_tokens == 3000


def test_window_is_narrow_where_the_model_fills_the_memory(settings: Settings) -> None:
    small, large = (
        chosen(settings, model_entry("a:4b", size=size)).context_tokens for size in (1_000_000, total_memory())
    )
    assert large == 2048 < small


@pytest.mark.parametrize("described", [{}, {"capabilities": "chat", "model_info": [1]}, {"capabilities": None}])
def test_model_of_which_nothing_is_told_is_taken_for_one_that_writes(settings: Settings, described: object) -> None:
    model = chosen_from(settings, show=described)
    assert (model.name, model.can_think) == (MODEL, False)
    assert model.context_tokens >= 2048


@pytest.mark.parametrize(
    ("version", "cuts"),
    [
        ("0.5.0", True), ("0.12.5", True), ("0.12.6", False), ("0.15.0-rc1", False), ("1.0.0", False), ("", False),
        (7, False),
    ],
)  # fmt: skip
def test_server_that_cuts_in_silence_is_known_by_its_version(settings: Settings, version: object, cuts: bool) -> None:
    assert chosen_from(settings, version={"version": version}).cuts_silently is cuts


def test_entries_that_are_no_local_models_are_left_out() -> None:
    entries: list[object] = [
        {"name": "a:4b"},
        {"model": "b:4b", "name": "c"},
        None,
        7,
        "d",
        [],
        {},
        {"size": 1},
        {"name": 7},
    ]
    assert [model_name(entry) for entry in local_entries({"models": entries}, "host")] == ["a:4b", "b:4b"]


@pytest.mark.parametrize("listing", [{}, {"models": {"a": 1}}, {"models": "a:4b"}, {"models": 7}])
def test_what_is_no_list_of_models_is_of_another_program(listing: dict[str, object]) -> None:
    with pytest.raises(NotOllama) as caught:
        local_entries(listing, "http://127.0.0.1:1")
    assert caught.value.problem.values == (("host", "http://127.0.0.1:1"),)


def test_words_come_in_order_and_whole(settings: Settings) -> None:
    behaviour = Behaviour(reply="Вера обещала\nчек-лист [1].  你好 🙂")
    with running(settings, behaviour) as server:
        words = list(server.stream(LOCAL, MESSAGES, WINDOW))
    assert "".join(words) == "Вера обещала\nчек-лист [1].  你好 🙂"
    assert len(words) > 3


def test_thinking_is_a_sign_of_life_without_words(settings: Settings) -> None:
    with running(settings, Behaviour(reply="Да.", thinking="гм")) as server:
        assert list(server.stream(LocalModel(MODEL, True), MESSAGES, WINDOW)) == ["", "Да.", ""]


@pytest.mark.parametrize(
    ("told", "known"), [(1234, 1234), (0, None), (-1, None), ("many", None), (True, None), (None, None)]
)
def test_tokens_of_the_prompt_are_those_that_the_server_counted(
    settings: Settings, told: object, known: int | None
) -> None:
    last = {"message": {"content": "Да."}, "done": True, "prompt_eval_count": told}
    with running(settings, Behaviour(scripts={"/api/chat": telling(last)})) as server:
        assert "".join(server.stream(LOCAL, MESSAGES, WINDOW)) == "Да."
        assert server.prompt_tokens == known


def test_request_asks_for_the_window_and_forbids_silent_cutting(settings: Settings) -> None:
    behaviour = Behaviour()
    with running(settings, behaviour) as server:
        list(server.stream(LOCAL, MESSAGES, WINDOW))
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
        list(server.stream(LocalModel(MODEL, can_think), MESSAGES, WINDOW))
    assert behaviour.requests[0]["body"].get("think") is (False if can_think else None)


@pytest.mark.parametrize(
    "host",
    [
        "http://example.com:11434", "example.com", "192.168.1.5:11434", "http://10.0.0.1", "0.0.0.0:11434", "8.8.8.8",
        "http://127.0.0.1@example.com", "http://localhost.example.com", "http://[2001:db8::1]:11434", "ollama",
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


def test_address_that_was_agreed_to_is_reached_beyond_this_computer(settings: Settings) -> None:
    agreed = replace(settings, ollama_host="http://192.168.1.5:11434", allowed_host="http://192.168.1.5:11434")
    OllamaServer(agreed)
    with pytest.raises(ModelServerNotLocal):
        OllamaServer(replace(agreed, allowed_host="http://192.168.1.6:11434"))
