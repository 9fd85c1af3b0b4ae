"""The bundled model's data file: only the one that was checked, and its numbers unpacked as they were packed."""

import hashlib
import struct
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest

from rag.errors import EncoderUnavailable
from rag.index import bundled


def _block(scale: float, nibbles: list[int]) -> bytes:
    """A block of 32 numbers: the first sixteen in the low halves of the bytes, the others in the high halves."""
    packed = bytes(low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True))
    return struct.pack("<e", scale) + packed


def test_block_is_unpacked_to_scaled_numbers_around_zero() -> None:
    nibbles = [*range(16), *reversed(range(16))]
    values = bundled._unpack_q4(_block(0.5, nibbles), 32)
    assert values.dtype == np.float32
    assert values.tolist() == [(nibble - 8) * 0.5 for nibble in nibbles]


def test_blocks_have_scales_of_their_own_and_padding_is_dropped() -> None:
    raw = _block(2.0, [9] * 32) + _block(-0.25, [0] * 32)
    assert bundled._unpack_q4(raw, 35).tolist() == [2.0] * 32 + [2.0] * 3
    assert bundled._unpack_q4(raw, 32).tolist() == [2.0] * 32


def test_pieces_of_the_tokenizer_are_read_with_their_scores() -> None:
    texts = ["<s>", "▁да", "你"]
    data = "".join(texts).encode()
    offsets = [0, 3, 3 + len("▁да".encode()), len(data)]
    raw = struct.pack("<5iQ", 3, 0, 2, 1, 3, len(data)) + struct.pack("<4I3f", *offsets, 0.0, -1.5, -2.25)
    raw += data + struct.pack("<iI", 1, 4) + b"skip" + b"rest"
    reader = bundled._Reader(raw)
    assert bundled._read_pieces(reader) == [("<s>", 0.0), ("▁да", -1.5), ("你", -2.25)]
    assert reader.bytes(4) == b"rest"


def test_tensors_are_read_by_kind() -> None:
    packed, plain = _block(1.0, [10] * 32), struct.pack("<2f", 1.5, -3.0)
    head_size = 4 + 2 * (2 + 1 + 21)
    head = struct.pack("<i", 2)
    head += struct.pack("<H1sBIQQ", 1, b"a", 1, 32, head_size, len(packed))
    head += struct.pack("<H1sBIQQ", 1, b"b", 0, 2, head_size + len(packed), len(plain))
    assert len(head) == head_size
    tensors = bundled._read_tensors(bundled._Reader(head + packed + plain))
    assert {name: values.tolist() for name, values in tensors.items()} == {"a": [2.0] * 32, "b": [1.5, -3.0]}


@pytest.mark.parametrize(
    ("name", "torch_name"),
    [
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
        ("L0.q.w", "encoder.layer.0.attention.self.query.weight"),
        ("L11.oln.b", "encoder.layer.11.output.LayerNorm.bias"),
    ],
)
def test_tensor_finds_its_place_in_the_model(name: str, torch_name: str) -> None:
    assert bundled._torch_name(name) == torch_name


def test_other_data_file_is_refused_by_its_checksum(tmp_path: Path) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"E5S1 something else")
    with pytest.raises(EncoderUnavailable) as caught:
        bundled.write_model_folder(file, tmp_path / "made" / "model")
    assert hashlib.sha256(b"E5S1 something else").hexdigest() in str(caught.value)
    assert bundled.SHA256 in str(caught.value)
    assert list(tmp_path.iterdir()) == [file]


def test_data_file_without_its_mark_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"NOPE")
    monkeypatch.setattr(bundled, "SHA256", hashlib.sha256(b"NOPE").hexdigest())
    with pytest.raises(EncoderUnavailable, match="does not begin with b'E5S1'"):
        bundled.write_model_folder(file, tmp_path / "model")


def test_installed_data_file_is_the_one_that_was_checked() -> None:
    file = bundled.find_data_file()
    try:
        assert version(bundled.PACKAGE) == "0.3.0"
    except PackageNotFoundError:
        assert file is None
        return
    assert file is not None
    assert hashlib.sha256(file.read_bytes()).hexdigest() == bundled.SHA256


def test_platform_without_the_package_has_no_data_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "PACKAGE", "no-such-package-anywhere")
    assert bundled.find_data_file() is None
