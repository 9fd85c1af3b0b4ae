"""A model server that counts tokens and keeps to its window as Ollama does, for the stand-in's `scripts`."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.stand_in import Body, Script, Wire, event

Count = Callable[[str], int]
_ERROR = "exceed_context_size_error: the request has {prompt} tokens, the context size is {window}"


def by_characters(characters_per_token: float) -> Count:
    """A count that is proportional to the length of the text."""
    return lambda text: int(len(text) / characters_per_token) + 1


@dataclass
class Counting:
    """Answers `/api/chat`; refuses a prompt beyond its window, or cuts it to half where it `cuts_silently`.

    `window` is `num_ctx` of the request unless it is given. `read` holds what the model has read of each prompt.
    """

    count: Count
    reply: str = "Да [1]."
    window: int | None = None
    cuts_silently: bool = False
    read: list[str] = field(default_factory=list)
    refused: int = 0
    bodies: list[Body] = field(default_factory=list)

    @property
    def scripts(self) -> dict[str, Script]:
        """What the stand-in answers with."""
        version = b'{"version": "%s"}' % (b"0.5.0" if self.cuts_silently else b"0.15.0")
        return {"/api/chat": self._chat, "/api/version": lambda wire, _body: wire.whole(version)}

    def _chat(self, wire: Wire, body: Body) -> None:
        self.bodies.append(body)
        text = "\n".join(message["content"] for message in body["messages"])
        tokens, window = self.count(text), self.window or body["options"]["num_ctx"]
        if tokens >= window:
            if not self.cuts_silently:
                assert (body["truncate"], body["shift"]) == (False, False)
                self.refused += 1
                wire.whole(json.dumps({"error": _ERROR.format(prompt=tokens, window=window)}).encode(), 400)
                return
            text, tokens = text[-int(len(text) * window / 2 / tokens) :], window // 2
        self.read.append(text)
        wire.stream()
        for word in self.reply.split(" "):
            wire.chunk(event(body["model"], word + " "))
        told: dict[str, Any] = {"done_reason": "stop", "prompt_eval_count": tokens, "eval_count": 7}
        wire.chunk(event(body["model"], "", done=True, **told))
        wire.chunk(b"")
