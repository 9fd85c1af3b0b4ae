"""What `eval` shows in a terminal: aligned in every alphabet, within 100 columns, saying nothing where nothing is."""

from dataclasses import replace

import pytest

from rag.evaluation_tables import MAX_WIDTH, columns, comparison_text, evaluation_text, fit
from rag.learn.comparison import compare
from rag.learn.evaluation import Judgement, Question
from rag.progress import FileOutcome, FileStatus

READY = FileOutcome("a.txt", FileStatus.READY, words=300, seconds=0.1)
HEADS = ["questions", "hit@1", "hit@3", "hit@5", "MRR@10", "@2400", "file@1", "not", "found", "found"]


def judgement(
    number: int, rank: int, category: str = "", *, answerable: bool = True, is_found: bool = True, text: str = "Что?"
) -> Judgement:
    question = Question(f"q{number}", text, category, is_answerable=answerable)
    return Judgement(question, rank, rank > 0, rank == 1, is_found, number / 1000)


def table(text: str) -> list[str]:
    return text.split("\n\n")[0].split("\n")


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("сроки", 5), ("й", 1), ("и\u0306", 1), ("承诺", 4), ("ｶﾅ", 2), ("Ａ", 2), ("a\u200bb", 2), ("", 0)],
)
def test_width_is_that_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("срок", "срок  "), ("обещания", "обеща…"), ("承诺", "承诺  "), ("承诺承", "承诺承"), ("承诺承诺", "承诺… "),
        ("a承诺承诺", "a承诺…"),
    ],
)  # fmt: skip
def test_text_is_cut_or_filled_to_the_width(text: str, fitted: str) -> None:
    assert fit(text, 6) == fitted
    assert columns(fitted) == 6


def test_set_without_categories_is_one_row() -> None:
    lines = table(evaluation_text("мой набор", [READY], [judgement(1, 1), judgement(2, 4), judgement(3, 0)]))
    assert len(lines) == 3
    assert lines[1].split() == HEADS
    assert lines[2].split() == ["мой", "набор", "3", "0.333", "0.333", "0.667", "0.417", "0.667", "0.333", "0.000", "-"]


def test_categories_follow_the_set_and_measures_of_no_question_are_left_empty() -> None:
    judgements = [
        judgement(1, 1, "срок"),
        judgement(2, 0, "деньги", is_found=False),
        judgement(3, 0, "нет ответа", answerable=False, is_found=True),
    ]
    lines = table(evaluation_text("set", [READY], judgements))
    assert [line.split()[0] for line in lines[2:]] == ["set", "деньги", "нет", "срок"]
    assert lines[3].split()[-2:] == ["1.000", "-"]
    assert lines[4].split()[2:] == ["1", "-", "-", "-", "-", "-", "-", "-", "1.000"]


def test_columns_are_aligned_in_every_alphabet_within_the_width_of_a_page() -> None:
    names = ("обещания ментора", "承诺", "who_said", "й" * 40, "很长" * 20, "two\nlines")
    text = evaluation_text("набор", [READY], [judgement(number, 1, name) for number, name in enumerate(names)])
    lines = table(text)
    assert len(lines) == 2 + 1 + len(names)
    assert {columns(line) for line in lines} == {MAX_WIDTH}
    ends = columns(lines[1][: lines[1].index("hit@1") + len("hit@1")])
    for line in lines[2:]:
        position = line.index("1.000") + len("1.000")
        assert columns(line[:position]) == ends


def test_speed_stands_below_the_table() -> None:
    text = evaluation_text("set", [READY], [judgement(number, 1) for number in range(1, 101)])
    assert text.split("\n\n")[1].split("\n") == ["search    51 ms p50, 96 ms p95", "indexing  3000 words a second"]


def test_known_files_have_no_pace_and_files_not_read_are_named() -> None:
    known = replace(READY, status=FileStatus.KNOWN)
    text = evaluation_text("set", [known, FileOutcome("б.txt", FileStatus.REJECTED)], [judgement(1, 1)])
    assert text.endswith("indexing  nothing new\nnot read  б.txt")


def test_comparison_shows_both_runs_and_their_difference_for_all_and_for_each_category() -> None:
    old = [judgement(1, 0, "обещания"), judgement(2, 1, "承诺"), judgement(3, 0, "нет", answerable=False)]
    new = [replace(old[0], hit_rank=2), replace(old[1], hit_rank=2), replace(old[2], is_found=False)]
    lines = table(comparison_text(compare(old, new)))
    assert lines[1].split() == HEADS
    assert [line.split()[0] for line in lines[2:]] == [
        "all", "new", "+/-", "нет", "new", "+/-", "обещания", "new", "+/-", "承诺", "new", "+/-",
    ]  # fmt: skip
    assert lines[2].split()[2:7] == ["3", "0.500", "0.500", "0.500", "0.500"]
    assert lines[3].split()[1:6] == ["3", "0.000", "1.000", "1.000", "0.500"]
    assert lines[4].split()[1:] == ["-0.500", "+0.500", "+0.500", "=", "=", "=", "=", "-1.000"]
    assert lines[7].split()[1:] == ["-"] * 7 + ["-1.000"]
    assert {columns(line) for line in lines} == {columns(lines[0])}
    assert columns(lines[0]) <= MAX_WIDTH


def test_comparison_tells_noise_from_change() -> None:
    old = [judgement(number, 4) for number in range(8)]
    text = comparison_text(compare(old, [replace(one, hit_rank=1) for one in old]))
    assert "hit@3: 8 better, 0 worse; sign test p = 0.008, a change" in text
    text = comparison_text(compare(old[:5], [replace(one, hit_rank=1) for one in old[:5]]))
    assert "MRR@10: 5 better, 0 worse; sign test p = 0.062, may be noise" in text


def test_comparison_tells_the_speed_of_both_runs() -> None:
    old = [judgement(7, 1)]
    text = comparison_text(compare(old, [replace(old[0], seconds=0.05)]))
    assert "search p50: 7 ms -> 50 ms\nsearch p95: 7 ms -> 50 ms\n" in text


def test_comparison_says_how_many_questions_were_left_out() -> None:
    old = [judgement(number, 1) for number in range(3)]
    assert "left out" not in comparison_text(compare(old, old))
    text = comparison_text(compare(old, [*old[1:], judgement(8, 1), judgement(9, 1)]))
    assert "left out, as only one run asks them: 1 of the old run, 2 of the new one" in text


def test_comparison_lists_what_became_better_and_worse() -> None:
    old = [
        judgement(1, 0, text="Когда\nсозвон?"),
        judgement(2, 1, text="Где?"),
        judgement(3, 0, answerable=False, text="Кто? " * 50),
        judgement(4, 3),
    ]
    new = [
        replace(old[0], hit_rank=2),
        replace(old[1], hit_rank=3, is_found=False),
        replace(old[2], is_found=False),
        old[3],
    ]
    better, worse = comparison_text(compare(old, new)).split("\n\n")[-2:]
    title, first, second = better.split("\n")
    assert title == "better: 2"
    assert first.split() == ["-", "->", "2", "q1", "Когда", "созвон?"]
    assert second.split()[:5] == ["found", "->", "not", "found", "q3"]
    assert columns(second) <= MAX_WIDTH
    assert second.endswith("…")
    assert first.index("q1") == second.index("q3")
    assert worse.split("\n")[0] == "worse: 1"
    assert worse.split("\n")[1].split() == ["1", "->", "3", "(not", "found)", "q2", "Где?"]


def test_long_lists_end_with_the_number_of_the_others() -> None:
    old = [judgement(number, 2) for number in range(35)]
    lines = comparison_text(compare(old, [replace(one, hit_rank=1) for one in old])).split("\n\n")[-2].split("\n")
    assert lines[0] == "better: 35"
    assert len(lines) == 1 + 30 + 1
    assert lines[-1] == "  and 5 more, all with --json"
