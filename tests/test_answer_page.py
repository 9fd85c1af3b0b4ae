"""What the chat page shows of a written answer, in the frame, without a browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.types import Answer, AnswerCounts, Exchange, ExchangeState, Problem, Statement
from rag.web import state
from rag.web.literal import literal
from rag.web.texts import text
from tests.answer.examples import found, quote
from tests.library.examples import hold
from tests.test_pages import open_app, shown_html, shown_text
from tests.test_question_page import FramedPages

QUESTION = "Что я обещала Тимуру?"
FOUND = found(*(quote(rank, rank, person="Тимур") for rank in range(1, 6)), question=QUESTION)
COUNTS = AnswerCounts(quotes_offered=5, markers=1, statements_unbacked=1)
ANSWER = Answer(
    "Обещан план [2]. Придумано.", "stand-in:4b",
    (Statement("Обещан план.", (3,), (2,)), Statement("Придумано.", (), ())), COUNTS,
)  # fmt: skip


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
    yield
    state.close_service()


def page_of(answer: Answer | None, problem: Problem | None = None, how: ExchangeState = ExchangeState.DONE) -> AppTest:
    """The page of a chat whose question was answered like this."""
    hold(state.service()._database, *(quote.transcript_id for quote in FOUND.quotes))
    conversations = state.service().chats._conversations
    conversation = conversations.create(QUESTION)
    added: Exchange = conversations.add_exchange(conversation.id, QUESTION)
    conversations.save(replace(added, state=how, found=FOUND, answer=answer, problem=problem))
    app = open_app()
    app.query_params["chat"] = conversation.id
    return app.run()


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def notes(app: AppTest) -> str:
    return " · ".join(caption.value for caption in app.caption)


def infos(app: AppTest) -> list[str]:
    return [info.value for info in app.info]


def test_citation_leads_to_its_quote_and_unbacked_words_are_marked_quietly() -> None:
    app = page_of(ANSWER)
    body = shown_html(app)
    assert 'class="vb-rank" href="#quote-1-2">2</a>' in body
    assert '<span class="vb-unbacked">Придумано.</span>' in body
    assert ru("unbacked") in notes(app)
    assert not app.exception


def test_number_of_quotes_that_the_model_read_is_told_when_it_read_less_than_all() -> None:
    fewer = replace(ANSWER, counts=replace(COUNTS, quotes_offered=3))
    assert ru("quotes_read", read=3, count=5) in notes(page_of(fewer))
    state.close_service()
    assert ru("quotes_read", read=5, count=5) not in notes(page_of(ANSWER))


def test_quotation_marks_that_were_removed_are_told() -> None:
    app = page_of(replace(ANSWER, counts=replace(COUNTS, quotation_marks_removed=2)))
    assert ru("quotation_marks_removed") in notes(app)


def test_refusal_of_the_model_reads_like_nothing_found() -> None:
    app = page_of(Answer("В этих строках я ничего не нашла.", "stand-in:4b", (), COUNTS, is_refusal=True))
    assert ru("not_found") in infos(app)
    assert "я ничего не нашла" not in shown_text(app)
    assert shown_html(app).count("vb-place") >= 3, "the nearest lines stay"


def test_unfinished_answer_says_why() -> None:
    app = page_of(replace(ANSWER, is_unfinished=True), Problem("model_stalled"))
    assert "Обещан план" in shown_html(app)
    assert ru("problem_model_stalled") in infos(app)
    assert ru("unfinished") in notes(app)


@pytest.mark.parametrize("code", ["model_down", "model_foreign", "model_none", "model_memory", "model_window"])
def test_missing_answer_says_why_beside_the_quotes(code: str) -> None:
    app = page_of(None, Problem(code, (("model", "stand-in:4b"), ("host", "x"))))
    told = text(f"problem_{code}", "ru", model=literal("stand-in:4b"), host="x")
    assert any(told[:30] in info for info in infos(app))
    assert shown_html(app).count("vb-place") >= 3


def test_stopped_answer_keeps_its_words() -> None:
    app = page_of(replace(ANSWER, is_unfinished=True), how=ExchangeState.STOPPED)
    assert "Обещан план" in shown_html(app)
    assert ru("stopped") in notes(app)
