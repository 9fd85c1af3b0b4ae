"""What a GGUF file says about itself is read from its header."""

import struct
from pathlib import Path

import pytest

from tests.gguf import MAGIC, read_header


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def number(value: int) -> bytes:
    return struct.pack("<I", 4) + struct.pack("<I", value)


def header(*values: tuple[str, bytes]) -> bytes:
    """A GGUF file without weights; each value is its kind and its bytes."""
    return MAGIC + struct.pack("<IQQ", 3, 0, len(values)) + b"".join(text(key) + value for key, value in values)


def test_texts_numbers_and_answers_are_read_and_lists_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(
        header(
            ("general.architecture", struct.pack("<I", 8) + text("llama")),
            ("tokenizer.ggml.tokens", struct.pack("<IIQ", 9, 8, 2) + text("да") + text("нет")),
            ("llama.context_length", number(8192)),
            ("llama.rope.freq_base", struct.pack("<If", 6, 0.5)),
            ("tokenizer.ggml.add_bos_token", struct.pack("<I?", 7, False)),
        )
    )
    assert read_header(path) == {
        "general.architecture": "llama",
        "llama.context_length": 8192,
        "llama.rope.freq_base": 0.5,
        "tokenizer.ggml.add_bos_token": False,
    }


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"",
        header(("general.architecture", number(1)))[:-2],
        header(("general.architecture", struct.pack("<I", 99))),
    ],
)
def test_what_is_no_whole_header_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"GGUF|header"):
        read_header(path)
