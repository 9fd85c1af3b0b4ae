"""Which files of folders are in the library, without keeping a path."""

from pathlib import Path

import pytest

from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.places import Place, Places
from tests.library.examples import BARE, PARSED


@pytest.fixture
def places(database: Database) -> Places:
    return Places(database)


def test_place_is_found_by_its_path_alone(places: Places, catalogue: Catalogue, tmp_path: Path) -> None:
    added = catalogue.add("1" * 64, BARE)
    places.remember(tmp_path / "а.txt", 10, 123, added.id)
    assert places.find(tmp_path / "а.txt") == Place(10, 123, added.id)
    assert places.find(tmp_path / "б.txt") is None
    places.remember(tmp_path / "а.txt", 11, 124, added.id)
    assert places.find(tmp_path / "а.txt") == Place(11, 124, added.id)


def test_place_of_a_deleted_transcript_is_still_known(places: Places, catalogue: Catalogue, tmp_path: Path) -> None:
    added = catalogue.add("1" * 64, BARE)
    places.remember(tmp_path / "а.txt", 10, 123, added.id)
    catalogue.delete(added.id)
    assert places.find(tmp_path / "а.txt") == Place(10, 123, None)


def test_no_path_is_written_down(places: Places, catalogue: Catalogue, database: Database, tmp_path: Path) -> None:
    added = catalogue.add("1" * 64, BARE)
    places.remember(tmp_path / "Елена.txt", 10, 123, added.id)
    assert "Елена" not in str([tuple(row) for row in database.rows("SELECT * FROM places")])


def test_same_file_at_two_places_is_elsewhere_too(places: Places, catalogue: Catalogue, tmp_path: Path) -> None:
    one, two = catalogue.add("1" * 64, BARE), catalogue.add("2" * 64, PARSED)
    places.remember(tmp_path / "a", 1, 1, one.id)
    assert not places.is_elsewhere(tmp_path / "a", one.id)
    places.remember(tmp_path / "b", 1, 1, one.id)
    assert places.is_elsewhere(tmp_path / "a", one.id)
    assert not places.is_elsewhere(tmp_path / "a", two.id)
