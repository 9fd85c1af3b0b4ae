"""Recognising `Name: words`. Knows nothing of lines, cues or files."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_LABEL = re.compile(
    r"(?P<markup>[*_]{0,3})"
    r"(?P<name>[^\W_](?:[\w .'’()\-&+/]{0,58}(?:[^\W_]|[.)]))?)"
    r"(?:(?P=markup))?\s*(?:[\[(](?P<time>\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)[\])]\s*)?"
    r"(?::(?:(?P=markup))?(?=\s|$)|：(?:(?P=markup))?)\s*"
)
_MAX_NAME_WORDS = 5
_MIN_LOWER_CASE_COUNT = 3
_MIN_LABELLED_SHARE = 0.3
_NO_NAMES = frozenset(
    {
        "итог", "итоги", "вывод", "выводы", "важно", "задача", "задачи", "план", "примечание", "заметка", "вопрос",
        "ответ", "p.s.", "summary", "note", "notes", "important", "todo", "question", "answer", "plan", "tasks",
        "outcome", "总结", "备注", "结论", "注意", "计划",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's name at the beginning of a text; the words begin `length` characters later."""

    name: str
    length: int
    time: str | None = None


def find_label(text: str) -> Label | None:
    """The possible speaker's name that the text begins with."""
    match = _LABEL.match(text)
    if not match:
        return None
    name = " ".join(match["name"].split())
    if len(name.split()) > _MAX_NAME_WORDS or name.replace(" ", "").isdigit():
        return None
    return Label(name, match.end(), match["time"])


def choose_speakers(labels: Iterable[Label | None]) -> frozenset[str]:
    """The names among the labels of one file that are speakers; empty when the file is no dialogue.

    A file is a dialogue when at least three lines in ten begin with a label. A label with a word in lower case
    counts from its third use on, because `итог: …` and `Заметки себе: …` happen in any text.
    """
    listed = list(labels)
    counts = Counter(label.name for label in listed if label)
    if not listed or sum(counts.values()) < len(listed) * _MIN_LABELLED_SHARE:
        return frozenset()
    return frozenset(
        name
        for name, count in counts.items()
        if count >= _MIN_LOWER_CASE_COUNT
        or not (name.casefold() in _NO_NAMES or any(word[0].islower() for word in name.split()))
    )
