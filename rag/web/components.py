"""What several pages show: quotes, progress, problems. Draws and decides nothing."""

import time
from dataclasses import replace
from typing import Literal

import streamlit as st

from rag.languages import date_in_words
from rag.progress import IndexProgress, WorkerState
from rag.service import ARCHIVE_SUFFIX, SUFFIXES
from rag.types import Problem, Quote
from rag.web.literal import literal
from rag.web.state import SCROLLED_KEY, language, service, words
from rag.web.texts import describe_problem, time_code

READER_PAGE = "pages/reader.py"
_REFRESH_SECONDS = 1.0


def show_html(body: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Put HTML made by `rag.web.markup`, in which every foreign character is escaped, on the page."""
    st.html(body, width=width)


def run_script(script: str) -> None:
    """Run a script of `rag.web.markup`, which holds nothing foreign."""
    st.html(script, unsafe_allow_javascript=True)


def scroll_once(place: str, script: str) -> None:
    """Bring a place into view when it is first shown, not again while the reader looks elsewhere."""
    if st.session_state[SCROLLED_KEY] != place:
        st.session_state[SCROLLED_KEY] = place
        moment = time.monotonic_ns()  # the same script a second time would not be run
        run_script(script.replace("<script>", f"<script>/* {moment} */", 1))


def kinds() -> str:
    """The kinds of files that are read."""
    return ", ".join((*SUFFIXES, ARCHIVE_SUFFIX))


def problem_text(problem: Problem) -> str:
    """One sentence about a problem, in which no Markdown of what it names is live."""
    harmless = tuple((key, literal(value)) for key, value in problem.values)
    return describe_problem(replace(problem, values=harmless), language(), kinds=kinds())


def quote_place(quote: Quote) -> list[str]:
    """Who, which session, when, where: the parts that are known."""
    return [*session_place(quote), *place_inside(quote)]


def session_place(quote: Quote) -> list[str]:
    """Who, which session, when: the parts that are known."""
    parts = []
    if quote.person and quote.session:
        parts.append(words("session_of", person=quote.person, number=quote.session))
    if quote.date:
        parts.append(date_in_words(quote.date, language()))
    return parts


def place_inside(quote: Quote) -> list[str]:
    """At which time of the recording, if that is known, and in which file."""
    return [*([time_code(quote.time)] if quote.time is not None else []), quote.file_name]


def is_busy() -> bool:
    """Whether the indexing is at work."""
    return service().progress().state in (WorkerState.WORKING, WorkerState.PREPARING)


def refresh_seconds() -> float | None:
    """How often what the indexing does is redrawn; None while it does nothing."""
    return _REFRESH_SECONDS if is_busy() else None


def show_progress() -> None:
    """What the indexing does, redrawn while it works; nothing when there is nothing to tell."""
    st.fragment(_draw_progress, run_every=refresh_seconds())(is_busy())


def _draw_progress(was_busy: bool) -> None:
    progress = service().progress()
    if progress.state is WorkerState.BROKEN and progress.problem:
        st.error(problem_text(progress.problem))
    elif progress.state is WorkerState.PREPARING:
        st.progress(0.0, text=words("preparing_first"))
    elif progress.state is WorkerState.WORKING:
        st.progress(progress.share_done, text=_progress_text(progress))
    elif was_busy:
        st.rerun()


def _progress_text(progress: IndexProgress) -> str:
    parts = [words("progress_file", number=progress.file_number, count=progress.file_count)]
    if progress.passages_total:
        parts.append(words("progress_passages", done=progress.passages_done, total=progress.passages_total))
    if progress.words_per_second:
        parts.append(words("progress_pace", words=round(progress.words_per_second)))
    if progress.seconds_left is not None:
        parts.append(words("progress_left", time=time_code(progress.seconds_left)))
    return " · ".join(parts)
