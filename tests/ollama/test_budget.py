"""What fits into the window of a language model."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ollama.budget import Window, estimate_tokens, refined, window_tokens

GIB = 2**30
QWEN: dict[str, Any] = {
    "general.architecture": "qwen3", "qwen3.context_length": 40_960, "qwen3.block_count": 36,
    "qwen3.attention.head_count": 32, "qwen3.attention.head_count_kv": 8, "qwen3.attention.key_length": 128,
    "qwen3.embedding_length": 2560,
}  # fmt: skip
SMALL = {"general.architecture": "llama", "llama.context_length": 2048}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 1),
        ("я" * 200, 101),
        ("a" * 320, 101),
        ("我" * 80, 101),
        ("한" * 80, 101),
        ("😀" * 80, 101),
        ("é" * 80, 101),
        ("я" * 20 + "a" * 32 + "我" * 8, 31),
    ],
)
def test_tokens_are_estimated_by_script(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@pytest.mark.parametrize(
    ("model_info", "model_bytes", "memory", "tokens"),
    [
        (QWEN, 3 * GIB, 16 * GIB, 8192),
        (QWEN, 3 * GIB, 32 * GIB, 16_384),
        (QWEN, 5 * GIB, 8 * GIB, 4096),
        (QWEN, 7 * GIB, 8 * GIB, 2048),
        (QWEN, 9 * GIB, 8 * GIB, 2048),
        (SMALL, 1 * GIB, 64 * GIB, 2048),
        ({}, 3 * GIB, 16 * GIB, 8192),
        ({"general.architecture": 7, "x": None}, 0, 16 * GIB, 8192),
        ({**QWEN, "qwen3.block_count": "many", "qwen3.context_length": True}, 3 * GIB, 16 * GIB, 8192),
    ],
)
def test_window_fits_the_model_and_the_memory(
    model_info: dict[str, Any], model_bytes: int, memory: int, tokens: int
) -> None:
    assert window_tokens(model_info, model_bytes, memory) == tokens


def test_room_leaves_the_answer_and_a_tenth_free() -> None:
    assert Window(10_000, 1000).room == 10_000 - 1000 - 1000 - 60
    assert Window(800, 900).room == 0


def test_factor_scales_the_estimate() -> None:
    assert Window(8192, 900).estimate("я" * 200) == 102
    assert Window(8192, 900, 0.5).estimate("я" * 200) == 51


def test_tighter_window_holds_less_until_no_tokens_can_be_that_many() -> None:
    window = Window(8192, 900)
    seen = [window.factor]
    while window.tighter() != window:
        window = window.tighter()
        seen.append(window.factor)
    assert seen == sorted(set(seen))
    assert window.factor == 4.0


PROMPT = "я" * 2000


def test_factor_rises_at_once_and_falls_slowly() -> None:
    base = estimate_tokens(PROMPT)
    assert refined(1.0, PROMPT, 2 * base) == pytest.approx(1.97, abs=0.05)
    assert 0.8 < refined(1.0, PROMPT, base // 2) < 0.9
    falling = 1.0
    for _ in range(30):
        falling = refined(falling, PROMPT, base // 2)
    assert falling == pytest.approx(0.47, abs=0.02)


@pytest.mark.parametrize("counted", [None, 0, 1, 40, 10**9])
def test_count_that_cannot_be_the_whole_prompt_changes_nothing(counted: int | None) -> None:
    assert refined(0.7, PROMPT, counted) == 0.7


@pytest.mark.parametrize(
    ("counted", "is_cut"), [(2050, True), (2048, True), (1000, False), (3500, False), (None, False)]
)
def test_half_a_window_is_what_a_cut_prompt_has(counted: int | None, is_cut: bool) -> None:
    assert Window(4096, 900).is_cut(counted) is is_cut


@given(st.floats(0.3, 4.0), st.integers(0, 5000), st.integers(0, 10**6))
def test_factor_stays_within_what_tokens_can_be(factor: float, length: int, counted: int) -> None:
    window = replace(Window(8192, 900), factor=refined(factor, "я" * length, counted))
    assert 0.3 <= window.factor <= 4.0
