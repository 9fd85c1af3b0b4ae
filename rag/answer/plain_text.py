"""Markdown as models write it to plain text: emphasis, headings, fences, tables, links. Knows no citations. Pure.

Every pattern is bounded, so that the time grows with the length of the text alone, whatever a model writes.
"""

import re
from collections.abc import Callable

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~<-])")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]{0,30}$\n?", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:-[ \t]?){3,}$\n?|^[ \t]*(?:\*[ \t]?){3,}$\n?|^[ \t]*(?:_[ \t]?){3,}$\n?", re.MULTILINE)
_TABLE_RULE = re.compile(r"^(?=[^\n]*\|)(?=[^\n]*-)[-|: \t]+$\n?", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|([^\n]+)\|[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+•‣◦▪●·][ \t]+", re.MULTILINE)
_RAISED = re.compile(r"<sup>\s{0,3}\[?([\d,; –-]{1,30})\]?\s{0,3}</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/li|/tr)\s?/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|blockquote|cite|code|details|div|em|font|h[1-6]|hr|i|img|li|mark|ol|p|pre|q|s|small|span|strong|sub"
    r"|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[\w-]{1,30}=[^<>\n]{0,300})?\s?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]{0,200})\]\((?P<address>[^()\s]{0,300})(?:[ \t]\"[^\"\n]{0,100}\")?\)")
_ADDRESS = re.compile(r"(?:[a-z][a-z+.-]{1,20}:|[#/.]|www\.)", re.IGNORECASE)
_NUMBERED = re.compile(r"\D{0,12}\d{1,3}(?:\D{1,3}\d{1,3}){0,9}\D{0,3}")
_TEX_QUOTED = re.compile(r"``([^`'\n]{1,2000})''")
_STRONG = re.compile(r"(?<![\d*])\*{2,3}(?![*])|(?<!\*)\*{2,3}(?![\d*])|(?<!\w)_{2,3}(?=\S)|(?<=\S)_{2,3}(?!\w)|~~|`+")
_WEAK = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]{1,500})_(?!\w)"
)
_BLANKS = re.compile(r"[ \t]{2,}")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*\n")


def plain_text(text: str) -> str:
    """The text as it reads without Markdown and HTML; bullets stay as `- `, and so do `> ` before a quoted line.

    Of a link its text stays, in brackets where that is a number; the address is dropped.
    """
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text.strip()


def _cells(row: re.Match[str]) -> str:
    return " · ".join(cell.strip() for cell in row[1].split("|") if cell.strip())


def _text_of_link(link: re.Match[str]) -> str:
    if _NUMBERED.fullmatch(link["text"]) and link["address"].isascii():
        return f"[{link['text']}]"
    return link["text"] if _ADDRESS.match(link["address"]) else link[0]


_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_ESCAPED, r"\1"),
    (_BREAK, "\n"),
    (_RAISED, r"[\1]"),
    (_TAG, ""),
    (_FENCE, ""),
    (_RULE, ""),
    (_TABLE_RULE, ""),
    (_TABLE_ROW, _cells),
    (_HEADING, ""),
    (_BULLET, r"\1- "),
    (_TEX_QUOTED, "“\\1”"),
    (_STRONG, ""),
    (_WEAK, r"\1\2"),
    (_LINK, _text_of_link),
    (_BLANKS, " "),
    (_EMPTY_LINES, "\n\n"),
)
