"""What leaks out of a model beside its answer: thinking, its chat format, its role. Knows no citations. Pure."""

import re

_THINKING = re.compile(
    r"(?P<closing></(?:think|thinking|thought|reasoning|reflection)>|\[/THINK\]|◁/think▷|<\|channel\|>\s*final\b)"
    r"|<(?:think|thinking|thought|reasoning|reflection)>|\[THINK\]|◁think▷|<\|channel\|>\s*(?:analysis|commentary)\b",
    re.IGNORECASE,
)
_TURN_OF_USER = re.compile(
    r"<\|(?:im_start|start_header_id|start)\|>\s*(?:user|tool)|<start_of_turn>\s*user|<[|｜](?:user|tool)[|｜]>|\[INST\]"
    r"|\n[ \t]*\n[ \t]*\*{0,2}(?:question|вопрос|问题)[ ]?[:：]",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"(?:<\|(?:im_start|start_header_id|start)\|>|<start_of_turn>)[ \t]*(?:assistant|model|system|user|tool)?"
    r"|<[|｜][^<>|｜\n]{1,40}[|｜]>|</?s>|<(?:bos|eos|pad|unk|sep|eot|end_of_turn)>|\[/?INST\]|<</?SYS>>"
    r"|<0x[0-9a-f]{2}>",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:\s*\*{0,2}(?:assistant|ассистент|помощник|助手|助理|(?:final )?answer|ответ|回答|答案|答)\*{0,2}"
    r"\s?[:：]\*{0,2}\s*){1,2}",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?:<[|/｜]?[\w|｜▁]{0,30}|◁/?\w{0,10})$")
_LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def without_leaks(text: str, *, is_unfinished: bool) -> str:
    """The answer alone: without thinking, also where that never ends, without marks of the chat format and its role.

    What a model writes on as the user is cut off; so is half a mark at the end of unfinished text.
    """
    text = _without_thinking(_UNSEEN.sub("", _LINE_BREAK.sub("\n", text)))
    text = _before_turn_of_user(text)
    text = _FORMAT.sub("", text)
    if is_unfinished:
        text = _HALF.sub("", text)
    role = _ROLE.match(text)
    return text[role.end() :] if role else text


def _without_thinking(text: str) -> str:
    """All text outside the thinking; a closing mark without an opening one ends what the prompt had opened."""
    said: list[str] = []
    start: int | None = 0
    for mark in _THINKING.finditer(text):
        if not mark["closing"]:
            said += [text[start : mark.start()]] if start is not None else []
            start = None
            continue
        if start is not None:
            said.clear()
        start = mark.end()
    return "".join(said) + (text[start:] if start is not None else "")


def _before_turn_of_user(text: str) -> str:
    for turn in _TURN_OF_USER.finditer(text):
        if any(character.isalnum() for character in _FORMAT.sub("", text[: turn.start()])):
            return text[: turn.start()]
    return text
