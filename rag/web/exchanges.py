"""A question with what was understood, found and answered: how it looks. Draws and decides nothing."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from rag.types import Exchange, ExchangeState, Found, Quote, WorkerState
from rag.web import markup
from rag.web.components import label, place_inside, problem_text, quote_place, session_place, show_html, show_quote
from rag.web.state import language, service, words
from rag.web.understood import show_coverage, show_understood
from rag.web.wording import counted

_SHOWN_QUOTES = 3


def show_exchange(exchange: Exchange, on_stop: Callable[[], None] | None = None, *, is_locked: bool = False) -> None:
    """The answer to a question: what was understood, what was written, why nothing was, and the quotes.

    With a stop button while it grows. Searched anew, it shows what was found before until the search is done.
    """
    is_searching = exchange.state is ExchangeState.SEARCHING
    found = exchange.found
    if found:
        show_understood(
            found, exchange.wishes, str(exchange.id), lambda wishes: service().chats.ask_again(exchange.id, wishes),
            is_locked=is_locked or is_searching,
        )  # fmt: skip
    if is_searching:
        _show_work(waiting_for(), on_stop)
    else:
        _show_answer(exchange, on_stop)
    if found:
        statements = exchange.answer.statements if exchange.answer else ()
        cited = [rank for statement in statements for rank in statement.citations]
        show_found(found, cited, exchange.id)
        show_coverage(found)


def show_found(found: Found, cited: Sequence[int], exchange_id: int | None, shown: int = _SHOWN_QUOTES) -> None:
    """The quotes as cards: those of a wide question by session, else the best ones with the others folded away."""
    if found.is_wide:
        for quotes in by_session(found.quotes):
            _show_session(quotes, cited, exchange_id)
    else:
        best = [quote for quote in found.quotes if quote.rank <= shown or quote.rank in cited]
        _show_cards(best, [quote for quote in found.quotes if quote not in best], exchange_id, quote_place)


def by_session(quotes: Sequence[Quote]) -> list[list[Quote]]:
    """The quotes of each transcript, the newest session last; those without a date come first."""
    sessions: dict[int, list[Quote]] = {}
    for quote in quotes:
        sessions.setdefault(quote.transcript_id, []).append(quote)
    return sorted(sessions.values(), key=lambda held: (held[0].date or date.min, held[0].session or 0, held[0].rank))


def waiting_for() -> str:
    """What a search waits for, as the key of a text."""
    if service().progress().state is WorkerState.PREPARING:
        return "preparing_first"
    return "searching" if service().is_searchable() else "waiting_first"


def _show_answer(exchange: Exchange, on_stop: Callable[[], None] | None) -> None:
    found = exchange.found
    if found and not found.quotes:
        st.info(words("nothing_to_show"))
    elif found and not found.is_found:
        st.info(words("not_found"))
    if exchange.answer:
        show_html(markup.answer_body(exchange.answer, exchange.id))
    if exchange.state is ExchangeState.WRITING:
        _show_work("writing", on_stop)
    if exchange.problem:
        show_problem = st.warning if exchange.state is ExchangeState.FAILED else st.info
        show_problem(problem_text(exchange.problem))
    _show_notes(exchange)


def _show_session(quotes: Sequence[Quote], cited: Sequence[int], exchange_id: int | None) -> None:
    first, *_ = quotes
    heading = session_place(first) or [first.title]
    show_html(markup.group_heading(" · ".join(heading), counted("quote_count", len(quotes), language())))
    shown = [quote for quote in quotes if quote is first or quote.rank in cited]
    _show_cards(shown, [quote for quote in quotes if quote not in shown], exchange_id, place_inside)


def _show_cards(
    shown: Sequence[Quote],
    folded: Sequence[Quote],
    exchange_id: int | None,
    place_of: Callable[[Quote], list[str]],
) -> None:
    for quote in shown:
        show_quote(quote, exchange_id, place_of(quote))
    if not folded:
        return
    key = f"more_{exchange_id or 'search'}_{folded[0].rank}"
    fold = st.expander(counted("further_quotes", len(folded), language()), type="compact", key=key, on_change="rerun")
    if fold.open:  # what nobody has unfolded costs nothing
        with fold:
            for quote in folded:
                show_quote(quote, exchange_id, place_of(quote))


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
