"""Thumbs under an answer and the quality page, in the frame, without a browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.service import IncomingFile, Reason, Span
from rag.types import Found
from rag.web import state
from rag.web.texts import text
from tests.test_pages import add_lesson, ask, open_app, shown_html, shown_text

QUESTION = "что я обещал Вере прислать?"
PROMISE = "Отлично. Я тебе до среды пришлю таблицу с вопросами для интервью."
HOSTILE = "![x](http://127.0.0.1:9/a.png) <b>$x$ :red[y]"


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    yield
    state.close_service()


@pytest.fixture
def app() -> AppTest:
    """The chat page of a library with one lesson."""
    opened = open_app()
    add_lesson(opened)
    return opened.switch_page("pages/chat.py").run()


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def asked(app: AppTest, question: str = QUESTION) -> int:
    """The number of a question that was asked and answered."""
    ask(app, question)
    chat = state.service().chats.all()[0].id
    return state.service().chats.exchanges(chat)[-1].id


def rate(app: AppTest, number: int, thumb: int) -> None:
    app.feedback(key=f"thumbs_{number}").set_value(thumb).run()


def choose(app: AppTest, key: str, value: object) -> None:
    app.radio(key=key).set_value(value).run()


def save(app: AppTest, number: int) -> None:
    app.button(key=f"wrong_{number}_save").click().run()


def keep(question: str, words: str | None) -> None:
    """Keep a test question that expects the line with these words, or nothing."""
    quality = state.service().quality
    lines = quality.find_lines(words)[:1] if words else []
    quality.save(question, [Span(line.transcript_id, line.first, line.last) for line in lines])


def open_quality(app: AppTest) -> AppTest:
    app.switch_page("pages/quality.py").run()
    return wait_for_check(app)


def wait_for_check(app: AppTest) -> AppTest:
    deadline = time.monotonic() + 30
    while state.service().quality.state().is_running:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return app.run()


def shown_words(app: AppTest) -> str:
    parts = [element.value for kind in (app.caption, app.warning, app.success, app.info, app.error) for element in kind]
    parts += [element.value for element in app.markdown]
    return "\n".join([shown_text(app), *parts])


def test_thumbs_are_kept_over_a_reload(app: AppTest) -> None:
    number = asked(app)
    rate(app, number, 1)
    feedback = state.service().quality.feedback(number)
    assert feedback
    assert feedback.is_good
    again = open_app()
    again.query_params["chat"] = state.service().chats.all()[0].id
    again.run()
    assert again.feedback(key=f"thumbs_{number}").value == 1
    assert not again.exception


def test_thumb_that_is_taken_back_is_forgotten(app: AppTest) -> None:
    number = asked(app)
    rate(app, number, 0)
    app.feedback(key=f"thumbs_{number}").set_value(None).run()
    assert state.service().quality.feedback(number) is None
    assert not [button for button in app.button if button.key == f"wrong_{number}_save"]


def test_shown_quote_becomes_the_expected_line(app: AppTest) -> None:
    number = asked(app)
    rate(app, number, 0)
    assert app.button(key=f"wrong_{number}_save").disabled
    app.pills(key=f"wrong_{number}_reason").set_value(Reason.SESSION).run()
    choose(app, f"wrong_{number}_way", "shown")
    assert app.button(key=f"wrong_{number}_save").disabled
    assert app.radio(key=f"wrong_{number}_shown").options[0].startswith("1 · Антон\\: ")
    choose(app, f"wrong_{number}_shown", 0)
    save(app, number)
    assert not app.exception
    (exchange,) = state.service().chats.exchanges(state.service().chats.all()[0].id)
    assert exchange.found
    (question,) = state.service().quality.questions()
    assert [line.text for line in question.lines] == [exchange.found.quotes[0].text]
    feedback = state.service().quality.feedback(number)
    assert feedback
    assert (feedback.is_good, feedback.reason) == (False, Reason.SESSION)
    assert ru("feedback_kept") in [caption.value for caption in app.caption]


def test_line_is_found_by_its_words(app: AppTest) -> None:
    number = asked(app, "кому показали макет?")
    rate(app, number, 0)
    choose(app, f"wrong_{number}_way", "words")
    app.text_input(key=f"wrong_{number}_words").set_value("птеродактиль").run()
    assert ru("line_none") in [caption.value for caption in app.caption]
    app.text_input(key=f"wrong_{number}_words").set_value("таблица интервью").run()
    choose(app, f"wrong_{number}_line_таблица интервью", 0)
    save(app, number)
    assert not app.exception
    assert [line.text for line in state.service().quality.questions()[0].lines] == [PROMISE]


def test_what_is_not_in_the_transcripts_becomes_a_question_without_lines(app: AppTest) -> None:
    number = asked(app, "когда свадьба?")
    rate(app, number, 0)
    choose(app, f"wrong_{number}_way", "absent")
    save(app, number)
    assert not state.service().quality.questions()[0].is_answerable
    assert ru("feedback_absent_kept") in [caption.value for caption in app.caption]


def test_bad_answer_may_only_be_noted_and_named_later(app: AppTest) -> None:
    number = asked(app)
    rate(app, number, 0)
    app.pills(key=f"wrong_{number}_reason").set_value(Reason.ANSWER).run()
    choose(app, f"wrong_{number}_way", "note")
    save(app, number)
    assert state.service().quality.questions() == []
    feedback = state.service().quality.feedback(number)
    assert feedback
    assert feedback.reason is Reason.ANSWER
    assert ru("feedback_noted") in [caption.value for caption in app.caption]
    app.button(key=f"wrong_{number}_open").click().run()
    assert app.button(key=f"wrong_{number}_save").disabled
    app.button(key=f"wrong_{number}_cancel").click().run()
    assert ru("feedback_noted") in [caption.value for caption in app.caption]


def test_quote_is_marked_right_and_unmarked_on_its_card(app: AppTest) -> None:
    number = asked(app)
    app.button(key=f"right_{number}_1").click().run()
    assert app.button(key=f"right_{number}_1").label == ru("right_line_kept")
    assert state.service().quality.question_of(number)
    app.button(key=f"right_{number}_1").click().run()
    assert app.button(key=f"right_{number}_1").label == ru("right_line")
    assert state.service().quality.questions() == []
    assert not app.exception


def test_question_that_failed_has_no_thumbs(app: AppTest) -> None:
    ask(app, "🙂🙂🙂")
    assert not app.exception
    assert app.warning
    assert len(app.get("feedback")) == 0


def test_empty_page_tells_how_questions_come(app: AppTest) -> None:
    app.switch_page("pages/quality.py").run()
    assert not app.exception
    assert app.title[0].value == ru("page_quality")
    assert ru("quality_empty") in [heading.value for heading in app.subheader]
    assert ru("quality_empty_hint") in [item.value for item in app.markdown]


def test_page_checks_by_itself_and_shows_line_place_and_result(app: AppTest) -> None:
    keep(QUESTION, "пришлю таблицу")
    keep("quantum chromodynamics lattice", None)
    open_quality(app)
    assert not app.exception
    shown = shown_words(app)
    for expected in (QUESTION, PROMISE, "Антон:", ru("verdict_first"), ru("verdict_absent"), "3 февраля 2025"):
        assert expected in shown
    boxes = {metric.label: metric.value for metric in app.metric}
    assert boxes[ru("quality_first")] == ru("quality_of", count=1, total=1)
    assert boxes[ru("quality_absent")] == ru("quality_of", count=1, total=1)
    table = app.dataframe[0].value
    assert {"hit@1", "hit@3", "MRR@10", "found@2400"} <= set(table[ru("quality_measure")])


def test_question_that_became_worse_is_named_as_text(app: AppTest) -> None:
    quality = state.service().quality
    keep(f"{QUESTION} {HOSTILE}", "пришлю таблицу")
    quality.run()
    quality._search = lambda question, *_: Found(question, (), False, state.service().search(question).understood, 0.1)
    quality.run()
    open_quality(app)
    assert not app.exception
    assert ru("quality_worse", count=1) in app.warning[0].value
    assert "\\!\\[x\\]\\(http" in app.warning[0].value
    shown = shown_words(app)
    assert ru("change_worse") in shown
    assert ru("verdict_refused") in shown
    assert "<b>" not in shown_html(app)


def test_check_is_begun_by_hand_and_stopped(app: AppTest) -> None:
    keep(QUESTION, "пришлю таблицу")
    open_quality(app)
    first, _ = state.service().quality.runs()
    app.button(key="quality_run").click().run()
    wait_for_check(app)
    last, _ = state.service().quality.runs()
    assert first
    assert last
    assert last.finished_at > first.finished_at
    assert not app.exception


def test_removed_question_leaves_the_page(app: AppTest) -> None:
    keep(QUESTION, "пришлю таблицу")
    open_quality(app)
    number = state.service().quality.questions()[0].id
    app.button(key=f"quality_remove_{number}").click().run()
    assert not app.exception
    assert ru("quality_empty") in [heading.value for heading in app.subheader]


def test_question_is_added_by_hand(app: AppTest) -> None:
    open_quality(app)
    app.text_input(key="quality_question_0").set_value("🙂").run()
    app.text_input(key="quality_0_words").set_value("таблица").run()
    app.radio(key="quality_0_line_таблица").set_value(0).run()
    assert app.button(key="quality_save").disabled
    app.text_input(key="quality_question_0").set_value(" что пришлют? ").run()
    app.button(key="quality_save").click().run()
    assert not app.exception
    (question,) = state.service().quality.questions()
    assert (question.text, [line.text for line in question.lines]) == ("что пришлют?", [PROMISE])
    wait_for_check(app)
    assert "что пришлют?" in shown_text(app)


def test_many_questions_stand_on_several_pages(app: AppTest) -> None:
    for number in range(23):
        keep(f"вопрос {number}?", None)
    open_quality(app)
    assert not app.exception
    shown = shown_text(app)
    assert "вопрос 22?" in shown
    assert "вопрос 2?" not in shown


def test_lost_question_is_told_and_not_counted(app: AppTest) -> None:
    keep(QUESTION, "пришлю таблицу")
    job = state.service().add_files([IncomingFile("Вера.txt", "Антон: Ничего.\nВера: Ладно.\n".encode(), replaces=1)])
    assert job[0].finished.wait(60)
    open_quality(app)
    assert not app.exception
    assert ru("verdict_lost") in shown_words(app)
    assert not app.metric


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_speaks_the_language_of_the_interface(app: AppTest, language: str) -> None:
    keep(QUESTION, "пришлю таблицу")
    app.selectbox(key=state.LANGUAGE_KEY).select(language).run()
    open_quality(app)
    assert not app.exception
    assert app.title[0].value == text("page_quality", language)  # type: ignore[arg-type]
    assert text("verdict_first", language) in shown_words(app)  # type: ignore[arg-type]
