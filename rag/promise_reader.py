"""The one thread that looks for promises: by patterns in all transcripts, by the local model where that is wanted.

The model reads one session after the other and makes way for whatever the user waits for. Knows nothing of pages.
"""

import hashlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from rag.answer.passes import Watch
from rag.errors import RagError, TranscriptMissing
from rag.languages import LANGUAGES, Language, count_words
from rag.library.catalogue import Catalogue
from rag.library.promises import FoundPromise, KeptPromises
from rag.model_errors import (
    AnswerBroken,
    ModelError,
    ModelRepeats,
    ModelSilent,
    ModelStalled,
    ModelTimeout,
    PromptTooLong,
)
from rag.people import People
from rag.progress import WritingProgress
from rag.search.promising import MOST_CHARACTERS, is_question, promise_spans
from rag.types import Problem, Segment, Statement, Transcript
from rag.whole_session import MakeWriter, whole_session

_LOG = logging.getLogger(__name__)
_AUTOMATIC = "promises_by_model"
_POLL_SECONDS = 0.5
_RETRY_SECONDS = 300.0
_STOP_SECONDS = 10.0
_FEWEST_WORDS = 3
_OF_ONE_SESSION = (
    ModelSilent, ModelRepeats, AnswerBroken, PromptTooLong, ModelTimeout, ModelStalled, TranscriptMissing,
)  # fmt: skip
"""Faults that need not concern the next session."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment of the reading by the model: session `number` of `count`, how many of its lines are read.

    `is_waiting` while the user waits for something else of the model; `problem` is why the last reading failed.
    """

    is_running: bool = False
    number: int = 0
    count: int = 0
    title: str = ""
    part: int = 0
    parts: int = 0
    is_waiting: bool = False
    problem: Problem | None = None


@dataclass(slots=True)
class _Queue:
    """The sessions that wait to be read; a new one takes the place of the one before."""

    language: Language = "ru"
    waiting: deque[int] = field(default_factory=deque)
    count: int = 0


class PromiseReader:
    """Looks for promises in one library; everything public may be called from any thread."""

    def __init__(
        self,
        kept: KeptPromises,
        catalogue: Catalogue,
        people: People,
        make_writer: MakeWriter,
        is_busy: Callable[[], bool],
    ) -> None:
        self._kept = kept
        self._catalogue = catalogue
        self._people = people
        self._make_writer = make_writer
        self._is_busy = is_busy
        self._lock = threading.Lock()
        self._queue = _Queue()
        self._reading = Reading()
        self._scanned = -1
        self._rests: tuple[int, float] = (-1, 0.0)
        self._settled = -1
        self._failed: set[int] = set()
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="promises", daemon=True)

    def start(self) -> None:
        """Begin to look for promises, now and whenever transcripts change."""
        self._thread.start()

    def stop(self) -> None:
        """End; what was found is kept."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def state(self) -> Reading:
        """How far the reading by the model is."""
        return self._reading

    def read(self, transcripts: Sequence[Transcript], language: Language) -> None:
        """Have the model read these transcripts in this order, in place of what it was to read before."""
        self._failed.clear()
        self._begin([transcript.id for transcript in transcripts], language)
        self._wake.set()

    def end_reading(self) -> None:
        """End the reading by the model; nothing is read by itself until transcripts change."""
        self._rests = (self._catalogue.revision, float("inf"))
        self._begin([], self._queue.language)

    @property
    def automatic(self) -> Language | None:
        """In which language new sessions are read by themselves; None while they are not."""
        kept = self._catalogue.setting(_AUTOMATIC)
        return next((language for language in LANGUAGES if language == kept), None)

    def set_automatic(self, language: Language | None) -> None:
        """Have new sessions read by themselves, or not."""
        self._rests = (-1, 0.0)
        self._catalogue.set_setting(_AUTOMATIC, language or "")
        self._wake.set()

    def unscanned(self) -> int:
        """In how many transcripts the patterns are still to look for promises."""
        readings = self._kept.readings(by_model=False)
        return sum(readings.get(transcript.id) != _recipe() for transcript in self._catalogue.transcripts())

    def unread(self, transcripts: Sequence[Transcript]) -> list[Transcript]:
        """Those of the transcripts that no model has read yet, the newest session first."""
        readings = self._kept.readings(by_model=True)
        return newest_first([transcript for transcript in transcripts if transcript.id not in readings])

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._scan()
                self._read_all()
            except RagError as error:
                _LOG.warning("The promises cannot be looked for: %s", error)
                self._give_up(error.problem)
            except Exception:  # the last boundary of this thread: it must live as long as the library is open
                _LOG.exception("The promises could not be looked for")
                self._give_up(RagError("bug").problem)
            if self._wake.wait(_POLL_SECONDS):
                self._wake.clear()
                self._settled = -1

    # By patterns

    def _scan(self) -> None:
        revision = self._catalogue.revision
        if revision == self._scanned:
            return
        readings = self._kept.readings(by_model=False)
        for transcript in self._catalogue.transcripts():
            if self._closing.is_set():
                return
            if readings.get(transcript.id) != _recipe():
                spans = promise_spans(self._catalogue.segments(transcript.id))
                found = [FoundPromise(first, last) for first, last in spans]
                self._kept.keep_patterns(transcript.id, found, _recipe())
        self._scanned = revision

    # By the model

    def _begin(self, transcript_ids: Sequence[int], language: Language) -> None:
        with self._lock:
            self._queue = _Queue(language, deque(transcript_ids), len(transcript_ids))
            self._reading = Reading(is_running=bool(transcript_ids), count=len(transcript_ids))

    def _finish(self, queue: _Queue, problem: Problem | None) -> None:
        with self._lock:
            if queue is self._queue and self._reading.is_running:
                queue.waiting.clear()
                self._reading = Reading(problem=problem)

    def _give_up(self, problem: Problem) -> None:
        self._rest()
        self._finish(self._queue, problem)

    def _rest(self) -> None:
        """Read nothing by itself for a while, or for as long as the user has said."""
        revision, until = self._rests
        now = self._catalogue.revision
        self._rests = (now, max(until if revision == now else 0.0, time.monotonic() + _RETRY_SECONDS))

    def _read_all(self) -> None:
        if not self._queue.waiting:
            self._begin_by_itself()
        queue = self._queue
        while queue is self._queue and queue.waiting and not self._closing.is_set():
            if self._is_busy():
                self._note(queue, is_waiting=True)
                self._closing.wait(_POLL_SECONDS)
                continue
            self._read_next(queue)
        self._finish(queue, self._reading.problem)

    def _begin_by_itself(self) -> None:
        now = self._catalogue.revision
        revision, until = self._rests
        if now == self._settled or (revision == now and time.monotonic() < until):
            return
        language = self.automatic
        unread = self.unread(self._catalogue.transcripts()) if language else []
        wanted = [transcript.id for transcript in unread if transcript.id not in self._failed]
        if language and wanted:
            self._begin(wanted, language)
        else:
            self._settled = now

    def _read_next(self, queue: _Queue) -> None:
        transcript_id = queue.waiting[0]
        self._note(queue, number=queue.count - len(queue.waiting) + 1, is_waiting=False, part=0, parts=0)
        try:
            is_done = self._read(queue, transcript_id)
        except _OF_ONE_SESSION as error:
            _LOG.warning("A session was not read for promises: %s", error)
            self._failed.add(transcript_id)
            if isinstance(error, ModelError):
                self._note(queue, problem=error.problem)
            is_done = True
        except RagError as error:
            _LOG.warning("A session cannot be read for promises: %s", error)
            self._rest()
            self._note(queue, problem=error.problem)
            queue.waiting.clear()
            return
        if is_done:
            queue.waiting.popleft()

    def _read(self, queue: _Queue, transcript_id: int) -> bool:
        """Whether a session was read to its end. Raises ModelError, LibraryError and their kinds."""
        session = whole_session(self._catalogue, self._people, transcript_id, queue.language)
        self._note(queue, title=session.transcript.title)

        def is_over() -> bool:
            is_unwanted = queue is not self._queue or self._closing.is_set()
            return is_unwanted or self._is_busy() or session.has_changed(self._catalogue)

        watch = Watch(lambda progress: self._follow(queue, progress), is_over=is_over)
        result = self._make_writer().promises(session.heading, session.segments, queue.language, watch)
        known = [promise for promise in self._kept.all() if promise.transcript_id == transcript_id]
        spans = [(promise.first, promise.last) for promise in known]
        found = promises_in(result.answer.statements, session.segments, spans)
        is_whole = not result.answer.is_unfinished
        is_kept = self._kept.keep_model(session.transcript, found, result.answer.model, is_whole=is_whole)
        if result.error:
            raise result.error
        return is_whole and is_kept

    def _follow(self, queue: _Queue, progress: WritingProgress) -> None:
        self._note(queue, part=progress.part, parts=progress.parts)

    def _note(self, queue: _Queue, **changes: object) -> None:
        with self._lock:
            if queue is self._queue:
                self._reading = replace(self._reading, **changes)  # type: ignore[arg-type]


def promises_in(
    statements: Sequence[Statement], segments: Sequence[Segment], known: Sequence[tuple[int, int]]
) -> list[FoundPromise]:
    """The promises that a model's statements cite, one for each line.

    A citation of lines that are known to promise means these. Another line must be spoken as a promise can be: no
    question, and not in a word or two.
    """
    by_number = {segment.number: segment for segment in segments}
    wordings: dict[tuple[int, int], list[str]] = {}
    for statement in statements:
        span = _cited_span(statement, by_number, known)
        if span:
            wordings.setdefault(span, []).append(statement.text)
    return [FoundPromise(*span, "; ".join(dict.fromkeys(texts))) for span, texts in wordings.items()]


def newest_first(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """The transcripts by date, those without one last."""
    return sorted(transcripts, key=lambda item: (item.date is not None, str(item.date), item.id), reverse=True)


def _cited_span(
    statement: Statement, by_number: dict[int, Segment], known: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    cited = [number for number in statement.citations if number in by_number]
    for number in cited:
        for first, last in known:
            if first <= number <= last:
                return first, last
    return next(((number, number) for number in cited if _can_promise(by_number[number].text)), None)


def _can_promise(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and count_words(text) >= _FEWEST_WORDS and not is_question(text)


@cache
def _recipe() -> str:
    """A hash of the program text of the patterns, so that no number has to be counted up by hand."""
    folder = Path(__file__).parent / "search"
    sources = [folder / name for name in ("promising.py", "promise_words.py")]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
