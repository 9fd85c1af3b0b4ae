"""What models write, resolved by code: from the text of a model to the answer that is shown."""

import random
import re
import time

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
        ("(3 и 5)", (3, 5), "[2][3]"),
        ("(3) (5)", (3, 5), "[2] [3]"),
        ("{3}", (3,), "[2]"),
        ("<3>", (3,), "[2]"),
        ("³", (3,), "[2]"),
        ("[^3]", (3,), "[2]"),
        ("[^3][^5]", (3, 5), "[2][3]"),
        ("[[3]]", (3,), "[2]"),
        ("[[3], [5]]", (3, 5), "[2][3]"),
        ("([3], [5])", (3, 5), "[2][3]"),
        ("[3], [5] и [6]", (3, 5, 6), "[2][3][4]"),
        ("[3](#3)", (3,), "[2]"),
        ("[3](url)", (3,), "[2]"),
        ("[3](https://example.org/a?b=3)", (3,), "[2]"),
        ("[строка 3](#line-3)", (3,), "[2]"),
        (r"\[3\]", (3,), "[2]"),
        ("[3.]", (3,), "[2]"),
        ("[3:]", (3,), "[2]"),
        ("[№3]", (3,), "[2]"),
        ("[#3]", (3,), "[2]"),
        ("[L3]", (3,), "[2]"),
        ("[lines 3–5]", (3, 4, 5), "[2][3]"),
        ("[строка №3]", (3,), "[2]"),
        ("[Источник 3]", (3,), "[2]"),
        ("[source: 3]", (3,), "[2]"),
        ("[Source 3, Source 5]", (3, 5), "[2][3]"),
        ("[цитата 3]", (3,), "[2]"),
        ("[см. 3]", (3,), "[2]"),
        ("[3, строка 5]", (3, 5), "[2][3]"),
        ("[Вера, строка 3]", (3,), "[2]"),
        ("[сессия 2, строки 3-5]", (3, 4, 5), "[2][3]"),
        ("[3, Вера]", (3,), "[2]"),
        ("[Вера, 3]", (3,), "[2]"),
        ("[3;5]", (3, 5), "[2][3]"),
        ("[3/5]", (3, 5), "[2][3]"),
        ("[3 5]", (3, 5), "[2][3]"),
        ("[3 and 5]", (3, 5), "[2][3]"),
        ("[3]-[5]", (3, 4, 5), "[2][3]"),
        ("[3]–[5]", (3, 4, 5), "[2][3]"),
        ("[3]到[5]", (3, 4, 5), "[2][3]"),
        ("【3†source】", (3,), "[2]"),
        ("【3:0†source】", (3,), "[2]"),
        ("〔3〕", (3,), "[2]"),
        ("［3］", (3,), "[2]"),
        ("［３］", (3,), "[2]"),
        ("[３、５]", (3, 5), "[2][3]"),
        ("⟦3⟧", (3,), "[2]"),
        ("(строки 3 и 5)", (3, 5), "[2][3]"),
        ("(см. строку 3)", (3,), "[2]"),
        ("(см. [3])", (3,), "[2]"),
        ("(строка [3])", (3,), "[2]"),
        ("(Вера, строка 3)", (3,), "[2]"),
        ("(see lines 3-5)", (3, 4, 5), "[2][3]"),
        ("Source 3", (3,), "[2]"),
        ("строка 3", (3,), "[2]"),
        ("— строка 3", (3,), "[2]"),
        ("– строки 3 и 5", (3, 5), "[2][3]"),
        ("（第3行）", (3,), "[2]"),
        ("第3行", (3,), "[2]"),
        ("第3行和第5行", (3, 5), "[2][3]"),
        ("[第3、5行]", (3, 5), "[2][3]"),
        ("第[3]行", (3,), "[2]"),
        ("<sup>3</sup>", (3,), "[2]"),
        ("<sup>[3]</sup>", (3,), "[2]"),
        ("`[3]`", (3,), "[2]"),
        ("*[3]*", (3,), "[2]"),
        ("__[3]__", (3,), "[2]"),
        ("[3)", (3,), "[2]"),
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
        "Это было в [2024].",
        "Начали в [12:30] или (12:30).",
        "Заплатил (15) рублей и ещё (4) раза.",
        "Площадь 5 м³ и 10² и x².",
        "Осталось (2,5) часа и [2,5 часа].",
        "Телефон (495) 123-45-67.",
        "Смотри строку 5% и line 4.5 и строка 9000.",
        "Вызов f(3) и a[i].",
        "(1) Обещан план",
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


@pytest.mark.parametrize(
    ("text", "shown", "lines"),
    [
        ("В строке 3 Вера обещает встречу.", "В [2] Вера обещает встречу.", (3,)),
        ("According to line 5, Grace will stop.", "According to [3], Grace will stop.", (5,)),
        ("根据第3行，他会来。", "根据[2]，他会来。", (3,)),
        ("Вера обещает план (1), а Тимур (15) готов (2).", "Вера обещает план [1], а Тимур (15) готов [1].", (1, 2)),
        ("План обещан³, а срок³ нет.", "План обещан[2], а срок[2] нет.", (3,)),
        ("Вера обещает встречу [3", "Вера обещает встречу [2]", (3,)),
        ("Вера обещает встречу [3.", "Вера обещает встречу [2].", (3,)),
        ("Вера: «Через две недели» [3, Вера].", "Вера: «Через две недели» [2].", (3,)),
    ],
)
def test_marker_within_a_sentence_is_found(text: str, shown: str, lines: tuple[int, ...]) -> None:
    answer = resolve(text)
    assert answer.text == shown
    assert [statement.lines for statement in answer.statements] == [lines]


@pytest.mark.parametrize("text", ["Ошибка в строке 3 [5].", "Участников {4} [5].", "Срок³ [5].", "Сделано (3) [5]."])
def test_what_may_be_data_is_left_alone_beside_another_marker(text: str) -> None:
    answer = resolve(text)
    assert answer.text == text.replace("[5]", "[3]")
    assert answer.statements[0].lines == (5,)


@pytest.mark.parametrize("text", ["Ошибка в строке 30.5", "Объём 20 м³.", "Ошибка в строке 30 файла.", "[10, срочно]"])
def test_number_that_is_more_often_data_counts_only_when_it_was_offered(text: str) -> None:
    answer = resolve(text)
    assert (answer.text, answer.counts.markers) == (text, 0)


NOTES = (Line(1, (1, 2), None, "Вера обещает прислать чек-лист."), Line(2, (3,), None, "Grace выходит из звонков."))


def resolve_notes(text: str) -> Answer:
    return resolve_answer(text, NOTES, 4, "модель", is_unfinished=False, sources=LINES)


def test_line_of_several_quotes_is_shown_as_all_of_them() -> None:
    answer = resolve_notes("Вера пришлёт чек-лист [1].")
    assert (answer.text, answer.statements[0].citations) == ("Вера пришлёт чек-лист [1][2].", (1, 2))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Вера: «Пришлю чек-лист» [1].", "Вера: «Пришлю чек-лист» [1][2]."),
        ("Вера: «обещает прислать чек-лист» [1].", "Вера: обещает прислать чек-лист [1][2]."),
        ("Grace: “stop joining the daily incident call” [1].", "Grace: stop joining the daily incident call [1][2]."),
        ("Grace: “stop joining the daily incident call” [2].", "Grace: “stop joining the daily incident call” [3]."),
        ("Тимур: «Пришлю чек-лист» [1].", "Тимур: Пришлю чек-лист [1][2]."),
    ],
)
def test_notes_are_cited_and_their_sources_quoted(text: str, shown: str) -> None:
    assert resolve_notes(text).text == shown


@pytest.mark.parametrize(
    ("text", "shown", "statements"),
    [
        ("План [1]. Срок [3].\n\nИсточники: [1], [3]", "План [1]. Срок [2].", 2),
        ("План [1]. Источники: [1], [3].", "План [1].", 1),
        ("План [1].\n\n**Sources:**\n- [1] Вера: Пришлю чек-лист\n- [3] Через две недели", "План [1].", 1),
        ("План [1].\n来源：[1]，[3]", "План [1].", 1),
        ("План [1].\nСтроки: 1, 3", "План [1].", 1),
        ("План [1].\n\nReferences:\n\n1. [1] Вера\n2. [3] Вера", "План [1].", 1),
        ("План.\nИсточники: [1], [3]", "План. [1][2]", 1),
        ("План [1]. Срок. Источник: [3].", "План [1]. Срок. [2]", 2),
        ("План. Источник: [1]. Срок. Источник: [3].", "План. [1]. Срок. [2]", 2),
        ("План. Срок.\nИсточники: [1], [3]", "План. Срок.", 2),
        ("План [1].\nИсточники: книги и сайты.", "План [1].\nИсточники: книги и сайты.", 2),
        ("План [1].\nИсточники:\nкниги [3]", "План [1].\nИсточники:\nкниги [2]", 2),
    ],
)
def test_list_of_sources_at_the_end_is_no_statement(text: str, shown: str, statements: int) -> None:
    answer = resolve(text)
    assert (answer.text, len(answer.statements)) == (shown, statements)


@pytest.mark.parametrize(
    ("text", "is_refusal"),
    [
        ("В строках ответа нет.", True),
        ("В строках ответа нет [1].", True),
        ("К сожалению, в строках об этом ничего не сказано [1]. Ответа нет.", True),
        ("Вера о чём-то говорит. Точной даты в строках не указано.", True),
        ("Вера обещает план [1]. Про дату в строках не сказано.", False),
        ("Вера обещает план.", False),
        ("Вера сказала, что в компании нет информации [3].", False),
        ("", False),
    ],
)
def test_answer_is_a_refusal_when_nothing_is_backed_and_it_says_so(text: str, is_refusal: bool) -> None:
    assert resolve(text).is_refusal is is_refusal


@pytest.mark.parametrize(
    ("text", "shown", "backing"),
    [
        ("The answer to this question is: [5]. She will stop.", "The answer to this question is: [3]. She will stop.",
            [(5,), ()]),
        ("Встреча прошла [3] и бот готов [2].", "Встреча прошла [2] и бот готов [1].", [(3, 2)]),
        ("The answer is: [5] Grace: I will stop.", "The answer is: [3] Grace: I will stop.", [(5,)]),
        ("[7] Вера: Нет.\n[8] Тимур: Да.\n[9] Вера:", "Вера: Нет.\nТимур: Да.\nВера:", [(), (), ()]),
        ("[1] Вера: Да.\n2) Тимур: Нет.", "Вера: Да.\n2) Тимур: Нет.", [(), ()]),
        ("Вера получила 2025-12-39 (4) часа работы.", "Вера получила 2025-12-39 (4) часа работы.", [()]),
        ("[In this example, Grace asks. No.]", "[In this example, Grace asks. No.]", [(), ()]),
        ("It could be \"the vet's bot\". Или \"готов.", "It could be the vet's bot. Или готов.", [(), ()]),
        ("План обещан [1].\n\nQuestion: What did Grace promise?", "План обещан [1].", [(1,)]),
        ("План обещан: [1]. \n\nВопрос:", "План обещан: [1].", [(1,)]),
    ],
)  # fmt: skip
def test_what_small_models_really_write_is_resolved(text: str, shown: str, backing: list[tuple[int, ...]]) -> None:
    answer = resolve(text)
    assert answer.text == shown
    assert [statement.lines for statement in answer.statements] == backing


def test_answer_of_markers_alone_says_nothing() -> None:
    assert (resolve("[1][3]").text, resolve("[1][3]").statements) == ("", ())


def test_thinking_and_markdown_are_gone_before_markers_are_read() -> None:
    text = "<think>Строка [5]?</think>\n\n### Итог:\n* **Вера** пришлёт `чек-лист` [1].<|im_end|>"
    answer = resolve(text)
    assert answer.text == "Итог:\n- Вера пришлёт чек-лист [1]."
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
        ("Вера обещала [[3", "Вера обещала"),
        ("Вера обещала [3](https://exa", "Вера обещала [2]"),
        ("Вера обещала 【3†sou", "Вера обещала"),
        ("Вера обещала (строка 1", "Вера обещала"),
        ("Вера обещала (1", "Вера обещала"),
        ("Вера обещала, строка 1", "Вера обещала"),
        ("Вера обещала. Source 1", "Вера обещала."),
        ("Вера обещала {1", "Вера обещала"),
        ("Вера обещала <1", "Вера обещала"),
        ("Вера обещала¹", "Вера обещала"),
        ("他会来（第1", "他会来"),
        ("他会来第1", "他会来"),
        ("Вера обещала \\", "Вера обещала"),
        ("Вера обещала <thi", "Вера обещала"),
        ("<think>Вера обещала [1].", ""),
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
        "‘", "’", "'", "> ", "строка 3", "第3行", "³", "{3}", "<3>", "Источники: ", "<think>", "</think>", "|", "#",
        "`",
        "[3](", "[^3]", "Вера ", "[[", "]]", "3", "\x02", "\x03", "\x020\x03", "т. е. ", "Пришлю чек-лист", "好的",
        "🙂",
        "\u200b", "٣", "[٣]", "…",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)), st.booleans())
def test_any_text_is_resolved_and_every_shown_number_is_a_cited_quote(text: str, is_unfinished: bool) -> None:
    answer = resolve(text, is_unfinished=is_unfinished)
    cited = {rank for statement in answer.statements for rank in statement.citations}
    assert cited <= set(RANK.values())
    assert {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)} <= cited
    assert not {"\x02", "\x03", "\x04", "\x05"} & set(answer.text)
    assert answer.counts.markers >= answer.counts.markers_unknown >= 0
    assert answer.counts.statements_unbacked == sum(not statement.is_backed for statement in answer.statements)
    assert answer.is_unfinished is is_unfinished
    for statement in answer.statements:
        assert any(character.isalnum() for character in statement.text)


@given(st.lists(st.integers(0, 120), max_size=8))
def test_without_lines_no_number_is_known(numbers: list[int]) -> None:
    no_lines: tuple[Line, ...] = ()
    text = "План готов " + "".join(f"[{number}]" for number in numbers) + "."
    answer = resolve_answer(text, no_lines, 0, "модель", is_unfinished=False)
    assert answer.text == "План готов."
    assert answer.counts.markers_unknown == answer.counts.markers == len(numbers)


VALID = (
    "Вера обещает прислать «чек-лист для резюме» до пятницы [1]. Тимур отвечает: «ещё опишу своего бота» [2].\n"
    "- Через две недели пробное собеседование [3][4]\n- Grace: “I will stop joining the daily incident call” (line 5)."
)
MUTATIONS = (
    "", "[", "]", "(", "«", "»", "\n", "3", "99", " ", "[3]", "**", "> ", "“", "'", ".", "строка ", "<think>", "|",
)  # fmt: skip


def mutated(seed: int) -> str:
    """A valid answer with three places changed."""
    chance = random.Random(seed)  # noqa: S311
    text = VALID
    for _ in range(3):
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(MUTATIONS) + text[place + chance.randrange(4) :]
    return text


@pytest.mark.parametrize("is_unfinished", [False, True])
def test_300_mutations_of_a_valid_answer_show_cited_ranks_and_exact_words_alone(is_unfinished: bool) -> None:
    for seed in range(300):
        answer = resolve(mutated(seed), is_unfinished=is_unfinished)
        cited = {rank for statement in answer.statements for rank in statement.citations}
        assert {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)} <= cited <= set(RANK.values())
        for quoted in re.findall("«[^«»]*»|“[^“”]*”", re.sub(r" ?\[\d+\]", "", answer.text)):
            words = " ".join(quoted[1:-1].split()).strip(" .,")
            assert any(words in line.text for line in LINES), answer.text


NASTY = (
    "[", "]", "(", "«", "»", "«»", "“", '"', '"a', "'", "`", "*", "**", "_a ", "> ", "<", "<think>", "</think>",
    "<|a|>", "|-", "\n",
    "[1, ", "[1,", "(1) ", "строка 1, ", "第1、", "[3]-", "[3] ", "a³", "т. ", "1. ", "«а» ", "Вера: «чек-лист» ",
    "Источники: 1 ",
    "ответа ", "в строках ", "the lines do ", "[a](", "<sup>1", "\\[", "{1", "...", "。",
)  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for is_unfinished in (False, True):
        started = time.process_time()
        resolve(text, is_unfinished=is_unfinished)
        assert time.process_time() - started < 1.0
