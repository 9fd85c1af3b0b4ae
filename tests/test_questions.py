"""The values of a question: empty unless something was said."""

from datetime import date

import pytest

from rag.questions import Coverage, Period, Understanding, Wishes

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        (Period(FIRST, LAST, 0, 1), FIRST, True),
        (Period(FIRST, LAST, 0, 1), LAST, True),
        (Period(FIRST, LAST, 0, 1), date(2025, 2, 28), False),
        (Period(FIRST, LAST, 0, 1), date(2025, 4, 1), False),
        (Period(None, LAST, 0, 1), date(1999, 1, 1), True),
        (Period(None, LAST, 0, 1), date(2025, 4, 1), False),
        (Period(FIRST, None, 0, 1), date(2099, 1, 1), True),
        (Period(FIRST, None, 0, 1), date(2025, 2, 28), False),
    ],
)
def test_period_holds_the_days_from_the_first_to_the_last(period: Period, day: date, expected: bool) -> None:
    assert period.holds(day) is expected


def test_nothing_said_is_nothing_wished_and_nothing_understood() -> None:
    assert Wishes() == Wishes(without=(), people=(), history=(), asked=None)
    assert Understanding() == Understanding((), None, (), None, None, (), (), ())
    assert Coverage() == Coverage(searched=0, left_out=0, not_ready=0)
