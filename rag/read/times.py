"""Time codes to seconds. Knows nothing of formats."""

import re

TIME_CODE = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?")


def to_seconds(code: str) -> float | None:
    """The seconds of `[H:]MM:SS[.mmm]`, or None for anything else."""
    match = _PARTS.fullmatch(code.strip())
    if not match:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000
