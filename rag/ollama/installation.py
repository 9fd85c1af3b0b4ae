"""Getting Ollama into the library's folder: downloaded, checked, unpacked, started. Knows nothing of pages or models.

Nobody is asked anything before the user has asked for it: `offer` and `start` are the only ways to the network.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from rag.config import Settings
from rag.errors import DiskFull, RagError
from rag.ollama.archives import (
    ProgramArchive,
    address_of,
    addresses_of_release,
    archive_for_this_system,
    checksum_addresses,
    find_checksum,
)
from rag.ollama.disk import checksum_of_file, free_bytes, make_folder, size_of
from rag.ollama.download import Downloader, RemoteFile, forget, host_of
from rag.ollama.program import OllamaProgram, program_folder, unpacked_folder
from rag.ollama.unpacking import require_filter, unpack
from rag.program_errors import DownloadChanged, DownloadMissing, DownloadStopped, DownloadUnverified
from rag.types import Problem

_LOG = logging.getLogger(__name__)
_UNPACKED_TIMES = 3
"""How much larger than the archive its contents may be; the archive lies beside them meanwhile."""


class Stage(StrEnum):
    """What is being done, in this order, and how it ended."""

    IDLE = "idle"
    ASKING = "asking"
    DOWNLOADING = "downloading"
    CHECKING = "checking"
    UNPACKING = "unpacking"
    STARTING = "starting"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


_ENDS = (Stage.IDLE, Stage.DONE, Stage.STOPPED, Stage.FAILED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be fetched: which file, how many bytes if that is told, and how many of them are there already.

    The servers are all those on the way, first the one of the source: it may send on to others.
    """

    servers: tuple[str, ...]
    file_name: str
    size: int | None
    bytes_there: int


@dataclass(frozen=True, slots=True)
class InstallationState:
    """How far it is; bytes and time count for the stage at hand."""

    stage: Stage = Stage.IDLE
    bytes_done: int = 0
    bytes_total: int | None = None
    seconds_left: float | None = None
    problem: Problem | None = None

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return self.stage not in _ENDS


class Installation:
    """One installation at a time, on a thread of its own; everything public may be called from any thread."""

    def __init__(
        self,
        settings: Settings,
        program: OllamaProgram,
        free_bytes_of: Callable[[Path], int] = free_bytes,
        on_done: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_done` is called when the program is there and answers."""
        self._settings = settings
        self._program = program
        self._free_bytes_of = free_bytes_of
        self._on_done = on_done
        self._lock = threading.Lock()
        self._state = InstallationState()
        self._downloader = Downloader(settings.ollama_source)
        self._finished = threading.Event()
        self._finished.set()
        self._stage_began = 0.0
        self._bytes_before = 0

    @property
    def state(self) -> InstallationState:
        """How far it is at this moment."""
        return self._state

    def offer(self) -> Offer:
        """Ask the source what there is for this system; the first call that leaves this computer.

        Raises ProgramError and its kinds.
        """
        require_filter()
        archive = archive_for_this_system()
        remote = Downloader(self._settings.ollama_source).look_up(self._address(archive))
        servers = tuple(dict.fromkeys(host_of(address) for address in remote.trail))
        return Offer(servers, archive.name, remote.size, size_of(self._part(archive)))

    def start(self) -> None:
        """Begin, or go on with what was left; nothing happens while it runs."""
        with self._lock:
            if self._state.is_running:
                return
            self._downloader = Downloader(self._settings.ollama_source)
            self._state = InstallationState(Stage.ASKING)
            self._finished.clear()
        threading.Thread(target=self._run, name="installation", daemon=True).start()

    def cancel(self) -> None:
        """Stop at once; what was downloaded is kept for the next start."""
        with self._lock:
            is_starting = self._state.stage is Stage.STARTING
            self._downloader.stop()
        if is_starting:
            self._program.stop()

    def forget(self) -> None:
        """Delete what was downloaded, so that nothing is left to go on with; nothing happens while it runs.

        Where that fails, the state says so.
        """
        with self._lock:
            if self._state.is_running:
                return
            try:
                forget(self._part(archive_for_this_system()))
                self._state = InstallationState()
            except RagError as error:
                self._state = InstallationState(Stage.FAILED, problem=error.problem)

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it ended within so many seconds."""
        return self._finished.wait(seconds)

    def _run(self) -> None:
        try:
            self._work(archive_for_this_system())
            self._on_done()
            self._state = InstallationState(Stage.DONE)
        except DownloadStopped as error:
            self._state = replace(self._state, stage=Stage.STOPPED, seconds_left=None, problem=error.problem)
        except RagError as error:
            _LOG.warning("%s", error)
            is_stopped = self._downloader.is_stopped
            self._state = replace(
                self._state, stage=Stage.STOPPED if is_stopped else Stage.FAILED, seconds_left=None,
                problem=DownloadStopped("").problem if is_stopped else error.problem,
            )  # fmt: skip
        except Exception:  # the last boundary of this thread: the page must not show a work that goes on for ever
            _LOG.exception("Ollama could not be installed")
            self._state = InstallationState(Stage.FAILED, problem=RagError("bug").problem)
        finally:
            self._finished.set()

    def _work(self, archive: ProgramArchive) -> None:
        require_filter()
        part = self._part(archive)
        make_folder(part.parent)
        remote = self._downloader.look_up(self._address(archive))
        self._refuse_small_disk(remote, part)
        wanted = self._published_checksum(archive, remote)
        pinned = addresses_of_release(remote.trail, archive.name)[0]
        self._enter(Stage.DOWNLOADING, size_of(part), remote.size)
        self._downloader.fetch(pinned, part, self._progressed)
        self._enter(Stage.CHECKING)
        if checksum_of_file(part, self._progressed) != wanted:
            forget(part)
            raise DownloadChanged(f"{archive.name} does not have its published checksum.", file=archive.name)
        self._enter(Stage.UNPACKING)
        self._program.stop()  # one that runs would stay the old one, and some systems do not let go of its file
        unpack(part, unpacked_folder(self._settings.library), archive.program, self._progressed)
        forget(part)
        self._enter(Stage.STARTING)
        self._program.start()
        if self._downloader.is_stopped:
            self._program.stop()
        self._downloader.check()

    def _published_checksum(self, archive: ProgramArchive, remote: RemoteFile) -> str:
        """Raises DownloadUnverified where no listing beside the file names it, and other kinds of ProgramError."""
        for address in checksum_addresses(remote.trail, archive.name):
            try:
                return find_checksum(self._downloader.read_text(address), archive.name, host_of(address))
            except (DownloadMissing, DownloadUnverified) as error:
                _LOG.info("%s", error)
        host = host_of(self._settings.ollama_source)
        raise DownloadUnverified(f"{host} publishes no checksum of {archive.name}.", host=host)

    def _refuse_small_disk(self, remote: RemoteFile, part: Path) -> None:
        if remote.size is None:
            return
        needed = remote.size * (1 + _UNPACKED_TIMES) - size_of(part)
        if self._free_bytes_of(part.parent) < needed:
            raise DiskFull(f"Ollama needs {needed} bytes on the disk of {part.parent}.")

    def _enter(self, stage: Stage, done: int = 0, total: int | None = None) -> None:
        with self._lock:
            self._downloader.check()
            self._stage_began, self._bytes_before = time.monotonic(), done
            self._state = InstallationState(stage, done, total)

    def _progressed(self, done: int, total: int | None) -> None:
        self._downloader.check()
        if done < self._bytes_before:  # the server had another file, so it began anew
            self._bytes_before = 0
        elapsed = time.monotonic() - self._stage_began
        gained = done - self._bytes_before
        left = elapsed * (total - done) / gained if total is not None and gained > 0 else None
        self._state = replace(self._state, bytes_done=done, bytes_total=total, seconds_left=left)

    def _address(self, archive: ProgramArchive) -> str:
        return address_of(self._settings.ollama_source, archive.name)

    def _part(self, archive: ProgramArchive) -> Path:
        return program_folder(self._settings.library) / "incoming" / archive.name
