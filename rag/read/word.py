"""Documents of Word (.docx) to text, by python-docx.

python-docx loads every part that any other part names, pictures included, and stops at the first that is missing. So
it is given a package of two parts, the text and the properties, both of them checked; page headers, footers, notes and
comments are parts of their own and so are left out. Knows nothing of transcripts.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rag.errors import DamagedFile
from rag.read.formats import DocumentText
from rag.read.layout import plausible_day, plausible_title, write_text
from rag.read.office_archive import OfficeArchive, member_names
from rag.read.table_rows import TableRows

_MAIN_PART = re.compile(r"word/document\d{0,3}\.xml")
_PROPERTIES = "docProps/core.xml"
_TEMPLATE_DAY = "2013-12-23T23:15:00"
"""Where python-docx writes a document and nobody sets its dates, it bears this one."""

_PACKAGE: Mapping[str, str] = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
        'core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument"/>'
        '<Relationship Id="r2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties"/></Relationships>'
    ),
}
_NO_PROPERTIES = b'<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'

_LEFT_OUT = frozenset({
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "Fallback", "pPr", "rPr", "tblPr", "tblGrid",
    "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr",
})  # fmt: skip
_CHARACTERS: Mapping[str, str] = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
_FALSE = frozenset({"0", "false", "off"})
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_KEEP_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Paragraph:
    """The characters of a paragraph, and the text boxes that are anchored in it."""

    characters: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


def recognises(data: bytes) -> bool:
    """Whether the bytes are a document of Word, whatever its name."""
    return any(_MAIN_PART.fullmatch(name) for name in member_names(data))


def extract(data: bytes) -> DocumentText:
    """The text of the document as it would be read with all changes accepted.

    Raises DamagedFile, PasswordProtected and ReadingLimit.
    """
    document = _open(OfficeArchive(data))
    return DocumentText(write_text(_lines(document.element)), *_properties(document))


def _properties(document: Any) -> tuple[str | None, date | None]:
    """The title and the day; nothing where another kind of list stands in the place of the properties."""
    try:
        properties = document.core_properties
        return plausible_title(properties.title), _made(properties)
    except AttributeError:
        return None, None


def _made(properties: Any) -> date | None:
    try:
        moments = [moment.isoformat() for moment in (properties.created, properties.modified) if moment]
    except OverflowError:  # a time zone that leads out of the calendar
        return None
    days = [plausible_day(moment) for moment in moments if not moment.startswith(_TEMPLATE_DAY)]
    return next(filter(None, days), None)


def _open(archive: OfficeArchive) -> Any:
    """The document as python-docx has it, of the text and the properties alone. Raises DamagedFile, ReadingLimit."""
    import docx

    main = min((name for name in archive.names if _MAIN_PART.fullmatch(name)), default="")
    parts = {name: content.encode() for name, content in _PACKAGE.items()}
    parts["word/document.xml"] = archive.xml(main)
    parts[_PROPERTIES] = archive.xml(_PROPERTIES) if _PROPERTIES in archive.names else _NO_PROPERTIES
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as writer:
        for name, content in parts.items():
            writer.writestr(name, content)
    try:
        return docx.Document(package)
    except (SyntaxError, ValueError, AttributeError) as error:  # broken XML is a SyntaxError of its parser
        raise DamagedFile(f"The text of the document is damaged: {error}") from error


def _lines(parent: Any) -> Iterator[str]:
    """The lines of the paragraphs and tables in an element, in their order."""
    for child in parent:
        name = _name(child)
        if name == "p":
            paragraph = _Paragraph()
            _collect(child, paragraph)
            yield from "".join(paragraph.characters).split("\n")
            for box in paragraph.boxes:
                yield from _lines(box)
        elif name == "tbl":
            yield from _rows(child)
        elif name not in _LEFT_OUT:
            yield from _lines(child)


def _rows(table: Any) -> Iterator[str]:
    rows = TableRows()
    for row in _nearest(table, "tr"):
        if not any(_name(mark) == "del" for properties in row if _name(properties) == "trPr" for mark in properties):
            yield from rows.lines(["\n".join(_lines(cell)) for cell in _nearest(row, "tc")])


def _nearest(parent: Any, wanted: str) -> Iterator[Any]:
    """The elements of a name below a parent, those within one another left out."""
    for child in parent:
        if _name(child) == wanted:
            yield child
        elif _name(child) not in _LEFT_OUT:
            yield from _nearest(child, wanted)


def _collect(parent: Any, paragraph: _Paragraph) -> None:
    for child in parent:
        name = _name(child)
        if name == "t":
            paragraph.characters.append(_text(child))
        elif name in _CHARACTERS:
            paragraph.characters.append(_CHARACTERS[name])
        elif name == "txbxContent":
            paragraph.boxes.append(child)
        elif name not in _LEFT_OUT and not (name == "r" and _is_hidden(child)):
            _collect(child, paragraph)


def _text(element: Any) -> str:
    text = _WHITE_SPACE.sub(" ", element.text or "")
    return text if element.get(_KEEP_SPACE) == "preserve" else text.strip(" ")


def _is_hidden(run: Any) -> bool:
    marks = [mark for properties in run if _name(properties) == "rPr" for mark in properties if _name(mark) == "vanish"]
    return any(not _FALSE & set(mark.attrib.values()) for mark in marks)


def _name(element: Any) -> str:
    """The name of an element without its namespace, of which Word writes two; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
