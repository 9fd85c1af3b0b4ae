"""What the user put right in transcripts: title, date, person, and names of speakers, remembered for later files.

Knows nothing of indexes: whoever calls has the words of the changed transcripts indexed again.
"""

import json
from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection

from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.types import DateSource

MAX_NAME_CHARACTERS = 80
MAX_TITLE_CHARACTERS = 200
_EVERYWHERE = 0


class Corrections:
    """Reads and writes of corrections."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def set_title(self, transcript_id: int, title: str) -> None:
        """Give a transcript another title; an empty one changes nothing."""
        folded = _folded(title, MAX_TITLE_CHARACTERS)
        if folded:
            self._set(transcript_id, "title = ?, has_own_title = 1", folded)

    def set_date(self, transcript_id: int, day: date | None) -> None:
        """Say when the session was, or that nobody knows."""
        self._set(transcript_id, "date = ?, date_source = ?", day.isoformat() if day else None, DateSource.USER)

    def set_person(self, transcript_id: int, person: str | None) -> None:
        """Say whom the session is with; None leaves it to the guess."""
        self._set(transcript_id, "person = ?", _folded(person or "", MAX_NAME_CHARACTERS) or None)

    def rename_speaker(self, transcript_ids: Sequence[int], name: str, new_name: str, *, everywhere: bool) -> None:
        """Give a speaker of these transcripts another name; `everywhere` remembers it for all files to come.

        An empty name changes nothing.
        """
        folded = _folded(new_name, MAX_NAME_CHARACTERS)
        if not folded or folded == name:
            return
        with self._catalogue.change() as connection:
            for transcript_id in transcript_ids:
                _rename(connection, transcript_id, name, folded)
            connection.executemany(
                "INSERT OR REPLACE INTO renames (transcript_id, name, new_name) VALUES (?, ?, ?)",
                [(_EVERYWHERE if everywhere else item, name, folded) for item in transcript_ids],
            )

    def apply_to_new(self, transcript_id: int, replaced: int | None) -> None:
        """Bring what is remembered to a transcript that was just added, and what was put right in its older version."""
        rows = self._database.rows(
            "SELECT name, new_name FROM renames WHERE transcript_id IN (?, ?) ORDER BY transcript_id",
            (_EVERYWHERE, replaced or _EVERYWHERE),
        )
        people = self._catalogue.transcript(transcript_id).people
        names = {row["name"]: row["new_name"] for row in rows if row["name"] in people}
        with self._catalogue.change() as connection:
            for name, new_name in names.items():
                _rename(connection, transcript_id, name, new_name)
            if replaced is not None:
                _carry_over(connection, replaced, transcript_id)

    def forget(self, transcript_id: int) -> None:
        """Forget the renames of one transcript."""
        with self._catalogue.change() as connection:
            connection.execute("DELETE FROM renames WHERE transcript_id = ?", (transcript_id,))

    def _set(self, transcript_id: int, assignments: str, *values: str | None) -> None:
        with self._catalogue.change() as connection:
            connection.execute(f"UPDATE transcripts SET {assignments} WHERE id = ?", (*values, transcript_id))


def _rename(connection: Connection, transcript_id: int, name: str, new_name: str) -> None:
    row = connection.execute("SELECT people FROM transcripts WHERE id = ?", (transcript_id,)).fetchone()
    if row is None:
        return
    people = dict.fromkeys(new_name if person == name else person for person in json.loads(row["people"]))
    connection.execute(
        "UPDATE transcripts SET people = ?, person = CASE person WHEN ? THEN ? ELSE person END WHERE id = ?",
        (json.dumps(list(people), ensure_ascii=False), name, new_name, transcript_id),
    )
    connection.execute(
        "UPDATE segments SET speaker = ? WHERE transcript_id = ? AND speaker = ?", (new_name, transcript_id, name)
    )


def _carry_over(connection: Connection, replaced: int, transcript_id: int) -> None:
    connection.execute("UPDATE renames SET transcript_id = ? WHERE transcript_id = ?", (transcript_id, replaced))
    connection.execute(
        "UPDATE transcripts SET person = old.person FROM transcripts AS old WHERE old.id = ? AND transcripts.id = ?",
        (replaced, transcript_id),
    )
    connection.execute(
        "UPDATE transcripts SET title = old.title, has_own_title = 1 FROM transcripts AS old "
        "WHERE old.id = ? AND old.has_own_title AND transcripts.id = ?",
        (replaced, transcript_id),
    )
    connection.execute(
        "UPDATE transcripts SET date = old.date, date_source = old.date_source FROM transcripts AS old "
        "WHERE old.id = ? AND old.date_source = ? AND transcripts.id = ?",
        (replaced, DateSource.USER, transcript_id),
    )


def _folded(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]
