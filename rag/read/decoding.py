"""Bytes to text. Knows nothing of formats.

Nothing is normalised and line ends stay as they are, because every quote is an offset into this text.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

from rag.errors import BinaryFile, EmptyFile

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ALLOWED_CONTROLS = frozenset("\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f\x85")
_SAMPLE_BYTES = 65536
_MAX_CONTROL_SHARE = 0.01
_MAX_DAMAGE_SHARE = 0.005
_MIN_PLAUSIBLE_SHARE = 0.95
_PLAUSIBLE = re.compile(
    r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0400-\u04ff\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_MIN_CYRILLIC_NEIGHBOURS = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the name of the encoding it was written in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, decoded with the first encoding that fits.

    UTF-8 (a byte order mark stays as the first character), UTF-16 with and without a mark, cp1251, cp1252.
    Raises EmptyFile and BinaryFile.
    """
    if not data.strip():
        raise EmptyFile("The file is empty.")
    decoded = _decode(data)
    if all(character.isspace() or character in "\ufeff\u200b" for character in decoded.text):
        raise EmptyFile("The file holds nothing but white space.")
    sample = decoded.text[:_SAMPLE_BYTES]
    controls = sum(1 for c in sample if (c < " " or "\x7f" <= c <= "\x9f") and c not in _ALLOWED_CONTROLS)
    if "\0" in decoded.text or controls > len(sample) * _MAX_CONTROL_SHARE:
        raise BinaryFile("The file is not text.")
    return decoded


def _decode(data: bytes) -> Decoded:
    if data.startswith(_UTF16_MARKS):
        return Decoded(_decode_or_refuse(data, "utf-16"), "utf-16")
    wide = _utf16_without_mark(data)
    if wide:
        return Decoded(_decode_or_refuse(data, wide), wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    repaired = data.decode("utf-8", errors="replace")
    damage = repaired.count("\ufffd")
    if damage <= len(repaired) * _MAX_DAMAGE_SHARE and sum(1 for c in repaired if c > "\x7f") > 2 * damage:
        return Decoded(repaired, "utf-8")
    encoding = "cp1251" if _reads_as_cyrillic(data) else "cp1252"
    return Decoded(data.decode(encoding, errors="replace"), encoding)


def _decode_or_refuse(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BinaryFile("The file is not text.") from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 text has zero bytes beside its spaces and line ends; no other text has zero bytes at all."""
    sample = data[:_SAMPLE_BYTES]
    if len(data) % 2 or 0 not in sample:
        return None
    shares = {encoding: _plausible_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _MIN_PLAUSIBLE_SHARE else None


def _plausible_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    return sum(1 for character in text if _PLAUSIBLE.match(character)) / max(len(text), 1)


def _reads_as_cyrillic(data: bytes) -> bool:
    """Cyrillic words are runs of high bytes; the accented letters of Western languages stand alone."""
    sample = data[:_SAMPLE_BYTES]
    high = [byte >= 0xC0 or byte in (0xA8, 0xB8) for byte in sample]
    neighbours = sum(1 for here, after in pairwise(high) if here and after)
    return neighbours > sum(high) * _MIN_CYRILLIC_NEIGHBOURS
