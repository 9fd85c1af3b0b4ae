"""The vectors of the lines of passages."""

import numpy as np
import pytest

from rag.index.lines import LineVectors
from rag.library.catalogue import Catalogue
from rag.types import Passage, Vectors
from tests.index.examples import SHORT, stored


def unit(*numbers: float) -> Vectors:
    row = np.asarray(numbers, dtype=np.float32)
    return row / np.linalg.norm(row)


@pytest.fixture
def ids(catalogue: Catalogue) -> list[int]:
    added = stored(catalogue, SHORT)
    return [p.id for p in catalogue.replace_passages(added.id, [Passage(1, 1, 1, 5), Passage(2, 2, 2, 5)])]


def test_passage_counts_as_near_as_its_nearest_line(lines: LineVectors, ids: list[int]) -> None:
    far, near, between = unit(0, 1, 0), unit(1, 0, 0), unit(1, 1, 0)
    lines.add(ids, [np.stack([far, near]), np.stack([between])])
    found = lines.similarities(unit(1, 0, 0), ids)
    assert found == pytest.approx({ids[0]: 1.0, ids[1]: 0.7071}, abs=1e-3)


def test_unknown_passages_and_passages_without_lines_are_left_out(lines: LineVectors, ids: list[int]) -> None:
    lines.add(ids, [np.zeros((0, 3), np.float32), np.stack([unit(1, 0, 0)])])
    assert list(lines.similarities(unit(1, 0, 0), [*ids, 999])) == [ids[1]]
    assert lines.similarities(unit(1, 0, 0), []) == {}


def test_adding_again_takes_the_place_of_the_older(lines: LineVectors, ids: list[int]) -> None:
    lines.add(ids[:1], [np.stack([unit(1, 0, 0)])])
    lines.add(ids[:1], [np.stack([unit(0, 1, 0)])])
    assert lines.similarities(unit(1, 0, 0), ids) == {ids[0]: pytest.approx(0.0)}


def test_lines_go_with_their_transcript(lines: LineVectors, catalogue: Catalogue, ids: list[int]) -> None:
    lines.add(ids, [np.stack([unit(1, 0, 0)])] * 2)
    catalogue.delete(catalogue.transcripts()[0].id)
    assert lines.similarities(unit(1, 0, 0), ids) == {}
