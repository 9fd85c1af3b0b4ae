"""The page as which Telegram saves a chat (`messages.html`), as the lines of messages copied out of Telegram.

Walks the elements of a page that is parsed already. Knows nothing of the package that parses pages, nor of files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_MOMENT = re.compile(r"(\d{1,2}\.\d{1,2}\.\d{4}) (\d{1,2}:\d{2}(?::\d{2})?)(?!\d)")
_BRACKETS = re.compile(r"[\[\]]")
_MAX_NAME_CHARACTERS = 80
_HEADER, _HISTORY, _MESSAGE = "page_header", "history", "message"
_NAME, _FORWARDED, _DATE, _TEXT = "from_name", "forwarded", "date", "text"


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The name of a chat, and its messages: `Name, [14.10.2025 18:01:05]` above the words of each."""

    title: str | None
    lines: tuple[str, ...]


def read_chat_page(page: Any, words_of: Callable[[Any], str]) -> ChatPage | None:
    """The messages of a saved chat, None for any other page; `words_of` gives the text that an element shows."""
    messages = [message for history in _outermost(page, _HISTORY) for message in _outermost(history, _MESSAGE)]
    lines = tuple(_lines(messages, words_of))
    if not lines:
        return None
    titles = (words_of(text) for header in _outermost(page, _HEADER) for text in _outermost(header, _TEXT))
    return ChatPage(next(titles, None), lines)


def _lines(messages: list[Any], words_of: Callable[[Any], str]) -> Iterator[str]:
    """The lines of all messages with words; one that is joined to the message above it is of the same sender."""
    name = ""
    for message in messages:
        name = _sender(message) or name
        moments = (_MOMENT.match(str(date.get("title", ""))) for date in _outermost(message, _DATE))
        moment = next(filter(None, moments), None)
        words = [line for text in _outermost(message, _TEXT) for line in words_of(text).split("\n")]
        if name and moment and any(words):
            yield from (f"{name}, [{moment[1]} {moment[2]}]", *words, "")


def _sender(message: Any) -> str:
    """The name above a message, without the bot that it was sent by; a forwarded message bears its author's name."""
    for found in _outermost(message, _NAME, _FORWARDED):
        if _NAME in _classes(found):
            name = "".join(child for child in found.contents if isinstance(child, str))
            return " ".join(_BRACKETS.sub(" ", name).split())[:_MAX_NAME_CHARACTERS].rstrip()
    return ""


def _outermost(root: Any, *wanted: str) -> Iterator[Any]:
    """The elements of these classes below an element in order, those within one another left out."""
    left = _children(root)[::-1]
    while left:
        element = left.pop()
        if _classes(element).isdisjoint(wanted):
            left.extend(reversed(_children(element)))
        else:
            yield element


def _children(element: Any) -> list[Any]:
    return [child for child in element.contents if hasattr(child, "contents")]


def _classes(element: Any) -> frozenset[str]:
    return frozenset(element.get_attribute_list("class"))
