"""Copying to the clipboard, and what is copied: an answer with its quotes, a quote with its source.

The script knows nothing of what it copies: a button carries its text as data, and one listener serves all buttons.
"""

from rag.service import ChatExport
from rag.types import Exchange, ExchangeState
from rag.web import markup
from rag.web.components import kinds, quote_place, run_script, show_html
from rag.web.state import language, words
from rag.web.texts import describe_problem


def offer_copying() -> None:
    """Let the copy buttons of the page work."""
    run_script(markup.COPY_SCRIPT)


def copy_button(text: str, name: str) -> None:
    """A small button, named so for help and screen readers, that copies a text."""
    show_html(markup.copy_button(text, name, words("copied"), words("copy_failed")), width="content")


def written_out() -> ChatExport:
    """What writes out chats, answers and quotes in the words of the interface."""
    return ChatExport(
        place=lambda quote: " · ".join(quote_place(quote)),
        notes=_notes,
        changed=words("source_changed"),
        unnamed=words("chat_unnamed"),
    )


def _notes(exchange: Exchange) -> list[str]:
    """What the page says of an exchange beside the answer."""
    notes = []
    is_refused = exchange.answer is not None and exchange.answer.is_refusal
    if exchange.found and exchange.found.quotes and (is_refused or not exchange.found.is_found):
        notes.append(words("not_found"))
    if exchange.problem:
        notes.append(describe_problem(exchange.problem, language(), kinds=kinds()))
    if exchange.state is ExchangeState.STOPPED:
        notes.append(words("stopped"))
    elif exchange.answer and exchange.answer.is_unfinished:
        notes.append(words("unfinished"))
    if exchange.answer and exchange.answer.unbacked:
        notes.append(words("unbacked_copied", statements=" ".join(item.text for item in exchange.answer.unbacked)))
    return notes
