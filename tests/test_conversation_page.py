"""What can be done with a chat, an answer and a quote on the chat page, in the frame, without a browser."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.library.conversations import Conversations
from rag.questions import Understanding
from rag.service import Feedback, IncomingFile
from rag.types import Answer, AnswerCounts, Exchange, ExchangeState, Found, Problem, Quote, Statement
from rag.web import markup, state
from tests.answer.examples import quote
from tests.conftest import wait_for
from tests.test_pages import LESSON, add_lesson, ask, open_app, shown_html, shown_text
from tests.test_question_page import FramedPages, captions, chips, exchanges, plain, ru

QUESTION = "что я обещал Вере прислать?"
PROMISE = "Отлично. Я тебе до среды пришлю таблицу с вопросами для интервью."
ANSWER = Answer("Таблицу [1].", "m", (Statement("Таблицу", (1,), (1,)),), AnswerCounts())


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
    yield
    state.close_service()


@pytest.fixture
def app() -> AppTest:
    """The chat page of a library with one lesson."""
    opened = open_app()
    add_lesson(opened)
    return opened.switch_page("pages/chat.py").run()


def stored() -> Conversations:
    return state.service()._conversations


def put_in(question: str, *quotes: Quote, **changes: object) -> str:
    """The chat of a question that was answered like this."""
    chat = stored().create(question)
    added = stored().add_exchange(chat.id, question)
    found = Found(question, quotes, bool(quotes), Understanding(), 0.1)
    stored().save(replace(added, **{"state": ExchangeState.DONE, "found": found, **changes}))  # type: ignore[arg-type]
    return chat.id


def open_chat(chat: str) -> AppTest:
    app = open_app()
    app.query_params["chat"] = chat
    return app.run()


def wait_for_work(app: AppTest) -> AppTest:
    """The page once the question at work is answered."""
    (chat,) = state.service().chats.all()
    job = state.service().chats.job(chat.id)
    assert job
    assert job.wait(60)
    return app.run()


def copied(app: AppTest, name: str) -> list[str]:
    """What the buttons with this name would copy."""
    carried = re.findall(rf'aria-label="{name}" data-text="([^"]*)"', shown_html(app))
    return [json.loads(html.unescape(data)) for data in carried]


def keys(app: AppTest, beginning: str) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith(beginning)]


def listed(app: AppTest) -> list[str]:
    """The names of the chats in the sidebar."""
    return [plain(button.label) for button in app.button if re.fullmatch(r"chat_[\w-]{12}", str(button.key))]


def test_answer_carries_its_question_and_cited_quotes_to_the_clipboard(app: AppTest) -> None:
    first, second = replace(quote(1), text="Пришлю таблицу", speakers=("Вера",)), quote(2)
    app = open_chat(put_in("Что обещано?", first, second, answer=ANSWER))
    assert not app.exception
    assert copied(app, ru("answer_copy")) == [
        "Что обещано?\n\nТаблицу [1].\n\n[1] «Вера: Пришлю таблицу»\n— Тимур, сессия 1 · 1.txt"
    ]
    assert copied(app, ru("copy_quote"))[0] == "«Вера: Пришлю таблицу»\n— Тимур, сессия 1 · 1.txt"
    assert "navigator.clipboard.writeText" in shown_html(app)


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</textarea>-->", "\\u003c '&quot;' & <b>"])
def test_copied_text_is_data_and_comes_back_as_it_was(text: str) -> None:
    button = markup.copy_button(text, "name", "done", "failed")
    (data,) = re.findall(r'data-text="([^"]*)"', button)
    assert not re.search("[<>]", html.unescape(data))  # such an attribute is dropped by what cleans HTML
    assert json.loads(html.unescape(data)) == text
    assert re.findall(r"<(\w+)", button) == ["div", "button", "span", "span"]


def test_question_without_quotes_has_nothing_to_copy_but_can_be_asked_again(app: AppTest) -> None:
    app = open_chat(put_in("Что?", found=None, state=ExchangeState.FAILED, problem=Problem("question_empty")))
    assert copied(app, ru("answer_copy")) == []
    assert (keys(app, "again_"), keys(app, "edit_")) == (["again_1"], ["edit_1"])
    assert not app.feedback


def test_what_is_said_beside_an_answer_is_copied_with_it(app: AppTest) -> None:
    unfinished = replace(ANSWER, is_unfinished=True)
    chat = put_in("Что?", quote(1), answer=unfinished, problem=Problem("model_down"), state=ExchangeState.DONE)
    (told,) = copied(open_chat(chat), ru("answer_copy"))
    assert ru("problem_model_down") in told
    assert ru("unfinished") in told
    chat = put_in("Что?", quote(1), found=Found("Что?", (quote(1),), False, Understanding(), 0.1))
    assert ru("not_found") in copied(open_chat(chat), ru("answer_copy"))[0]
    chat = put_in("Что?", quote(1), answer=replace(ANSWER, text="Не знаю.", is_refusal=True))
    (told,) = copied(open_chat(chat), ru("answer_copy"))
    assert ru("not_found") in told
    assert "Не знаю" not in told


def test_question_is_answered_again_with_the_same_wishes(app: AppTest) -> None:
    ask(app, QUESTION)
    app.button(key="chip_1_people").click().run()
    wait_for_work(app)
    (before,) = exchanges()
    state.service().quality.set_feedback(before.id, Feedback(is_good=True))
    app.run()
    assert app.feedback(key="thumbs_1").value == 1
    app.button(key="again_1").click().run()
    wait_for_work(app)
    assert not app.exception
    (after,) = exchanges()
    assert (after.id, after.question, after.wishes) == (before.id, before.question, before.wishes)
    assert after.wishes.without == ("people",)
    assert after.found is not before.found
    assert app.feedback(key="thumbs_1").value is None


def test_question_is_changed_in_its_place(app: AppTest) -> None:
    ask(app, QUESTION)
    ask(app, "а макет?")
    app.button(key="edit_1").click().run()
    assert app.text_area(key="edited_1").value == QUESTION
    change_question(app, "кому показали макет витрины?")
    assert not app.exception
    assert not app.text_area
    first, second = exchanges()
    assert (first.question, second.question) == ("кому показали макет витрины?", "а макет?")
    assert "показала его двум подругам" in shown_text(app)
    assert listed(app) == ["кому показали макет витрины?"]


def test_removed_chip_stays_removed_while_the_changed_question_would_have_it(app: AppTest) -> None:
    ask(app, "что Вера показала подругам?")
    app.button(key="chip_1_people").click().run()
    wait_for_work(app)
    change_question(app, "что Вера записала?")
    assert exchanges()[0].wishes.without == ("people",)
    assert "Вера Лужина" not in chips(app)
    change_question(app, "когда будет макет витрины?")
    assert exchanges()[0].wishes.without == ()


def change_question(app: AppTest, question: str) -> None:
    app.button(key="edit_1").click().run()
    app.text_area(key="edited_1").set_value(question)
    app.button(key="edited_1_ask").click().run()
    wait_for_work(app)


def test_changing_a_question_can_be_given_up_and_an_empty_one_is_not_asked(app: AppTest) -> None:
    ask(app, QUESTION)
    app.button(key="edit_1").click().run()
    app.text_area(key="edited_1").set_value("  ").run()
    assert app.button(key="edited_1_ask").disabled
    app.button(key="edited_1_cancel").click().run()
    assert not app.text_area
    assert [exchange.question for exchange in exchanges()] == [QUESTION]


def test_nothing_else_is_begun_while_a_question_of_the_chat_is_at_work(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = put_in("Раньше?", quote(1))
    later = stored().add_exchange(chat, "Теперь?")
    job = AtWork(later)
    monkeypatch.setattr(state.service().chats, "job", lambda _: job)
    app = open_chat(chat)
    assert not app.exception
    assert (app.button(key="again_1").disabled, app.button(key="edit_1").disabled) == (True, True)
    assert keys(app, "again_") == ["again_1"]


class AtWork:
    """Work on an exchange that does not end."""

    is_running = True
    progress = None

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def stop(self) -> None:
        """Go on nevertheless."""


def links(app: AppTest) -> list[str]:
    """Where the links of the quotes lead."""
    shown = [link.proto for link in app.get("page_link") if link.proto.label == ru("open_line")]
    return [link.query_string for link in shown]


def test_quote_of_a_replaced_transcript_is_marked_when_its_words_are_gone(app: AppTest) -> None:
    ask(app, QUESTION)
    assert ru("source_changed") not in shown_text(app)
    (old,) = [transcript.id for transcript in state.service().transcripts()]
    again = LESSON.replace("Антон: Привет", "Антон: Раз.\nАнтон: Привет")
    wait_for(state.service().add_files([IncomingFile("Вера 1.txt", again.encode(), replaces=old)]))
    app.run()
    assert not app.exception
    assert PROMISE in shown_text(app)
    assert ru("source_changed") not in shown_text(app)
    (moved,) = [transcript.id for transcript in state.service().transcripts()]
    assert all(f"transcript={moved}&first=" in link for link in links(app))
    gone = LESSON.replace("таблицу", "анкету")
    wait_for(state.service().add_files([IncomingFile("Вера 1.txt", gone.encode(), replaces=moved)]))
    app.run()
    assert not app.exception
    (newest,) = [transcript.id for transcript in state.service().transcripts()]
    (exchange,) = exchanges()
    assert exchange.found
    changed = [held for held in exchange.found.quotes if held.is_changed]
    assert PROMISE in "\n".join(held.text for held in changed)
    assert shown_text(app).count(ru("source_changed")) == len(changed)
    assert links(app).count(f"transcript={newest}") == len(changed)
    assert not {f"right_{exchange.id}_{held.rank}" for held in changed} & set(keys(app, "right_"))
    assert ru("source_changed") in "".join(copied(app, ru("copy_quote")))


def test_quote_whose_words_are_gone_cannot_be_named_as_the_right_line(app: AppTest) -> None:
    gone, there = replace(quote(1), is_changed=True), replace(quote(2), text="другой текст")
    app = open_chat(put_in("Что?", gone, there))
    app.feedback(key="thumbs_1").set_value(0).run()
    app.radio(key="wrong_1_way").set_value("shown").run()
    assert [option.split(" ")[0] for option in app.radio(key="wrong_1_shown").options] == ["2"]


def many_chats(count: int) -> list[str]:
    """Chats named by their numbers, the newest first."""
    for number in range(count):
        stored().create(f"Чат {number}")
    return [f"Чат {number}" for number in reversed(range(count))]


def test_all_chats_can_be_reached(app: AppTest) -> None:
    names = many_chats(95)
    app.run()
    assert listed(app) == names[:40]
    app.button(key="chats_more").click().run()
    assert listed(app) == names[:80]
    app.button(key="chats_more").click().run()
    assert listed(app) == names
    assert keys(app, "chats_more") == []


def test_few_chats_need_no_search(app: AppTest) -> None:
    many_chats(5)
    app.run()
    assert not [field for field in app.text_input if field.key == "chats_find"]


def test_chats_are_found_by_words_of_their_questions_and_quotes(app: AppTest) -> None:
    many_chats(6)
    chat = put_in("Что обещано?", replace(quote(1), text="Пришлю таблицу"))
    app.run()
    app.text_input(key="chats_find").set_value("таблицей").run()
    assert not app.exception
    assert listed(app) == ["Что обещано?"]
    app.button(key=f"chat_{chat}").click().run()
    assert app.query_params["chat"] in (chat, [chat])
    assert "Пришлю таблицу" in shown_text(app)
    app.text_input(key="chats_find").set_value("птеродактиль").run()
    assert listed(app) == []
    assert ru("chats_none") in captions(app)
    app.text_input(key="chats_find").set_value("").run()
    assert len(listed(app)) == 7


def test_chat_can_be_downloaded(app: AppTest) -> None:
    opened = open_chat(put_in("Что обещано?", quote(1), answer=ANSWER))
    menu = opened.get("menu_button")[0]
    assert list(menu.options) == [ru("rename"), ru("chat_download"), ru("delete")]
    menu.click("chat_download").run()
    assert not opened.exception
    (button,) = opened.get("download_button")
    assert button.label == ru("chat_download_file")
