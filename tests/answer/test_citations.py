"""What models write, resolved by code: the markers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.citations import resolve_answer
from rag.types import Answer, Line
from tests.answer.examples import LINES, RANK

WORDS = "Вера пришлёт чек-лист"


def resolve(text: str, *, is_unfinished: bool = False) -> Answer:
    return resolve_answer(text, LINES, 4, "модель", is_unfinished=is_unfinished)


@pytest.mark.parametrize(
    ("marker", "lines", "shown"),
    [
        ("[3]", (3,), "[2]"),
        ("[ 3 ]", (3,), "[2]"),
        ("[03]", (3,), "[2]"),
        ("[3][5]", (3, 5), "[2][3]"),
        ("[3] [5]", (3, 5), "[2] [3]"),
        ("[3, 5]", (3, 5), "[2][3]"),
        ("[3,5,6]", (3, 5, 6), "[2][3][4]"),
        ("[3; 5]", (3, 5), "[2][3]"),
        ("[3 и 5]", (3, 5), "[2][3]"),
        ("[3，5]", (3, 5), "[2][3]"),
        ("[3、5]", (3, 5), "[2][3]"),
        ("[3-5]", (3, 4, 5), "[2][3]"),
        ("[3–5]", (3, 4, 5), "[2][3]"),
        ("[3 — 5]", (3, 4, 5), "[2][3]"),
        ("[1, 3-5]", (1, 3, 4, 5), "[1][2][3]"),
        ("[5-3]", (5, 3), "[3][2]"),
        ("[4, 4]", (4,), "[2]"),
        ("[3][3]", (3,), "[2]"),
        ("[3][4]", (3, 4), "[2]"),
        ("[3] [4]", (3, 4), "[2]"),
        ("【3】", (3,), "[2]"),
        ("【3】【5】", (3, 5), "[2][3]"),
        ("【第3行】", (3,), "[2]"),
        ("[行 3]", (3,), "[2]"),
        ("[строка 3]", (3,), "[2]"),
        ("[Строки 3, 5]", (3, 5), "[2][3]"),
        ("[строки 3-5]", (3, 4, 5), "[2][3]"),
        ("[стр. 3]", (3,), "[2]"),
        ("[line 3]", (3,), "[2]"),
        ("[Lines 3-5]", (3, 4, 5), "[2][3]"),
        ("**[3]**", (3,), "[2]"),
        ("**[3]** **[5]**", (3, 5), "[2] [3]"),
        ("[**3**]", (3,), "[2]"),
        ("(3)", (3,), "[2]"),
        ("(3, 5)", (3, 5), "[2][3]"),
        ("(строка 3)", (3,), "[2]"),
        ("(line 3)", (3,), "[2]"),
        ("(3-5)", (3, 4, 5), "[2][3]"),
    ],
)
def test_marker_of_this_shape_leads_to_its_quotes(marker: str, lines: tuple[int, ...], shown: str) -> None:
    answer = resolve(f"{WORDS} {marker}.")
    (statement,) = answer.statements
    assert answer.text == f"{WORDS} {shown}."
    assert statement.text == f"{WORDS}."
    assert statement.lines == lines
    assert statement.citations == tuple(dict.fromkeys(RANK[line] for line in lines))
    assert statement.is_backed
    assert (answer.counts.markers_unknown, answer.counts.statements_unbacked) == (0, 0)


@pytest.mark.parametrize(
    ("marker", "shown", "markers", "unknown"),
    [
        ("[99]", "", 1, 1),
        ("[0]", "", 1, 1),
        ("[8]", "", 1, 1),
        ("(99)", "", 1, 1),
        ("【99】", "", 1, 1),
        ("[3][99]", " [2]", 2, 1),
        ("[3, 99]", " [2]", 2, 1),
        ("[6-9]", " [4]", 4, 2),
        ("[1-100]", " [1]", 2, 1),
        ("[98][99]", "", 2, 2),
    ],
)
def test_number_that_was_never_offered_is_dropped_and_counted(
    marker: str, shown: str, markers: int, unknown: int
) -> None:
    answer = resolve(f"{WORDS} {marker}.")
    assert answer.text == f"{WORDS}{shown}."
    assert (answer.counts.markers, answer.counts.markers_unknown) == (markers, unknown)
    assert answer.statements[0].is_backed is bool(shown)


@pytest.mark.parametrize(
    "text",
    [
        "Это было в [2025] году.",
        "Это было в марте (2025).",
        "План [черновик] готов.",
        "План (почти) готов.",
        "Осталось [3 дня] до срока.",
        "Ссылка [1.5] и (2.0) тоже.",
        "Номер [1234, 5678].",
        "Пустые [] и () скобки.",
        "Выбрать [x] или [ ].",
        "список[i] и f(x)",
    ],
)
def test_brackets_that_hold_no_line_number_are_left_alone(text: str) -> None:
    answer = resolve(text)
    assert answer.text == text
    assert (answer.counts.markers, answer.counts.statements_unbacked) == (0, 1)


def test_round_brackets_are_left_alone_beside_another_marker() -> None:
    answer = resolve("Готово (5) из семи [3].")
    assert answer.text == "Готово (5) из семи [2]."
    assert answer.statements[0].lines == (3,)
    assert answer.counts.markers == 1


def test_counts_say_how_many_quotes_were_offered() -> None:
    answer = resolve(f"{WORDS} [1].")
    assert (answer.counts.quotes_offered, answer.model, answer.is_unfinished) == (4, "модель", False)


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_empty_text_gives_an_empty_answer(text: str) -> None:
    answer = resolve(text)
    assert (answer.text, answer.statements, answer.counts.markers) == ("", (), 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Вера обещала [1] и [", "Вера обещала [1] и"),
        ("Вера обещала [1] и [3", "Вера обещала [1] и"),
        ("Вера обещала [1] и [3,", "Вера обещала [1] и"),
        ("Вера обещала [1] и 【3", "Вера обещала [1] и"),
        ("Вера обещала [1] и [строка", "Вера обещала [1] и"),
        ("Вера обещала [3", "Вера обещала"),
    ],
)
def test_marker_that_broke_off_is_not_shown(text: str, shown: str) -> None:
    answer = resolve(text, is_unfinished=True)
    assert answer.text == shown
    assert answer.is_unfinished


def test_finished_text_keeps_its_last_open_bracket() -> None:
    assert resolve("Вера обещала [что-то").text == "Вера обещала [что-то"


@pytest.mark.parametrize(
    "text",
    ["Вера [[99]3].", "Вера [3[99]].", "Вера [8(99)].", "Вера [1[99]2].", "Вера [99[99]].", "Вера [9\x021\x039]."],
)
def test_removing_a_marker_makes_no_new_one(text: str) -> None:
    answer = resolve(text)
    shown = {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)}
    cited = {rank for statement in answer.statements for rank in statement.citations}
    assert shown <= cited


PIECES = st.sampled_from(
    [
        "Вера обещала", " план", ". ", "! ", "。", "\n", "\n- ", "\n1. ", "[3]", "[99]", "[3, 4]", "[3-5]", "[1-", "【",
        "】", "[", "]", "(3)", "(", ")", "**", "__", "«", "»", "“", "”", '"', "「", "」", "[строка 2]", "[2025]", " ",
        "3", "\x02", "\x03", "\x020\x03", "т. е. ", "Пришлю чек-лист", "好的", "🙂", "\u200b", "٣", "[٣]", "…",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)), st.booleans())
def test_any_text_is_resolved_and_every_shown_number_is_a_cited_quote(text: str, is_unfinished: bool) -> None:
    answer = resolve(text, is_unfinished=is_unfinished)
    cited = {rank for statement in answer.statements for rank in statement.citations}
    ranks = {line.rank for line in LINES}
    assert cited <= ranks
    assert {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)} <= ranks
    assert "\x02" not in answer.text
    assert "\x03" not in answer.text
    assert answer.counts.markers >= answer.counts.markers_unknown >= 0
    assert answer.counts.statements_unbacked == sum(not statement.is_backed for statement in answer.statements)
    assert answer.is_unfinished is is_unfinished
    for statement in answer.statements:
        assert any(character.isalpha() for character in statement.text)


@given(st.lists(st.integers(0, 120), max_size=8))
def test_without_lines_no_number_is_known(numbers: list[int]) -> None:
    no_lines: tuple[Line, ...] = ()
    text = "План готов " + "".join(f"[{number}]" for number in numbers) + "."
    answer = resolve_answer(text, no_lines, 0, "модель", is_unfinished=False)
    assert answer.text == "План готов."
    assert answer.counts.markers_unknown == answer.counts.markers == len(numbers)
