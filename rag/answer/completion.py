"""A question that leans on earlier ones, put into words of its own by the local model. Pure functions over texts.

The model only proposes: what is no short question made of the conversation's own words is not used.
"""

import re
from collections.abc import Mapping, Sequence

from rag.index.stems import find_stems
from rag.languages import language_of_text

MOST_CHARACTERS = 240
_OWN_SHARE = 0.5
"""How much of a proposal has to come from the conversation: a small model likes to answer instead."""

_INSTRUCTIONS: Mapping[str, str] = {
    "ru": (
        "Перепиши последний вопрос так, чтобы он был понятен без предыдущих: подставь имена и предметы вместо "
        "местоимений, ничего не добавляй. Ответь одной строкой: только сам вопрос по-русски. Не отвечай на него."
    ),
    "en": (
        "Rewrite the last question so that it can be understood without the ones before: put names and things in place "
        "of pronouns and add nothing. Reply with one line: the question alone, in English. Do not answer it."
    ),
    "zh": (
        "把最后一个问题改写成不看前文也能懂的问题：用名字和事物代替代词，不要添加内容。只回复一行中文问题，不要回答它。"
    ),
}
_QUESTIONS = {"ru": "Вопросы по порядку", "en": "The questions in order", "zh": "依次的问题"}
_WRAPPING = "\"'«»“”„*_ \t"
_FORBIDDEN = re.compile(r"https?://|www\.|\[\d|【|<|\x00")


def completion_messages(question: str, history: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """What the model is asked."""
    language = language_of_text(question)
    listed = "\n".join(f"- {earlier}" for earlier in (*history, question))
    return (
        {"role": "system", "content": _INSTRUCTIONS[language]},
        {"role": "user", "content": f"{_QUESTIONS[language]}:\n{listed}"},
    )


def accept_completion(reply: str, question: str, history: Sequence[str]) -> str | None:
    """The question that the model proposes, or None where it proposes none that can be trusted."""
    line = next((line.strip(_WRAPPING) for line in reply.splitlines() if line.strip(_WRAPPING)), "")
    if not line or len(line) > MOST_CHARACTERS or _FORBIDDEN.search(line):
        return None
    if language_of_text(line) != language_of_text(question) or line.casefold() == question.strip().casefold():
        return None
    known = {stem.text for text in (*history, question) for stem in find_stems(text)}
    proposed = [stem.text for stem in find_stems(line)]
    shared = sum(stem in known for stem in proposed)
    return line if proposed and shared >= _OWN_SHARE * len(proposed) else None
