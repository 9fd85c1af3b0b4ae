"""A small real model behind Ollama's protocol, for trying by hand where no Ollama can be had.

`python -m tests.real_model 11434 MODEL.gguf` serves one GGUF file with the package xllamacpp, which is no requirement
of the project: run it with a Python that has it. A prompt that does not fit is refused, whatever `truncate` says.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from tests.gguf import read_header

_LOG = logging.getLogger(__name__)
_DEFAULT_WINDOW = 4096
_SAMPLING: Mapping[str, float] = {
    "temperature": 0.8, "top_k": 40, "top_p": 0.9, "min_p": 0.0, "repeat_penalty": 1.1, "repeat_last_n": 64, "seed": -1,
}  # fmt: skip
"""What Ollama takes where a request says nothing; the engine's own values differ."""

Event = Mapping[str, Any]
OnEvent = Callable[[Event], bool]
"""Takes an event of the engine and says whether the reader has gone."""


class Engine(Protocol):
    """What runs a model: events as the chat completions of llama.cpp's server stream them."""

    @property
    def window(self) -> int:
        """The window that the model is loaded with; 0 while it is not loaded."""

    def chat(self, request: Mapping[str, Any], window: int, on_event: OnEvent) -> None:
        """Answer, giving every event to `on_event` until it is true."""


class LlamaEngine:
    """A GGUF file in xllamacpp; another window loads it anew, as Ollama does."""

    def __init__(self, path: Path) -> None:
        try:
            import xllamacpp  # type: ignore[import-not-found, unused-ignore]
        except ImportError as error:
            raise SystemExit("This Python has no xllamacpp: pip install xllamacpp, in an environment apart.") from error
        self._package: Any = xllamacpp
        self._path = path
        self._server: Any = None
        self._busy = threading.Lock()
        self.window = 0

    def chat(self, request: Mapping[str, Any], window: int, on_event: OnEvent) -> None:
        """Answer, giving every event to `on_event` until it is true; one request at a time."""
        with self._busy:
            if window != self.window:
                self._load(window)
            self._server.handle_chat_completions(dict(request), on_event)

    def _load(self, window: int) -> None:
        self._server = None  # frees the model before it is loaded again
        parameters = self._package.CommonParams()
        parameters.model.path = str(self._path)
        parameters.n_ctx, parameters.n_parallel, parameters.ctx_shift = window, 1, False
        parameters.verbosity, parameters.cache_ram_mib = 0, 0
        parameters.cpuparams.n_threads = max(1, (os.cpu_count() or 2) // 2)  # its threads wait busily for each other
        self._server, self.window = self._package.Server(parameters), window


@dataclass(frozen=True, slots=True)
class Model:
    """A GGUF file as Ollama lists it."""

    name: str
    size: int
    modified_at: str
    info: Mapping[str, Any]

    @property
    def context_length(self) -> int:
        """The longest window that the model was made for."""
        return int(self.info.get(f"{self.info.get('general.architecture')}.context_length", _DEFAULT_WINDOW))

    def entry(self) -> dict[str, Any]:
        """Its entry of `/api/tags`."""
        details = {
            "format": "gguf",
            "family": str(self.info.get("general.architecture", "")),
            "parameter_size": str(self.info.get("general.size_label", "")),
            "quantization_level": self.name.rpartition(".")[2].removesuffix(":latest").upper(),
        }
        return {
            "name": self.name, "model": self.name, "modified_at": self.modified_at, "size": self.size,
            "digest": f"gguf-{self.size}", "details": details,
        }  # fmt: skip


def model_of(path: Path) -> Model:
    """What Ollama would list for a GGUF file. Raises ValueError, OSError."""
    state = path.stat()
    modified = datetime.fromtimestamp(state.st_mtime, UTC).isoformat()
    return Model(f"{path.stem.lower()}:latest", state.st_size, modified, read_header(path))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Model
    engine: Engine

    def log_message(self, *arguments: object) -> None:
        """What was asked, at the level of looking for faults."""
        _LOG.debug("%s", arguments)

    def do_GET(self) -> None:
        """Version, the models there are, the model that is loaded."""
        loaded = [self.model.entry() | {"context_length": self.engine.window}] if self.engine.window else []
        answers: Mapping[str, object] = {
            "/api/version": {"version": "0.15.0"},
            "/api/tags": {"models": [self.model.entry()]},
            "/api/ps": {"models": loaded},
        }
        self._send(200 if self.path in answers else 404, answers.get(self.path, {"error": "not found"}))

    def do_POST(self) -> None:
        """Details of the model, or an answer."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        asked = str(body.get("model", ""))
        if self.path not in ("/api/show", "/api/chat"):
            self._send(404, {"error": "not found"})
        elif asked not in (self.model.name, self.model.name.removesuffix(":latest")):
            self._send(404, {"error": f"model '{asked}' not found"})
        elif self.path == "/api/show":
            details = self.model.entry()["details"]
            self._send(200, {"capabilities": ["completion"], "details": details, "model_info": self.model.info})
        else:
            self._chat(body)

    def _chat(self, body: Mapping[str, Any]) -> None:
        options = body.get("options") or {}
        window = min(int(options.get("num_ctx", _DEFAULT_WINDOW)), self.model.context_length)
        request = {
            "messages": body["messages"], "stream": True, "stream_options": {"include_usage": True},
            "max_tokens": int(options.get("num_predict", -1)),
            **{name: options.get(name, value) for name, value in _SAMPLING.items()},
        }  # fmt: skip
        answer = _Answer(self.model.name, self._send, self._begin, self._chunk)
        self.engine.chat(request, window, answer.take)
        answer.finish()
        self.close_connection = answer.is_over

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send(self, status: int, body: object) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Answer:
    """Turns the events of the engine into the lines of Ollama's stream."""

    def __init__(
        self,
        model: str,
        refuse: Callable[[int, object], None],
        begin: Callable[[], None],
        chunk: Callable[[bytes], None],
    ) -> None:
        self._model = model
        self._refuse = refuse
        self._begin = begin
        self._chunk = chunk
        self._state = "new"
        self._reason = "stop"
        self._usage: Mapping[str, Any] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be written: it failed, or the reader has gone."""
        return self._state == "over"

    def take(self, event: Event) -> bool:
        """Write one event; whether the reader has gone."""
        try:
            self._write(event)
        except (BrokenPipeError, ConnectionResetError):
            self._state = "over"
        return self.is_over

    def finish(self) -> None:
        """Write the last line, with what was counted, unless the answer is over already."""
        if self.is_over:
            return
        usage = self._usage
        counts = {"prompt_eval_count": usage.get("prompt_tokens"), "eval_count": usage.get("completion_tokens")}
        try:
            self._line("", done=True, done_reason=self._reason, **counts)
            self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError) as error:
            _LOG.debug("The reader went away at the end: %s", error)

    def _write(self, event: Event) -> None:
        if "error" in event:
            self._fail(event["error"])
            return
        self._usage = event.get("usage") or self._usage
        for choice in event.get("choices", ()):
            self._reason = choice.get("finish_reason") or self._reason
            words = choice["delta"].get("content")
            if words:
                self._line(words)

    def _fail(self, error: Mapping[str, Any]) -> None:
        message = {"error": json.dumps({"error": error})}  # Ollama passes the engine's words on as they are
        if self._state == "new":
            self._refuse(int(error.get("code", 500)), message)
        else:
            self._chunk(json.dumps(message).encode() + b"\n")
            self._chunk(b"")
        self._state = "over"

    def _line(self, words: str, *, done: bool = False, **more: object) -> None:
        if self._state == "new":
            self._begin()
            self._state = "begun"
        message = {"role": "assistant", "content": words}
        now = datetime.now(UTC).isoformat()
        event = {"model": self._model, "created_at": now, "message": message, "done": done, **more}
        self._chunk(json.dumps(event, ensure_ascii=False).encode() + b"\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show what went wrong; a reader who goes away is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(model: Model, engine: Engine, port: int = 0) -> Iterator[str]:
    """The address of a running server."""
    handler = type("Handler", (_Handler,), {"model": model, "engine": engine})
    server = _Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def main(port: str, path: str) -> None:
    """Serve until interrupted."""
    model = model_of(Path(path))
    with serve(model, LlamaEngine(Path(path)), int(port)) as address:
        sys.stderr.write(f"{model.name} at {address}\n")
        threading.Event().wait()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("python -m tests.real_model PORT MODEL.gguf")
    main(*sys.argv[1:])
