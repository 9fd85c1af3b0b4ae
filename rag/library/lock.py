"""One process holds a library: two writers on one index lose vectors without an error. Knows nothing of databases."""

from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryBusy


class LibraryLock:
    """The lock of a library folder, held until it is released or the process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "lock", mode=0o600, thread_local=False)

    def take(self) -> None:
        """Hold the library. Raises LibraryBusy when another process does."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryBusy(f"The library in {self._folder} is in use by another process.") from error

    def release(self) -> None:
        """Let another process hold the library."""
        self._lock.release()
