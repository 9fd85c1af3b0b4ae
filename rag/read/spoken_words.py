"""Recognised words to utterances: by speaker, by sentence, by pause, by length. Knows nothing of any tool's format."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.read.body import Utterance
from rag.read.text import MAX_SEGMENT_CHARACTERS

MAX_PAUSE_SECONDS = 1.5

_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLAUSE_ENDS = (",", ";", ":", "—", "，", "；", "：", "、")
_CLOSING_MARKS = "\"'»”’)]」』"
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff65]")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word or mark; one that `joins` stands without white space behind the word before it."""

    text: str
    speaker: str | None = None
    start_time: float | None = None
    end_time: float | None = None
    joins: bool = False


def utterances(words: Iterable[Word]) -> Iterator[Utterance]:
    """The words in groups: a new one where another speaks, after a sentence or a pause, or within 300 characters."""
    group: list[Word] = []
    for word in words:
        if not word.text.strip():
            continue
        if group and not word.joins and _begins_anew(group, word):
            yield _joined(group)
            group = []
        elif group and not word.joins and _length(group) + len(word.text) > MAX_SEGMENT_CHARACTERS:
            end = _clause_end(group)
            yield _joined(group[:end])
            group = group[end:]
        group.append(word)
    if group:
        yield _joined(group)


def in_sentences(said: Utterance, words: Iterable[Word]) -> Iterator[Utterance]:
    """The utterance, or its sentences with their own times when it is too long or several voices share it.

    It stays whole where its words do not spell it exactly. A word without a speaker is of the utterance's.
    """
    spoken = [replace(word, speaker=word.speaker or said.speaker) for word in words if word.text.strip()]
    is_divided = len(said.text) > MAX_SEGMENT_CHARACTERS or any(word.speaker != said.speaker for word in spoken)
    if spoken and is_divided and _joined(spoken).text == " ".join(said.text.split()):
        yield from utterances(spoken)
    else:
        yield said


def _length(group: Iterable[Word]) -> int:
    return sum(len(word.text) + 1 for word in group)


def _clause_end(group: Sequence[Word]) -> int:
    """Behind the last comma or the like at which the group can be cut, else its end."""
    for end in range(len(group), 0, -1):
        ends_clause = group[end - 1].text.rstrip().endswith(_CLAUSE_ENDS)
        if ends_clause and not (end < len(group) and group[end].joins):
            return end
    return len(group)


def _begins_anew(group: list[Word], word: Word) -> bool:
    before = group[-1]
    if word.speaker != group[0].speaker:
        return True
    ended = next((other.end_time for other in reversed(group) if other.end_time is not None), None)
    if ended is not None and word.start_time is not None and word.start_time - ended > MAX_PAUSE_SECONDS:
        return True
    ends_sentence = before.text.rstrip().rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
    return ends_sentence and not word.text.lstrip()[0].islower()


def _joined(group: Sequence[Word]) -> Utterance:
    parts: list[str] = []
    for word in group:
        text = " ".join(word.text.split())
        is_unspaced = parts and _UNSPACED.match(parts[-1][-1]) and _UNSPACED.match(text)
        parts += [text] if not parts or word.joins or is_unspaced else [" ", text]
    starts = [word.start_time for word in group if word.start_time is not None]
    ends = [word.end_time for word in group if word.end_time is not None]
    return Utterance("".join(parts), group[0].speaker, starts[0] if starts else None, ends[-1] if ends else None)
