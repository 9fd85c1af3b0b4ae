"""One request to the local model: a prompt that fits its window, its words as they come, why they ended.

A server that finds a prompt too long gets a shorter one: nothing is ever cut without a word.
"""

import logging
import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol

from rag.answer.prompt import Prompt
from rag.config import Settings
from rag.model_errors import ModelError, ModelRepeats, ModelTimeout, PromptTooLong
from rag.ollama.budget import Window, refined
from rag.ollama.server import LocalModel, OllamaServer
from rag.ollama.streaming import Patience, watched, without_loop

_LOG = logging.getLogger(__name__)
_ENDLESS = Patience(math.inf, math.inf)
"""The server's own limits hold where a model is chosen."""

MakePrompt = Callable[[Window], Prompt]
IsOver = Callable[[], bool]
OnText = Callable[[str, Prompt], None]


class Factors(Protocol):
    """What the tokens of models were seen to be to the estimate, by the models' names; 1.0 for a new one."""

    def of(self, model: str) -> float:
        """The factor of a model."""

    def keep(self, model: str, factor: float) -> None:
        """Remember the factor of a model."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote to a prompt; `error` says why it is not the whole, None where it is."""

    text: str
    prompt: Prompt
    error: ModelError | None = None
    was_stopped: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the model came to its own end."""
        return self.error is None and not self.was_stopped


class Model:
    """A model that was chosen on a running server."""

    def __init__(self, settings: Settings, factors: Factors, is_over: IsOver = lambda: False) -> None:
        """Ask the server for its models. Raises ModelError and its kinds, ModelTimeout when it is over before."""
        self._server = OllamaServer(settings)
        self._model = self._chosen(is_over)
        self._factors = factors
        self._patience = Patience(settings.first_token_seconds, settings.next_token_seconds)
        self._window = Window(self._model.context_tokens, settings.answer_tokens, factors.of(self._model.name))

    @property
    def name(self) -> str:
        """The model's name on the server."""
        return self._model.name

    def fitting(self, make_prompt: MakePrompt) -> Prompt:
        """The prompt as it would be sent."""
        return make_prompt(self._window)

    def write(self, make_prompt: MakePrompt, is_over: IsOver, on_text: OnText | None = None) -> Written:
        """What the model writes; `on_text` is given all words so far.

        What was written before an error is kept. Raises ModelError and its kinds when there is none.
        """
        prompt = make_prompt(self._window)
        while True:
            try:
                return self._written(prompt, is_over, on_text)
            except PromptTooLong:
                prompt = self._shorter(make_prompt, prompt)

    def _chosen(self, is_over: IsOver) -> LocalModel:
        chosen: list[LocalModel] = []

        def choose() -> Generator[str, None, None]:
            chosen.append(self._server.choose_model())
            yield ""

        for _ in watched(choose(), self._server.hang_up, is_over, _ENDLESS):
            pass
        if not chosen:
            raise ModelTimeout("It was stopped before there was a model.")
        return chosen[0]

    def _written(self, prompt: Prompt, is_over: IsOver, on_text: OnText | None) -> Written:
        text = ""
        stream = self._server.stream(self._model, prompt.messages, self._window)
        try:
            for words in watched(stream, self._server.hang_up, is_over, self._patience):
                text += words
                if on_text:
                    on_text(text, prompt)
        except PromptTooLong:
            raise
        except ModelError as error:
            if not text.strip():
                raise
            _LOG.warning("The answer broke off: %s", error)
            return Written(without_loop(text) if isinstance(error, ModelRepeats) else text, prompt, error)
        self._learn(prompt)
        return Written(text, prompt, was_stopped=is_over())

    def _learn(self, prompt: Prompt) -> None:
        factor = refined(self._window.factor, prompt.text, self._server.prompt_tokens)
        if factor != self._window.factor:
            self._window = self._window.with_factor(factor)
            self._factors.keep(self.name, factor)

    def _shorter(self, make_prompt: MakePrompt, prompt: Prompt) -> Prompt:
        """A prompt of fewer lines, for a server that found this one too long; what was learnt is remembered."""
        shorter = prompt
        while len(shorter.lines) >= len(prompt.lines):
            tighter = self._window.tighter()
            if tighter == self._window:
                raise PromptTooLong("The quotes do not fit into the model's window.")
            self._window = tighter
            shorter = make_prompt(tighter)
        _LOG.info(
            "The prompt was too long for %s: %d lines instead of %d", self.name, len(shorter.lines), len(prompt.lines)
        )
        self._factors.keep(self.name, self._window.factor)
        return shorter
