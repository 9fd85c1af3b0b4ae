"""In which of its states a promise is shown. Pure; knows no Streamlit."""

from enum import StrEnum

from rag.service import Promise


class State(StrEnum):
    """What the user has said about a promise."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"


def state_of(promise: Promise) -> State:
    """The state of a promise; what is no promise can be neither open nor done."""
    if promise.is_dismissed:
        return State.DISMISSED
    return State.DONE if promise.done_at else State.OPEN
