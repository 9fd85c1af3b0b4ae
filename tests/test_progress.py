"""How far work has come."""

import dataclasses

import pytest

from rag.progress import FileOutcome, FileStatus, IndexProgress, Stage, WorkerState, WritingProgress


def test_moments_are_frozen() -> None:
    moment = WritingProgress(Stage.LOADING, 0.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        moment.part = 1  # type: ignore[misc]


def test_moments_begin_with_nothing_done() -> None:
    assert IndexProgress(WorkerState.IDLE).outcomes == ()
    assert FileOutcome("a.txt", FileStatus.KNOWN).passages == 0
    assert (WritingProgress(Stage.READING, 1.0).part, WritingProgress(Stage.READING, 1.0).parts) == (0, 0)
