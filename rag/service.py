"""The facade: wires the rooms and is all that pages, the command line and tests talk to."""

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from rag.answer.job import AnswerJob, Writer
from rag.config import Settings
from rag.editor import Editor
from rag.errors import LibraryError, ModelError, RagError
from rag.folders import ARCHIVE_SUFFIX, Folders, files_in
from rag.index.encoders import load_encoder
from rag.index.indexer import Indexer, forget_transcript
from rag.index.lines import LineVectors
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.index.worker import IndexWorker, Job
from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.corrections import Corrections
from rag.library.database import Database
from rag.library.intake import IncomingFile, Intake
from rag.library.lock import LibraryLock
from rag.library.originals import Originals
from rag.library.places import Places
from rag.people import People
from rag.quality import Feedback, Quality, Reason, Run, SavedQuestion, Span, change
from rag.questions import Wishes
from rag.read.decoding import ENCODINGS, readings
from rag.read.guard import GuardedReader
from rag.read.reader import SUFFIXES
from rag.search.quotes import CONTEXT_SEGMENTS
from rag.search.candidates import Indexes
from rag.search.searcher import Scope, Searcher
from rag.types import (
    Answer,
    Conversation,
    Encoder,
    Exchange,
    FileOutcome,
    Found,
    IndexProgress,
    Problem,
    Quote,
    Segment,
    Session,
    Transcript,
)

SAMPLE_FOLDER = Path(__file__).parent / "sample"
DEFAULT_QUOTES = 10
_CLOSE_SECONDS = 5.0
_POLL_SECONDS = 0.05
_OFFERED_READINGS = 8


@dataclass(frozen=True, slots=True)
class Extract:
    """A stretch of a transcript around a line, for reading; `total` counts all segments."""

    transcript: Transcript
    session: Session | None
    segments: tuple[Segment, ...]
    total: int


class Service:
    """One open library with everything that works on it."""

    def __init__(self, settings: Settings, owner: str | None = None) -> None:
        """Open the library of these settings, making its folder when there is none.

        Raises LibraryBusy, LibraryDamaged, DiskFull, LibraryError, IndexBroken.
        """
        self.settings = settings
        self._owner = owner
        self._folder = settings.library
        _make_private_folder(self._folder)
        self._lock = LibraryLock(self._folder)
        self._lock.take()
        with ExitStack() as undo:
            undo.callback(self._lock.release)
            self._open()
            undo.pop_all()

    def _open(self) -> None:
        settings = self.settings
        self._database = Database(self._folder / "library.sqlite3")
        self._catalogue = Catalogue(self._database)
        self._originals = Originals(self._folder / "originals")
        self._conversations = Conversations(self._database)
        self._conversations.finish_interrupted()
        self._vectors = VectorIndex(self._folder / "vectors")
        self._words = WordIndex(self._database)
        self._lines = LineVectors(self._database)
        self._encoder: Encoder | None = None
        self._corrections = Corrections(self._database, self._catalogue)
        self._reader = GuardedReader()
        self._intake = Intake(
            self._catalogue,
            self._originals,
            self._corrections,
            Places(self._database),
            self._reader,
            settings.max_file_bytes,
        )
        self._worker = IndexWorker(self._catalogue, self._intake, self._make_indexer, self._forget)
        self.people = People(self._catalogue, self._owner)
        self.editor = Editor(self._catalogue, self._corrections, self._worker)
        self.folders = Folders(self._catalogue, self._intake, self._worker)
        self.quality = Quality(self._database, self._catalogue, self._words, self._vectors, self.people, self.search)
        self._worker.start()
        self.folders.start()
        self._jobs: dict[str, AnswerJob] = {}
        self._jobs_lock = threading.Lock()

    def close(self) -> None:
        """Stop all work, keep its state and let another process open the library."""
        self._end_jobs()
        with ExitStack() as steps:
            steps.callback(self._lock.release)
            steps.callback(self._database.close)
            steps.callback(self._vectors.close)
            steps.callback(self._reader.close)
            self.folders.stop()
            self.quality.stop()
            self._worker.stop()

    # Transcripts

    def add_files(
        self, files: Sequence[IncomingFile], on_outcome: Callable[[FileOutcome], None] | None = None
    ) -> list[Job]:
        """Queue files for reading and indexing."""
        return self._worker.add_files(files, on_outcome)

    def add_sample(self) -> list[Job]:
        """Queue the sample library."""
        return self.add_files([IncomingFile(path.name, path) for path in sorted(SAMPLE_FOLDER.iterdir())])

    def index_again(self, transcript_id: int) -> None:
        """Queue a transcript of the library for indexing."""
        self._worker.index_again([self._catalogue.transcript(transcript_id)])

    def delete_transcripts(self, transcript_ids: Sequence[int]) -> None:
        """Remove transcripts with their originals and everything made from them, quotes in chats included.

        Raises TranscriptMissing.
        """
        self._end_jobs()  # what they still hold of the quotes must not be stored again
        for transcript_id in transcript_ids:
            self._worker.drop(transcript_id)
            self._corrections.forget(transcript_id)
        self._conversations.forget_transcripts(transcript_ids)
        self._database.forget_the_past()

    def original(self, transcript_id: int) -> bytes:
        """The file of a transcript, byte for byte as it was given. Raises TranscriptMissing, LibraryError."""
        return self._originals.read(self._catalogue.transcript(transcript_id).sha256)

    def cancel(self) -> None:
        """Give up the files that wait to be read; the one at hand is finished."""
        self._worker.cancel()

    def doubtful(self) -> Mapping[int, IncomingFile]:
        """The files whose letters are in doubt, by a number to decide with."""
        return self._worker.doubtful()

    def readings(self, number: int) -> Mapping[str, str]:
        """The beginning of a doubtful file as encodings read it, each differently, the likely ones first."""
        return readings(self._worker.doubtful()[number].read(), _OFFERED_READINGS)

    def read_as(self, number: int, encoding: str | None) -> None:
        """Read a doubtful file in the encoding that the user chose; None leaves it out."""
        file = self._worker.settle_doubt(number)
        if file and encoding:
            self.add_files([replace(file, encoding=encoding)])

    def progress(self) -> IndexProgress:
        """How far the indexing is."""
        return self._worker.progress()

    def forget_outcomes(self) -> None:
        """Empty the list of what became of the last files."""
        self._worker.forget_outcomes()

    def transcripts(self) -> list[Transcript]:
        """All transcripts of the library."""
        return self._catalogue.transcripts()

    def sessions(self) -> Mapping[int, Session]:
        """The person and the number in the series, for every transcript whose person is known."""
        return self.people.sessions()

    def find_lines(self, transcript_id: int, words: str) -> list[int]:
        """The numbers of the segments that hold the words, in any case of letters."""
        return self._catalogue.find_lines(transcript_id, words)

    def source(self, transcript_id: int) -> str:
        """The source text of a transcript. Raises TranscriptMissing."""
        return self._catalogue.source(transcript_id)

    def extract(self, transcript_id: int, first: int, last: int) -> Extract:
        """The segments `first` to `last` of a transcript. Raises TranscriptMissing."""
        transcript = self._catalogue.transcript(transcript_id)
        segments = tuple(self._catalogue.segments(transcript_id, first, last))
        return Extract(transcript, self.sessions().get(transcript_id), segments, transcript.segment_count)

    def setting(self, key: str) -> str | None:
        """A setting that is kept with the library, or None."""
        return self._catalogue.setting(key)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting with the library."""
        self._catalogue.set_setting(key, value)

    def has_sample(self) -> bool:
        """Whether a transcript of the sample is in the library."""
        names = {path.name for path in SAMPLE_FOLDER.iterdir()}
        return any(transcript.file_name in names for transcript in self._catalogue.transcripts())

    # Questions

    def is_searchable(self) -> bool:
        """Whether a question can be answered now: not while the first transcripts are still being indexed."""
        return self._worker.is_searchable()

    def search(
        self,
        question: str,
        count: int = DEFAULT_QUOTES,
        scope: str = "",
        wishes: Wishes | None = None,
    ) -> Found:
        """The best quotes for a question; waits for the encoder on the first start, and for the first transcript.

        Raises EmptyQuestion, QuestionTooLong, EncoderUnavailable, IndexBroken.
        """
        while not self.is_searchable():
            time.sleep(_POLL_SECONDS)
        self._worker.wait_until_prepared()
        if self._encoder is None:
            raise LibraryError("The library is closed.")
        indexes = Indexes(self._vectors, self._words, self._lines)
        searcher = Searcher(self._catalogue, indexes, self._encoder, self.settings.max_question_characters)
        return searcher.search(question, self.people.roster(), count, wishes, Scope(scope))

    def writer(self) -> Writer:
        """What writes answers from quotes of this library."""
        return Writer(self.settings, self.segments_around)

    def segments_around(self, quote: Quote) -> list[Segment]:
        """The segments of a quote with its neighbours."""
        return self._catalogue.segments(
            quote.transcript_id, quote.first - CONTEXT_SEGMENTS, quote.last + CONTEXT_SEGMENTS
        )

    def ask(self, question: str, conversation_id: str | None = None) -> AnswerJob:
        """Begin to answer a question in a chat, a new one without an id."""
        conversation = self._conversations.find(conversation_id) if conversation_id else None
        if conversation is None:
            conversation = self._conversations.create(question)
        exchange = self._conversations.add_exchange(conversation.id, question)
        job = AnswerJob(exchange, self.is_searchable, self.search, self.writer(), self._conversations.save)
        with self._jobs_lock:
            self._jobs = {key: old for key, old in self._jobs.items() if old.is_running} | {conversation.id: job}
        job.start()
        return job

    def answer(
        self, question: str, count: int = DEFAULT_QUOTES, scope: str = ""
    ) -> tuple[Found, Answer | None, Problem | None]:
        """The quotes and the written answer at once, without a chat; why there is no answer when there is none.

        Raises what `search` raises.
        """
        found = self.search(question, count, scope)
        if not found.is_found:
            return found, None, None
        writer = self.writer()
        try:
            answer = writer.write(writer.prompt(question, found.quotes))
        except ModelError as error:
            return found, None, error.problem
        return found, answer, None

    def job(self, conversation_id: str) -> AnswerJob | None:
        """The newest work on a chat, or None when there was none in this process."""
        with self._jobs_lock:
            return self._jobs.get(conversation_id)

    # Chats

    def conversations(self) -> list[Conversation]:
        """All chats, the newest first."""
        return self._conversations.all()

    def conversation(self, conversation_id: str) -> Conversation | None:
        """The chat with this id, or None."""
        return self._conversations.find(conversation_id)

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        """The questions of a chat with what was found and answered; the newest as far as it has come."""
        stored = self._conversations.exchanges(conversation_id)
        job = self.job(conversation_id)
        return [job.exchange if job and job.exchange.id == exchange.id else exchange for exchange in stored]

    def rename_conversation(self, conversation_id: str, title: str) -> None:
        """Give a chat another name."""
        self._conversations.rename(conversation_id, title)

    def delete_conversation(self, conversation_id: str) -> None:
        """Remove a chat with everything in it."""
        job = self.job(conversation_id)
        if job:
            job.stop()
            job.wait(5)
        self._conversations.delete(conversation_id)

    def _end_jobs(self) -> None:
        with self._jobs_lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.stop()
        for job in jobs:
            job.wait(_CLOSE_SECONDS)

    def _forget(self, transcript_id: int) -> None:
        forget_transcript(self._catalogue, self._vectors, self._words, transcript_id)

    def _make_indexer(self) -> Indexer:
        threads = max(1, (os.cpu_count() or 2) // 2)
        self._encoder = load_encoder(self.settings, threads)
        return Indexer(self._catalogue, self._vectors, self._words, self._lines, self._encoder)


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"The folder {folder} cannot be made: {error.strerror}") from error


__all__ = [
    "ARCHIVE_SUFFIX", "DEFAULT_QUOTES", "ENCODINGS", "SAMPLE_FOLDER", "SUFFIXES", "AnswerJob", "Extract",
    "Feedback", "IncomingFile", "RagError", "Reason", "Run", "SavedQuestion", "Service", "Span", "change", "files_in",
]  # fmt: skip
