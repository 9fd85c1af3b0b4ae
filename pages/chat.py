"""Questions and answers: the chats in the sidebar, the exchanges, the question box; or quotes while the user types."""

import streamlit as st

from rag.web.chat import choose_chat, empty_chat, show_exchanges, submit
from rag.web.chat_list import sidebar_chats
from rag.web.copying import offer_copying
from rag.web.live_search import choose_mode, live_search
from rag.web.state import SEARCH, service, words

chat = choose_chat()
sidebar_chats(chat)
offer_copying()

if choose_mode() == SEARCH:
    live_search()
else:
    exchanges = service().chats.exchanges(chat) if chat else []
    if not exchanges:
        empty_chat()
    is_running = show_exchanges(exchanges, chat)
    with st.bottom:
        question = st.chat_input(words("ask_placeholder"), key="question", disabled=is_running)
    submit(question, chat)
