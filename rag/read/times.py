"""Time codes to seconds. Knows nothing of formats."""

import re
from collections.abc import Mapping

TIME_CODE = r"(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,2}:\d{2})(?:[.,]\d{1,3})?"
TIME_IN_WORDS = (
    r"(?:\d{1,3}\s?(?:hours?|hrs?|час(?:ов|а)?|ч|小时)\.?,?\s?)?"
    r"(?:\d{1,3}\s?(?:minutes?|mins?|минут[аы]?|мин|分钟?)\.?,?\s?)?"
    r"\d{1,2}\s?(?:seconds?|secs?|секунд[аы]?|сек|с|秒)(?![^\W\d_])\.?"
)
"""As readers of screens hear it: `1 hour 0 minutes 3 seconds`, `0 мин 3 с`, `0分3秒`."""

_PARTS = re.compile(r"(?:(\d{1,3}):(?=\d{1,2}:))?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_PART_IN_WORDS = re.compile(r"(\d{1,3})\s?([^\W\d_])")
_UNITS: Mapping[str, int] = {
    **dict.fromkeys("hч小", 3600),
    **dict.fromkeys("mм分", 60),
    **dict.fromkeys("sс秒", 1),
}


def to_seconds(code: str) -> float | None:
    """The seconds of `[H:]MM:SS[.mmm]`, or None for anything else."""
    code = code.strip()
    match = _PARTS.fullmatch(code) if re.fullmatch(TIME_CODE, code) else None
    if not match:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def words_to_seconds(text: str) -> float | None:
    """The seconds of a time in words (`0 minutes 3 seconds`), or None for anything else."""
    if not re.fullmatch(TIME_IN_WORDS, text.strip(), re.IGNORECASE):
        return None
    return float(sum(int(number) * _UNITS[unit.lower()] for number, unit in _PART_IN_WORDS.findall(text)))
