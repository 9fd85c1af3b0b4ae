"""Model servers that begin to answer and then fail: cut, stalled, without an end, not as the protocol has it."""

import json
from collections.abc import Iterator
from functools import partial

from tests.faults.model_faults import (
    HASTY,
    REPLY,
    VERSION,
    WORDS,
    ModelFault,
    broken,
    end,
    flowing,
    line,
    refused,
    sending,
    silent,
)
from tests.faults.model_refusals import answering
from tests.stand_in import MODEL, Body, Script, Wire, event

_BEGUN = WORDS[:12]
_HALF_LINE = b'{"model": "stand-in", "mess'
_OLD = answering(200, b'{"version": "0.5.0"}')


def faults() -> list[ModelFault]:
    """All of them."""
    return [*_cuts(), *_error_lines(), *_stalls(), *_endless(), *_shapes(), *_without_words()]


def cut(words: int, how: str) -> Script:
    """The first so many words, and then: a reset, a clean close, or a line that tells an error."""

    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        for word in WORDS[:words]:
            wire.chunk(line(word))
        if how == "error line":
            wire.chunk(_error("an error was encountered while running the model: unexpected EOF"))
            wire.chunk(b"")
        elif how == "reset":
            wire.reset()

    return script


def _error(text: str) -> bytes:
    return json.dumps({"error": text}).encode() + b"\n"


def _cuts() -> list[ModelFault]:
    told = b"".join(map(line, _BEGUN))

    def too_short(wire: Wire, _body: object) -> None:
        wire.head(content_type="application/x-ndjson", content_length=len(told) + 5_000)
        wire.send(told)

    def not_compressed(wire: Wire, _body: object) -> None:
        wire.head(content_type="application/x-ndjson", content_encoding="gzip")
        wire.send(told)

    return [
        broken("cut, closed", "model_broken", cut(12, "close")),
        broken("cut, reset", "model_broken", cut(12, "reset")),
        silent("closed before the first word", "model_broken", cut(0, "close")),
        silent("reset before the first word", "model_broken", cut(0, "reset")),
        broken("half a line", "model_broken", sending(*_BEGUN, _HALF_LINE, is_ended=False), is_protocol=False),
        broken("half a line and an end", "model_broken", sending(*_BEGUN, _HALF_LINE), is_protocol=False),
        broken("no last line", "model_broken", sending(*_BEGUN)),
        broken("cut at its largest length", "model_broken", sending(*_BEGUN, end("length"))),
        broken("shorter than announced", "model_broken", too_short),
        silent("not compressed as announced", "model_broken", not_compressed, is_protocol=False),
    ]


def _error_lines() -> list[ModelFault]:
    kinds = {
        "model_failed": "an error was encountered while running the model",
        "model_memory": "CUDA error: out of memory",
        "model_damaged": "error loading model: invalid file magic",
        "model_busy": "server busy, please try again",
    }
    window = "the input length exceeds the context length"
    return [
        *(silent(f"error line first: {code}", code, sending(_error(text))) for code, text in kinds.items()),
        *(broken(f"error line later: {code}", code, sending(*_BEGUN, _error(text))) for code, text in kinds.items()),
        silent("error line first: model_window", "model_window", sending(_error(window))),
        broken("error without a text", "model_failed", sending(*_BEGUN, b'{"error": null}\n'), is_protocol=False),
    ]


def _stalls() -> list[ModelFault]:
    def stall(*begun: bytes | str) -> Script:
        def script(wire: Wire, body: Body) -> None:
            sending(*begun, is_ended=False)(wire, body)
            wire.wait(60)

        return script

    def slow_head(wire: Wire, _body: object) -> None:
        wire.wait(60)

    def nothing_but_breaks() -> Iterator[bytes]:
        while True:
            yield b"\n"

    return [
        silent("silent before its headers", "model_slow", slow_head, HASTY),
        silent("silent before the first word", "model_slow", stall(), HASTY),
        broken("silent in the middle", "model_stalled", stall(*_BEGUN), HASTY),
        broken("silent before the last line", "model_stalled", stall(*WORDS), HASTY),
        silent("thinks and falls silent", "model_stalled", stall(line("", thinking="Так…")), HASTY),
        silent("empty lines for ever", "model_slow", flowing(nothing_but_breaks, pause=0.05), HASTY, is_protocol=False),
        broken("half a line and silence", "model_stalled", stall(*_BEGUN, _HALF_LINE), HASTY, is_protocol=False),
    ]


def _repeated(text: str) -> Iterator[str]:
    words = text.split(" ")
    while True:
        yield from (f"{word} " for word in words)


def _ever_new() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"Мысль {number} ведёт к мысли {number * number} и дальше. "


def _thinking() -> Iterator[bytes]:
    while True:
        yield line("", thinking="Надо ещё подумать. ")


def _pages() -> Iterator[str]:
    for page in range(100):
        yield "".join(f"Слово {page}-{number}, а за ним другое. " for number in range(3_000))


def _one_line() -> Iterator[bytes]:
    yield b'{"model": "stand-in", "message": {"role": "assistant", "content": "'
    while True:
        yield "слово ".encode() * 1000


def _endless() -> list[ModelFault]:
    block = REPLY + " ".join(f"Пункт {number}, о котором сказано особо." for number in range(60))
    return [
        broken("a word for ever", "model_repeats", flowing(partial(_repeated, "слово"))),
        broken("a sentence for ever", "model_repeats", flowing(partial(_repeated, "Вера обещала прислать план [1]."))),
        broken("a paragraph for ever", "model_repeats", flowing(partial(_repeated, REPLY))),
        broken("a page for ever", "model_broken", flowing(partial(_repeated, block))),
        broken("new words for ever", "model_broken", flowing(_ever_new)),
        broken("10 MB of words", "model_broken", flowing(_pages)),
        silent("thinks for ever", "model_silent", flowing(_thinking)),
        silent("a line of 10 MB", "model_broken", flowing(_one_line), is_protocol=False),
    ]


def _shapes() -> list[ModelFault]:
    wrong = {
        "content is a number": {"message": {"content": 7}},
        "content is a list": {"message": {"content": ["слово"]}},
        "message is a text": {"message": "слово"},
        "message is a list": {"message": []},
    }
    lists = (b"[1, 2]\n", b"7\n", b"null\n")
    return [
        *(
            broken(name, "model_broken", sending(*_BEGUN, json.dumps(told).encode() + b"\n", end()), is_protocol=False)
            for name, told in wrong.items()
        ),
        *(
            broken(f"line of another kind: {told!r}", "model_foreign", sending(*_BEGUN, told, end()), is_protocol=False)
            for told in lists
        ),
        broken("nested for ever", "model_broken", sending(*_BEGUN, b"[" * 200_000 + b"\n"), is_protocol=False),
        broken(
            "endless number", "model_broken", sending(*_BEGUN, b'{"a": ' + b"9" * 9_000 + b"}\n"), is_protocol=False
        ),
        silent("events of another protocol", "model_broken", sending(b"data: {}\n\n"), is_protocol=False),
        silent("nothing at all", "model_broken", sending()),
    ]


def _without_words() -> list[ModelFault]:
    thought = event(MODEL, "", thinking="Надо подумать.")

    def cut_prompt(wire: Wire, body: Body) -> None:
        sending(*WORDS, end(prompt_eval_count=body["options"]["num_ctx"] // 2))(wire, body)

    return [
        silent("empty answer", "model_silent", sending(end())),
        silent("white space alone", "model_silent", sending(" ", "\n", "\u00a0", end())),
        silent("nothing but markers", "model_silent", sending("[1]", "[2][3]", end())),
        silent("thinks aloud and ends", "model_silent", sending("<think>", "Надо подумать.", "</think>", end())),
        silent("thinks and ends", "model_silent", sending(thought, end())),
        silent("thinks up to its largest length", "model_silent", sending(thought, end("length"))),
        silent(
            "message of nothing",
            "model_silent",
            sending(b'{"message": null, "done": false}\n', end()),
            is_protocol=False,
        ),
        silent("loads and says nothing", "model_silent", sending(end("load"))),
        refused("old server that cuts the prompt", "model_window", cut_prompt, scripts={VERSION: _OLD}),
    ]
