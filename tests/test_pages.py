"""Every page in the frame, without a browser: its happy path and its error states."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.languages import LANGUAGES
from rag.types import ExchangeState
from rag.web import state
from rag.web.texts import text
from tests.stand_in import Behaviour, serve

APP = Path(__file__).resolve().parents[1] / "app.py"
LESSON = """Сессия: Вера Лужина, встреча 1
Дата: 03.02.2025
Ментор: Антон Рыжов

Антон: Привет, Вера. Как прошла неделя?
Вера: Нормально. Я собрала макет витрины и показала его двум подругам.
Антон: Отлично. Я тебе до среды пришлю таблицу с вопросами для интервью.
Вера: До среды, записала.
"""


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    yield tmp_path / "library"
    state.close_service()


def open_app(locale: str = "ru-RU") -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.context = {"locale": locale}
    return app.run()


def add_lesson(app: AppTest) -> None:
    app.switch_page("pages/transcripts.py").run()
    app.file_uploader[0].upload("Вера 1 2025-02-03.txt", LESSON.encode()).run()
    wait_until_indexed()
    app.run()


def wait_until_indexed() -> None:
    deadline = time.monotonic() + 90
    while state.service().progress().state != "idle" or not state.service().transcripts():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    return wait_for_answer(app)


def wait_for_answer(app: AppTest) -> AppTest:
    chat = app.query_params["chat"]
    job = state.service().job(chat[0] if isinstance(chat, list) else chat)
    assert job is not None
    assert job.wait(60)
    return app.run()


def shown_html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def shown_text(app: AppTest) -> str:
    return re.sub(r"<[^>]+>", "", shown_html(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_library_leads_to_the_first_transcript(language: str) -> None:
    app = open_app({"ru": "ru-RU", "en": "en-US", "zh": "zh-CN"}[language])
    assert not app.exception
    assert app.title[0].value == text("chat_title", language)  # type: ignore[arg-type]
    assert app.button(key="sample").label == text("load_sample", language)  # type: ignore[arg-type]


def test_the_chosen_language_survives_a_new_session() -> None:
    app = open_app()
    app.selectbox(key=state.LANGUAGE_KEY).select("en").run()
    assert app.title[0].value == text("chat_title", "en")
    assert open_app().title[0].value == text("chat_title", "en")


def test_an_uploaded_file_appears_in_the_table() -> None:
    app = open_app()
    add_lesson(app)
    assert not app.exception
    (transcript,) = state.service().transcripts()
    assert transcript.title == "Вера Лужина, встреча 1"
    assert transcript.date == date(2025, 2, 3)
    table = app.dataframe[-1].value
    assert table.iloc[0][text("column_person", "ru")] == "Вера Лужина"
    assert table.iloc[0][text("column_session", "ru")] == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("пусто.txt", b"", "empty"),
        ("картинка.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        ("таблица.xlsx", b"PK\x03\x04", "format"),
        ("тишина.srt", b"1\n00:00:01,000 --> 00:00:02,000\n...\n", "nothing"),
    ],
)
def test_a_rejected_file_is_explained_in_plain_words(name: str, data: bytes, code: str) -> None:
    app = open_app()
    app.switch_page("pages/transcripts.py").run()
    app.file_uploader[0].upload(name, data).run()
    deadline = time.monotonic() + 60
    while not state.service().progress().outcomes:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    app.run()
    assert not app.exception
    row = app.dataframe[0].value.iloc[0]
    reason = text(f"problem_{code}", "ru").split("{")[0].rstrip(". ")
    assert row[text("column_file", "ru")] == name
    assert reason in row[text("column_result", "ru")]


def test_a_question_shows_the_exact_quote_without_a_model_server() -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/chat.py").run()
    ask(app, "что я обещал Вере прислать?")
    assert not app.exception
    assert "пришлю таблицу с вопросами для интервью" in shown_text(app)
    assert [info.value for info in app.info] == [text("problem_model_down", "ru")]


def test_a_written_answer_is_shown_with_its_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = "Прислать таблицу с вопросами до среды [3]."
    with serve(Behaviour(reply=reply)) as address:
        monkeypatch.setenv("RAG_OLLAMA_HOST", address)
        app = open_app()
        add_lesson(app)
        app.switch_page("pages/chat.py").run()
        ask(app, "что я обещал Вере прислать?")
    assert not app.exception
    assert "Прислать таблицу с вопросами до среды" in shown_html(app)
    assert 'href="#quote-' in shown_html(app)
    assert any("stand" in caption.value for caption in app.caption)


def test_a_chat_survives_a_new_session_and_can_be_deleted() -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/chat.py").run()
    ask(app, "кому показали макет витрины?")
    (conversation,) = state.service().conversations()
    again = open_app()
    again.query_params["chat"] = conversation.id
    again.run()
    assert "макет витрины и показала его двум подругам" in shown_text(again)
    state.service().delete_conversation(conversation.id)
    again.run()
    assert not again.exception
    assert again.title[0].value == text("chat_title", "ru")


def test_the_stop_button_ends_the_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Behaviour(reply="слово " * 400, seconds_between_words=0.05)) as address:
        monkeypatch.setenv("RAG_OLLAMA_HOST", address)
        app = open_app()
        add_lesson(app)
        app.switch_page("pages/chat.py").run()
        app.chat_input[0].set_value("что я обещал Вере?").run()
        deadline = time.monotonic() + 30
        while "слово" not in shown_html(app):
            assert time.monotonic() < deadline
            app.run()
        started = time.monotonic()
        app.button(key="stop").click().run()
        wait_for_answer(app)
        assert time.monotonic() - started < 2
    (exchange,) = state.service().exchanges(state.service().conversations()[0].id)
    assert exchange.state is ExchangeState.STOPPED
    assert exchange.answer is not None
    assert exchange.answer.is_unfinished
    assert text("stopped", "ru") in [caption.value for caption in app.caption]


@pytest.mark.parametrize(("question", "code"), [("🙂🙂🙂", "question_empty"), ("очень " * 4000, "question_long")])
def test_a_question_that_cannot_be_searched_is_explained(question: str, code: str) -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/chat.py").run()
    ask(app, question)
    assert not app.exception
    assert text(f"problem_{code}", "ru").split("{")[0] in app.warning[0].value


def test_an_empty_question_changes_nothing() -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/chat.py").run()
    app.chat_input[0].set_value("   ").run()
    assert not app.exception
    assert state.service().conversations() == []


def test_what_is_not_in_the_transcripts_is_said() -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/chat.py").run()
    ask(app, "quantum chromodynamics lattice")
    assert text("not_found", "ru") in [info.value for info in app.info]


def test_the_reader_shows_the_line_with_what_comes_before_and_after() -> None:
    app = open_app()
    add_lesson(app)
    app.switch_page("pages/reader.py")
    app.query_params["transcript"] = "1"
    app.query_params["first"] = app.query_params["last"] = "3"
    app.run()
    assert not app.exception
    html = shown_html(app)
    assert 'vb-here vb-focus" data-line="3"' in html
    assert "Как прошла неделя?" in html
    assert "До среды, записала." in html


def test_the_reader_says_when_a_transcript_is_gone() -> None:
    app = open_app()
    app.switch_page("pages/reader.py")
    app.query_params["transcript"] = "77"
    app.run()
    assert not app.exception
    assert app.warning[0].value == text("problem_missing", "ru")


@pytest.mark.parametrize("value", ["-1", "abc", "1e9", "9" * 40, "<b>"])
def test_the_reader_ignores_nonsense_in_the_address(value: str) -> None:
    app = open_app()
    app.switch_page("pages/reader.py")
    app.query_params["transcript"] = value
    app.run()
    assert not app.exception


def test_deleting_a_transcript_empties_table_and_search() -> None:
    app = open_app()
    add_lesson(app)
    state.service().delete_transcript(1)
    app.run()
    assert not app.exception
    assert state.service().transcripts() == []
    assert state.service().search("таблица с вопросами").quotes == ()


def test_a_library_in_use_elsewhere_is_explained(private_library: Path) -> None:
    from rag.library.lock import LibraryLock

    private_library.mkdir()
    lock = LibraryLock(private_library)
    lock.take()
    try:
        app = open_app()
        assert not app.exception
        assert app.error[0].value == text("problem_busy", "ru")
    finally:
        lock.release()


def test_nothing_is_written_outside_the_library(private_library: Path, tmp_path: Path) -> None:
    app = open_app()
    app.switch_page("pages/transcripts.py").run()
    for name in ("../../выход.txt", "C:\\windows\\выход.txt", "a/b\nc.txt"):
        app.file_uploader[0].upload(name, f"Аня: {name}\nПётр: да".encode()).run()
    wait_until_indexed()
    assert {path.name for path in tmp_path.iterdir()} == {"library"}
    assert not any("выход" in name for _, _, names in os.walk(private_library) for name in names)
    assert sorted(t.file_name for t in state.service().transcripts()) == ["b c.txt", "выход.txt", "выход.txt"]
