"""The stand-in for Ollama speaks the published protocol, and so do our requests to it."""

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped, unused-ignore]
import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]

from rag.config import PROJECT, Settings
from rag.model_errors import ModelError
from rag.ollama.budget import Window
from rag.ollama.server import LocalModel, OllamaServer
from tests.stand_in import MODEL, Behaviour, model_entry, serve, written_reply

PROTOCOL = PROJECT.parent / "shared" / "ollama" / "openapi.yaml"
UNWRITTEN_REQUEST_KEYS = {"truncate", "shift"}
UNWRITTEN_EVENT_KEYS = {"done_reason", "eval_count", "prompt_eval_count"}
WINDOW = Window(4096, 900)
MESSAGES = ({"role": "system", "content": "Отвечай."}, {"role": "user", "content": "[1] Вера: Да.\n\nВопрос: Что?"})

needs_protocol = pytest.mark.skipif(not PROTOCOL.is_file(), reason=f"{PROTOCOL} is not there")


@cache
def _schemas() -> Mapping[str, Any]:
    schemas: Mapping[str, Any] = yaml.safe_load(PROTOCOL.read_text(encoding="utf-8"))["components"]["schemas"]
    return schemas


def check(kind: str, value: object, unwritten: frozenset[str] | set[str] = frozenset()) -> None:
    """The value fits the schema, and has no key that the protocol does not know."""
    schema = {"$ref": f"#/components/schemas/{kind}", "components": {"schemas": _schemas()}}
    jsonschema.Draft202012Validator(schema).validate(value)
    assert isinstance(value, dict)
    assert set(value) - unwritten <= set(_schemas()[kind]["properties"])


def exchange(address: str, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    connection.request(method, path, None if body is None else json.dumps(body))
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, data


def chat(behaviour: Behaviour) -> Iterator[dict[str, Any]]:
    with serve(behaviour) as address:
        _, data = exchange(address, "POST", "/api/chat", {"model": MODEL, "messages": list(MESSAGES)})
    yield from (json.loads(line) for line in data.splitlines())


@needs_protocol
@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        ("GET", "/api/tags", None, "ListResponse"),
        ("GET", "/api/version", None, "VersionResponse"),
        ("POST", "/api/show", {"model": MODEL}, "ShowResponse"),
    ],
)
def test_plain_response_fits_the_protocol(method: str, path: str, body: object, kind: str) -> None:
    models = [model_entry(MODEL), model_entry("b:1b", remote_host="https://ollama.com")]
    with serve(Behaviour(models=models)) as address:
        status, data = exchange(address, method, path, body)
    assert status == 200
    check(kind, json.loads(data))


@needs_protocol
@pytest.mark.parametrize("changes", [{}, {"remote_host": "https://ollama.com"}, {"remote_model": "big:480b"}])
def test_entry_of_a_model_fits_the_protocol(changes: dict[str, object]) -> None:
    check("ModelSummary", model_entry(MODEL, **changes))


@needs_protocol
@pytest.mark.parametrize("thinking", ["", "Надо подумать."])
def test_every_event_of_an_answer_fits_the_protocol(thinking: str) -> None:
    events = list(chat(Behaviour(reply="раз два три", thinking=thinking)))
    for event in events:
        check("ChatStreamEvent", event, UNWRITTEN_EVENT_KEYS)
        check("ChatResponse", event)
    assert [event["done"] for event in events] == [False] * (len(events) - 1) + [True]
    assert "".join(event["message"]["content"] for event in events) == "раз два три"
    assert bool(events[0]["message"].get("thinking")) is bool(thinking)


@needs_protocol
@pytest.mark.parametrize(("method", "path"), [("GET", "/api/nothing"), ("POST", "/api/nothing")])
def test_unknown_path_is_answered_with_an_error_of_the_protocol(method: str, path: str) -> None:
    with serve(Behaviour()) as address:
        status, data = exchange(address, method, path, {} if method == "POST" else None)
    assert status == 404
    check("ErrorResponse", json.loads(data))


@needs_protocol
def test_refused_chat_is_answered_with_an_error_of_the_protocol() -> None:
    with serve(Behaviour(chat_status=500, chat_error="out of memory")) as address:
        status, data = exchange(address, "POST", "/api/chat", {"model": MODEL, "messages": []})
    assert status == 500
    check("ErrorResponse", json.loads(data))
    assert json.loads(data) == {"error": "out of memory"}


@needs_protocol
def test_error_in_the_middle_of_an_answer_has_the_shape_of_the_protocol() -> None:
    *events, last = chat(Behaviour(reply="раз два три", error_after_words=2, chat_error="gone"))
    assert [event["message"]["content"] for event in events] == ["раз ", "два "]
    check("ErrorResponse", last)


@needs_protocol
@pytest.mark.parametrize("can_think", [True, False])
def test_our_requests_fit_the_protocol(settings: Settings, can_think: bool) -> None:
    capabilities = ["completion", "thinking"] if can_think else ["completion"]
    behaviour = Behaviour(capabilities={MODEL: capabilities})
    with serve(behaviour) as address:
        server = OllamaServer(replace(settings, ollama_host=address))
        list(server.stream(server.choose_model(), MESSAGES, WINDOW))
    bodies = {request["path"]: request["body"] for request in behaviour.requests}
    assert sorted(bodies) == ["/api/chat", "/api/show"]
    check("ShowRequest", bodies["/api/show"])
    check("ChatRequest", bodies["/api/chat"], UNWRITTEN_REQUEST_KEYS)
    assert set(bodies["/api/chat"]["options"]) - {"num_ctx", "num_predict", "temperature"} == set()
    for message in bodies["/api/chat"]["messages"]:
        check("ChatMessage", message)


@needs_protocol
def test_check_refuses_what_the_protocol_does_not_know() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check("ChatRequest", {"model": 7, "messages": []})
    with pytest.raises(AssertionError):
        check("ErrorResponse", {"error": "x", "mistake": 1})


def test_stand_in_notes_what_was_asked_and_how_much_it_sent(settings: Settings) -> None:
    behaviour = Behaviour(reply="раз два три четыре", break_after_words=3)
    with serve(behaviour) as address, pytest.raises(ModelError):
        list(OllamaServer(replace(settings, ollama_host=address)).stream(LocalModel(MODEL, False), MESSAGES, WINDOW))
    assert [request["path"] for request in behaviour.requests] == ["/api/chat"]
    assert behaviour.words_sent == 3


def test_written_reply_cites_the_lines_of_the_prompt() -> None:
    reply = written_reply("### Сессия\n[1] Вера: Пришлю план.\n[2] Спасибо!\n\nВопрос: Что?")
    assert reply.startswith("Вот что об этом сказано: Пришлю план [1]. Дальше речь зашла о том же [2].")
    assert written_reply("Вопрос: Что?") == "В строках ответа нет."
