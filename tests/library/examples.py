"""Transcripts for the tests of this folder."""

from datetime import UTC, date, datetime
from pathlib import Path

from rag.library.database import Database
from rag.types import DateSource, ParsedTranscript, Segment, Transcript, TranscriptState

PARSED = ParsedTranscript(
    file_name="Настя 3.srt",
    format="srt",
    encoding="utf-8",
    source="Анна: Привет, Настя!\n王芳: 你好\nконец",
    title="Третья сессия",
    date=date(2025, 4, 1),
    date_source=DateSource.HEADER,
    people=("Анна", "王芳", "Настя"),
    segments=(
        Segment(1, 6, 20, "Привет, Настя!", "Анна", 1.25, 2.5),
        Segment(2, 25, 27, "你好", "王芳", 3.0, None),
        Segment(3, 28, 33, "конец"),
    ),
)
BARE = ParsedTranscript("пусто.txt", "txt", "cp1251", "да", "пусто", None, None, (), (Segment(1, 0, 2, "да"),))


def files_with(folder: Path, word: str) -> list[str]:
    """The files of a folder that hold a word as it is written to the catalogue."""
    return sorted(path.name for path in folder.iterdir() if word.encode() in path.read_bytes())


def hold(database: Database, *numbers: int) -> None:
    """Let the library hold transcripts of these numbers, of which nothing else is known."""
    with database.transaction() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO transcripts (id, sha256, file_name, format, encoding, title, people, words, "
            "segment_count, state, added_at, source) "
            "VALUES (?, ?, 'a.txt', 'txt', 'utf-8', 'Созвон', '[]', 0, 0, 'ready', '2025-06-01T00:00:00+00:00', '')",
            [(number, f"{number:064x}") for number in numbers],
        )


def transcript(
    transcript_id: int, *people: str, day: date | None = None, title: str = "Созвон", file_name: str = "a.txt"
) -> Transcript:
    return Transcript(
        id=transcript_id,
        sha256=f"{transcript_id:064x}",
        file_name=file_name,
        format="txt",
        encoding="utf-8",
        title=title,
        date=day,
        date_source=DateSource.NAME if day else None,
        people=people,
        words=10,
        segment_count=2,
        passage_count=1,
        state=TranscriptState.READY,
        added_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
