"""Files through the guarded reader as the library gives them to it, and the ledger of what became of them."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from rag.config import read_settings
from rag.errors import UnreadableFile
from rag.read.archive import unpack
from rag.read.guard import GuardedReader, Request
from rag.read.signatures import is_archive
from rag.read.text import MAX_SEGMENT_CHARACTERS, readable
from rag.read.text_shapes import TEXT_SHAPES
from rag.types import ParsedTranscript
from tests.faults.bad import READY
from tests.read.examples import TODAY

MAX_FILE_BYTES = read_settings().max_file_bytes
DOCUMENTS = frozenset({"docx", "odt", "rtf", "pdf", "html"})
_CAPTIONS = frozenset({"vtt", "srt", "sbv"})
_SUB_STATION = "ass"
_LOOK_SECONDS = 0.02
_MEBIBYTE = 2**20
_FAULTS = ("breaks its parser", "parser crash")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one member of an archive: its code, and the words of its error."""

    name: str
    code: str
    message: str = ""
    transcript: ParsedTranscript | None = None


@dataclass(slots=True)
class Ledger:
    """The sums of a campaign."""

    tried: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    child_peak: int = 0
    parent_growth: int = 0
    faults: list[str] = field(default_factory=list)
    gave_up: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The ledger for people."""
        yield f"tried {self.tried}, outcomes {self.codes.total()}"
        yield "  " + ", ".join(f"{code} {count}" for code, count in self.codes.most_common())
        yield f"restarts of the child {self.restarts}"
        yield "slowest: " + "; ".join(f"{name} {seconds:.1f} s" for seconds, name in self.slowest)
        yield f"highest memory of the child {self.child_peak / _MEBIBYTE:.0f} MiB"
        yield f"growth of the parent at its highest {self.parent_growth / _MEBIBYTE:.0f} MiB"
        yield f"given up for time or memory {len(self.gave_up)}: " + "; ".join(self.gave_up[:40])
        yield f"faults of parsers {len(self.faults)}"
        yield from self.faults


class Campaign:
    """Reads file after file and keeps the ledger."""

    def __init__(self, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self.ledger = Ledger()
        self._max_file_bytes = max_file_bytes
        self._reader = GuardedReader()
        self._pid: int | None = None
        self._at_rest = psutil.Process().memory_info().rss

    def close(self) -> None:
        """End the child."""
        self._reader.close()

    def read(self, name: str, data: bytes) -> tuple[list[Outcome], float]:
        """What became of a file, an archive being its members, and the seconds it took."""
        started = time.perf_counter()
        with self._memory_watched():
            outcomes = list(self._outcomes(name, data))
        seconds = time.perf_counter() - started
        self._note(name, outcomes, seconds)
        return outcomes, seconds

    def _outcomes(self, name: str, data: bytes) -> Iterator[Outcome]:
        if not is_archive(data):
            yield self._one(name, data)
            return
        try:
            for member in unpack(data, self._max_file_bytes):
                yield self._one(member.name, member.content)
        except UnreadableFile as error:
            yield Outcome(name, error.code, str(error))

    def _one(self, name: str, data: bytes) -> Outcome:
        try:
            transcript = self._reader.read(data, Request(name, TODAY, None, None, self._max_file_bytes))
        except UnreadableFile as error:
            outcome = Outcome(name, error.code, str(error))
        else:
            outcome = Outcome(name, READY, "", transcript)
        child = self._reader._child
        if child and child.pid != self._pid:
            self.ledger.restarts += self._pid is not None
            self._pid = child.pid
        return outcome

    def _note(self, name: str, outcomes: list[Outcome], seconds: float) -> None:
        ledger = self.ledger
        ledger.tried += 1
        ledger.codes.update(outcome.code for outcome in outcomes)
        ledger.slowest = sorted([*ledger.slowest, (seconds, name)], reverse=True)[:5]
        ledger.faults += [f"{o.name}: {o.message}" for o in outcomes if any(words in o.message for words in _FAULTS)]
        ledger.gave_up += [f"{o.name}: {o.message[-30:]}" for o in outcomes if "takes too much" in o.message]

    @contextmanager
    def _memory_watched(self) -> Iterator[None]:
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(_LOOK_SECONDS):
                self._look()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
            self._look()

    def _look(self) -> None:
        ledger = self.ledger
        with suppress(psutil.Error):
            ledger.parent_growth = max(ledger.parent_growth, psutil.Process().memory_info().rss - self._at_rest)
        child = self._reader._child
        if child:
            ledger.child_peak = max(ledger.child_peak, _peak_of(child.pid))


def _peak_of(pid: int) -> int:
    """The most memory that a process has had, where the system tells, else what it has now."""
    with suppress(OSError, ValueError):
        status = Path(f"/proc/{pid}/status").read_text()
        found = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        if found:
            return int(found[0].split()[1]) * 1024
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_info().rss)
    return 0


def assert_exact(transcript: ParsedTranscript) -> None:
    """The rule that every segment is an exact slice; captions hold markup, also those inside a document."""
    assert transcript.segments
    transcript.source.encode()
    form = transcript.format
    if form in DOCUMENTS:
        form = next((shape.name for shape in TEXT_SHAPES if shape.recognises(transcript.source)), form)
    previous_end = 0
    for number, segment in enumerate(transcript.segments, start=1):
        assert segment.number == number
        assert previous_end <= segment.start < segment.end <= len(transcript.source)
        assert len(segment.text) <= MAX_SEGMENT_CHARACTERS
        fragment = transcript.source[segment.start : segment.end]
        text = readable(fragment, has_caption_markup=form in _CAPTIONS, has_script_markup=form == _SUB_STATION)
        assert text == segment.text == " ".join(segment.text.split()) != ""
        previous_end = segment.end
