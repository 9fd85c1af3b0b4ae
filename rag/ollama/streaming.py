"""The words of a model from a thread of their own, so that a silent server can hold up neither a stop nor a time limit.

Knows nothing of prompts or citations.
"""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from rag.model_errors import ModelError, ModelRepeats, ModelStalled, ModelTimeout

_POLL_SECONDS = 0.1
_LOOP_PIECE, _LOOP_STRETCH, _LOOP_TIMES = 60, 4_000, 5
"""Text is taken for a loop when its last 60 characters stand five times in the last 4,000."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a model may be silent, in seconds: before its first sign of life, and between two."""

    first: float
    next: float


def watched(
    stream: Generator[str, None, None], hang_up: Callable[[], None], is_over: Callable[[], bool], patience: Patience
) -> Iterator[str]:
    """The words of a stream until it ends or `is_over` says so; empty texts are signs of life and are left out.

    Raises ModelTimeout, ModelStalled, ModelRepeats, and what the stream raises.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    given_up = threading.Event()
    threading.Thread(target=_read, args=(stream, pieces, given_up), name="model-stream", daemon=True).start()
    limit = patience.first
    silence: type[ModelError] = ModelTimeout
    silent_since = time.monotonic()
    text = ""
    try:
        while not is_over():
            try:
                piece = pieces.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() - silent_since > limit:
                    raise silence("The model has been silent for too long.") from None
                continue
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            silent_since, limit, silence = time.monotonic(), patience.next, ModelStalled
            if piece:
                text = (text + piece)[-_LOOP_STRETCH:]
                yield piece
                if is_loop(text):
                    raise ModelRepeats("The model repeats itself without an end.")
    finally:
        given_up.set()
        hang_up()


def is_loop(text: str) -> bool:
    """Whether a text ends in words that it has said many times."""
    stretch = text[-_LOOP_STRETCH:]
    piece = stretch[-_LOOP_PIECE:]
    return len(piece) == _LOOP_PIECE and stretch.count(piece) >= _LOOP_TIMES


def without_loop(text: str) -> str:
    """A text up to where the words that it ends in stand for the first time, these included."""
    piece = text[-_LOOP_PIECE:]
    return text[: text.find(piece) + len(piece)] if is_loop(text) else text


def _read(
    stream: Generator[str, None, None], pieces: "queue.Queue[str | BaseException | None]", given_up: threading.Event
) -> None:
    try:
        if not given_up.is_set():
            for piece in stream:
                pieces.put(piece)
                if given_up.is_set():
                    break
        pieces.put(None)
    except Exception as error:  # the last boundary of this thread: the other one must not wait in vain
        pieces.put(error)
    finally:
        stream.close()
