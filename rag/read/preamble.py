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
from rag.read.speakers import is_capitalised, is_name
from rag.read.text import is_rule

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
_BULLET = re.compile(r"(?:[-*+•–—]|\d{1,2}[.)])\s+")
_MARKUP = "#*_ \t\u3000:：\\📝📖"
_PEOPLE = frozenset({"speakers", "attendees", "participants", "участники", "спикеры", "参会人", "发言人"})
_NOT_SPOKEN = frozenset(
    {"summary keywords", "keywords", "summary", "outline", "overview", "action items", "ключевые слова", "关键词"}
)
_WORDS_FOLLOW = frozenset({"transcript", "audio file", "расшифровка", "стенограмма", "文字记录", "转写"})
_NOTES = frozenset({"notes", "заметки"})
_OF_NOTES = re.compile(
    r"(?:invited|attachments|meeting records|приглашены|приглашённые|приглашенные|вложения|записи встречи)\s.{1,400}",
    re.IGNORECASE,
)
_PRESENTATION = re.compile(r"['’]s Presentation$")
_BETWEEN_NAMES = re.compile(r"[,;，、]")
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
    has_title = is_first = False
    for line in lines:
        shown = line.text.strip(_MARKUP)
        heading = _section(shown.casefold())
        if section == "people" and not is_first and (line.follows_gap or not _holds_names_alone(shown)):
            section = None
        if heading:
            section, is_first = heading, True
            yield "nothing"
        elif section == "people":
            is_first = False
            yield "people"
        elif section == "not spoken" or _is_beside_the_words(shown, are_notes=section == "notes"):
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
    if shown in _NOTES:
        return "notes"
    return "words" if shown in _WORDS_FOLLOW else None


def _is_beside_the_words(shown: str, *, are_notes: bool) -> bool:
    is_of_tool = is_rule(shown) or is_recording_note(shown) or is_tool_note(shown)
    is_of_notes = are_notes and _OF_NOTES.fullmatch(shown) is not None
    return not shown or is_of_tool or is_of_notes or _DURATION.fullmatch(shown) is not None


def _is_title(shown: str) -> bool:
    return len(shown) <= _MAX_TITLE_CHARACTERS and not shown.endswith((".", "?", "!", "…", "。", "？", "！", ","))


def _holds_names_alone(shown: str) -> bool:
    parts = [part.strip() for part in _BETWEEN_NAMES.split(_BULLET.sub("", shown, count=1))]
    return all(is_name(part) and is_capitalised(part) for part in parts)


def _names(shown: str) -> Iterator[str]:
    for name in _BETWEEN_NAMES.split(_BULLET.sub("", shown, count=1)):
        if is_name(name.strip()) and not _PRESENTATION.search(name.strip()):
            yield " ".join(name.split())
