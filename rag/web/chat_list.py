"""The chats in the sidebar: opening, finding, renaming, downloading and deleting them. Draws and decides nothing."""

import streamlit as st

from rag.types import Conversation
from rag.web import markup
from rag.web.chat import open_chat
from rag.web.components import show_html
from rag.web.copying import written_out
from rag.web.literal import literal
from rag.web.state import service, words

_FIND_KEY = "chats_find"
_SHOWN_KEY = "chats_shown"
_SHOWN_AT_ONCE = 40
_FEW = 5
"""So many chats are seen at a glance."""
_PAUSE = "150ms"


def sidebar_chats(chat: str | None) -> None:
    """The list of chats with what can be done to each; `chat` is the open one."""
    with st.sidebar:
        st.button(
            words("new_chat"), icon=":material/add:", key="new_chat", width="stretch", on_click=open_chat, args=(None,)
        )
        st.fragment(_draw_list)(chat)


def _draw_list(chat: str | None) -> None:
    conversations = service().chats.all()
    if not conversations:
        return
    st.caption(words("chats"))
    if len(conversations) > _FEW:
        conversations = _sought(conversations)
    shown = st.session_state.get(_SHOWN_KEY, _SHOWN_AT_ONCE)
    for conversation in conversations[:shown]:
        _row(conversation, is_open=conversation.id == chat)
    if len(conversations) > shown:
        st.button(
            words("chats_more"), type="tertiary", key="chats_more", width="stretch",
            on_click=_show, args=(shown + _SHOWN_AT_ONCE,),
        )  # fmt: skip


def _sought(conversations: list[Conversation]) -> list[Conversation]:
    """The chats that hold what is typed; all of them while nothing is."""
    typed = st.text_input(
        words("chats_find"), key=_FIND_KEY, type="search", live=_PAUSE, placeholder=words("chats_find"),
        label_visibility="collapsed", on_change=_show, args=(_SHOWN_AT_ONCE,),
    )  # fmt: skip
    if not (typed or "").strip():
        return conversations
    found = service().chats.with_words(str(typed).strip())
    if not found:
        st.caption(words("chats_none"))
    return found


def _show(count: int) -> None:
    st.session_state[_SHOWN_KEY] = count


def _row(conversation: Conversation, *, is_open: bool) -> None:
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        is_chosen = st.button(
            literal(conversation.title),
            key=f"chat_{conversation.id}",
            type="secondary" if is_open else "tertiary",
            width="stretch",
            on_click=open_chat,
            args=(conversation.id,),
        )
        action = st.menu_button(
            "⋯",
            tuple(_DIALOGS),
            format_func=words,
            key=f"menu_{conversation.id}",
            type="tertiary",
            help=words("chat_menu"),
        )
    if is_chosen:
        st.rerun()  # the list is drawn by itself, and the page beside it has to follow
    if action:
        _DIALOGS[action](conversation)


def _rename_dialog(conversation: Conversation) -> None:
    @st.dialog(words("rename"))
    def ask() -> None:
        title = st.text_input(words("chat_name"), value=conversation.title, key="chat_title")
        if st.button(words("save"), type="primary", key="chat_rename"):
            service().chats.rename(conversation.id, title)
            st.rerun()

    ask()


def _download_dialog(conversation: Conversation) -> None:
    @st.dialog(words("chat_download"))
    def offer() -> None:
        writer = written_out()
        show_html(markup.plain(conversation.title))
        st.caption(words("chat_download_hint"))
        st.download_button(
            words("chat_download_file"),
            writer.markdown(conversation.title, service().chats.exchanges(conversation.id)),
            writer.file_name(conversation.title),
            "text/markdown",
            key="chat_download_file",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )

    offer()


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


_DIALOGS = {"rename": _rename_dialog, "chat_download": _download_dialog, "delete": _delete_dialog}
"""What the menu of a chat offers, by the key of its text."""
