"""The one thread that reads files into the library and indexes them. Knows nothing of pages or searching.

Every step leaves a state that the next start goes on from: the original is stored before the transcript, the transcript
before it is indexed, and it becomes `ready` last.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from rag.errors import EncoderUnavailable, RagError, TranscriptMissing, UncertainEncoding, UnreadableFile
from rag.index.indexer import Indexer
from rag.index.progress import ProgressBoard
from rag.library.catalogue import Catalogue
from rag.library.intake import IncomingFile, Intake
from rag.progress import FileOutcome, FileStatus, IndexProgress, WorkerState
from rag.read.archive import unpack
from rag.read.reader import clean_file_name
from rag.read.signatures import is_archive
from rag.types import Transcript, TranscriptState

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """A task of the worker and the event that it is finished: a file to add, or a transcript to index again.

    `is_refresh` leaves the vectors as they are: only what is said about the transcript has changed.
    """

    file: IncomingFile | None = None
    transcript_id: int | None = None
    is_refresh: bool = False
    size: int = 0
    on_outcome: Callable[[FileOutcome], None] | None = None
    finished: threading.Event = field(default_factory=threading.Event)


class IndexWorker:
    """Runs the jobs of one library one after the other on a thread of its own."""

    def __init__(
        self,
        catalogue: Catalogue,
        intake: Intake,
        make_indexer: Callable[[], Indexer],
        forget: Callable[[int], None],
    ) -> None:
        self._catalogue = catalogue
        self._intake = intake
        self._make_indexer = make_indexer
        self._forget = forget
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._board = ProgressBoard()
        self._lock = threading.Lock()
        self._current: int | None = None
        self._dropped: set[int] = set()
        self._cancelled = 0
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

    def refresh(self, transcript_ids: Sequence[int]) -> list[Job]:
        """Queue transcripts of which only title, date, people or speakers have changed."""
        return self._queue([Job(transcript_id=number, is_refresh=True, size=1) for number in transcript_ids])

    def cancel(self) -> None:
        """Give up the files that wait; the one at hand is finished, transcripts of the library are indexed on."""
        self._cancelled += 1
        kept: list[Job | None] = []
        with suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is None or job.file is None:
                    kept.append(job)
                else:
                    self._board.ended(job.size)
                    job.finished.set()
        for job in (*kept, Job()):  # the empty one lets a worker that has nothing left find that out
            self._jobs.put(job)

    def drop(self, transcript_id: int) -> None:
        """Remove a transcript from the indexes, the catalogue and the originals, also while it is being indexed."""
        with self._lock:
            self._dropped.add(transcript_id)
        while self._current == transcript_id:
            time.sleep(0.02)
        transcript = self._catalogue.transcript(transcript_id)
        self._forget(transcript_id)
        self._catalogue.delete(transcript_id)
        self._intake.discard_original(transcript)

    def progress(self) -> IndexProgress:
        """How far the work is now, and what became of the last files."""
        return self._board.read()

    def forget_outcomes(self) -> None:
        """Empty the list of what became of the files."""
        self._board.forget_outcomes()

    def doubtful(self) -> dict[int, IncomingFile]:
        """The files whose letters are in doubt, by a number to decide with."""
        return self._board.doubtful()

    def settle_doubt(self, number: int) -> IncomingFile | None:
        """Take a file out of the doubtful ones; None when somebody else did."""
        return self._board.settle_doubt(number)

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
        state = self._board.state
        if state is WorkerState.WORKING:
            return self._catalogue.passage_count() > 0
        return state is not WorkerState.PREPARING

    def _queue(self, jobs: list[Job]) -> list[Job]:
        self._board.queued([job.size for job in jobs])
        for job in jobs:
            self._jobs.put(job)
        return jobs

    def _run(self) -> None:
        try:
            indexer = self._make_indexer()
            indexer.check_fingerprint()
            waiting = self._catalogue.unfinished()
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
        self._board.prepared(is_idle=self._jobs.empty())
        while not self._is_stopping:
            job = self._jobs.get()
            if job is None:
                break
            self._do(job, indexer)

    def _give_up(self, error: RagError) -> None:
        """Answer all that waits, and all that comes, with the error."""
        self._failure = error
        self._board.update(state=WorkerState.BROKEN, problem=error.problem, file_count=0)
        self._is_prepared.set()
        while not self._is_stopping:
            job = self._jobs.get()
            if job is None:
                return
            self._tell(job, FileOutcome(_name_of(job), FileStatus.REJECTED, error.problem))
            self._finish(job)

    def _do(self, job: Job, indexer: Indexer) -> None:
        started = time.perf_counter()
        self._board.began(_name_of(job), job.size)
        try:
            for outcome in self._outcomes_of(job, indexer):
                self._tell(job, replace(outcome, seconds=round(time.perf_counter() - started, 3)))
                started = time.perf_counter()
        except TranscriptMissing:
            _LOG.info("A transcript was deleted while it was indexed.")
        except RagError as error:
            _LOG.warning("%s", error)
            self._tell(job, FileOutcome(_name_of(job), FileStatus.REJECTED, error.problem))
        except Exception:  # the last boundary of this thread: one file must not end the indexing of all others
            _LOG.exception("A file could not be indexed")
            self._tell(job, FileOutcome(_name_of(job), FileStatus.REJECTED, RagError("bug").problem))
        with self._lock:
            self._current = None
        self._board.ended(job.size)
        self._finish(job)

    def _tell(self, job: Job, outcome: FileOutcome) -> None:
        if job.file:
            self._board.add_outcome(outcome)
        if job.on_outcome is None:
            return
        try:
            job.on_outcome(outcome)
        except Exception:  # whoever listens is none of the library's business
            _LOG.exception("A listener failed")

    def _finish(self, job: Job) -> None:
        if self._jobs.empty():
            self._board.came_idle()
        job.finished.set()

    def _outcomes_of(self, job: Job, indexer: Indexer) -> Iterator[FileOutcome]:
        if job.file is None:
            yield from self._again(job, indexer)
            return
        unchanged = self._intake.find_unchanged(job.file)
        if unchanged:
            yield _outcome(unchanged, FileStatus.KNOWN, _name_of(job))
            return
        state = self._intake.state_of(job.file)
        data = job.file.read()
        if is_archive(data):
            yield from self._unpacked(job.file, data, indexer)
            return
        for outcome in self._add(job.file, data, indexer):
            if outcome.transcript_id:
                self._intake.remember_place(job.file, state, outcome.transcript_id)
            yield outcome

    def _unpacked(self, archive: IncomingFile, data: bytes, indexer: Indexer) -> Iterator[FileOutcome]:
        cancelled = self._cancelled
        for member in unpack(data, self._intake.max_file_bytes):
            if self._is_stopping or cancelled != self._cancelled:
                return
            self._board.update(file_name=clean_file_name(member.name), passages_done=0)
            file = IncomingFile(member.name, member.content, archive.file_date, archive.encoding)
            yield from self._add(file, member.content, indexer)

    def _add(self, file: IncomingFile, data: bytes, indexer: Indexer) -> Iterator[FileOutcome]:
        name = clean_file_name(file.name)
        try:
            taken = self._intake.take(file, data)
        except UnreadableFile as error:
            _LOG.warning("%s", error)
            if isinstance(error, UncertainEncoding):
                self._board.add_doubt(replace(file, content=data))
            yield FileOutcome(name, FileStatus.REJECTED, error.problem)
            return
        if taken.is_known:
            yield _outcome(taken.transcript, FileStatus.KNOWN, name)
        else:
            yield from self._index(taken.transcript, indexer, name)

    def _again(self, job: Job, indexer: Indexer) -> Iterator[FileOutcome]:
        try:
            transcript = self._catalogue.transcript(job.transcript_id or 0)
        except TranscriptMissing:
            return
        self._board.update(file_name=transcript.file_name)
        if job.is_refresh and transcript.state is TranscriptState.READY:
            indexer.refresh_words(transcript)
        else:
            yield from self._index(transcript, indexer, transcript.file_name)

    def _index(self, transcript: Transcript, indexer: Indexer, name: str) -> Iterator[FileOutcome]:
        with self._lock:
            if transcript.id in self._dropped:
                return
            self._current = transcript.id
        older = self._catalogue.find_replaced(transcript)
        if not indexer.index(transcript, self._report):
            return
        if older:
            self._intake.discard_original(older)
        yield _outcome(self._catalogue.transcript(transcript.id), FileStatus.READY, name)

    def _report(self, done: int, total: int, words: int) -> bool:
        """Note how far the current file is; False when it should be given up."""
        self._board.advanced(done, total, words)
        with self._lock:
            return not self._is_stopping and self._current not in self._dropped


def _name_of(job: Job) -> str:
    return clean_file_name(job.file.name) if job.file else ""


def _outcome(transcript: Transcript, status: FileStatus, name: str) -> FileOutcome:
    return FileOutcome(
        file=name,
        status=status,
        transcript_id=transcript.id,
        segments=transcript.segment_count,
        passages=transcript.passage_count,
        words=transcript.words,
    )
