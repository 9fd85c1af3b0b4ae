"""Frozen values as the JSON texts that the catalogue keeps, and back. Knows nothing of what they mean."""

from functools import cache
from typing import Any


def to_json(kind: type, value: object) -> str | None:
    """A value of this kind as a text; None stays None."""
    return None if value is None else _adapter(kind).dump_json(value).decode("utf-8")


def from_json(kind: type, text: str | None) -> Any:
    """The value that was kept; None stays None, and fields that the text does not have take their defaults."""
    return None if text is None else _adapter(kind).validate_json(text)


@cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
