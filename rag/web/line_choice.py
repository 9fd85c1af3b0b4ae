"""Choosing the line that a question should lead to: among quotes, or by words of all transcripts."""

from collections.abc import Sequence

import streamlit as st

from rag.service import Span
from rag.types import Quote
from rag.web.components import quote_place
from rag.web.literal import literal
from rag.web.state import service, words

_SHOWN_CHARACTERS = 160


def choose_quote(quotes: Sequence[Quote], title: str, key: str) -> list[Span] | None:
    """The lines of the chosen quote; None while none is chosen."""
    texts = [_beginning(quote) for quote in quotes]
    chosen = st.radio(
        title,
        range(len(quotes)),
        index=None,
        format_func=texts.__getitem__,
        captions=[literal(" · ".join(quote_place(quote))) for quote in quotes],
        key=key,
    )
    return [span_of(quotes[chosen])] if chosen is not None and chosen < len(quotes) else None


def choose_by_words(key: str) -> list[Span] | None:
    """A line found by its words; None while none is chosen."""
    sought = st.text_input(
        words("line_words"), placeholder=words("line_words_hint"), icon=":material/search:", key=f"{key}_words"
    )
    if not sought.strip():
        return None
    found = service().quality.find_lines(sought)
    if not found:
        st.caption(words("line_none"))
        return None
    return choose_quote(found, words("line_found"), f"{key}_line_{sought}")


def span_of(quote: Quote) -> Span:
    """The lines that a quote shows."""
    return Span(quote.transcript_id, quote.first, quote.last)


def _beginning(quote: Quote) -> str:
    """The line of a quote that answers best, after who says it: a quote may hold the lines of several people."""
    lines = quote.text.split("\n")
    index = min(max(quote.focus - quote.first, 0), len(lines) - 1)
    text, speaker = lines[index], quote.speakers[index] if index < len(quote.speakers) else None
    number = f"{quote.rank} · " if quote.rank else ""
    said_by = f"{speaker}: " if speaker else ""
    shown = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS].rstrip()}…"
    return literal(f"{number}{said_by}{shown}")
