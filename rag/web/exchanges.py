"""A question with what was understood, found and answered: how it looks. Draws and decides nothing."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from rag.progress import WorkerState
from rag.service import AnswerJob
from rag.types import Exchange, ExchangeState, Found, Quote
from rag.web import markup
from rag.web.actions import show_actions
from rag.web.answers import Slots, show_answer, show_searching
from rag.web.components import place_inside, quote_place, session_place, show_html
from rag.web.quote_card import show_quote
from rag.web.state import language, service
from rag.web.understood import show_coverage, show_understood
from rag.web.wording import counted

_SHOWN_QUOTES = 3


def show_exchange(exchange: Exchange, job: AnswerJob | None = None, *, is_locked: bool = False) -> Slots | None:
    """The answer to a question: what was understood, what was written, why nothing was, and the quotes.

    With a stop button while `job` is at work on it; then the places of the growing answer are given back. Searched
    anew, it shows what was found before until the search is done.
    """
    is_searching = exchange.state is ExchangeState.SEARCHING
    found = exchange.found
    if found:
        show_understood(
            found, exchange.wishes, str(exchange.id), lambda wishes: service().chats.ask_again(exchange.id, wishes),
            is_locked=is_locked or is_searching,
        )  # fmt: skip
    slots = None
    if is_searching:
        show_searching(waiting_for(), job)
    else:
        slots = show_answer(exchange, job)
    if exchange.answer:
        show_actions(exchange, is_locked=is_locked)
    if found:
        statements = exchange.answer.statements if exchange.answer else ()
        cited = [rank for statement in statements for rank in statement.citations]
        show_found(found, cited, exchange.id)
        show_coverage(found)
    if not exchange.answer:
        show_actions(exchange, is_locked=is_locked)
    return slots


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
