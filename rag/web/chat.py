"""The parts of the chat page: which chat is open, exchanges that grow while a worker writes."""

import itertools
from collections.abc import Iterator, Sequence

import streamlit as st

from rag.questions import Wishes
from rag.types import Exchange
from rag.web import markup
from rag.web.answers import follow
from rag.web.components import is_busy, scroll_once, show_html, show_progress
from rag.web.exchanges import show_exchange
from rag.web.state import ASK, CHAT_KEY, EXAMPLE_KEY, MODE_KEY, SEARCH_WISHES_KEY, service, words

TRANSCRIPTS_PAGE = "pages/transcripts.py"
_CHAT_PARAMETER = "chat"
_REDRAW_SECONDS = 0.3
_QUOTES_SECONDS = 0.25
"""How long a question waits for its quotes, so that they appear with it."""
_SAMPLE_EXAMPLES = ("example_1", "example_2", "example_3", "example_4")
_OWN_EXAMPLES = ("example_3", "example_5", "example_6", "example_7")


def choose_chat() -> str | None:
    """The chat that the address names, else the last one of this session; None for a new chat."""
    named = st.query_params.get(_CHAT_PARAMETER) or st.session_state[CHAT_KEY]
    chat = named if named and service().chats.find(named) else None
    _remember(chat)
    return chat


def submit(question: str | None, chat: str | None) -> None:
    """Begin to answer a question typed into the box, chosen from the examples or handed over by the search mode."""
    asked, wishes = question or st.session_state[EXAMPLE_KEY], st.session_state[SEARCH_WISHES_KEY]
    st.session_state[EXAMPLE_KEY], st.session_state[SEARCH_WISHES_KEY] = None, Wishes()
    if asked and asked.strip():
        job = service().chats.ask(asked.strip(), chat, wishes)
        _remember(job.exchange.conversation_id)
        job.wait_for_quotes(_QUOTES_SECONDS)
        st.rerun()


def empty_chat() -> None:
    """What a new chat shows: example questions, or the way to the first transcripts."""
    st.title(words("chat_title"))
    st.caption(words("tagline"))
    if is_busy() and service().progress().file_count:
        show_progress()
        return
    if not service().transcripts():
        _empty_library()
        return
    st.pills(
        words("examples"),
        [words(key) for key in (_SAMPLE_EXAMPLES if service().has_sample() else _OWN_EXAMPLES)],
        key="example_pills",
        on_change=_choose_example,
    )


def show_exchanges(exchanges: Sequence[Exchange], chat: str | None) -> bool:
    """The questions of the chat; whether one of them is being answered.

    That one, mostly the newest, is redrawn on its own.
    """
    job = service().chats.job(chat) if chat else None
    at_work = job.exchange.id if job and job.is_running else None
    for exchange in exchanges:
        is_live = exchange.id == at_work
        is_newest = exchange is exchanges[-1]
        draw = st.fragment(_draw, run_every=_REDRAW_SECONDS if is_live else None)
        draw(exchange, at_work, is_newest, itertools.count())
    return at_work is not None


def open_chat(chat: str | None) -> None:
    """Show a chat from now on, a new one for None."""
    st.session_state[MODE_KEY] = ASK
    _remember(chat)


def _draw(exchange: Exchange, was_at_work: int | None, is_newest: bool, runs: Iterator[int]) -> None:
    """An exchange as it stands; the whole page is drawn anew when work on it has begun or ended.

    `runs` counts the runs of this fragment: the first is part of a run of the whole page, which waits for no words.
    """
    is_first_run = next(runs) == 0
    job = service().chats.job(exchange.conversation_id)
    is_mine = job is not None and job.exchange.id == exchange.id
    is_running = job is not None and job.is_running and is_mine
    with st.chat_message("user"):
        show_html(markup.question(exchange.question, exchange.id))
    with st.chat_message("assistant"):
        newest = job.exchange if job and is_mine and was_at_work == exchange.id else exchange
        is_locked = was_at_work is not None and not is_mine
        slots = show_exchange(newest, job if is_running else None, is_locked=is_locked)
    if is_running != (was_at_work == exchange.id):
        st.rerun()  # before scrolling: a script that is drawn over at once is never run
    if is_newest:
        has_quotes = newest.found is not None
        scroll_once(f"exchange {exchange.id} {has_quotes}", markup.scroll_to_question(exchange.id, has_quotes))
    if job and slots and not is_first_run:
        follow(job, slots)


def _empty_library() -> None:
    with st.container(border=True):
        st.subheader(words("library_empty"))
        st.write(words("library_empty_hint"))
        with st.container(horizontal=True):
            st.button(
                words("load_sample"),
                type="primary",
                icon=":material/auto_awesome:",
                key="sample",
                on_click=service().add_sample,
            )
            st.page_link(TRANSCRIPTS_PAGE, label=words("add_files"), icon=":material/upload_file:")


def _choose_example() -> None:
    st.session_state[EXAMPLE_KEY] = st.session_state["example_pills"]


def _remember(chat: str | None) -> None:
    st.session_state[CHAT_KEY] = chat
    if chat:
        st.query_params[_CHAT_PARAMETER] = chat
    else:
        st.query_params.pop(_CHAT_PARAMETER, None)
