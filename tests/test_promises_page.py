"""The promises page and the summary in the reader, in the frame, without a browser."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from rag.service import IncomingFile
from rag.web import state
from rag.web.texts import text
from tests.stand_in import MODEL, Behaviour, serve
from tests.test_pages import open_app, open_reader, shown_html, shown_text

LESSON = "Дата: 3 февраля 2025\n\nОлег: Привет.\nЛена: Я прочитала главу.\nОлег: Пришлю тебе список до среды.\n"
SECOND = "Дата: 10 февраля 2025\n\nОлег: Пришли мне черновик к пятнице.\nЛена: Хорошо.\nОлег: <b>Скину</b> тебе $x$.\n"
NOBODY = "Всем привет, начали запись.\nПришлю таблицу до понедельника.\nСпасибо, до встречи.\n"
MINE, THEIRS, NOBODYS = "Пришлю тебе список до среды.", "Пришли мне черновик", "Пришлю таблицу до понедельника."
REPLY = "- Лена прочитала главу [2]\n- Олег пришлёт список: 2 < 3 & $x$ [3]\n"
SHOWN_WORDING = "Олег пришлёт список: 2 &lt; 3 &amp; $x$"


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    yield
    state.close_service()


@pytest.fixture(autouse=True)
def always_in_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages run inside the frame from the first run on, as the server sees to; the test harness forgets that."""
    original = PagesManager.__init__

    def make(manager: PagesManager, *arguments: Any, **options: Any) -> None:
        original(manager, *arguments, **options)
        state.use_the_frame()

    monkeypatch.setattr(PagesManager, "__init__", make)


@pytest.fixture
def with_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Behaviour]:
    """A stand-in that answers; to be asked for before the application is opened."""
    behaviour = Behaviour(reply=REPLY)
    with serve(behaviour) as address:
        monkeypatch.setenv("RAG_OLLAMA_HOST", address)
        yield behaviour


def open_filled(**files: str) -> AppTest:
    """The application with these sessions, their promises found."""
    app = open_app()
    service = state.service()
    jobs = service.add_files([IncomingFile(f"{name}.txt", body.encode()) for name, body in files.items()])
    assert all(job.finished.wait(60) for job in jobs)
    service.people.set_owner("Олег")
    wait_until(lambda: service.promises.unscanned() == 0)
    return app.switch_page("pages/promises.py").run()


def wait_until(condition: object) -> None:
    deadline = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def choose(app: AppTest, key: str, value: str) -> AppTest:
    return app.pills(key=key).set_value(value).run()


def number_of(words: str) -> int:
    promises = state.service().promises
    return next(promise.id for promise in promises.all() if words in promises.quote(promise).text)


def captions(app: AppTest) -> str:
    return "\n".join([*(item.value for item in app.caption), *(item.value for item in app.info)])


def test_empty_library_says_that_promises_will_come() -> None:
    app = open_app().switch_page("pages/promises.py").run()
    assert not app.exception
    assert app.title[0].value == ru("page_promises")
    assert ru("promises_no_transcripts") in captions(app)


def test_sessions_without_promises_say_so() -> None:
    app = open_filled(Лена="Олег: Привет.\nЛена: Привет и тебе.\n")
    assert not app.exception
    assert ru("promises_none_found") in captions(app)
    assert ru("promises_by_patterns") in captions(app)


def test_promises_stand_by_side_with_their_session_and_exact_words() -> None:
    app = open_filled(Лена1=LESSON, Лена2=SECOND)
    assert not app.exception
    shown = shown_text(app)
    assert MINE in shown
    assert THEIRS not in shown
    assert "Лена, сессия 1 · 3 февраля 2025" in shown
    control = app.pills(key="promises_side")
    assert control.options == [ru("promises_mine", count=2), ru("promises_theirs", count=1)]
    choose(app, "promises_side", "theirs")
    assert THEIRS in shown_text(app)
    assert MINE not in shown_text(app)


def test_words_of_transcripts_are_shown_as_they_are() -> None:
    app = open_filled(Лена2=SECOND)
    assert "&lt;b&gt;Скину&lt;/b&gt; тебе $x$." in shown_text(app)


def test_tick_moves_a_promise_to_the_done_ones_and_is_kept() -> None:
    app = open_filled(Лена1=LESSON)
    number = number_of(MINE)
    app.checkbox(key=f"promise_done_{number}").check().run()
    assert not app.exception
    assert ru("promises_none_open") in captions(app)
    choose(app, "promises_state", "done")
    assert MINE in shown_text(app)
    again = open_app().switch_page("pages/promises.py").run()
    choose(again, "promises_state", "done")
    assert again.checkbox(key=f"promise_done_{number}").value
    again.checkbox(key=f"promise_done_{number}").uncheck().run()
    assert ru("promises_none_done") in captions(again)


def test_line_that_is_no_promise_is_put_aside_and_can_be_taken_back() -> None:
    app = open_filled(Лена1=LESSON, Лена2=SECOND)
    number = number_of(MINE)
    app.button(key=f"promise_dismiss_{number}").click().run()
    assert MINE not in shown_text(app)
    choose(app, "promises_state", "dismissed")
    assert MINE in shown_text(app)
    assert not app.checkbox
    app.button(key=f"promise_dismiss_{number}").click().run()
    assert not app.exception
    assert app.pills(key="promises_state").value == "open"
    assert MINE in shown_text(app)


def downloaded(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The file that the page offers: its name, and what it holds when it is asked for."""
    offered: dict[str, Any] = {}
    monkeypatch.setattr("rag.web.promises.st.download_button", lambda *given, **_: offered.update(given=given))
    app.run()
    assert not app.exception
    _, write, name, _ = offered["given"]
    with ThreadPoolExecutor() as threads:  # as the server does it: away from the run of the page
        return name, threads.submit(write).result()


def test_chosen_promises_can_be_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_filled(Лена1=LESSON, Лена2=SECOND)
    (button,) = app.get("download_button")
    assert button.label == ru("promises_download")
    app.selectbox(key="promises_person").select("Лена").run()
    choose(app, "promises_side", "theirs")
    name, written = downloaded(app, monkeypatch)
    assert name == "Обещания Лена.md"
    assert written.startswith(f"# Обещания\n\nЛена · Открытые · {ru('promises_theirs', count=1)}\n\n## Лена, сессия 2")
    assert f"> **Олег:** {THEIRS}" in written
    assert MINE not in written


def test_promises_of_all_pages_are_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = "".join(f"Олег: Пришлю тебе список {number} до среды.\nЛена: Так.\n" for number in range(23))
    _, written = downloaded(open_filled(Лена=lesson), monkeypatch)
    assert written.count("- [ ] ") == 23


def test_what_was_put_aside_is_not_offered_as_a_file() -> None:
    app = open_filled(Лена1=LESSON)
    app.button(key=f"promise_dismiss_{number_of(MINE)}").click().run()
    choose(app, "promises_state", "dismissed")
    assert not app.get("download_button")


def test_promise_of_nobody_known_says_so() -> None:
    app = open_filled(Лена1=LESSON, запись=NOBODY)
    choose(app, "promises_side", "unknown")
    assert not app.exception
    assert NOBODYS in shown_text(app)
    assert ru("promise_nobody") in shown_text(app)


def test_person_can_be_chosen() -> None:
    app = open_filled(Лена1=LESSON, Игорь="Олег: Скину тебе ссылку завтра.\nИгорь: Спасибо.\n")
    app.selectbox(key="promises_person").select("Игорь").run()
    assert not app.exception
    assert "Скину тебе ссылку завтра." in shown_text(app)
    assert MINE not in shown_text(app)


def test_guessed_owner_can_be_put_right_here() -> None:
    app = open_filled(Лена1=LESSON)
    assert not [box for box in app.selectbox if box.key == "owner_choice"]
    state.service().people.set_owner(None)
    app.run()
    assert app.selectbox(key="owner_choice").label == ru("owner_guess")


def test_many_promises_stand_on_several_pages() -> None:
    lesson = "".join(f"Олег: Пришлю тебе список {number} до среды.\nЛена: Так.\n" for number in range(23))
    app = open_filled(Лена=lesson)
    assert not app.exception
    assert "список 19 до" in shown_text(app)
    assert "список 20 до" not in shown_text(app)


def test_model_reads_the_sessions_and_its_words_stand_above_the_quote(with_model: Behaviour) -> None:
    app = open_filled(Лена1=LESSON)
    app.button(key="promises_read").click().run()
    wait_until(lambda: not state.service().promises.reading().is_running)
    app.run()
    assert not app.exception
    assert SHOWN_WORDING in shown_text(app)
    assert ru("promises_all_read", models=MODEL.replace("-", "\\-").replace(":", "\\:")) in captions(app)
    assert app.button(key="promises_read").label == ru("promises_read_again")


def test_reading_shows_how_far_it_is_and_can_be_ended(with_model: Behaviour) -> None:
    with_model.reply, with_model.seconds_between_words = "слово " * 300, 0.02
    app = open_filled(Лена1=LESSON)
    app.button(key="promises_read").click().run()
    wait_until(lambda: with_model.words_sent > 2)
    app.run()
    app.button(key="promises_stop").click().run()
    assert not app.exception
    assert not state.service().promises.reading().is_running
    assert app.button(key="promises_read").label == ru("promises_read")


def test_without_a_model_the_problem_is_told_and_the_list_stays() -> None:
    app = open_filled(Лена1=LESSON)
    app.button(key="promises_read").click().run()
    wait_until(lambda: not state.service().promises.reading().is_running)
    app.run()
    assert not app.exception
    assert ru("problem_model_down") in captions(app)
    assert MINE in shown_text(app)


def test_reading_by_itself_is_switched_on_and_off() -> None:
    app = open_filled(Лена1=LESSON)
    app.toggle(key="promises_automatic").set_value(True).run()
    assert state.service().promises.is_automatic
    app.toggle(key="promises_automatic").set_value(False).run()
    assert not state.service().promises.is_automatic
    assert not app.exception


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_speaks_the_language_of_the_interface(language: str) -> None:
    app = open_filled(Лена1=LESSON)
    app.session_state[state.LANGUAGE_KEY] = language
    app.run()
    assert not app.exception
    assert app.title[0].value == text("page_promises", language)  # type: ignore[arg-type]
    assert app.checkbox[0].label == text("promise_tick", language)  # type: ignore[arg-type]


# The summary in the reader


def open_summary(with_button: str = "summary") -> AppTest:
    app = open_reader(open_filled(Лена1=LESSON), transcript="1")
    app.button(key=with_button).click().run()
    job = state.service().summaries.job(1)
    assert job is not None
    assert job.wait(30)
    return app.run()


def test_summary_is_written_on_request_with_ways_to_its_lines(with_model: Behaviour) -> None:
    app = open_summary()
    assert not app.exception
    assert "1. Лена прочитала главу" in shown_text(app)
    assert f"2. {SHOWN_WORDING}" in shown_text(app)
    app.text_input(key="reader_find").set_value("прочитала").run()
    app.button(key="summary_line_2_3").click().run()
    assert not app.exception
    assert [str(app.query_params[key]).strip("[]'") for key in ("first", "last", "line")] == ["3", "3", "3"]
    assert 'vb-focus" data-line="3"' in shown_html(app)


def test_summary_is_kept_and_written_anew(with_model: Behaviour) -> None:
    open_summary()
    with_model.reply = "- Олег поздоровался [1]\n"
    again = open_reader(open_app(), transcript="1")
    assert "1. Лена прочитала главу" in shown_text(again)
    again.button(key="summary_again").click().run()
    job = state.service().summaries.job(1)
    assert job is not None
    assert job.wait(30)
    again.run()
    assert "1. Олег поздоровался" in shown_text(again)


def test_growing_summary_can_be_stopped(with_model: Behaviour) -> None:
    with_model.reply, with_model.seconds_between_words = "слово " * 300, 0.02
    app = open_reader(open_filled(Лена1=LESSON), transcript="1")
    app.button(key="summary").click().run()
    wait_until(lambda: with_model.words_sent > 2)
    app.run()
    app.button(key="summary_stop").click().run()
    job = state.service().summaries.job(1)
    assert job is not None
    assert job.wait(5)
    app.run()
    assert not app.exception
    assert app.button(key="summary")


def test_without_a_model_the_reader_says_what_is_missing() -> None:
    app = open_summary()
    assert not app.exception
    assert ru("problem_model_down") in captions(app)
    assert "Я прочитала главу." in shown_text(app)
