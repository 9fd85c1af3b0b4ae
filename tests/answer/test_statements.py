"""Where the statements of an answer end, what is said again and again, and which words keep quotation marks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.citations import resolve_answer
from rag.answer.statements import tidy
from rag.types import Answer, Statement
from tests.answer.examples import LINES


def resolve(text: str) -> Answer:
    return resolve_answer(text, LINES, 4, "модель", is_unfinished=False)


def backing(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(statement.text, statement.lines) for statement in resolve(text).statements]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Обещан план [1]. Срок назван [3].", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("Обещан план. [1] Срок назван. [3]", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("Обещан план.[1] Срок назван.[3]", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("Обещан план! [1][2] Срок?", [("Обещан план!", (1, 2)), ("Срок?", ())]),
        ("Обещан план… Срок назван [3]", [("Обещан план…", ()), ("Срок назван", (3,))]),
        ("План [1], а срок [3].", [("План, а срок.", (1, 3))]),
        ("他会发清单[1]。然后见面。[3]好[4]。", [("他会发清单。", (1,)), ("然后见面。", (3,)), ("好。", (4,))]),
        ("Обещан план [1]\nСрок назван [3]", [("Обещан план", (1,)), ("Срок назван", (3,))]),
        ("- Обещан план [1]\n- Срок назван [3]", [("Обещан план", (1,)), ("Срок назван", (3,))]),
        ("* Обещан план [1]\n• Срок назван", [("Обещан план", (1,)), ("Срок назван", ())]),
        ("1. Обещан план [1].\n2. Срок назван [3].", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("1) Обещан план [1].\n2) Срок назван [3].", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("Обещано 2.5 часа [1].", [("Обещано 2.5 часа.", (1,))]),
        ("**Обещан план** [1].", [("Обещан план.", (1,))]),
        ("Обещан план (сказала «да.») [1].", [("Обещан план (сказала да.).", (1,))]),
        ("[1] Обещан план.", [("Обещан план.", (1,))]),
        ("Обещан план. [99]", [("Обещан план.", ())]),
        ("Обещан план.\n[1]\nСрок назван.\n\n[3]\n", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        ("[1]\nОбещан план.", [("Обещан план.", (1,))]),
        ("[1] Обещан план. [3] Срок назван.", [("Обещан план.", (1,)), ("Срок назван.", (3,))]),
        (
            "[1] Вера: Пришлю чек-лист.\n[3] Вера: Через две недели.",
            [("Вера: Пришлю чек-лист.", (1,)), ("Вера: Через две недели.", (3,))],
        ),
        ("[1]: Вера: Пришлю чек-лист.", [("Вера: Пришлю чек-лист.", (1,))]),
        ("Вера обещала:\n- план [1]\n- срок [3]", [("Вера обещала:\n- план", (1,)), ("срок", (3,))]),
        ("Вера обещала:", [("Вера обещала:", ())]),
        ("План… но срок назван [3].", [("План… но срок назван.", (3,))]),
        ("15 [3].", [("15.", (3,))]),
        ("Сказано «до пятницы. Спасибо» [1].", [("Сказано до пятницы.", ()), ("Спасибо.", (1,))]),
        (
            "Обещано: «Спасибо, ещё опишу своего бота — он готов.» Так и есть [2].",
            [("Обещано: «Спасибо, ещё опишу своего бота — он готов.» Так и есть.", (2,))],
        ),
        (
            "Обещано: «Спасибо, ещё опишу своего бота — он готов.» [2] Так и есть.",
            [("Обещано: «Спасибо, ещё опишу своего бота — он готов.»", (2,)), ("Так и есть.", ())],
        ),
        (
            "По словам Веры\n> Пришлю чек-лист для резюме до пятницы. [1]\n— Вера",
            [("По словам Веры\nПришлю чек-лист для резюме до пятницы.\n— Вера", (1,))],
        ),
    ],
)
def test_answer_is_split_into_statements_with_their_lines(
    text: str, statements: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert backing(text) == statements


@pytest.mark.parametrize("text", ["Обещан план, т. е. чек-лист [1].", "Обещан план и т. д. к сроку [1]."])
def test_abbreviation_does_not_split_a_statement(text: str) -> None:
    assert len(resolve(text).statements) == 1
    assert resolve(text).counts.statements_unbacked == 0


def test_statement_without_a_valid_number_is_not_backed_and_counted() -> None:
    answer = resolve("Обещан план [1]. Это мои домыслы. И это тоже [99].")
    assert [statement.is_backed for statement in answer.statements] == [True, False, False]
    assert answer.counts.statements_unbacked == 2
    assert answer.statements[0] == Statement("Обещан план.", (1,), (1,))


def test_statement_cites_each_quote_once() -> None:
    assert resolve("Обещан план [1][2][3][4][1].").statements[0] == Statement("Обещан план.", (1, 2, 3, 4), (1, 2))


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("«Пришлю чек-лист для резюме»", "«Пришлю чек-лист для резюме»"),
        ("«чек-лист для резюме до пятницы»", "«чек-лист для резюме до пятницы»"),
        ("«Пришлю чек–лист для резюме до пятницы.»", "«Пришлю чек-лист для резюме до пятницы.»"),
        ("«Пришлю  чек-лист\u00a0для резюме»", "«Пришлю чек-лист для резюме»"),
        ('"опишу своего бота - он готов"', '"опишу своего бота — он готов"'),
        ("«еще опишу своего бота»", "«ещё опишу своего бота»"),
        ("“stop joining the daily incident call”", "“stop joining the daily incident call”"),
        ("„пробное собеседование“", "„пробное собеседование“"),
        ("「先学 Python」", "「先学 Python」"),
        ("«Спасибо…»", "«Спасибо»"),
        ("『我表哥开咖啡店』", "『我表哥开咖啡店』"),
    ],
)
def test_exact_words_of_a_line_keep_their_quotation_marks_and_show_its_characters(quoted: str, shown: str) -> None:
    answer = resolve(f"Сказано {quoted}.")
    assert answer.text == f"Сказано {shown}."
    assert answer.counts.quotation_marks_removed == 0


@pytest.mark.parametrize(
    ("quoted", "bare"),
    [
        ("«Пришлю чек-лист завтра»", "Пришлю чек-лист завтра"),
        ("«пришлю Чек-лист»", "пришлю Чек-лист"),
        ("“I will join the call”", "I will join the call"),
        ('"пробная встреча"', "пробная встреча"),
        ("„другое“", "другое"),
        ("„другое”", "другое"),
        ("「学 Java」", "学 Java"),
        ("『学 Java』", "学 Java"),
        ("«до пятницы. Спасибо»", "до пятницы. Спасибо"),
        (
            "«" + "выдумка и ложь, " + "ещё " * 4 + "и " * 4 + "конец»",
            "выдумка и ложь, " + "ещё " * 4 + "и " * 4 + "конец",
        ),
        ("«начало выдумки\nи её конец»", "начало выдумки\nи её конец"),
        ("«он сказал «нет» и ушёл»", "он сказал нет и ушёл"),
    ],
)
def test_words_that_no_line_holds_lose_their_quotation_marks(quoted: str, bare: str) -> None:
    answer = resolve(f"Сказано {quoted} [1]")
    assert answer.text == f"Сказано {bare} [1]"
    assert answer.counts.quotation_marks_removed >= 1


def test_removed_quotation_marks_are_counted_and_the_right_ones_kept() -> None:
    answer = resolve("Вера: «Пришлю чек-лист» [1]. Тимур: «Не надо» [2]. Вера: «Никогда» [3].")
    assert answer.text == "Вера: «Пришлю чек-лист» [1]. Тимур: Не надо [1]. Вера: Никогда [2]."
    assert answer.counts.quotation_marks_removed == 2


def test_marker_inside_quotation_marks_does_not_hide_the_words() -> None:
    answer = resolve("Сказано «Пришлю чек-лист [1]».")
    assert answer.text == "Сказано «Пришлю чек-лист» [1]."
    assert answer.counts.quotation_marks_removed == 0


def test_apostrophes_are_no_quotation_marks() -> None:
    assert resolve("She doesn't join Tom's call [5].").text == "She doesn't join Tom's call [3]."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Обещан **план** [1].", "Обещан план [1]."),
        ("Обещан  план   [1] .", "Обещан план [1]."),
        ("Обещан план [99] , срок [3] !", "Обещан план, срок [2]!"),
        ("Обещан план [1] [2], срок.", "Обещан план [1], срок."),
        ("  Обещан план [1]. \n", "Обещан план [1]."),
        ("Имя __init__ и 2*3*4 [1].", "Имя init и 2*3*4 [1]."),
    ],
)
def test_shown_text_is_tidy(text: str, shown: str) -> None:
    assert resolve(text).text == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("да  ,  нет !", "да, нет!"),
        ("  да\n  - нет", "да\n - нет"),
        ("«да  ,  нет !» , и  «ну :)» .", "«да  ,  нет !», и «ну :)»."),
    ],
)
def test_needless_blanks_go_outside_of_quotation_marks_alone(text: str, shown: str) -> None:
    assert tidy(text) == shown


@given(st.lists(st.sampled_from(["Обещан план", "Срок назван", "Дело готово"]), min_size=1, max_size=6), st.data())
def test_every_sentence_is_a_statement_with_its_own_line(sentences: list[str], data: st.DataObject) -> None:
    numbers = data.draw(st.permutations(range(1, 8)))[: len(sentences)]
    text = " ".join(f"{words} [{number}]." for words, number in zip(sentences, numbers, strict=True))
    expected = [(f"{words}.", (number,)) for words, number in zip(sentences, numbers, strict=True)]
    assert backing(text) == expected


@given(st.text("эъ «»\n", max_size=60))
def test_no_pair_of_quotation_marks_is_left_around_words_of_no_line(text: str) -> None:
    assert not re.search("«[^«»]*[эъ][^«»]*»", resolve(text).text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Обещан план [1]. " * 3, "Обещан план [1]."),
        ("Обещан план [1]. " * 2, "Обещан план [1]. Обещан план [1]."),
        ("Обещан план [1].\nСрок [3].\n" * 40, "Обещан план [1].\nСрок [2]."),
        ("1. План [1]\n2. План [1]\n3. План [1]\n4. Срок [3]", "1. План [1]\n4. Срок [2]"),
        ("План [1]. План [3]. План [5].", "План [1]. План [2]. План [3]."),
        ("План есть, что есть" + ", что есть" * 50, "План есть, что есть"),
        ("План носилья, " + "носилья, " * 80, "План носилья,"),
        ("Да, да, да, да. План [1].", "Да, да, да, да. План [1]."),
    ],
)
def test_what_is_said_again_and_again_is_kept_once(text: str, shown: str) -> None:
    answer = resolve(text)
    assert answer.text == shown
    assert answer.counts.markers == shown.count("[")
    assert answer.counts.statements_unbacked == sum(not statement.is_backed for statement in answer.statements)


def test_repetition_that_breaks_off_is_gone_with_the_others() -> None:
    text = "Обещан план [1]. Это домыслы. Это домыслы. Это домыслы. Это до"
    assert resolve_answer(text, LINES, 4, "модель", is_unfinished=True).text == "Обещан план [1]. Это домыслы."


@given(st.lists(st.sampled_from(["Обещан план", "Срок назван, но не весь", "15", "«Выдумка»"]), min_size=1, max_size=2))
def test_words_of_an_unbacked_statement_stand_so_in_the_text(sentences: list[str]) -> None:
    answer = resolve("- " + " [99] .\n- ".join(sentences))
    assert all(statement.text in answer.text for statement in answer.statements)
    assert len(answer.statements) == len(sentences)
