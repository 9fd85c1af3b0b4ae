r"""Rich text (.rtf) to text, by striprtf.

Before striprtf sees it, the file is rewritten in one pass, so that nothing in it makes a search go back and forth:
striprtf looks for links and for fonts with expressions that take hours on some lines, and reads pictures letter by
letter. The same pass marks the cells of tables, which striprtf writes as `|`, and puts deleted text, hidden text and
the numbers of lists into groups that it leaves out. Knows nothing of transcripts.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice

from rag.errors import DamagedFile, ReadingLimit
from rag.read.formats import DocumentText
from rag.read.layout import plausible_day, plausible_title, write_text
from rag.read.table_rows import TableRows

MAX_CHARACTERS = 20_000_000

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}\{\s{0,20}\\rtf")
_BINARY = re.compile(rb"\\bin(\d{1,9})(?!\d) ?")
_HEX_OF_PICTURES = re.compile(rb"(?<![0-9a-fA-F\r\n])[0-9a-fA-F\r\n]{256,}")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})(?!\d)")
_OTHER_ENCODINGS: Mapping[bytes, str] = {rb"\mac": "mac_roman", rb"\pca": "cp850", rb"\pc": "cp437"}
_DEFAULT_ENCODING = "cp1252"
_HEAD_BYTES = 2_000

_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<sign>[^a-zA-Z]))|(?P<brace>[{}])", re.S
)
_CELL, _ROW, _BACKSLASH = "\ue0f0", "\ue0f1", "\ue0f2"
_OWN_MARKS = re.compile(f"[{_CELL}{_ROW}{_BACKSLASH}]")
_WRITTEN: Mapping[str, str] = {
    "cell": _CELL, "nestcell": _CELL, "row": _ROW, "nestrow": _ROW, "fldinst": r"\fldinst ", "listtext": r"\*",
    "pict": r"\*", "bin": "",
}  # fmt: skip
_SIGNS: Mapping[str, str] = {"\\": _BACKSLASH, "-": ""}
_HIDING = frozenset({"v", "deleted"})
_SHOWING = frozenset({"plain"})
_HIDDEN_GROUP = r"{\*\hidden "
_OFF = "0"
_LAST_CHARACTER = 0x10FFFF

_FONT_TABLE = re.compile(r"\{\s{0,20}\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})(?!\d)[^;{}\\]{0,40}(?:\\(?!fcharset)[^;{}\\]{0,40}){0,9}\\fcharset(\d{1,3})(?!\d)")
_BRACE = re.compile(r"[{}]")
_CHARSETS_OF_THE_CODE_PAGE = frozenset({0, 1})
_TITLE = re.compile(r"\{\\title ?([^{}]{1,1000})\}")
_MAX_TITLES = 2
_MADE = re.compile(r"\\(?:creatim|revtim)\s?\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?!\d)")


def recognises(data: bytes) -> bool:
    """Whether the bytes are rich text, whatever their name."""
    return bool(_START.match(data))


def extract(data: bytes) -> DocumentText:
    """The text of the document. Raises DamagedFile and ReadingLimit."""
    lean = _HEX_OF_PICTURES.sub(b"", _without_binary(data))
    encoding = _encoding(lean[:_HEAD_BYTES])
    text = _OWN_MARKS.sub("", lean.decode(encoding, errors="replace"))
    if len(text) > MAX_CHARACTERS:
        raise ReadingLimit(f"The document has more than {MAX_CHARACTERS} characters.")
    return DocumentText(write_text(_lines(_stripped(text, encoding))), _title(text, encoding), _made(text))


def _without_binary(data: bytes) -> bytes:
    r"""The bytes without those that `\binN` announces, which may look like anything."""
    parts: list[bytes] = []
    position = 0
    while match := _BINARY.search(data, position):
        parts.append(data[position : match.start()])
        position = match.end() + int(match[1])
    return b"".join([*parts, data[position:]])


def _encoding(head: bytes) -> str:
    match = _CODE_PAGE.search(head)
    found = f"cp{int(match[1])}" if match else ""
    if not match:
        found = next((name for word, name in _OTHER_ENCODINGS.items() if word in head), _DEFAULT_ENCODING)
    try:
        return codecs.lookup(found).name
    except LookupError:
        return _DEFAULT_ENCODING


def _stripped(text: str, encoding: str) -> str:
    """What striprtf makes of the text, with own marks for cells and rows. Raises DamagedFile."""
    from striprtf.striprtf import rtf_to_text

    convert: Callable[..., str] = rtf_to_text
    safe = "".join(_rewritten(_with_plain_fonts(text)))
    try:
        plain = convert(safe, encoding=encoding, errors="replace")
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise DamagedFile(f"The document is damaged: {error}") from error
    whole = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace(_BACKSLASH, "\\")


def _rewritten(text: str) -> Iterator[str]:
    """The text for striprtf; hidden stretches become groups of their own, closed where their group ends."""
    position = depth = 0
    hidden_at: int | None = None
    for token in _TOKEN.finditer(text):
        yield text[position : token.start()]
        position = token.end()
        word, brace = token["word"], token["brace"]
        hides = word in _HIDING and token["number"] != _OFF
        shows = word in _SHOWING or (word in _HIDING and not hides)
        if hidden_at == depth and (shows or brace == "}"):
            yield "}"
            hidden_at = None
        if hides and hidden_at is None:
            yield _HIDDEN_GROUP
            hidden_at = depth
        depth += {"{": 1, "}": -1}.get(brace or "", 0)
        yield _token_for_striprtf(token)
    yield text[position:]


def _token_for_striprtf(token: re.Match[str]) -> str:
    word = token["word"]
    if not word:
        return _SIGNS.get(token["sign"] or "", token[0])
    if word in _WRITTEN:
        return _WRITTEN[word]
    if word in _HIDING or word.startswith(("pict", "bin")) or (word == "uc" and not token["number"]):
        return ""
    is_no_character = word == "u" and not -0x8000 <= int(token["number"] or 0) <= _LAST_CHARACTER
    return r"\u65533 " if is_no_character else token[0]


def _with_plain_fonts(text: str) -> str:
    r"""The text with a table of fonts that names nothing but their letters, a line each.

    Fonts of the Western set are left out: where a file has a code page, `\'e0` in them is written in it.
    """
    start = _FONT_TABLE.search(text)
    if not start:
        return text
    depth, end = 1, len(text)
    for brace in _BRACE.finditer(text, start.end()):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            end = brace.end()
            break
    fonts = "\n".join(
        f"{{\\f{number}\\fcharset{charset} x;}}"
        for number, charset in _FONT.findall(text[start.end() : end])
        if _is_readable(int(charset))
    )
    return f"{text[: start.start()]}{{\\fonttbl\n{fonts}}}{text[end:]}"


def _is_readable(charset: int) -> bool:
    from striprtf.striprtf import charset_map

    if charset in _CHARSETS_OF_THE_CODE_PAGE:
        return False
    try:
        codecs.lookup(charset_map.get(charset, ""))
    except LookupError:
        return False
    return True


def _lines(plain: str) -> Iterator[str]:
    rows = TableRows()
    for part in plain.split(_ROW):
        before, *cells = part.split(_CELL)
        lines = before.split("\n")
        yield from lines[:-1] if cells else lines
        if cells:
            rows = TableRows() if any(line.strip() for line in lines[:-1]) else rows
            yield from rows.lines([lines[-1], *cells])


def _title(text: str, encoding: str) -> str | None:
    """The title; LibreOffice writes it twice, first with question marks for the letters that its code page lacks."""
    written = [_stripped(f"{{\\rtf1 {title[1]}}}", encoding) for title in islice(_TITLE.finditer(text), _MAX_TITLES)]
    return next(filter(None, map(plausible_title, reversed(written))), None)


def _made(text: str) -> date | None:
    days = (plausible_day(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") for match in _MADE.finditer(text))
    return next(filter(None, days), None)
