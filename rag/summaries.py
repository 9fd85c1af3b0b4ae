"""Summaries of sessions: five cited statements by the local model, written in the background.

Knows nothing of pages.
"""

import logging
import threading
from collections.abc import Callable

from rag.answer.passes import Watch
from rag.errors import RagError
from rag.languages import Language
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.summaries import KeptSummaries, KeptSummary
from rag.model_errors import ModelError, ModelSilent
from rag.people import People
from rag.progress import WritingProgress
from rag.types import Answer, Problem
from rag.whole_session import MakeWriter, WholeSession, whole_session

_LOG = logging.getLogger(__name__)
_STOP_SECONDS = 5.0


class SummaryJob:
    """The work on one summary; everything public may be called from any thread."""

    def __init__(self, language: Language, write: Callable[[Watch], ModelError | None]) -> None:
        self.language = language
        self._write = write
        self._progress: WritingProgress | None = None
        self._problem: Problem | None = None
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._run, name="summary", daemon=True)

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
    def progress(self) -> WritingProgress | None:
        """How many of the lines are read; None before the model is asked."""
        return self._progress

    @property
    def problem(self) -> Problem | None:
        """Why there is no summary, or not the whole."""
        return self._problem

    def _run(self) -> None:
        try:
            error = self._write(Watch(self._note, is_over=self._stop.is_set))
            self._problem = error.problem if error and not self._stop.is_set() else None
        except RagError as error:
            _LOG.warning("The summary was not written: %s", error)
            self._problem = error.problem
        except Exception:  # the last boundary of this thread: the page must not wait for ever
            _LOG.exception("The summary could not be written")
            self._problem = RagError("bug").problem
        finally:
            self._finished.set()

    def _note(self, progress: WritingProgress) -> None:
        self._progress = progress


class Summaries:
    """The summaries of one library."""

    def __init__(self, database: Database, catalogue: Catalogue, people: People, make_writer: MakeWriter) -> None:
        self._kept = KeptSummaries(database)
        self._catalogue = catalogue
        self._people = people
        self._make_writer = make_writer
        self._jobs: dict[int, SummaryJob] = {}
        self._lock = threading.Lock()

    def find(self, transcript_id: int, language: Language) -> KeptSummary | None:
        """The summary of a transcript in this language, or None; its citations are numbers of segments."""
        return self._kept.find(transcript_id, language)

    def begin(self, transcript_id: int, language: Language) -> SummaryJob:
        """Begin to write a summary in place of the one before; the work at hand on this transcript, if there is."""
        with self._lock:
            known = self._jobs.get(transcript_id)
            if known and known.is_running:
                return known
            job = SummaryJob(language, lambda watch: self._write(transcript_id, language, watch))
            self._jobs[transcript_id] = job
        job.start()
        return job

    def job(self, transcript_id: int) -> SummaryJob | None:
        """The newest work on a summary of this transcript, or None when there was none in this process."""
        with self._lock:
            return self._jobs.get(transcript_id)

    def is_at_work(self) -> bool:
        """Whether a summary is being written."""
        with self._lock:
            return any(job.is_running for job in self._jobs.values())

    def end_jobs(self) -> None:
        """Stop all work and forget it; what it has come to is kept."""
        with self._lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.stop()
        for job in jobs:
            job.wait(_STOP_SECONDS)

    def _write(self, transcript_id: int, language: Language, watch: Watch) -> ModelError | None:
        """Write and keep a summary; why it is not the whole. Raises ModelError, TranscriptMissing."""
        session = whole_session(self._catalogue, self._people, transcript_id, language)
        is_stopped = watch.is_over
        watch.is_over = lambda: is_stopped() or session.has_changed(self._catalogue)
        result = self._make_writer().summary(session.heading, session.segments, language, watch)
        if not result.answer.statements and not watch.is_over():
            raise ModelSilent("The model found nothing to say about the session.")
        self._keep(session, language, result.answer)
        return result.error

    def _keep(self, session: WholeSession, language: Language, answer: Answer) -> None:
        """Keep a summary; a part of one takes the place of nothing but a part."""
        known = self._kept.find(session.transcript.id, language)
        is_better = known is None or known.answer.is_unfinished or not answer.is_unfinished
        if answer.statements and is_better and not self._kept.keep(session.transcript, language, answer):
            _LOG.info("A transcript changed while its summary was written.")
