"""What stands beside a passage."""

import pytest

from rag.search.neighbours import AFTER_WEIGHT, BEFORE_WEIGHT, thin_out, with_neighbours
from rag.types import StoredPassage


def passage(identity: int, number: int, transcript: int = 1) -> StoredPassage:
    return StoredPassage(identity, transcript, number, number, number)


def scores(*ranked: tuple[StoredPassage, float]) -> dict[int, float]:
    return {passage.id: round(score, 6) for passage, score in with_neighbours(ranked)}


def test_passage_gets_a_share_of_what_stands_before_and_after_it() -> None:
    found = scores((passage(1, 1), 2.0), (passage(2, 2), 1.0), (passage(3, 3), 0.5))
    expected = (2.0 + AFTER_WEIGHT * 1.0, 1.0 + BEFORE_WEIGHT * 2.0 + AFTER_WEIGHT * 0.5, 0.5 + BEFORE_WEIGHT * 1.0)
    assert [found[number] for number in (1, 2, 3)] == pytest.approx(expected)


def test_neighbour_that_fits_badly_takes_nothing_away() -> None:
    assert scores((passage(1, 1), -3.0), (passage(2, 2), 1.0))[2] == 1.0


def test_passages_of_another_transcript_are_no_neighbours() -> None:
    assert scores((passage(1, 1, transcript=1), 2.0), (passage(2, 2, transcript=2), 1.0))[2] == 1.0


def test_the_best_comes_first_and_equals_by_their_number() -> None:
    order = [p.id for p, _ in with_neighbours([(passage(9, 1), 1.0), (passage(3, 5), 1.0), (passage(4, 9), 3.0)])]
    assert order == [4, 3, 9]


def test_crowd_of_one_stretch_of_talk_stands_behind_the_others() -> None:
    crowd = [(passage(number, number), 9.0 - number) for number in (1, 2, 3, 4)]
    other, far = (passage(50, 1, transcript=2), 1.0), (passage(60, 40), 0.5)
    order = [p.id for p, _ in thin_out([*crowd, other, far])]
    assert order == [1, 2, 3, 50, 60, 4]


def test_thinning_out_loses_nothing() -> None:
    ranked = [(passage(number, number % 7), -float(number)) for number in range(30)]
    assert sorted(p.id for p, _ in thin_out(ranked)) == list(range(30))
