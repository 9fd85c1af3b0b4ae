"""How well the search answers the user's own test questions."""

import streamlit as st

from rag.web.quality import (
    add_by_hand,
    checking,
    comparison,
    download,
    empty_quality,
    exact_measures,
    question_list,
    totals,
)
from rag.web.state import service, words

st.title(words("page_quality"))
st.caption(words("quality_hint"))
questions = service().quality.questions()
if questions:
    checking()
    last, before = service().quality.runs()
    if last:
        comparison(questions, last, before)
        totals(last)
        exact_measures(last, before)
    question_list(questions, last, before)
    download()
else:
    empty_quality()
add_by_hand()
