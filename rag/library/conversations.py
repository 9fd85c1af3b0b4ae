"""Chats with their questions, quotes and answers, kept as they were shown. Knows nothing of searching or writing."""

import secrets
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from sqlite3 import Row
from typing import Any

from rag.library.database import Database
from rag.questions import Understanding, Wishes
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

    def exchange(self, exchange_id: int) -> Exchange | None:
        """The question with this number, or None."""
        row = self._database.row("SELECT * FROM exchanges WHERE id = ?", (exchange_id,))
        return _exchange(row) if row else None

    def add_exchange(self, conversation_id: str, question: str, wishes: Wishes | None = None) -> Exchange:
        """Store a question that is being searched."""
        wishes = wishes or Wishes()
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO exchanges (conversation_id, question, state, wishes) VALUES (?, ?, ?, ?)",
                (conversation_id, question, ExchangeState.SEARCHING, _to_json(Wishes, wishes)),
            )
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (_now(), conversation_id))
        number = int(cursor.lastrowid or 0)
        return Exchange(number, conversation_id, question, ExchangeState.SEARCHING, wishes=wishes)

    def save(self, exchange: Exchange) -> None:
        """Store an exchange as it stands now."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ?, found = ?, answer = ?, problem = ?, wishes = ? WHERE id = ?",
                (
                    exchange.state,
                    _to_json(Found, exchange.found),
                    _to_json(Answer, exchange.answer),
                    _to_json(Problem, exchange.problem),
                    _to_json(Wishes, exchange.wishes),
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

    def forget_names(self, known: Set[str]) -> None:
        """Take the names that no transcript holds any more out of what was understood of questions."""
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT * FROM exchanges").fetchall():
                exchange = _exchange(row)
                found = exchange.found and replace(exchange.found, understood=_known(exchange.found.understood, known))
                wishes = known_wishes(exchange.wishes, known)
                if (found, wishes) != (exchange.found, exchange.wishes):
                    connection.execute(
                        "UPDATE exchanges SET found = ?, wishes = ? WHERE id = ?",
                        (_to_json(Found, found), _to_json(Wishes, wishes), exchange.id),
                    )

    def finish_interrupted(self) -> None:
        """Mark what the last process left in the middle as stopped."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ? WHERE state IN (?, ?)",
                (ExchangeState.STOPPED, ExchangeState.SEARCHING, ExchangeState.WRITING),
            )


def read_wishes(stored: str | None) -> Wishes | None:
    """The wishes that are kept with a question; None for a question from before there were any."""
    wishes: Wishes | None = _from_json(Wishes, stored)
    return wishes


def write_wishes(wishes: Wishes | None) -> str | None:
    """Wishes as they are kept with a question."""
    return _to_json(Wishes, wishes)


def known_wishes(wishes: Wishes, known: Set[str]) -> Wishes:
    """The wishes without the names of people who are not known."""
    return replace(wishes, people=tuple(person for person in wishes.people if person in known))


def _known(understood: Understanding, known: Set[str]) -> Understanding:
    """What was understood; without everything that names somebody when somebody of these is not known."""
    told = [value for doubt in understood.doubts for key, value in doubt.values if key == "person"]
    named = {*understood.people, *understood.choices, *", ".join(told).split(", "), understood.speaker} - {None, ""}
    return understood if named <= known else replace(understood, people=(), choices=(), doubts=(), speaker=None)


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
        wishes=read_wishes(row["wishes"]) or Wishes(),
    )


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= MAX_TITLE_CHARACTERS else folded[: MAX_TITLE_CHARACTERS - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat()
