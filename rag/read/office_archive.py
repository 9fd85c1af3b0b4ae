"""The parts of a ZIP that an office program wrote, under guard. Knows nothing of words, paragraphs or tables.

The one place where lxml parses what users bring. Before a part is parsed, its size is counted while it is unpacked,
because the headers of an archive can lie, and a document type is refused, because entities that grow or name files of
this computer can be declared only there (`defusedxml`, "XML vulnerabilities").
"""

import io
import re
import struct
import zipfile
import zlib
from itertools import islice
from typing import Any

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit

MAX_ENTRIES = 10_000
MAX_PART_BYTES = 100_000_000
MAX_TOTAL_BYTES = 300_000_000
MAX_RATIO = 200
MAX_MARKUP = 5_000_000

_RATIO_MATTERS_FROM = 2**20
_PIECE_BYTES = 2**18
_ENCRYPTED = 0x1
_UNPACKED_BY_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others a kilobyte can give gigabytes at once
_MAX_NAME_BYTES = 300
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CENTRAL = b"PK\x01\x02"
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_OFFICE_START = re.compile(
    rb"mimetype|\[Content_Types\]\.xml|_rels/|docProps/|word/|content\.xml|META-INF/manifest\.xml"
)
_STORED_TYPE = re.compile(rb"PK\x03\x04.{26}mimetype(application/[\x21-\x7e]{1,100}?)(?=PK|$)", re.DOTALL)
_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_KNOWN_ENCODING = re.compile(
    rb"(?i)(?:utf-?(?:8|16(?:le|be)?)|(?:us-)?ascii|iso-8859-\d{1,2}|windows-\d{3,4}|koi8-[ru])$"
)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError, KeyError, OverflowError,
)  # fmt: skip


class OfficeArchive:
    """The parts of an office document; whatever leaves it is within the limits."""

    def __init__(self, data: bytes) -> None:
        """Raises DamagedFile, PasswordProtected and ReadingLimit."""
        if data.count(_CENTRAL) > MAX_ENTRIES:
            raise ReadingLimit(f"The document has more than {MAX_ENTRIES} parts.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise DamagedFile(f"The document cannot be unpacked: {error}") from error
        entries = self._archive.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise PasswordProtected("The parts of the document are locked with a password.")
        if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
            raise ReadingLimit(f"The document unpacks to more than {MAX_TOTAL_BYTES} bytes.")
        self.names = frozenset(entry.filename for entry in entries)
        self._left = MAX_TOTAL_BYTES

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises DamagedFile and ReadingLimit."""
        try:
            content = self._unpack(self._archive.getinfo(name))
        except _FAULTS as error:
            raise DamagedFile(f"The part {name} of the document is damaged: {error}") from error
        self._left -= len(content)
        return content

    def xml(self, name: str) -> bytes:
        """The bytes of a part that is safe to parse. Raises DamagedFile and ReadingLimit."""
        content = self.part(name)
        refuse_unsafe_xml(content)
        return content

    def tree(self, name: str) -> Any:
        """The root element of a part. Raises DamagedFile and ReadingLimit."""
        from lxml import etree

        content = self.xml(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedFile(f"The part {name} of the document is no XML.") from error

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.compress_type not in _UNPACKED_BY_PIECES:
            raise DamagedFile("The document is packed in a way that no office program uses.")
        most = min(MAX_PART_BYTES, self._left)
        content = bytearray()
        with self._archive.open(entry) as stream:
            while piece := stream.read(_PIECE_BYTES):
                content += piece
                if len(content) > most or len(content) > max(_RATIO_MATTERS_FROM, MAX_RATIO * entry.compress_size):
                    raise ReadingLimit("A part of the document unpacks to far more than its size.")
        return bytes(content)


def refuse_unsafe_xml(content: bytes) -> None:
    """Let pass what a parser cannot be harmed by.

    Raises DamagedFile for a document type or an encoding that no office program writes, ReadingLimit for too many tags.
    """
    plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content
    if not plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        raise DamagedFile("A part of the document is no XML.")
    declared = _DECLARED_ENCODING.search(plain[:400])
    if declared and not _KNOWN_ENCODING.match(declared[1]):
        raise DamagedFile("A part of the document is written in an encoding that no office program uses.")
    if any(declaration in plain for declaration in _DECLARATIONS):
        raise DamagedFile("A part of the document declares entities, which no office program does.")
    if plain.count(b"<") + plain.count(b"=") > MAX_MARKUP:
        raise ReadingLimit(f"A part of the document has more than {MAX_MARKUP} tags.")


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP does."""
    return data.startswith(_SIGNATURES)


def member_names(data: bytes) -> frozenset[str]:
    """The names of the parts, empty for bytes that are no ZIP.

    The list at the end of the file is what counts; where it is cut off, an office document is still known by the names
    that stand before its parts.
    """
    if not is_zip(data):
        return frozenset()
    if data.count(_CENTRAL) <= MAX_ENTRIES:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _FAULTS:
            entries = []
        if any(entry.header_offset == 0 for entry in entries):  # else it is the list of an archive inside this one
            return frozenset(entry.filename for entry in entries)
    return _names_before_parts(data) if _OFFICE_START.match(data, 30) else frozenset()


def media_type(data: bytes) -> str:
    """What an OpenDocument or an e-book says it is in its part `mimetype`, empty for all others."""
    stored = _STORED_TYPE.match(data)
    if stored:
        return stored[1].decode("ascii")
    if "mimetype" not in member_names(data):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("mimetype").compress_type not in _UNPACKED_BY_PIECES:
                return ""
            with archive.open("mimetype") as stream:
                return stream.read(100).decode("ascii", errors="replace").strip()
    except _FAULTS:
        return ""


def _names_before_parts(data: bytes) -> frozenset[str]:
    names: set[str] = set()
    for header in islice(_LOCAL_HEADER.finditer(data), MAX_ENTRIES):
        (length,) = struct.unpack("<H", header[1])
        name = data[header.end() : header.end() + min(length, _MAX_NAME_BYTES)]  # the length can be forged
        names.add(name.decode("utf-8", errors="replace"))
    return frozenset(names)
