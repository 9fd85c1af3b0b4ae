"""Promises kept with the library: which lines of which transcripts, who found them, what the user ticked off.

The words stand in the transcript alone, so that a promise can say nothing else. Knows neither patterns nor models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection, Row

from rag.library.database import Database
from rag.library.moved_text import spoken_text
from rag.library.summaries import is_as_read
from rag.types import Segment, Transcript


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """The segments `first` to `last` of a transcript; in the last one somebody promises. `wording` is a model's."""

    first: int
    last: int
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """A promise with its number, who found it, and what the user said about it.

    `speaker` and `time` are those of the line in which somebody promises.
    """

    id: int
    transcript_id: int
    first: int
    last: int
    speaker: str | None
    time: float | None
    is_by_pattern: bool
    model: str | None
    wording: str | None
    done_at: datetime | None
    is_dismissed: bool


class KeptPromises:
    """Reads and writes of promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[KeptPromise]:
        """All promises in the order of their lines, dismissed ones included; not those of newer versions to come."""
        rows = self._database.rows(
            "SELECT promise.*, segment.speaker, segment.start_time FROM promises AS promise JOIN segments AS segment "
            "ON segment.transcript_id = promise.transcript_id AND segment.number = promise.last_segment "
            "JOIN transcripts AS transcript ON transcript.id = promise.transcript_id "
            "WHERE transcript.replaces IS NULL ORDER BY promise.transcript_id, promise.last_segment"
        )
        return [_kept(row) for row in rows]

    def set_done(self, promise_id: int, *, is_done: bool) -> None:
        """Tick a promise off, or take that back."""
        done_at = datetime.now(UTC).isoformat() if is_done else None
        with self._database.transaction() as connection:
            connection.execute("UPDATE promises SET done_at = ? WHERE id = ?", (done_at, promise_id))

    def set_dismissed(self, promise_id: int, *, is_dismissed: bool) -> None:
        """Say that a line is no promise, or take that back."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE promises SET is_dismissed = ? WHERE id = ?", (is_dismissed, promise_id))

    def readings(self, *, by_model: bool) -> dict[int, str]:
        """By what each transcript was read: the name of the model, or the recipe of the patterns."""
        rows = self._database.rows(
            "SELECT transcript_id, reader FROM promise_readings WHERE is_by_model = ?", (by_model,)
        )
        return {row["transcript_id"]: row["reader"] for row in rows}

    def keep_patterns(self, transcript_id: int, found: Sequence[FoundPromise], recipe: str) -> None:
        """Keep what the patterns find now; of what they do not find any more that stays which says more.

        Does nothing when the transcript is gone.
        """
        with self._database.transaction() as connection:
            if not _is_there(connection, transcript_id):
                return
            connection.execute("UPDATE promises SET is_by_pattern = 0 WHERE transcript_id = ?", (transcript_id,))
            for promise in found:
                connection.execute(
                    "INSERT INTO promises (transcript_id, first_segment, last_segment, is_by_pattern) "
                    "VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET is_by_pattern = 1",
                    (transcript_id, promise.first, promise.last),
                )
            _drop_unfounded(connection, transcript_id)
            _note_reading(connection, transcript_id, recipe, by_model=False)

    def keep_model(self, transcript: Transcript, found: Sequence[FoundPromise], model: str, *, is_whole: bool) -> bool:
        """Keep what a model found; a whole reading takes the place of earlier ones by models.

        False, and nothing is kept, when the transcript is gone or its people have other names now.
        """
        with self._database.transaction() as connection:
            if not is_as_read(connection, transcript):
                return False
            if is_whole:
                connection.execute(
                    "UPDATE promises SET model = NULL, wording = NULL WHERE transcript_id = ?", (transcript.id,)
                )
            for promise in found:
                connection.execute(
                    "INSERT INTO promises (transcript_id, first_segment, last_segment, is_by_pattern, model, wording) "
                    "VALUES (?, ?, ?, 0, ?, ?) "
                    "ON CONFLICT DO UPDATE SET model = excluded.model, wording = excluded.wording",
                    (transcript.id, promise.first, promise.last, model, promise.wording),
                )
            if is_whole:
                _drop_unfounded(connection, transcript.id)
                _note_reading(connection, transcript.id, model, by_model=True)
        return True


def carry_over_promises(connection: Connection, replaced: int, transcript_id: int) -> None:
    """Move promises of a transcript to its newer version where that holds their exact words, ticks included.

    What only patterns found, and nobody said anything about, is found anew.
    """
    rows = connection.execute(
        "SELECT * FROM promises WHERE transcript_id = ? AND (model IS NOT NULL OR done_at IS NOT NULL OR is_dismissed)",
        (replaced,),
    ).fetchall()
    newer = spoken_text(_segments(connection, transcript_id) if rows else [])
    for row in rows:
        words = _segments(connection, replaced, row["first_segment"], row["last_segment"])
        run = newer.find("\n".join(segment.text for segment in words), row["first_segment"])
        if run:
            connection.execute(
                "INSERT OR IGNORE INTO promises (transcript_id, first_segment, last_segment, is_by_pattern, model, "
                "wording, done_at, is_dismissed) VALUES (?, ?, ?, 0, ?, ?, ?, ?)",
                (
                    transcript_id,
                    run[0].number,
                    run[-1].number,
                    row["model"],
                    row["wording"],
                    row["done_at"],
                    row["is_dismissed"],
                ),
            )


def _drop_unfounded(connection: Connection, transcript_id: int) -> None:
    """Forget what nobody finds any more, unless the user has said something about it."""
    connection.execute(
        "DELETE FROM promises WHERE transcript_id = ? AND NOT is_by_pattern AND model IS NULL AND done_at IS NULL "
        "AND NOT is_dismissed",
        (transcript_id,),
    )


def _note_reading(connection: Connection, transcript_id: int, reader: str, *, by_model: bool) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO promise_readings (transcript_id, is_by_model, reader) VALUES (?, ?, ?)",
        (transcript_id, by_model, reader),
    )


def _is_there(connection: Connection, transcript_id: int) -> bool:
    return connection.execute("SELECT 1 FROM transcripts WHERE id = ?", (transcript_id,)).fetchone() is not None


def _segments(connection: Connection, transcript_id: int, first: int = 1, last: int = 2**31) -> list[Segment]:
    rows = connection.execute(
        "SELECT number, start_offset, end_offset, text FROM segments WHERE transcript_id = ? AND number >= ? "
        "AND number <= ? ORDER BY number",
        (transcript_id, first, last),
    )
    return [Segment(*row) for row in rows]


def _kept(row: Row) -> KeptPromise:
    return KeptPromise(
        id=row["id"],
        transcript_id=row["transcript_id"],
        first=row["first_segment"],
        last=row["last_segment"],
        speaker=row["speaker"],
        time=row["start_time"],
        is_by_pattern=bool(row["is_by_pattern"]),
        model=row["model"],
        wording=row["wording"],
        done_at=datetime.fromisoformat(row["done_at"]) if row["done_at"] else None,
        is_dismissed=bool(row["is_dismissed"]),
    )
