"""A stand-in for the Ollama server that speaks its published protocol and can be told to misbehave.

Run as a script it serves on a port of its own, for looking at the pages: `python -m tests.stand_in 11434`.
"""

import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "stand-in:4b"
_CREATED = "2025-10-03T23:34:03Z"
_LINE = re.compile(r"^\[(\d+)\] (?:[^:\n]{1,40}: )?(.+)$", re.MULTILINE)


_COMPLETION_ASKED = ("Вопросы по порядку", "The questions in order", "依次的问题")

Body = Mapping[str, Any]


class Wire:
    """What a script answers with, byte for byte, instead of the usual answer."""

    def __init__(self, handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
        self._handler = handler
        self._over = over

    def send(self, data: bytes) -> None:
        """Bytes as they are."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def head(self, status: int = 200, /, **headers: object) -> None:
        """The first line and the headers, `content_type="text/html"` for `Content-Type: text/html`."""
        lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
        self.send("\r\n".join((f"HTTP/1.1 {status} Told", *lines, "", "")).encode())

    def whole(self, data: bytes, status: int = 200, /, **headers: object) -> None:
        """A complete answer."""
        self.head(status, **{"content_type": "application/json", "content_length": len(data), **headers})
        self.send(data)

    def stream(self, **headers: object) -> None:
        """The beginning of an answer that goes on in chunks."""
        self.head(content_type="application/x-ndjson", transfer_encoding="chunked", **headers)

    def chunk(self, data: bytes) -> None:
        """A piece of it; an empty one is its end."""
        self.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def wait(self, seconds: float) -> None:
        """Be silent. Raises BrokenPipeError when the stand-in is switched off meanwhile."""
        if self._over.wait(seconds):
            raise BrokenPipeError

    def reset(self) -> None:
        """End the connection as a process that dies does, not with a farewell."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.connection.close()


Script = Callable[[Wire, Body], None]


@dataclass
class Behaviour:
    """What the server does; the defaults are those of a healthy one. `scripts` answer on some paths in its place."""

    models: list[dict[str, Any]] = field(default_factory=lambda: [model_entry(MODEL)])
    capabilities: dict[str, list[str]] = field(default_factory=lambda: {MODEL: ["completion"]})
    reply: str | None = None
    completion: str = "I cannot tell."
    chat_status: int = 200
    chat_error: str = ""
    error_after_words: int | None = None
    break_after_words: int | None = None
    bad_json_after_words: int | None = None
    thinking: str = ""
    done_reason: str = "stop"
    seconds_before_first_word: float = 0.0
    seconds_between_words: float = 0.0
    html_instead_of_json: bool = False
    scripts: Mapping[str, Script] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    words_sent: int = 0


def model_entry(name: str, **changes: object) -> dict[str, Any]:
    """An entry of `/api/tags`."""
    details = {"format": "gguf", "family": "qwen3", "parameter_size": "4B", "quantization_level": "Q4_K_M"}
    return {
        "name": name, "model": name, "modified_at": _CREATED, "size": 2_600_000_000, "digest": "0" * 64,
        "details": details, **changes,
    }  # fmt: skip


def written_reply(prompt: str) -> str:
    """An answer that cites the first lines of the prompt, as a small model would write it."""
    lines = _LINE.findall(prompt)
    if not lines:
        return "В строках ответа нет."
    first, second = lines[0], lines[min(1, len(lines) - 1)]
    return (
        f"Вот что об этом сказано: {first[1].rstrip('.!?…')} [{first[0]}]. "
        f"Дальше речь зашла о том же [{second[0]}]. А это предложение ни на что не опирается."
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behaviour: Behaviour
    over: threading.Event

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        """Version and list of models."""
        if self._is_scripted({}):
            return
        if self.behaviour.html_instead_of_json:
            self._send(200, b"<html>Another program</html>", "text/html")
        elif self.path == "/api/tags":
            self._send_json(200, {"models": self.behaviour.models})
        elif self.path == "/api/ps":
            self._send_json(200, {"models": []})
        elif self.path == "/api/version":
            self._send_json(200, {"version": "0.15.0"})
        else:
            self._send_json(404, {"error": "not found"})

    def do_POST(self) -> None:
        """Details of a model, or an answer."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.behaviour.requests.append({"path": self.path, "body": body})
        if self._is_scripted(body):
            return
        if self.path == "/api/show":
            capabilities = self.behaviour.capabilities.get(body["model"], ["completion"])
            self._send_json(200, {"capabilities": capabilities, "details": {}, "model_info": {}})
        elif self.path == "/api/chat":
            self._chat(body)
        else:
            self._send_json(404, {"error": "not found"})

    def do_DELETE(self) -> None:
        """What a script makes of it."""
        self.do_POST()

    def _is_scripted(self, body: Body) -> bool:
        script = self.behaviour.scripts.get(self.path)
        if script is None:
            return False
        self.close_connection = True
        with suppress(OSError):  # the client may go away in the middle
            script(Wire(self, self.over), body)
        return True

    def _chat(self, body: Body) -> None:
        behaviour = self.behaviour
        if behaviour.chat_status != 200:
            self._send_json(behaviour.chat_status, {"error": behaviour.chat_error})
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            time.sleep(behaviour.seconds_before_first_word)
            for line in self._chat_lines(body):
                self._chunk(line)
            self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _chat_lines(self, body: Body) -> Iterator[bytes]:
        behaviour = self.behaviour
        asked = body["messages"][-1]["content"]
        reply = behaviour.reply if behaviour.reply is not None else written_reply(asked)
        if asked.startswith(_COMPLETION_ASKED):
            reply = behaviour.completion
        if behaviour.thinking:
            yield event(body["model"], "", thinking=behaviour.thinking)
        for number, word in enumerate(re.findall(r"\S+\s*|\s+", reply), start=1):
            if behaviour.error_after_words is not None and number > behaviour.error_after_words:
                yield json.dumps({"error": behaviour.chat_error or "an error was encountered"}).encode() + b"\n"
                return
            if behaviour.break_after_words is not None and number > behaviour.break_after_words:
                self.connection.close()
                return
            if behaviour.bad_json_after_words is not None and number > behaviour.bad_json_after_words:
                yield b'{"model": "stand-in", "mess\n'
                return
            behaviour.words_sent = number
            yield event(body["model"], word)
            time.sleep(behaviour.seconds_between_words)
        yield event(body["model"], "", done=True, done_reason=behaviour.done_reason, eval_count=1, prompt_eval_count=1)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send_json(self, status: int, body: object) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def event(model: str, content: str, *, done: bool = False, thinking: str = "", **more: object) -> bytes:
    """A line of the stream of an answer."""
    message = {"role": "assistant", "content": content} | ({"thinking": thinking} if thinking else {})
    told = {"model": model, "created_at": _CREATED, "message": message, "done": done, **more}
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may go away in the middle; anything else is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def serve(behaviour: Behaviour, port: int = 0) -> Iterator[str]:
    """The address of a running stand-in."""
    over = threading.Event()
    handler = type("Handler", (_Handler,), {"behaviour": behaviour, "over": over})
    server = _Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


@contextmanager
def serve_raw(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a program that speaks something of its own on every connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def speak(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            talk(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=speak, args=[listener.accept()[0]], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


if __name__ == "__main__":
    with serve(Behaviour(seconds_before_first_word=1.0, seconds_between_words=0.08), int(sys.argv[1])) as address:
        sys.stderr.write(f"{address}\n")
        threading.Event().wait()
