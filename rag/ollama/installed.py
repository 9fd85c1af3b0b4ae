"""The models on the server: which there are, downloading, deleting, loading and trying one.

Knows nothing of threads, settings that are kept, or pages.
"""

import logging
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.config import Settings
from rag.errors import DiskFull, RagError
from rag.languages import count_words
from rag.model_errors import (
    AnswerBroken,
    ModelError,
    ModelFailed,
    ModelMissing,
    ModelStorageBroken,
    ModelTimeout,
    NotOllama,
)
from rag.ollama.connection import Connection
from rag.ollama.server import KEEP_ALIVE, LocalModel, local_entries, model_name
from rag.ollama.told import told_number
from rag.program_errors import DownloadFailed, DownloadUnknown, ProgramOutdated

_LOG = logging.getLogger(__name__)

LIBRARY_HOST = "registry.ollama.ai"
"""Where the server downloads models from."""
_LOOKING_SECONDS = 5.0
_DELETING_SECONDS = 20.0
_PULL_SILENCE_SECONDS = 900.0
"""The server says nothing while it checks what it has downloaded, minutes for a large model."""
_TRIAL_TOKENS, _TRIAL_CHARACTERS = 60, 2_000
"""What is asked for, and what is taken from a model that does not keep to it."""
_NANOSECONDS = 1e9
_SUCCESS = "success"
_PULL_MARKS: Sequence[tuple[type[RagError], tuple[str, ...]]] = (
    (DiskFull, ("no space left", "not enough space", "disk is full")),
    (ProgramOutdated, ("newer version",)),
    (DownloadUnknown, ("file does not exist", "manifest unknown", "invalid model name", "unauthorized")),
    (ModelStorageBroken, ("permission denied", "input/output error", "read-only file system")),
    (
        DownloadFailed,
        (
            "dial tcp", "lookup", "no such host", "timeout", "deadline exceeded", "connection", "unreachable", "eof",
            "retries", "tls", "certificate", ": 429", ": 502", ": 503", ": 504",
        ),
    ),
)  # fmt: skip
"""What the server says when a download breaks; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that lies on the server's own disk; `loaded_bytes` is the memory that it takes now, 0 when not loaded."""

    name: str
    size: int = 0
    parameters: str = ""
    quantization: str = ""
    loaded_bytes: int = 0
    can_chat: bool = True


@dataclass(frozen=True, slots=True)
class PullStep:
    """A moment of a download: bytes of all layers that are known so far."""

    status: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A line that a model wrote, and how fast; 0 where the server did not say."""

    text: str
    words_per_second: float
    tokens_per_second: float


class ModelShelf:
    """The models of one server; a download or a try-out can be ended from any thread."""

    def __init__(self, settings: Settings) -> None:
        """Prepare without connecting. Raises ModelServerNotLocal and ModelAddressWrong."""
        self._settings = settings
        self._connection = Connection(settings.ollama_host, settings.connect_seconds, settings.allowed_host)

    def installed(self) -> list[InstalledModel]:
        """The models on the server's own computer, never those of a cloud. Raises ModelError and its kinds."""
        entries = local_entries(self._connection.get("/api/tags", _LOOKING_SECONDS), self._connection.host)
        loaded = self._loaded() if entries else {}
        return [_described(entry, loaded.get(model_name(entry), 0)) for entry in entries]

    def can_chat(self, name: str) -> bool:
        """Whether a model can write. Raises ModelError and its kinds."""
        told = self._connection.post("/api/show", {"model": name}, _LOOKING_SECONDS).get("capabilities")
        return not isinstance(told, list) or "completion" in told

    def delete(self, name: str) -> None:
        """Remove a model from the server's disk. Raises ModelError and its kinds."""
        self._connection.delete("/api/delete", {"model": name}, _DELETING_SECONDS)

    def pull(self, name: str) -> Generator[PullStep, None, None]:
        """Download a model, or go on where it broke off; closing the iterator stops it and keeps what is there.

        Raises DiskFull, DownloadFailed, DownloadUnknown, ProgramOutdated, ModelStorageBroken and other ModelErrors.
        """
        layers: dict[str, tuple[int, int]] = {}
        status = ""
        entries = self._connection.lines("/api/pull", {"model": name, "stream": True}, _PULL_SILENCE_SECONDS)
        try:
            for entry in entries:
                status = str(entry.get("status", ""))
                _note_layer(layers, entry)
                done, total = (sum(counts) for counts in zip(*layers.values(), strict=True)) if layers else (0, 0)
                yield PullStep(status, done, total)
        except (ModelFailed, ModelMissing) as error:
            raise _from_pull(error, name) from error
        except (AnswerBroken, ModelTimeout) as error:
            raise DownloadFailed(f"The download of {name} broke off.", host=self._connection.host) from error
        finally:
            entries.close()
        if status != _SUCCESS:
            raise DownloadFailed(f"The download of {name} broke off.", host=LIBRARY_HOST)

    def load(self, model: LocalModel) -> None:
        """Have a model loaded as answers will need it, and wait until it is. Raises ModelError and its kinds."""
        request = {"model": model.name, "keep_alive": KEEP_ALIVE, "stream": False, "options": _options(model)}
        self._connection.post("/api/generate", request, self._settings.first_token_seconds)

    def try_out(self, model: LocalModel, question: str) -> Trial:
        """A line that a model writes about a question. Raises ModelError and its kinds."""
        request: dict[str, Any] = {
            "model": model.name, "messages": [{"role": "user", "content": question}], "stream": True,
            "keep_alive": KEEP_ALIVE, "options": _options(model) | {"num_predict": _TRIAL_TOKENS},
        }  # fmt: skip
        if model.can_think:
            request["think"] = False
        text, last = self._short_text(request)
        seconds = told_number(last.get("eval_duration")) / _NANOSECONDS
        pace = 1 / seconds if seconds else 0.0
        return Trial(text.strip(), count_words(text) * pace, told_number(last.get("eval_count")) * pace)

    def hang_up(self) -> None:
        """End a download, a try-out or the loading of a model at once; may be called from any thread."""
        self._connection.hang_up()

    def _short_text(self, request: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """What a model writes, up to a limit, and the last line of the stream. Raises ModelError and its kinds."""
        text, left = "", _TRIAL_CHARACTERS
        last: Mapping[str, Any] = {}
        entries = self._connection.lines("/api/chat", request, self._settings.first_token_seconds)
        try:
            for last in entries:
                message = last.get("message")
                words = str(message.get("content") or "")[:left] if isinstance(message, dict) else ""
                text += words
                left -= max(1, len(words))  # a line without words counts as well: nobody may think for ever
                if last.get("done") or left <= 0:
                    return text, last
        finally:
            entries.close()
        raise AnswerBroken("The answer broke off before its end.")

    def _loaded(self) -> Mapping[str, int]:
        """The memory that each loaded model takes; none where an old server does not tell."""
        try:
            listed = self._connection.get("/api/ps", _LOOKING_SECONDS).get("models")
        except (ModelFailed, NotOllama) as error:
            _LOG.info("The server does not tell which models are loaded: %s", error)
            return {}
        entries = listed if isinstance(listed, list) else []
        return {model_name(entry): told_number(entry.get("size")) for entry in entries if isinstance(entry, dict)}


def _described(entry: Mapping[str, Any], loaded_bytes: int) -> InstalledModel:
    told = entry.get("details")
    details = told if isinstance(told, dict) else {}
    return InstalledModel(
        model_name(entry),
        told_number(entry.get("size")),
        str(details.get("parameter_size") or ""),
        str(details.get("quantization_level") or ""),
        loaded_bytes,
    )


def _note_layer(layers: dict[str, tuple[int, int]], entry: Mapping[str, Any]) -> None:
    total = told_number(entry.get("total"))
    if total:
        layers[str(entry.get("digest", ""))] = (min(told_number(entry.get("completed")), total), total)


def _options(model: LocalModel) -> dict[str, Any]:
    return {"num_ctx": model.context_tokens}


def _from_pull(error: ModelError, name: str) -> RagError:
    lowered = str(error).lower()
    kind = next((kind for kind, marks in _PULL_MARKS if any(mark in lowered for mark in marks)), None)
    told = re.sub(r"\s+", " ", str(error))
    return kind(told, model=name, host=LIBRARY_HOST) if kind else error
