"""How a download of a model stands: bytes, pace, time left. Knows nothing of servers and threads."""

from collections import deque
from dataclasses import dataclass

from rag.ollama.installed import PullStep

_PACE_SECONDS = 10.0
"""The pace is that of the last seconds: what was there before a download went on was not loaded now."""
_LEAST_SECONDS = 1.0
_LOADING = "pulling"


@dataclass(frozen=True, slots=True)
class PullProgress:
    """A moment of a download; the total is 0 while it is unknown, and so is the pace."""

    done: int = 0
    total: int = 0
    bytes_per_second: float = 0.0
    is_checking: bool = False

    @property
    def share_done(self) -> float:
        """How much of the whole is done, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this pace, or None where that is unknown."""
        rest = self.total - self.done
        return rest / self.bytes_per_second if self.bytes_per_second and rest > 0 else None


class PullMeter:
    """Follows one download."""

    def __init__(self, expected_bytes: int = 0) -> None:
        """`expected_bytes` is what the whole is said to have; the server tells it layer by layer."""
        self._expected = expected_bytes
        self._moments: deque[tuple[float, int]] = deque()

    def progress(self, step: PullStep, now: float) -> PullProgress:
        """How the download stands after a step that came at `now` (seconds)."""
        self._moments.append((now, step.done))
        while now - self._moments[0][0] > _PACE_SECONDS:
            self._moments.popleft()
        is_checking = bool(step.total) and not step.status.startswith(_LOADING)
        total = step.total if is_checking else max(step.total, self._expected)
        return PullProgress(step.done, total, self._pace(), is_checking)

    def _pace(self) -> float:
        (first, before), (last, after) = self._moments[0], self._moments[-1]
        return (after - before) / (last - first) if last - first >= _LEAST_SECONDS else 0.0
