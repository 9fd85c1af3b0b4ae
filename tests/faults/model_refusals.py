"""Model servers that end before the first word: not there, another program, no model, a refusal."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from tests.conftest import unused_address
from tests.faults.model_faults import CHAT, SHOW, TAGS, VERSION, ModelFault, refused, well
from tests.stand_in import MODEL, Behaviour, Script, Wire, model_entry, serve, serve_raw

_REFUSALS = (
    ("model is gone", 404, f"model '{MODEL}' not found", "model_missing"),
    (
        "model is gone, as older servers say it",
        404,
        f'model "{MODEL}" not found, try pulling it first',
        "model_missing",
    ),
    ("system memory", 500, "model requires more system memory (8.0 GiB) than is available (3.1 GiB)", "model_memory"),
    ("memory of the graphics card", 500, "CUDA error: out of memory", "model_memory"),
    ("cudaMalloc", 500, "llama runner process has terminated: cudaMalloc failed: out of memory", "model_memory"),
    ("backend buffer", 500, "error loading model: unable to allocate backend buffer", "model_memory"),
    ("killed", 500, "llama runner process has terminated: signal: killed", "model_memory"),
    (
        "resources",
        500,
        "model runner has unexpectedly stopped, this may be due to resource limitations",
        "model_memory",
    ),
    ("unknown error", 500, "something is wrong", "model_failed"),
    ("runner exited", 500, "llama runner process has terminated: exit status 2", "model_failed"),
    ("busy", 503, "server busy, please try again.  maximum pending requests exceeded", "model_busy"),
    ("too many requests", 429, "slow down", "model_busy"),
    ("unauthorised", 401, "unauthorized", "model_failed"),
    ("context size", 400, '{"error":{"code":400,"type":"exceed_context_size_error","n_ctx":4096}}', "model_window"),
    ("input length", 400, "the input length exceeds the context length", "model_window"),
    ("cannot chat", 400, f'"{MODEL}" does not support chat', "model_unsuited"),
    ("damaged file", 500, "unable to load model: /models/blobs/sha256-0000", "model_damaged"),
    ("unknown architecture", 500, "error loading model: unknown model architecture: 'new'", "model_damaged"),
)
_CLOUD = (
    model_entry("big:480b-cloud"),
    model_entry("big:cloud"),
    model_entry("big:480b", remote_host="https://ollama.com"),
    model_entry("big:481b", remote_model="big:480b"),
)


def faults() -> list[ModelFault]:
    """All of them."""
    return [*_other_programs(), *_listings(), *_refusals(), *_odd_listings()]


def answering(status: int, data: bytes, **headers: object) -> Script:
    """A complete answer."""
    return lambda wire, _body: wire.whole(data, status, **headers)


@contextmanager
def nothing_there() -> Iterator[str]:
    """The address of nothing."""
    yield unused_address()


@contextmanager
def redirecting(path: str) -> Iterator[str]:
    """A server that sends whoever asks to another one, which nobody may ask."""
    elsewhere = Behaviour()

    def script(wire: Wire, _body: object) -> None:
        wire.head(307, location=f"{other}{path}", content_length=0)

    with serve(elsewhere) as other, serve(Behaviour(scripts={path: script})) as address:
        yield address
    if elsewhere.requests:
        raise AssertionError("the redirection was followed")


def _hear_and_say_nothing(link: socket.socket) -> None:
    while link.recv(65536):
        pass


def _hear_and_close(link: socket.socket) -> None:
    link.recv(65536)


def _greet(link: socket.socket) -> None:
    link.recv(65536)
    link.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def _other_programs() -> list[ModelFault]:
    nothing = refused("nothing listens", "model_down")
    foreign = refused("another program", "model_foreign")
    told = {
        "page": answering(200, b"<!doctype html><title>Router</title>", content_type="text/html"),
        "page of an error": answering(404, b"<h1>Not Found</h1>", content_type="text/html"),
        "json of another kind": answering(200, b'{"status": "ok"}'),
        "list": answering(200, b'["stand-in:4b"]'),
        "nothing in it": answering(200, b""),
        "bytes": answering(200, bytes(range(256)) * 100, content_type="image/png"),
        "wrong compression": answering(200, b"{}", content_encoding="gzip"),
        "reset": lambda wire, _body: wire.reset(),
    }
    return [
        replace(nothing, serve=nothing_there),
        replace(
            foreign,
            name="accepts and never answers",
            serve=partial(serve_raw, _hear_and_say_nothing),
            code="model_slow",
        ),
        replace(foreign, name="closes at once", serve=partial(serve_raw, _hear_and_close)),
        replace(foreign, name="speaks no http", serve=partial(serve_raw, _greet)),
        replace(foreign, name="list is elsewhere", serve=partial(redirecting, TAGS)),
        replace(foreign, name="answer is elsewhere", serve=partial(redirecting, CHAT)),
        *(
            refused(f"list: {name}", "model_down" if name == "reset" else "model_foreign", scripts={TAGS: script})
            for name, script in told.items()
        ),
    ]


def _listings() -> list[ModelFault]:
    return [
        refused("no model", "model_none", models=[]),
        refused("only models of a cloud", "model_none", models=list(_CLOUD)),
        refused("only a model for search", "model_none", capabilities={MODEL: ["embedding"]}),
        refused("entries that are no models", "model_none", models=[None, 7, "a:4b", {"size": 1}, [], {"name": ""}]),
        refused("list of a wrong kind", "model_foreign", models={"a": 1}),
        replace(
            refused("chosen model is of a cloud", "model_missing", models=list(_CLOUD)),
            settings={"ollama_model": "big:480b"},
        ),
        replace(refused("chosen model is not there", "model_missing"), settings={"ollama_model": "other:7b"}),
        refused(
            "removed while it is looked at", "model_missing", scripts={SHOW: _error(404, f"model '{MODEL}' not found")}
        ),
        refused("details fail", "model_failed", scripts={SHOW: _error(500, "boom")}),
    ]


def _odd_listings() -> list[ModelFault]:
    wrong = b'{"capabilities": "chat", "details": 7, "model_info": ["general.architecture"]}'
    entries = [None, {"name": 7}, *_CLOUD, model_entry(MODEL, size="much")]
    return [
        well("models of a cloud before a local one", models=entries),
        well("details of wrong types", scripts={SHOW: answering(200, wrong)}),
        well("version of a wrong type", scripts={VERSION: answering(200, b'{"version": 15}')}),
    ]


def _refusals() -> list[ModelFault]:
    return [
        *(refused(name, code, chat_status=status, chat_error=told) for name, status, told, code in _REFUSALS),
        refused("refusal without a word", "model_failed", answering(500, b"")),
        refused("refusal as a page", "model_failed", answering(502, b"<h1>Bad Gateway</h1>", content_type="text/html")),
        refused("refusal of 10 MB", "model_failed", answering(500, b"x" * 10_000_000)),
    ]


def _error(status: int, text: str) -> Script:
    return answering(status, json.dumps({"error": text}).encode())
