"""The parts of the promises page: what is shown of the list, each promise with its exact words, ticking it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeVar

import streamlit as st

from rag.errors import RagError
from rag.service import Promise, Side
from rag.types import Quote, Transcript
from rag.web import markup
from rag.web.components import READER_PAGE, place_inside, problem_text, session_place, show_html
from rag.web.copying import written_out
from rag.web.promise_states import State, state_of
from rag.web.speakers import owner_choice
from rag.web.state import language, service, words
from rag.web.wording import counted

TRANSCRIPTS_PAGE = "pages/transcripts.py"
_ON_A_PAGE = 20
_PERSON_KEY, _SIDE_KEY, _STATE_KEY, _PAGE_KEY = "promises_person", "promises_side", "promises_state", "promises_page"

Option = TypeVar("Option", Side, State)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shown: the promises of one side in one state, of `total` in the sessions with the person."""

    person: str | None
    side: Side
    state: State
    promises: Sequence[Promise]
    total: int


def no_transcripts() -> None:
    """What to do while there is nothing to find promises in."""
    st.info(words("promises_no_transcripts"))
    st.page_link(TRANSCRIPTS_PAGE, label=words("promises_to_transcripts"), icon=":material/folder_open:")


def choose_person(transcripts: list[Transcript]) -> str | None:
    """The person whose sessions are shown, None for all; and who "I" is, while that is a guess."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not service().people.is_owner_told:
            owner_choice(transcripts)
        return st.selectbox(
            words("promises_person"), service().promises.people(), index=None, placeholder=words("filter_everybody"),
            key=_PERSON_KEY, on_change=_to_first_page,
        )  # fmt: skip


def choose(person: str | None) -> Chosen:
    """The promises that the user wants to see."""
    promises = service().promises.all(person)
    open_of = {side: sum(p.side is side and state_of(p) is State.OPEN for p in promises) for side in Side}
    sides = [side for side in Side if side is not Side.UNKNOWN or any(p.side is side for p in promises)]
    states = [state for state in State if state is not State.DISMISSED or any(p.is_dismissed for p in promises)]
    with st.container(horizontal=True):
        side = _control(_SIDE_KEY, sides, {side: words(f"promises_{side}", count=open_of[side]) for side in sides})
        state = _control(_STATE_KEY, states, {state: words(f"promises_{state}") for state in states})
    kept = [promise for promise in promises if promise.side is side and state_of(promise) is state]
    return Chosen(person, side, state, kept, sum(not promise.is_dismissed for promise in promises))


def promise_list(chosen: Chosen) -> None:
    """The chosen promises by session, the newest session first, and the way to have them as a file."""
    if not chosen.promises:
        st.info(words(f"promises_none_{chosen.state}" if chosen.total else "promises_none_found"))
        return
    if chosen.state is not State.DISMISSED:
        _download(chosen)
    pages = -(-len(chosen.promises) // _ON_A_PAGE)
    page = st.pagination(pages, key=_PAGE_KEY) if pages > 1 else 1
    shown = chosen.promises[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    of_session = {
        number: len(list(group)) for number, group in groupby(chosen.promises, lambda promise: promise.transcript.id)
    }
    for number, group in groupby(shown, lambda promise: promise.transcript.id):
        _show_session(list(group), of_session[number])


def _download(chosen: Chosen) -> None:
    """The chosen promises of all pages as a file, written when it is asked for."""
    parts = [words(f"promises_{chosen.state}"), words(f"promises_{chosen.side}", count=len(chosen.promises))]
    try:
        headings = {first.transcript.id: _heading(first) for first in _first_of_each_session(chosen.promises)}
    except RagError as error:  # deleted a moment ago, in another window
        st.warning(problem_text(error.problem))
        return
    title, told = words("page_promises"), " · ".join([*([chosen.person] if chosen.person else []), *parts])
    st.download_button(
        words("promises_download"),
        partial(service().promises.as_markdown, chosen.promises, title, told, headings, _place),
        written_out().file_name(f"{title} {chosen.person or ''}"),
        "text/markdown", key="promises_download", type="tertiary", icon=":material/download:", on_click="ignore",
        help=words("promises_download_hint"),
    )  # fmt: skip


def _first_of_each_session(promises: Sequence[Promise]) -> list[Promise]:
    return [next(group) for _, group in groupby(promises, lambda promise: promise.transcript.id)]


def _heading(promise: Promise) -> str:
    """What the session of a promise is called. Raises TranscriptMissing."""
    return " · ".join(session_place(service().promises.quote(promise)) or [promise.transcript.title])


def _place(quote: Quote) -> str:
    return " · ".join(place_inside(quote))


def _control(key: str, options: Sequence[Option], labels: dict[Option, str]) -> Option:
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    chosen: Option | None = st.pills(
        words(key), options, format_func=labels.__getitem__, key=key, required=True, label_visibility="collapsed",
        on_change=_to_first_page,
    )  # fmt: skip
    return chosen or options[0]


def _to_first_page() -> None:
    st.session_state[_PAGE_KEY] = 1


def _show_session(promises: Sequence[Promise], count: int) -> None:
    try:
        show_html(markup.group_heading(_heading(promises[0]), counted("promise_count", count, language())))
        for promise in promises:
            _show_promise(promise)
    except RagError as error:  # deleted a moment ago, in another window
        st.warning(problem_text(error.problem))


def _show_promise(promise: Promise) -> None:
    quote = service().promises.quote(promise)
    with st.container(border=True, gap="xsmall", key=f"promise_{promise.id}"):
        if promise.wording:
            show_html(f"<strong>{markup.plain(promise.wording)}</strong>")
        show_html(markup.quote_body(quote))
        if promise.side is Side.UNKNOWN and not promise.speaker:
            show_html(markup.note(words("promise_nobody")))
        show_html(markup.note(_place(quote)))
        with st.container(horizontal=True, vertical_alignment="center"):
            if not promise.is_dismissed:
                _tick_box(promise)
            st.page_link(
                READER_PAGE,
                label=words("open_line"),
                icon=":material/menu_book:",
                query_params={
                    "transcript": str(quote.transcript_id), "first": str(quote.first), "last": str(quote.last),
                    "line": str(quote.last),
                },
            )  # fmt: skip
            _dismiss_button(promise)


def _tick_box(promise: Promise) -> None:
    key = f"promise_done_{promise.id}"
    st.checkbox(
        words("promise_tick"), value=promise.done_at is not None, key=key, width="content", on_change=_tick,
        args=(promise.id, key),
    )  # fmt: skip


def _tick(promise_id: int, key: str) -> None:
    is_done = bool(st.session_state[key])
    service().promises.set_done(promise_id, is_done=is_done)
    if is_done:
        st.toast(words("promise_ticked"))


def _dismiss_button(promise: Promise) -> None:
    st.button(
        words("promise_restore" if promise.is_dismissed else "promise_dismiss"),
        icon=":material/undo:" if promise.is_dismissed else ":material/block:",
        key=f"promise_dismiss_{promise.id}", type="tertiary", on_click=_dismiss,
        args=(promise.id, not promise.is_dismissed),
    )  # fmt: skip


def _dismiss(promise_id: int, is_dismissed: bool) -> None:
    service().promises.set_dismissed(promise_id, is_dismissed=is_dismissed)
