"""What pages show of the model's work beside answers: why it could not do it, and the way to put that right."""

import streamlit as st

from rag.types import Problem
from rag.web.components import problem_text
from rag.web.state import words

SETTINGS_PAGE = "pages/settings.py"
_OF_THE_MODEL = "model_"


def show_problem(problem: Problem) -> None:
    """One sentence about what went wrong; the way to the settings where these can help."""
    st.info(problem_text(problem))
    if problem.code.startswith(_OF_THE_MODEL):
        st.page_link(SETTINGS_PAGE, label=words("to_settings"), icon=":material/settings:")
