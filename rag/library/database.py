"""The catalogue's SQLite file: opening, schema, transactions, and the translation of its errors.

One connection for the whole process behind a lock: reads take milliseconds, writes are short. Knows nothing of what
the tables mean.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rag.errors import DiskFull, LibraryDamaged, LibraryError

SCHEMA_VERSION = 6

_M001_INITIAL = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    date_source TEXT,
    people TEXT NOT NULL,
    words INTEGER NOT NULL,
    segment_count INTEGER NOT NULL,
    passage_count INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    added_at TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;

CREATE TABLE segments (
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    speaker TEXT,
    start_time REAL,
    end_time REAL,
    PRIMARY KEY (transcript_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    first_segment INTEGER NOT NULL,
    last_segment INTEGER NOT NULL,
    token_count INTEGER NOT NULL,
    UNIQUE (transcript_id, number)
) STRICT;

CREATE VIRTUAL TABLE passage_words USING fts5(stems, tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    state TEXT NOT NULL,
    found TEXT,
    answer TEXT,
    problem TEXT
) STRICT;

CREATE INDEX exchanges_of_conversation ON exchanges (conversation_id, id);
"""

_M002_CORRECTIONS_AND_PLACES = """
ALTER TABLE transcripts ADD COLUMN person TEXT;
ALTER TABLE transcripts ADD COLUMN replaces INTEGER;

ALTER TABLE transcripts ADD COLUMN has_own_title INTEGER NOT NULL DEFAULT 0;

CREATE TABLE renames (
    transcript_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    new_name TEXT NOT NULL,
    PRIMARY KEY (transcript_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
    path_key TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    transcript_id INTEGER REFERENCES transcripts(id) ON DELETE SET NULL
) STRICT;

CREATE INDEX places_of_transcript ON places (transcript_id);
"""

_M003_FEEDBACK_AND_QUALITY = """
CREATE TABLE feedback (
    exchange_id INTEGER PRIMARY KEY REFERENCES exchanges(id) ON DELETE CASCADE,
    is_good INTEGER NOT NULL,
    reason TEXT,
    given_at TEXT NOT NULL
) STRICT;

CREATE TABLE saved_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    history TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    exchange_id INTEGER UNIQUE REFERENCES exchanges(id) ON DELETE SET NULL
) STRICT;

CREATE TABLE expected_lines (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES saved_questions(id) ON DELETE CASCADE,
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id),
    first_segment INTEGER NOT NULL,
    last_segment INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX lines_of_question ON expected_lines (question_id);
CREATE INDEX lines_of_transcript ON expected_lines (transcript_id);

CREATE TRIGGER questions_go_with_their_transcript BEFORE DELETE ON transcripts BEGIN
    DELETE FROM saved_questions WHERE id IN (SELECT question_id FROM expected_lines WHERE transcript_id = OLD.id);
END;

CREATE TABLE quality_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    finished_at TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE quality_results (
    run_id INTEGER NOT NULL REFERENCES quality_runs(id) ON DELETE CASCADE,
    question_id INTEGER NOT NULL REFERENCES saved_questions(id) ON DELETE CASCADE,
    hit_rank INTEGER NOT NULL,
    is_found INTEGER NOT NULL,
    is_found_on_screen INTEGER NOT NULL,
    is_first_file_right INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (run_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX results_of_question ON quality_results (question_id);

CREATE TABLE passage_lines (
    passage_id INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE,
    vectors BLOB NOT NULL
) STRICT;
"""

_M004_WISHES = """
ALTER TABLE exchanges ADD COLUMN wishes TEXT;
ALTER TABLE saved_questions ADD COLUMN wishes TEXT;
"""

_M005_REPLACEMENTS_AND_WORDS_OF_CHATS = """
CREATE TABLE replacements (
    transcript_id INTEGER PRIMARY KEY,
    newer_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE
) STRICT;

CREATE INDEX replacements_by_newer ON replacements (newer_id);

CREATE TABLE exchange_words (
    exchange_id INTEGER PRIMARY KEY REFERENCES exchanges(id) ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT;

CREATE TRIGGER words_go_with_a_change AFTER UPDATE OF question, found, answer ON exchanges
WHEN (OLD.question, OLD.found, OLD.answer) IS NOT (NEW.question, NEW.found, NEW.answer) BEGIN
    DELETE FROM exchange_words WHERE exchange_id = OLD.id;
END;

CREATE TRIGGER feedback_goes_with_its_question AFTER UPDATE OF question ON exchanges
WHEN NEW.question != OLD.question BEGIN
    DELETE FROM feedback WHERE exchange_id = OLD.id;
    UPDATE saved_questions SET exchange_id = NULL WHERE exchange_id = OLD.id;
END;
"""

_M006_PROMISES_AND_SUMMARIES = """
CREATE TABLE promises (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    first_segment INTEGER NOT NULL,
    last_segment INTEGER NOT NULL,
    is_by_pattern INTEGER NOT NULL,
    model TEXT,
    wording TEXT,
    done_at TEXT,
    is_dismissed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (transcript_id, last_segment)
) STRICT;

CREATE TABLE promise_readings (
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    is_by_model INTEGER NOT NULL,
    reader TEXT NOT NULL,
    PRIMARY KEY (transcript_id, is_by_model)
) STRICT, WITHOUT ROWID;

CREATE TABLE summaries (
    transcript_id INTEGER NOT NULL REFERENCES transcripts(id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    written_at TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (transcript_id, language)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER written_words_go_with_names AFTER UPDATE OF people ON transcripts WHEN OLD.people != NEW.people BEGIN
    DELETE FROM summaries WHERE transcript_id = OLD.id;
    UPDATE promises SET wording = NULL WHERE transcript_id = OLD.id;
    DELETE FROM promise_readings WHERE transcript_id = OLD.id AND is_by_model;
END;
"""

_MIGRATIONS = (
    _M001_INITIAL, _M002_CORRECTIONS_AND_PLACES, _M003_FEEDBACK_AND_QUALITY, _M004_WISHES,
    _M005_REPLACEMENTS_AND_WORDS_OF_CHATS, _M006_PROMISES_AND_SUMMARIES,
)  # fmt: skip
_FULL_MARKS = ("disk is full", "disk i/o error")


class Database:
    """An open catalogue."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        with _translated_errors(path):
            path.touch(mode=0o600)  # the journals that SQLite puts beside it take its mode
            path.chmod(0o600)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {pragma}")
        self._path = path
        self._migrate()

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock, _translated_errors(self._path):
            return self._connection.execute(statement, parameters).fetchall()

    def row(self, statement: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with self._lock, _translated_errors(self._path):
            found: sqlite3.Row | None = self._connection.execute(statement, parameters).fetchone()
            return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes appear all together or, after an exception, not at all."""
        with self._lock, _translated_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite has rolled back by itself when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    def forget_the_past(self) -> None:
        """Take deleted texts out of the files for good: out of the word index's old segments and out of the journal.

        `secure_delete` overwrites deleted rows; FTS5 keeps deleted words until its segments are merged.
        """
        with self._lock, _translated_errors(self._path):
            self._connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self.empty_journal()

    def empty_journal(self) -> None:
        """Take deleted texts out of the files for good where the word index never held them."""
        with self._lock, _translated_errors(self._path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the file; nothing else may be called afterwards."""
        with self._lock:
            self._connection.close()

    def _migrate(self) -> None:
        row = self.row("PRAGMA user_version")
        version = int(row[0]) if row else 0
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"The library in {self._path.parent} was made by a newer version of the program "
                f"(schema {version}, this program knows {SCHEMA_VERSION})."
            )
        for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
            with self._lock, _translated_errors(self._path):
                self._connection.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")


@contextmanager
def _translated_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.ProgrammingError, sqlite3.IntegrityError) as error:
        if any(mark in str(error).lower() for mark in _FULL_MARKS):
            raise DiskFull(f"The disk that holds {path.parent} is full.") from error
        raise LibraryError(f"The library in {path.parent} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise LibraryDamaged(f"The catalogue of the library in {path.parent} is damaged: {error}") from error
