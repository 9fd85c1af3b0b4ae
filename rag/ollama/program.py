"""The program Ollama on this computer: where it is, starting it as our child, stopping it. Knows no models.

The child listens on this computer only, uses no cloud, and ends when we end, however that happens (`rag.ollama.leash`).
"""

import os
import platform
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rag.config import PROJECT, Settings, environment_with
from rag.errors import RagError
from rag.model_errors import ModelError, ModelServerDown, ModelServerNotLocal, ModelTimeout, NotOllama
from rag.ollama.archives import ARCHIVES
from rag.ollama.connection import Connection, is_on_this_computer, read_address
from rag.ollama.disk import disk_errors, make_folder
from rag.program_errors import ProgramBroken, ProgramMissing
from rag.types import Problem

USUAL_PLACES: Mapping[str, tuple[str, ...]] = {
    "Linux": ("/usr/local/bin/ollama", "/usr/bin/ollama", "~/.local/bin/ollama", "/snap/bin/ollama"),
    "Darwin": (
        "/Applications/Ollama.app/Contents/Resources/ollama",
        "~/Applications/Ollama.app/Contents/Resources/ollama",
        "/opt/homebrew/bin/ollama",
        "/usr/local/bin/ollama",
    ),
    "Windows": (r"%LOCALAPPDATA%\Programs\Ollama\ollama.exe",),
}
"""Where installers put it; a program that was opened by a click is not told of the folders that a terminal knows."""

_POLL_SECONDS = 0.1
_ANSWER_SECONDS = 2.0
_STOP_SECONDS = 10.0
_TAIL_BYTES = 4096
_TAIL_LINES = 3
_TAIL_CHARACTERS = 400


def program_folder(library: Path) -> Path:
    """The folder of a library that holds the program which was downloaded, its models and its log."""
    return library / "ollama"


def unpacked_folder(library: Path) -> Path:
    """Where the downloaded archive is unpacked."""
    return program_folder(library) / "program"


def find_program(library: Path) -> Path | None:
    """The program: the one downloaded into the library, else an installed one; None where there is neither."""
    archive = ARCHIVES.get((platform.system(), platform.machine()))
    own = unpacked_folder(library) / archive.program if archive else None
    if own and own.is_file():
        return own
    on_path = shutil.which("ollama")
    if on_path:
        return Path(on_path)
    places = (Path(os.path.expandvars(place)).expanduser() for place in USUAL_PLACES.get(platform.system(), ()))
    return next((place for place in places if place.is_file()), None)


class OllamaProgram:
    """Ollama as our child; everything public may be called from any thread."""

    def __init__(self, settings: Settings, start_seconds: float = 60.0) -> None:
        self._settings = settings
        self._start_seconds = start_seconds
        self._folder = program_folder(settings.library)
        self._log = self._folder / "ollama.log"
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._problem: Problem | None = None
        self._starts_at_work = 0
        self._stops = 0
        self._is_closed = False

    @property
    def is_starting(self) -> bool:
        """Whether it is being started, on whatever thread."""
        return self._starts_at_work > 0

    @property
    def is_running(self) -> bool:
        """Whether our child runs; an Ollama that somebody else started does not count."""
        child = self._child
        return child is not None and child.poll() is None

    @property
    def problem(self) -> Problem | None:
        """Why the last start failed, or why the child is gone though nobody stopped it."""
        child = self._child
        if child is not None and child.poll() is not None:
            return self._broken().problem
        return self._problem

    def start(self) -> None:
        """Start the program and wait until it answers; nothing happens where an Ollama answers already.

        Raises ProgramMissing, ProgramBroken with the last words of its log, NotOllama for another program at its
        address, ModelServerNotLocal, ModelAddressWrong, DiskFull and LibraryError.
        """
        with self._lock:
            self._problem = None
            self._starts_at_work += 1
            stops = self._stops
        try:
            if self._launch(stops):
                self._wait_until_it_answers()
        except RagError as error:
            if self._stops == stops:  # a start that somebody ended is no fault
                self._problem = error.problem
            raise
        finally:
            with self._lock:
                self._starts_at_work -= 1

    def stop(self) -> None:
        """End our child and what it started, also a start at work; nothing happens where there is none."""
        with self._lock:
            self._stops += 1
            self._problem = None
            child, self._child = self._child, None
        _end(child)

    def close(self) -> None:
        """Stop for good: no start that comes later does anything."""
        self._is_closed = True
        self.stop()

    def _launch(self, stops: int) -> bool:
        """Whether there was a child to start; none after a stop beyond the first so many."""
        name, port = _endpoint(self._settings.ollama_host)
        with self._lock:
            if self._is_closed or self._stops != stops or self.is_running or self._answers():
                return False
            program = find_program(self._settings.library)
            if program is None:
                raise ProgramMissing("Ollama is not on this computer.")
            if not os.access(program, os.X_OK):
                raise ProgramBroken(f"{program} may not be executed.", reason=f"{program}: not executable")
            if _is_taken(name, port):
                raise NotOllama(f"Something at {name}:{port} does not answer.", host=self._settings.ollama_host)
            _end(self._child)
            self._child = self._new_child(program, f"[{name}]:{port}" if ":" in name else f"{name}:{port}")
        return True

    def _new_child(self, program: Path, address: str) -> subprocess.Popen[bytes]:
        make_folder(self._folder)
        changes = {"OLLAMA_HOST": address, "OLLAMA_NO_CLOUD": "1"}
        if program.is_relative_to(self._folder):
            changes["OLLAMA_MODELS"] = str(self._folder / "models")
        is_windows = sys.platform == "win32"
        with disk_errors(self._folder), self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "rag.ollama.leash", str(program), "serve"],
                cwd=PROJECT, env=environment_with(changes), stdin=subprocess.PIPE, stdout=log, stderr=log,
                start_new_session=not is_windows, creationflags=_windows_flags() if is_windows else 0,
            )  # fmt: skip

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + self._start_seconds
        while True:
            if not self.is_running:
                raise self._broken()
            with suppress(ModelError):  # it may refuse and stall while it starts
                if self._answers():
                    return
            if time.monotonic() > deadline:
                with self._lock:
                    child, self._child = self._child, None
                _end(child)
                raise self._broken()
            time.sleep(_POLL_SECONDS)

    def _answers(self) -> bool:
        """Whether Ollama answers. Raises NotOllama where something else does."""
        host = self._settings.ollama_host
        try:
            version = Connection(host, _ANSWER_SECONDS).get("/api/version", _ANSWER_SECONDS)
        except (ModelServerDown, ModelTimeout):
            return False
        except ModelError as error:
            raise NotOllama(f"{host} does not answer like Ollama.", host=host) from error
        if "version" not in version:
            raise NotOllama(f"{host} does not answer like Ollama.", host=host)
        return True

    def _broken(self) -> ProgramBroken:
        reason = _last_words(self._log)
        return ProgramBroken(f"Ollama does not run: {reason}", reason=reason)


def _endpoint(host: str) -> tuple[str, int]:
    """The name and port to listen at. Raises ModelServerNotLocal and ModelAddressWrong."""
    address = read_address(host)
    if not is_on_this_computer(address.url):
        raise ModelServerNotLocal(f"{host} is not an address on this computer.", host=host)
    return ("127.0.0.1" if address.name == "localhost" else address.name), address.port


def _is_taken(name: str, port: int) -> bool:
    """Whether something listens there, even if it never says a word."""
    try:
        with socket.create_connection((name, port), timeout=_ANSWER_SECONDS):
            return True
    except OSError:
        return False


def _end(child: subprocess.Popen[bytes] | None) -> None:
    if child is None:
        return
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _windows_flags() -> int:
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0)) | int(getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))


def _last_words(log: Path) -> str:
    """The last lines of a log in one line, without characters that are not text."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError as error:
        return str(error.strerror)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    words = " ".join(lines[-_TAIL_LINES:])[-_TAIL_CHARACTERS:]
    return "".join(character if character.isprintable() else " " for character in words).strip() or "…"
