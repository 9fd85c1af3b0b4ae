"""Adding transcripts, seeing what they became, putting them right."""

import streamlit as st

from rag.web.library_table import table
from rag.web.pictures import pictures
from rag.web.speakers import owner_choice
from rag.web.state import service, words
from rag.web.transcripts import actions, empty_library, totals
from rag.web.uploads import doubtful_files, outcomes, ways_in

st.title(words("page_transcripts"))
ways_in()
doubtful_files()
outcomes()
transcripts = service().transcripts()
if transcripts:
    totals(transcripts)
    actions(table(transcripts))
    owner_choice(transcripts)
    pictures(transcripts)
else:
    empty_library()
