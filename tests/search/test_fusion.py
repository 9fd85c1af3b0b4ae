"""Two rankings to one, worked out with numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.fusion import DENSE_WEIGHT, LEXICAL_WEIGHT, fuse, missing, prefer, standardise

SCORES = st.dictionaries(st.integers(1, 50), st.floats(-1, 1), min_size=1, max_size=30)


def test_weights_are_those_that_were_measured() -> None:
    assert (DENSE_WEIGHT, LEXICAL_WEIGHT) == (0.7, 0.3)


def test_standardised_scores_have_mean_zero_and_deviation_one() -> None:
    assert standardise({1: 2.0, 2: 4.0, 3: 6.0}) == pytest.approx({1: -(1.5**0.5), 2: 0.0, 3: 1.5**0.5})


@pytest.mark.parametrize("scores", [{7: 3.0}, {1: 0.8, 2: 0.8, 3: 0.8}])
def test_equal_scores_are_standardised_to_zero(scores: dict[int, float]) -> None:
    assert standardise(scores) == dict.fromkeys(scores, 0.0)


def test_no_scores_stay_no_scores() -> None:
    assert standardise({}) == {}
    assert fuse({}, {}) == []


def test_fused_score_is_seven_tenths_of_meaning_and_three_tenths_of_words() -> None:
    dense = {1: 0.9, 2: 0.8, 3: 0.7}
    lexical = {3: 6.0, 2: 3.0}
    high = 1.5**0.5
    fused = fuse(dense, lexical)
    assert [passage for passage, _ in fused] == [1, 2, 3]
    assert [score for _, score in fused] == pytest.approx([0.7 * high - 0.3 * high, 0.0, 0.3 * high - 0.7 * high])


def test_words_decide_where_the_meanings_are_alike() -> None:
    assert [passage for passage, _ in fuse({1: 0.8, 2: 0.8, 3: 0.8}, {3: 2.0, 1: 1.0})] == [3, 1, 2]


def test_equal_fused_scores_come_in_the_order_of_the_passages() -> None:
    assert fuse({9: 0.5, 2: 0.5, 5: 0.5}, {}) == [(2, 0.0), (5, 0.0), (9, 0.0)]


def test_bonus_raises_the_passages_of_its_transcript() -> None:
    ranking = [(1, 1.0), (2, 0.5), (3, 0.25), (4, 0.0)]
    transcripts = {1: 10, 2: 10, 3: 20}
    assert prefer(ranking, transcripts, {20: 1.0, 30: 9.0}) == [(3, 1.25), (1, 1.0), (2, 0.5), (4, 0.0)]


def test_without_a_bonus_the_ranking_stays() -> None:
    assert prefer([(1, 1.0), (2, 0.5)], {1: 10, 2: 20}, {}) == [(1, 1.0), (2, 0.5)]


def test_missing_are_those_that_only_the_words_found() -> None:
    assert missing({1: 0.5, 2: 0.4}, {3: 2.0, 1: 1.0, 4: 0.5}) == [3, 4]
    assert missing([], []) == []


@given(SCORES, SCORES)
def test_every_passage_is_ranked_once_and_the_best_comes_first(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    ranked = fuse(dense, lexical)
    assert sorted(passage for passage, _ in ranked) == sorted(dense)
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)


@given(SCORES)
def test_order_of_meaning_stays_where_no_words_are_shared(dense: dict[int, float]) -> None:
    spread = {key: round(value, 3) for key, value in dense.items()}
    ranked = [spread[passage] for passage, _ in fuse(spread, {})]
    assert ranked == sorted(ranked, reverse=True)
