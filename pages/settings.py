"""What written answers need, who "I" is, where things are kept."""

import streamlit as st

from rag.web.settings import address, places, who_you_are, written_answers
from rag.web.state import words

st.title(words("page_settings"))
written_answers()
address()
who_you_are()
places()
