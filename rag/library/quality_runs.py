"""What became of the user's test questions, run by run. Holds no text; knows nothing of searching.

A run that differs from the newest one in nothing but which questions it asked takes its place, so that the run before
is the one before something else changed: a model, a setting, the transcripts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from rag.library.database import Database

_KEPT_RUNS = 20
_RESULT_COLUMNS = "question_id, hit_rank, is_found, is_found_on_screen, is_first_file_right, seconds"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question; `hit_rank` counts from 1, 0 means no hit among the quotes."""

    question_id: int
    hit_rank: int
    is_found: bool
    is_found_on_screen: bool
    is_first_file_right: bool
    seconds: float

    @property
    def verdict(self) -> tuple[int, bool]:
        """What a person would compare: place and whether it was told as found."""
        return self.hit_rank, self.is_found


@dataclass(frozen=True, slots=True)
class Run:
    """One run over the test questions; `fingerprint` names what searched."""

    id: int
    finished_at: datetime
    fingerprint: str
    results: Mapping[int, Result]


class QualityRuns:
    """Reads and writes of runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, count: int) -> list[Run]:
        """The last runs, the newest first."""
        rows = self._database.rows("SELECT * FROM quality_runs ORDER BY id DESC LIMIT ?", (count,))
        return [
            Run(row["id"], datetime.fromisoformat(row["finished_at"]), row["fingerprint"], self._results(row["id"]))
            for row in rows
        ]

    def add(self, fingerprint: str, results: Sequence[Result]) -> None:
        """Store a run; results of questions that were removed meanwhile are left out."""
        newest = next(iter(self.newest(1)), None)
        is_repeated = newest is not None and newest.fingerprint == fingerprint and _agree(newest, results)
        with self._database.transaction() as connection:
            if newest and is_repeated:
                connection.execute("DELETE FROM quality_runs WHERE id = ?", (newest.id,))
            _insert(connection, fingerprint, results)
            connection.execute(
                "DELETE FROM quality_runs WHERE id NOT IN (SELECT id FROM quality_runs ORDER BY id DESC LIMIT ?)",
                (_KEPT_RUNS,),
            )

    def _results(self, run_id: int) -> Mapping[int, Result]:
        rows = self._database.rows(f"SELECT {_RESULT_COLUMNS} FROM quality_results WHERE run_id = ?", (run_id,))
        return {
            row["question_id"]: Result(
                question_id=row["question_id"],
                hit_rank=row["hit_rank"],
                is_found=bool(row["is_found"]),
                is_found_on_screen=bool(row["is_found_on_screen"]),
                is_first_file_right=bool(row["is_first_file_right"]),
                seconds=row["seconds"],
            )
            for row in rows
        }


def _agree(run: Run, results: Sequence[Result]) -> bool:
    return all(
        run.results[result.question_id].verdict == result.verdict
        for result in results
        if result.question_id in run.results
    )


def _insert(connection: Connection, fingerprint: str, results: Sequence[Result]) -> None:
    cursor = connection.execute(
        "INSERT INTO quality_runs (finished_at, fingerprint) VALUES (?, ?)",
        (datetime.now(UTC).isoformat(), fingerprint),
    )
    connection.executemany(
        f"INSERT INTO quality_results (run_id, {_RESULT_COLUMNS}) "
        "SELECT ?, id, ?, ?, ?, ?, ? FROM saved_questions WHERE id = ?",
        (
            (
                cursor.lastrowid,
                result.hit_rank,
                result.is_found,
                result.is_found_on_screen,
                result.is_first_file_right,
                result.seconds,
                result.question_id,
            )
            for result in results
        ),
    )
