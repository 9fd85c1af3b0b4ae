"""The sources that models name below an answer: "Источники: [1], [3]". Knows markers as tokens alone. Pure."""

import re

_HEADING = (
    r"(?:(?:использованные |номера |основные )?(?:источники|строки|цитаты|ссылки)"
    r"|(?:cited |used )?(?:sources?|lines|quotes|references|citations)(?: used| cited)?"
    r"|источник|来源|出处|参考|引用|依据|行号)\s?[:：]"
)
_HEADING_OF_LINES = r"(?:источники|sources|references|来源|出处|参考(?:资料)?)\s?[:：]?"
_START = r"(?:\A|\n+[ \t]*|(?<=[.!?…。\x03])[ \t]*)(?:-[ ])?"
_NUMBERS_ONLY = re.compile(
    rf"{_START}{_HEADING}(?=[^\n]*\d|\s*\x02|\s*-)(?>\x02\d+\x03|строк[аи]|lines?|行|第|[\s\d,;.и、，–•—-]|and)*+\Z",
    re.IGNORECASE,
)
_LISTED_LINES = re.compile(
    rf"(?:\A|\n)[ \t]*{_HEADING_OF_LINES}[ \t]*(?:\n+[ \t]*(?:-[ ])?(?:\d{{1,2}}[.)][ ])?\x02\d+\x03[^\n]*)++\s*\Z",
    re.IGNORECASE,
)


_BEFORE_MARKER = re.compile(rf"(?<!\w){_HEADING}\s?(?=\x02)", re.IGNORECASE)


def split_source_list(text: str) -> tuple[str, str]:
    """The text before the list of sources at its end, and that list; empty where there is none."""
    found = _LISTED_LINES.search(text) or _NUMBERS_ONLY.search(text)
    return (text[: found.start()].rstrip(), text[found.start() :]) if found else (text, "")


def without_source_words(text: str) -> str:
    """The text with the marker alone where a model writes "Источник: [3]" within its answer."""
    return _BEFORE_MARKER.sub("", text)
