"""What was promised in the sessions, by whom, and what of it is done."""

import streamlit as st

from rag.web.promise_reading import show_reading
from rag.web.promises import choose, choose_person, no_transcripts, promise_list
from rag.web.state import service, words

st.title(words("page_promises"))
st.caption(words("promises_hint"))
transcripts = service().transcripts()
if transcripts:
    person = choose_person(transcripts)
    show_reading(person)
    promise_list(choose(person))
else:
    no_transcripts()
