"""Searching while the user types, without a model and keeping nothing; and the choice between this and asking."""

import streamlit as st

from rag.errors import EmptyQuestion, RagError
from rag.questions import Wishes
from rag.web.chat import empty_chat
from rag.web.components import problem_text
from rag.web.exchanges import show_found, waiting_for
from rag.web.state import ASK, EXAMPLE_KEY, MODE_KEY, SEARCH, SEARCH_WISHES_KEY, service, words
from rag.web.understood import show_coverage, show_understood

_FIELD_KEY = "search_words"
_PAUSE = "150ms"
_REFRESH_SECONDS = 1.0
_SHOWN_QUOTES = 5
_PLACE = "search"


def choose_mode() -> str:
    """Whether the page asks or searches."""
    labels = {mode: words(f"mode_{mode}") for mode in (ASK, SEARCH)}
    st.session_state.setdefault(MODE_KEY, ASK)
    chosen = st.segmented_control(
        words("mode"), list(labels), required=True, key=MODE_KEY, persist_state="session",
        format_func=labels.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    return str(chosen or ASK)


def live_search() -> None:
    """A field whose quotes follow what is typed."""
    if not service().transcripts():
        empty_chat()
        return
    is_waiting = not service().is_searchable()
    st.fragment(_draw, run_every=_REFRESH_SECONDS if is_waiting else None)(is_waiting)


def _draw(was_waiting: bool) -> None:
    text = _field()
    if not service().is_searchable():
        st.caption(words(waiting_for()))
    elif was_waiting:
        st.rerun()
    elif text:
        _show_results(text)
    else:
        st.session_state[SEARCH_WISHES_KEY] = Wishes()
        st.caption(words("search_hint"))


def _field() -> str:
    """What is typed, beside the way to ask it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="search_row"):
        typed = st.text_input(
            words("mode_search"), key=_FIELD_KEY, type="search", live=_PAUSE, placeholder=words("search_placeholder"),
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        text = (typed or "").strip()
        if st.button(words("search_ask"), key="search_ask", disabled=not text, on_click=_ask, args=(text,)):
            st.rerun()
    return text


def _ask(text: str) -> None:
    st.session_state[EXAMPLE_KEY] = text
    st.session_state[MODE_KEY] = ASK


def _show_results(text: str) -> None:
    wishes: Wishes = st.session_state[SEARCH_WISHES_KEY]
    try:
        found = service().chats.search(text, wishes)
    except EmptyQuestion:
        st.caption(words("search_hint"))
        return
    except RagError as error:
        st.caption(problem_text(error.problem))
        return
    show_understood(found, wishes, _PLACE, _keep)
    if not found.quotes:
        st.caption(words("nothing_to_show"))
    elif not found.is_found:
        st.caption(words("search_nearest"))
    show_found(found, (), None, _SHOWN_QUOTES)
    show_coverage(found)


def _keep(wishes: Wishes) -> None:
    st.session_state[SEARCH_WISHES_KEY] = wishes
