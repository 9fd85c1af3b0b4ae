"""What the indexing tells about itself: how far it is, what became of the files, which ones wait for an answer.

All methods may be called from any thread. Knows nothing of files' contents or of indexes.
"""

import itertools
import threading
import time
from collections import deque
from dataclasses import replace

from rag.library.intake import IncomingFile
from rag.progress import FileOutcome, IndexProgress, WorkerState

_KEPT_OUTCOMES = 2000


class ProgressBoard:
    """The progress of one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress = IndexProgress(WorkerState.PREPARING)
        self._outcomes: deque[FileOutcome] = deque(maxlen=_KEPT_OUTCOMES)
        self._doubtful: dict[int, IncomingFile] = {}
        self._doubts = itertools.count(1)
        self._bytes_total = self._bytes_done = self._size_now = self._words_done = 0
        self._started = 0.0

    @property
    def state(self) -> WorkerState:
        """What the worker does."""
        return self._progress.state

    def read(self) -> IndexProgress:
        """How far the work is now, and what became of the last files."""
        with self._lock:
            return replace(self._progress, outcomes=tuple(self._outcomes))

    def update(self, **changes: object) -> None:
        """Change fields of the progress."""
        with self._lock:
            self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]

    def queued(self, sizes: list[int]) -> None:
        """Note that tasks of so many bytes wait; the first of a batch begins the count anew."""
        with self._lock:
            if self._progress.state is WorkerState.IDLE:
                self._bytes_total = self._bytes_done = self._words_done = 0
                self._started = time.monotonic()
                self._progress = IndexProgress(WorkerState.IDLE)
            self._bytes_total += sum(sizes)
            is_prepared = self._progress.state in (WorkerState.IDLE, WorkerState.WORKING)
            self._progress = replace(
                self._progress,
                state=WorkerState.WORKING if is_prepared and sizes else self._progress.state,
                file_count=self._progress.file_count + len(sizes),
            )

    def prepared(self, *, is_idle: bool) -> None:
        """Note that the encoder is there; the time that it took does not count."""
        with self._lock:
            self._started = time.monotonic()
            state = WorkerState.IDLE if is_idle else WorkerState.WORKING
            self._progress = replace(self._progress, state=state)

    def began(self, file_name: str, size: int) -> None:
        """Note that a task of so many bytes is at hand."""
        with self._lock:
            self._size_now = size
            self._progress = replace(
                self._progress,
                state=WorkerState.WORKING,
                file_name=file_name,
                file_number=self._progress.file_number + 1,
                passages_done=0,
            )

    def ended(self, size: int) -> None:
        """Note that a task of so many bytes is done or was given up."""
        with self._lock:
            self._bytes_done += size

    def came_idle(self) -> None:
        """Note that nothing waits any more."""
        with self._lock:
            if self._progress.state is WorkerState.WORKING:
                self._progress = replace(self._progress, state=WorkerState.IDLE, share_done=1.0, seconds_left=None)

    def advanced(self, done: int, total: int, words: int) -> None:
        """Note how many passages of the file at hand are done, and how many words since the last call."""
        with self._lock:
            self._words_done += words
            elapsed = max(time.monotonic() - self._started, 0.001)
            share_of_file = done / total if total else 1.0
            share = min((self._bytes_done + share_of_file * self._size_now) / max(self._bytes_total, 1), 1.0)
            self._progress = replace(
                self._progress,
                passages_done=done,
                passages_total=total,
                words_per_second=self._words_done / elapsed,
                share_done=share,
                seconds_left=elapsed * (1 - share) / share if share > 0 else None,
            )

    def add_outcome(self, outcome: FileOutcome) -> None:
        """Note what became of a file."""
        with self._lock:
            self._outcomes.append(outcome)

    def forget_outcomes(self) -> None:
        """Empty the list of what became of the files."""
        with self._lock:
            self._outcomes.clear()

    def add_doubt(self, file: IncomingFile) -> None:
        """Keep a file whose letters are in doubt until somebody decides."""
        with self._lock:
            self._doubtful[next(self._doubts)] = file

    def doubtful(self) -> dict[int, IncomingFile]:
        """The files in doubt, by a number to decide with."""
        with self._lock:
            return dict(self._doubtful)

    def settle_doubt(self, number: int) -> IncomingFile | None:
        """Take a file out of the doubtful ones; None when somebody else did."""
        with self._lock:
            return self._doubtful.pop(number, None)
