"""One question on a thread of its own: search, show the quotes, write the answer, store both. Knows nothing of pages.

The quotes are stored before the model is asked, so that they stay whatever becomes of the answer.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.citations import resolve_answer
from rag.answer.completion import MOST_CHARACTERS, accept_completion, completion_messages
from rag.answer.ollama import LocalModel, OllamaServer
from rag.answer.prompt import Prompt, SegmentsAround, build_prompt
from rag.config import Settings
from rag.errors import ModelError, RagError
from rag.questions import Wishes
from rag.types import Answer, Exchange, ExchangeState, Found, Quote

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.2
_OFFERED_QUOTES = 8
_COMPLETION_SECONDS = 8.0
"""How long a follow-up may wait for the model's words; the quotes by rule are on the page meanwhile."""

Save = Callable[[Exchange], None]
Search = Callable[[str, Wishes], Found]
IsSearchable = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Writer:
    """What is needed to write answers."""

    settings: Settings
    segments_around: SegmentsAround

    def prompt(self, question: str, quotes: Sequence[Quote]) -> Prompt:
        """The prompt for the best quotes of a question."""
        return build_prompt(
            question,
            quotes[:_OFFERED_QUOTES],
            self.segments_around,
            self.settings.context_tokens,
            self.settings.answer_tokens,
        )

    def write(
        self,
        prompt: Prompt,
        on_text: Callable[[str, str], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """The answer to a prompt; `on_text` is given all words so far and the model's name.

        Stopping takes effect at once, also while the server loads the model. Raises ModelError and its kinds when
        nothing was written; what was written before an error or a stop is returned as unfinished.
        """
        stop = stop or threading.Event()
        server = OllamaServer(self.settings)
        model = server.choose_model()
        text = ""
        is_unfinished = True
        try:
            for words in _stoppable(server, model, prompt.messages, stop.is_set):
                text += words
                if on_text:
                    on_text(text, model.name)
            is_unfinished = stop.is_set()
        except ModelError as error:
            if not text.strip():
                raise
            _LOG.warning("The answer broke off: %s", error)
        return resolve_answer(text, prompt.lines, prompt.quotes_offered, model.name, is_unfinished=is_unfinished)

    def complete(self, question: str, history: Sequence[str], stop: threading.Event) -> str | None:
        """The question in words of its own, as the model proposes it; None where it proposes none, or not in time.

        Raises ModelError and its kinds.
        """
        server = OllamaServer(self.settings)
        model = server.choose_model()
        deadline = time.monotonic() + _COMPLETION_SECONDS
        reply = ""
        messages = completion_messages(question, history)
        for words in _stoppable(server, model, messages, lambda: stop.is_set() or time.monotonic() > deadline):
            reply += words
            if len(reply) > 2 * MOST_CHARACTERS:
                break
        is_whole = not stop.is_set() and time.monotonic() <= deadline
        return accept_completion(reply, question, history) if is_whole else None


def _stoppable(
    server: OllamaServer, model: LocalModel, messages: Sequence[Mapping[str, str]], is_over: Callable[[], bool]
) -> Iterator[str]:
    """The stream of words, read on another thread, so that a silent server cannot hold up a stop."""
    words: queue.Queue[str | ModelError | None] = queue.Queue()

    def read() -> None:
        stream = server.stream(model, messages)
        try:
            for piece in stream:
                words.put(piece)
                if is_over():
                    break
            words.put(None)
        except ModelError as error:
            words.put(error)
        finally:
            stream.close()

    if is_over():
        return
    threading.Thread(target=read, name="model-stream", daemon=True).start()
    while not is_over():
        try:
            piece = words.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        if piece is None:
            return
        if isinstance(piece, ModelError):
            raise piece
        yield piece
    server.hang_up()


class AnswerJob:
    """The work on one exchange; everything public may be called from any thread."""

    def __init__(
        self, exchange: Exchange, is_searchable: IsSearchable, search: Search, writer: Writer, save: Save
    ) -> None:
        self._exchange = exchange
        self._is_searchable = is_searchable
        self._search = search
        self._writer = writer
        self._save = save
        self._prompt: Prompt | None = None
        self._stop = threading.Event()
        self._finished = threading.Event()
        self.started = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"answer-{exchange.id}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish with what there is."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the work was finished within so many seconds."""
        return self._finished.wait(seconds)

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return not self._finished.is_set()

    @property
    def exchange(self) -> Exchange:
        """The exchange as it stands at this moment, the answer as far as it is written."""
        return self._exchange

    def _run(self) -> None:
        try:
            self._work()
        except RagError as error:
            _LOG.warning("%s", error)
            state = ExchangeState.DONE if isinstance(error, ModelError) else ExchangeState.FAILED
            self._keep(replace(self._exchange, state=state, problem=error.problem))
        except Exception:  # the last boundary of this thread: the question must not stay open for ever
            _LOG.exception("The question could not be answered")
            self._keep(replace(self._exchange, state=ExchangeState.FAILED, problem=RagError("bug").problem))
        finally:
            self._finished.set()

    def _work(self) -> None:
        while not self._is_searchable():
            if self._stop.wait(_POLL_SECONDS):
                self._keep(replace(self._exchange, state=ExchangeState.STOPPED))
                return
        found = self._search(self._exchange.question, self._exchange.wishes)
        self._keep(replace(self._exchange, found=found, state=ExchangeState.WRITING))
        if found.understood.rewritten:
            found = self._completed(found)
            self._keep(replace(self._exchange, found=found))
        if not found.is_found:
            self._keep(replace(self._exchange, state=ExchangeState.DONE))
            return
        self._prompt = self._writer.prompt(found.understood.rewritten or self._exchange.question, found.quotes)
        answer = self._writer.write(self._prompt, self._show, self._stop)
        state = ExchangeState.STOPPED if self._stop.is_set() else ExchangeState.DONE
        self._keep(replace(self._exchange, answer=answer if answer.text else None, state=state))

    def _completed(self, found: Found) -> Found:
        """What is found for a follow-up in the model's words; what the rule found where the model has none."""
        question, wishes = self._exchange.question, self._exchange.wishes
        try:
            whole = self._writer.complete(question, wishes.history, self._stop)
        except ModelError as error:
            _LOG.info("The follow-up is searched as the rule completed it: %s", error)
            return found
        if whole is None:
            return found
        anew = self._search(whole, replace(wishes, history=()))
        return replace(anew, question=question, understood=replace(anew.understood, rewritten=whole))

    def _show(self, text: str, model: str) -> None:
        if self._prompt:
            answer = resolve_answer(text, self._prompt.lines, self._prompt.quotes_offered, model, is_unfinished=True)
            self._exchange = replace(self._exchange, answer=answer)

    def _keep(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._save(exchange)
