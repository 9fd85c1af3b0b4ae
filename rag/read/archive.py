"""The files of a ZIP archive, one at a time and within limits; no path of the archive is ever used.

The limits are OWASP ASVS 5.0, 5.2.3: sizes are counted while unpacking, because an archive can lie about them.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from rag.errors import ArchiveRefused, EmptyFile

MAX_ENTRIES = 10_000
MAX_RATIO = 200
MAX_TOTAL_BYTES = 2**30
_RATIO_MATTERS_FROM = 2**20
_PIECE_BYTES = 2**16
_UNPACKED_BY_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others a kilobyte can give gigabytes at once
_CENTRAL = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its last name and its bytes."""

    name: str
    content: bytes


def unpack(data: bytes, max_bytes: int) -> Iterator[Member]:
    """The files of an archive in order, hidden ones left out; of one larger than `max_bytes` just so much more.

    Raises EmptyFile, and ArchiveRefused, also in the middle.
    """
    count = data.count(_CENTRAL)
    if count > MAX_ENTRIES:
        raise ArchiveRefused(f"The archive has {count} entries, at most {MAX_ENTRIES}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(_name(entry))]
            if not entries:
                raise EmptyFile("The archive holds no file.")
            left = MAX_TOTAL_BYTES
            for entry in entries:
                content = _content(archive, entry, min(max_bytes + 1, left))
                left -= len(content)
                if left <= 0:
                    raise ArchiveRefused(f"The archive holds more than {MAX_TOTAL_BYTES} bytes.")
                yield Member(PurePosixPath(_name(entry).replace("\\", "/")).name, content)
    except _FAULTS as error:
        raise ArchiveRefused(f"The archive cannot be opened: {error}") from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise ArchiveRefused("The archive is locked with a password.")
    if entry.compress_type not in _UNPACKED_BY_PIECES:
        raise ArchiveRefused("The archive is packed in a way that is not opened.")
    content = bytearray()
    with archive.open(entry) as stream:
        while len(content) < most and (piece := stream.read(min(_PIECE_BYTES, most - len(content)))):
            content += piece
            if len(content) > max(_RATIO_MATTERS_FROM, MAX_RATIO * entry.compress_size):
                raise ArchiveRefused(f"The archive unpacks to more than {MAX_RATIO} times its size.")
    return bytes(content)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows writes Russian names in cp866 without saying so."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part != "..") or part == "__MACOSX"
        for part in name.replace("\\", "/").split("/")
        if part
    )
