"""How paragraphs, rows of tables and properties of a document become lines, a title and a day.

Shared by all documents; knows nothing of any program that writes them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rag.errors import ReadingLimit

MAX_TEXT_CHARACTERS = 50_000_000

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_MAX_NAME_CHARACTERS = 60
_MAX_NAME_WORDS = 5
_MAX_TITLE_CHARACTERS = 300
_MAX_CELLS_OF_SPEECH = 3

_TIME = re.compile(r"[\[(]?((?:\d{1,3}[:：])?\d{1,2}[:：]\d{2})(?:[.,]\d{1,3})?[\])]?")
_OLD_TIMING = re.compile(r"(\d):(\d{1,2}):(\d{1,2})\.\d{1,7} --> \d:\d{1,2}:\d{1,2}\.\d{1,7}")
_LABELLED = re.compile(r"[^:：]{1,60}[:：]\s")
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})")
_PROGRAM_BEFORE_TITLE = re.compile(r"Microsoft (?:Office )?Word - ", re.IGNORECASE)
_SUFFIX_OF_TITLE = re.compile(r"\.(?:docx?|odt|rtf|pdf|html?|txt)$", re.IGNORECASE)
_TITLES_OF_NOBODY = frozenset({
    "document", "word document", "microsoft word document", "untitled", "untitled document", "no title",
    "(anonymous)", "unspecified", "new document", "title", "документ", "документ microsoft word", "документ word",
    "без названия", "без имени", "новый документ", "заголовок", "文档", "无标题", "无标题文档", "未命名", "新建文档",
    "新建 microsoft word 文档",
})  # fmt: skip
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNSHOWN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def write_text(lines: Iterable[str]) -> str:
    """The text of the lines, one empty line at most between two of them. Raises ReadingLimit."""
    kept: list[str] = []
    length = 0
    for line in name_beside_time(list(_clean_lines(lines))):
        if line or (kept and kept[-1]):
            kept.append(line)
            length += len(line) + 1
        if length > MAX_TEXT_CHARACTERS:
            raise ReadingLimit(f"The document holds more than {MAX_TEXT_CHARACTERS} characters.")
    return "\n".join(kept).strip("\n") + "\n" if kept else ""


def name_beside_time(lines: Sequence[str]) -> Iterator[str]:
    """The lines, where Teams wrote a name above its time in one line: `Name`, `0:03` become `Name  0:03`.

    Its oldest documents put `0:0:3.1 --> 0:0:5.2` above the name instead.
    """
    position = 0
    while position < len(lines):
        here, below, words = (lines[p] if p < len(lines) else "" for p in range(position, position + 3))
        written = _speaker_line(here, below, words)
        yield written or _timed_words(here, below) or here
        position += 2 if written or _timed_words(here, below) else 1


def row_of_cells(cells: Sequence[str]) -> str:
    """A row of a table as `[time] name: words` where it reads so, else its cells with tabs between them."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    times = [cell for cell in filled if _TIME.fullmatch(cell)]
    others = [cell for cell in filled if not _TIME.fullmatch(cell)]
    is_speech = len(filled) <= _MAX_CELLS_OF_SPEECH and len(times) <= 1 and 1 <= len(others) <= 2
    lead = others[0].rstrip(":： ") if others else ""
    if not is_speech or len(filled) == 1 or (len(others) > 1 and not _is_label(lead)):
        return "\t".join(" ".join(cell.split("\n")) for cell in filled)
    time = _TIME.fullmatch(times[0]) if times else None
    return (f"[{time[1]}] " if time else "") + (f"{lead}: {others[1]}" if len(others) > 1 else others[0])


def plausible_title(title: str | None) -> str | None:
    """The title that a person gave to a document, None for the words that programs put there by themselves."""
    shown = " ".join(_UNSHOWN.sub(" ", _SURROGATES.sub("\ufffd", title or "")).split())
    shown = _SUFFIX_OF_TITLE.sub("", _PROGRAM_BEFORE_TITLE.sub("", shown[:_MAX_TITLE_CHARACTERS])).strip()
    is_word = any(character.isalnum() for character in shown)
    return shown if is_word and shown.casefold() not in _TITLES_OF_NOBODY else None


def plausible_day(text: str | None) -> date | None:
    """The day with which `2025-03-01T10:00:00Z` or `20250301` begins, None for years without transcripts."""
    match = _ISO_DAY.match(text or "")
    if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _clean_lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        shown = _UNSHOWN.sub("", _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", line)))
        yield from (part.strip(" \t") for part in shown.split("\n"))


def _speaker_line(here: str, below: str, words: str) -> str | None:
    if not words or _TIME.fullmatch(words) or _LABELLED.match(words):
        return None
    time = _TIME.fullmatch(below)
    if time and _is_name(here):
        return f"{here}  {time[1].replace('：', ':')}"
    timing = _OLD_TIMING.fullmatch(here)
    return f"{below}  {_clock(timing)}" if timing and _is_name(below) and not _OLD_TIMING.fullmatch(words) else None


def _timed_words(here: str, below: str) -> str | None:
    timing = _OLD_TIMING.fullmatch(here)
    return f"[{_clock(timing)}] {below}" if timing and below and not _OLD_TIMING.fullmatch(below) else None


def _clock(timing: re.Match[str]) -> str:
    return f"{timing[1]}:{int(timing[2]):02}:{int(timing[3]):02}"


def _is_label(text: str) -> bool:
    return 0 < len(text) <= _MAX_NAME_CHARACTERS and "\n" not in text and not text.endswith((".", "!", "?", "…", "。"))


def _is_name(text: str) -> bool:
    """A few words, each with a capital letter where its script has them: sentences and remarks are no names."""
    words = text.split()
    return (
        0 < len(words) <= _MAX_NAME_WORDS
        and len(text) <= _MAX_NAME_CHARACTERS
        and not re.search(r"[:：,!?…;。，？！]", text)
        and any(character.isalpha() for character in text)
        and all(_begins_large(word) for word in words)
    )


def _begins_large(word: str) -> bool:
    first = word.lstrip("(\"«'")[:1]
    return first == first.upper()
