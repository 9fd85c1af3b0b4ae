"""Printed documents (.pdf) to text, by pypdf. Knows nothing of transcripts.

pypdf bounds each stream and each page tree; here the whole file is bounded too, by counting the drawing operations
that are carried out, because forms can call forms.
"""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit, ScanWithoutText, UnreadableFile
from rag.read.formats import DocumentText
from rag.read.layout import MAX_TEXT_CHARACTERS, plausible_day, plausible_title, write_text
from rag.read.page_text import lines_of_pages

MAX_PAGES = 5_000
MAX_OPERATIONS = 3_000_000
MAX_OPERATIONS_A_PAGE = 100_000

_SIGNATURE_WITHIN = 1024
_SIGNATURE = re.compile(rb"%PDF-\d\.\d")
_START_SIGNATURE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}%PDF")
_LOCKED = b"/Encrypt"
_LIMITS: Mapping[str, Any] = {
    "maximum_declared_stream_length": 50_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 200_000,
    "brotli_maximum_output_length": 20_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "page_tree_maximum_entries": 2 * MAX_PAGES,
    "jbig2dec_binary": None,
}
_MAX_CROSS_REFERENCES = 1_000_000
_EDGE_LINES = 2
_PRINTED_AT = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}:\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s.{0,500})?", re.DOTALL
)
_PRINTED_FROM = re.compile(r"(?:https?://|(?:fi|\ufb01)le:///)\S{1,2000}\s\d{1,4}/\d{1,4}")


def recognises(data: bytes) -> bool:
    """Whether the bytes are a PDF, whatever their name; some programs write a few bytes of their own before it."""
    inside = _SIGNATURE.search(data, 0, _SIGNATURE_WITHIN)
    return bool(_START_SIGNATURE.match(data)) or (inside is not None and b" obj" in data)


def extract(data: bytes) -> DocumentText:
    """The text of the pages in order.

    Raises DamagedFile, PasswordProtected, ScanWithoutText and ReadingLimit.
    """
    with _faults_translated(is_locked=_LOCKED in data):
        import pypdf

        reader = pypdf.PdfReader(io.BytesIO(data), xref_stream_maximum_entries=_MAX_CROSS_REFERENCES)
        _unlock(reader)
        pages = _texts(reader)
        title, made = _properties(reader)
    lines = lines_of_pages(pages)
    if not any(character.isalnum() for line in lines for character in line):
        raise ScanWithoutText(f"There is no text in the {len(pages)} pages of the document.")
    return DocumentText(write_text(lines), title, made)


class _Budget:
    """Counts drawing operations. Called by pypdf before each; raises ReadingLimit."""

    def __init__(self) -> None:
        self._left = MAX_OPERATIONS
        self._left_of_page = 0

    def start_page(self) -> None:
        self._left_of_page = MAX_OPERATIONS_A_PAGE

    def __call__(self, *_: object) -> None:
        self._left -= 1
        self._left_of_page -= 1
        if self._left < 0 or self._left_of_page < 0:
            raise ReadingLimit("The pages of the document draw more than any text needs.")


def _texts(reader: Any) -> list[str]:
    if len(reader.pages) > MAX_PAGES:
        raise ReadingLimit(f"The document has {len(reader.pages)} pages, at most {MAX_PAGES} are read.")
    if not len(reader.pages):
        raise DamagedFile("The document has no pages.")
    texts: list[str] = []
    length = 0
    budget = _Budget()
    for page in reader.pages:
        budget.start_page()
        texts.append(_without_browser_marks(page.extract_text(visitor_operand_before=budget)))
        length += len(texts[-1])
        if length > MAX_TEXT_CHARACTERS:
            raise ReadingLimit(f"The document holds more than {MAX_TEXT_CHARACTERS} characters.")
    return texts


def _without_browser_marks(page: str) -> str:
    """The page without the day, title and address that a browser prints around it; one alone may have been said."""
    lines = page.splitlines()
    edges = {*range(len(lines))[:_EDGE_LINES], *range(len(lines))[-_EDGE_LINES:]}
    marks = [
        {index for index in edges if pattern.fullmatch(lines[index].strip())}
        for pattern in (_PRINTED_AT, _PRINTED_FROM)
    ]
    if not all(marks):
        return page
    return "\n".join(line for index, line in enumerate(lines) if index not in set.union(*marks))


def _unlock(reader: Any) -> None:
    """Open a document that is locked with an empty password. Raises PasswordProtected."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise PasswordProtected("The document is locked with a password.")


def _properties(reader: Any) -> tuple[str | None, date | None]:
    properties = reader.metadata or {}
    written = [_text(properties.get(key)) for key in ("/CreationDate", "/ModDate")]
    days = (plausible_day(text.strip().removeprefix("D:")) for text in written)
    return plausible_title(_text(properties.get("/Title"))), next(filter(None, days), None)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@contextmanager
def _faults_translated(*, is_locked: bool) -> Iterator[None]:
    """Any fault of pypdf, which leaves it to its user to catch whatever a broken file raises, as one of ours."""
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        with pypdf.apply_configuration(**_LIMITS):
            yield
    except UnreadableFile:
        raise
    except (LimitReachedError, MemoryError, RecursionError) as error:
        raise ReadingLimit(f"The document is too heavy to read: {error}") from error
    except Exception as error:
        if is_locked and isinstance(error, DependencyError | FileNotDecryptedError | NotImplementedError):
            raise PasswordProtected("The document is locked in a way that cannot be opened.") from error
        raise DamagedFile(f"The document is damaged: {type(error).__name__}") from error
