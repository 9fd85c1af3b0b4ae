"""Bytes to text. Knows nothing of formats.

Nothing is normalised and line ends stay as they are, because every quote is an offset into this text. Where no mark and
no rule of UTF-8 says how to read the bytes, they are read in every encoding and the least surprising text wins, if it
wins clearly; otherwise the user is asked.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.errors import BinaryFile, EmptyFile, UncertainEncoding, UnreadableFile
from rag.read.letters import surprise

ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp866",
    "mac_cyrillic",
    "cp1252",
    "cp1250",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
)
"""The names a user can choose from."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# How much rarer than the usual ones an encoding is, in the measure of surprise; of equal readings the first is named.
_NARROW = {
    "cp1252": 0.0,
    "cp1251": 0.0,
    "gb18030": 0.0,
    "koi8_r": 0.0,
    "koi8_u": 0.0,
    "cp866": 0.0,
    "mac_cyrillic": 0.6,
    "shift_jis": 0.0,
    "big5": 1.0,
    "euc_jp": 1.0,
}
_WIDE = {"utf-16-le": 10.0, "utf-16-be": 10.0}
_SURE_UTF8_LETTERS = 32
_MARGIN = 5.6
# What is not text costs more than the first for each byte above ASCII and the second once; letters in runs cost about
# 3 a byte, letters that stand alone about 6.
_NOISE_IN_RUNS = (5.0, -1.0)
_NOISE = {"cp1252": (6.6, 4.0)}
_NOISE_IN_WIDE_TEXT = 9.0
_NOISE_ANYWAY = 6.0

_SAMPLE_BYTES = 16384
_SHORT_BYTES = 512
_CONTEXT_BYTES = 16
_CONTROLS = bytes({*range(0x1B), 0x7F} - set(b"\t\n\v\f\r"))
_ASCII = bytes(range(0x80))
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_END_OF_STRETCH = re.compile(rb"(?=[\r\n])|[\x00-\x7f]{16}(?=[\x00-\x7f]{8})")
_WHOLE = re.compile(rb"[\x00-\x2f]")
_MAX_STRETCHES = 20_000
_MAX_REACH = 200
_MAX_CONTROL_SHARE = 0.01
_MAX_DAMAGE_SHARE = 0.005
_MAX_NAMED = 4
_ALWAYS_FORGIVEN = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the name of the encoding it was written in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sample as one encoding reads it, and how surprising that is."""

    encoding: str
    text: str
    cost: float


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file in the encoding that the user named, or else in the one that fits best.

    A byte order mark of UTF-8 stays as the first character. Raises EmptyFile, BinaryFile, UncertainEncoding with the
    `candidates` when several encodings fit or none does, and UnreadableFile for a name that is not in ENCODINGS.
    """
    if not data.strip():
        raise EmptyFile("The file is empty.")
    if encoding is not None:
        _refuse_unknown(encoding)
    decoded = Decoded(data.decode(encoding, errors="replace"), encoding) if encoding else _detect(data)
    if all(character.isspace() or character in "\ufeff\u200b" for character in decoded.text):
        raise EmptyFile("The file holds nothing but white space.")
    if "\0" in decoded.text:
        raise BinaryFile("The file is not text.")
    return decoded


def preview(data: bytes, encoding: str, characters: int = 300) -> str:
    """The beginning of a file as one of ENCODINGS reads it, from the first line on that is not plain ASCII.

    Raises UnreadableFile for a name that is not in ENCODINGS.
    """
    _refuse_unknown(encoding)
    start = 0 if encoding.startswith("utf-") else _first_telling_line(data)
    return _decode_beginning(data[start : start + 4 * characters + 4], encoding)[:characters]


def readings(data: bytes, count: int) -> dict[str, str]:
    """The beginning of a file as at most `count` encodings read it, each differently, the likely ones first.

    Wide encodings are left out, because they are recognised for sure.
    """
    try:
        likely = [decode(data).encoding]
    except UncertainEncoding as error:
        likely = str(error.values["candidates"]).split(",")
    others = [encoding for encoding in ENCODINGS if not encoding.startswith(("utf-16", "utf-32"))]
    distinct: dict[str, str] = {}
    for encoding in dict.fromkeys([*likely, *others]):
        text = preview(data, encoding)
        if text not in distinct.values() and len(distinct) < count:
            distinct[encoding] = text
    return distinct


def _refuse_unknown(encoding: str) -> None:
    if encoding not in ENCODINGS:
        raise UnreadableFile(f"{encoding!r} is no encoding that can be chosen.")


def _first_telling_line(data: bytes) -> int:
    found = _HIGH.search(data)
    return max(data.rfind(mark, 0, found.start()) for mark in (b"\n", b"\r")) + 1 if found else 0


def _decode_beginning(data: bytes, encoding: str) -> str:
    """Half a character at the end is left out; every byte that does not fit becomes U+FFFD."""
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(data)


def _detect(data: bytes) -> Decoded:
    mark_says = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if mark_says and (decoded := _decode_marked(data, mark_says)):
        return decoded
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if data.isascii() and not controls:
        return Decoded(data.decode("ascii"), "utf-8")
    has_narrow_letters = b"\0" not in data and controls <= len(data) * _MAX_CONTROL_SHARE
    text = _strictly(data, "utf-8") if has_narrow_letters else None
    if text and _count_high(text[:_SAMPLE_BYTES]) >= _SURE_UTF8_LETTERS:
        return Decoded(text, "utf-8")
    could_be_wide = len(data) % 2 == 0 and (controls > 0 or len(data) <= _SHORT_BYTES)
    sample = data[:_SAMPLE_BYTES] if could_be_wide else _telling_sample(data)
    readings: list[_Reading] = []
    if has_narrow_letters:
        readings += _utf8_reading(sample, is_valid=text is not None)
        readings += _readings(sample, _NARROW)
    if could_be_wide:
        readings += [wide for wide in _readings(sample, _WIDE) if _is_wide_text(wide.text)]
    if not readings:
        raise BinaryFile("The file is not text.")
    return _decode_chosen(data, sorted(readings, key=lambda reading: reading.cost), sample)


def _decode_marked(data: bytes, encoding: str) -> Decoded | None:
    """The text behind a byte order mark; nothing where the mark may be the first two letters of a Russian text."""
    text = _strictly(data, encoding)
    if encoding == "utf-8":
        return _decode_repaired(data, [encoding])
    beginning = (text or "")[:_SAMPLE_BYTES]
    if text is not None and surprise(beginning) <= len(beginning) * _NOISE_IN_WIDE_TEXT + _NOISE_ANYWAY:
        return Decoded(text, encoding)
    return None


def _is_wide_text(text: str) -> bool:
    """The last character may be one that the sample cut in two."""
    return "\ufffd" not in text[:-1] and surprise(text) < len(text) * _NOISE_IN_WIDE_TEXT


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _count_high(text: str) -> int:
    return sum(1 for character in text if character > "\x7f")


def _readings(sample: bytes, encodings: Mapping[str, float]) -> list[_Reading]:
    texts = ((encoding, sample.decode(encoding, errors="replace"), rarity) for encoding, rarity in encodings.items())
    return [_Reading(encoding, text, surprise(text) + rarity) for encoding, text, rarity in texts]


def _utf8_reading(sample: bytes, *, is_valid: bool) -> list[_Reading]:
    """A reading with bytes that do not fit counts where most others keep the rules of UTF-8."""
    readings = _readings(sample, {"utf-8": 0.0})
    text = readings[0].text
    return readings if is_valid or _count_high(text) > 3 * text.count("\ufffd") else []


def _decode_chosen(data: bytes, readings: list[_Reading], sample: bytes) -> Decoded:
    """The whole file in the best encoding, if it is clearly better than the next one and better than noise."""
    different: dict[str, _Reading] = {}
    for reading in readings:
        different.setdefault(reading.text, reading)
    best, *rivals = different.values()
    names = [best.encoding, *(rival.encoding for rival in rivals)][:_MAX_NAMED]
    if rivals and rivals[0].cost - best.cost < _MARGIN:
        raise _uncertain(names)
    if best.encoding in _NARROW and best.cost > _noise(sample, best.encoding):
        raise _uncertain(names)
    return _decode_repaired(data, names)


def _uncertain(names: list[str]) -> UncertainEncoding:
    return UncertainEncoding(
        "The letters of the file read differently in several encodings.", candidates=",".join(names)
    )


def _noise(sample: bytes, encoding: str) -> float:
    """What the sample would cost if its bytes above ASCII said nothing."""
    plain = sample.translate(None, _HIGH_BYTES)
    each, on_top = _NOISE.get(encoding, _NOISE_IN_RUNS)
    return surprise(plain.decode("ascii")) + (len(sample) - len(plain)) * each + on_top


def _decode_repaired(data: bytes, names: list[str]) -> Decoded:
    text = _strictly(data, names[0])
    if text is not None:
        return Decoded(text, names[0])
    text = data.decode(names[0], errors="replace")
    if text.count("\ufffd") > _ALWAYS_FORGIVEN + len(text) * _MAX_DAMAGE_SHARE:
        raise _uncertain(names)
    return Decoded(text, names[0])


def _telling_sample(data: bytes) -> bytes:
    """The stretches around the first bytes above ASCII, and one stretch for each such byte that those lack."""
    stretches = _first_stretches(data)
    seen = b"".join(stretches)
    for value in set(data.translate(None, _ASCII + seen)):
        stretches[_stretch_around(data, value)] = None
    return b"\n".join(stretches)


def _first_stretches(data: bytes) -> dict[bytes, None]:
    """Each stretch once: a line, or a part of it between long runs of ASCII, so that no character is cut in two."""
    stretches: dict[bytes, None] = {}
    position, room = 0, _SAMPLE_BYTES
    for _ in range(_MAX_STRETCHES):
        found = _HIGH.search(data, position)
        if room <= 0 or found is None:
            break
        start = max(position, _near_line_start(data, found.start()))
        end = _END_OF_STRETCH.search(data, found.start())
        position = end.end() if end else len(data)
        stretch = data[start : min(position, start + room)]
        room -= 0 if stretch in stretches else len(stretch)
        stretches[stretch] = None
    return stretches


def _near_line_start(data: bytes, place: int) -> int:
    near = data[max(place - _CONTEXT_BYTES, 0) : place]
    return place - len(near) + max(near.rfind(b"\n"), near.rfind(b"\r")) + 1


def _stretch_around(data: bytes, value: int) -> bytes:
    """The first place of a byte, between two bytes that are whole characters in every encoding."""
    place = data.find(value)
    before = list(_WHOLE.finditer(data, max(place - _MAX_REACH, 0), place))
    after = _WHOLE.search(data, place, place + _MAX_REACH)
    return data[before[-1].start() : after.end()] if before and after else b""
