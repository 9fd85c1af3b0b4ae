"""The readable text of a span, and the cutting of long spans. Knows nothing of speakers or files."""

import re
from collections.abc import Iterator

MAX_SEGMENT_CHARACTERS = 300
"""About two sentences of speech: short enough for two of them in a quote, long enough to be understood alone."""

_CAPTION_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,80}\}")
_SCRIPT_MARKUP = re.compile(r"\{[^{}]*\}")
_SCRIPT_SPACE = re.compile(r"\\[Nnh]")
_RULE_MARKS = " \t\u3000-–—―─━*_="
_SPACES = re.compile(r"\s+")
_CLAUSE_ENDS = [r"(?<=[.!?…。！？])\s+", r"(?<=[。！？])", r"(?<=[,;:—，；：、])\s*", r"\s+", ""]


def readable(fragment: str, *, has_caption_markup: bool, has_script_markup: bool = False) -> str:
    r"""The fragment with caption markup removed, when the format has any, white space folded, nothing else changed.

    Script markup is that of SubStation files: what stands in braces, and `\N`, `\n`, `\h` for white space.
    """
    if has_caption_markup:
        fragment = _CAPTION_MARKUP.sub("", fragment)
    if has_script_markup:
        fragment = _SCRIPT_SPACE.sub(" ", _SCRIPT_MARKUP.sub("", fragment))
    return " ".join(fragment.split())


def is_rule(line: str) -> bool:
    """Whether a line holds dashes, asterisks and the like alone: it divides a text and says nothing."""
    return bool(line.strip()) and not line.strip(_RULE_MARKS)


def blank_markup(text: str, *, has_caption_markup: bool, has_script_markup: bool = False) -> str:
    """The text with as many spaces in the place of all markup, so that every place stays."""
    patterns = [_CAPTION_MARKUP] * has_caption_markup + [_SCRIPT_MARKUP, _SCRIPT_SPACE] * has_script_markup
    for pattern in patterns:
        text = pattern.sub(lambda markup: " " * len(markup.group()), text)
    return text


def cut_long_span(
    source: str, start: int, end: int, *, has_caption_markup: bool = False, has_script_markup: bool = False
) -> Iterator[tuple[int, int]]:
    """The span itself, or its sentences in groups of at most 300 readable characters when it holds more of them."""
    span, markup = source[start:end], {"has_caption_markup": has_caption_markup, "has_script_markup": has_script_markup}
    if len(readable(span, **markup)) <= MAX_SEGMENT_CHARACTERS:
        yield start, end
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=MAX_SEGMENT_CHARACTERS,
        chunk_overlap=0,
        separators=_CLAUSE_ENDS,
        is_separator_regex=True,
        keep_separator="end",
        add_start_index=True,
        length_function=_readable_length,
    )
    for document in splitter.create_documents([blank_markup(span, **markup)]):
        position = start + int(document.metadata["start_index"])
        yield position, position + len(document.page_content)


def _readable_length(text: str) -> int:
    """The characters with white space folded, where parts of a text can be added up to no less than the whole."""
    return len(_SPACES.sub(" ", text))
