"""What the disk says: free space, the checksum of a large file, and its errors put into the tree. Knows no contents."""

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import DiskFull, LibraryError

_PIECE_BYTES = 2**20
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)

OnProgress = Callable[[int, int | None], None]
"""Is told how many bytes are done and how many there are, if that is known; may raise to end the work."""


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Errors of the system about a folder as DiskFull or LibraryError."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull(f"The disk that holds {folder} is full.") from error
        raise LibraryError(f"{folder} cannot be used: {error.strerror or error}") from error


def make_folder(folder: Path) -> Path:
    """The folder, made for this user alone if it is not there. Raises DiskFull and LibraryError."""
    with disk_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def free_bytes(folder: Path) -> int:
    """How many bytes may still be written to the disk of a folder. Raises LibraryError."""
    with disk_errors(folder):
        return shutil.disk_usage(folder).free


def size_of(path: Path) -> int:
    """How many bytes a file has; none when it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def checksum_of_file(path: Path, on_progress: OnProgress) -> str:
    """The SHA-256 of a file in hexadecimal. Raises LibraryError, and what `on_progress` raises."""
    digest = hashlib.sha256()
    total = size_of(path)
    done = 0
    with disk_errors(path.parent), path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            done += len(piece)
            on_progress(done, total)
    return digest.hexdigest()
