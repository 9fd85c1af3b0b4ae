"""The quiet button on a quote that says: this is the right line. Draws and decides nothing."""

import streamlit as st

from rag.errors import RagError
from rag.types import Quote
from rag.web.state import language, service, words
from rag.web.texts import describe_problem


def right_line_button(quote: Quote, exchange_id: int) -> None:
    """A button that makes a test question of the exchange which expects this quote; pressed again, it takes it back."""
    is_right = service().quality.is_right(exchange_id, quote)
    st.button(
        words("right_line_kept" if is_right else "right_line"),
        icon=":material/check_circle:" if is_right else ":material/radio_button_unchecked:",
        type="tertiary",
        key=f"right_{exchange_id}_{quote.rank}",
        help=words("right_line_hint"),
        on_click=_toggle,
        args=(quote, exchange_id),
    )


def _toggle(quote: Quote, exchange_id: int) -> None:
    try:
        service().quality.toggle_right(exchange_id, quote)
    except RagError as error:
        st.toast(describe_problem(error.problem, language()))
