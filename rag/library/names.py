"""Names of people: comparing them over alphabets, completeness, short forms and cases. Knows nothing of sessions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rag.library.given_names import full_names, other_names, to_cyrillic, to_latin
from rag.library.morphology import is_ordinary_word, name_forms

_MIN_PART = 3
_MAX_CHARACTERS = 200
_LATIN_SMALL, _CYRILLIC_SMALL, _LARGE = range(3)

_SEPARATORS = re.compile(r"[^\w'’\-]+|_+")
_NOT_LETTERS = re.compile(r"[\W\d_\u3040-\u30ff\u4e00-\u9fff]+")
_CYRILLIC_LETTER = re.compile("[а-яё]", re.IGNORECASE)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

_DEVICES = r"iphone|ipad|android|айфон|айпад|телефон|phone|mobile|tablet|планшет|ноутбук|laptop|macbook|desktop|galaxy"
_ROLES = (
    r"guest|гость|external|внешн\w+|unverified|host|co-?host|хост|со-?организатор|организатор|organi[sz]er|presenter"
    r"|докладчик|ведущ\w+|moderator|модератор|admin|you|вы|me|я|mentor|ментор|mentee|менти|coach|коуч|he|she|they|он"
    r"|она|они|web|pc|mac|\d{1,2}"
)
_TRAILING_MARKS = (
    re.compile(rf"\s*[(\[](?:{_ROLES}|{_DEVICES})(?![^\W_])[^()\[\]]{{0,20}}[)\]]$", re.IGNORECASE),
    re.compile(r"\s*[(\[（【](?:主持人|访客|外部|我|来宾)[)\]）】]$"),
    re.compile(r"\s*[#№]\s?\d{1,3}$"),
    re.compile(rf"(?:['’]s\s|\s*[-–—|]\s*)(?:{_DEVICES})(?:\s[\w ]{{0,16}})?$", re.IGNORECASE),
)
_DEVICE_OF = re.compile(rf"(?:{_DEVICES})[\w ]{{0,16}}\((?P<name>[^()]+)\)$", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:speaker|spk|spkr|voice|person|participant|guest|(?:zoom[\s_])?user|caller|channel|(?:unknown|unidentified|anonymous)"
    r"(?:[\s_\-](?:speaker|user|participant|caller))?|спикер|говорящий|участник|участница|собеседник|собеседница|голос"
    r"|гость|пользователь|диктор|канал|(?:неизвестный|неизвестная|неизвестно)(?:\s(?:спикер|участник|говорящий"
    r"|пользователь|собеседник))?|аноним|发言人|说话人|讲话人|嘉宾|参会者|与会者|未知(?:发言人|说话人)?)"
    r"[\s_#№.\-]{0,3}(?:\d{1,4}|[a-zа-яё]|[一二三四五六七八九十])?"
    r"|менти|ученик|ученица|студент|студентка|клиент|клиентка|mentee|coachee|student|client|学员|学生|客户"
    rf"|[a-zа-яё]|s\d{{1,3}}|(?:zoom\s)?(?:{_DEVICES})(?:\s[\w ]{{0,16}})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name in Latin letters, and the full names that it may be short for, else itself.

    `initial` is 1 for the first initial of the name, 2 for the next, 0 for a word.
    """

    latin: str
    full: frozenset[str]
    initial: int = 0


@lru_cache(maxsize=16384)
def clean_name(name: str) -> str:
    """The name without what programs hang on it: `(Guest)`, `[External]`, `(iPhone)`, `#2`, quotes, pictures."""
    folded = cleaned = " ".join(unicodedata.normalize("NFC", name[:_MAX_CHARACTERS]).split())
    previous = None
    while cleaned != previous:
        previous = cleaned
        cleaned = " ".join(_strip_signs(cleaned).split())
        for mark in _TRAILING_MARKS:
            cleaned = mark.sub("", cleaned) or cleaned
        cleaned = _DEVICE_OF.sub(r"\g<name>", cleaned)
    return cleaned or folded


@lru_cache(maxsize=16384)
def is_anonymous(name: str) -> bool:
    """Whether a label names nobody in particular: a number of a recogniser, a device, or what every mentee is."""
    return _NOBODY.fullmatch(clean_name(name)) is not None


def name_key(name: str) -> frozenset[str]:
    """The words of a name in Latin letters, for comparing."""
    return frozenset(word.latin for word in _words_of(name))


def merge_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with the fullest name that means the same person; a name that fits two people stays as it is.

    Short forms of Russian names and initials count as the name (`Лена`, `Е. Кравцова`). Anonymous labels stay.
    """
    listed = list(dict.fromkeys(names))
    by_words: dict[frozenset[_Word], list[str]] = defaultdict(list)
    for name in listed:
        words = frozenset() if is_anonymous(name) else _words_of(name)
        if words:
            by_words[words].append(name)
    groups: dict[frozenset[_Word], list[str]] = defaultdict(list)
    for words, root in _find_roots(by_words).items():
        groups[root] += by_words[words]
    merged = {name: clean_name(max(group, key=_fullness)) for group in groups.values() for name in group}
    return {name: merged.get(name, name) for name in listed}


@lru_cache(maxsize=16384)
def people_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The people behind the names of one transcript, each once and by the fullest name, without anonymous labels.

    Remembered, because a library of ten thousand transcripts asks for it at every change.
    """
    named = [clean_name(name) for name in names if not is_anonymous(name)]
    return tuple(dict.fromkeys(merge_names(named).values()))


def is_named(person: str, text: str) -> bool:
    """Whether the text names the person, in any alphabet and grammatical case, by the full name or a short form."""
    return count_named(person, text) > 0


def count_named(person: str, text: str) -> int:
    """How many words of the person's name the text holds; tells Лена Кравцова from Лена Орлова."""
    return sum(_is_part_named(part, text) for part in _SEPARATORS.split(clean_name(person).casefold()) if part)


def is_base_form(person: str, word: str) -> bool:
    """Whether a word is a part of the person's name, or a short form of it, as it stands in a dictionary: who acts."""
    latin = to_latin(word.casefold())
    parts = [to_latin(part) for part in _SEPARATORS.split(clean_name(person).casefold()) if part]
    return any(latin == part or latin in map(to_latin, other_names().get(part, ())) for part in parts)


def _is_part_named(part: str, text: str) -> bool:
    if len(part) > 1 and all(_IDEOGRAPH.match(character) for character in part):
        return part in text
    if len(part) < _MIN_PART:
        return False
    words = _spoken_words(text)
    if not words.keys().isdisjoint(_forms(part)):
        return True
    return any(form in words and words[form] >= needed for form, needed in _other_forms(part))


@lru_cache(maxsize=256)
def _spoken_words(text: str) -> Mapping[str, int]:
    """The words of a text in Latin letters, and how clearly each may be a name by the way it is written."""
    words: dict[str, int] = {}
    for word in _NOT_LETTERS.split(unicodedata.normalize("NFC", text)):
        latin = to_latin(word.casefold())
        clearness = _LARGE if word[:1].isupper() else _CYRILLIC_SMALL if _CYRILLIC_LETTER.match(word) else _LATIN_SMALL
        words[latin] = max(words.get(latin, _LATIN_SMALL), clearness)
    return words


def _strip_signs(text: str) -> str:
    """The text between its first and last letter or digit; a full stop and a bracket at the end belong to it."""
    kept = [index for index, sign in enumerate(text) if sign.isalnum() or unicodedata.category(sign) == "Mc"]
    if not kept:
        return ""
    start, end = kept[0], kept[-1] + 1
    belongs = text[end : end + 1] == "." or (
        text[end : end + 1] in {*")]）】"} and re.search(r"[(\[（【]", text[start:end])
    )
    return text[start : end + bool(belongs)]


@lru_cache(maxsize=16384)
def _words_of(name: str) -> frozenset[_Word]:
    parts = [part for part in _SEPARATORS.split(clean_name(name).casefold()) if part.strip("-'’")]
    initials = [part for part in parts if len(part) == 1 and not _IDEOGRAPH.match(part)]
    return frozenset(
        _Word(latin, full_names().get(latin, frozenset({latin})), initials.index(part) + 1 if part in initials else 0)
        for part in parts
        for latin in (to_latin(part),)
    )


def _find_roots(all_words: Iterable[frozenset[_Word]]) -> dict[frozenset[_Word], frozenset[_Word]]:
    """For the words of every name those of the fullest that can only mean the same person."""
    roots: dict[frozenset[_Word], frozenset[_Word]] = {}
    holders: dict[str, list[frozenset[_Word]]] = defaultdict(list)
    for words in sorted(all_words, key=_completeness, reverse=True):
        fuller: set[frozenset[_Word]] = set()
        for other in _candidates(words, holders):
            if roots[other] not in fuller and _means_same(words, other):
                fuller.add(roots[other])
            if len(fuller) > 1:
                break
        roots[words] = fuller.pop() if len(fuller) == 1 else words
        for key in {key for word in words if not word.initial for key in (word.latin, *word.full)}:
            holders[key].append(words)
    return roots


def _candidates(words: frozenset[_Word], holders: Mapping[str, list[frozenset[_Word]]]) -> Iterator[frozenset[_Word]]:
    """The fuller names that share the rarest word of a name; none for initials alone."""
    choices = [[word.latin, *word.full - {word.latin}] for word in words if not word.initial]
    keys = min(choices, key=lambda keys: sum(len(holders.get(key, ())) for key in keys), default=[])
    return (other for key in keys for other in holders.get(key, ()))


def _completeness(words: frozenset[_Word]) -> tuple[int, int, int, int, int, list[str]]:
    """The order in which names find the people they mean: what could be short for many names comes last."""
    full = sum(not word.initial for word in words)
    formal = sum(word.full == {word.latin} for word in words)
    meanings = sum(len(word.full) for word in words)
    letters = sum(len(word.latin) for word in words)
    return full, len(words), formal, -meanings, letters, sorted(word.latin for word in words)


def _means_same(shorter: frozenset[_Word], fuller: frozenset[_Word]) -> bool:
    """Whether every word of the shorter name stands for another word of the fuller one.

    Only a second initial that finds no place there is passed over: `Кравцова Е. С.` may be Елена Кравцова.
    """
    free = sorted(fuller, key=lambda word: word.latin)
    missing = max(0, len(shorter) - len(fuller))
    for word in sorted(shorter, key=lambda word: (word.initial, word.latin)):
        match = next((other for other in free if other.latin == word.latin), None)
        match = match or next((other for other in free if _stands_for(word, other)), None)
        if match:
            free.remove(match)
        elif word.initial > 1 and missing:
            missing -= 1
        else:
            return False
    return True


def _stands_for(word: _Word, other: _Word) -> bool:
    if word.initial or other.initial:
        letter, name = (word, other) if word.initial else (other, word)
        return any(full.startswith(letter.latin) for full in (name.latin, *name.full))
    return word.full <= other.full or other.full <= word.full


@lru_cache(maxsize=16384)
def _fullness(name: str) -> tuple[int, int, bool, int, bool, int, int]:
    """What makes a name the one to show: complete, Russian, without short forms, the given name first."""
    words = _words_of(name)
    first = to_latin(_SEPARATORS.split(clean_name(name).casefold())[0])
    return (
        sum(not word.initial for word in words),
        len(words),
        _CYRILLIC_LETTER.search(name) is not None,
        sum(word.full == {word.latin} for word in words),
        first in other_names(),
        -sum(len(word.full) for word in words),
        sum(len(word.latin) for word in words),
    )


@lru_cache(maxsize=4096)
def _forms(part: str) -> frozenset[str]:
    """The word of a name in all cases, and as a Russian possessive (Настин), in Latin letters."""
    return frozenset({to_latin(part), *(to_latin(form) for form in _russian_forms(part))})


@lru_cache(maxsize=4096)
def _other_forms(part: str) -> tuple[tuple[str, int], ...]:
    """The forms of the short and full names that mean the same, and how clearly each must be written as a name.

    Света is short for Светлана, but `света` is mostly the light. In Latin letters `mila` is enough, `mile` is not.
    """
    others = other_names().get(to_latin(part), ())
    return tuple(
        (to_latin(form), _LARGE if is_ordinary_word(form) else _LATIN_SMALL if form == other else _CYRILLIC_SMALL)
        for other in others
        for form in _russian_forms(other)
    )


def _russian_forms(part: str) -> frozenset[str]:
    return name_forms(part if _CYRILLIC_LETTER.search(part) else to_cyrillic(part))
