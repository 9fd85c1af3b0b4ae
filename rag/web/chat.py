"""The parts of the chat page: which chat is open, the list of chats, exchanges that grow while a worker writes."""

from collections.abc import Sequence

import streamlit as st

from rag.questions import Wishes
from rag.types import Conversation, Exchange
from rag.web import markup
from rag.web.components import is_busy, label, scroll_once, show_html, show_progress
from rag.web.exchanges import show_exchange
from rag.web.feedback import show_feedback
from rag.web.state import ASK, CHAT_KEY, EXAMPLE_KEY, MODE_KEY, SEARCH_WISHES_KEY, service, words

TRANSCRIPTS_PAGE = "pages/transcripts.py"
_CHAT_PARAMETER = "chat"
_REDRAW_SECONDS = 0.3
_LISTED_CHATS = 40
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
        st.fragment(_draw, run_every=_REDRAW_SECONDS if is_live else None)(exchange, at_work, is_newest)
    return at_work is not None


def sidebar_chats(chat: str | None) -> None:
    """The list of chats with what can be done to each."""
    with st.sidebar:
        st.button(
            words("new_chat"), icon=":material/add:", key="new_chat", width="stretch", on_click=_open, args=(None,)
        )
        conversations = service().chats.all()
        if conversations:
            st.caption(words("chats"))
        for conversation in conversations[:_LISTED_CHATS]:
            _chat_row(conversation, is_open=conversation.id == chat)


def _draw(exchange: Exchange, was_at_work: int | None, is_newest: bool) -> None:
    """An exchange as it stands; the whole page is drawn anew when work on it has begun or ended."""
    job = service().chats.job(exchange.conversation_id)
    is_mine = job is not None and job.exchange.id == exchange.id
    is_running = job is not None and job.is_running and is_mine
    with st.chat_message("user"):
        show_html(markup.question(exchange.question, exchange.id))
    with st.chat_message("assistant"):
        newest = job.exchange if job and is_mine else exchange
        is_locked = was_at_work is not None and not is_mine
        show_exchange(newest, job.stop if job and is_running else None, is_locked=is_locked)
        show_feedback(newest)
    if is_running != (was_at_work == exchange.id):
        st.rerun()  # before scrolling: a script that is drawn over at once is never run
    if is_newest:
        has_quotes = newest.found is not None
        scroll_once(f"exchange {exchange.id} {has_quotes}", markup.scroll_to_question(exchange.id, has_quotes))


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


def _chat_row(conversation: Conversation, *, is_open: bool) -> None:
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.button(
            label(conversation.title),
            key=f"chat_{conversation.id}",
            type="secondary" if is_open else "tertiary",
            width="stretch",
            on_click=_open,
            args=(conversation.id,),
        )
        action = st.menu_button(
            "⋯",
            ("rename", "delete"),
            format_func=words,
            key=f"menu_{conversation.id}",
            type="tertiary",
            help=words("chat_menu"),
        )
    if action == "rename":
        _rename_dialog(conversation)
    elif action == "delete":
        _delete_dialog(conversation)


def _rename_dialog(conversation: Conversation) -> None:
    @st.dialog(words("rename"))
    def ask() -> None:
        title = st.text_input(words("chat_name"), value=conversation.title, key="chat_title")
        if st.button(words("save"), type="primary", key="chat_rename"):
            service().chats.rename(conversation.id, title)
            st.rerun()

    ask()


def _delete_dialog(conversation: Conversation) -> None:
    @st.dialog(words("delete"))
    def ask() -> None:
        st.write(words("chat_delete_question"))
        show_html(markup.plain(conversation.title))
        with st.container(horizontal=True):
            if st.button(words("delete"), type="primary", key="chat_delete"):
                service().chats.delete(conversation.id)
                st.rerun()
            if st.button(words("cancel"), key="chat_keep"):
                st.rerun()

    ask()


def _open(chat: str | None) -> None:
    st.session_state[MODE_KEY] = ASK
    _remember(chat)


def _remember(chat: str | None) -> None:
    st.session_state[CHAT_KEY] = chat
    if chat:
        st.query_params[_CHAT_PARAMETER] = chat
    else:
        st.query_params.pop(_CHAT_PARAMETER, None)
