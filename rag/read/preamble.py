"""What recording tools write above the first words: title, day, length, who was there. Knows nothing of turns.

`rag.read.header` reads the fields that people write (`Дата: …`); here the meaning lies in the order of the lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.read.body import Header
from rag.read.dates import find_date
from rag.read.lines import Line, is_tool_note
from rag.read.speakers import is_name

_DURATION = re.compile(
    r"(?:\d{1,3}\s?(?:h|hours?|hrs?|ч|час\w{0,2})\.?\s*)?(?:\d{1,3}\s?(?:m|mins?|minutes?|мин\w{0,4})\.?\s*)?"
    r"(?:\d{1,2}\s?(?:s|secs?|seconds?|с|сек\w{0,4})\.?)?|(?:\d{1,2}:)?\d{1,2}:\d{2}",
    re.IGNORECASE,
)
_RECORDING_NOTE = re.compile(
    r".{1,80}\s(?:started|stopped|ended) (?:transcription|recording)"
    r"|.{1,80}\s(?:начал|запустил|остановил|завершил)\S{0,4} (?:транскрибирование|транскрипцию|расшифровку|запись)",
    re.IGNORECASE,
)
_MARKUP = "#*_ \t\u3000:：\\📝📖"
_PEOPLE = frozenset({"speakers", "attendees", "participants", "участники", "спикеры", "参会人", "发言人"})
_NOT_SPOKEN = frozenset(
    {"summary keywords", "keywords", "summary", "outline", "overview", "action items", "ключевые слова", "关键词"}
)
_WORDS_FOLLOW = frozenset({"transcript", "audio file", "расшифровка", "стенограмма", "文字记录", "转写"})
_PRESENTATION = re.compile(r"['’]s Presentation$")
_TITLE_END = re.compile(r"\s*\\?[-–—]\s*(?:Meeting )?Transcript$", re.IGNORECASE)
_MAX_TITLE_CHARACTERS = 150
_MAX_DATE_CHARACTERS = 80
_MAX_LINES = 100


@dataclass(frozen=True, slots=True)
class Preamble:
    """What the lines above the first words say, and those of them that are words after all."""

    header: Header
    spoken: tuple[Line, ...]


def is_recording_note(text: str) -> bool:
    """Whether a line says who started or stopped the recording."""
    return _RECORDING_NOTE.fullmatch(text.strip(_MARKUP)) is not None


def is_transcript_title(text: str) -> bool:
    """Whether a line is a title as Google Meet writes it: `Разбор резюме - 2025/10/14 18:00 MSK - Transcript`."""
    shown = text.strip(_MARKUP)
    return len(shown) <= _MAX_TITLE_CHARACTERS and _TITLE_END.search(shown) is not None


def read_preamble(lines: Sequence[Line]) -> Preamble:
    """The title, the day and the people that the lines name; a line of unknown meaning is speech."""
    title: str | None = None
    days: list[str] = []
    people: list[str] = []
    spoken: list[Line] = []
    for line, meaning in zip(lines, _meanings(lines[:_MAX_LINES]), strict=False):
        shown = line.text.strip(_MARKUP)
        if meaning == "day":
            days.append(shown)
        elif meaning == "title":
            title = title or _TITLE_END.sub("", shown)
        elif meaning == "people":
            people += _names(shown)
        elif meaning == "speech":
            spoken.append(line)
    return Preamble(
        Header(title, "\n".join(days) or None, tuple(dict.fromkeys(people))), (*spoken, *lines[_MAX_LINES:])
    )


def _meanings(lines: Sequence[Line]) -> Iterator[str]:
    """What each line is: a day, the title, people, speech, or nothing that matters."""
    section: str | None = None
    has_title = False
    for line in lines:
        shown = line.text.strip(_MARKUP)
        heading = _section(shown.casefold())
        if heading:
            section = heading
            yield "nothing"
        elif section == "people":
            section = None
            yield "people"
        elif section == "not spoken" or _is_beside_the_words(shown):
            yield "nothing"
        elif len(shown) <= _MAX_DATE_CHARACTERS and not is_transcript_title(shown) and find_date(shown, date.max):
            yield "day"
        elif is_transcript_title(shown) or (not has_title and _is_title(shown)):
            has_title = True
            yield "title"
        else:
            yield "speech"


def _section(shown: str) -> str | None:
    if shown in _PEOPLE:
        return "people"
    if shown in _NOT_SPOKEN:
        return "not spoken"
    return "words" if shown in _WORDS_FOLLOW else None


def _is_beside_the_words(shown: str) -> bool:
    return not shown or bool(_DURATION.fullmatch(shown)) or is_recording_note(shown) or is_tool_note(shown)


def _is_title(shown: str) -> bool:
    return len(shown) <= _MAX_TITLE_CHARACTERS and not shown.endswith((".", "?", "!", "…", "。", "？", "！", ","))


def _names(shown: str) -> Iterator[str]:
    for name in re.split(r"[,;，、]", shown):
        if is_name(name.strip()) and not _PRESENTATION.search(name.strip()):
            yield " ".join(name.split())
