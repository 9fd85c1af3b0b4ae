"""What the first lines of a text file say about the session: title, date, people, roles. Knows nothing of speech.

Three things can stand there: front matter between `---`, an opening (a title or a date without a field's name), and
fields (`Дата: …`, also in bold, in lists and below headings). Whatever may be speech is left to the speech.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rag.read.body import Header
from rag.read.dates import has_date, is_date_line
from rag.read.opening import is_timed, is_title, may_open
from rag.read.times import TIME_CODE

_MAX_LINES = 16
_MAX_FRONT_MATTER_LINES = 60
_MAX_CHARACTERS = 1000

_MARKS = "\ufeff \t\u3000#>*_-•📝📖"
_FIELD = re.compile(r"(?P<key>[^\W\d_][\w ./\-]{0,40}?)[*_]*\s{0,3}[:：](?P<value>.*)$")
_FRONT_MATTER_LINE = re.compile(r"(?:[^\W\d_][\w .\-]{0,40}:(?:\s.*)?|\s*-\s.*|\s*#.*|\s+\S.*)$")
_HEADING = re.compile(r"\s*#{1,6}\s")
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]\s*$")
_TIME_ALONE = re.compile(rf"[\[(<]{TIME_CODE}[\])>]$")
_RULE = re.compile(r"\s*[-*_=]{3,}\s*$")
_BULLET = re.compile(r"\s*(?:[-*+•–—]|\d{1,2}[.)])\s+")

_NAME = re.compile(r"[^\W\d_][\w'’\-]*\.?(?:\s+[^\W\d_][\w'’\-]*\.?){0,3}$")
_BETWEEN_PEOPLE = re.compile(r"[,;，、/&](?![^()]{0,80}\))|\s(?:и|and)\s")
_MAIL = re.compile(r"<[^<>]{0,80}>|\[\[|\]\]")
_WITH_REMARK = re.compile(r"(?P<name>[^()–—]+?)\s*(?:\((?P<remark>[^()]*)\)|\s[–—-]\s(?P<after>.*))$")

_MEANINGS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "дата", "когда", "дата и время", "дата/время", "время", "дата встречи", "дата созвона", "дата сессии",
            "дата записи", "начало", "date", "when", "date and time", "date/time", "time", "start", "start time",
            "started", "recorded", "recorded on", "meeting date", "session date", "日期", "时间", "会议时间",
            "开始时间",
        ),
        "date",
    ),
    **dict.fromkeys(
        (
            "сессия", "встреча", "тема", "название", "созвон", "урок", "занятие", "консультация", "тема встречи",
            "название встречи", "session", "meeting", "title", "topic", "subject", "conversation", "call", "lesson",
            "meeting title", "meeting name", "пьеса", "会议", "主题", "标题", "会议主题", "会议名称",
        ),
        "title",
    ),
    **dict.fromkeys(
        (
            "ментор", "менти", "наставник", "наставница", "коуч", "ученик", "ученица", "студент", "студентка",
            "клиент", "клиентка", "преподаватель", "репетитор", "mentor", "mentee", "coach", "coachee", "student",
            "client", "teacher", "tutor", "导师", "学员",
        ),
        "role",
    ),
    **dict.fromkeys(
        (
            "участники", "участник", "присутствовали", "присутствующие", "собеседники", "участники встречи",
            "участники созвона", "participants", "participant", "attendees", "attendee", "speakers", "people",
            "present", "与会者", "参会人", "参会人员", "参与者", "参加者",
        ),
        "people",
    ),
}  # fmt: skip
_SELF = frozenset({"я", "i", "me", "вы", "you", "我"})
_SECTIONS = frozenset(
    {
        "transcript", "transcription", "meeting transcript", "session transcript", "расшифровка", "транскрипт",
        "транскрипция", "стенограмма", "текст", "запись", "notes", "заметки", "逐字稿", "文字记录", "会议记录",
    }
)  # fmt: skip


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
    lines: Sequence[FirstLine]
    label_counts: Mapping[str | None, int]
    title: str | None = None
    date_text: str | None = None
    people: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    is_certain: bool = False
    has_fields: bool = False

    def take(self, meaning: str, key: str, value: str) -> None:
        if meaning == "date":
            self.date_text = f"{self.date_text}\n{value}" if self.date_text else value
        elif meaning == "title":
            self.title = self.title or value
        elif meaning == "role":
            self.take_people([(_person(value)[0], key)])
        else:
            self.take_people(list(_people_in(value)))
        self.is_certain = self.is_certain or meaning != "role"

    def take_people(self, people: Sequence[tuple[str, str | None]]) -> None:
        for name, role in people:
            self.people.append(name)
            if role:
                self.roles.setdefault(role, name)


def read_header(lines: Sequence[FirstLine]) -> HeaderLines:
    """The header that the lines begin with.

    The header ends at the first line that neither names a known field nor stands among such lines. A role
    (`Ментор: Ольга Дронова`) belongs to it only beside a certain field, because `Ментор: Привет` is speech.
    """
    collected = _Collected(lines, Counter(line.label for line in lines))
    begin = _take_front_matter(collected)
    index = length = begin + _take_opening(collected, begin)
    end = min(len(lines), begin + _MAX_LINES)
    while index < end:
        meaning = _take_line(collected, index)
        if meaning is None:
            length = index if lines[index].follows_gap else length
            break
        index += 1 + (_people_below(collected, index + 1)[0] if meaning == "list" else 0)
        length = length if meaning == "unknown" else index
    if not collected.is_certain:
        return HeaderLines()
    header = Header(collected.title, collected.date_text, tuple(dict.fromkeys(collected.people)))
    return HeaderLines(length, header, collected.roles)


def _take_front_matter(collected: _Collected) -> int:
    """The number of lines of a YAML block at the beginning; what its known keys say is collected."""
    lines = collected.lines[: _MAX_FRONT_MATTER_LINES + 2]
    if not lines or lines[0].text.strip("\ufeff \t") != "---":
        return 0
    inside = list(takewhile(lambda line: line.text.rstrip() not in {"---", "..."}, lines[1:]))
    is_closed = len(inside) + 1 < len(lines)
    is_repeated = any(line.label and collected.label_counts[line.label] > 1 for line in inside)
    if not is_closed or is_repeated or not all(_FRONT_MATTER_LINE.match(line.text) for line in inside):
        return 0
    fields = list(_front_matter_fields(inside))
    if all(meaning == "role" for meaning, _, _ in fields):
        return 0
    for meaning, key, value in fields:
        if meaning != "role" or _is_name(_person(value)[0]):
            collected.take(meaning, key, value)
    return len(inside) + 2


def _front_matter_fields(lines: Sequence[FirstLine]) -> Iterator[tuple[str, str, str]]:
    """Meaning, key and value of the known keys; the items of a list count as values of its key."""
    key = ""
    for line in lines:
        match = None if _BULLET.match(line.text) else _FIELD.match(line.text)
        key = match["key"].strip().casefold() if match else key
        value = match["value"] if match else _BULLET.sub("", line.text, count=1)
        meaning, value = _MEANINGS.get(key), value.strip(" \t\"'[]")
        if meaning and value and (match or meaning == "people"):
            yield meaning, key, value


def _take_opening(collected: _Collected, begin: int) -> int:
    """The number of lines of a title or a date without a field's name at the very beginning."""
    texts = [line.text.strip("\ufeff \t\u3000") for line in collected.lines[begin : begin + 2]]
    first, second = (*texts, "", "")[:2]
    if not first or collected.lines[begin].label or not may_open(first):
        return 0
    if is_date_line(first) and _is_closed(collected, begin + 1):
        collected.take("date", "", first)
        return 1
    is_followed_by_date = is_date_line(second) and not is_timed(second) and _is_closed(collected, begin + 2)
    is_repeated = any(line.text.strip() == first for line in collected.lines[begin + 1 :])
    if is_followed_by_date and not is_repeated:
        if first.strip(_MARKS).casefold() not in _SECTIONS:
            collected.take("title", "", first)
        collected.take("date", "", second)
        return 2
    if (is_title(first) and _is_closed(collected, begin + 1)) or _has_fields_below(collected, begin + 1):
        if first.strip(_MARKS).casefold() not in _SECTIONS:
            collected.take("title", "", first)
        return 1
    return 0


def _has_fields_below(collected: _Collected, begin: int) -> bool:
    """Whether known fields below a line give a day or people: it is a title then, whatever its words."""
    for index, line in enumerate(collected.lines[begin : begin + _MAX_LINES], begin):
        text = line.text[:_MAX_CHARACTERS].lstrip(_MARKS).rstrip(" \t\u3000*_")
        match = _FIELD.match(text)
        meaning = _MEANINGS.get((match["key"] if match else text).strip().casefold())
        value = match["value"].strip(" \t\u3000*_") if match else ""
        if meaning is None or (line.label and collected.label_counts[line.label] > 1):
            return False
        if meaning == "people" and (any(_people_in(value)) or (not value and _people_below(collected, index + 1)[0])):
            return True
        if meaning == "date" and has_date(value):
            return True
    return False


def _is_closed(collected: _Collected, index: int) -> bool:
    """Whether an opening before this line is cut off from what follows: by an empty line, a label or a heading."""
    if index >= len(collected.lines):
        return False
    line = collected.lines[index]
    bare = line.text.strip(_MARKS + ":：").casefold()
    return line.follows_gap or line.label is not None or bare in _SECTIONS or _MEANINGS.get(bare) == "people"


def _take_line(collected: _Collected, index: int) -> str | None:
    """What the line means in the header, None when it does not belong to it; what it says is collected."""
    line = collected.lines[index]
    text = line.text[:_MAX_CHARACTERS].lstrip(_MARKS).rstrip(" \t\u3000*_")
    bare = text.rstrip(":：*_ ").casefold()
    is_heading = _HEADING.match(line.text.lstrip("\ufeff")) is not None
    if _MEANINGS.get(bare) == "people":
        length, people = _people_below(collected, index + 1)
        if not (length or is_heading or text.casefold() != bare):
            return None
        collected.take_people(people)
        collected.is_certain = collected.has_fields = True
        return "list"
    match = _FIELD.match(text)
    key = match["key"].strip().casefold() if match else ""
    if is_heading and _MEANINGS.get(key, "role") == "role":
        if bare not in _SECTIONS:
            collected.take("title", "", text.rstrip("# "))
            collected.has_fields = True
        return "title"
    if not match:
        return _meaning_without_key(collected, index, text)
    return _meaning_of_field(collected, index, key, match["value"].strip(" \t\u3000*_"))


def _meaning_without_key(collected: _Collected, index: int, text: str) -> str | None:
    line = collected.lines[index]
    if (_REMARK.match(text) and not _TIME_ALONE.match(text)) or _RULE.match(line.text):
        return "remark"
    if not collected.is_certain:
        return None
    if text.casefold() in _SECTIONS:
        return "section"
    if not collected.date_text and is_date_line(text) and not is_timed(text) and _is_closed(collected, index + 1):
        collected.take("date", "", text)
        return "date"
    return None


def _meaning_of_field(collected: _Collected, index: int, key: str, value: str) -> str | None:
    line, after = collected.lines[index], collected.lines[index + 1 :]
    meaning = _MEANINGS.get(key)
    if meaning == "role" and (not _is_name(_person(value)[0]) or key in collected.roles or _is_speech(line, after)):
        return None
    if meaning:
        collected.has_fields = True
        if value:
            collected.take(meaning, key, value)
        return meaning
    is_repeated = line.label is not None and collected.label_counts[line.label] > 1
    is_person = any(key in person.casefold().split() for person in collected.people)
    is_unknown_field = not is_repeated and not is_person and _is_listed(line.text)
    return "unknown" if collected.has_fields and not line.follows_gap and is_unknown_field else None


def _people_below(collected: _Collected, begin: int) -> tuple[int, list[tuple[str, str | None]]]:
    """How many lines below `Участники:` hold nothing but names, and the names.

    Items of a list that directly follow are believed. Other lines must name somebody who speaks, or by a full name,
    and must be cut off from what follows, as a word alone on its line may have been said.
    """
    people: list[tuple[str, str | None]] = []
    length = 0
    for line in collected.lines[begin : begin + _MAX_LINES]:
        named = list(_people_in(_BULLET.sub("", line.text, count=1)))
        is_full = len(named) == len(_BETWEEN_PEOPLE.split(line.text)) and all(_is_large(name) for name, _ in named)
        is_section = line.text.strip(_MARKS + ":：").casefold() in _SECTIONS
        if line.label or is_section or not is_full or (length and line.follows_gap):
            break
        people += named
        length += 1
    block = collected.lines[begin : begin + length]
    is_listed = all(_BULLET.match(line.text) for line in block) and not any(line.follows_gap for line in block[:1])
    speaking = {word for label in collected.label_counts if label for word in label.casefold().split()}
    is_known = any(" " in name or name.casefold() in speaking for name, _ in people)
    is_believed = is_listed or (is_known and _is_closed(collected, begin + length))
    return (length, people) if is_believed else (0, [])


def _people_in(value: str) -> Iterator[tuple[str, str | None]]:
    """The names in a list of people, each with its role where one is given (`Ольга (ментор)`)."""
    for item in _BETWEEN_PEOPLE.split(value[:_MAX_CHARACTERS]):
        name, role = _person(item)
        if _is_name(name) and name.casefold() not in _SELF:
            yield name, role


def _person(item: str) -> tuple[str, str | None]:
    """Name and role of `Ольга (ментор)`, `ментор — Ольга` or `я (Ольга)`."""
    text = _MAIL.sub("", item).strip(" \t\u3000*_\"'«»“”")
    match = _WITH_REMARK.match(text)
    if not match:
        return text, None
    name, remark = match["name"].strip(), (match["remark"] or match["after"] or "").strip()
    if name.casefold() in _SELF or _MEANINGS.get(name.casefold()) == "role":
        name, remark = remark, name
    return name, remark.casefold() if _MEANINGS.get(remark.casefold()) == "role" else None


def _is_name(text: str) -> bool:
    return _NAME.match(text) is not None


def _is_large(name: str) -> bool:
    """Whether every word of a name begins with a capital letter, where its script has them."""
    return all(word[0] == word[0].upper() for word in name.split())


def _is_speech(line: FirstLine, after: Sequence[FirstLine]) -> bool:
    """Whether a role speaks (`Ментор: Привет`): it does so again before the next empty line, or stands alone."""
    block = list(takewhile(lambda other: not other.follows_gap, after))
    return any(other.label == line.label for other in block) or (line.follows_gap and not block)


def _is_listed(line: str) -> bool:
    """Unknown fields count as header only as items of a list or with a key of one word: `- запись: …`, `Автор: …`."""
    return line.lstrip().startswith(("-", "*", "•")) or " " not in line.split(":")[0].strip()
