"""What is asked of the local model for one library: answers, whole questions, summaries, promises.

Knows nothing of pages and of the database.
"""

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rag.answer.completion import MOST_CHARACTERS, accept_completion, completion_messages
from rag.answer.instructions import Task
from rag.answer.model import Factors, IsOver, Model, Written
from rag.answer.passes import Result, Watch, answer_by_sessions, find_promises, resolved, summarise
from rag.answer.prompt import Prompt, Request, SegmentsAround, quotes_prompt
from rag.config import Settings
from rag.languages import Language, language_of_text
from rag.model_errors import ModelSilent
from rag.progress import Stage
from rag.types import Found, Quote, Segment

OFFERED_QUOTES = 8
_COMPLETION_SECONDS = 8.0
"""How long the model may write at a follow-up; it is loaded before, as the answer needs it anyway."""


@dataclass(frozen=True, slots=True)
class Writer:
    """What is needed to write; `asker` is who "I" is in a question."""

    settings: Settings
    segments_around: SegmentsAround
    factors: Factors
    asker: str | None = None

    def answer(self, question: str, found: Found, watch: Watch | None = None) -> Result:
        """The answer to a question from its quotes, over several sessions in several passes.

        What was written before a fault or a stop is returned as unfinished. Raises ModelError and its kinds when
        nothing was written.
        """
        watch = watch or Watch()
        watch.progress(Stage.LOADING)
        model = self._model(watch.is_over)
        request = Request(Task.ANSWER, language_of_text(question), question, self.asker)
        if found.is_wide and len({quote.transcript_id for quote in found.quotes}) > 1:
            return answer_by_sessions(model, request, found.quotes, self.segments_around, watch)
        return self._answer_at_once(model, request, found.quotes[:OFFERED_QUOTES], watch)

    def summary(
        self, heading: str, segments: Sequence[Segment], language: Language, watch: Watch | None = None
    ) -> Result:
        """Five cited statements about a session; their citations are numbers of segments.

        Raises ModelError and its kinds when nothing was written.
        """
        watch = watch or Watch()
        watch.progress(Stage.LOADING)
        return summarise(self._model(watch.is_over), Request(Task.SUMMARY, language), heading, segments, watch)

    def promises(
        self, heading: str, segments: Sequence[Segment], language: Language, watch: Watch | None = None
    ) -> Result:
        """A statement for every promise in a session; their citations are numbers of segments.

        Raises ModelError and its kinds when nothing was written.
        """
        watch = watch or Watch()
        watch.progress(Stage.LOADING)
        return find_promises(self._model(watch.is_over), Request(Task.PROMISES, language), heading, segments, watch)

    def complete(self, question: str, history: Sequence[str], stop: threading.Event) -> str | None:
        """The question in words of its own, as the model proposes it; None where it proposes none, or not in time.

        Raises ModelError and its kinds.
        """
        reply, begun = "", math.inf

        def note(text: str, _prompt: Prompt) -> None:
            nonlocal reply, begun
            reply, begun = text, min(begun, time.monotonic())

        def is_over() -> bool:
            is_late = time.monotonic() > begun + _COMPLETION_SECONDS
            return stop.is_set() or is_late or len(reply) > 2 * MOST_CHARACTERS

        if stop.is_set():
            return None
        prompt = Prompt(completion_messages(question, history), (), 0)
        written = self._model(is_over).write(lambda _window: prompt, is_over, note)
        return accept_completion(written.text, question, history) if written.is_whole else None

    def _model(self, is_over: IsOver) -> Model:
        return Model(self.settings, self.factors, is_over)

    def _answer_at_once(self, model: Model, request: Request, quotes: Sequence[Quote], watch: Watch) -> Result:
        is_begun = False

        def show(text: str, prompt: Prompt) -> None:
            nonlocal is_begun
            if not is_begun:
                is_begun = True
                watch.progress(Stage.WRITING)
            watch.answer(lambda: resolved(Written(text, prompt, was_stopped=True), model.name).answer)

        written = model.write(partial(quotes_prompt, request, quotes, self.segments_around), watch.is_over, show)
        result = resolved(written, model.name)
        if written.is_whole and not result.answer.text:
            raise ModelSilent(f"The model {model.name} wrote nothing but marks.", model=model.name)
        return result
