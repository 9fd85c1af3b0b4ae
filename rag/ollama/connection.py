"""HTTP to the model server: addresses that are allowed, JSON, streams of JSON lines, and the translation of errors.

The server is another program: no redirect is followed, no proxy of the environment is used, and no line is longer than
a limit. Knows nothing of models or answers.
"""

import ipaddress
import json
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

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
from rag.ollama.held_socket import HeldSocket

_DEFAULT_PORT, _SECURE_PORT = 11434, 443
_WRITE_SECONDS = 10.0
_MOST_LINE_BYTES = 1_000_000
_MOST_ANSWER_BYTES = 16_000_000
"""The largest that is believed: what `/api/show` tells of a model with all its tokens."""
_MOST_ERROR_BYTES = 8_000
_TOLD_CHARACTERS = 200
_NOT_FOUND = 404
_BUSY = {429, 503}
_MARKS: Sequence[tuple[type[ModelError], tuple[str, ...]]] = (
    (
        PromptTooLong,
        ("exceed_context_size", "context length", "context size", "input length exceeds", "context window"),
    ),
    (
        ModelTooLarge,
        ("memory", "cudamalloc failed", "unable to allocate", "insufficient vram", "resource limitations", ": killed"),
    ),
    (ModelUnsuited, ("does not support chat", "does not support generate", "embedding model")),
    (ModelMissing, ("model not found", "' not found", "try pulling it first")),
    (
        ModelDamaged,
        (
            "unable to load model",
            "error loading model",
            "invalid file magic",
            "tensor",
            "unknown model architecture",
            "digest mismatch",
        ),
    ),
    (ModelBusy, ("server busy", "maximum pending requests", "loading model")),
)
"""What the server says when something is wrong, from its source and its users' reports; the first that fits counts."""
_FAULTS: Mapping[str, type[ModelError]] = {
    "ConnectError": ModelServerDown,
    "ConnectTimeout": ModelServerDown,
    "TimeoutException": ModelTimeout,
    "HTTPError": AnswerBroken,
}
"""What the errors of httpx mean, by the names of their classes; the nearest class counts."""
_FAULTS_OF_LISTS: Mapping[str, type[ModelError]] = {
    **_FAULTS,
    "NetworkError": ModelServerDown,
    "RemoteProtocolError": NotOllama,
    "DecodingError": NotOllama,
}
"""The same where a server that is well answers at once."""

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """An address in full: what is connected to, and at which name and port somebody listens there."""

    url: str
    name: str
    port: int


class Connection:
    """The way to one server; a call that streams can be ended from any thread."""

    def __init__(self, host: str, connect_seconds: float, allowed_host: str | None = None) -> None:
        """Prepare without connecting.

        `allowed_host` is an address beyond this computer that the user has agreed to. Raises ModelServerNotLocal and
        ModelAddressWrong.
        """
        self.host = _allowed_address(host, allowed_host)
        self._connect_seconds = connect_seconds
        self._client_object: Any = None
        self._held = HeldSocket()

    def get(self, path: str, seconds: float) -> dict[str, Any]:
        """The JSON object at a path, which a server that is well tells at once. Raises ModelError and its kinds."""
        return self._exchange("GET", path, None, seconds)

    def post(self, path: str, body: Body, seconds: float) -> dict[str, Any]:
        """The JSON object that answers a request. Raises ModelError and its kinds."""
        return self._exchange("POST", path, body, seconds)

    def delete(self, path: str, body: Body, seconds: float) -> None:
        """Have something deleted. Raises ModelError and its kinds."""
        with self._opened("DELETE", path, body, seconds):
            pass

    def lines(self, path: str, body: Body, seconds_of_silence: float) -> Generator[dict[str, Any], None, None]:
        """The JSON objects of a stream as they come; closing the iterator closes the connection.

        Raises ModelError and its kinds, also in the middle, and for an error that the stream reports.
        """
        with self._opened("POST", path, body, seconds_of_silence) as response:
            for line in _split_lines(response.iter_bytes()):
                try:
                    entry = _parsed(line)
                except (ValueError, RecursionError) as error:
                    raise AnswerBroken(f"{self.host} sends what is no JSON.") from error
                if not isinstance(entry, dict):
                    raise NotOllama(f"{self.host} does not answer like Ollama.", host=self.host)
                if "error" in entry:
                    raise _from_response(str(entry["error"]), None, _model_of(body))
                yield entry

    def hang_up(self) -> None:
        """End the call at once, also while the server is silent; may be called from any thread."""
        self._held.hang_up()

    def _exchange(self, method: str, path: str, body: Body | None, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        with self._opened(method, path, body, seconds) as response:
            try:
                answer = _parsed(_beginning(response, _MOST_ANSWER_BYTES, until))
            except (ValueError, RecursionError) as error:
                raise NotOllama(f"{self.host} does not answer like Ollama.", host=self.host) from error
        if not isinstance(answer, dict):
            raise NotOllama(f"{self.host} does not answer like Ollama.", host=self.host)
        return answer

    @contextmanager
    def _opened(self, method: str, path: str, body: Body | None, seconds: float) -> Iterator[Any]:
        """A response that is no refusal, its body still to be read."""
        model = _model_of(body or {})
        self._held.begin()
        with (
            _translated_errors(self.host, _FAULTS_OF_LISTS if method == "GET" else _FAULTS),
            self._client().stream(
                method, path, json=body, timeout=self._limits(seconds), extensions={"trace": self._held.note}
            ) as response,
        ):
            if not response.is_success:
                text = _beginning(response, _MOST_ERROR_BYTES, time.monotonic() + seconds).decode("utf-8", "replace")
                if response.is_redirect or (method == "GET" and '"error"' not in text):
                    raise NotOllama(f"{self.host} does not answer like Ollama.", host=self.host)
                raise _from_response(text, response.status_code, model)
            yield response

    def _limits(self, seconds: float) -> Any:
        import httpx

        return httpx.Timeout(seconds, connect=self._connect_seconds, write=_WRITE_SECONDS)

    def _client(self) -> Any:
        if self._client_object is None:
            import httpx

            is_secure = self.host.startswith("https:")  # certificates take 20 ms to load and are of no use without
            limits = httpx.Limits(max_keepalive_connections=0)  # a stream must have a socket of its own to hang up
            self._client_object = httpx.Client(
                base_url=self.host, verify=is_secure, trust_env=False, follow_redirects=False, limits=limits
            )
        return self._client_object


def is_on_this_computer(host: str) -> bool:
    """Whether an address as people write it leads to this computer."""
    try:
        name = urlsplit(_as_url(host)).hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def read_address(host: str) -> Address:
    """An address as people write it. Raises ModelAddressWrong for what nothing can be connected to."""
    import httpx

    try:
        url = httpx.URL(_as_url(host).rstrip("/"))
        url.raw_host.decode("ascii").encode("idna")  # the system does so before it looks a name up
        name = url.host
        port = urlsplit(_as_url(host)).port  # httpx does not tell the usual one of a protocol
    except (httpx.InvalidURL, ValueError) as error:
        raise ModelAddressWrong(f"{host} is no address.", host=host) from error
    if not name or url.scheme not in {"http", "https"}:
        raise ModelAddressWrong(f"{host} is no address.", host=host)
    if port is None:
        port = _SECURE_PORT if url.scheme == "https" else _DEFAULT_PORT
    return Address(str(url.copy_with(port=port)), name, port)


def _as_url(host: str) -> str:
    return host if "://" in host else f"http://{host}"


def _allowed_address(host: str, allowed_host: str | None) -> str:
    address = read_address(host)
    if not is_on_this_computer(address.url) and host != allowed_host:
        raise ModelServerNotLocal(f"{host} is not an address on this computer.", host=host)
    return address.url


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _model_of(body: Body) -> str:
    return str(body.get("model", ""))


def _split_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a stream, without the empty ones. Raises AnswerBroken for a line longer than any answer's."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        if b"\n" in piece:
            *whole, rest = rest.split(b"\n")
            yield from (bytes(line) for line in whole if line.strip())
        if len(rest) > _MOST_LINE_BYTES:
            raise AnswerBroken("The server sends a line without an end.")
    if rest.strip():
        yield bytes(rest)


def _beginning(response: Any, most_bytes: int, until: float) -> bytes:
    """What a response begins with: all of it, unless it is longer than it may be or takes more time than it has."""
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > most_bytes or time.monotonic() > until:
            break
    return bytes(data[:most_bytes])


def _parsed(data: bytes) -> Any:
    """The value that JSON stands for; halves of characters, which nothing can store, become question marks.

    Raises ValueError for what is no JSON, RecursionError for what is nested without an end.
    """
    value = json.loads(data.decode("utf-8", "replace"))
    if b"\\ud" in data.lower():
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value


@contextmanager
def _translated_errors(host: str, faults: Mapping[str, type[ModelError]]) -> Iterator[None]:
    import httpx

    try:
        yield
    except httpx.HTTPError as error:
        names = (known.__name__ for known in type(error).__mro__)
        kind = next(faults[name] for name in names if name in faults)
        values = {"host": host} if kind in (ModelServerDown, NotOllama) else {}
        raise kind(f"{host}: {error or type(error).__name__}", **values) from error
    except (httpx.InvalidURL, UnicodeError) as error:  # httpx reads a redirection also where it follows none
        raise NotOllama(f"{host} sends on to what is no address.", host=host) from error


def _from_response(text: str, status: int | None, model: str) -> ModelError:
    lowered = text.lower()
    message = f"Ollama reports an error{f' (status {status})' if status else ''}: {text[:_TOLD_CHARACTERS]}"
    kind = next((kind for kind, marks in _MARKS if any(mark in lowered for mark in marks)), None)
    if kind is None and status == _NOT_FOUND and model:
        kind = ModelMissing
    if kind is None and status in _BUSY:
        kind = ModelBusy
    return (kind or ModelFailed)(message, model=model)
