"""Chats with their questions, quotes and answers, kept as they were shown. Knows nothing of searching or writing."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from sqlite3 import Row
from typing import Any

from rag.library.database import Database
from rag.types import Answer, Conversation, Exchange, ExchangeState, Found, Problem

MAX_TITLE_CHARACTERS = 60


class Conversations:
    """Reads and writes of chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Conversation]:
        """All chats, the one with the newest question first."""
        rows = self._database.rows(
            "SELECT id, title, updated_at FROM conversations ORDER BY updated_at DESC, rowid DESC"
        )
        return [_conversation(row) for row in rows]

    def find(self, conversation_id: str) -> Conversation | None:
        """The chat with this id, or None."""
        row = self._database.row("SELECT id, title, updated_at FROM conversations WHERE id = ?", (conversation_id,))
        return _conversation(row) if row else None

    def create(self, first_question: str) -> Conversation:
        """A new chat named after its first question."""
        created = Conversation(secrets.token_urlsafe(9), _short(first_question), datetime.now(UTC))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations (id, title, updated_at) VALUES (?, ?, ?)",
                (created.id, created.title, created.updated_at.isoformat()),
            )
        return created

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a chat another name; an empty name changes nothing."""
        if not title.strip():
            return
        with self._database.transaction() as connection:
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (_short(title), conversation_id))

    def delete(self, conversation_id: str) -> None:
        """Remove a chat and everything in it."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        """The questions of a chat in order, with what was found and answered."""
        rows = self._database.rows("SELECT * FROM exchanges WHERE conversation_id = ? ORDER BY id", (conversation_id,))
        return [_exchange(row) for row in rows]

    def add_exchange(self, conversation_id: str, question: str) -> Exchange:
        """Store a question that is being searched."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO exchanges (conversation_id, question, state) VALUES (?, ?, ?)",
                (conversation_id, question, ExchangeState.SEARCHING),
            )
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (_now(), conversation_id))
        return Exchange(int(cursor.lastrowid or 0), conversation_id, question, ExchangeState.SEARCHING)

    def save(self, exchange: Exchange) -> None:
        """Store an exchange as it stands now."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ?, found = ?, answer = ?, problem = ? WHERE id = ?",
                (
                    exchange.state,
                    _to_json(Found, exchange.found),
                    _to_json(Answer, exchange.answer),
                    _to_json(Problem, exchange.problem),
                    exchange.id,
                ),
            )

    def forget_transcripts(self, transcript_ids: Sequence[int]) -> None:
        """Take the quotes of deleted transcripts out of all chats, and the answers that were written from them."""
        gone = set(transcript_ids)
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT * FROM exchanges WHERE found IS NOT NULL").fetchall():
                exchange = _exchange(row)
                kept = tuple(q for q in exchange.found.quotes if q.transcript_id not in gone) if exchange.found else ()
                if exchange.found and len(kept) < len(exchange.found.quotes):
                    found = replace(exchange.found, quotes=kept)
                    connection.execute(
                        "UPDATE exchanges SET found = ?, answer = NULL, problem = ? WHERE id = ?",
                        (_to_json(Found, found), _to_json(Problem, Problem("deleted")), exchange.id),
                    )

    def finish_interrupted(self) -> None:
        """Mark what the last process left in the middle as stopped."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ? WHERE state IN (?, ?)",
                (ExchangeState.STOPPED, ExchangeState.SEARCHING, ExchangeState.WRITING),
            )


@cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _to_json(kind: type, value: object) -> str | None:
    return None if value is None else _adapter(kind).dump_json(value).decode("utf-8")


def _from_json(kind: type, text: str | None) -> Any:
    return None if text is None else _adapter(kind).validate_json(text)


def _conversation(row: Row) -> Conversation:
    return Conversation(row["id"], row["title"], datetime.fromisoformat(row["updated_at"]))


def _exchange(row: Row) -> Exchange:
    return Exchange(
        id=row["id"],
        conversation_id=row["conversation_id"],
        question=row["question"],
        state=ExchangeState(row["state"]),
        found=_from_json(Found, row["found"]),
        answer=_from_json(Answer, row["answer"]),
        problem=_from_json(Problem, row["problem"]),
    )


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= MAX_TITLE_CHARACTERS else folded[: MAX_TITLE_CHARACTERS - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat()
