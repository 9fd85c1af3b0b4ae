"""Documents of LibreOffice (.odt) to text.

Their text is one XML part, so it is read through the same guard as a document of Word; odfpy would parse every part of
the archive with no limit, and nobody maintains it. Knows nothing of transcripts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.errors import DamagedFile, PasswordProtected
from rag.read.formats import DocumentText
from rag.read.layout import plausible_day, plausible_title, write_text
from rag.read.office_archive import OfficeArchive, media_type
from rag.read.table_rows import TableRows

_MEDIA_TYPE = re.compile(r"application/vnd\.oasis\.opendocument\.text(?:-template|-master)?")
_CONTENT, _PROPERTIES, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_LOCKED_PARTS = frozenset({"encrypted-package"})
_LOCKED_MARK = b"encryption-data"

_LEFT_OUT = frozenset({
    "tracked-changes", "note", "annotation", "annotation-end", "hidden-text", "hidden-paragraph", "ruby-text", "forms",
    "sequence-decls", "variable-decls", "user-field-decls", "title", "desc", "table-columns", "table-column",
    "table-of-content", "event-listeners",
})  # fmt: skip
_CHARACTERS: Mapping[str, str] = {"tab": "\t", "line-break": "\n"}
_MAX_SPACES = 100
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class _Paragraph:
    """The characters of a paragraph, and the text boxes that are anchored in it."""

    characters: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


def recognises(data: bytes) -> bool:
    """Whether the bytes are an OpenDocument text, whatever its name."""
    return bool(_MEDIA_TYPE.fullmatch(media_type(data)))


def extract(data: bytes) -> DocumentText:
    """The text of the document as it would be read with all changes accepted.

    Raises DamagedFile, PasswordProtected and ReadingLimit.
    """
    archive = OfficeArchive(data)
    is_locked = _MANIFEST in archive.names and _LOCKED_MARK in archive.part(_MANIFEST)
    if is_locked or archive.names & _LOCKED_PARTS:
        raise PasswordProtected("The document is locked with a password.")
    if _CONTENT not in archive.names:
        raise DamagedFile("The document has lost its text.")
    root = archive.tree(_CONTENT)
    hidden = frozenset(_hidden_styles(root))
    lines = [line for body in root if _name(body) == "body" for line in _lines(body, hidden)]
    title, made = _properties(archive)
    return DocumentText(write_text(lines), plausible_title(title), plausible_day(made))


def _properties(archive: OfficeArchive) -> tuple[str | None, str | None]:
    """The title and the day on which the document was made, as they are written."""
    if _PROPERTIES not in archive.names:
        return None, None
    values: dict[str, str] = {}
    for element in archive.tree(_PROPERTIES).iter():
        values.setdefault(_name(element), element.text or "")
    return values.get("title"), values.get("creation-date") or values.get("date")


def _hidden_styles(root: Any) -> Iterator[str]:
    for styles in root:
        if _name(styles) != "automatic-styles":
            continue
        for style in styles:
            if any(_attribute(part, "display") == "none" for part in style if _name(part) == "text-properties"):
                yield _attribute(style, "name")


def _lines(parent: Any, hidden: frozenset[str]) -> Iterator[str]:
    """The lines of the paragraphs, lists and tables in an element, in their order."""
    for child in parent:
        name = _name(child)
        if name in {"p", "h"}:
            paragraph = _Paragraph()
            if _attribute(child, "style-name") not in hidden:
                _collect(child, paragraph, hidden)
            yield from "".join(paragraph.characters).split("\n")
            for box in paragraph.boxes:
                yield from _lines(box, hidden)
        elif name == "table":
            yield from _rows(child, hidden, TableRows())
        elif name not in _LEFT_OUT:
            yield from _lines(child, hidden)


def _rows(parent: Any, hidden: frozenset[str], rows: TableRows) -> Iterator[str]:
    """The lines of the rows of a table, also of those that it keeps in groups."""
    for child in parent:
        if _name(child) == "table-row":
            cells = [cell for cell in child if _name(cell) == "table-cell"]
            yield from rows.lines(["\n".join(_lines(cell, hidden)) for cell in cells])
        elif _name(child) not in _LEFT_OUT:
            yield from _rows(child, hidden, rows)


def _collect(parent: Any, paragraph: _Paragraph, hidden: frozenset[str]) -> None:
    paragraph.characters.append(_folded(parent.text))
    for child in parent:
        name = _name(child)
        if name in _CHARACTERS:
            paragraph.characters.append(_CHARACTERS[name])
        elif name == "s":
            paragraph.characters.append(" " * _spaces(child))
        elif name == "text-box":
            paragraph.boxes.append(child)
        elif name not in _LEFT_OUT and _attribute(child, "style-name") not in hidden:
            _collect(child, paragraph, hidden)
        paragraph.characters.append(_folded(child.tail))


def _folded(text: str | None) -> str:
    return _WHITE_SPACE.sub(" ", text or "")


def _spaces(element: Any) -> int:
    count = _attribute(element, "c")
    return min(int(count), _MAX_SPACES) if count.isascii() and count.isdigit() and len(count) <= len("1000") else 1


def _attribute(element: Any, name: str) -> str:
    """The attribute of this name in any namespace, empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _name(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
