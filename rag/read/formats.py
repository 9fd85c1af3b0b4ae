"""What a format is: how its files are recognised by their content, and what reads them.

Text keeps its own characters as the source text; from documents, records and tables the text is taken out first.
The table of all formats is in `rag.read.reader`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.read.body import Body, Script


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text taken out of a document, and what the document's properties say."""

    text: str
    title: str | None = None
    made: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """Bytes of a program for documents; `extract` raises UnreadableFile and its kinds.

    `is_encoded_text` says that the bytes are text themselves, whose encoding may be in doubt.
    """

    name: str
    recognises: Callable[[bytes], bool]
    extract: Callable[[bytes], DocumentText]
    is_encoded_text: bool = False


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A JSON value of a known shape."""

    name: str
    recognises: Callable[[Any], bool]
    extract: Callable[[Any], Script]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """Comma or tab separated text of a known shape."""

    name: str
    recognises: Callable[[str], bool]
    extract: Callable[[str], Script]


@dataclass(frozen=True, slots=True)
class TextFormat:
    """Text of a known shape, whose lines keep their places in it."""

    name: str
    recognises: Callable[[str], bool]
    parse: Callable[[str], Body]
