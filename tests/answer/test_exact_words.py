"""What stands in quotation marks, in the very characters of the transcript."""

import random
import re

import pytest

from rag.answer.citations import resolve_answer
from rag.answer.exact_words import source_slice, with_source_words
from rag.answer.quotation_marks import find_quotations, outermost
from rag.answer.slices import source_lines
from rag.types import Line

LINES = (
    Line(1, (1,), "Вера", "Я пришлю отчёт – весь, целиком – до пятницы: договорились?"),
    Line(2, (2,), "Тимур", "Отчет мы ещё не видели, план «А» тоже."),
    Line(3, (3,), "林晓", "好的，我表哥开咖啡店。"),
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Она сказала «пришлю отчет - весь, целиком - до пятницы» [1].", "отчёт – весь, целиком – до пятницы"),
        ("Она сказала «пришлю отчёт — весь, целиком» [1].", "пришлю отчёт – весь, целиком"),
        ("Он сказал «мы еще не видели, план А тоже» [2].", "мы ещё не видели, план «А» тоже"),
        ("她说「好的，我表哥开咖啡店」[3]。", "好的，我表哥开咖啡店"),
        ("«договорились?» — спросила она [1].", "«договорились?»"),
    ],
)
def test_quotation_shows_the_characters_of_the_source(written: str, shown: str) -> None:
    answer = resolve_answer(written, LINES, 3, "m", is_unfinished=False)
    assert shown in answer.text
    assert answer.counts.quotation_marks_removed == 0


def test_cited_line_goes_before_another_that_reads_alike() -> None:
    both = source_lines((Line(1, (1,), None, "отчёт"), Line(2, (2,), None, "отчет")))
    assert with_source_words("«отчет»", both, {1}) == ("«отчёт»", 0)
    assert with_source_words("«отчёт»", both, {2}) == ("«отчет»", 0)


def test_markers_inside_a_quotation_stand_after_it() -> None:
    shown = with_source_words("«пришлю \x020\x03 отчет» до", source_lines(LINES), {1})
    assert shown == ("«пришлю отчёт» \x020\x03 до", 0)


def test_words_that_no_line_holds_lose_their_marks_and_are_counted() -> None:
    assert with_source_words("«слон» и «пришлю»", source_lines(LINES), {1}) == ("слон и «пришлю»", 1)
    assert with_source_words("«слон и «пришлю»»", source_lines(LINES), {1}) == ("слон и «пришлю»", 1)


def test_piece_whose_own_marks_would_end_the_quotation_elsewhere_loses_its_marks_and_is_counted() -> None:
    answer = resolve_answer(
        "Сказано «план Б» [1].", [Line(1, (1,), None, "план «Б и А» тоже")], 1, "m", is_unfinished=False
    )
    assert (answer.text, answer.counts.quotation_marks_removed) == ("Сказано план Б [1].", 1)


ODD = (
    "Я пишу на C# и хочу «скидку» 20%, а C я забыл, тут -5 градусов и 100₽ сразу, .NET люблю :) и ну ... да",
    "при\xadшлю пла\u200bн и мои\u0306 отче\u0308т",
    "план ------------------------- готов",
    "обʼєкт план «А и Б» тоже",
    'он сказал "да" и ушёл , don’t',
    'да, да, да! 好的，我表哥 15" экран',
    "The ‘plan’ is “done” — well…yes  and no.",
)
ODD_LINES = tuple(Line(number, (number,), None, text) for number, text in enumerate(ODD, 1))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Я пишу на C#", "Я пишу на C#"),
        ("скидку 20%", "«скидку» 20%"),
        ("-5 градусов", "-5 градусов"),
        ("−5 градусов", "-5 градусов"),
        ("100₽", "100₽"),
        ("C", "C"),
        (".NET", ".NET"),
        ("люблю :)", "люблю :)"),
        ("пришлю план", "при\xadшлю пла\u200bн"),
        ("мой отчёт", "мои\u0306 отче\u0308т"),
        ("мой отчет", "мои\u0306 отче\u0308т"),
        ("мои\u0306", "мои\u0306"),
        ("план ------------------------- готов", "план ------------------------- готов"),
        ("об'єкт", "обʼєкт"),
        ("план А и Б", "план «А и Б»"),
        ("план „А и Б“", "план «А и Б»"),
        ("да, да!", "да, да!"),
        ("yes and no.", "yes  and no."),
    ],
)
def test_quotation_keeps_the_signs_that_it_shares_with_the_source(words: str, shown: str) -> None:
    answer = resolve_answer(f"Сказано «{words}» там.", ODD_LINES, 7, "m", is_unfinished=False)
    assert (answer.text, answer.counts.quotation_marks_removed) == (f"Сказано «{shown}» там.", 0)
    assert answer.statements[0].text == answer.text


def written(chance: random.Random) -> str:
    """A few quotations of lines, some with a character less or another one, as models write them."""
    parts = []
    for _ in range(chance.randint(1, 3)):
        words = chance.choice(ODD).split(" ")
        start = chance.randrange(len(words))
        quoted = " ".join(words[start : chance.randint(start + 1, len(words))])
        for changed in chance.sample(["ё", "—", "«", "\xad", "\u200b", "\u0306", "%", "#", "...", " :", "  "], 2):
            quoted = quoted.replace(changed, chance.choice(["", "-", "е", " "]))
        opening, closing = chance.choice(["«»", '""', "“”", "„“", "「」", ("> ", "\n")])
        line = "\n" if opening == "> " else ""
        end = chance.choice(["", "", ".", "!", ",", "…"])
        parts.append(f"слон {line}{opening}{quoted}{end}{closing} [{chance.randint(1, 7)}]{chance.choice('.,:;')}")
    return " ".join(parts)


def test_whatever_kept_its_marks_is_an_exact_piece_of_a_line() -> None:
    chance = random.Random(4)  # noqa: S311
    kept = 0
    for _ in range(2000):
        text = written(chance)
        shown = re.sub(r" ?\[\d+\]", "", resolve_answer(text, ODD_LINES, 7, "m", is_unfinished=False).text)
        pieces = [shown[start + 1 : end - 1] for start, end in outermost(find_quotations(shown).quotations)]
        pieces += re.findall(r"^> (.*)$", shown, re.MULTILINE)
        assert [piece for piece in pieces if not any(piece in line for line in ODD)] == [], text
        kept += len(pieces)
    assert kept > 800


@pytest.mark.parametrize("words", ["", "…", "чёт", "слон", "отчёты"])
def test_no_piece_is_made_up(words: str) -> None:
    assert source_slice(words, LINES[0].text) is None


def test_letter_is_not_cut_from_the_mark_above_it() -> None:
    assert source_slice("мои", "мои\u0306 план") is None
