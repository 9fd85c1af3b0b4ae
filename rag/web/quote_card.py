"""A quote as a card: where it stands, the exact words, and what can be done with it. Draws and decides nothing."""

from collections.abc import Sequence

import streamlit as st

from rag.types import Quote
from rag.web import markup
from rag.web.components import READER_PAGE, show_html
from rag.web.copying import copy_button, written_out
from rag.web.right_line import right_line_button
from rag.web.state import words


def show_quote(quote: Quote, exchange_id: int | None, place: Sequence[str]) -> None:
    """A card with the exact words and the way to them; without an exchange it cannot be marked as right.

    Words that the newer version of a transcript does not hold cannot either: there is no line to expect.
    """
    with st.container(border=True):
        show_html(markup.quote_place(quote.rank, place, exchange_id))
        show_html(markup.quote_body(quote))
        if quote.is_changed:
            show_html(markup.note(words("source_changed")))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                READER_PAGE, label=words("open_line"), icon=":material/menu_book:", query_params=_address(quote)
            )
            copy_button(written_out().quote(quote), words("copy_quote"))
            if exchange_id is not None and not quote.is_changed:
                right_line_button(quote, exchange_id)


def _address(quote: Quote) -> dict[str, str]:
    """Where the words stand; the beginning of a transcript that does not hold them any more."""
    if quote.is_changed:
        return {"transcript": str(quote.transcript_id)}
    return {
        "transcript": str(quote.transcript_id),
        "first": str(quote.first),
        "last": str(quote.last),
        "line": str(quote.focus),
    }
