"""What the chat page shows of the understanding of a question, and its search mode, in the frame, without a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from rag.questions import Coverage, Doubt, Understanding, Wishes
from rag.types import Exchange, ExchangeState, Found
from rag.web import state
from rag.web.exchanges import by_session
from rag.web.texts import text
from tests.answer.examples import quote
from tests.conftest import text_file, wait_for, wait_until_idle
from tests.library.examples import hold
from tests.test_pages import ask, open_app, shown_html, shown_text

HEAD = "Сессия: {person}, встреча {number}\nДата: {day}\nМентор: Антон Рыжов\n\n"
SESSIONS = {
    "Вера 1.txt": ("Вера Лужина", 1, "03.02.2025", "Антон: Пришлю таблицу с вопросами.\nВера: Макет витрины готов.\n"),
    "Вера 2.txt": ("Вера Лужина", 2, "10.02.2025", "Антон: Я отправлю тебе смету.\nВера: Макет я перерисовала.\n"),
    "Марк.txt": ("Марк Зимин", 1, "17.02.2025", "Антон: Пришлю схему тормозов.\nМарк: Цепь я заменил.\n"),
}
NAMESAKE = ("Вера Громова", 1, "24.02.2025", "Антон: Пришлю билет.\nВера: Макет открытки готов.\n")


def session_text(person: str, number: int, day: str, talk: str) -> str:
    return HEAD.format(person=person, number=number, day=day) + talk.replace("Вера:", f"{person}:")


class FramedPages(PagesManager):
    """Lets every run go through the frame, as the server does; AppTest would take up the older way of pages again."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        PagesManager.uses_pages_directory = False


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
    yield
    state.close_service()


def add(*sessions: tuple[str, int, str, str]) -> None:
    files = [text_file(f"{session[0]} {session[1]}.txt", session_text(*session)) for session in sessions]
    wait_for(state.service().add_files(files))
    wait_until_idle(state.service())


@pytest.fixture
def app() -> AppTest:
    """The chat page of a library with three sessions."""
    opened = open_app()
    add(*SESSIONS.values())
    return opened.run()


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def plain(label: str) -> str:
    """A label as it is read: without what keeps Markdown from becoming live."""
    return re.sub(r"\\(.)", r"\1", label)


def chips(app: AppTest) -> list[str]:
    return [plain(button.label) for button in app.button if str(button.key).startswith("chip_")]


def notes(app: AppTest) -> int:
    return shown_html(app).count('class="vb vb-note"')


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def click(app: AppTest, key: str) -> AppTest:
    """Press a button that asks a question again, and see the answer."""
    app.button(key=key).click().run()
    (chat,) = state.service().chats.all()
    job = state.service().chats.job(chat.id)
    assert job
    assert job.wait(60)
    return app.run()


def exchanges() -> list[Exchange]:
    (chat,) = state.service().chats.all()
    return state.service().chats.exchanges(chat.id)


def put_in(found: Found, wishes: Wishes | None = None) -> AppTest:
    """The page of a chat whose question was answered like this."""
    hold(state.service()._database, *(quote.transcript_id for quote in found.quotes))
    chats = state.service().chats
    conversation = chats._conversations.create(found.question)
    added = chats._conversations.add_exchange(conversation.id, found.question, wishes)
    chats._conversations.save(replace(added, state=ExchangeState.DONE, found=found))
    app = open_app()
    app.query_params["chat"] = conversation.id
    return app.run()


def test_what_was_understood_is_shown_as_chips_above_the_quotes(app: AppTest) -> None:
    ask(app, "что я обещал Вере на второй сессии?")
    assert not app.exception
    assert chips(app) == ["Вера Лужина", "сессия 2", "слова: Антон Рыжов", "обещания"]
    assert "Искал в 1 записи из 3" in captions(app)


def test_nothing_is_drawn_where_nothing_was_understood(app: AppTest) -> None:
    ask(app, "макет витрины")
    assert chips(app) == []
    assert notes(app) == 0
    assert not [pills for pills in app.pills if str(pills.key).startswith("choices")]
    assert "Искал во всех 3 записях" in captions(app)


def test_removed_chip_asks_again_without_it_and_is_offered_back(app: AppTest) -> None:
    ask(app, "макет у Веры на второй сессии")
    assert "перерисовала" in shown_text(app)
    assert "витрины" not in shown_text(app)
    click(app, "chip_1_session")
    assert not app.exception
    assert chips(app) == ["Вера Лужина"]
    assert "Макет витрины готов" in shown_text(app)
    (exchange,) = exchanges()
    assert exchange.wishes.without == ("session",)
    assert plain(app.button(key="back_1_session").label) == "не учтено: сессия 2 — вернуть"
    click(app, "back_1_session")
    assert chips(app) == ["Вера Лужина", "сессия 2"]
    assert exchanges()[0].wishes.without == ()


def test_chip_of_an_earlier_question_is_removed_in_its_place(app: AppTest) -> None:
    ask(app, "макет у Веры на второй сессии")
    ask(app, "что с цепью у Марка?")
    click(app, "chip_1_session")
    assert not app.exception
    first, second = exchanges()
    assert (first.wishes.without, second.wishes.without) == (("session",), ())
    assert second.wishes.history == ("макет у Веры на второй сессии",)


def test_follow_up_shows_what_was_searched(app: AppTest) -> None:
    ask(app, "что я обещал Вере?")
    ask(app, "а Марку?")
    assert not app.exception
    assert ru("understood_as", question="что я обещал Марку?") in shown_text(app)
    assert chips(app)[-3:] == ["Марк Зимин", "слова: Антон Рыжов", "обещания"]


def test_name_of_two_people_is_asked_about(app: AppTest) -> None:
    add(NAMESAKE)
    ask(app.run(), "что говорила Вера про макет?")
    choices = app.pills(key="choices_1")
    assert (choices.label, choices.options, choices.value) == (
        ru("choose_person"), ["Вера Громова", "Вера Лужина"], None,
    )  # fmt: skip
    choices.set_value("Вера Громова").run()
    job = state.service().chats.job(state.service().chats.all()[0].id)
    assert job
    assert job.wait(60)
    app.run()
    assert not app.exception
    assert exchanges()[0].wishes.people == ("Вера Громова",)
    assert "Вера Громова" in chips(app)
    assert "Макет открытки" in shown_text(app)
    assert "витрины" not in shown_text(app)
    assert app.pills(key="choices_1").value == "Вера Громова"


def test_session_that_there_is_not_is_told(app: AppTest) -> None:
    ask(app, "что было на десятой сессии с Верой?")
    assert "Вера Лужина: сессии 10 нет, всего их 2. Искал без номера." in shown_text(app)
    assert "Искал в 2 записях из 3" in captions(app)


def test_every_doubt_is_one_sentence_in_which_nothing_is_live() -> None:
    hostile = "<b>![x](http://127.0.0.1:9/a.png)"
    doubts = (
        Doubt("misspelt", (("written", hostile), ("person", "Вера"))),
        Doubt("unknown_person", (("name", "Зоя"),)),
    )
    app = put_in(Found("что?", (quote(1, 1, 1, 1),), True, Understanding((hostile,), doubts=doubts), 0.1))
    assert not app.exception
    assert notes(app) == 2
    assert "<b>!" not in shown_html(app)
    assert "![" not in app.button(key="chip_1_people").label


def test_what_is_not_ready_yet_is_told() -> None:
    app = put_in(Found("что?", (quote(1, 1, 1, 1),), True, Understanding(), 0.1, Coverage(3, 9, 2)))
    assert "Искал в 3 записях из 12 · ещё 2 не готовы" in captions(app)


def test_question_of_an_older_library_is_shown_as_before() -> None:
    app = put_in(Found("что?", (quote(1, 1, 1, 1),), True, Understanding(), 0.1))
    assert not app.exception
    assert not [caption for caption in captions(app) if caption.startswith("Искал")]


def test_quotes_of_a_wide_question_stand_by_session_the_newest_last(app: AppTest) -> None:
    ask(app, "всё, что я обещал")
    assert not app.exception
    headings = [line for line in shown_html(app).split("\n") if 'class="vb-group"' in line]
    assert [heading.split(">")[1].split(" <")[0] for heading in headings] == [
        "Вера Лужина, сессия 1 · 3 февраля 2025",
        "Вера Лужина, сессия 2 · 10 февраля 2025",
        "Марк Зимин, сессия 1 · 17 февраля 2025",
    ]
    assert all("1 цитата" in heading for heading in headings)


def test_further_quotes_of_a_session_are_folded_but_the_cited_ones() -> None:
    newer = [replace(quote(rank, 2, rank, rank), date=date(2025, 3, 2)) for rank in (1, 3, 4)]
    older = replace(quote(2, 1, 1, 1), date=date(2025, 3, 1))
    quotes = (newer[0], older, *newer[1:])
    assert [[item.rank for item in group] for group in by_session(quotes)] == [[2], [1, 3, 4]]
    app = put_in(Found("всё?", quotes, True, Understanding(), 0.1, is_wide=True))
    assert not app.exception
    assert [expander.label for expander in app.expander] == ["Ещё 2 цитаты"]


def search_mode(app: AppTest) -> AppTest:
    app.segmented_control(key=state.MODE_KEY).set_value(state.SEARCH).run()
    return app


def type_in(app: AppTest, words: str) -> AppTest:
    app.text_input(key="search_words").set_value(words).run()
    return app


def test_search_mode_hints_while_nothing_is_typed(app: AppTest) -> None:
    search_mode(app)
    assert not app.exception
    assert ru("search_hint") in captions(app)
    assert not app.chat_input
    assert app.button(key="search_ask").disabled


def test_search_mode_shows_quotes_chips_and_coverage_and_keeps_nothing(app: AppTest) -> None:
    type_in(search_mode(app), "макет у Веры на второй сессии")
    assert not app.exception
    assert "перерисовала" in shown_text(app)
    assert chips(app) == ["Вера Лужина", "сессия 2"]
    assert "Искал в 1 записи из 3" in captions(app)
    assert state.service().chats.all() == []
    app.button(key="chip_search_session").click().run()
    assert chips(app) == ["Вера Лужина"]
    assert "Макет витрины" in shown_text(app)
    app.button(key="back_search_session").click().run()
    assert chips(app) == ["Вера Лужина", "сессия 2"]


@pytest.mark.parametrize(
    "words", ["м", "мак", "🙂", "?!", '"*', "что я обещ", "в апр", "на тре", "Вер", "你", "а" * 5000]
)
def test_search_mode_takes_whatever_is_typed(app: AppTest, words: str) -> None:
    type_in(search_mode(app), words)
    assert not app.exception
    assert not app.error


def test_emptied_field_forgets_what_was_left_out(app: AppTest) -> None:
    type_in(search_mode(app), "макет у Веры")
    app.button(key="chip_search_people").click().run()
    assert chips(app) == []
    type_in(app, "")
    type_in(app, "макет у Веры")
    assert chips(app) == ["Вера Лужина"]


def test_what_was_searched_can_be_asked(app: AppTest) -> None:
    type_in(search_mode(app), "макет у Веры на второй сессии")
    app.button(key="chip_search_session").click().run()
    app.button(key="search_ask").click().run()
    assert app.segmented_control(key=state.MODE_KEY).value == state.ASK
    (chat,) = state.service().chats.all()
    job = state.service().chats.job(chat.id)
    assert job
    assert job.wait(60)
    app.run()
    assert not app.exception
    assert (chat.title, exchanges()[0].wishes.without) == ("макет у Веры на второй сессии", ("session",))
    ask(app, "а цепь?")
    assert exchanges()[1].wishes.without == ()


def test_search_mode_stays_over_another_page_and_a_chat_leaves_it(app: AppTest) -> None:
    ask(app, "макет витрины")
    search_mode(app)
    app.switch_page("pages/transcripts.py").run()
    app.switch_page("pages/chat.py").run()
    assert app.text_input(key="search_words")
    (chat,) = state.service().chats.all()
    app.button(key=f"chat_{chat.id}").click().run()
    assert not app.exception
    assert "макет витрины" in shown_text(app)


def test_search_mode_of_an_empty_library_leads_to_the_first_transcript() -> None:
    app = search_mode(open_app())
    assert not app.exception
    assert app.button(key="sample")


@pytest.mark.parametrize("words", ["🙂", "?!"])
def test_what_holds_no_word_is_met_with_the_hint(app: AppTest, words: str) -> None:
    type_in(search_mode(app), words)
    assert ru("search_hint") in captions(app)
