"""Whether what was found answers the question: more of everything that speaks for it never speaks against it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.verdict import Evidence, covered_share, is_answered, largest_share

SHARE = st.floats(0, 1)
WEIGHTS = {"план": 3.0, "отчет": 1.0}


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (Evidence(0.92, 0.84, 1.0, 0.0, 100), True),
        (Evidence(0.90, 0.82, 0.8, 0.0, 100), True),
        (Evidence(0.76, 0.72, 0.0, 1.0, 100), False),
        (Evidence(0.0, 0.0, 0.0, 1.0, 1), False),
    ],
)
def test_near_passages_with_the_words_answer_and_far_ones_without_do_not(evidence: Evidence, expected: bool) -> None:
    assert is_answered(evidence) is expected


@given(SHARE, SHARE, SHARE, SHARE, SHARE, st.integers(0, 10_000))
def test_better_evidence_never_makes_an_answer_none(
    best: float, mean: float, covered: float, nowhere: float, more: float, passages: int
) -> None:
    evidence = Evidence(best, mean, covered, nowhere, passages)
    if is_answered(evidence):
        assert is_answered(replace(evidence, best_similarity=best + more))
        assert is_answered(replace(evidence, covered=covered + more))
        assert is_answered(replace(evidence, nowhere=nowhere - more))
        assert is_answered(replace(evidence, passages=passages // 2))


def test_share_of_the_words_is_by_their_weight() -> None:
    assert covered_share(["план", "отчет"], {"план", "чай"}, WEIGHTS) == 0.75
    assert covered_share(["план", "отчет"], set(), WEIGHTS) == 0.0
    assert covered_share([], {"план"}, WEIGHTS) == 0.0


def test_largest_share_is_that_of_one_text() -> None:
    assert largest_share(WEIGHTS, [{"отчет"}, {"план"}], WEIGHTS) == 0.75
    assert largest_share(WEIGHTS, [{"отчет", "план"}], WEIGHTS) == 1.0
    assert largest_share(WEIGHTS, [], WEIGHTS) == 0.0
