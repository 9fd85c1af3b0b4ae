"""What a GGUF file says about itself: the values in its header. Knows nothing of engines, servers or weights."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"GGUF"
_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9


def read_header(path: Path) -> Mapping[str, Any]:
    """The values of the header by their names; lists, which hold the vocabulary, are left out.

    Raises ValueError for what is no GGUF file, OSError.
    """
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError(f"{path} is no GGUF file.")
        _version, _tensors, count = _unpack(file, "<IQQ")
        values: dict[str, Any] = {}
        for _ in range(count):
            key = _string(file)
            values[key] = _value(file, _number(file, "<I"))
    return {key: value for key, value in values.items() if not isinstance(value, list)}


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _string(file)
    if kind == _ARRAY:
        kind, length = _unpack(file, "<IQ")
        return [_value(file, kind) for _ in range(length)]
    if kind not in _NUMBERS:
        raise ValueError(f"A value of the unknown kind {kind} is in the header.")
    return _number(file, _NUMBERS[kind])


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "<Q")).decode("utf-8", errors="replace")


def _number(file: BinaryIO, layout: str) -> Any:
    return _unpack(file, layout)[0]


def _unpack(file: BinaryIO, layout: str) -> tuple[Any, ...]:
    data = file.read(struct.calcsize(layout))
    if len(data) < struct.calcsize(layout):
        raise ValueError("The GGUF file ends within its header.")
    return struct.unpack(layout, data)
