"""Runs over the test questions: kept in order, and one that changed nothing takes the place of the last."""

import pytest

from rag.library.database import Database
from rag.library.quality_runs import QualityRuns, Result
from rag.library.saved_questions import SavedQuestions


def result(question_id: int, rank: int = 1, *, is_found: bool = True) -> Result:
    return Result(question_id, rank, is_found, rank > 0, rank == 1, 0.25)


@pytest.fixture
def runs(database: Database) -> QualityRuns:
    """Runs over three questions, numbered from 1."""
    for text in ("а?", "б?", "в?"):
        SavedQuestions(database).add(text, [])
    return QualityRuns(database)


def ranks(runs: QualityRuns) -> list[dict[int, int]]:
    return [{number: item.hit_rank for number, item in run.results.items()} for run in runs.newest(100)]


def test_run_comes_back_as_it_was(runs: QualityRuns) -> None:
    runs.add("print", [result(1), result(2, 0, is_found=False)])
    (run,) = runs.newest(2)
    assert run.fingerprint == "print"
    assert dict(run.results) == {1: result(1), 2: result(2, 0, is_found=False)}


def test_newest_run_comes_first(runs: QualityRuns) -> None:
    runs.add("one", [result(1, 3)])
    runs.add("two", [result(1, 1)])
    assert [run.fingerprint for run in runs.newest(2)] == ["two", "one"]
    assert [run.fingerprint for run in runs.newest(1)] == ["two"]


def test_run_that_only_asks_more_takes_the_place_of_the_last(runs: QualityRuns) -> None:
    runs.add("one", [result(1, 3)])
    runs.add("two", [result(1, 1)])
    runs.add("two", [result(1, 1), result(2, 2)])
    assert ranks(runs) == [{1: 1, 2: 2}, {1: 3}]


@pytest.mark.parametrize("changed", [result(1, 2), result(1, 1, is_found=False)])
def test_run_that_came_out_otherwise_stands_beside_the_last(runs: QualityRuns, changed: Result) -> None:
    runs.add("one", [result(1, 1)])
    runs.add("one", [changed])
    assert len(runs.newest(5)) == 2


def test_result_of_a_removed_question_is_left_out(runs: QualityRuns, database: Database) -> None:
    runs.add("one", [result(1), result(2)])
    SavedQuestions(database).remove(2)
    runs.add("two", [result(1), result(2)])
    assert ranks(runs) == [{1: 1}, {1: 1}]


def test_old_runs_are_forgotten(runs: QualityRuns, database: Database) -> None:
    for number in range(25):
        runs.add(f"print {number}", [result(1)])
    assert [run.fingerprint for run in runs.newest(100)] == [f"print {number}" for number in range(24, 4, -1)]
    assert len(database.rows("SELECT * FROM quality_results")) == 20
