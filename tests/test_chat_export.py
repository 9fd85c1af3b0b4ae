"""Chats, answers and quotes written out; nothing foreign is live in the Markdown."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.chat_export import ChatExport
from rag.questions import Understanding
from rag.types import Answer, AnswerCounts, Exchange, ExchangeState, Found, Quote, Statement
from tests.answer.examples import quote

EXPORT = ChatExport(lambda quote: f"{quote.person}, {quote.file_name}", lambda _: (), "Запись изменилась", "беседа")
FIRST = replace(quote(1), text="Пришлю план\nк пятнице.\nХорошо.", speakers=("Вера", "Вера", "Тимур"))
SECOND = replace(quote(2), text="Жду.", speakers=(None,))
ANSWER = Answer("План — к пятнице [1].\nИ всё.", "m", (Statement("План", (1,), (1,)),), AnswerCounts())
LIVE = (
    "[x](http://127.0.0.1:9/a)", "![x](http://127.0.0.1:9/a.png)", "<img src=http://127.0.0.1:9>", "&lt;b&gt;",
    "<script>alert(1)</script>", "http://127.0.0.1:9/a", "https://ya.example", "www.ya.example", "ya.example/x",
    "a@b.example", "mailto:a@b.example", "MAILTO:a", "**b**", "_i_", "`c`", "a@b`c``d", "~~s~~", "$x$", "# h", "- l",
    "+ l", "* l", "1. l", "12) l", "> q", "a | b", "---", "===", "```", "[1]: http://127.0.0.1:9", "[^1]", "[[x]]",
    "==m==", "%%c%%", ": d", "\\[x](y)", "x\\", "a  \nb",
)  # fmt: skip


def exchange(*quotes: Quote, question: str = "Что обещано?", answer: Answer | None = ANSWER) -> Exchange:
    return Exchange(1, "a", question, ExchangeState.DONE, Found(question, quotes, True, Understanding(), 0.1), answer)


def test_chat_holds_questions_answers_and_cited_quotes_with_their_places() -> None:
    assert EXPORT.markdown("Про план", [exchange(FIRST, SECOND), exchange(SECOND, question="А?", answer=None)]) == (
        "# Про план\n\n"
        "## Что обещано?\n\n"
        "План — к пятнице \\[1\\].  \nИ всё.\n\n"
        "\\[1\\] Тимур, 1\\.txt\n\n"
        "> **Вера:** Пришлю план  \n> к пятнице.  \n> **Тимур:** Хорошо.\n\n"
        "## А?\n\n"
        "\\[2\\] Тимур, 1\\.txt\n\n"
        "> Жду.\n"
    )


def test_answer_is_copied_with_its_question_and_the_quotes_it_cites() -> None:
    assert EXPORT.answer(exchange(FIRST, SECOND)) == (
        "Что обещано?\n\nПлан — к пятнице [1].\nИ всё.\n\n"
        "[1] «Вера: Пришлю план\nк пятнице.\nТимур: Хорошо.»\n— Тимур, 1.txt"
    )


def test_quotes_without_an_answer_are_all_copied() -> None:
    told = EXPORT.answer(exchange(FIRST, SECOND, answer=None))
    assert re.findall(r"^\[\d\]", told, re.MULTILINE) == ["[1]", "[2]"]


def test_words_of_a_refusal_are_left_out() -> None:
    refusal = Answer("В строках ответа нет.", "m", (), AnswerCounts(), is_refusal=True)
    assert EXPORT.answer(exchange(SECOND, answer=refusal)) == "Что обещано?\n\n[2] «Жду.»\n— Тимур, 1.txt"
    assert "ответа нет" not in EXPORT.markdown("Чат", [exchange(SECOND, answer=refusal)])


def test_notes_stand_below_the_answer() -> None:
    noted = replace(EXPORT, notes=lambda _: ("Не дописан.",))
    assert "И всё.\n\nНе дописан.\n\n[1]" in noted.answer(exchange(FIRST))
    assert "И всё.\n\n*Не дописан.*\n\n" in noted.markdown("Чат", [exchange(FIRST)])


def test_quote_whose_source_has_changed_says_so() -> None:
    changed = replace(SECOND, is_changed=True)
    assert EXPORT.quote(changed) == "«Жду.»\n— Тимур, 1.txt · Запись изменилась"
    assert "Запись изменилась" in EXPORT.markdown("Чат", [exchange(changed)])


def live_parts(markdown: str) -> list[str]:
    """What a viewer would make markup of, outside code: everything that is neither escaped nor ours."""
    markdown = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown)
    markdown = re.sub(r"\\[!-/:-@\[-`{-~]", "§", markdown)
    ours = re.sub(r"^(# |## |> (\*\*.*?:\*\* ?)?)", "", markdown, flags=re.MULTILINE)
    marks = re.findall(r"[*_\[\]<>`|~$!#&^{}=%\\]|@|://|www\.|\w\.\w", ours)
    return marks + re.findall(r"^(?:[-+:]|\d+[.)])", ours, re.MULTILINE)


@pytest.mark.parametrize("text", LIVE)
def test_nothing_foreign_is_live(text: str) -> None:
    hostile = replace(quote(1, person=text), text=text, speakers=(text,), file_name=text)
    answer = Answer(text, text, (), AnswerCounts())
    markdown = EXPORT.markdown(text, [exchange(hostile, question=text, answer=answer)])
    assert live_parts(markdown) == []


@given(some.text(max_size=60))
def test_no_text_is_live(text: str) -> None:
    hostile = replace(quote(1), text=text, speakers=())
    answer = Answer(text, "m", (), AnswerCounts())
    assert live_parts(EXPORT.markdown(text, [exchange(hostile, question=text, answer=answer)])) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Что я обещал Лене?", "Что я обещал Лене.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ('a/b\\c:d*e"f<g>h|i\n', "a b c d e f g h i.md"),
        ("承诺 — план", "承诺 план.md"),
        ("…", "беседа.md"),
        ("CON", "беседа.md"),
        ("com1", "беседа.md"),
        ("я" * 100, "я" * 60 + ".md"),
        ("-rf ", "rf.md"),
    ],
)
def test_file_is_named_after_the_chat_as_every_system_takes_it(title: str, name: str) -> None:
    assert EXPORT.file_name(title) == name


def test_very_long_text_without_spaces_takes_no_time() -> None:
    answer = Answer("你" * 20_000 + "@", "m", (), AnswerCounts())
    assert len(EXPORT.markdown("Чат", [exchange(answer=answer)])) < 25_000
