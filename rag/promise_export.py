"""Promises as a Markdown file, to tick off elsewhere. Pure; knows no interface texts and not where promises are kept.

As in a chat that is written out, nothing of transcripts or models is live.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.chat_export import as_quotation, without_markup
from rag.types import Quote


@dataclass(frozen=True, slots=True)
class ListedPromise:
    """A promise as it stands in the list: under which heading, its exact words and their place.

    `wording` is what a model says was promised, or None.
    """

    heading: str
    quote: Quote
    place: str
    wording: str | None
    is_done: bool


def promises_as_markdown(title: str, chosen: str, promises: Sequence[ListedPromise]) -> str:
    """The promises in their order as a list with boxes, a heading for each session; `chosen` says which they are."""
    parts = [f"# {without_markup(title)}", without_markup(chosen)]
    for (_, heading), group in groupby(promises, key=lambda promise: (promise.quote.transcript_id, promise.heading)):
        parts.append(f"## {without_markup(heading)}")
        parts += [_item(promise) for promise in group]
    return "\n\n".join(parts) + "\n"


def _item(promise: ListedPromise) -> str:
    told = [without_markup(part) for part in (promise.wording, promise.place) if part]
    inside = "\n\n".join(["  \n".join(told), as_quotation(promise.quote)]).replace("\n", "\n  ")
    return f"- [{'x' if promise.is_done else ' '}] {inside}"
