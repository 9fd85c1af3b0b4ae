"""Three rankings to one, worked out with numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.fusion import COVERAGE_POWER, DENSE_WEIGHT, LEXICAL_WEIGHT, LINE_WEIGHT, fuse, missing, standardise

SCORES = st.dictionaries(st.integers(1, 50), st.floats(-1, 1), min_size=1, max_size=30)


HIGH = 1.5**0.5


def test_standardised_scores_have_mean_zero_and_deviation_one() -> None:
    assert standardise({1: 2.0, 2: 4.0, 3: 6.0}) == pytest.approx({1: -(1.5**0.5), 2: 0.0, 3: 1.5**0.5})


@pytest.mark.parametrize("scores", [{7: 3.0}, {1: 0.8, 2: 0.8, 3: 0.8}])
def test_equal_scores_are_standardised_to_zero(scores: dict[int, float]) -> None:
    assert standardise(scores) == dict.fromkeys(scores, 0.0)


def test_no_scores_stay_no_scores() -> None:
    assert standardise({}) == {}
    assert fuse({}, {}, {}, 1.0) == []


def test_fused_score_is_the_weighted_sum_of_the_three_standardised() -> None:
    dense, lines, lexical = {1: 0.9, 2: 0.8, 3: 0.7}, {1: 0.5, 2: 0.7, 3: 0.6}, {3: 6.0, 2: 3.0}
    expected = {
        1: DENSE_WEIGHT * HIGH - LINE_WEIGHT * HIGH - LEXICAL_WEIGHT * HIGH,
        2: LINE_WEIGHT * HIGH,
        3: -DENSE_WEIGHT * HIGH + LEXICAL_WEIGHT * HIGH,
    }
    assert dict(fuse(dense, lines, lexical, 1.0)) == pytest.approx(expected)


def test_words_count_the_less_the_fewer_of_them_are_found() -> None:
    dense, lexical = {1: 0.8, 2: 0.8}, {2: 5.0}
    scores = [dict(fuse(dense, {}, lexical, coverage))[2] for coverage in (0.0, 0.25, 1.0)]
    assert scores == pytest.approx([0.0, LEXICAL_WEIGHT * 0.25**COVERAGE_POWER, LEXICAL_WEIGHT])


def test_passage_without_lines_goes_by_its_own_similarity() -> None:
    dense = {1: 0.9, 2: 0.8, 3: 0.7}
    assert fuse(dense, {}, {}, 1.0) == fuse(dense, dense, {}, 1.0)


def test_nearest_line_decides_where_the_passages_are_alike() -> None:
    assert [passage for passage, _ in fuse({1: 0.8, 2: 0.8, 3: 0.8}, {1: 0.5, 2: 0.6, 3: 0.7}, {}, 1.0)] == [3, 2, 1]


def test_words_decide_where_the_meanings_are_alike() -> None:
    assert [passage for passage, _ in fuse({1: 0.8, 2: 0.8, 3: 0.8}, {}, {3: 2.0, 1: 1.0}, 1.0)] == [3, 1, 2]


def test_equal_fused_scores_come_in_the_order_of_the_passages() -> None:
    assert fuse({9: 0.5, 2: 0.5, 5: 0.5}, {}, {}, 1.0) == [(2, 0.0), (5, 0.0), (9, 0.0)]


def test_missing_are_those_that_only_the_words_found() -> None:
    assert missing({1: 0.5, 2: 0.4}, {3: 2.0, 1: 1.0, 4: 0.5}) == [3, 4]
    assert missing([], []) == []


@given(SCORES, SCORES, SCORES, st.floats(0, 1))
def test_every_passage_is_ranked_once_and_the_best_comes_first(
    dense: dict[int, float], lines: dict[int, float], lexical: dict[int, float], coverage: float
) -> None:
    ranked = fuse(dense, lines, lexical, coverage)
    assert sorted(passage for passage, _ in ranked) == sorted(dense)
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)


@given(SCORES)
def test_order_of_meaning_stays_where_no_words_are_shared(dense: dict[int, float]) -> None:
    spread = {key: round(value, 3) for key, value in dense.items()}
    ranked = [spread[passage] for passage, _ in fuse(spread, {}, {}, 1.0)]
    assert ranked == sorted(ranked, reverse=True)
