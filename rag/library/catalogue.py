"""Transcripts, segments and passages in the catalogue: the truth that every index is rebuilt from.

Knows nothing of vectors, of words or of pages.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from sqlite3 import Connection, Row

from rag.errors import TranscriptMissing
from rag.languages import find_words
from rag.library.database import Database
from rag.library.kept_quotes import carry_over_quotes
from rag.library.promises import carry_over_promises
from rag.library.saved_questions import carry_over
from rag.types import (
    DateSource,
    ParsedTranscript,
    Passage,
    Segment,
    StoredPassage,
    Transcript,
    TranscriptState,
)

_TRANSCRIPT_COLUMNS = (
    "id, sha256, file_name, format, encoding, title, date, date_source, people, words, segment_count, "
    "passage_count, state, added_at, person, replaces"
)
_SEGMENT_COLUMNS = "number, start_offset, end_offset, text, speaker, start_time, end_time"
_PASSAGE_COLUMNS = "id, transcript_id, number, first_segment, last_segment"


class Catalogue:
    """Reads and writes of transcripts and their parts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._revision = 0
        self._listed: tuple[int, list[Transcript]] = (-1, [])

    @property
    def revision(self) -> int:
        """A number that changes with every change of a transcript, for what is computed from all of them."""
        return self._revision

    def setting(self, key: str) -> str | None:
        """The stored value of a setting, or None."""
        row = self._database.row("SELECT value FROM settings WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def set_setting(self, key: str, value: str) -> None:
        """Store the value of a setting."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, value))

    def transcripts(self) -> list[Transcript]:
        """All transcripts, in the order in which they were added; a newer version only once it has taken its place."""
        revision, listed = self._listed
        if revision != self._revision:
            revision = self._revision
            rows = self._database.rows(
                f"SELECT {_TRANSCRIPT_COLUMNS} FROM transcripts WHERE replaces IS NULL ORDER BY id"
            )
            listed = [_transcript(row) for row in rows]
            self._listed = (revision, listed)
        return list(listed)

    def unfinished(self) -> list[Transcript]:
        """The transcripts that are not ready, newer versions of others included."""
        rows = self._database.rows(
            f"SELECT {_TRANSCRIPT_COLUMNS} FROM transcripts WHERE state != ? ORDER BY id", (TranscriptState.READY,)
        )
        return [_transcript(row) for row in rows]

    def middle_date(self) -> date | None:
        """The median of the dates that were written by somebody, in a header, in a name or as a correction."""
        dated = "FROM transcripts WHERE date IS NOT NULL AND date_source != ?"
        row = self._database.row(
            f"SELECT date {dated} ORDER BY date LIMIT 1 OFFSET (SELECT count(*) / 2 {dated})",
            (DateSource.FILE, DateSource.FILE),
        )
        return date.fromisoformat(row[0]) if row else None

    def transcript(self, transcript_id: int) -> Transcript:
        """One transcript. Raises TranscriptMissing."""
        row = self._database.row(f"SELECT {_TRANSCRIPT_COLUMNS} FROM transcripts WHERE id = ?", (transcript_id,))
        if row is None:
            raise TranscriptMissing(f"There is no transcript {transcript_id}.")
        return _transcript(row)

    def find(self, sha256: str) -> Transcript | None:
        """The transcript with these bytes, or None."""
        row = self._database.row(f"SELECT {_TRANSCRIPT_COLUMNS} FROM transcripts WHERE sha256 = ?", (sha256,))
        return _transcript(row) if row else None

    def find_replaced(self, transcript: Transcript) -> Transcript | None:
        """The transcript whose newer version this is, or None."""
        row = self._database.row(f"SELECT {_TRANSCRIPT_COLUMNS} FROM transcripts WHERE id = ?", (transcript.replaces,))
        return _transcript(row) if row else None

    def source(self, transcript_id: int) -> str:
        """The source text of a transcript. Raises TranscriptMissing."""
        row = self._database.row("SELECT source FROM transcripts WHERE id = ?", (transcript_id,))
        if row is None:
            raise TranscriptMissing(f"There is no transcript {transcript_id}.")
        return str(row[0])

    def segments(self, transcript_id: int, first: int = 1, last: int | None = None) -> list[Segment]:
        """The segments numbered `first` to `last` of a transcript, both included; to the end without `last`."""
        rows = self._database.rows(
            f"SELECT {_SEGMENT_COLUMNS} FROM segments WHERE transcript_id = ? AND number >= ? AND number <= ? "
            "ORDER BY number",
            (transcript_id, first, 2**31 if last is None else last),
        )
        return [Segment(*row) for row in rows]

    def find_lines(self, transcript_id: int, words: str) -> list[int]:
        """The numbers of the segments whose text holds the words, whatever their case and the dots of ё."""
        segments = self.segments(transcript_id) if words.strip() else []
        return [segment.number for segment in segments if find_words(segment.text, words)]

    def talk(self, transcript_ids: Sequence[int]) -> dict[int, dict[str, float]]:
        """The share of the spoken characters of each speaker, by transcript; lines without a speaker do not count."""
        rows = self._database.rows(
            "SELECT transcript_id, speaker, sum(length(text)) AS said FROM segments WHERE speaker IS NOT NULL "
            "AND transcript_id IN (SELECT value FROM json_each(?)) GROUP BY transcript_id, speaker ORDER BY said DESC",
            (json.dumps(list(transcript_ids)),),
        )
        said: dict[int, dict[str, float]] = {}
        for row in rows:
            said.setdefault(row["transcript_id"], {})[row["speaker"]] = row["said"]
        return {
            number: {speaker: amount / sum(speakers.values()) for speaker, amount in speakers.items()}
            for number, speakers in said.items()
        }

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these ids, by id; ids that do not exist are left out."""
        rows = self._database.rows(
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row["id"]: StoredPassage(*row) for row in rows}

    def passages_of(self, transcript_id: int) -> list[StoredPassage]:
        """The passages of a transcript in order."""
        rows = self._database.rows(
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE transcript_id = ? ORDER BY number", (transcript_id,)
        )
        return [StoredPassage(*row) for row in rows]

    def passage_count(self) -> int:
        """The number of passages of all transcripts that are ready."""
        row = self._database.row("SELECT coalesce(sum(passage_count), 0) FROM transcripts WHERE state = 'ready'")
        return int(row[0]) if row else 0

    def add(self, sha256: str, parsed: ParsedTranscript, replaces: int | None = None) -> Transcript:
        """Store a transcript with its segments in the state `stored`, perhaps as a newer version of another."""
        with self.change() as connection:
            cursor = connection.execute(
                "INSERT INTO transcripts (sha256, file_name, format, encoding, title, date, date_source, people, "
                "words, segment_count, state, added_at, source, replaces) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    sha256,
                    parsed.file_name,
                    parsed.format,
                    parsed.encoding,
                    parsed.title,
                    parsed.date.isoformat() if parsed.date else None,
                    parsed.date_source,
                    json.dumps(parsed.people, ensure_ascii=False),
                    parsed.word_count,
                    len(parsed.segments),
                    TranscriptState.STORED,
                    datetime.now(UTC).isoformat(),
                    parsed.source,
                    replaces,
                ),
            )
            transcript_id = int(cursor.lastrowid or 0)
            connection.executemany(
                f"INSERT INTO segments (transcript_id, {_SEGMENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (transcript_id, s.number, s.start, s.end, s.text, s.speaker, s.start_time, s.end_time)
                    for s in parsed.segments
                ),
            )
        return self.transcript(transcript_id)

    def replace_passages(self, transcript_id: int, passages: Iterable[Passage]) -> list[StoredPassage]:
        """Store the passages of a transcript in place of its old ones; it falls back to the state `stored`."""
        with self.change() as connection:
            connection.execute(
                "UPDATE transcripts SET state = ?, passage_count = 0 WHERE id = ?",
                (TranscriptState.STORED, transcript_id),
            )
            connection.execute("DELETE FROM passages WHERE transcript_id = ?", (transcript_id,))
            connection.executemany(
                "INSERT INTO passages (transcript_id, number, first_segment, last_segment, token_count) "
                "VALUES (?, ?, ?, ?, ?)",
                ((transcript_id, p.number, p.first, p.last, p.token_count) for p in passages),
            )
        return self.passages_of(transcript_id)

    def mark_ready(self, transcript_id: int) -> None:
        """Say that everything of the transcript can be searched; a newer version now stands in place of the older."""
        with self.change() as connection:
            row = connection.execute("SELECT replaces FROM transcripts WHERE id = ?", (transcript_id,)).fetchone()
            if row and row["replaces"] is not None:
                carry_over(connection, row["replaces"], transcript_id)
                carry_over_quotes(connection, row["replaces"], transcript_id)
                carry_over_promises(connection, row["replaces"], transcript_id)
                connection.execute("DELETE FROM transcripts WHERE id = ?", (row["replaces"],))
            connection.execute(
                "UPDATE transcripts SET state = ?, passage_count = "
                "(SELECT count(*) FROM passages WHERE transcript_id = transcripts.id), replaces = NULL WHERE id = ?",
                (TranscriptState.READY, transcript_id),
            )

    def mark_all_stored(self) -> None:
        """Say that nothing can be searched until it is indexed again."""
        with self.change() as connection:
            connection.execute("UPDATE transcripts SET state = ?, passage_count = 0", (TranscriptState.STORED,))

    def delete(self, transcript_id: int) -> None:
        """Remove a transcript, its segments and its passages."""
        with self.change() as connection:
            connection.execute("DELETE FROM transcripts WHERE id = ?", (transcript_id,))

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction that changes transcripts."""
        with self._database.transaction() as connection:
            yield connection
        self._revision += 1


def _transcript(row: Row) -> Transcript:
    return Transcript(
        id=row["id"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        format=row["format"],
        encoding=row["encoding"],
        title=row["title"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        date_source=DateSource(row["date_source"]) if row["date_source"] else None,
        people=tuple(json.loads(row["people"])),
        words=row["words"],
        segment_count=row["segment_count"],
        passage_count=row["passage_count"],
        state=TranscriptState(row["state"]),
        added_at=datetime.fromisoformat(row["added_at"]),
        person=row["person"],
        replaces=row["replaces"],
    )
