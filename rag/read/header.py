"""What the first lines of a text file say about the session: title, date, people, roles. Knows nothing of dates."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rag.read.body import Header

_FIELD = re.compile(r"[\ufeff\s#>*_\-•]*(?P<key>[^\W\d_][\w .\-]{0,40}?)[*_]*\s*[:：][*_]*\s*(?P<value>.*?)[\s*_]*$")
_HEADING = re.compile(r"\ufeff?\s*#{1,6}\s+(?P<title>.+?)\s*#*\s*$")
_REMARK = re.compile(r"\ufeff?\s*[(\[][^()\[\]]*[)\]]\s*$")
_NAME = re.compile(r"[^\W\d_][\w'’\-]*\.?(?:\s+[^\W\d_][\w'’\-]*\.?){0,3}$")
_MAX_LINES = 16

_MEANINGS: Mapping[str, str] = {
    **dict.fromkeys(("дата", "когда", "date", "when", "время", "дата и время", "日期", "时间"), "date"),
    **dict.fromkeys(
        (
            "сессия", "встреча", "тема", "название", "созвон", "session", "meeting", "title", "topic", "subject",
            "conversation", "call", "пьеса", "会议", "主题", "标题",
        ),
        "title",
    ),
    **dict.fromkeys(
        (
            "ментор", "менти", "наставник", "коуч", "ученик", "ученица", "студент", "студентка", "клиент", "клиентка",
            "mentor", "mentee", "coach", "student", "client", "导师", "学员",
        ),
        "role",
    ),
    **dict.fromkeys(("участники", "участник", "participants", "attendees", "speakers", "与会者", "参会人"), "people"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FirstLine:
    """One of the first lines of a file, with the speaker's label that it might carry."""

    text: str
    label: str | None
    follows_gap: bool


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """The header, how many lines it takes, and which name stands behind a role (`ментор`)."""

    length: int = 0
    header: Header | None = None
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Collected:
    title: str | None = None
    date_text: str | None = None
    people: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    is_certain: bool = False

    def take(self, meaning: str, key: str, value: str) -> None:
        if meaning == "date":
            self.date_text = f"{self.date_text}\n{value}" if self.date_text else value
            self.is_certain = True
        elif meaning == "title":
            self.title = self.title or value
            self.is_certain = True
        elif meaning == "role":
            self.people.append(value)
            self.roles[key] = value
        else:
            self.people += [name.strip() for name in re.split(r"[,;，、]", value) if _NAME.match(name.strip())]
            self.is_certain = True


def read_header(lines: Sequence[FirstLine]) -> HeaderLines:
    """The header that the lines begin with.

    The header ends at the first line that neither names a known field nor stands among such lines. A role
    (`Ментор: Ольга Дронова`) belongs to it only beside a certain field, because `Ментор: Привет` is speech.
    """
    collected = _Collected()
    label_counts: Mapping[str | None, int] = Counter(line.label for line in lines)
    length = 0
    for index, line in enumerate(lines[:_MAX_LINES]):
        meaning = _take_line(collected, line, label_counts, lines[index + 1 :])
        if meaning is None:
            length = index if line.follows_gap else length
            break
        length = length if meaning == "unknown" else index + 1
    if not collected.is_certain:
        return HeaderLines()
    header = Header(collected.title, collected.date_text, tuple(dict.fromkeys(collected.people)))
    return HeaderLines(length, header, collected.roles)


def _take_line(
    collected: _Collected, line: FirstLine, label_counts: Mapping[str | None, int], after: Sequence[FirstLine]
) -> str | None:
    """What the line means in the header, None when it does not belong to it; what it says is collected."""
    heading = _HEADING.match(line.text)
    if heading:
        collected.take("title", "", heading["title"])
        return "title"
    match = _FIELD.match(line.text)
    if not match:
        return "remark" if _REMARK.match(line.text) else None
    key, value = match["key"].strip().casefold(), match["value"]
    meaning = _MEANINGS.get(key)
    if meaning == "role" and (not _NAME.match(value) or key in collected.roles or _is_speech(line, after)):
        return None
    if meaning:
        if value:
            collected.take(meaning, key, value)
        return meaning
    is_repeated = line.label is not None and label_counts[line.label] > 1
    is_unknown_field = meaning is None and not is_repeated and _is_listed(line.text)
    return "unknown" if collected.is_certain and not line.follows_gap and is_unknown_field else None


def _is_speech(line: FirstLine, after: Sequence[FirstLine]) -> bool:
    """Whether a role speaks (`Ментор: Привет`): it does so again before the next empty line, or stands alone."""
    block = list(takewhile(lambda other: not other.follows_gap, after))
    return any(other.label == line.label for other in block) or (line.follows_gap and not block)


def _is_listed(line: str) -> bool:
    """Unknown fields count as header only as items of a list or with a key of one word: `- запись: …`, `Автор: …`."""
    return line.lstrip().startswith(("-", "*", "•")) or " " not in line.split(":")[0].strip()
