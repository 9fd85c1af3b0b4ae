"""How far work has come: files that are read and indexed, answers that are written. Values alone, all frozen."""

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Problem


class FileStatus(StrEnum):
    """What became of a file: searchable, known already, or not read."""

    READY = "ready"
    KNOWN = "known"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; the counts are 0 for a rejected one, whose `problem` says why."""

    file: str
    status: FileStatus
    problem: Problem | None = None
    transcript_id: int | None = None
    segments: int = 0
    passages: int = 0
    words: int = 0
    seconds: float = 0.0


class WorkerState(StrEnum):
    """What the indexing thread does."""

    PREPARING = "preparing"
    IDLE = "idle"
    WORKING = "working"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """A moment of the indexing: file `file_number` of `file_count`, passages of that file, pace and time left."""

    state: WorkerState
    file_name: str = ""
    file_number: int = 0
    file_count: int = 0
    passages_done: int = 0
    passages_total: int = 0
    words_per_second: float = 0.0
    seconds_left: float | None = None
    share_done: float = 0.0
    outcomes: tuple[FileOutcome, ...] = ()
    problem: Problem | None = None


class Stage(StrEnum):
    """What the language model is at."""

    COMPLETING = "completing"
    """It puts a follow-up into words of its own."""
    LOADING = "loading"
    """No word has come yet: the model is loaded, or it reads."""
    READING = "reading"
    """It takes notes of one session after the other."""
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class WritingProgress:
    """A moment of the writing: since when (seconds of the monotonic clock), and session `part` of `parts`."""

    stage: Stage
    since: float
    part: int = 0
    parts: int = 0
