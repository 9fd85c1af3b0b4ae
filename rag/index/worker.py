"""The one thread that reads files into the library and indexes them. Knows nothing of pages or searching.

Every step leaves a state that the next start goes on from: the original is stored before it is read, the transcript
before it is indexed, and it becomes `ready` last.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rag.errors import EncoderUnavailable, RagError, UnreadableFile
from rag.index.indexer import Indexer
from rag.library.catalogue import Catalogue
from rag.library.originals import Originals, checksum_of
from rag.read.reader import clean_file_name, read_transcript
from rag.types import (
    DateSource,
    FileOutcome,
    FileStatus,
    IndexProgress,
    Transcript,
    TranscriptState,
    WorkerState,
)

_LOG = logging.getLogger(__name__)
_KEPT_OUTCOMES = 2000


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file to add: its bytes, or the path to read them from."""

    name: str
    content: bytes | Path
    file_date: date | None = None

    @property
    def size(self) -> int:
        """Bytes; 0 for a path that cannot be read, which `read` explains."""
        if isinstance(self.content, bytes):
            return len(self.content)
        try:
            return self.content.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """The bytes. Raises UnreadableFile when the path cannot be read."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            return self.content.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"{self.name} cannot be read: {error.strerror}") from error


@dataclass(slots=True)
class Job:
    """A task of the worker and the event that it is finished."""

    file: IncomingFile | None = None
    transcript_id: int | None = None
    size: int = 0
    on_outcome: Callable[[FileOutcome], None] | None = None
    finished: threading.Event = field(default_factory=threading.Event)


class IndexWorker:
    """Runs the jobs of one library one after the other on a thread of its own."""

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        make_indexer: Callable[[], Indexer],
        forget: Callable[[int], None],
        max_file_bytes: int,
    ) -> None:
        self._catalogue = catalogue
        self._originals = originals
        self._make_indexer = make_indexer
        self._forget = forget
        self._max_file_bytes = max_file_bytes
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._lock = threading.Lock()
        self._progress = IndexProgress(WorkerState.PREPARING)
        self._outcomes: deque[FileOutcome] = deque(maxlen=_KEPT_OUTCOMES)
        self._bytes_total = self._bytes_done = self._size_now = 0
        self._words_done = 0
        self._batch_started = 0.0
        self._current: int | None = None
        self._dropped: set[int] = set()
        self._is_stopping = False
        self._indexer: Indexer | None = None
        self._failure = RagError("The index was not prepared.")
        self._is_prepared = threading.Event()
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)

    def start(self) -> None:
        """Begin: prepare the encoder, go on with what the last process left, then wait for jobs."""
        self._thread.start()

    def stop(self) -> None:
        """End after the batch at hand; what is unfinished goes on at the next start."""
        self._is_stopping = True
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def add_files(
        self, files: Sequence[IncomingFile], on_outcome: Callable[[FileOutcome], None] | None = None
    ) -> list[Job]:
        """Queue files and return their jobs."""
        return self._queue([Job(file=file, size=file.size, on_outcome=on_outcome) for file in files])

    def index_again(self, transcripts: Sequence[Transcript]) -> list[Job]:
        """Queue transcripts that are in the library already."""
        return self._queue([Job(transcript_id=item.id, size=item.words * 6 + 1) for item in transcripts])

    def drop(self, transcript_id: int) -> None:
        """Remove a transcript from the indexes, the catalogue and the originals, also while it is being indexed."""
        with self._lock:
            self._dropped.add(transcript_id)
        while self._current == transcript_id:
            time.sleep(0.02)
        transcript = self._catalogue.transcript(transcript_id)
        self._forget(transcript_id)
        self._catalogue.delete(transcript_id)
        self._originals.delete(transcript.sha256)

    def progress(self) -> IndexProgress:
        """How far the work is now, and what became of the last files."""
        with self._lock:
            return replace(self._progress, outcomes=tuple(self._outcomes))

    def forget_outcomes(self) -> None:
        """Empty the list of what became of the files."""
        with self._lock:
            self._outcomes.clear()

    def wait_until_prepared(self) -> Indexer:
        """The indexer, once the encoder is there.

        Raises the error that kept it from being prepared.
        """
        self._is_prepared.wait()
        if self._indexer is None:
            raise self._failure
        return self._indexer

    def is_searchable(self) -> bool:
        """Whether searching makes sense now: not before the encoder is there, nor while the first transcript comes."""
        state = self.progress().state
        if state is WorkerState.WORKING:
            return self._catalogue.passage_count() > 0
        return state is not WorkerState.PREPARING

    def _queue(self, jobs: list[Job]) -> list[Job]:
        with self._lock:
            if self._progress.state is WorkerState.IDLE:
                self._start_batch()
            self._bytes_total += sum(job.size for job in jobs)
            is_prepared = self._progress.state in (WorkerState.IDLE, WorkerState.WORKING)
            self._progress = replace(
                self._progress,
                state=WorkerState.WORKING if is_prepared and jobs else self._progress.state,
                file_count=self._progress.file_count + len(jobs),
            )
        for job in jobs:
            self._jobs.put(job)
        return jobs

    def _start_batch(self) -> None:
        self._bytes_total = self._bytes_done = self._words_done = 0
        self._batch_started = time.monotonic()
        self._progress = replace(
            self._progress, file_number=0, file_count=0, share_done=0.0, seconds_left=None, words_per_second=0.0
        )

    def _run(self) -> None:
        try:
            indexer = self._make_indexer()
            indexer.check_fingerprint()
            waiting = [t for t in self._catalogue.transcripts() if t.state is TranscriptState.STORED]
        except RagError as error:
            _LOG.error("The index cannot be prepared: %s", error)
            self._give_up(error)
            return
        except Exception as error:  # the last boundary of this thread: nobody may wait for it for ever
            _LOG.exception("The index cannot be prepared")
            self._give_up(EncoderUnavailable(f"The index cannot be prepared: {error}"))
            return
        self._indexer = indexer
        self._is_prepared.set()
        self.index_again(waiting)
        with self._lock:
            self._batch_started = time.monotonic()
            state = WorkerState.IDLE if self._jobs.empty() else WorkerState.WORKING
            self._progress = replace(self._progress, state=state)
        while not self._is_stopping:
            job = self._jobs.get()
            if job is None:
                break
            self._do(job, indexer)

    def _give_up(self, error: RagError) -> None:
        """Answer all that waits, and all that comes, with the error."""
        self._failure = error
        self._set(IndexProgress(WorkerState.BROKEN, problem=error.problem))
        self._is_prepared.set()
        while not self._is_stopping:
            job = self._jobs.get()
            if job is None:
                return
            name = job.file.name if job.file else ""
            self._finish(job, FileOutcome(clean_file_name(name), FileStatus.REJECTED, error.problem))

    def _do(self, job: Job, indexer: Indexer) -> None:
        started = time.perf_counter()
        number = self.progress().file_number + 1
        name = job.file.name if job.file else ""
        self._size_now = job.size
        self._update(state=WorkerState.WORKING, file_name=clean_file_name(name), file_number=number, passages_done=0)
        try:
            outcome = self._add(job.file, indexer) if job.file else self._again(job.transcript_id, indexer)
        except RagError as error:
            _LOG.warning("%s", error)
            outcome = FileOutcome(clean_file_name(name), FileStatus.REJECTED, error.problem)
        except Exception:  # the last boundary of this thread: one file must not end the indexing of all others
            _LOG.exception("A file could not be indexed")
            outcome = FileOutcome(clean_file_name(name), FileStatus.REJECTED, RagError("bug").problem)
        with self._lock:
            self._current = None
        self._bytes_done += job.size
        seconds = time.perf_counter() - started
        self._finish(job, replace(outcome, seconds=round(seconds, 3)) if outcome else None)

    def _finish(self, job: Job, outcome: FileOutcome | None) -> None:
        if outcome:
            with self._lock:
                if job.file:
                    self._outcomes.append(outcome)
            _tell(job, outcome)
        if self._jobs.empty() and self._progress.state is WorkerState.WORKING:
            self._update(state=WorkerState.IDLE, share_done=1.0, seconds_left=None)
        job.finished.set()

    def _add(self, file: IncomingFile, indexer: Indexer) -> FileOutcome | None:
        data = file.read()
        name = clean_file_name(file.name)
        known = self._catalogue.find(checksum_of(data))
        if known and known.state is TranscriptState.READY:
            return _outcome(known, FileStatus.KNOWN, name)
        if known:
            return self._index(known, indexer, name)
        parsed = read_transcript(
            data,
            file.name,
            today=date.today(),
            file_date=file.file_date,
            near=_middle_date(self._catalogue.transcripts()),
            max_bytes=self._max_file_bytes,
        )
        return self._index(self._catalogue.add(self._originals.store(data), parsed), indexer, name)

    def _again(self, transcript_id: int | None, indexer: Indexer) -> FileOutcome | None:
        known = {transcript.id: transcript for transcript in self._catalogue.transcripts()}
        transcript = known.get(transcript_id or 0)
        if transcript is None:
            return None
        self._update(file_name=transcript.file_name)
        return self._index(transcript, indexer, transcript.file_name)

    def _index(self, transcript: Transcript, indexer: Indexer, name: str) -> FileOutcome | None:
        with self._lock:
            if transcript.id in self._dropped:
                return None
            self._current = transcript.id
        if not indexer.index(transcript, self._report):
            return None
        return _outcome(self._catalogue.transcript(transcript.id), FileStatus.READY, name)

    def _report(self, done: int, total: int, words: int) -> bool:
        """Note how far the current file is; False when it should be given up."""
        self._words_done += words
        elapsed = max(time.monotonic() - self._batch_started, 0.001)
        share_of_file = done / total if total else 1.0
        with self._lock:
            progress = self._progress
            share = min((self._bytes_done + share_of_file * self._size_now) / max(self._bytes_total, 1), 1.0)
            self._progress = replace(
                progress,
                passages_done=done,
                passages_total=total,
                words_per_second=self._words_done / elapsed,
                share_done=share,
                seconds_left=elapsed * (1 - share) / share if share > 0 else None,
            )
            return not self._is_stopping and self._current not in self._dropped

    def _update(self, **changes: object) -> None:
        with self._lock:
            self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]

    def _set(self, progress: IndexProgress) -> None:
        with self._lock:
            self._progress = progress


def _middle_date(transcripts: Sequence[Transcript]) -> date | None:
    """The median of the dates that headers and names give."""
    dates = sorted(t.date for t in transcripts if t.date and t.date_source is not DateSource.FILE)
    return dates[len(dates) // 2] if dates else None


def _tell(job: Job, outcome: FileOutcome) -> None:
    if job.on_outcome is None:
        return
    try:
        job.on_outcome(outcome)
    except Exception:  # whoever listens is none of the library's business
        _LOG.exception("A listener failed")


def _outcome(transcript: Transcript, status: FileStatus, name: str) -> FileOutcome:
    return FileOutcome(
        file=name,
        status=status,
        transcript_id=transcript.id,
        segments=transcript.segment_count,
        passages=transcript.passage_count,
        words=transcript.words,
    )
