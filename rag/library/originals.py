"""The files as the user gave them, byte for byte, named by their checksum. Knows nothing of their contents."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from rag.errors import DiskFull, LibraryError


def checksum_of(data: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Originals:
    """A folder of originals. Names of files are never part of a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def store(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hexadecimal; the same bytes are kept once.

        Raises DiskFull and LibraryError.
        """
        checksum = checksum_of(data)
        path = self._path(checksum)
        if path.exists():
            return checksum
        try:
            self._write(path, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(f"The disk that holds {self._folder} is full.") from error
            raise LibraryError(f"The file cannot be stored in {self._folder}: {error.strerror}") from error
        return checksum

    def read(self, checksum: str) -> bytes:
        """The bytes stored under a checksum.

        Raises LibraryError when they are missing or no longer what was stored.
        """
        try:
            data = self._path(checksum).read_bytes()
        except OSError as error:
            raise LibraryError(f"The original {checksum[:12]} cannot be read: {error.strerror}") from error
        if checksum_of(data) != checksum:
            raise LibraryError(f"The original {checksum[:12]} was changed on the disk.")
        return data

    def delete(self, checksum: str) -> None:
        """Remove the bytes stored under a checksum; nothing happens when there are none."""
        try:
            self._path(checksum).unlink(missing_ok=True)
        except OSError as error:
            raise LibraryError(f"The original {checksum[:12]} cannot be deleted: {error.strerror}") from error

    def _path(self, checksum: str) -> Path:
        return self._folder / checksum

    def _write(self, path: Path, data: bytes) -> None:
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix="incoming-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
