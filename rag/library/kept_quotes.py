"""Quotes kept in chats follow their transcript to its newer version. Knows no chats and no pages.

What was quoted stays word for word as it was. Where the newer version holds the words, the quote leads there and says
who speaks them now; where it does not, the quote is marked, and its line numbers remain those of the older version.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection

from rag.library.moved_text import SpokenText, find_text, main_speaker, spoken_text
from rag.library.stored_values import from_json, to_json
from rag.types import Found, Quote, Segment


@dataclass(frozen=True, slots=True)
class Newer:
    """The version of a transcript that stands in the place of an older one."""

    transcript_id: int
    file_name: str
    title: str
    date: date | None
    spoken: SpokenText


def carry_over_quotes(connection: Connection, replaced: int, transcript_id: int) -> None:
    """Let all quotes of a transcript follow to the newer version that takes its place now."""
    connection.execute("UPDATE replacements SET newer_id = ? WHERE newer_id = ?", (transcript_id, replaced))
    connection.execute("INSERT INTO replacements (transcript_id, newer_id) VALUES (?, ?)", (replaced, transcript_id))
    rows = connection.execute(
        "SELECT id, found FROM exchanges WHERE EXISTS (SELECT 1 FROM json_each(exchanges.found, '$.quotes') AS quote "
        "WHERE json_extract(quote.value, '$.transcript_id') = ?)",
        (replaced,),
    ).fetchall()
    newer = _newer(connection, transcript_id) if rows else None
    for row in rows:
        found = _followed(from_json(Found, row["found"]), {replaced: newer} if newer else {})
        connection.execute("UPDATE exchanges SET found = ? WHERE id = ?", (to_json(Found, found), row["id"]))


def follow_replacements(connection: Connection, found: Found) -> Found:
    """What was found, its quotes of transcripts that were replaced meanwhile led to the newer versions."""
    quoted = json.dumps(sorted({quote.transcript_id for quote in found.quotes}))
    rows = connection.execute(
        "SELECT transcript_id, newer_id FROM replacements WHERE transcript_id IN (SELECT value FROM json_each(?))",
        (quoted,),
    ).fetchall()
    return _followed(found, {row["transcript_id"]: _newer(connection, row["newer_id"]) for row in rows})


def follow_quote(quote: Quote, newer: Newer) -> Quote:
    """A quote of the older version as one of the newer."""
    run = newer.spoken.find(quote.text, quote.first)
    if not run:
        return replace(quote, transcript_id=newer.transcript_id, is_changed=True)
    spoken = "\n".join(segment.text for segment in run)
    is_whole = len(spoken) == len(quote.text) and spoken.split() == quote.text.split()
    text = spoken if is_whole else quote.text  # the newer lines may say more around the words
    speakers = [segment.speaker for segment in run] if is_whole else _speakers(text, run)
    return replace(
        quote,
        transcript_id=newer.transcript_id,
        file_name=newer.file_name,
        title=newer.title,
        date=newer.date,
        text=text,
        speaker=main_speaker(zip(speakers, text.split("\n"), strict=False)),
        speakers=tuple(speakers),
        time=run[0].start_time,
        first=run[0].number,
        last=run[-1].number,
        start=run[0].start,
        end=run[-1].end,
        context_start=run[0].start,
        context_end=run[-1].end,
        focus=_focus(quote, run),
        is_changed=False,
    )


def _followed(found: Found, newer: dict[int, Newer]) -> Found:
    quotes = (
        follow_quote(quote, newer[quote.transcript_id]) if quote.transcript_id in newer else quote
        for quote in found.quotes
    )
    return replace(found, quotes=tuple(quotes)) if newer else found


def _newer(connection: Connection, transcript_id: int) -> Newer:
    row = connection.execute("SELECT file_name, title, date FROM transcripts WHERE id = ?", (transcript_id,)).fetchone()
    segments = connection.execute(
        "SELECT number, start_offset, end_offset, text, speaker, start_time, end_time FROM segments "
        "WHERE transcript_id = ? ORDER BY number",
        (transcript_id,),
    )
    day = date.fromisoformat(row["date"]) if row["date"] else None
    return Newer(transcript_id, row["file_name"], row["title"], day, spoken_text([Segment(*line) for line in segments]))


def _speakers(text: str, run: Sequence[Segment]) -> list[str | None]:
    """Who says each line of a text that a run of segments holds."""
    return [(find_text(line, run, run[0].number) or run)[0].speaker for line in text.split("\n")]


def _focus(quote: Quote, run: Sequence[Segment]) -> int:
    """The number of the segment that holds the line of a quote which answers best; 0 where none stood out."""
    lines = quote.text.split("\n")
    index = quote.focus - quote.first
    if not 0 <= index < len(lines):
        return 0
    return (find_text(lines[index], run, run[0].number + index) or run)[0].number
