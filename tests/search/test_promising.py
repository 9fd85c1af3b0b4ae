"""Which lines promise something, in three languages, and which only sound like it."""

import pytest

from rag.search.promising import MOST_CHARACTERS, is_question, promise_spans
from rag.types import Segment


def talk(*lines: str) -> list[Segment]:
    """Segments of lines like `Вера: Привет`; without a speaker where the line names none."""
    segments = []
    for number, line in enumerate(lines, start=1):
        speaker, _, text = line.rpartition(": ")
        segments.append(Segment(number, 0, len(text), text, speaker or None))
    return segments


@pytest.mark.parametrize(
    "line",
    [
        "Пришлю до пятницы.",
        "Я тебе скину свой шаблон.",
        "До пятницы тебе напишу, что получилось.",
        "Конспект напишу. К воскресенью.",
        "Перенесу оба кейса до пятнадцатого июня.",
        "Итак: с тебя черновик, с меня пометки до среды.",
        "Напомню вам про встречу.",
        "Буду присылать тебе отчёт каждую неделю.",
        "Обещаю, ни одного нового курса.",
        "I'll send you the template tonight.",
        "I promise to read it.",
        "I'm going to write the draft by Friday.",
        "我明天把讲义发给你。",
        "好的，我周五之前给你看简历。",
        "我保证下次准时。",
    ],
)
def test_line_that_promises_is_found(line: str) -> None:
    assert promise_spans(talk(f"Вера: {line}")) == [(1, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Пришлю до пятницы?",
        "Не пришлю я тебе ничего до пятницы.",
        "Если успею, пришлю тебе до пятницы.",
        "Вчера я тебе прислала таблицу.",
        "Она говорит: «Я вам пришлю договор до пятницы».",
        "Я на двух минутах умру до пятницы.",
        "Сейчас покажу тебе экран.",
        "Посмотрим это в пятницу вместе.",
        "Обещала до пятницы и не прислала.",
        "Можно я тебе завтра позвоню?",
        "Попрошу вас не шуметь.",
        "Хватит с меня этих курсов.",
        "I'll do my best this week.",
        "If I have time I'll send you a link tomorrow.",
        "I'll never forget what you did today.",
        "Let me know by Friday.",
        "我昨天发给你了。",
        "如果有时间我发给你。",
        "我会再想想。",
    ],
)
def test_line_that_promises_nothing_is_left_out(line: str) -> None:
    assert promise_spans(talk(f"Вера: {line}")) == []


@pytest.mark.parametrize(
    ("asked", "agreed"),
    [
        ("Пришли мне план до среды.", "Хорошо, Тимур."),
        ("С тебя черновик к пятнадцатому, с ней проще.", "Ага. А где встречаемся?"),
        ("Could you send me the draft by Friday?", "Sure, no problem."),
        ("请你周三之前把计划发给我。", "好的，没问题。"),
    ],
)
def test_agreement_to_what_another_one_asks_is_a_promise_of_both_lines(asked: str, agreed: str) -> None:
    assert promise_spans(talk(f"Тимур: {asked}", f"Вера: {agreed}")) == [(1, 2)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Тимур: Пришли мне план до среды.", "Тимур: Хорошо."),
        ("Пришли мне план до среды.", "Хорошо."),
        ("Тимур: Сегодня тепло.", "Вера: Хорошо."),
        ("Тимур: Пришли мне план до среды.", "Вера: Хорошо бы?"),
        ("Тимур: Пришли мне план до среды.", "Олег: Жарко.", "Вера: Хорошо."),
    ],
)
def test_agreement_counts_only_right_after_a_request_of_another_one(lines: tuple[str, ...]) -> None:
    assert promise_spans(talk(*lines)) == []


def test_reply_to_a_request_needs_neither_a_day_nor_a_person() -> None:
    assert promise_spans(talk("Тимур: Спроси у начальницы.", "Вера: Спрошу.")) == [(2, 2)]
    assert promise_spans(talk("Вера: Спрошу.")) == []


def test_line_longer_than_a_quote_is_left_out() -> None:
    line = "Пришлю до пятницы. " + "слово " * (MOST_CHARACTERS // 5)
    assert promise_spans(talk(f"Вера: {line}")) == []


def test_empty_line_promises_nothing() -> None:
    assert promise_spans(talk("Вера: …", "Вера: ")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пришлёшь?", True),
        ("А когда? В пятницу?", True),
        ("Заведу. В тетради?", False),
        ("好吗？", True),
        ("Да.", False),
    ],
)
def test_question_is_a_text_of_nothing_else(text: str, expected: bool) -> None:
    assert is_question(text) is expected
