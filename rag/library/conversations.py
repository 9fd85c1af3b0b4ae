"""Chats with their questions, quotes and answers, kept as they were shown. Knows nothing of searching or writing."""

import json
import secrets
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from sqlite3 import Connection, Row

from rag.library.database import Database
from rag.library.kept_quotes import follow_replacements
from rag.library.stored_values import from_json, to_json
from rag.questions import Understanding, Wishes
from rag.types import Answer, Conversation, Exchange, ExchangeState, Found, Problem

MAX_TITLE_CHARACTERS = 60
AT_WORK = (ExchangeState.SEARCHING, ExchangeState.WRITING)
"""The states of a question that is being answered."""


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
        self._database.empty_journal()

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
                (conversation_id, question, ExchangeState.SEARCHING, to_json(Wishes, wishes)),
            )
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (_now(), conversation_id))
        number = int(cursor.lastrowid or 0)
        return Exchange(number, conversation_id, question, ExchangeState.SEARCHING, wishes=wishes)

    def change_question(self, exchange_id: int, question: str) -> bool:
        """Put another question in the place of one; False when its chat is gone.

        What was found and answered goes, and a chat that bears the name of the old question takes the new one's. What
        the user thought of the old question goes with it: a trigger of the schema sees to that.
        """
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM exchanges WHERE id = ?", (exchange_id,)).fetchone()
            if row is None:
                return False
            connection.execute(
                "UPDATE exchanges SET question = ?, found = NULL, answer = NULL, problem = NULL WHERE id = ?",
                (question, exchange_id),
            )
            connection.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND title = ?",
                (_short(question), row["conversation_id"], _short(row["question"])),
            )
        self._database.empty_journal()
        return True

    def save(self, exchange: Exchange) -> None:
        """Store an exchange as it stands now; quotes of transcripts replaced meanwhile lead to the newer versions.

        Of what was deleted meanwhile nothing comes back: neither its quotes nor an answer that was written from them.
        """
        with self._database.transaction() as connection:
            if exchange.found:
                followed = follow_replacements(connection, exchange.found)
                exchange = _without(replace(exchange, found=followed), _deleted(connection, followed))
            connection.execute(
                "UPDATE exchanges SET state = ?, found = ?, answer = ?, problem = ?, wishes = ? WHERE id = ?",
                (
                    exchange.state,
                    to_json(Found, exchange.found),
                    to_json(Answer, exchange.answer),
                    to_json(Problem, exchange.problem),
                    to_json(Wishes, exchange.wishes),
                    exchange.id,
                ),
            )

    def forget_transcripts(self, transcript_ids: Sequence[int]) -> None:
        """Take the quotes of deleted transcripts out of all chats, and the answers that were written from them."""
        gone = set(transcript_ids)
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT * FROM exchanges WHERE found IS NOT NULL").fetchall():
                before = _exchange(row)
                exchange = _without(before, gone)
                if exchange is not before:
                    connection.execute(
                        "UPDATE exchanges SET found = ?, answer = NULL, problem = ? WHERE id = ?",
                        (to_json(Found, exchange.found), to_json(Problem, exchange.problem), exchange.id),
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
                        (to_json(Found, found), to_json(Wishes, wishes), exchange.id),
                    )

    def keep_words(self, words_of: Callable[[Exchange], Sequence[str]], count: int) -> int:
        """Keep the words of exchanges for `with_words` where they are not kept as they stand; how many there were.

        At most `count` at once. What changes is forgotten by itself: a trigger of the schema sees to that. Within one
        transaction, so that no word of what is deleted meanwhile is kept.
        """
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM exchanges WHERE NOT EXISTS "
                "(SELECT 1 FROM exchange_words WHERE exchange_id = exchanges.id) LIMIT ?",
                (count,),
            ).fetchall()
            connection.executemany(
                "INSERT INTO exchange_words (exchange_id, words) VALUES (?, ?)",
                [(row["id"], f" {' '.join(words_of(_exchange(row)))} ") for row in rows],
            )
        return len(rows)

    def with_words(self, groups: Sequence[Sequence[str]]) -> set[str]:
        """The ids of the chats with an exchange that holds, of every group, a word with one of its beginnings.

        A beginning that ends in a space is a whole word.
        """
        held = " AND ".join(f"({' OR '.join('instr(words, ?)' for _ in group)})" for group in groups)
        rows = self._database.rows(
            "SELECT DISTINCT conversation_id FROM exchange_words JOIN exchanges ON exchanges.id = exchange_id "
            f"WHERE {held or 'FALSE'}",
            [f" {beginning}" for group in groups for beginning in group],
        )
        return {row["conversation_id"] for row in rows}

    def finish_interrupted(self) -> None:
        """Mark what the last process left in the middle as stopped."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET state = ? WHERE state IN (?, ?)",
                (ExchangeState.STOPPED, *AT_WORK),
            )


def read_wishes(stored: str | None) -> Wishes | None:
    """The wishes that are kept with a question; None for a question from before there were any."""
    wishes: Wishes | None = from_json(Wishes, stored)
    return wishes


def write_wishes(wishes: Wishes | None) -> str | None:
    """Wishes as they are kept with a question."""
    return to_json(Wishes, wishes)


def known_wishes(wishes: Wishes, known: Set[str]) -> Wishes:
    """The wishes without the names of people who are not known."""
    return replace(wishes, people=tuple(person for person in wishes.people if person in known))


def _deleted(connection: Connection, found: Found) -> Set[int]:
    """The numbers of the transcripts quoted here that the library does not hold."""
    quoted = {quote.transcript_id for quote in found.quotes}
    held = connection.execute(
        "SELECT id FROM transcripts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(quoted)),)
    )
    return quoted - {row["id"] for row in held}


def _without(exchange: Exchange, gone: Set[int]) -> Exchange:
    """An exchange without the quotes of deleted transcripts and what was written from them; itself without any."""
    quotes = exchange.found.quotes if exchange.found else ()
    kept = tuple(quote for quote in quotes if quote.transcript_id not in gone)
    if exchange.found is None or len(kept) == len(quotes):
        return exchange
    return replace(exchange, found=replace(exchange.found, quotes=kept), answer=None, problem=Problem("deleted"))


def _known(understood: Understanding, known: Set[str]) -> Understanding:
    """What was understood; without everything that names somebody when somebody of these is not known."""
    told = [value for doubt in understood.doubts for key, value in doubt.values if key == "person"]
    named = {*understood.people, *understood.choices, *", ".join(told).split(", "), understood.speaker} - {None, ""}
    return understood if named <= known else replace(understood, people=(), choices=(), doubts=(), speaker=None)


def _conversation(row: Row) -> Conversation:
    return Conversation(row["id"], row["title"], datetime.fromisoformat(row["updated_at"]))


def _exchange(row: Row) -> Exchange:
    return Exchange(
        id=row["id"],
        conversation_id=row["conversation_id"],
        question=row["question"],
        state=ExchangeState(row["state"]),
        found=from_json(Found, row["found"]),
        answer=from_json(Answer, row["answer"]),
        problem=from_json(Problem, row["problem"]),
        wishes=read_wishes(row["wishes"]) or Wishes(),
    )


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= MAX_TITLE_CHARACTERS else folded[: MAX_TITLE_CHARACTERS - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat()
