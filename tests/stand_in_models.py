"""The part of the stand-in that keeps models: loading, downloading piece by piece, deleting.

Run as a script it serves on a port of its own, for looking at the pages: `python -m tests.stand_in_models 11434`.
"""

import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stand_in import MODEL, Behaviour, Body, Script, Wire, model_entry, serve

_CREATED = "2025-10-03T23:34:03Z"
_UNKNOWN = {"error": "pull model manifest: file does not exist"}


@dataclass
class Shelf:
    """Models that come and go on a stand-in; `partial` is what broken-off downloads have come to, in bytes."""

    behaviour: Behaviour = field(default_factory=Behaviour)
    library: Mapping[str, int] = field(default_factory=dict)
    pieces: int = 5
    seconds_between_pieces: float = 0.0
    pull_error: str = ""
    error_after_pieces: int = 2
    tokens: int = 24
    loaded: dict[str, int] = field(default_factory=dict)
    partial: dict[str, int] = field(default_factory=dict)
    pulls_at_work: int = 0

    def __post_init__(self) -> None:
        """Take over the paths that concern models."""
        scripts: dict[str, Script] = {
            "/api/ps": self._running, "/api/generate": self._load, "/api/delete": self._delete, "/api/pull": self._pull,
        }  # fmt: skip
        self.behaviour.scripts = {**self.behaviour.scripts, **scripts}

    @property
    def names(self) -> list[str]:
        """The installed models."""
        return [entry["name"] for entry in self.behaviour.models]

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The bodies of all requests to a path."""
        return [request["body"] for request in self.behaviour.requests if request["path"] == path]

    def _running(self, wire: Wire, _body: Body) -> None:
        entries = [
            {
                "name": name, "model": name, "size": size, "digest": "0" * 64, "details": {}, "size_vram": 0,
                "expires_at": _CREATED, "context_length": 8192,
            }
            for name, size in self.loaded.items()
        ]  # fmt: skip
        wire.whole(_json({"models": entries}))

    def _load(self, wire: Wire, body: Body) -> None:
        if body["model"] not in self.names:
            wire.whole(_json({"error": f"model '{body['model']}' not found"}), 404)
            return
        self.loaded[body["model"]] = 3_300_000_000
        told = {"model": body["model"], "created_at": _CREATED, "response": "", "done": True, "done_reason": "load"}
        wire.whole(_json(told))

    def _delete(self, wire: Wire, body: Body) -> None:
        if body["model"] not in self.names:
            wire.whole(_json({"error": f"model '{body['model']}' not found"}), 404)
            return
        self.behaviour.models[:] = [entry for entry in self.behaviour.models if entry["name"] != body["model"]]
        self.loaded.pop(body["model"], None)
        wire.whole(b"")

    def _pull(self, wire: Wire, body: Body) -> None:
        self.pulls_at_work += 1
        try:
            self._pull_model(wire, body["model"])
        finally:
            self.pulls_at_work -= 1

    def _pull_model(self, wire: Wire, name: str) -> None:
        wire.stream()
        wire.chunk(_line({"status": "pulling manifest"}))
        if name not in self.library:
            wire.chunk(_line(_UNKNOWN))
            wire.chunk(b"")
            return
        if self._load_layers(wire, name):
            for status in ("verifying sha256 digest", "writing manifest", "success"):
                wire.chunk(_line({"status": status}))
            self.behaviour.models.append(model_entry(name, size=self.library[name]))
        wire.chunk(b"")

    def _load_layers(self, wire: Wire, name: str) -> bool:
        """Whether the large layer and the small one were sent to their ends."""
        large, small = self.library[name] - 1000, 1000
        piece = max(1, large // self.pieces)
        for number, done in enumerate(range(self.partial.get(name, 0) + piece, large + piece, piece), start=1):
            if self.pull_error and number > self.error_after_pieces:
                wire.chunk(_line({"error": self.pull_error}))
                return False
            self.partial[name] = min(done, large)
            wire.chunk(_line(_layer("a", large, self.partial[name])))
            wire.wait(self.seconds_between_pieces)
        wire.chunk(_line(_layer("b", small, small)))
        return True


def _layer(letter: str, total: int, completed: int) -> dict[str, object]:
    return {
        "status": f"pulling {letter * 12}",
        "digest": f"sha256:{letter * 64}",
        "total": total,
        "completed": completed,
    }


def _json(body: object) -> bytes:
    return json.dumps(body).encode()


def _line(body: object) -> bytes:
    return _json(body) + b"\n"


if __name__ == "__main__":
    library = {"qwen3:4b-instruct": 2_500_000_000, "gemma3:4b": 3_300_000_000, "qwen3:8b": 5_200_000_000}
    shelf = Shelf(
        Behaviour(models=[model_entry(MODEL)], seconds_between_words=0.08), library, 400, seconds_between_pieces=0.2
    )
    with serve(shelf.behaviour, int(sys.argv[1])) as address:
        sys.stderr.write(f"{address}\n")
        threading.Event().wait()
