"""The row under an answer: a changed question may be no longer than what is searched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.questions import Understanding
from rag.types import Found
from rag.web import state
from tests.conftest import unused_address
from tests.test_pages import open_app
from tests.test_question_page import FramedPages, put_in

LIMIT = 4000


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", unused_address())
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
    open_app()
    yield put_in(Found("Что?", (), False, Understanding(), 0.1))
    state.close_service()


def test_changed_question_is_no_longer_than_what_is_searched(app: AppTest) -> None:
    (edit,) = [str(button.key) for button in app.button if str(button.key).startswith("edit_")]
    app.button(key=edit).click().run()
    assert not app.exception
    assert app.text_area[0].proto.max_chars == LIMIT
