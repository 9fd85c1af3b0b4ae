"""How far the work is: shares, pace, doubts and outcomes."""

import pytest

from rag.index.progress import ProgressBoard
from rag.library.intake import IncomingFile
from rag.progress import FileOutcome, FileStatus, WorkerState


@pytest.fixture
def board() -> ProgressBoard:
    made = ProgressBoard()
    made.prepared(is_idle=True)
    return made


def test_a_new_board_prepares_and_counts_what_waits() -> None:
    board = ProgressBoard()
    board.queued([1, 2])
    assert (board.state, board.read().file_count) == (WorkerState.PREPARING, 2)
    board.prepared(is_idle=False)
    assert board.state is WorkerState.WORKING


def test_share_follows_the_bytes_of_files_and_passages(board: ProgressBoard) -> None:
    board.queued([100, 300])
    board.began("a.txt", 100)
    board.advanced(1, 2, 50)
    progress = board.read()
    assert (progress.file_name, progress.file_number, progress.file_count) == ("a.txt", 1, 2)
    assert (progress.passages_done, progress.passages_total) == (1, 2)
    assert progress.share_done == pytest.approx(50 / 400)
    assert progress.seconds_left is not None
    assert progress.words_per_second > 0
    board.ended(100)
    board.began("b.txt", 300)
    board.advanced(1, 1, 10)
    assert board.read().share_done == 1.0


def test_next_batch_begins_anew_after_idleness(board: ProgressBoard) -> None:
    board.queued([10])
    board.began("a.txt", 10)
    board.ended(10)
    board.came_idle()
    assert (board.state, board.read().share_done) == (WorkerState.IDLE, 1.0)
    board.queued([10, 10])
    assert (board.read().file_number, board.read().file_count, board.read().share_done) == (0, 2, 0.0)


def test_nothing_queued_keeps_the_board_idle(board: ProgressBoard) -> None:
    board.queued([])
    assert board.state is WorkerState.IDLE


def test_outcomes_are_kept_until_they_are_forgotten(board: ProgressBoard) -> None:
    outcome = FileOutcome("a.txt", FileStatus.READY)
    board.add_outcome(outcome)
    assert board.read().outcomes == (outcome,)
    board.forget_outcomes()
    assert board.read().outcomes == ()


def test_a_doubt_is_settled_once(board: ProgressBoard) -> None:
    file = IncomingFile("a.txt", b"\xcf")
    board.add_doubt(file)
    ((number, kept),) = board.doubtful().items()
    assert kept is file
    assert board.settle_doubt(number) is file
    assert board.settle_doubt(number) is None
    assert board.doubtful() == {}
