"""Which files of the user's folders are in the library, so that only new and changed ones are read again.

A path is kept as its checksum: a deleted transcript leaves no name behind. Knows nothing of reading files.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rag.library.database import Database


@dataclass(frozen=True, slots=True)
class Place:
    """A file as it was when it was last read: size in bytes, time of its last change in nanoseconds.

    `transcript_id` is None after the transcript was deleted.
    """

    size: int
    modified: int
    transcript_id: int | None


class Places:
    """Reads and writes of places."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, path: Path) -> Place | None:
        """What is known of a file, or None."""
        row = self._database.row("SELECT size, modified, transcript_id FROM places WHERE path_key = ?", (_key(path),))
        return Place(*row) if row else None

    def remember(self, path: Path, size: int, modified: int, transcript_id: int) -> None:
        """Note that a file, as it is now, is in the library as this transcript."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO places (path_key, size, modified, transcript_id) VALUES (?, ?, ?, ?)",
                (_key(path), size, modified, transcript_id),
            )

    def is_elsewhere(self, path: Path, transcript_id: int) -> bool:
        """Whether the transcript also stands at another path than this one."""
        row = self._database.row(
            "SELECT 1 FROM places WHERE transcript_id = ? AND path_key != ?", (transcript_id, _key(path))
        )
        return row is not None


def _key(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode("utf-8", errors="surrogateescape")).hexdigest()
