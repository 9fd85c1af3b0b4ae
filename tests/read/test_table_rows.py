"""Rows of tables in documents: what the names of the columns say about the rows below them."""

from collections.abc import Sequence

import pytest

from rag.read.dialogue import parse_dialogue
from rag.read.table_rows import TableRows


def lines(*rows: Sequence[str]) -> list[str]:
    table = TableRows()
    return [line for row in rows for line in table.lines(row)]


@pytest.mark.parametrize(
    ("names", "cells", "line"),
    [
        (("Время", "Спикер", "Текст"), ("0:05", "Лена", "Да."), "[0:05] Лена: Да."),
        (("№", "Время", "Спикер", "Текст"), ("1", "0:05", "Лена", "Да."), "[0:05] Лена: Да."),
        (("Имя:", "Таймкод", "Реплика"), ("Лена", "[00:00:05]", "Да."), "[00:00:05] Лена: Да."),
        (("Начало", "Конец", "ФИО", "Слова"), ("0:05", "0:07", "Лена", "Да."), "[0:05 - 0:07] Лена: Да."),
        (("Время", "Спикер", "Текст"), ("0:05 – 0:07", "Лена", "Да."), "[0:05 - 0:07] Лена: Да."),
        (("Speaker", "Text", "Start Time", "Note"), ("Lena:", "Yes.", "0:05", "!"), "[0:05] Lena: Yes."),
        (("发言人", "时间", "内容"), ("小红", "0:05", "好。"), "[0:05] 小红: 好。"),
        (("Спикер", "Реплика"), ("Лена", "Да."), "Лена: Да."),
        (("Спикер", "Реплика"), ("Лена\n0:05", "Да."), "[0:05] Лена: Да."),
        (("Время", "Текст"), ("0:05", "Да."), "[0:05] Да."),
        (("Время", "Спикер", "Текст"), ("", "Лена", "Да."), "Лена: Да."),
        (("Время", "Спикер", "Текст"), ("0:05", "", "Да."), "[0:05] Да."),
        (("Время", "Спикер", "Текст"), ("потом", "Лена", "Да."), "Лена: Да."),
        (("Время", "Спикер", "Текст"), ("0:05", "Лена", " "), ""),
    ],
)
def test_columns_say_who_speaks_and_when(names: Sequence[str], cells: Sequence[str], line: str) -> None:
    assert lines(names, cells) == ["", line]


def test_lines_of_a_cell_stay_lines() -> None:
    assert lines(("Спикер", "Текст"), ("Лена", "Да.\n\nИ ещё.")) == ["", "Лена: Да.", "И ещё."]


def test_what_the_rows_say_is_read_as_a_dialogue() -> None:
    source = "\n".join(
        lines(("№", "Время", "Кто", "Текст"), ("1", "0:05", "Лена", "Да."), ("2", "0:07-0:09", "Марина", "Нет."))
    )
    spoken = [
        (source[line.start : line.end], line.speaker, line.start_time, line.end_time)
        for line in parse_dialogue(source).lines
    ]
    assert spoken == [("Да.", "Лена", 5.0, None), ("Нет.", "Марина", 7.0, 9.0)]


def test_rows_without_names_above_them_are_told_by_what_they_hold() -> None:
    assert lines(("0:05", "Лена", "Да."), ("Лена", "Нет.")) == ["[0:05] Лена: Да.", "Лена: Нет."]


def test_rows_of_another_width_are_told_by_what_they_hold() -> None:
    assert lines(("№", "Время", "Спикер", "Текст"), ("Часть вторая",), ("1", "0:05", "Лена", "Да.")) == [
        "", "Часть вторая", "[0:05] Лена: Да.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        ("Текст", "Ещё текст"), ("Время", "Спикер"), ("Текст",), ("Лена", "Текст готов"),
        ("Имя", "Текст", "и так далее " * 6), ("Имя", "Текст", *"123456789"),
    ],
)  # fmt: skip
def test_words_that_name_no_columns_are_left_as_they_are(row: Sequence[str]) -> None:
    assert "".join("".join(lines(row)).split()).replace(":", "") == "".join("".join(row).split())
