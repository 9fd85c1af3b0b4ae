"""A real catalogue in a folder of its own for every test."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rag.library import moved_text
from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.database import Database
from rag.types import Segment


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def read_lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many segments the words were read, each time that any were."""
    lengths: list[int] = []
    read = moved_text.SpokenText

    def noted(segments: Sequence[Segment], text: str, starts: Sequence[int], ends: Sequence[int]) -> object:
        lengths.append(len(segments))
        return read(segments, text, starts, ends)

    monkeypatch.setattr(moved_text, "SpokenText", noted)
    return lengths


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)
