"""The facade: wires the rooms and is all that pages, the command line and tests talk to."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rag.answer.job import AnswerJob
from rag.answer.writer import Writer
from rag.chat_export import ChatExport
from rag.chats import DEFAULT_QUOTES, Chats
from rag.config import Settings
from rag.editor import Editor
from rag.errors import LibraryError, RagError
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
from rag.library.model_factors import ModelFactors
from rag.library.originals import Originals
from rag.library.places import Places
from rag.model_errors import ModelError
from rag.models import (
    HostKind,
    InstallationState,
    InstalledModel,
    Models,
    ModelsState,
    PullProgress,
    Readiness,
    Recommendation,
)
from rag.people import People
from rag.progress import FileOutcome, IndexProgress
from rag.promises import Promise, Promises, Reading, Side
from rag.quality import Feedback, Quality, Reason, Run, SavedQuestion, Span, change
from rag.questions import Understanding, Wishes
from rag.read.decoding import ENCODINGS, readings
from rag.read.guard import GuardedReader
from rag.read.reader import SUFFIXES
from rag.search.candidates import Indexes
from rag.search.quotes import CONTEXT_SEGMENTS
from rag.search.quoting import widen
from rag.search.searcher import Scope, Searcher
from rag.search.understanding import understand
from rag.summaries import Summaries, SummaryJob
from rag.types import Answer, Encoder, Found, Problem, Quote, Segment, Session, Transcript

SAMPLE_FOLDER = Path(__file__).parent / "sample"
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
        self.models = Models(settings, self._catalogue)
        self.chats = Chats(self._conversations, self.is_searchable, self.search, self.writer, self.widen)
        self.summaries = Summaries(self._database, self._catalogue, self.people, self.writer)
        self.promises = Promises(self._database, self._catalogue, self.people, self.writer, self._is_model_wanted)
        self._worker.start()
        self.folders.start()
        self.promises.start()

    def close(self) -> None:
        """Stop all work, keep its state and let another process open the library."""
        self.chats.end_jobs()
        with ExitStack() as steps:
            steps.callback(self._lock.release)
            steps.callback(self._database.close)
            steps.callback(self._vectors.close)
            steps.callback(self._reader.close)
            self.models.stop()
            self.promises.stop()
            self.summaries.end_jobs()
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
        self.chats.end_jobs()  # what they still hold of the quotes must not be stored again
        for transcript_id in transcript_ids:
            self._worker.drop(transcript_id)
            self._corrections.forget(transcript_id)
        self._conversations.forget_transcripts(transcript_ids)
        self._conversations.forget_names(self.people.names())
        self.quality.forget_names(self.people.names())
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

    def understanding(self, question: str, wishes: Wishes) -> Understanding:
        """What a search for this question would understand of it, without searching."""
        return understand(question, self.people.roster(), date.today(), wishes).understanding

    def writer(self) -> Writer:
        """What writes answers from quotes of this library."""
        return Writer(self.models.settings(), self.segments_around, ModelFactors(self._catalogue), self.people.owner)

    def widen(self, quote: Quote, first: int, last: int) -> Quote:
        """The quote with all segments from one number to another; as it is where its transcript has gone."""
        segments = self._catalogue.segments(quote.transcript_id, first, last)
        return widen(quote, segments) if segments else quote

    def segments_around(self, quote: Quote) -> list[Segment]:
        """The segments of a quote with its neighbours."""
        return self._catalogue.segments(
            quote.transcript_id, quote.first - CONTEXT_SEGMENTS, quote.last + CONTEXT_SEGMENTS
        )

    def answer(
        self, question: str, count: int = DEFAULT_QUOTES, scope: str = "", wishes: Wishes | None = None
    ) -> tuple[Found, Answer | None, Problem | None]:
        """The quotes and the written answer at once, without a chat; why there is no answer when there is none.

        Raises what `search` raises.
        """
        found = self.search(question, count, scope, wishes)
        if not found.is_found:
            return found, None, None
        try:
            result = self.writer().answer(found.understood.rewritten or question, found)
        except ModelError as error:
            return found, None, error.problem
        return found, result.answer, result.error.problem if result.error else None

    def _is_model_wanted(self) -> bool:
        """Whether the user waits for something that the model writes."""
        return self.chats.is_at_work() or self.summaries.is_at_work()

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
    "ARCHIVE_SUFFIX", "DEFAULT_QUOTES", "ENCODINGS", "SAMPLE_FOLDER", "SUFFIXES", "AnswerJob", "ChatExport", "Chats",
    "Extract", "Feedback", "HostKind", "IncomingFile", "InstallationState", "InstalledModel", "Models", "ModelsState",
    "Promise", "PullProgress", "RagError", "Readiness", "Reading", "Reason", "Recommendation", "Run", "SavedQuestion",
    "Service", "Side", "Span", "SummaryJob", "change", "files_in",
]  # fmt: skip
