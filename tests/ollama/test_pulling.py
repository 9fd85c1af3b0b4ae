"""How a download stands: share, pace, time left."""

import pytest

from rag.ollama.installed import PullStep
from rag.ollama.pulling import PullMeter, PullProgress


def test_nothing_is_known_before_the_first_layer() -> None:
    progress = PullMeter().progress(PullStep("pulling manifest", 0, 0), 0)
    assert progress == PullProgress(0, 0, 0, is_checking=False)
    assert (progress.share_done, progress.seconds_left) == (0, None)


def test_share_counts_from_what_the_whole_is_said_to_have() -> None:
    meter = PullMeter(expected_bytes=1000)
    assert meter.progress(PullStep("pulling manifest", 0, 0), 0).total == 1000
    assert meter.progress(PullStep("pulling aa", 200, 400), 1).share_done == 0.2
    assert meter.progress(PullStep("pulling aa", 300, 1200), 1).share_done == 0.25
    checking = meter.progress(PullStep("verifying sha256 digest", 900, 900), 2)
    assert (checking.total, checking.share_done, checking.is_checking) == (900, 1, True)


def test_pace_is_that_of_the_last_seconds() -> None:
    meter = PullMeter()
    steps = [PullStep("pulling aa", done, 100_000) for done in (50_000, 50_100, 50_200, 50_300)]
    paces = [meter.progress(step, now).bytes_per_second for now, step in enumerate(steps)]
    assert paces == [0, 100, 100, 100]
    late = meter.progress(PullStep("pulling aa", 90_300, 100_000), 13)
    assert late.bytes_per_second == pytest.approx(4000)
    assert late.seconds_left == pytest.approx(9_700 / 4000)


def test_no_time_is_left_at_the_end() -> None:
    meter = PullMeter()
    meter.progress(PullStep("pulling aa", 0, 100), 0)
    assert meter.progress(PullStep("pulling aa", 100, 100), 5).seconds_left is None
