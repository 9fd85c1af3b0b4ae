"""Foreign words inside Markdown: shown as they are, nothing of them live. Pure; knows no Streamlit.

Backslashes keep marks from becoming Markdown, but not bare addresses from becoming links: those are looked for in the
finished text (GitHub Flavored Markdown, section 6.9). An invisible word joiner takes them apart.
"""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:/@&])")
_ADDRESS = re.compile(r"(?i)(\bhttps?|\bftp|\bmailto|\bxmpp)(?=:)|(\bwww)(?=\.)|(?=@)")
_JOINER = "\u2060"


def literal(text: str) -> str:
    """The text, white space folded, for a place where Markdown is read."""
    apart = _ADDRESS.sub(lambda match: match.group() + _JOINER, " ".join(text.split()))
    return _MARKS.sub(r"\\\1", apart)
