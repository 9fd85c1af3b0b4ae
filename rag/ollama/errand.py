"""Work on a thread of its own, one piece at a time, whose state can be asked for at any moment.

Knows nothing of what the work is.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rag.errors import RagError
from rag.types import Problem

_LOG = logging.getLogger(__name__)
_STOP_SECONDS = 5.0

Told = TypeVar("Told")
Report = Callable[[Told], None]
Work = Callable[[Report[Told], threading.Event], None]


@dataclass(frozen=True, slots=True)
class ErrandState(Generic[Told]):
    """What a piece of work is about, whether it goes on, the last that it told, and why it failed."""

    subject: str = ""
    is_running: bool = False
    told: Told | None = None
    problem: Problem | None = None


class _Run(Generic[Told]):
    """One piece of work; what an old one still tells does not reach the next."""

    def __init__(self, state: ErrandState[Told], on_stop: Callable[[], None] | None = None) -> None:
        self.state = state
        self.on_stop = on_stop
        self.stopped = threading.Event()
        self.finished = threading.Event()

    def report(self, told: Told) -> None:
        self.state = replace(self.state, told=told)


class Errand(Generic[Told]):
    """A place for one piece of work at a time; everything may be called from any thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._run: _Run[Told] = _Run(ErrandState())

    @property
    def state(self) -> ErrandState[Told]:
        """How the work stands; of the last one when none goes on."""
        return self._run.state

    def start(self, subject: str, work: Work[Told], on_stop: Callable[[], None] | None = None) -> bool:
        """Begin, and say so; False while another piece of work goes on.

        The work is given a way to tell something and what says that it shall end; `on_stop` is called when it shall.
        """
        with self._lock:
            if self._run.state.is_running:
                return False
            run: _Run[Told] = _Run(ErrandState(subject, is_running=True), on_stop)
            self._run = run
        threading.Thread(target=self._work, args=(run, work), name=self._name, daemon=True).start()
        return True

    def stop(self) -> None:
        """End the work; what it has come to is for the work to keep."""
        run = self._run
        run.stopped.set()
        if run.on_stop and run.state.is_running:
            run.on_stop()

    def wait(self, seconds: float = _STOP_SECONDS) -> bool:
        """Whether the work was over within so many seconds."""
        return not self.state.is_running or self._run.finished.wait(seconds)

    def forget(self) -> None:
        """Leave nothing of work that is over."""
        with self._lock:
            if not self._run.state.is_running:
                self._run = _Run(ErrandState())

    def _work(self, run: _Run[Told], work: Work[Told]) -> None:
        problem = None
        try:
            work(run.report, run.stopped)
        except RagError as error:
            if not run.stopped.is_set():
                _LOG.warning("%s: %s", self._name, error)
                problem = error.problem
        except Exception:  # the last boundary of this thread: nobody must wait for ever
            _LOG.exception("%s failed", self._name)
            problem = RagError("bug").problem
        finally:
            run.state = replace(run.state, is_running=False, problem=problem)
            run.finished.set()
