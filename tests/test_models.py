"""The models of one library: how everything stands, downloads that go on, choice, try-out, warm-up, nothing unasked."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.errors import DiskFull
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.model_errors import ModelMissing, ModelOfCloud
from rag.models import Models, ModelsState, Readiness
from rag.ollama.recommended import RECOMMENDED
from rag.types import Problem
from tests.conftest import wait_until
from tests.stand_in import MODEL, Behaviour, Wire, model_entry, serve, serve_raw
from tests.stand_in_models import Shelf

NEW = "qwen3:4b-instruct"
SIZE = 10_000
HOUR = 3600.0


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    database = Database(tmp_path / "library.sqlite3")
    yield Catalogue(database)
    database.close()


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.local_program.find_program", lambda _library: None)


@contextmanager
def opened(settings: Settings, catalogue: Catalogue, shelf: Shelf | None = None) -> Iterator[Models]:
    with serve((shelf or Shelf()).behaviour) as address:
        models = Models(replace(settings, ollama_host=address), catalogue)
        yield models
        models.stop()


def seen(models: Models) -> ModelsState:
    """How it stands once the server was looked at anew."""
    models.refresh()
    wait_until(lambda: models.state().readiness is not Readiness.LOOKING)
    return models.state()


def wait_for_pull(models: Models) -> None:
    wait_until(lambda: not models.pulling.is_running)


def test_ready_server_is_told_with_its_models(settings: Settings, catalogue: Catalogue) -> None:
    entries = [model_entry("embed:1b"), model_entry(MODEL), model_entry("big-cloud")]
    shelf = Shelf(Behaviour(models=entries, capabilities={"embed:1b": ["embedding"]}), loaded={MODEL: 7})
    with opened(settings, catalogue, shelf) as models:
        state = seen(models)
    assert (state.readiness, state.problem, state.chosen, state.wanted) == (Readiness.READY, None, MODEL, None)
    told = [(model.name, model.can_chat, model.loaded_bytes) for model in state.models]
    assert told == [("embed:1b", False, 0), (MODEL, True, 7)]


@pytest.mark.parametrize(
    ("entries", "wanted", "readiness"),
    [
        ([], None, Readiness.EMPTY),
        ([model_entry("big-cloud")], None, Readiness.EMPTY),
        ([model_entry("embed:1b")], None, Readiness.EMPTY),
        ([model_entry(MODEL)], "gone:4b", Readiness.UNCHOSEN),
        ([model_entry("short:latest")], "short", Readiness.READY),
    ],
)
def test_next_step_follows_from_what_is_there(
    settings: Settings, catalogue: Catalogue, entries: list[dict[str, object]], wanted: str | None, readiness: Readiness
) -> None:
    shelf = Shelf(Behaviour(models=entries, capabilities={"embed:1b": ["embedding"]}))
    with opened(replace(settings, ollama_model=wanted), catalogue, shelf) as models:
        assert seen(models).readiness is readiness


def test_computer_without_the_program_is_told_apart_from_one_where_it_is_stopped(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = Models(settings, catalogue)
    state = seen(models)
    assert state.readiness is Readiness.MISSING
    assert state.problem
    assert state.problem.code == "model_down"
    monkeypatch.setattr("rag.local_program.find_program", lambda _library: Path("/usr/bin/ollama"))
    assert seen(models).readiness is Readiness.STOPPED


def test_address_beyond_this_computer_waits_for_an_agreement(settings: Settings, catalogue: Catalogue) -> None:
    remote = "http://192.0.2.1:9"
    models = Models(replace(settings, ollama_host=remote), catalogue)
    assert seen(models).readiness is Readiness.UNAGREED
    assert models.settings().allowed_host is None
    models.allow_host()
    assert models.settings().allowed_host == remote


def test_what_is_no_address_is_trouble_that_no_agreement_helps(settings: Settings, catalogue: Catalogue) -> None:
    models = Models(replace(settings, ollama_host="htp://127.0.0.1"), catalogue)
    state = seen(models)
    assert (state.readiness, state.problem) == (
        Readiness.TROUBLE, Problem("model_address", (("host", "htp://127.0.0.1"),))
    )  # fmt: skip


def test_server_that_hangs_is_trouble(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.ollama.installed._LOOKING_SECONDS", 0.2)
    over = threading.Event()
    with serve_raw(lambda _link: assert_over(over)) as address:
        models = Models(replace(settings, ollama_host=address), catalogue)
        state = seen(models)
        over.set()
    assert state.readiness is Readiness.TROUBLE
    assert state.problem
    assert state.problem.code == "model_slow"


def assert_over(over: threading.Event) -> None:
    assert over.wait(30)


def test_other_program_is_trouble(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue, Shelf(Behaviour(html_instead_of_json=True))) as models:
        state = seen(models)
    assert state.readiness is Readiness.TROUBLE
    assert state.problem
    assert state.problem.code == "model_foreign"


def test_nobody_waits_for_a_server_that_is_stuck(settings: Settings, catalogue: Catalogue) -> None:
    over = threading.Event()

    def talk(_connection: socket.socket) -> None:
        over.wait(30)

    with serve_raw(talk) as address:
        models = Models(replace(settings, ollama_host=address), catalogue)
        began = time.monotonic()
        assert [models.state().readiness for _ in range(3)] == [Readiness.LOOKING] * 3
        assert time.monotonic() - began < 3
        over.set()


def test_finished_download_is_chosen_if_there_was_none(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(library={NEW: SIZE, "other:1b": SIZE})
    with opened(settings, catalogue, shelf) as models:
        assert models.pull(NEW)
        wait_for_pull(models)
        state = seen(models)
        assert (state.chosen, state.wanted, state.unfinished) == (NEW, NEW, None)
        assert NEW not in [offer.name for offer in state.offers]
        assert models.pulling.told
        assert models.pulling.told.share_done == 1
        models.pull("other:1b")
        wait_for_pull(models)
        assert seen(models).chosen == NEW


def test_model_of_the_environment_stays_chosen(settings: Settings, catalogue: Catalogue) -> None:
    with opened(replace(settings, ollama_model=MODEL), catalogue, Shelf(library={NEW: SIZE})) as models:
        models.pull(NEW)
        wait_for_pull(models)
        state = seen(models)
    assert (state.chosen, state.is_model_given) == (MODEL, True)


def test_download_tells_how_it_stands_is_stopped_and_goes_on_after_a_restart(
    settings: Settings, catalogue: Catalogue
) -> None:
    shelf = Shelf(library={NEW: SIZE}, pieces=4, seconds_between_pieces=HOUR)
    with opened(settings, catalogue, shelf) as models:
        assert models.pull(NEW)
        wait_until(lambda: models.pulling.told and models.pulling.told.done)
        assert models.pulling.subject == NEW
        assert models.pulling.told
        assert models.pulling.told.done == 2250
        assert not models.pull("other:1b")
        models.cancel_pull()
        wait_for_pull(models)
        assert models.pulling.problem is None
        assert models.state().unfinished == NEW
    shelf.seconds_between_pieces = 0
    with opened(settings, catalogue, shelf) as models:
        assert models.state().unfinished == NEW
        models.pull(NEW)
        wait_for_pull(models)
        assert models.state().unfinished is None
    assert shelf.partial[NEW] == SIZE - 1000


def test_stopped_download_may_be_forgotten(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue, Shelf(library={NEW: SIZE}, seconds_between_pieces=HOUR)) as models:
        models.pull(NEW)
        wait_until(lambda: models.state().unfinished)
        models.cancel_pull()
        wait_for_pull(models)
        models.forget_pull()
        assert models.state().unfinished is None
        assert models.pulling.subject == ""


def test_wrong_name_is_told_and_not_offered_again(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue) as models:
        models.pull("qwen33")
        wait_for_pull(models)
        assert models.pulling.problem == Problem(
            "download_unknown", (("model", "qwen33"), ("host", "registry.ollama.ai"))
        )
        assert models.state().unfinished is None


def test_room_is_asked_for_once_a_layer(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def room(folder: Path) -> int:
        asked.append(folder)
        return 10**12

    monkeypatch.setattr("rag.models.room_in", room)
    with opened(settings, catalogue, Shelf(library={"other:1b": SIZE}, pieces=50)) as models:
        models.pull("other:1b")
        wait_for_pull(models)
    assert len(asked) == 3  # before it, and for either of its layers


def test_download_that_does_not_fit_is_not_begun(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.models.room_in", lambda _folder: 1_000_000)
    shelf = Shelf(library={NEW: SIZE})
    with opened(settings, catalogue, shelf) as models:
        with pytest.raises(DiskFull):
            models.pull(NEW)
        state = models.state()
        assert state.room_bytes == 1_000_000
        assert (state.has_room(1_000_000), state.has_room(1_000_001)) == (True, False)
    assert shelf.asked("/api/pull") == []


def test_download_of_unknown_size_ends_when_it_does_not_fit(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.models.room_in", lambda _folder: 1_000)
    with opened(settings, catalogue, Shelf(library={"other:1b": SIZE})) as models:
        models.pull("other:1b")
        wait_for_pull(models)
        assert models.pulling.problem == Problem("disk")


def test_cloud_is_known_by_the_name(settings: Settings, catalogue: Catalogue) -> None:
    models = Models(settings, catalogue)
    assert [models.is_cloud(name) for name in ("gpt-oss:120b-cloud", "big:cloud", NEW)] == [True, True, False]
    assert not any(models.is_cloud(model.name) for model in RECOMMENDED)
    with pytest.raises(ModelOfCloud) as refused:
        models.pull("big:cloud")
    assert refused.value.problem.values == (("model", "big:cloud"),)
    assert not models.pulling.is_running


def test_deleted_model_is_chosen_no_more(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(Behaviour(models=[model_entry("other:1b"), model_entry(MODEL)]))
    with opened(settings, catalogue, shelf) as models:
        models.choose(MODEL)
        assert seen(models).chosen == MODEL
        models.delete(MODEL)
        state = seen(models)
        assert (state.chosen, [model.name for model in state.models]) == ("other:1b", ["other:1b"])
        with pytest.raises(ModelMissing):
            models.delete(MODEL)


def test_chosen_model_is_loaded_and_kept(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(Behaviour(models=[model_entry("other:1b"), model_entry(MODEL)]))
    with opened(settings, catalogue, shelf) as models:
        models.choose(MODEL)
        wait_until(lambda: shelf.loaded)
        assert set(shelf.loaded) == {MODEL}
        assert models.settings().ollama_model == MODEL
    assert Models(settings, catalogue).settings().ollama_model == MODEL


def test_warm_up_without_a_server_is_silent(
    settings: Settings, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    models = Models(settings, catalogue)
    models.warm_up()
    models.stop()
    wait_until(lambda: not models._warming.is_running)
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


def test_nothing_is_loaded_or_downloaded_unasked(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(Behaviour(models=[]))
    with opened(settings, catalogue, shelf) as models:
        models.warm_up()
        wait_until(lambda: not models._warming.is_running)
        seen(models)
    assert {request["path"] for request in shelf.behaviour.requests} <= {"/api/show"}


def test_try_out_shows_a_line(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue, Shelf(Behaviour(reply="Записанное помнят."))) as models:
        assert models.try_out(MODEL, "Зачем записывать?")
        wait_until(lambda: not models.trial.is_running)
        assert models.trial.told
        assert models.trial.told.text == "Записанное помнят."
        assert models.trial.subject == MODEL


def test_try_out_that_fails_says_why(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue, Shelf(Behaviour(chat_status=500, chat_error="out of memory"))) as models:
        models.try_out(MODEL, "Зачем записывать?")
        wait_until(lambda: not models.trial.is_running)
        assert models.trial.problem
        assert models.trial.problem.code == "model_memory"


def test_try_out_can_be_stopped(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(Behaviour(seconds_before_first_word=30))
    with opened(settings, catalogue, shelf) as models:
        models.try_out(MODEL, "Зачем записывать?")
        wait_until(lambda: shelf.asked("/api/chat"))
        began = time.monotonic()
        models.cancel_trial()
        wait_until(lambda: not models.trial.is_running)
        assert time.monotonic() - began < 2
        assert (models.trial.told, models.trial.problem) == (None, None)


def test_another_address_is_looked_at_at_once_and_its_model_loaded(settings: Settings, catalogue: Catalogue) -> None:
    usual = replace(settings, ollama_host=Settings().ollama_host, is_host_given=False)
    shelf = Shelf(Behaviour(models=[model_entry("there:1b")]))
    with serve(shelf.behaviour) as address:
        models = Models(usual, catalogue)
        models.choose_host(address)
        assert [model.name for model in seen(models).models] == ["there:1b"]
        assert models.state().host == address
        wait_until(lambda: "there:1b" in shelf.loaded)
        models.stop()


def test_another_address_ends_what_goes_on_at_the_old_one(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(
        Behaviour(seconds_before_first_word=30), library={"new:1b": SIZE}, seconds_between_pieces=HOUR
    )  # fmt: skip
    with serve(shelf.behaviour) as old, serve(Shelf().behaviour) as new:
        models = Models(replace(settings, ollama_host=Settings().ollama_host, is_host_given=False), catalogue)
        models.choose_host(old)
        models.pull("new:1b")
        models.try_out(MODEL, "Зачем записывать?")
        wait_until(lambda: models.state().unfinished and shelf.asked("/api/chat"))
        models.choose_host(new)
        wait_until(lambda: not models.pulling.is_running and not models.trial.is_running, 5)
        assert (models.pulling.problem, models.trial.problem) == (None, None)
        models.stop()


def test_model_is_loaded_once_the_program_was_started(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings, catalogue, shelf := Shelf()) as models:
        models.program.start()
        wait_until(lambda: MODEL in shelf.loaded)


def test_end_of_the_library_waits_for_a_warm_up_and_lets_nothing_start_again(
    settings: Settings, catalogue: Catalogue
) -> None:
    shelf = Shelf()
    is_asked = threading.Event()

    def load(wire: Wire, _body: object) -> None:
        is_asked.set()
        wire.wait(30)

    shelf.behaviour.scripts = {**shelf.behaviour.scripts, "/api/generate": load}
    with serve(shelf.behaviour) as address:
        models = Models(replace(settings, ollama_host=address), catalogue)
        models.warm_up()
        assert is_asked.wait(10)
        began = time.monotonic()
        models.stop()
        assert not models._warming.is_running
        assert time.monotonic() - began < 2


def test_end_of_the_library_ends_a_download(settings: Settings, catalogue: Catalogue) -> None:
    shelf = Shelf(library={NEW: SIZE}, seconds_between_pieces=HOUR)
    with serve(shelf.behaviour) as address:
        models = Models(replace(settings, ollama_host=address), catalogue)
        models.pull(NEW)
        wait_until(lambda: models.state().unfinished)
        models.stop()
        assert not models.pulling.is_running
        assert models.pulling.problem is None
