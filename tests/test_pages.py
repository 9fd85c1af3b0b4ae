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


def open_transcripts_page() -> AppTest:
    """The page once the encoder is there."""
    app = open_app()
    app.switch_page("pages/transcripts.py").run()
    deadline = time.monotonic() + 90
    while state.service().progress().state != "idle":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return app.run()


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    return wait_for_answer(app)


def wait_for_answer(app: AppTest) -> AppTest:
    chat = app.query_params["chat"]
    job = state.service().chats.job(chat[0] if isinstance(chat, list) else chat)
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
    row = table.iloc[0]
    assert (row["person"], row["number"], row["date"]) == ("Вера Лужина", 1, date(2025, 2, 3))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("пусто.txt", b"", "empty"),
        ("картинка.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "media"),
        ("таблица.xlsx", b"PK\x03\x04", "archive"),
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
    (conversation,) = state.service().chats.all()
    again = open_app()
    again.query_params["chat"] = conversation.id
    again.run()
    assert "макет витрины и показала его двум подругам" in shown_text(again)
    state.service().chats.delete(conversation.id)
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
    (exchange,) = state.service().chats.exchanges(state.service().chats.all()[0].id)
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
    assert state.service().chats.all() == []


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
    state.service().delete_transcripts([1])
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


def open_reader(app: AppTest, **address: str) -> AppTest:
    app.switch_page("pages/reader.py")
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def test_words_are_found_inside_a_transcript() -> None:
    app = open_app()
    add_lesson(app)
    open_reader(app, transcript="1")
    app.text_input(key="reader_find").set_value("среды").run()
    assert not app.exception
    html = shown_html(app)
    assert html.count("<mark>среды</mark>") == 2
    assert 'vb-here vb-focus" data-line="3"' in html
    app.button(key="find_after").click().run()
    assert 'vb-here vb-focus" data-line="4"' in shown_html(app)
    app.text_input(key="reader_find").set_value("птеродактиль").run()
    assert text("find_nothing", "ru") in [caption.value for caption in app.caption]


def test_a_speaker_is_renamed_on_the_reader_page() -> None:
    app = open_app()
    add_lesson(app)
    open_reader(app, transcript="1")
    app.button(key="speaker_rename").click().run()
    app.selectbox(key="speaker_who").set_value("Антон").run()
    service = state.service()
    service.editor.rename_speaker(1, "Антон", "Антон Рыжов", everywhere=True)
    app.run()
    assert not app.exception
    assert "Антон Рыжов" in shown_text(app)


def test_the_reader_leads_to_the_sessions_before_and_after() -> None:
    app = open_app()
    add_lesson(app)
    app.file_uploader[0].upload("Вера 2.txt", LESSON.replace("03.02", "10.02").encode()).run()
    wait_until_indexed()
    open_reader(app, transcript="1")
    assert not app.exception
    labels = [link.proto.label for link in app.get("page_link")]
    assert text("session_after", "ru") in labels
    assert text("session_before", "ru") not in labels


def test_a_file_in_doubt_is_shown_in_every_reading() -> None:
    app = open_app()
    app.switch_page("pages/transcripts.py").run()
    app.file_uploader[0].upload("ёж.txt", "ёж".encode("cp1251")).run()
    deadline = time.monotonic() + 60
    while not state.service().progress().outcomes:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    app.run()
    assert app.warning[0].value == text("doubt", "ru")
    app.radio(key="doubt_1").set_value("cp1251").run()
    assert "ёж" in shown_text(app).split()
    app.button(key="doubt_accept_1").click().run()
    wait_until_indexed()
    assert state.service().transcripts()[0].encoding == "cp1251"
    assert not app.exception


def test_a_folder_of_this_computer_is_added_and_watched(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    (folder / "Вера.txt").write_text(LESSON, encoding="utf-8")
    app = open_transcripts_page()
    app.text_input(key="folder_path").set_value(str(folder))
    app.checkbox(key="folder_watch").check()
    app.button(key="folder_add").click().run()
    wait_until_indexed()
    app.run()
    assert not app.exception
    assert state.service().folders.watched() == [folder]
    assert state.service().transcripts()[0].file_name == "Вера.txt"
    app.button(key="unwatch_0").click().run()
    assert state.service().folders.watched() == []


def test_a_path_that_is_no_folder_is_explained(tmp_path: Path) -> None:
    app = open_transcripts_page()
    app.text_input(key="folder_path").set_value(str(tmp_path / "нет"))
    app.button(key="folder_add").click().run()
    assert not app.exception
    assert text("problem_folder", "ru").split("{")[0] in app.error[0].value


def test_who_i_am_is_told_once() -> None:
    app = open_app()
    add_lesson(app)
    app.selectbox(key="owner_choice").set_value("Антон").run()
    assert not app.exception
    assert state.service().people.owner == "Антон Рыжов"
    assert app.selectbox(key="owner_choice").label == text("owner", "ru")


def test_the_table_is_filtered_by_words_and_by_person() -> None:
    app = open_app()
    add_lesson(app)
    app.file_uploader[0].upload("Марк.txt", "Антон: Здравствуй.\nМарк: И ты.\n".encode()).run()
    wait_until_indexed()
    app.run()
    assert len(app.dataframe[-1].value) == 2
    app.text_input(key="filter_words").set_value("марк").run()
    assert list(app.dataframe[-1].value["file"]) == ["Марк.txt"]
    app.text_input(key="filter_words").set_value("нет такого").run()
    assert text("filter_empty", "ru") in [info.value for info in app.info]
    assert not app.exception
