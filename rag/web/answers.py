"""A written answer while it grows and when it is done: its words, how far the model is, why there is none."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.progress import WritingProgress
from rag.service import AnswerJob
from rag.types import Exchange, ExchangeState
from rag.web import markup
from rag.web.components import problem_text, show_html
from rag.web.literal import literal
from rag.web.model_work import show_problem
from rag.web.state import language, words
from rag.web.wording import stage_in_words

_FOLLOWED_SECONDS = 0.25
"""How long one run of a fragment follows the model's words; the next one begins soon after."""
_STATUS_WIDTH = 260


class Slots:
    """The places of an answer that grows: its words, and how far the model is."""

    def __init__(self) -> None:
        self._body = st.empty()
        with st.container(horizontal=True, vertical_alignment="center"):
            self._status = st.empty()
            self._button = st.container(width="content")
        self._shown: tuple[object, str] = (None, "")

    def show(self, job: AnswerJob) -> None:
        """The answer as far as it is written."""
        exchange, status = job.exchange, _status(job.progress)
        if exchange.answer is not self._shown[0] and exchange.answer:
            with self._body.container():
                show_html(markup.answer_body(exchange.answer, exchange.id))
        if status != self._shown[1]:
            _show_status(self._status, status)
        self._shown = (exchange.answer, status)

    def stop_button(self, job: AnswerJob) -> None:
        """The way to end the writing with what there is."""
        with self._button:
            stop_button(job)


def stop_button(job: AnswerJob) -> None:
    """The way to end the work on a question with what there is."""
    st.button(words("stop"), icon=":material/stop_circle:", key="stop", on_click=job.stop)


def show_searching(key: str, job: AnswerJob | None) -> None:
    """That a question is being searched, or what it waits for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.status(words(key), type="compact", width=_STATUS_WIDTH)
        if job:
            stop_button(job)


def show_answer(exchange: Exchange, job: AnswerJob | None) -> Slots | None:
    """What was written, or why nothing was; the places of the answer while it grows."""
    found, answer = exchange.found, exchange.answer
    if found and not found.quotes and not exchange.problem:
        st.info(words("nothing_to_show"))
    elif found and found.quotes and (not found.is_found or (answer and answer.is_refusal)):
        st.info(words("not_found"))
    if exchange.state is ExchangeState.WRITING and job:
        slots = Slots()
        slots.show(job)
        slots.stop_button(job)
        return slots
    if answer and not answer.is_refusal:
        show_html(markup.answer_body(answer, exchange.id))
    if exchange.problem and exchange.state is ExchangeState.FAILED:
        st.warning(problem_text(exchange.problem))
    elif exchange.problem:
        show_problem(exchange.problem)
    _show_notes(exchange)
    return None


def follow(job: AnswerJob, slots: Slots) -> None:
    """Show the words of the model as they come, for a moment; ends at once when there is more to draw than words."""
    found = job.exchange.found
    deadline = time.monotonic() + _FOLLOWED_SECONDS
    seen = -1
    while job.is_running and job.exchange.found is found and (left := deadline - time.monotonic()) > 0:
        seen = job.wait_for_change(seen, left)
        slots.show(job)


def _status(progress: WritingProgress | None) -> str:
    return stage_in_words(progress, time.monotonic(), language())


def _show_status(place: DeltaGenerator, text: str) -> None:
    with place.container():
        st.status(text, type="compact", width=_STATUS_WIDTH)


def _show_notes(exchange: Exchange) -> None:
    answer, found = exchange.answer, exchange.found
    if exchange.state is ExchangeState.STOPPED:
        st.caption(words("stopped"))
    if answer is None or exchange.state is ExchangeState.WRITING:
        return
    notes = [words("answered_by", model=literal(answer.model))]
    if found and answer.counts.quotes_offered < len(found.quotes):
        notes.append(words("quotes_read", read=answer.counts.quotes_offered, count=len(found.quotes)))
    if answer.is_unfinished and exchange.state is not ExchangeState.STOPPED:
        notes.append(words("unfinished"))
    if answer.counts.quotation_marks_removed:
        notes.append(words("quotation_marks_removed"))
    if answer.unbacked:
        notes.append(words("unbacked"))
    st.caption(" · ".join(notes))
