"""The frame around every page: navigation, progress and language; no logic."""

import streamlit as st

from rag.languages import LANGUAGES
from rag.web import markup, state
from rag.web.components import show_html, show_progress
from rag.web.model_download import sidebar_download
from rag.web.state import words
from rag.web.texts import LANGUAGE_NAMES

st.set_page_config(page_title="Verbatim", page_icon="💬", layout="centered")
state.start_session()
show_html(markup.STYLE)

page = st.navigation(
    [
        st.Page("pages/chat.py", title=words("page_chat"), icon=":material/forum:", default=True),
        st.Page("pages/transcripts.py", title=words("page_transcripts"), icon=":material/folder_open:"),
        st.Page("pages/reader.py", title=words("page_reader"), icon=":material/menu_book:"),
        st.Page("pages/promises.py", title=words("page_promises"), icon=":material/handshake:"),
        st.Page("pages/quality.py", title=words("page_quality"), icon=":material/fact_check:"),
        st.Page("pages/settings.py", title=words("page_settings"), icon=":material/settings:"),
    ]
)
with st.sidebar:
    show_progress()
    sidebar_download()
page.run()
with st.sidebar:
    st.selectbox(
        words("language"),
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        key=state.LANGUAGE_KEY,
        on_change=state.remember_language,
    )
