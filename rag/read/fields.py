"""The fields of records and the columns of tables: their names, and values read without trust in their types.

Knows nothing of any tool's format.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from rag.read.times import to_seconds

TEXT_NAMES = (
    "text", "sentence", "transcript", "utterance", "rawtext", "content", "message",
    "текст", "реплика", "фраза", "сообщение", "слова", "расшифровка", "содержание", "内容", "文本", "发言内容",
)  # fmt: skip
SPEAKER_NAMES = (
    "speaker", "speakername", "name", "participant", "who", "speakerid", "speakerlabel",
    "спикер", "имя", "кто", "участник", "говорящий", "фио", "автор", "发言人", "说话人", "姓名",
)  # fmt: skip
START_NAMES = (
    "start", "starttime", "startms", "begin", "time", "timestamp", "timecode",
    "начало", "время", "таймкод", "времяначала", "开始", "开始时间", "时间",
)  # fmt: skip
END_NAMES = ("end", "endtime", "endms", "stop", "конец", "окончание", "времяокончания", "结束", "结束时间")
TITLE_NAMES = ("title", "meetingtitle", "topic", "subject", "название", "тема", "标题", "主题")
DATE_NAMES = ("date", "datestring", "meetingdate", "createdat", "дата", "日期")

_NAME_SEPARATORS = re.compile(r"[\s_\-]+")
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_MAX_SECONDS = 1000 * 3600
_MAX_NAME_CHARACTERS = 120
_MAX_CHARACTERS_A_SECOND = 60
_FIRST_STAMP, _LAST_STAMP = 631_152_000, 4_102_444_800


def folded_name(name: str) -> str:
    """The name of a field as it is compared: `Start Time`, `start_time` and `startTime` are one."""
    return _NAME_SEPARATORS.sub("", name).casefold()


def field_of(entry: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The value under the first of the names that the entry holds, None without any."""
    values = {folded_name(key): value for key, value in entry.items() if value is not None}
    return next((values[name] for name in names if name in values), None)


def record_of(value: Any) -> Mapping[str, Any]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def records_of(value: Any) -> list[Mapping[str, Any]]:
    """The JSON objects of a list, nothing for any other value."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """The text of a value, empty for anything else; halves of characters, which JSON can hold, become U+FFFD."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", " ").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def line_of(value: Any) -> str | None:
    """The text of a value in one line, None when there is nothing in it."""
    return " ".join(text_of(value).split()) or None


def speaker_of(value: Any) -> str | None:
    """The name of a speaker; a bare number N, by which recognisers tell voices apart, is `Speaker N`.

    A question mark is whisper.cpp's word for a voice it cannot tell.
    """
    if isinstance(value, dict):
        value = field_of(value, ("name", "displayname", "speakername", "id"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}" if 0 <= value < _MAX_SECONDS and value == int(value) else None
    name = line_of(value)
    if name is None or name == "?":
        return None
    return f"Speaker {name}" if name.isdecimal() else name[:_MAX_NAME_CHARACTERS].rstrip()


def number_of(value: Any) -> float | None:
    """A number that is no truth value, finite and not negative, also when it is written as text."""
    if isinstance(value, str):
        return float(value.replace(",", ".")) if _NUMBER.fullmatch(value.strip()) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _MAX_SECONDS * 1000 else None


def seconds_of(value: Any, units_a_second: int = 1) -> float | None:
    """The seconds of a number in the given units or of a time code; None for what is no time in a recording."""
    number = number_of(value)
    if number is not None:
        seconds: float | None = number / units_a_second
    else:
        seconds = to_seconds(value) if isinstance(value, str) else None
    return seconds if seconds is not None and seconds <= _MAX_SECONDS else None


def units_a_second(times: Iterable[Any], characters: int) -> int:
    """1000 when the times can be milliseconds, else 1: nobody speaks more than 60 characters in a second."""
    numbers = [number for number in map(number_of, times) if number is not None]
    span = max(numbers) - min(numbers) if numbers else 0.0
    return 1000 if characters < _MAX_CHARACTERS_A_SECOND * span / 1000 else 1


def day_of(value: Any) -> str | None:
    """The day as `YYYY-MM-DD` of an ISO date or of the seconds or milliseconds since 1970, other text as it is."""
    stamp = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    text = line_of(value)
    if stamp is None and text and text.isdecimal() and len(text) > len("20250331"):
        stamp = int(text[:15])
    if stamp is not None:
        seconds = stamp / 1000 if _LAST_STAMP < stamp < _LAST_STAMP * 1000 else stamp
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if _FIRST_STAMP < seconds < _LAST_STAMP else None
    day = iso_day_of(value)
    return day.isoformat() if day else text


def iso_day_of(value: Any) -> date | None:
    """The day that a text in ISO form begins with, None for anything else."""
    try:
        return date.fromisoformat(text_of(value).strip()[:10])
    except ValueError:
        return None
