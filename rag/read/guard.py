"""Parsing in a child process with limits on time, memory and output. Knows nothing of formats.

A parser that loops, eats memory or crashes in native code takes its process with it and nothing else, as the security
model of Apache Tika asks (tika.apache.org, security-model). One child reads file after file, because starting one for
each of ten thousand would cost more than all parsing; after any mishap the next file gets a new one.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rag.errors
from rag.errors import DamagedFile, FileTooLarge, LibraryError, ReadingLimit, UnreadableFile
from rag.read.child import read_frame, write_frame
from rag.types import DateSource, ParsedTranscript, Segment

_PROJECT = Path(__file__).resolve().parents[2]
_FILES_A_CHILD = 500
_WATCH_SECONDS = 0.05
_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take: seconds, bytes of memory, bytes of what was read."""

    seconds: float = 50.0
    memory_bytes: int = 1400 * _MEBIBYTE
    output_bytes: int = 600 * _MEBIBYTE


@dataclass(frozen=True, slots=True)
class Request:
    """A file as it is given to the parser; see `rag.read.reader.read_transcript`."""

    file_name: str
    today: date
    file_date: date | None
    near: date | None
    max_bytes: int
    encoding: str | None = None


class GuardedReader:
    """Reads files one after the other in a process of its own; to be used by one thread at a time."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._files_read = 0

    def read(self, data: bytes, request: Request) -> ParsedTranscript:
        """The transcript that the bytes hold. Raises UnreadableFile and its kinds, and LibraryError."""
        if len(data) > request.max_bytes:
            limit = request.max_bytes // _MEBIBYTE
            raise FileTooLarge(f"{request.file_name} has {len(data)} bytes.", limit=limit)
        child = self._ready_child()
        with _Watch(child, self._limits) as watch:
            answer = self._exchange(child, data, request)
        if answer is None:
            self.close()
            if watch.reason:
                raise ReadingLimit(f"{request.file_name} takes too much {watch.reason} to read.")
            raise DamagedFile(f"{request.file_name} makes its parser crash.")
        return _transcript(json.loads(answer))

    def close(self) -> None:
        """End the process."""
        if self._child:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()
            self._child = None

    def _ready_child(self) -> subprocess.Popen[bytes]:
        self._files_read += 1
        if self._child and (self._files_read % _FILES_A_CHILD == 0 or self._child.poll() is not None):
            self.close()
        if self._child is None:
            self._child = _start_child()
            limits = json.dumps({"memory_bytes": self._limits.memory_bytes}).encode()
            with suppress(OSError):  # a process that is gone already gives no answer either
                write_frame(self._child.stdin, limits)  # type: ignore[arg-type]
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], data: bytes, request: Request) -> bytes | None:
        """The child's answer; None when it was killed, crashed or says more than is allowed."""
        try:
            write_frame(child.stdin, json.dumps(_row(request)).encode())  # type: ignore[arg-type]
            write_frame(child.stdin, data)  # type: ignore[arg-type]
            return read_frame(child.stdout, self._limits.output_bytes)  # type: ignore[arg-type]
        except OSError:
            return None


def _start_child() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "rag.read.child"],
            cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise LibraryError(f"The process that reads files cannot be started: {error.strerror}") from error


class _Watch:
    """Kills a process that takes too long or too much memory; `reason` says which."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.reason = ""
        self._child = child
        self._limits = limits
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        import psutil

        deadline = time.monotonic() + self._limits.seconds
        with suppress(psutil.Error):
            process = psutil.Process(self._child.pid)
            while not self._is_over.wait(_WATCH_SECONDS):
                if time.monotonic() > deadline:
                    self.reason = "time"
                elif process.memory_info().rss > self._limits.memory_bytes:
                    self.reason = "memory"
                if self.reason:
                    self._child.kill()
                    return


def _row(request: Request) -> dict[str, Any]:
    return {
        "file_name": request.file_name,
        "today": request.today.isoformat(),
        "file_date": request.file_date.isoformat() if request.file_date else None,
        "near": request.near.isoformat() if request.near else None,
        "max_bytes": request.max_bytes,
        "encoding": request.encoding,
    }


def _transcript(answer: Mapping[str, Any]) -> ParsedTranscript:
    """The transcript of an answer. Raises the error that it names."""
    if "error" in answer:
        kind: type[UnreadableFile] = getattr(rag.errors, answer["error"])
        raise kind(answer["message"], **answer.get("values", {}))
    row = answer["transcript"]
    return ParsedTranscript(
        **row
        | {
            "date": date.fromisoformat(row["date"]) if row["date"] else None,
            "date_source": DateSource(row["date_source"]) if row["date_source"] else None,
            "people": tuple(row["people"]),
            "segments": tuple(Segment(**segment) for segment in row["segments"]),
        }
    )
