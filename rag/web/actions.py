"""The quiet row under an answer: copy it, answer again, change the question, thumbs. Draws and decides nothing."""

from dataclasses import replace

import streamlit as st

from rag.types import Exchange
from rag.web.copying import copy_button, written_out
from rag.web.feedback import show_thumbs, show_verdict
from rag.web.state import service, words

_EDITED_KEY = "edited_exchange"


def show_actions(exchange: Exchange, *, is_locked: bool) -> None:
    """What can be done with an exchange, once nothing is at work on it, and what follows from a thumb that points down.

    Locked while another question of the chat is being answered.
    """
    if service().chats.is_answering(exchange):
        return
    number = exchange.id
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, key=f"actions_{number}"
    ):  # fmt: skip
        if exchange.answer or (exchange.found and exchange.found.quotes):
            copy_button(written_out().answer(exchange), words("answer_copy"))
        st.button(
            words("answer_again"), icon=":material/refresh:", type="tertiary", key=f"again_{number}",
            help=words("answer_again"), disabled=is_locked, on_click=_answer_again, args=(exchange,),
        )  # fmt: skip
        st.button(
            words("question_edit"), icon=":material/edit:", type="tertiary", key=f"edit_{number}",
            help=words("question_edit"), disabled=is_locked, on_click=_edit, args=(number,),
        )  # fmt: skip
        show_thumbs(exchange)
    if st.session_state.get(_EDITED_KEY) == number:
        _form(exchange, is_locked=is_locked)
    show_verdict(exchange)


def _answer_again(exchange: Exchange) -> None:
    service().quality.set_feedback(exchange.id, None)  # it was about the answer that goes
    service().chats.ask_again(exchange.id, exchange.wishes)


def _edit(exchange_id: int | None) -> None:
    st.session_state[_EDITED_KEY] = exchange_id


def _form(exchange: Exchange, *, is_locked: bool) -> None:
    key = f"edited_{exchange.id}"
    with st.container(border=True):
        question = st.text_area(
            words("question_edit"), value=exchange.question, key=key, height="content",
            max_chars=service().settings.max_question_characters,
        ).strip()  # fmt: skip
        st.caption(words("question_edit_hint"))
        with st.container(horizontal=True):
            st.button(
                words("question_ask"), type="primary", key=f"{key}_ask", disabled=is_locked or not question,
                on_click=_ask_instead, args=(exchange, key),
            )  # fmt: skip
            st.button(words("cancel"), type="tertiary", key=f"{key}_cancel", on_click=_edit, args=(None,))


def _ask_instead(exchange: Exchange, key: str) -> None:
    """Ask what stands in the field now, which may be newer than what the form was drawn with."""
    question = str(st.session_state[key]).strip()
    if not question:
        return
    _edit(None)
    whole = service().understanding(question, replace(exchange.wishes, without=(), people=()))
    service().chats.ask_instead(exchange.id, question, whole)
