"""Summaries of sessions kept with the library, one for each language. Knows nothing of models.

They go with their transcript, and when somebody in it gets another name: triggers of the schema see to that.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from rag.languages import Language
from rag.library.database import Database
from rag.library.stored_values import from_json, to_json
from rag.types import Answer, Transcript


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """What a model wrote about a session and when; citations are numbers of segments."""

    answer: Answer
    written_at: datetime


class KeptSummaries:
    """Reads and writes of summaries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, transcript_id: int, language: Language) -> KeptSummary | None:
        """The summary of a transcript in this language, or None."""
        row = self._database.row(
            "SELECT answer, written_at FROM summaries WHERE transcript_id = ? AND language = ?",
            (transcript_id, language),
        )
        return KeptSummary(from_json(Answer, row[0]), datetime.fromisoformat(row[1])) if row else None

    def keep(self, transcript: Transcript, language: Language, answer: Answer) -> bool:
        """Keep a summary in place of the one before.

        False, and nothing is kept, when the transcript is gone or its people have other names now.
        """
        with self._database.transaction() as connection:
            if not is_as_read(connection, transcript):
                return False
            connection.execute(
                "INSERT OR REPLACE INTO summaries (transcript_id, language, written_at, answer) VALUES (?, ?, ?, ?)",
                (transcript.id, language, datetime.now(UTC).isoformat(), to_json(Answer, answer)),
            )
        return True


def is_as_read(connection: Connection, transcript: Transcript) -> bool:
    """Whether a transcript is still there, with the people that it had when it was read."""
    row = connection.execute("SELECT people FROM transcripts WHERE id = ?", (transcript.id,)).fetchone()
    return row is not None and tuple(json.loads(row["people"])) == transcript.people
