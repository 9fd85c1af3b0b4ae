"""The user's own test questions with the lines expected, and what the user thought of answers. Never searches.

An expected line is kept with its exact text, so that it is found again in a newer version of its transcript. Deleting
a transcript takes the questions along that expect lines of it: a trigger of the schema sees to that.
"""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import Connection, Row

from rag.errors import TranscriptMissing
from rag.library.conversations import known_wishes, read_wishes, write_wishes
from rag.library.database import Database
from rag.library.moved_text import find_text
from rag.questions import Wishes
from rag.types import Segment


class Reason(StrEnum):
    """What was bad about an answer."""

    LINE = "line"
    SESSION = "session"
    ANSWER = "answer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the user thought of an exchange."""

    is_good: bool
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The segments `first` to `last` of a transcript, both included."""

    transcript_id: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """Where a question is answered, with the exact words; `start` and `end` are offsets in the source text.

    An empty `text` means that the newer version of the transcript holds the words no more.
    """

    span: Span
    file_name: str
    start: int
    end: int
    text: str

    @property
    def is_lost(self) -> bool:
        """Whether the words are no longer in the transcript."""
        return not self.text


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A test question; without lines it is one whose answer is in no transcript.

    `history` are the questions before it in its chat, `wishes` what it was asked with; None when typed by hand.
    """

    id: int
    text: str
    history: tuple[str, ...]
    lines: tuple[ExpectedLine, ...]
    saved_at: datetime
    exchange_id: int | None
    wishes: Wishes | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether the transcripts hold an answer, or once did."""
        return bool(self.lines)

    @property
    def is_lost(self) -> bool:
        """Whether nothing is left of what was expected."""
        return bool(self.lines) and all(line.is_lost for line in self.lines)


class SavedQuestions:
    """Reads and writes of test questions and of feedback."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedQuestion]:
        """All test questions, the newest first."""
        rows = self._database.rows("SELECT * FROM saved_questions ORDER BY id DESC")
        return self._with_lines(rows)

    def of_exchange(self, exchange_id: int) -> SavedQuestion | None:
        """The test question that was made of an exchange, or None."""
        rows = self._database.rows("SELECT * FROM saved_questions WHERE exchange_id = ?", (exchange_id,))
        return next(iter(self._with_lines(rows)), None)

    def add(
        self, text: str, lines: Sequence[Span], history: Sequence[str] = (), exchange_id: int | None = None
    ) -> SavedQuestion:
        """Store a question, in place of the one made of the same exchange. Raises TranscriptMissing."""
        saved_at = datetime.now(UTC).isoformat()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved_questions WHERE exchange_id = ?", (exchange_id,))
            cursor = connection.execute(
                "INSERT INTO saved_questions (text, history, saved_at, exchange_id, wishes) "
                "VALUES (?1, ?2, ?3, (SELECT id FROM exchanges WHERE id = ?4), "
                "(SELECT wishes FROM exchanges WHERE id = ?4))",
                (text, json.dumps(list(history), ensure_ascii=False), saved_at, exchange_id),
            )
            question_id = int(cursor.lastrowid or 0)
            for span in lines:
                segments = _segments(connection, span.transcript_id, span.first, span.last)
                if not segments:
                    raise TranscriptMissing(f"There are no lines {span.first} to {span.last} of {span.transcript_id}.")
                _insert_line(connection, question_id, span.transcript_id, segments)
            row = connection.execute("SELECT * FROM saved_questions WHERE id = ?", (question_id,)).fetchone()
        return self._with_lines([row])[0]

    def remove(self, question_id: int) -> None:
        """Forget a question with its results."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved_questions WHERE id = ?", (question_id,))

    def forget_names(self, known: Set[str]) -> None:
        """Take the names that no transcript holds any more out of what questions were asked with."""
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT id, wishes FROM saved_questions").fetchall():
                wishes = read_wishes(row["wishes"])
                if wishes and wishes != known_wishes(wishes, known):
                    kept = write_wishes(known_wishes(wishes, known))
                    connection.execute("UPDATE saved_questions SET wishes = ? WHERE id = ?", (kept, row["id"]))

    def asked(self, exchange_id: int) -> tuple[str, tuple[str, ...]] | None:
        """The question of an exchange and the earlier ones of its chat; None when the chat is gone."""
        rows = self._database.rows(
            "SELECT question FROM exchanges WHERE id <= ? AND conversation_id = "
            "(SELECT conversation_id FROM exchanges WHERE id = ?) ORDER BY id",
            (exchange_id, exchange_id),
        )
        questions = [str(row["question"]) for row in rows]
        return (questions[-1], tuple(questions[:-1])) if questions else None

    def feedback(self, exchange_id: int) -> Feedback | None:
        """What the user thought of an exchange, or None when nothing was said."""
        row = self._database.row("SELECT is_good, reason FROM feedback WHERE exchange_id = ?", (exchange_id,))
        return Feedback(bool(row["is_good"]), Reason(row["reason"]) if row["reason"] else None) if row else None

    def set_feedback(self, exchange_id: int, feedback: Feedback | None) -> None:
        """Keep what the user thinks of an exchange; None takes it back."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE exchange_id = ?", (exchange_id,))
            if feedback:
                connection.execute(
                    "INSERT INTO feedback (exchange_id, is_good, reason, given_at) "
                    "SELECT id, ?, ?, ? FROM exchanges WHERE id = ?",
                    (feedback.is_good, feedback.reason, datetime.now(UTC).isoformat(), exchange_id),
                )

    def _with_lines(self, rows: Sequence[Row]) -> list[SavedQuestion]:
        lines: dict[int, list[ExpectedLine]] = {row["id"]: [] for row in rows}
        found = self._database.rows(
            "SELECT line.*, transcript.file_name FROM expected_lines AS line JOIN transcripts AS transcript "
            "ON transcript.id = line.transcript_id WHERE question_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY line.id",
            (json.dumps(list(lines)),),
        )
        for line in found:
            lines[line["question_id"]].append(_expected_line(line))
        return [_question(row, lines[row["id"]]) for row in rows]


def carry_over(connection: Connection, replaced: int, transcript_id: int) -> None:
    """Move the lines expected of a transcript to its newer version; those whose words are gone lose their text."""
    rows = connection.execute("SELECT * FROM expected_lines WHERE transcript_id = ?", (replaced,)).fetchall()
    segments = _segments(connection, transcript_id) if rows else []
    for row in rows:
        found = find_text(row["text"], segments, row["first_segment"])
        first, last = (found[0], found[-1]) if found else (None, None)
        connection.execute(
            "UPDATE expected_lines SET transcript_id = ?, first_segment = ?, last_segment = ?, start_offset = ?, "
            "end_offset = ?, text = ? WHERE id = ?",
            (
                transcript_id,
                first.number if first else 0,
                last.number if last else 0,
                first.start if first else 0,
                last.end if last else 0,
                _joined(found),
                row["id"],
            ),
        )


def _insert_line(connection: Connection, question_id: int, transcript_id: int, segments: Sequence[Segment]) -> None:
    first, last = segments[0], segments[-1]
    connection.execute(
        "INSERT INTO expected_lines (question_id, transcript_id, first_segment, last_segment, start_offset, "
        "end_offset, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (question_id, transcript_id, first.number, last.number, first.start, last.end, _joined(segments)),
    )


def _segments(connection: Connection, transcript_id: int, first: int = 1, last: int = 2**31) -> list[Segment]:
    rows = connection.execute(
        "SELECT number, start_offset, end_offset, text FROM segments WHERE transcript_id = ? AND number >= ? "
        "AND number <= ? ORDER BY number",
        (transcript_id, first, last),
    )
    return [Segment(*row) for row in rows]


def _joined(segments: Sequence[Segment]) -> str:
    return "\n".join(segment.text for segment in segments)


def _expected_line(row: Row) -> ExpectedLine:
    return ExpectedLine(
        span=Span(row["transcript_id"], row["first_segment"], row["last_segment"]),
        file_name=row["file_name"],
        start=row["start_offset"],
        end=row["end_offset"],
        text=row["text"],
    )


def _question(row: Row, lines: Sequence[ExpectedLine]) -> SavedQuestion:
    return SavedQuestion(
        id=row["id"],
        text=row["text"],
        history=tuple(json.loads(row["history"])),
        lines=tuple(lines),
        saved_at=datetime.fromisoformat(row["saved_at"]),
        exchange_id=row["exchange_id"],
        wishes=read_wishes(row["wishes"]),
    )
