"""The last that was seen of something slow: looked at on a thread of its own, so that nobody waits long for it.

Knows nothing of what is looked at.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_LOG = logging.getLogger(__name__)
_FRESH_SECONDS = 1.5
_WAIT_SECONDS = 0.4
"""How long a page may wait for a look: a server that is well answers within a few hundredths of a second."""

Seen = TypeVar("Seen")


class Lookout(Generic[Seen]):
    """Looks again when what was seen is old; everything may be called from any thread."""

    def __init__(self, look: Callable[[], Seen], nothing: Seen, fresh_seconds: float = _FRESH_SECONDS) -> None:
        """`look` must end by itself and raise nothing; `nothing` stands for what has not been seen yet."""
        self._look = look
        self._seen = nothing
        self._fresh_seconds = fresh_seconds
        self._seen_at: float | None = None
        self._change = 0
        self._is_looking = False
        self._news = threading.Condition()

    def seen(self, wait_seconds: float = _WAIT_SECONDS) -> Seen:
        """What was seen last; looks anew when that is old, and waits a little for it."""
        with self._news:
            if self._seen_at is None or time.monotonic() - self._seen_at > self._fresh_seconds:
                self._begin()
                self._news.wait_for(lambda: not self._is_looking, wait_seconds)
            return self._seen

    def expire(self) -> None:
        """Say that something has changed: what was seen before does not count any more."""
        with self._news:
            self._change += 1
            self._seen_at = None

    def _begin(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            threading.Thread(target=self._work, name="lookout", daemon=True).start()

    def _work(self) -> None:
        try:
            while not self._look_once():
                pass  # what was seen while it changed may be old already
        except Exception:  # the last boundary of this thread: nobody shall wait for a look that has failed
            _LOG.exception("Looking failed")
            with self._news:
                self._is_looking = False
                self._news.notify_all()

    def _look_once(self) -> bool:
        change = self._change
        seen = self._look()
        with self._news:
            if change != self._change:
                return False
            self._seen, self._seen_at, self._is_looking = seen, time.monotonic(), False
            self._news.notify_all()
            return True
