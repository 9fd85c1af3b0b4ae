"""A transcript around one line, with what comes before and after."""

import streamlit as st

from rag.web.reader import choose_place, choose_transcript, show_extract
from rag.web.state import service, words

place = choose_place()
if place is None:
    st.title(words("page_reader"))
    choose_transcript(service().transcripts())
else:
    show_extract(place)
