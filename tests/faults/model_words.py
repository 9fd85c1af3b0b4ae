"""Model servers whose answers are odd and none the less whole: how they are sent, and what they say."""

import gzip
import json

from tests.faults.model_faults import REPLY, WORDS, ModelFault, end, flowing, line, sending, well
from tests.stand_in import MODEL, Body, Script, Wire, event

_ALL = b"".join((*map(line, WORDS), end()))
_CONTROL = "Обещала\x00 прислать\x1b[31m чек-лист\x07 [1].\u202e\u2066 Вот\x7f и всё\ufeff [2]."
_LIVE = (
    'Смотри ![план](http://127.0.0.1:9/a.png) и [ссылку](javascript:alert(1)) [1]. <img src="http://127.0.0.1:9/b.png" '
    "onerror=\"alert(1)\"> <script>alert(1)</script> <a href='http://127.0.0.1:9/'>здесь</a> $x^2$ :material/home: [2]."
)
_MARKERS = "Было [99]. И ещё [0], [-1], [1, 98], [2-40], 【77】, [строка 55], [100000000000000000000] и (3)."
_SAID = {
    "markers of lines that there are not": _MARKERS,
    "refusal": "В этих строках ответа нет.",
    "another language": "Vera promised to send the checklist [1]. 她答应周五之前发清单 [2]。",
    "html, links and scripts": _LIVE,
    "control characters": _CONTROL,
    "emoji and rare letters": "👩🏽\u200d💻 обещала 𝕧𝕖𝕣𝕒 é̷̛͝ чек-лист [1]. 🇷🇺",
    "hardly a word": '*** --- Да "" «» [ ] ( ) [[[ ]]] 【】 \x02\x03 [1',
    "quotation marks without an end": "«" * 300 + '"' * 301 + "слово [1].",
    "many sentences": " ".join(f"Это предложение номер {number} [{number % 9 + 1}]." for number in range(300)),
}


def faults() -> list[ModelFault]:
    """All of them."""
    return [well("healthy"), *_sent(), *_odd_lines(), *(well(name, reply=text) for name, text in _SAID.items())]


def _sent() -> list[ModelFault]:
    def compressed(wire: Wire, _body: object) -> None:
        wire.whole(gzip.compress(_ALL), content_encoding="gzip")

    def with_trailers(wire: Wire, _body: object) -> None:
        wire.stream(trailer="X-Sum")
        wire.chunk(_ALL)
        wire.send(b"0\r\nX-Sum: 1\r\n\r\n")

    def longer_than_it_is(wire: Wire, _body: object) -> None:
        wire.head(content_type="application/x-ndjson", content_length=len(_ALL) + 5_000)
        wire.send(_ALL)

    def left_open(wire: Wire, _body: object) -> None:
        wire.stream()
        wire.chunk(_ALL)
        wire.wait(60)

    def in_pieces(size: int) -> Script:
        def script(wire: Wire, body: Body) -> None:
            sending(*(_ALL[start : start + size] for start in range(0, len(_ALL), size)))(wire, body)

        return script

    return [
        well("compressed", compressed),
        well("with trailers", with_trailers),
        well("announced longer than it is", longer_than_it_is),
        well("left open after its last line", left_open),
        well("a byte a chunk", in_pieces(1)),
        well("lines cut anywhere", in_pieces(97)),
        well("all in one chunk", in_pieces(len(_ALL))),
        well("a letter a line", sending(*REPLY, end())),
        well("a word now and then", flowing(lambda: (*WORDS[:7], end()), pause=0.2)),
        well("windows line breaks", sending(_ALL.replace(b"\n", b"\r\n\r\n"))),
    ]


def _odd_lines() -> list[ModelFault]:
    thought = event(MODEL, "", thinking="Надо подумать.")
    in_last = event(MODEL, WORDS[-1], done=True, done_reason="stop")
    return [
        well("thinks, then answers", sending(thought, thought, *WORDS, end())),
        well("thinks aloud", sending("<think>\n", "Надо подумать [7]. ", "</think>\n\n", *WORDS, end())),
        well("last word in the last line", sending(*WORDS[:-1], in_last)),
        well("goes on after its last line", sending(*WORDS, end(), "лишнее ", _error(), is_ended=False)),
        well("no reason for its end", sending(*WORDS, b'{"done": true}\n')),
        well("lines without a message", sending(b"{}\n", *WORDS, b'{"eval_count": "many"}\n', end())),
        well("bytes that are no text", sending(*WORDS, line("слово").replace("о".encode(), b"\xff\xd0"), end())),
        well("halves of characters", sending(*WORDS, b'{"message": {"content": "\\ud83d \\ude00"}}\n', end())),
        well("prompt counted wrongly", sending(*WORDS, end(prompt_eval_count=-5))),
        well("prompt counted in words", sending(*WORDS, end(prompt_eval_count="many")), is_protocol=False),
    ]


def _error() -> bytes:
    return json.dumps({"error": "too late"}).encode() + b"\n"
