"""Files over HTTP: going on where they broke off, ended at once from another thread, never over an open line.

Knows nothing of Ollama, of archives or of what becomes of a file.
"""

import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rag.ollama.connection import is_on_this_computer
from rag.ollama.disk import OnProgress, disk_errors, size_of
from rag.ollama.held_socket import HeldSocket
from rag.program_errors import DownloadFailed, DownloadMissing, DownloadRefused, DownloadStopped

_LOG = logging.getLogger(__name__)

MAX_FILE_BYTES = 4 * 2**30
_CONNECT_SECONDS = 10.0
_MOST_REDIRECTS = 8
_MOST_TEXT_BYTES = 2**20
_ATTEMPTS_WITHOUT_PROGRESS = 3
_WITHOUT_HEAD = (403, 405, 501)
"""Servers that sign or simplify their addresses refuse to describe a file that they give."""
_LATER = (408, 425, 429)
_PARTIAL, _BEYOND_THE_END, _SERVER_FAULT = 206, 416, 500
_RANGE = re.compile(r"bytes (?:(?P<start>\d+)-\d+|\*)/(?P<total>\d+|\*)")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as its server describes it: all addresses on the way to it, and its size if that is told."""

    trail: tuple[str, ...]
    size: int | None


def host_of(address: str) -> str:
    """The name of the server of an address."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def forget(part: Path) -> None:
    """Delete what there is of a file. Raises LibraryError."""
    with disk_errors(part.parent):
        part.unlink(missing_ok=True)
        _note_path(part).unlink(missing_ok=True)


class Downloader:
    """Fetches files from one source; all its work can be ended from any thread, once and for all."""

    def __init__(self, source: str, seconds_of_silence: float = 30.0, pause_seconds: float = 2.0) -> None:
        self._is_loopback = is_on_this_computer(source)
        self._silence = seconds_of_silence
        self._pause = pause_seconds
        self._stopped = threading.Event()
        self._held = HeldSocket()

    def stop(self) -> None:
        """End what is going on at once, also while a server is silent; everything after raises DownloadStopped."""
        self._stopped.set()
        self._held.hang_up()

    @property
    def is_stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stopped.is_set()

    def check(self) -> None:
        """Raises DownloadStopped after a stop."""
        if self._stopped.is_set():
            raise DownloadStopped("The download was stopped.")

    def look_up(self, address: str) -> RemoteFile:
        """What a server says of a file. Raises ProgramError and its kinds."""
        with self._open("HEAD", address) as (response, trail):
            if response.status_code not in _WITHOUT_HEAD:
                return _described(response, trail)
        with self._open("GET", address) as (response, trail):
            return _described(response, trail)

    def read_text(self, address: str) -> str:
        """A short text. Raises ProgramError and its kinds."""
        data = bytearray()
        with self._open("GET", address) as (response, _):
            _refuse_other_answers(response)
            for piece in response.iter_bytes():
                self.check()
                data += piece
                if len(data) > _MOST_TEXT_BYTES:
                    raise _other_answer(response, "too long a text")
        return data.decode("utf-8", errors="replace")

    def fetch(self, address: str, part: Path, on_progress: OnProgress) -> None:
        """Bring a file to `part`, going on with what is there if the server still has the same file.

        A connection that breaks is made anew, as long as each brings more. Raises ProgramError and its kinds, DiskFull
        and LibraryError; except for files that are too large, what came so far stays.
        """
        attempts = 0
        while True:
            before = size_of(part)
            try:
                self._fetch_once(address, part, on_progress)
                return
            except DownloadFailed as error:
                attempts = 1 if size_of(part) > before else attempts + 1
                if attempts >= _ATTEMPTS_WITHOUT_PROGRESS:
                    raise
                _LOG.info("%s", error)
            if self._stopped.wait(self._pause):
                self.check()

    def _fetch_once(self, address: str, part: Path, on_progress: OnProgress) -> None:
        mark = _read_note(part)
        there = size_of(part) if mark else 0
        headers = {"Range": f"bytes={there}-", "If-Range": mark} if there else {}
        with self._open("GET", address, headers) as (response, _):
            start, total = _stretch(response)
            if response.status_code == _BEYOND_THE_END and total == there:
                return
            if start not in (0, there) or response.status_code == _BEYOND_THE_END:
                forget(part)
                raise DownloadFailed("The server gave another part of the file.", host=host_of(address))
            _refuse_other_answers(response)
            if total and total > MAX_FILE_BYTES:
                raise _other_answer(response, f"a file of {total} bytes")
            done = self._receive(response, part, start, total, on_progress)
        if total is not None and done < total:
            raise DownloadFailed(f"{host_of(address)} ended after {done} of {total} bytes.", host=host_of(address))

    def _receive(self, response: Any, part: Path, start: int, total: int | None, on_progress: OnProgress) -> int:
        done = start
        with disk_errors(part.parent):
            if not start:
                part.unlink(missing_ok=True)
                _write_note(part, response.headers)
            file = part.open("ab", buffering=0)  # a buffer would fail once more when a full disk closes the file
        with closing(file):
            for piece in response.iter_raw():
                self.check()
                done += len(piece)
                if done > MAX_FILE_BYTES:
                    forget(part)
                    raise _other_answer(response, "a file without end")
                with disk_errors(part.parent):
                    _write_whole(file, piece)
                on_progress(done, total)
        return done

    @contextmanager
    def _open(
        self, method: str, address: str, headers: Mapping[str, str] | None = None
    ) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """The answer of a server after all redirects, its body not yet read, and all addresses on the way."""
        import httpx

        trail = [address]
        timeout = httpx.Timeout(self._silence, connect=_CONNECT_SECONDS)
        with (
            self._translated_errors(trail),
            httpx.Client(timeout=timeout, trust_env=not self._is_loopback) as client,
        ):
            while len(trail) <= _MOST_REDIRECTS:
                self.check()
                self._refuse_open_lines(trail[-1])
                request = client.build_request(
                    method, trail[-1], headers={"Accept-Encoding": "identity", **(headers or {})},
                    extensions={"trace": self._held.note},
                )  # fmt: skip
                with closing(client.send(request, stream=True)) as response:
                    if not response.has_redirect_location:
                        yield response, tuple(trail)
                        return
                    trail.append(str(response.url.join(response.headers["location"])))
        raise DownloadMissing(f"{address} leads nowhere.", host=host_of(address))

    @contextmanager
    def _translated_errors(self, trail: list[str]) -> Iterator[None]:
        import httpx

        try:
            yield
        except httpx.InvalidURL as error:
            raise DownloadMissing(f"{trail[-1]} is no address.", host=host_of(trail[-1])) from error
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            self.check()
            raise DownloadFailed(f"The connection to {trail[-1]} broke: {error}", host=host_of(trail[-1])) from error

    def _refuse_open_lines(self, address: str) -> None:
        """Whoever listens in on an open line could give another file and another checksum with it."""
        is_safe = address.startswith("https://")
        if not is_safe and not (self._is_loopback and address.startswith("http://") and is_on_this_computer(address)):
            raise DownloadRefused(f"{address} is not encrypted.", host=host_of(address))


def _described(response: Any, trail: tuple[str, ...]) -> RemoteFile:
    _refuse_other_answers(response)
    size = _length(response)
    if size and size > MAX_FILE_BYTES:
        raise _other_answer(response, f"a file of {size} bytes")
    return RemoteFile(trail, size)


def _refuse_other_answers(response: Any) -> None:
    """Raises DownloadFailed where it may work later, and DownloadMissing for anything that is not the file."""
    status = response.status_code
    if status in _LATER or status >= _SERVER_FAULT:
        raise DownloadFailed(f"{response.url} answers with status {status}.", host=response.url.host)
    if not response.is_success:
        raise _other_answer(response, f"status {status}")
    if response.headers.get("content-type", "").startswith("text/html"):
        raise _other_answer(response, "a web page")


def _other_answer(response: Any, what: str) -> DownloadMissing:
    return DownloadMissing(f"{response.url} answers with {what}.", host=response.url.host)


def _stretch(response: Any) -> tuple[int, int | None]:
    """From which byte on the answer gives the file, and how large the whole file is if that is told."""
    if response.status_code not in (_PARTIAL, _BEYOND_THE_END):
        return 0, _length(response)
    match = _RANGE.match(response.headers.get("content-range", ""))
    if not match:
        return -1, None
    return int(match["start"] or 0), int(match["total"]) if match["total"].isdigit() else None


def _length(response: Any) -> int | None:
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _write_whole(file: RawIOBase, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _note_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _write_note(part: Path, headers: Mapping[str, str]) -> None:
    """Keep what tells this file from a later one of the same name; a weak tag does not promise the same bytes."""
    tag = headers.get("etag", "")
    mark = tag if tag and not tag.startswith("W/") else headers.get("last-modified", "")
    _note_path(part).write_text(json.dumps({"mark": mark}), encoding="utf-8")


def _read_note(part: Path) -> str:
    """What tells the file that is partly there from a later one; empty where nothing does."""
    try:
        note = json.loads(_note_path(part).read_text(encoding="utf-8"))
        return str(note["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
