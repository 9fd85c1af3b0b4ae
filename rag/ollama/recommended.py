"""Models that write good Russian answers, by the memory of a computer. A table; asks nobody.

Sizes are those of Ollama's own library. `qwen3:4b` and `qwen3:30b` without `-instruct` are not here on purpose: they
think at length before every answer, whatever they are told.
"""

from dataclasses import dataclass
from enum import StrEnum

_MEGABYTE = 1_000_000
_GIGABYTE = 1_000 * _MEGABYTE
_USABLE_SHARE = 0.85
"""A computer sold with 16 GB tells less: its graphics may take a part."""


class Purpose(StrEnum):
    """What a model is for."""

    SMALLEST = "smallest"
    QUICK = "quick"
    LIVELY = "lively"
    BALANCED = "balanced"
    ELOQUENT = "eloquent"
    STRONG = "strong"
    FINEST = "finest"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A model of Ollama's library; `memory_gigabytes` is what a computer is sold with on which it runs well."""

    name: str
    download_bytes: int
    memory_gigabytes: int
    purpose: Purpose


RECOMMENDED: tuple[Recommendation, ...] = (
    Recommendation("qwen3:1.7b", 1_400 * _MEGABYTE, 4, Purpose.SMALLEST),
    Recommendation("qwen3:4b-instruct", 2_500 * _MEGABYTE, 8, Purpose.QUICK),
    Recommendation("gemma3:4b", 3_300 * _MEGABYTE, 8, Purpose.LIVELY),
    Recommendation("qwen3:8b", 5_200 * _MEGABYTE, 16, Purpose.BALANCED),
    Recommendation("gemma3:12b", 8_100 * _MEGABYTE, 16, Purpose.ELOQUENT),
    Recommendation("qwen3:30b-instruct", 19 * _GIGABYTE, 32, Purpose.STRONG),
    Recommendation("gemma3:27b", 17 * _GIGABYTE, 32, Purpose.FINEST),
)
"""The smallest computer first; the first one for a size of memory is the one to begin with."""


def best_for(memory_bytes: int) -> Recommendation:
    """The model to begin with on a computer; the smallest one where memory is short."""
    largest = max((model.memory_gigabytes for model in RECOMMENDED if _fits(model, memory_bytes)), default=0)
    return next((model for model in RECOMMENDED if model.memory_gigabytes == largest), RECOMMENDED[0])


def fitting(memory_bytes: int) -> tuple[Recommendation, ...]:
    """All models that run well on a computer, the one to begin with first, then from the largest to the smallest."""
    best = best_for(memory_bytes)
    others = [model for model in reversed(RECOMMENDED) if _fits(model, memory_bytes) and model != best]
    return (best, *others)


def find(name: str) -> Recommendation | None:
    """The recommendation of this name, or None for a model that is not in the table."""
    return next((model for model in RECOMMENDED if model.name == name), None)


def _fits(model: Recommendation, memory_bytes: int) -> bool:
    return memory_bytes >= model.memory_gigabytes * _GIGABYTE * _USABLE_SHARE
