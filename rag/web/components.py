"""What several pages show: quotes, answers, progress, problems. Draws and decides nothing."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from rag.languages import date_in_words
from rag.service import ARCHIVE_SUFFIX, SUFFIXES
from rag.types import Exchange, ExchangeState, Found, IndexProgress, Problem, Quote, WorkerState
from rag.web import markup
from rag.web.right_line import right_line_button
from rag.web.state import SCROLLED_KEY, language, service, words
from rag.web.texts import describe_problem, time_code

READER_PAGE = "pages/reader.py"
_SHOWN_QUOTES = 3
_REFRESH_SECONDS = 1.0
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:/@&])")


def show_html(body: str) -> None:
    """Put HTML made by `rag.web.markup`, in which every foreign character is escaped, on the page."""
    st.html(body)


def scroll_once(place: str, script: str) -> None:
    """Bring a place into view when it is first shown, not again while the reader looks elsewhere."""
    if st.session_state[SCROLLED_KEY] != place:
        st.session_state[SCROLLED_KEY] = place
        st.html(script, unsafe_allow_javascript=True)


def label(text: str) -> str:
    """A text of the user as a widget's label, in which no Markdown is live."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def kinds() -> str:
    """The kinds of files that are read."""
    return ", ".join((*SUFFIXES, ARCHIVE_SUFFIX))


def problem_text(problem: Problem) -> str:
    """One sentence about a problem."""
    return describe_problem(problem, language(), kinds=kinds())


def quote_place(quote: Quote) -> list[str]:
    """Who, which session, when, where: the parts that are known."""
    parts = []
    if quote.person and quote.session:
        parts.append(words("session_of", person=quote.person, number=quote.session))
    if quote.date:
        parts.append(date_in_words(quote.date, language()))
    if quote.time is not None:
        parts.append(time_code(quote.time))
    return [*parts, quote.file_name]


def show_quote(quote: Quote, exchange_id: int) -> None:
    """A card with the exact words and the way to them."""
    with st.container(border=True):
        show_html(markup.quote_place(quote.rank, quote_place(quote), exchange_id))
        show_html(markup.quote_body(quote))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                READER_PAGE,
                label=words("open_line"),
                icon=":material/menu_book:",
                query_params={
                    "transcript": str(quote.transcript_id),
                    "first": str(quote.first),
                    "last": str(quote.last),
                    "line": str(quote.focus),
                },
            )
            right_line_button(quote, exchange_id)


def show_quotes(found: Found, cited: Sequence[int], exchange_id: int) -> None:
    """The cited and the best quotes as cards, the others folded away."""
    shown = [quote for quote in found.quotes if quote.rank <= _SHOWN_QUOTES or quote.rank in cited]
    others = [quote for quote in found.quotes if quote not in shown]
    for quote in shown:
        show_quote(quote, exchange_id)
    if others:
        with st.expander(words("more_quotes") + f" ({len(others)})"):
            for quote in others:
                show_quote(quote, exchange_id)


def show_exchange(exchange: Exchange, on_stop: Callable[[], None] | None = None) -> None:
    """The answer to a question: what was written, why nothing was, and the quotes; a stop button while it grows."""
    if exchange.state is ExchangeState.SEARCHING:
        _show_work(_waiting_for(), on_stop)
        return
    answer, found = exchange.answer, exchange.found
    if found and not found.quotes:
        st.info(words("nothing_to_show"))
    elif found and not found.is_found:
        st.info(words("not_found"))
    if answer:
        show_html(markup.answer_body(answer, exchange.id))
    if exchange.state is ExchangeState.WRITING:
        _show_work("writing", on_stop)
    if exchange.problem:
        show_problem = st.warning if exchange.state is ExchangeState.FAILED else st.info
        show_problem(problem_text(exchange.problem))
    _show_notes(exchange)
    if found:
        cited = [rank for statement in answer.statements for rank in statement.citations] if answer else []
        show_quotes(found, cited, exchange.id)


def _waiting_for() -> str:
    if service().progress().state is WorkerState.PREPARING:
        return "preparing_first"
    return "searching" if service().is_searchable() else "waiting_first"


def _show_work(key: str, on_stop: Callable[[], None] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.status(words(key), type="compact", width=220)
        if on_stop:
            st.button(words("stop"), icon=":material/stop_circle:", key="stop", on_click=on_stop)


def _show_notes(exchange: Exchange) -> None:
    answer = exchange.answer
    if exchange.state is ExchangeState.STOPPED:
        st.caption(words("stopped"))
    if answer is None or exchange.state is ExchangeState.WRITING:
        return
    notes = [words("answered_by", model=label(answer.model))]
    if answer.is_unfinished and exchange.state is not ExchangeState.STOPPED:
        notes.append(words("unfinished"))
    if answer.counts.statements_unbacked and not answer.is_unfinished:
        notes.append(words("unbacked"))
    st.caption(" · ".join(notes))


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
