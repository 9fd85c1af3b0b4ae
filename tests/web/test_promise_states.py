"""In which of its states a promise is shown."""

from datetime import UTC, datetime

import pytest

from rag.promises import Promise, Side
from rag.web.promise_states import State, state_of
from tests.library.examples import transcript

DAY = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done_at", "is_dismissed", "expected"),
    [
        (None, False, State.OPEN), (DAY, False, State.DONE), (None, True, State.DISMISSED),
        (DAY, True, State.DISMISSED),
    ],
)  # fmt: skip
def test_what_the_user_said_decides(done_at: datetime | None, is_dismissed: bool, expected: State) -> None:
    promise = Promise(1, transcript(1), None, None, Side.MINE, "Олег", 1, 1, None, done_at, is_dismissed)
    assert state_of(promise) is expected
