"""Looking at something slow: nobody waits long, nothing old is told for new."""

import threading
import time

import pytest

from rag.ollama.lookout import Lookout
from tests.conftest import wait_until


class Counter:
    """Says how often it was looked at; waits for `gate` each time."""

    def __init__(self) -> None:
        self.looks = 0
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self) -> int:
        self.looks += 1
        seen = self.looks
        self.gate.wait(10)
        return seen


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_quick_look_is_told_at_once_and_not_repeated_while_it_is_fresh(counter: Counter) -> None:
    lookout = Lookout(counter, 0, fresh_seconds=60)
    assert [lookout.seen(5) for _ in range(3)] == [1, 1, 1]


def test_old_look_is_repeated(counter: Counter) -> None:
    lookout = Lookout(counter, 0, fresh_seconds=0)
    assert [lookout.seen(5) for _ in range(3)] == [1, 2, 3]


def test_nobody_waits_for_what_is_stuck(counter: Counter) -> None:
    counter.gate.clear()
    lookout = Lookout(counter, 0, fresh_seconds=0)
    began = time.monotonic()
    assert [lookout.seen(0.05) for _ in range(4)] == [0, 0, 0, 0]
    assert time.monotonic() - began < 2
    assert counter.looks == 1
    counter.gate.set()
    wait_until(lambda: lookout.seen(0.05))


def test_what_was_seen_before_a_change_does_not_count(counter: Counter) -> None:
    lookout = Lookout(counter, 0, fresh_seconds=60)
    assert lookout.seen(5) == 1
    lookout.expire()
    assert lookout.seen(5) == 2


def test_look_that_began_before_a_change_is_repeated(counter: Counter) -> None:
    counter.gate.clear()
    lookout = Lookout(counter, 0, fresh_seconds=60)
    assert lookout.seen(0.01) == 0
    lookout.expire()
    counter.gate.set()
    assert lookout.seen(5) == 2


def test_look_that_fails_keeps_nobody_waiting_and_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        raise ZeroDivisionError

    lookout = Lookout(look, 0, fresh_seconds=60)
    began = time.monotonic()
    assert [lookout.seen(5) for _ in range(2)] == [0, 0]
    assert time.monotonic() - began < 4
    assert len(looks) == 2
    assert "Looking failed" in caplog.text
