"""Which lines without a field's name can only be the title of a session."""

import pytest

from rag.read.opening import is_timed, is_title, may_open


@pytest.mark.parametrize(
    "text",
    [
        "Session 3 — Lena",
        "Сессия 3",
        "Третья сессия с Леной",
        "Встреча с Леной Кравцовой",
        "3-я встреча, Лена",
        "Созвон с Леной, 14 октября 2025",
        "Созвон с Леной, разбор резюме, 14 октября 2025 г.",
        "abc-defg-hij (2025-10-14 15:30 GMT+3) - Transcript",
        "Лена Кравцова, 14 октября 2025",
        "Лена 14.10",
        "第三次会议 2025年4月1日",
    ],
)
def test_title_is_recognised(text: str) -> None:
    assert may_open(text)
    assert is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "Созвон начался",
        "Привет, Лена",
        "Привет 14 октября 2025",
        "Сегодня 14 октября 2025",
        "ну что, созвон, 14 октября 2025 идёт",
        "Лена Кравцова",
        "Лена 14.10.2025 18:30",
        "今天是10月14日",
        "—",
    ],
)
def test_speech_is_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "Сессия 3.",
        "Сессия 3?",
        "Лена: Привет",
        "Лена\tПривет",
        "00:01:20 Сессия 3",
        "# Сессия 3",
        "- Сессия 3",
        "x" * 81,
        "Сессия " * 13,
    ],
)
def test_line_with_marks_of_speech_or_of_a_list_opens_nothing(text: str) -> None:
    assert not may_open(text)


def test_time_code_at_the_beginning_is_seen() -> None:
    assert is_timed("[00:01:20] да")
    assert is_timed("1:20")
    assert not is_timed("14 октября, 18:30")
