"""One question on a thread of its own: search, show the quotes, write the answer, store both. Knows nothing of pages.

The quotes are stored before the model is asked, so that they stay whatever becomes of the answer.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from rag.answer.passes import Result, Watch
from rag.answer.writer import Writer
from rag.errors import RagError
from rag.model_errors import ModelError
from rag.progress import Stage, WritingProgress
from rag.questions import Wishes
from rag.types import Answer, Exchange, ExchangeState, Found, Quote

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.2
_SAVING_SECONDS = 2.0

Save = Callable[[Exchange], None]
Search = Callable[[str, Wishes], Found]
IsSearchable = Callable[[], bool]
Widen = Callable[[Quote, int, int], Quote]
"""The quote with all segments from one number to another."""


class AnswerJob:
    """The work on one exchange; everything public may be called from any thread."""

    def __init__(
        self, exchange: Exchange, is_searchable: IsSearchable, search: Search, writer: Writer, widen: Widen, save: Save
    ) -> None:
        self._exchange = exchange
        self._is_searchable = is_searchable
        self._search = search
        self._writer = writer
        self._widen = widen
        self._save = save
        self._progress: WritingProgress | None = None
        self._saved_at = time.monotonic()
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._changes = 0
        self._changed = threading.Condition()
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

    def wait_for_quotes(self, seconds: float) -> None:
        """Return as soon as the quotes are there, or after so many seconds, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._exchange.found is not None or self._finished.is_set(), seconds)

    def wait_for_change(self, seen: int, seconds: float) -> int:
        """The number of changes so far, as soon as it is not `seen`, or after so many seconds, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._changes != seen or self._finished.is_set(), seconds)
            return self._changes

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return not self._finished.is_set()

    @property
    def exchange(self) -> Exchange:
        """The exchange as it stands at this moment, the answer as far as it is written."""
        return self._exchange

    @property
    def progress(self) -> WritingProgress | None:
        """How far the model is; None before it is asked."""
        return self._progress

    def _run(self) -> None:
        try:
            self._work()
        except RagError as error:
            _LOG.warning("%s", error)
            self._keep_anyway(self._failed(error))
        except Exception:  # the last boundary of this thread: the question must not stay open for ever
            _LOG.exception("The question could not be answered")
            self._keep_anyway(replace(self._exchange, state=ExchangeState.FAILED, problem=RagError("bug").problem))
        finally:
            self._finished.set()
            self._tell()

    def _failed(self, error: RagError) -> Exchange:
        is_of_the_model = isinstance(error, ModelError)
        if is_of_the_model and self._stop.is_set():
            return replace(self._exchange, state=ExchangeState.STOPPED)
        state = ExchangeState.DONE if is_of_the_model else ExchangeState.FAILED
        return replace(self._exchange, answer=None, state=state, problem=error.problem)

    def _keep_anyway(self, exchange: Exchange) -> None:
        """Keep an exchange at least in memory, where the disk is what has failed."""
        try:
            self._keep(exchange)
        except RagError as error:
            _LOG.warning("The end of the question could not be stored: %s", error)

    def _work(self) -> None:
        while not self._is_searchable():
            if self._stop.wait(_POLL_SECONDS):
                self._keep(replace(self._exchange, state=ExchangeState.STOPPED))
                return
        found = self._search(self._exchange.question, self._exchange.wishes)
        self._keep(replace(self._exchange, found=found, state=ExchangeState.WRITING))
        if found.understood.rewritten:
            self._note(WritingProgress(Stage.COMPLETING, time.monotonic()))
            found = self._completed(found)
            self._keep(replace(self._exchange, found=found))
        if not found.is_found or self._stop.is_set():
            state = ExchangeState.STOPPED if self._stop.is_set() else ExchangeState.DONE
            self._keep(replace(self._exchange, state=state))
            return
        result = self._writer.answer(
            found.understood.rewritten or self._exchange.question,
            found,
            Watch(self._note, self._show, self._stop.is_set),
        )
        self._keep(self._answered(found, result))

    def _answered(self, found: Found, result: Result) -> Exchange:
        was_stopped = self._stop.is_set()
        return replace(
            self._exchange,
            found=replace(found, quotes=tuple(self._with_cited_lines(quote, result) for quote in found.quotes)),
            answer=result.answer if result.answer.text or result.answer.is_refusal else None,
            problem=result.error.problem if result.error and not was_stopped else None,
            state=ExchangeState.STOPPED if was_stopped else ExchangeState.DONE,
        )

    def _with_cited_lines(self, quote: Quote, result: Result) -> Quote:
        """The quote, made wider where the answer cites a neighbour: what is cited is what is shown."""
        cited = [segment for rank, segment in result.cited if rank == quote.rank and segment]
        first, last = min(cited, default=quote.first), max(cited, default=quote.last)
        if quote.first <= first and last <= quote.last:
            return quote
        return self._widen(quote, min(first, quote.first), max(last, quote.last))

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
        if found.is_found and not anew.is_found:
            return found
        return replace(anew, question=question, understood=replace(anew.understood, rewritten=whole))

    def _note(self, progress: WritingProgress) -> None:
        self._progress = progress
        self._tell()

    def _show(self, answer: Answer) -> None:
        """Show what is written so far; now and then it is stored, for the case that this process dies."""
        exchange = replace(self._exchange, answer=answer)
        now = time.monotonic()
        if self._progress:
            self._progress = replace(self._progress, since=now)
        if now - self._saved_at > _SAVING_SECONDS:
            self._saved_at = now
            self._keep(exchange)
        else:
            self._exchange = exchange
            self._tell()

    def _keep(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._save(exchange)
        self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()
