"""Bytes in words, as download pages count them. Knows no Streamlit."""

from rag.languages import Language
from rag.web.texts import text

_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000
_WITH_TENTHS_BELOW = 10


def size_in_words(size: float, language: Language) -> str:
    """A number of bytes in gigabytes, or in megabytes below one."""
    if size < _GIGABYTE:
        return text("megabytes", language, number=round(size / _MEGABYTE))
    return text("gigabytes", language, number=number_in_words(size / _GIGABYTE, language))


def memory_in_words(size: int, language: Language) -> str:
    """The memory of a computer as it is sold: in gigabytes of 1024 each."""
    return text("gigabytes", language, number=max(1, round(size / 2**30)))


def number_in_words(number: float, language: Language) -> str:
    """A number with one digit after the comma where it is small."""
    told = f"{number:.1f}" if number < _WITH_TENTHS_BELOW else f"{number:.0f}"
    told = told.removesuffix(".0")
    return told.replace(".", ",") if language == "ru" else told
