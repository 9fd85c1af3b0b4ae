"""What fits into the window of a language model: tokens by estimate, the window by model and memory. Pure functions.

A server has no way to count tokens beforehand, so the estimate begins pessimistic and is corrected by what the server
reports after every answer (`prompt_eval_count`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.ollama.told import told_number

_CHARACTERS_PER_TOKEN = {"latin": 3.2, "cyrillic": 2.0, "other": 0.8}
"""Pessimistic: models of many languages make 4, 2.5 to 3.5 and, of Chinese, 1.5 characters a token."""
_TEMPLATE_TOKENS = 60
"""What the server's own template adds around the messages."""
_SAFETY_SHARE = 0.1
_WIDEST, _USUAL, _NARROWEST = 16_384, 8_192, 2_048
"""Windows in tokens: a usual one holds eight quotes with their neighbours; a wide one saves passes over a session."""
_PLENTY_BYTES = 24 * 2**30
_MEMORY_SHARE = 0.25
"""How much of the memory beside the model its window may take; the system and other programs need the rest."""
_CACHE_BYTES_PER_NUMBER = 2
_TYPICAL_CACHE_BYTES = 160 * 1024
"""Bytes a token where the model tells nothing about its layers: those of a model of 8 billion parameters."""
_LEAST_FACTOR, _MOST_FACTOR = 0.3, 4.0
_FORGETTING = 0.3
_TIGHTER = 1.35
_HALF_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class Window:
    """The window of one model: `tokens` in all, `answer_tokens` of them for the answer.

    `factor` is what the model's tokens are to the pessimistic estimate.
    """

    tokens: int
    answer_tokens: int
    factor: float = 1.0

    @property
    def room(self) -> int:
        """How many tokens a prompt may have; 0 where the window holds no more than an answer."""
        return max(0, int(self.tokens * (1 - _SAFETY_SHARE)) - self.answer_tokens - _TEMPLATE_TOKENS)

    def estimate(self, text: str) -> int:
        """About how many tokens this model makes of the text."""
        return 1 + int(estimate_tokens(text) * self.factor)

    def with_factor(self, factor: float) -> "Window":
        """The same window for a model whose tokens were seen to be so."""
        return replace(self, factor=factor)

    def tighter(self) -> "Window":
        """The window after the server has found a prompt too long that was thought to fit."""
        return self.with_factor(min(_MOST_FACTOR, self.factor * _TIGHTER))

    def is_cut(self, counted: int | None) -> bool:
        """Whether a server that cuts without a word reports a prompt cut to half of the window, as such servers do."""
        return counted is not None and abs(counted - self.tokens / 2) <= _HALF_TOLERANCE * self.tokens


def estimate_tokens(text: str) -> int:
    """About how many tokens a language model makes of the text, rather too many than too few."""
    cyrillic = sum(1 for character in text if "\u0400" <= character <= "\u04ff")
    latin = sum(1 for character in text if character.isascii())
    counts = {"latin": latin, "cyrillic": cyrillic, "other": len(text) - cyrillic - latin}
    return 1 + int(sum(count / _CHARACTERS_PER_TOKEN[kind] for kind, count in counts.items()))


def refined(factor: float, prompt: str, counted: int | None) -> float:
    """The factor after an answer: at once up where the prompt had more tokens than thought, slowly down.

    A server that leaves out what it had cached reports too few; such counts are not believed.
    """
    if not counted:
        return factor
    seen = (counted - _TEMPLATE_TOKENS / 2) / estimate_tokens(prompt)
    if not _LEAST_FACTOR <= seen <= _MOST_FACTOR:
        return factor
    return seen if seen > factor else factor + _FORGETTING * (seen - factor)


def window_tokens(model_info: Mapping[str, Any], model_bytes: int, memory_bytes: int) -> int:
    """How many tokens to ask of the server for a model: what it was made for and what the memory holds.

    `model_info` is what `/api/show` tells of it. The value is one of few steps, as every change loads the model anew.
    """
    architecture = str(model_info.get("general.architecture", ""))
    longest = told_number(model_info.get(f"{architecture}.context_length")) or _USUAL
    spare = max(0, memory_bytes - model_bytes) * _MEMORY_SHARE
    affordable = int(spare / _cache_bytes(model_info, architecture))
    wanted = _WIDEST if memory_bytes - model_bytes >= _PLENTY_BYTES else _USUAL
    while wanted > _NARROWEST and wanted > affordable:
        wanted //= 2
    return min(wanted, longest)


def _cache_bytes(model_info: Mapping[str, Any], architecture: str) -> int:
    """How many bytes the keys and values of one token take."""
    layers = told_number(model_info.get(f"{architecture}.block_count"))
    heads = told_number(model_info.get(f"{architecture}.attention.head_count"))
    key_heads = told_number(model_info.get(f"{architecture}.attention.head_count_kv")) or heads
    width = told_number(model_info.get(f"{architecture}.attention.key_length"))
    if not width and heads:
        width = told_number(model_info.get(f"{architecture}.embedding_length")) // heads
    return 2 * layers * key_heads * width * _CACHE_BYTES_PER_NUMBER or _TYPICAL_CACHE_BYTES
