"""Work on a thread of its own: one at a time, its state at any moment, its end whatever happens."""

import logging
import threading

import pytest

from rag.errors import DiskFull
from rag.ollama.errand import Errand, ErrandState, Report
from rag.types import Problem


@pytest.fixture
def errand() -> Errand[int]:
    return Errand("test-errand")


def test_nothing_is_told_before_the_first_work(errand: Errand[int]) -> None:
    assert errand.state == ErrandState("", False, None, None)
    assert errand.wait(0)


def test_last_told_is_kept_after_the_end(errand: Errand[int]) -> None:
    def work(report: Report[int], _stop: threading.Event) -> None:
        report(1)
        report(2)

    assert errand.start("count", work)
    assert errand.wait()
    assert errand.state == ErrandState("count", False, 2, None)
    errand.forget()
    assert errand.state == ErrandState()


def test_one_work_at_a_time_and_a_stop_ends_it(errand: Errand[int]) -> None:
    hung_up = threading.Event()

    def work(report: Report[int], stop: threading.Event) -> None:
        report(7)
        stop.wait()
        hung_up.wait()
        raise DiskFull("of no interest after a stop")

    assert errand.start("first", work, hung_up.set)
    assert not errand.start("second", work)
    errand.forget()
    assert errand.state.subject == "first"
    assert not errand.wait(0.01)
    errand.stop()
    assert errand.wait()
    assert errand.state == ErrandState("first", False, 7, None)
    assert errand.start("second", lambda report, _stop: report(9))


def test_error_of_the_tree_is_told(errand: Errand[int]) -> None:
    def work(_report: Report[int], _stop: threading.Event) -> None:
        raise DiskFull("full")

    errand.start("save", work)
    assert errand.wait()
    assert errand.state == ErrandState("save", False, None, Problem("disk"))


def test_mistake_in_the_work_ends_it_and_is_logged(errand: Errand[int], caplog: pytest.LogCaptureFixture) -> None:
    def work(_report: Report[int], _stop: threading.Event) -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        errand.start("divide", work)
        assert errand.wait()
    assert errand.state.problem == Problem("error")
    assert "test-errand failed" in caplog.text
