"""What the user thinks of an answer: thumbs under it and, after thumbs down, which line would have been right."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from rag.errors import RagError
from rag.service import Feedback, Reason, Span
from rag.types import Exchange, ExchangeState, Found, Quote
from rag.web.components import problem_text
from rag.web.line_choice import choose_by_words, choose_quote
from rag.web.state import service, words

QUALITY_PAGE = "pages/quality.py"
_FORM_KEY = "feedback_form"
_FINISHED = (ExchangeState.DONE, ExchangeState.STOPPED)
_NOTE = "note"

Choice = Callable[[Found, str], list[Span] | None]
_WAYS: Mapping[str, Choice] = {
    "shown": lambda found, key: choose_quote(_still_there(found), words("line_shown"), f"{key}_shown"),
    "words": lambda _, key: choose_by_words(key),
    "absent": lambda *_: [],
    _NOTE: lambda *_: [],
}
"""What each answer to the question for the right line goes on with: the lines, or None while none is chosen."""


def show_thumbs(exchange: Exchange) -> None:
    """Thumbs for a finished exchange that shows quotes."""
    if not _can_be_rated(exchange):
        return
    known = service().quality.feedback(exchange.id)
    key = f"thumbs_{exchange.id}"
    st.session_state[key] = int(known.is_good) if known else None
    with st.container(width="content", key=f"rate_{exchange.id}"):
        st.caption(words("feedback_ask"), width="content")
    st.feedback("thumbs", key=key, on_change=_rate, args=(exchange.id, key))


def show_verdict(exchange: Exchange) -> None:
    """What follows from a thumb that points down."""
    known = service().quality.feedback(exchange.id) if _can_be_rated(exchange) else None
    if known is None or known.is_good or exchange.found is None:
        return
    if st.session_state.get(_FORM_KEY) == exchange.id:
        _form(exchange, exchange.found)
    else:
        _what_is_kept(exchange)


def _can_be_rated(exchange: Exchange) -> bool:
    return exchange.state in _FINISHED and exchange.found is not None and bool(exchange.found.quotes)


def _still_there(found: Found) -> list[Quote]:
    """The quotes whose words their transcripts still hold."""
    return [quote for quote in found.quotes if not quote.is_changed]


def _rate(exchange_id: int, key: str) -> None:
    value = st.session_state[key]
    service().quality.set_feedback(exchange_id, None if value is None else Feedback(is_good=bool(value)))
    st.session_state[_FORM_KEY] = exchange_id if value == 0 else None


def _form(exchange: Exchange, found: Found) -> None:
    key = f"wrong_{exchange.id}"
    reasons = {reason: words(f"reason_{reason}") for reason in Reason}
    ways = {way: words(f"way_{way}") for way in _WAYS}
    with st.container(border=True, key=key):
        reason = st.pills(words("feedback_reason"), list(reasons), format_func=reasons.__getitem__, key=f"{key}_reason")
        way = st.radio(words("feedback_which"), list(ways), index=None, format_func=ways.__getitem__, key=f"{key}_way")
        expected = _WAYS[way](found, key) if way else None
        with st.container(horizontal=True):
            st.button(
                words("save"), type="primary", key=f"{key}_save", disabled=expected is None,
                on_click=_save, args=(exchange.id, way, expected or [], reason),
            )  # fmt: skip
            st.button(words("cancel"), key=f"{key}_cancel", type="tertiary", on_click=_open_form, args=(None,))


def _save(exchange_id: int, way: str, expected: Sequence[Span], reason: Reason | None) -> None:
    quality = service().quality
    try:
        if way == _NOTE:
            quality.set_feedback(exchange_id, Feedback(is_good=False, reason=reason))
        else:
            quality.save_as_wrong(exchange_id, expected, reason)
    except RagError as error:
        st.toast(problem_text(error.problem))
    _open_form(None)


def _open_form(exchange_id: int | None) -> None:
    st.session_state[_FORM_KEY] = exchange_id


def _what_is_kept(exchange: Exchange) -> None:
    question = service().quality.question_of(exchange.id)
    kept = "feedback_noted"
    if question:
        kept = "feedback_kept" if question.is_answerable else "feedback_absent_kept"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words(kept), width="content")
        st.button(
            words("feedback_change" if question else "feedback_more"), type="tertiary",
            key=f"wrong_{exchange.id}_open", on_click=_open_form, args=(exchange.id,),
        )  # fmt: skip
        if question:
            st.page_link(QUALITY_PAGE, label=words("quality_to_page"), icon=":material/fact_check:")
