"""Time codes of every tool to seconds."""

import re

import pytest

from rag.read.times import TIME_CODE, to_seconds, words_to_seconds


@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        ("00:00", 0.0),
        ("0:07", 7.0),
        ("01:20", 80.0),
        ("00:01:20", 80.0),
        ("1:02:03", 3723.0),
        ("00:00:01,250", 1.25),
        ("00:00:01.250", 1.25),
        ("59:59.9", 3599.9),
        ("00:01.05", 1.05),
        ("100:00:00", 360000.0),
        (" 00:01:20 ", 80.0),
        ("0:0:6.90", 6.9),
        ("1:2:03", 3723.0),
    ],
)
def test_time_code_gives_its_seconds(code: str, seconds: float) -> None:
    assert to_seconds(code) == pytest.approx(seconds, abs=1e-9)
    assert re.fullmatch(TIME_CODE, code.strip())


@pytest.mark.parametrize("code", ["", "80", "1:2", "00:0x:01", "00:00:00:01", "01:20 слова", "-0:07", "1:02.0345"])
def test_other_text_gives_no_seconds(code: str) -> None:
    assert to_seconds(code) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0 minutes 3 seconds", 3.0),
        ("1 minute 9 seconds", 69.0),
        ("1 hour 0 minutes 3 seconds", 3603.0),
        ("1 Hour 5 Seconds", 3605.0),
        ("0 мин 3 с", 3.0),
        ("2 минуты 1 секунда", 121.0),
        ("1 ч 2 мин 3 с.", 3723.0),
        ("0分3秒", 3.0),
        ("1小时2分钟3秒", 3723.0),
        ("42 сек", 42.0),
    ],
)
def test_time_in_words_gives_its_seconds(text: str, seconds: float) -> None:
    assert words_to_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "3", "0:03", "3 слова", "через 3 секунды", "3 секунды спустя", "минута"])
def test_other_words_give_no_seconds(text: str) -> None:
    assert words_to_seconds(text) is None
