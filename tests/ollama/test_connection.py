"""HTTP to the model server: what is asked, what is believed of the answers, and which error every fault becomes."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from rag.model_errors import (
    AnswerBroken,
    ModelAddressWrong,
    ModelBusy,
    ModelDamaged,
    ModelError,
    ModelFailed,
    ModelMissing,
    ModelServerDown,
    ModelServerNotLocal,
    ModelTimeout,
    ModelTooLarge,
    ModelUnsuited,
    NotOllama,
    PromptTooLong,
)
from rag.ollama.connection import Address, Connection, is_on_this_computer, read_address
from tests.conftest import unused_address, wait_until
from tests.ollama.mirror import Mirror
from tests.ollama.mirror import serve as serve_mirror
from tests.ollama.test_download import own_certificate
from tests.stand_in import Behaviour, Script, Wire, serve, serve_raw

PATH = "/api/chat"
ASKED = {"model": "a:4b", "messages": []}


def connection(host: str, connect_seconds: float = 0.5) -> Connection:
    return Connection(host, connect_seconds)


def scripted(script: Script) -> AbstractContextManager[str]:
    return serve(Behaviour(scripts={"/api/tags": script, PATH: script}))


def telling(*pieces: bytes, headers: dict[str, object] | None = None) -> AbstractContextManager[str]:
    """A server that answers with these pieces, each a chunk, and ends well."""

    def script(wire: Wire, _body: object) -> None:
        wire.stream(**headers or {})
        for piece in (*pieces, b""):
            wire.chunk(piece)

    return scripted(script)


def refusing(status: int, data: bytes, **headers: object) -> AbstractContextManager[str]:
    return scripted(lambda wire, _: wire.whole(data, status, **headers))


def error_of(call: Callable[[], object]) -> ModelError:
    with pytest.raises(ModelError) as caught:
        call()
    return caught.value


def error_of_list(server: AbstractContextManager[str], seconds: float = 1.0) -> ModelError:
    with server as address:
        return error_of(lambda: connection(address).get("/api/tags", seconds))


def error_of_stream(server: AbstractContextManager[str], seconds: float = 1.0) -> ModelError:
    with server as address:
        return error_of(lambda: list(connection(address).lines(PATH, ASKED, seconds)))


def entries_of(server: AbstractContextManager[str]) -> list[dict[str, object]]:
    with server as address:
        return list(connection(address).lines(PATH, ASKED, 1.0))


def test_object_is_got_and_posted() -> None:
    behaviour = Behaviour(scripts={"/api/show": lambda wire, body: wire.whole(json.dumps({"told": body}).encode())})
    with serve(behaviour) as address:
        assert connection(address).get("/api/version", 1.0) == {"version": "0.15.0"}
        assert connection(address).post("/api/show", {"model": "a"}, 1.0) == {"told": {"model": "a"}}


def test_deletion_is_asked_for_and_its_refusal_told() -> None:
    seen: list[bytes] = []

    def talk(link: socket.socket) -> None:
        asked = b""
        while not asked.endswith(b"}"):
            asked += link.recv(65536)
        seen.append(asked)
        status = b"200 OK" if len(seen) == 1 else b"404 Not Found"
        link.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")

    with serve_raw(talk) as address:
        connection(address).delete("/api/delete", {"model": "a:4b"}, 1.0)
        assert type(error_of(lambda: connection(address).delete("/api/delete", ASKED, 1.0))) is ModelMissing
    assert seen[0].startswith(b"DELETE /api/delete HTTP/1.1\r\n")
    assert seen[0].endswith(b'{"model":"a:4b"}')


@pytest.mark.parametrize(
    "pieces",
    [
        (b'{"a": 1}\n{"a": 2}\n',),
        (b'{"a"', b": 1}\n", b'{"a": 2', b"}\n"),
        (b'\n\n{"a": 1}\r\n', b"  \n", b'{"a": 2}'),
        tuple(bytes([byte]) for byte in b'{"a": 1}\n{"a": 2}\n'),
    ],
    ids=["one chunk", "cut anywhere", "empty lines and no last line break", "a byte a chunk"],
)
def test_lines_are_objects_however_they_come(pieces: tuple[bytes, ...]) -> None:
    assert entries_of(telling(*pieces)) == [{"a": 1}, {"a": 2}]


def test_bytes_that_are_no_text_and_halves_of_characters_can_be_stored() -> None:
    (entry,) = entries_of(telling(b'{"a": "\xff\xd0 \\ud83d", "b": "\\ud83d\\ude00", "c": "\\\\ud8"}\n'))
    assert entry == {"a": "\ufffd\ufffd ?", "b": "😀", "c": "\\ud8"}
    json.dumps(entry, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "line",
    [b'{"a": ', b"data: {}", b"<html>", b"[" * 100_000, b'{"a": ' * 100_000, b'{"a": ' + b"9" * 5_000 + b"}", b"nil"],
    ids=["half", "event stream", "page", "deep list", "deep object", "endless number", "word"],
)
def test_line_that_is_no_json_breaks_the_answer(line: bytes) -> None:
    assert type(error_of_stream(telling(b'{"a": 1}\n', line + b"\n"))) is AnswerBroken
    assert type(error_of_list(telling(line))) is NotOllama


@pytest.mark.parametrize("line", [b"[]", b"7", b'"a"', b"null"])
def test_json_that_is_no_object_is_of_another_program(line: bytes) -> None:
    assert type(error_of_stream(telling(line))) is NotOllama
    assert type(error_of_list(telling(line))) is NotOllama


def test_line_without_an_end_is_given_up_before_it_fills_the_memory() -> None:
    sent = 0

    def script(wire: Wire, _body: object) -> None:
        nonlocal sent
        wire.stream()
        for _ in range(1000):
            wire.chunk(b"x" * 10_000)
            sent += 1

    assert type(error_of_stream(scripted(script))) is AnswerBroken
    assert sent < 1000


def test_list_without_an_end_is_given_up_in_time() -> None:
    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        for _ in range(150):
            wire.chunk(b" ")
            wire.wait(0.02)

    started = time.monotonic()
    assert type(error_of_list(scripted(script), 0.3)) is NotOllama
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirection_is_not_followed(status: int) -> None:
    elsewhere = Behaviour()
    with serve(elsewhere) as other:
        redirecting = refusing(status, b"", location=f"{other}{PATH}")
        assert type(error_of_stream(redirecting)) is NotOllama
        assert type(error_of_list(refusing(status, b"", location=f"{other}/api/tags"))) is NotOllama
    assert elsewhere.requests == []


@pytest.mark.parametrize("address", ["http://xn--/", "http://пример..рф/", "http://[::1"])
def test_redirection_to_what_is_no_address_is_of_another_program(address: str) -> None:
    def talk(link: socket.socket) -> None:
        link.recv(65536)
        head = f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n"
        link.sendall(head.encode())

    assert type(error_of_list(serve_raw(talk))) is NotOllama


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (404, "model 'a:4b' not found", ModelMissing),
        (404, 'model "a:4b" not found, try pulling it first', ModelMissing),
        (404, "gone", ModelMissing),
        (500, "model requires more system memory (8.0 GiB) than is available (3.1 GiB)", ModelTooLarge),
        (500, "CUDA error: out of memory", ModelTooLarge),
        (500, "llama runner process has terminated: cudaMalloc failed: out of memory", ModelTooLarge),
        (500, "error loading model: unable to allocate backend buffer", ModelTooLarge),
        (500, "model runner has unexpectedly stopped, this may be due to resource limitations", ModelTooLarge),
        (500, "llama runner process has terminated: signal: killed", ModelTooLarge),
        (500, "llama runner process has terminated: error loading model: unknown model architecture", ModelDamaged),
        (500, "unable to load model: /blobs/sha256-00", ModelDamaged),
        (400, "the input length exceeds the context length", PromptTooLong),
        (400, '{"type":"exceed_context_size_error"}', PromptTooLong),
        (400, '"a:4b" does not support chat', ModelUnsuited),
        (503, "server busy, please try again.  maximum pending requests exceeded", ModelBusy),
        (503, "", ModelBusy),
        (429, "slow down", ModelBusy),
        (401, "unauthorized", ModelFailed),
        (500, "an unknown error", ModelFailed),
    ],
)
def test_refusal_has_its_own_error_with_the_name_of_the_model(
    status: int, message: str, kind: type[ModelError]
) -> None:
    error = error_of_stream(refusing(status, json.dumps({"error": message}).encode()))
    assert type(error) is kind
    assert error.problem.values == (("model", "a:4b"),)


@pytest.mark.parametrize("data", [b"", b"<html>Bad gateway</html>", b"x" * 1_000_000], ids=["none", "page", "long"])
def test_refusal_in_no_words_of_ollama_is_another_programs_where_a_list_was_asked_for(data: bytes) -> None:
    assert type(error_of_stream(refusing(500, data))) is ModelFailed
    assert type(error_of_list(refusing(500, data))) is NotOllama
    assert type(error_of_list(refusing(500, b'{"error": "no"}'))) is ModelFailed


@pytest.mark.parametrize("message", ["an error was encountered", None, {"code": 3}])
def test_error_line_ends_the_stream_after_what_was_told(message: object) -> None:
    lines = [b'{"a": 1}\n', json.dumps({"error": message}).encode() + b"\n", b'{"a": 2}\n']
    with telling(*lines) as address:
        entries = connection(address).lines(PATH, ASKED, 1.0)
        assert next(entries) == {"a": 1}
        assert type(error_of(lambda: next(entries))) is ModelFailed


def test_nothing_that_listens_is_told_with_its_address() -> None:
    host = unused_address()
    for call in (
        lambda: connection(host).get("/api/tags", 1.0),
        lambda: connection(host).post("/api/show", ASKED, 1.0),
        lambda: list(connection(host).lines(PATH, ASKED, 1.0)),
    ):
        error = error_of(call)
        assert (type(error), error.problem.values) == (ModelServerDown, (("host", host),))


def silent(link: socket.socket) -> None:
    while link.recv(65536):
        pass


def resetting(wire: Wire, _body: object) -> None:
    wire.reset()


def test_silence_is_not_taken_for_nobody_there() -> None:
    assert type(error_of_list(serve_raw(silent), 0.2)) is ModelTimeout
    assert type(error_of_stream(serve_raw(silent), 0.2)) is ModelTimeout


def test_other_protocol_is_of_another_program() -> None:
    def talk(link: socket.socket) -> None:
        link.recv(1000)
        link.sendall(b"220 mail.example ready\r\n")

    assert type(error_of_list(serve_raw(talk))) is NotOllama
    assert type(error_of_stream(serve_raw(talk))) is AnswerBroken
    assert type(error_of_list(telling(b"{}", headers={"content_encoding": "gzip"}))) is NotOllama


def test_connection_that_ends_at_once_is_told() -> None:
    assert type(error_of_list(serve_raw(lambda link: link.close()))) in {NotOllama, ModelServerDown}
    assert type(error_of_list(scripted(resetting))) is ModelServerDown
    assert type(error_of_stream(scripted(resetting))) is AnswerBroken


def test_hanging_up_ends_a_silent_call_at_once_from_another_thread() -> None:
    with serve_raw(silent) as address:
        for call in (
            lambda link: link.get("/api/tags", 20.0),
            lambda link: link.post("/api/show", ASKED, 20.0),
            lambda link: list(link.lines(PATH, ASKED, 20.0)),
        ):
            link = connection(address)
            threading.Timer(0.2, link.hang_up).start()
            started = time.monotonic()
            error_of(lambda call=call, link=link: call(link))  # type: ignore[misc]
            assert time.monotonic() - started < 2


def test_hanging_up_ends_an_encrypted_call_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    mirror = Mirror({"list": bytes(1000)}, stall_after=10)
    with serve_mirror(mirror, certificate) as address:
        link = connection(address)
        errors: list[ModelError] = []
        thread = threading.Thread(target=lambda: errors.append(error_of(lambda: link.get("/list", 20.0))))
        thread.start()
        wait_until(lambda: mirror.requests)
        time.sleep(0.1)
        began = time.monotonic()
        link.hang_up()
        thread.join(10)
        assert time.monotonic() - began < 1
        assert errors


def test_hanging_up_after_a_call_is_nothing_to_the_next_one() -> None:
    with serve(Behaviour()) as address:
        link = connection(address)
        for _ in range(2):
            assert link.get("/api/version", 1.0)
            link.hang_up()


def test_hanging_up_while_the_connection_is_made_ends_it() -> None:
    with serve_raw(silent) as address:
        link = connection(address)
        limits = link._limits

        def hang_up_meanwhile(seconds: float) -> object:
            link.hang_up()
            return limits(seconds)

        link._limits = hang_up_meanwhile  # type: ignore[method-assign]
        started = time.monotonic()
        error_of(lambda: list(link.lines(PATH, ASKED, 20.0)))
        assert time.monotonic() - started < 2


def test_closing_the_stream_closes_the_connection() -> None:
    closed = threading.Event()

    def talk(link: socket.socket) -> None:
        link.recv(65536)
        link.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"a": 1}\n\r\n')
        silent(link)
        closed.set()

    with serve_raw(talk) as address:
        entries = connection(address).lines(PATH, ASKED, 5.0)
        assert next(entries) == {"a": 1}
        entries.close()
        assert closed.wait(2)


def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serve(Behaviour()) as address:
        assert connection(address).get("/api/version", 1.0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("http://localhost/", "http://localhost:11434"),
        ("http://[::1]", "http://[::1]:11434"),
        ("LOCALHOST:9", "http://localhost:9"),
        ("http://127.0.0.1:", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://127.0.0.1", "https://127.0.0.1"),
    ],
)
def test_address_on_this_computer_may_be_written_in_any_shape(host: str, address: str) -> None:
    assert is_on_this_computer(host)
    assert connection(host).host == address


@pytest.mark.parametrize(
    "host",
    [
        "http://example.com:11434", "example.com", "192.168.1.5:11434", "http://10.0.0.1", "0.0.0.0:11434", "8.8.8.8",
        "http://127.0.0.1@example.com", "http://localhost.example.com", "http://[2001:db8::1]:11434", "ollama",
    ],
)  # fmt: skip
def test_address_beyond_this_computer_is_allowed_only_by_its_name(host: str) -> None:
    assert not is_on_this_computer(host)
    for allowed in (None, "other.example", "http://127.0.0.1"):
        with pytest.raises(ModelServerNotLocal):
            Connection(host, 0.5, allowed)
    assert Connection(host, 0.5, host).host.startswith("http://")


@pytest.mark.parametrize(
    "host",
    [
        "http://", "http://127.0.0.1:99999", "http://127.0.0.1:port", "http://[::1", "htp://127.0.0.1",
        "http://пример..рф", f"http://{'a' * 70}", "http://a..b", "http://xn--/", "http://127.0.0.1\x00",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_as_such_though_agreed(host: str) -> None:
    with pytest.raises(ModelAddressWrong) as caught:
        Connection(host, 0.5, host)
    assert caught.value.problem.values == (("host", host),)


@pytest.mark.parametrize(
    ("host", "name", "port"),
    [
        ("127.0.0.1", "127.0.0.1", 11434),
        ("http://[::1]:9", "::1", 9),
        ("http://localhost:80/", "localhost", 80),
        ("https://OLLAMA.example", "ollama.example", 443),
    ],
)
def test_address_is_read_into_its_parts(host: str, name: str, port: int) -> None:
    address = read_address(host)
    assert (address.name, address.port) == (name, port)
    assert read_address(address.url) == Address(address.url, name, port) or port == 80
