"""The local Ollama server as the writer of answers: which model, and the words of its answer as they come.

Written against Ollama's OpenAPI description. `truncate` and `shift` are sent as false, because the server otherwise
cuts a long prompt without a word.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.config import Settings
from rag.model_errors import (
    AnswerBroken,
    ModelDamaged,
    ModelError,
    ModelFailed,
    ModelMissing,
    ModelSilent,
    ModelUnsuited,
    NoModelInstalled,
    NotOllama,
    PromptTooLong,
)
from rag.ollama.budget import Window, window_tokens
from rag.ollama.connection import Connection
from rag.ollama.memory import total_memory
from rag.ollama.told import told_number

MAX_ANSWER_CHARACTERS = 20_000
KEEP_ALIVE = "30m"
_TEMPERATURE = 0.1
_LISTING_SECONDS = 10.0
_OF_ONE_MODEL = (ModelFailed, ModelMissing, ModelDamaged, ModelUnsuited)
"""Faults of one model, beside which another may be well."""
_HONEST_SINCE = (0, 12, 6)
"""Ollama keeps to `truncate: false` since this release; older ones cut in silence."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that can chat on this computer, with the window that is asked for it."""

    name: str
    can_think: bool
    context_tokens: int = 8192
    cuts_silently: bool = False


class OllamaServer:
    """A connection to the server, for one answer."""

    def __init__(self, settings: Settings) -> None:
        """Prepare without connecting. Raises ModelServerNotLocal and ModelAddressWrong."""
        self._settings = settings
        self._connection = Connection(settings.ollama_host, settings.connect_seconds, settings.allowed_host)
        self.prompt_tokens: int | None = None
        """How many tokens of the last prompt the server says to have read; None where it did not say."""

    def choose_model(self) -> LocalModel:
        """The model of the settings, else the first installed one that can chat and runs on this computer.

        Raises ModelServerDown, ModelTimeout, NotOllama, NoModelInstalled, ModelMissing and other kinds of ModelError.
        """
        installed = self._installed()
        wanted = self._settings.ollama_model
        if wanted:
            entry = next((entry for entry in installed if model_name(entry) in (wanted, f"{wanted}:latest")), None)
            if entry is None:
                raise ModelMissing(f"The model {wanted} is not installed.", model=wanted)
            return self._described(entry, self._details(entry))
        fault: ModelError = NoModelInstalled("Ollama runs and has no model that can write.")
        for entry in installed:
            try:
                details = self._details(entry)
            except _OF_ONE_MODEL as error:
                fault = error
                continue
            if "completion" in _capabilities(details):
                return self._described(entry, details)
        raise fault

    def stream(
        self, model: LocalModel, messages: Sequence[Mapping[str, str]], window: Window
    ) -> Generator[str, None, None]:
        """The words of the answer as they come, an empty text for every sign of thinking; closing it stops the model.

        Raises ModelError and its kinds, also in the middle.
        """
        self.prompt_tokens = None
        left, has_words, reason = MAX_ANSWER_CHARACTERS, False, None
        entries = self._connection.lines(
            "/api/chat", _request(model, messages, window), self._settings.first_token_seconds
        )
        try:
            for entry in entries:
                words = _content(entry)[:left]
                left -= max(1, len(words))  # a sign of life counts as well: nobody may think for ever
                has_words = has_words or bool(words.strip())
                if entry.get("done"):
                    reason = str(entry.get("done_reason") or "stop")
                    self.prompt_tokens = told_number(entry.get("prompt_eval_count")) or None
                yield words
                if reason is not None or left <= 0:
                    break
        finally:
            entries.close()
        if model.cuts_silently and window.is_cut(self.prompt_tokens):
            raise PromptTooLong("The server has cut the prompt without a word.")
        if not has_words and (reason is not None or left <= 0):
            raise ModelSilent(f"The model {model.name} ended without a word.", model=model.name)
        if reason is None or reason == "length":
            raise AnswerBroken("The answer broke off before its end.")

    def hang_up(self) -> None:
        """End the stream at once, also while the server is silent; may be called from any thread."""
        self._connection.hang_up()

    def _installed(self) -> list[Mapping[str, Any]]:
        return local_entries(self._connection.get("/api/tags", _LISTING_SECONDS), self._connection.host)

    def _details(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._connection.post("/api/show", {"model": model_name(entry)}, _LISTING_SECONDS)

    def _described(self, entry: Mapping[str, Any], details: Mapping[str, Any]) -> LocalModel:
        information = details.get("model_info")
        tokens = self._settings.context_tokens or window_tokens(
            information if isinstance(information, dict) else {}, told_number(entry.get("size")), total_memory()
        )
        return LocalModel(model_name(entry), "thinking" in _capabilities(details), tokens, self._cuts_silently())

    def _cuts_silently(self) -> bool:
        told = str(self._connection.get("/api/version", _LISTING_SECONDS).get("version", ""))
        numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", told)
        return numbers is not None and tuple(int(number) for number in numbers.groups()) < _HONEST_SINCE


def local_entries(listing: Mapping[str, Any], host: str) -> list[Mapping[str, Any]]:
    """The models of a listing that lie on the server's own computer. Raises NotOllama for what is no listing.

    Models of Ollama's cloud are listed like local ones, but the prompt would leave the computer.
    """
    listed = listing.get("models")
    if not isinstance(listed, list):
        raise NotOllama(f"{host} does not answer like Ollama.", host=host)
    return [entry for entry in listed if isinstance(entry, dict) and _is_local(entry)]


def model_name(entry: Mapping[str, Any]) -> str:
    """The name of a listed model; empty where it has none."""
    told = entry.get("model") or entry.get("name")
    return told if isinstance(told, str) else ""


def _is_local(entry: Mapping[str, Any]) -> bool:
    name = model_name(entry)
    is_remote = bool(entry.get("remote_host") or entry.get("remote_model"))
    return bool(name) and not is_remote and not name.endswith(("-cloud", ":cloud"))


def _capabilities(details: Mapping[str, Any]) -> list[str]:
    told = details.get("capabilities")
    return [str(item) for item in told] if isinstance(told, list) else ["completion"]


def _request(model: LocalModel, messages: Sequence[Mapping[str, str]], window: Window) -> dict[str, Any]:
    request: dict[str, Any] = {
        "model": model.name,
        "messages": list(messages),
        "stream": True,
        "truncate": False,
        "shift": False,
        "keep_alive": KEEP_ALIVE,
        "options": {"num_ctx": window.tokens, "num_predict": window.answer_tokens, "temperature": _TEMPERATURE},
    }
    if model.can_think:
        request["think"] = False
    return request


def _content(entry: Mapping[str, Any]) -> str:
    message = entry.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if message is not None and not isinstance(message, dict):
        raise AnswerBroken("The server sends no message where one should be.")
    if content is not None and not isinstance(content, str):
        raise AnswerBroken("The server sends no text where text should be.")
    return content or ""
