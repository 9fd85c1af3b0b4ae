"""A chat as a Markdown file, an answer and a quote as plain text. Pure; knows no interface texts.

In the Markdown nothing of transcripts, questions or models is live: every character that could begin markup is
escaped, and what viewers would make a link of by themselves stands as code.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.types import Exchange, Quote

_MARKUP = re.compile(r"([\\`*_\[\]<>{}&|~$!#^=%])")
_LINE_START = re.compile(r"^([-+:]|\d{1,9}(?=[.)]))")
_INNER_DOT = re.compile(r"\.(?=\w)")
_LINK = re.compile(r"@|://|www\.|mailto:|xmpp:", re.IGNORECASE)
_BAD_IN_NAMES = re.compile(r"[^\w\s-]+")
_RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_MOST_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class ChatExport:
    """Writes out exchanges with the words of an interface.

    `place` says where a quote stands, `notes` what is to be said of an exchange beside its answer, `changed` that the
    source of a quote has changed; `unnamed` is the name of a file whose chat has no usable one.
    """

    place: Callable[[Quote], str]
    notes: Callable[[Exchange], Sequence[str]]
    changed: str
    unnamed: str

    def markdown(self, title: str, exchanges: Sequence[Exchange]) -> str:
        """The whole chat as Markdown: questions, answers, and the quotes in full with their places."""
        parts = [f"# {without_markup(title)}"]
        for exchange in exchanges:
            parts.append(f"## {without_markup(exchange.question)}")
            parts.append(_paragraphs(_written(exchange)))
            parts += [f"*{without_markup(note)}*" for note in self.notes(exchange)]
            parts += [self._quote_as_markdown(quote) for quote in _told(exchange)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def answer(self, exchange: Exchange) -> str:
        """A question with its answer, what is to be said of it, and the quotes it rests on, as plain text."""
        parts = [exchange.question, _written(exchange), *self.notes(exchange)]
        parts += [f"[{quote.rank}] {self.quote(quote)}" for quote in _told(exchange)]
        return "\n\n".join(part for part in parts if part)

    def quote(self, quote: Quote) -> str:
        """A quote with its place as plain text."""
        lines = "\n".join(f"{speaker}: {line}" if speaker else line for speaker, line in _lines(quote))
        return f"«{lines}»\n— {' · '.join(self._origin(quote))}"

    def file_name(self, title: str) -> str:
        """A name for the file of a chat that every system takes."""
        words = _BAD_IN_NAMES.sub(" ", unicodedata.normalize("NFC", title))
        name = " ".join(words.split())[:_MOST_NAME_CHARACTERS].strip(" -_")
        return f"{self.unnamed if not name or _RESERVED_NAMES.fullmatch(name) else name}.md"

    def _quote_as_markdown(self, quote: Quote) -> str:
        place = without_markup(" · ".join(self._origin(quote)))
        return f"{without_markup(f'[{quote.rank}]')} {place}\n\n{as_quotation(quote)}"

    def _origin(self, quote: Quote) -> list[str]:
        return [self.place(quote), *([self.changed] if quote.is_changed else [])]


def as_quotation(quote: Quote) -> str:
    """The words of a quote with who says them, as a block quotation of Markdown."""
    lines = [
        f"**{without_markup(speaker)}:** {without_markup(line)}" if speaker else without_markup(line)
        for speaker, line in _lines(quote)
    ]
    return "  \n".join(f"> {line}" for line in lines)


def without_markup(line: str) -> str:
    """A line for Markdown, its white space folded, in which nothing is markup.

    Addresses stand as code, for some viewers link them however they are escaped.
    """
    words = (_as_code(word) if _LINK.search(word) else _escaped_word(word) for word in line.split())
    return _LINE_START.sub(_kept_from_beginning, " ".join(words))


def _written(exchange: Exchange) -> str:
    """The words of the answer; none of one that refuses, whatever it says instead."""
    return exchange.answer.text if exchange.answer and not exchange.answer.is_refusal else ""


def _told(exchange: Exchange) -> list[Quote]:
    """The quotes that the answer cites; all that were found where it cites none."""
    found = exchange.found.quotes if exchange.found else ()
    statements = exchange.answer.statements if exchange.answer else ()
    cited = {rank for statement in statements for rank in statement.citations}
    return [quote for quote in found if quote.rank in cited] or list(found)


def _lines(quote: Quote) -> list[tuple[str | None, str]]:
    """The lines of a quote, the speaker beside the first of each run."""
    lines: list[tuple[str | None, str]] = []
    previous = None
    for index, line in enumerate(quote.text.split("\n")):
        speaker = quote.speakers[index] if index < len(quote.speakers) else None
        lines.append((speaker if speaker != previous else None, line))
        previous = speaker
    return lines


def _paragraphs(text: str) -> str:
    """A text of several lines, its breaks and paragraphs kept."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(line.strip() for line in text.strip().splitlines()))
    return "\n\n".join("  \n".join(without_markup(line) for line in part.splitlines()) for part in paragraphs)


def _escaped_word(word: str) -> str:
    return _INNER_DOT.sub(r"\\.", _MARKUP.sub(r"\\\1", word))


def _kept_from_beginning(start: re.Match[str]) -> str:
    """The beginning of a line that would make it an item of a list."""
    return f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}"


def _as_code(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"
