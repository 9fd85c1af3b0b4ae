"""Adding transcripts and seeing what they became."""

import streamlit as st

from rag.web.state import service, words
from rag.web.transcripts import actions, empty_library, outcomes, table, totals, upload

st.title(words("page_transcripts"))
upload()
outcomes()
transcripts = service().transcripts()
if transcripts:
    totals(transcripts)
    actions(table(transcripts))
else:
    empty_library()
