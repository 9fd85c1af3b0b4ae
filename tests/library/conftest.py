"""A real catalogue in a folder of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)
