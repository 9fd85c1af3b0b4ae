"""Two runs side by side, worked out by hand."""

import math
from dataclasses import replace

import pytest

from rag.errors import EvaluationSetBroken
from rag.learn.comparison import Comparison, SignTest, compare, differences
from rag.learn.evaluation import Evidence, Judgement, Question


def judgement(
    number: int, rank: int, *, category: str = "", answerable: bool = True, is_found: bool = True
) -> Judgement:
    question = Question(str(number), f"Вопрос {number}?", category, is_answerable=answerable)
    return Judgement(question, rank, 0 < rank < 5, rank == 1, is_found, 0.1)


def both(*ranks: tuple[int, int]) -> Comparison:
    old = [judgement(number, rank) for number, (rank, _) in enumerate(ranks)]
    return compare(old, [judgement(number, rank) for number, (_, rank) in enumerate(ranks)])


def test_questions_in_common_are_paired_in_the_order_of_the_new_run() -> None:
    comparison = compare([judgement(n, n) for n in (1, 2, 3)], [judgement(n, n + 1) for n in (4, 3, 2, 5)])
    assert [(pair.old.hit_rank, pair.new.hit_rank) for pair in comparison.pairs] == [(3, 4), (2, 3)]
    assert (comparison.left_out_old, comparison.left_out_new) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Другой?"},
        {"scope": "Тимур"},
        {"is_answerable": False},
        {"history": ("Кто?",)},
        {"evidence": (Evidence("b.txt", 0, 9),)},
    ],
)
def test_question_of_the_same_number_with_another_meaning_is_another_question(other: dict[str, object]) -> None:
    kept, first = judgement(1, 1), judgement(2, 1)
    changed = replace(first, question=replace(first.question, **other))  # type: ignore[arg-type]
    comparison = compare([kept, first], [kept, changed])
    assert (len(comparison.pairs), comparison.left_out_old, comparison.left_out_new) == (1, 1, 1)


def test_question_of_another_category_is_the_same_question_under_its_new_name() -> None:
    comparison = compare([judgement(1, 1, category="срок")], [judgement(1, 2, category="деньги")])
    assert list(comparison.by_category()) == ["деньги"]


def test_question_that_is_asked_twice_is_paired_twice() -> None:
    comparison = compare([judgement(1, 1), judgement(1, 2), judgement(1, 3)], [judgement(1, 4), judgement(1, 5)])
    assert [(pair.old.hit_rank, pair.new.hit_rank) for pair in comparison.pairs] == [(1, 4), (2, 5)]
    assert (comparison.left_out_old, comparison.left_out_new) == (1, 0)


def test_runs_of_different_sets_are_refused() -> None:
    with pytest.raises(EvaluationSetBroken, match="no question in common"):
        compare([judgement(1, 1)], [judgement(2, 1)])
    with pytest.raises(EvaluationSetBroken):
        compare([], [])


def test_better_and_worse_begin_with_the_greatest_change() -> None:
    comparison = both((0, 10), (1, 1), (3, 1), (2, 3), (1, 0), (0, 11), (5, 5))
    assert [(pair.old.hit_rank, pair.new.hit_rank) for pair in comparison.better] == [(3, 1), (0, 10)]
    assert [(pair.old.hit_rank, pair.new.hit_rank) for pair in comparison.worse] == [(1, 0), (2, 3)]


def test_whether_found_was_said_rightly_counts_after_the_place() -> None:
    old = [
        judgement(1, 2, is_found=True),
        judgement(2, 2, is_found=False),
        judgement(3, 0, answerable=False, is_found=True),
        judgement(4, 0, answerable=False, is_found=False),
        judgement(5, 3, is_found=True),
    ]
    new = [
        judgement(1, 2, is_found=False),
        judgement(2, 2, is_found=True),
        judgement(3, 0, answerable=False, is_found=False),
        judgement(4, 0, answerable=False, is_found=True),
        judgement(5, 1, is_found=False),
    ]
    comparison = compare(old, new)
    assert [pair.new.question.id for pair in comparison.better] == ["5", "2", "3"]
    assert [pair.new.question.id for pair in comparison.worse] == ["1", "4"]


def test_place_of_a_hit_says_nothing_for_a_question_without_an_answer() -> None:
    comparison = compare([judgement(1, 1, answerable=False)], [judgement(1, 0, answerable=False)])
    assert (comparison.better, comparison.worse) == ([], [])
    assert {(test.better, test.worse) for test in comparison.sign_tests.values()} == {(0, 0)}


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (1, 1, 1.0),
        (5, 0, 2 / 32),
        (0, 6, 2 / 64),
        (7, 1, 2 * (1 + 8) / 256),
        (3, 9, 2 * (1 + 12 + 66 + 220) / 4096),
    ],
)
def test_sign_test_is_the_exact_one_and_looks_to_both_sides(better: int, worse: int, p: float) -> None:
    assert SignTest(better, worse).p == pytest.approx(p)
    assert SignTest(worse, better).p == SignTest(better, worse).p


def test_sign_test_of_thousands_of_questions_is_no_problem() -> None:
    assert SignTest(3000, 3000).p == 1.0
    assert 0 < SignTest(2800, 3200).p < 1e-6
    assert math.isfinite(SignTest(0, 6000).p)


def test_sign_tests_count_the_questions_that_crossed_the_third_place_and_those_that_moved() -> None:
    tests = both((4, 3), (0, 1), (3, 4), (5, 4), (1, 2), (2, 1), (10, 0), (1, 1), (0, 11)).sign_tests
    assert tests == {"hit@3": SignTest(2, 1), "MRR@10": SignTest(4, 3)}


def test_differences_are_new_less_old_and_leave_out_the_number_of_questions() -> None:
    comparison = both((1, 2), (2, 1), (0, 4), (0, 0))
    changed = differences(comparison.old, comparison.new)
    assert "questions" not in changed
    assert (changed["hit@1"], changed["hit@5"], changed["MRR@10"]) == (0.0, 0.25, 0.0625)
    assert differences(comparison.new, comparison.old)["hit@5"] == -0.25


def test_categories_are_compared_apart_in_order() -> None:
    old = [judgement(n, 1, category=name) for n, name in enumerate(("срок", "", "деньги", "срок"))]
    groups = compare(old, [replace(one, hit_rank=2) for one in old]).by_category()
    assert {name: len(part.pairs) for name, part in groups.items()} == {"деньги": 1, "срок": 2}
    assert list(groups) == ["деньги", "срок"]
    assert all(pair.new.hit_rank == 2 for part in groups.values() for pair in part.pairs)
