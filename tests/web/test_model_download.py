"""The line of a download beside every page."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rag.ollama.installation import InstallationState, Stage
from rag.service import PullProgress
from rag.web import model_download
from rag.web.texts import text

RUNNING, DONE = InstallationState(Stage.DOWNLOADING), InstallationState(Stage.DONE)


class Ending:
    """A program whose installation is over one moment after it was first asked for."""

    def __init__(self) -> None:
        self._moments: Iterator[InstallationState] = iter((RUNNING,))

    @property
    def installing(self) -> InstallationState:
        return next(self._moments, DONE)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(model_download, "words", lambda key, **values: text(key, "ru", **values))
    monkeypatch.setattr("streamlit.progress", lambda _share, text: lines.append(text))
    return lines


def test_installation_that_ends_while_it_is_drawn_is_drawn_as_it_was(
    drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    models = SimpleNamespace(pulling=SimpleNamespace(is_running=False), program=Ending())
    monkeypatch.setattr(model_download, "service", lambda: SimpleNamespace(models=models))
    model_download._draw_line(True)
    assert drawn == [text("install_stage_downloading", "ru")]


def test_download_is_one_line_with_the_name_of_the_model(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pulling = SimpleNamespace(is_running=True, subject="a", told=PullProgress(1, 2))
    models = SimpleNamespace(pulling=pulling, program=SimpleNamespace(installing=InstallationState()))
    monkeypatch.setattr(model_download, "service", lambda: SimpleNamespace(models=models))
    model_download._draw_line(True)
    assert drawn == [text("pull_running", "ru", model="a")]
