"""Questions and answers: the chats in the sidebar, the exchanges, the question box."""

import streamlit as st

from rag.web.chat import choose_chat, empty_chat, live_exchange, old_exchanges, sidebar_chats, submit
from rag.web.state import service, words

chat = choose_chat()
sidebar_chats(chat)

exchanges = service().exchanges(chat) if chat else []
if not exchanges:
    empty_chat()
old_exchanges(exchanges[:-1])
job = service().job(chat) if chat else None
is_running = job is not None and job.is_running
live_exchange(exchanges[-1:], is_running)

with st.bottom:
    question = st.chat_input(words("ask_placeholder"), key="question", disabled=is_running)
submit(question, chat)
