"""Recognising `Name: words`. Knows nothing of lines, cues or files."""

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass

_SYMBOLS = "\u2600-\u27bf\ufe0f\U0001f1e6-\U0001faff"
_LABEL = re.compile(
    r"(?P<markup>[*_]{0,3})"
    rf"(?P<name>[^\W_](?:[\w .'’()\-&+/|@·{_SYMBOLS}]{{0,58}}(?:[^\W_]|[.){_SYMBOLS}]))?)"
    r"(?:(?P=markup))?\s*(?:[\[(](?P<time>\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)[\])]\s*)?"
    r"(?::(?:(?P=markup))?(?=\s|$)|：(?:(?P=markup))?)\s*"
)
_BRACKETED = re.compile(r"\[(?P<name>[^\W_][\w .'’()\-&+/|@·]{0,58})\]\s*[:：](?=\s|$)\s*")
_IN_BRACKETS = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
_NO_NAME = re.compile(r"[?!…;:\"«»“”<>{}=]|https?|\d[./]\d|(?<!\d)(?:19|20)\d{2}(?!\d)|[.,。，、]$")
_WHOLE_WORD_WITH_POINT = re.compile(r"[^\W\d_]{2,}\.$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_MAX_NAME_CHARACTERS = 60
_MAX_UNSPACED_CHARACTERS = 12
_MAX_NAME_WORDS = 5
_MIN_LOWER_CASE_COUNT = 3
_MIN_LABELLED_SHARE, _MIN_SHARE_WITHOUT_REMARKS = 0.3, 0.95
_NO_NAMES = frozenset(
    {
        "итог", "итоги", "вывод", "выводы", "важно", "задача", "задачи", "план", "примечание", "заметка", "вопрос",
        "ответ", "p.s.", "summary", "note", "notes", "important", "todo", "question", "answer", "plan", "tasks",
        "outcome", "总结", "备注", "结论", "注意", "计划", "например", "пример", "короче", "смотри", "смотрите",
        "кстати", "итак", "цель", "цели", "плюсы", "минусы", "example", "goal", "goals", "pros", "cons", "例如", "比如",
        "ссылка", "ссылки", "почта", "телефон", "пс", "дальше", "далее", "потом", "link", "links", "email", "ps",
        "链接",
    }
)  # fmt: skip
_SHORTENED = frozenset({"dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "jr.", "sr.", "др.", "проф.", "акад.", "св."})
_PARTICLES = frozenset(
    {
        "de", "la", "le", "van", "von", "der", "den", "di", "da", "du", "del", "dos", "bin", "ibn", "al", "el", "де",
        "да", "ди", "ван", "фон", "дер", "ибн", "бен", "оглы", "кызы",
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
    time = match["time"] if match else None
    match = match or _BRACKETED.match(text)
    if not match:
        return None
    name = " ".join(match["name"].split())
    if len(name.split()) > _MAX_NAME_WORDS or name.replace(" ", "").isdigit():
        return None
    return Label(name, match.end(), time)


def is_name(text: str) -> bool:
    """Whether what stands alone where a tool writes the speaker can be a name: at most five words, no sentence."""
    words = _IN_BRACKETS.sub(" ", text).split()
    if not 0 < len(words) <= _MAX_NAME_WORDS or len(text) > _MAX_NAME_CHARACTERS:
        return False
    is_shortened = words[-1].casefold() in _SHORTENED or len(words[-1]) == len("A.")
    if _NO_NAME.search(text.rstrip(".") if is_shortened else text):
        return False
    return any(character.isalpha() for character in text) and len(_UNSPACED.findall(text)) <= _MAX_UNSPACED_CHARACTERS


def is_capitalised(name: str) -> bool:
    """Whether every word of a name but `де`, `van` and the like begins otherwise than with a lower case letter."""
    words = _IN_BRACKETS.sub(" ", name).split()
    return bool(words) and not any(word[0].islower() and word not in _PARTICLES for word in words)


def choose_speakers(labels: Iterable[Label | None]) -> frozenset[str]:
    """The names among the labels of one file that are speakers; empty when the file is no dialogue.

    A file is a dialogue when at least three lines in ten begin with a label. A label with a word in lower case
    counts from its third use on, because `итог: …` and `Заметки себе: …` happen in any text; a single word (`nixo: …`)
    counts at once where nearly every line has a label, as where a tool writes it. One with a point inside
    counts where a label used twice has the same: `Hon. Scheer: …` is a name, `Да. Слушай: …` the end of a sentence.
    """
    listed = list(labels)
    counts = Counter(label.name for label in listed if label)
    if not listed or sum(counts.values()) < len(listed) * _MIN_LABELLED_SHARE:
        return frozenset()
    is_everywhere = sum(counts.values()) >= len(listed) * _MIN_SHARE_WITHOUT_REMARKS
    shortened = _SHORTENED.union(*(_words_with_point(name) for name, count in counts.items() if count > 1))
    return frozenset(
        name
        for name, count in counts.items()
        if count >= _MIN_LOWER_CASE_COUNT
        or (_is_like_a_name(name) and _words_with_point(name) <= shortened)
        or (is_everywhere and _is_one_word(name))
    )


def _is_like_a_name(name: str) -> bool:
    return name.casefold() not in _NO_NAMES and not any(word[0].islower() for word in name.split())


def _is_one_word(name: str) -> bool:
    """Whether a name is one word that is no heading, whatever its remark: `nixo`, `andrew (erigon)`."""
    return len(_IN_BRACKETS.sub(" ", name).split()) == 1 and name.casefold() not in _NO_NAMES


def _words_with_point(name: str) -> Set[str]:
    """The words before the last that end with a point, without initials: `hon.` of `Hon. Andrew Scheer`."""
    return {word.casefold() for word in name.split()[:-1] if _WHOLE_WORD_WITH_POINT.search(word)}
