"""What is understood of a question, what the user changed about that, and what was searched. Knows no transcripts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, that the characters `start:end` of a question name.

    An open end is None: `до майских` has no first day.
    """

    first: date | None
    last: date | None
    start: int
    end: int

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about a question besides its words.

    `without` names what was understood and shall not count (`people`, `session`, `dates`, `speaker`, `acts`),
    `people` who is meant by a name that fits several, `history` the earlier questions of the conversation, `asked` the
    day from which relative dates count.
    """

    without: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be followed in a question: a code and what fills the gaps of its interface text."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was recognised in a question; everything empty means that it was searched as it stands.

    `place` is the number that was asked for, from the end when negative, where it means sessions of several numbers.
    `dates` are ISO days or `first/last`, one side perhaps empty; `choices` are the people whom a name may mean.
    """

    people: tuple[str, ...] = ()
    session: int | None = None
    dates: tuple[str, ...] = ()
    speaker: str | None = None
    rewritten: str | None = None
    acts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many transcripts were searched, how many were left out by what was understood, how many are not ready."""

    searched: int = 0
    left_out: int = 0
    not_ready: int = 0
