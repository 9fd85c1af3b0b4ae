"""How the promises are found, on the promises page: by patterns, and by the model where the user wants that."""

from dataclasses import dataclass

import streamlit as st

from rag.service import Reading
from rag.web.literal import literal
from rag.web.model_work import show_problem
from rag.web.state import language, service, words

_REDRAW_SECONDS = 1.0
_AUTOMATIC_KEY = "promises_automatic"


@dataclass(frozen=True, slots=True)
class _Moment:
    """What the whole page was drawn with; the list below may be another one when it has changed."""

    reading: Reading
    unscanned: int
    is_automatic: bool

    def is_like(self, other: "_Moment") -> bool:
        """Whether nothing has changed but how far the session at hand is read."""
        same_session = (self.reading.is_running, self.reading.number) == (
            other.reading.is_running,
            other.reading.number,
        )
        return same_session and (self.unscanned, self.is_automatic) == (other.unscanned, other.is_automatic)


def show_reading(person: str | None) -> None:
    """What the list is made of, and the model's reading: the way to begin it, how far it is, the way to end it."""
    promises = service().promises
    drawn = _Moment(promises.reading(), promises.unscanned(), promises.is_automatic)
    may_change = drawn.reading.is_running or drawn.unscanned or (drawn.is_automatic and promises.unread())
    st.fragment(_draw, run_every=_REDRAW_SECONDS if may_change else None)(person, drawn)


def _draw(person: str | None, drawn: _Moment) -> None:
    promises = service().promises
    reading, unscanned = promises.reading(), promises.unscanned()
    if not drawn.is_like(_Moment(reading, unscanned, promises.is_automatic)):
        st.rerun()
    if unscanned:
        st.status(words("promises_looking", count=unscanned), type="compact")
    if reading.is_running:
        _show_work(reading)
    else:
        st.caption(_made_of(promises.unread(person)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not reading.is_running:
            _begin_button(person)
        st.toggle(
            words("promises_automatic"), value=promises.is_automatic, key=_AUTOMATIC_KEY,
            help=words("promises_automatic_hint"), on_change=_set_automatic,
        )  # fmt: skip
    if reading.problem:
        show_problem(reading.problem)


def _show_work(reading: Reading) -> None:
    text = words("promises_reading", number=max(reading.number, 1), count=reading.count, title=literal(reading.title))
    done = max(reading.number - 1, 0) + (reading.part / reading.parts if reading.parts else 0.0)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(
            min(done / max(reading.count, 1), 1.0), text=words("promises_waiting") if reading.is_waiting else text
        )
        st.button(
            words("stop"), icon=":material/stop_circle:", key="promises_stop", on_click=service().promises.end_reading
        )


def _begin_button(person: str | None) -> None:
    promises = service().promises
    key = "promises_read" if promises.unread(person) else "promises_read_again"
    if st.button(words(key), icon=":material/auto_stories:", key="promises_read"):
        promises.read(language(), person)
        st.rerun()


def _made_of(unread: int) -> str:
    models = ", ".join(literal(model) for model in service().promises.models())
    if not models:
        return words("promises_by_patterns")
    return (
        words("promises_by_model", models=models, count=unread) if unread else words("promises_all_read", models=models)
    )


def _set_automatic() -> None:
    service().promises.set_automatic(language() if st.session_state[_AUTOMATIC_KEY] else None)
