"""Files that are no transcripts, told by their first bytes; their names are not asked. Knows nothing of parsers.

Every signature here holds a byte that no text holds, or is checked further on: Russian text in cp1251 may begin with
the two bytes of an MP3 (`яы`), and notes may begin with `BM` or `MZ`.
"""

import re
from collections.abc import Callable, Mapping

from rag.errors import ArchiveRefused, BinaryFile, MediaFile, OldDocument, PasswordProtected, UnknownFormat
from rag.read.office_archive import is_zip, media_type, member_names

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))

_MEDIA: Mapping[str, re.Pattern[bytes]] = {
    kind: re.compile(pattern, re.DOTALL)
    for kind, pattern in {
        "sound": (
            rb"ID3[\x02-\x04][\x00-\x0f].[\x00-\x7f]{4}|RIFF.{4}WAVE[ -~]{4}.{3}\x00|OggS\x00|fLaC[\x00\x80]\x00\x00|"
            rb"#!AMR(?:-WB)?\n.{0,60}?[\x00-\x08]|FORM.{4}AIF[FC][ -~]{4}\x00|MThd\x00\x00\x00\x06|caff\x00|"
            rb"wvpk.{4}[\x00-\x1f]\x04|\x30\x26\xb2\x75\x8e\x66\xcf\x11"
        ),
        "video": (
            rb"\x00\x00..ftyp|\x00...(?:moov|mdat|wide|free|skip)|\x1aE\xdf\xa3.{0,60}?[\x00-\x08]|"
            rb"RIFF.{4}AVI LIST.{3}\x00|FLV\x01|\x00\x00\x01[\xba\xb3]"
        ),
        "picture": (
            rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xc0-\xfe].{0,60}\x00|GIF8[79]a.{6}\x00|GIF8[79]a.{5}\x00|"
            rb"RIFF.{4}WEBPVP8[ LX].{3}\x00|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+|8BPS\x00[\x01\x02]|"
            rb"\x00\x00\x01\x00[\x01-\x20]\x00|"
            rb"BM.{4}\x00{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00"
        ),
    }.items()
}
_PROGRAM = re.compile(
    rb"\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe\x00|MZ.{0,62}?\x00|SQLite format 3\x00|"
    rb"\x00asm\x01|L\x00\x00\x00\x01\x14\x02\x00",
    re.DOTALL,
)
_OTHER_ARCHIVE = re.compile(
    rb"\x1f\x8b\x08|7z\xbc\xaf\x27\x1c\x00|Rar!\x1a\x07|\xfd7zXZ\x00|BZh[1-9]1AY&SY.{0,60}?[\x00-\x08]|"
    rb"\x28\xb5\x2f\xfd.{0,60}?[\x00-\x08]|MSCF\x00{4}|\x04\x22\x4d\x18|(?=.{0,100}?\x00).{257}ustar",
    re.DOTALL,
)

_FRAME_SYNC = 0x7FF
_MP3_KILOBITS = {
    (3, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_FRAMES_IN_A_ROW = 3
_NO_TEXT = re.compile(rb"[\x00-\x08]")
_SAMPLE_BYTES = 4096

_ZIP_KINDS: Mapping[str, str] = {"xl/": "a spreadsheet", "ppt/": "a presentation", "Index/": "a document of Apple"}
_MEDIA_TYPES: Mapping[str, str] = {
    "application/epub": "a book",
    "application/vnd.oasis.opendocument.": "a spreadsheet, presentation or drawing",
    "application/vnd.sun.xml.": "a document of OpenOffice from before 2005",
}


def refuse_other_kinds(data: bytes) -> None:
    """Let pass what may be text or an archive of transcripts.

    Raises MediaFile, OldDocument, PasswordProtected, UnknownFormat, ArchiveRefused and BinaryFile.
    """
    kind = _media_kind(data)
    if kind:
        raise MediaFile(f"This is {kind}, not a transcript.")
    if data.startswith(_OLE):
        if any(mark in data for mark in _OLE_LOCKED):
            raise PasswordProtected("The document is locked with a password.")
        raise OldDocument("This is a document of an Office from before 2007.")
    if _PROGRAM.match(data):
        raise BinaryFile("This is a program or a database, not a transcript.")
    if _OTHER_ARCHIVE.match(data):
        raise ArchiveRefused("Archives of this kind are not opened; a ZIP is.")
    office = _office_kind(data)
    if office:
        raise UnknownFormat(f"This is {office}; export the transcript as text, subtitles, .docx or .pdf.")


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP of files and not a document that some program keeps in one."""
    if not is_zip(data) or _office_kind(data):
        return False
    return not any(name.startswith("word/") for name in member_names(data)) and not media_type(data)


def _office_kind(data: bytes) -> str | None:
    """What a ZIP is that holds another document than one of text."""
    if not is_zip(data):
        return None
    written = media_type(data)
    if written.startswith("application/vnd.oasis.opendocument.text"):
        return None
    for beginning, kind in _MEDIA_TYPES.items():
        if written.startswith(beginning):
            return kind
    names = member_names(data)
    is_package = "[Content_Types].xml" in names or any(name.endswith(".iwa") for name in names)
    if not is_package:
        return None
    return next((kind for folder, kind in _ZIP_KINDS.items() if any(n.startswith(folder) for n in names)), None)


def _media_kind(data: bytes) -> str | None:
    found = next((kind for kind, pattern in _MEDIA.items() if pattern.match(data)), None)
    if found:
        return found
    is_sound = _has_frames(data, _mp3_frame_bytes) or _has_frames(data, _aac_frame_bytes)
    return "sound" if is_sound else None


def _has_frames(data: bytes, frame_bytes: Callable[[bytes], int]) -> bool:
    """Whether the bytes are frames of sound, each of which says where the next one begins."""
    if not _NO_TEXT.search(data, 0, _SAMPLE_BYTES):
        return False
    position = 0
    for _ in range(_FRAMES_IN_A_ROW):
        length = frame_bytes(data[position : position + 7])
        if not length:
            return False
        position += length
    return True


def _mp3_frame_bytes(head: bytes) -> int:
    word = int.from_bytes(head[:4], "big")
    version, layer, bit_rate, rate = word >> 19 & 3, word >> 17 & 3, word >> 12 & 15, word >> 10 & 3
    if word >> 21 != _FRAME_SYNC or version == 1 or layer == 0 or bit_rate in {0, 15} or rate == 3:
        return 0
    bits = _MP3_KILOBITS[3 if version == 3 else 2, layer][bit_rate - 1] * 1000
    hertz, padding = _MP3_RATES[version][rate], word >> 9 & 1
    if layer == 3:
        return (12 * bits // hertz + padding) * 4
    samples_in_bytes = 72 if layer == 1 and version != 3 else 144
    return samples_in_bytes * bits // hertz + padding


def _aac_frame_bytes(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
