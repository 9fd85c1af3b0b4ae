"""What a fault of a model server is: the server that has it, the error it must become, what is kept of the answer."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.stand_in import MODEL, Behaviour, Script, Wire, event, serve

CHAT, TAGS, SHOW, VERSION = "/api/chat", "/api/tags", "/api/show", "/api/version"
HASTY = {"first_token_seconds": 0.8, "next_token_seconds": 0.6}
"""Time limits for servers that fall silent."""

SENTENCES = (
    "Вера обещала прислать чек-лист для резюме до пятницы [1]. ",
    "Она сказала об этом на первой встрече в начале марта [2]. ",
    "Тимур в ответ собирался описать своего бота как отдельный проект [3]. ",
    "Кроме того, через две недели они хотели провести пробное собеседование [4]. ",
    "О переезде в тот раз речи ещё не было, только о работе. ",
    "Больше обещаний в этих строках не видно, остальное лишь вопросы [1][2].",
)
REPLY = "".join(SENTENCES)
WORDS = tuple(re.findall(r"\S+\s*", REPLY))


class Kept(StrEnum):
    """What is left of the answer: all of it, a part that is marked as one, or nothing."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ModelFault:
    """One behaviour of a model server.

    `code` names the problem that it must become, None where it is no fault; `settings` differ from the usual ones.
    `is_protocol` says that every line of its answer is as the published protocol has it.
    """

    name: str
    serve: Callable[[], AbstractContextManager[str]]
    code: str | None
    kept: Kept
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_protocol: bool = True


def well(name: str, script: Script | None = None, *, is_protocol: bool = True, **told: Any) -> ModelFault:
    """A behaviour that is odd, and an answer all the same."""
    return _fault(name, None, Kept.WHOLE, script, told, {}, is_protocol=is_protocol)


def refused(name: str, code: str, script: Script | None = None, **told: Any) -> ModelFault:
    """A behaviour that ends before the first word."""
    return _fault(name, code, Kept.NOTHING, script, told, {}, is_protocol=False)


def broken(
    name: str, code: str, script: Script, settings: Mapping[str, Any] | None = None, *, is_protocol: bool = True
) -> ModelFault:
    """A behaviour that ends in the middle of an answer."""
    return _fault(name, code, Kept.PART, script, {}, settings or {}, is_protocol=is_protocol)


def silent(
    name: str, code: str, script: Script, settings: Mapping[str, Any] | None = None, *, is_protocol: bool = True
) -> ModelFault:
    """A stream without a word."""
    return _fault(name, code, Kept.NOTHING, script, {}, settings or {}, is_protocol=is_protocol)


def line(content: str, **more: Any) -> bytes:
    """A line of a stream."""
    return event(MODEL, content, **more)


def end(reason: str = "stop", **more: Any) -> bytes:
    """The last line of a stream."""
    return event(MODEL, "", done=True, done_reason=reason, eval_count=1, **more)


def sending(*lines: bytes | str, is_ended: bool = True) -> Script:
    """A stream of these lines, texts as words of the answer; a chunk each."""
    return flowing(lambda: lines, is_ended=is_ended)


def flowing(lines: Callable[[], Iterable[bytes | str]], *, is_ended: bool = True, pause: float = 0.0) -> Script:
    """As `sending`, for lines that are made while they are sent, with a pause after each."""

    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        for told in lines():
            wire.chunk(told if isinstance(told, bytes) else line(told))
            if pause:
                wire.wait(pause)
        if is_ended:
            wire.chunk(b"")

    return script


def _fault(
    name: str,
    code: str | None,
    kept: Kept,
    script: Script | None,
    told: Mapping[str, Any],
    settings: Mapping[str, Any],
    *,
    is_protocol: bool,
) -> ModelFault:
    def make() -> AbstractContextManager[str]:
        scripts = {**({CHAT: script} if script else {}), **told.get("scripts", {})}
        return serve(Behaviour(**{"reply": REPLY, **told, "scripts": scripts}))

    return ModelFault(name, make, code, kept, settings, is_protocol)
