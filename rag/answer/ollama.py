"""The local Ollama server: which models it has, and a stream of words from one. The only module that knows Ollama.

Protocol: Ollama's OpenAPI description. `truncate` and `shift` are sent as false, because the server otherwise cuts a
long prompt without a word; the `ollama` package cannot pass them, so its general request method is used here.
"""

import ipaddress
import json
import logging
import socket
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rag.config import Settings
from rag.errors import (
    AnswerBroken,
    ModelError,
    ModelMissing,
    ModelServerDown,
    ModelServerNotLocal,
    ModelTimeout,
    ModelTooLarge,
    NoModelInstalled,
    PromptTooLong,
)

_LOG = logging.getLogger(__name__)

MAX_ANSWER_CHARACTERS = 20_000
_KEEP_ALIVE = "30m"
_TEMPERATURE = 0.1
_WRITE_SECONDS = 10.0
_POOL_SECONDS = 5.0
_WINDOW_MARKS = ("exceed_context_size", "context length", "context size", "input length exceeds")
_MEMORY_MARKS = ("memory", "cuda error: out of")


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that can chat on this computer."""

    name: str
    can_think: bool


class OllamaServer:
    """A connection to the server on this computer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._host = _local_address(settings.ollama_host)
        self._client_object: Any = None
        self._socket: socket.socket | None = None

    def choose_model(self) -> LocalModel:
        """The model of the settings, else the first installed one that can chat and runs on this computer.

        Raises ModelServerDown, ModelTimeout, NoModelInstalled, ModelMissing, AnswerBroken.
        """
        installed = self._installed()
        wanted = self._settings.ollama_model
        if wanted:
            names = [name for name in installed if name in (wanted, f"{wanted}:latest")]
            if not names:
                raise ModelMissing(f"The model {wanted} is not installed.", model=wanted)
            return LocalModel(names[0], "thinking" in self._capabilities(names[0]))
        for name in installed:
            capabilities = self._capabilities(name)
            if "completion" in capabilities:
                return LocalModel(name, "thinking" in capabilities)
        raise NoModelInstalled("Ollama runs and has no model that can write.")

    def stream(self, model: LocalModel, messages: Sequence[Mapping[str, str]]) -> Generator[str, None, None]:
        """The words of the answer as they come; closing the iterator stops the model.

        Raises ModelError and its kinds, also in the middle.
        """
        from ollama import ChatResponse

        request: dict[str, Any] = {
            "model": model.name,
            "messages": list(messages),
            "stream": True,
            "truncate": False,
            "shift": False,
            "keep_alive": _KEEP_ALIVE,
            "options": {
                "num_ctx": self._settings.context_tokens,
                "num_predict": self._settings.answer_tokens,
                "temperature": _TEMPERATURE,
            },
        }
        if model.can_think:
            request["think"] = False
        length, is_done, reason = 0, False, ""
        with _translated_errors(self._host, model.name):
            chunks = self._new_client()._request(
                ChatResponse, "POST", "/api/chat", json=request, stream=True, extensions={"trace": self._note_socket}
            )
            try:
                for chunk in chunks:
                    words = chunk.message.content or ""
                    length += len(words)
                    is_done, reason = bool(chunk.done), str(chunk.done_reason or "")
                    if words:
                        yield words
                    if is_done or length > MAX_ANSWER_CHARACTERS:
                        break
            finally:
                chunks.close()
        if not is_done or reason == "length":
            raise AnswerBroken("The answer broke off before its end.")

    def hang_up(self) -> None:
        """End the stream at once, also while the server is silent; may be called from any thread."""
        if self._socket is None:
            return
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            _LOG.debug("The connection was closed already: %s", error)

    def _note_socket(self, event: str, details: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self._socket = details["return_value"].get_extra_info("socket")

    def _installed(self) -> list[str]:
        """The names of the models that lie on this computer; the package would drop the fields that tell."""
        listed = self._get("GET", "/api/tags").get("models")
        if not isinstance(listed, list):
            raise AnswerBroken(f"{self._host} does not answer like Ollama.")
        return [str(entry.get("model") or entry.get("name")) for entry in listed if _is_local(entry)]

    def _capabilities(self, name: str) -> list[str]:
        answer = self._get("POST", "/api/show", {"model": name})
        capabilities = answer.get("capabilities")
        return [str(item) for item in capabilities] if isinstance(capabilities, list) else ["completion"]

    def _get(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        with _translated_errors(self._host, str((body or {}).get("model", ""))):
            response = self._client()._client.request(
                method, path, json=body, timeout=self._settings.connect_seconds * 5
            )
            response.raise_for_status()
            answer = response.json()
        if not isinstance(answer, dict):
            raise AnswerBroken(f"{self._host} does not answer like Ollama.")
        return answer

    def _client(self) -> Any:
        if self._client_object is None:
            self._client_object = self._new_client()
        return self._client_object

    def _new_client(self) -> Any:
        import httpx
        from ollama import Client

        timeout = httpx.Timeout(
            connect=self._settings.connect_seconds,
            read=self._settings.first_token_seconds,
            write=_WRITE_SECONDS,
            pool=_POOL_SECONDS,
        )
        return Client(host=self._host, timeout=timeout, trust_env=False, follow_redirects=False)


def _local_address(host: str) -> str:
    """The address as a URL, if it is on this computer. Raises ModelServerNotLocal."""
    url = host if "://" in host else f"http://{host}"
    try:
        name, port = urlsplit(url).hostname or "", urlsplit(url).port
    except ValueError as error:
        raise ModelServerNotLocal(f"{host} is no address.", host=host) from error
    if name != "localhost" and not _is_loopback(name):
        raise ModelServerNotLocal(f"{host} is not an address on this computer.", host=host)
    return url if port else f"{url.rstrip('/')}:11434"


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_local(entry: object) -> bool:
    """Models of Ollama's cloud are listed like local ones, but the prompt would leave the computer."""
    if not isinstance(entry, dict):
        return False
    name = str(entry.get("model") or entry.get("name") or "")
    is_remote = bool(entry.get("remote_host") or entry.get("remote_model"))
    return bool(name) and not is_remote and not name.endswith(("-cloud", ":cloud"))


@contextmanager
def _translated_errors(host: str, model: str) -> Iterator[None]:
    import httpx
    from ollama import ResponseError

    try:
        yield
    except ResponseError as error:
        raise _from_response(error.error, error.status_code, model) from error
    except httpx.HTTPStatusError as error:
        raise _from_response(error.response.text, error.response.status_code, model) from error
    except httpx.ConnectTimeout as error:
        raise ModelServerDown(f"Nothing answers at {host}.", host=host) from error
    except httpx.TimeoutException as error:
        raise ModelTimeout(f"{host} did not answer in time.") from error
    except (httpx.ConnectError, ConnectionError) as error:
        raise ModelServerDown(f"Nothing answers at {host}.", host=host) from error
    except httpx.HTTPError as error:
        raise AnswerBroken(f"The connection to {host} broke: {error}") from error
    except (json.JSONDecodeError, UnicodeDecodeError, ValueError, AttributeError, TypeError) as error:
        raise AnswerBroken(f"{host} does not answer like Ollama.") from error


def _from_response(text: str, status: int, model: str) -> ModelError:
    lowered = text.lower()
    if any(mark in lowered for mark in _WINDOW_MARKS):
        return PromptTooLong("The quotes do not fit into the model's window.")
    if any(mark in lowered for mark in _MEMORY_MARKS):
        return ModelTooLarge(f"The model {model} needs more memory than there is.", model=model)
    if status == 404 and model:
        return ModelMissing(f"The model {model} is not installed.", model=model)
    return AnswerBroken(f"Ollama reports an error (status {status}).")
