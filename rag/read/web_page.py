"""Web pages (.html, .htm) to text, by beautifulsoup4. Knows nothing of transcripts and fetches nothing."""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Set
from datetime import date
from typing import Any

from rag.errors import DamagedFile, ReadingLimit
from rag.read.chat_page import read_chat_page
from rag.read.decoding import decode
from rag.read.formats import DocumentText
from rag.read.layout import plausible_day, plausible_title, write_text
from rag.read.table_rows import TableRows

MAX_MARKUP = 1_500_000

_HEAD_BYTES = 65_536
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*")
_OPENING = re.compile(rb"<(?:!doctype\s+html|html|head|body)(?=[\s>/])", re.IGNORECASE)
_BEFORE_OPENING = ((b"<!--", b"-->"), (b"<?", b">"))
_DECLARED_CHARSET = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE
)
_CHARSET = re.compile(
    r"utf-?8|cp\d{3,5}|windows-\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru]|mac-?(?:cyrillic|roman)|gb18030|gbk|gb2312|big5(?:-hkscs)?|"
    r"shift_?jis|euc-(?:jp|kr)|iso-2022-jp"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "x-mac-cyrillic": "mac-cyrillic"}
_MAX_DAMAGE_SHARE = 0.005

_LEFT_OUT = frozenset({
    "head", "script", "style", "template", "noscript", "nav", "svg", "math", "object", "iframe", "canvas",
    "audio", "video", "button", "select", "option", "datalist", "textarea", "input", "del", "dialog", "rt", "rp",
    "title",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "aside", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "blockquote", "pre", "figure", "figcaption", "address",
    "hr", "form", "fieldset", "details", "summary", "body", "center", "td", "th",
})  # fmt: skip
_CELLS = ("td", "th")
_HIDDEN_STYLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all")
_DAY_NAMES = frozenset({"date", "created", "dc.date", "dcterms.created", "dcterms.date", "article:published_time"})
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")


def recognises(data: bytes) -> bool:
    """Whether the bytes begin as a web page does, whatever their name and in any encoding."""
    head = data[:_HEAD_BYTES].replace(b"\0", b"")
    position = _end_of_space(head, 0)
    while mark := next((pair for pair in _BEFORE_OPENING if head.startswith(pair[0], position)), None):
        end = head.find(mark[1], position + len(mark[0]))
        if end < 0:
            return False
        position = _end_of_space(head, end + len(mark[1]))
    return bool(_OPENING.match(head, position))


def extract(data: bytes) -> DocumentText:
    """The text that the page shows. Raises ReadingLimit, DamagedFile and what decoding raises."""
    text = _decoded(data)
    if text.count("<") + text.count("=") > MAX_MARKUP:
        raise ReadingLimit(f"The page has more than {MAX_MARKUP} tags.")
    page = _parsed(text)
    chat = read_chat_page(page, _words)
    if chat:
        return DocumentText(write_text(chat.lines), plausible_title(chat.title))
    title = page.title.get_text() if page.title else None
    return DocumentText(write_text(_words(page).split("\n")), plausible_title(title), _made(page))


def _words(root: Any) -> str:
    """The text that an element shows, in lines."""
    lines = "".join(_pieces(root, _rows_that_lay_out(root))).split("\n")
    return "\n".join(_WHITE_SPACE.sub(" ", line) for line in lines).strip()


def _end_of_space(head: bytes, position: int) -> int:
    match = _BEGIN.match(head, position)
    return match.end() if match else position


def _decoded(data: bytes) -> str:
    """The page as text: UTF-8 proves itself, another encoding is taken where the page names it and the bytes fit."""
    declared = _DECLARED_CHARSET.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    readings = (("utf-8", "strict"), (_WIDER.get(name, name), "replace")) if _CHARSET.fullmatch(name) else ()
    for encoding, faults in readings:
        try:
            text = data.decode(encoding, faults)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.count("\ufffd") <= len(text) * _MAX_DAMAGE_SHARE:
            return text
    return decode(data).text


def _parsed(text: str) -> Any:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return BeautifulSoup(text, "lxml")
        except (ValueError, AssertionError, TypeError) as error:
            raise DamagedFile(f"The page cannot be taken apart: {error}") from error


def _pieces(root: Any, laying_out: Set[int]) -> Iterator[str]:
    """The words of an element in order, with a line break where a block begins and ends."""
    from bs4.element import NavigableString, Tag

    tables: defaultdict[int, TableRows] = defaultdict(TableRows)
    left: list[tuple[Any, bool]] = [(root, False)]
    while left:
        node, keeps_lines = left.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            yield node
        elif type(node) is NavigableString:
            yield str(node) if keeps_lines else _WHITE_SPACE.sub(" ", node)
        elif isinstance(node, Tag) and not _is_hidden(node):
            if node.name == "br":
                yield "\n"
            elif node.name == "tr" and id(node) not in laying_out:
                rows = tables[id(node.find_parent("table"))]
                yield "\n".join(["", *rows.lines(list(_cells(node, laying_out))), ""])
            else:
                edge = "\n" if node.name in _BLOCKS else ""
                keeps = keeps_lines or node.name == "pre"
                left.append((edge, keeps))
                left.extend((child, keeps) for child in reversed(node.contents))
                left.append((edge, keeps))


def _cells(row: Any, laying_out: Set[int]) -> Iterator[str]:
    """The text of each cell, empty lines left out."""
    for cell in row.find_all(_CELLS, recursive=False):
        lines = (_WHITE_SPACE.sub(" ", line).strip() for line in "".join(_pieces(cell, laying_out)).split("\n"))
        yield "\n".join(line for line in lines if line)


def _rows_that_lay_out(root: Any) -> frozenset[int]:
    """The identities of the rows that hold rows: they put parts of the page beside each other and say nothing."""
    from bs4.element import Tag

    found: set[int] = set()
    left: list[tuple[Any, Any]] = [(root, None)]
    while left:
        node, row = left.pop()
        if node.name == "tr":
            if row is not None:
                found.add(id(row))
            row = node
        left.extend((child, row) for child in node.contents if isinstance(child, Tag))
    return frozenset(found)


def _is_hidden(tag: Any) -> bool:
    if tag.name in _LEFT_OUT or tag.has_attr("hidden"):
        return True
    return bool(_HIDDEN_STYLE.search(str(tag.get("style", ""))[:1000].lower()))


def _made(page: Any) -> date | None:
    for meta in page.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        day = plausible_day(str(meta.get("content", ""))) if name in _DAY_NAMES else None
        if day:
            return day
    return None
