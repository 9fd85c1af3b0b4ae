"""The summary of a session in the reader: asking for it, how far it is, its statements with the ways to their lines."""

import streamlit as st

from rag.progress import Stage, WritingProgress
from rag.service import SummaryJob
from rag.types import Answer, Transcript
from rag.web import markup
from rag.web.components import show_html
from rag.web.literal import literal
from rag.web.model_work import show_problem
from rag.web.state import SCROLLED_KEY, language, service, words
from rag.web.texts import time_code

_REDRAW_SECONDS = 0.5


def show_summary(transcript: Transcript) -> None:
    """What a model says about a session in five statements, or the way to have that written."""
    job = service().summaries.job(transcript.id)
    if job and job.is_running:
        st.fragment(_show_work, run_every=_REDRAW_SECONDS)(job)
        return
    kept = service().summaries.find(transcript.id, language())
    if kept:
        with st.expander(words("summary"), icon=":material/summarize:", expanded=True, key="summary_shown"):
            _show_statements(transcript, kept.answer)
    else:
        _begin_button("summary", ":material/summarize:", transcript)
    if job and job.problem:
        show_problem(job.problem)


def _begin_button(key: str, icon: str, transcript: Transcript) -> None:
    st.button(words(key), icon=icon, key=key, on_click=service().summaries.begin, args=(transcript.id, language()))


def _show_work(job: SummaryJob) -> None:
    if not job.is_running:
        st.rerun()
    text, share = _progress(job.progress)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, text=text)
        st.button(words("stop"), icon=":material/stop_circle:", key="summary_stop", on_click=job.stop)


def _progress(progress: WritingProgress | None) -> tuple[str, float]:
    """How far the model is, in words and as a share."""
    if progress and progress.stage is Stage.WRITING:
        return words("summary_writing"), 1.0
    if progress is None or not progress.parts:
        return words("summary_loading"), 0.0
    return words("summary_reading", done=progress.part, total=progress.parts), progress.part / progress.parts


def _show_statements(transcript: Transcript, answer: Answer) -> None:
    with st.container(gap="xxsmall"):
        for number, statement in enumerate(answer.statements, start=1):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"summary_{number}"):
                show_html(markup.plain(f"{number}. {statement.text}"))
                for line in statement.citations:
                    _line_button(transcript.id, line, number)
    notes = [words("summary_by", model=literal(answer.model))]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join([*notes, words("summary_unfinished")] if answer.is_unfinished else notes))
        _begin_button("summary_again", ":material/refresh:", transcript)


def _line_button(transcript_id: int, line: int, number: int) -> None:
    """The way to a line that a statement rests on."""
    segments = service().extract(transcript_id, line, line).segments
    if not segments:
        return
    time = segments[0].start_time
    st.button(
        time_code(time) if time is not None else words("summary_line", number=line),
        key=f"summary_line_{number}_{line}", type="tertiary", icon=":material/format_quote:", help=words("open_line"),
        on_click=_go_to, args=(line,),
    )  # fmt: skip


def _go_to(line: int) -> None:
    """Let the reader show a line, whatever was sought or shown before."""
    st.session_state["reader_find"] = ""
    st.session_state[SCROLLED_KEY] = None
    for parameter in ("first", "last", "line"):
        st.query_params[parameter] = str(line)
    st.query_params.pop("from", None)
