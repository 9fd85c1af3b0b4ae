"""Foreign words inside Markdown: shown as they are, nothing of them live. Pure; knows no Streamlit.

Backslashes keep marks from becoming Markdown, but not bare addresses from becoming links, nor arrows, dashes and names
between colons from becoming signs and pictures: those are looked for in the finished text (GitHub Flavored Markdown,
section 6.9, and the web page's own reader). An invisible word joiner takes them apart.
"""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:/@&])")
_LOOKED_FOR = re.compile(
    r"(?i)(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|(?=@)"  # addresses, which may follow a letter or an underscore
    r"|:(?=[a-z][\w+-]*:)"  # names of pictures
    r"|-(?=[->])|<(?=[-=])|[>~](?==)"  # arrows, dashes, comparisons
)
_JOINER = "\u2060"


def literal(text: str) -> str:
    """The text, white space folded, for a place where Markdown is read."""
    apart = _LOOKED_FOR.sub(lambda match: match.group() + _JOINER, " ".join(text.split()))
    return _MARKS.sub(r"\\\1", apart)


def code(text: str) -> str:
    """A text as Markdown shows code: nothing in it is live, addresses neither."""
    return f"`{text.replace('`', '')}`"
