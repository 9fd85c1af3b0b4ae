"""A real catalogue, real indexes and the real encoder in a folder of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.indexer import Indexer
from rag.index.lines import LineVectors
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.types import Encoder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def words(database: Database) -> WordIndex:
    return WordIndex(database)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex(tmp_path / "vectors")
    yield opened
    opened.close()


@pytest.fixture
def lines(database: Database) -> LineVectors:
    return LineVectors(database)


@pytest.fixture
def indexer(
    catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, lines: LineVectors, encoder: Encoder
) -> Indexer:
    made = Indexer(catalogue, vectors, words, lines, encoder)
    made.check_fingerprint()
    return made
