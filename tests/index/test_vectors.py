"""The vector index: nearest first, restricted, forgetting, and keeping all of it over a restart."""

from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexBroken
from rag.index.vectors import VectorIndex
from rag.types import Vectors


def unit(*values: float) -> Vectors:
    vector = np.zeros(8, dtype=np.float32)
    vector[: len(values)] = values
    result: Vectors = vector / np.linalg.norm(vector)
    return result


EAST, NORTH, BETWEEN = unit(1), unit(0, 1), unit(1, 1)


@pytest.fixture
def filled(vectors: VectorIndex) -> VectorIndex:
    vectors.reset("recipe")
    vectors.add([11, 12], np.stack([EAST, NORTH]), 1)
    vectors.add([21], np.stack([BETWEEN]), 2)
    return vectors


def test_new_index_is_empty_and_made_by_nothing(vectors: VectorIndex) -> None:
    assert vectors.count() == 0
    assert vectors.fingerprint is None
    assert vectors.search(EAST, 5) == []


def test_search_gives_the_nearest_first_with_cosine_similarity(filled: VectorIndex) -> None:
    found = filled.search(EAST, 3)
    assert [passage for passage, _ in found] == [11, 21, 12]
    assert [similarity for _, similarity in found] == pytest.approx([1.0, 2**-0.5, 0.0], abs=1e-5)


def test_search_gives_no_more_than_asked_for(filled: VectorIndex) -> None:
    assert [passage for passage, _ in filled.search(NORTH, 1)] == [12]
    assert len(filled.search(NORTH, 100)) == 3


@pytest.mark.parametrize(
    ("transcripts", "expected"), [(None, [11, 21, 12]), ([1], [11, 12]), ([2], [21]), ([2, 1], [11, 21, 12]), ([3], [])]
)
def test_search_keeps_to_the_transcripts_asked_for(
    filled: VectorIndex, transcripts: list[int] | None, expected: list[int]
) -> None:
    assert [passage for passage, _ in filled.search(EAST, 10, transcripts)] == expected


def test_search_in_no_transcript_finds_nothing(filled: VectorIndex) -> None:
    assert filled.search(EAST, 10, []) == []


def test_vectors_come_back_as_they_were_given(filled: VectorIndex) -> None:
    stored = filled.vectors([21, 11, 99])
    assert sorted(stored) == [11, 21]
    assert np.allclose(stored[21], BETWEEN, atol=1e-6)
    assert filled.vectors([]) == {}


def test_deleted_transcript_is_not_found_again(filled: VectorIndex) -> None:
    filled.delete(1)
    assert filled.count() == 1
    assert [passage for passage, _ in filled.search(EAST, 10)] == [21]
    assert filled.vectors([11, 12]) == {}


def test_deleting_an_unknown_transcript_changes_nothing(filled: VectorIndex) -> None:
    filled.delete(77)
    assert filled.count() == 3


def test_reset_forgets_all_and_notes_the_new_recipe(filled: VectorIndex) -> None:
    filled.reset("another recipe")
    assert (filled.count(), filled.fingerprint) == (0, "another recipe")
    filled.add([31], np.stack([EAST]), 3)
    assert [passage for passage, _ in filled.search(EAST, 5)] == [31]


def test_index_is_the_same_after_a_restart(tmp_path: Path) -> None:
    first = VectorIndex(tmp_path / "kept")
    first.reset("recipe")
    first.add([1, 2], np.stack([EAST, NORTH]), 5)
    first.close()
    second = VectorIndex(tmp_path / "kept")
    assert (second.fingerprint, second.count()) == ("recipe", 2)
    assert [passage for passage, _ in second.search(NORTH, 1)] == [2]
    second.close()


def test_many_vectors_are_stored_in_batches(vectors: VectorIndex) -> None:
    vectors.reset("recipe")
    many = np.random.default_rng(7).normal(size=(2001, 8)).astype(np.float32)
    vectors.add(range(1, 2002), many, 1)
    assert vectors.count() == 2001
    assert vectors.search(many[2000], 1)[0][0] == 2001


def test_vectors_of_another_length_are_refused(filled: VectorIndex) -> None:
    with pytest.raises(IndexBroken, match="cannot be used"):
        filled.add([41], np.ones((1, 5), dtype=np.float32), 4)
    with pytest.raises(IndexBroken, match="cannot be used"):
        filled.search(np.ones(5, dtype=np.float32), 1)


def test_damaged_folder_is_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(IndexBroken, match="cannot be used"):
        VectorIndex(folder)


def test_folder_is_for_the_user_alone(tmp_path: Path) -> None:
    VectorIndex(tmp_path / "private").close()
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700


def test_unused_room_of_a_new_index_holds_nothing_after_a_deletion(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.add([1, 2], np.stack([EAST, NORTH]), 7)
    vectors.search(EAST, 2)
    (data,) = (tmp_path / "vectors").glob("*/data_level0.bin")
    size = data.stat().st_size
    with data.open("r+b") as file:
        file.write("тайна".encode() * 100)
    vectors.delete(7)
    assert data.read_bytes() == bytes(size)
    vectors.add([3], np.stack([EAST]), 8)
    assert [found for found, _ in vectors.search(EAST, 5)] == [3]
